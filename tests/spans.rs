//! Every field of every packet in `../shared/captures`, and of IPv6 packets made here, stands in the bits where tshark finds it
//! (its PDML), and has the value that tshark shows.
//!
//! Where tshark or the folder is missing there is nothing to compare with: the test says so, and passes.

use drywire_test_support::samples;
use drywire_test_support::spans::{RULES, Report, compare_file, tshark};
use std::path::PathBuf;

/// How often each of tshark's own choices is met in all captures. One that is not met exactly so fails the test.
const EXPLAINED: [(&str, usize); 8] = [
    ("a TCP flag's byte", 3527),
    ("a line of text without what ends it", 47),
    ("a number shown otherwise", 39),
    ("an offset in units", 3),
    ("an option as one item", 151),
    ("data told apart further", 5),
    ("no MTU", 3),
    ("reserved bits as one flag", 3),
];

/// Names that tshark does not have where drywire has them: what it leaves out (reserved bytes, padding, the fields after a
/// bogus length), or calls by a name for each type of address.
const UNKNOWN: [&str; 32] = [
    "arp.dst.hw",
    "arp.dst.proto",
    "arp.src.hw",
    "arp.src.proto",
    "data.data",
    "dhcp.vendor",
    "dns.flags.authenticated",
    "dns.flags.authoritative",
    "dns.flags.rcode",
    "dns.flags.recavail",
    "dns.resp",
    "frame.trailer",
    "http.end",
    "icmp.mtu",
    "icmpv6.rest",
    "ip.checksum",
    "ip.dst",
    "ip.flags.df",
    "ip.flags.mf",
    "ip.flags.rb",
    "ip.frag_offset",
    "ip.id",
    "ip.proto",
    "ip.src",
    "ip.ttl",
    "ipv6.routing.unknown.data",
    "ntp.ext",
    "sll.reserved",
    "sll.src.other",
    "ssh.encrypted_packet",
    "tcp.options.eol.padding",
    "tcp.options.malformed",
];

/// The release whose choices the tables above are.
const RELEASE: &str = "TShark (Wireshark) 4.0.";

#[test]
fn every_field_of_the_captures_stands_where_tshark_finds_it() {
    let Some(version) = installed() else { return };
    let Some(files) = samples::files(samples::CAPTURES) else { return };
    let total = compared(&files);
    println!("{} packets, {} fields compared", total.packets, total.fields);
    for (name, count) in &total.explained {
        let reason = RULES.iter().find(|rule| rule.name == *name).map_or("", |rule| rule.reason);
        println!("explained {count}: {name}: {reason}");
    }
    assert!(total.differences.is_empty(), "{} differences, printed above", total.differences.len());
    assert!(total.fields > 10_000, "only {} fields were compared", total.fields);
    if version.starts_with(RELEASE) {
        let explained: Vec<_> = total.explained.iter().map(|(name, count)| (*name, *count)).collect();
        assert_eq!(explained, EXPLAINED, "each rule is met as often as the table says");
        assert_eq!(total.unknown.into_iter().collect::<Vec<_>>(), UNKNOWN);
    }
}

/// RFC 8200 4, RFC 4302 2, RFC 4443: what the captures have little of.
#[test]
fn rfc8200_extension_headers_stand_where_tshark_finds_them() {
    let Some(_) = installed() else { return };
    let file = std::env::temp_dir().join(format!("drywire-spans-{}.pcap", std::process::id()));
    let write = std::fs::write(&file, capture(&packets()));
    let report = write.map(|()| compared(std::slice::from_ref(&file)));
    std::fs::remove_file(&file).ok();
    let report = report.expect("a file can be written to the folder for temporary files");
    assert!(report.differences.is_empty(), "{} differences, printed above", report.differences.len());
    assert_eq!(report.packets, packets().len());
    println!("{} fields compared, explained {:?}, unknown {:?}", report.fields, report.explained, report.unknown);
    assert!(report.fields > 150, "only {} fields were compared", report.fields);
    let explained: Vec<_> = report.explained.into_iter().collect();
    assert_eq!(explained, [("a TCP flag's byte", 10), ("a number shown otherwise", 3), ("an offset in units", 1)]);
}

fn installed() -> Option<String> {
    let version = tshark();
    if version.is_none() {
        println!("skipped: there is no tshark here; on Debian, `apt-get install tshark`");
    }
    version
}

fn compared(files: &[PathBuf]) -> Report {
    let mut total = Report::default();
    for file in files {
        let report = compare_file(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        report.differences.iter().for_each(|difference| println!("{name}: {difference}"));
        total.merge(report);
    }
    total
}

/// A pcap file of bare packets.
fn capture(packets: &[Vec<u8>]) -> Vec<u8> {
    let mut file = Vec::new();
    for word in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, 101] {
        file.extend(u32::to_le_bytes(word));
    }
    for packet in packets {
        for word in [0, 0, packet.len() as u32, packet.len() as u32] {
            file.extend(word.to_le_bytes());
        }
        file.extend(packet);
    }
    file
}

fn packets() -> Vec<Vec<u8>> {
    let segment = [0, 80, 0x30, 0x39, 0, 0, 0, 1, 0, 0, 0, 2, 0x50, 0x10, 0, 9, 0, 0, 0, 0, 7];
    let datagram = [0x30, 0x39, 0x30, 0x3a, 0, 10, 0x12, 0x34, 7, 7];
    let chain = [
        &[43, 0, 5, 2, 0, 0, 1, 0][..], // hop-by-hop: router alert, PadN
        &[44, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], // routing
        &[51, 0, 0, 0, 0, 0, 0, 7],     // an atomic fragment
        &[60, 2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 9, 9, 9, 9], // authentication
        &[6, 0, 1, 2, 0, 0, 0, 0],      // destination options: PadN, Pad1
        &segment,
    ];
    let fragment = [&[17, 0, 0x05, 0xa9, 1, 2, 3, 4][..], &datagram].concat();
    let quoted = packet(60, &[&[17, 0, 1, 4, 0, 0, 0, 0][..], &datagram].concat());
    let mut packets = vec![packet(0, &chain.concat()), packet(44, &fragment), packet(17, &datagram)];
    for head in [[1, 4, 0, 0, 0, 0, 0, 0], [2, 0, 0, 0, 0, 0, 5, 0], [3, 1, 0, 0, 0, 0, 0, 0], [4, 0, 0, 0, 0, 0, 0, 6]]
    {
        packets.push(packet(58, &[&head[..], &quoted].concat()));
    }
    packets.push(packet(58, &[128, 0, 0, 0, 0x12, 0x34, 0, 9, 1, 2, 3]));
    packets.push(packet(58, &[129, 0, 0, 0, 0x12, 0x34, 0, 9, 1, 2, 3]));
    packets
}

/// A packet with a traffic class, a flow label and these bytes after the fixed header.
fn packet(next_header: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x6b, 0x91, 0x23, 0x45, 0, body.len() as u8, next_header, 64];
    bytes.extend([0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    bytes.extend([0x20, 1, 0x0d, 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
    bytes.extend(body);
    bytes
}
