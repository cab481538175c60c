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

use super::names::{self, Registry};
use super::show::{Holds, Row, Sheet};
use crate::wire::{FieldList, Spans};

/// An application's protocol.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Tls,
    Http,
    Dns,
    /// DNS in a stream, each message after its length.
    DnsStream,
    Ssh,
    Smtp,
    Ftp,
    Pop3,
    Imap,
    Telnet,
    Dhcp,
    Ntp,
    Snmp,
}

/// Their names in display filters, and those for people.
const NAMES: Registry = "\
0 tls TLS
http HTTP
dns DNS
dns DNS
ssh SSH
smtp SMTP
ftp FTP
pop POP3
imap IMAP
telnet TELNET
dhcp DHCP
ntp NTP
snmp SNMP";

/// Ports over TCP, protocol by protocol in the order in which they are asked.
const TCP: &[(u16, Protocol)] = {
    use Protocol::*;
    &[
        (443, Tls),
        (465, Tls),
        (636, Tls),
        (853, Tls),
        (993, Tls),
        (995, Tls),
        (8443, Tls),
        (80, Http),
        (8080, Http),
        (8000, Http),
        (3128, Http),
        (22, Ssh),
        (53, DnsStream),
        (25, Smtp),
        (587, Smtp),
        (21, Ftp),
        (110, Pop3),
        (143, Imap),
        (23, Telnet),
    ]
};

/// Ports over UDP.
const UDP: &[(u16, Protocol)] = {
    use Protocol::*;
    &[(53, Dns), (5353, Dns), (5355, Dns), (67, Dhcp), (68, Dhcp), (123, Ntp), (161, Snmp), (162, Snmp)]
};

impl Protocol {
    /// What the first bytes say of it.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn looks(self, payload: Payload<'_>) -> Looks {
        match self {
            Protocol::Tls => tls::looks(payload),
            Protocol::Http => http::looks(payload),
            Protocol::Ssh => ssh::looks(payload),
            Protocol::DnsStream => dns::looks(payload, dns::LENGTH),
            Protocol::Smtp => lines::looks_like_smtp(payload),
            Protocol::Ftp => lines::looks_like_ftp(payload),
            Protocol::Pop3 => Looks::sure(payload.begins(b"+OK |-ERR ")),
            Protocol::Imap => Looks::sure(payload.begins(b"* OK|* PREAUTH")),
            Protocol::Telnet => telnet::looks(payload),
            Protocol::Dns => dns::looks(payload, 0),
            Protocol::Dhcp => dhcp::looks(payload),
            Protocol::Ntp => ntp::looks(payload),
            Protocol::Snmp => snmp::looks(payload),
        }
    }

    /// Says what it is, in one line.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn line(self, payload: Payload<'_>, to: &mut Sheet<'_>) {
        match self {
            Protocol::Tls => tls::line(payload, to),
            Protocol::Ssh => ssh::line(payload, to),
            Protocol::DnsStream => dns::line(payload, dns::LENGTH, to),
            Protocol::Dns => dns::line(payload, 0, to),
            Protocol::Dhcp => dhcp::line(payload, to),
            Protocol::Ntp => ntp::line(payload, to),
            Protocol::Snmp => snmp::line(payload, to),
            _ => lines::line(payload, to),
        }
    }

    /// Shows its fields; nothing where they end before all that it has were read.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn fields(self, fields: &mut Fields<'_, '_>) -> Option<()> {
        match self {
            Protocol::Tls => tls::fields(fields),
            Protocol::Http => http::fields(fields),
            Protocol::Ssh => ssh::fields(fields),
            Protocol::DnsStream => dns::fields(fields, dns::LENGTH),
            Protocol::Smtp => lines::fields(fields, lines::SMTP),
            Protocol::Ftp => lines::fields(fields, lines::FTP),
            Protocol::Pop3 => lines::fields(fields, lines::POP3),
            Protocol::Imap => lines::fields(fields, lines::IMAP),
            Protocol::Telnet => telnet::fields(fields),
            Protocol::Dns => dns::fields(fields, 0),
            Protocol::Dhcp => dhcp::fields(fields),
            Protocol::Ntp => ntp::fields(fields),
            Protocol::Snmp => snmp::fields(fields),
        }
    }
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

/// The protocol of a payload, and the port that told it where the bytes alone did not; 0 where they did.
pub(super) fn find(payload: &[u8], udp: bool, ports: [u16; 2]) -> Option<(Protocol, u16)> {
    let mut by_port = None;
    let mut asked = (None, Looks::Other);
    for &(port, protocol) in if udp { UDP } else { TCP } {
        if asked.0 != Some(protocol) {
            asked = (Some(protocol), protocol.looks(Payload { bytes: payload }));
        }
        match asked.1 {
            Looks::Sure => return Some((protocol, 0)),
            Looks::Possible if by_port.is_none() && ports.contains(&port) => by_port = Some((protocol, port)),
            _ => {}
        }
    }
    by_port
}

/// Shows what a payload of a protocol, which begins at `offset` of the frame, says: the layer and its fields.
pub(super) fn show((protocol, port): (Protocol, u16), bytes: &[u8], offset: usize, to: &mut Sheet<'_>) {
    let payload = Payload { bytes };
    if to.wants_texts {
        protocol.line(payload, to);
    }
    if port > 0 {
        to.phrase(" (by port %n)", &[], port.into(), 0);
    }
    let names = names::find(NAMES, protocol as u32).unwrap_or_default();
    to.row(Row::new(names, offset as u32, bytes.len() as u32, Holds::Layer));
    let mut fields = Fields { payload, offset, at: 0, to };
    let _ = protocol.fields(&mut fields);
    fields.rest("data.data Data");
}

/// What a segment or a datagram carries.
#[derive(Clone, Copy)]
struct Payload<'a> {
    bytes: &'a [u8],
}

impl<'a> Payload<'a> {
    /// The byte at an offset, or [`NONE`].
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn byte(self, at: usize) -> u32 {
        self.bytes.get(at).map_or(NONE, |byte| u32::from(*byte))
    }

    /// Two bytes as a number, or [`NONE`].
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn half(self, at: usize) -> u32 {
        self.from(at).first_chunk().map_or(NONE, |bytes| u16::from_be_bytes(*bytes).into())
    }

    /// As many bytes at an offset, or those that are there.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn part(self, at: usize, length: usize) -> &'a [u8] {
        let bytes = self.from(at);
        bytes.get(..length).unwrap_or(bytes)
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
        let ([text @ .., b'\r', b'\n'] | [text @ .., b'\r' | b'\n'] | text) = line;
        let printable = |byte: &u8| (0x20..0x7f).contains(byte) || *byte >= 0x80 || *byte == b'\t';
        (length > 0 && text.iter().take(4).all(printable)).then_some((text, length))
    }
}

/// What is read past the end: no byte and no two bytes are that much, and no payload has so many bytes after its end.
const NONE: u32 = 0x1_0000;

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
        self.row(names, length, Holds::Text, 0);
    }

    /// The next `length` bytes as a field of text.
    fn as_text(&mut self, names: &'static str, length: usize) {
        self.text(names, length, self.payload.part(self.at, length));
    }

    /// The next `length` bytes as a field; nothing where there is none.
    fn bytes(&mut self, names: &'static str, length: usize) {
        let bytes = self.payload.part(self.at, length);
        if !bytes.is_empty() {
            super::text::bytes(self.to, bytes);
            self.row(names, bytes.len(), Holds::Bytes, 0);
        }
    }

    /// What is left, as one field.
    fn rest(&mut self, names: &'static str) {
        self.bytes(names, usize::MAX);
    }

    /// A field of the next `length` bytes, a number's its value; its text was said.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn row(&mut self, names: &'static str, length: usize, holds: Holds, number: u32) {
        let offset = (self.offset + self.at) as u32;
        self.to.row(Row { number, ..Row::new(names, offset, length as u32, holds) });
        self.at += length;
    }

    fn byte(&self, ahead: usize) -> u32 {
        self.payload.byte(self.at + ahead)
    }
}

#[cfg(test)]
mod tests;
