//! TCP, RFC 9293 3.1.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-------------------------------+-------------------------------+
//! |          source port          |       destination port        |
//! +-------------------------------+-------------------------------+
//! |                        sequence number                        |
//! +---------------------------------------------------------------+
//! |                     acknowledgment number                     |
//! +-------+-----+-+-+-+-+-+-+-+-+-+-------------------------------+
//! | data  | rsv |A|C|E|U|A|P|R|S|F|                               |
//! | offset|     |E|W|C|R|C|S|S|Y|I|            window             |
//! |       |     | |R|E|G|K|H|T|N|N|                               |
//! +-------+-----+-+-+-+-+-+-+-+-+-+-------------------------------+
//! |           checksum            |        urgent pointer         |
//! +-------------------------------+-------------------------------+
//! |                      options, 0 to 40 bytes                   |
//! +---------------------------------------------------------------+
//! ```

mod flags;
mod option;
mod options;
mod seq;

pub use flags::Flags;
#[cfg(feature = "wasm-bindings")]
pub(crate) use option::allows;
pub use option::{SackBlocks, TcpOption, kind};
pub use options::{KnownOptions, Options};
pub use seq::SeqNumber;

use super::checksum::Sum;
use super::emit::{EmitError, Out};
use super::error::{Layer, ParseError, Report, Strict};
use super::field::Span;
use super::fields::{Spans, fields};
use super::reader::{Split, fixed, split_within};
use core::net::Ipv4Addr;

/// TCP's number in IPv4's protocol field.
pub const PROTOCOL: u8 = 6;

/// The length of the fixed part of the header in bytes.
pub const FIXED_LENGTH: usize = 20;

pub(crate) mod field {
    use crate::wire::field::{Field, Sense};

    pub(crate) const SOURCE_PORT: Field = Field::number("tcp.srcport Source port", 0..16);
    pub(crate) const DESTINATION_PORT: Field = Field::number("tcp.dstport Destination port", 16..32);
    pub(crate) const SEQUENCE: Field = Field::number("tcp.seq Sequence number", 32..64);
    pub(crate) const ACKNOWLEDGMENT: Field = Field::number("tcp.ack Acknowledgment number", 64..96);
    pub(crate) const DATA_OFFSET: Field =
        Field::number("tcp.hdr_len Header length", 96..100).scaled(4).of(Sense::Bytes);
    pub(crate) const RESERVED: Field = Field::number("tcp.flags.res Reserved", 100..103);
    pub(crate) const FLAGS: Field = Field::hex("tcp.flags Flags", 103..112);
    pub(crate) const AE: Field = Field::flag("tcp.flags.ae Accurate ECN (AE)", 103);
    pub(crate) const CWR: Field = Field::flag("tcp.flags.cwr Congestion window reduced (CWR)", 104);
    pub(crate) const ECE: Field = Field::flag("tcp.flags.ece ECN echo (ECE)", 105);
    pub(crate) const URG: Field = Field::flag("tcp.flags.urg Urgent (URG)", 106);
    pub(crate) const ACK: Field = Field::flag("tcp.flags.ack Acknowledgment (ACK)", 107);
    pub(crate) const PSH: Field = Field::flag("tcp.flags.push Push (PSH)", 108);
    pub(crate) const RST: Field = Field::flag("tcp.flags.reset Reset (RST)", 109);
    pub(crate) const SYN: Field = Field::flag("tcp.flags.syn Synchronise (SYN)", 110);
    pub(crate) const FIN: Field = Field::flag("tcp.flags.fin Finish (FIN)", 111);
    pub(crate) const WINDOW: Field = Field::number("tcp.window_size_value Window", 112..128).of(Sense::Bytes);
    pub(crate) const CHECKSUM: Field = Field::hex("tcp.checksum Checksum", 128..144).of(Sense::Checksum);
    pub(crate) const URGENT_POINTER: Field = Field::number("tcp.urgent_pointer Urgent pointer", 144..160);

    pub(super) const FIXED: [Field; 18] = [
        SOURCE_PORT,
        DESTINATION_PORT,
        SEQUENCE,
        ACKNOWLEDGMENT,
        DATA_OFFSET,
        RESERVED,
        AE,
        CWR,
        ECE,
        URG,
        ACK,
        PSH,
        RST,
        SYN,
        FIN,
        WINDOW,
        CHECKSUM,
        URGENT_POINTER,
    ];
}

/// A segment's header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header<'a> {
    /// Source port.
    pub source_port: u16,
    /// Destination port.
    pub destination_port: u16,
    /// Sequence number of the first byte, or of the SYN.
    pub sequence_number: SeqNumber,
    /// The next sequence number expected, where ACK is set.
    pub acknowledgment_number: SeqNumber,
    /// The header's length in bytes as the data offset gives it: a multiple of 4, at most 60.
    pub header_length: u8,
    /// The three reserved bits.
    pub reserved: u8,
    /// The control bits.
    pub flags: Flags,
    /// The window in bytes, not yet scaled.
    pub window: u16,
    /// The checksum over pseudo-header, header and data.
    pub checksum: u16,
    /// Where urgent data ends, counted from the sequence number, where URG is set.
    pub urgent_pointer: u16,
    /// The options.
    pub options: Options<'a>,
}

impl<'a> Header<'a> {
    /// Reads a header; gives it and the data after it.
    ///
    /// # Errors
    /// The bytes end inside the header, the data offset is under 5, or an option is wrong (RFC 9293 3.1, 3.2).
    ///
    /// ```
    /// use drywire::wire::tcp::{Flags, Header};
    /// let bytes = [0, 80, 0x1f, 0x90, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 0xff, 0xff, 0, 0, 0, 0, b'x'];
    /// let (header, data) = Header::parse(&bytes).unwrap();
    /// assert_eq!((header.source_port, header.flags, data), (80, Flags::SYN, &b"x"[..]));
    /// assert!(Header::parse(&bytes[..19]).is_err());
    /// ```
    pub fn parse(input: &'a [u8]) -> Result<(Self, &'a [u8]), ParseError> {
        match Self::split(input, 0, &mut Strict)? {
            Some((fixed, options, data)) => Ok((Self::from_parts(fixed, options), data)),
            None => Err(super::truncated(Layer::Tcp, 0, FIXED_LENGTH, input).into()),
        }
    }

    /// Takes a header apart that begins `offset` bytes into the frame: its fixed part, its options, and the data. Nothing where the
    /// fixed part is not wholly there.
    #[inline(always)]
    pub(crate) fn split<R: Report>(
        input: &'a [u8],
        offset: u32,
        report: &mut R,
    ) -> Result<Option<Split<'a, FIXED_LENGTH>>, R::Stop> {
        let Some((fixed, rest)) = fixed(Layer::Tcp, input, offset, report)? else { return Ok(None) };
        let header_length = field::DATA_OFFSET.get(fixed) as usize * 4;
        if !(FIXED_LENGTH..=input.len()).contains(&header_length) {
            super::header_length_fault(report, Layer::Tcp, offset + 12, header_length, FIXED_LENGTH, input.len())?;
        }
        let (options, data) = split_within(rest, header_length.saturating_sub(FIXED_LENGTH));
        Options::new(options).check(offset + FIXED_LENGTH as u32, report)?;
        Ok(Some((fixed, options, data)))
    }

    /// Reads a header that was taken apart.
    #[inline(always)]
    pub(crate) fn from_parts(fixed: &[u8; FIXED_LENGTH], options: &'a [u8]) -> Self {
        Header {
            source_port: field::SOURCE_PORT.get(fixed) as u16,
            destination_port: field::DESTINATION_PORT.get(fixed) as u16,
            sequence_number: SeqNumber(field::SEQUENCE.get(fixed)),
            acknowledgment_number: SeqNumber(field::ACKNOWLEDGMENT.get(fixed)),
            header_length: field::DATA_OFFSET.get(fixed) as u8 * 4,
            reserved: field::RESERVED.get(fixed) as u8,
            flags: Flags::from_bits(field::FLAGS.get(fixed) as u16),
            window: field::WINDOW.get(fixed) as u16,
            checksum: field::CHECKSUM.get(fixed) as u16,
            urgent_pointer: field::URGENT_POINTER.get(fixed) as u16,
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
            field::SOURCE_PORT.in_word(self.source_port.into())
                | field::DESTINATION_PORT.in_word(self.destination_port.into()),
            self.sequence_number.0,
            self.acknowledgment_number.0,
            field::DATA_OFFSET.in_word(u32::from(self.header_length) / 4)
                | field::RESERVED.in_word(self.reserved.into())
                | field::FLAGS.in_word(self.flags.bits().into())
                | field::WINDOW.in_word(self.window.into()),
            field::CHECKSUM.in_word(self.checksum.into()) | field::URGENT_POINTER.in_word(self.urgent_pointer.into()),
        ]
    }

    /// The checksum that is right for the header between these addresses, before `length` bytes of data that add up to `data`,
    /// whatever it has.
    #[inline]
    pub(crate) fn computed_checksum(&self, source: Ipv4Addr, destination: Ipv4Addr, length: usize, data: Sum) -> u16 {
        let options = self.options.as_bytes();
        let length = (self.emitted_len() + length) as u32;
        // Not from the header's bytes: a processor waits for those that were written a moment ago.
        let sum = Sum::pseudo_header(source, destination, PROTOCOL, length)
            .words(Header { checksum: 0, ..*self }.to_words())
            .and(data);
        if options.is_empty() { sum.checksum() } else { sum.bytes(options).checksum() }
    }

    /// How many bytes [`emit`](crate::wire::Packet::emit) writes for this header.
    #[must_use]
    pub const fn emitted_len(&self) -> usize {
        FIXED_LENGTH + self.options.as_bytes().len()
    }

    /// Names every bit of the header, in order, with no gap and no overlap.
    pub fn spans(&self, mut each: impl FnMut(Span)) {
        each_span(self.options, FIXED_LENGTH, &mut Spans::new(&mut each));
    }
}

/// How much of a header RFC 792 has an error quote, in bytes.
pub(crate) const QUOTED_LENGTH: usize = 8;

/// Names every bit of a header with these options, in wire order, or of the first `length` bytes of its fixed part.
pub(super) fn each_span(options: Options<'_>, length: usize, spans: &mut Spans<'_>) {
    spans.fields(fields!(&field::FIXED), length.min(FIXED_LENGTH));
    options.each_span(spans);
}

/// Writes the header's length in bytes into a header that is written otherwise.
#[inline]
pub(crate) fn fill_header_length(fixed: &mut [u8; FIXED_LENGTH], length: u8) {
    field::DATA_OFFSET.replace(fixed, u32::from(length) / 4);
}
