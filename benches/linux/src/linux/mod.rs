//! What runs, and what is printed of it.

mod cases;
mod ends;
mod transfer;

use cases::{CONTROLLERS, Case, Controller};
use drywire_kernel_tests::namespace::{KERNEL, OURS, World};
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;
use transfer::{Outcome, Who, Worlds, transfer};

/// How many times Linux's completion time ours may be.
const BAR: f64 = 1.10;

/// By how much one packet of a hundred may come late out of the link, for the times to say something.
const LATE: Duration = Duration::from_millis(1);

/// What is asked for.
struct Asked {
    quick: bool,
    seeds: u64,
    controllers: Vec<Controller>,
    cases: Vec<Case>,
}

/// Both senders' transfers of one case, each in the order of their times.
struct Row {
    controller: Controller,
    case: &'static str,
    kernel: Result<Vec<Outcome>, String>,
    ours: Result<Vec<Outcome>, String>,
}

pub(crate) fn main() -> ExitCode {
    let Some(asked) = Asked::read() else {
        eprintln!("drywire-linux-bench [linux-cubic] [linux-bbr] [--quick] [--seeds N] [--only LINK]");
        return ExitCode::from(2);
    };
    let worlds = World::enter(KERNEL).and_then(|receiver| Ok(Worlds { receiver, sender: World::enter(OURS)? }));
    match worlds {
        Ok(worlds) => run_all(&worlds, &asked),
        Err(why) => {
            eprintln!("linux: skipped, {why}");
            ExitCode::SUCCESS
        }
    }
}

impl Asked {
    fn read() -> Option<Self> {
        let (mut quick, mut seeds, mut only, mut names) = (false, None, None, Vec::new());
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--quick" => quick = true,
                "--seeds" => seeds = Some(arguments.next()?.parse().ok().filter(|seeds| (1..=1000).contains(seeds))?),
                "--only" => only = Some(arguments.next()?),
                _ => names.push(argument),
            }
        }
        let is_known = |name: &String| CONTROLLERS.iter().any(|controller| controller.bench == name);
        let is_wanted = |controller: &Controller| names.is_empty() || names.iter().any(|name| name == controller.bench);
        let controllers = CONTROLLERS.into_iter().filter(is_wanted).collect();
        let mut cases = cases::cases(quick);
        cases.retain(|case| only.as_ref().is_none_or(|only| only == case.name));
        let seeds = seeds.unwrap_or(if quick { 1 } else { 5 });
        (names.iter().all(is_known) && !cases.is_empty()).then_some(Asked { quick, seeds, controllers, cases })
    }
}

fn run_all(worlds: &Worlds, asked: &Asked) -> ExitCode {
    let bytes = if asked.quick { 1_000_000 } else { 10_000_000 };
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    println!(
        "\nlinux: {} MB to the kernel's receiver over 100 Mbit/s, 20 ms, 20 ms of queue; real time; Linux {}; seeds 1 to {}",
        bytes / 1_000_000,
        kernel.trim(),
        asked.seeds
    );
    let (mut rows, mut number) = (Vec::new(), 0);
    for controller in &asked.controllers {
        for case in &asked.cases {
            rows.push(run_case(worlds, controller, case, (asked.seeds, bytes), &mut number));
        }
    }
    print_table(&rows);
    print_accuracy(&rows);
    rows.iter().for_each(print_line);
    // A kernel that lacks a controller is no failure of ours; a transfer that never ends is.
    if rows.iter().any(|row| row.ours.is_err()) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// All seeds of one case, the two senders in turns; shows each time as it comes.
fn run_case(
    worlds: &Worlds,
    controller: &Controller,
    case: &Case,
    (seeds, bytes): (u64, u64),
    number: &mut u16,
) -> Row {
    print!("  {} {}:", controller.kernel, case.name);
    let mut results = [Ok(Vec::new()), Ok(Vec::new())];
    for seed in 1..=seeds {
        for (who, results) in [Who::Kernel, Who::Ours].into_iter().zip(&mut results) {
            let Ok(outcomes) = results else { continue };
            // Ports enough for all seeds, and each its own.
            *number = (*number + 1) % 20_000;
            match transfer(worlds, who, controller, case, seed, (bytes, *number)) {
                Ok(outcome) => {
                    print!(" {}{:.2}", if who == Who::Ours { "/ " } else { "" }, outcome.took.as_secs_f64());
                    outcomes.push(outcome);
                }
                Err(why) => *results = Err(why),
            }
            let _ = std::io::stdout().flush();
        }
        print!("{}", if seed < seeds { "," } else { "\n" });
    }
    let [kernel, ours] = results.map(|result| {
        result.map(|mut outcomes: Vec<Outcome>| {
            outcomes.sort_by_key(|outcome| outcome.took);
            outcomes
        })
    });
    Row { controller: *controller, case: case.name, kernel, ours }
}

fn median(outcomes: &[Outcome]) -> Option<&Outcome> {
    outcomes.get(outcomes.len() / 2)
}

fn print_table(rows: &[Row]) {
    println!(
        "\n  {:<8}{:<12}{:>25}{:>12}{:>25}{:>12}{:>9}",
        "", "", "Linux, s", "resent", "drywire, s", "resent", "ratio"
    );
    for Row { controller, case, kernel, ours } in rows {
        print!("  {:<8}{case:<12}", controller.kernel);
        for outcomes in [kernel, ours] {
            match outcomes.as_ref().map(|outcomes| (median(outcomes), outcomes.first(), outcomes.last())) {
                Ok((Some(one), Some(first), Some(last))) => {
                    let [low, high] = [first, last].map(|outcome| outcome.took.as_secs_f64());
                    let times = format!("{:.2} ({low:.2} to {high:.2})", one.took.as_secs_f64());
                    print!("{times:>25}{:>12}", one.resent);
                }
                Err(why) => print!("  {why:>35}"),
                Ok(_) => print!("{:>37}", "nothing"),
            }
        }
        match (seconds(kernel), seconds(ours)) {
            (Some(kernel), Some(ours)) => println!("{:>9.3}", ours / kernel),
            _ => println!(),
        }
    }
}

/// How late the packets came out of the link: what the machine did besides.
fn print_accuracy(rows: &[Row]) {
    let outcomes = rows.iter().flat_map(|row| [&row.kernel, &row.ours]).flatten().flatten();
    let mut late: Vec<Duration> = outcomes.flat_map(|outcome| outcome.late.iter().copied()).collect();
    late.sort();
    let last = late.len().saturating_sub(1) as f64;
    let at = |share: f64| late.get((last * share) as usize).copied().unwrap_or_default();
    let [half, hundredth, thousandth, most] = [0.5, 0.99, 0.999, 1.0].map(|share| at(share).as_micros());
    println!(
        "\n  packets came late out of the link by {half} µs (median), {hundredth} µs (1 of 100 or more), \
         {thousandth} µs (1 of 1000), {most} µs (the most)"
    );
    if at(0.99) > LATE {
        println!("  the machine was busy with something else: these times say little");
    }
}

fn seconds(outcomes: &Result<Vec<Outcome>, String>) -> Option<f64> {
    Some(median(outcomes.as_ref().ok()?)?.took.as_secs_f64())
}

/// The line for machines; none where the kernel has nothing to compare with.
fn print_line(row: &Row) {
    let name = format!("{}:{}", row.controller.bench, row.case);
    let Some(peer) = seconds(&row.kernel) else { return };
    let value = seconds(&row.ours).unwrap_or(f64::INFINITY);
    let ratio = value / peer;
    let verdict = if ratio <= BAR { "ok" } else { "short" };
    println!("BENCH {name} {value:.3} s peer={peer:.3} ratio={ratio:.3} bar={BAR:.2} {verdict}");
}
