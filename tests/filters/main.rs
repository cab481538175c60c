//! Display filters over every capture in `../shared/captures`, against the frames that `tshark -Y` gives.
//!
//! `tshark.tsv` has an expression a line and the frames that tshark gave, counted through all captures in the order of their names.
//! `UPDATE=1 cargo test --test filters` asks tshark anew (`apt-get install tshark`, which brings mergecap) for each expression in
//! it. Where the captures are missing there is nothing to compare with: the test says so, and passes.

use drywire::filter::Filter;
use drywire::wire::LinkType;
use drywire_test_support::capture::{self, Frame};
use drywire_test_support::samples;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Captures of link types that are not read.
const NOT_READ: [&str; 1] = ["td-mpls-traceroute.pcap"];

/// Preferences with which tshark, too, looks at each frame alone.
const ALONE: [&str; 7] = [
    "tcp.relative_sequence_numbers:FALSE",
    "tcp.analyze_sequence_numbers:FALSE",
    "tcp.desegment_tcp_streams:FALSE",
    "ip.defragment:FALSE",
    "http.desegment_headers:FALSE",
    "http.desegment_body:FALSE",
    "tls.desegment_ssl_records:FALSE",
];

/// Where tshark differs for a reason: expressions, the frames, and why.
const RULES: [(&[&str], &str, &str); 5] = [
    (
        &["arp", "arp.opcode == 2 or arp.opcode == 3", "not arp and not tcp and not udp"],
        "500",
        "RARP is ARP to tshark; its EtherType is not read here",
    ),
    (&["ntp"], "454", "10 bytes with version 0 are no NTP, whatever the port"),
    (&["ip.addr != 192.168.1.104"], "569", "tshark shows nothing of a header whose length is bogus"),
    (&["http"], "463", "the port says HTTP, and tshark, which saw no request, data"),
    (
        &["http.request.method == \"GET\""],
        "464,472,482,492",
        "a request without a version, as HTTP/0.9 has it, is by port alone",
    ),
];

#[test]
fn frames_are_those_of_tshark() {
    let Some(mut files) = samples::files(samples::CAPTURES) else { return };
    files.retain(|file| !NOT_READ.iter().any(|name| file.ends_with(name)));
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/filters/tshark.tsv");
    let text = std::fs::read_to_string(&table).unwrap();
    let expressions: Vec<(&str, &str)> = text.lines().map(|line| line.split_once('\t').unwrap_or((line, ""))).collect();
    if std::env::var_os("UPDATE").is_some() {
        return std::fs::write(&table, asked(&files, &expressions)).unwrap();
    }
    let frames: Vec<Frame> =
        files.iter().flat_map(|file| capture::read(&std::fs::read(file).unwrap()).unwrap()).collect();
    let mut differences = 0;
    for (expression, expected) in &expressions {
        let filter = Filter::parse(expression).unwrap_or_else(|error| panic!("{expression}: {error}"));
        let wanted = |(index, frame): (usize, &Frame)| {
            let link_type = LinkType::from_linktype(frame.linktype)?;
            let matches = filter.matches(&frame.data, link_type, frame.original_length as usize);
            matches.then_some(index + 1)
        };
        let ours: Vec<usize> = frames.iter().enumerate().filter_map(wanted).collect();
        let theirs = numbers(expected);
        let rules = RULES.iter().filter(|(expressions, ..)| expressions.contains(expression));
        let excused: Vec<usize> = rules.flat_map(|(_, frames, _)| numbers(frames)).collect();
        let differs = |number: &usize| ours.contains(number) != theirs.contains(number);
        let differing: Vec<usize> = (1..=frames.len()).filter(differs).collect();
        if differing != excused {
            differences += 1;
            println!("{expression}: {} of {} differ: {}", differing.len(), frames.len(), ranges(&differing));
        }
    }
    println!("{} expressions over {} frames", expressions.len(), frames.len());
    assert_eq!(differences, 0, "expressions, printed above");
    assert!(expressions.len() >= 60 && frames.len() > 500);
}

/// The table, with what tshark says now.
fn asked(files: &[PathBuf], expressions: &[(&str, &str)]) -> String {
    let merged = Path::new(env!("CARGO_TARGET_TMPDIR")).join("merged.pcapng");
    let status = Command::new("mergecap").args(["-a", "-w"]).arg(&merged).args(files).status();
    assert!(status.is_ok_and(|status| status.success()), "mergecap is needed to ask tshark: `apt-get install tshark`");
    let mut table = String::new();
    for (expression, _) in expressions {
        let mut tshark = Command::new("tshark");
        ALONE.iter().for_each(|preference| _ = tshark.args(["-o", preference]));
        let output = tshark
            .arg("-r")
            .arg(&merged)
            .args(["-Y", expression, "-T", "fields", "-e", "frame.number"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{expression}: {}", String::from_utf8_lossy(&output.stderr));
        let frames: Vec<usize> =
            String::from_utf8_lossy(&output.stdout).lines().map(|line| line.parse().unwrap()).collect();
        writeln!(table, "{expression}\t{}", ranges(&frames)).unwrap();
    }
    table
}

/// Numbers as `1-3,5`.
fn ranges(numbers: &[usize]) -> String {
    let mut text = String::new();
    for run in numbers.chunk_by(|before, after| before + 1 == *after) {
        let comma = if text.is_empty() { "" } else { "," };
        match run {
            [one] => write!(text, "{comma}{one}").unwrap(),
            _ => write!(text, "{comma}{}-{}", run[0], run[run.len() - 1]).unwrap(),
        }
    }
    text
}

fn numbers(ranges: &str) -> Vec<usize> {
    let range = |text: &str| {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        first.parse().unwrap()..=last.parse::<usize>().unwrap()
    };
    ranges.split(',').filter(|text| !text.is_empty()).flat_map(range).collect()
}
