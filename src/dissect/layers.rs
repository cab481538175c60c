//! From headers to layers: each span becomes a field with a value and a text.

use super::show::{Holds, Row, Sheet};
use super::{app, names, text};
use crate::wire::{
    ChecksumStatus, Checksums, Field, Format, Link, LinkType, Network, Packet, Sense, Span, Spanned, Spans, Transport,
    arp, icmpv4, icmpv6, ipv6, tcp, udp,
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
    Layers { frame, offset: 0, to }.all(packet, checksums, quoted);
}

/// The names of a payload, and of the field that it is.
const PAYLOAD: &[&str; 2] = &["payload Payload", "data.data Payload"];
const QUOTED: &[&str; 2] = &["payload Quoted payload", "data.data Quoted payload"];

/// Where the next layer begins, and where it goes.
pub(super) struct Layers<'a, 's> {
    frame: &'a [u8],
    offset: usize,
    pub(super) to: &'a mut Sheet<'s>,
}

impl<'a> Layers<'a, '_> {
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn all(&mut self, packet: &Packet<'_>, checksums: Checksums, quoted: Option<&Packet<'_>>) {
        self.link(&packet.link);
        self.network(&packet.network, Some(checksums));
        self.transport(&packet.transport, Some(checksums));
        let payload_end = self.frame.len() - packet.trailer.len();
        let rest = match quoted {
            Some(quoted) => self.quoted(quoted, payload_end),
            None => PAYLOAD,
        };
        self.application(&packet.transport, packet.payload.len());
        self.bytes(rest, payload_end);
        self.bytes(&["trailer Trailer", "frame.trailer Trailer"], self.frame.len());
    }

    fn link(&mut self, link: &Link<'_>) {
        let (number, header): (_, &dyn Spanned) = match link {
            Link::None => return,
            Link::Ethernet(header) => {
                self.say_ethernet(header);
                (LinkType::Ethernet, header)
            }
            Link::Null(header) | Link::Loop(header) => {
                self.to.named(names::FAMILIES, "%n", header.family);
                (if matches!(link, Link::Null(_)) { LinkType::Null } else { LinkType::Loop }, header)
            }
            Link::Sll(header) => {
                self.to.named(names::PACKET_TYPES, "%n", header.packet_type.into());
                self.say(", %14e", 0);
                (LinkType::Sll, header)
            }
            Link::Sll2(header) => {
                self.to.named(names::PACKET_TYPES, "%n", header.packet_type.into());
                self.say(", %0e", 0);
                (LinkType::Sll2, header)
            }
        };
        self.header(names::LINK + number as u32, link.emitted_len(), None, header);
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
            self.say("%0h → %2h, seq %4w", 0);
            let number = names::QUOTED + u32::from(tcp::PROTOCOL);
            self.header(number, tcp::QuotedHeader::LENGTH, None, &tcp::QuotedHeader);
        }
    }

    /// Shows a network header, of a quoted packet where there are no checksums.
    fn network(&mut self, network: &Network<'_>, checksums: Option<Checksums>) {
        let quoted = if checksums.is_none() { names::QUOTED } else { 0 };
        match network {
            Network::None => {}
            Network::Ipv4(header) => {
                self.say("%12a → %16a, %9p, length %2h", 0);
                if header.is_fragment() {
                    self.say(", fragment at %n", header.fragment_offset.into());
                }
                let checksum = checksums.map(|checksums| checksums.network);
                self.header(quoted + names::IPV4, header.emitted_len(), checksum, header);
            }
            Network::Ipv6(header) => {
                self.say("%8A → %24A, %6p, payload length %4h", 0);
                self.header(quoted + names::IPV6, ipv6::FIXED_LENGTH, None, header);
                for extension in header.extensions() {
                    self.say_extension(&extension);
                    self.header(extension.kind().into(), extension.as_bytes().len(), None, &extension);
                }
            }
            Network::Arp(header) => {
                self.say_arp(header);
                self.header(arp::ETHER_TYPE.into(), header.emitted_len(), None, header);
            }
        }
    }

    /// Shows a transport header, of a quoted packet where there are no checksums.
    fn transport(&mut self, transport: &Transport<'_>, checksums: Option<Checksums>) {
        let quoted = if checksums.is_none() { names::QUOTED } else { 0 };
        let (protocol, header): (_, &dyn Spanned) = match transport {
            Transport::None => return,
            Transport::Tcp(header) => {
                self.say_segment(header.flags);
                (tcp::PROTOCOL, header)
            }
            Transport::Udp(header) => {
                self.say("%0h → %2h, length %4h", 0);
                (udp::PROTOCOL, header)
            }
            Transport::Icmp(header) => {
                self.say_message(names::ICMP_TYPES);
                (icmpv4::PROTOCOL, header)
            }
            Transport::Icmpv6(header) => {
                self.say_message(names::ICMPV6_TYPES);
                (icmpv6::PROTOCOL, header)
            }
        };
        let checksum = checksums.map(|checksums| checksums.transport);
        self.header(quoted + u32::from(protocol), transport.emitted_len(), checksum, header);
    }

    /// Shows a header whose spans tile the next `length` bytes, by its number in [`names::LAYERS`]; its checksum, where it has one, is
    /// in this state.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn header(&mut self, number: u32, length: usize, checksum: Option<ChecksumStatus>, header: &dyn Spanned) {
        self.row(names::find(names::LAYERS, number).unwrap_or_default(), length, Holds::Layer);
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
            app::show(found, payload, self.offset, self.to);
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

    /// Appends what a phrase says of the next bytes and a number.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn say(&mut self, phrase: &str, number: u32) {
        self.to.phrase(phrase, self.raw(), number, 0);
    }

    fn row(&mut self, names: &'static str, length: usize, holds: Holds) {
        self.to.row(Row::new(names, self.offset as u32, length as u32, holds));
    }

    /// The bytes from the next layer's first on.
    pub(super) fn raw(&self) -> &'a [u8] {
        self.frame.get(self.offset..).unwrap_or_default()
    }
}

/// Shows a field of a header, which begins `offset` bytes into the frame.
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(super) fn field(to: &mut Sheet<'_>, header: &[u8], offset: usize, span: &Span, checksum: Option<ChecksumStatus>) {
    let range = span.byte_range();
    let raw = header.get(range.clone()).unwrap_or_default();
    let Field { names, format, sense, .. } = span.field;
    let (holds, digits) = match format {
        Format::Number => (Holds::Number, 0),
        Format::Hex | Format::LittleEndian => (Holds::Number, span.length.div_ceil(4)),
        Format::Flag => (Holds::Flag, 0),
        Format::Mac if raw.len() == 6 => (Holds::Address, 0),
        Format::Ipv4 if raw.len() == 4 => (Holds::Address, 0),
        Format::Mac | Format::Ipv6 => (Holds::Text, 0),
        Format::Ipv4 | Format::Bytes => (Holds::Bytes, 0),
    };
    let is_number = matches!(holds, Holds::Number | Holds::Flag);
    let row = Row {
        names,
        offset: (offset + range.start) as u32,
        length: range.len() as u32,
        bit_mask: bit_mask(span),
        holds,
        number: span.number(header).filter(|_| is_number).unwrap_or_default(),
        digits,
        sense,
        state: match sense {
            Sense::Checksum => checksum.map_or(u32::MAX, |status| status as u32),
            _ => 0,
        },
    };
    if to.wants_texts {
        text::field(to, holds, format, raw);
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
