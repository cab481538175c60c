//! From headers to layers: each span becomes a field with a value and a text.

use super::text;
use super::{DissectedField, DissectedLayer, Value};
use crate::wire::{ChecksumStatus, Checksums, Field, Format, Link, Network, Packet, Span, Transport, icmpv4};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::net::Ipv4Addr;

/// The layers of a packet, read from `frame`.
pub(super) fn of(frame: &[u8], packet: &Packet<'_>, checksums: Checksums) -> Vec<DissectedLayer> {
    let mut layers = Layers { frame, offset: 0, layers: Vec::new() };
    layers.link(&packet.link);
    layers.network(&packet.network, checksums);
    layers.transport(&packet.transport, checksums);
    let quoted = quoted(packet);
    if let Some(quoted) = &quoted {
        layers.header("ipv4", "Quoted IPv4", text::ipv4(&quoted.ipv4), None, |each| quoted.ipv4.spans(each));
    }
    let payload_end = frame.len() - packet.trailer.len();
    let label = match &packet.network {
        Network::Ipv6 => "IPv6 packet",
        _ if quoted.is_some() => "Quoted payload",
        _ => "Payload",
    };
    layers.bytes("payload", label, "data.data", payload_end);
    layers.bytes("trailer", "Trailer", "frame.trailer", frame.len());
    layers.layers
}

fn quoted<'a>(packet: &Packet<'a>) -> Option<icmpv4::Quoted<'a>> {
    match &packet.transport {
        Transport::Icmp(header) => header.quoted(packet.payload),
        _ => None,
    }
}

/// The layers so far, and where the next one begins.
struct Layers<'a> {
    frame: &'a [u8],
    offset: usize,
    layers: Vec<DissectedLayer>,
}

impl Layers<'_> {
    fn link(&mut self, link: &Link<'_>) {
        match link {
            Link::None => {}
            Link::Ethernet(header) => {
                self.header("ethernet", "Ethernet", text::ethernet(header), None, |each| header.spans(each));
            }
            Link::Null(header) => {
                self.header("null", "Loopback", text::loopback(header), None, |each| header.spans(each));
            }
            Link::Loop(header) => {
                self.header("loop", "OpenBSD loopback", text::loopback(header), None, |each| header.spans(each));
            }
            Link::Sll(header) => {
                let text = text::cooked(header.packet_type, header.protocol);
                self.header("sll", "Linux cooked capture", text, None, |each| header.spans(each));
            }
            Link::Sll2(header) => {
                let text = text::cooked(header.packet_type.into(), header.protocol);
                self.header("sll2", "Linux cooked capture v2", text, None, |each| header.spans(each));
            }
        }
    }

    fn network(&mut self, network: &Network<'_>, checksums: Checksums) {
        let status = Some(checksums.network);
        match network {
            Network::None | Network::Ipv6 => {}
            Network::Ipv4(header) => self.header("ipv4", "IPv4", text::ipv4(header), status, |each| header.spans(each)),
            Network::Arp(header) => self.header("arp", "ARP", text::arp(header), None, |each| header.spans(each)),
        }
    }

    fn transport(&mut self, transport: &Transport<'_>, checksums: Checksums) {
        let status = Some(checksums.transport);
        match transport {
            Transport::None => {}
            Transport::Tcp(header) => self.header("tcp", "TCP", text::tcp(header), status, |each| header.spans(each)),
            Transport::Udp(header) => self.header("udp", "UDP", text::udp(header), status, |each| header.spans(each)),
            Transport::Icmp(header) => {
                self.header("icmp", "ICMP", text::icmp(header), status, |each| header.spans(each));
            }
        }
    }

    /// Appends a header whose spans tile the bytes from here on; its checksum, where it has one, is in this state.
    fn header(
        &mut self,
        name: &'static str,
        label: &'static str,
        text: String,
        checksum: Option<ChecksumStatus>,
        spans: impl FnOnce(&mut dyn FnMut(Span)),
    ) {
        let bytes = self.frame.get(self.offset..).unwrap_or_default();
        let mut fields = Vec::new();
        let mut end = 0;
        spans(&mut |span| {
            let mut field = dissected(span, bytes, checksum);
            field.offset += self.offset as u32;
            end = span.byte_range().end;
            fields.push(field);
        });
        let (offset, length) = (self.offset as u32, end as u32);
        self.layers.push(DissectedLayer { name, label, offset, length, text, fields });
        self.offset += end;
    }

    /// Appends what stands up to `end`, where anything does, as one field of bytes.
    fn bytes(&mut self, name: &'static str, label: &'static str, field_name: &'static str, end: usize) {
        let length = end.saturating_sub(self.offset);
        if length == 0 {
            return;
        }
        let (offset, count) = (self.offset as u32, length as u32);
        let text = format!("{length} bytes");
        let mut field = DissectedField::of(Field { name: field_name, label, ..BYTES }, Value::Bytes, text.clone());
        (field.offset, field.length) = (offset, count);
        self.layers.push(DissectedLayer { name, label, offset, length: count, text, fields: alloc::vec![field] });
        self.offset = end;
    }
}

const BYTES: Field = Field { name: "", label: "", start: 0, length: 0, format: Format::Bytes, scale: 1 };

/// A field of a header that begins with `bytes`; its offset counts from there.
fn dissected(span: Span, bytes: &[u8], checksum: Option<ChecksumStatus>) -> DissectedField {
    let range = span.byte_range();
    let raw = bytes.get(range.clone()).unwrap_or_default();
    let value = match (span.field.format, span.number(bytes), raw) {
        (Format::Flag, Some(number), _) => Value::Flag(number == 1),
        (Format::Number | Format::Hex | Format::LittleEndian, Some(number), _) => Value::Number(number),
        (Format::Ipv4, _, &[a, b, c, d]) => Value::Text(Ipv4Addr::new(a, b, c, d).to_string()),
        (Format::Mac, ..) => Value::Text(text::colon_hex(raw)),
        _ => Value::Bytes,
    };
    let text = text::of(&span, &value, raw, checksum);
    let mut field = DissectedField::of(span.field, value, text);
    (field.offset, field.length) = (range.start as u32, range.len() as u32);
    field.bit_mask = bit_mask(&span);
    field
}

/// The span's bits within its bytes, unless it has all of them.
fn bit_mask(span: &Span) -> Option<u32> {
    if span.length == 0 || span.length.is_multiple_of(8) && span.start.is_multiple_of(8) {
        return None;
    }
    let shift = 7 - (span.start + span.length - 1) % 8;
    Some((u32::MAX >> (32 - span.length)) << shift)
}
