//! Which bytes to send again: RFC 2018 and RFC 6675 with selective acknowledgments, RFC 6582 without.

mod scoreboard;

pub(super) use scoreboard::{Delivered, Scoreboard, Sent};

use crate::wire::tcp::SeqNumber;

/// How many duplicate acknowledgments speak for a loss (RFC 5681 3.2, RFC 6675 2, DupThresh).
pub(super) const DUPLICATE_THRESHOLD: u32 = 3;

/// Where a sender stands with its losses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// None known.
    #[default]
    Open,
    /// Loss was found by acknowledgments; over once everything sent up to `point` is acknowledged (RFC 6675 5, RecoveryPoint;
    /// RFC 6582 3.2, recover).
    Recovery {
        /// SND.NXT as it was when the loss was found.
        point: SeqNumber,
    },
    /// The retransmission timer went off; over once everything sent up to `point` is acknowledged (RFC 5681 3.1).
    Timeout {
        /// SND.NXT as it was when the timer went off.
        point: SeqNumber,
    },
}

impl Phase {
    /// The point whose acknowledgment ends the phase.
    pub(super) const fn point(self) -> Option<SeqNumber> {
        match self {
            Phase::Open => None,
            Phase::Recovery { point } | Phase::Timeout { point } => Some(point),
        }
    }
}
