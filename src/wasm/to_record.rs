//! A frame as a record: each header's fields, read where the header stands.

use super::layout::{
    ArpWord, CookedWord, EthernetWord, Head, IPV4, IcmpWord, Ipv4Word, Ipv6Word, LoopbackWord, QUOTED_IPV4, TcpWord,
    UdpWord, layer_number,
};
use super::record::Record;
use super::{Parsed, offset_in, rows, shapes};
use crate::wire::{
    ChecksumStatus, Checksums, Layer, Outline, Part, arp, icmpv4, icmpv6, ipv4, ipv6, loopback, tcp, udp,
};

/// Writes what was read of `frame`.
#[inline]
pub(crate) fn write(record: &mut Record, parsed: &Parsed, frame: &[u8]) {
    let Parsed { outline, checksums } = parsed;
    record.set(Head::PayloadOffset.at(), outline.payload_at() as u32);
    record.set(Head::PayloadLength.at(), outline.payload_of(frame).len() as u32);
    record.set(Head::TrailerLength.at(), outline.trailer as u32);
    link(record, outline.link, frame);
    network(record, outline, *checksums, frame);
    transport(record, outline, *checksums, frame);
}

#[inline]
fn link(record: &mut Record, Part { layer, length }: Part, frame: &[u8]) {
    record.set(Head::TagCount.at(), 0);
    record.set_layer(Head::Link, layer);
    match layer {
        Some(Layer::Ethernet) => ethernet(record, frame.get(..length).unwrap_or_default()),
        Some(Layer::Sll) => record.set_header(CookedWord::BASE, &shapes::SLL, frame),
        Some(Layer::Sll2) => record.set_header(CookedWord::BASE, &shapes::SLL2, frame),
        Some(layer) => loopback(record, layer, frame),
        None => {}
    }
}

#[inline]
fn ethernet(record: &mut Record, header: &[u8]) {
    let Some((addresses, rest)) = header.split_first_chunk() else { return };
    let (tags, ether_type) = rest.as_chunks();
    shapes::set_ethernet(record, EthernetWord::BASE, addresses);
    let ether_type = ether_type.try_into().map(u16::from_be_bytes).unwrap_or_default();
    record.set(EthernetWord::EtherType.at(), ether_type.into());
    record.set(Head::TagCount.at(), tags.len() as u32);
    record.set(Head::TagsAt.at(), record.rows_end());
    for tag in tags {
        let tag: &[u8; 4] = tag;
        record.push_header(&shapes::TAG, tag);
    }
}

fn loopback(record: &mut Record, layer: Layer, frame: &[u8]) {
    let Some(header) = frame.first_chunk() else { return };
    let loopback::Header { family, byte_order } = loopback::Header::from_bytes(header, layer);
    record.set(LoopbackWord::Family.at(), family);
    record.set(LoopbackWord::BigEndian.at(), (byte_order == loopback::ByteOrder::Big).into());
}

#[inline]
fn network(record: &mut Record, outline: &Outline, checksums: Checksums, frame: &[u8]) {
    let header = outline.network_of(frame);
    record.set_layer(Head::Network, outline.network.layer);
    match outline.network.layer {
        Some(Layer::Ipv4) => ipv4(record, header, checksums.network, frame),
        Some(Layer::Ipv6) => ipv6(record, IPV4, header, frame),
        Some(_) => {
            record.set_header(ArpWord::BASE, &shapes::ARP, header);
            record.set(ArpWord::AddressesOffset.at(), (outline.link.length + arp::FIXED_LENGTH) as u32);
        }
        None => {}
    }
}

#[inline]
fn ipv4(record: &mut Record, header: &[u8], status: ChecksumStatus, frame: &[u8]) {
    let Some((fixed, options)) = header.split_first_chunk() else { return };
    shapes::set_ipv4(record, IPV4, fixed);
    ipv4_rest(record, IPV4, options, status, frame);
}

/// Writes what is no field of the fixed part.
#[inline]
fn ipv4_rest(record: &mut Record, base: usize, options: &[u8], status: ChecksumStatus, frame: &[u8]) {
    record.set(base + Ipv4Word::ChecksumStatus.at(), status as u32);
    record.set(base + Ipv4Word::OptionsAt.at(), record.rows_end());
    let claimed = record.get(base + Ipv4Word::HeaderLength.at());
    let count = if options.is_empty() { 0 } else { rows::ipv4(record, options, claimed, frame) };
    record.set(base + Ipv4Word::OptionCount.at(), count);
}

/// Writes an IPv6 header with its extension headers.
#[cold]
#[inline(never)]
fn ipv6(record: &mut Record, base: usize, header: &[u8], frame: &[u8]) {
    let Some(extensions) = ipv6::Bytes::of(header).map(ipv6::Bytes::extensions) else { return };
    record.set_header(base, &shapes::IPV6, header);
    record.set(base + Ipv6Word::ExtensionsAt.at(), record.rows_end());
    let mut count = 0;
    for extension in extensions {
        rows::extension(record, &extension, frame);
        count += 1;
    }
    record.set(base + Ipv6Word::ExtensionCount.at(), count);
}

#[inline]
fn transport(record: &mut Record, outline: &Outline, checksums: Checksums, frame: &[u8]) {
    let header = outline.transport_of(frame);
    record.set_layer(Head::Transport, outline.transport.layer);
    match outline.transport.layer {
        Some(Layer::Tcp) => tcp(record, header, checksums.transport, frame),
        Some(Layer::Udp) => udp(record, header, checksums.transport),
        Some(layer) => icmp(record, layer, outline, checksums, frame),
        None => {}
    }
}

#[inline]
fn tcp(record: &mut Record, header: &[u8], status: ChecksumStatus, frame: &[u8]) {
    let Some((fixed, options)) = header.split_first_chunk() else { return };
    shapes::set_tcp(record, TcpWord::BASE, fixed);
    record.set(TcpWord::ChecksumStatus.at(), status as u32);
    record.set(TcpWord::OptionsAt.at(), record.rows_end());
    let claimed = record.get(TcpWord::HeaderLength.at());
    let count = if options.is_empty() { 0 } else { rows::tcp(record, options, claimed, frame) };
    record.set(TcpWord::OptionCount.at(), count);
}

#[inline]
fn udp(record: &mut Record, header: &[u8], status: ChecksumStatus) {
    let Some(fixed) = header.first_chunk() else { return };
    shapes::set_udp(record, UdpWord::BASE, fixed);
    record.set(UdpWord::ChecksumStatus.at(), status as u32);
}

/// Writes an ICMP or ICMPv6 header, whose second word is two numbers cut at a bit that is the type's, and what it quotes.
#[cold]
#[inline(never)]
fn icmp(record: &mut Record, layer: Layer, outline: &Outline, checksums: Checksums, frame: &[u8]) {
    record.set_header(IcmpWord::BASE, &shapes::ICMP, outline.transport_of(frame));
    let low = low_bits(layer, record.get(IcmpWord::Type.at()) as u8);
    let rest_of_header = record.get(IcmpWord::First.at());
    record.set(IcmpWord::First.at(), rest_of_header >> low);
    record.set(IcmpWord::Second.at(), rest_of_header & ((1 << low) - 1));
    record.set(IcmpWord::ChecksumStatus.at(), checksums.transport as u32);
    record.set(IcmpWord::Quoted.at(), 0);
    if outline.quotes(frame) {
        quoted(record, layer, outline.payload_of(frame), frame);
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
    let mut parsed = Parsed::default();
    parsed.read_quoted(record, message);
    let header = parsed.outline.network_of(message);
    let (protocol, fragment_offset) = match parsed.outline.network.layer {
        Some(Layer::Ipv4) if layer == Layer::Icmp => {
            record.set_header(QUOTED_IPV4, &shapes::IPV4, header);
            let options = header.get(ipv4::FIXED_LENGTH..).unwrap_or_default();
            ipv4_rest(record, QUOTED_IPV4, options, parsed.checksums.network, frame);
            let protocol = record.get(QUOTED_IPV4 + Ipv4Word::Protocol.at()) as u8;
            (protocol, record.get(QUOTED_IPV4 + Ipv4Word::FragmentOffset.at()) as u16)
        }
        Some(Layer::Ipv6) if layer == Layer::Icmpv6 => {
            ipv6(record, QUOTED_IPV4, header, frame);
            let Some(extensions) = ipv6::Bytes::of(header).map(ipv6::Bytes::extensions) else { return };
            (extensions.clone().last_next_header(), extensions.fragment().unwrap_or_default().offset)
        }
        _ => return,
    };
    record.set(IcmpWord::Quoted.at(), 1);
    let payload = message.get(header.len()..).unwrap_or_default();
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
