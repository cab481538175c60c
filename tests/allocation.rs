//! Issue 2: nothing in `src/wire` allocates, except where a caller asks for an owned value.
//!
//! This test program's allocator counts, for the thread that measures.

use allocation_counter::measure;
use drywire::dissect::dissect;
use drywire::wire::ipv4::Ipv4Option;
use drywire::wire::tcp::TcpOption;
use drywire::wire::{Link, LinkType, Network, OptionList, Packet, Transport};
use std::fmt::{self, Write};
use std::hint::black_box;

/// IPv4 with a router alert, TCP with MSS, NOPs and timestamps, Ethernet with a tag; checksums wrong, so that every problem is
/// looked for.
const SEGMENT: &[u8] = &[
    2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x81, 0, 0, 5, 8, 0, // Ethernet
    0x46, 0, 0, 66, 0, 1, 0, 0, 64, 6, 0, 1, 10, 0, 0, 1, 10, 0, 0, 2, 0x94, 4, 0, 0, // IPv4
    0, 80, 4, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0xa0, 0x18, 1, 0, 0, 0, 0, 0, // TCP
    2, 4, 5, 0xb4, 1, 1, 8, 10, 0, 0, 0, 3, 0, 0, 0, 4, 1, 1, 1, 1, // its options
    b'h', b'i',
];

/// An ICMP error that quotes a datagram, in a loopback frame.
const ERROR: &[u8] = &[
    2, 0, 0, 0, // loopback
    0x45, 0, 0, 56, 0, 1, 0, 0, 64, 1, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
    3, 4, 0, 0, 0, 0, 5, 0xdc, // ICMP
    0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, 2, 10, 0, 0, 1, // what it quotes
    0, 53, 0, 99, 0, 8, 0, 0,
];

/// ARP in a cooked frame.
const ARP: &[u8] = &[
    0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 6, // cooked, version 1
    0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2,
];

const FRAMES: [(&[u8], LinkType); 3] = [(SEGMENT, LinkType::Ethernet), (ERROR, LinkType::Null), (ARP, LinkType::Sll)];

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(black_box(vec![1u8; 100]))).count_total, 1);
    let packet = Packet::parse_lax(SEGMENT, LinkType::Ethernet, |_| {});
    assert_eq!(measure(|| drop(black_box(packet.to_vec()))).count_total, 1, "an owned value is asked for");
}

#[test]
fn reading_and_writing_do_not_allocate() {
    for (frame, link_type) in FRAMES {
        for end in 0..=frame.len() {
            let counted = measure(|| use_all(black_box(&frame[..end]), link_type));
            assert_eq!((counted.count_total, counted.bytes_total), (0, 0), "{link_type:?}, {end} bytes");
        }
    }
}

/// Issue 2, "bad input": nothing allocates more than its own size times a small constant. The worst is a frame of nothing but
/// tags, four fields in each four bytes.
#[test]
fn dissecting_allocates_a_small_multiple() {
    let tags: Vec<u8> =
        [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2].into_iter().chain([0x81, 0, 0, 1].repeat(16_380)).collect();
    for (frame, link_type) in
        FRAMES.into_iter().chain([(&tags[..], LinkType::Ethernet), (&[0xff; 65_535], LinkType::Raw)])
    {
        let counted = measure(|| drop(black_box(dissect(frame, link_type))));
        println!("{} bytes: {} at most, in {} pieces", frame.len(), counted.bytes_max, counted.count_max);
        assert!(counted.bytes_max < 256 * frame.len() as u64 + 8192, "{} bytes for {}", counted.bytes_max, frame.len());
        assert_eq!(counted.bytes_current, 0, "and gives it back");
    }
}

/// Every function of `wire` that reads, describes or writes.
fn use_all(frame: &[u8], link_type: LinkType) {
    let mut problems = 0;
    let mut text = Count(0);
    let packet = Packet::parse_lax(frame, link_type, |problem| {
        problems += 1;
        let _ = write!(text, "{problem}");
    });
    black_box(packet.verify(frame, |problem| {
        let _ = write!(text, "{problem}");
    }));
    let _ = black_box(Packet::parse(frame, link_type)).map_err(|error| write!(text, "{error}"));
    black_box(LinkType::guess(frame));
    black_box(packet.headers().count());
    spans(&packet);
    options(&packet);
    let mut out = [0; 256];
    let _ = black_box(packet.emit(&mut out));
    let _ = black_box(packet.emit_filled(&mut out));
    let _ = black_box(packet.emit(&mut out[..3]));
    black_box((problems, text.0));
}

fn spans(packet: &Packet<'_>) {
    let mut bits = 0;
    match &packet.link {
        Link::None => {}
        Link::Ethernet(header) => header.spans(|span| bits += span.length),
        Link::Null(header) | Link::Loop(header) => header.spans(|span| bits += span.length),
        Link::Sll(header) => header.spans(|span| bits += span.length),
        Link::Sll2(header) => header.spans(|span| bits += span.length),
    }
    match &packet.network {
        Network::None => {}
        Network::Ipv6(header) => header.spans(|span| bits += span.length),
        Network::Ipv4(header) => header.spans(|span| bits += span.length),
        Network::Arp(header) => header.spans(|span| bits += span.length),
    }
    match &packet.transport {
        Transport::None => {}
        Transport::Tcp(header) => header.spans(|span| bits += span.length),
        Transport::Udp(header) => header.spans(|span| bits += span.length),
        Transport::Icmp(header) => {
            header.spans(|span| bits += span.length);
            black_box(header.quoted(packet.payload));
        }
        Transport::Icmpv6(header) => {
            header.spans(|span| bits += span.length);
            black_box(header.quoted(packet.payload));
        }
    }
    black_box(bits);
}

fn options(packet: &Packet<'_>) {
    let mut list = OptionList::new();
    if let Network::Ipv4(header) = &packet.network {
        header.options.iter().for_each(|option: Ipv4Option<'_>| assert!(option.emit(&mut list).is_some()));
    }
    if let Transport::Tcp(header) = &packet.transport {
        let mut list = OptionList::new();
        header.options.iter().for_each(|option: TcpOption<'_>| assert!(option.emit(&mut list).is_some()));
        black_box((header.options.known(), list.padded().len()));
    }
    black_box(list.as_bytes().len());
}

/// Counts what is written to it.
struct Count(usize);

impl Write for Count {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}
