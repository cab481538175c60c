//! Acknowledgments that are lost: the next one says what they said. And a sender that was idle.

use crate::script::config;
use crate::script_with_time::{Timed, expect};

/// Ten segments of 1,000 bytes are under way.
fn ten() -> Timed {
    let mut timed = Timed::opened(config());
    timed.write(40_000);
    assert_eq!(timed.until(0).len(), 10);
    timed
}

/// RFC 5681 3.1 counts bytes, RFC 3465 2.1 two segments at most for one acknowledgment.
#[test]
fn rfc5681_3_1_one_acknowledgment_of_ten_segments_sends_nothing_again() {
    let mut timed = ten();
    timed.at(23_000, "A 1 ack 10001");
    let sent = timed.until(23_000);
    let expected: Vec<String> = (0..12).map(|n| format!("A {}+1000 ack 1", 10_001 + 1000 * n)).collect();
    assert_eq!(sent, expected.into_iter().map(|brief| (23_000, brief)).collect::<Vec<_>>());
    let info = timed.script.connection.info();
    assert_eq!((info.cwnd, info.counters.retransmits), (12_000, 0));
}

/// RFC 2018 4: the blocks are told again with each acknowledgment, so that one of nine is enough.
#[test]
fn rfc2018_4_one_acknowledgment_out_of_order_tells_of_all_that_were_lost() {
    let mut timed = ten();
    timed.at(29_000, "A 1 ack 1 sack 1001-10001");
    expect(
        &timed.until(29_000),
        &[
            (29_000, "A 1+1000 ack 1"),
            (29_000, "A 10001+1000 ack 1"),
            (29_000, "A 11001+1000 ack 1"),
            (29_000, "A 12001+1000 ack 1"),
            (29_000, "A 13001+1000 ack 1"),
        ],
    );
    timed.at(49_000, "A 1 ack 14001");
    let info = timed.script.connection.info();
    assert_eq!((info.cwnd, info.ssthresh, info.counters.timeouts), (6000, 5000, 0));
}

/// RFC 8985 7.3 and 7.4.2: where all of them were lost the last segment asks, and the answer says that nothing else was.
#[test]
fn rfc8985_7_4_2_all_acknowledgments_lost_cost_one_segment() {
    let mut timed = Timed::opened(config());
    timed.write(10_000);
    assert_eq!(timed.until(0).len(), 10);
    let before = timed.script.connection.info();
    expect(&timed.until(59_999), &[(40_000, "PA 9001+1000 ack 1")]);
    timed.at(60_000, "A 1 ack 10001 sack 9001-10001");
    expect(&timed.until(10_000_000), &[]);
    let info = timed.script.connection.info();
    assert_eq!((info.ssthresh, info.counters.timeouts, info.counters.retransmits), (before.ssthresh, 0, 1));
    assert!(info.cwnd >= before.cwnd);
}

/// RFC 5681 4.1: after a pause longer than the timeout no more than the initial window leaves at once, and slow start goes on.
#[test]
fn rfc5681_4_1_after_a_pause_the_initial_window_leaves_at_once() {
    let mut timed = ten();
    timed.at(20_000, "A 1 ack 10001");
    timed.until(20_000);
    timed.at(40_000, "A 1 ack 22001");
    timed.until(40_000);
    timed.at(60_000, "A 1 ack 36001");
    timed.until(60_000);
    timed.at(80_000, "A 1 ack 40001");
    assert_eq!(timed.script.connection.info().cwnd, 16_000);
    timed.until(300_000);
    timed.write(20_000);
    let sent = timed.until(300_000);
    assert_eq!((sent.len(), sent[0].1.as_str()), (10, "A 40001+1000 ack 1"), "220 ms are more than the timeout of 200");
    timed.at(320_000, "A 1 ack 42001");
    assert_eq!(timed.until(320_000).len(), 4);
}
