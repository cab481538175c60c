//! `npm run fuzz -- capture` tries inputs; built without cargo-fuzz, this replays the files that it is given.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| drywire_fuzz::capture(input));

#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    drywire_fuzz::replay_files(drywire_fuzz::capture)
}
