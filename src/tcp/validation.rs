//! Congestion window validation, RFC 7661: what a sender with little to send does with a window that it does not use.
//!
//! Held: the phases (4.2), with pipeACK as the most that was acknowledged in a round trip of the last sampling period or two
//! (4.2, 4.5.1); the window preserved, idleness included, and never grown where it is not used (4.3, 4.4); max(pipeACK,
//! LossFlightSize) in FlightSize's place at a loss or a mark, what was sent again taken off once a recovery is over, and pipeACK
//! undefined after it (4.4.1); segments paced over a round trip after idleness, but for as many as an initial window has
//! (4.4.2); half the window at the end of each five minutes (4.4.3, 5). A controller that paces goes its own way.

use super::connection::Connection;
use super::recovery::{Phase, Sent};
use super::trace::Reason;
use crate::time::{Duration, Instant};

/// The least time over which pipeACK is the maximum (RFC 7661 4.2).
const SAMPLING: Duration = Duration::from_secs(1);

/// How long a window is preserved that is not used (RFC 7661 5).
const PRESERVED: Duration = Duration::from_secs(300);

/// What is known of how much of the window is used.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Validation {
    /// Bytes acknowledged in the round trip under way.
    sample: u32,
    /// The largest samples of the sampling period before and of this one; nothing where pipeACK is undefined.
    most: [Option<u32>; 2],
    period: Instant,
    /// Since when the window is not validated; nothing in the validated phase.
    since: Option<Instant>,
    /// Until when segments are paced, and how many bytes may leave before that.
    paced_until: Instant,
    burst: u32,
    /// The loss that is being repaired, where it found the window not validated.
    loss: Option<Loss>,
}

/// A loss that found the window not validated (RFC 7661 4.4.1).
#[derive(Clone, Copy, Debug)]
struct Loss {
    at: Instant,
    /// Bytes that the window was reduced from: max(pipeACK, LossFlightSize).
    used: u32,
    /// Bytes sent again since, each counted once (R).
    resent: u32,
}

impl Validation {
    /// pipeACK (RFC 7661 4.2).
    fn pipe_ack(&self) -> Option<u32> {
        let most = self.most[0].max(self.most[1])?;
        Some(most.max(self.sample))
    }

    /// A segment is sent again, so many bytes of it, that was sent last as told.
    pub(super) fn resent(&mut self, sent: &Sent, length: u32) {
        if let Some(loss) = self.loss.as_mut().filter(|loss| sent.sent_at < loss.at) {
            loss.resent = loss.resent.saturating_add(length);
        }
    }

    /// Nothing was lost, or a timeout begins anew.
    pub(super) fn forget_loss(&mut self) {
        self.loss = None;
    }

    /// So many bytes are acknowledged, perhaps as the first of a round trip.
    fn acknowledged(&mut self, now: Instant, bytes: u32, round: bool, srtt: Duration) {
        self.pass(now, srtt);
        if round {
            self.most[1] = self.most[1].max(Some(self.sample));
            self.sample = 0;
        }
        self.sample = self.sample.saturating_add(bytes);
    }

    /// Time passes: what lies further back than a sampling period and the one before it counts no more.
    fn pass(&mut self, now: Instant, srtt: Duration) {
        let period = (srtt * 3).max(SAMPLING);
        let elapsed = now.since(self.period);
        if elapsed >= period {
            let [_, last] = self.most;
            let none = last.map(|_| 0);
            self.most = [if elapsed >= period * 2 { none } else { last }, none];
            self.period = now;
        }
    }

    /// Which phase this is with such a window (RFC 7661 4.3); `began` is when the other one began if it is. Says whether it has
    /// lasted as long as it may.
    fn is_over(&mut self, now: Instant, began: Instant, cwnd: u32) -> bool {
        if self.pipe_ack().is_none_or(|pipe_ack| pipe_ack >= cwnd / 2) {
            self.since = None;
            return false;
        }
        let since = *self.since.get_or_insert(began);
        let over = now.since(since) >= PRESERVED;
        if over {
            self.since = Some(since + PRESERVED);
        }
        over
    }
}

impl Connection {
    /// Bytes have been acknowledged.
    pub(super) fn validate(&mut self, now: Instant, bytes: u32, round: bool) {
        if !self.validates() || matches!(self.phase, Phase::Recovery { .. }) {
            return;
        }
        self.validation.acknowledged(now, bytes, round, self.rtt.srtt().unwrap_or_default());
        if self.validation.is_over(now, now, self.controller.window()) {
            self.controller.rate_limited(true);
            self.note_window(Reason::NotValidated);
        }
    }

    /// Sending begins anew after a pause: with no more than the initial window (RFC 5681 4.1), or with the window as it was
    /// (RFC 7661 4.3).
    pub(super) fn begin_anew(&mut self, now: Instant) {
        let Some(srtt) = self.rtt.srtt().filter(|_| self.validates()) else {
            self.controller.restart(now);
            return self.note_window(Reason::IdleRestart);
        };
        self.validation.pass(now, srtt);
        self.validation.sample = 0;
        self.controller.rate_limited(false);
        // So often that nothing is left to halve.
        for _ in 0..u32::BITS {
            if !self.validation.is_over(now, self.last_sent, self.controller.window()) {
                break;
            }
            self.controller.rate_limited(true);
            self.note_window(Reason::NotValidated);
        }
        (self.validation.paced_until, self.validation.burst) = (now + srtt, self.initial_window());
    }

    /// What to reduce the window by at a loss with so much under way (RFC 7661 4.4.1).
    pub(super) fn loss_flight(&mut self, flight: u32) -> u32 {
        let Validation { since, .. } = self.validation;
        let pipe_ack = self.validation.pipe_ack();
        (self.validation.most, self.validation.sample, self.validation.since) = ([None; 2], 0, None);
        since.and(pipe_ack).map_or(flight, |pipe_ack| pipe_ack.max(flight))
    }

    /// The same for a loss that is to be repaired.
    pub(super) fn loss_to_repair(&mut self, now: Instant, flight: u32) -> u32 {
        let unvalidated = self.validation.since.is_some();
        let used = self.loss_flight(flight);
        if unvalidated {
            self.validation.loss = Some(Loss { at: now, used, resent: 0 });
        }
        used
    }

    /// The losses are repaired: what was sent again was more than the path took (RFC 7661 4.4.1).
    pub(super) fn validate_repaired(&mut self) {
        (self.validation.most, self.validation.sample) = ([None; 2], 0);
        if let Some(loss) = self.validation.loss.take() {
            self.controller.recovered_unvalidated(loss.used.saturating_sub(loss.resent));
        }
    }

    /// How many bytes a second may be sent, where a segment of so many is about to: the controller's rate, or the window in a
    /// round trip after a pause (RFC 7661 4.4.2).
    pub(super) fn pace(&mut self, now: Instant, length: u32) -> Option<u64> {
        let own = self.controller.pacing_rate();
        if own.is_some() || now >= self.validation.paced_until {
            return own;
        }
        if self.validation.burst >= length {
            self.validation.burst -= length;
            return None;
        }
        let micros = self.rtt.srtt()?.as_micros().max(1);
        Some(u64::from(self.controller.window()) * 1_000_000 / micros)
    }

    fn validates(&self) -> bool {
        self.config.window_validation && self.controller.pacing_rate().is_none()
    }
}
