//! Explicit congestion notification, RFC 3168 6.1: routers mark packets instead of dropping them, and the peer tells.

use super::connection::Connection;
use super::recovery::Phase;
use super::segment::Segment;
use super::trace::Reason;
use crate::time::Instant;
use crate::wire::tcp::{Flags, SeqNumber};

/// The code points of the IP header's field (RFC 3168 5).
const NOT_ECT: u8 = 0;
const ECT_0: u8 = 2;
/// A router has seen congestion.
pub(super) const CE: u8 = 3;

/// What both sides have agreed on, and what is to be told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ecn {
    /// Our SYN has asked (RFC 3168 6.1.1, an ECN-setup SYN).
    asked: bool,
    /// Both sides take part.
    agreed: bool,
    /// A mark has come, and the peer has not yet said that it sends less (RFC 3168 6.1.3).
    echoes: bool,
    /// The next new data says that we send less (RFC 3168 6.1.2).
    answers: bool,
    /// The packet that is being sent may be marked.
    may_mark: bool,
    /// SND.NXT as it was when the peer told of a mark, until more than that is acknowledged: only then can the peer have heard
    /// that we send less, and what it tells be a mark of another window of data (RFC 3168 6.1.2).
    reduced: Option<SeqNumber>,
}

impl Connection {
    /// The flags of a SYN. One that is sent again does not ask: something on the path may drop those that do
    /// (RFC 3168 6.1.1.1).
    pub(super) fn ecn_setup(&mut self, answering: bool) -> Flags {
        if answering {
            return if self.ecn.agreed { Flags::ECE } else { Flags::default() };
        }
        self.ecn.asked = self.config.ecn && self.retransmissions == 0;
        if self.ecn.asked { Flags::ECE | Flags::CWR } else { Flags::default() }
    }

    /// What the flags of the peer's SYN say (RFC 3168 6.1.1): both ask, ECE alone agrees.
    pub(super) fn agree_on_ecn(&mut self, segment: &Segment<'_>) {
        let asks = segment.has(Flags::ECE) && segment.has(Flags::CWR);
        let agrees = segment.has(Flags::ECE) && !segment.has(Flags::CWR);
        self.ecn.agreed = match segment.has(Flags::ACK) {
            true => self.ecn.asked && agrees,
            false => self.config.ecn && asks,
        };
    }

    /// Takes the mark of a packet with data, and the peer's word that it sends less (RFC 3168 6.1.3). A mark of data that has
    /// come before says nothing (RFC 3168 6.1.5).
    pub(super) fn take_mark(&mut self, segment: &Segment<'_>) {
        if !self.ecn.agreed || segment.payload.is_empty() {
            return;
        }
        self.ecn.echoes &= !segment.has(Flags::CWR);
        if segment.ce && segment.end().after(self.rcv.nxt) {
            self.ecn.echoes = true;
            self.acks.at_once(Reason::AckMark);
        }
    }

    /// The peer tells of a mark: the window shrinks as for a loss, once for each window of data, a loss in it counted
    /// (RFC 3168 6.1.2).
    pub(super) fn take_echo(&mut self, now: Instant, segment: &Segment<'_>, flight: u32) {
        if !self.ecn.agreed {
            return;
        }
        self.ecn.reduced = self.ecn.reduced.filter(|reduced| !self.snd.una.after(*reduced));
        if !segment.has(Flags::ECE) || segment.has(Flags::SYN) || self.ecn.reduced.is_some() {
            return;
        }
        self.ecn.reduced = Some(self.snd.nxt);
        self.ecn.answers = true;
        self.counters.marks += 1;
        if self.phase == Phase::Open {
            let flight = self.loss_flight(flight);
            self.controller.marked(now, flight);
            self.note_window(Reason::Mark);
            self.repair.undo = Default::default();
        }
    }

    /// Whether a mark has been told of, and what was under way then has not all arrived: the window does not grow
    /// (RFC 3168 6.1.2).
    pub(super) const fn answers_a_mark(&self) -> bool {
        self.ecn.reduced.is_some()
    }

    /// Whether the window was reduced for a mark of the data that is now found to be lost: it shrinks once for both (RFC 3168
    /// 6.1.2). A controller that makes its own of losses hears of them all the same.
    pub(super) fn has_answered(&self) -> bool {
        self.controller.reduces_in_proportion() && self.ecn.reduced.is_some_and(|reduced| self.snd.una.before(reduced))
    }

    /// The window was reduced for a loss: the peer is told likewise.
    pub(super) fn tell_reduction(&mut self) {
        self.ecn.answers = self.ecn.agreed;
    }

    /// The flag of an acknowledgment while a mark is to be told.
    pub(super) fn ecn_echo(&self) -> Flags {
        if self.ecn.echoes { Flags::ECE } else { Flags::default() }
    }

    /// New data is sent: it may be marked, which nothing sent again may (RFC 3168 6.1.5), and says that we send less.
    pub(super) fn ecn_answer(&mut self) -> Flags {
        self.ecn.may_mark = self.ecn.agreed;
        let answers = core::mem::take(&mut self.ecn.answers);
        if answers { Flags::CWR } else { Flags::default() }
    }

    /// Nothing is said of the packet to be sent yet; or it is a probe of the peer's window, which may not be marked
    /// (RFC 3168 6.1.6).
    pub(super) fn forbid_mark(&mut self) {
        self.ecn.may_mark = false;
    }

    /// The field of the packet that is being sent.
    pub(super) fn ecn_field(&self) -> u8 {
        if self.ecn.may_mark { ECT_0 } else { NOT_ECT }
    }
}
