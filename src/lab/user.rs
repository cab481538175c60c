//! What the user of a host does, and when.

use crate::time::{Duration, Instant};
use alloc::vec::Vec;

/// One thing that a user does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "do", rename_all = "camelCase")
)]
pub enum Action {
    /// Waits for a connection (RFC 9293 3.10.1, passive OPEN). Where a side does it, it is its first step.
    Listen,
    /// Asks for a connection (active OPEN).
    Connect,
    /// Has so many bytes to send, as room for them comes. Over UDP they go out as datagrams, at the link's own rate.
    Write {
        /// How many.
        bytes: u64,
    },
    /// Has nothing more to send (CLOSE), once what was written is handed over.
    Close,
    /// Gives up (ABORT).
    Abort,
    /// Leaves what comes unread from now on.
    Pause,
    /// Reads again.
    Resume,
}

/// An action and its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Step {
    /// When, counted from the start of the run.
    #[cfg_attr(feature = "serde", serde(default, with = "super::path::milliseconds"))]
    pub at: Duration,
    /// What.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub action: Action,
}

impl Step {
    /// An action, so many milliseconds after the start.
    #[must_use]
    pub const fn new(at: u64, action: Action) -> Self {
        Step { at: Duration::from_millis(at), action }
    }
}

/// The steps that are still to be done.
#[derive(Clone, Debug, Default)]
pub(super) struct Script {
    /// The last one first.
    left: Vec<Step>,
}

impl Script {
    pub(super) fn new(steps: &[Step]) -> Self {
        let mut left = Vec::from(steps);
        left.sort_by_key(|step| step.at);
        left.reverse();
        Script { left }
    }

    /// When the next step is due.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.left.last().map(|step| Instant::ZERO + step.at)
    }

    /// The next step, once it is due.
    pub(super) fn next(&mut self, now: Instant) -> Option<Action> {
        self.next_at().filter(|at| *at <= now)?;
        self.left.pop().map(|step| step.action)
    }
}
