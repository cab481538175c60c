//! The application's layer: which protocol it is, told by the first bytes and by the ports, and its first fields.
//!
//! First bytes that only one protocol begins with decide; where they say nothing, the port does, and the layer's text says so. Each
//! protocol is one file, which names fields to the end of the payload: what it does not read is a field of bytes. All work is
//! bounded: so many lines, records, options and labels, and no byte is looked at twice by the same protocol.

mod dhcp;
mod dns;
mod http;
mod lines;
mod ntp;
mod snmp;
mod ssh;
mod telnet;
mod tls;

use super::show::{Holds, Row, Sheet};
use crate::wire::{FieldList, Spans};

/// An application's protocol.
pub(super) struct Protocol {
    /// Its name in display filters, a space, and its name for people.
    names: &'static str,
    /// Its ports over TCP and over UDP.
    ports: [&'static [u16]; 2],
    /// What the first bytes say of it.
    looks: fn(Payload<'_>) -> Looks,
    /// What it is, in one line.
    line: fn(Payload<'_>, &mut Sheet<'_>),
    /// Its fields.
    fields: fn(&mut Fields<'_, '_>),
}

/// What bytes say of a protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looks {
    /// It is another.
    Other,
    /// It may be, where the port says so.
    Possible,
    /// Nothing else begins so.
    Sure,
}

impl Looks {
    fn possible(is: bool) -> Looks {
        if is { Looks::Possible } else { Looks::Other }
    }

    fn sure(is: bool) -> Looks {
        if is { Looks::Sure } else { Looks::Possible }
    }
}

/// In the order in which they are asked.
const PROTOCOLS: &[Protocol] = &[
    tls::TLS,
    http::HTTP,
    ssh::SSH,
    dns::DNS,
    dhcp::DHCP,
    ntp::NTP,
    snmp::SNMP,
    lines::SMTP,
    lines::FTP,
    lines::POP3,
    lines::IMAP,
    telnet::TELNET,
];

/// The protocol of a payload, and the port that told it where the bytes alone did not.
pub(super) fn find(payload: &[u8], udp: bool, ports: [u16; 2]) -> Option<(&'static Protocol, Option<u16>)> {
    let mut by_port = None;
    for protocol in PROTOCOLS {
        let known = protocol.ports.get(usize::from(udp)).copied().unwrap_or_default();
        if known.is_empty() {
            continue;
        }
        // The destination first: a client's port means nothing.
        let port = ports.iter().rev().copied().find(|port| known.contains(port));
        match (protocol.looks)(Payload { bytes: payload, udp }) {
            Looks::Sure => return Some((protocol, None)),
            Looks::Possible if by_port.is_none() && port.is_some() => by_port = Some((protocol, port)),
            _ => {}
        }
    }
    by_port
}

/// Shows what a payload of a protocol, which begins at `offset` of the frame, says: the layer and its fields.
pub(super) fn show(
    (protocol, port): (&'static Protocol, Option<u16>),
    frame: &[u8],
    (offset, end): (usize, usize),
    udp: bool,
    to: &mut Sheet<'_>,
) {
    let bytes = frame.get(offset..end).unwrap_or_default();
    let payload = Payload { bytes, udp };
    if to.wants_texts() {
        (protocol.line)(payload, to);
    }
    if let Some(port) = port {
        to.text(" (by port ");
        to.decimal(port.into());
        to.text(")");
    }
    to.row(Row::new(protocol.names, offset as u32, bytes.len() as u32, Holds::Layer));
    let mut fields = Fields { payload, offset, at: 0, to };
    (protocol.fields)(&mut fields);
    fields.rest("data.data Data");
}

/// A payload, and what carries it.
#[derive(Clone, Copy)]
struct Payload<'a> {
    bytes: &'a [u8],
    udp: bool,
}

impl<'a> Payload<'a> {
    fn byte(self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn half(self, at: usize) -> Option<u16> {
        self.bytes.get(at..)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
    }

    fn from(self, at: usize) -> &'a [u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// Whether the bytes at an offset are these.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn has(self, at: usize, text: &[u8]) -> bool {
        self.from(at).starts_with(text)
    }

    /// Whether the first bytes are one of these texts, with `|` between them.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn begins(self, texts: &[u8]) -> bool {
        texts.split(|byte| *byte == b'|').any(|text| self.has(0, text))
    }

    /// The line at an offset, without its end, and its length with it. Nothing where it does not begin as text.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn line(self, at: usize) -> Option<(&'a [u8], usize)> {
        let rest = self.from(at);
        let within = rest.get(..LINE).unwrap_or(rest);
        let length = within.iter().position(|byte| *byte == b'\n').map_or(within.len(), |at| at + 1);
        let line = rest.get(..length)?;
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        let printable = |byte: &u8| (0x20..0x7f).contains(byte) || *byte >= 0x80 || *byte == b'\t';
        (length > 0 && text.iter().take(4).all(printable)).then_some((text, length))
    }
}

/// Where a text begins within bytes. (The standard library's windows have a path to a panic.)
fn find_in(bytes: &[u8], text: &[u8]) -> Option<usize> {
    (0..bytes.len()).find(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(text)))
}

/// The longest line that is read as one, in bytes.
const LINE: usize = 2048;
/// Of a longer text, so many bytes are shown.
const SHOWN: usize = 160;

/// Appends bytes as text: what is not printable ASCII in hexadecimal, and of long ones the start.
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn say(to: &mut Sheet<'_>, bytes: &[u8]) {
    for byte in bytes.iter().take(SHOWN) {
        match byte {
            0x20..0x7f => to.byte(*byte),
            _ => {
                to.text("\\x");
                to.bytes(&[*byte], "");
            }
        }
    }
    if bytes.len() > SHOWN {
        to.text("…");
    }
}

/// The fields of a payload so far.
struct Fields<'a, 's> {
    payload: Payload<'a>,
    /// Where the payload begins in the frame.
    offset: usize,
    /// Where the next field begins in the payload.
    at: usize,
    to: &'a mut Sheet<'s>,
}

impl Fields<'_, '_> {
    /// Fields one after the other, if the bytes for all of them, `length`, are there.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn header(&mut self, fields: FieldList, length: usize) -> Option<()> {
        let bytes = self.payload.from(self.at).get(..length)?;
        let base = self.offset + self.at;
        Spans::new(&mut |span| super::layers::field(self.to, bytes, base, &span, None)).fields(fields, length);
        self.at += length;
        Some(())
    }

    /// A field of a text: `value`, within the next `length` bytes.
    fn text(&mut self, names: &'static str, length: usize, value: &[u8]) {
        say(self.to, value);
        self.row(names, length, Holds::Text);
    }

    /// The next `length` bytes as a field; nothing where there is none.
    fn bytes(&mut self, names: &'static str, length: usize) {
        let bytes = self.payload.from(self.at);
        let bytes = bytes.get(..length).unwrap_or(bytes);
        if !bytes.is_empty() {
            super::text::bytes(self.to, bytes);
            self.row(names, bytes.len(), Holds::Bytes);
        }
    }

    /// What is left, as one field.
    fn rest(&mut self, names: &'static str) {
        self.bytes(names, usize::MAX);
    }

    /// A field of the next `length` bytes; its text was said.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn row(&mut self, names: &'static str, length: usize, holds: Holds) {
        let offset = (self.offset + self.at) as u32;
        self.to.row(Row::new(names, offset, length as u32, holds));
        self.at += length;
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.payload.byte(self.at + ahead)
    }

    fn half(&self, ahead: usize) -> Option<usize> {
        self.payload.half(self.at + ahead).map(usize::from)
    }
}

#[cfg(test)]
mod tests;
