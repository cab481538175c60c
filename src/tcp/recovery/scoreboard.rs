//! Every segment under way, and what is known of it.

mod by_time;

use super::delivered::{Delivered, Evidence};
use crate::tcp::congestion::Stamp;
use crate::tcp::trace::{Reason, Tracer};
use crate::time::Instant;
use crate::wire::tcp::SeqNumber;
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use by_time::Again;

/// How many segments' room is kept while nothing is under way.
const KEPT: usize = 4;

/// A segment that was sent and is not acknowledged cumulatively.
#[derive(Clone, Copy, Debug)]
pub(in crate::tcp) struct Sent {
    /// Its first sequence number.
    pub(in crate::tcp) start: SeqNumber,
    /// How much of the sequence space it takes: data, and one for a SYN or FIN.
    pub(in crate::tcp) length: u32,
    /// When it was last sent.
    pub(in crate::tcp) sent_at: Instant,
    /// Its last sending's place among all.
    pub(in crate::tcp) order: u32,
    /// How things stood when it was last sent.
    pub(in crate::tcp) stamp: Stamp,
    /// How often it was sent, as far as that can be counted.
    pub(in crate::tcp) transmissions: u8,
    /// The peer has it (RFC 2018).
    sacked: bool,
    /// Why it is held to be lost, where it is (RFC 8985 6.2, RFC 5681 3).
    pub(in crate::tcp) lost: Option<Reason>,
    /// It was sent again since it was held to be lost.
    repaired: bool,
    /// Its last sending is in the list of what was sent again.
    listed: bool,
    /// Where it is sacked: how many segments from this one on are known to be, at least.
    run: u32,
}

impl Sent {
    /// A segment that is sent for the first time.
    pub(in crate::tcp) const fn new(start: SeqNumber, length: u32, now: Instant, stamp: Stamp) -> Self {
        Sent {
            start,
            length,
            sent_at: now,
            order: 0,
            stamp,
            transmissions: 1,
            sacked: false,
            lost: None,
            repaired: false,
            listed: false,
            run: 1,
        }
    }

    /// The number after its last.
    pub(in crate::tcp) fn end(&self) -> SeqNumber {
        self.start + self.length
    }

    /// Whether it waits to be sent again.
    const fn needs_repair(&self) -> bool {
        self.lost.is_some() && !self.repaired && !self.sacked
    }
}

/// What the segments sum up to, in bytes of the sequence space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    /// Held to be in the network (RFC 6675 4, pipe).
    pipe: u32,
    /// Held by the peer.
    sacked: u32,
    /// Held to be lost, sent again or not.
    lost: u32,
    /// Held to be lost, and not sent again since.
    waiting: u32,
}

impl Counts {
    /// What `length` bytes of a segment count.
    const fn of(sent: &Sent, length: u32) -> Self {
        let lost = sent.lost.is_some() && !sent.sacked;
        let waiting = sent.needs_repair();
        Counts {
            pipe: if sent.sacked || waiting { 0 } else { length },
            sacked: if sent.sacked { length } else { 0 },
            lost: if lost { length } else { 0 },
            waiting: if waiting { length } else { 0 },
        }
    }

    fn add(&mut self, other: Counts) {
        let Counts { pipe, sacked, lost, waiting } = other;
        self.pipe += pipe;
        self.sacked += sacked;
        self.lost += lost;
        self.waiting += waiting;
    }

    fn take(&mut self, other: Counts) {
        let Counts { pipe, sacked, lost, waiting } = other;
        self.pipe -= pipe;
        self.sacked -= sacked;
        self.lost -= lost;
        self.waiting -= waiting;
    }
}

/// The segments under way, oldest first, without gaps.
#[derive(Clone, Debug, Default)]
pub(in crate::tcp) struct Scoreboard {
    sent: VecDeque<Sent>,
    counts: Counts,
    /// How many segments the peer holds beyond what it has acknowledged (RFC 8985 5.2, RACK.segs_sacked).
    segments_sacked: u32,
    /// The number after the highest that the peer was ever known to have (RFC 8985 5.2, RACK.fack).
    highest: Option<SeqNumber>,
    /// How many segments have been sent, modulo 2^32.
    order: u32,
    /// What was sent again, in the order of sending: some of it may have arrived since, or been found lost. So many of the list
    /// are done with.
    again: Vec<Again>,
    done: usize,
    /// No segment before this number may still be found lost by its time, but those in `again`.
    open_from: SeqNumber,
    /// No segment before this number waits to be sent again.
    waiting_from: SeqNumber,
}

impl Scoreboard {
    /// Appends a segment that is sent for the first time.
    pub(in crate::tcp) fn push(&mut self, sent: Sent) {
        if self.sent.is_empty() {
            (self.open_from, self.waiting_from) = (sent.start, sent.start);
        }
        self.counts.pipe += sent.length;
        self.order = self.order.wrapping_add(1);
        self.sent.push_back(Sent { order: self.order, ..sent });
    }

    /// How many bytes are held to be in the network (RFC 6675 4, pipe).
    pub(in crate::tcp) const fn pipe(&self) -> u32 {
        self.counts.pipe
    }

    /// How many bytes the peer holds beyond what it has acknowledged.
    pub(in crate::tcp) const fn sacked(&self) -> u32 {
        self.counts.sacked
    }

    /// How many segments the peer holds beyond what it has acknowledged.
    pub(in crate::tcp) const fn segments_sacked(&self) -> u32 {
        self.segments_sacked
    }

    /// The number after the highest that the peer was ever known to have.
    pub(in crate::tcp) const fn highest(&self) -> Option<SeqNumber> {
        self.highest
    }

    /// How many bytes are held to be lost.
    pub(in crate::tcp) const fn lost(&self) -> u32 {
        self.counts.lost
    }

    /// Whether nothing is under way.
    pub(in crate::tcp) fn is_empty(&self) -> bool {
        self.sent.is_empty()
    }

    /// How many segments are under way.
    pub(in crate::tcp) fn count(&self) -> usize {
        self.sent.len()
    }

    /// The oldest segment under way.
    pub(in crate::tcp) fn first(&self) -> Option<&Sent> {
        self.sent.front()
    }

    /// The newest segment under way.
    pub(in crate::tcp) fn last(&self) -> Option<&Sent> {
        self.sent.back()
    }

    /// How much memory the segments take.
    pub(in crate::tcp) fn memory(&self) -> usize {
        self.sent.capacity() * size_of::<Sent>() + self.again.capacity() * size_of::<Again>()
    }

    /// Takes a cumulative acknowledgment.
    pub(in crate::tcp) fn acknowledge(&mut self, una: SeqNumber, evidence: &Evidence) -> Delivered {
        let mut delivered = Delivered::new(self.highest);
        while let Some(sent) = self.sent.front().filter(|sent| !sent.end().after(una)).copied() {
            self.sent.pop_front();
            self.counts.take(Counts::of(&sent, sent.length));
            self.segments_sacked -= u32::from(sent.sacked);
            delivered.cumulative += sent.length;
            if sent.transmissions > 1 {
                delivered.repeated = delivered.repeated.max(Some(sent.sent_at));
            }
            // A segment that was acknowledged selectively before has said what it had to say then.
            if !sent.sacked {
                delivered.note(&sent, sent.length, evidence);
            }
        }
        if let Some(sent) = self.sent.front_mut().filter(|sent| sent.start.before(una)) {
            let cut = una - sent.start;
            self.counts.take(Counts::of(sent, cut));
            delivered.cumulative += cut;
            delivered.bytes += if sent.sacked { 0 } else { cut };
            (sent.start, sent.length) = (una, sent.length - cut);
        }
        if delivered.repeated.is_some() {
            delivered.rtt = None;
        }
        self.raise(una);
        for from in [&mut self.open_from, &mut self.waiting_from] {
            *from = if from.before(una) { una } else { *from };
        }
        if self.sent.is_empty() {
            self.sent.shrink_to(KEPT);
            (self.again, self.done) = (Vec::new(), 0);
        }
        delivered
    }

    /// The peer is known to have what lies before `end`, or some of it.
    fn raise(&mut self, end: SeqNumber) {
        self.highest = self.highest.filter(|highest| !end.after(*highest)).or(Some(end));
    }

    /// Changes a segment and keeps the counts.
    fn change(&mut self, index: usize, change: impl FnOnce(&mut Sent)) {
        let Some(sent) = self.sent.get_mut(index) else { return };
        let before = *sent;
        change(sent);
        let after = *sent;
        self.recount(&before, &after);
    }

    /// A segment counts otherwise now.
    #[cfg_attr(target_arch = "wasm32", inline(never))] // one copy, and not one for each change
    fn recount(&mut self, before: &Sent, after: &Sent) {
        self.counts.take(Counts::of(before, before.length));
        self.counts.add(Counts::of(after, after.length));
        self.segments_sacked = self.segments_sacked + u32::from(after.sacked) - u32::from(before.sacked);
    }

    /// Takes a SACK block: segments that lie wholly in it are held by the peer. A block outside what is under way says
    /// nothing (RFC 2018 4, RFC 2883 4).
    pub(in crate::tcp) fn sack(
        &mut self,
        (left, right): (SeqNumber, SeqNumber),
        evidence: &Evidence,
        delivered: &mut Delivered,
    ) {
        let (Some(first), Some(last)) = (self.sent.front(), self.sent.back()) else { return };
        let base = first.start;
        if !left.before(right) || left.before(base) || right.after(last.end()) {
            return;
        }
        let from = self.place(left);
        let to = self.sent.partition_point(|sent| sent.end() - base <= right - base);
        let before = delivered.sacked;
        let mut index = from;
        while let Some(sent) = self.sent.get(index).filter(|_| index < to).copied() {
            if sent.sacked {
                index = self.after_sacked(index);
                continue;
            }
            self.change(index, |sent| {
                (sent.sacked, sent.run) = (true, 1);
                (sent.lost, sent.repaired, sent.listed) = (None, false, false);
            });
            delivered.sacked += sent.length;
            delivered.note(&sent, sent.length, evidence);
            index += 1;
        }
        if delivered.sacked > before {
            self.raise(right);
        }
    }

    /// The place after the segments that the peer holds from this one on, one beside the other. What is found is remembered in
    /// each that was looked at, so that a block that is told of again and again costs next to nothing.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn after_sacked(&mut self, index: usize) -> usize {
        let mut end = index;
        while let Some(sent) = self.sent.get(end).filter(|sent| sent.sacked) {
            end += sent.run as usize;
        }
        let mut at = index;
        while let Some(sent) = self.sent.get_mut(at).filter(|_| at < end) {
            let run = core::mem::replace(&mut sent.run, (end - at) as u32);
            at += run as usize;
        }
        end
    }

    /// The place of the first segment that begins at this number or after it.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn place(&self, start: SeqNumber) -> usize {
        let base = self.sent.front().map_or(start, |first| first.start);
        if start.before(base) { 0 } else { self.sent.partition_point(|sent| sent.start - base < start - base) }
    }

    /// Marks the oldest segment as lost (RFC 6582 3.2, a third duplicate or a partial acknowledgment).
    pub(in crate::tcp) fn mark_first_lost(&mut self, why: Reason, trace: &mut Tracer) {
        self.lose(0, why, trace);
    }

    /// A segment is lost, again where it was sent again, unless the peer holds it.
    fn lose(&mut self, index: usize, why: Reason, trace: &mut Tracer) {
        self.change(index, |sent| {
            if sent.sacked {
                return;
            }
            if !sent.needs_repair() {
                trace.lost(sent, why);
            }
            (sent.lost, sent.repaired) = (Some(why), false);
        });
        if let Some(sent) = self.sent.get(index).filter(|sent| sent.start.before(self.waiting_from)) {
            self.waiting_from = sent.start;
        }
    }

    /// Marks everything as lost that the peer is not known to hold (RFC 5681 3.1, RFC 6675 5.1).
    pub(in crate::tcp) fn mark_all_lost(&mut self, why: Reason, trace: &mut Tracer) {
        self.mark_old_lost(|_| true, why, trace);
    }

    /// The retransmission timer went off: marks as lost the oldest segment, and the others where `is_old` says so (RFC 8985
    /// 6.3). A peer that does not acknowledge what it said it holds has thrown it away: nothing it said counts then
    /// (RFC 2018 8).
    pub(in crate::tcp) fn mark_old_lost(&mut self, is_old: impl Fn(&Sent) -> bool, why: Reason, trace: &mut Tracer) {
        let reneged = self.sent.front().is_some_and(|sent| sent.sacked);
        let why = if reneged { Reason::Reneged } else { why };
        for index in 0..self.sent.len() {
            if reneged {
                self.change(index, |sent| sent.sacked = false);
            }
            if index == 0 || reneged || self.sent.get(index).is_some_and(&is_old) {
                self.lose(index, why, trace);
            }
        }
    }

    /// Nothing was lost after all: what was held to be and was not sent again is under way (RFC 4015 3, RFC 5682 3.1).
    pub(in crate::tcp) fn unmark_lost(&mut self) {
        for index in 0..self.sent.len() {
            self.change(index, |sent| (sent.lost, sent.repaired) = (None, false));
            self.list(index);
        }
        self.open_from = self.sent.front().map_or(self.open_from, |first| first.start);
    }

    /// Marks segments as lost that are longer than the path takes now (RFC 1191 6.4).
    pub(in crate::tcp) fn mark_longer_lost(&mut self, smss: u32, trace: &mut Tracer) {
        for index in 0..self.sent.len() {
            if self.sent.get(index).is_some_and(|sent| sent.length > smss && !sent.sacked) {
                self.lose(index, Reason::PathMtu, trace);
            }
        }
    }

    /// The oldest segment that is lost and was not sent again since (RFC 6675 4, NextSeg rule 1).
    pub(in crate::tcp) fn next_lost(&mut self) -> Option<Sent> {
        if self.counts.waiting == 0 {
            return None;
        }
        let mut index = self.place(self.waiting_from);
        while let Some(sent) = self.sent.get(index).copied() {
            if sent.needs_repair() {
                self.waiting_from = sent.start;
                return Some(sent);
            }
            index = if sent.sacked { self.after_sacked(index) } else { index + 1 };
        }
        None
    }

    /// Notes that a segment, or the first part of one, is sent again.
    pub(in crate::tcp) fn resent(&mut self, start: SeqNumber, length: u32, now: Instant, stamp: Stamp) {
        let index = self.place(start);
        self.split(index, length);
        self.order = self.order.wrapping_add(1);
        let order = self.order;
        self.change(index, |sent| {
            (sent.sent_at, sent.order, sent.stamp, sent.repaired) = (now, order, stamp, sent.lost.is_some());
            (sent.transmissions, sent.listed) = (sent.transmissions.saturating_add(1), false);
        });
        self.list(index);
    }

    /// Splits a segment that is too long to be sent again in one: the path takes less than it did.
    fn split(&mut self, index: usize, length: u32) {
        let Some(sent) = self.sent.get(index).copied().filter(|sent| length > 0 && length < sent.length) else {
            return;
        };
        let tail = Sent { start: sent.start + length, length: sent.length - length, listed: false, ..sent };
        if let Some(head) = self.sent.get_mut(index) {
            head.length = length;
        }
        self.segments_sacked += u32::from(sent.sacked);
        self.sent.insert(index + 1, tail);
        self.open_from = if tail.start.before(self.open_from) { tail.start } else { self.open_from };
        self.list(index + 1);
    }
}

impl Scoreboard {
    /// Whether the counts are those of the segments, and the segments stand from `una` to `nxt` without a gap.
    pub(in crate::tcp) fn is_consistent(&self, una: SeqNumber, nxt: SeqNumber) -> bool {
        let mut next = una;
        let no_gap = self.sent.iter().all(|sent| sent.start == core::mem::replace(&mut next, sent.end()));
        let mut counts = Counts::default();
        self.sent.iter().for_each(|sent| counts.add(Counts::of(sent, sent.length)));
        let sacked = self.sent.iter().filter(|sent| sent.sacked).count();
        let counted = counts == self.counts && sacked == self.segments_sacked as usize;
        no_gap && next == nxt && counted && self.finds_all()
    }

    /// Whether what is looked for from a number on, or in the list of what was sent again, is nowhere else.
    fn finds_all(&self) -> bool {
        let waiting_from = self.place(self.waiting_from);
        let runs = |index: usize, sent: &Sent| {
            self.sent.range(index..).take(sent.run as usize).filter(|sent| sent.sacked).count() == sent.run as usize
        };
        let all = self.sent.iter().enumerate().all(|(index, sent)| {
            (!sent.sacked || sent.run == 1 || runs(index, sent)) && (!sent.needs_repair() || index >= waiting_from)
        });
        all && self.judges_all()
    }
}

#[cfg(test)]
mod tests;
