//! Retransmission and congestion, RFC 9293 3.8.1 and 3.8.2.

use crate::script::{Script, config, millis, seconds};
use drywire::tcp::Config;

#[test]
fn must_18_what_was_sent_twice_is_not_measured() {
    let mut script = Script::established(config());
    script.write(100);
    script.out();
    let before = script.connection.info();
    assert_eq!(script.wait(millis(250)), ["PA 1+100 ack 1"]);
    script.wait(millis(100));
    script.peer("A 1 ack 101");
    let after = script.connection.info();
    assert_eq!((after.srtt, after.rttvar), (before.srtt, before.rttvar));
    assert_eq!(after.rto, millis(400), "and the longer timeout stays until something is measured");
    script.write(100);
    script.out();
    script.wait(millis(80));
    script.peer("A 1 ack 201");
    assert_ne!(script.connection.info().srtt, before.srtt);
    assert_eq!(script.connection.info().rto, millis(200));
}

#[test]
fn must_19_the_timeout_doubles() {
    let mut script = Script::established(config());
    script.write(100);
    let since = script.now;
    let sent = script.wait(seconds(7));
    assert!(sent.iter().all(|brief| brief == "PA 1+100 ack 1"));
    assert_eq!(script.times(since), [0, 200, 600, 1400, 3000, 6200]);
}

#[test]
fn must_19_slow_start_then_one_segment_a_round_trip() {
    let mut script = Script::established(Config { initial_window: 4, send_buffer: 1 << 20, ..config() });
    script.write(200_000);
    let mut next = 1;
    let mut rounds = Vec::new();
    for round in 0..7 {
        let flight = script.out().len();
        rounds.push(flight);
        script.wait(millis(100));
        if round == 2 {
            // A loss: the flight is answered with duplicates, then repaired.
            (0..3).for_each(|_| script.peer(&format!("A 1 ack {next}")));
            script.out();
        }
        for _ in 0..flight {
            next += 1000;
            script.peer(&format!("A 1 ack {next}"));
        }
    }
    assert_eq!(rounds[..3], [4, 8, 16], "doubles each round trip");
    let after = &rounds[4..];
    assert!(after[0] <= 10, "halved by the loss: {rounds:?}");
    assert!(after.windows(2).all(|pair| pair[1] == pair[0] + 1), "one more each round trip: {rounds:?}");
}

#[test]
fn must_19_a_timeout_leaves_one_segment() {
    let mut script = Script::established(config());
    script.write(10_000);
    assert_eq!(script.out().len(), 10);
    assert_eq!(script.wait(millis(250)), ["A 1+1000 ack 1"]);
    assert_eq!(script.connection.info().cwnd, 1000);
    assert_eq!(script.answer("A 1 ack 1001"), ["A 1001+1000 ack 1", "A 2001+1000 ack 1"], "then slow start");
}

#[test]
fn rfc5681_4_1_after_idleness_no_more_than_the_initial_window_is_sent() {
    let mut script = Script::established(Config { initial_window: 4, ..config() });
    let mut next = 1;
    for _ in 0..3 {
        script.write(20_000);
        while script.connection.info().unacknowledged > 0 {
            next += script.out().len() * 1000;
            script.peer(&format!("A 1 ack {next}"));
        }
    }
    assert!(script.connection.info().cwnd > 8000);
    script.wait(millis(100));
    script.write(20_000);
    let without = script.out().len();
    script.peer(&format!("A 1 ack {}", next + 1000 * without));
    next += 20_000;
    script.out();
    script.peer(&format!("A 1 ack {next}"));
    script.wait(seconds(10));
    script.write(20_000);
    assert_eq!((without > 8, script.out().len()), (true, 4));
}

#[test]
fn rfc5681_3_1_after_a_lost_syn_one_segment_is_sent() {
    let mut script = Script::connect(config());
    assert_eq!(script.wait(millis(1010)), ["S 0", "S 0"]);
    script.answer("SA 0 ack 1 mss 1000");
    script.write(5000);
    assert_eq!(script.out(), ["A 1+1000 ack 1"]);
}

#[test]
fn rfc6928_2_the_initial_window_is_ten_segments_and_fewer_large_ones() {
    for (mss, segments) in [(536, 10), (1000, 10), (1460, 10), (2000, 7), (7300, 2), (8960, 2)] {
        let mut script = Script::opened(Config { mtu: 9000, ..config() }, &format!("S 0 mss {mss}"));
        script.write(100_000);
        let full = script.out().len();
        assert_eq!(full, segments, "of {mss} bytes");
    }
}
