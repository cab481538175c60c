//! TCP options: RFC 9293 3.2 (EOL, NOP, MSS), RFC 7323 (window scale, timestamps), RFC 2018 (SACK), RFC 5482 (user timeout),
//! RFC 7413 (fast open), RFC 2385 (MD5) and RFC 5925 (AO) as opaque bytes; every other kind is kept as it is.

use super::seq::SeqNumber;
use crate::wire::OptionList;
use crate::wire::field::Field;
use crate::wire::fields::fields;
use crate::wire::tlv::{Item, Names};

/// An option's kind.
pub mod kind {
    /// End of option list.
    pub const END_OF_LIST: u8 = 0;
    /// No operation.
    pub const NO_OPERATION: u8 = 1;
    /// Maximum segment size.
    pub const MAXIMUM_SEGMENT_SIZE: u8 = 2;
    /// Window scale.
    pub const WINDOW_SCALE: u8 = 3;
    /// SACK permitted.
    pub const SACK_PERMITTED: u8 = 4;
    /// SACK.
    pub const SACK: u8 = 5;
    /// Timestamps.
    pub const TIMESTAMPS: u8 = 8;
    /// MD5 signature.
    pub const MD5_SIGNATURE: u8 = 19;
    /// User timeout.
    pub const USER_TIMEOUT: u8 = 28;
    /// Authentication option.
    pub const AUTHENTICATION: u8 = 29;
    /// Fast open cookie.
    pub const FAST_OPEN: u8 = 34;
}

mod field {
    use super::Field;
    use crate::wire::Sense;

    pub(super) const KIND: Field = Field::number("tcp.option_kind Kind", 0..8).of(Sense::TcpOption);
    pub(super) const LENGTH: Field = Field::number("tcp.option_len Length", 8..16).of(Sense::Bytes);
    pub(super) const MSS: Field = Field::number("tcp.options.mss_val Maximum segment size", 16..32).of(Sense::Bytes);
    pub(super) const SHIFT: Field = Field::number("tcp.options.wscale.shift Window scale shift", 16..24);
    pub(super) const TS_VALUE: Field = Field::number("tcp.options.timestamp.tsval Timestamp value", 16..48);
    pub(super) const TS_ECHO: Field = Field::number("tcp.options.timestamp.tsecr Timestamp echo reply", 48..80);
    pub(super) const LEFT: Field = Field::number("tcp.options.sack_le SACK left edge", 0..32);
    pub(super) const RIGHT: Field = Field::number("tcp.options.sack_re SACK right edge", 32..64);
    pub(super) const GRANULARITY: Field = Field::flag("tcp.options.user_to_granularity User timeout in minutes", 16);
    pub(super) const USER_TIMEOUT: Field = Field::number("tcp.options.user_to_val User timeout", 17..32);
    pub(super) const COOKIE: Field = Field::bytes("tcp.options.tfo.cookie Fast open cookie");
    pub(super) const DIGEST: Field = Field::bytes("tcp.options.md5.digest MD5 digest");
    pub(super) const AO: Field = Field::bytes("tcp.options.ao.data Authentication data");
    pub(super) const UNKNOWN: Field = Field::bytes("tcp.options.unknown.payload Data");
    pub(super) const MALFORMED: Field = Field::bytes("tcp.options.malformed Unreadable");
    pub(super) const PADDING: Field = Field::bytes("tcp.options.eol.padding Padding");
}

/// The blocks of a SACK option, RFC 2018 3: 1 to 4 where the option came off the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SackBlocks<'a>(&'a [[u8; 8]]);

impl<'a> SackBlocks<'a> {
    /// Blocks as they stand on the wire: left and right edge, each in network byte order.
    #[must_use]
    pub const fn from_wire(blocks: &'a [[u8; 8]]) -> Self {
        SackBlocks(blocks)
    }

    /// The blocks in their order: left edge, and right edge (the number after the last one received).
    pub fn iter(self) -> impl ExactSizeIterator<Item = (SeqNumber, SeqNumber)> + Clone + 'a {
        self.0.iter().map(|block| (SeqNumber(field::LEFT.get(block)), SeqNumber(field::RIGHT.get(block))))
    }
}

/// One option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TcpOption<'a> {
    /// End of option list, RFC 9293 3.2.
    EndOfList {
        /// What follows it in the header, zeros by right.
        padding: &'a [u8],
    },
    /// No operation, RFC 9293 3.2.
    NoOperation,
    /// Maximum segment size, RFC 9293 3.7.1, in bytes.
    MaximumSegmentSize(u16),
    /// Window scale, RFC 7323 2.2: the window is shifted left by this.
    WindowScale(u8),
    /// SACK permitted, RFC 2018 2.
    SackPermitted,
    /// Selective acknowledgment, RFC 2018 3.
    Sack(SackBlocks<'a>),
    /// Timestamps, RFC 7323 3.2.
    Timestamps {
        /// TSval.
        value: u32,
        /// TSecr.
        echo_reply: u32,
    },
    /// User timeout, RFC 5482 3.
    UserTimeout {
        /// Whether `value` counts minutes; seconds otherwise.
        minutes: bool,
        /// The timeout, 15 bits.
        value: u16,
    },
    /// Fast open, RFC 7413 4.1.1: a cookie of 4 to 16 bytes, or none where one is asked for.
    FastOpen {
        /// The cookie.
        cookie: &'a [u8],
    },
    /// MD5 signature, RFC 2385 3.
    Md5Signature {
        /// The digest.
        digest: &'a [u8; 16],
    },
    /// Authentication option, RFC 5925 2.2.
    Authentication {
        /// Key ids and code, as they stand.
        data: &'a [u8],
    },
    /// Any other kind, or a known one with a length that its definition does not allow.
    Unknown {
        /// The option's kind.
        kind: u8,
        /// What follows kind and length.
        data: &'a [u8],
    },
    /// An option whose length is missing, under 2 or past the end. Nothing after it can be read.
    Malformed {
        /// The option's kind.
        kind: u8,
        /// All that follows the kind.
        rest: &'a [u8],
    },
}

impl<'a> From<Item<'a>> for TcpOption<'a> {
    #[inline]
    fn from(item: Item<'a>) -> Self {
        match item {
            Item::End { padding } => TcpOption::EndOfList { padding },
            Item::NoOperation => TcpOption::NoOperation,
            Item::Option { kind, data } => typed(kind, data).unwrap_or(TcpOption::Unknown { kind, data }),
            Item::Malformed { kind, rest } => TcpOption::Malformed { kind, rest },
        }
    }
}

/// The option of a known kind, where its data has a length that its definition allows.
#[inline]
fn typed(kind: u8, data: &[u8]) -> Option<TcpOption<'_>> {
    match kind {
        kind::MAXIMUM_SEGMENT_SIZE => Some(TcpOption::MaximumSegmentSize(u16::from_be_bytes(data.try_into().ok()?))),
        kind::WINDOW_SCALE => match *data {
            [shift] => Some(TcpOption::WindowScale(shift)),
            _ => None,
        },
        kind::SACK_PERMITTED => data.is_empty().then_some(TcpOption::SackPermitted),
        kind::SACK => match data.as_chunks() {
            (blocks @ [_, ..], []) => Some(TcpOption::Sack(SackBlocks(blocks))),
            _ => None,
        },
        kind::TIMESTAMPS => {
            let [a, b, c, d, e, f, g, h]: [u8; 8] = data.try_into().ok()?;
            let (value, echo_reply) = (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]));
            Some(TcpOption::Timestamps { value, echo_reply })
        }
        kind::MD5_SIGNATURE => Some(TcpOption::Md5Signature { digest: data.try_into().ok()? }),
        kind::USER_TIMEOUT => {
            let value = u16::from_be_bytes(data.try_into().ok()?);
            Some(TcpOption::UserTimeout { minutes: value >> 15 == 1, value: value & 0x7fff })
        }
        kind::AUTHENTICATION => (data.len() >= 2).then_some(TcpOption::Authentication { data }),
        kind::FAST_OPEN => {
            let allowed = data.is_empty() || (4..=16).contains(&data.len()) && data.len().is_multiple_of(2);
            allowed.then_some(TcpOption::FastOpen { cookie: data })
        }
        _ => None,
    }
}

/// For each kind that is typed here, a bit for every length that its data may have; all bits for the other kinds.
const LENGTHS: [u64; 35] = {
    let mut lengths = [u64::MAX; 35];
    lengths[kind::MAXIMUM_SEGMENT_SIZE as usize] = 1 << 2;
    lengths[kind::WINDOW_SCALE as usize] = 1 << 1;
    lengths[kind::SACK_PERMITTED as usize] = 1;
    lengths[kind::SACK as usize] = 1 << 8 | 1 << 16 | 1 << 24 | 1 << 32;
    lengths[kind::TIMESTAMPS as usize] = 1 << 8;
    lengths[kind::MD5_SIGNATURE as usize] = 1 << 16;
    lengths[kind::USER_TIMEOUT as usize] = 1 << 2;
    lengths[kind::AUTHENTICATION as usize] = !0b11;
    lengths[kind::FAST_OPEN as usize] = 0b1_0101_0101_0101_0001;
    lengths
};

/// Whether an option of this kind may have so much data; every kind that is not typed here may have any.
#[inline]
pub(crate) fn allows(kind: u8, data: &[u8]) -> bool {
    LENGTHS.get(usize::from(kind)).is_none_or(|lengths| lengths >> (data.len() & 63) & 1 == 1)
}

/// What an option's bytes are called.
pub(super) const NAMES: Names = Names {
    head: fields!(&[field::KIND, field::LENGTH]),
    padding: fields!(&[field::PADDING]),
    malformed: fields!(&[field::MALFORMED]),
    data: |kind, data, spans| {
        // A length that a kind's definition does not allow makes it as good as unknown; END_OF_LIST stands for that here.
        let fields = match if allows(kind, data) { kind } else { kind::END_OF_LIST } {
            kind::MAXIMUM_SEGMENT_SIZE => fields!(&[field::MSS]),
            kind::WINDOW_SCALE => fields!(&[field::SHIFT]),
            kind::TIMESTAMPS => fields!(&[field::TS_VALUE, field::TS_ECHO]),
            kind::SACK => fields!(&[field::LEFT, field::RIGHT]),
            kind::USER_TIMEOUT => fields!(&[field::GRANULARITY, field::USER_TIMEOUT]),
            kind::FAST_OPEN => fields!(&[field::COOKIE]),
            kind::MD5_SIGNATURE => fields!(&[field::DIGEST]),
            kind::AUTHENTICATION => fields!(&[field::AO]),
            _ => fields!(&[field::UNKNOWN]),
        };
        spans.fields(fields, data.len());
    },
};

impl TcpOption<'_> {
    /// The option's kind.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match *self {
            TcpOption::EndOfList { .. } => kind::END_OF_LIST,
            TcpOption::NoOperation => kind::NO_OPERATION,
            TcpOption::MaximumSegmentSize(_) => kind::MAXIMUM_SEGMENT_SIZE,
            TcpOption::WindowScale(_) => kind::WINDOW_SCALE,
            TcpOption::SackPermitted => kind::SACK_PERMITTED,
            TcpOption::Sack(_) => kind::SACK,
            TcpOption::Timestamps { .. } => kind::TIMESTAMPS,
            TcpOption::UserTimeout { .. } => kind::USER_TIMEOUT,
            TcpOption::FastOpen { .. } => kind::FAST_OPEN,
            TcpOption::Md5Signature { .. } => kind::MD5_SIGNATURE,
            TcpOption::Authentication { .. } => kind::AUTHENTICATION,
            TcpOption::Unknown { kind, .. } | TcpOption::Malformed { kind, .. } => kind,
        }
    }

    /// Appends the option's bytes to a list; nothing where the list has no room for them.
    #[inline(never)]
    pub fn emit<'b>(&self, list: &'b mut OptionList) -> Option<&'b mut OptionList> {
        match *self {
            TcpOption::EndOfList { padding } => list.raw(&[&[kind::END_OF_LIST], padding]),
            TcpOption::NoOperation => list.raw(&[&[kind::NO_OPERATION]]),
            TcpOption::MaximumSegmentSize(mss) => list.option(self.kind(), &[&mss.to_be_bytes()]),
            TcpOption::WindowScale(shift) => list.option(self.kind(), &[&[shift]]),
            TcpOption::SackPermitted => list.option(self.kind(), &[]),
            TcpOption::Sack(SackBlocks(blocks)) => list.option(self.kind(), &[blocks.as_flattened()]),
            TcpOption::Timestamps { value, echo_reply } => {
                list.option(self.kind(), &[&value.to_be_bytes(), &echo_reply.to_be_bytes()])
            }
            TcpOption::UserTimeout { minutes, value } => {
                let bits = u16::from(minutes) << 15 | value & 0x7fff;
                list.option(self.kind(), &[&bits.to_be_bytes()])
            }
            TcpOption::FastOpen { cookie: data }
            | TcpOption::Authentication { data }
            | TcpOption::Unknown { data, .. } => list.option(self.kind(), &[data]),
            TcpOption::Md5Signature { digest } => list.option(self.kind(), &[digest]),
            TcpOption::Malformed { kind, rest } => list.raw(&[&[kind], rest]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_allowed_where_the_option_is_typed() {
        for number in 2..=255 {
            for length in 0..=38 {
                let data = [0; 38];
                let data = &data[..length];
                let known = matches!(number, 2..=5 | 8 | 19 | 28 | 29 | 34);
                let expected = !known || typed(number, data).is_some();
                assert_eq!(allows(number, data), expected, "kind {number}, {length} bytes");
            }
        }
    }
}
