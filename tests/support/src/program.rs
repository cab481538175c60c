//! What the programs that compare files with another dissector have in common.

use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

/// What came of comparing a file, to be told.
#[derive(Debug, Default)]
pub struct Findings {
    /// Packets that were compared.
    pub packets: usize,
    /// Packets that could not be.
    pub skipped: usize,
    /// Fields that were compared.
    pub fields: usize,
    /// The differences that nothing explains.
    pub differences: Vec<String>,
    /// Differences that something explains: how many, by what, and why.
    pub explained: Vec<(usize, &'static str, &'static str)>,
    /// What else there is to know.
    pub remarks: Vec<String>,
}

/// Compares the files that the command line names, tells what was found, and succeeds where there was something to
/// compare, and no difference. `kind` is what files are called in the usage.
pub fn run<E: Display>(kind: &str, compare: impl Fn(&Path) -> Result<Findings, E>) -> ExitCode {
    let mut arguments = std::env::args();
    let program = arguments.next().unwrap_or_default();
    let files: Vec<String> = arguments.collect();
    if files.is_empty() {
        eprintln!("usage: {program} {kind} …");
        return ExitCode::from(2);
    }
    let (mut equal, mut packets) = (true, 0);
    for file in &files {
        match compare(Path::new(file)) {
            Ok(findings) => {
                tell(file, &findings);
                equal &= findings.differences.is_empty();
                packets += findings.packets;
            }
            Err(error) => {
                eprintln!("{file}: {error}");
                equal = false;
            }
        }
    }
    if equal && packets > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints what was found in a file.
fn tell(file: &str, findings: &Findings) {
    let Findings { packets, skipped, fields, differences, explained, remarks } = findings;
    differences.iter().for_each(|difference| println!("{file}: {difference}"));
    explained.iter().for_each(|(count, name, reason)| println!("{file}: explained {count}: {name}: {reason}"));
    remarks.iter().for_each(|remark| println!("{file}: {remark}"));
    println!(
        "{file}: {packets} packets, {fields} fields compared, {} differences, {} explained, {skipped} packets skipped",
        differences.len(),
        explained.iter().map(|(count, ..)| count).sum::<usize>(),
    );
}
