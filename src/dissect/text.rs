//! Values and headers in words.

use super::names::{self, Registry};
use super::show::{Holds, Sheet};
use crate::wire::ipv6::{self, Extension};
use crate::wire::{Format, arp, ethernet, ipv4, tcp};

/// Says the value of a field whose row has it not, from the bytes `raw` that it stands in.
pub(super) fn field(to: &mut Sheet<'_>, holds: Holds, format: Format, raw: &[u8]) {
    match holds {
        Holds::Text if format == Format::Mac => to.bytes(raw, ":"),
        Holds::Text => address(to, raw),
        Holds::Bytes => bytes(to, raw),
        Holds::Number(_) | Holds::Flag(_) | Holds::Address | Holds::Layer => {}
    }
}

/// The first bytes in hexadecimal, and how many there are where not all are shown.
pub(super) fn bytes(to: &mut Sheet<'_>, raw: &[u8]) {
    const SHOWN: usize = 16;
    to.bytes(raw.get(..SHOWN).unwrap_or(raw), "");
    if raw.len() > SHOWN {
        to.text("… (");
        to.decimal(raw.len() as u32);
        to.text(" bytes)");
    }
}

/// An address: IPv4's, IPv6's, or another in hexadecimal.
pub(super) fn address(to: &mut Sheet<'_>, raw: &[u8]) {
    if let Ok(octets) = raw.try_into() {
        return to.ipv6(octets);
    }
    match *raw {
        [a, b, c, d] => to.ipv4(u32::from_be_bytes([a, b, c, d])),
        _ => to.bytes(raw, ":"),
    }
}

/// A text and a number after it.
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn with(to: &mut Sheet<'_>, text: &str, number: u32) {
    to.text(text);
    to.decimal(number);
}

/// Says what a header's bytes say; they are there.
fn say(to: &mut Sheet<'_>, phrase: &str, raw: &[u8]) {
    to.phrase(phrase, raw, 0, 0);
}

pub(super) fn ethernet(to: &mut Sheet<'_>, header: &ethernet::Header<'_>, raw: &[u8]) {
    say(to, "%6m → %0m", raw);
    for tag in header.tags.iter().take(4) {
        with(to, ", VLAN ", tag.id.into());
    }
    if header.tags.iter().len() > 4 {
        to.text(", …");
    }
    to.text(", ");
    match names::find(names::ETHER_TYPES, header.ether_type.into()) {
        Some(name) => to.text(name),
        None => {
            to.text("type ");
            to.hex(header.ether_type.into(), 4);
        }
    }
}

pub(super) fn cooked(to: &mut Sheet<'_>, packet_type: u16, protocol: u16) {
    to.named(names::PACKET_TYPES, packet_type.into());
    to.text(", ");
    to.named(names::ETHER_TYPES, protocol.into());
}

pub(super) fn arp(to: &mut Sheet<'_>, header: &arp::Header<'_>) {
    match header.operation {
        1 => {
            to.text("Who has ");
            address(to, header.target_protocol);
            to.text("? Tell ");
            address(to, header.sender_protocol);
        }
        2 => {
            address(to, header.sender_protocol);
            to.text(" is at ");
            to.bytes(header.sender_hardware, ":");
        }
        operation => {
            to.named(names::ARP_OPERATIONS, operation.into());
            to.text(", ");
            address(to, header.sender_protocol);
            to.text(" → ");
            address(to, header.target_protocol);
        }
    }
}

pub(super) fn ipv4(to: &mut Sheet<'_>, header: &ipv4::Header<'_>, raw: &[u8]) {
    say(to, "%12a → %16a, %9p, length %2h", raw);
    if header.is_fragment() {
        with(to, ", fragment at ", header.fragment_offset.into());
    }
}

pub(super) fn ipv6(to: &mut Sheet<'_>, raw: &[u8]) {
    say(to, "%8A → %24A, %6p, payload length %4h", raw);
}

pub(super) fn extension(to: &mut Sheet<'_>, extension: &Extension<'_>) {
    let raw = extension.as_bytes();
    if let Some(fragment) = extension.fragment() {
        with(to, "At ", fragment.offset.into());
        to.text(if fragment.more_fragments { ", more follow, " } else { ", the last, " });
    }
    if extension.kind() == ipv6::kind::ROUTING {
        say(to, "Type %2b, segments left %3b, ", raw);
    }
    say(to, "then %0p", raw);
}

pub(super) fn tcp(to: &mut Sheet<'_>, flags: tcp::Flags, raw: &[u8]) {
    say(to, "%0h → %2h", raw);
    for (flag, name) in tcp::Flags::NAMES {
        if flags.contains(flag) {
            to.text(", ");
            to.text(name);
        }
    }
    let acknowledges = flags.contains(tcp::Flags::ACK);
    say(to, if acknowledges { ", seq %4w, ack %8w, window %14h" } else { ", seq %4w, window %14h" }, raw);
}

/// A segment of which only the first 8 bytes are there.
pub(super) fn cut_segment(to: &mut Sheet<'_>, raw: &[u8]) {
    say(to, "%0h → %2h, seq %4w", raw);
}

pub(super) fn udp(to: &mut Sheet<'_>, raw: &[u8]) {
    say(to, "%0h → %2h, length %4h", raw);
}

/// An ICMP or ICMPv6 message: its type, and what it asks or what its code says.
pub(super) fn message(to: &mut Sheet<'_>, (types, codes): (Registry, Registry), is_echo: bool, raw: &[u8]) {
    let [message_type, code] = *raw.first_chunk().unwrap_or(&[0; 2]);
    match names::find(types, message_type.into()) {
        Some(name) => to.text(name),
        None => with(to, "Type ", message_type.into()),
    }
    if is_echo {
        return say(to, ", id %4h, seq %6h", raw);
    }
    match names::find(codes, u16::from_be_bytes([message_type, code]).into()) {
        Some(meaning) => {
            to.text(": ");
            to.text(meaning);
        }
        None => with(to, ", code ", code.into()),
    }
}
