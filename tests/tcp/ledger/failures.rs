//! Connection failures, RFC 9293 3.8.3.

use crate::script::{Script, config, millis, seconds};
use drywire::tcp::{CloseReason, Config, Event, State};

fn retransmitting(events: &[Event]) -> Option<u32> {
    events.iter().find_map(|event| match event {
        Event::Retransmitting { times } => Some(*times),
        _ => None,
    })
}

#[test]
fn must_20_shld_9_the_user_hears_of_r1_and_the_connection_ends_at_r2() {
    let mut script = Script::established(config());
    script.write(10);
    // R1 is 3 retransmissions: after 200, 600 and 1400 ms. The event is the advice for the layer below as well.
    script.wait(millis(1399));
    assert_eq!(retransmitting(&script.events()), None);
    script.wait(millis(1));
    assert_eq!(retransmitting(&script.events()), Some(3));
    script.wait(seconds(98));
    assert_eq!((retransmitting(&script.events()), script.connection.state()), (Some(8), State::Established));
    script.wait(seconds(30));
    assert_eq!(script.connection.close_reason(), Some(CloseReason::TimedOut));
    assert_eq!(script.events(), [Event::Closed(CloseReason::TimedOut)]);
}

#[test]
fn must_21_the_user_can_set_r2() {
    let ends = |script: &mut Script, limit: u64| {
        script.write(10);
        script.wait(seconds(limit));
        assert_eq!(script.connection.state(), State::Established);
        script.wait(seconds(limit + 61));
        assert_eq!(script.connection.close_reason(), Some(CloseReason::TimedOut));
    };
    ends(&mut Script::established(Config { r2: seconds(20), ..config() }), 19);
    ends(&mut Script::established(Config { r2: seconds(5000), ..config() }), 4999);
    let mut script = Script::established(config());
    script.connection.set_r2(seconds(1000));
    ends(&mut script, 999);
}

#[test]
fn shld_10_shld_11_the_defaults_are_the_recommended() {
    let config = config();
    assert!(config.r1 >= 3 && config.r2 >= seconds(100));
}

#[test]
fn rfc9293_3_9_1_1_the_users_own_limit_ends_the_connection_earlier() {
    let mut script = Script::established(Config { user_timeout: Some(seconds(5)), ..config() });
    script.wait(seconds(100));
    assert_eq!(script.connection.state(), State::Established, "nothing waits");
    script.write(10);
    script.wait(seconds(4));
    script.peer("A 1 ack 6");
    script.wait(seconds(4));
    assert_eq!(script.connection.state(), State::Established, "progress moves it on");
    assert_eq!(script.wait(seconds(1)).last().unwrap(), "R 11");
    assert_eq!(script.connection.close_reason(), Some(CloseReason::TimedOut));
}

#[test]
fn rfc9293_3_9_1_1_the_users_own_limit_counts_from_the_first_syn_on() {
    let limited = Config { user_timeout: Some(seconds(5)), ..config() };
    let mut script = Script::connect(limited);
    script.wait(seconds(4));
    assert_eq!(script.connection.state(), State::SynSent);
    script.wait(seconds(1));
    assert_eq!(script.connection.close_reason(), Some(CloseReason::TimedOut));
    let mut script = Script::listen(limited);
    script.peer("S 0");
    script.wait(seconds(6));
    assert_eq!(script.connection.state(), State::Listen, "another peer may come");
    assert_eq!(script.connection.poll_timeout(), None);
}

#[test]
fn must_22_must_23_a_syn_is_repeated_for_three_minutes_at_least() {
    let mut script = Script::connect(config());
    let since = script.now;
    let sent = script.wait(seconds(179));
    assert!(sent.iter().all(|brief| brief == "S 0"));
    assert_eq!(script.times(since), [0, 1000, 3000, 7000, 15_000, 31_000, 63_000, 123_000]);
    assert_eq!((retransmitting(&script.events()), script.connection.state()), (Some(7), State::SynSent));
    script.wait(seconds(60));
    assert_eq!(script.connection.close_reason(), Some(CloseReason::TimedOut));
}

#[test]
fn must_22_a_syn_that_answers_is_repeated_likewise() {
    let mut script = Script::listen(config());
    script.peer("S 0");
    let sent = script.wait(seconds(179));
    assert_eq!((sent.len(), sent[7].as_str(), script.connection.state()), (8, "SA 0 ack 1", State::SynReceived));
    script.wait(seconds(60));
    assert_eq!(script.connection.state(), State::Listen, "a passive open waits for the next peer");
}
