//! Keep-alives, RFC 9293 3.8.4.

use crate::script::{Script, config, seconds};
use drywire::tcp::{CloseReason, Config, KeepAlive, State};

fn asking(idle: u64) -> Config {
    Config { keep_alive: Some(KeepAlive { idle: seconds(idle), interval: seconds(10), probes: 4 }), ..config() }
}

#[test]
fn must_25_they_are_off_by_default() {
    let mut script = Script::established(config());
    assert_eq!(script.wait(seconds(100_000)), [""; 0]);
    assert_eq!((script.connection.state(), script.connection.poll_timeout()), (State::Established, None));
}

#[test]
fn may_5_must_24_must_27_shld_12_the_user_asks_for_them_and_sets_the_interval() {
    for idle in [60, 600] {
        let mut script = Script::established(asking(idle));
        assert_eq!(script.wait(seconds(idle - 1)), [""; 0]);
        assert_eq!(script.wait(seconds(1)), ["A 0 ack 1"], "no data, and a number that was acknowledged");
        script.peer("A 1 ack 1");
        assert_eq!(script.wait(seconds(idle)), ["A 0 ack 1"]);
    }
}

#[test]
fn must_24_on_a_connection_that_we_opened_too() {
    let mut script = Script::connect(asking(60));
    script.out();
    script.answer("SA 0 ack 1");
    assert_eq!(script.wait(seconds(60)), ["A 0 ack 1"]);
}

#[test]
fn must_26_they_are_sent_only_when_nothing_came_for_the_interval() {
    let mut script = Script::established(asking(60));
    for n in 0..10 {
        script.wait(seconds(50));
        assert!(script.sent.iter().all(|sent| sent.tcp().sequence_number.0 != script.iss), "no probe");
        script.peer(&format!("A {}+1 ack 1", n + 1));
    }
    script.wait(seconds(1));
    assert_eq!(script.wait(seconds(58)), [""; 0]);
    assert_eq!(script.wait(seconds(1)), ["A 0 ack 11"]);
}

#[test]
fn must_26_data_under_way_needs_none() {
    let mut script = Script::established(asking(5));
    script.write(10);
    let sent = script.wait(seconds(50));
    assert!(sent.len() > 5 && sent.iter().all(|brief| brief == "PA 1+10 ack 1"), "{sent:?}");
}

#[test]
fn must_28_the_default_interval_is_two_hours() {
    let mut script = Script::established(Config { keep_alive: Some(KeepAlive::default()), ..config() });
    assert_eq!(script.wait(seconds(7199)), [""; 0]);
    assert_eq!(script.wait(seconds(1)), ["A 0 ack 1"]);
}

#[test]
fn must_29_a_probe_without_an_answer_does_not_end_the_connection() {
    let mut script = Script::established(asking(60));
    assert_eq!(script.wait(seconds(60 + 29)), ["A 0 ack 1"; 3]);
    script.peer("A 1 ack 1");
    assert_eq!(script.wait(seconds(60 + 39)), ["A 0 ack 1"; 4], "counted anew");
    assert_eq!(script.connection.state(), State::Established);
    assert_eq!(script.wait(seconds(1)), ["R 1"], "all of them unanswered");
    assert_eq!(script.connection.close_reason(), Some(CloseReason::TimedOut));
}
