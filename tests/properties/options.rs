//! Options of IPv4 and TCP: typed, written, read again.

use crate::generate::{ipv4_option, tcp_option};
use crate::{config, holds};
use drywire::wire::ipv4::{self, Ipv4Option};
use drywire::wire::tcp::{self, TcpOption};
use drywire::wire::{LinkType, Network, OptionList, Packet, Transport};
use drywire_test_support::invariants;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(config())]

    /// RFC 9293 3.2, RFC 7323, RFC 2018, RFC 5482, RFC 7413, RFC 2385, RFC 5925: what is written is read as it was typed.
    #[test]
    fn tcp_options_are_read_as_they_were_typed(options in vec(tcp_option(), 0..8), padding in vec(any::<u8>(), 0..4)) {
        let mut list = OptionList::new();
        let mut typed: Vec<TcpOption<'_>> = options.iter().map(|parts| parts.option()).collect();
        typed.retain(|option| option.emit(&mut list).is_some());
        let end = TcpOption::EndOfList { padding: &padding };
        typed.extend(end.emit(&mut list).map(|_| end));
        prop_assert_eq!(tcp::Options::new(list.as_bytes()).iter().collect::<Vec<_>>(), typed);
    }

    /// RFC 791 3.1, RFC 2113.
    #[test]
    fn ipv4_options_are_read_as_they_were_typed(options in vec(ipv4_option(), 0..8), padding in vec(any::<u8>(), 0..4)) {
        let mut list = OptionList::new();
        let mut typed: Vec<Ipv4Option<'_>> = options.iter().map(|parts| parts.option()).collect();
        typed.retain(|option| option.emit(&mut list).is_some());
        let end = Ipv4Option::EndOfList { padding: &padding };
        typed.extend(end.emit(&mut list).map(|_| end));
        prop_assert_eq!(ipv4::Options::new(list.as_bytes()).iter().collect::<Vec<_>>(), typed);
    }

    #[test]
    fn any_bytes_are_an_option_list(bytes in vec(any::<u8>(), 0..=40)) {
        holds(|| invariants::options(&bytes))?;
    }

    /// Small numbers are kinds and lengths, so that lists of them are long.
    #[test]
    fn any_small_numbers_are_an_option_list(bytes in vec(0u8..12, 0..=40)) {
        holds(|| invariants::options(&bytes))?;
    }

    /// RFC 7323 appendix A: the layout that is looked for first, and lists that are almost it.
    #[test]
    fn rfc7323_the_common_layout_is_read_as_any_other(times in any::<[u8; 8]>(), at in 0usize..12, value: u8, change: bool) {
        let mut bytes = [&[1, 1, 8, 10][..], &times].concat();
        bytes[at] = if change { value } else { bytes[at] };
        holds(|| invariants::options(&bytes))?;
    }

    /// A malformed option is the last, and holds all that follows its kind.
    #[test]
    fn a_malformed_option_keeps_its_bytes(before in vec(tcp_option(), 0..3), kind in 2u8.., rest in vec(any::<u8>(), 0..6)) {
        let malformed = rest.first().is_none_or(|length| *length < 2 || usize::from(*length) > rest.len() + 1);
        prop_assume!(malformed);
        let mut list = OptionList::new();
        let mut typed: Vec<TcpOption<'_>> = before.iter().map(|parts| parts.option()).collect();
        typed.retain(|option| option.emit(&mut list).is_some());
        let last = TcpOption::Malformed { kind, rest: &rest };
        typed.extend(last.emit(&mut list).map(|_| last));
        prop_assert_eq!(tcp::Options::new(list.as_bytes()).iter().collect::<Vec<_>>(), typed);
    }
}

/// Which lengths of its data a kind may have; all others are kept as an unknown option, and named.
#[test]
fn a_known_kind_has_the_lengths_of_its_rfc() {
    type Allowed = fn(usize) -> bool;
    let table: [(u8, Allowed, &str); 9] = [
        (2, |length| length == 2, "RFC 9293 3.2: MSS is 4 bytes long, kind and length among them"),
        (3, |length| length == 1, "RFC 7323 2.2"),
        (4, |length| length == 0, "RFC 2018 2"),
        (5, |length| length > 0 && length % 8 == 0, "RFC 2018 3: whole blocks"),
        (8, |length| length == 8, "RFC 7323 3.2"),
        (19, |length| length == 16, "RFC 2385 3"),
        (28, |length| length == 2, "RFC 5482 3"),
        (29, |length| length >= 2, "RFC 5925 2.2: key ids at least"),
        (
            34,
            |length| length == 0 || (4..=16).contains(&length) && length % 2 == 0,
            "RFC 7413 4.1.1: even, 4 to 16, or no cookie",
        ),
    ];
    for ((kind, allowed, rule), length) in table.iter().flat_map(|row| (0..=18).map(move |length| (row, length))) {
        let mut list = OptionList::new();
        list.option(*kind, &[&[7; 18][..length]]).unwrap();
        let typed = !matches!(tcp::Options::new(list.as_bytes()).iter().next(), Some(TcpOption::Unknown { .. }));
        assert_eq!(typed, allowed(length), "kind {kind} with {length} bytes of data: {rule}");
        assert_eq!(
            codes(list.padded(), &[]),
            if typed { vec![] } else { vec!["option-length"] },
            "kind {kind}, {length}: {rule}"
        );
    }
}

/// The same of IPv4: RFC 791 3.1, RFC 2113 2.1.
#[test]
fn a_known_ipv4_kind_has_the_lengths_of_its_rfc() {
    type Allowed = fn(usize, u8) -> bool;
    let route: Allowed = |length, _| length % 4 == 1;
    let table: [(u8, Allowed, &str); 5] = [
        (7, route, "a pointer and whole addresses"),
        (131, route, "a pointer and whole addresses"),
        (137, route, "a pointer and whole addresses"),
        (68, |length, flag| length >= 2 && length % 4 == 2 && flag == 0, "pointer, flag 0, whole timestamps"),
        (148, |length, _| length == 2, "RFC 2113: 4 bytes long"),
    ];
    for ((kind, allowed, rule), length) in table.iter().flat_map(|row| (0..=18).map(move |length| (row, length))) {
        for flag in [0, 1, 3, 5] {
            // The fourth byte of a timestamp option says what its entries are: with flags 1 and 3, addresses too.
            let pairs = *kind == 68 && length % 8 == 2 && matches!(flag, 1 | 3);
            let mut list = OptionList::new();
            list.option(*kind, &[&[flag; 18][..length]]).unwrap();
            let typed = !matches!(ipv4::Options::new(list.as_bytes()).iter().next(), Some(Ipv4Option::Unknown { .. }));
            assert_eq!(
                typed,
                allowed(length, flag) || pairs,
                "kind {kind} with {length} bytes of data, flag {flag}: {rule}"
            );
            assert_eq!(
                codes(&[], list.padded()),
                if typed { vec![] } else { vec!["option-length"] },
                "kind {kind}: {rule}"
            );
        }
    }
}

/// What is wrong with a segment that has these options.
fn codes(tcp_options: &[u8], ipv4_options: &[u8]) -> Vec<&'static str> {
    let segment = tcp::Header { options: tcp::Options::new(tcp_options), ..tcp::Header::default() };
    let network =
        ipv4::Header { protocol: tcp::PROTOCOL, options: ipv4::Options::new(ipv4_options), ..ipv4::Header::default() };
    let packet = Packet { network: Network::Ipv4(network), transport: Transport::Tcp(segment), ..Packet::default() };
    let mut bytes = vec![0; packet.emitted_len()];
    packet.emit_filled(&mut bytes).unwrap();
    let mut codes = Vec::new();
    Packet::parse_lax(&bytes, LinkType::Raw, |problem| codes.push(problem.kind.code()));
    codes
}

/// The generators make every option that there is: a new one breaks the build here.
#[test]
fn every_kind_of_option_is_generated() {
    let mut runner = TestRunner::deterministic();
    let (mut tcp, mut ipv4) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..1000 {
        tcp.insert(tcp_name(&tcp_option().new_tree(&mut runner).unwrap().current().option()));
        ipv4.insert(ipv4_name(&ipv4_option().new_tree(&mut runner).unwrap().current().option()));
    }
    assert_eq!((tcp.len(), ipv4.len()), (11, 8), "{tcp:?} {ipv4:?}");
}

const fn tcp_name(option: &TcpOption<'_>) -> &'static str {
    match option {
        TcpOption::NoOperation => "nop",
        TcpOption::MaximumSegmentSize(_) => "mss",
        TcpOption::WindowScale(_) => "window scale",
        TcpOption::SackPermitted => "sack permitted",
        TcpOption::Sack(_) => "sack",
        TcpOption::Timestamps { .. } => "timestamps",
        TcpOption::UserTimeout { .. } => "user timeout",
        TcpOption::FastOpen { .. } => "fast open",
        TcpOption::Md5Signature { .. } => "md5",
        TcpOption::Authentication { .. } => "ao",
        TcpOption::Unknown { .. } => "unknown",
        TcpOption::EndOfList { .. } | TcpOption::Malformed { .. } => "the last, which the tests above add",
    }
}

const fn ipv4_name(option: &Ipv4Option<'_>) -> &'static str {
    match option {
        Ipv4Option::NoOperation => "nop",
        Ipv4Option::RecordRoute(_) => "record route",
        Ipv4Option::LooseSourceRoute(_) => "loose",
        Ipv4Option::StrictSourceRoute(_) => "strict",
        Ipv4Option::Timestamp { entries: ipv4::TimestampEntries::Times(_), .. } => "times",
        Ipv4Option::Timestamp { entries: ipv4::TimestampEntries::AddressesAndTimes(_), .. } => "addresses and times",
        Ipv4Option::RouterAlert(_) => "router alert",
        Ipv4Option::Unknown { .. } => "unknown",
        Ipv4Option::EndOfList { .. } | Ipv4Option::Malformed { .. } => "the last, which the tests above add",
    }
}
