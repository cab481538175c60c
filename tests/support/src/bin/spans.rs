//! `npm run diff:spans -- FILE.pcap …`: compares where drywire and tshark find each field.

use drywire_test_support::spans::{RULES, compare_file, tshark};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: spans FILE.pcap …");
        return ExitCode::from(2);
    }
    let Some(version) = tshark() else {
        eprintln!("skipped: there is no tshark here; on Debian, `apt-get install tshark`");
        return ExitCode::SUCCESS;
    };
    println!("{version}");
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
    report.differences.iter().for_each(|difference| println!("{file}: {difference}"));
    for (name, count) in &report.explained {
        let reason = RULES.iter().find(|rule| rule.name == *name).map_or("", |rule| rule.reason);
        println!("{file}: explained {count}: {name}: {reason}");
    }
    println!("{file}: names that tshark has not: {:?}", report.unknown);
    println!(
        "{file}: {} packets, {} fields compared, {} differences, {} explained, {} packets skipped",
        report.packets,
        report.fields,
        report.differences.len(),
        report.explained.values().sum::<usize>(),
        report.skipped,
    );
    report.differences.is_empty()
}
