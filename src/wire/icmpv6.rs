//! ICMPv6, RFC 4443.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +---------------+---------------+-------------------------------+
//! |     type      |     code      |           checksum            |
//! +---------------+---------------+-------------------------------+
//! |  echo: identifier, sequence; packet too big: MTU;             |
//! |  parameter problem: pointer; other types: their own           |
//! +---------------------------------------------------------------+
//! ```

use super::emit::{EmitError, Out};
use super::error::{Each, Layer, ParseError};
use super::field::Span;
use super::fields::{Spans, fields};
use super::reader::{array, split_within};
use super::{icmpv4, ipv6};

/// ICMPv6's number among next headers.
pub const PROTOCOL: u8 = 58;

/// The length of the header in bytes.
pub const HEADER_LENGTH: usize = 8;

/// The message types that have a meaning here.
pub mod message_type {
    /// Destination unreachable.
    pub const DESTINATION_UNREACHABLE: u8 = 1;
    /// Packet too big.
    pub const PACKET_TOO_BIG: u8 = 2;
    /// Time exceeded.
    pub const TIME_EXCEEDED: u8 = 3;
    /// Parameter problem.
    pub const PARAMETER_PROBLEM: u8 = 4;
    /// Echo request.
    pub const ECHO_REQUEST: u8 = 128;
    /// Echo reply.
    pub const ECHO_REPLY: u8 = 129;
}

pub(crate) mod field {
    use crate::wire::field::{Field, Sense};

    pub(crate) const TYPE: Field = Field::number("icmpv6.type Type", 0..8).of(Sense::Icmpv6Type);
    pub(crate) const CODE: Field = Field::number("icmpv6.code Code", 8..16);
    pub(crate) const CHECKSUM: Field = Field::hex("icmpv6.checksum Checksum", 16..32).of(Sense::Checksum);
    pub(crate) const REST: Field = Field::hex("icmpv6.rest Rest of header", 32..64);
    pub(crate) const IDENTIFIER: Field = Field::number("icmpv6.echo.identifier Identifier", 32..48);
    pub(crate) const SEQUENCE: Field = Field::number("icmpv6.echo.sequence_number Sequence number", 48..64);
    pub(crate) const MTU: Field = Field::number("icmpv6.mtu MTU", 32..64).of(Sense::Bytes);
    pub(crate) const POINTER: Field = Field::number("icmpv6.pointer Pointer", 32..64);
    pub(crate) const UNUSED: Field = Field::hex("icmpv6.reserved Unused", 32..64);
}

/// A message's header: the first 8 bytes, which every message has that is met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The message's type: under 128 an error.
    pub message_type: u8,
    /// The type's code.
    pub code: u8,
    /// The checksum over pseudo-header and message.
    pub checksum: u16,
    /// The second word, whose meaning is the type's: [`Header::meaning`] reads it.
    pub rest_of_header: u32,
}

/// What a message's second word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Echo request or reply.
    Echo {
        /// The identifier.
        identifier: u16,
        /// The sequence number.
        sequence_number: u16,
    },
    /// Destination unreachable.
    DestinationUnreachable {
        /// Unused by RFC 4443.
        unused: u32,
    },
    /// Packet too big.
    PacketTooBig {
        /// The next hop's MTU in bytes.
        mtu: u32,
    },
    /// Time exceeded.
    TimeExceeded {
        /// Unused by RFC 4443.
        unused: u32,
    },
    /// Parameter problem.
    ParameterProblem {
        /// Which byte of the quoted packet is at fault.
        pointer: u32,
    },
    /// Any other type.
    Unknown {
        /// The second word.
        rest_of_header: u32,
    },
}

/// The packet that an error message quotes, as much of it as fits (RFC 4443 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted<'a> {
    /// The quoted packet's header.
    pub ipv6: ipv6::Header<'a>,
    /// What follows it, to the end of the quoted packet or of the message.
    pub payload: &'a [u8],
}

impl Header {
    /// Reads a header; gives it and the rest of the message.
    ///
    /// # Errors
    /// The bytes end inside the header.
    ///
    /// ```
    /// use drywire::wire::icmpv6::{Header, Meaning};
    /// let (header, _) = Header::parse(&[2, 0, 0x12, 0x34, 0, 0, 5, 0]).unwrap();
    /// assert_eq!(header.meaning(), Meaning::PacketTooBig { mtu: 1280 });
    /// ```
    pub fn parse(input: &[u8]) -> Result<(Self, &[u8]), ParseError> {
        match array(input) {
            Ok((rest, header)) => Ok((Self::from_bytes(header), rest)),
            Err(_) => Err(super::truncated(Layer::Icmpv6, 0, HEADER_LENGTH, input).into()),
        }
    }

    /// The header that these bytes are.
    pub(crate) fn from_bytes(bytes: &[u8; HEADER_LENGTH]) -> Self {
        Header {
            message_type: field::TYPE.get(bytes) as u8,
            code: field::CODE.get(bytes) as u8,
            checksum: field::CHECKSUM.get(bytes) as u16,
            rest_of_header: field::REST.get(bytes),
        }
    }

    /// Appends the header as its fields stand.
    pub(crate) fn emit(&self, out: &mut Out<'_>) -> Result<(), EmitError> {
        let Header { message_type, code, checksum, rest_of_header } = *self;
        icmpv4::Header { message_type, code, checksum, rest_of_header }.emit(out)
    }

    /// What the second word says for this type.
    #[must_use]
    pub const fn meaning(&self) -> Meaning {
        let word = self.rest_of_header;
        match self.message_type {
            message_type::ECHO_REPLY | message_type::ECHO_REQUEST => {
                Meaning::Echo { identifier: (word >> 16) as u16, sequence_number: word as u16 }
            }
            message_type::DESTINATION_UNREACHABLE => Meaning::DestinationUnreachable { unused: word },
            message_type::PACKET_TOO_BIG => Meaning::PacketTooBig { mtu: word },
            message_type::TIME_EXCEEDED => Meaning::TimeExceeded { unused: word },
            message_type::PARAMETER_PROBLEM => Meaning::ParameterProblem { pointer: word },
            _ => Meaning::Unknown { rest_of_header: word },
        }
    }

    /// Whether the message quotes a packet, which then follows this header.
    #[must_use]
    pub const fn quotes(&self) -> bool {
        quotes(self.message_type)
    }

    /// The packet that an error message quotes, from what follows this header. Nothing for other messages, and where not
    /// even the quoted header's fixed part is there.
    #[must_use]
    pub fn quoted<'a>(&self, payload: &'a [u8]) -> Option<Quoted<'a>> {
        if !self.quotes() {
            return None;
        }
        let Ok(split) = ipv6::Header::split(payload, 0, &mut Each(|_| {}));
        let (fixed, extensions, rest) = split?;
        let ipv6 = ipv6::Header::from_parts(fixed, extensions);
        let length = ipv6.total_length().and_then(|total| total.checked_sub(ipv6.emitted_len()));
        let (payload, _) = split_within(rest, length.unwrap_or(rest.len()));
        Some(Quoted { ipv6, payload })
    }

    /// Names every bit of the header, in order, with no gap and no overlap.
    pub fn spans(&self, mut each: impl FnMut(Span)) {
        each_span(self.message_type, &mut Spans::new(&mut each));
    }
}

/// Whether a message of this type is an echo request or reply.
pub(crate) const fn is_echo(message_type: u8) -> bool {
    matches!(message_type, message_type::ECHO_REQUEST | message_type::ECHO_REPLY)
}

/// Whether a message of this type quotes a packet.
pub(crate) const fn quotes(message_type: u8) -> bool {
    matches!(message_type, 1..=4)
}

/// Names every bit of a header of this type, in wire order.
pub(super) fn each_span(message_type: u8, spans: &mut Spans<'_>) {
    let rest = match message_type {
        _ if is_echo(message_type) => fields!(&[field::IDENTIFIER, field::SEQUENCE]),
        message_type::DESTINATION_UNREACHABLE | message_type::TIME_EXCEEDED => fields!(&[field::UNUSED]),
        message_type::PACKET_TOO_BIG => fields!(&[field::MTU]),
        message_type::PARAMETER_PROBLEM => fields!(&[field::POINTER]),
        _ => fields!(&[field::REST]),
    };
    spans.fields(fields!(&[field::TYPE, field::CODE, field::CHECKSUM]), 4);
    spans.fields(rest, 4);
}
