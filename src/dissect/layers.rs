//! From headers to layers: each span becomes a field with a value and a text.

use super::show::{Holds, Row, Sheet};
use super::{app, names, text};
use crate::wire::ipv6;
use crate::wire::{
    ChecksumStatus, Checksums, Field, Format, Link, Network, Packet, Sense, Span, Spanned, Spans, Transport, ipv4, tcp,
};

/// Shows the layers of a packet that was read from `frame`; `quoted` is the packet that an ICMP or ICMPv6 error quotes, read
/// from the packet's payload.
pub(crate) fn show(
    frame: &[u8],
    packet: &Packet<'_>,
    checksums: Checksums,
    quoted: Option<&Packet<'_>>,
    to: &mut Sheet<'_>,
) {
    let mut layers = Layers { frame, offset: 0, to };
    layers.link(&packet.link);
    layers.network(&packet.network, Some(checksums));
    layers.transport(&packet.transport, Some(checksums));
    let payload_end = frame.len() - packet.trailer.len();
    let rest = match quoted {
        Some(quoted) => layers.quoted(quoted, payload_end),
        None => PAYLOAD,
    };
    layers.application(&packet.transport, packet.payload.len());
    layers.bytes(rest, payload_end);
    layers.bytes(&["trailer Trailer", "frame.trailer Trailer"], frame.len());
}

/// The names of a payload, and of the field that it is.
const PAYLOAD: &[&str; 2] = &["payload Payload", "data.data Payload"];
const QUOTED: &[&str; 2] = &["payload Quoted payload", "data.data Quoted payload"];

/// Where the next layer begins, and where it goes.
struct Layers<'a, 's> {
    frame: &'a [u8],
    offset: usize,
    to: &'a mut Sheet<'s>,
}

impl<'a> Layers<'a, '_> {
    fn link(&mut self, link: &Link<'_>) {
        let raw = self.raw();
        let (names, header): (_, &dyn Spanned) = match link {
            Link::None => return,
            Link::Ethernet(header) => {
                text::ethernet(self.to, header, raw);
                ("ethernet Ethernet", header)
            }
            Link::Null(header) | Link::Loop(header) => {
                self.to.named(names::FAMILIES, header.family);
                let is_null = matches!(link, Link::Null(_));
                (if is_null { "null Loopback" } else { "loop OpenBSD loopback" }, header)
            }
            Link::Sll(header) => {
                text::cooked(self.to, header.packet_type, header.protocol);
                ("sll Linux cooked capture", header)
            }
            Link::Sll2(header) => {
                text::cooked(self.to, header.packet_type.into(), header.protocol);
                ("sll2 Linux cooked capture v2", header)
            }
        };
        self.header(names, link.emitted_len(), None, header);
    }

    /// Shows the headers of a quoted packet, which is in a message up to `end`; the names of what follows them, and of its field.
    fn quoted(&mut self, packet: &Packet<'_>, end: usize) -> &'static [&'static str; 2] {
        self.network(&packet.network, None);
        self.transport(&packet.transport, None);
        if packet.network.protocol() == Some(tcp::PROTOCOL) && packet.transport == Transport::None {
            self.cut_segment(end);
        }
        match packet.network {
            // It was none.
            Network::None | Network::Arp(_) => PAYLOAD,
            _ if packet.trailer.is_empty() => QUOTED,
            _ => {
                self.bytes(QUOTED, end - packet.trailer.len());
                &["payload After the quoted packet", "data.data After the quoted packet"]
            }
        }
    }

    /// Shows as much of a segment as RFC 792 has routers quote: ports and sequence number.
    fn cut_segment(&mut self, end: usize) {
        if end >= self.offset + 8 {
            let raw = self.raw();
            text::cut_segment(self.to, raw);
            self.header("tcp Quoted TCP", tcp::QuotedHeader::LENGTH, None, &tcp::QuotedHeader);
        }
    }

    /// Shows a network header, of a quoted packet where there are no checksums.
    fn network(&mut self, network: &Network<'_>, checksums: Option<Checksums>) {
        match network {
            Network::None => {}
            Network::Ipv4(header) => self.ipv4(header, checksums),
            Network::Ipv6(header) => self.ipv6(header, checksums.is_none()),
            Network::Arp(header) => {
                text::arp(self.to, header);
                self.header("arp ARP", header.emitted_len(), None, header);
            }
        }
    }

    fn ipv4(&mut self, header: &ipv4::Header<'_>, checksums: Option<Checksums>) {
        let raw = self.raw();
        text::ipv4(self.to, header, raw);
        let names = if checksums.is_none() { "ipv4 Quoted IPv4" } else { "ipv4 IPv4" };
        let checksum = checksums.map(|checksums| checksums.network);
        self.header(names, header.emitted_len(), checksum, header);
    }

    /// Shows the fixed part, and each extension header as a layer of its own.
    fn ipv6(&mut self, header: &ipv6::Header<'_>, quoted: bool) {
        let raw = self.raw();
        text::ipv6(self.to, raw);
        let names = if quoted { "ipv6 Quoted IPv6" } else { "ipv6 IPv6" };
        self.header(names, ipv6::FIXED_LENGTH, None, header);
        for extension in header.extensions() {
            let names = names::find(names::EXTENSIONS, extension.kind().into()).unwrap_or_default();
            text::extension(self.to, &extension);
            self.header(names, extension.as_bytes().len(), None, &extension);
        }
    }

    /// Shows a transport header, of a quoted packet where there are no checksums.
    fn transport(&mut self, transport: &Transport<'_>, checksums: Option<Checksums>) {
        let quoted = checksums.is_none();
        let raw = self.raw();
        let (names, header): (_, &dyn Spanned) = match transport {
            Transport::None => return,
            Transport::Tcp(header) => {
                text::tcp(self.to, header.flags, raw);
                (["tcp TCP", "tcp Quoted TCP"], header)
            }
            Transport::Udp(header) => {
                text::udp(self.to, raw);
                (["udp UDP", "udp Quoted UDP"], header)
            }
            Transport::Icmp(header) => {
                text::message(self.to, (names::ICMP_TYPES, names::ICMP_CODES), header.is_echo(), raw);
                (["icmp ICMP", "icmp Quoted ICMP"], header)
            }
            Transport::Icmpv6(header) => {
                text::message(self.to, (names::ICMPV6_TYPES, names::ICMPV6_CODES), header.is_echo(), raw);
                (["icmpv6 ICMPv6", "icmpv6 Quoted ICMPv6"], header)
            }
        };
        let checksum = checksums.map(|checksums| checksums.transport);
        self.header(names[usize::from(quoted)], transport.emitted_len(), checksum, header);
    }

    /// Shows a header whose spans tile the next `length` bytes; its checksum, where it has one, is in this state.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn header(&mut self, names: &'static str, length: usize, checksum: Option<ChecksumStatus>, header: &dyn Spanned) {
        self.row(names, length, Holds::Layer);
        let raw = self.raw();
        header.each_span(&mut Spans::new(&mut |span| field(self.to, raw, self.offset, &span, checksum)));
        self.offset += length;
    }

    /// Shows a transport's payload of `length` bytes where its protocol is known.
    fn application(&mut self, transport: &Transport<'_>, length: usize) {
        let (udp, ports) = match transport {
            Transport::Tcp(header) => (false, [header.source_port, header.destination_port]),
            Transport::Udp(header) => (true, [header.source_port, header.destination_port]),
            _ => return,
        };
        let end = self.offset + length;
        let payload = self.frame.get(self.offset..end).unwrap_or_default();
        if let Some(found) = app::find(payload, udp, ports).filter(|_| length > 0) {
            app::show(found, self.frame, (self.offset, end), udp, self.to);
            self.offset = end;
        }
    }

    /// Shows what stands up to `end`, where anything does, as one field of bytes.
    fn bytes(&mut self, [layer, field]: &[&'static str; 2], end: usize) {
        let length = end.saturating_sub(self.offset);
        if length == 0 {
            return;
        }
        for (names, holds) in [(layer, Holds::Layer), (field, Holds::Bytes)] {
            self.to.decimal(length as u32);
            self.to.text(" bytes");
            self.row(names, length, holds);
        }
        self.offset = end;
    }

    fn row(&mut self, names: &'static str, length: usize, holds: Holds) {
        self.to.row(Row::new(names, self.offset as u32, length as u32, holds));
    }

    /// The bytes from the next layer's first on.
    fn raw(&self) -> &'a [u8] {
        self.frame.get(self.offset..).unwrap_or_default()
    }
}

/// Shows a field of a header, which begins `offset` bytes into the frame.
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(super) fn field(to: &mut Sheet<'_>, header: &[u8], offset: usize, span: &Span, checksum: Option<ChecksumStatus>) {
    let range = span.byte_range();
    let raw = header.get(range.clone()).unwrap_or_default();
    let Field { names, format, sense, .. } = span.field;
    let holds = match (format, span.number(header)) {
        (Format::Flag, Some(number)) => Holds::Flag(number == 1),
        (Format::Number | Format::Hex | Format::LittleEndian, Some(number)) => Holds::Number(number),
        (Format::Mac, _) if raw.len() == 6 => Holds::Address,
        (Format::Ipv4, _) if raw.len() == 4 => Holds::Address,
        (Format::Mac | Format::Ipv6, _) => Holds::Text,
        _ => Holds::Bytes,
    };
    let mut row = Row::new(names, (offset + range.start) as u32, range.len() as u32, holds);
    row.bit_mask = bit_mask(span);
    if to.wants_texts() {
        text::field(to, holds, format, raw);
        if let Holds::Number(_) = holds {
            row.digits = if format == Format::Number { 0 } else { span.length.div_ceil(4) };
            row.sense = sense;
            if sense == Sense::Checksum {
                row.state = checksum.map_or(u32::MAX, |status| status as u32);
            }
        }
    }
    to.row(row);
}

/// The span's bits within its bytes; 0 where it has all of them.
fn bit_mask(span: &Span) -> u32 {
    if span.length == 0 || span.length.is_multiple_of(8) && span.start.is_multiple_of(8) {
        return 0;
    }
    let shift = 7 - (span.start + span.length - 1) % 8;
    (u32::MAX >> (32 - span.length)) << shift
}
