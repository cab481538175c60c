//! Pacing: one segment after the other at the controller's rate.

use crate::script::config;
use crate::script_with_time::{Timed, expect};
use drywire::tcp::{Acknowledged, Config, CongestionControl};
use drywire::time::Instant;

/// A megabyte a second, whatever happens.
#[derive(Clone, Debug)]
struct Megabyte;

impl CongestionControl for Megabyte {
    fn window(&self) -> u32 {
        1_000_000
    }
    fn slow_start_threshold(&self) -> u32 {
        u32::MAX
    }
    fn acknowledged(&mut self, _: &Acknowledged) {}
    fn loss(&mut self, _: Instant, _: u32) {}
    fn timeout(&mut self, _: Instant, _: u32, _: bool) {}
    fn recovered(&mut self, _: Instant, _: u32) {}
    fn restart(&mut self, _: Instant) {}
    fn syn_was_lost(&mut self) {}
    fn set_smss(&mut self, _: u32) {}
    fn pacing_rate(&self) -> Option<u64> {
        Some(1_000_000)
    }
}

fn paced() -> Timed {
    Timed::opened(Config { controller: |_, _| Box::new(Megabyte), ..config() })
}

#[test]
fn segments_leave_a_millisecond_apart_after_a_first_one() {
    let mut timed = paced();
    timed.write(5000);
    let expected = [
        (0, "A 1+1000 ack 1"),
        (0, "A 1001+1000 ack 1"),
        (1000, "A 2001+1000 ack 1"),
        (2000, "A 3001+1000 ack 1"),
        (3000, "PA 4001+1000 ack 1"),
    ];
    expect(&timed.until(10_000), &expected);
}

#[test]
fn repairs_are_paced_like_new_data() {
    let mut timed = paced();
    timed.write(10_000);
    assert_eq!(timed.until(15_000).len(), 10);
    timed.at(28_000, "A 1 ack 1 sack 3001-10001");
    let expected = [(28_000, "A 1+1000 ack 1"), (28_000, "A 1001+1000 ack 1"), (29_000, "A 2001+1000 ack 1")];
    expect(&timed.until(33_000), &expected);
}

#[test]
fn a_late_timer_makes_up_for_a_millisecond_and_no_more() {
    let mut timed = paced();
    timed.write(20_000);
    timed.script.out();
    timed.script.now += drywire::time::Duration::from_millis(5);
    timed.script.connection.handle_timeout(timed.script.now);
    assert_eq!(timed.script.out().len(), 2);
}

/// Acknowledgments of data that comes in do not wait for a turn to send.
#[test]
fn acknowledgments_are_not_paced() {
    let mut timed = paced();
    timed.write(5000);
    timed.script.out();
    assert_eq!(timed.script.answer("A 1+1000 ack 1"), [""; 0]);
    assert_eq!(timed.script.answer("A 1001+1000 ack 1"), ["A 2001 ack 2001"]);
}
