//! The retransmission timer as the last resort: RFC 8985 6.3 and RFC 5681 3.1.

use crate::script::config;
use crate::script_with_time::{Timed, expect};

#[test]
fn rfc5681_3_1_a_whole_window_lost_comes_back_in_slow_start() {
    let mut timed = Timed::opened(config());
    timed.write(10_000);
    assert_eq!(timed.until(0).len(), 10);
    let sent = timed.until(240_000);
    expect(&sent, &[(40_000, "PA 9001+1000 ack 1"), (240_000, "A 1+1000 ack 1")]);
    assert_eq!(timed.script.connection.info().cwnd, 1000);
    timed.at(260_000, "A 1 ack 1001");
    expect(&timed.until(260_000), &[(260_000, "A 1001+1000 ack 1"), (260_000, "A 2001+1000 ack 1")]);
    timed.at(280_000, "A 1 ack 3001");
    assert_eq!(timed.until(280_000).len(), 4);
    assert_eq!(timed.script.connection.info().counters.timeouts, 1);
}

#[test]
fn rfc8985_6_3_what_was_just_sent_is_not_lost_with_the_rest() {
    let mut timed = Timed::opened(config());
    timed.write(4000);
    assert_eq!(timed.until(0).len(), 4);
    timed.until(239_000);
    timed.write(1000);
    expect(&timed.until(239_000), &[(239_000, "PA 4001+1000 ack 1")]);
    expect(&timed.until(240_000), &[(240_000, "A 1+1000 ack 1")]);
    let info = timed.script.connection.info();
    assert_eq!((info.lost, info.in_flight), (4000, 2000), "the first, sent again, and the newest are under way");
}

#[test]
fn rfc6298_5_3_the_repair_of_the_oldest_has_a_timeout_of_its_own() {
    let mut timed = Timed::opened(config());
    timed.write(10_000);
    timed.until(0);
    timed.at(190_000, "A 1 ack 1 sack 1001-10001");
    let repaired = timed.until(190_000);
    assert_eq!(repaired.last(), Some(&(190_000, "A 1+1000 ack 1".into())));
    expect(&timed.until(390_000), &[]);
}
