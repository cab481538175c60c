//! Packets written with their lengths and checksums computed.

use crate::config;
use crate::generate::{Parts, TransportParts, parts};
use drywire::wire::{ChecksumStatus, Fill, Network, Packet, Transport, ipv4, tcp, udp};
use proptest::prelude::*;

proptest! {
    #![proptest_config(config())]

    /// RFC 791 3.1, RFC 768, RFC 792, RFC 9293 3.1: `emit_filled` always verifies, strict accepts it, and what is read is
    /// what was written, lengths and checksums aside.
    #[test]
    fn a_filled_packet_verifies_and_reads_as_it_was(parts in parts()) {
        let bytes = parts.bytes();
        let read = Packet::parse_lax(&bytes, parts.link_type(), |_| {});
        let fragment = parts.network.is_fragment();
        prop_assert_eq!(Packet::parse(&bytes, parts.link_type()), Ok(read));
        prop_assert_eq!(without_computed(&read), without_computed(&parts.packet()));
        let checksums = read.verify(&bytes, |problem| panic!("{problem}"));
        prop_assert_eq!(checksums.network, ChecksumStatus::Good);
        let transport = match read.transport {
            Transport::Udp(udp::Header { checksum: 0, .. }) if fragment => ChecksumStatus::Absent,
            Transport::None => ChecksumStatus::Unverified,
            _ if fragment => ChecksumStatus::Unverified,
            _ => ChecksumStatus::Good,
        };
        prop_assert_eq!(checksums.transport, transport);
    }

    /// Filling what is right already changes nothing.
    #[test]
    fn filling_twice_is_filling_once(parts in parts()) {
        let bytes = parts.bytes();
        let packet = Packet::parse_lax(&bytes, parts.link_type(), |_| {});
        let mut again = vec![0; bytes.len()];
        prop_assert_eq!(packet.emit_filled(&mut again), Ok(bytes.len()));
        prop_assert_eq!(again, bytes);
    }

    /// One field filled at a time: the rest stands as it is.
    #[test]
    fn what_is_not_filled_stands_as_it_is(parts in parts(), bits in 0u16..0x200) {
        let fill = Fill::from_bits(bits);
        let packet = parts.packet();
        let mut bytes = vec![0; packet.emitted_len()];
        prop_assert_eq!(packet.emit_with(&mut bytes, fill), Ok(bytes.len()));
        let verbatim = packet.to_vec();
        let differing: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] != verbatim[*at]).collect();
        let allowed = places(&packet, fill);
        prop_assert!(differing.iter().all(|at| allowed.contains(at)), "{differing:?} of {allowed:?}");
    }

    /// RFC 768: the length of a datagram is not that of its first fragment, and its checksum covers bytes that are not here.
    #[test]
    fn rfc768_a_fragment_keeps_its_length_and_checksum(parts in parts(), header in any::<[u16; 4]>()) {
        let [source_port, destination_port, length, checksum] = header;
        let header = udp::Header { source_port, destination_port, length, checksum };
        let network = ipv4::Header { more_fragments: true, fragment_offset: 0, ..parts.network };
        let parts = Parts { network, transport: TransportParts::Udp(header), ..parts };
        let bytes = parts.bytes();
        let read = Packet::parse_lax(&bytes, parts.link_type(), |_| {});
        prop_assert_eq!(read.transport, parts.packet().transport);
    }
}

/// The packet with 0 for every field that is computed.
fn without_computed<'a>(packet: &Packet<'a>) -> Packet<'a> {
    let mut packet = *packet;
    if let Network::Ipv4(header) = &mut packet.network {
        (header.header_length, header.total_length, header.checksum) = (0, 0, 0);
    }
    match &mut packet.transport {
        Transport::Tcp(header) => (header.header_length, header.checksum) = (0, 0),
        Transport::Udp(header) => (header.length, header.checksum) = (0, 0),
        Transport::Icmp(header) => header.checksum = 0,
        Transport::Icmpv6(header) => header.checksum = 0,
        Transport::None => {}
    }
    packet
}

/// The bytes that a fill may write.
fn places(packet: &Packet<'_>, fill: Fill) -> Vec<usize> {
    let network = packet.link.emitted_len();
    let transport = network + packet.network.emitted_len();
    let ether_type = network.saturating_sub(2)..network;
    let checksum = match packet.transport {
        Transport::Tcp(_) => transport + 16..transport + 18,
        Transport::Udp(_) => transport + 6..transport + 8,
        Transport::Icmp(_) | Transport::Icmpv6(_) => transport + 2..transport + 4,
        Transport::None => 0..0,
    };
    let tcp_length = match packet.transport {
        Transport::Tcp(tcp::Header { .. }) => transport + 12..transport + 13,
        _ => 0..0,
    };
    let udp_length = match packet.transport {
        Transport::Udp(_) => transport + 4..transport + 6,
        _ => 0..0,
    };
    let all = [
        (Fill::ETHER_TYPE, ether_type),
        (Fill::NETWORK_HEADER_LENGTH, network..network + 1),
        (Fill::TOTAL_LENGTH, network + 2..network + 4),
        (Fill::PROTOCOL, network + 9..network + 10),
        (Fill::NETWORK_CHECKSUM, network + 10..network + 12),
        (Fill::TCP_HEADER_LENGTH, tcp_length),
        (Fill::UDP_LENGTH, udp_length),
        (Fill::TRANSPORT_CHECKSUM, checksum),
    ];
    all.into_iter().filter(|(field, _)| fill.contains(*field)).flat_map(|(_, range)| range).collect()
}
