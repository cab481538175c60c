//! A parsed packet as a record.

use super::layout::{
    ArpWord, CookedWord, EthernetWord, Head, IPV4, IcmpWord, Ipv4Word, Ipv6Word, LoopbackWord, QUOTED_IPV4, TcpWord,
    UdpWord, layer_number,
};
use super::record::Record;
use super::{Parsed, offset_in, rows, shapes};
use crate::wire::{
    ChecksumStatus, Checksums, Layer, Link, Network, Packet, Transport, ethernet, icmpv4, icmpv6, ipv4, ipv6, loopback,
    tcp, udp,
};

/// Writes a packet, which was read from `frame`.
#[inline]
pub(crate) fn write(record: &mut Record, parsed: &Parsed<'_>, frame: &[u8]) {
    let Parsed { packet, checksums } = parsed;
    let after_headers = packet.payload.len() + packet.trailer.len();
    record.set(Head::PayloadOffset.at(), (frame.len() - after_headers) as u32);
    record.set(Head::PayloadLength.at(), packet.payload.len() as u32);
    record.set(Head::TrailerLength.at(), packet.trailer.len() as u32);
    link(record, &packet.link, frame);
    network(record, packet, *checksums, frame);
    transport(record, packet, *checksums, frame);
}

#[inline]
fn link(record: &mut Record, link: &Link<'_>, frame: &[u8]) {
    record.set(Head::TagCount.at(), 0);
    record.set_layer(Head::Link, link.layer());
    match link {
        Link::None => {}
        Link::Ethernet(header) => ethernet(record, header),
        Link::Null(header) | Link::Loop(header) => loopback(record, header),
        Link::Sll(_) => record.set_header(CookedWord::BASE, &shapes::SLL, frame),
        Link::Sll2(_) => record.set_header(CookedWord::BASE, &shapes::SLL2, frame),
    }
}

#[inline]
fn ethernet(record: &mut Record, header: &ethernet::Header<'_>) {
    let ethernet::Header { destination, source, tags, ether_type } = header;
    let (high, low) = halves(destination);
    record.set(EthernetWord::DestinationHigh.at(), high);
    record.set(EthernetWord::DestinationLow.at(), low);
    let (high, low) = halves(source);
    record.set(EthernetWord::SourceHigh.at(), high);
    record.set(EthernetWord::SourceLow.at(), low);
    record.set(EthernetWord::EtherType.at(), u32::from(*ether_type));
    let tags = tags.as_wire();
    record.set(Head::TagCount.at(), tags.len() as u32);
    record.set(Head::TagsAt.at(), record.rows_end());
    for tag in tags {
        record.push_header(&shapes::TAG, tag);
    }
}

#[inline(always)]
fn halves(address: &ethernet::MacAddress) -> (u32, u32) {
    let [a, b, c, d, e, f] = address.0;
    (u32::from_be_bytes([0, 0, a, b]), u32::from_be_bytes([c, d, e, f]))
}

fn loopback(record: &mut Record, header: &loopback::Header) {
    let loopback::Header { family, byte_order } = *header;
    record.set(LoopbackWord::Family.at(), family);
    record.set(LoopbackWord::BigEndian.at(), (byte_order == loopback::ByteOrder::Big).into());
}

#[inline]
fn network(record: &mut Record, packet: &Packet<'_>, checksums: Checksums, frame: &[u8]) {
    record.set_layer(Head::Network, packet.network.layer());
    match &packet.network {
        Network::None => {}
        Network::Ipv4(header) => ipv4(record, header, checksums.network, frame),
        Network::Arp(header) => {
            record.set_header(ArpWord::BASE, &shapes::ARP, after_link(packet, frame));
            record.set(ArpWord::AddressesOffset.at(), offset_in(frame, header.sender_hardware));
        }
        Network::Ipv6(header) => ipv6(record, IPV4, header, after_link(packet, frame), frame),
    }
}

#[inline]
fn ipv4(record: &mut Record, header: &ipv4::Header<'_>, status: ChecksumStatus, frame: &[u8]) {
    let base = IPV4;
    let flags =
        u32::from(header.reserved_flag) << 2 | u32::from(header.dont_fragment) << 1 | u32::from(header.more_fragments);
    record.set(base + Ipv4Word::HeaderLength.at(), header.header_length.into());
    record.set(base + Ipv4Word::Dscp.at(), header.dscp.into());
    record.set(base + Ipv4Word::Ecn.at(), header.ecn.into());
    record.set(base + Ipv4Word::TotalLength.at(), header.total_length.into());
    record.set(base + Ipv4Word::Identification.at(), header.identification.into());
    record.set(base + Ipv4Word::Flags.at(), flags);
    record.set(base + Ipv4Word::FragmentOffset.at(), header.fragment_offset.into());
    record.set(base + Ipv4Word::Ttl.at(), header.ttl.into());
    record.set(base + Ipv4Word::Protocol.at(), header.protocol.into());
    record.set(base + Ipv4Word::Checksum.at(), header.checksum.into());
    record.set(base + Ipv4Word::Source.at(), header.source.to_bits());
    record.set(base + Ipv4Word::Destination.at(), header.destination.to_bits());
    ipv4_rest(record, base, header, status, frame);
}

/// Writes what is no field of the fixed part.
#[inline]
fn ipv4_rest(record: &mut Record, base: usize, header: &ipv4::Header<'_>, status: ChecksumStatus, frame: &[u8]) {
    record.set(base + Ipv4Word::ChecksumStatus.at(), status as u32);
    record.set(base + Ipv4Word::OptionsAt.at(), record.rows_end());
    let count = if header.options.as_bytes().is_empty() { 0 } else { rows::ipv4(record, header, frame) };
    record.set(base + Ipv4Word::OptionCount.at(), count);
}

/// The bytes from the network header on.
#[cold]
#[inline(never)]
fn after_link<'a>(packet: &Packet<'_>, frame: &'a [u8]) -> &'a [u8] {
    frame.get(packet.link.emitted_len()..).unwrap_or_default()
}

/// Writes an IPv6 header, which `bytes` begin with.
#[cold]
#[inline(never)]
fn ipv6(record: &mut Record, base: usize, header: &ipv6::Header<'_>, bytes: &[u8], frame: &[u8]) {
    record.set_header(base, &shapes::IPV6, bytes);
    record.set(base + Ipv6Word::ExtensionsAt.at(), record.rows_end());
    let mut count = 0;
    for extension in header.extensions() {
        rows::extension(record, &extension, frame);
        count += 1;
    }
    record.set(base + Ipv6Word::ExtensionCount.at(), count);
}

#[inline]
fn transport(record: &mut Record, packet: &Packet<'_>, checksums: Checksums, frame: &[u8]) {
    record.set_layer(Head::Transport, packet.transport.layer());
    match &packet.transport {
        Transport::None => {}
        Transport::Tcp(header) => tcp(record, header, checksums.transport, frame),
        Transport::Udp(header) => udp(record, header, checksums.transport),
        Transport::Icmp(header) => icmp(record, Layer::Icmp, header.quotes(), checksums, packet.payload, frame),
        Transport::Icmpv6(header) => icmp(record, Layer::Icmpv6, header.quotes(), checksums, packet.payload, frame),
    }
}

#[inline]
fn tcp(record: &mut Record, header: &tcp::Header<'_>, status: ChecksumStatus, frame: &[u8]) {
    record.set(TcpWord::SourcePort.at(), header.source_port.into());
    record.set(TcpWord::DestinationPort.at(), header.destination_port.into());
    record.set(TcpWord::SequenceNumber.at(), header.sequence_number.0);
    record.set(TcpWord::AcknowledgmentNumber.at(), header.acknowledgment_number.0);
    record.set(TcpWord::HeaderLength.at(), header.header_length.into());
    record.set(TcpWord::Reserved.at(), header.reserved.into());
    record.set(TcpWord::Flags.at(), header.flags.bits().into());
    record.set(TcpWord::Window.at(), header.window.into());
    record.set(TcpWord::Checksum.at(), header.checksum.into());
    record.set(TcpWord::ChecksumStatus.at(), status as u32);
    record.set(TcpWord::UrgentPointer.at(), header.urgent_pointer.into());
    record.set(TcpWord::OptionsAt.at(), record.rows_end());
    let count = if header.options.as_bytes().is_empty() { 0 } else { rows::tcp(record, header, frame) };
    record.set(TcpWord::OptionCount.at(), count);
}

#[inline]
fn udp(record: &mut Record, header: &udp::Header, status: ChecksumStatus) {
    let udp::Header { source_port, destination_port, length, checksum } = *header;
    record.set(UdpWord::SourcePort.at(), source_port.into());
    record.set(UdpWord::DestinationPort.at(), destination_port.into());
    record.set(UdpWord::Length.at(), length.into());
    record.set(UdpWord::Checksum.at(), checksum.into());
    record.set(UdpWord::ChecksumStatus.at(), status as u32);
}

/// Writes an ICMP or ICMPv6 header, whose second word is two numbers cut at a bit that is the type's, and what it quotes.
/// `message` is what follows the header.
#[cold]
#[inline(never)]
fn icmp(record: &mut Record, layer: Layer, quotes: bool, checksums: Checksums, message: &[u8], frame: &[u8]) {
    let header = (offset_in(frame, message) as usize).wrapping_sub(icmpv4::HEADER_LENGTH);
    record.set_header(IcmpWord::BASE, &shapes::ICMP, frame.get(header..).unwrap_or_default());
    let low = low_bits(layer, record.get(IcmpWord::Type.at()) as u8);
    let rest_of_header = record.get(IcmpWord::First.at());
    record.set(IcmpWord::First.at(), rest_of_header >> low);
    record.set(IcmpWord::Second.at(), rest_of_header & ((1 << low) - 1));
    record.set(IcmpWord::ChecksumStatus.at(), checksums.transport as u32);
    record.set(IcmpWord::Quoted.at(), 0);
    if quotes {
        quoted(record, layer, message, frame);
    }
}

/// How many of the second word's bits are its second number.
pub(crate) fn low_bits(layer: Layer, message_type: u8) -> u32 {
    use crate::wire::icmpv4::message_type::{DESTINATION_UNREACHABLE, ECHO_REPLY, ECHO_REQUEST, PARAMETER_PROBLEM};
    match (layer, message_type) {
        (Layer::Icmpv6, icmpv6::message_type::ECHO_REQUEST | icmpv6::message_type::ECHO_REPLY) => 16,
        (Layer::Icmp, ECHO_REPLY | ECHO_REQUEST | DESTINATION_UNREACHABLE) => 16,
        (Layer::Icmp, PARAMETER_PROBLEM) => 24,
        _ => 0,
    }
}

/// Writes what an error message quotes: `message` is what follows its own header.
fn quoted(record: &mut Record, layer: Layer, message: &[u8], frame: &[u8]) {
    let mut parsed = Parsed::new(message);
    parsed.read_quoted(record);
    let (protocol, fragment_offset, header_length) = match &parsed.packet.network {
        Network::Ipv4(header) if layer == Layer::Icmp => {
            record.set_header(QUOTED_IPV4, &shapes::IPV4, message);
            ipv4_rest(record, QUOTED_IPV4, header, parsed.checksums.network, frame);
            (header.protocol, header.fragment_offset, header.emitted_len())
        }
        Network::Ipv6(header) if layer == Layer::Icmpv6 => {
            ipv6(record, QUOTED_IPV4, header, message, frame);
            (header.protocol(), header.fragment().unwrap_or_default().offset, header.emitted_len())
        }
        _ => return,
    };
    record.set(IcmpWord::Quoted.at(), 1);
    let payload = message.get(header_length..).unwrap_or_default();
    record.set(IcmpWord::QuotedPayloadOffset.at(), offset_in(frame, payload));
    // RFC 792 has routers quote 8 bytes, which is less than a TCP header.
    let first = payload.get(..8).filter(|_| fragment_offset == 0);
    let (quoted, shape) = match (protocol, first) {
        (tcp::PROTOCOL, Some(_)) => (Some(Layer::Tcp), &shapes::QUOTED_TCP),
        (udp::PROTOCOL, Some(_)) => (Some(Layer::Udp), &shapes::UDP),
        (icmpv4::PROTOCOL, Some(_)) => (Some(Layer::Icmp), &shapes::QUOTED_ICMP),
        (icmpv6::PROTOCOL, Some(_)) => (Some(Layer::Icmpv6), &shapes::QUOTED_ICMP),
        _ => (None, &shapes::QUOTED_ICMP),
    };
    record.set(IcmpWord::QuotedTransport.at(), layer_number(quoted));
    record.set_header(IcmpWord::QuotedFirst.at(), shape, payload);
}
