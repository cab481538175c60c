//! RFC 9293 3.10.7.3: a segment for a connection in SYN-SENT.

use super::super::connection::Connection;
use super::super::event::CloseReason;
use super::super::output::Reset;
use super::super::segment::Segment;
use super::super::state::State;
use super::super::trace::Reason;
use crate::time::Instant;
use crate::wire::tcp::Flags;

impl Connection {
    pub(super) fn arrives_in_syn_sent(&mut self, now: Instant, segment: &Segment<'_>) {
        // First: an acknowledgment must be of our SYN.
        let acknowledges = segment.has(Flags::ACK);
        if acknowledges && (!segment.ack.after(self.snd.iss) || segment.ack.after(self.snd.nxt)) {
            if !segment.has(Flags::RST) {
                self.reset = Some(Reset { seq: segment.ack, ack: None, why: Reason::ResetUnknown });
            }
            return;
        }
        // Second: a reset counts only with an acknowledgment of our SYN.
        if segment.has(Flags::RST) {
            if acknowledges {
                self.end(CloseReason::Refused, Reason::Refused);
            }
            return;
        }
        // Third: security has no counterpart here. Fourth: the peer's SYN.
        if !segment.has(Flags::SYN) {
            return;
        }
        self.meet(now, segment);
        if acknowledges {
            self.establish(now, segment);
        } else {
            // Both have opened at once (RFC 9293 3.5, figure 8): our SYN is sent again, with an acknowledgment.
            self.enter(State::SynReceived, Reason::SimultaneousOpen);
            self.scoreboard.mark_all_lost(Reason::SimultaneousOpen, &mut self.trace);
        }
        self.heard(now);
        // Fifth: what comes with the SYN is looked at as in the other states. Its window was taken with the SYN, unscaled
        // (RFC 7323 2.2).
        if self.state == State::Established && segment.len() > 1 {
            let mut rest = *segment;
            rest.trim_front(self.rcv.nxt);
            let windows = (self.snd.wnd, self.snd.max_wnd);
            self.arrives_in_synchronized(now, &mut rest);
            (self.snd.wnd, self.snd.max_wnd) = windows;
        }
    }

    /// Our SYN is acknowledged: the connection is established.
    pub(super) fn establish(&mut self, now: Instant, segment: &Segment<'_>) {
        let answered = self.state == State::SynSent;
        self.enter(State::Established, if answered { Reason::SynAnswered } else { Reason::SynAcknowledged });
        self.heard(now);
        self.begin_congestion_control();
        self.acknowledged_now(now, segment);
        self.events.connected = true;
        if self.send_buffer.len() == 0 {
            self.events.writable = true;
        }
    }
}
