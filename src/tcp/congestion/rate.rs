//! How fast data arrives at the peer, measured segment by segment; and the round trips that follow from it. The method is that
//! of draft-cheng-iccrg-delivery-rate-estimation-02.

use crate::time::{Duration, Instant};

/// How things stood when a segment was sent. There is one for each segment under way, so it is small: bytes modulo 2^32, times
/// in microseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tcp) struct Stamp {
    /// Bytes that had arrived by then.
    delivered: u32,
    /// How long before the last of them had been told of.
    since_delivery: u32,
    /// How long before the segment had been sent that had arrived last by then.
    since_first: u32,
    /// Whether there was nothing more to send about then.
    app_limited: bool,
}

/// A measurement of the rate at which data arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateSample {
    /// How many bytes arrived.
    pub delivered: u32,
    /// In what time: that of sending them, or of hearing of them, whichever is longer.
    pub interval: Duration,
    /// Whether a lack of data held the sender back, so that the path may take more than this.
    pub app_limited: bool,
}

/// What has arrived so far.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tcp) struct RateSampler {
    delivered: u32,
    delivered_at: Instant,
    first_sent_at: Instant,
    /// What must have arrived before a lack of data is over; nothing where there is none.
    app_limited_until: Option<u32>,
    /// What must have arrived when a segment is sent whose arrival ends the round trip.
    round_end: u32,
}

impl RateSampler {
    /// A segment is sent while so much is under way: what it is to remember.
    pub(in crate::tcp) fn sent(&mut self, now: Instant, pipe: u32) -> Stamp {
        if pipe == 0 {
            (self.first_sent_at, self.delivered_at) = (now, now);
        }
        let micros = |since: Instant| u32::try_from(now.since(since).as_micros()).unwrap_or(u32::MAX);
        Stamp {
            delivered: self.delivered,
            since_delivery: micros(self.delivered_at),
            since_first: micros(self.first_sent_at),
            app_limited: self.app_limited_until.is_some(),
        }
    }

    /// Data is lacking while so much is under way.
    pub(in crate::tcp) fn lacks_data(&mut self, pipe: u32) {
        self.app_limited_until = Some(self.delivered.wrapping_add(pipe));
    }

    /// A round trip begins now: with a repair, whose first round trip is to be a whole one.
    pub(in crate::tcp) fn begin_round(&mut self) {
        self.round_end = self.delivered;
    }

    /// So many bytes have arrived, and of their segments this was sent last. Gives a sample, unless it would be shorter than
    /// any round trip and so no rate of the path's; and whether a round trip has ended.
    pub(in crate::tcp) fn delivered(
        &mut self,
        now: Instant,
        bytes: u32,
        newest: Option<(Stamp, Instant)>,
        min_rtt: Duration,
    ) -> (Option<RateSample>, bool) {
        self.delivered = self.delivered.wrapping_add(bytes);
        self.delivered_at = now;
        self.app_limited_until = self.app_limited_until.filter(|until| !is_past(self.delivered, *until));
        let Some((stamp, sent_at)) = newest else { return (None, false) };
        self.first_sent_at = sent_at;
        let round = !is_past(self.round_end, stamp.delivered);
        if round {
            self.round_end = self.delivered;
        }
        let (sending, hearing) = (micros(stamp.since_first), now.since(sent_at) + micros(stamp.since_delivery));
        let interval = sending.max(hearing);
        let delivered = self.delivered.wrapping_sub(stamp.delivered);
        let sample = RateSample { delivered, interval, app_limited: stamp.app_limited };
        ((!interval.is_zero() && interval >= min_rtt).then_some(sample), round)
    }
}

fn micros(count: u32) -> Duration {
    Duration::from_micros(count.into())
}

/// Whether a count of bytes is past another, modulo 2^32.
const fn is_past(count: u32, other: u32) -> bool {
    (count.wrapping_sub(other) as i32) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const RTT: Duration = Duration::from_millis(20);

    fn at(micros: u64) -> Instant {
        Instant::from_micros(micros)
    }

    /// Segments of 1,000 bytes are sent at once and arrive a millisecond apart: a megabyte a second, not what was sent with.
    #[test]
    fn the_slower_of_sending_and_hearing_counts() {
        let mut sampler = RateSampler::default();
        let stamp = sampler.sent(at(0), 0);
        let mut last = None;
        for n in 1..=10 {
            let (sample, _) = sampler.delivered(at(20_000 + n * 1000), 1000, Some((stamp, at(0))), RTT);
            last = sample;
        }
        assert_eq!(
            last,
            Some(RateSample { delivered: 10_000, interval: Duration::from_millis(30), app_limited: false })
        );
    }

    #[test]
    fn a_round_trip_ends_with_what_was_sent_after_it_began() {
        let mut sampler = RateSampler::default();
        let first = sampler.sent(at(0), 0);
        assert!(sampler.delivered(at(20_000), 1000, Some((first, at(0))), RTT).1);
        let second = sampler.sent(at(20_000), 1000);
        assert!(!sampler.delivered(at(21_000), 1000, Some((first, at(0))), RTT).1);
        assert!(sampler.delivered(at(40_000), 1000, Some((second, at(20_000))), RTT).1);
    }

    /// BBR conserves packets for one round trip of a repair (4.2.3.4 of its draft), and so for a whole one.
    #[test]
    fn a_round_trip_that_a_repair_begins_ends_with_what_was_sent_in_it() {
        let mut sampler = RateSampler::default();
        let [first, second] = [0, 10_000].map(|now| sampler.sent(at(now), 1000));
        assert!(sampler.delivered(at(20_000), 1000, Some((first, at(0))), RTT).1);
        let third = sampler.sent(at(20_000), 1000);
        assert!(!sampler.delivered(at(30_000), 1000, Some((second, at(10_000))), RTT).1);
        sampler.begin_round();
        let fourth = sampler.sent(at(30_000), 1000);
        assert!(!sampler.delivered(at(40_000), 1000, Some((third, at(20_000))), RTT).1, "it was sent before");
        assert!(sampler.delivered(at(50_000), 1000, Some((fourth, at(30_000))), RTT).1);
    }

    #[test]
    fn a_lack_of_data_is_over_when_what_was_under_way_has_arrived() {
        let mut sampler = RateSampler::default();
        let first = sampler.sent(at(0), 0);
        sampler.lacks_data(1000);
        let second = sampler.sent(at(0), 1000);
        assert!(!sampler.delivered(at(20_000), 1000, Some((first, at(0))), RTT).0.unwrap().app_limited);
        assert!(sampler.delivered(at(21_000), 1000, Some((second, at(0))), RTT).0.unwrap().app_limited);
        let third = sampler.sent(at(21_000), 1000);
        assert!(!sampler.delivered(at(42_000), 1000, Some((third, at(21_000))), RTT).0.unwrap().app_limited);
    }
}
