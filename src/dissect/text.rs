//! Values and headers in words.

use super::{Value, names};
use crate::wire::{ChecksumStatus, Format, Span, arp, ethernet, icmpv4, ipv4, loopback, tcp, udp};
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::Write;

/// A field's value in words; `checksum` is the state of its header's.
pub(super) fn of(span: &Span, value: &Value, raw: &[u8], checksum: Option<ChecksumStatus>) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Flag(set) => String::from(if *set { "set" } else { "not set" }),
        Value::Bytes => bytes(raw),
        Value::Number(number) => self::number(span, *number, checksum),
    }
}

fn number(span: &Span, number: u32, checksum: Option<ChecksumStatus>) -> String {
    let name = span.field.name;
    if name.ends_with(".checksum") {
        return format!("0x{number:04x}{}", checksum_note(checksum));
    }
    let plain = match span.field.format {
        Format::Hex | Format::LittleEndian => format!("0x{number:0width$x}", width = span.length.div_ceil(4) as usize),
        _ => number.to_string(),
    };
    match (meaning(name, number), unit(name)) {
        (Some(meaning), _) => format!("{plain} ({meaning})"),
        (None, Some(unit)) => format!("{plain} {unit}"),
        (None, None) => plain,
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

/// What a number stands for, by its field.
fn meaning(name: &str, number: u32) -> Option<&'static str> {
    match name {
        "ip.proto" => names::protocol(number),
        "ip.dsfield.dscp" => names::dscp(number),
        "ip.dsfield.ecn" => names::ecn(number),
        "ip.opt.type" => names::ipv4_option(number),
        "tcp.option_kind" => names::tcp_option(number),
        "icmp.type" => names::icmp_type(number),
        "eth.type" | "vlan.etype" | "sll.etype" | "arp.proto.type" => names::ether_type(number),
        "arp.opcode" => names::arp_operation(number),
        "sll.pkttype" => names::packet_type(number),
        "null.family" => names::family(number),
        "arp.hw.type" | "sll.hatype" if number == 1 => Some("Ethernet"),
        _ => None,
    }
}

/// What a number counts, by its field.
fn unit(name: &str) -> Option<&'static str> {
    match name {
        "ip.hdr_len"
        | "ip.len"
        | "ip.frag_offset"
        | "tcp.hdr_len"
        | "udp.length"
        | "tcp.options.mss_val"
        | "icmp.mtu"
        | "tcp.window_size_value"
        | "tcp.option_len"
        | "ip.opt.len"
        | "arp.hw.size"
        | "arp.proto.size"
        | "sll.halen" => Some("bytes"),
        "ip.ttl" => Some("hops"),
        _ => None,
    }
}

/// The first bytes in hexadecimal, and how many there are where not all are shown.
fn bytes(raw: &[u8]) -> String {
    const SHOWN: usize = 16;
    let mut text = String::with_capacity(2 * SHOWN + 16);
    for byte in raw.iter().take(SHOWN) {
        let _ = write!(text, "{byte:02x}");
    }
    if raw.len() > SHOWN {
        let _ = write!(text, "… ({} bytes)", raw.len());
    }
    text
}

/// Bytes as two hexadecimal digits each with colons between them.
pub(super) fn colon_hex(raw: &[u8]) -> String {
    let mut text = String::with_capacity(3 * raw.len());
    for byte in raw {
        let between = if text.is_empty() { "" } else { ":" };
        let _ = write!(text, "{between}{byte:02x}");
    }
    text
}

/// A number's name, or the number itself.
fn named(name: Option<&'static str>, number: u32) -> String {
    name.map_or_else(|| number.to_string(), String::from)
}

pub(super) fn ethernet(header: &ethernet::Header<'_>) -> String {
    let mut text = format!("{} → {}", header.source, header.destination);
    for tag in header.tags.iter().take(4) {
        let _ = write!(text, ", VLAN {}", tag.id);
    }
    if header.tags.iter().len() > 4 {
        text.push_str(", …");
    }
    match names::ether_type(header.ether_type.into()) {
        Some(name) => text + ", " + name,
        None => format!("{text}, type 0x{:04x}", header.ether_type),
    }
}

pub(super) fn loopback(header: &loopback::Header) -> String {
    named(names::family(header.family), header.family)
}

pub(super) fn cooked(packet_type: u16, protocol: u16) -> String {
    let direction = named(names::packet_type(packet_type.into()), packet_type.into());
    format!("{direction}, {}", named(names::ether_type(protocol.into()), protocol.into()))
}

pub(super) fn arp(header: &arp::Header<'_>) -> String {
    let address = |bytes: &[u8]| match *bytes {
        [a, b, c, d] => format!("{a}.{b}.{c}.{d}"),
        _ => colon_hex(bytes),
    };
    let (sender, target) = (address(header.sender_protocol), address(header.target_protocol));
    match header.operation {
        1 => format!("Who has {target}? Tell {sender}"),
        2 => format!("{sender} is at {}", colon_hex(header.sender_hardware)),
        operation => {
            format!("{}, {sender} → {target}", named(names::arp_operation(operation.into()), operation.into()))
        }
    }
}

pub(super) fn ipv4(header: &ipv4::Header<'_>) -> String {
    let protocol = named(names::protocol(header.protocol.into()), header.protocol.into());
    let mut text = format!("{} → {}, {protocol}, length {}", header.source, header.destination, header.total_length);
    if header.is_fragment() {
        let _ = write!(text, ", fragment at {}", header.fragment_offset);
    }
    text
}

pub(super) fn tcp(header: &tcp::Header<'_>) -> String {
    let mut text = format!("{} → {}", header.source_port, header.destination_port);
    if header.flags != tcp::Flags::default() {
        let _ = write!(text, ", {}", header.flags);
    }
    let _ = write!(text, ", seq {}", header.sequence_number);
    if header.flags.contains(tcp::Flags::ACK) {
        let _ = write!(text, ", ack {}", header.acknowledgment_number);
    }
    let _ = write!(text, ", window {}", header.window);
    text
}

pub(super) fn udp(header: &udp::Header) -> String {
    format!("{} → {}, length {}", header.source_port, header.destination_port, header.length)
}

pub(super) fn icmp(header: &icmpv4::Header) -> String {
    let name = match names::icmp_type(header.message_type.into()) {
        Some(name) => String::from(name),
        None => format!("Type {}", header.message_type),
    };
    match (header.meaning(), names::icmp_code(header.message_type, header.code)) {
        (icmpv4::Meaning::Echo { identifier, sequence_number }, _) => {
            format!("{name}, id {identifier}, seq {sequence_number}")
        }
        (_, Some(code)) => format!("{name}: {code}"),
        _ => format!("{name}, code {}", header.code),
    }
}
