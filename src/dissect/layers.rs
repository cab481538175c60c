//! From headers to layers: each span becomes a field with a value and a text.

use super::names::{self, Registry};
use super::show::{Holds, Row, Sheet};
use super::{app, text};
use crate::wire::{
    ChecksumStatus, Checksums, Field, Format, Layer, Outline, Part, Sense, Span, Spans, arp, each_span, ipv6, loopback,
    tcp,
};

/// Shows the layers of what was read of `frame`; `quoted` is what was read of the packet that an ICMP or ICMPv6 error quotes, its
/// payload.
pub(crate) fn show(
    frame: &[u8],
    outline: &Outline,
    checksums: Checksums,
    quoted: Option<&Outline>,
    to: &mut Sheet<'_>,
) {
    Layers { frame, offset: 0, to }.all(outline, checksums, quoted);
}

/// What is no header: the layer, and after it the field that it is.
const PARTS: Registry = "\
0 payload Payload
data.data Payload
payload Quoted payload
data.data Quoted payload
payload After the quoted packet
data.data After the quoted packet
trailer Trailer
frame.trailer Trailer";

const PAYLOAD: u32 = 0;
const QUOTED: u32 = 2;
const AFTER_QUOTED: u32 = 4;
const TRAILER: u32 = 6;

/// Where the next layer begins, and where it goes.
pub(super) struct Layers<'a, 's> {
    frame: &'a [u8],
    offset: usize,
    pub(super) to: &'a mut Sheet<'s>,
}

impl<'a> Layers<'a, '_> {
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn all(&mut self, outline: &Outline, checksums: Checksums, quoted: Option<&Outline>) {
        self.link(outline.link);
        self.network(outline.network, Some(checksums));
        self.transport(outline.transport, Some(checksums));
        let payload_end = self.frame.len() - outline.trailer;
        let rest = match quoted {
            Some(quoted) => self.quoted(quoted, payload_end),
            None => PAYLOAD,
        };
        self.application(outline);
        self.bytes(rest, payload_end);
        self.bytes(TRAILER, self.frame.len());
    }

    fn link(&mut self, Part { layer, length }: Part) {
        let Some(layer) = layer else { return };
        match layer {
            Layer::Sll => self.say("%0k, %14e", 0),
            Layer::Sll2 => self.say("%10K, %0e", 0),
            Layer::Null | Layer::Loop => {
                let header = self.raw().first_chunk().map(|header| loopback::Header::from_bytes(header, layer));
                self.say("%f", header.unwrap_or_default().family);
            }
            _ => self.say_ethernet(length),
        }
        // The layers of link headers have the numbers of their link types.
        self.header(names::LINK + layer as u32, layer, length, None);
    }

    /// Shows the headers of a quoted packet, which is in a message up to `end`; what follows them.
    fn quoted(&mut self, packet: &Outline, end: usize) -> u32 {
        let header = self.next(packet.network.length);
        self.network(packet.network, None);
        self.transport(packet.transport, None);
        let protocol = match packet.network.layer {
            Some(Layer::Ipv4) => header.get(9).copied(),
            Some(Layer::Ipv6) => ipv6::Bytes::of(header).map(|header| header.extensions().last_next_header()),
            // It was none.
            _ => return PAYLOAD,
        };
        if protocol == Some(tcp::PROTOCOL) && packet.transport.layer.is_none() {
            self.cut_segment(end);
        }
        if packet.trailer == 0 {
            return QUOTED;
        }
        self.bytes(QUOTED, end - packet.trailer);
        AFTER_QUOTED
    }

    /// Shows as much of a segment as RFC 792 has routers quote: ports and sequence number.
    fn cut_segment(&mut self, end: usize) {
        if end >= self.offset + tcp::QUOTED_LENGTH {
            self.say("%0h → %2h, seq %4w", 0);
            self.header(names::QUOTED + u32::from(tcp::PROTOCOL), Layer::Tcp, tcp::QUOTED_LENGTH, None);
        }
    }

    /// Shows a network header, of a quoted packet where there are no checksums.
    fn network(&mut self, Part { layer, length }: Part, checksums: Option<Checksums>) {
        let quoted = if checksums.is_none() { names::QUOTED } else { 0 };
        match layer {
            None => {}
            Some(Layer::Ipv4) => {
                self.say_ipv4();
                let checksum = checksums.map(|checksums| checksums.network);
                self.header(quoted + names::IPV4, Layer::Ipv4, length, checksum);
            }
            Some(Layer::Ipv6) => {
                let header = self.next(length);
                self.say("%8A → %24A, %6p, payload length %4h", 0);
                self.header(quoted + names::IPV6, Layer::Ipv6, ipv6::FIXED_LENGTH, None);
                for extension in ipv6::Bytes::of(header).into_iter().flat_map(ipv6::Bytes::extensions) {
                    self.say_extension(&extension);
                    let length = extension.as_bytes().len();
                    self.fields(extension.kind().into(), length, None, &|spans| extension.each_span(spans));
                }
            }
            Some(_) => {
                self.say_arp();
                self.header(arp::ETHER_TYPE.into(), Layer::Arp, length, None);
            }
        }
    }

    /// Shows a transport header, of a quoted packet where there are no checksums.
    fn transport(&mut self, Part { layer, length }: Part, checksums: Option<Checksums>) {
        let Some(layer) = layer else { return };
        let quoted = if checksums.is_none() { names::QUOTED } else { 0 };
        match layer {
            Layer::Tcp => self.say_segment(),
            Layer::Udp => self.say("%0h → %2h, length %4h", 0),
            Layer::Icmp => self.say_message(names::ICMP_TYPES),
            _ => self.say_message(names::ICMPV6_TYPES),
        }
        let protocol = layer.protocol().unwrap_or_default();
        let checksum = checksums.map(|checksums| checksums.transport);
        self.header(quoted + u32::from(protocol), layer, length, checksum);
    }

    /// Shows a header of this layer and length, by its number in [`names::LAYERS`]; its checksum, where it has one, is in this state.
    fn header(&mut self, number: u32, layer: Layer, length: usize, checksum: Option<ChecksumStatus>) {
        let header = self.next(length);
        self.fields(number, length, checksum, &|spans| each_span(layer, header, spans));
    }

    /// The same of any header, whose spans tile the next `length` bytes.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn fields(
        &mut self,
        number: u32,
        length: usize,
        checksum: Option<ChecksumStatus>,
        each_span: &dyn Fn(&mut Spans<'_>),
    ) {
        self.row(names::find(names::LAYERS, number).unwrap_or_default(), length, Holds::Layer);
        let raw = self.raw();
        each_span(&mut Spans::new(&mut |span| field(self.to, raw, self.offset, &span, checksum)));
        self.offset += length;
    }

    /// Shows a transport's payload where its protocol is known.
    fn application(&mut self, outline: &Outline) {
        let udp = match outline.transport.layer {
            Some(Layer::Tcp) => false,
            Some(Layer::Udp) => true,
            _ => return,
        };
        let Some([a, b, c, d]) = outline.transport_of(self.frame).first_chunk() else { return };
        let ports = [u16::from_be_bytes([*a, *b]), u16::from_be_bytes([*c, *d])];
        let payload = outline.payload_of(self.frame);
        if let Some(found) = app::find(payload, udp, ports).filter(|_| !payload.is_empty()) {
            app::show(found, payload, self.offset, self.to);
            self.offset += payload.len();
        }
    }

    /// Shows what stands up to `end`, where anything does, as one field of bytes.
    fn bytes(&mut self, part: u32, end: usize) {
        let length = end.saturating_sub(self.offset);
        if length == 0 {
            return;
        }
        for (number, holds) in [(part, Holds::Layer), (part + 1, Holds::Bytes)] {
            self.say("%n bytes", length as u32);
            self.row(names::find(PARTS, number).unwrap_or_default(), length, holds);
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

    /// The next bytes, so many.
    fn next(&self, length: usize) -> &'a [u8] {
        self.raw().get(..length).unwrap_or_default()
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
