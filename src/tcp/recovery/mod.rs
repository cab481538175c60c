//! Which bytes to send again: with selective acknowledgments RACK-TLP (RFC 8985), PRR (RFC 6937) and RFC 2018; without, RFC
//! 6582. What was sent again too early is taken back: by D-SACK (RFC 2883), by timestamps (RFC 3522) and by F-RTO (RFC 5682).

mod delivered;
mod detect;
mod prr;
mod rack;
mod scoreboard;
mod spurious;
mod tail_probe;
mod undo;

pub(super) use delivered::{Delivered, Evidence, Latest};
pub(super) use detect::News;
pub(super) use rack::Rack;
pub(super) use scoreboard::{Scoreboard, Sent};
pub(super) use spurious::ForwardRto;

use crate::time::Instant;
use crate::wire::tcp::SeqNumber;
use prr::Prr;
use tail_probe::TailProbe;
use undo::Undo;

/// How many duplicate acknowledgments speak for a loss (RFC 5681 3.2, RFC 8985 5.2, DupThresh).
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

/// The parts of recovery, each with what it remembers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Repair {
    pub(super) rack: Rack,
    pub(super) prr: Prr,
    pub(super) tail_probe: TailProbe,
    pub(super) undo: Undo,
    pub(super) forward_rto: ForwardRto,
    /// When the window was last reduced for a loss.
    reduced_at: Instant,
    /// When SND.UNA last moved on.
    advanced_at: Instant,
}
