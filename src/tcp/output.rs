//! What to send now: RFC 9293 3.8 and 3.10, with Nagle's algorithm, silly-window avoidance and probes; RFC 6675 5 for repairs.

use super::congestion::Stamp;
use super::connection::Connection;
use super::negotiation;
use super::recovery::{ForwardRto, Phase, Sent};
use super::state::State;
use super::timers::Timer;
use super::trace::Reason;
use crate::time::{Duration, Instant};
use crate::wire::OptionList;
use crate::wire::tcp::{Flags, SackBlocks, SeqNumber, TcpOption};

/// How long an acknowledgment may wait at most: less than half a second, whatever the user sets (RFC 9293 3.8.6.3, MUST-40).
const LONGEST_ACK_DELAY: Duration = Duration::from_millis(499);

/// With so many segments under way, small ones wait for company whatever the user says of Nagle's algorithm, so that what is
/// kept of each segment stays small beside the data.
const MANY: usize = 1000;

/// A reset that is due (RFC 9293 3.5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reset {
    pub(super) seq: SeqNumber,
    /// The acknowledgment number, for a reset of a segment that had none.
    pub(super) ack: Option<SeqNumber>,
    pub(super) why: Reason,
}

/// A segment to be sent. The rest of its header follows from its flags and where the connection stands. It is so small that
/// it stays in registers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outgoing {
    pub(super) seq: SeqNumber,
    pub(super) flags: Flags,
    /// How many bytes of data, from `seq` on.
    pub(super) length: u16,
}

impl Connection {
    /// The next segment to send but for resets; nothing where all that may be sent has been.
    pub(super) fn next_segment(&mut self, now: Instant) -> Option<Outgoing> {
        let segment = match self.state {
            State::Closed | State::Listen => None,
            State::SynSent | State::SynReceived => self.syn(now).or_else(|| self.acknowledgment(now)),
            _ => self.sequenced(now).or_else(|| self.keep_alive()).or_else(|| self.acknowledgment(now)),
        };
        if segment.is_none() {
            self.wait(now);
        }
        segment
    }

    /// A SYN that was never sent, or is to be sent again.
    fn syn(&mut self, now: Instant) -> Option<Outgoing> {
        let answering = self.state == State::SynReceived;
        if self.scoreboard.is_empty() && self.snd.nxt == self.snd.iss {
            self.sending = if answering { Reason::SynReceived } else { Reason::Open };
            self.scoreboard.push(Sent::new(self.snd.iss, 1, now, Stamp::default()));
            self.snd.nxt = self.snd.iss + 1;
        } else if let Some(sent) = self.scoreboard.next_lost().filter(|sent| sent.start == self.snd.iss) {
            self.sending = sent.lost.unwrap_or(Reason::Rto);
            self.scoreboard.resent(self.snd.iss, 1, now, Stamp::default());
            self.counters.retransmits += 1;
        } else {
            return None;
        }
        self.start_retransmit_timer(now);
        self.start_user_timer(now);
        let flags = if answering { Flags::SYN | Flags::ACK } else { Flags::SYN } | self.ecn_setup(answering);
        if answering {
            self.acks.sent();
        }
        Some(Outgoing { seq: self.snd.iss, flags, length: 0 })
    }

    /// Appends the options of a segment, which follow from its flags. To be asked for once for each segment that is sent: what
    /// came twice is told once (RFC 2883 4).
    #[inline]
    pub(super) fn add_options(&mut self, outgoing: &Outgoing, now: Instant, list: &mut OptionList) {
        if outgoing.flags.contains(Flags::SYN) {
            self.syn_options(now, outgoing.flags.contains(Flags::ACK), list);
        } else if !outgoing.flags.contains(Flags::RST) {
            self.options(now, list);
        }
    }

    /// SEG.WND of a segment, which a reset does not have (RFC 9293 3.5.2).
    pub(super) fn window_of(&mut self, outgoing: &Outgoing) -> u16 {
        match outgoing {
            Outgoing { flags, .. } if flags.contains(Flags::SYN) => self.syn_window(),
            Outgoing { flags, .. } if flags.contains(Flags::RST) => 0,
            _ => self.offer_window(),
        }
    }

    /// SEG.UP of a segment: how far the urgent data reaches beyond its number (RFC 9293 3.8.5).
    pub(super) fn urgent_pointer_of(&self, outgoing: &Outgoing) -> u16 {
        let up = self.snd.up.filter(|_| outgoing.flags.contains(Flags::URG));
        up.map_or(0, |up| u16::try_from(up - outgoing.seq).unwrap_or(u16::MAX))
    }

    /// What a SYN offers; one that answers a SYN offers only what that one did (RFC 7323 2.2, 3.2, RFC 2018 2).
    fn syn_options(&self, now: Instant, answering: bool, list: &mut OptionList) {
        let offers = |ours: bool, agreed: bool| ours && (!answering || agreed);
        let mss = negotiation::offered_mss(&self.config);
        TcpOption::MaximumSegmentSize(mss).emit(list);
        if offers(self.config.sack, self.negotiated.sack) {
            TcpOption::SackPermitted.emit(list);
        }
        if offers(self.config.timestamps, self.negotiated.timestamps.is_some()) {
            self.timestamps_option(now).emit(list);
        }
        if offers(self.config.window_scale, self.negotiated.scale.is_some()) {
            TcpOption::NoOperation.emit(list);
            TcpOption::WindowScale(negotiation::own_shift(&self.config)).emit(list);
        }
    }

    fn timestamps_option(&self, now: Instant) -> TcpOption<'static> {
        let echo_reply = self.negotiated.timestamps.map_or(0, |recent| recent.value());
        TcpOption::Timestamps { value: self.timestamp(now), echo_reply }
    }

    /// The options of a segment without SYN: timestamps where agreed (RFC 7323 3.2), and SACK blocks where there is
    /// something to tell (RFC 2018 4).
    #[inline]
    fn options(&mut self, now: Instant, list: &mut OptionList) {
        if let Some(recent) = &self.negotiated.timestamps {
            list.begin_with_timestamps(self.timestamp(now), recent.value());
        }
        if self.tells_sacks() {
            self.add_sacks(list);
        }
    }

    fn add_sacks(&mut self, list: &mut OptionList) {
        let (blocks, count) = self.sack_blocks();
        self.sacks.duplicate = None;
        if let Some(blocks) = blocks.get(..count).filter(|blocks| !blocks.is_empty()) {
            TcpOption::NoOperation.emit(list);
            TcpOption::NoOperation.emit(list);
            TcpOption::Sack(SackBlocks::from_wire(blocks)).emit(list);
        }
    }

    /// A segment that takes sequence space: a probe, a repair, new data, or the FIN.
    fn sequenced(&mut self, now: Instant) -> Option<Outgoing> {
        if self.probe_due {
            return self.probe(now);
        }
        if self.repair.tail_probe.due {
            return self.probe_tail(now);
        }
        let pipe = self.pipe();
        let room = self.room(pipe);
        let smss = self.fits();
        if let ForwardRto::Probing { left } = self.repair.forward_rto
            && let Some(held) = self.probe_forward(left, smss, now)
        {
            return held;
        }
        if let Some(sent) = self.scoreboard.next_lost() {
            let may = self.repair_now || room >= sent.length.min(smss) || pipe == 0;
            self.limited = !may;
            if !may || self.is_paced_out(now) {
                return None;
            }
            self.repair_now = false;
            return self.resend(&sent, now);
        }
        self.repair_now = false;
        self.fresh(room, smss, now)
    }

    /// How many bytes more may be under way: what the window leaves, or what proportional rate reduction lets out.
    fn room(&self, pipe: u32) -> u32 {
        match self.phase {
            Phase::Recovery { .. } if self.repairs_in_proportion() => self.repair.prr.budget(),
            _ => self.controller.window().saturating_sub(pipe),
        }
    }

    /// Whether proportional rate reduction, and not the window, has the say while losses are repaired (RFC 6937).
    fn repairs_in_proportion(&self) -> bool {
        self.negotiated.sack && self.controller.reduces_in_proportion()
    }

    /// F-RTO's new segments, up to two, and nothing again before they are answered (RFC 5682 3.1, step 2b). Where there is
    /// nothing new to send the test is off, and repairs go on.
    fn probe_forward(&mut self, left: u8, smss: u32, now: Instant) -> Option<Option<Outgoing>> {
        if left == 0 {
            return Some(None);
        }
        let fresh = self.fresh(smss, smss, now);
        let went_on = fresh.is_some() || left == 1;
        self.sending = Reason::ForwardRto;
        self.repair.forward_rto = if went_on { ForwardRto::Probing { left: left - 1 } } else { ForwardRto::Off };
        went_on.then_some(fresh)
    }

    /// One segment beyond the congestion window, to make the peer speak: a new one, or the last one again (RFC 8985 7.3).
    fn probe_tail(&mut self, now: Instant) -> Option<Outgoing> {
        self.repair.tail_probe.due = false;
        let smss = self.fits();
        let new = self.fresh(smss, smss, now);
        let repeats = new.is_none();
        let last = self.scoreboard.last().copied();
        let outgoing = new.or_else(|| self.resend(&last?, now))?;
        self.sending = Reason::TailLossProbe;
        self.repair.tail_probe.sent(self.snd.nxt, repeats);
        Some(outgoing)
    }

    /// How much data goes into a segment now, beside all its options (RFC 9293 3.7.1, MUST-16).
    fn fits(&self) -> u32 {
        if !self.tells_sacks() {
            return self.smss();
        }
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
    #[inline]
    fn fresh(&mut self, mut room: u32, smss: u32, now: Instant) -> Option<Outgoing> {
        let unsent = self.unsent();
        if unsent == 0 && !self.fin_is_due() {
            self.limited = false;
            return None;
        }
        if self.scoreboard.is_empty() && now.since(self.last_sent) > self.rtt.rto() {
            self.begin_anew(now);
            self.last_sent = now;
            room = self.controller.window();
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
        (!self.is_paced_out(now)).then(|| {
            self.sending = self.reason_for_new(length, smss);
            self.send_new(length, fin, now)
        })
    }

    /// Why data that was not sent before is sent now, or the FIN.
    fn reason_for_new(&mut self, length: u32, smss: u32) -> Reason {
        let held = core::mem::take(&mut self.nagle_holds);
        match self.phase {
            _ if length == 0 => Reason::Fin,
            Phase::Recovery { .. } if self.repairs_in_proportion() => Reason::Prr,
            _ if held && length < smss => Reason::NagleReleased,
            _ => Reason::NewData,
        }
    }

    /// Whether the controller's rate has the next segment wait; then a timer says until when.
    fn is_paced_out(&mut self, now: Instant) -> bool {
        let Some(due) = self.pacer.waits_until(now) else { return false };
        self.limited = true;
        self.timers.set(Timer::Pace, due);
        true
    }

    /// Whether to send now and not wait for more data, more window or an acknowledgment: silly-window avoidance
    /// (RFC 9293 3.8.6.2.1, MUST-38) and Nagle's algorithm (RFC 9293 3.7.4).
    fn is_worthwhile(&mut self, length: u32, unsent: u32, usable: u32, smss: u32, fin: bool) -> bool {
        if length >= smss || fin {
            return true;
        }
        if length == 0 {
            return false;
        }
        let idle = self.scoreboard.is_empty();
        let everything = length == unsent && unsent <= usable;
        let urgent = self.snd.up.is_some_and(|up| up.after(self.snd.nxt));
        let nagle = self.config.nagle && !self.closing && !urgent || self.scoreboard.count() >= MANY;
        let worth = everything || length >= self.snd.max_wnd / 2;
        let held = worth && nagle && !idle;
        self.nagle_holds |= held;
        worth && !held
    }

    /// Sends what has not been sent before: `length` bytes of data and perhaps the FIN.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn send_new(&mut self, length: u32, fin: bool, now: Instant) -> Outgoing {
        let seq = self.snd.nxt;
        if self.scoreboard.is_empty() {
            self.waiting_since = Some(now);
        }
        let stamp = self.rate.sent(now, self.scoreboard.pipe());
        self.scoreboard.push(Sent::new(seq, length + u32::from(fin), now, stamp));
        self.repair.prr.sent(length + u32::from(fin));
        self.repair.tail_probe.spent = false;
        self.snd.nxt = seq + length + u32::from(fin);
        if fin {
            self.fin = Some(seq + length);
            let both = self.state == State::CloseWait;
            self.enter(if both { State::LastAck } else { State::FinWait1 }, Reason::Fin);
        }
        let flags = if length > 0 { self.ecn_answer() } else { Flags::default() };
        let outgoing = self.data_segment(seq, length, fin, now);
        Outgoing { flags: outgoing.flags | flags, ..outgoing }
    }

    /// Sends a segment again, as much of it as a segment may have now, and not beyond the peer's window (SHLD-16).
    fn resend(&mut self, sent: &Sent, now: Instant) -> Option<Outgoing> {
        let has_fin = self.fin.is_some_and(|fin| sent.end() == fin + 1);
        let edge = self.snd.una + self.snd.wnd.max(1);
        if !sent.start.before(edge) && self.snd.wnd > 0 {
            return None;
        }
        self.sending = sent.lost.unwrap_or(Reason::Rto);
        let data = sent.length - u32::from(has_fin);
        let length = data.min(self.fits());
        let fin = has_fin && length == data;
        let length_sent = length + u32::from(fin);
        let stamp = self.rate.sent(now, self.scoreboard.pipe());
        self.scoreboard.resent(sent.start, length_sent, now, stamp);
        self.counters.retransmits += 1;
        if self.phase != Phase::Open {
            self.repair.undo.resent(length_sent, now);
            self.validation.resent(sent, length_sent);
            self.repair.prr.sent(length_sent);
            // The oldest segment has its time anew: its repair can't be answered before a round trip has passed. Where the
            // window is closed, it is the timer for probes that runs, with no limit but the peer's silence (MUST-37).
            if sent.start == self.snd.una && self.snd.wnd > 0 {
                self.timers.set(Timer::Retransmit, now + self.rtt.rto());
            }
        }
        Some(self.data_segment(sent.start, length, fin, now))
    }

    /// One byte beyond a closed window, or the FIN, or what a window too small for silly-window avoidance takes
    /// (RFC 9293 3.8.6.1, MUST-36; 3.8.6.2.1).
    fn probe(&mut self, now: Instant) -> Option<Outgoing> {
        self.probe_due = false;
        if let Some(first) = self.scoreboard.first().copied() {
            let probe = self.resend(&first, now);
            self.sending = Reason::WindowProbe;
            return probe;
        }
        let unsent = self.unsent();
        let length = unsent.min(self.snd.usable().max(1)).min(self.fits());
        let fin = length == unsent && self.fin_is_due() && length == 0;
        let probe = (length > 0 || fin).then(|| self.send_new(length, fin, now));
        self.sending = Reason::WindowProbe;
        self.forbid_mark();
        probe
    }

    /// Builds a segment with data and notes that it is sent.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn data_segment(&mut self, seq: SeqNumber, length: u32, fin: bool, now: Instant) -> Outgoing {
        let end = seq + length;
        let mut flags = Flags::ACK;
        if length > 0 && end == self.send_buffer.end() {
            flags |= Flags::PSH;
        }
        if fin {
            flags |= Flags::FIN;
        }
        if self.snd.up.is_some_and(|up| up.after(seq)) {
            flags |= Flags::URG;
        }
        self.counters.bytes_sent += u64::from(length);
        if let Some(rate) = self.pace(now, length) {
            self.pacer.sent(now, length, rate);
        }
        self.last_sent = now;
        self.start_retransmit_timer(now);
        Outgoing { length: length as u16, ..self.acknowledging(seq, flags) }
    }

    /// A segment with an acknowledgment, which is then not owed any more.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn acknowledging(&mut self, seq: SeqNumber, flags: Flags) -> Outgoing {
        self.acks.sent();
        self.timers.stop(Timer::DelayedAck);
        self.rcv.last_ack_sent = self.rcv.nxt;
        Outgoing { seq, flags: flags | self.ecn_echo(), length: 0 }
    }

    /// An acknowledgment alone, where one is owed now; the timer for one that may wait.
    fn acknowledgment(&mut self, now: Instant) -> Option<Outgoing> {
        if self.acks.is_due() {
            self.sending = self.acks.why();
            return Some(self.acknowledging(self.snd.nxt, Flags::ACK));
        }
        if self.acks.may_wait() && !self.timers.runs(Timer::DelayedAck) {
            self.timers.set(Timer::DelayedAck, now + self.config.ack_delay.min(LONGEST_ACK_DELAY));
        }
        None
    }

    /// A segment that says nothing new, so that an idle peer answers it (RFC 9293 3.8.4, SHLD-12).
    fn keep_alive(&mut self) -> Option<Outgoing> {
        core::mem::take(&mut self.keep_alive_due).then(|| {
            self.sending = Reason::KeepAlive;
            let before = SeqNumber(self.snd.nxt.0.wrapping_sub(1));
            self.acknowledging(before, Flags::ACK)
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
        self.schedule_tail_probe(now);
        if !self.limited && !self.send_buffer.is_full() {
            self.rate.lacks_data(self.scoreboard.pipe());
        }
        let waits = self.unsent() > 0 || self.fin_is_due() || !self.scoreboard.is_empty();
        let held_back = self.scoreboard.is_empty() && !self.timers.runs(Timer::Pace) || self.snd.wnd == 0;
        if waits && held_back && !self.timers.runs(Timer::Persist) {
            self.timers.stop(Timer::Retransmit);
            self.waiting_since = self.waiting_since.or(Some(now));
            self.timers.set(Timer::Persist, now + self.probe_interval());
        }
        if waits {
            self.start_user_timer(now);
        }
    }

    /// Starts the user's own limit unless it runs, from when the oldest data, or the SYN, began to wait (RFC 9293 3.9.1).
    fn start_user_timer(&mut self, now: Instant) {
        if let (Some(limit), false) = (self.config.user_timeout, self.timers.runs(Timer::UserTimeout)) {
            self.timers.set(Timer::UserTimeout, self.waiting_since.unwrap_or(now) + limit);
        }
    }
}

impl Reset {
    pub(super) const fn outgoing(self) -> Outgoing {
        let flags = match self.ack {
            Some(_) => Flags::from_bits(Flags::RST.bits() | Flags::ACK.bits()),
            None => Flags::RST,
        };
        Outgoing { seq: self.seq, flags, length: 0 }
    }
}
