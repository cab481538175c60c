//! First: is the segment in the window (RFC 9293 3.10.7.4), and is it not an old duplicate by its timestamp (RFC 7323 5)?

use super::super::connection::Connection;
use super::super::segment::Segment;
use super::super::state::State;
use super::super::trace::Reason;
use super::Disposition;
use crate::time::Instant;
use crate::wire::tcp::{Flags, SeqNumber};

impl Connection {
    pub(super) fn check_sequence(&mut self, now: Instant, segment: &mut Segment<'_>) -> Disposition {
        self.settle_simultaneous_open(segment);
        if self.state == State::TimeWait && self.may_reopen(now, segment) {
            return Disposition::ListenTo;
        }
        if let Some(old) = self.check_timestamp(now, segment) {
            return old;
        }
        if !self.is_acceptable(segment) {
            return self.answer_unacceptable(now, segment);
        }
        if let (Some((value, _)), Some(recent)) = (segment.options.timestamps, &mut self.negotiated.timestamps)
            && !segment.seq.after(self.rcv.last_ack_sent)
        {
            recent.update(value, now);
        }
        self.heard(now);
        self.take_mark(segment);
        self.trim(segment);
        Disposition::Continue
    }

    /// Where both sides opened at once, the peer's answer repeats a SYN that we have: what counts is its acknowledgment
    /// (RFC 9293 3.5, figure 8).
    fn settle_simultaneous_open(&mut self, segment: &mut Segment<'_>) {
        let repeats = segment.has(Flags::SYN) && segment.has(Flags::ACK) && segment.seq == self.rcv.irs;
        if repeats && self.state == State::SynReceived && !segment.has(Flags::RST) {
            segment.trim_front(self.rcv.nxt);
            // A SYN's window is not scaled (RFC 7323 2.2); one that is open stays so.
            let scaled = segment.window >> self.negotiated.scale.map_or(0, |(shift, _)| shift);
            segment.window = scaled.max(segment.window.min(1));
        }
    }

    /// The four cases of RFC 9293 3.4, table 6; and data that has all come but ends where the window begins. Its sender has
    /// missed our acknowledgment, so its own acknowledgment and timestamp are news, though its data is not. So is what stands
    /// at the window's edge without data: its sender has filled the window, and the first of it was lost.
    fn is_acceptable(&self, segment: &Segment<'_>) -> bool {
        let (nxt, wnd, len) = (self.rcv.nxt, self.rcv.wnd(), segment.len());
        if segment.has(Flags::SYN | Flags::RST) {
            // By the number of the SYN or RST itself: data must not carry it into the window (RFC 5961 3.2 and 4.2).
            return segment.seq == nxt || segment.seq.in_window(nxt, wnd);
        }
        if segment.end() == nxt && !segment.payload.is_empty() {
            return true;
        }
        match (len, wnd) {
            (0, 0) => segment.seq == nxt,
            (0, _) => segment.seq.in_window(nxt, wnd) || segment.seq == self.rcv.edge,
            // ACK, URG and RST count even with a closed window (MUST-66); the data is trimmed.
            (_, 0) => segment.seq == nxt,
            _ => segment.seq.in_window(nxt, wnd) || SeqNumber(segment.end().0.wrapping_sub(1)).in_window(nxt, wnd),
        }
    }

    /// What is outside the window is acknowledged, unless it is a reset (RFC 9293 3.10.7.4).
    fn answer_unacceptable(&mut self, now: Instant, segment: &Segment<'_>) -> Disposition {
        if segment.has(Flags::RST) {
            return Disposition::Drop;
        }
        self.counters.duplicates_received += 1;
        if segment.has(Flags::SYN) && self.state == State::SynReceived && segment.seq == self.rcv.irs {
            // The peer has not had our SYN: it is sent again.
            self.scoreboard.mark_all_lost(Reason::SynRepeated, &mut self.trace);
            return Disposition::Drop;
        }
        if self.state == State::TimeWait && segment.has(Flags::FIN) {
            // The peer has not had our last acknowledgment: 2 MSL begin anew.
            self.enter_time_wait(now, Reason::PeerFin);
        }
        let duplicate = !segment.payload.is_empty() && !segment.end().after(self.rcv.nxt);
        if duplicate && self.negotiated.sack {
            self.sacks.duplicate = Some((segment.seq, segment.end()));
        }
        Self::answer_to_old(segment)
    }

    /// What takes no sequence space is answered no more often than a challenge, so that two ends which disagree do not
    /// answer each other for ever; a SYN likewise (RFC 5961 4.2 and 7).
    fn answer_to_old(segment: &Segment<'_>) -> Disposition {
        match segment.is_empty() || segment.has(Flags::SYN) {
            true => Disposition::Challenge,
            false => Disposition::Acknowledge,
        }
    }

    /// PAWS (RFC 7323 5.3 R1), and segments that lack the timestamps that were agreed on (RFC 7323 3.2).
    fn check_timestamp(&mut self, now: Instant, segment: &Segment<'_>) -> Option<Disposition> {
        let recent = self.negotiated.timestamps.as_ref()?;
        if segment.has(Flags::RST) {
            return None;
        }
        match segment.options.timestamps {
            // A peer that has begun anew, perhaps without timestamps, learns from the challenge that we have not.
            None if segment.has(Flags::SYN) => Some(Disposition::Challenge),
            None => Some(Disposition::Drop),
            Some((value, _)) if recent.is_old(value, now) => {
                self.counters.duplicates_received += 1;
                Some(Self::answer_to_old(segment))
            }
            Some(_) => None,
        }
    }

    /// Cuts off what lies outside the window, so that the segment begins at RCV.NXT or after it.
    fn trim(&mut self, segment: &mut Segment<'_>) {
        if segment.seq.before(self.rcv.nxt) {
            self.counters.duplicates_received += u64::from(segment.end() == self.rcv.nxt);
            if self.negotiated.sack && !segment.payload.is_empty() {
                self.sacks.duplicate = Some((segment.seq, self.rcv.nxt));
            }
            segment.trim_front(self.rcv.nxt);
            self.acks.at_once(Reason::AckUnacceptable);
        }
        if segment.end().after(self.rcv.edge) && !segment.is_empty() {
            segment.trim_back(self.rcv.edge);
            self.acks.at_once(Reason::AckUnacceptable);
        }
    }

    /// Whether a SYN in TIME-WAIT is newer than the connection: by its timestamp (RFC 6191 2), or by its sequence number
    /// (RFC 9293 3.10.7.4).
    fn may_reopen(&self, now: Instant, segment: &Segment<'_>) -> bool {
        let syn_alone = segment.has(Flags::SYN) && !segment.has(Flags::RST | Flags::ACK | Flags::FIN);
        // What has come and was not read would be lost with the connection.
        if !syn_alone || !self.passive || self.incoming.ready() > 0 {
            return false;
        }
        match (segment.options.timestamps, &self.negotiated.timestamps) {
            (Some((value, _)), Some(recent)) => value != recent.value() && !recent.is_old(value, now),
            _ => segment.seq.after(self.rcv.nxt),
        }
    }
}
