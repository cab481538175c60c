//! Acknowledgments, RFC 9293 3.8.6.2.2, 3.8.6.3 and 3.10.7.4.

use crate::script::{Script, config, millis, peers};
use drywire::tcp::Config;

#[test]
fn must_58_must_59_what_came_together_is_answered_together() {
    let mut script = Script::established(config());
    for n in 0..8 {
        script.peer(&format!("A {}+1000 ack 1", 1 + 1000 * n));
    }
    assert_eq!(script.out(), ["A 1 ack 8001"]);
    script.write(10);
    script.peer("A 8001+1000 ack 1");
    assert_eq!(script.out(), ["PA 1+10 ack 9001"], "data carries the acknowledgment");
    assert_eq!(script.wait(millis(150)), [""; 0]);
}

#[test]
fn shld_31_segments_out_of_order_are_kept() {
    let mut script = Script::established(config());
    script.peer("A 2001+1000 ack 1");
    script.peer("A 1001+1000 ack 1");
    assert!(script.read().is_empty());
    script.out();
    assert_eq!(script.answer("A 1+1000 ack 1"), ["A 1 ack 3001"]);
    assert_eq!(script.read(), peers(1, 3001));
}

#[test]
fn may_13_a_segment_out_of_order_is_acknowledged_at_once() {
    let mut script = Script::established(config());
    for n in 1..5 {
        assert_eq!(script.answer(&format!("A {}+1000 ack 1", 1 + 1000 * n)), ["A 1 ack 1"]);
    }
}

#[test]
fn shld_18_shld_19_every_second_full_segment_is_acknowledged_at_once() {
    let mut script = Script::established(config());
    script.peer("A 1+1000 ack 1");
    assert_eq!(script.out(), [""; 0]);
    assert_eq!(script.answer("A 1001+1000 ack 1"), ["A 1 ack 2001"]);
    assert_eq!(script.answer("A 2001+1000 ack 1"), [""; 0]);
    assert_eq!(script.answer("A 3001+1000 ack 1"), ["A 1 ack 4001"]);
}

#[test]
fn must_40_an_acknowledgment_waits_less_than_half_a_second() {
    for ack_delay in [0, 40, 499, 500, 10_000] {
        let mut script = Script::established(Config { ack_delay: millis(ack_delay), ..config() });
        let since = script.now;
        script.peer("A 1+100 ack 1");
        assert_eq!(script.wait(millis(2000)), ["A 1 ack 101"]);
        let at = script.times(since)[0];
        assert!(at < 500 && at <= ack_delay, "{at} ms where {ack_delay} were asked for");
    }
}

#[test]
fn must_39_a_small_piece_of_room_is_not_offered() {
    let mut script = Script::established(Config { receive_buffer: 8000, ..config() });
    (0..8).for_each(|n| script.peer(&format!("A {}+1000 ack 1", 1 + 1000 * n)));
    script.out();
    assert_eq!(script.sent[0].tcp().window, 0);
    let mut read = 0;
    let mut buffer = [0; 100];
    while read < 1400 {
        read += script.connection.read(&mut buffer).unwrap();
        assert_eq!(script.out(), [""; 0], "after {read} bytes");
        assert_eq!(script.answer("A 8001+1 ack 1"), ["A 1 ack 8001"]);
        assert_eq!(script.sent[0].tcp().window, 0, "after {read} bytes");
    }
    script.connection.read(&mut buffer).unwrap();
    assert_eq!(script.out(), ["A 1 ack 8001"], "a whole segment's room is news");
    assert_eq!(script.sent[0].tcp().window, 1500);
}

#[test]
fn must_39_half_of_a_small_buffer_is_enough() {
    let mut script = Script::established(Config { receive_buffer: 1000, ..config() });
    script.peer("A 1+1000 ack 1");
    script.wait(millis(50));
    let mut buffer = [0; 499];
    script.connection.read(&mut buffer).unwrap();
    assert_eq!(script.out(), [""; 0]);
    script.connection.read(&mut buffer[..1]).unwrap();
    assert_eq!(script.out(), ["A 1 ack 1001"]);
    assert_eq!(script.sent[0].tcp().window, 500);
}

#[test]
fn rfc5681_4_2_segments_out_of_order_that_came_together_have_an_acknowledgment_each() {
    let mut script = Script::established(config());
    for n in 1..4 {
        script.peer(&format!("A {}+1000 ack 1", 1 + 1000 * n));
    }
    assert_eq!(script.out(), ["A 1 ack 1"; 3], "the peer counts three duplicates");
}

#[test]
fn must_39_a_peer_that_has_room_enough_is_not_told_of_more() {
    let mut script = Script::established(config());
    script.peer("A 1+1000 ack 1");
    assert_eq!(script.answer("A 1001+1000 ack 1"), ["A 1 ack 2001"]);
    assert_eq!(script.read().len(), 2000);
    assert_eq!(script.out(), [""; 0]);
}
