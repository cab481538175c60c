//! Tail loss probes, RFC 8985 7.

use crate::script::config;
use crate::script_with_time::{Timed, expect};

/// So many segments of 1,000 bytes under way since 0, no more to come.
fn under_way(count: u64) -> Timed {
    let mut timed = Timed::opened(config());
    timed.write(1000 * count as usize);
    assert_eq!(timed.until(0).len(), count as usize);
    timed
}

#[test]
fn rfc8985_7_2_two_round_trips_of_silence_ask_with_the_last_segment() {
    let mut timed = under_way(4);
    expect(&timed.until(39_999), &[]);
    expect(&timed.until(40_000), &[(40_000, "PA 3001+1000 ack 1")]);
    // RFC 8985 7.3: one probe, then the timer, anew.
    expect(&timed.until(239_999), &[]);
    expect(&timed.until(240_000), &[(240_000, "A 1+1000 ack 1")]);
}

#[test]
fn rfc8985_7_4_1_the_answer_to_the_probe_tells_what_else_is_lost() {
    let mut timed = under_way(4);
    timed.at(20_000, "A 1 ack 1001");
    expect(&timed.until(40_000), &[(40_000, "PA 3001+1000 ack 1")]);
    timed.at(60_000, "A 1 ack 1001 sack 3001-4001");
    // Both others were sent before the probe, longer ago than a round trip and the time for reordering.
    expect(&timed.until(60_000), &[(60_000, "A 1001+1000 ack 1")]);
    timed.at(80_000, "A 1 ack 2001 sack 3001-4001");
    expect(&timed.until(80_000), &[(80_000, "A 2001+1000 ack 1")]);
    timed.at(100_000, "A 1 ack 4001");
    expect(&timed.until(1_000_000), &[]);
    assert_eq!(timed.script.connection.info().counters.timeouts, 0);
}

#[test]
fn rfc8985_7_4_2_a_loss_that_the_probe_repaired_is_congestion() {
    let mut timed = under_way(4);
    timed.at(20_000, "A 1 ack 3001");
    // A single segment: SRTT 20 ms, RTTVAR 7.5 ms.
    expect(&timed.until(50_000), &[(50_000, "PA 3001+1000 ack 1")]);
    timed.at(70_000, "A 1 ack 4001");
    assert_eq!(timed.script.connection.info().ssthresh, u32::MAX, "it may still prove to be a duplicate");
    timed.write(1000);
    assert_eq!(timed.until(70_000).len(), 1);
    timed.at(90_000, "A 1 ack 5001");
    assert_ne!(timed.script.connection.info().ssthresh, u32::MAX);
}

#[test]
fn rfc8985_7_4_2_a_probe_that_was_not_needed_costs_nothing() {
    let mut timed = under_way(4);
    expect(&timed.until(40_000), &[(40_000, "PA 3001+1000 ack 1")]);
    timed.at(45_000, "A 1 ack 4001");
    timed.at(60_000, "A 1 ack 4001 sack 3001-4001");
    timed.write(1000);
    timed.until(60_000);
    timed.at(80_000, "A 1 ack 5001");
    assert_eq!(timed.script.connection.info().ssthresh, u32::MAX);
}

#[test]
fn rfc8985_7_3_new_data_is_the_better_probe() {
    let mut timed = Timed::opened(config());
    timed.write(11_000);
    assert_eq!(timed.until(0).len(), 10, "the initial window");
    expect(&timed.until(40_000), &[(40_000, "PA 10001+1000 ack 1")]);
}

#[test]
fn rfc8985_7_3_no_second_probe_before_a_round_trip_is_measured() {
    let mut timed = under_way(4);
    expect(&timed.until(40_000), &[(40_000, "PA 3001+1000 ack 1")]);
    // Of the probe itself nothing can be measured (Karn), nor of what came before it.
    timed.at(60_000, "A 1 ack 1 sack 3001-4001");
    let sent = timed.until(100_000);
    assert!(sent.iter().all(|(_, brief)| !brief.contains("3001+")), "{sent:?}");
}

#[test]
fn rfc8985_7_2_a_single_segment_may_wait_at_the_peer() {
    let mut timed = under_way(1);
    // SRTT 20 ms, RTTVAR 10 ms: SRTT + 4 RTTVAR.
    expect(&timed.until(59_999), &[]);
    expect(&timed.until(60_000), &[(60_000, "PA 1+1000 ack 1")]);
}

#[test]
fn rfc8985_7_without_sack_there_is_no_probe() {
    let mut timed = Timed::offered(config(), "");
    timed.write(4000);
    timed.until(0);
    expect(&timed.until(200_000), &[(200_000, "A 1+1000 ack 1")]);
}
