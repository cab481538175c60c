//! Second: RST (RFC 9293 3.10.7.4, with RFC 5961 3 against resets that are guessed).

use super::super::connection::Connection;
use super::super::event::CloseReason;
use super::super::segment::Segment;
use super::super::state::State;
use super::super::trace::Reason;
use super::Disposition;
use crate::time::Instant;
use crate::wire::tcp::Flags;

impl Connection {
    pub(super) fn check_reset(&mut self, _: Instant, segment: &mut Segment<'_>) -> Disposition {
        if !segment.has(Flags::RST) {
            return Disposition::Continue;
        }
        if segment.seq != self.rcv.nxt {
            return Disposition::Challenge;
        }
        match self.state {
            State::SynReceived if self.may_listen_again() => Disposition::Listen(Reason::ResetReceived),
            State::SynReceived if !self.passive => Disposition::Close(CloseReason::Refused, Reason::ResetReceived),
            State::Closing | State::LastAck | State::TimeWait => {
                Disposition::Close(CloseReason::Finished, Reason::ResetReceived)
            }
            _ => {
                // RFC 9293 3.10.7.4: queues are flushed; what was not read is lost.
                self.incoming.consume(usize::MAX);
                Disposition::Close(CloseReason::ResetByPeer, Reason::ResetReceived)
            }
        }
    }
}
