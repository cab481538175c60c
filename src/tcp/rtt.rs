//! Round-trip time and retransmission timeout, RFC 6298.

use crate::time::Duration;

/// The timeout before anything has been measured (RFC 6298 2.1).
const INITIAL_RTO: Duration = Duration::from_secs(1);

/// The timeout after a SYN had to be repeated (RFC 6298 5.7).
const RTO_AFTER_SYN_LOSS: Duration = Duration::from_secs(3);

/// The clock's granularity (RFC 6298 2, "G"): moments are microseconds, but a caller's timer seldom is.
const GRANULARITY: Duration = Duration::from_millis(1);

/// The round-trip time as measured so far, and the timeout that follows from it.
#[derive(Clone, Copy, Debug)]
pub(super) struct RttEstimator {
    /// SRTT and RTTVAR, once there is a measurement.
    smoothed: Option<(Duration, Duration)>,
    /// The smallest measurement.
    minimum: Option<Duration>,
    rto: Duration,
    /// How often the timeout has been doubled since something was last acknowledged.
    backoff: u32,
    bounds: (Duration, Duration),
}

impl RttEstimator {
    /// Nothing measured; the timeout stays within `minimum` and `maximum`.
    pub(super) fn new(minimum: Duration, maximum: Duration) -> Self {
        let rto = INITIAL_RTO.min(maximum).max(minimum);
        RttEstimator { smoothed: None, minimum: None, rto, backoff: 0, bounds: (minimum, maximum.max(minimum)) }
    }

    /// Takes a measurement (RFC 6298 2.2 and 2.3). Not one of a segment that was sent more than once, unless a timestamp
    /// says which time it was (Karn's algorithm, RFC 6298 3).
    pub(super) fn measured(&mut self, rtt: Duration) {
        let (srtt, rttvar) = match self.smoothed {
            None => (rtt, rtt / 2),
            Some((srtt, rttvar)) => ((srtt * 7 + rtt) / 8, (rttvar * 3 + srtt.abs_diff(rtt)) / 4),
        };
        self.smoothed = Some((srtt, rttvar));
        self.minimum = Some(self.minimum.map_or(rtt, |minimum| minimum.min(rtt)));
        let (low, high) = self.bounds;
        self.rto = (srtt + GRANULARITY.max(rttvar * 4)).min(high).max(low);
        self.backoff = 0;
    }

    /// The timer went off: the timeout doubles (RFC 6298 5.5).
    pub(super) fn back_off(&mut self) {
        self.backoff += 1;
    }

    /// The timer had no reason to go off (RFC 5682 3.1): the timeout is what was measured.
    pub(super) fn forgive(&mut self) {
        self.backoff = 0;
    }

    /// The handshake needed a SYN to be repeated: data begins with a longer timeout (RFC 6298 5.7).
    pub(super) fn syn_was_lost(&mut self) {
        if self.smoothed.is_none() {
            self.rto = self.rto.max(RTO_AFTER_SYN_LOSS).min(self.bounds.1);
            self.backoff = 0;
        }
    }

    /// The timeout, doubled as often as it has gone off (RFC 6298 5.5), at most the maximum.
    pub(super) fn rto(&self) -> Duration {
        let factor = 1u32.checked_shl(self.backoff).unwrap_or(u32::MAX);
        (self.rto * factor).min(self.bounds.1)
    }

    /// SRTT, once there is a measurement.
    pub(super) fn srtt(&self) -> Option<Duration> {
        self.smoothed.map(|(srtt, _)| srtt)
    }

    /// RTTVAR, once there is a measurement.
    pub(super) fn rttvar(&self) -> Option<Duration> {
        self.smoothed.map(|(_, rttvar)| rttvar)
    }

    /// The smallest measurement.
    pub(super) const fn minimum(&self) -> Option<Duration> {
        self.minimum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLISECOND: Duration = Duration::from_millis(1);

    fn estimator() -> RttEstimator {
        RttEstimator::new(MILLISECOND * 200, Duration::from_secs(60))
    }

    #[test]
    fn rfc6298_2_1_begins_with_one_second() {
        assert_eq!(estimator().rto(), Duration::from_secs(1));
    }

    #[test]
    fn rfc6298_2_2_first_measurement() {
        let mut rtt = estimator();
        rtt.measured(MILLISECOND * 100);
        assert_eq!((rtt.srtt(), rtt.rttvar()), (Some(MILLISECOND * 100), Some(MILLISECOND * 50)));
        assert_eq!(rtt.rto(), MILLISECOND * 300);
    }

    #[test]
    fn rfc6298_2_3_later_measurements() {
        let mut rtt = estimator();
        rtt.measured(MILLISECOND * 100);
        rtt.measured(MILLISECOND * 180);
        // RTTVAR = 3/4 * 50 + 1/4 * |100 - 180|; SRTT = 7/8 * 100 + 1/8 * 180
        assert_eq!(rtt.rttvar(), Some(Duration::from_micros(57_500)));
        assert_eq!(rtt.srtt(), Some(MILLISECOND * 110));
        assert_eq!(rtt.rto(), MILLISECOND * 340);
    }

    #[test]
    fn rfc6298_2_4_rfc6298_2_5_bounds() {
        let mut rtt = estimator();
        (0..50).for_each(|_| rtt.measured(MILLISECOND));
        assert_eq!(rtt.rto(), MILLISECOND * 200);
        rtt.measured(Duration::from_secs(100));
        assert_eq!(rtt.rto(), Duration::from_secs(60));
    }

    #[test]
    fn rfc6298_5_5_doubles_up_to_the_maximum() {
        let mut rtt = estimator();
        let expected = [2, 4, 8, 16, 32, 60, 60];
        for seconds in expected {
            rtt.back_off();
            assert_eq!(rtt.rto(), Duration::from_secs(seconds));
        }
        (0..100).for_each(|_| rtt.back_off());
        assert_eq!(rtt.rto(), Duration::from_secs(60));
        rtt.measured(MILLISECOND * 100);
        assert_eq!(rtt.rto(), MILLISECOND * 300);
    }

    #[test]
    fn rfc6298_5_7_a_repeated_syn_makes_data_patient() {
        let mut rtt = estimator();
        rtt.back_off();
        rtt.syn_was_lost();
        assert_eq!(rtt.rto(), Duration::from_secs(3));
    }
}
