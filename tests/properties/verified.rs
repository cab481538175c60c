//! What can be said of a checksum, and what cannot.

use crate::config;
use crate::generate::{LinkParts, Parts, TransportParts, parts};
use drywire::wire::checksum::Sum;
use drywire::wire::{ChecksumStatus, Kind, LinkType, Packet, Problem, Transport, ipv4, tcp, udp};
use proptest::prelude::*;
use proptest::sample::Index;

/// A whole packet with no link header, no trailer, and a transport that has a checksum.
fn whole() -> impl Strategy<Value = Parts> {
    parts().prop_filter_map("a transport with a checksum", |parts| {
        let network = ipv4::Header { more_fragments: false, fragment_offset: 0, ..parts.network };
        let checked = !matches!(parts.transport, TransportParts::Other(_));
        checked.then_some(Parts { link: LinkParts::Raw, network, trailer: Vec::new(), ..parts })
    })
}

fn datagram() -> impl Strategy<Value = Parts> {
    (whole(), any::<[u16; 2]>()).prop_map(|(parts, [source_port, destination_port])| {
        let header = udp::Header { source_port, destination_port, ..udp::Header::default() };
        Parts { transport: TransportParts::Udp(header), ..parts }
    })
}

fn transport_status(frame: &[u8]) -> (ChecksumStatus, Vec<Problem>) {
    let mut problems = Vec::new();
    let packet = Packet::parse_lax(frame, LinkType::Raw, |_| {});
    (packet.verify(frame, |problem| problems.push(problem)).transport, problems)
}

/// Where the transport's header begins, and where in it the checksum stands.
fn places(parts: &Parts) -> (usize, usize) {
    let start = 20 + parts.network_options.len();
    match parts.packet().transport {
        Transport::Tcp(_) => (start, start + 16),
        Transport::Udp(_) => (start, start + 6),
        Transport::Icmp(_) | Transport::Icmpv6(_) | Transport::None => (start, start + 2),
    }
}

proptest! {
    #![proptest_config(config())]

    /// A checksum over bytes that were not captured is neither good nor bad.
    #[test]
    fn a_packet_cut_short_is_unverified(parts in whole(), at in any::<Index>()) {
        let mut bytes = parts.bytes();
        let (start, _) = places(&parts);
        bytes.truncate(start + at.index(bytes.len() - start));
        prop_assert_eq!(transport_status(&bytes), (ChecksumStatus::Unverified, Vec::new()));
    }

    /// RFC 791 3.2: a fragment has a part of what its transport's checksum covers.
    #[test]
    fn rfc791_a_fragment_is_unverified(parts in whole(), more: bool, units in 0u16..8192) {
        prop_assume!(more || units > 0);
        let mut bytes = parts.bytes();
        let flags = u16::from(more) << 13 | units;
        bytes[6] = bytes[6] & 0xc0 | (flags >> 8) as u8;
        bytes[7] = flags as u8;
        prop_assert_eq!(transport_status(&bytes).0, ChecksumStatus::Unverified);
    }

    /// RFC 768: a length under 8, or past the end, says nothing of which bytes the checksum covers.
    #[test]
    fn rfc768_a_lying_length_is_unverified(parts in datagram(), short in 0u16..8, far in 1u16..100, is_short: bool) {
        let mut bytes = parts.bytes();
        let (start, _) = places(&parts);
        let length = if is_short { short } else { (bytes.len() - start) as u16 + far };
        bytes[start + 4..start + 6].copy_from_slice(&length.to_be_bytes());
        prop_assert_eq!(transport_status(&bytes), (ChecksumStatus::Unverified, Vec::new()));
    }

    /// RFC 768: 0 says that there is no checksum.
    #[test]
    fn rfc768_zero_is_no_checksum(parts in datagram()) {
        let mut bytes = parts.bytes();
        let (_, checksum) = places(&parts);
        bytes[checksum..checksum + 2].fill(0);
        prop_assert_eq!(transport_status(&bytes), (ChecksumStatus::Absent, Vec::new()));
    }

    /// Any change to a packet's bytes but a swap of 0 and all ones in a word changes the sum: it is bad, and the problem says
    /// what was there and what would be right.
    #[test]
    fn a_changed_checksum_is_bad(parts in whole(), wrong: u16) {
        let mut bytes = parts.bytes();
        let (_, at) = places(&parts);
        let right = u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        let none = wrong == 0 && matches!(parts.transport, TransportParts::Udp(_));
        prop_assume!(!none && wrong != right && !(wrong ^ right == 0xffff && (wrong == 0 || right == 0)));
        bytes[at..at + 2].copy_from_slice(&wrong.to_be_bytes());
        let (status, problems) = transport_status(&bytes);
        let numbers: Vec<_> = problems.iter().map(|problem| (problem.offset as usize, problem.kind.numbers())).collect();
        prop_assert_eq!(status, ChecksumStatus::Bad);
        prop_assert_eq!(numbers, vec![(at, (wrong.into(), right.into()))]);
    }

    /// What a host leaves for its network card to complete is the pseudo-header's sum: with the length, or, for a segment
    /// that the card also cuts, without.
    #[test]
    fn a_checksum_left_to_the_card_is_told_from_a_wrong_one(parts in prop_oneof![whole(), datagram()], with_length: bool) {
        let protocol = match parts.transport {
            TransportParts::Tcp(_) => tcp::PROTOCOL,
            TransportParts::Udp(_) => udp::PROTOCOL,
            // ICMP has no pseudo-header.
            TransportParts::Icmp(_) | TransportParts::Other(_) => return Ok(()),
        };
        let mut bytes = parts.bytes();
        let (start, at) = places(&parts);
        let length = if with_length { (bytes.len() - start) as u32 } else { 0 };
        let partial = Sum::pseudo_header(parts.network.source, parts.network.destination, protocol, length).folded();
        prop_assume!(bytes[at..at + 2] != partial.to_be_bytes() && partial != 0);
        bytes[at..at + 2].copy_from_slice(&partial.to_be_bytes());
        let (status, problems) = transport_status(&bytes);
        prop_assert_eq!(status, ChecksumStatus::Bad);
        let offloaded = matches!(problems[..], [Problem { kind: Kind::ChecksumOffloaded { .. }, .. }]);
        prop_assert!(offloaded, "{problems:?}");
    }
}
