//! Headers and chains of them by RFC 8200 and RFC 2675, in whole packets.

use super::{Content, Header, Ipv6Option, MAXIMUM_EXTENSIONS, MAXIMUM_OPTIONS, Options, kind};
use crate::wire::{ChecksumStatus, Kind, Layer, LinkType, Network, Packet, Problem, Transport, icmpv6, tcp, udp};
use alloc::vec;
use alloc::vec::Vec;

/// A packet with these bytes after the fixed header, from 2001:db8::1 to 2001:db8::2.
fn packet(next_header: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x60, 0, 0, 0, 0, 0, next_header, 64];
    bytes[4..6].copy_from_slice(&(body.len() as u16).to_be_bytes());
    bytes.extend([0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    bytes.extend([0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
    bytes.extend(body);
    bytes
}

fn read(frame: &[u8]) -> (Packet<'_>, Vec<Problem>) {
    let mut problems = Vec::new();
    let packet = Packet::parse_lax(frame, LinkType::Raw, |problem| problems.push(problem));
    packet.verify(frame, |problem| problems.push(problem));
    assert_eq!(packet.to_vec(), frame, "it is written back");
    (packet, problems)
}

fn header<'a>(packet: &Packet<'a>) -> Header<'a> {
    let Network::Ipv6(header) = packet.network else { panic!("{packet:?}") };
    header
}

fn codes(problems: &[Problem]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.kind.code()).collect()
}

const UDP: [u8; 9] = [0, 53, 0, 99, 0, 9, 0x2b, 0xcf, b'x'];

/// RFC 8200 8.1: the pseudo-header of UDP over IPv6.
#[test]
fn rfc8200_a_datagram_is_read_and_verified() {
    let frame = packet(udp::PROTOCOL, &UDP);
    let (packet, problems) = read(&frame);
    let checksums = packet.verify(&frame, |_| {});
    assert_eq!((checksums.network, checksums.transport), (ChecksumStatus::Unverified, ChecksumStatus::Good));
    assert_eq!((packet.payload, codes(&problems)), (&b"x"[..], vec![]));
}

/// RFC 8200 8.1: a datagram has a checksum.
#[test]
fn rfc8200_a_datagram_without_a_checksum_is_a_problem() {
    let mut frame = packet(udp::PROTOCOL, &UDP);
    frame[46..48].fill(0);
    let (packet, problems) = read(&frame);
    assert_eq!(packet.verify(&frame, |_| {}).transport, ChecksumStatus::Absent);
    let kind = Kind::ChecksumMissing {};
    assert_eq!(problems, [Problem { layer: Layer::Udp, offset: 46, length: 2, kind }]);
}

/// RFC 8200 4: extension headers of every kind that is read, in the order of 4.1, and TCP after them.
#[test]
fn rfc8200_a_chain_leads_to_the_transport() {
    let chain = [
        &[43, 0, 5, 2, 0, 0, 1, 0][..], // hop-by-hop: router alert, PadN
        &[44, 2, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], // routing, all segments visited
        &[51, 0xaa, 0, 0, 0, 0, 0, 7],  // an atomic fragment (RFC 6946)
        &[60, 2, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 9, 9, 9, 9], // authentication
        &[6, 0, 0x3e, 4, 1, 2, 3, 4],   // destination options: unknown
    ];
    let chain_length = chain.concat().len();
    let segment = [0, 80, 0, 99, 0, 0, 0, 1, 0, 0, 0, 2, 0x50, 0x10, 0, 9, 0, 0, 0, 0, b'y'];
    let mut frame = packet(0, &[&chain.concat(), &segment[..]].concat());
    let (packet, problems) = read(&frame);
    assert_eq!(codes(&problems), ["checksum-wrong"]);
    let header = header(&packet);
    assert_eq!((header.protocol(), header.emitted_len()), (tcp::PROTOCOL, 40 + chain_length));
    let kinds: Vec<_> = header.extensions().map(|extension| (extension.kind(), extension.next_header())).collect();
    assert_eq!(kinds, [(0, 43), (43, 44), (44, 51), (51, 60), (60, 6)]);
    assert!(matches!(packet.transport, Transport::Tcp(header) if header.destination_port == 99));
    let fragment = header.fragment().unwrap();
    assert_eq!((fragment.reserved, fragment.identification, header.is_fragment()), (0xaa, 7, false));
    assert_eq!(packet.payload, b"y");
    let mut filled = [0; 200];
    let length = packet.emit_filled(&mut filled).unwrap();
    let at = 40 + chain_length + 16;
    frame[at..at + 2].copy_from_slice(&filled[at..at + 2]);
    assert_eq!(filled[..length], frame, "nothing but the checksum was computed anew");
    assert_eq!(read(&frame).1, []);
}

/// RFC 8200 4.5: what a fragment from the middle carries is no header, of whatever kind the first one's is.
#[test]
fn rfc8200_a_later_fragment_carries_bytes() {
    let (first, later) = ([17, 0, 0, 1, 0, 0, 0, 7], [60, 0, 0, 8, 0, 0, 0, 7]);
    let frame = packet(44, &[&first[..], &UDP].concat());
    let (packet, problems) = read(&frame);
    assert!(matches!(packet.transport, Transport::Udp(_)) && problems.is_empty());
    assert_eq!(packet.verify(&frame, |_| {}).transport, ChecksumStatus::Unverified);
    let frame = self::packet(44, &[&later[..], &UDP].concat());
    let (packet, problems) = read(&frame);
    assert_eq!((packet.transport, packet.payload, &problems[..]), (Transport::None, &UDP[..], &[][..]));
    assert_eq!(header(&packet).fragment().map(|fragment| fragment.offset), Some(8));
}

/// RFC 8200 8.1: with segments left, the pseudo-header has the last address of the route; RFC 8754 2 has it first.
#[test]
fn rfc8200_a_route_changes_the_pseudo_header() {
    let last = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3];
    let first = [0x11; 16];
    let mut expected = packet(udp::PROTOCOL, &UDP);
    expected[24..40].copy_from_slice(&last);
    let (direct, _) = read(&expected);
    let mut bytes = [0; 49];
    direct.emit_filled(&mut bytes).unwrap();
    for (routing_type, addresses) in [(0, [first, last]), (2, [first, last]), (4, [last, first])] {
        let head = [17, 4, routing_type, 1, 0, 0, 0, 0];
        let frame = packet(43, &[&head[..], addresses.as_flattened(), &bytes[40..]].concat());
        let (packet, problems) = read(&frame);
        assert_eq!(packet.verify(&frame, |_| {}).transport, ChecksumStatus::Good, "{routing_type}: {problems:?}");
    }
    // RFC 6554 compresses addresses: what is not read leaves the checksum open.
    let head = [17, 4, 3, 1, 0, 0, 0, 0];
    let frame = packet(43, &[&head[..], &[0; 32], &UDP].concat());
    let (packet, problems) = read(&frame);
    assert_eq!(packet.verify(&frame, |_| {}).transport, ChecksumStatus::Unverified);
    assert!(problems.is_empty());
}

/// A header that cannot be read ends the chain: it is the payload, and the problem says why.
#[test]
fn a_chain_ends_where_it_cannot_be_read() {
    // next header, what follows, problem, its place from the fixed header's end
    type Case<'a> = (u8, &'a [u8], &'a str, u32);
    let table: [Case<'_>; 8] = [
        (0, &[6, 0, 1], "header-truncated", 0),
        (51, &[6, 1, 0, 0, 0, 0, 0, 0], "header-truncated", 0),
        (60, &[6, 1, 1, 4, 0, 0, 0, 0], "header-length-beyond-end", 1),
        (51, &[6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "header-length-small", 1),
        (0, &[59, 0, 1, 9, 0, 0, 0, 0], "option-beyond-end", 2),
        (0, &[59, 0, 1, 3, 0, 0, 0, 7], "option-length-missing", 7),
        (0, &[59, 0, 5, 1, 0, 1, 1, 0], "option-length", 2),
        (60, &[59, 0, 0xc2, 2, 0, 0, 1, 0], "option-length", 2),
    ];
    for (next_header, body, code, at) in table {
        let frame = packet(next_header, body);
        let (packet, problems) = read(&frame);
        assert_eq!((codes(&problems), problems[0].offset), (vec![code], 40 + at), "{body:?}");
        let option = code.starts_with("option");
        assert_eq!(packet.payload, if option { &[] } else { body });
        assert_eq!(header(&packet).protocol(), if option { 59 } else { next_header });
    }
}

/// What has no bound in RFC 8200 has one here, and what is past it is kept.
#[test]
fn headers_and_options_are_read_up_to_a_number() {
    let headers = [60, 0, 1, 4, 0, 0, 0, 0].repeat(MAXIMUM_EXTENSIONS + 3);
    let frame = packet(60, &headers);
    let (packet, problems) = read(&frame);
    assert_eq!(header(&packet).extensions().count(), MAXIMUM_EXTENSIONS);
    assert_eq!((codes(&problems), packet.payload.len()), (vec!["too-many-extensions"], 24));
    let mut options = vec![59, 8];
    options.resize(72, 0);
    let frame = self::packet(0, &options);
    let (packet, problems) = read(&frame);
    let Some(Content::HopByHop(options)) = header(&packet).extensions().next().map(|first| first.content()) else {
        panic!("{packet:?}")
    };
    assert_eq!(options.iter().count(), MAXIMUM_OPTIONS + 1);
    assert_eq!(options.iter().last(), Some(Ipv6Option::Malformed { kind: 0, rest: &[0; 5] }));
    assert_eq!(codes(&problems), ["too-many-extensions"]);
    assert_eq!(Options::new(&[0; MAXIMUM_OPTIONS]).iter().last(), Some(Ipv6Option::Pad1));
}

/// RFC 8200 3: the payload length ends the packet; RFC 2675 3: where it is 0 an option may say it.
#[test]
fn a_payload_length_is_held_against_the_bytes() {
    let mut frame = packet(udp::PROTOCOL, &UDP);
    frame.extend([0xee; 3]);
    assert_eq!(read(&frame).0.trailer, [0xee; 3]);
    let (packet, problems) = read(&frame[..48]);
    assert_eq!((packet.cut_short, codes(&problems)), (true, vec!["truncated"]));
    assert_eq!(problems[0].kind, Kind::Truncated { claimed: 49, available: 48 });
    frame.truncate(49);
    frame[5] = 0;
    let (packet, problems) = read(&frame);
    assert_eq!((packet.payload, codes(&problems)), (&b"x"[..], vec!["total-length-zero"]));
    frame[6] = kind::NO_NEXT_HEADER;
    let (packet, problems) = read(&frame);
    assert_eq!((packet.trailer, problems.len()), (&UDP[..], 0), "nothing follows, and that is said");
}

/// RFC 2675 2: a jumbogram.
#[test]
fn rfc2675_an_option_says_the_length() {
    let length = 70_000u32;
    let mut body = vec![59, 0, 0xc2, 4];
    body.extend(length.to_be_bytes());
    body.resize(length as usize, 7);
    let mut frame = packet(0, &body);
    frame[4..6].fill(0);
    let (packet, problems) = read(&frame);
    assert_eq!((packet.payload.len(), problems.len()), (69_992, 0));
    let mut out = vec![0; frame.len()];
    assert_eq!(packet.emit_filled(&mut out), Ok(frame.len()));
    assert_eq!(out, frame, "its length stands");
    let (packet, problems) = read(&frame[..100]);
    assert_eq!((packet.cut_short, problems[0].kind), (true, Kind::Truncated { claimed: 70_040, available: 100 }));
}

/// RFC 4443 2.3: the checksum has the pseudo-header in it; 3: an error quotes a packet.
#[test]
fn rfc4443_an_error_quotes_a_packet() {
    let quoted = packet(udp::PROTOCOL, &UDP);
    let transport = Transport::Icmpv6(icmpv6::Header { message_type: 1, code: 4, checksum: 0, rest_of_header: 0 });
    let network = Network::Ipv6(Header { next_header: icmpv6::PROTOCOL, ..Header::default() });
    let packet = Packet { network, transport, payload: &quoted, ..Packet::default() };
    let mut out = [0; 97];
    assert_eq!(packet.emit_filled(&mut out), Ok(97));
    let (packet, problems) = read(&out);
    assert_eq!(packet.verify(&out, |_| {}).transport, ChecksumStatus::Good, "{problems:?}");
    let Transport::Icmpv6(header) = packet.transport else { panic!("{packet:?}") };
    let quote = header.quoted(packet.payload).unwrap();
    assert_eq!((quote.ipv6.next_header, quote.payload), (udp::PROTOCOL, &UDP[..]));
    assert_eq!(icmpv6::Header { message_type: 128, ..header }.quoted(packet.payload), None);
}

/// ICMP is IPv4's and ICMPv6 IPv6's: the other's number says nothing of what follows.
#[test]
fn each_version_has_its_own_messages() {
    let (packet, problems) = (packet(1, &[8; 8]), 0);
    assert_eq!((read(&packet).0.transport, read(&packet).1.len()), (Transport::None, problems));
    let ipv4 = [0x45, 0, 0, 28, 0, 1, 0, 0, 64, 58, 0x66, 0xa6, 10, 0, 0, 1, 10, 0, 0, 1, 8, 8, 8, 8, 8, 8, 8, 8];
    assert_eq!((read(&ipv4).0.transport, read(&ipv4).1.len()), (Transport::None, 0));
}
