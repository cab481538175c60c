//! CUBIC, RFC 9438, with HyStart++. In whole bytes and milliseconds, so that every platform gives the same figures.

use super::hystart::HyStart;
use super::{Acknowledged, CongestionControl};
use crate::tcp::trace::Reason;
use crate::time::{Duration, Instant};
use alloc::boxed::Box;

/// RFC 9438 4.6: after a loss seven tenths of the window are left (beta).
const BETA: (u64, u64) = (7, 10);

/// RFC 9438 4.3: what Reno would add with that, 3 (1 - beta) / (1 + beta) segments a round trip (alpha).
const ALPHA: (u64, u64) = (9, 17);

/// How far from the inflection the curve is followed, in milliseconds; further out it is steeper than the window may grow.
const FARTHEST: i64 = 50_000;

/// A window that grows by a cubic function of the time since the last loss: fast to where that loss was, slowly about it,
/// then fast again.
#[derive(Clone, Copy, Debug)]
pub struct Cubic {
    smss: u32,
    initial_window: u32,
    cwnd: u32,
    ssthresh: u32,
    curve: Curve,
    hystart: HyStart,
    /// The last round trip measured.
    rtt: Duration,
    /// When an acknowledgment last came.
    seen: Instant,
    /// Shares of bytes by which cwnd and W_est are to grow, carried over.
    owed: (u64, u64),
    /// cwnd, ssthresh and the curve before the last loss.
    before: (u32, u32, Curve),
}

/// The function in force (RFC 9438 4.2).
#[derive(Clone, Copy, Debug, Default)]
struct Curve {
    /// W_max: where the window was at the last loss, in bytes.
    w_max: u32,
    /// When congestion avoidance began (t = 0); nothing until it does.
    epoch: Option<Instant>,
    /// K: after how many milliseconds the function reaches W_max.
    k: i64,
    /// W_est: what Reno's window would be, in bytes.
    w_est: u32,
    /// cwnd_prior: the window before the last loss.
    prior: u32,
}

impl Curve {
    /// Congestion avoidance begins with this window.
    fn begin(&mut self, now: Instant, cwnd: u32, smss: u32) {
        self.epoch = Some(now);
        self.w_max = self.w_max.max(cwnd);
        // K^3 = (W_max - cwnd) / C in seconds and segments; C = 0.4.
        let cube = u64::from(self.w_max - cwnd).saturating_mul(2_500_000_000) / u64::from(smss.max(1));
        self.k = cube_root(cube) as i64;
        self.w_est = cwnd;
    }

    /// W_cubic after a time, in bytes: C (t - K)^3 + W_max.
    fn at(&self, time: Duration, smss: u32) -> u32 {
        let t = i64::try_from(time.as_millis()).unwrap_or(FARTHEST);
        let from_k = t.saturating_sub(self.k).clamp(-FARTHEST, FARTHEST);
        let cube = from_k.unsigned_abs().pow(3);
        let offset = u32::try_from(cube.saturating_mul(smss.into()) / 2_500_000_000).unwrap_or(u32::MAX);
        if from_k < 0 { self.w_max.saturating_sub(offset) } else { self.w_max.saturating_add(offset) }
    }
}

impl Cubic {
    /// A controller with this maximum segment size and initial window, both in bytes.
    #[must_use]
    pub fn new(smss: u32, initial_window: u32) -> Self {
        Cubic {
            smss,
            initial_window,
            cwnd: initial_window,
            ssthresh: u32::MAX,
            curve: Curve::default(),
            hystart: HyStart::default(),
            rtt: Duration::ZERO,
            seen: Instant::ZERO,
            owed: (0, 0),
            before: (initial_window, u32::MAX, Curve::default()),
        }
    }

    /// The same in a box, as [`Config`](crate::tcp::Config) wants it.
    #[must_use]
    pub fn boxed(smss: u32, initial_window: u32) -> Box<dyn CongestionControl> {
        Box::new(Cubic::new(smss, initial_window))
    }

    fn slow_start(&mut self, acknowledged: &Acknowledged) {
        if self.ssthresh < u32::MAX {
            self.cwnd = self.cwnd.saturating_add(acknowledged.bytes);
            return;
        }
        let (growth, over) = self.hystart.acknowledged(acknowledged, self.smss);
        self.cwnd = self.cwnd.saturating_add(growth);
        if over {
            self.ssthresh = self.cwnd;
        }
    }

    /// RFC 9438 4.3 to 4.5.
    fn avoidance(&mut self, now: Instant, bytes: u32) {
        if self.curve.epoch.is_none() {
            self.curve.begin(now, self.cwnd, self.smss);
        }
        let time = now.since(self.curve.epoch.unwrap_or(now));
        self.grow_as_reno(bytes);
        if self.curve.at(time, self.smss) < self.curve.w_est {
            self.cwnd = self.cwnd.max(self.curve.w_est);
            return;
        }
        let most = self.cwnd.saturating_add(self.cwnd / 2);
        let target = self.curve.at(time + self.rtt, self.smss).clamp(self.cwnd, most);
        let cwnd = u64::from(self.cwnd.max(1));
        let share = self.owed.0 + u64::from(bytes) * u64::from(target - self.cwnd);
        self.cwnd = self.cwnd.saturating_add(u32::try_from(share / cwnd).unwrap_or(u32::MAX));
        self.owed.0 = share % cwnd;
    }

    /// W_est (RFC 9438 4.3): by alpha until it is where the last loss was, then as fast as Reno's own window.
    fn grow_as_reno(&mut self, bytes: u32) {
        let (more, whole) = if self.curve.w_est < self.curve.prior { ALPHA } else { (1, 1) };
        let step = u64::from(self.cwnd.max(1)) * whole;
        let share = self.owed.1 + u64::from(bytes) * u64::from(self.smss) * more;
        self.curve.w_est = self.curve.w_est.saturating_add(u32::try_from(share / step).unwrap_or(u32::MAX));
        self.owed.1 = share % step;
    }

    /// What is left after a loss with so much under way: beta of it, two segments at least (RFC 9438 4.6).
    fn reduced(&self, flight: u32) -> u32 {
        let left = u64::from(flight.min(self.cwnd)) * BETA.0 / BETA.1;
        (left as u32).max(2 * self.smss)
    }
}

impl CongestionControl for Cubic {
    fn window(&self) -> u32 {
        self.cwnd
    }

    fn slow_start_threshold(&self) -> u32 {
        self.ssthresh
    }

    fn acknowledged(&mut self, acknowledged: &Acknowledged) {
        self.rtt = acknowledged.rtt.unwrap_or(self.rtt);
        let idle = acknowledged.now.since(self.seen);
        self.seen = acknowledged.now;
        if acknowledged.recovering || acknowledged.bytes == 0 {
            return;
        }
        if !acknowledged.limited {
            // A window that is not used does not grow, and its time stands still (RFC 9438 4.2 and 5.8).
            self.curve.epoch = self.curve.epoch.map(|epoch| epoch + idle);
        } else if self.cwnd < self.ssthresh {
            self.slow_start(acknowledged);
        } else {
            self.avoidance(acknowledged.now, acknowledged.bytes);
        }
    }

    fn growth(&self) -> Reason {
        match self.ssthresh {
            u32::MAX => Reason::HyStart,
            ssthresh if self.cwnd < ssthresh => Reason::SlowStart,
            _ => Reason::Cubic,
        }
    }

    fn loss(&mut self, _: Instant, flight: u32) {
        self.before = (self.cwnd, self.ssthresh, self.curve);
        // Fast convergence (RFC 9438 4.7): a window that stays below the last loss makes room for others.
        let window = self.cwnd.min(flight.max(self.smss));
        let converged = (u64::from(window) * (BETA.1 + BETA.0) / (2 * BETA.1)) as u32;
        let w_max = if window < self.curve.w_max { converged } else { window };
        self.curve = Curve { w_max, prior: self.cwnd, ..Curve::default() };
        self.ssthresh = self.reduced(flight);
        self.cwnd = self.ssthresh;
        self.owed = (0, 0);
    }

    fn timeout(&mut self, _: Instant, flight: u32, again: bool) {
        if !again {
            self.before = (self.cwnd, self.ssthresh, self.curve);
            self.ssthresh = self.reduced(flight);
        }
        // The function begins anew where slow start ends (RFC 9438 4.8).
        self.curve = Curve { prior: self.cwnd, ..Curve::default() };
        self.cwnd = self.smss;
        self.owed = (0, 0);
    }

    fn recovered(&mut self, _: Instant, _: u32) {
        self.cwnd = self.cwnd.min(self.ssthresh.max(self.smss));
    }

    fn undo(&mut self) {
        let (cwnd, ssthresh, curve) = self.before;
        (self.cwnd, self.ssthresh) = (self.cwnd.max(cwnd), self.ssthresh.max(ssthresh));
        self.curve = curve;
    }

    fn restart(&mut self, _: Instant) {
        self.cwnd = self.cwnd.min(self.initial_window);
        self.curve.epoch = None;
    }

    fn rate_limited(&mut self, over: bool) {
        // The time of the pause does not count (RFC 9438 5.8).
        self.curve.epoch = None;
        if over {
            self.ssthresh = self.ssthresh.max(self.cwnd - self.cwnd / 4);
            self.cwnd = (self.cwnd / 2).max(self.initial_window.min(self.cwnd));
        }
    }

    fn recovered_unvalidated(&mut self, flight: u32) {
        let left = u64::from(flight) * BETA.0 / BETA.1;
        self.ssthresh = self.ssthresh.min((left as u32).max(self.smss));
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

/// The largest whole number whose cube is at most `number`, digit by digit.
fn cube_root(number: u64) -> u64 {
    let (mut rest, mut root) = (number, 0_u64);
    for shift in (0..=63).rev().step_by(3) {
        root *= 2;
        let step = 3 * root * (root + 1) + 1;
        if rest >> shift >= step {
            rest -= step << shift;
            root += 1;
        }
    }
    root
}

#[cfg(test)]
mod tests;
