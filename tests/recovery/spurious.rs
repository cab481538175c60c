//! What was sent again too early is taken back: RFC 2883 (D-SACK), RFC 3522 (Eifel), RFC 5682 (F-RTO), RFC 4015.

use crate::script::config;
use crate::script_with_time::{Timed, expect};

/// Ten segments under way since 0, more to come; the peer's SYN offers this.
fn ten(options: &str) -> Timed {
    let mut timed = Timed::offered(config(), options);
    timed.write(30_000);
    assert_eq!(timed.until(0).len(), 10);
    timed
}

/// What stands between the window before and after.
fn window(timed: &Timed) -> (u32, u32) {
    let info = timed.script.connection.info();
    (info.cwnd, info.ssthresh)
}

#[test]
fn rfc5682_3_1_late_originals_after_a_timeout_give_the_window_back() {
    let mut timed = ten("sackok");
    let before = window(&timed).0;
    timed.until(240_000);
    assert_eq!(window(&timed).0, 1000);
    // Step 2: the first is acknowledged. Two new segments go out, nothing again.
    timed.at(241_000, "A 1 ack 1001");
    let sent = timed.until(241_000);
    assert_eq!(sent.len(), 2, "{sent:?}");
    assert!(sent.iter().all(|(_, brief)| brief != "A 1001+1000 ack 1"), "{sent:?}");
    // Step 3: the next is acknowledged, which was sent only once.
    timed.at(242_000, "A 1 ack 2001");
    assert!(window(&timed).0 >= before, "{:?}", window(&timed));
    assert_eq!(timed.script.connection.info().counters.spurious, 1);
    assert_eq!(timed.script.connection.info().lost, 0);
}

#[test]
fn rfc5682_3_1_what_was_sent_after_the_timeout_proves_nothing() {
    let mut timed = ten("sackok");
    let sent = timed.until(240_000);
    assert_eq!(sent.len(), 2, "a probe of the tail with new data, then the timer: {sent:?}");
    timed.at(260_000, "A 1 ack 1001");
    let sent = timed.until(260_000);
    assert_eq!(sent[0].1, "A 11001+1000 ack 1");
    timed.at(280_000, "A 1 ack 1001 sack 11001-13001");
    let sent = timed.until(280_000);
    assert_eq!(sent[0].1, "A 1001+1000 ack 1", "conventional recovery: {sent:?}");
    assert_eq!(timed.script.connection.info().counters.spurious, 0);
}

#[test]
fn rfc5682_2_1_without_sack_as_well() {
    let mut timed = ten("");
    timed.until(200_000);
    timed.at(201_000, "A 1 ack 1001");
    let sent = timed.until(201_000);
    assert_eq!(
        sent.iter().map(|(_, brief)| &brief[..]).collect::<Vec<_>>(),
        ["A 10001+1000 ack 1", "A 11001+1000 ack 1"]
    );
    timed.at(202_000, "A 1 ack 2001");
    assert_eq!(timed.script.connection.info().counters.spurious, 1);
}

#[test]
fn rfc3522_3_2_an_echo_older_than_the_repair_takes_the_recovery_back() {
    let mut timed = Timed::offered(config(), "sackok TS");
    timed.write(10_000);
    timed.until(0);
    let original = timed.timestamp(0);
    timed.at(20_000, &format!("A 1 ack 1 ts 2:{original} sack 1001-5001"));
    assert_eq!(timed.until(20_000)[0].1, "A 1+988 ack 1");
    let reduced = window(&timed);
    timed.at(22_000, &format!("A 1 ack 5001 ts 2:{original}"));
    assert!(window(&timed).1 > reduced.1, "{:?} {reduced:?}", window(&timed));
    assert_eq!(timed.script.connection.info().counters.spurious, 1);
}

#[test]
fn rfc3522_3_2_the_echo_of_the_repair_does_not() {
    let mut timed = Timed::offered(config(), "sackok TS");
    timed.write(10_000);
    timed.until(0);
    let original = timed.timestamp(0);
    timed.at(20_000, &format!("A 1 ack 1 ts 2:{original} sack 1001-5001"));
    timed.until(20_000);
    let repair = timed.timestamp(0);
    timed.at(40_000, &format!("A 1 ack 5001 ts 2:{repair}"));
    assert_eq!(timed.script.connection.info().counters.spurious, 0);
}

#[test]
fn rfc2883_5_when_all_that_was_sent_again_came_twice_the_window_is_given_back() {
    let mut timed = ten("sackok");
    timed.at(20_000, "A 1 ack 1 sack 1001-5001");
    let sent = timed.until(20_000);
    assert_eq!(sent[0].1, "A 1+1000 ack 1");
    let reduced = window(&timed);
    timed.at(21_000, "A 1 ack 5001");
    timed.at(40_000, "A 1 ack 5001 sack 1-1001");
    assert!(window(&timed).1 > reduced.1);
    assert_eq!(timed.script.connection.info().counters.spurious, 1);
}

#[test]
fn rfc2883_5_a_duplicate_of_what_was_not_sent_again_does_not() {
    let mut timed = ten("sackok");
    timed.at(20_000, "A 1 ack 2001 sack 1-1001");
    assert_eq!(timed.script.connection.info().counters.spurious, 0);
    expect(&timed.until(20_000)[..1], &[(20_000, "A 10001+1000 ack 1")]);
}
