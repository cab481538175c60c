//! Where tshark finds each field, by its PDML, against where drywire's dissector does: `npm run diff:spans`.

mod compare;
mod pdml;
mod rule;

pub use compare::{Difference, Report};
pub use rule::{RULES, Rule};

use crate::capture;
use std::path::Path;
use std::process::Command;

/// What tshark reads for itself alone, and not from packets before: each packet is to be told from its own bytes.
const PREFERENCES: [&str; 7] = [
    "ip.defragment:FALSE",
    "ipv6.defragment:FALSE",
    "tcp.desegment_tcp_streams:FALSE",
    "tcp.relative_sequence_numbers:FALSE",
    "tcp.analyze_sequence_numbers:FALSE",
    "tcp.check_checksum:TRUE",
    "ip.check_checksum:TRUE",
];

/// tshark's version; nothing where it is not installed.
#[must_use]
pub fn tshark() -> Option<String> {
    let output = Command::new("tshark").arg("--version").output().ok().filter(|output| output.status.success())?;
    String::from_utf8_lossy(&output.stdout).lines().next().map(String::from)
}

/// Compares the fields of every packet of a capture.
///
/// # Errors
/// tshark or the capture cannot be read; the text says why.
pub fn compare_file(path: &Path) -> Result<Report, String> {
    let file = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let frames = capture::read(&file)?;
    let mut tshark = Command::new("tshark");
    tshark.args(["-n", "-T", "pdml", "-r"]).arg(path);
    PREFERENCES.iter().for_each(|preference| {
        tshark.args(["-o", preference]);
    });
    let output = tshark.output().map_err(|error| format!("tshark: {error}"))?;
    // What is cut short ends tshark's output early and its run with an error; the packets before are there.
    let packets = pdml::read(&String::from_utf8_lossy(&output.stdout))?;
    if packets.len() != frames.len() {
        return Err(format!("tshark has {} packets and the capture {}", packets.len(), frames.len()));
    }
    let mut report = Report::default();
    frames.iter().zip(&packets).enumerate().for_each(|(index, (frame, fields))| report.add(index + 1, frame, fields));
    Ok(report)
}
