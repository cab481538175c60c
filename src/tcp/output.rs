//! What to send now: RFC 9293 3.8 and 3.10, with Nagle's algorithm, silly-window avoidance and probes; RFC 6675 5 for repairs.

use super::connection::Connection;
use super::negotiation;
use super::recovery::{Phase, Sent};
use super::state::State;
use super::timers::Timer;
use crate::time::Instant;
use crate::wire::OptionList;
use crate::wire::tcp::{Flags, SackBlocks, SeqNumber, TcpOption};
use core::time::Duration;

/// How long an acknowledgment may wait at most: less than half a second, whatever the user sets (RFC 9293 3.8.6.3, MUST-40).
const LONGEST_ACK_DELAY: Duration = Duration::from_millis(499);

/// A reset that is due (RFC 9293 3.5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reset {
    pub(super) seq: SeqNumber,
    /// The acknowledgment number, for a reset of a segment that had none.
    pub(super) ack: Option<SeqNumber>,
}

/// A segment to be sent: its header, and how much of the send buffer goes with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outgoing {
    pub(super) seq: SeqNumber,
    pub(super) ack: SeqNumber,
    pub(super) flags: Flags,
    pub(super) window: u16,
    pub(super) urgent_pointer: u16,
    pub(super) options: OptionList,
    /// How many bytes of data, from `seq` on.
    pub(super) length: usize,
}

impl Connection {
    /// The next segment to send; nothing where all that may be sent has been.
    pub(super) fn next_segment(&mut self, now: Instant) -> Option<Outgoing> {
        if let Some(reset) = self.reset.take() {
            return Some(reset.outgoing());
        }
        let segment = match self.state {
            State::Closed | State::Listen => None,
            State::SynSent | State::SynReceived => self.syn(now).or_else(|| self.acknowledgment(now)),
            _ => self.sequenced(now).or_else(|| self.keep_alive(now)).or_else(|| self.acknowledgment(now)),
        };
        if segment.is_none() {
            self.wait(now);
        }
        segment
    }

    /// A SYN that was never sent, or is to be sent again.
    fn syn(&mut self, now: Instant) -> Option<Outgoing> {
        if self.scoreboard.is_empty() && self.snd.nxt == self.snd.iss {
            self.scoreboard.push(Sent::new(self.snd.iss, 1, now));
            self.snd.nxt = self.snd.iss + 1;
        } else if self.scoreboard.next_lost().is_some_and(|sent| sent.start == self.snd.iss) {
            self.scoreboard.resent(self.snd.iss, 1, now);
            self.counters.retransmits += 1;
        } else {
            return None;
        }
        self.start_retransmit_timer(now);
        let answering = self.state == State::SynReceived;
        let flags = if answering { Flags::SYN | Flags::ACK } else { Flags::SYN };
        let window = self.syn_window();
        if answering {
            self.acks.sent();
        }
        Some(Outgoing { window, options: self.syn_options(now, answering), ..self.segment(self.snd.iss, flags) })
    }

    /// What a SYN offers; one that answers a SYN offers only what that one did (RFC 7323 2.2, 3.2, RFC 2018 2).
    fn syn_options(&self, now: Instant, answering: bool) -> OptionList {
        let mut list = OptionList::new();
        let offers = |ours: bool, agreed: bool| ours && (!answering || agreed);
        let mss = negotiation::offered_mss(&self.config);
        TcpOption::MaximumSegmentSize(mss).emit(&mut list);
        if offers(self.config.sack, self.negotiated.sack) {
            TcpOption::SackPermitted.emit(&mut list);
        }
        if offers(self.config.timestamps, self.negotiated.timestamps.is_some()) {
            self.timestamps_option(now).emit(&mut list);
        }
        if offers(self.config.window_scale, self.negotiated.scale.is_some()) {
            TcpOption::NoOperation.emit(&mut list);
            TcpOption::WindowScale(negotiation::own_shift(&self.config)).emit(&mut list);
        }
        list
    }

    fn timestamps_option(&self, now: Instant) -> TcpOption<'static> {
        let echo_reply = self.negotiated.timestamps.map_or(0, |recent| recent.value());
        TcpOption::Timestamps { value: self.timestamp(now), echo_reply }
    }

    /// The options of a segment without SYN: timestamps where agreed (RFC 7323 3.2), and SACK blocks where there is
    /// something to tell (RFC 2018 4).
    fn options(&mut self, now: Instant) -> OptionList {
        let mut list = OptionList::new();
        if self.negotiated.timestamps.is_some() {
            TcpOption::NoOperation.emit(&mut list);
            TcpOption::NoOperation.emit(&mut list);
            self.timestamps_option(now).emit(&mut list);
        }
        let (blocks, count) = self.sack_blocks();
        self.sacks.duplicate = None;
        if let Some(blocks) = blocks.get(..count).filter(|blocks| !blocks.is_empty()) {
            TcpOption::NoOperation.emit(&mut list);
            TcpOption::NoOperation.emit(&mut list);
            TcpOption::Sack(SackBlocks::from_wire(blocks)).emit(&mut list);
        }
        list
    }

    /// A bare segment; its acknowledgment number counts where ACK is among `flags`.
    fn segment(&self, seq: SeqNumber, flags: Flags) -> Outgoing {
        Outgoing {
            seq,
            ack: if flags.contains(Flags::ACK) { self.rcv.nxt } else { SeqNumber(0) },
            flags,
            window: 0,
            urgent_pointer: 0,
            options: OptionList::new(),
            length: 0,
        }
    }

    /// A segment that takes sequence space: a repair, a probe, new data, or the FIN.
    fn sequenced(&mut self, now: Instant) -> Option<Outgoing> {
        if self.probe_due {
            return self.probe(now);
        }
        let pipe = self.pipe();
        let cwnd = self.controller.window();
        let room = cwnd.saturating_sub(pipe);
        let smss = self.fits();
        if let Some(sent) = self.scoreboard.next_lost() {
            if core::mem::take(&mut self.repair_now) || room >= sent.length.min(smss) || pipe == 0 {
                return self.resend(&sent, now);
            }
            self.limited = true;
            return None;
        }
        self.repair_now = false;
        let fresh = self.fresh(room, smss, now);
        let repairing = fresh.is_none() && matches!(self.phase, Phase::Recovery { .. }) && room >= smss;
        match self.scoreboard.next_hole() {
            Some(sent) if repairing => self.resend(&sent, now),
            _ => fresh,
        }
    }

    /// How much data goes into a segment now, beside all its options (RFC 9293 3.7.1, MUST-16).
    fn fits(&self) -> u32 {
        let sack = match self.sack_blocks() {
            (_, 0) => 0,
            (_, count) => 4 + 8 * count as u32,
        };
        self.smss().saturating_sub(sack).max(1)
    }

    /// How many bytes are held to be in the network. Without SACK each duplicate acknowledgment says that a segment has left
    /// it (RFC 5681 3.2, RFC 3042).
    pub(super) fn pipe(&self) -> u32 {
        let left = if self.negotiated.sack { 0 } else { self.duplicate_acks.saturating_mul(self.smss()) };
        self.scoreboard.pipe().saturating_sub(left)
    }

    /// New data, or the FIN.
    fn fresh(&mut self, room: u32, smss: u32, now: Instant) -> Option<Outgoing> {
        let unsent = self.unsent();
        if unsent == 0 && !self.fin_is_due() {
            self.limited = false;
            return None;
        }
        if self.scoreboard.is_empty() && now.since(self.last_sent) > self.rtt.rto() {
            self.controller.restart(now);
            self.last_sent = now;
            return self.fresh(self.controller.window(), smss, now);
        }
        let usable = self.snd.usable();
        let length = unsent.min(usable).min(smss);
        let fin = self.fin_is_due()
            && length == unsent
            && (usable > length || usable == length && length == 0 && self.snd.wnd > 0);
        if !self.is_worthwhile(length, unsent, usable, smss, fin) {
            self.limited = false;
            return None;
        }
        if length + u32::from(fin) > room && !(room > 0 && self.scoreboard.is_empty()) {
            self.limited = true;
            return None;
        }
        Some(self.send_new(length, fin, now))
    }

    /// Whether to send now and not wait for more data, more window or an acknowledgment: silly-window avoidance
    /// (RFC 9293 3.8.6.2.1, MUST-38) and Nagle's algorithm (RFC 9293 3.7.4).
    fn is_worthwhile(&self, length: u32, unsent: u32, usable: u32, smss: u32, fin: bool) -> bool {
        if length >= smss || fin {
            return true;
        }
        if length == 0 {
            return false;
        }
        let idle = self.scoreboard.is_empty();
        let everything = length == unsent && unsent <= usable;
        let urgent = self.snd.up.is_some_and(|up| up.after(self.snd.nxt));
        let nagle = self.config.nagle && !self.closing && !urgent;
        (idle || !nagle) && (everything || length >= self.snd.max_wnd / 2)
    }

    /// Sends what has not been sent before: `length` bytes of data and perhaps the FIN.
    fn send_new(&mut self, length: u32, fin: bool, now: Instant) -> Outgoing {
        let seq = self.snd.nxt;
        if self.scoreboard.is_empty() {
            self.waiting_since = Some(now);
        }
        self.scoreboard.push(Sent::new(seq, length + u32::from(fin), now));
        self.snd.nxt = seq + length + u32::from(fin);
        if fin {
            self.fin = Some(seq + length);
            self.state = match self.state {
                State::CloseWait => State::LastAck,
                _ => State::FinWait1,
            };
        }
        self.data_segment(seq, length, fin, now)
    }

    /// Sends a segment again, as much of it as a segment may have now, and not beyond the peer's window (SHLD-16).
    fn resend(&mut self, sent: &Sent, now: Instant) -> Option<Outgoing> {
        let has_fin = self.fin.is_some_and(|fin| sent.end() == fin + 1);
        let edge = self.snd.una + self.snd.wnd.max(1);
        if !sent.start.before(edge) && self.snd.wnd > 0 {
            return None;
        }
        let data = sent.length - u32::from(has_fin);
        let length = data.min(self.fits());
        let fin = has_fin && length == data;
        self.scoreboard.resent(sent.start, length + u32::from(fin), now);
        self.counters.retransmits += 1;
        Some(self.data_segment(sent.start, length, fin, now))
    }

    /// One byte beyond a closed window, or the FIN, or what a window too small for silly-window avoidance takes
    /// (RFC 9293 3.8.6.1, MUST-36; 3.8.6.2.1).
    fn probe(&mut self, now: Instant) -> Option<Outgoing> {
        self.probe_due = false;
        if let Some(first) = self.scoreboard.first().copied() {
            return self.resend(&first, now);
        }
        let unsent = self.unsent();
        let length = unsent.min(self.snd.usable().max(1)).min(self.fits());
        let fin = length == unsent && self.fin_is_due() && length == 0;
        (length > 0 || fin).then(|| self.send_new(length, fin, now))
    }

    /// Builds a segment with data and notes that it is sent.
    fn data_segment(&mut self, seq: SeqNumber, length: u32, fin: bool, now: Instant) -> Outgoing {
        let end = seq + length;
        let mut flags = Flags::ACK;
        if length > 0 && end == self.send_buffer.end() {
            flags |= Flags::PSH;
        }
        if fin {
            flags |= Flags::FIN;
        }
        let mut outgoing = Outgoing { length: length as usize, ..self.acknowledging(seq, flags, now) };
        if let Some(up) = self.snd.up.filter(|up| up.after(seq)) {
            outgoing.flags |= Flags::URG;
            outgoing.urgent_pointer = u16::try_from(up - seq).unwrap_or(u16::MAX);
        }
        self.counters.bytes_sent += u64::from(length);
        self.last_sent = now;
        self.start_retransmit_timer(now);
        outgoing
    }

    /// A segment with an acknowledgment, which is then not owed any more.
    fn acknowledging(&mut self, seq: SeqNumber, flags: Flags, now: Instant) -> Outgoing {
        let window = self.offer_window();
        let options = self.options(now);
        self.acks.sent();
        self.timers.stop(Timer::DelayedAck);
        self.rcv.last_ack_sent = self.rcv.nxt;
        Outgoing { window, options, ..self.segment(seq, flags) }
    }

    /// An acknowledgment alone, where one is owed now; the timer for one that may wait.
    fn acknowledgment(&mut self, now: Instant) -> Option<Outgoing> {
        if self.acks.is_due() {
            return Some(self.acknowledging(self.snd.nxt, Flags::ACK, now));
        }
        if self.acks.may_wait() && !self.timers.runs(Timer::DelayedAck) {
            self.timers.set(Timer::DelayedAck, now + self.config.ack_delay.min(LONGEST_ACK_DELAY));
        }
        None
    }

    /// A segment that says nothing new, so that an idle peer answers it (RFC 9293 3.8.4, SHLD-12).
    fn keep_alive(&mut self, now: Instant) -> Option<Outgoing> {
        core::mem::take(&mut self.keep_alive_due).then(|| {
            let before = SeqNumber(self.snd.nxt.0.wrapping_sub(1));
            self.acknowledging(before, Flags::ACK, now)
        })
    }

    /// Starts the retransmission timer unless it runs (RFC 6298 5.1), or the timer for probes where the peer's window is
    /// closed.
    pub(super) fn start_retransmit_timer(&mut self, now: Instant) {
        if self.snd.wnd == 0 && self.state.is_synchronized() {
            return;
        }
        if !self.timers.runs(Timer::Retransmit) {
            self.timers.set(Timer::Retransmit, now + self.rtt.rto());
        }
    }

    /// Nothing more can be sent: what is left waits for the peer's window, or for the user's patience to end.
    fn wait(&mut self, now: Instant) {
        if !self.state.is_synchronized() {
            return;
        }
        let waits = self.unsent() > 0 || self.fin_is_due() || !self.scoreboard.is_empty();
        let held_back = self.scoreboard.is_empty() || self.snd.wnd == 0;
        if waits && held_back && !self.timers.runs(Timer::Persist) {
            self.timers.stop(Timer::Retransmit);
            self.waiting_since = self.waiting_since.or(Some(now));
            self.timers.set(Timer::Persist, now + self.probe_interval());
        }
        if let (Some(limit), true, false) = (self.config.user_timeout, waits, self.timers.runs(Timer::UserTimeout)) {
            self.timers.set(Timer::UserTimeout, self.waiting_since.unwrap_or(now) + limit);
        }
    }
}

impl Reset {
    const fn outgoing(self) -> Outgoing {
        let (flags, ack) = match self.ack {
            Some(ack) => (Flags::from_bits(Flags::RST.bits() | Flags::ACK.bits()), ack),
            None => (Flags::RST, SeqNumber(0)),
        };
        let options = OptionList::new();
        Outgoing { seq: self.seq, ack, flags, window: 0, urgent_pointer: 0, options, length: 0 }
    }
}
