//! The trace of decisions: what a connection did, when, and by which rule. It costs a look at a pointer where it is off.

mod reason;

pub use reason::Reason;

use super::connection::Connection;
use super::recovery::Sent;
use super::state::State;
use crate::time::Instant;
use crate::wire::tcp::SeqNumber;
use alloc::boxed::Box;
use alloc::collections::VecDeque;
use core::fmt;

/// How many decisions wait to be asked for at most; then the oldest make room.
const MOST: usize = 16_384;

/// Something that a connection did, and why.
///
/// ```
/// use drywire::tcp::{Change, Config, Connection, Reason, Secret, State};
/// use drywire::time::Instant;
/// let (local, remote) = ("10.0.0.1:49152".parse().unwrap(), "10.0.0.2:80".parse().unwrap());
/// let config = Config { trace: true, ..Config::new(Secret::from_seed(1)) };
/// let mut connection = Connection::connect(config, local, remote, Instant::ZERO).unwrap();
/// connection.poll_transmit(Instant::ZERO, &mut [0; 1500]).unwrap();
///
/// let decision = connection.poll_decision().unwrap();
/// assert_eq!(decision.change, Change::State { from: State::Closed, to: State::SynSent });
/// assert_eq!((decision.reason, decision.reason.section()), (Reason::Open, "RFC 9293 3.10.1"));
/// let decision = connection.poll_decision().unwrap();
/// assert!(matches!(decision.change, Change::Sent { length: 0, .. }));
/// assert_eq!(connection.poll_decision(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// When: the moment of the call in which it was taken. A call that brings no time has the moment of the last one that did,
    /// and [`Instant::ZERO`] before there was any.
    pub at: Instant,
    /// What was done.
    pub change: Change,
    /// Why, and by which rule.
    pub reason: Reason,
}

/// What a connection did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A segment was sent: there is one for each packet that [`Connection::poll_transmit`] gives, in their order.
    Sent {
        /// Its sequence number.
        seq: SeqNumber,
        /// How many bytes of data it has.
        length: u32,
    },
    /// A segment is held to be lost, and will be sent again.
    Lost {
        /// Its sequence number.
        seq: SeqNumber,
        /// How much of the sequence space it takes: data, and one for a SYN or FIN.
        length: u32,
    },
    /// The congestion window or the slow start threshold is another one.
    Window {
        /// The congestion window in bytes.
        cwnd: u32,
        /// The slow start threshold in bytes; `u32::MAX` where there is none.
        ssthresh: u32,
    },
    /// The connection is in another state.
    State {
        /// The state before.
        from: State,
        /// The state now.
        to: State,
    },
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.change {
            Change::Sent { seq, length } => write!(f, "sent {length} bytes at {}", seq.0)?,
            Change::Lost { seq, length } => write!(f, "lost {length} bytes at {}", seq.0)?,
            Change::Window { cwnd, ssthresh: u32::MAX } => write!(f, "cwnd {cwnd}")?,
            Change::Window { cwnd, ssthresh } => write!(f, "cwnd {cwnd}, ssthresh {ssthresh}")?,
            Change::State { from, to } => write!(f, "{from} to {to}")?,
        }
        write!(f, ": {} ({})", self.reason.text(), self.reason.section())
    }
}

/// The trace of a connection, if its user wants one.
#[derive(Clone, Debug, Default)]
pub(super) struct Tracer(Option<Box<Trace>>);

#[derive(Clone, Debug, Default)]
struct Trace {
    /// The moment of the last call that brought one.
    now: Instant,
    decisions: VecDeque<Decision>,
    /// How many have made room for later ones.
    missed: u64,
    /// cwnd and ssthresh as they were told last.
    window: (u32, u32),
}

impl Tracer {
    pub(super) fn new(wanted: bool) -> Self {
        Tracer(wanted.then(Box::default))
    }

    #[inline]
    pub(super) const fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// A call brings the time.
    #[inline]
    pub(super) fn at(&mut self, now: Instant) {
        if let Some(trace) = &mut self.0 {
            trace.now = now;
        }
    }

    /// A segment is sent.
    #[inline]
    pub(super) fn sent(&mut self, seq: SeqNumber, length: u16, reason: Reason) {
        if let Some(trace) = &mut self.0 {
            trace.push(Change::Sent { seq, length: length.into() }, reason);
        }
    }

    /// A segment is held to be lost.
    #[inline]
    pub(super) fn lost(&mut self, sent: &Sent, reason: Reason) {
        if let Some(trace) = &mut self.0 {
            trace.push(Change::Lost { seq: sent.start, length: sent.length }, reason);
        }
    }

    #[inline]
    fn state(&mut self, from: State, to: State, reason: Reason) {
        // TIME-WAIT may begin anew.
        if let Some(trace) = self.0.as_mut().filter(|_| from != to) {
            trace.push(Change::State { from, to }, reason);
        }
    }
}

impl Trace {
    #[cold]
    #[inline(never)]
    fn push(&mut self, change: Change, reason: Reason) {
        if self.decisions.len() >= MOST {
            self.decisions.pop_front();
            self.missed += 1;
        }
        self.decisions.push_back(Decision { at: self.now, change, reason });
    }
}

impl Connection {
    /// The next decision of the trace, which [`Config::trace`](super::Config::trace) turns on. The answer may change with
    /// every other call. 16,384 wait to be asked for at most: then the oldest make room.
    pub fn poll_decision(&mut self) -> Option<Decision> {
        self.trace.0.as_mut()?.decisions.pop_front()
    }

    /// How many decisions have made room for later ones since they were not asked for.
    #[must_use]
    pub fn missed_decisions(&self) -> u64 {
        self.trace.0.as_ref().map_or(0, |trace| trace.missed)
    }

    /// Goes to another state.
    pub(super) fn enter(&mut self, to: State, reason: Reason) {
        self.trace.state(self.state, to, reason);
        self.state = to;
    }

    /// The controller has been told something: notes what that has changed.
    #[inline]
    pub(super) fn note_window(&mut self, reason: Reason) {
        if self.trace.is_on() {
            self.note_window_now(reason);
        }
    }

    #[cold]
    #[inline(never)]
    fn note_window_now(&mut self, reason: Reason) {
        let Some(trace) = &mut self.trace.0 else { return };
        let (cwnd, ssthresh) = (self.controller.window(), self.controller.slow_start_threshold());
        if core::mem::replace(&mut trace.window, (cwnd, ssthresh)) != (cwnd, ssthresh) {
            trace.push(Change::Window { cwnd, ssthresh }, reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_decisions_make_room() {
        let mut tracer = Tracer::new(true);
        for seq in 0..MOST as u32 + 3 {
            tracer.sent(SeqNumber(seq), 1, Reason::NewData);
        }
        let trace = tracer.0.unwrap();
        assert_eq!((trace.decisions.len(), trace.missed), (MOST, 3));
        assert_eq!(trace.decisions[0].change, Change::Sent { seq: SeqNumber(3), length: 1 });
    }
}
