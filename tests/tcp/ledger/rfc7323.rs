//! RFC 7323: window scale, timestamps, and protection against numbers that have wrapped.

use crate::script::{IRS, Script, config, millis, peers, seconds};
use drywire::tcp::{Config, State};

#[test]
fn rfc7323_2_2_scaling_is_answered_only_where_it_is_offered() {
    let mut script = Script::listen(config());
    script.answer("S 0");
    assert_eq!(script.sent[0].known().window_scale, None);
    let mut script = Script::listen(config());
    script.answer("S 0 ws 3");
    assert_eq!(script.sent[0].known().window_scale, Some(3), "256 KiB need three bits");
    let mut script = Script::listen(Config { window_scale: false, ..config() });
    script.answer("S 0 ws 3");
    assert_eq!(script.sent[0].known().window_scale, None);
    let mut script = Script::connect(config());
    script.out();
    assert_eq!(script.sent[0].known().window_scale, Some(3));
}

#[test]
fn rfc7323_2_2_the_window_of_a_syn_is_not_scaled() {
    let mut script = Script::connect(config());
    script.out();
    assert_eq!(script.sent[0].tcp().window, 65_535);
    script.peer("SA 0 ack 1 win 1000 ws 7");
    assert_eq!(script.connection.info().send_window, 1000);
    script.peer("A 1 ack 1 win 1000");
    assert_eq!(script.connection.info().send_window, 128_000);
}

#[test]
fn rfc7323_2_2_nor_is_it_where_data_comes_with_the_syn() {
    let mut script = Script::connect(config());
    script.out();
    script.peer("SA 0+10 ack 1 win 1000 ws 7");
    assert_eq!(script.connection.info().send_window, 1000);
    assert_eq!(script.read(), peers(1, 11));
}

#[test]
fn rfc7323_2_3_a_shift_above_14_is_taken_for_14() {
    for (shift, window) in [(0, 1), (14, 1 << 14), (15, 1 << 14), (255, 1 << 14)] {
        let mut script = Script::opened(config(), &format!("S 0 ws {shift}"));
        script.peer("A 1 ack 1 win 1");
        assert_eq!(script.connection.info().send_window, window);
    }
}

#[test]
fn rfc7323_2_3_windows_that_we_offer_are_scaled() {
    let mut script = Script::opened(config(), "S 0 mss 1000 ws 0");
    script.answer("A 1+1000 ack 1");
    assert_eq!(script.answer("A 1001+1000 ack 1"), ["A 1 ack 2001"]);
    let window = u32::from(script.sent[0].tcp().window) << 3;
    assert_eq!(script.connection.info().receive_window, window);
    assert!((250_000..=262_144).contains(&window), "{window}");
}

#[test]
fn rfc7323_3_2_timestamps_go_with_every_segment_once_agreed() {
    let mut script = Script::opened(config(), "S 0 mss 1000 ts 500:0");
    script.write(2000);
    script.peer("A 1+10 ack 1 ts 501:0");
    script.wait(millis(300));
    script.connection.close();
    script.answer("A 11 ack 2001 ts 502:0");
    assert!(!script.sent.is_empty());
    assert!(script.sent.iter().all(|sent| sent.known().timestamps.is_some()));
    let mut script = Script::opened(config(), "S 0 mss 1000");
    script.write(2000);
    script.out();
    assert!(script.sent.iter().all(|sent| sent.known().timestamps.is_none()));
}

#[test]
fn rfc7323_3_2_a_segment_without_them_is_dropped_unless_it_is_a_reset() {
    let mut script = Script::opened(config(), "S 0 mss 1000 ts 500:0");
    assert_eq!(script.answer("PA 1+10 ack 1"), [""; 0]);
    assert!(script.read().is_empty());
    script.peer("R 1");
    assert_eq!(script.connection.state(), State::Closed);
}

#[test]
fn rfc7323_4_1_the_echo_measures_the_round_trip_of_what_was_sent_twice() {
    let mut script = Script::opened(config(), "S 0 mss 1000 ts 500:0");
    script.write(100);
    script.wait(millis(250));
    let (value, _) = script.sent[1].known().timestamps.unwrap();
    let resent_at = script.sent[1].at;
    script.peer(&format!("A 1 ack 101 ts 501:{value}"));
    let expected = (script.now - resent_at) / 8;
    let srtt = script.connection.info().srtt.unwrap();
    assert!(srtt.abs_diff(expected) <= millis(1), "{srtt:?} {expected:?}");
}

#[test]
fn rfc7323_4_3_what_is_echoed_is_of_the_segment_that_moved_the_edge() {
    let echoed = |script: &Script| script.sent.last().unwrap().known().timestamps.unwrap().1;
    let mut script = Script::opened(config(), "S 0 mss 1000 ts 500:0");
    // Two segments answered by one acknowledgment: the first one's.
    script.peer("A 1+1000 ack 1 ts 510:0");
    script.answer("A 1001+1000 ack 1 ts 520:0");
    assert_eq!(echoed(&script), 510);
    // One ahead of a gap does not count; the one that fills the gap does.
    script.answer("A 3001+1000 ack 1 ts 530:0");
    assert_eq!(echoed(&script), 510);
    script.answer("A 2001+1000 ack 1 ts 525:0");
    assert_eq!(echoed(&script), 525);
}

#[test]
fn rfc7323_5_3_an_old_timestamp_is_an_old_duplicate() {
    let mut script = Script::opened(config(), "S 0 mss 1000 ts 500:0");
    script.peer("A 1+10 ack 1 ts 600:0");
    script.wait(millis(50));
    assert_eq!(script.answer("A 11+10 ack 1 ts 599:0"), ["A 1 ack 11"], "answered and dropped");
    assert_eq!(script.read(), peers(1, 11));
    script.peer("A 11+10 ack 1 ts 600:0");
    assert_eq!(script.read(), peers(11, 21));
    script.peer("R 21 ts 1:0");
    assert_eq!(script.connection.state(), State::Closed, "a reset is not judged by its timestamp");
}

#[test]
fn rfc7323_5_3_timestamps_may_wrap() {
    let mut script = Script::opened(config(), "S 0 mss 1000 ts 4294967290:0");
    script.peer("A 1+10 ack 1 ts 5:0");
    assert_eq!(script.read(), peers(1, 11));
}

#[test]
fn rfc7323_5_5_after_24_days_of_silence_any_timestamp_is_new() {
    for (days, taken) in [(23, 0), (25, 10)] {
        let mut script = Script::opened(config(), "S 0 mss 1000 ts 500:0");
        script.wait(seconds(days * 24 * 3600));
        script.peer("A 1+10 ack 1 ts 400:0");
        assert_eq!(script.read().len(), taken, "{days} days");
    }
}

#[test]
fn rfc7323_5_4_timestamps_begin_where_nobody_knows() {
    let begin = |script: &mut Script| {
        script.out();
        script.sent[0].known().timestamps.unwrap().0
    };
    let mut script = Script::connect(config());
    let first = begin(&mut script);
    let other = Config { secret: drywire::tcp::Secret::from_seed(8), ..config() };
    assert_ne!(first, begin(&mut Script::connect(other)));
    assert_ne!(first, 1000, "not the clock itself");
}

#[test]
fn rfc7323_2_4_all_that_was_offered_is_taken_whatever_the_shift_cuts_off() {
    let mut script = Script::opened(Config { sack: true, ..config() }, "S 0 mss 1460 ws 0 sackok");
    let mut edge = 0u32;
    // Odd lengths, and nobody reads.
    for n in 0..50 {
        script.peer(&format!("A {}+1001 ack 1", 1 + 1001 * n));
        script.wait(millis(50));
        let sent = script.sent.last().expect("an acknowledgment").tcp();
        edge = edge.max(sent.acknowledgment_number.0.wrapping_sub(IRS) + (u32::from(sent.window) << 3));
    }
    script.answer(&format!("A {}+10 ack 1", edge - 10));
    let told = script.sent[0].known().sack.map(|blocks| blocks.iter().map(|(left, right)| right - left).collect());
    assert_eq!(told, Some(vec![10]), "none of it is cut off");
}
