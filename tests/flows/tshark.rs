//! What tshark says of a capture.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

/// The analysis' flags by their fields' names, in the order of our own.
pub(crate) const FLAGS: [&str; 15] = [
    "retransmission",
    "fast_retransmission",
    "spurious_retransmission",
    "out_of_order",
    "duplicate_ack",
    "zero_window",
    "zero_window_probe",
    "zero_window_probe_ack",
    "window_full",
    "window_update",
    "keep_alive",
    "keep_alive_ack",
    "lost_segment",
    "ack_lost_segment",
    "reused_ports",
];

const OTHERS: [&str; 15] = [
    "frame.number",
    "frame.time_epoch",
    "frame.len",
    "frame.protocols",
    "tcp.stream",
    "udp.stream",
    "tcp.analysis.duplicate_ack_num",
    "tcp.analysis.duplicate_ack_frame",
    "tcp.analysis.acks_frame",
    "tcp.analysis.ack_rtt",
    "tcp.analysis.bytes_in_flight",
    "tcp.analysis.initial_rtt",
    "frame.cap_len",
    "_ws.col.Info",
    "ip.flags.mf",
];

/// What tshark says of a packet: fields by name, those that it has.
pub(crate) type Row = HashMap<&'static str, String>;

/// Runs tshark on a file; nothing where there is none.
pub(crate) fn run(file: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("tshark").args(["-n", "-r"]).arg(file).args(arguments).output();
    let Ok(output) = output else {
        println!("skipped: there is no tshark here (Debian: apt-get install tshark)");
        return None;
    };
    assert!(output.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

/// Every packet of a file.
pub(crate) fn rows(file: &Path) -> Option<Vec<Row>> {
    let flags: Vec<String> = FLAGS.iter().map(|flag| format!("tcp.analysis.{flag}")).collect();
    let mut arguments = vec!["-T", "fields", "-E", "occurrence=f"];
    for field in flags.iter().map(String::as_str).chain(OTHERS) {
        arguments.extend(["-e", field]);
    }
    let text = run(file, &arguments)?;
    let names = FLAGS.into_iter().chain(OTHERS);
    let row = |line: &str| {
        let fields = line.split('\t').map(String::from);
        names.clone().zip(fields).filter(|(_, value)| !value.is_empty()).collect()
    };
    Some(text.lines().map(row).collect())
}

/// Seconds with nine digits as nanoseconds.
pub(crate) fn nanoseconds(text: &str) -> u64 {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let number = |text: &str| text.parse::<u64>().expect("a number");
    number(seconds) * 1_000_000_000 + number(&format!("{fraction:0<9}"))
}
