//! DHCP, RFC 2131, and BOOTP before it, RFC 951; options of RFC 2132.

use super::{Fields, Holds, Looks, NONE, Payload, Sheet};
use crate::dissect::names::Registry;
use crate::wire::{Field, Sense, fields};

pub(super) fn looks(payload: Payload<'_>) -> Looks {
    match payload.has(BOOTP, &COOKIE) {
        true => Looks::Sure,
        false => Looks::possible(matches!(payload.byte(0), 1 | 2) && payload.bytes.len() >= BOOTP),
    }
}

pub(super) fn line(payload: Payload<'_>, to: &mut Sheet<'_>) {
    let operation = if payload.byte(0) == 2 { "Reply" } else { "Request" };
    to.named(MESSAGES, operation, message(payload));
    to.text(", id 0x");
    to.bytes(payload.part(4, 4), "");
}

/// The length of what BOOTP has in bytes.
const BOOTP: usize = 236;
/// What begins the options.
const COOKIE: [u8; 4] = [99, 130, 83, 99];
/// So many options are read.
const OPTIONS: usize = 40;
/// The option that says which message it is.
const MESSAGE: u32 = 53;

pub(super) fn fields(fields: &mut Fields<'_, '_>) -> Option<()> {
    fields.header(fields!(&FIELDS), BOOTP)?;
    if !fields.payload.has(fields.at, &COOKIE) {
        fields.rest("dhcp.vendor Vendor's area");
        return None;
    }
    fields.bytes("dhcp.cookie Cookie", COOKIE.len());
    for _ in 0..OPTIONS {
        let (kind, length) = (fields.byte(0), fields.byte(1));
        fields.header(fields!(&[Field::number("dhcp.option.type Option", 0..8).of(Sense::DhcpOption)]), 1)?;
        match kind {
            0 => continue,
            255 => {
                fields.rest("dhcp.option.padding Padding");
                return Some(());
            }
            _ => fields.header(fields!(&[Field::number("dhcp.option.length Length", 0..8)]), 1)?,
        }
        let message = fields.byte(0);
        if kind == MESSAGE && length == 1 && message != NONE {
            fields.to.named(MESSAGES, "unknown", message);
            fields.row("dhcp.option.dhcp Message", 1, Holds::Number, message);
        } else {
            fields.bytes("dhcp.option.value Value", length as usize);
        }
    }
    Some(())
}

/// The message's type, or [`NONE`] where it is not among the first options.
fn message(payload: Payload<'_>) -> u32 {
    let mut at = BOOTP + COOKIE.len();
    for _ in 0..OPTIONS {
        at += match payload.byte(at) {
            MESSAGE => return payload.byte(at + 2),
            0 => 1,
            255 => return NONE,
            _ => 2 + payload.byte(at + 1) as usize,
        };
    }
    NONE
}

const MESSAGES: Registry = "\
1 Discover
Offer
Request
Decline
ACK
NAK
Release
Inform
10 Lease query
Lease unassigned
Lease unknown
Lease active";

const fn hidden(names: &'static str, at: u32, length: u32) -> Field {
    Field { start: at * 8, length: length * 8, ..Field::bytes(names) }
}

const FIELDS: [Field; 15] = [
    Field::number("dhcp.type Operation", 0..8),
    Field::number("dhcp.hw.type Hardware type", 8..16),
    Field::number("dhcp.hw.len Hardware length", 16..24),
    Field::number("dhcp.hops Hops", 24..32),
    Field::hex("dhcp.id Transaction", 32..64),
    Field::number("dhcp.secs Seconds", 64..80),
    Field::hex("dhcp.flags Flags", 80..96),
    Field::ipv4("dhcp.ip.client Client address", 96..128),
    Field::ipv4("dhcp.ip.your Your address", 128..160),
    Field::ipv4("dhcp.ip.server Server address", 160..192),
    Field::ipv4("dhcp.ip.relay Relay address", 192..224),
    Field::mac("dhcp.hw.mac_addr Client hardware address", 224..272),
    hidden("dhcp.hw.addr_padding Address padding", 34, 10),
    hidden("dhcp.server Server name", 44, 64),
    hidden("dhcp.file Boot file", 108, 128),
];
