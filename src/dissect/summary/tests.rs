use super::*;
use crate::wire::LinkType;

/// IPv6 addresses as RFC 5952 4 has them.
#[test]
fn addresses_are_shortened() {
    let table: [([u16; 8], &str); 8] = [
        ([0, 0, 0, 0, 0, 0, 0, 0], "::"),
        ([0, 0, 0, 0, 0, 0, 0, 1], "::1"),
        ([1, 0, 0, 0, 0, 0, 0, 0], "1::"),
        ([0x2001, 0xdb8, 0, 0, 1, 0, 0, 1], "2001:db8::1:0:0:1"),
        ([0x2001, 0xdb8, 0, 1, 1, 1, 1, 1], "2001:db8:0:1:1:1:1:1"),
        ([0, 0xab, 0, 0, 0, 5, 0, 0], "0:ab::5:0:0"),
        ([0xfe80, 0, 0, 0, 0x8c36, 0x6ff, 0xfe44, 0xacaf], "fe80::8c36:6ff:fe44:acaf"),
        ([0, 0, 0, 0, 0, 0xffff, 0x0a00, 0x0001], "::ffff:10.0.0.1"),
    ];
    for (groups, expected) in table {
        let bytes: Vec<u8> = groups.iter().flat_map(|group| group.to_be_bytes()).collect();
        assert_eq!(crate::dissect::show::written(64, |to| to.ipv6(bytes.first_chunk().unwrap())), expected);
    }
}

/// Lines of a capture are kept by the million: none keeps room that it does not use.
#[test]
fn a_line_takes_no_more_room_than_it_has_characters() {
    let line = summarize(&[0x45, 0, 0, 20], LinkType::Raw, 20);
    assert!(line.capacity() < 64, "{} for {line:?}", line.capacity());
}

/// A segment between two ends, cut anywhere, has a line; what is there of it stays as it is.
#[test]
fn a_line_is_the_start_of_the_whole_one_wherever_it_is_cut() {
    let frame = [
        0x45, 0, 0, 64, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
        0, 99, 0, 98, 0, 0, 0, 9, 0, 0, 0, 0, 0xb0, 2, 0, 9, 0, 0, 0, 0, // TCP, 24 bytes of options
        2, 4, 5, 0xb4, 1, 3, 3, 7, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0,
    ];
    let whole = summarize(&frame, LinkType::Raw, frame.len());
    assert_eq!(
        whole,
        "IP 10.0.0.1.99 > 10.0.0.2.98: Flags [S], seq 9, win 9, options [mss 1460,nop,wscale 7,sackOK,TS val 1 ecr 2,eol], length 0"
    );
    for end in 24..frame.len() {
        let line = summarize(&frame[..end], LinkType::Raw, frame.len());
        let said = line.trim_end_matches('>').strip_suffix(" [|tcp]");
        // The end of the option list is all that the last bytes say.
        assert!(said.map_or(end > 60, |said| whole.starts_with(said)), "{end}: {line}");
    }
}

/// ARP's numbers that have no name, as tcpdump 4.99.3 says them (its dump of what it does not read is not said here).
#[test]
fn unknown_numbers_of_arp_are_said_in_brackets() {
    let table: [([u8; 8], &str); 6] = [
        ([0, 99, 0x86, 0xdd, 6, 4, 0, 1], "ARP, Unknown Hardware (99) (len 6), IPv6 (len 4), length 28"),
        ([0, 1, 0x12, 0x34, 6, 4, 0, 1], "ARP, Ethernet (len 6), Unknown Protocol (0x1234) (len 4), length 28"),
        ([0, 1, 0, 5, 6, 4, 0, 1], "ARP, Ethernet (len 6), Unknown Protocol (0x0005) (len 4), length 28"),
        ([0, 1, 8, 0, 0, 4, 0, 1], "ARP, Ethernet (len 0), IPv4 (len 4), length 28"),
        ([0, 1, 8, 0, 6, 4, 0, 77], "ARP, Unknown (77), length 28"),
        ([0, 1, 8, 0, 6, 4, 0, 2], "ARP, Reply 7.8.9.10 is-at 01:02:03:04:05:06, length 28"),
    ];
    for (fixed, expected) in table {
        let addresses: Vec<u8> = (1..=20).collect();
        let frame = [&[0; 12][..], &[8, 6], &fixed, &addresses].concat();
        assert_eq!(summarize(&frame, LinkType::Ethernet, frame.len()), expected);
    }
}

/// More connections than there is room for: the table stays as large as it is, and lines stay lines.
#[test]
fn connections_past_the_room_are_forgotten() {
    let mut summarizer = Summarizer::new();
    let mut segment = [
        0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
        0, 99, 0, 98, 0, 0, 9, 0, 0, 0, 8, 0, 0x50, 0x10, 0, 9, 0, 0, 0, 0,
    ];
    let mut line = |port: u32| {
        segment[16..20].copy_from_slice(&port.to_be_bytes());
        summarizer.line(&segment, LinkType::Raw, 40)
    };
    assert!(line(0).contains("ack 2048,"));
    assert!(line(0).contains("ack 1,"));
    assert!((1..20_000).all(|port| line(port).contains("ack 2048,")), "each is a connection's first");
    assert!(line(0).contains("ack 2048,"), "the first was forgotten");
    assert!(line(19_999).contains("ack 1,"), "the last was not");
}

/// IPv6 ends that differ in any two bits of address or port are two connections' ends.
#[test]
fn connections_over_ipv6_are_told_apart() {
    let mut segment = [0; 60];
    segment[..8].copy_from_slice(&[0x60, 0, 0, 0, 0, 20, 6, 64]);
    segment[8..40].fill(0x11);
    segment[40..].copy_from_slice(&[0, 99, 0, 98, 0, 0, 9, 0, 0, 0, 8, 0, 0x50, 0x10, 0, 9, 0, 0, 0, 0]);
    let bits = || (8 * 8..24 * 8).chain(40 * 8..42 * 8);
    for (one, other) in bits().flat_map(|one| bits().map(move |other| (one, other))) {
        let mut summarizer = Summarizer::new();
        let mut line = |flipped: &[usize]| {
            let mut segment = segment;
            flipped.iter().for_each(|bit| segment[bit / 8] ^= 0x80 >> (bit % 8));
            summarizer.line(&segment, LinkType::Raw, 60)
        };
        assert!(line(&[one]).contains("ack 2048,"));
        assert!(line(&[one]).contains("ack 1,"));
        assert_eq!(line(&[other]).contains("ack 2048,"), one != other, "bits {one} and {other}");
    }
}

/// Packets within packets, and extension headers after each other, as many as a frame holds: the line ends.
#[test]
fn a_line_is_bounded() {
    let nested = [0x45, 0, 0xff, 0xff, 0, 0, 0, 0, 64, 4, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2].repeat(3000);
    let mut chain = [&[0x60, 0, 0, 0, 0xff, 0xf0, 60, 64][..], &[0; 32]].concat();
    chain.extend([60, 0, 1, 4, 0, 0, 0, 0].repeat(8000));
    for frame in [nested, chain] {
        let line = summarize(&frame, LinkType::Raw, frame.len());
        assert!(line.ends_with('…') && line.len() < 1 << 13, "{} bytes", line.len());
    }
}
