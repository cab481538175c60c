//! `npm run worlds -- [--segments N] [--drops N] [--duplicates N] [--reorders N] [--delays N] [--window N]
//! [--pauses N] [--no-sack] [--timestamps] [--shortest]`: searches all worlds of this size and prints how many states there were. With
//! `--window`, buffers have room for so many bytes, and users read when they like. `--shortest` finds the shortest way to a
//! broken rule, and takes more memory.

use drywire_worlds::{Bounds, Faults, Worlds, explore};
use std::process::ExitCode;

const USAGE: &str = "a number follows --segments, --drops, --duplicates, --reorders, --delays, --window and --pauses; --no-sack, \
    --timestamps and --shortest stand alone";

fn main() -> ExitCode {
    let Some((bounds, shortest)) = asked(std::env::args().skip(1)) else {
        eprintln!("worlds: {USAGE}");
        return ExitCode::from(2);
    };
    println!("{bounds:?}");
    let found =
        explore(Worlds::new(&bounds), shortest, |states, steps| eprintln!("worlds: {states} states, {steps} steps"));
    println!("{found}");
    ExitCode::from(u8::from(!found.broken.is_empty()))
}

/// The bounds that are asked for, and whether the shortest way is.
fn asked(mut arguments: impl Iterator<Item = String>) -> Option<(Bounds, bool)> {
    let faults = Faults { drops: 1, ..Faults::default() };
    let mut bounds = Bounds { segments: 2, faults, window: 0, sack: true, timestamps: false };
    let mut shortest = false;
    while let Some(argument) = arguments.next() {
        let place = match argument.as_str() {
            "--segments" => &mut bounds.segments,
            "--drops" => &mut bounds.faults.drops,
            "--duplicates" => &mut bounds.faults.duplicates,
            "--reorders" => &mut bounds.faults.reorders,
            "--delays" => &mut bounds.faults.delays,
            "--pauses" => &mut bounds.faults.pauses,
            "--window" => &mut bounds.window,
            flag => {
                match flag {
                    "--no-sack" => bounds.sack = false,
                    "--timestamps" => bounds.timestamps = true,
                    "--shortest" => shortest = true,
                    _ => return None,
                }
                continue;
            }
        };
        *place = arguments.next()?.parse().ok().filter(|number| *number < 100)?;
    }
    Some((bounds, shortest))
}
