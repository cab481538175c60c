//! IPv4, RFC 791 3.1, with the differentiated services field of RFC 2474 and ECN of RFC 3168.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-------+-------+-----------+---+-------------------------------+
//! |version|  IHL  |   DSCP    |ECN|         total length          |
//! +-------+-------+-----------+---+-+-+-+-------------------------+
//! |        identification         |R|D|M|     fragment offset     |
//! +---------------+---------------+-+-+-+-------------------------+
//! | time to live  |   protocol    |        header checksum        |
//! +---------------+---------------+-------------------------------+
//! |                            source                             |
//! +---------------------------------------------------------------+
//! |                          destination                          |
//! +---------------------------------------------------------------+
//! |                     options, 0 to 40 bytes                    |
//! +---------------------------------------------------------------+
//! ```

mod option;
mod options;

#[cfg(feature = "wasm-bindings")]
pub(crate) use option::allows;
pub use option::{Ipv4Option, Route, TimestampEntries, kind};
pub use options::Options;

use super::checksum::Sum;
use super::emit::{EmitError, Out};
use super::error::{Kind, Layer, ParseError, Report, Strict, fault};
use super::field::Span;
use super::fields::{Spans, fields};
use super::reader::{Split, fixed, split_within};
use core::net::Ipv4Addr;

/// IPv4's EtherType.
pub const ETHER_TYPE: u16 = 0x0800;

/// The length of the fixed part of the header in bytes.
pub const FIXED_LENGTH: usize = 20;

/// The time to live that a host gives its packets, RFC 1700's recommended default.
pub const DEFAULT_TTL: u8 = 64;

pub(crate) mod field {
    use crate::wire::field::{Field, Sense};

    pub(crate) const VERSION: Field = Field::number("ip.version Version", 0..4);
    pub(crate) const IHL: Field = Field::number("ip.hdr_len Header length", 4..8).scaled(4).of(Sense::Bytes);
    pub(crate) const DSCP: Field =
        Field::number("ip.dsfield.dscp Differentiated services (DSCP)", 8..14).of(Sense::Dscp);
    pub(crate) const ECN: Field = Field::number("ip.dsfield.ecn Congestion notification (ECN)", 14..16).of(Sense::Ecn);
    pub(crate) const TOTAL_LENGTH: Field = Field::number("ip.len Total length", 16..32).of(Sense::Bytes);
    pub(crate) const IDENTIFICATION: Field = Field::hex("ip.id Identification", 32..48);
    pub(crate) const RESERVED: Field = Field::flag("ip.flags.rb Reserved", 48);
    pub(crate) const DONT_FRAGMENT: Field = Field::flag("ip.flags.df Don't fragment", 49);
    pub(crate) const MORE_FRAGMENTS: Field = Field::flag("ip.flags.mf More fragments", 50);
    #[cfg(feature = "wasm-bindings")]
    pub(crate) const FLAGS: Field = Field::number("ip.flags Flags", 48..51);
    pub(crate) const FRAGMENT_OFFSET: Field =
        Field::number("ip.frag_offset Fragment offset", 51..64).scaled(8).of(Sense::Bytes);
    pub(crate) const TTL: Field = Field::number("ip.ttl Time to live", 64..72).of(Sense::Hops);
    pub(crate) const PROTOCOL: Field = Field::number("ip.proto Protocol", 72..80).of(Sense::Protocol);
    pub(crate) const CHECKSUM: Field = Field::hex("ip.checksum Header checksum", 80..96).of(Sense::Checksum);
    pub(crate) const SOURCE: Field = Field::ipv4("ip.src Source address", 96..128);
    pub(crate) const DESTINATION: Field = Field::ipv4("ip.dst Destination address", 128..160);

    pub(super) const FIXED: [Field; 15] = [
        VERSION,
        IHL,
        DSCP,
        ECN,
        TOTAL_LENGTH,
        IDENTIFICATION,
        RESERVED,
        DONT_FRAGMENT,
        MORE_FRAGMENTS,
        FRAGMENT_OFFSET,
        TTL,
        PROTOCOL,
        CHECKSUM,
        SOURCE,
        DESTINATION,
    ];
}

/// A packet's header. Its version is always 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header<'a> {
    /// The header's length in bytes as IHL gives it: a multiple of 4, at most 60.
    pub header_length: u8,
    /// The differentiated services code point, 6 bits (RFC 2474 3).
    pub dscp: u8,
    /// The congestion notification codepoint, 2 bits (RFC 3168 5).
    pub ecn: u8,
    /// The length of header and data in bytes.
    pub total_length: u16,
    /// What the fragments of one packet have in common (RFC 6864).
    pub identification: u16,
    /// The reserved flag, 0 by right.
    pub reserved_flag: bool,
    /// Whether routers must not fragment the packet.
    pub dont_fragment: bool,
    /// Whether more fragments follow this one.
    pub more_fragments: bool,
    /// Where this fragment's data stands in the whole, in bytes: a multiple of 8, at most 65,528.
    pub fragment_offset: u16,
    /// Time to live in hops.
    pub ttl: u8,
    /// The protocol of the data: 1 ICMP, 6 TCP, 17 UDP.
    pub protocol: u8,
    /// The checksum over the header.
    pub checksum: u16,
    /// Source address.
    pub source: Ipv4Addr,
    /// Destination address.
    pub destination: Ipv4Addr,
    /// The options.
    pub options: Options<'a>,
}

/// A header with no addresses, no data and a time to live of 64.
impl Default for Header<'_> {
    fn default() -> Self {
        Header {
            header_length: FIXED_LENGTH as u8,
            dscp: 0,
            ecn: 0,
            total_length: FIXED_LENGTH as u16,
            identification: 0,
            reserved_flag: false,
            dont_fragment: false,
            more_fragments: false,
            fragment_offset: 0,
            ttl: DEFAULT_TTL,
            protocol: 0,
            checksum: 0,
            source: Ipv4Addr::UNSPECIFIED,
            destination: Ipv4Addr::UNSPECIFIED,
            options: Options::default(),
        }
    }
}

impl<'a> Header<'a> {
    /// Reads a header; gives it and all that follows it. Whether the total length fits is for the packet to say, which knows
    /// where the frame ends.
    ///
    /// # Errors
    /// The bytes end inside the header, the version is not 4, IHL is under 5, or an option is wrong (RFC 791 3.1).
    ///
    /// ```
    /// use drywire::wire::ipv4::Header;
    /// let bytes = [0x45, 0, 0, 20, 0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
    /// let (header, _) = Header::parse(&bytes).unwrap();
    /// assert!(header.dont_fragment);
    /// assert_eq!(header.source.to_string(), "10.0.0.1");
    /// ```
    pub fn parse(input: &'a [u8]) -> Result<(Self, &'a [u8]), ParseError> {
        match Self::split(input, 0, &mut Strict)? {
            Some((fixed, options, rest)) => Ok((Self::from_parts(fixed, options), rest)),
            None => Err(super::truncated(Layer::Ipv4, 0, FIXED_LENGTH, input).into()),
        }
    }

    /// Takes a header apart that begins `offset` bytes into the frame: its fixed part, its options, and what follows. Nothing where
    /// the fixed part is not wholly there, or where the version is not 4.
    #[inline(always)]
    pub(crate) fn split<R: Report>(
        input: &'a [u8],
        offset: u32,
        report: &mut R,
    ) -> Result<Option<Split<'a, FIXED_LENGTH>>, R::Stop> {
        let Some((fixed, rest)) = fixed(Layer::Ipv4, input, offset, report)? else { return Ok(None) };
        let version = field::VERSION.get(fixed);
        if version != 4 {
            let kind = Kind::Version { found: version, expected: 4 };
            fault(report, Layer::Ipv4, offset, 1, kind)?;
            return Ok(None);
        }
        let header_length = field::IHL.get(fixed) as usize * 4;
        if !(FIXED_LENGTH..=input.len()).contains(&header_length) {
            super::header_length_fault(report, Layer::Ipv4, offset, header_length, FIXED_LENGTH, input.len())?;
        }
        let (options, data) = split_within(rest, header_length.saturating_sub(FIXED_LENGTH));
        Options::new(options).check(offset + FIXED_LENGTH as u32, report)?;
        Ok(Some((fixed, options, data)))
    }

    /// Reads a header that was taken apart.
    #[inline(always)]
    pub(crate) fn from_parts(fixed: &[u8; FIXED_LENGTH], options: &'a [u8]) -> Self {
        Header {
            header_length: field::IHL.get(fixed) as u8 * 4,
            dscp: field::DSCP.get(fixed) as u8,
            ecn: field::ECN.get(fixed) as u8,
            total_length: field::TOTAL_LENGTH.get(fixed) as u16,
            identification: field::IDENTIFICATION.get(fixed) as u16,
            reserved_flag: field::RESERVED.get(fixed) == 1,
            dont_fragment: field::DONT_FRAGMENT.get(fixed) == 1,
            more_fragments: field::MORE_FRAGMENTS.get(fixed) == 1,
            fragment_offset: field::FRAGMENT_OFFSET.get(fixed) as u16 * 8,
            ttl: field::TTL.get(fixed) as u8,
            protocol: field::PROTOCOL.get(fixed) as u8,
            checksum: field::CHECKSUM.get(fixed) as u16,
            source: Ipv4Addr::from_bits(field::SOURCE.get(fixed)),
            destination: Ipv4Addr::from_bits(field::DESTINATION.get(fixed)),
            options: Options::new(options),
        }
    }

    /// Appends the header as its fields stand.
    #[inline]
    pub(crate) fn emit(&self, out: &mut Out<'_>) -> Result<(), EmitError> {
        out.bytes(self.to_words().map(u32::to_be_bytes).as_flattened())?;
        out.bytes(self.options.as_bytes())
    }

    /// The fixed part as it is written, in 32-bit words.
    #[inline(always)]
    fn to_words(self) -> [u32; FIXED_LENGTH / 4] {
        [
            field::VERSION.in_word(4)
                | field::IHL.in_word(u32::from(self.header_length) / 4)
                | field::DSCP.in_word(self.dscp.into())
                | field::ECN.in_word(self.ecn.into())
                | field::TOTAL_LENGTH.in_word(self.total_length.into()),
            field::IDENTIFICATION.in_word(self.identification.into())
                | field::RESERVED.in_word(self.reserved_flag.into())
                | field::DONT_FRAGMENT.in_word(self.dont_fragment.into())
                | field::MORE_FRAGMENTS.in_word(self.more_fragments.into())
                | field::FRAGMENT_OFFSET.in_word(u32::from(self.fragment_offset) / 8),
            field::TTL.in_word(self.ttl.into())
                | field::PROTOCOL.in_word(self.protocol.into())
                | field::CHECKSUM.in_word(self.checksum.into()),
            self.source.to_bits(),
            self.destination.to_bits(),
        ]
    }

    /// The checksum that is right for the header, whatever it has.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    #[cfg_attr(target_arch = "wasm32", inline)]
    pub(crate) fn computed_checksum(&self) -> u16 {
        // Not from the bytes: a processor waits for those that were written a moment ago.
        let sum = Sum::new().words(Header { checksum: 0, ..*self }.to_words());
        let options = self.options.as_bytes();
        if options.is_empty() { sum.checksum() } else { sum.bytes(options).checksum() }
    }

    /// How many bytes [`emit`](crate::wire::Packet::emit) writes for this header.
    #[must_use]
    pub const fn emitted_len(&self) -> usize {
        FIXED_LENGTH + self.options.as_bytes().len()
    }

    /// Whether the packet is one of several fragments, so that its transport's checksum covers bytes that are not here.
    #[must_use]
    pub const fn is_fragment(&self) -> bool {
        self.more_fragments || self.fragment_offset != 0
    }

    /// Names every bit of the header, in order, with no gap and no overlap.
    pub fn spans(&self, mut each: impl FnMut(Span)) {
        each_span(self.options, &mut Spans::new(&mut each));
    }
}

/// Names every bit of a header with these options, in wire order.
pub(super) fn each_span(options: Options<'_>, spans: &mut Spans<'_>) {
    spans.fields(fields!(&field::FIXED), FIXED_LENGTH);
    options.each_span(spans);
}
