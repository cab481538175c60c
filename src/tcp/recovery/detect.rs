//! What an acknowledgment means for losses: found, repaired, or never there.

use super::tail_probe::{self, ProbeOutcome};
use super::{DUPLICATE_THRESHOLD, Delivered, Evidence, ForwardRto, Phase, Prr, Undo};
use crate::tcp::connection::Connection;
use crate::tcp::timers::Timer;
use crate::tcp::trace::Reason;
use crate::time::{Duration, Instant};
use crate::wire::tcp::SeqNumber;

/// An acknowledgment, in recovery's terms.
#[derive(Clone, Copy, Debug)]
pub(in crate::tcp) struct News {
    /// What came with it.
    pub(in crate::tcp) evidence: Evidence,
    /// How much was sent and not acknowledged before it (RFC 5681 2, FlightSize).
    pub(in crate::tcp) flight: u32,
    /// Whether it moves SND.UNA on.
    pub(in crate::tcp) advanced: bool,
    /// What arrived.
    pub(in crate::tcp) delivered: Delivered,
    /// A duplicate that the peer tells of (RFC 2883).
    pub(in crate::tcp) duplicate: Option<(SeqNumber, SeqNumber)>,
    /// Whether it says nothing but where the peer stands, again.
    pub(in crate::tcp) bare: bool,
}

impl Connection {
    /// Takes an acknowledgment; gives how many bytes are newly held to be lost.
    pub(in crate::tcp) fn recover(&mut self, news: &News) -> u32 {
        let now = news.evidence.now;
        if let Some(why) = self.is_spurious(news) {
            self.take_back(why);
        }
        if news.advanced {
            self.repair.tail_probe.spent = false;
            self.repair.advanced_at = now;
            self.end_phase(now);
        }
        let lost = match self.negotiated.sack {
            true => self.find_by_time(news),
            false => self.find_by_count(news),
        };
        if let Phase::Recovery { .. } = self.phase {
            let (pipe, threshold) = (self.scoreboard.pipe(), self.controller.slow_start_threshold());
            let comes_through = news.advanced && lost == 0;
            self.repair.prr.acknowledged(news.delivered.bytes, pipe, threshold, self.smss(), comes_through);
        }
        lost
    }

    /// Whether what was supposed to be lost was not: all that was sent again came twice (RFC 2883 5), what is acknowledged
    /// is the original (RFC 3522), or the timer was early (RFC 5682). Gives what says so.
    fn is_spurious(&mut self, news: &News) -> Option<Reason> {
        let probe = self.probe_outcome(news);
        let by_duplicate = news.duplicate.is_some_and(|(left, right)| {
            if probe != ProbeOutcome::Spurious {
                self.repair.rack.duplicate(self.snd.una, self.snd.nxt);
            }
            self.repair.undo.duplicate(left, right)
        });
        let repeated = news.delivered.repeated.filter(|_| news.advanced);
        let by_echo = repeated.is_some_and(|sent_at| self.repair.undo.predates(sent_at, news.evidence.echoed));
        let signs = [
            (self.is_timeout_spurious(news), Reason::TimeoutSpurious),
            (by_duplicate, Reason::DuplicateSack),
            (by_echo, Reason::Eifel),
        ];
        signs.into_iter().find_map(|(holds, why)| holds.then_some(why))
    }

    /// RFC 8985 7.4.2: a probe that replaced what was lost hides a loss, which congestion control must hear of.
    fn probe_outcome(&mut self, news: &News) -> ProbeOutcome {
        let bare = news.bare && !news.advanced;
        let outcome = self.repair.tail_probe.acknowledged(self.snd.una, news.duplicate, bare);
        if outcome == ProbeOutcome::Repaired && self.phase == Phase::Open {
            self.controller.loss(news.evidence.now, news.flight);
            self.controller.recovered(news.evidence.now, self.scoreboard.pipe());
            self.note_window(Reason::ProbeRepaired);
        }
        outcome
    }

    /// Nothing was lost: the window is as before (RFC 4015 3.2), and what was not yet sent again is under way.
    fn take_back(&mut self, why: Reason) {
        self.controller.undo();
        self.note_window(why);
        self.rtt.forgive();
        self.scoreboard.unmark_lost();
        (self.phase, self.duplicate_acks, self.repair_now) = (Phase::Open, 0, false);
        (self.repair.undo, self.repair.forward_rto) = (Undo::default(), ForwardRto::Off);
        self.validation.forget_loss();
        self.counters.spurious += 1;
    }

    /// SND.UNA has moved on: perhaps over all that was under way when losses were found.
    fn end_phase(&mut self, now: Instant) {
        let Some(point) = self.phase.point() else {
            self.duplicate_acks = 0;
            return;
        };
        if !self.snd.una.before(point) {
            (self.phase, self.duplicate_acks, self.repair_now) = (Phase::Open, 0, false);
            self.repair.forward_rto = ForwardRto::Off;
            self.repair.rack.recovered();
            self.controller.recovered(now, self.scoreboard.pipe());
            self.validate_repaired();
            self.note_window(Reason::Recovered);
        }
    }

    /// RFC 8985 6.2, with SACK.
    fn find_by_time(&mut self, news: &News) -> u32 {
        self.repair.rack.delivered(&news.delivered);
        if news.delivered.bytes == 0 {
            return 0;
        }
        self.look_for_losses(news.evidence.now, news.flight)
    }

    /// Marks what is lost by now, sets the timer for what will be (RFC 8985 6.2, step 5), and begins a recovery with the
    /// first loss. Gives how many bytes are newly held to be lost.
    pub(in crate::tcp) fn look_for_losses(&mut self, now: Instant, flight: u32) -> u32 {
        let sure = self.phase != Phase::Open || self.scoreboard.segments_sacked() >= DUPLICATE_THRESHOLD;
        let (srtt, min_rtt) = (self.rtt.srtt().unwrap_or_default(), self.rtt.minimum().unwrap_or_default());
        self.repair.rack.set_window(sure, min_rtt, srtt);
        let found = self.scoreboard.mark_lost_by_time(&self.repair.rack, now, &mut self.trace);
        match found.wait_until {
            Some(due) => self.timers.set(Timer::Reorder, due),
            None => self.timers.stop(Timer::Reorder),
        }
        if found.bytes > 0 {
            match self.phase {
                Phase::Open => self.begin_recovery(now, flight),
                // A repair that is lost speaks for congestion once more (RFC 5681 4.3).
                Phase::Recovery { .. } if found.repair && self.repair.reduced_long_ago(now, srtt) => {
                    self.begin_recovery(now, self.scoreboard.pipe() + found.bytes);
                }
                Phase::Recovery { .. } | Phase::Timeout { .. } => {}
            }
        }
        found.bytes
    }

    /// RFC 5681 3.2 and RFC 6582 3.2, without SACK.
    fn find_by_count(&mut self, news: &News) -> u32 {
        let before = self.scoreboard.lost();
        match self.phase {
            Phase::Recovery { .. } if news.advanced => {
                let left = news.delivered.cumulative / self.smss();
                self.duplicate_acks = self.duplicate_acks.saturating_sub(left) + 1;
                self.scoreboard.mark_first_lost(Reason::PartialAck, &mut self.trace);
                self.repair_now = true;
            }
            Phase::Open => {
                let repeated = self.recover.is_some_and(|recover| !self.snd.una.after(recover));
                if self.duplicate_acks >= DUPLICATE_THRESHOLD && !repeated {
                    self.scoreboard.mark_first_lost(Reason::DuplicateAcks, &mut self.trace);
                    self.begin_recovery(news.evidence.now, news.flight);
                }
            }
            Phase::Recovery { .. } | Phase::Timeout { .. } => {}
        }
        self.scoreboard.lost().saturating_sub(before)
    }

    /// Loss is found: the window shrinks once, and one segment is repaired at once.
    fn begin_recovery(&mut self, now: Instant, flight: u32) {
        let answered = self.phase == Phase::Open && self.has_answered();
        let taken_back = self.phase == Phase::Open && !answered;
        if !answered {
            let reduced = self.loss_to_repair(now, flight);
            self.controller.loss(now, reduced);
            self.note_window(Reason::Loss);
        }
        if self.phase == Phase::Open {
            self.rate.begin_round();
        }
        self.tell_reduction();
        self.phase = Phase::Recovery { point: self.snd.nxt };
        (self.recover, self.repair_now) = (Some(self.snd.nxt), true);
        self.repair.prr = Prr::new(flight);
        self.repair.reduced_at = now;
        self.repair.undo = if taken_back { Undo::new(self.snd.una, self.snd.nxt) } else { Undo::default() };
        self.repair.tail_probe.forget();
        self.timers.stop(Timer::TailProbe);
    }

    /// The retransmission timer went off: everything that may be lost is, and the test whether it is begins (RFC 8985 6.3,
    /// RFC 5682 3.1, step 1).
    pub(in crate::tcp) fn begin_timeout(&mut self, now: Instant) {
        let first = self.phase == Phase::Open;
        self.tell_reduction();
        self.loss_flight(0);
        self.validation.forget_loss();
        self.controller.timeout(now, self.scoreboard.pipe(), self.retransmissions > 1);
        self.note_window(Reason::Timeout);
        self.phase = Phase::Timeout { point: self.snd.nxt };
        self.recover = Some(self.snd.nxt);
        self.duplicate_acks = 0;
        self.repair_now = true;
        self.repair.undo = if first { Undo::new(self.snd.una, self.snd.nxt) } else { Undo::default() };
        self.repair.forward_rto = if first { ForwardRto::Waiting } else { ForwardRto::Off };
        self.repair.tail_probe.forget();
        self.timers.stop(Timer::Reorder);
        self.timers.stop(Timer::TailProbe);
        let rack = self.repair.rack;
        self.scoreboard.mark_old_lost(|sent| rack.is_old(sent, now), Reason::Rto, &mut self.trace);
    }

    /// Sets the timer for a probe of the tail, where there may be one (RFC 8985 7.2); stops it where there may not.
    pub(in crate::tcp) fn schedule_tail_probe(&mut self, now: Instant) {
        let asks = self.negotiated.sack
            && self.phase == Phase::Open
            && !self.scoreboard.is_empty()
            && self.scoreboard.segments_sacked() == 0
            && self.repair.tail_probe.end.is_none()
            && !self.repair.tail_probe.spent
            && self.snd.wnd > 0;
        if !asks {
            return self.timers.stop(Timer::TailProbe);
        }
        let smoothed = self.rtt.srtt().zip(self.rtt.rttvar());
        // Counted from the last segment, which is the one that may be lost; but not at once after an acknowledgment, since
        // another may be right behind.
        let due = self.last_sent + tail_probe::timeout(smoothed, self.scoreboard.count() == 1);
        let due = due.max(self.repair.advanced_at + tail_probe::SHORTEST);
        let due = match self.timers.due(Timer::TailProbe) {
            _ if due > now => due,
            running => running.unwrap_or(now + tail_probe::SHORTEST),
        };
        self.timers.set(Timer::TailProbe, self.timers.due(Timer::Retransmit).map_or(due, |rto| due.min(rto)));
    }
}

impl super::Repair {
    /// Whether the window was last reduced a round trip ago or earlier.
    fn reduced_long_ago(&self, now: Instant, srtt: Duration) -> bool {
        now.since(self.reduced_at) >= srtt
    }
}
