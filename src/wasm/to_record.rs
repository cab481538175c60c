//! A parsed packet as a record.

use super::layout::{
    ArpWord, CookedWord, EthernetWord, Head, IPV4, IcmpWord, Ipv4Word, Ipv6Word, LinkNumber, LoopbackWord,
    NetworkNumber, QUOTED_IPV4, TcpWord, TransportNumber, UdpWord,
};
use super::record::Record;
use super::{Parsed, offset_in, parse_quoted, rows};
use crate::wire::{
    ChecksumStatus, Checksums, Link, Network, Packet, Transport, arp, cooked, ethernet, icmpv4, icmpv6, ipv4, ipv6,
    loopback, tcp, udp,
};

/// Writes a packet, which was read from `frame`.
#[inline]
pub(crate) fn write(record: &mut Record, parsed: &Parsed<'_>, frame: &[u8]) {
    let Parsed { packet, checksums } = parsed;
    let after_headers = packet.payload.len() + packet.trailer.len();
    record.set(Head::PayloadOffset.at(), (frame.len() - after_headers) as u32);
    record.set(Head::PayloadLength.at(), packet.payload.len() as u32);
    record.set(Head::TrailerLength.at(), packet.trailer.len() as u32);
    link(record, &packet.link);
    network(record, packet, *checksums, frame);
    transport(record, packet, *checksums, frame);
}

#[inline]
fn link(record: &mut Record, link: &Link<'_>) {
    record.set(Head::TagCount.at(), 0);
    let number = match link {
        Link::None => LinkNumber::None,
        Link::Ethernet(header) => {
            ethernet(record, header);
            LinkNumber::Ethernet
        }
        Link::Null(header) => {
            loopback(record, header);
            LinkNumber::Null
        }
        Link::Loop(header) => {
            loopback(record, header);
            LinkNumber::Loop
        }
        Link::Sll(header) => {
            sll(record, header);
            LinkNumber::Sll
        }
        Link::Sll2(header) => {
            sll2(record, header);
            LinkNumber::Sll2
        }
    };
    record.set(Head::Link.at(), number as u32);
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
    let tags = tags.iter();
    record.set(Head::TagCount.at(), tags.len() as u32);
    record.set(Head::TagsAt.at(), record.rows_end());
    for tag in tags {
        record.push_two(tag.protocol.into(), tag.priority.into());
        record.push_two(tag.drop_eligible.into(), tag.id.into());
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

fn sll(record: &mut Record, header: &cooked::HeaderV1) {
    let cooked::HeaderV1 { packet_type, hardware_type, address_length, address, protocol } = *header;
    record.set(CookedWord::PacketType.at(), packet_type.into());
    record.set(CookedWord::HardwareType.at(), hardware_type.into());
    record.set(CookedWord::AddressLength.at(), address_length.into());
    cooked_address(record, address);
    record.set(CookedWord::Protocol.at(), protocol.into());
}

fn sll2(record: &mut Record, header: &cooked::HeaderV2) {
    let cooked::HeaderV2 { protocol, reserved, interface_index, hardware_type, packet_type, address_length, address } =
        *header;
    record.set(CookedWord::Protocol.at(), protocol.into());
    record.set(CookedWord::Reserved.at(), reserved.into());
    record.set(CookedWord::InterfaceIndex.at(), interface_index);
    record.set(CookedWord::HardwareType.at(), hardware_type.into());
    record.set(CookedWord::PacketType.at(), packet_type.into());
    record.set(CookedWord::AddressLength.at(), address_length.into());
    cooked_address(record, address);
}

fn cooked_address(record: &mut Record, [a, b, c, d, e, f, g, h]: [u8; cooked::ADDRESS_ROOM]) {
    record.set(CookedWord::AddressHigh.at(), u32::from_be_bytes([a, b, c, d]));
    record.set(CookedWord::AddressLow.at(), u32::from_be_bytes([e, f, g, h]));
}

#[inline]
fn network(record: &mut Record, packet: &Packet<'_>, checksums: Checksums, frame: &[u8]) {
    let number = match &packet.network {
        Network::None => NetworkNumber::None,
        Network::Ipv4(header) => {
            ipv4(record, IPV4, header, checksums.network, frame);
            NetworkNumber::Ipv4
        }
        Network::Arp(header) => {
            arp(record, header, frame);
            NetworkNumber::Arp
        }
        Network::Ipv6(header) => {
            ipv6(record, IPV4, header, frame);
            NetworkNumber::Ipv6
        }
    };
    record.set(Head::Network.at(), number as u32);
}

#[inline]
fn ipv4(record: &mut Record, base: usize, header: &ipv4::Header<'_>, status: ChecksumStatus, frame: &[u8]) {
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
    record.set(base + Ipv4Word::ChecksumStatus.at(), status as u32);
    record.set(base + Ipv4Word::Source.at(), header.source.to_bits());
    record.set(base + Ipv4Word::Destination.at(), header.destination.to_bits());
    record.set(base + Ipv4Word::OptionsAt.at(), record.rows_end());
    let count = if header.options.as_bytes().is_empty() { 0 } else { rows::ipv4(record, header, frame) };
    record.set(base + Ipv4Word::OptionCount.at(), count);
}

#[cold]
#[inline(never)]
fn ipv6(record: &mut Record, base: usize, header: &ipv6::Header<'_>, frame: &[u8]) {
    record.set(base + Ipv6Word::Dscp.at(), header.dscp.into());
    record.set(base + Ipv6Word::Ecn.at(), header.ecn.into());
    record.set(base + Ipv6Word::FlowLabel.at(), header.flow_label);
    record.set(base + Ipv6Word::PayloadLength.at(), header.payload_length.into());
    record.set(base + Ipv6Word::NextHeader.at(), header.next_header.into());
    record.set(base + Ipv6Word::HopLimit.at(), header.hop_limit.into());
    let addresses = [header.source.octets(), header.destination.octets()];
    let (words, _) = addresses.as_flattened().as_chunks::<4>();
    for (index, word) in words.iter().enumerate() {
        record.set(base + Ipv6Word::Source.at() + index, u32::from_be_bytes(*word));
    }
    record.set(base + Ipv6Word::ExtensionsAt.at(), record.rows_end());
    let mut count = 0;
    for extension in header.extensions() {
        rows::extension(record, &extension, frame);
        count += 1;
    }
    record.set(base + Ipv6Word::ExtensionCount.at(), count);
}

fn arp(record: &mut Record, header: &arp::Header<'_>, frame: &[u8]) {
    record.set(ArpWord::HardwareType.at(), header.hardware_type.into());
    record.set(ArpWord::ProtocolType.at(), header.protocol_type.into());
    record.set(ArpWord::HardwareLength.at(), header.hardware_length.into());
    record.set(ArpWord::ProtocolLength.at(), header.protocol_length.into());
    record.set(ArpWord::Operation.at(), header.operation.into());
    record.set(ArpWord::AddressesOffset.at(), offset_in(frame, header.sender_hardware));
}

#[inline]
fn transport(record: &mut Record, packet: &Packet<'_>, checksums: Checksums, frame: &[u8]) {
    let number = match &packet.transport {
        Transport::None => TransportNumber::None,
        Transport::Tcp(header) => {
            tcp(record, header, checksums.transport, frame);
            TransportNumber::Tcp
        }
        Transport::Udp(header) => {
            udp(record, header, checksums.transport);
            TransportNumber::Udp
        }
        Transport::Icmp(header) => {
            let quotes = header.quotes();
            let icmpv4::Header { message_type, code, checksum, rest_of_header } = *header;
            let number = TransportNumber::Icmp;
            let header = Icmp { number, message_type, code, checksum, rest_of_header, quotes };
            icmp(record, &header, checksums, packet.payload, frame);
            number
        }
        Transport::Icmpv6(header) => {
            let quotes = header.quotes();
            let icmpv6::Header { message_type, code, checksum, rest_of_header } = *header;
            let number = TransportNumber::Icmpv6;
            let header = Icmp { number, message_type, code, checksum, rest_of_header, quotes };
            icmp(record, &header, checksums, packet.payload, frame);
            number
        }
    };
    record.set(Head::Transport.at(), number as u32);
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
#[inline(never)]
fn icmp(record: &mut Record, header: &Icmp, checksums: Checksums, message: &[u8], frame: &[u8]) {
    let Icmp { number, message_type, code, checksum, rest_of_header, quotes } = *header;
    let low = low_bits(number, message_type);
    record.set(IcmpWord::Type.at(), message_type.into());
    record.set(IcmpWord::Code.at(), code.into());
    record.set(IcmpWord::Checksum.at(), checksum.into());
    record.set(IcmpWord::ChecksumStatus.at(), checksums.transport as u32);
    record.set(IcmpWord::First.at(), rest_of_header >> low);
    record.set(IcmpWord::Second.at(), rest_of_header & ((1 << low) - 1));
    record.set(IcmpWord::Quoted.at(), 0);
    if quotes {
        quoted(record, number, message, frame);
    }
}

/// What the headers of ICMP and ICMPv6 have in common.
struct Icmp {
    number: TransportNumber,
    message_type: u8,
    code: u8,
    checksum: u16,
    rest_of_header: u32,
    quotes: bool,
}

/// How many of the second word's bits are its second number.
pub(crate) fn low_bits(number: TransportNumber, message_type: u8) -> u32 {
    use crate::wire::icmpv4::message_type::{DESTINATION_UNREACHABLE, ECHO_REPLY, ECHO_REQUEST, PARAMETER_PROBLEM};
    match (number, message_type) {
        (TransportNumber::Icmpv6, icmpv6::message_type::ECHO_REQUEST | icmpv6::message_type::ECHO_REPLY) => 16,
        (TransportNumber::Icmp, ECHO_REPLY | ECHO_REQUEST | DESTINATION_UNREACHABLE) => 16,
        (TransportNumber::Icmp, PARAMETER_PROBLEM) => 24,
        _ => 0,
    }
}

/// Writes what an error message quotes: `message` is what follows its own header.
fn quoted(record: &mut Record, number: TransportNumber, message: &[u8], frame: &[u8]) {
    let parsed = parse_quoted(record, message);
    let (protocol, fragment_offset) = match &parsed.packet.network {
        Network::Ipv4(header) if number == TransportNumber::Icmp => {
            ipv4(record, QUOTED_IPV4, header, parsed.checksums.network, frame);
            (header.protocol, header.fragment_offset)
        }
        Network::Ipv6(header) if number == TransportNumber::Icmpv6 => {
            ipv6(record, QUOTED_IPV4, header, frame);
            (header.protocol(), header.fragment().unwrap_or_default().offset)
        }
        _ => return,
    };
    record.set(IcmpWord::Quoted.at(), 1);
    let payload = message.get(parsed.packet.network.emitted_len()..).unwrap_or_default();
    record.set(IcmpWord::QuotedPayloadOffset.at(), offset_in(frame, payload));
    let (number, values) = quoted_transport(protocol, fragment_offset, payload);
    record.set(IcmpWord::QuotedTransport.at(), number as u32);
    values.into_iter().enumerate().for_each(|(index, value)| record.set(IcmpWord::QuotedFirst.at() + index, value));
}

/// What the first 8 bytes of the quoted payload say: that much RFC 792 has routers quote, which is less than a TCP header.
fn quoted_transport(protocol: u8, fragment_offset: u16, payload: &[u8]) -> (TransportNumber, [u32; 4]) {
    let (0, Some(&[a, b, c, d, e, f, g, h])) = (fragment_offset, payload.first_chunk()) else {
        return (TransportNumber::None, [0; 4]);
    };
    let [first, second, third, fourth] =
        [[a, b], [c, d], [e, f], [g, h]].map(|half| u32::from(u16::from_be_bytes(half)));
    match protocol {
        tcp::PROTOCOL => (TransportNumber::Tcp, [first, second, third << 16 | fourth, 0]),
        udp::PROTOCOL => (TransportNumber::Udp, [first, second, third, fourth]),
        icmpv4::PROTOCOL => (TransportNumber::Icmp, [a.into(), b.into(), 0, 0]),
        icmpv6::PROTOCOL => (TransportNumber::Icmpv6, [a.into(), b.into(), 0, 0]),
        _ => (TransportNumber::None, [0; 4]),
    }
}
