//! RFC 9293 3.10.7.2: a segment for a connection in LISTEN.

use super::super::connection::Connection;
use super::super::negotiation::Negotiated;
use super::super::output::Reset;
use super::super::segment::Segment;
use super::super::state::State;
use super::super::trace::Reason;
use crate::time::Instant;
use crate::wire::tcp::Flags;
use core::net::SocketAddrV4;

impl Connection {
    /// Takes a segment from `remote` while no peer is known. Gives the reset that answers it, where one does.
    pub(in crate::tcp) fn arrives_in_listen(
        &mut self,
        now: Instant,
        remote: SocketAddrV4,
        segment: &Segment<'_>,
    ) -> Option<Reset> {
        // First: a reset could only be for a connection that is gone.
        if segment.has(Flags::RST) {
            return None;
        }
        // Second: nothing has been sent that could be acknowledged.
        if segment.has(Flags::ACK) {
            return Some(Reset { seq: segment.ack, ack: None, why: Reason::ResetUnknown });
        }
        // Third: a SYN opens the connection. Data with it is left for the peer to send again once it is established; a FIN
        // likewise.
        if segment.has(Flags::SYN) {
            self.begin(remote, now);
            self.meet(now, segment);
            self.enter(State::SynReceived, Reason::SynReceived);
            self.heard(now);
        }
        // Fourth: anything else says nothing.
        None
    }

    /// Takes the peer's initial sequence number, and what its SYN offers.
    pub(super) fn meet(&mut self, now: Instant, segment: &Segment<'_>) {
        self.rcv.irs = segment.seq;
        self.rcv.nxt = segment.seq + 1;
        self.rcv.last_ack_sent = self.rcv.nxt;
        self.rcv.edge = self.rcv.nxt + u32::from(self.syn_window());
        self.agree_on_ecn(segment);
        self.negotiated = Negotiated::from_syn(&self.config, &segment.options, now);
        // A SYN's window is never scaled (RFC 7323 2.2).
        self.snd.wnd = segment.window.into();
        self.snd.max_wnd = self.snd.wnd;
        (self.snd.wl1, self.snd.wl2) = (segment.seq, segment.ack);
        self.acks.at_once(Reason::AckControl);
    }
}
