//! drywire's TCP against the Linux kernel's, a peer that nobody here wrote: one connection over a TUN device in a network
//! namespace that this test makes for itself, through links of [`drywire::sim`] that run in real time.
//!
//! `cargo test -p drywire-kernel-tests` runs what takes about a minute; `-- --ignored` all there is; `-- WORDS` the scenarios
//! whose names have these words in them; `-- --list` names them. `DRYWIRE_SEED=N` sets the seed. What fails leaves a capture.
//! Where the device or the right to make a namespace is missing, the test says so and passes.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("kernel: skipped, this is not Linux");
}
