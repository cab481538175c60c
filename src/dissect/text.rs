//! Values and headers in words.

use super::names::{self, Registry};
use super::show::{Holds, Show};
use crate::wire::ipv6::{self, Content};
use crate::wire::{ChecksumStatus, Format, Span, arp, ethernet, icmpv4, icmpv6, ipv4, tcp, udp};

/// Says a field's value, which stands in the bytes `raw`; `checksum` is the state of its header's.
pub(super) fn field(to: &mut dyn Show, span: &Span, holds: Holds, raw: &[u8], checksum: Option<ChecksumStatus>) {
    match holds {
        Holds::Number(number) => self::number(to, span, number, checksum),
        Holds::Flag(set) => say(to, if set { "set" } else { "not set" }),
        Holds::Text if matches!(span.field.format, Format::Ipv4 | Format::Ipv6) => address(to, raw),
        Holds::Text => to.bytes(raw, ":"),
        Holds::Bytes | Holds::Layer => bytes(to, raw),
    }
}

fn number(to: &mut dyn Show, span: &Span, number: u32, checksum: Option<ChecksumStatus>) {
    let name = span.field.name;
    if name.ends_with(".checksum") {
        to.hex(number, 4);
        return say(to, checksum_note(checksum));
    }
    match span.field.format {
        Format::Hex | Format::LittleEndian => to.hex(number, span.length.div_ceil(4)),
        _ => to.decimal(number),
    }
    if let Some(meaning) = names::meaning(name, number) {
        say(to, " (");
        say(to, meaning);
        say(to, ")");
    } else if let Some(unit) = names::unit(name) {
        // One byte, one hop.
        let singular = unit.len() - usize::from(number == 1 && unit.ends_with('s'));
        say(to, unit.get(..singular).unwrap_or(unit));
    }
}

const fn checksum_note(status: Option<ChecksumStatus>) -> &'static str {
    match status {
        Some(ChecksumStatus::Good) => " (good)",
        Some(ChecksumStatus::Bad) => " (wrong)",
        Some(ChecksumStatus::Absent) => " (none computed)",
        Some(ChecksumStatus::Unverified) => " (unverified)",
        None => "",
    }
}

/// The first bytes in hexadecimal, and how many there are where not all are shown.
pub(super) fn bytes(to: &mut dyn Show, raw: &[u8]) {
    const SHOWN: usize = 16;
    to.bytes(raw.get(..SHOWN).unwrap_or(raw), "");
    if raw.len() > SHOWN {
        say(to, "… (");
        to.decimal(raw.len() as u32);
        say(to, " bytes)");
    }
}

/// A protocol address: IPv4's, IPv6's, or another in hexadecimal.
fn address(to: &mut dyn Show, raw: &[u8]) {
    if let Ok(octets) = raw.try_into() {
        return to.ipv6(octets);
    }
    match *raw {
        [a, b, c, d] => to.ipv4(u32::from_be_bytes([a, b, c, d])),
        _ => to.bytes(raw, ":"),
    }
}

/// A number's name, or the number itself.
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn named(to: &mut dyn Show, registry: Registry, number: u32) {
    match names::find(registry, number) {
        Some(name) => say(to, name),
        None => to.decimal(number),
    }
}

/// Appends to the text: one copy of what it takes to call through a table.
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn say(to: &mut dyn Show, text: &str) {
    to.text(text);
}

/// A text and a number after it.
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn with(to: &mut dyn Show, text: &str, number: u32) {
    say(to, text);
    to.decimal(number);
}

pub(super) fn ethernet(to: &mut dyn Show, header: &ethernet::Header<'_>) {
    to.bytes(&header.source.0, ":");
    say(to, " → ");
    to.bytes(&header.destination.0, ":");
    for tag in header.tags.iter().take(4) {
        with(to, ", VLAN ", tag.id.into());
    }
    if header.tags.iter().len() > 4 {
        say(to, ", …");
    }
    say(to, ", ");
    match names::find(names::ETHER_TYPES, header.ether_type.into()) {
        Some(name) => say(to, name),
        None => {
            say(to, "type ");
            to.hex(header.ether_type.into(), 4);
        }
    }
}

pub(super) fn family(to: &mut dyn Show, family: u32) {
    named(to, names::FAMILIES, family);
}

pub(super) fn cooked(to: &mut dyn Show, packet_type: u16, protocol: u16) {
    named(to, names::PACKET_TYPES, packet_type.into());
    say(to, ", ");
    named(to, names::ETHER_TYPES, protocol.into());
}

pub(super) fn arp(to: &mut dyn Show, header: &arp::Header<'_>) {
    match header.operation {
        1 => {
            say(to, "Who has ");
            address(to, header.target_protocol);
            say(to, "? Tell ");
            address(to, header.sender_protocol);
        }
        2 => {
            address(to, header.sender_protocol);
            say(to, " is at ");
            to.bytes(header.sender_hardware, ":");
        }
        operation => {
            named(to, names::ARP_OPERATIONS, operation.into());
            say(to, ", ");
            address(to, header.sender_protocol);
            say(to, " → ");
            address(to, header.target_protocol);
        }
    }
}

pub(super) fn ipv4(to: &mut dyn Show, header: &ipv4::Header<'_>) {
    to.ipv4(header.source.to_bits());
    say(to, " → ");
    to.ipv4(header.destination.to_bits());
    say(to, ", ");
    named(to, names::PROTOCOLS, header.protocol.into());
    with(to, ", length ", header.total_length.into());
    if header.is_fragment() {
        with(to, ", fragment at ", header.fragment_offset.into());
    }
}

pub(super) fn ipv6(to: &mut dyn Show, header: &ipv6::Header<'_>) {
    to.ipv6(&header.source.octets());
    say(to, " → ");
    to.ipv6(&header.destination.octets());
    say(to, ", ");
    named(to, names::PROTOCOLS, header.next_header.into());
    with(to, ", payload length ", header.payload_length.into());
}

pub(super) fn extension(to: &mut dyn Show, content: &Content<'_>, next_header: u8) {
    match *content {
        Content::Fragment(fragment) => {
            with(to, "At ", fragment.offset.into());
            say(to, if fragment.more_fragments { ", more follow, " } else { ", the last, " });
        }
        Content::Routing { routing_type, segments_left, .. } => {
            with(to, "Type ", routing_type.into());
            with(to, ", segments left ", segments_left.into());
            say(to, ", ");
        }
        _ => {}
    }
    say(to, "then ");
    named(to, names::PROTOCOLS, next_header.into());
}

fn ports(to: &mut dyn Show, source: u16, destination: u16) {
    to.decimal(source.into());
    with(to, " → ", destination.into());
}

pub(super) fn tcp(to: &mut dyn Show, header: &tcp::Header<'_>) {
    ports(to, header.source_port, header.destination_port);
    for (flag, name) in tcp::Flags::NAMES {
        if header.flags.contains(flag) {
            say(to, ", ");
            say(to, name);
        }
    }
    with(to, ", seq ", header.sequence_number.0);
    if header.flags.contains(tcp::Flags::ACK) {
        with(to, ", ack ", header.acknowledgment_number.0);
    }
    with(to, ", window ", header.window.into());
}

/// A segment of which only the first 8 bytes are there.
pub(super) fn cut_segment(to: &mut dyn Show, source: u16, destination: u16, sequence_number: u32) {
    ports(to, source, destination);
    with(to, ", seq ", sequence_number);
}

pub(super) fn udp(to: &mut dyn Show, header: &udp::Header) {
    ports(to, header.source_port, header.destination_port);
    with(to, ", length ", header.length.into());
}

pub(super) fn icmp(to: &mut dyn Show, header: &icmpv4::Header) {
    let echo = match header.meaning() {
        icmpv4::Meaning::Echo { identifier, sequence_number } => Some((identifier, sequence_number)),
        _ => None,
    };
    message(to, (names::ICMP_TYPES, names::ICMP_CODES), header.message_type, header.code, echo);
}

pub(super) fn icmpv6(to: &mut dyn Show, header: &icmpv6::Header) {
    let echo = match header.meaning() {
        icmpv6::Meaning::Echo { identifier, sequence_number } => Some((identifier, sequence_number)),
        _ => None,
    };
    message(to, (names::ICMPV6_TYPES, names::ICMPV6_CODES), header.message_type, header.code, echo);
}

/// An ICMP or ICMPv6 message: its type, and what it asks or what its code says.
fn message(
    to: &mut dyn Show,
    (types, codes): (Registry, Registry),
    message_type: u8,
    code: u8,
    echo: Option<(u16, u16)>,
) {
    match names::find(types, message_type.into()) {
        Some(name) => say(to, name),
        None => with(to, "Type ", message_type.into()),
    }
    match (echo, names::find(codes, u16::from_be_bytes([message_type, code]).into())) {
        (Some((identifier, sequence_number)), _) => {
            with(to, ", id ", identifier.into());
            with(to, ", seq ", sequence_number.into());
        }
        (_, Some(meaning)) => {
            say(to, ": ");
            say(to, meaning);
        }
        _ => with(to, ", code ", code.into()),
    }
}
