//! RFC 2018 and RFC 2883: what a receiver says of what it holds, and what a sender makes of it.

use crate::script::{IRS, Script, config, millis};
use drywire::tcp::Config;

/// The SACK blocks of the last segment, as the peer counts.
fn blocks(script: &Script) -> Vec<(u32, u32)> {
    let known = script.sent.last().expect("an acknowledgment").known();
    let relative = |number: u32| number.wrapping_sub(IRS);
    known.sack.map_or(vec![], |blocks| blocks.iter().map(|(l, r)| (relative(l.0), relative(r.0))).collect())
}

fn receiving() -> Script {
    Script::opened(config(), "S 0 mss 1000 sackok")
}

#[test]
fn rfc2018_2_it_is_permitted_only_where_both_say_so() {
    let mut script = Script::listen(config());
    script.answer("S 0 sackok");
    assert!(script.sent[0].known().sack_permitted);
    for (config, syn) in [(config(), "S 0"), (Config { sack: false, ..config() }, "S 0 sackok")] {
        let mut script = Script::opened(config, syn);
        script.answer("A 101+100 ack 1");
        assert!(blocks(&script).is_empty());
    }
}

#[test]
fn rfc2018_3_blocks_tell_what_is_held_and_say_nothing_once_the_gap_is_closed() {
    let mut script = receiving();
    script.answer("A 1001+1000 ack 1");
    assert_eq!(blocks(&script), [(1001, 2001)]);
    script.answer("A 2001+500 ack 1");
    assert_eq!(blocks(&script), [(1001, 2501)], "neighbours are one block");
    script.answer("A 1+1000 ack 1");
    assert_eq!(blocks(&script), []);
}

#[test]
fn rfc2018_4_the_block_that_grew_last_comes_first() {
    let mut script = receiving();
    for piece in [1001, 3001, 5001, 7001, 9001] {
        script.answer(&format!("A {piece}+1000 ack 1"));
    }
    assert_eq!(blocks(&script), [(9001, 10_001), (7001, 8001), (5001, 6001), (3001, 4001)]);
    script.answer("A 6001+500 ack 1");
    assert_eq!(blocks(&script)[0], (5001, 6501));
}

#[test]
fn rfc2018_4_with_timestamps_there_is_room_for_three() {
    let mut script = Script::opened(config(), "S 0 mss 1000 sackok ts 5:0");
    for piece in [1001, 3001, 5001, 7001] {
        script.answer(&format!("A {piece}+1000 ack 1 ts 5:0"));
    }
    assert_eq!(blocks(&script), [(7001, 8001), (5001, 6001), (3001, 4001)]);
}

#[test]
fn rfc2018_5_what_the_peer_holds_is_not_sent_again() {
    let mut script = Script::opened(config(), "S 0 mss 1000 sackok");
    script.write(6000);
    assert_eq!(script.out().len(), 6);
    script.peer("A 1 ack 1 sack 1001-3001");
    assert_eq!(script.answer("A 1 ack 1 sack 1001-5001"), ["A 1+1000 ack 1"]);
    assert_eq!(script.connection.info().sacked, 4000);
    // The repair was sent after the last segment, and has arrived: that one is lost (RFC 8985 6.2).
    assert_eq!(script.answer("A 1 ack 5001"), ["PA 5001+1000 ack 1"]);
    script.wait(millis(1000));
    assert!(script.sent.iter().all(|sent| sent.tcp().sequence_number.0.wrapping_sub(script.iss) == 5001));
}

#[test]
fn rfc2018_5_blocks_outside_what_is_under_way_do_no_harm() {
    let mut script = Script::opened(config(), "S 0 mss 1000 sackok");
    script.write(3000);
    script.out();
    for block in ["0-1", "-5000-1", "3001-4001", "1-900000", "2001-1001", "1001-1001"] {
        assert_eq!(script.answer(&format!("A 1 ack 1 sack {block}")), [""; 0], "{block}");
        assert_eq!(script.connection.info().sacked, 0, "{block}");
    }
}

#[test]
fn rfc2018_8_a_peer_that_throws_away_what_it_held_gets_it_again() {
    let mut script = Script::opened(config(), "S 0 mss 1000 sackok");
    script.write(3000);
    script.out();
    script.peer("A 1 ack 1 sack 1001-3001");
    script.wait(millis(250));
    // It acknowledges the first and forgets the rest.
    script.peer("A 1 ack 1001");
    let sent = script.wait(millis(2000));
    assert!(sent.contains(&"A 1001+1000 ack 1".into()), "{sent:?}");
    assert_eq!(script.answer("A 1 ack 2001")[0], "PA 2001+1000 ack 1");
}

#[test]
fn rfc2883_4_1_a_segment_that_came_twice_is_told() {
    let mut script = receiving();
    script.answer("A 1+1000 ack 1");
    script.answer("A 1001+1000 ack 1");
    assert_eq!(script.answer("A 1+1000 ack 1"), ["A 1 ack 2001"]);
    assert_eq!(blocks(&script), [(1, 1001)]);
    script.answer("A 3001+1000 ack 1");
    assert_eq!(blocks(&script), [(3001, 4001)], "once");
}

#[test]
fn rfc2883_4_1_a_part_that_came_twice_is_told_before_what_is_held() {
    let mut script = receiving();
    script.answer("A 1+1000 ack 1");
    script.answer("A 3001+1000 ack 1");
    script.answer("A 501+1000 ack 1");
    assert_eq!(blocks(&script), [(501, 1001), (3001, 4001)]);
}

#[test]
fn rfc2883_4_2_a_piece_out_of_order_that_came_twice_is_told_with_the_block_around_it() {
    let mut script = receiving();
    script.answer("A 1001+1000 ack 1");
    script.answer("A 2001+1000 ack 1");
    script.answer("A 2001+1000 ack 1");
    assert_eq!(blocks(&script), [(2001, 3001), (1001, 3001)]);
    script.answer("A 5001+1000 ack 1");
    script.answer("A 5001+1000 ack 1");
    assert_eq!(blocks(&script), [(5001, 6001), (5001, 6001), (1001, 3001)], "the whole block");
}

#[test]
fn rfc2018_4_the_latest_pieces_are_told_however_many_segments_each_has() {
    let mut script = receiving();
    script.answer("A 1001+100 ack 1");
    script.answer("A 2001+100 ack 1");
    (0..10).for_each(|n| drop(script.answer(&format!("A {}+100 ack 1", 3001 + 100 * n))));
    assert_eq!(blocks(&script), [(3001, 4001), (2001, 2101), (1001, 1101)]);
}
