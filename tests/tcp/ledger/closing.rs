//! Closing connections, RFC 9293 3.5.3, 3.6 and 3.6.1.

use crate::script::{Script, config, seconds};
use drywire::tcp::{CloseReason, Config, Event, ReadError, State};

/// A connection that both sides have closed, we first, in TIME-WAIT.
fn time_wait(config: Config, syn: &str, extra: &str) -> Script {
    let mut script = Script::opened(config, syn);
    script.connection.close();
    assert_eq!(script.out(), ["FA 1 ack 1"]);
    assert_eq!(script.answer(&format!("FA 1 ack 2{extra}")), ["A 2 ack 2"]);
    assert_eq!(script.connection.state(), State::TimeWait);
    script
}

#[test]
fn must_12_the_user_hears_of_an_aborted_connection() {
    let mut script = Script::established(config());
    script.peer("PA 1+10 ack 1");
    script.peer("R 11");
    assert!(script.events().contains(&Event::Closed(CloseReason::ResetByPeer)));
    assert_eq!(script.connection.read(&mut [0; 10]), Err(ReadError::Closed(CloseReason::ResetByPeer)));
    assert!(script.connection.write(b"x").is_err());
    let mut script = Script::established(config());
    script.write(10);
    script.wait(seconds(1000));
    assert!(script.events().contains(&Event::Closed(CloseReason::TimedOut)));
}

#[test]
fn shld_2_a_reset_may_carry_data() {
    let mut script = Script::established(config());
    assert_eq!(script.answer("RA 1+20 ack 1"), [""; 0]);
    assert_eq!(script.connection.close_reason(), Some(CloseReason::ResetByPeer));
}

#[test]
fn must_13_time_wait_lasts_two_segment_lifetimes() {
    let mut script = time_wait(Config { msl: seconds(30), ..config() }, "S 0", "");
    script.wait(drywire::time::Duration::from_micros(59_999_999));
    assert_eq!(script.connection.state(), State::TimeWait);
    script.wait(drywire::time::Duration::from_micros(1));
    assert_eq!(script.connection.close_reason(), Some(CloseReason::Finished));
    assert_eq!(script.connection.poll_timeout(), None);
}

/// With no time to wait at all, the acknowledgment of the peer's FIN still goes out.
#[test]
fn rfc9293_3_6_1_the_last_acknowledgment_is_sent_before_the_wait_is_over() {
    let mut script = Script::established(Config { msl: seconds(0), ..config() });
    script.connection.close();
    script.out();
    script.peer("FA 1 ack 2");
    script.connection.handle_timeout(script.now);
    assert_eq!(script.out(), ["A 2 ack 2"]);
    script.wait(drywire::time::Duration::from_micros(1));
    assert_eq!(script.connection.close_reason(), Some(CloseReason::Finished));
}

/// What is owed in the very moment in which the wait is over puts its end off, and leaves no timer due that was dealt with.
#[test]
fn rfc9293_3_6_1_an_acknowledgment_that_is_owed_when_the_wait_is_over_is_sent() {
    let mut script = time_wait(Config { msl: seconds(30), ..config() }, "S 0", "");
    script.now += seconds(60);
    script.peer("A -20+10 ack 2");
    script.connection.handle_timeout(script.now);
    assert_eq!(script.out(), ["A 2 ack 2"]);
    assert!(script.connection.poll_timeout().is_some_and(|due| due > script.now));
    script.wait(drywire::time::Duration::from_micros(1));
    assert_eq!(script.connection.close_reason(), Some(CloseReason::Finished));
}

#[test]
fn must_13_a_repeated_fin_is_acknowledged_and_begins_the_wait_anew() {
    let mut script = time_wait(Config { msl: seconds(30), ..config() }, "S 0", "");
    script.wait(seconds(50));
    assert_eq!(script.answer("FA 1 ack 2"), ["A 2 ack 2"]);
    script.wait(seconds(59));
    assert_eq!(script.connection.state(), State::TimeWait);
    script.wait(seconds(1));
    assert_eq!(script.connection.state(), State::Closed);
}

#[test]
fn may_2_a_newer_syn_opens_a_connection_that_is_in_time_wait() {
    let mut script = time_wait(config(), "S 0", "");
    let old = script.iss;
    script.peer("S 5000");
    script.out();
    assert_eq!(script.sent[0].tcp().acknowledgment_number.0, crate::script::IRS.wrapping_add(5001));
    assert!((script.iss.wrapping_sub(old) as i32) > 2, "our numbers are beyond those of the old connection");
    assert_eq!(script.connection.state(), State::SynReceived);

    let mut script = time_wait(config(), "S 0", "");
    assert_eq!(script.answer("S -5000"), ["A 2 ack 2"], "an older one is a duplicate");
    assert_eq!(script.connection.state(), State::TimeWait);
}

/// STATUS counts each segment once, also one that has two states look at it: a newer SYN in TIME-WAIT, an answer to our SYN that
/// brings data.
#[test]
fn must_47_a_segment_is_counted_once_whatever_becomes_of_it() {
    let received = |script: &Script| script.connection.info().counters.segments_received;
    let mut script = time_wait(config(), "S 0", "");
    assert_eq!(received(&script), 3);
    script.peer("S -5000");
    script.peer("S 5000");
    assert_eq!((received(&script), script.connection.state()), (5, State::SynReceived));
    script.peer("R 5001");
    assert_eq!((received(&script), script.connection.state()), (6, State::Listen));
    ["R 1", "A 1 ack 1", "S 0"].iter().for_each(|segment| script.peer(segment));
    assert_eq!(received(&script), 9);

    let mut script = Script::connect(config());
    script.out();
    script.peer("SA 0+10 ack 1 mss 1000");
    assert_eq!((received(&script), script.read().len()), (1, 10));
}

#[test]
fn may_2_not_while_something_is_left_to_read() {
    let mut script = Script::established(config());
    script.connection.close();
    script.out();
    assert_eq!(script.answer("FPA 1+10 ack 2"), ["A 2 ack 12"]);
    assert_eq!(script.answer("S 5000"), ["A 2 ack 12"]);
    assert_eq!(script.read(), crate::script::peers(1, 11));
    script.peer("S 5000");
    assert_eq!(script.connection.state(), State::SynReceived);
}

#[test]
fn shld_4_a_newer_timestamp_opens_a_connection_whatever_the_sequence_number() {
    let mut script = time_wait(config(), "S 0 ts 100:0", " ts 101:0");
    script.peer("S -5000 ts 102:0");
    assert_eq!(script.connection.state(), State::SynReceived);
    let mut script = time_wait(config(), "S 0 ts 100:0", " ts 101:0");
    script.peer("S 5000 ts 99:0");
    assert_eq!(script.connection.state(), State::TimeWait, "an older one is a duplicate");
}
