//! Every packet of every capture in `../shared/captures`, field by field, against what tshark says of it; and, whatever tshark
//! says, read and written back to the same bytes, with spans that tile each header.
//!
//! Where the folder is missing there is nothing to compare with: the test says so, and passes.

use drywire::wire::LinkType;
use drywire_test_support::oracle::{Report, TSHARK, compare_file};
use drywire_test_support::{capture, invariants, samples};
use std::collections::BTreeMap;
use std::path::Path;

/// Which of tshark's own choices is met where, and in how many fields. An entry that is not met exactly so fails the test.
const ALLOWED: [(&str, &str, usize); 9] = [
    ("ICMPv6 not named", "zk-ipv6-http-atomic-frag.pcap", 2),
    ("ICMPv6 not named", "zk-linux_dlt_sll2.pcap", 2),
    ("RARP is ARP", "zk-linux_dlt_sll2.pcap", 1),
    ("data of a UDP fragment", "zk-ipv4__fragmented-1.pcap", 1),
    ("link type not read", "td-mpls-traceroute.pcap", 18),
    ("nothing of a bogus header", "zk-trunc__ipv4-truncated-broken-header.pcap", 12),
    ("zeros after the end of the option list", "td-ssh.pcap", 1),
    ("zeros after the end of the option list", "zk-tcp__option-sack.pcap", 4),
    ("zeros after the end of the option list", "zk-vlan-qinqinq.pcap", 1),
];

/// What tshark says of a packet that its bytes alone do not: it follows the connection, or gives an opinion.
const NOT_COMPARED: [(&str, &str); 5] = [
    (
        "tcp.expert: 4 NOP in a row - a router may have removed some options",
        "an opinion on options that are as they are",
    ),
    ("tcp.expert: Connection reset (RST)", "what the RST flag means to a connection"),
    ("tcp.expert: D-SACK Sequence", "which segments came before"),
    ("tcp.expert: TCP Zero Window segment", "what a window of 0 means to a connection"),
    ("tcp.expert: TCP window specified by the receiver is now completely full", "which segments came before"),
];

#[test]
fn every_packet_equals_the_oracle() {
    let Some(files) = samples::files(&["jsonl"]) else { return };
    let mut total = Report::default();
    let mut allowed = Vec::new();
    for file in files {
        let name = name(&file).trim_end_matches(".tshark.jsonl").to_string();
        let report = compare_file(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        report.differences.iter().for_each(|(frame, difference)| println!("{name}: frame {frame}: {difference}"));
        allowed.extend(report.allowed.iter().map(|(allowance, count)| (*allowance, name.clone(), *count)));
        total.merge(report);
    }
    print(&total);
    assert!(total.differences.is_empty(), "{} differences, printed above", total.differences.len());
    assert_eq!(total.skipped, 0, "every packet was read");
    assert_uses(allowed);
    let not_compared: Vec<&str> = total.not_compared.keys().map(String::as_str).collect();
    assert_eq!(
        not_compared,
        NOT_COMPARED.map(|(text, _)| text),
        "what is not compared is listed, and what is listed is met"
    );
}

#[test]
fn every_packet_is_written_back_and_tiled() {
    let Some(files) = samples::files(samples::CAPTURES) else { return };
    let mut frames = 0;
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        for frame in capture::read(&bytes).unwrap_or_else(|error| panic!("{}: {error}", name(&file))) {
            // Whatever a frame begins with: read as every link type, it is written back.
            LinkType::ALL.into_iter().for_each(|link_type| invariants::frame(&frame.data, link_type));
            frames += 1;
        }
    }
    println!("{frames} frames written back, as each of {} link types", LinkType::ALL.len());
    assert!(frames > 0, "there are captures");
}

fn name(file: &Path) -> &str {
    file.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

fn print(total: &Report) {
    println!("{} packets, {} fields compared", total.packets, total.fields);
    for (name, count) in &total.allowed {
        let reason = TSHARK.iter().find(|allowance| allowance.name == *name).map_or("", |allowance| allowance.reason);
        println!("allowed {count}: {name}: {reason}");
    }
    let reasons = BTreeMap::from(NOT_COMPARED);
    for (text, count) in &total.not_compared {
        println!("not compared {count}: {text}: {}", reasons.get(text.as_str()).unwrap_or(&"?"));
    }
}

fn assert_uses(mut found: Vec<(&str, String, usize)>) {
    found.sort();
    let found: Vec<(&str, &str, usize)> =
        found.iter().map(|(name, file, count)| (*name, file.as_str(), *count)).collect();
    assert_eq!(found, ALLOWED, "each allowance is met where the table says, and nowhere else");
    let unused: Vec<&str> = TSHARK
        .iter()
        .map(|allowance| allowance.name)
        .filter(|name| !found.iter().any(|(used, ..)| used == name))
        .collect();
    assert!(unused.is_empty(), "allowances that nothing needs: {unused:?}");
}
