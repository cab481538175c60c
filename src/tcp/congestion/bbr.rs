//! BBR, version 1: draft-cardwell-iccrg-bbr-congestion-control-00. A model of the path, its bottleneck's bandwidth and its
//! round trip without queues, says how much to send and how fast; a loss alone says nothing.

use super::aggregation::Aggregation;
use super::{Acknowledged, CongestionControl};
use crate::tcp::trace::Reason;
use crate::time::{Duration, Instant};
use alloc::boxed::Box;

/// Gains are in 256ths.
const UNIT: u64 = 256;
/// 2 / ln 2: doubles what is delivered each round trip.
const HIGH_GAIN: u64 = 739;
/// Its inverse: drains in a round trip what STARTUP has queued.
const DRAIN_GAIN: u64 = 88;
/// Room for acknowledgments that come late or together.
const WINDOW_GAIN: u64 = 2 * UNIT;
/// PROBE_BW: a round trip of more, one of less, six of as much.
const CYCLE: [u64; 8] = [UNIT * 5 / 4, UNIT * 3 / 4, UNIT, UNIT, UNIT, UNIT, UNIT, UNIT];

/// For how many round trips a bandwidth is remembered.
const BANDWIDTH_ROUNDS: usize = 10;
/// For how long a round trip is, and for how long the queue is emptied to measure it anew.
const MIN_RTT_LIFE: Duration = Duration::from_secs(10);
const PROBE_RTT_TIME: Duration = Duration::from_millis(200);
/// The pipe is full after so many rounds with less than a quarter more.
const FULL_ROUNDS: u8 = 3;
/// Segments that are under way at least, so that acknowledgments keep coming.
const FEWEST: u32 = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Startup,
    Drain,
    ProbeBandwidth,
    /// Until when, once little enough is under way; and whether a round trip has passed since.
    ProbeRtt {
        until: Option<Instant>,
        round: bool,
    },
}

/// Sends at the bandwidth that it measures.
#[derive(Clone, Copy, Debug)]
pub struct Bbr {
    smss: u32,
    initial_window: u32,
    cwnd: u32,
    mode: Mode,
    /// The most bytes a second of each of the last rounds (BtlBw), the current one first in turn.
    bandwidths: [u64; BANDWIDTH_ROUNDS],
    turn: usize,
    /// RTprop, and when it was measured.
    min_rtt: Option<(Duration, Instant)>,
    /// Bytes a second to send at.
    rate: u64,
    /// Whether `rate` follows from a measured round trip.
    has_rate: bool,
    /// What STARTUP has last found to be a quarter more, how many rounds ago, and whether the pipe was found full.
    full: (u64, u8),
    is_full: bool,
    /// The place in the cycle, and since when.
    phase: usize,
    phase_since: Instant,
    /// The window before a loss, or before PROBE_RTT.
    prior: u32,
    /// Losses are being repaired; what arrives is replaced and no more, for one round.
    recovering: bool,
    entering: bool,
    conserving: bool,
    /// Acknowledgments that come together.
    aggregation: Aggregation,
    /// Sending begins anew after a pause: the queue is empty without a probe.
    idle: bool,
}

impl Bbr {
    /// A controller with this maximum segment size and initial window, both in bytes.
    #[must_use]
    pub fn new(smss: u32, initial_window: u32) -> Self {
        Bbr {
            smss,
            initial_window,
            cwnd: initial_window,
            mode: Mode::Startup,
            bandwidths: [0; BANDWIDTH_ROUNDS],
            turn: 0,
            min_rtt: None,
            rate: scaled(u64::from(initial_window) * 1000, HIGH_GAIN),
            has_rate: false,
            full: (0, 0),
            is_full: false,
            phase: 0,
            phase_since: Instant::ZERO,
            prior: 0,
            recovering: false,
            entering: false,
            conserving: false,
            aggregation: Aggregation::default(),
            idle: false,
        }
    }

    /// The same in a box, as [`Config`](crate::tcp::Config) wants it.
    #[must_use]
    pub fn boxed(smss: u32, initial_window: u32) -> Box<dyn CongestionControl> {
        Box::new(Bbr::new(smss, initial_window))
    }

    fn bandwidth(&self) -> u64 {
        self.bandwidths.iter().copied().max().unwrap_or_default()
    }

    /// How much is under way where the pipe is full and the queue empty, times a gain, in bytes (BBRInflight).
    fn target(&self, gain: u64) -> u32 {
        let Some((rtt, _)) = self.min_rtt else { return self.initial_window };
        let micros = rtt.as_micros();
        let product = self.bandwidth().saturating_mul(micros) / 1_000_000;
        let probes = if self.mode == Mode::ProbeBandwidth && self.phase == 0 { 2 } else { 0 };
        let room = u64::from((3 + probes) * self.smss);
        u32::try_from(scaled(product, gain).saturating_add(room)).unwrap_or(u32::MAX)
    }

    /// The gains of rate and window in each mode.
    fn gains(&self) -> (u64, u64) {
        match self.mode {
            Mode::Startup => (HIGH_GAIN, HIGH_GAIN),
            Mode::Drain => (DRAIN_GAIN, HIGH_GAIN),
            Mode::ProbeBandwidth => (CYCLE.get(self.phase).copied().unwrap_or(UNIT), WINDOW_GAIN),
            Mode::ProbeRtt { .. } => (UNIT, UNIT),
        }
    }

    /// 4.1.1: the bandwidth is the most that was measured lately. What a lack of data held back counts only if it is more.
    fn update_bandwidth(&mut self, acknowledged: &Acknowledged) {
        if acknowledged.round {
            self.conserving = false;
            self.turn = (self.turn + 1) % BANDWIDTH_ROUNDS;
            if let Some(oldest) = self.bandwidths.get_mut(self.turn) {
                *oldest = 0;
            }
        }
        let Some(sample) = acknowledged.rate else { return };
        let micros = sample.interval.as_micros().max(1);
        let bandwidth = u64::from(sample.delivered) * 1_000_000 / micros;
        if (!sample.app_limited || bandwidth >= self.bandwidth())
            && let Some(current) = self.bandwidths.get_mut(self.turn)
        {
            *current = bandwidth.max(*current);
        }
    }

    /// 4.3.2.2: STARTUP has filled the pipe when the bandwidth grows no more.
    fn check_full(&mut self, acknowledged: &Acknowledged) {
        let app_limited = acknowledged.rate.is_some_and(|sample| sample.app_limited);
        if self.is_full || !acknowledged.round || app_limited {
            return;
        }
        let bandwidth = self.bandwidth();
        let (before, rounds) = self.full;
        if bandwidth >= before.saturating_add(before / 4) {
            self.full = (bandwidth, 0);
            return;
        }
        self.full = (before, rounds + 1);
        self.is_full = rounds + 1 >= FULL_ROUNDS;
    }

    /// 4.3.3: DRAIN, until the queue is empty.
    fn check_drain(&mut self, acknowledged: &Acknowledged) {
        if self.mode == Mode::Startup && self.is_full {
            self.mode = Mode::Drain;
        }
        if self.mode == Mode::Drain && acknowledged.in_flight <= self.target(UNIT) {
            self.probe_bandwidth(acknowledged.now);
        }
    }

    /// Begins the cycle anywhere but with less, so that flows do not probe together: the clock says where.
    fn probe_bandwidth(&mut self, now: Instant) {
        self.mode = Mode::ProbeBandwidth;
        self.phase_since = now;
        let place = (now.as_micros() % (CYCLE.len() as u64 - 1)) as usize;
        self.phase = if place == 0 { 0 } else { place + 1 };
    }

    /// 4.3.4.4: a phase lasts a round trip; more, until the queue has grown by it; less, until it has gone.
    fn update_phase(&mut self, acknowledged: &Acknowledged) {
        if self.mode != Mode::ProbeBandwidth {
            return;
        }
        let (gain, _) = self.gains();
        let round = self.min_rtt.is_none_or(|(rtt, _)| acknowledged.now.since(self.phase_since) > rtt);
        let before = acknowledged.in_flight.saturating_add(acknowledged.delivered);
        let over = match gain {
            UNIT => round,
            gain if gain > UNIT => round && (acknowledged.lost > 0 || before >= self.target(gain)),
            _ => round || before <= self.target(UNIT),
        };
        if over {
            self.phase = (self.phase + 1) % CYCLE.len();
            self.phase_since = acknowledged.now;
        }
    }

    /// 4.1.2 and 4.3.5: the round trip is the shortest of the last ten seconds. Where none was, the queue is emptied to see.
    fn update_round_trip(&mut self, acknowledged: &Acknowledged) {
        let now = acknowledged.now;
        let expired = self.min_rtt.is_some_and(|(_, at)| now.since(at) > MIN_RTT_LIFE);
        if let Some(rtt) = acknowledged.rtt
            && (expired || self.min_rtt.is_none_or(|(min, _)| rtt <= min))
        {
            self.min_rtt = Some((rtt, now));
        }
        if expired && !self.idle && !matches!(self.mode, Mode::ProbeRtt { .. }) {
            self.save();
            self.mode = Mode::ProbeRtt { until: None, round: false };
        }
        self.idle = false;
        let Mode::ProbeRtt { until, round } = &mut self.mode else { return };
        match *until {
            None if acknowledged.in_flight <= FEWEST * self.smss => *until = Some(now + PROBE_RTT_TIME),
            Some(_) if !*round => *round = acknowledged.round,
            Some(end) if now >= end => self.leave_probe_rtt(now),
            _ => {}
        }
    }

    fn leave_probe_rtt(&mut self, now: Instant) {
        self.min_rtt = self.min_rtt.map(|(rtt, _)| (rtt, now));
        self.cwnd = self.cwnd.max(self.prior);
        self.mode = Mode::Startup;
        if self.is_full {
            self.probe_bandwidth(now);
        }
    }

    /// 4.2.1: the rate, a hundredth below the model's so that no queue stands. Before the pipe was full it never falls.
    fn set_rate(&mut self, acknowledged: &Acknowledged, gain: u64) {
        if let (false, Some(rtt)) = (self.has_rate, acknowledged.rtt) {
            self.has_rate = true;
            let micros = rtt.as_micros().max(1);
            self.rate = scaled(u64::from(self.cwnd) * 1_000_000 / micros, HIGH_GAIN);
        }
        let rate = scaled(self.bandwidth(), gain) / 100 * 99;
        if rate > 0 && (self.is_full || rate > self.rate) {
            self.rate = rate;
        }
    }

    /// 4.2.3: the window, as a limit beside the rate. What is lost leaves it for the time of the repair.
    fn set_window(&mut self, acknowledged: &Acknowledged, gain: u64) {
        let Acknowledged { delivered, in_flight, lost, .. } = *acknowledged;
        self.cwnd = self.cwnd.saturating_sub(lost).max(self.smss);
        if core::mem::take(&mut self.entering) {
            self.cwnd = in_flight.saturating_add(delivered);
        }
        if self.conserving {
            self.cwnd = self.cwnd.max(in_flight.saturating_add(delivered));
        } else {
            let extra = if self.is_full { self.aggregation.extra() } else { 0 };
            let target = self.target(gain).saturating_add(extra);
            let more = self.cwnd.saturating_add(delivered);
            self.cwnd = match self.is_full {
                true => more.min(target),
                false if self.cwnd < target => more,
                false => self.cwnd,
            };
        }
        self.cwnd = self.cwnd.max(FEWEST * self.smss);
        if let Mode::ProbeRtt { .. } = self.mode {
            self.cwnd = FEWEST * self.smss;
        }
    }

    /// Remembers the window, for when a repair or a probe is over.
    fn save(&mut self) {
        let probing = matches!(self.mode, Mode::ProbeRtt { .. });
        self.prior = if self.recovering || probing { self.prior.max(self.cwnd) } else { self.cwnd };
    }
}

impl CongestionControl for Bbr {
    fn window(&self) -> u32 {
        self.cwnd
    }

    /// There is none.
    fn slow_start_threshold(&self) -> u32 {
        u32::MAX
    }

    fn acknowledged(&mut self, acknowledged: &Acknowledged) {
        self.update_bandwidth(acknowledged);
        self.aggregation.acknowledged(acknowledged, self.bandwidth(), self.cwnd);
        self.update_phase(acknowledged);
        self.check_full(acknowledged);
        self.check_drain(acknowledged);
        self.update_round_trip(acknowledged);
        let (pacing, window) = self.gains();
        self.set_rate(acknowledged, pacing);
        self.set_window(acknowledged, window);
    }

    fn growth(&self) -> Reason {
        Reason::Model
    }

    fn loss(&mut self, _: Instant, _: u32) {
        if !self.recovering {
            self.save();
            (self.recovering, self.entering, self.conserving) = (true, true, true);
        }
    }

    /// The model knows nothing of marks.
    fn marked(&mut self, _: Instant, _: u32) {}

    fn timeout(&mut self, _: Instant, _: u32, _: bool) {
        self.save();
        (self.recovering, self.entering, self.conserving) = (true, false, false);
        self.full = (0, 0);
        self.cwnd = self.smss;
    }

    fn recovered(&mut self, _: Instant, _: u32) {
        self.cwnd = self.cwnd.max(self.prior);
        (self.recovering, self.entering, self.conserving) = (false, false, false);
    }

    fn undo(&mut self) {
        self.full = (0, 0);
        self.recovered(Instant::ZERO, 0);
    }

    fn restart(&mut self, _: Instant) {
        self.idle = true;
    }

    fn syn_was_lost(&mut self) {
        self.cwnd = self.smss;
    }

    fn set_smss(&mut self, smss: u32) {
        self.smss = smss;
        self.cwnd = self.cwnd.max(smss);
    }

    fn reduces_in_proportion(&self) -> bool {
        false
    }

    fn pacing_rate(&self) -> Option<u64> {
        Some(self.rate.max(1))
    }
}

/// `value` times a gain.
const fn scaled(value: u64, gain: u64) -> u64 {
    value.saturating_mul(gain) / UNIT
}
