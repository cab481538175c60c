//! `npm run diff -- FILE.jsonl …`: compares drywire with an oracle, field by field. `tests/README.md` describes the format.

use drywire_test_support::oracle::{TSHARK, compare_file};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: diff FILE.jsonl …");
        return ExitCode::from(2);
    }
    let results: Vec<bool> = files.iter().map(|file| compare(file)).collect();
    if results.iter().all(|equal| *equal) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Compares one file, prints what differs, and says whether nothing did.
fn compare(file: &str) -> bool {
    let report = match compare_file(Path::new(file)) {
        Ok(report) => report,
        Err(error) => {
            eprintln!("{file}: {error}");
            return false;
        }
    };
    for (frame, difference) in &report.differences {
        println!("{file}: frame {frame}: {difference}");
    }
    for (name, count) in &report.allowed {
        let reason = TSHARK.iter().find(|allowance| allowance.name == *name).map_or("", |allowance| allowance.reason);
        println!("{file}: explained {count}: {name}: {reason}");
    }
    for (remark, count) in &report.not_compared {
        println!("{file}: not compared {count}: {remark}");
    }
    println!(
        "{file}: {} packets, {} fields compared, {} differences, {} explained, {} packets skipped",
        report.packets,
        report.fields,
        report.differences.len(),
        report.allowed.values().sum::<usize>(),
        report.skipped,
    );
    report.differences.is_empty() && report.packets > 0
}
