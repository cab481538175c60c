//! Pacing: segments leave one after the other at the controller's rate, and not in a burst with each acknowledgment.

use crate::time::{Duration, Instant};

/// How much time's worth may leave at once, in nanoseconds: a caller whose timer comes late makes up for it.
const BURST: u64 = 1_000_000;

/// When the next segment may leave.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pacer {
    /// The moment up to which is paid for; finer than moments are, so that rates are kept exactly.
    paid: Instant,
    /// And so many nanoseconds.
    nanos: u16,
}

impl Pacer {
    /// When the next segment may leave; nothing where it may now.
    pub(super) fn waits_until(&self, now: Instant) -> Option<Instant> {
        let due = self.paid + Duration::from_micros(u64::from(self.nanos > 0));
        (due > now).then_some(due)
    }

    /// So many bytes leave, at so many bytes a second.
    pub(super) fn sent(&mut self, now: Instant, bytes: u32, rate: u64) {
        let earliest = now.as_micros().saturating_mul(1000).saturating_sub(BURST);
        let paid = self.paid.as_micros().saturating_mul(1000).saturating_add(self.nanos.into());
        let time = u64::from(bytes).saturating_mul(1_000_000_000) / rate.max(1);
        let paid = paid.max(earliest).saturating_add(time);
        (self.paid, self.nanos) = (Instant::from_micros(paid / 1000), (paid % 1000) as u16);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_leave_at_the_rate_and_no_rounding_adds_up() {
        let mut pacer = Pacer::default();
        let mut now = Instant::from_millis(1000);
        let begin = now;
        let mut sent = 0;
        // A third of a microsecond more than 33 for each segment.
        while now < Instant::from_millis(2001) {
            match pacer.waits_until(now) {
                Some(due) => now = due,
                None => {
                    pacer.sent(now, 1000, 30_000_000);
                    sent += 1;
                }
            }
        }
        // One millisecond's worth, and a second's.
        let took = now.since(begin).as_micros() + 1000;
        assert!(took.abs_diff(sent * 100 / 3) <= 34, "{sent} segments in {took} µs");
    }

    #[test]
    fn what_was_not_used_is_gone_but_for_a_millisecond() {
        let mut pacer = Pacer::default();
        let now = Instant::from_millis(5000);
        let burst = (0..).take_while(|_| {
            let may = pacer.waits_until(now).is_none();
            pacer.sent(now, 1000, 10_000_000);
            may
        });
        assert_eq!(burst.count(), 11, "a millisecond at 100 µs each, and the one that is due");
    }
}
