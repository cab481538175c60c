//! A packet as it stands in a record, written as bytes.

use super::extension_rows;
use super::layout::{
    ArpWord, CookedWord, EXTENSIONS, EncodeFault, EthernetWord, Head, IPV4, IcmpWord, Ipv4Word, Ipv6Word, LinkNumber,
    LoopbackWord, NetworkNumber, PAYLOAD_AT, TAG_WORDS, TcpWord, TransportNumber, UdpWord,
};
use super::option_rows::{self, Blobs};
use super::record::Record;
use super::to_record::low_bits;
use crate::wire::ethernet::{self, MacAddress, Tag, Tags};
use crate::wire::{
    EmitError, Fill, Link, Network, OptionList, Packet, Transport, arp, cooked, icmpv4, icmpv6, ipv4, ipv6, loopback,
    tcp, udp,
};
use core::net::{Ipv4Addr, Ipv6Addr};

/// Room for the parts of a packet that its headers borrow.
pub(crate) struct Parts {
    pub(crate) tags: [[u8; 4]; ethernet::MAXIMUM_TAGS],
    pub(crate) ipv4_options: OptionList,
    pub(crate) tcp_options: OptionList,
    pub(crate) extensions: [u8; EXTENSIONS],
}

/// Writes the packet that a record describes; its payload and the bytes that it refers to are in `input`. The number of bytes
/// that it took.
pub(crate) fn emit(
    record: &Record,
    input: &[u8],
    payload_length: usize,
    parts: &mut Parts,
    output: &mut [u8],
) -> Result<usize, EncodeFault> {
    let mut fill = Fill::from_bits(record.get(Head::Fill.at()) as u16);
    read_tags(record, &mut parts.tags);
    read_options(record, input, fill, parts)?;
    let payload = input.get(PAYLOAD_AT..).and_then(|rest| rest.get(..payload_length)).unwrap_or_default();
    let network = match NetworkNumber::of(record.get(Head::Network.at())) {
        NetworkNumber::None => Network::None,
        NetworkNumber::Ipv4 => Network::Ipv4(ipv4(record, parts)),
        NetworkNumber::Arp => Network::Arp(arp(record, input)),
        NetworkNumber::Ipv6 => {
            // 59: nothing follows. 253: for experiments, RFC 3692; a transport's own number takes its place.
            let last = if payload.is_empty() { ipv6::kind::NO_NEXT_HEADER } else { 253 };
            let chain = extension_rows::write(Blobs { record, input }, last, &mut parts.extensions)?;
            if chain.computed {
                fill = fill | Fill::PROTOCOL;
            }
            Network::Ipv6(ipv6(record, chain.first, parts.extensions.get(..chain.length).unwrap_or_default()))
        }
    };
    let packet = Packet {
        link: link(record, parts),
        network,
        transport: transport(record, parts),
        payload,
        trailer: &[],
        cut_short: record.get(Head::CutShort.at()) != 0,
    };
    packet.emit_with(output, fill).map_err(|error| match error {
        EmitError::BufferTooSmall { .. } | EmitError::PacketTooLong { .. } => EncodeFault::TooLong,
        // The lists were padded as they were read.
        EmitError::OptionsTooLong { .. } | EmitError::OptionsUnaligned { .. } => EncodeFault::Ipv4Options,
    })
}

#[inline(never)]
fn read_tags(record: &Record, tags: &mut [[u8; 4]]) {
    let count = record.get(Head::TagCount.at()) as usize;
    let first = record.get(Head::TagsAt.at()) as usize;
    for (index, bytes) in tags.iter_mut().take(count).enumerate() {
        let word = |at| record.get(first + index * TAG_WORDS + at);
        let tag =
            Tag { protocol: word(0) as u16, priority: word(1) as u8, drop_eligible: word(2) != 0, id: word(3) as u16 };
        *bytes = tag.to_wire();
    }
}

#[inline(never)]
fn read_options(record: &Record, input: &[u8], fill: Fill, parts: &mut Parts) -> Result<(), EncodeFault> {
    let blobs = Blobs { record, input };
    parts.ipv4_options = OptionList::new();
    if NetworkNumber::of(record.get(Head::Network.at())) == NetworkNumber::Ipv4 {
        let claimed = claimed_length(record, IPV4 + Ipv4Word::HeaderLength.at(), fill, Fill::NETWORK_HEADER_LENGTH);
        let rows = (record.get(IPV4 + Ipv4Word::OptionsAt.at()), record.get(IPV4 + Ipv4Word::OptionCount.at()));
        option_rows::write(blobs, rows, claimed, &mut parts.ipv4_options).ok_or(EncodeFault::Ipv4Options)?;
    }
    parts.tcp_options = OptionList::new();
    if TransportNumber::of(record.get(Head::Transport.at())) == TransportNumber::Tcp {
        let claimed = claimed_length(record, TcpWord::HeaderLength.at(), fill, Fill::TCP_HEADER_LENGTH);
        let rows = (record.get(TcpWord::OptionsAt.at()), record.get(TcpWord::OptionCount.at()));
        option_rows::write(blobs, rows, claimed, &mut parts.tcp_options).ok_or(EncodeFault::TcpOptions)?;
    }
    Ok(())
}

/// The header length that stands in the record, unless it is to be computed.
fn claimed_length(record: &Record, at: usize, fill: Fill, computed: Fill) -> Option<usize> {
    (!fill.contains(computed)).then(|| record.get(at) as usize)
}

#[inline(never)]
fn link<'a>(record: &Record, parts: &'a Parts) -> Link<'a> {
    match LinkNumber::of(record.get(Head::Link.at())) {
        LinkNumber::None => Link::None,
        LinkNumber::Ethernet => Link::Ethernet(ethernet::Header {
            destination: mac(record, EthernetWord::DestinationHigh, EthernetWord::DestinationLow),
            source: mac(record, EthernetWord::SourceHigh, EthernetWord::SourceLow),
            tags: Tags::from_wire(parts.tags.get(..record.get(Head::TagCount.at()) as usize).unwrap_or_default()),
            ether_type: record.get(EthernetWord::EtherType.at()) as u16,
        }),
        LinkNumber::Null => Link::Null(loopback(record)),
        LinkNumber::Loop => Link::Loop(loopback(record)),
        LinkNumber::Sll => Link::Sll(cooked::HeaderV1 {
            packet_type: record.get(CookedWord::PacketType.at()) as u16,
            hardware_type: record.get(CookedWord::HardwareType.at()) as u16,
            address_length: record.get(CookedWord::AddressLength.at()) as u16,
            address: cooked_address(record),
            protocol: record.get(CookedWord::Protocol.at()) as u16,
        }),
        LinkNumber::Sll2 => Link::Sll2(cooked::HeaderV2 {
            protocol: record.get(CookedWord::Protocol.at()) as u16,
            reserved: record.get(CookedWord::Reserved.at()) as u16,
            interface_index: record.get(CookedWord::InterfaceIndex.at()),
            hardware_type: record.get(CookedWord::HardwareType.at()) as u16,
            packet_type: record.get(CookedWord::PacketType.at()) as u8,
            address_length: record.get(CookedWord::AddressLength.at()) as u8,
            address: cooked_address(record),
        }),
    }
}

fn mac(record: &Record, high: EthernetWord, low: EthernetWord) -> MacAddress {
    let [_, _, a, b] = record.get(high.at()).to_be_bytes();
    let [c, d, e, f] = record.get(low.at()).to_be_bytes();
    MacAddress([a, b, c, d, e, f])
}

fn loopback(record: &Record) -> loopback::Header {
    let byte_order = match record.get(LoopbackWord::BigEndian.at()) {
        0 => loopback::ByteOrder::Little,
        _ => loopback::ByteOrder::Big,
    };
    loopback::Header { family: record.get(LoopbackWord::Family.at()), byte_order }
}

fn cooked_address(record: &Record) -> [u8; cooked::ADDRESS_ROOM] {
    let [a, b, c, d] = record.get(CookedWord::AddressHigh.at()).to_be_bytes();
    let [e, f, g, h] = record.get(CookedWord::AddressLow.at()).to_be_bytes();
    [a, b, c, d, e, f, g, h]
}

fn ipv6<'a>(record: &Record, next_header: u8, extension_bytes: &'a [u8]) -> ipv6::Header<'a> {
    let word = |word: Ipv6Word| record.get(IPV4 + word.at());
    let address = |first: Ipv6Word| {
        let words: [_; 4] = core::array::from_fn(|index| record.get(IPV4 + first.at() + index).to_be_bytes());
        let mut octets = [0; 16];
        octets.copy_from_slice(words.as_flattened());
        Ipv6Addr::from(octets)
    };
    ipv6::Header {
        dscp: word(Ipv6Word::Dscp) as u8,
        ecn: word(Ipv6Word::Ecn) as u8,
        flow_label: word(Ipv6Word::FlowLabel),
        payload_length: word(Ipv6Word::PayloadLength) as u16,
        next_header,
        hop_limit: word(Ipv6Word::HopLimit) as u8,
        source: address(Ipv6Word::Source),
        destination: address(Ipv6Word::Destination),
        extension_bytes,
    }
}

fn ipv4<'a>(record: &Record, parts: &'a Parts) -> ipv4::Header<'a> {
    let word = |word: Ipv4Word| record.get(IPV4 + word.at());
    let flags = word(Ipv4Word::Flags);
    ipv4::Header {
        header_length: word(Ipv4Word::HeaderLength) as u8,
        dscp: word(Ipv4Word::Dscp) as u8,
        ecn: word(Ipv4Word::Ecn) as u8,
        total_length: word(Ipv4Word::TotalLength) as u16,
        identification: word(Ipv4Word::Identification) as u16,
        reserved_flag: flags & 4 != 0,
        dont_fragment: flags & 2 != 0,
        more_fragments: flags & 1 != 0,
        fragment_offset: word(Ipv4Word::FragmentOffset) as u16,
        ttl: word(Ipv4Word::Ttl) as u8,
        protocol: word(Ipv4Word::Protocol) as u8,
        checksum: word(Ipv4Word::Checksum) as u16,
        source: Ipv4Addr::from_bits(word(Ipv4Word::Source)),
        destination: Ipv4Addr::from_bits(word(Ipv4Word::Destination)),
        options: ipv4::Options::new(parts.ipv4_options.as_bytes()),
    }
}

fn arp<'a>(record: &Record, input: &'a [u8]) -> arp::Header<'a> {
    let mut at = record.get(ArpWord::AddressesOffset.at()) as usize;
    let mut address = |length: ArpWord| {
        let start = at;
        at += record.get(length.at()) as usize;
        input.get(start..at).unwrap_or_default()
    };
    arp::Header {
        hardware_type: record.get(ArpWord::HardwareType.at()) as u16,
        protocol_type: record.get(ArpWord::ProtocolType.at()) as u16,
        hardware_length: record.get(ArpWord::HardwareLength.at()) as u8,
        protocol_length: record.get(ArpWord::ProtocolLength.at()) as u8,
        operation: record.get(ArpWord::Operation.at()) as u16,
        sender_hardware: address(ArpWord::SenderHardwareLength),
        sender_protocol: address(ArpWord::SenderProtocolLength),
        target_hardware: address(ArpWord::TargetHardwareLength),
        target_protocol: address(ArpWord::TargetProtocolLength),
    }
}

#[inline(never)]
fn transport<'a>(record: &Record, parts: &'a Parts) -> Transport<'a> {
    match TransportNumber::of(record.get(Head::Transport.at())) {
        TransportNumber::None => Transport::None,
        TransportNumber::Tcp => Transport::Tcp(tcp(record, parts)),
        TransportNumber::Udp => Transport::Udp(udp::Header {
            source_port: record.get(UdpWord::SourcePort.at()) as u16,
            destination_port: record.get(UdpWord::DestinationPort.at()) as u16,
            length: record.get(UdpWord::Length.at()) as u16,
            checksum: record.get(UdpWord::Checksum.at()) as u16,
        }),
        number @ (TransportNumber::Icmp | TransportNumber::Icmpv6) => {
            let message_type = record.get(IcmpWord::Type.at()) as u8;
            let code = record.get(IcmpWord::Code.at()) as u8;
            let checksum = record.get(IcmpWord::Checksum.at()) as u16;
            let rest_of_header = rest_of_header(record, number);
            match number {
                TransportNumber::Icmp => {
                    Transport::Icmp(icmpv4::Header { message_type, code, checksum, rest_of_header })
                }
                _ => Transport::Icmpv6(icmpv6::Header { message_type, code, checksum, rest_of_header }),
            }
        }
    }
}

fn tcp<'a>(record: &Record, parts: &'a Parts) -> tcp::Header<'a> {
    tcp::Header {
        source_port: record.get(TcpWord::SourcePort.at()) as u16,
        destination_port: record.get(TcpWord::DestinationPort.at()) as u16,
        sequence_number: tcp::SeqNumber(record.get(TcpWord::SequenceNumber.at())),
        acknowledgment_number: tcp::SeqNumber(record.get(TcpWord::AcknowledgmentNumber.at())),
        header_length: record.get(TcpWord::HeaderLength.at()) as u8,
        reserved: record.get(TcpWord::Reserved.at()) as u8,
        flags: tcp::Flags::from_bits(record.get(TcpWord::Flags.at()) as u16),
        window: record.get(TcpWord::Window.at()) as u16,
        checksum: record.get(TcpWord::Checksum.at()) as u16,
        urgent_pointer: record.get(TcpWord::UrgentPointer.at()) as u16,
        options: tcp::Options::new(parts.tcp_options.as_bytes()),
    }
}

/// The second word of an ICMP or ICMPv6 header of this type, from its numbers.
fn rest_of_header(record: &Record, number: TransportNumber) -> u32 {
    let low = low_bits(number, record.get(IcmpWord::Type.at()) as u8);
    let mask = (1 << low) - 1;
    record.get(IcmpWord::First.at()) << low | record.get(IcmpWord::Second.at()) & mask
}
