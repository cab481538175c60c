//! IPv6, RFC 8200 3, with the differentiated services field of RFC 2474, ECN of RFC 3168 and the flow label of RFC 6437.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-------+-----------+---+---------------------------------------+
//! |version|   DSCP    |ECN|              flow label               |
//! +-------+-----------+---+-------+---------------+---------------+
//! |        payload length         |  next header  |   hop limit   |
//! +-------------------------------+---------------+---------------+
//! |                     source, 128 bits                          |
//! +---------------------------------------------------------------+
//! |                   destination, 128 bits                       |
//! +---------------------------------------------------------------+
//! |            extension headers, each naming the next            |
//! +---------------------------------------------------------------+
//! ```

mod extension;
mod option;

#[cfg(feature = "wasm-bindings")]
pub(crate) use extension::field as extension_field;
pub use extension::{Content, Extension, Extensions, Fragment, MAXIMUM_EXTENSIONS, kind};
#[cfg(feature = "wasm-bindings")]
pub(crate) use option::allows;
pub use option::{Ipv6Option, MAXIMUM_OPTIONS, Options, option_kind};

use super::checksum::Sum;
use super::emit::{EmitError, Out};
use super::error::{Kind, Layer, ParseError, Report, Strict, fault};
use super::field::Span;
use super::fields::{Spans, fields};
use super::reader::{Split, fixed, split_within};
use core::net::Ipv6Addr;

/// IPv6's EtherType.
pub const ETHER_TYPE: u16 = 0x86dd;

/// The length of the fixed part of the header in bytes.
pub const FIXED_LENGTH: usize = 40;

/// The hop limit that a host gives its packets: IPv4's recommended default, which systems use for both.
pub const DEFAULT_HOP_LIMIT: u8 = 64;

pub(crate) mod field {
    use crate::wire::field::{Field, Sense};

    pub(crate) const VERSION: Field = Field::number("ipv6.version Version", 0..4);
    pub(crate) const DSCP: Field =
        Field::number("ipv6.tclass.dscp Differentiated services (DSCP)", 4..10).of(Sense::Dscp);
    pub(crate) const ECN: Field = Field::number("ipv6.tclass.ecn Congestion notification (ECN)", 10..12).of(Sense::Ecn);
    pub(crate) const FLOW_LABEL: Field = Field::hex("ipv6.flow Flow label", 12..32);
    pub(crate) const PAYLOAD_LENGTH: Field = Field::number("ipv6.plen Payload length", 32..48).of(Sense::Bytes);
    pub(crate) const NEXT_HEADER: Field = Field::number("ipv6.nxt Next header", 48..56).of(Sense::Protocol);
    pub(crate) const HOP_LIMIT: Field = Field::number("ipv6.hlim Hop limit", 56..64).of(Sense::Hops);
    pub(crate) const SOURCE: Field = Field::ipv6("ipv6.src Source address", 64..192);
    pub(crate) const DESTINATION: Field = Field::ipv6("ipv6.dst Destination address", 192..320);

    pub(super) const FIXED: [Field; 9] =
        [VERSION, DSCP, ECN, FLOW_LABEL, PAYLOAD_LENGTH, NEXT_HEADER, HOP_LIMIT, SOURCE, DESTINATION];
}

/// A packet's header with the extension headers after it. Its version is always 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header<'a> {
    /// The differentiated services code point, 6 bits (RFC 2474 3).
    pub dscp: u8,
    /// The congestion notification codepoint, 2 bits (RFC 3168 5).
    pub ecn: u8,
    /// The flow label, 20 bits (RFC 6437).
    pub flow_label: u32,
    /// The length in bytes of all that follows the fixed part, extension headers among it.
    pub payload_length: u16,
    /// What follows the fixed part: an extension header, or what the packet carries (6 TCP, 17 UDP, 58 ICMPv6).
    pub next_header: u8,
    /// How many routers the packet may still pass.
    pub hop_limit: u8,
    /// Source address.
    pub source: Ipv6Addr,
    /// Destination address.
    pub destination: Ipv6Addr,
    /// The extension headers that were read, as they stand: [`Header::extensions`] takes them apart.
    pub extension_bytes: &'a [u8],
}

/// A header with no addresses, no data and a hop limit of 64, which says that nothing follows.
impl Default for Header<'_> {
    fn default() -> Self {
        Header {
            dscp: 0,
            ecn: 0,
            flow_label: 0,
            payload_length: 0,
            next_header: kind::NO_NEXT_HEADER,
            hop_limit: DEFAULT_HOP_LIMIT,
            source: Ipv6Addr::UNSPECIFIED,
            destination: Ipv6Addr::UNSPECIFIED,
            extension_bytes: &[],
        }
    }
}

impl<'a> Header<'a> {
    /// Reads a header and the extension headers after it; gives them and all that follows. Whether the payload length fits is
    /// for the packet to say, which knows where the frame ends.
    ///
    /// # Errors
    /// The bytes end inside the header or an extension header, the version is not 6, an option is wrong (RFC 8200 4.2), or
    /// there are more extension headers than are read.
    ///
    /// ```
    /// use drywire::wire::ipv6::Header;
    /// let mut bytes = [0; 40];
    /// (bytes[0], bytes[6], bytes[7], bytes[23], bytes[39]) = (0x60, 59, 64, 1, 1);
    /// let (header, _) = Header::parse(&bytes).unwrap();
    /// assert_eq!((header.source.to_string().as_str(), header.hop_limit), ("::1", 64));
    /// ```
    pub fn parse(input: &'a [u8]) -> Result<(Self, &'a [u8]), ParseError> {
        match Self::split(input, 0, &mut Strict)? {
            Some((fixed, extensions, rest)) => Ok((Self::from_parts(fixed, extensions), rest)),
            None => Err(super::truncated(Layer::Ipv6, 0, FIXED_LENGTH, input).into()),
        }
    }

    /// Takes a header apart that begins `offset` bytes into the frame: its fixed part, its extension headers, and what follows.
    /// Nothing where the fixed part is not wholly there, or where the version is not 6.
    pub(crate) fn split<R: Report>(
        input: &'a [u8],
        offset: u32,
        report: &mut R,
    ) -> Result<Option<Split<'a, FIXED_LENGTH>>, R::Stop> {
        let Some((fixed, rest)) = fixed(Layer::Ipv6, input, offset, report)? else { return Ok(None) };
        let version = field::VERSION.get(fixed);
        if version != 6 {
            fault(report, Layer::Ipv6, offset, 1, Kind::Version { found: version, expected: 6 })?;
            return Ok(None);
        }
        // A payload length of 0 says that it is told elsewhere, or nowhere.
        let (payload, _) = match field::PAYLOAD_LENGTH.get(fixed) {
            0 => (rest, &[][..]),
            length => split_within(rest, length as usize),
        };
        let next_header = field::NEXT_HEADER.get(fixed) as u8;
        let length = extension::check(next_header, payload, offset + FIXED_LENGTH as u32, report)?;
        let (extension_bytes, rest) = split_within(rest, length);
        Ok(Some((fixed, extension_bytes, rest)))
    }

    /// Reads a header that was taken apart.
    #[inline(always)]
    pub(crate) fn from_parts(fixed: &[u8; FIXED_LENGTH], extension_bytes: &'a [u8]) -> Self {
        Header {
            dscp: field::DSCP.get(fixed) as u8,
            ecn: field::ECN.get(fixed) as u8,
            flow_label: field::FLOW_LABEL.get(fixed),
            payload_length: field::PAYLOAD_LENGTH.get(fixed) as u16,
            next_header: field::NEXT_HEADER.get(fixed) as u8,
            hop_limit: field::HOP_LIMIT.get(fixed) as u8,
            source: Ipv6Addr::from(field::SOURCE.array::<16, _>(fixed)),
            destination: Ipv6Addr::from(field::DESTINATION.array::<16, _>(fixed)),
            extension_bytes,
        }
    }

    /// Appends the header and its extension headers as they stand.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn emit(&self, out: &mut Out<'_>) -> Result<(), EmitError> {
        let mut fixed = [0; FIXED_LENGTH];
        field::VERSION.put(&mut fixed, 6);
        field::DSCP.put(&mut fixed, self.dscp.into());
        field::ECN.put(&mut fixed, self.ecn.into());
        field::FLOW_LABEL.put(&mut fixed, self.flow_label);
        field::PAYLOAD_LENGTH.put(&mut fixed, self.payload_length.into());
        field::NEXT_HEADER.put(&mut fixed, self.next_header.into());
        field::HOP_LIMIT.put(&mut fixed, self.hop_limit.into());
        field::SOURCE.put_array(&mut fixed, self.source.octets());
        field::DESTINATION.put_array(&mut fixed, self.destination.octets());
        out.bytes(&fixed)?;
        out.bytes(self.extension_bytes)
    }

    /// How many bytes [`emit`](crate::wire::Packet::emit) writes for this header and its extension headers.
    #[must_use]
    pub const fn emitted_len(&self) -> usize {
        FIXED_LENGTH + self.extension_bytes.len()
    }

    /// The extension headers in their order.
    ///
    /// ```
    /// use drywire::wire::ipv6::{Content, Header, kind};
    /// // A Fragment header of a packet that was not cut (RFC 6946), and no more after it.
    /// let header = Header {
    ///     next_header: kind::FRAGMENT,
    ///     extension_bytes: &[59, 0, 0, 0, 0, 0, 0, 7],
    ///     ..Header::default()
    /// };
    /// let Some(Content::Fragment(fragment)) = header.extensions().next().map(|extension| extension.content()) else {
    ///     panic!()
    /// };
    /// assert_eq!((fragment.identification, header.is_fragment(), header.protocol()), (7, false, 59));
    /// ```
    #[must_use]
    pub const fn extensions(&self) -> Extensions<'a> {
        Extensions::new(self.next_header, self.extension_bytes)
    }

    /// What the packet carries: the last next header of the chain. It is an extension header's number where that header
    /// could not be read.
    #[must_use]
    pub fn protocol(&self) -> u8 {
        self.extensions().last_next_header()
    }

    /// The first Fragment header.
    #[must_use]
    pub fn fragment(&self) -> Option<Fragment> {
        self.extensions().fragment()
    }

    /// Whether the packet is one of several fragments, so that its transport's checksum covers bytes that are not here. An
    /// atomic fragment (RFC 6946) is not.
    #[must_use]
    pub fn is_fragment(&self) -> bool {
        self.extensions().is_fragment()
    }

    /// The packet's length in bytes, header included, as it claims it: by the payload length, or by the Jumbo Payload option
    /// where that is 0 (RFC 2675 3). Nothing where neither says it, as segmentation offload leaves packets.
    #[must_use]
    pub fn total_length(&self) -> Option<usize> {
        self.extensions().total_length(self.payload_length)
    }

    /// Where the packet is bound for in the end, which a pseudo-header has (RFC 8200 8.1): the destination, or what a Routing
    /// header with segments left says. Nothing where that is of a type that is not read.
    #[must_use]
    pub fn final_destination(&self) -> Option<Ipv6Addr> {
        self.extensions().final_destination(&self.destination.octets()).map(|octets| Ipv6Addr::from(*octets))
    }

    /// Names every bit of the header and its extension headers, in order, with no gap and no overlap.
    pub fn spans(&self, mut each: impl FnMut(Span)) {
        let mut spans = Spans::new(&mut each);
        each_span(&mut spans);
        self.extensions().for_each(|extension| extension.each_span(&mut spans));
    }
}

/// A header in its bytes, of which is read what is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Bytes<'a> {
    fixed: &'a [u8; FIXED_LENGTH],
    extensions: &'a [u8],
}

impl<'a> Bytes<'a> {
    /// A header that was taken apart.
    #[inline(always)]
    pub(crate) const fn new(fixed: &'a [u8; FIXED_LENGTH], extensions: &'a [u8]) -> Self {
        Bytes { fixed, extensions }
    }

    /// The header that these bytes are, extension headers and all; nothing where they are fewer than its fixed part.
    #[inline(always)]
    pub(crate) fn of(header: &'a [u8]) -> Option<Self> {
        header.split_first_chunk().map(|(fixed, extensions)| Bytes { fixed, extensions })
    }

    /// As [`Header::extensions`].
    #[inline(always)]
    pub(crate) const fn extensions(self) -> Extensions<'a> {
        Extensions::new(field::NEXT_HEADER.get(self.fixed) as u8, self.extensions)
    }

    /// As [`Header::total_length`].
    #[inline(always)]
    pub(crate) fn total_length(self) -> Option<usize> {
        self.extensions().total_length(field::PAYLOAD_LENGTH.get(self.fixed) as u16)
    }

    /// Whether the payload length is left to a Jumbo Payload option.
    pub(crate) fn has_jumbo_length(self) -> bool {
        field::PAYLOAD_LENGTH.get(self.fixed) == 0 && self.extensions().jumbo_length().is_some()
    }

    /// The sum of a pseudo-header's addresses; nothing where the final destination cannot be told.
    #[cfg_attr(not(target_arch = "wasm32"), cold, inline(never))]
    pub(crate) fn addresses(self) -> Option<Sum> {
        let (_, addresses) = self.fixed.split_last_chunk::<32>()?;
        let (source, destination) = addresses.split_first_chunk::<16>()?;
        let destination = self.extensions().final_destination(destination.first_chunk()?)?;
        Some(Sum::new().bytes(source).bytes(destination))
    }
}

/// Names every bit of the fixed part, in wire order: extension headers are headers of their own.
pub(super) fn each_span(spans: &mut Spans<'_>) {
    spans.fields(fields!(&field::FIXED), FIXED_LENGTH);
}

#[cfg(test)]
mod tests;
