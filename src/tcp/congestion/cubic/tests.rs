//! CUBIC by itself.

use super::*;
use alloc::vec::Vec;

const SMSS: u32 = 1000;
const MILLISECOND: Duration = Duration::from_millis(1);

/// A window of so many segments in congestion avoidance, after a loss at its start.
fn after_loss(segments: u32) -> Cubic {
    let mut cubic = Cubic::new(SMSS, segments * SMSS);
    cubic.loss(Instant::ZERO, segments * SMSS);
    cubic
}

/// The whole window is acknowledged, segment by segment, at one moment.
fn round(cubic: &mut Cubic, millis: u64, rtt: u64) {
    for _ in 0..cubic.window() / SMSS {
        cubic.acknowledged(&Acknowledged {
            now: Instant::from_millis(millis),
            bytes: SMSS,
            limited: true,
            rtt: Some(MILLISECOND * rtt as u32),
            ..Acknowledged::default()
        });
    }
}

#[test]
fn the_cube_root_is_exact() {
    for root in [0, 1, 2, 3, 10, 999, 65_535, 1 << 20, 2_642_245] {
        let cube = u64::pow(root, 3);
        assert_eq!(cube_root(cube), root);
        assert_eq!(cube_root(cube + 1), if root == 0 { 1 } else { root });
        assert_eq!(cube_root(cube.saturating_sub(1)), root.saturating_sub(1));
    }
    assert_eq!(cube_root(u64::MAX), 2_642_245);
}

#[test]
fn rfc9438_4_6_a_loss_leaves_seven_tenths() {
    let cubic = after_loss(100);
    assert_eq!((cubic.window(), cubic.slow_start_threshold()), (70_000, 70_000));
    assert_eq!(after_loss(2).window(), 2 * SMSS, "two segments at least");
}

/// K = cbrt(W_max (1 - beta) / C): 30 segments lost of 100 take cbrt(75) = 4.217 s to come back.
#[test]
fn rfc9438_4_2_the_window_is_back_after_k_seconds() {
    let mut cubic = after_loss(100);
    round(&mut cubic, 0, 200);
    assert_eq!(cubic.curve.k, 4217);
    assert_eq!(cubic.curve.at(MILLISECOND * 4217, SMSS), 100_000);
    // 0.4 * 2.217^3 below W_max after 2 s, as much above it after 6.434 s.
    assert_eq!(cubic.curve.at(MILLISECOND * 2000, SMSS), 100_000 - 4358);
    assert_eq!(cubic.curve.at(MILLISECOND * 6434, SMSS), 100_000 + 4358);
    assert_eq!(cubic.curve.at(MILLISECOND * u32::MAX, SMSS), 100_000 + 50_000_000);
}

#[test]
fn rfc9438_4_4_it_grows_fast_then_slowly_then_fast() {
    let mut cubic = after_loss(1000);
    let windows: Vec<u32> = (0..=100)
        .map(|n| {
            round(&mut cubic, n * 200, 200);
            cubic.window()
        })
        .collect();
    assert!(windows.is_sorted());
    let gain = |n: usize| windows[n + 5] - windows[n];
    // K is 9.085 s, 45 rounds.
    assert!(gain(0) > 10 * gain(42), "{} {}", gain(0), gain(42));
    assert!(gain(90) > 10 * gain(42), "{} {}", gain(90), gain(42));
    assert!((999_000..=1_001_000).contains(&windows[45]), "{}", windows[45]);
}

/// With short round trips the function is slower than Reno, and Reno is followed: 9/17 of a segment a round trip.
#[test]
fn rfc9438_4_3_it_is_no_slower_than_reno() {
    let mut cubic = after_loss(20);
    (0..11).for_each(|n| round(&mut cubic, n, 1));
    let gained = cubic.window() - 14_000;
    assert!((5400..=6000).contains(&gained), "{gained}");
}

#[test]
fn rfc9438_4_7_a_second_loss_below_the_first_makes_room() {
    let mut cubic = after_loss(100);
    cubic.loss(Instant::ZERO, 70_000);
    assert_eq!(cubic.curve.w_max, 59_500, "70 segments * (1 + beta) / 2");
}

#[test]
fn rfc9438_4_8_after_a_timeout_the_function_begins_where_slow_start_ends() {
    let mut cubic = after_loss(100);
    cubic.timeout(Instant::ZERO, 70_000, false);
    assert_eq!((cubic.window(), cubic.slow_start_threshold()), (1000, 49_000));
    for n in 1..7 {
        round(&mut cubic, n * 20, 20);
    }
    assert!(cubic.window() >= 49_000);
    assert_eq!(cubic.curve.k, 0);
}

#[test]
fn rfc4015_3_2_a_loss_that_was_none_changes_nothing() {
    let mut cubic = Cubic::new(SMSS, 100 * SMSS);
    cubic.loss(Instant::ZERO, 100_000);
    cubic.undo();
    assert_eq!((cubic.window(), cubic.slow_start_threshold(), cubic.curve.w_max), (100_000, u32::MAX, 0));
}

/// Time without data to send is no time for the function (RFC 9438 5.8).
#[test]
fn rfc9438_5_8_the_clock_stands_still_while_the_window_is_not_used() {
    let mut cubic = after_loss(100);
    round(&mut cubic, 0, 200);
    let before = cubic.window();
    for n in 1..100 {
        cubic.acknowledged(&Acknowledged {
            now: Instant::from_millis(n * 100),
            bytes: SMSS,
            ..Acknowledged::default()
        });
    }
    assert_eq!(cubic.window(), before);
    round(&mut cubic, 9900, 200);
    assert!(cubic.window() < before + 2 * SMSS, "{} {before}", cubic.window());
}
