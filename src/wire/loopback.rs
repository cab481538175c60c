//! The loopback headers of the BSDs: four bytes with an address family, in the capturing host's byte order (LINKTYPE_NULL)
//! or in network byte order (LINKTYPE_LOOP).

use super::emit::{EmitError, Out};
use super::error::{Layer, ParseError};
use super::field::Span;
use super::fields::{Spans, fields};
use super::reader::array;

/// The length of the header in bytes.
pub const HEADER_LENGTH: usize = 4;

/// The address family of IPv4 on every system.
pub const FAMILY_IPV4: u32 = 2;

pub(crate) mod field {
    use crate::wire::field::{Field, Sense};

    pub(crate) const BIG: Field = Field::hex("null.family Address family", 0..32).of(Sense::Family);
    pub(crate) const LITTLE: Field = Field::little_endian("null.family Address family", 0..32).of(Sense::Family);
}

/// The order of the family's bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ByteOrder {
    /// Least significant byte first.
    #[default]
    Little,
    /// Most significant byte first, which is network byte order.
    Big,
}

/// A loopback header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The address family: 2 for IPv4; 10, 23, 24, 28 or 30 for IPv6, by system.
    pub family: u32,
    /// The order of its bytes.
    pub byte_order: ByteOrder,
}

impl Header {
    /// Reads a header in a host's byte order. A family is a small number, so the order in which it is smaller is taken.
    ///
    /// # Errors
    /// The bytes end inside the header.
    ///
    /// ```
    /// use drywire::wire::loopback::{ByteOrder, Header};
    /// let (header, _) = Header::parse(&[0, 0, 0, 2]).unwrap();
    /// assert_eq!(header, Header { family: 2, byte_order: ByteOrder::Big });
    /// ```
    pub fn parse(input: &[u8]) -> Result<(Self, &[u8]), ParseError> {
        match array(input) {
            Ok((rest, header)) => Ok((Self::from_bytes(header, Layer::Null), rest)),
            Err(_) => Err(super::truncated(Layer::Null, 0, HEADER_LENGTH, input).into()),
        }
    }

    /// The header that these bytes are; a `Layer::Loop` one is in network byte order.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn from_bytes(bytes: &[u8; HEADER_LENGTH], layer: Layer) -> Self {
        let (little, big) = (u32::from_le_bytes(*bytes), u32::from_be_bytes(*bytes));
        if layer == Layer::Loop || big < little {
            Header { family: big, byte_order: ByteOrder::Big }
        } else {
            Header { family: little, byte_order: ByteOrder::Little }
        }
    }

    /// Whether the family is one of those that systems give to IPv6.
    #[must_use]
    pub const fn is_ipv6(&self) -> bool {
        matches!(self.family, 10 | 23 | 24 | 28 | 30)
    }

    /// The EtherType of what follows; 0 where the family is neither IPv4's nor one of IPv6's.
    pub(crate) const fn ether_type(&self) -> u16 {
        match self.family {
            FAMILY_IPV4 => super::ipv4::ETHER_TYPE,
            _ if self.is_ipv6() => super::ipv6::ETHER_TYPE,
            _ => 0,
        }
    }

    /// Appends the header as its fields stand.
    pub(crate) fn emit(&self, out: &mut Out<'_>) -> Result<(), EmitError> {
        out.bytes(&match self.byte_order {
            ByteOrder::Little => self.family.to_le_bytes(),
            ByteOrder::Big => self.family.to_be_bytes(),
        })
    }

    /// Names every bit of the header.
    pub fn spans(&self, mut each: impl FnMut(Span)) {
        each_span(self.byte_order, &mut Spans::new(&mut each));
    }
}

/// Names every bit of a header in this order.
pub(super) fn each_span(byte_order: ByteOrder, spans: &mut Spans<'_>) {
    let family = match byte_order {
        ByteOrder::Little => fields!(&[field::LITTLE]),
        ByteOrder::Big => fields!(&[field::BIG]),
    };
    spans.fields(family, HEADER_LENGTH);
}

/// The family of an EtherType; IPv6's is Linux's, since each system has its own.
pub(crate) const fn family(ether_type: u16) -> u32 {
    match ether_type {
        super::ipv4::ETHER_TYPE => FAMILY_IPV4,
        super::ipv6::ETHER_TYPE => 10,
        _ => 0,
    }
}
