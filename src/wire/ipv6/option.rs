//! The options of Hop-by-Hop and Destination Options headers, RFC 8200 4.2: Pad1 and PadN, Router Alert (RFC 2711), Jumbo Payload
//! (RFC 2675); every other kind is kept as it is. A length counts what follows it, unlike that of IPv4's and TCP's options.

use crate::wire::error::{Layer, Report};
use crate::wire::field::Field;
use crate::wire::fields::fields;
use crate::wire::tlv::{self, Grammar, Item, Items, Names};

/// How many options of one header are told apart; what follows them is kept as it is. RFC 8504 5.3 lets hosts stop at 8.
pub const MAXIMUM_OPTIONS: usize = 64;

/// An option's kind: what to do where it is not known, whether it changes on the way, and its number, in one byte.
pub mod option_kind {
    /// One byte of padding.
    pub const PAD_1: u8 = 0;
    /// Two or more bytes of padding.
    pub const PAD_N: u8 = 1;
    /// Router alert.
    pub const ROUTER_ALERT: u8 = 5;
    /// Jumbo payload.
    pub const JUMBO_PAYLOAD: u8 = 0xc2;
}

mod field {
    use super::Field;
    use crate::wire::Sense;

    pub(super) const KIND: Field = Field::number("ipv6.opt.type Kind", 0..8).of(Sense::Ipv6Option);
    pub(super) const LENGTH: Field = Field::number("ipv6.opt.length Length", 8..16).of(Sense::Bytes);
    pub(super) const ROUTER_ALERT: Field = Field::number("ipv6.opt.router_alert Router alert", 16..32);
    pub(super) const JUMBO: Field = Field::number("ipv6.opt.jumbo Payload length", 16..48).of(Sense::Bytes);
    pub(super) const PADDING: Field = Field::bytes("ipv6.opt.padn Padding");
    pub(super) const UNKNOWN: Field = Field::bytes("ipv6.opt.unknown_data Data");
    pub(super) const MALFORMED: Field = Field::bytes("ipv6.opt.malformed Unreadable");
}

/// A header's options as they stand in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options<'a>(&'a [u8]);

/// One option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ipv6Option<'a> {
    /// One byte of padding.
    Pad1,
    /// Two or more bytes of padding.
    PadN {
        /// What follows kind and length, zeros by right.
        data: &'a [u8],
    },
    /// Router alert: what the packet holds, 0 for multicast listener discovery (RFC 2711 2.1).
    RouterAlert(u16),
    /// The length in bytes of all that follows the fixed part of IPv6's header, over 65,535 (RFC 2675 2).
    JumboPayload(u32),
    /// Any other kind, or a known one with a length that its definition does not allow.
    Unknown {
        /// The option's kind.
        kind: u8,
        /// What follows kind and length.
        data: &'a [u8],
    },
    /// An option whose length is missing or past the end, or one past those that are told apart. Nothing after it is read.
    Malformed {
        /// The option's kind.
        kind: u8,
        /// All that follows the kind.
        rest: &'a [u8],
    },
}

impl<'a> Options<'a> {
    /// Options from their bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Options(bytes)
    }

    /// The options' bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// The options in their order. The list ends with the first [`Ipv6Option::Malformed`], which holds all bytes that follow
    /// it.
    ///
    /// ```
    /// use drywire::wire::ipv6::{Ipv6Option, Options};
    /// let options = Options::new(&[5, 2, 0, 0, 1, 0]);
    /// assert!(options.iter().eq([Ipv6Option::RouterAlert(0), Ipv6Option::PadN { data: &[] }]));
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = Ipv6Option<'a>> + Clone + use<'a> {
        self.items().map(Ipv6Option::from)
    }

    /// What a Jumbo Payload option says that says anything.
    pub(super) fn jumbo_length(&self) -> Option<usize> {
        self.items().find_map(|item| match item {
            Item::Option { kind: option_kind::JUMBO_PAYLOAD, data: &[a, b, c, d] } => {
                usize::try_from(u32::from_be_bytes([a, b, c, d])).ok().filter(|length| *length > usize::from(u16::MAX))
            }
            _ => None,
        })
    }

    /// The same, not yet typed.
    pub(crate) const fn items(&self) -> Items<'a> {
        Items::new(self.0, Grammar::EXTENSION)
    }

    /// Reports the first thing that is wrong with the options; they begin `offset` bytes into the frame.
    pub(super) fn check<R: Report>(&self, offset: u32, report: &mut R) -> Result<(), R::Stop> {
        tlv::check(self.items(), Layer::Ipv6, offset, allows, report)
    }
}

impl<'a> From<Item<'a>> for Ipv6Option<'a> {
    fn from(item: Item<'a>) -> Self {
        match item {
            Item::NoOperation => Ipv6Option::Pad1,
            Item::Option { kind: option_kind::PAD_N, data } => Ipv6Option::PadN { data },
            Item::Option { kind, data } => typed(kind, data).unwrap_or(Ipv6Option::Unknown { kind, data }),
            // The grammar has no end of list.
            Item::End { padding } => Ipv6Option::Malformed { kind: 0, rest: padding },
            Item::Malformed { kind, rest } => Ipv6Option::Malformed { kind, rest },
        }
    }
}

fn typed(kind: u8, data: &[u8]) -> Option<Ipv6Option<'_>> {
    match kind {
        option_kind::ROUTER_ALERT => data.try_into().ok().map(u16::from_be_bytes).map(Ipv6Option::RouterAlert),
        option_kind::JUMBO_PAYLOAD => data.try_into().ok().map(u32::from_be_bytes).map(Ipv6Option::JumboPayload),
        _ => None,
    }
}

/// Whether an option of this kind may have this data; every kind that is not typed here may have any.
pub(crate) fn allows(kind: u8, data: &[u8]) -> bool {
    !matches!(kind, option_kind::ROUTER_ALERT | option_kind::JUMBO_PAYLOAD) || typed(kind, data).is_some()
}

/// What an option's bytes are called.
pub(super) const NAMES: Names = Names {
    head: fields!(&[field::KIND, field::LENGTH]),
    padding: fields!(&[field::PADDING]),
    malformed: fields!(&[field::MALFORMED]),
    data: |kind, data, spans| {
        let fields = match kind {
            option_kind::PAD_N => fields!(&[field::PADDING]),
            option_kind::ROUTER_ALERT if allows(kind, data) => fields!(&[field::ROUTER_ALERT]),
            option_kind::JUMBO_PAYLOAD if allows(kind, data) => fields!(&[field::JUMBO]),
            _ => fields!(&[field::UNKNOWN]),
        };
        spans.fields(fields, data.len());
    },
};
