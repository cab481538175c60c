use super::*;
use crate::wire::{Kind, LinkType, OptionList};
use alloc::vec::Vec;

/// A SYN with MSS, window scale, SACK-permitted and timestamps in Ethernet, as a real host sent it, and two bytes of padding.
const SYN: [u8; 80] = [
    0xd4, 0xca, 0x6d, 0x2e, 0x7f, 0x67, 0x8c, 0x85, 0x90, 0x3f, 0x77, 0xdd, 0x08, 0x00, 0x45, 0x00, 0x00, 0x40, 0x00,
    0x00, 0x40, 0x00, 0x40, 0x06, 0x03, 0x44, 0xca, 0x6c, 0x57, 0xa5, 0xdf, 0x84, 0x35, 0xde, 0xf2, 0xc2, 0x00, 0x16,
    0xf3, 0x51, 0xf1, 0x58, 0x00, 0x00, 0x00, 0x00, 0xb0, 0x02, 0xff, 0xff, 0xec, 0x12, 0x00, 0x00, 0x02, 0x04, 0x05,
    0xb4, 0x01, 0x03, 0x03, 0x06, 0x01, 0x01, 0x08, 0x0a, 0x74, 0x22, 0xc7, 0xce, 0x00, 0x00, 0x00, 0x00, 0x04, 0x02,
    0x00, 0x00, 0xaa, 0xbb,
];

fn lax(frame: &[u8], link_type: LinkType) -> (Packet<'_>, Vec<&'static str>) {
    let mut codes = Vec::new();
    let packet = Packet::parse_lax(frame, link_type, |problem| codes.push(problem.kind.code()));
    (packet, codes)
}

fn tcp(packet: &Packet<'_>) -> tcp::Header<'static> {
    let Transport::Tcp(header) = packet.transport else { panic!("no TCP in {packet:?}") };
    tcp::Header { options: tcp::Options::default(), ..header }
}

#[test]
fn a_syn_reads_as_it_was_sent() {
    let packet = Packet::parse(&SYN, LinkType::Ethernet).unwrap();
    let header = tcp(&packet);
    assert_eq!((header.source_port, header.destination_port), (62146, 22));
    assert_eq!((header.sequence_number.0, header.flags, header.window), (0xf351_f158, tcp::Flags::SYN, 65535));
    assert_eq!(packet.trailer, [0xaa, 0xbb]);
    let checksums = packet.verify(&SYN, |problem| panic!("{problem}"));
    assert_eq!(checksums, Checksums { network: ChecksumStatus::Good, transport: ChecksumStatus::Good });
    let headers: Vec<_> = packet.headers().collect();
    assert_eq!(headers, [(Layer::Ethernet, 0..14), (Layer::Ipv4, 14..34), (Layer::Tcp, 34..78)]);
}

/// One byte of a good frame is changed; what is read on, and what is said of it (RFC 791 3.1, RFC 9293 3.1).
#[test]
fn a_lying_byte_is_named_and_the_rest_is_read() {
    type Case<'a> = (&'a str, usize, u8, &'a [&'a str]);
    let table: [Case<'_>; 11] = [
        ("version 5", 14, 0x55, &["version"]),
        ("IHL 4", 14, 0x44, &["header-length-small"]),
        ("IHL 15", 14, 0x4f, &["option-beyond-end", "header-truncated"]),
        ("total length 0", 17, 0, &["total-length-zero"]),
        ("total length 19", 17, 19, &["total-length-small"]),
        ("total length 67", 17, 67, &["truncated"]),
        ("data offset 4", 46, 0x40, &["header-length-small"]),
        ("data offset 15", 46, 0xf0, &["header-length-beyond-end"]),
        ("option length 0", 55, 0, &["option-length-small"]),
        ("option past the end", 55, 99, &["option-beyond-end"]),
        ("MSS of length 3", 55, 3, &["option-length", "option-length-small"]),
    ];
    for (name, at, value, expected) in table {
        let mut frame = SYN;
        frame[at] = value;
        let (packet, codes) = lax(&frame, LinkType::Ethernet);
        assert_eq!(codes[..expected.len()], *expected, "{name}: {codes:?}");
        let strict = Packet::parse(&frame, LinkType::Ethernet).unwrap_err();
        assert_eq!(strict.kind.code(), expected[0], "{name}");
        assert_eq!(packet.to_vec(), frame, "{name}: verbatim");
    }
}

#[test]
fn every_prefix_of_a_frame_is_read_and_written_back() {
    for end in 0..SYN.len() {
        let (packet, codes) = lax(&SYN[..end], LinkType::Ethernet);
        assert_eq!(packet.to_vec(), SYN[..end], "{end}");
        assert_eq!(codes.is_empty(), end >= 78, "{end}: {codes:?}");
    }
}

#[test]
fn problems_point_at_their_bytes() {
    let mut frame = SYN;
    (frame[24], frame[46], frame[50]) = (0x04, 0xf0, 0xed);
    let mut problems = Vec::new();
    let packet = Packet::parse_lax(&frame, LinkType::Ethernet, |problem| problems.push(problem));
    packet.verify(&frame, |problem| problems.push(problem));
    let places: Vec<_> = problems.iter().map(|problem| (problem.layer, problem.offset, problem.length)).collect();
    assert_eq!(places, [(Layer::Tcp, 46, 1), (Layer::Ipv4, 24, 2), (Layer::Tcp, 50, 2)]);
    assert_eq!(problems[1].kind, Kind::ChecksumWrong { found: 0x0444, expected: 0x0344 });
}

/// RFC 768: a checksum that computes as 0 is sent as all ones.
#[test]
fn rfc768_a_zero_checksum_is_sent_as_ones() {
    let header = ipv4::Header { protocol: udp::PROTOCOL, ..ipv4::Header::default() };
    let packet = Packet {
        network: Network::Ipv4(header),
        transport: Transport::Udp(udp::Header::default()),
        ..Packet::default()
    };
    // The payload is chosen so that everything else sums to all ones.
    let mut plain = [0; 64];
    let length = Packet { payload: &[0, 0], ..packet }.emit_filled(&mut plain).unwrap();
    let complement: [u8; 2] = plain[26..28].try_into().unwrap();
    let mut out = [0; 64];
    assert_eq!(Packet { payload: &complement, ..packet }.emit_filled(&mut out).unwrap(), length);
    assert_eq!(out[26..28], [0xff, 0xff]);
    let read = Packet::parse(&out[..length], LinkType::Raw).unwrap();
    assert_eq!(read.verify(&out[..length], |_| {}).transport, ChecksumStatus::Good);
}

/// RFC 768: the checksum that a problem names as right is one that may be sent.
#[test]
fn rfc768_the_expected_checksum_is_never_zero() {
    let mut frame = [
        0x45, 0, 0, 30, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
        0, 53, 0, 99, 0, 10, 0x12, 0x34, 0, 0, // UDP, and room for what makes the rest sum to all ones
    ];
    let rest = crate::wire::checksum::Sum::pseudo_header([10, 0, 0, 1].into(), [10, 0, 0, 2].into(), 17, 10);
    let rest = rest.bytes(&[0, 53, 0, 99, 0, 10]);
    frame[28..].copy_from_slice(&rest.checksum().to_be_bytes());
    let mut kinds = Vec::new();
    Packet::parse(&frame, LinkType::Raw).unwrap().verify(&frame, |problem| kinds.push(problem.kind));
    assert_eq!(kinds[1], Kind::ChecksumWrong { found: 0x1234, expected: 0xffff });
    frame[26..28].fill(0xff);
    let read = Packet::parse(&frame, LinkType::Raw).unwrap();
    assert_eq!(read.verify(&frame, |_| {}).transport, ChecksumStatus::Good);
}

/// RFC 1071 1: in one's complement the sum of zeros is 0, and only that; an echo reply may hold nothing else.
#[test]
fn rfc1071_the_expected_checksum_of_zeros_is_all_ones() {
    let mut frame = [0; 28];
    frame[..20].copy_from_slice(&[0x45, 0, 0, 28, 0, 0, 0, 0, 64, 1, 0x66, 0xe0, 10, 0, 0, 1, 10, 0, 0, 1]);
    frame[22] = 0x12;
    let mut kinds = Vec::new();
    Packet::parse(&frame, LinkType::Raw).unwrap().verify(&frame, |problem| kinds.push(problem.kind));
    assert_eq!(kinds, [Kind::ChecksumWrong { found: 0x1200, expected: 0xffff }]);
    frame[22..24].fill(0xff);
    let packet = Packet::parse(&frame, LinkType::Raw).unwrap();
    assert_eq!(packet.verify(&frame, |_| {}).transport, ChecksumStatus::Good);
}

#[test]
fn emit_filled_mends_a_syn() {
    let mut packet = Packet::parse(&SYN, LinkType::Ethernet).unwrap();
    if let Network::Ipv4(header) = &mut packet.network {
        (header.total_length, header.checksum, header.header_length) = (1, 2, 56);
    }
    if let Transport::Tcp(header) = &mut packet.transport {
        (header.checksum, header.header_length) = (3, 20);
    }
    let mut out = [0; 80];
    assert_eq!(packet.emit_filled(&mut out), Ok(80));
    assert_eq!(out, SYN);
    assert_eq!(
        packet.emit_filled(&mut out[..70]),
        Err(crate::wire::EmitError::BufferTooSmall { needed: 78, available: 70 })
    );
}

#[test]
fn emit_filled_does_not_guess_what_is_not_there() {
    // Cut short: lengths and the segment's checksum stand as they are.
    let (packet, _) = lax(&SYN[..70], LinkType::Ethernet);
    let mut out = [0; 80];
    let length = packet.emit_filled(&mut out).unwrap();
    assert_eq!(out[..length], SYN[..70]);
    // A fragment: the checksum stands as it is.
    let mut frame = SYN;
    frame[20] |= 0x20;
    let packet = Packet::parse(&frame, LinkType::Ethernet).unwrap();
    packet.emit_filled(&mut out).unwrap();
    assert_eq!(out[50..52], SYN[50..52]);
    assert_ne!(out[24..26], SYN[24..26], "the header's own checksum covers the flag");
}

/// RFC 791 3.1: the total length counts the header, also one that is not all there.
#[test]
fn a_total_length_under_a_cut_header_is_named() {
    let mut frame: [u8; 34] = *SYN.first_chunk().unwrap();
    (frame[14], frame[17]) = (0x4f, 20);
    let (packet, codes) = lax(&frame, LinkType::Ethernet);
    assert_eq!(codes, ["header-length-beyond-end", "total-length-small", "header-truncated"]);
    assert_eq!(packet.to_vec(), frame);
}

/// RFC 768: the length is the whole datagram's, of which a first fragment is a part.
#[test]
fn emit_filled_keeps_the_udp_length_of_a_fragment() {
    let network = ipv4::Header { protocol: udp::PROTOCOL, more_fragments: true, ..ipv4::Header::default() };
    let header = udp::Header { length: 3000, checksum: 0x1234, ..udp::Header::default() };
    let (network, transport) = (Network::Ipv4(network), Transport::Udp(header));
    let packet = Packet { network, transport, payload: &[1; 16], ..Packet::default() };
    let mut out = [0; 64];
    let length = packet.emit_filled(&mut out).unwrap();
    let read = Packet::parse(&out[..length], LinkType::Raw).unwrap();
    assert_eq!((read.transport, read.payload), (transport, packet.payload));
}

/// A segment whose checksum is left to the network card holds the pseudo-header's sum.
#[test]
fn an_offloaded_checksum_is_told_from_a_wrong_one() {
    let mut frame = SYN;
    let pseudo =
        crate::wire::checksum::Sum::pseudo_header([202, 108, 87, 165].into(), [223, 132, 53, 222].into(), 6, 44);
    frame[50..52].copy_from_slice(&pseudo.folded().to_be_bytes());
    let packet = Packet::parse(&frame, LinkType::Ethernet).unwrap();
    let mut codes = Vec::new();
    let checksums = packet.verify(&frame, |problem| codes.push(problem.kind));
    assert_eq!(checksums.transport, ChecksumStatus::Bad);
    let found = pseudo.folded().into();
    assert_eq!(codes, [Kind::ChecksumOffloaded { found, expected: 0xec12 }]);
}

/// RFC 768: the length counts the header; what the IP packet has beyond it belongs to the trailer.
#[test]
fn rfc768_length_ends_the_datagram() {
    let frame = |length: u8| {
        let mut frame = Vec::from(&SYN[14..34]);
        frame[3] = 32;
        frame[9] = 17;
        frame.extend([0, 53, 0, 99, 0, length, 0, 0, 1, 2, 3, 4, 0xee]);
        frame
    };
    // length, payload, trailer, problem
    type Case<'a> = (u8, &'a [u8], &'a [u8], &'a [&'a str]);
    let table: [Case<'_>; 5] = [
        (12, &[1, 2, 3, 4], &[0xee], &[]),
        (10, &[1, 2], &[3, 4, 0xee], &[]),
        (8, &[], &[1, 2, 3, 4, 0xee], &[]),
        (7, &[1, 2, 3, 4], &[0xee], &["udp-length-small"]),
        (13, &[1, 2, 3, 4], &[0xee], &["udp-length-beyond-end"]),
    ];
    for (length, payload, trailer, expected) in table {
        let frame = frame(length);
        let (packet, codes) = lax(&frame, LinkType::Raw);
        assert_eq!((packet.payload, packet.trailer, &codes[..]), (payload, trailer, expected), "{length}");
        assert_eq!(packet.to_vec(), frame);
    }
}

#[test]
fn any_number_of_tags_is_read() {
    for count in [1, 2, 3, 10, 100, 16_384] {
        let mut frame = Vec::from(&SYN[..12]);
        (0..count).for_each(|id| frame.extend([0x81, 0, (id >> 8) as u8 & 15, id as u8]));
        frame.extend(&SYN[12..]);
        let (packet, codes) = lax(&frame, LinkType::Ethernet);
        let Link::Ethernet(header) = packet.link else { panic!("{packet:?}") };
        assert_eq!((header.tags.iter().len(), header.ether_type, codes.len()), (count, 0x0800, 0));
        assert_eq!(tcp(&packet).destination_port, 22);
        assert_eq!(packet.to_vec(), frame);
    }
}

#[test]
fn options_are_built_and_padded() {
    let mut list = OptionList::new();
    let options = [
        tcp::TcpOption::MaximumSegmentSize(1460),
        tcp::TcpOption::NoOperation,
        tcp::TcpOption::WindowScale(6),
        tcp::TcpOption::NoOperation,
        tcp::TcpOption::NoOperation,
        tcp::TcpOption::Timestamps { value: 0x7422_c7ce, echo_reply: 0 },
        tcp::TcpOption::SackPermitted,
    ];
    options.iter().for_each(|option| assert!(option.emit(&mut list).is_some()));
    assert_eq!(list.padded(), &SYN[54..78]);
    assert!(
        tcp::TcpOption::Unknown { kind: 99, data: &[0; 17] }.emit(&mut list).is_none(),
        "40 bytes are all there is"
    );
    assert_eq!(list.as_bytes(), &SYN[54..76], "what does not fit leaves no trace");
}
