//! RFC 6675: recovery with selective acknowledgments; RFC 5681 and RFC 6582 without.

use crate::script::{Script, config, millis};

/// Ten segments of 1,000 bytes under way.
fn ten(syn: &str) -> Script {
    let mut script = Script::opened(config(), syn);
    script.write(30_000);
    assert_eq!(script.out().len(), 10);
    script
}

#[test]
fn rfc6675_5_recovery_begins_once_more_than_two_segments_above_are_held() {
    let mut script = ten("S 0 mss 1000 sackok");
    script.peer("A 1 ack 1 sack 1001-2001");
    script.peer("A 1 ack 1 sack 1001-3001");
    assert!(!script.out().contains(&"A 1+1000 ack 1".into()), "two may be reordering");
    assert_eq!(script.answer("A 1 ack 1 sack 1001-4001")[0], "A 1+1000 ack 1");
    let info = script.connection.info();
    assert_eq!((info.cwnd, info.ssthresh), (5000.max(info.ssthresh), info.ssthresh));
    assert!((5000..=6000).contains(&info.ssthresh), "half of what was under way: {}", info.ssthresh);
}

#[test]
fn rfc6675_4_only_holes_are_repaired_lowest_first() {
    let mut script = ten("S 0 mss 1000 sackok");
    // 1 and 3001 are missing.
    script.peer("A 1 ack 1 sack 1001-3001");
    script.out();
    let mut repairs = script.answer("A 1 ack 1 sack 4001-10001");
    repairs.extend(script.answer("A 1 ack 3001 sack 4001-10001"));
    repairs.retain(|brief| brief.starts_with("A 1+") || brief.starts_with("A 3001+"));
    assert_eq!(repairs, ["A 1+1000 ack 1", "A 3001+1000 ack 1"]);
}

#[test]
fn rfc6675_5_no_more_is_sent_than_the_pipe_takes() {
    let mut script = ten("S 0 mss 1000 sackok");
    for held in 2..10 {
        script.peer(&format!("A 1 ack 1 sack 1001-{}", 1000 * held + 1));
        let before = script.connection.info().in_flight;
        script.out();
        let info = script.connection.info();
        let repair = if held == 4 { 1000 } else { 0 };
        assert!(info.in_flight <= info.cwnd.max(before + repair), "{held}: {info:?}");
    }
}

#[test]
fn rfc6675_5_one_loss_is_answered_once() {
    let mut script = ten("S 0 mss 1000 sackok");
    script.peer("A 1 ack 1 sack 1001-5001");
    script.out();
    let threshold = script.connection.info().ssthresh;
    script.peer("A 1 ack 1 sack 1001-9001");
    script.peer("A 1 ack 5001 sack 6001-9001");
    script.out();
    assert_eq!(script.connection.info().ssthresh, threshold);
}

#[test]
fn rfc6675_5_1_a_timeout_keeps_what_the_peer_holds() {
    let mut script = ten("S 0 mss 1000 sackok");
    script.peer("A 1 ack 1 sack 1001-3001");
    script.out();
    // Once time for reordering is over (RFC 8985 6.2), then when the timer goes off.
    assert_eq!(script.wait(millis(250)), ["A 1+1000 ack 1", "A 1+1000 ack 1"]);
    let next = script.answer("A 1 ack 3001");
    assert_eq!(next[0], "A 3001+1000 ack 1");
}

#[test]
fn rfc5681_3_2_without_sack_the_third_duplicate_repairs_the_first_segment() {
    let mut script = ten("S 0 mss 1000");
    script.answer("A 1 ack 1");
    script.answer("A 1 ack 1");
    assert_eq!(script.answer("A 1 ack 1")[0], "A 1+1000 ack 1");
}

#[test]
fn rfc6582_3_2_a_partial_acknowledgment_repairs_the_next_hole_at_once() {
    let mut script = ten("S 0 mss 1000");
    (0..3).for_each(|_| script.peer("A 1 ack 1"));
    script.out();
    assert_eq!(script.answer("A 1 ack 3001")[0], "A 3001+1000 ack 1");
    assert_eq!(script.answer("A 1 ack 5001")[0], "A 5001+1000 ack 1");
}

#[test]
fn rfc5681_3_2_what_is_no_duplicate_does_not_count() {
    let mut script = ten("S 0 mss 1000");
    // A window that changes, and data, are news of their own.
    for segment in ["A 1 ack 1 win 60000", "A 1 ack 1 win 60001", "A 1+10 ack 1 win 60001", "A 11+10 ack 1 win 60001"] {
        script.peer(segment);
    }
    assert!(!script.out().contains(&"A 1+1000 ack 1".into()));
}

#[test]
fn rfc6582_3_2_duplicates_of_the_acknowledgment_that_ended_a_recovery_do_not_begin_another() {
    let mut script = ten("S 0 mss 1000");
    (0..3).for_each(|_| script.peer("A 1 ack 1"));
    script.out();
    let flight = script.connection.info().counters.bytes_sent - 1000;
    let end = flight + 1;
    assert!(!script.answer(&format!("A 1 ack {end}")).is_empty(), "new data");
    let threshold = script.connection.info().ssthresh;
    for _ in 0..3 {
        let sent = script.answer(&format!("A 1 ack {end}"));
        assert!(!sent.contains(&format!("A {end}+1000 ack 1")), "{sent:?}");
    }
    assert_eq!(script.connection.info().ssthresh, threshold);
}
