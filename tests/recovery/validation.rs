//! Congestion window validation, RFC 7661: what becomes of a window that is not used.

use crate::script::{config, seconds};
use crate::script_with_time::Timed;
use drywire::tcp::{Config, Cubic, MakeController, NewReno};

const CONTROLLERS: [MakeController; 2] = [NewReno::boxed, Cubic::boxed];

/// The user writes, and all of it is acknowledged, each segment for itself after 20 ms. Gives the time and the number after.
fn deliver(timed: &mut Timed, (mut at, mut una): (u64, u64), bytes: usize) -> (u64, u64) {
    timed.write(bytes);
    loop {
        timed.until(at);
        let segments = timed.script.connection.info().in_flight / 1000;
        if segments == 0 {
            return (at, una);
        }
        at += 20_000;
        for _ in 0..segments {
            una += 1000;
            timed.at(at, &format!("A 1 ack {una}"));
        }
    }
}

/// A connection that has used a window of 40 segments of 1,000 bytes and more; the time and the next number.
fn grown(controller: MakeController, window_validation: bool) -> (Timed, (u64, u64)) {
    let mut timed = Timed::opened(Config { window_validation, controller, ..config() });
    let after = deliver(&mut timed, (0, 1), 100_000);
    assert!(timed.script.connection.info().cwnd >= 40_000, "{:?}", timed.script.connection.info());
    (timed, after)
}

/// 4.3: the window is as it was after a pause, which else brings back the initial one (RFC 5681 4.1). 4.4.2: what is sent then
/// is paced, but for as much as an initial window has.
#[test]
fn rfc7661_4_3_rfc7661_4_4_2_a_pause_preserves_the_window_and_what_follows_is_paced() {
    for controller in CONTROLLERS {
        let (mut timed, (at, _)) = grown(controller, true);
        let before = timed.script.connection.info().cwnd;
        let at = at + 60_000_000;
        timed.until(at);
        timed.write(100_000);
        let sent = timed.until(at + 19_000);
        assert_eq!(timed.script.connection.info().cwnd, before);
        let at_once = sent.iter().filter(|(when, _)| *when == at).count();
        assert!((10..=14).contains(&at_once), "{at_once} at once");
        let apart = 20_000 * 1000 / u64::from(before);
        let pairs = sent.windows(2).skip(at_once);
        pairs.for_each(|pair| assert!((pair[1].0 - pair[0].0).abs_diff(apart) <= 1, "{apart}: {pair:?}"));
        assert!(sent.len() > 30, "{}", sent.len());

        let (mut timed, (at, _)) = grown(controller, false);
        timed.until(at + 60_000_000);
        timed.write(100_000);
        assert_eq!(timed.until(at + 60_000_000).len(), 10, "RFC 5681 4.1");
    }
}

/// 4.4.3 and 5: after five minutes half of it is left, and ssthresh says where it was; the initial window is kept.
#[test]
fn rfc7661_4_4_3_five_minutes_leave_half_of_it() {
    for controller in CONTROLLERS {
        for (minutes, halvings) in [(4, 0), (6, 1), (11, 2), (600, 30)] {
            let (mut timed, (at, _)) = grown(controller, true);
            let before = timed.script.connection.info();
            timed.until(at);
            timed.script.wait(seconds(60 * minutes));
            timed.write(1000);
            timed.script.out();
            let after = timed.script.connection.info();
            let left = (0..halvings).fold(before.cwnd, |cwnd, _| (cwnd / 2).max(10_000));
            assert_eq!(after.cwnd, left, "{minutes} minutes");
            assert!(after.ssthresh >= before.cwnd * 3 / 4, "{minutes} minutes: {}", after.ssthresh);
        }
    }
}

/// 4.4.1: once it is repaired, what was lost is taken off what was used before half of it (CUBIC: seven tenths) is left.
#[test]
fn rfc7661_4_4_1_what_was_sent_again_is_taken_off_when_it_is_repaired() {
    for (controller, tenths) in [(CONTROLLERS[0], 5), (CONTROLLERS[1], 7)] {
        for (lost, window_validation) in [(1, true), (2, true), (3, true), (1, false)] {
            let (mut timed, mut after) = grown(controller, window_validation);
            for segments in [1; 150].into_iter().chain([8, 1]) {
                after = deliver(&mut timed, after, 1000 * segments);
            }
            let (at, una) = after;
            timed.write(6000);
            timed.until(at);
            let held = format!("A 1 ack {una} sack {}-{}", una + 1000 * lost, una + 6000);
            timed.at(at + 20_000, &held);
            let used = if window_validation { 8000 } else { 6000 };
            assert_eq!(timed.script.connection.info().ssthresh, used * tenths / 10);
            assert_eq!(timed.until(at + 20_000).len() as u64, lost, "each is sent again, once");
            timed.at(at + 40_000, &format!("A 1 ack {}", una + 6000));
            let info = timed.script.connection.info();
            let left = if window_validation { used - 1000 * lost as u32 } else { used } * tenths / 10;
            assert_eq!((info.ssthresh, info.cwnd), (left, left), "{lost} lost, {window_validation}");
        }
    }
}

/// 4.4.1: a loss while the window is not used leaves half (CUBIC: seven tenths) of what was used lately, which is more than what
/// is under way, and far less than the window.
#[test]
fn rfc7661_4_4_1_a_loss_reduces_what_was_used() {
    // In bytes: what stays of eight segments used lately, of which four are under way.
    for (controller, left) in [(CONTROLLERS[0], 4000), (CONTROLLERS[1], 5600)] {
        for (window_validation, left) in [(true, left), (false, left / 2)] {
            let (mut timed, mut after) = grown(controller, window_validation);
            // More than two sampling periods of little, then eight segments in a round trip, then one, then four.
            for segments in [1; 150].into_iter().chain([8, 1]) {
                after = deliver(&mut timed, after, 1000 * segments);
            }
            let (at, una) = after;
            timed.write(4000);
            timed.until(at);
            timed.at(at + 20_000, &format!("A 1 ack {una} sack {}-{}", una + 1000, una + 4000));
            let info = timed.script.connection.info();
            assert_eq!(info.ssthresh, left, "{window_validation}: {info:?}");
        }
    }
}
