//! What holds for any frame, of random bytes and of packets damaged in a few places.

use crate::generate::{damaged, ipv6_parts, link_type, parts};
use crate::{config, holds};
use drywire::wire::{Kind, LinkType, Packet};
use drywire_test_support::invariants;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(config())]

    /// Issue 2, "bad input": no byte sequence panics; everything is written back, and problems lie inside.
    #[test]
    fn any_bytes_keep_the_rules(frame in vec(any::<u8>(), 0..200), link_type in link_type()) {
        holds(|| invariants::frame(&frame, link_type))?;
    }

    /// DESIGN 3: whatever is read is written back; strict is the first problem of lax; spans tile each header, and each of
    /// them gives its field's value.
    #[test]
    fn damaged_packets_keep_the_rules((frame, link_type) in damaged()) {
        holds(|| invariants::frame(&frame, link_type))?;
    }

    /// A frame read as something else than it is.
    #[test]
    fn a_wrong_link_type_keeps_the_rules((frame, _) in damaged(), link_type in link_type()) {
        holds(|| invariants::frame(&frame, link_type))?;
    }

    /// The guess is total, and whatever it says can be read.
    #[test]
    fn a_link_type_is_guessed_for_any_bytes(frame in vec(any::<u8>(), 0..64), (damaged, _) in damaged()) {
        for frame in [frame, damaged] {
            let guess = LinkType::guess(&frame);
            prop_assert!(LinkType::ALL.contains(&guess));
            holds(|| invariants::frame(&frame, guess))?;
        }
    }

    /// A whole packet speaks for its link type: alone, in Ethernet, or in a loopback header.
    #[test]
    fn a_whole_packet_speaks_for_its_link_type(parts in parts()) {
        let (bytes, link_type) = (parts.bytes(), parts.link_type());
        if matches!(link_type, LinkType::Raw | LinkType::Ethernet | LinkType::Null) {
            prop_assert_eq!(LinkType::guess(&bytes), link_type);
        }
    }

    /// RFC 8200, whole packets: nothing is wrong with them but more extension headers or options than are read.
    #[test]
    fn rfc8200_a_whole_packet_keeps_the_rules(parts in ipv6_parts()) {
        let (bytes, link_type) = (parts.bytes(), parts.link_type());
        let mut codes = Vec::new();
        let packet = Packet::parse_lax(&bytes, link_type, |problem| codes.push(problem.kind.code()));
        packet.verify(&bytes, |problem| codes.push(problem.kind.code()));
        prop_assert!(codes.iter().all(|code| *code == "too-many-extensions"), "{codes:?}");
        holds(|| invariants::frame(&bytes, link_type))?;
    }
}

/// The generators reach what they are there for: every kind of problem is met, and packets with none.
#[test]
fn the_damage_reaches_every_kind_of_problem() {
    let mut runner = TestRunner::deterministic();
    let strategy = damaged();
    let mut codes = BTreeSet::new();
    let mut whole = 0;
    for _ in 0..10_000 {
        let (frame, link_type) = strategy.new_tree(&mut runner).unwrap().current();
        let mut clean = true;
        let mut note = |code| {
            codes.insert(code);
            clean = false;
        };
        let packet = Packet::parse_lax(&frame, link_type, |problem| note(problem.kind.code()));
        packet.verify(&frame, |problem| note(problem.kind.code()));
        whole += usize::from(clean);
    }
    // More tags than a frame of this size has room for, and a checksum that happens to be the pseudo-header's sum.
    let rare = ["checksum-offloaded", "too-many-tags"];
    let missed: Vec<&str> = Kind::TABLE
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| !codes.contains(code) && !rare.contains(code))
        .collect();
    assert!(missed.is_empty(), "never met: {missed:?}");
    assert!((1_000..7_500).contains(&whole), "{whole} of 10000 have no problem");
}
