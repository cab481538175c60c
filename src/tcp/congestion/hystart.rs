//! HyStart++, RFC 9406: leaves slow start when round trips grow longer, before the queue is full.

use super::Acknowledged;
use crate::time::Duration;

/// RFC 9406 4.3: how much longer a round trip must be, an eighth of it within these.
const MIN_RTT_THRESH: Duration = Duration::from_millis(4);
const MAX_RTT_THRESH: Duration = Duration::from_millis(16);
const MIN_RTT_DIVISOR: u32 = 8;
/// How many measurements a round needs to count.
const N_RTT_SAMPLE: u32 = 8;
/// By how much growth is slowed in conservative slow start, and how many rounds that lasts.
const CSS_GROWTH_DIVISOR: u32 = 4;
const CSS_ROUNDS: u32 = 5;
/// How many segments an acknowledgment may add where sending is not paced.
const L: u32 = 8;

/// The first slow start of a connection.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HyStart {
    /// The smallest round trip of the last round and of this one (lastRoundMinRTT, currentRoundMinRTT).
    last: Option<Duration>,
    current: Option<Duration>,
    /// How many measurements this round has.
    samples: u32,
    /// In conservative slow start: the round trip that began it (cssBaselineMinRtt), and how many rounds it has lasted.
    conservative: Option<(Duration, u32)>,
}

impl HyStart {
    /// Takes an acknowledgment; gives by how much the window grows, and whether slow start is over (RFC 9406 4.2).
    pub(super) fn acknowledged(&mut self, acknowledged: &Acknowledged, smss: u32) -> (u32, bool) {
        let over = acknowledged.round && self.next_round();
        if let Some(rtt) = acknowledged.rtt {
            self.current = Some(self.current.map_or(rtt, |current| current.min(rtt)));
            self.samples += 1;
            self.compare();
        }
        let growth = acknowledged.bytes.min(L * smss);
        (if self.conservative.is_some() { growth / CSS_GROWTH_DIVISOR } else { growth }, over)
    }

    /// A round begins. Says whether conservative slow start has lasted long enough.
    fn next_round(&mut self) -> bool {
        self.last = self.current.take();
        self.samples = 0;
        let Some((_, rounds)) = &mut self.conservative else { return false };
        *rounds += 1;
        *rounds >= CSS_ROUNDS
    }

    /// Enters conservative slow start where the round trip has grown, and leaves it where that proves wrong.
    fn compare(&mut self) {
        let Some(current) = self.current.filter(|_| self.samples >= N_RTT_SAMPLE) else { return };
        match (self.conservative, self.last) {
            (Some((baseline, _)), _) if current < baseline => self.conservative = None,
            (None, Some(last)) => {
                let more = (last / MIN_RTT_DIVISOR).clamp(MIN_RTT_THRESH, MAX_RTT_THRESH);
                self.conservative = (current >= last + more).then_some((current, 0));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    const SMSS: u32 = 1000;

    fn round(hystart: &mut HyStart, millis: u64) -> (u32, bool) {
        let mut total = (0, false);
        for n in 0..10 {
            let acknowledged = Acknowledged {
                now: Instant::ZERO,
                bytes: SMSS,
                rtt: Some(Duration::from_millis(millis)),
                round: n == 0,
                ..Acknowledged::default()
            };
            let (growth, over) = hystart.acknowledged(&acknowledged, SMSS);
            total = (total.0 + growth, total.1 | over);
        }
        total
    }

    #[test]
    fn rfc9406_4_2_a_longer_round_trip_slows_growth_and_five_rounds_end_it() {
        let mut hystart = HyStart::default();
        assert_eq!(round(&mut hystart, 40), (10_000, false));
        assert_eq!(round(&mut hystart, 44), (10_000, false), "an eighth is 5 ms");
        // The eighth measurement tells: seven segments in full, three by a quarter.
        assert_eq!(round(&mut hystart, 50), (7750, false));
        for _ in 0..4 {
            assert_eq!(round(&mut hystart, 50), (2500, false));
        }
        assert!(round(&mut hystart, 50).1);
    }

    #[test]
    fn rfc9406_4_2_a_shorter_round_trip_resumes_slow_start() {
        let mut hystart = HyStart::default();
        for (millis, growth) in [(40, 10_000), (50, 7750), (50, 2500), (41, 4750), (41, 10_000)] {
            assert_eq!(round(&mut hystart, millis), (growth, false), "{millis}");
        }
    }

    #[test]
    fn rfc9406_4_3_an_acknowledgment_adds_eight_segments_at_most() {
        let acknowledged = Acknowledged { bytes: 100 * SMSS, ..Acknowledged::default() };
        assert_eq!(HyStart::default().acknowledged(&acknowledged, SMSS).0, 8 * SMSS);
    }
}
