//! Options of IPv4 and TCP: typed, written, read again.

use crate::config;
use crate::generate::{ipv4_option, tcp_option};
use drywire::wire::OptionList;
use drywire::wire::ipv4::{self, Ipv4Option};
use drywire::wire::tcp::{self, TcpOption};
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
        invariants::options(&bytes);
    }

    /// Small numbers are kinds and lengths, so that lists of them are long.
    #[test]
    fn any_small_numbers_are_an_option_list(bytes in vec(0u8..12, 0..=40)) {
        invariants::options(&bytes);
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
