//! NewReno, RFC 5681 and RFC 6582.

use super::{Acknowledged, CongestionControl};
use crate::time::Instant;
use alloc::boxed::Box;

/// Slow start, congestion avoidance and one halving for each window with loss.
#[derive(Clone, Copy, Debug)]
pub struct NewReno {
    smss: u32,
    initial_window: u32,
    cwnd: u32,
    ssthresh: u32,
    /// Bytes acknowledged since cwnd last grew in congestion avoidance (RFC 3465 2.1).
    acknowledged: u32,
    /// cwnd and ssthresh before the last loss.
    before: (u32, u32),
}

impl NewReno {
    /// A controller with this maximum segment size and initial window, both in bytes.
    #[must_use]
    pub const fn new(smss: u32, initial_window: u32) -> Self {
        let (cwnd, ssthresh) = (initial_window, u32::MAX);
        NewReno { smss, initial_window, cwnd, ssthresh, acknowledged: 0, before: (cwnd, ssthresh) }
    }

    /// The same in a box, as [`Config`](crate::tcp::Config) wants it.
    #[must_use]
    pub fn boxed(smss: u32, initial_window: u32) -> Box<dyn CongestionControl> {
        Box::new(NewReno::new(smss, initial_window))
    }

    /// Half of what was under way, at least two segments (RFC 5681 3.1, equation 4).
    fn half(&self, flight: u32) -> u32 {
        (flight / 2).max(2 * self.smss)
    }
}

impl CongestionControl for NewReno {
    fn window(&self) -> u32 {
        self.cwnd
    }

    fn slow_start_threshold(&self) -> u32 {
        self.ssthresh
    }

    fn acknowledged(&mut self, acknowledged: &Acknowledged) {
        if acknowledged.recovering || !acknowledged.limited {
            return;
        }
        if self.cwnd < self.ssthresh {
            // RFC 5681 3.1 equation 2, with RFC 3465's limit of two segments for an acknowledgment of many.
            self.cwnd = self.cwnd.saturating_add(acknowledged.bytes.min(2 * self.smss));
            return;
        }
        self.acknowledged = self.acknowledged.saturating_add(acknowledged.bytes);
        if self.acknowledged >= self.cwnd {
            self.acknowledged -= self.cwnd;
            self.cwnd = self.cwnd.saturating_add(self.smss);
        }
    }

    fn loss(&mut self, _: Instant, flight: u32) {
        self.before = (self.cwnd, self.ssthresh);
        // What duplicate acknowledgments let out beyond the window does not count (RFC 5681 3.2, step 2).
        self.ssthresh = self.half(flight.min(self.cwnd));
        self.cwnd = self.ssthresh;
        self.acknowledged = 0;
    }

    fn timeout(&mut self, _: Instant, flight: u32, again: bool) {
        if !again {
            self.before = (self.cwnd, self.ssthresh);
            self.ssthresh = self.half(flight);
        }
        self.cwnd = self.smss;
        self.acknowledged = 0;
    }

    fn recovered(&mut self, _: Instant, _: u32) {
        self.cwnd = self.cwnd.min(self.ssthresh.max(self.smss));
    }

    fn undo(&mut self) {
        let (cwnd, ssthresh) = self.before;
        (self.cwnd, self.ssthresh) = (self.cwnd.max(cwnd), self.ssthresh.max(ssthresh));
    }

    fn restart(&mut self, _: Instant) {
        self.cwnd = self.cwnd.min(self.initial_window);
    }

    fn rate_limited(&mut self, over: bool) {
        if over {
            self.ssthresh = self.ssthresh.max(self.cwnd - self.cwnd / 4);
            self.cwnd = (self.cwnd / 2).max(self.initial_window.min(self.cwnd));
        }
    }

    fn recovered_unvalidated(&mut self, flight: u32) {
        self.ssthresh = self.ssthresh.min((flight / 2).max(self.smss));
        self.cwnd = self.cwnd.min(self.ssthresh);
    }

    fn syn_was_lost(&mut self) {
        self.cwnd = self.smss;
    }

    fn set_smss(&mut self, smss: u32) {
        self.smss = smss;
        self.cwnd = self.cwnd.max(smss);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMSS: u32 = 1000;

    fn ack(bytes: u32) -> Acknowledged {
        Acknowledged { bytes, flight: 10_000, limited: true, ..Acknowledged::default() }
    }

    #[test]
    fn rfc5681_3_1_slow_start_adds_what_is_acknowledged() {
        let mut reno = NewReno::new(SMSS, 4000);
        reno.acknowledged(&ack(1000));
        assert_eq!(reno.window(), 5000);
        reno.acknowledged(&ack(10_000));
        assert_eq!(reno.window(), 7000, "at most two segments for one acknowledgment");
    }

    #[test]
    fn rfc5681_3_1_avoidance_adds_a_segment_a_window() {
        let mut reno = NewReno::new(SMSS, 20_000);
        reno.loss(Instant::ZERO, 22_000);
        assert_eq!((reno.window(), reno.slow_start_threshold()), (10_000, 10_000));
        (0..9).for_each(|_| reno.acknowledged(&ack(1000)));
        assert_eq!(reno.window(), 10_000);
        reno.acknowledged(&ack(1000));
        assert_eq!(reno.window(), 11_000);
    }

    #[test]
    fn rfc5681_3_1_timeout_leaves_one_segment_and_halves_once() {
        let mut reno = NewReno::new(SMSS, 4000);
        reno.timeout(Instant::ZERO, 20_000, false);
        assert_eq!((reno.window(), reno.slow_start_threshold()), (1000, 10_000));
        reno.timeout(Instant::ZERO, 1000, true);
        assert_eq!(reno.slow_start_threshold(), 10_000);
        let mut reno = NewReno::new(SMSS, 4000);
        reno.timeout(Instant::ZERO, 1000, false);
        assert_eq!(reno.slow_start_threshold(), 2000, "two segments at least");
    }

    #[test]
    fn rfc9293_3_8_2_a_window_that_is_not_used_does_not_grow() {
        let mut reno = NewReno::new(SMSS, 4000);
        reno.acknowledged(&Acknowledged { limited: false, ..ack(1000) });
        reno.acknowledged(&Acknowledged { recovering: true, ..ack(1000) });
        assert_eq!(reno.window(), 4000);
    }

    #[test]
    fn rfc5681_4_1_idleness_brings_back_the_initial_window() {
        let mut reno = NewReno::new(SMSS, 4000);
        (0..10).for_each(|_| reno.acknowledged(&ack(1000)));
        reno.restart(Instant::ZERO);
        assert_eq!(reno.window(), 4000);
        reno.syn_was_lost();
        assert_eq!(reno.window(), 1000);
    }
}
