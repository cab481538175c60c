//! Options of every kind, made at random.

use drywire::wire::OptionList;
use drywire::wire::ipv4::{Ipv4Option, Route, TimestampEntries};
use drywire::wire::tcp::{SackBlocks, TcpOption};
use proptest::collection::vec;
use proptest::prelude::*;

/// A TCP option and the bytes that it borrows.
#[derive(Clone, Debug)]
pub(crate) enum TcpParts {
    NoOperation,
    MaximumSegmentSize(u16),
    WindowScale(u8),
    SackPermitted,
    Sack(Vec<[u8; 8]>),
    Timestamps(u32, u32),
    UserTimeout(bool, u16),
    FastOpen(Vec<u8>),
    Md5Signature([u8; 16]),
    Authentication(Vec<u8>),
    Unknown(u8, Vec<u8>),
}

impl TcpParts {
    pub(crate) fn option(&self) -> TcpOption<'_> {
        match self {
            TcpParts::NoOperation => TcpOption::NoOperation,
            TcpParts::MaximumSegmentSize(size) => TcpOption::MaximumSegmentSize(*size),
            TcpParts::WindowScale(shift) => TcpOption::WindowScale(*shift),
            TcpParts::SackPermitted => TcpOption::SackPermitted,
            TcpParts::Sack(blocks) => TcpOption::Sack(SackBlocks::from_wire(blocks)),
            TcpParts::Timestamps(value, echo_reply) => TcpOption::Timestamps { value: *value, echo_reply: *echo_reply },
            TcpParts::UserTimeout(minutes, value) => TcpOption::UserTimeout { minutes: *minutes, value: *value },
            TcpParts::FastOpen(cookie) => TcpOption::FastOpen { cookie },
            TcpParts::Md5Signature(digest) => TcpOption::Md5Signature { digest },
            TcpParts::Authentication(data) => TcpOption::Authentication { data },
            TcpParts::Unknown(kind, data) => TcpOption::Unknown { kind: *kind, data },
        }
    }
}

pub(crate) fn tcp_option() -> impl Strategy<Value = TcpParts> {
    let cookie = prop_oneof![Just(0usize), (2usize..=8).prop_map(|half| half * 2)];
    prop_oneof![
        Just(TcpParts::NoOperation),
        any::<u16>().prop_map(TcpParts::MaximumSegmentSize),
        any::<u8>().prop_map(TcpParts::WindowScale),
        Just(TcpParts::SackPermitted),
        vec(any::<[u8; 8]>(), 1..=4).prop_map(TcpParts::Sack),
        any::<(u32, u32)>().prop_map(|(value, echo_reply)| TcpParts::Timestamps(value, echo_reply)),
        (any::<bool>(), 0u16..0x8000).prop_map(|(minutes, value)| TcpParts::UserTimeout(minutes, value)),
        cookie.prop_flat_map(|length| vec(any::<u8>(), length)).prop_map(TcpParts::FastOpen),
        any::<[u8; 16]>().prop_map(TcpParts::Md5Signature),
        vec(any::<u8>(), 2..20).prop_map(TcpParts::Authentication),
        (unknown(&[0, 1, 2, 3, 4, 5, 8, 19, 28, 29, 34]), vec(any::<u8>(), 0..20))
            .prop_map(|(kind, data)| TcpParts::Unknown(kind, data)),
    ]
}

/// An IPv4 option and the bytes that it borrows.
#[derive(Clone, Debug)]
pub(crate) enum Ipv4Parts {
    NoOperation,
    RecordRoute(u8, Vec<[u8; 4]>),
    LooseSourceRoute(u8, Vec<[u8; 4]>),
    StrictSourceRoute(u8, Vec<[u8; 4]>),
    Times(u8, u8, Vec<[u8; 4]>),
    AddressesAndTimes(u8, u8, u8, Vec<[u8; 8]>),
    RouterAlert(u16),
    Unknown(u8, Vec<u8>),
}

impl Ipv4Parts {
    pub(crate) fn option(&self) -> Ipv4Option<'_> {
        match self {
            Ipv4Parts::NoOperation => Ipv4Option::NoOperation,
            Ipv4Parts::RecordRoute(pointer, hops) => Ipv4Option::RecordRoute(Route::from_wire(*pointer, hops)),
            Ipv4Parts::LooseSourceRoute(pointer, hops) => {
                Ipv4Option::LooseSourceRoute(Route::from_wire(*pointer, hops))
            }
            Ipv4Parts::StrictSourceRoute(pointer, hops) => {
                Ipv4Option::StrictSourceRoute(Route::from_wire(*pointer, hops))
            }
            Ipv4Parts::Times(pointer, overflow, times) => {
                let entries = TimestampEntries::Times(times);
                Ipv4Option::Timestamp { pointer: *pointer, overflow: *overflow, flag: 0, entries }
            }
            Ipv4Parts::AddressesAndTimes(pointer, overflow, flag, pairs) => {
                let entries = TimestampEntries::AddressesAndTimes(pairs);
                Ipv4Option::Timestamp { pointer: *pointer, overflow: *overflow, flag: *flag, entries }
            }
            Ipv4Parts::RouterAlert(value) => Ipv4Option::RouterAlert(*value),
            Ipv4Parts::Unknown(kind, data) => Ipv4Option::Unknown { kind: *kind, data },
        }
    }
}

pub(crate) fn ipv4_option() -> impl Strategy<Value = Ipv4Parts> {
    let route = || (any::<u8>(), vec(any::<[u8; 4]>(), 0..=9));
    prop_oneof![
        Just(Ipv4Parts::NoOperation),
        route().prop_map(|(pointer, hops)| Ipv4Parts::RecordRoute(pointer, hops)),
        route().prop_map(|(pointer, hops)| Ipv4Parts::LooseSourceRoute(pointer, hops)),
        route().prop_map(|(pointer, hops)| Ipv4Parts::StrictSourceRoute(pointer, hops)),
        (any::<u8>(), 0u8..16, vec(any::<[u8; 4]>(), 0..=9))
            .prop_map(|(pointer, overflow, times)| Ipv4Parts::Times(pointer, overflow, times)),
        (any::<u8>(), 0u8..16, prop_oneof![Just(1u8), Just(3u8)], vec(any::<[u8; 8]>(), 0..=4))
            .prop_map(|(pointer, overflow, flag, pairs)| Ipv4Parts::AddressesAndTimes(pointer, overflow, flag, pairs)),
        any::<u16>().prop_map(Ipv4Parts::RouterAlert),
        (unknown(&[0, 1, 7, 68, 131, 137, 148]), vec(any::<u8>(), 0..20))
            .prop_map(|(kind, data)| Ipv4Parts::Unknown(kind, data)),
    ]
}

fn unknown(known: &'static [u8]) -> impl Strategy<Value = u8> {
    any::<u8>().prop_filter("an unknown kind", move |kind| !known.contains(kind))
}

/// An option list of a header: some options, as far as there is room, and what pads them.
pub(crate) fn tcp_options() -> impl Strategy<Value = Vec<u8>> {
    vec(tcp_option(), 0..5).prop_map(|options| {
        let mut list = OptionList::new();
        for parts in &options {
            parts.option().emit(&mut list);
        }
        list.padded().to_vec()
    })
}

/// The same of IPv4.
pub(crate) fn ipv4_options() -> impl Strategy<Value = Vec<u8>> {
    vec(ipv4_option(), 0..3).prop_map(|options| {
        let mut list = OptionList::new();
        for parts in &options {
            parts.option().emit(&mut list);
        }
        list.padded().to_vec()
    })
}
