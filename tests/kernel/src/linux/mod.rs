//! What runs, and what is printed of it.

mod ecn;
mod kernel;
mod ours;
mod plan;
mod run;
mod scenarios;

use drywire_kernel_tests::{bytes, namespace};
use namespace::{KERNEL, World};
use run::Report;
use scenarios::Scenario;
use std::process::ExitCode;
use std::time::Instant;

const DEFAULT_SEED: u64 = 1;

pub(crate) fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let all = arguments.iter().any(|argument| argument == "--ignored" || argument == "--include-ignored");
    let words: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let wanted = |scenario: &Scenario| words.iter().all(|word| scenario.name.contains(*word));
    let chosen: Vec<_> = scenarios::all(all).into_iter().filter(wanted).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        chosen.iter().for_each(|scenario| println!("{}: test", scenario.name));
        return ExitCode::SUCCESS;
    }
    if chosen.is_empty() {
        return ExitCode::SUCCESS;
    }
    match World::enter(KERNEL) {
        Ok(world) => run_all(&world, &chosen),
        Err(why) => {
            println!("kernel: skipped, {why}");
            ExitCode::SUCCESS
        }
    }
}

fn run_all(world: &World, scenarios: &[Scenario]) -> ExitCode {
    let seed = std::env::var("DRYWIRE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(DEFAULT_SEED);
    let began = Instant::now();
    println!(
        "{:<52} {:>7} {:>7} {:>6} {:>6} {:>6}  result, seed {seed}",
        "scenario", "MB", "s", "resent", "RTOs", "kernel"
    );
    let mut failed = Vec::new();
    for (number, scenario) in scenarios.iter().enumerate() {
        let report = run::run(world, scenario, seed, number as u16);
        print_row(scenario, &report);
        if let Err(why) = &report.result {
            println!("    {why}");
            println!("    again: DRYWIRE_SEED={seed} cargo test -p drywire-kernel-tests -- '{}'", scenario.name);
            failed.push(&scenario.name);
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{} scenarios, {} failed, {seconds:.0} s", scenarios.len(), failed.len());
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn print_row(scenario: &Scenario, report: &Report) {
    let Report { bytes, took, retransmits, timeouts, kernel_retransmits, result } = report;
    println!(
        "{:<52} {:>7.2} {:>7.2} {retransmits:>6} {timeouts:>6} {kernel_retransmits:>6}  {}",
        scenario.name,
        *bytes as f64 / 1e6,
        took.as_secs_f64(),
        if result.is_ok() { "ok" } else { "FAILED" },
    );
}
