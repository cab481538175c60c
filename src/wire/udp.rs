//! UDP, RFC 768.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-------------------------------+-------------------------------+
//! |          source port          |       destination port        |
//! +-------------------------------+-------------------------------+
//! |            length             |           checksum            |
//! +-------------------------------+-------------------------------+
//! ```

use super::emit::{EmitError, Out};
use super::error::{Layer, ParseError};
use super::field::Span;
use super::fields::{Spans, fields};
use super::reader::array;

/// UDP's number in IPv4's protocol field.
pub const PROTOCOL: u8 = 17;

/// The length of the header in bytes.
pub const HEADER_LENGTH: usize = 8;

pub(crate) mod field {
    use crate::wire::field::{Field, Sense};

    pub(crate) const SOURCE_PORT: Field = Field::number("udp.srcport Source port", 0..16);
    pub(crate) const DESTINATION_PORT: Field = Field::number("udp.dstport Destination port", 16..32);
    pub(crate) const LENGTH: Field = Field::number("udp.length Length", 32..48).of(Sense::Bytes);
    pub(crate) const CHECKSUM: Field = Field::hex("udp.checksum Checksum", 48..64).of(Sense::Checksum);
}

/// A datagram's header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Source port; 0 where no reply is expected.
    pub source_port: u16,
    /// Destination port.
    pub destination_port: u16,
    /// Length of header and data in bytes.
    pub length: u16,
    /// The checksum over pseudo-header, header and data; 0 where the sender computed none.
    pub checksum: u16,
}

impl Header {
    /// Reads a header; gives it and all that follows it. Whether the length fits is for the packet to say, which knows where
    /// the datagram ends.
    ///
    /// # Errors
    /// The bytes end inside the header.
    ///
    /// ```
    /// let (header, data) = drywire::wire::udp::Header::parse(&[0, 53, 0, 99, 0, 9, 0, 0, b'x']).unwrap();
    /// assert_eq!((header.source_port, header.length, data), (53, 9, &b"x"[..]));
    /// ```
    pub fn parse(input: &[u8]) -> Result<(Self, &[u8]), ParseError> {
        match array(input) {
            Ok((data, header)) => Ok((Self::from_bytes(header), data)),
            Err(_) => Err(super::truncated(Layer::Udp, 0, HEADER_LENGTH, input).into()),
        }
    }

    /// The header that these bytes are.
    #[inline(always)]
    pub(crate) fn from_bytes(bytes: &[u8; HEADER_LENGTH]) -> Self {
        Header {
            source_port: field::SOURCE_PORT.get(bytes) as u16,
            destination_port: field::DESTINATION_PORT.get(bytes) as u16,
            length: field::LENGTH.get(bytes) as u16,
            checksum: field::CHECKSUM.get(bytes) as u16,
        }
    }

    /// Appends the header as its fields stand.
    pub(crate) fn emit(&self, out: &mut Out<'_>) -> Result<(), EmitError> {
        let mut fixed = [0; HEADER_LENGTH];
        field::SOURCE_PORT.put(&mut fixed, self.source_port.into());
        field::DESTINATION_PORT.put(&mut fixed, self.destination_port.into());
        field::LENGTH.put(&mut fixed, self.length.into());
        field::CHECKSUM.put(&mut fixed, self.checksum.into());
        out.bytes(&fixed)
    }

    /// Names every bit of the header, in order, with no gap and no overlap.
    pub fn spans(&self, mut each: impl FnMut(Span)) {
        each_span(&mut Spans::new(&mut each));
    }
}

/// Names every bit of a header, in wire order.
pub(super) fn each_span(spans: &mut Spans<'_>) {
    use field::{CHECKSUM, DESTINATION_PORT, LENGTH, SOURCE_PORT};
    spans.fields(fields!(&[SOURCE_PORT, DESTINATION_PORT, LENGTH, CHECKSUM]), HEADER_LENGTH);
}
