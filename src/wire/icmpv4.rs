//! ICMP, RFC 792, with the next-hop MTU of RFC 1191.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +---------------+---------------+-------------------------------+
//! |     type      |     code      |           checksum            |
//! +---------------+---------------+-------------------------------+
//! |  echo: identifier, sequence; unreachable: unused, MTU;        |
//! |  redirect: gateway; parameter problem: pointer, unused        |
//! +---------------------------------------------------------------+
//! ```

use super::emit::{EmitError, Out};
use super::error::{Each, Layer, ParseError};
use super::field::Span;
use super::fields::{Spans, fields};
use super::ipv4;
use super::reader::{array, split_within};
use core::net::Ipv4Addr;

/// ICMP's number in IPv4's protocol field.
pub const PROTOCOL: u8 = 1;

/// The length of the header in bytes.
pub const HEADER_LENGTH: usize = 8;

/// The message types that have a meaning here.
pub mod message_type {
    /// Echo reply.
    pub const ECHO_REPLY: u8 = 0;
    /// Destination unreachable.
    pub const DESTINATION_UNREACHABLE: u8 = 3;
    /// Source quench, which RFC 6633 retired; it quotes a packet.
    pub const SOURCE_QUENCH: u8 = 4;
    /// Redirect.
    pub const REDIRECT: u8 = 5;
    /// Echo request.
    pub const ECHO_REQUEST: u8 = 8;
    /// Time exceeded.
    pub const TIME_EXCEEDED: u8 = 11;
    /// Parameter problem.
    pub const PARAMETER_PROBLEM: u8 = 12;
}

pub(crate) mod field {
    use crate::wire::field::{Field, Sense};

    pub(crate) const TYPE: Field = Field::number("icmp.type Type", 0..8).of(Sense::IcmpType);
    pub(crate) const CODE: Field = Field::number("icmp.code Code", 8..16);
    pub(crate) const CHECKSUM: Field = Field::hex("icmp.checksum Checksum", 16..32).of(Sense::Checksum);
    pub(crate) const REST: Field = Field::hex("icmp.rest Rest of header", 32..64);
    pub(crate) const IDENTIFIER: Field = Field::number("icmp.ident Identifier", 32..48);
    pub(crate) const SEQUENCE: Field = Field::number("icmp.seq Sequence number", 48..64);
    pub(crate) const UNUSED_HALF: Field = Field::hex("icmp.unused Unused", 32..48);
    pub(crate) const MTU: Field = Field::number("icmp.mtu Next-hop MTU", 48..64).of(Sense::Bytes);
    pub(crate) const GATEWAY: Field = Field::ipv4("icmp.redir_gw Gateway", 32..64);
    pub(crate) const UNUSED: Field = Field::hex("icmp.unused Unused", 32..64);
    pub(crate) const POINTER: Field = Field::number("icmp.pointer Pointer", 32..40);
    pub(crate) const UNUSED_TAIL: Field = Field::hex("icmp.unused Unused", 40..64);
}

/// A message's header: the first 8 bytes, which every message of RFC 792 has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The message's type.
    pub message_type: u8,
    /// The type's code.
    pub code: u8,
    /// The checksum over the whole message.
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
        /// The upper half, unused by RFC 792.
        unused: u16,
        /// The next hop's MTU in bytes where the code is 4 (RFC 1191 4).
        next_hop_mtu: u16,
    },
    /// Redirect.
    Redirect {
        /// The router to use from now on.
        gateway: Ipv4Addr,
    },
    /// Time exceeded.
    TimeExceeded {
        /// Unused by RFC 792.
        unused: u32,
    },
    /// Parameter problem.
    ParameterProblem {
        /// Which byte of the quoted packet is at fault.
        pointer: u8,
        /// The lower three bytes, unused by RFC 792.
        unused: u32,
    },
    /// Any other type.
    Unknown {
        /// The second word.
        rest_of_header: u32,
    },
}

/// The packet that an error message quotes: its IPv4 header, and the first bytes of what it carried (8 or more, RFC 792 and
/// RFC 1812 4.3.2.3), cut where the message ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted<'a> {
    /// The quoted packet's header.
    pub ipv4: ipv4::Header<'a>,
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
    /// use drywire::wire::icmpv4::{Header, Meaning};
    /// let (header, _) = Header::parse(&[8, 0, 0xf7, 0xfd, 0, 1, 0, 1]).unwrap();
    /// assert_eq!(header.meaning(), Meaning::Echo { identifier: 1, sequence_number: 1 });
    /// ```
    pub fn parse(input: &[u8]) -> Result<(Self, &[u8]), ParseError> {
        match array(input) {
            Ok((rest, header)) => Ok((Self::from_bytes(header), rest)),
            Err(_) => Err(super::truncated(Layer::Icmp, 0, HEADER_LENGTH, input).into()),
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
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn emit(&self, out: &mut Out<'_>) -> Result<(), EmitError> {
        let mut fixed = [0; HEADER_LENGTH];
        field::TYPE.put(&mut fixed, self.message_type.into());
        field::CODE.put(&mut fixed, self.code.into());
        field::CHECKSUM.put(&mut fixed, self.checksum.into());
        field::REST.put(&mut fixed, self.rest_of_header);
        out.bytes(&fixed)
    }

    /// What the second word says for this type.
    #[must_use]
    pub const fn meaning(&self) -> Meaning {
        let word = self.rest_of_header;
        let (upper, lower) = ((word >> 16) as u16, word as u16);
        match self.message_type {
            message_type::ECHO_REPLY | message_type::ECHO_REQUEST => {
                Meaning::Echo { identifier: upper, sequence_number: lower }
            }
            message_type::DESTINATION_UNREACHABLE => {
                Meaning::DestinationUnreachable { unused: upper, next_hop_mtu: lower }
            }
            message_type::REDIRECT => Meaning::Redirect { gateway: Ipv4Addr::from_bits(word) },
            message_type::TIME_EXCEEDED => Meaning::TimeExceeded { unused: word },
            message_type::PARAMETER_PROBLEM => {
                Meaning::ParameterProblem { pointer: (word >> 24) as u8, unused: word & 0xff_ffff }
            }
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
        let Ok(split) = ipv4::Header::split(payload, 0, &mut Each(|_| {}));
        let (fixed, options, rest) = split?;
        let ipv4 = ipv4::Header::from_parts(fixed, options);
        let length = usize::from(ipv4.total_length).checked_sub(ipv4.header_length.into());
        let (payload, _) = split_within(rest, length.unwrap_or(rest.len()));
        Some(Quoted { ipv4, payload })
    }

    /// Names every bit of the header, in order, with no gap and no overlap.
    pub fn spans(&self, mut each: impl FnMut(Span)) {
        each_span(self.message_type, &mut Spans::new(&mut each));
    }
}

/// Whether a message of this type is an echo request or reply.
pub(crate) const fn is_echo(message_type: u8) -> bool {
    matches!(message_type, message_type::ECHO_REPLY | message_type::ECHO_REQUEST)
}

/// Whether a message of this type quotes a packet.
pub(crate) const fn quotes(message_type: u8) -> bool {
    use message_type::{DESTINATION_UNREACHABLE, PARAMETER_PROBLEM, REDIRECT, SOURCE_QUENCH, TIME_EXCEEDED};
    matches!(message_type, DESTINATION_UNREACHABLE | SOURCE_QUENCH | REDIRECT | TIME_EXCEEDED | PARAMETER_PROBLEM)
}

/// Names every bit of a header of this type, in wire order.
pub(super) fn each_span(message_type: u8, spans: &mut Spans<'_>) {
    let rest = match message_type {
        _ if is_echo(message_type) => fields!(&[field::IDENTIFIER, field::SEQUENCE]),
        message_type::DESTINATION_UNREACHABLE => fields!(&[field::UNUSED_HALF, field::MTU]),
        message_type::REDIRECT => fields!(&[field::GATEWAY]),
        message_type::TIME_EXCEEDED => fields!(&[field::UNUSED]),
        message_type::PARAMETER_PROBLEM => fields!(&[field::POINTER, field::UNUSED_TAIL]),
        _ => fields!(&[field::REST]),
    };
    spans.fields(fields!(&[field::TYPE, field::CODE, field::CHECKSUM]), 4);
    spans.fields(rest, 4);
}
