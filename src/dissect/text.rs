//! Values and headers in words.

use super::names::{self, Registry};
use super::show::{Holds, Show};
use crate::wire::{ChecksumStatus, Format, Span, arp, ethernet, icmpv4, ipv4, tcp, udp};

/// Says a field's value, which stands in the bytes `raw`; `checksum` is the state of its header's.
pub(super) fn field(to: &mut dyn Show, span: &Span, holds: Holds, raw: &[u8], checksum: Option<ChecksumStatus>) {
    match holds {
        Holds::Number(number) => self::number(to, span, number, checksum),
        Holds::Flag(set) => say(to, if set { "set" } else { "not set" }),
        Holds::Text if span.field.format == Format::Ipv4 => address(to, raw),
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

/// A protocol address: IPv4's, or another in hexadecimal.
fn address(to: &mut dyn Show, raw: &[u8]) {
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

pub(super) fn udp(to: &mut dyn Show, header: &udp::Header) {
    ports(to, header.source_port, header.destination_port);
    with(to, ", length ", header.length.into());
}

pub(super) fn icmp(to: &mut dyn Show, header: &icmpv4::Header) {
    match names::find(names::ICMP_TYPES, header.message_type.into()) {
        Some(name) => say(to, name),
        None => with(to, "Type ", header.message_type.into()),
    }
    let code = u16::from_be_bytes([header.message_type, header.code]);
    match (header.meaning(), names::find(names::ICMP_CODES, code.into())) {
        (icmpv4::Meaning::Echo { identifier, sequence_number }, _) => {
            with(to, ", id ", identifier.into());
            with(to, ", seq ", sequence_number.into());
        }
        (_, Some(code)) => {
            say(to, ": ");
            say(to, code);
        }
        _ => with(to, ", code ", header.code.into()),
    }
}
