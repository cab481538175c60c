//! IPv4 options: RFC 791 3.1 (EOL, NOP, record route, loose and strict source route, timestamp) and RFC 2113 (router alert);
//! every other kind is kept as it is.

use crate::wire::OptionList;
use crate::wire::field::Field;
use crate::wire::fields::{Spans, fields};
use crate::wire::tlv::{Item, Names};
use core::net::Ipv4Addr;

/// An option's kind: copied flag, class and number in one byte.
pub mod kind {
    /// End of option list.
    pub const END_OF_LIST: u8 = 0;
    /// No operation.
    pub const NO_OPERATION: u8 = 1;
    /// Record route.
    pub const RECORD_ROUTE: u8 = 7;
    /// Internet timestamp.
    pub const TIMESTAMP: u8 = 68;
    /// Loose source route.
    pub const LOOSE_SOURCE_ROUTE: u8 = 131;
    /// Strict source route.
    pub const STRICT_SOURCE_ROUTE: u8 = 137;
    /// Router alert.
    pub const ROUTER_ALERT: u8 = 148;
}

mod field {
    use super::Field;
    use crate::wire::Sense;

    pub(super) const KIND: Field = Field::number("ip.opt.type Kind", 0..8).of(Sense::Ipv4Option);
    pub(super) const LENGTH: Field = Field::number("ip.opt.len Length", 8..16).of(Sense::Bytes);
    pub(super) const POINTER: Field = Field::number("ip.opt.ptr Pointer", 16..24);
    pub(super) const HOP: Field = Field::ipv4("ip.rec_rt Recorded route", 0..32);
    pub(super) const OVERFLOW: Field = Field::number("ip.opt.overflow Overflow", 24..28);
    pub(super) const FLAG: Field = Field::number("ip.opt.flag Flag", 28..32);
    pub(super) const STAMP_ADDRESS: Field = Field::ipv4("ip.opt.time_stamp_addr Address", 0..32);
    pub(super) const STAMP: Field = Field::number("ip.opt.time_stamp Timestamp", 0..32);
    pub(super) const ROUTER_ALERT: Field = Field::number("ip.opt.ra Router alert", 16..32);
    pub(super) const UNKNOWN: Field = Field::bytes("ip.opt.data Data");
    pub(super) const MALFORMED: Field = Field::bytes("ip.opt.malformed Unreadable");
    pub(super) const PADDING: Field = Field::bytes("ip.opt.padding Padding");
}

/// A route that a packet records or follows, RFC 791 3.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route<'a> {
    /// Which byte of the option the next address goes to or comes from, counted from 1; the smallest in order is 4.
    pub pointer: u8,
    addresses: &'a [[u8; 4]],
}

impl<'a> Route<'a> {
    /// A route whose addresses stand as on the wire.
    #[must_use]
    pub const fn from_wire(pointer: u8, addresses: &'a [[u8; 4]]) -> Self {
        Route { pointer, addresses }
    }

    /// The route's addresses, those not yet filled in among them.
    pub fn addresses(self) -> impl DoubleEndedIterator<Item = Ipv4Addr> + ExactSizeIterator + Clone + 'a {
        self.addresses.iter().map(|octets| Ipv4Addr::from(*octets))
    }
}

/// What a timestamp option has collected, RFC 791 3.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampEntries<'a> {
    /// Flag 0: timestamps alone, in network byte order.
    Times(&'a [[u8; 4]]),
    /// Flags 1 and 3: each timestamp after the address that it is of.
    AddressesAndTimes(&'a [[u8; 8]]),
}

impl<'a> TimestampEntries<'a> {
    /// The entries: an address where there is one, and milliseconds since midnight UT (the highest bit says that the clock
    /// is not that).
    pub fn iter(self) -> impl Iterator<Item = (Option<Ipv4Addr>, u32)> + Clone + 'a {
        let (times, pairs): (&[_], &[_]) = match self {
            TimestampEntries::Times(times) => (times, &[]),
            TimestampEntries::AddressesAndTimes(pairs) => (&[], pairs),
        };
        let times = times.iter().map(|time| (None, field::STAMP.get(time)));
        times.chain(
            pairs.iter().map(|[a, b, c, d, time @ ..]| (Some(Ipv4Addr::new(*a, *b, *c, *d)), field::STAMP.get(time))),
        )
    }
}

/// One option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ipv4Option<'a> {
    /// End of option list.
    EndOfList {
        /// What follows it in the header, zeros by right.
        padding: &'a [u8],
    },
    /// No operation.
    NoOperation,
    /// Record route.
    RecordRoute(Route<'a>),
    /// Loose source and record route.
    LooseSourceRoute(Route<'a>),
    /// Strict source and record route.
    StrictSourceRoute(Route<'a>),
    /// Internet timestamp.
    Timestamp {
        /// Which byte of the option the next timestamp goes to, counted from 1; the smallest in order is 5.
        pointer: u8,
        /// How many hosts had no room for theirs, 4 bits.
        overflow: u8,
        /// 0: timestamps alone; 1: each after its host's address; 3: for the addresses given. 4 bits.
        flag: u8,
        /// What has been collected.
        entries: TimestampEntries<'a>,
    },
    /// Router alert, RFC 2113 2.1: 0 asks every router to look at the packet.
    RouterAlert(u16),
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

impl<'a> From<Item<'a>> for Ipv4Option<'a> {
    fn from(item: Item<'a>) -> Self {
        match item {
            Item::End { padding } => Ipv4Option::EndOfList { padding },
            Item::NoOperation => Ipv4Option::NoOperation,
            Item::Option { kind, data } => typed(kind, data).unwrap_or(Ipv4Option::Unknown { kind, data }),
            Item::Malformed { kind, rest } => Ipv4Option::Malformed { kind, rest },
        }
    }
}

/// The option of a known kind, where its data has a length that its definition allows.
fn typed(kind: u8, data: &[u8]) -> Option<Ipv4Option<'_>> {
    match kind {
        kind::RECORD_ROUTE => route(data).map(Ipv4Option::RecordRoute),
        kind::LOOSE_SOURCE_ROUTE => route(data).map(Ipv4Option::LooseSourceRoute),
        kind::STRICT_SOURCE_ROUTE => route(data).map(Ipv4Option::StrictSourceRoute),
        kind::TIMESTAMP => timestamp(data),
        kind::ROUTER_ALERT => Some(Ipv4Option::RouterAlert(u16::from_be_bytes(data.try_into().ok()?))),
        _ => None,
    }
}

fn route(data: &[u8]) -> Option<Route<'_>> {
    let (pointer, rest) = data.split_first()?;
    let (addresses, left) = rest.as_chunks();
    left.is_empty().then_some(Route { pointer: *pointer, addresses })
}

fn timestamp(data: &[u8]) -> Option<Ipv4Option<'_>> {
    let ([pointer, bits], rest) = data.split_first_chunk()?;
    let (overflow, flag) = (bits >> 4, bits & 15);
    let entries = match flag {
        0 => whole(rest.as_chunks()).map(TimestampEntries::Times),
        1 | 3 => whole(rest.as_chunks()).map(TimestampEntries::AddressesAndTimes),
        _ => None,
    };
    entries.map(|entries| Ipv4Option::Timestamp { pointer: *pointer, overflow, flag, entries })
}

fn whole<'a, const N: usize>((chunks, left): (&'a [[u8; N]], &[u8])) -> Option<&'a [[u8; N]]> {
    left.is_empty().then_some(chunks)
}

/// Whether a timestamp option's entries have addresses, by its flag.
fn has_addresses(data: &[u8]) -> bool {
    data.get(1).is_some_and(|bits| bits & 15 != 0)
}

/// Whether an option of this kind may have this data; every kind that is not typed here may have any.
pub(crate) fn allows(kind: u8, data: &[u8]) -> bool {
    !matches!(kind, 7 | 68 | 131 | 137 | 148) || typed(kind, data).is_some()
}

impl Ipv4Option<'_> {
    /// The option's kind.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match *self {
            Ipv4Option::EndOfList { .. } => kind::END_OF_LIST,
            Ipv4Option::NoOperation => kind::NO_OPERATION,
            Ipv4Option::RecordRoute(_) => kind::RECORD_ROUTE,
            Ipv4Option::LooseSourceRoute(_) => kind::LOOSE_SOURCE_ROUTE,
            Ipv4Option::StrictSourceRoute(_) => kind::STRICT_SOURCE_ROUTE,
            Ipv4Option::Timestamp { .. } => kind::TIMESTAMP,
            Ipv4Option::RouterAlert(_) => kind::ROUTER_ALERT,
            Ipv4Option::Unknown { kind, .. } | Ipv4Option::Malformed { kind, .. } => kind,
        }
    }

    /// Appends the option's bytes to a list; nothing where the list has no room for them.
    #[inline(never)]
    pub fn emit<'b>(&self, list: &'b mut OptionList) -> Option<&'b mut OptionList> {
        match *self {
            Ipv4Option::EndOfList { padding } => list.raw(&[&[kind::END_OF_LIST], padding]),
            Ipv4Option::NoOperation => list.raw(&[&[kind::NO_OPERATION]]),
            Ipv4Option::RecordRoute(route)
            | Ipv4Option::LooseSourceRoute(route)
            | Ipv4Option::StrictSourceRoute(route) => {
                list.option(self.kind(), &[&[route.pointer], route.addresses.as_flattened()])
            }
            Ipv4Option::Timestamp { pointer, overflow, flag, entries } => {
                let bytes = match entries {
                    TimestampEntries::Times(times) => times.as_flattened(),
                    TimestampEntries::AddressesAndTimes(pairs) => pairs.as_flattened(),
                };
                list.option(self.kind(), &[&[pointer, overflow << 4 | flag & 15], bytes])
            }
            Ipv4Option::RouterAlert(value) => list.option(self.kind(), &[&value.to_be_bytes()]),
            Ipv4Option::Unknown { kind, data } => list.option(kind, &[data]),
            Ipv4Option::Malformed { kind, rest } => list.raw(&[&[kind], rest]),
        }
    }
}

/// What an option's bytes are called.
pub(super) const NAMES: Names = Names {
    head: fields!(&[field::KIND, field::LENGTH]),
    padding: fields!(&[field::PADDING]),
    malformed: fields!(&[field::MALFORMED]),
    data: each_data_span,
};

fn each_data_span(kind: u8, data: &[u8], spans: &mut Spans<'_>) {
    if !allows(kind, data) {
        return spans.fields(fields!(&[field::UNKNOWN]), data.len());
    }
    match kind {
        kind::RECORD_ROUTE | kind::LOOSE_SOURCE_ROUTE | kind::STRICT_SOURCE_ROUTE => {
            spans.fields(fields!(&[field::POINTER]), 1);
            spans.fields(fields!(&[field::HOP]), data.len() - 1);
        }
        kind::TIMESTAMP => {
            spans.fields(fields!(&[field::POINTER, field::OVERFLOW, field::FLAG]), 2);
            let entry = if has_addresses(data) {
                fields!(&[field::STAMP_ADDRESS, field::STAMP])
            } else {
                fields!(&[field::STAMP])
            };
            spans.fields(entry, data.len() - 2);
        }
        kind::ROUTER_ALERT => spans.fields(fields!(&[field::ROUTER_ALERT]), data.len()),
        _ => spans.fields(fields!(&[field::UNKNOWN]), data.len()),
    }
}
