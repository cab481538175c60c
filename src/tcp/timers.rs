//! The timers of a connection: one moment for each, and the earliest of them is when to call again.

use crate::time::Instant;

/// What may fall due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Timer {
    /// The oldest segment was not acknowledged in time (RFC 6298 5).
    Retransmit,
    /// The peer's window has been too small to send (RFC 9293 3.8.6.1, 3.8.6.2.1).
    Persist,
    /// An acknowledgment has waited long enough for company (RFC 9293 3.8.6.3).
    DelayedAck,
    /// The connection has been idle (RFC 9293 3.8.4).
    KeepAlive,
    /// The user's own limit for data that is not acknowledged (RFC 9293 3.9.1, RFC 5482).
    UserTimeout,
    /// 2 MSL (RFC 9293 3.6.1).
    TimeWait,
    /// A segment that another one has overtaken is lost by then (RFC 8985 6.2, step 5).
    Reorder,
    /// The peer has been silent for too long after the last segment (RFC 8985 7.2).
    TailProbe,
    /// The controller's rate permits the next segment.
    Pace,
}

const COUNT: usize = 9;

/// When each timer falls due, where it runs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TimerTable {
    due: [Option<Instant>; COUNT],
}

impl TimerTable {
    /// Starts a timer, or starts it anew.
    pub(super) fn set(&mut self, timer: Timer, due: Instant) {
        self.due[timer as usize] = Some(due);
    }

    /// Stops a timer.
    pub(super) fn stop(&mut self, timer: Timer) {
        self.due[timer as usize] = None;
    }

    /// Stops every timer.
    pub(super) fn stop_all(&mut self) {
        *self = TimerTable::default();
    }

    /// Whether a timer runs.
    pub(super) const fn runs(&self, timer: Timer) -> bool {
        self.due[timer as usize].is_some()
    }

    /// When a timer falls due, where it runs.
    pub(super) const fn due(&self, timer: Timer) -> Option<Instant> {
        self.due[timer as usize]
    }

    /// When the first of them falls due.
    pub(super) fn next(&self) -> Option<Instant> {
        self.due.iter().flatten().min().copied()
    }

    /// Stops a timer that is due; says whether it was.
    pub(super) fn take(&mut self, timer: Timer, now: Instant) -> bool {
        let due = self.due[timer as usize].is_some_and(|due| due <= now);
        if due {
            self.stop(timer);
        }
        due
    }
}
