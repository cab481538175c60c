//! Fourth: SYN (RFC 9293 3.10.7.4, with RFC 5961 4 against SYNs that are guessed).

use super::super::connection::Connection;
use super::super::segment::Segment;
use super::super::state::State;
use super::super::trace::Reason;
use super::Disposition;
use crate::time::Instant;
use crate::wire::tcp::Flags;

impl Connection {
    pub(super) fn check_syn(&mut self, _: Instant, segment: &mut Segment<'_>) -> Disposition {
        if !segment.has(Flags::SYN) {
            return Disposition::Continue;
        }
        match self.state {
            State::SynReceived if self.may_listen_again() => Disposition::Listen(Reason::SynInWindow),
            _ => Disposition::Challenge,
        }
    }
}
