//! What happens when a timer falls due, RFC 9293 3.10.8, RFC 6298 5 and RFC 9293 3.8.3 to 3.8.6.

use super::connection::Connection;
use super::event::CloseReason;
use super::output::Reset;
use super::state::State;
use super::timers::Timer;
use super::trace::Reason;
use crate::time::{Duration, Instant};

impl Connection {
    /// Lets time pass: acts on every timer that is due by `now`. Call it when [`Connection::poll_timeout`]'s moment has come;
    /// calling it earlier does no harm.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.trace.at(now);
        if self.timers.take(Timer::TimeWait, now) {
            // The last acknowledgment goes out before the wait for it to be asked for again is over, however short that is.
            if !self.acks.is_due() {
                return self.end(CloseReason::Finished, Reason::TimeWaitOver);
            }
            self.timers.set(Timer::TimeWait, now + Duration::from_micros(1));
        }
        if self.timers.take(Timer::UserTimeout, now) {
            self.user_timeout(now);
        }
        if self.timers.take(Timer::Retransmit, now) {
            self.retransmit_timeout(now);
        }
        if self.timers.take(Timer::Reorder, now) {
            self.look_for_losses(now, self.snd.flight());
        }
        if self.timers.take(Timer::TailProbe, now) {
            self.tail_probe_timeout(now);
        }
        self.timers.take(Timer::Pace, now);
        if self.timers.take(Timer::Persist, now) {
            self.persist_timeout(now);
        }
        if self.timers.take(Timer::DelayedAck, now) {
            self.acks.at_once(Reason::AckDelayed);
        }
        if self.timers.take(Timer::KeepAlive, now) {
            self.keep_alive_timeout(now);
        }
    }

    /// RFC 6298 5.4 to 5.7, and R1 and R2 of RFC 9293 3.8.3.
    fn retransmit_timeout(&mut self, now: Instant) {
        if self.scoreboard.is_empty() {
            return;
        }
        let r2 = if self.state.is_synchronized() { self.config.r2 } else { self.config.syn_r2 };
        if self.has_waited(now, r2) {
            return self.give_up(Reason::RetransmissionLimit);
        }
        self.retransmissions += 1;
        self.counters.timeouts += 1;
        if self.retransmissions >= self.config.r1 {
            self.events.retransmitting = Some(self.retransmissions);
        }
        if self.state.is_synchronized() {
            self.begin_timeout(now);
        } else {
            self.scoreboard.mark_all_lost(Reason::Rto, &mut self.trace);
        }
        self.rtt.back_off();
        self.timers.set(Timer::Retransmit, now + self.rtt.rto());
    }

    /// RFC 8985 7.3: a probe is sent, or not; the retransmission timer starts anew in either case.
    fn tail_probe_timeout(&mut self, now: Instant) {
        self.repair.tail_probe.expire();
        if !self.scoreboard.is_empty() {
            self.timers.set(Timer::Retransmit, now + self.rtt.rto());
        }
    }

    /// RFC 9293 3.8.6.1: the window may stay closed for as long as the peer says so (MUST-37); a peer that says nothing is
    /// given up as any other.
    fn persist_timeout(&mut self, now: Instant) {
        let silent = self.probes > 0 && now.since(self.last_heard) >= self.config.r2;
        if silent {
            return self.give_up(Reason::RetransmissionLimit);
        }
        self.probes += 1;
        self.probe_due = true;
        if self.probes >= self.config.r1 && now.since(self.last_heard) > self.probe_interval() {
            self.events.retransmitting = Some(self.probes);
        }
        self.timers.set(Timer::Persist, now + self.probe_interval());
    }

    /// How long until the next probe: the retransmission timeout, doubled with each (SHLD-29, SHLD-30).
    pub(super) fn probe_interval(&self) -> Duration {
        let factor = 1u32.checked_shl(self.probes).unwrap_or(u32::MAX);
        (self.rtt.rto() * factor).min(self.config.max_rto)
    }

    /// RFC 9293 3.9.1: the user's own limit, which counts from the first SYN on. Progress moves it on.
    fn user_timeout(&mut self, now: Instant) {
        let Some(limit) = self.config.user_timeout else { return };
        if self.has_waited(now, limit) {
            if !self.state.is_synchronized() {
                return self.give_up(Reason::UserTimeout);
            }
            self.reset = Some(Reset { seq: self.snd.nxt, ack: None, why: Reason::UserTimeout });
            self.end(CloseReason::TimedOut, Reason::UserTimeout);
        } else if let Some(since) = self.waiting_since {
            self.timers.set(Timer::UserTimeout, since + limit);
        }
    }

    fn has_waited(&self, now: Instant, limit: Duration) -> bool {
        self.waiting_since.is_some_and(|since| now.since(since) >= limit)
    }

    /// The peer does not answer: a connection that was half open to a passive user goes back to listening.
    fn give_up(&mut self, why: Reason) {
        if self.may_listen_again() {
            return self.listen_again(why);
        }
        self.end(CloseReason::TimedOut, why);
    }

    /// RFC 9293 3.8.4: probes only after the peer was silent for the whole interval (MUST-26), and gives up only when several
    /// went unanswered (MUST-29).
    fn keep_alive_timeout(&mut self, now: Instant) {
        let Some(keep_alive) = self.config.keep_alive else { return };
        if self.keep_alives >= keep_alive.probes {
            self.reset = Some(Reset { seq: self.snd.nxt, ack: None, why: Reason::KeepAliveUnanswered });
            return self.end(CloseReason::TimedOut, Reason::KeepAliveUnanswered);
        }
        let due = self.last_heard + keep_alive.idle + keep_alive.interval * self.keep_alives;
        if now < due {
            return self.timers.set(Timer::KeepAlive, due);
        }
        // Data under way asks the same question, and has timers of its own.
        if self.scoreboard.is_empty() && self.unsent() == 0 {
            self.keep_alives += 1;
            self.keep_alive_due = true;
        }
        self.timers.set(Timer::KeepAlive, now + keep_alive.interval);
    }

    /// Something came from the peer: it is there, and the silence is counted anew.
    pub(super) fn heard(&mut self, now: Instant) {
        (self.last_heard, self.keep_alives) = (now, 0);
        if let (Some(keep_alive), true) = (self.config.keep_alive, self.state.is_synchronized())
            && self.state != State::TimeWait
        {
            self.timers.set(Timer::KeepAlive, now + keep_alive.idle);
        }
    }
}
