//! The end of a link that puts packets on the wire, one after the other, and the queue before it.

use crate::time::{Duration, Instant};
use alloc::collections::VecDeque;
use core::num::NonZeroU64;

/// Sends at a rate, exactly: the time of a packet's last bit is computed from the start of the busy period and all bits
/// since, so that no rounding adds up. Only what comes out is rounded, up to the next microsecond.
#[derive(Clone, Debug, Default)]
pub(super) struct Transmitter {
    rate: Option<NonZeroU64>,
    busy_since: Instant,
    bits: u64,
    /// When each packet that waits begins to be sent, and its length.
    queue: VecDeque<(Instant, u64)>,
    queued: u64,
}

impl Transmitter {
    /// When the last bit of a packet of `length` bytes is sent; nothing where the packet would have to wait and the queue
    /// then held over `limit` bytes.
    pub(super) fn send(&mut self, now: Instant, length: u64, rate: Option<NonZeroU64>, limit: u64) -> Option<Instant> {
        let free_at = self.free_at();
        self.leave_queue(now);
        if now < free_at {
            self.enter_queue(free_at, length, limit)?;
        }
        if now >= free_at || rate != self.rate {
            (self.rate, self.busy_since, self.bits) = (rate, now.max(free_at), 0);
        }
        self.bits = self.bits.saturating_add(length.saturating_mul(8));
        Some(self.free_at())
    }

    /// How many bytes wait.
    pub(super) const fn queued(&self) -> u64 {
        self.queued
    }

    fn free_at(&self) -> Instant {
        let Some(rate) = self.rate else { return self.busy_since };
        let micros = (u128::from(self.bits) * 1_000_000).div_ceil(u128::from(rate.get()));
        self.busy_since + Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
    }

    fn enter_queue(&mut self, starts: Instant, length: u64, limit: u64) -> Option<()> {
        let queued = self.queued.saturating_add(length);
        if queued > limit {
            return None;
        }
        self.queued = queued;
        self.queue.push_back((starts, length));
        Some(())
    }

    fn leave_queue(&mut self, now: Instant) {
        while let Some((_, length)) = self.queue.front().filter(|(starts, _)| *starts <= now) {
            self.queued -= length;
            self.queue.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEGABIT: Option<NonZeroU64> = NonZeroU64::new(1_000_000);

    fn at(micros: u64) -> Instant {
        Instant::from_micros(micros)
    }

    #[test]
    fn packets_wait_for_those_before_them() {
        let mut transmitter = Transmitter::default();
        // (offered at, bytes, last bit at, bytes that wait then); 125 bytes take 1,000 µs
        let table = [
            (0, 125, Some(1000), 0),
            (0, 250, Some(3000), 250),
            (500, 50, Some(3400), 300),
            (500, 1, None, 300),
            (999, 1, None, 300),
            (1000, 125, Some(4400), 175),
            (3000, 125, Some(5400), 250),
            (3400, 50, Some(5800), 175),
            (5399, 1, Some(5808), 51),
            (9000, 250, Some(11_000), 0),
            (9000, 300, Some(13_400), 300),
        ];
        for (now, length, expected, queued) in table {
            assert_eq!(transmitter.send(at(now), length, MEGABIT, 300), expected.map(at), "{length} bytes at {now}");
            assert_eq!(transmitter.queued(), queued, "{length} bytes at {now}");
        }
    }

    /// A packet of 20 bytes takes 16/3 µs: the thousandth is done after 5,334 µs, not after 1,000 times 6.
    #[test]
    fn rounding_does_not_add_up() {
        let mut transmitter = Transmitter::default();
        let rate = NonZeroU64::new(30_000_000);
        let done = (0..1000).map(|_| transmitter.send(Instant::ZERO, 20, rate, u64::MAX)).last();
        assert_eq!(done.flatten(), Some(at(5334)));
    }

    /// A packet of 20 bytes takes 16/3 µs. One that is offered when the transmitter is free begins then, not a fraction before.
    #[test]
    fn a_busy_period_begins_with_the_packet() {
        let mut transmitter = Transmitter::default();
        let rate = NonZeroU64::new(30_000_000);
        let sent = [0, 5, 11, 17].map(|now| transmitter.send(at(now), 20, rate, u64::MAX));
        assert_eq!(sent, [6, 11, 17, 23].map(at).map(Some));
    }

    #[test]
    fn a_new_rate_holds_for_what_comes_after() {
        let mut transmitter = Transmitter::default();
        assert_eq!(transmitter.send(at(0), 125, MEGABIT, u64::MAX), Some(at(1000)));
        assert_eq!(transmitter.send(at(0), 125, NonZeroU64::new(2_000_000), u64::MAX), Some(at(1500)));
        assert_eq!(transmitter.send(at(0), 125, None, u64::MAX), Some(at(1500)));
        assert_eq!(transmitter.send(at(1500), 125, None, 0), Some(at(1500)));
    }

    #[test]
    fn the_slowest_rate_ends_at_the_last_moment() {
        let mut transmitter = Transmitter::default();
        let done = transmitter.send(at(1), u64::MAX, NonZeroU64::new(1), u64::MAX);
        assert_eq!(done, Some(at(u64::MAX)));
    }
}
