//! Fifth: ACK (RFC 9293 3.10.7.4, with RFC 5961 5 against data that is injected), and what follows for what is under way:
//! RFC 5681 and 6582, RFC 6675, RFC 6298 5, RFC 9293 3.8.6.

use super::super::congestion::Acknowledged;
use super::super::connection::Connection;
use super::super::event::CloseReason;
use super::super::output::Reset;
use super::super::recovery::{Delivered, Evidence, News, Phase};
use super::super::segment::Segment;
use super::super::state::State;
use super::super::timers::Timer;
use super::super::trace::Reason;
use super::Disposition;
use crate::time::{Duration, Instant};
use crate::wire::tcp::{Flags, SackBlocks, SeqNumber};

impl Connection {
    pub(super) fn check_ack(&mut self, now: Instant, segment: &mut Segment<'_>) -> Disposition {
        if !segment.has(Flags::ACK) {
            return Disposition::Drop;
        }
        if self.state == State::SynReceived {
            if !segment.ack.after(self.snd.una) || segment.ack.after(self.snd.nxt) {
                return Disposition::Reset(Reset { seq: segment.ack, ack: None, why: Reason::ResetUnknown });
            }
            self.establish(now, segment);
            return Disposition::Continue;
        }
        let oldest = SeqNumber(self.snd.una.0.wrapping_sub(self.snd.max_wnd));
        if segment.ack.after(self.snd.nxt) || segment.ack.before(oldest) {
            return Disposition::Challenge;
        }
        if !segment.ack.before(self.snd.una) {
            self.acknowledged_now(now, segment);
        }
        match self.state {
            State::FinWait1 if self.fin_is_acknowledged() => self.enter(State::FinWait2, Reason::FinAcknowledged),
            State::Closing if self.fin_is_acknowledged() => self.enter_time_wait(now, Reason::FinAcknowledged),
            State::LastAck if self.fin_is_acknowledged() => {
                return Disposition::Close(CloseReason::Finished, Reason::FinAcknowledged);
            }
            _ => {}
        }
        Disposition::Continue
    }

    /// Takes an acknowledgment from SND.UNA to SND.NXT.
    pub(super) fn acknowledged_now(&mut self, now: Instant, segment: &Segment<'_>) {
        let flight = self.snd.flight();
        let advanced = segment.ack.after(self.snd.una);
        let same_window = self.negotiated.peer_window(segment.window) == self.snd.wnd;
        let echoed = self.echoed(now, segment);
        let evidence = Evidence { now, min_rtt: self.rtt.minimum().unwrap_or_default(), echoed };
        let mut delivered = self.scoreboard.acknowledge(segment.ack, &evidence);
        if advanced {
            self.advance(now, segment.ack);
        }
        let blocks = segment.options.sack.filter(|_| self.negotiated.sack);
        let duplicate = blocks.and_then(|blocks| duplicate_told(segment.ack, blocks));
        if let Some(blocks) = blocks {
            // What came out of order is not what is echoed (RFC 7323 4.3).
            let evidence = Evidence { echoed: None, ..evidence };
            blocks.iter().for_each(|block| self.scoreboard.sack(block, &evidence, &mut delivered));
        }
        let closed = self.snd.wnd == 0;
        self.update_window(segment);
        let rtt = self.measure(&evidence, &delivered, advanced);
        let bare = segment.is_empty() && same_window && blocks.is_none();
        let repeats = match self.negotiated.sack {
            true => delivered.sacked > 0,
            // What answers a probe of a closed window says nothing of loss.
            false => !advanced && bare && !closed && !self.scoreboard.is_empty(),
        };
        self.duplicate_acks += u32::from(repeats);
        let lost = self.recover(&News { evidence, flight, advanced, delivered, duplicate, bare });
        self.take_echo(now, segment, flight);
        self.tell_controller(&evidence, &delivered, flight, lost, rtt);
        self.restart_timers(now, advanced, closed);
    }

    /// Tells the congestion controller what has arrived, and what has not.
    fn tell_controller(
        &mut self,
        evidence: &Evidence,
        delivered: &Delivered,
        flight: u32,
        lost: u32,
        rtt: Option<Duration>,
    ) {
        if delivered.bytes == 0 && delivered.cumulative == 0 {
            return;
        }
        let (now, window) = (evidence.now, self.controller.window());
        let (rate, round) = self.rate.delivered(now, delivered.bytes, delivered.newest, evidence.min_rtt);
        let slow_start = window < self.controller.slow_start_threshold();
        let why = self.trace.is_on().then(|| self.controller.growth());
        self.controller.acknowledged(&Acknowledged {
            now,
            bytes: delivered.cumulative,
            delivered: delivered.bytes,
            lost,
            in_flight: self.scoreboard.pipe(),
            flight,
            limited: self.limited || slow_start && window < flight.saturating_mul(2),
            recovering: matches!(self.phase, Phase::Recovery { .. }) || self.answers_a_mark(),
            rtt,
            rate,
            round,
        });
        if let Some(why) = why {
            self.note_window(why);
        }
        self.validate(now, delivered.cumulative, round);
        // What the window lets out and what replaces it once it is acknowledged.
        let room = self.controller.window().saturating_mul(2) as usize;
        self.events.writable |= self.send_buffer.grow(room.min(self.config.send_buffer_limit));
    }

    /// SND.UNA moves on.
    fn advance(&mut self, now: Instant, ack: SeqNumber) {
        let had = self.send_buffer.len();
        self.snd.una = ack;
        self.events.writable |= self.send_buffer.acknowledged(ack);
        self.counters.bytes_acknowledged += (had - self.send_buffer.len()) as u64;
        self.snd.up = self.snd.up.filter(|up| up.after(ack));
        self.retransmissions = 0;
        self.waiting_since = (!self.scoreboard.is_empty()).then_some(now);
        self.timers.stop(Timer::UserTimeout);
    }

    /// SND.WND, unless the segment is older than the one that set it (RFC 9293 3.10.7.4). A SYN's window was taken with it.
    fn update_window(&mut self, segment: &Segment<'_>) {
        let newer = self.snd.wl1.before(segment.seq) || self.snd.wl1 == segment.seq && !self.snd.wl2.after(segment.ack);
        if newer && !segment.has(Flags::SYN) {
            self.snd.wnd = self.negotiated.peer_window(segment.window);
            self.snd.max_wnd = self.snd.max_wnd.max(self.snd.wnd);
            (self.snd.wl1, self.snd.wl2) = (segment.seq, segment.ack);
        }
    }

    /// When the segment was sent whose timestamp comes back, in whole milliseconds (RFC 7323 4.1); nothing where that can't be.
    fn echoed(&self, now: Instant, segment: &Segment<'_>) -> Option<u64> {
        let (_, echo) = segment.options.timestamps.filter(|_| self.negotiated.timestamps.is_some())?;
        let ago = self.timestamp(now).wrapping_sub(echo);
        (echo != 0 && ago < 1 << 22).then(|| (now.as_micros() / 1000).saturating_sub(ago.into()))
    }

    /// Measures the round trip: by a segment that was sent once, or else by the timestamp that comes back (RFC 6298 3,
    /// RFC 7323 4.1).
    fn measure(&mut self, evidence: &Evidence, delivered: &Delivered, advanced: bool) -> Option<Duration> {
        let by_timestamp = || {
            let echoed = evidence.echoed.filter(|_| advanced)?;
            let millis = (evidence.now.as_micros() / 1000).saturating_sub(echoed);
            Some(Duration::from_millis(millis.max(1)))
        };
        let rtt = delivered.rtt.or_else(by_timestamp)?;
        self.rtt.measured(rtt);
        self.repair.tail_probe.unmeasured = false;
        Some(rtt)
    }

    /// The timers for what is under way (RFC 6298 5.2 and 5.3), or for a window that is closed (RFC 9293 3.8.6.1).
    fn restart_timers(&mut self, now: Instant, advanced: bool, was_closed: bool) {
        let open = self.snd.wnd > 0;
        if open && (was_closed || advanced) {
            self.probes = 0;
            self.timers.stop(Timer::Persist);
        }
        if open && was_closed && !self.scoreboard.is_empty() {
            // What was under way when the window was closed found no room: it is sent again.
            self.scoreboard.mark_all_lost(Reason::WindowReopened, &mut self.trace);
            self.repair_now = true;
            self.timers.set(Timer::Retransmit, now + self.rtt.rto());
        }
        if self.scoreboard.is_empty() || !open {
            self.timers.stop(Timer::Retransmit);
        } else if advanced {
            self.timers.set(Timer::Retransmit, now + self.rtt.rto());
        }
    }
}

/// The duplicate that the first block tells of, where it does: it lies below the acknowledgment or inside the second
/// (RFC 2883 4).
fn duplicate_told(ack: SeqNumber, blocks: SackBlocks<'_>) -> Option<(SeqNumber, SeqNumber)> {
    let mut blocks = blocks.iter();
    let (left, right) = blocks.next().filter(|(left, right)| left.before(*right))?;
    let inside =
        |(outer_left, outer_right): (SeqNumber, SeqNumber)| !left.before(outer_left) && !right.after(outer_right);
    (!right.after(ack) || blocks.next().is_some_and(inside)).then_some((left, right))
}
