//! Acknowledgments that come together, as over radio links: how much more arrives in a moment than the bandwidth explains, and
//! so how much must be under way for the time in which none comes. Linux's BBR has it beside version 1 of the draft; the
//! method is that of draft-cardwell-iccrg-bbr-congestion-control-02 4.5.9 (BBR.extra_acked).

use super::Acknowledged;
use crate::time::{Duration, Instant};

/// A maximum is remembered for one to two spans of so many round trips.
const SPAN: u8 = 5;
/// More than this time's worth is no aggregation.
const LONGEST: Duration = Duration::from_millis(100);

/// What has arrived since acknowledgments were last as many as expected.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Aggregation {
    since: Instant,
    delivered: u32,
    /// The most of the span before and of this one, in bytes; and how many round trips this one has lasted.
    most: [u32; 2],
    rounds: u8,
}

impl Aggregation {
    /// Takes an acknowledgment where so many bytes a second are expected, and the window is so large.
    pub(super) fn acknowledged(&mut self, acknowledged: &Acknowledged, bandwidth: u64, window: u32) {
        if acknowledged.round {
            self.rounds += 1;
            if self.rounds >= SPAN {
                (self.rounds, self.most) = (0, [self.most[1], 0]);
            }
        }
        if acknowledged.delivered == 0 {
            return;
        }
        let mut expected = arriving(bandwidth, acknowledged.now.since(self.since));
        if u64::from(self.delivered) <= expected {
            (self.since, self.delivered, expected) = (acknowledged.now, 0, 0);
        }
        self.delivered = self.delivered.saturating_add(acknowledged.delivered);
        let extra = u64::from(self.delivered).saturating_sub(expected);
        let extra = extra.min(window.into()).min(arriving(bandwidth, LONGEST));
        self.most[1] = self.most[1].max(extra as u32);
    }

    /// How much more than the model says is to be under way, in bytes.
    pub(super) fn extra(&self) -> u32 {
        self.most[0].max(self.most[1])
    }
}

/// How many bytes arrive in a time.
fn arriving(bandwidth: u64, time: Duration) -> u64 {
    bandwidth.saturating_mul(time.as_micros()) / 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A megabyte a second, told of each `gap` milliseconds; gives the extra.
    fn told(aggregation: &mut Aggregation, from: u64, gap: u64, count: u64) -> u32 {
        for n in 1..=count {
            let acknowledged = Acknowledged {
                now: Instant::from_millis(from + n * gap),
                delivered: (gap * 1000) as u32,
                round: true,
                ..Acknowledged::default()
            };
            aggregation.acknowledged(&acknowledged, 1_000_000, 100_000);
        }
        aggregation.extra()
    }

    #[test]
    fn what_comes_at_once_for_a_time_is_wanted_besides() {
        let mut aggregation = Aggregation::default();
        assert_eq!(told(&mut aggregation, 0, 1, 4), 1000);
        assert_eq!(told(&mut aggregation, 4, 30, 4), 30_000);
        assert_eq!(told(&mut aggregation, 200, 1, 4), 30_000, "it is remembered");
        assert_eq!(told(&mut aggregation, 300, 1, 10), 1000, "and forgotten");
        assert_eq!(told(&mut aggregation, 400, 200, 4), 100_000, "but no more than 100 ms of it");
    }
}
