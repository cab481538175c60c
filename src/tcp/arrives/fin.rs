//! Eighth: FIN (RFC 9293 3.10.7.4). One that is ahead of missing data waits for it.

use super::super::connection::Connection;
use super::super::segment::Segment;
use super::super::state::State;
use super::super::trace::Reason;
use super::Disposition;
use crate::time::Instant;
use crate::wire::tcp::{Flags, SeqNumber};

impl Connection {
    pub(super) fn take_fin(&mut self, now: Instant, segment: &mut Segment<'_>) -> Disposition {
        if segment.has(Flags::FIN) && self.state.may_receive() {
            self.peer_fin = Some(SeqNumber(segment.end().0.wrapping_sub(1)));
            self.acks.at_once(Reason::AckControl);
        }
        if self.peer_fin != Some(self.rcv.nxt) || !self.state.may_receive() {
            return Disposition::Continue;
        }
        self.rcv.nxt += 1;
        if self.rcv.edge.before(self.rcv.nxt) {
            self.rcv.edge = self.rcv.nxt;
        }
        self.incoming.forget_ahead();
        self.acks.at_once(Reason::AckControl);
        self.events.peer_closed = true;
        match self.state {
            State::Established => self.enter(State::CloseWait, Reason::PeerFin),
            // Our FIN is not acknowledged, or the ACK step would have gone on to FIN-WAIT-2.
            State::FinWait1 => self.enter(State::Closing, Reason::PeerFin),
            State::FinWait2 => self.enter_time_wait(now, Reason::PeerFin),
            _ => {}
        }
        Disposition::Continue
    }
}
