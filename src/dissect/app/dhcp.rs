//! DHCP, RFC 2131, and BOOTP before it, RFC 951; options of RFC 2132.

use super::{Fields, Holds, Looks, Payload, Protocol, Sheet};
use crate::dissect::names::{self, Registry};
use crate::wire::{Field, fields};

pub(super) const DHCP: Protocol = Protocol {
    names: "dhcp DHCP",
    ports: [&[], &[67, 68]],
    looks: |payload| match payload.has(BOOTP, &COOKIE) {
        true => Looks::Sure,
        false => Looks::possible(matches!(payload.byte(0), Some(1 | 2)) && payload.bytes.len() >= BOOTP),
    },
    line: |payload, to| {
        let operation = if payload.byte(0) == Some(2) { "Reply" } else { "Request" };
        to.text(message(payload).and_then(|kind| names::find(MESSAGES, kind.into())).unwrap_or(operation));
        to.text(", id ");
        let id = payload.from(4).first_chunk().map_or(0, |id| u32::from_be_bytes(*id));
        to.hex(id, 8);
    },
    fields: |fields| {
        let _ = read(fields);
    },
};

/// The length of what BOOTP has in bytes.
const BOOTP: usize = 236;
/// What begins the options.
const COOKIE: [u8; 4] = [99, 130, 83, 99];
/// So many options are read.
const OPTIONS: usize = 40;
/// The option that says which message it is.
const MESSAGE: u8 = 53;

fn read(fields: &mut Fields<'_, '_>) -> Option<()> {
    fields.header(fields!(&FIELDS), BOOTP)?;
    if !fields.payload.has(fields.at, &COOKIE) {
        fields.rest("dhcp.vendor Vendor's area");
        return None;
    }
    fields.bytes("dhcp.cookie Cookie", COOKIE.len());
    for _ in 0..OPTIONS {
        let kind = fields.byte(0)?;
        let length = usize::from(fields.byte(1).unwrap_or(0));
        say_option(fields.to, kind);
        if kind == 0 || kind == 255 {
            fields.row("dhcp.option.type Option", 1, Holds::Number(kind.into()));
            if kind == 255 {
                fields.rest("dhcp.option.padding Padding");
                return Some(());
            }
            continue;
        }
        fields.row("dhcp.option.type Option", 1, Holds::Number(kind.into()));
        fields.header(fields!(&[Field::number("dhcp.option.length Length", 0..8)]), 1)?;
        match fields.byte(0).filter(|_| kind == MESSAGE && length == 1) {
            Some(message) => {
                fields.to.text(names::find(MESSAGES, message.into()).unwrap_or("unknown"));
                fields.row("dhcp.option.dhcp Message", 1, Holds::Number(message.into()));
            }
            None => fields.bytes("dhcp.option.value Value", length),
        }
    }
    Some(())
}

fn say_option(to: &mut Sheet<'_>, kind: u8) {
    to.decimal(kind.into());
    if let Some(name) = names::find(NAMES, kind.into()) {
        to.text(" (");
        to.text(name);
        to.text(")");
    }
}

/// The message's type, if it is among the first options.
fn message(payload: Payload<'_>) -> Option<u8> {
    let mut at = BOOTP + COOKIE.len();
    for _ in 0..OPTIONS {
        at += match payload.byte(at)? {
            MESSAGE => return payload.byte(at + 2),
            0 => 1,
            255 => return None,
            _ => 2 + usize::from(payload.byte(at + 1)?),
        };
    }
    None
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

const NAMES: Registry = "\
0 pad
subnet mask
3 router
6 DNS server
12 host name
15 domain name
50 requested address
lease time
53 message type
server
parameters
61 client
82 relay agent
255 end";

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
