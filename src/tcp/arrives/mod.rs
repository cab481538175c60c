//! SEGMENT ARRIVES, RFC 9293 3.10.7: one file for each state that has rules of its own, and one for each step of the others.

mod closed;
mod listen;
mod syn_sent;
mod synchronized;

mod ack;
mod fin;
mod reset;
mod sequence;
mod syn;
mod text;
mod urgent;

pub(super) use closed::reset_of;

use super::connection::Connection;
use super::event::CloseReason;
use super::output::Reset;
use super::segment::Segment;
use super::state::State;
use super::trace::Reason;
use crate::time::Instant;

/// What a step makes of a segment. Steps decide; only `synchronized.rs` acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Disposition {
    /// The next step may look at it.
    Continue,
    /// Nothing more is done with it.
    Drop,
    /// It is answered with an acknowledgment of what we have, and dropped.
    Acknowledge,
    /// It is answered with a challenge acknowledgment, as many as are permitted (RFC 5961), and dropped.
    Challenge,
    /// It is answered with a reset, and dropped.
    Reset(Reset),
    /// The connection goes back to waiting for a peer.
    Listen(Reason),
    /// The connection goes back to waiting for a peer, and the segment is what it waits for (RFC 9293 3.10.7.4, TIME-WAIT).
    ListenTo,
    /// The connection has ended.
    Close(CloseReason, Reason),
}

impl Connection {
    /// Takes a segment whose checksum is right and whose addresses and ports are this connection's. To a listening connection
    /// it must come through [`Connection::handle_packet`], which knows the peer.
    pub fn handle_segment(&mut self, now: Instant, segment: &Segment<'_>) {
        self.trace.at(now);
        self.take_segment(now, &mut { *segment });
    }

    /// The same; the segment is trimmed to what the connection makes of it.
    #[inline]
    pub(super) fn take_segment(&mut self, now: Instant, segment: &mut Segment<'_>) {
        self.counters.segments_received += 1;
        match self.state {
            State::Closed => self.reset = reset_of(segment),
            State::Listen => {}
            State::SynSent => self.arrives_in_syn_sent(now, segment),
            _ => self.arrives_in_synchronized(now, segment),
        }
    }
}
