//! RACK, RFC 8985 6.

use crate::script::config;
use crate::script_with_time::{Timed, expect};
use drywire::tcp::Config;

/// Ten segments of 1,000 bytes under way since 0.
fn ten() -> Timed {
    let mut timed = Timed::opened(Config { initial_window: 10, ..config() });
    timed.write(10_000);
    assert_eq!(timed.until(0).len(), 10);
    timed
}

#[test]
fn rfc8985_6_2_one_loss_is_repaired_when_three_segments_have_overtaken_it() {
    let mut timed = ten();
    for n in 1..=3 {
        expect(&timed.at(20_000 + n, &format!("A 1 ack 1 sack 1001-{}", 1001 + 1000 * n)), &[]);
    }
    expect(&timed.until(20_003), &[(20_003, "A 1+1000 ack 1")]);
    expect(&timed.at(40_003, "A 1 ack 10001"), &[]);
    expect(&timed.until(1_000_000), &[]);
    assert_eq!(timed.script.connection.info().counters.retransmits, 1);
}

#[test]
fn rfc8985_6_2_two_segments_are_overtaken_for_a_quarter_of_a_round_trip() {
    let mut timed = ten();
    timed.at(20_000, "A 1 ack 1 sack 1001-3001");
    // Sent at 0, a round trip of 20 ms, 5 ms for reordering.
    expect(&timed.until(24_999), &[]);
    expect(&timed.until(25_000), &[(25_000, "A 1+1000 ack 1")]);
}

#[test]
fn rfc8985_6_2_reordering_within_the_window_costs_nothing() {
    let mut timed = ten();
    timed.at(20_000, "A 1 ack 1 sack 1001-3001");
    timed.at(24_000, "A 1 ack 3001");
    expect(&timed.until(30_000), &[]);
    let info = timed.script.connection.info();
    assert_eq!((info.counters.retransmits, info.ssthresh), (0, u32::MAX));
}

/// Once reordering was seen, three segments are no proof any more, but time is.
#[test]
fn rfc8985_6_2_a_path_that_reorders_gets_time_whatever_overtakes() {
    let mut timed = ten();
    timed.at(20_000, "A 1 ack 1 sack 1001-3001");
    timed.at(21_000, "A 1 ack 3001");
    timed.at(21_000, "A 1 ack 3001 sack 4001-9001");
    expect(&timed.until(25_999), &[]);
    // Sent at 0; the segments above took 21 ms; 5 ms for reordering.
    expect(&timed.until(26_000), &[(26_000, "A 3001+1000 ack 1")]);
}

#[test]
fn rfc8985_6_2_a_duplicate_makes_the_window_longer() {
    let mut timed = ten();
    timed.at(20_000, "A 1 ack 1 sack 1001-3001");
    expect(&timed.until(25_000), &[(25_000, "A 1+1000 ack 1")]);
    // The original comes after all, then the repair as a duplicate.
    timed.at(26_000, "A 1 ack 3001");
    timed.at(45_000, "A 1 ack 3001 sack 1-1001");
    let info = timed.script.connection.info();
    assert_eq!(info.counters.spurious, 1, "the window is given back");
    timed.at(45_000, "A 1 ack 3001 sack 4001-6001");
    // Sent at 0; the latest took 45 ms; 2 quarters of 20 ms now.
    expect(&timed.until(54_999), &[]);
    expect(&timed.until(55_000), &[(55_000, "A 3001+1000 ack 1")]);
}

#[test]
fn rfc8985_6_2_a_lost_repair_is_found_and_repaired() {
    let mut timed = ten();
    timed.write(10_000);
    timed.at(20_000, "A 1 ack 1 sack 1001-4001");
    expect(&timed.until(20_000), &[(20_000, "A 1+1000 ack 1")]);
    timed.at(20_100, "A 1 ack 1 sack 1001-7001");
    expect(&timed.until(20_100), &[(20_100, "A 10001+1000 ack 1")]);
    // What was sent after the repair arrives, the repair does not.
    timed.at(40_100, "A 1 ack 1 sack 10001-11001");
    let sent = timed.until(40_100);
    assert!(sent.contains(&(40_100, "A 1+1000 ack 1".into())), "{sent:?}");
    assert_eq!(timed.script.connection.info().counters.timeouts, 0);
}

/// What is echoed with segments out of order is the timestamp of what came in order last (RFC 7323 4.3): it says nothing of
/// when a repair that is told of in a block was sent.
#[test]
fn rfc8985_6_2_a_later_repair_tells_of_a_lost_one_whatever_is_echoed() {
    let mut timed = Timed::offered(Config { initial_window: 10, ..config() }, "sackok TS");
    timed.write(9880);
    let sent = timed.until(0);
    assert_eq!((sent.len(), sent[9].1.as_str()), (10, "PA 8893+988 ack 1"));
    let echo = timed.timestamp(0);
    let sack = |blocks: &str| format!("A 1 ack 1 ts 2:{echo} sack {blocks}");
    // The first and the third are lost, and their repairs are all that is sent.
    timed.at(20_000, &sack("989-1977"));
    timed.at(20_000, &sack("2965-9881"));
    expect(&timed.until(20_000), &[(20_000, "A 1+988 ack 1"), (20_000, "A 1977+988 ack 1")]);
    // The second repair arrives, the first does not.
    timed.at(40_000, &sack("989-9881"));
    expect(&timed.until(45_000), &[(40_000, "A 1+988 ack 1")]);
}

/// Above the threshold half a segment goes out for each that arrives (RFC 6937 3).
#[test]
fn rfc6937_3_sending_is_in_proportion_to_what_arrives() {
    let mut timed = Timed::opened(Config { initial_window: 20, ..config() });
    timed.write(100_000);
    assert_eq!(timed.until(0).len(), 14, "RFC 6928: 14,600 bytes");
    let mut sent = Vec::new();
    for n in 1..=12 {
        timed.at(20_000 + n, &format!("A 1 ack 1 sack 1001-{}", 1001 + 1000 * n));
        sent.push(timed.until(20_000 + n).len());
    }
    // Two of limited transmit, the repair, one for two, and one for one once the threshold is reached.
    assert_eq!(sent, [1, 1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 1]);
    let info = timed.script.connection.info();
    assert_eq!(
        (info.in_flight, info.ssthresh),
        (7000, 7300),
        "RFC 5681 3.2: limited transmit does not count; {info:?}"
    );
}

#[test]
fn rfc2018_8_a_peer_that_reneges_gets_everything_again_after_a_timeout() {
    let mut timed = ten();
    timed.at(20_000, "A 1 ack 1 sack 1001-10001");
    expect(&timed.until(20_000), &[(20_000, "A 1+1000 ack 1")]);
    // It takes the repair, and has forgotten the rest.
    timed.at(40_000, "A 1 ack 1001");
    expect(&timed.until(200_000), &[]);
    let sent = timed.until(300_000);
    assert_eq!(sent[0].1, "A 1001+1000 ack 1");
    timed.script.peer("A 1 ack 2001");
    assert_eq!(timed.until(300_000)[0].1, "A 2001+1000 ack 1");
}
