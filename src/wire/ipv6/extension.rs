//! Extension headers: RFC 8200 4.3 (Hop-by-Hop Options), 4.4 (Routing), 4.5 (Fragment), 4.6 (Destination Options) and RFC 4302
//! (Authentication). Whatever else a next header names ends the chain: it is what the packet carries.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +---------------+---------------+-------------------------------+
//! |  next header  | header length | options; or type, segments    |
//! |               |               | left and data; or reserved    |
//! +---------------+---------------+-------------------------+---+-+
//! |  next header  |   reserved    |     fragment offset     |res|M|
//! +---------------+---------------+-------------------------+---+-+
//! |                        identification                         |
//! +---------------------------------------------------------------+
//! ```

use super::option::{self, Options};
use crate::wire::error::{Kind, Layer, Report, fault, truncated};
use crate::wire::fields::{Spans, fields};
use crate::wire::{header_length_fault, tlv};

/// How many extension headers are read; RFC 8200 4.1 has each at most once, but for Destination Options.
pub const MAXIMUM_EXTENSIONS: usize = 16;

/// The numbers of the extension headers that are read, and of those that end the chain.
pub mod kind {
    /// Hop-by-Hop Options.
    pub const HOP_BY_HOP: u8 = 0;
    /// Routing.
    pub const ROUTING: u8 = 43;
    /// Fragment.
    pub const FRAGMENT: u8 = 44;
    /// Encapsulating Security Payload, RFC 4303: what follows is encrypted, so it is the payload.
    pub const ESP: u8 = 50;
    /// Authentication, RFC 4302.
    pub const AUTHENTICATION: u8 = 51;
    /// Nothing follows.
    pub const NO_NEXT_HEADER: u8 = 59;
    /// Destination Options.
    pub const DESTINATION_OPTIONS: u8 = 60;
}

pub(crate) mod field {
    use crate::wire::field::{Field, Sense};

    pub(super) const HOP_BY_HOP: [Field; 2] = [
        Field::number("ipv6.hopopts.nxt Next header", 0..8).of(Sense::Protocol),
        Field::number("ipv6.hopopts.len Header length", 8..16),
    ];
    pub(super) const DESTINATION: [Field; 2] = [
        Field::number("ipv6.dstopts.nxt Next header", 0..8).of(Sense::Protocol),
        Field::number("ipv6.dstopts.len Header length", 8..16),
    ];
    pub(crate) const ROUTING: [Field; 5] = [
        Field::number("ipv6.routing.nxt Next header", 0..8).of(Sense::Protocol),
        Field::number("ipv6.routing.len Header length", 8..16),
        Field::number("ipv6.routing.type Type", 16..24),
        Field::number("ipv6.routing.segleft Segments left", 24..32),
        Field::bytes("ipv6.routing.unknown.data Data"),
    ];
    pub(super) const OFFSET: Field =
        Field::number("ipv6.fraghdr.offset Fragment offset", 16..29).scaled(8).of(Sense::Bytes);
    pub(super) const RESERVED_BITS: Field = Field::number("ipv6.fraghdr.reserved_bits Reserved bits", 29..31);
    pub(super) const MORE: Field = Field::flag("ipv6.fraghdr.more More fragments", 31);
    pub(super) const IDENTIFICATION: Field = Field::hex("ipv6.fraghdr.ident Identification", 32..64);
    pub(super) const RESERVED: Field = Field::hex("ipv6.fraghdr.reserved_octet Reserved", 8..16);
    pub(crate) const FRAGMENT: [Field; 6] = [
        Field::number("ipv6.fraghdr.nxt Next header", 0..8).of(Sense::Protocol),
        RESERVED,
        OFFSET,
        RESERVED_BITS,
        MORE,
        IDENTIFICATION,
    ];
    pub(crate) const AUTHENTICATION: [Field; 6] = [
        Field::number("ah.next_header Next header", 0..8).of(Sense::Protocol),
        Field::number("ah.length Length", 8..16),
        Field::hex("ah.reserved Reserved", 16..32),
        Field::hex("ah.spi Security parameters index", 32..64),
        Field::number("ah.sequence Sequence number", 64..96),
        Field::bytes("ah.icv Integrity check value"),
    ];
}

/// One extension header, as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension<'a> {
    kind: u8,
    /// At least the fixed part of its kind.
    bytes: &'a [u8],
}

/// What an extension header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// Options for every router on the way.
    HopByHop(Options<'a>),
    /// Options for the destination.
    DestinationOptions(Options<'a>),
    /// A route.
    Routing {
        /// Its format: 2 for mobile nodes (RFC 6275), 3 for RPL (RFC 6554), 4 for segments (RFC 8754).
        routing_type: u8,
        /// How many of its nodes are still to be visited.
        segments_left: u8,
        /// All that follows.
        data: &'a [u8],
    },
    /// Where this fragment belongs.
    Fragment(Fragment),
    /// Proof of the packet's origin, RFC 4302 2.
    Authentication {
        /// Reserved, 0 by right.
        reserved: u16,
        /// Which security association.
        security_parameters_index: u32,
        /// The packet's number within it.
        sequence_number: u32,
        /// The integrity check value.
        integrity_check: &'a [u8],
    },
}

/// A Fragment header, RFC 8200 4.5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    /// The reserved byte, 0 by right.
    pub reserved: u8,
    /// Where this fragment's data stands in the whole, in bytes: a multiple of 8, at most 65,528.
    pub offset: u16,
    /// The two reserved bits, 0 by right.
    pub reserved_bits: u8,
    /// Whether more fragments follow this one.
    pub more_fragments: bool,
    /// What the fragments of one packet have in common.
    pub identification: u32,
}

/// The extension headers of a packet.
#[derive(Clone, Debug)]
pub struct Extensions<'a> {
    next: u8,
    bytes: &'a [u8],
}

impl<'a> Extensions<'a> {
    /// The extension headers at the start of these bytes, of which the first is of this kind.
    pub(super) const fn new(first: u8, bytes: &'a [u8]) -> Self {
        Extensions { next: first, bytes }
    }

    /// What the next header is, that of the chain's end where all were taken.
    #[must_use]
    pub const fn next_header(&self) -> u8 {
        self.next
    }

    /// What the header after the last one is.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn last_next_header(mut self) -> u8 {
        self.by_ref().for_each(drop);
        self.next
    }

    /// The first Fragment header.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn fragment(mut self) -> Option<Fragment> {
        self.find_map(|extension| extension.fragment())
    }

    /// Whether the packet is one of several fragments.
    pub(crate) fn is_fragment(&self) -> bool {
        self.clone().fragment().is_some_and(|fragment| fragment.more_fragments || fragment.offset != 0)
    }

    /// The length of a packet, its header included, whose payload length is this.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn total_length(self, payload_length: u16) -> Option<usize> {
        let length = match payload_length {
            0 if self.next != kind::NO_NEXT_HEADER => self.jumbo_length()?,
            length => length.into(),
        };
        Some(length.saturating_add(super::FIXED_LENGTH))
    }

    /// Where a packet is bound for in the end whose header names this destination.
    pub(super) fn final_destination<'b>(mut self, destination: &'b [u8; 16]) -> Option<&'b [u8; 16]>
    where
        'a: 'b,
    {
        let Some((routing_type, addresses)) = self.find_map(|extension| extension.route_left()) else {
            return Some(destination);
        };
        match routing_type {
            0 | 2 => addresses.last_chunk(), // RFC 2460 4.4, RFC 6275 6.4
            4 => addresses.first_chunk(),    // RFC 8754 2: in reverse order
            _ => None,
        }
    }

    /// What a Jumbo Payload option says, which must be in a Hop-by-Hop header at the front.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn jumbo_length(mut self) -> Option<usize> {
        self.next().filter(|first| first.kind == kind::HOP_BY_HOP)?.options()?.jumbo_length()
    }
}

impl<'a> Iterator for Extensions<'a> {
    type Item = Extension<'a>;

    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn next(&mut self) -> Option<Extension<'a>> {
        let (fixed, claimed) = (fixed_length(self.next), claimed_length(self.next, self.bytes));
        let (bytes, rest) = self.bytes.split_at_checked(claimed).filter(|_| fixed > 0 && claimed >= fixed)?;
        let kind = self.next;
        (self.next, self.bytes) = (*bytes.first()?, rest);
        Some(Extension { kind, bytes })
    }
}

/// The bytes that the fixed part of a header of this kind takes; 0 where it is no extension header.
const fn fixed_length(kind: u8) -> usize {
    match kind {
        kind::HOP_BY_HOP | kind::ROUTING | kind::DESTINATION_OPTIONS | kind::FRAGMENT => 8,
        kind::AUTHENTICATION => 12,
        _ => 0,
    }
}

/// The bytes that an extension header of this kind takes, by its own claim.
fn claimed_length(kind: u8, bytes: &[u8]) -> usize {
    let claimed = bytes.get(1).map_or(0, |length| usize::from(*length));
    match kind {
        kind::FRAGMENT => 8,
        kind::AUTHENTICATION => (claimed + 2) * 4,
        _ => (claimed + 1) * 8,
    }
}

/// Reads extension headers, of which the first is of kind `next`, up to the end of what can be read; the bytes that they take.
/// They begin `offset` bytes into the frame.
pub(super) fn check<R: Report>(next: u8, bytes: &[u8], offset: u32, report: &mut R) -> Result<usize, R::Stop> {
    let mut extensions = Extensions::new(next, bytes);
    for _ in 0..MAXIMUM_EXTENSIONS {
        let at = offset + (bytes.len() - extensions.bytes.len()) as u32;
        let Some(extension) = extensions.next() else {
            unread(&extensions, at, report)?;
            return Ok((at - offset) as usize);
        };
        if let Some(options) = extension.options() {
            options.check(at + 2, report)?;
        }
        // What follows is out of the middle of the whole, and no header.
        if let Some(Fragment { offset: 1.., .. }) = extension.fragment() {
            return Ok((at - offset) as usize + extension.bytes.len());
        }
    }
    let read = bytes.len() - extensions.bytes.len();
    if fixed_length(extensions.next) > 0 {
        let kind = Kind::TooManyExtensions { limit: MAXIMUM_EXTENSIONS as u32 };
        fault(report, Layer::Ipv6, offset + read as u32, 0, kind)?;
    }
    Ok(read)
}

/// Says why the header at the front was not read, where it is an extension header.
#[cold]
#[cfg_attr(not(target_arch = "wasm32"), inline(never))]
fn unread<R: Report>(Extensions { next, bytes }: &Extensions<'_>, at: u32, report: &mut R) -> Result<(), R::Stop> {
    let (fixed, claimed) = (fixed_length(*next), claimed_length(*next, bytes));
    if fixed == 0 {
        return Ok(());
    }
    if bytes.len() < fixed {
        return truncated(report, Layer::Ipv6, at, fixed, bytes);
    }
    header_length_fault(report, Layer::Ipv6, at + 1, claimed, fixed, bytes.len())
}

impl<'a> Extension<'a> {
    /// Its number.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        self.kind
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The number of the header that follows it.
    #[must_use]
    pub fn next_header(&self) -> u8 {
        self.bytes.first().copied().unwrap_or(kind::NO_NEXT_HEADER)
    }

    /// The options, of a header that has some.
    pub(super) fn options(&self) -> Option<Options<'a>> {
        matches!(self.kind, kind::HOP_BY_HOP | kind::DESTINATION_OPTIONS)
            .then(|| Options::new(self.bytes.get(2..).unwrap_or_default()))
    }

    /// Where the fragment belongs, of a Fragment header.
    pub(crate) fn fragment(&self) -> Option<Fragment> {
        self.bytes.first_chunk().filter(|_| self.kind == kind::FRAGMENT).map(Fragment::from_wire)
    }

    /// The type, of a Routing header with segments left, and what follows its first 8 bytes: addresses.
    pub(super) fn route_left(&self) -> Option<(u8, &'a [u8])> {
        let ([_, _, routing_type, segments_left, ..], addresses) = self.bytes.split_first_chunk::<8>()?;
        (self.kind == kind::ROUTING && *segments_left > 0).then_some((*routing_type, addresses))
    }

    /// What it says.
    #[must_use]
    pub fn content(&self) -> Content<'a> {
        let (head, data) = self.bytes.split_first_chunk::<4>().unwrap_or((&[0; 4], &[]));
        match self.kind {
            kind::HOP_BY_HOP => Content::HopByHop(self.options().unwrap_or_default()),
            kind::DESTINATION_OPTIONS => Content::DestinationOptions(self.options().unwrap_or_default()),
            kind::ROUTING => Content::Routing { routing_type: head[2], segments_left: head[3], data },
            kind::FRAGMENT => Content::Fragment(self.fragment().unwrap_or_default()),
            _ => {
                let (numbers, integrity_check) = data.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
                let [a, b, c, d, e, f, g, h] = *numbers;
                Content::Authentication {
                    reserved: u16::from_be_bytes([head[2], head[3]]),
                    security_parameters_index: u32::from_be_bytes([a, b, c, d]),
                    sequence_number: u32::from_be_bytes([e, f, g, h]),
                    integrity_check,
                }
            }
        }
    }

    /// Names every bit of the header, in wire order.
    pub(crate) fn each_span(&self, spans: &mut Spans<'_>) {
        let (fields, options) = match self.kind {
            kind::HOP_BY_HOP => (fields!(&field::HOP_BY_HOP), self.options()),
            kind::DESTINATION_OPTIONS => (fields!(&field::DESTINATION), self.options()),
            kind::ROUTING => (fields!(&field::ROUTING), None),
            kind::FRAGMENT => (fields!(&field::FRAGMENT), None),
            _ => (fields!(&field::AUTHENTICATION), None),
        };
        match options {
            Some(options) => {
                spans.fields(fields, 2);
                tlv::each_span(options.items(), &option::NAMES, spans);
            }
            None => spans.fields(fields, self.bytes.len()),
        }
    }
}

impl Fragment {
    fn from_wire(bytes: &[u8; 8]) -> Self {
        Fragment {
            reserved: field::RESERVED.get(bytes) as u8,
            offset: field::OFFSET.get(bytes) as u16 * 8,
            reserved_bits: field::RESERVED_BITS.get(bytes) as u8,
            more_fragments: field::MORE.get(bytes) == 1,
            identification: field::IDENTIFICATION.get(bytes),
        }
    }

    /// The header as it stands on the wire.
    ///
    /// ```
    /// use drywire::wire::ipv6::Fragment;
    /// let fragment = Fragment { offset: 1480, identification: 7, ..Fragment::default() };
    /// assert_eq!(fragment.to_wire(17), [17, 0, 0x05, 0xc8, 0, 0, 0, 7]);
    /// ```
    #[must_use]
    pub const fn to_wire(self, next_header: u8) -> [u8; 8] {
        let mut bytes = [next_header, 0, 0, 0, 0, 0, 0, 0];
        field::RESERVED.put(&mut bytes, self.reserved as u32);
        field::OFFSET.put(&mut bytes, self.offset as u32 / 8);
        field::RESERVED_BITS.put(&mut bytes, self.reserved_bits as u32);
        field::MORE.put(&mut bytes, self.more_fragments as u32);
        field::IDENTIFICATION.put(&mut bytes, self.identification);
        bytes
    }
}
