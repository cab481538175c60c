//! Which segments are lost by their time, RFC 8985 6.2, step 5. An acknowledgment looks at what it says something new of and at
//! little else, however much is under way: what was sent once was sent in the order of its numbers, and what was sent again is
//! listed in the order in which that was done.

use super::super::rack::{Found, Rack};
use super::{Scoreboard, Sent};
use crate::tcp::trace::{Reason, Tracer};
use crate::time::Instant;
use crate::wire::tcp::SeqNumber;

/// Of so many segments that wait, the last one's moment is the timer's. RFC 8985 has the last of all: then what an
/// acknowledgment costs would grow with them.
const LOOKED_AT: usize = 64;

/// A segment that was sent again: its place in the order of sending then, and its first number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Again {
    pub(super) order: u32,
    pub(super) start: SeqNumber,
}

impl Sent {
    /// Whether its time may find it lost: it is held to be in the network.
    const fn is_open(&self) -> bool {
        !self.sacked && !self.needs_repair()
    }
}

impl Scoreboard {
    /// Marks as lost what was sent before a segment that has arrived, and long enough before it (RFC 8985 6.2, step 5). What
    /// was sent again is judged by when that was: repairs can be lost, too.
    pub(in crate::tcp) fn mark_lost_by_time(&mut self, rack: &Rack, now: Instant, trace: &mut Tracer) -> Found {
        let mut found = Found::default();
        self.judge_in_order(rack, now, &mut found, trace);
        self.judge_again(rack, now, &mut found, trace);
        found
    }

    /// What was sent once, in the order of its numbers, which is that of sending.
    fn judge_in_order(&mut self, rack: &Rack, now: Instant, found: &mut Found, trace: &mut Tracer) {
        let mut index = self.place(self.open_from);
        let (mut open_from, mut looked_at) = (None, 0);
        while let Some(sent) = self.sent.get(index).copied().filter(|_| looked_at < LOOKED_AT) {
            if sent.sacked {
                index = self.after_sacked(index);
                continue;
            }
            looked_at += usize::from(open_from.is_some());
            if sent.transmissions == 1 && sent.is_open() {
                let due = rack.lost_at(&sent);
                if !self.judge(index, due, now, found, trace) {
                    open_from = open_from.or(Some(sent.start));
                    if due.is_none() {
                        break;
                    }
                }
            }
            index += 1;
        }
        let end = self.sent.back().map_or(self.open_from, Sent::end);
        self.open_from = open_from.unwrap_or(end);
    }

    /// What was sent again, in the order in which it was.
    fn judge_again(&mut self, rack: &Rack, now: Instant, found: &mut Found, trace: &mut Tracer) {
        while let Some(again) = self.again.get(self.done).copied() {
            if let Some((index, sent)) = self.find(again) {
                if sent.is_open() && !self.judge(index, rack.lost_at(&sent), now, found, trace) {
                    break;
                }
                self.change(index, |sent| sent.listed = false);
            }
            self.done += 1;
        }
        let listed = self.again.iter().skip(self.done).take(LOOKED_AT).filter_map(|again| self.find(*again));
        let due = listed.filter(|(_, sent)| sent.is_open()).map_while(|(_, sent)| rack.lost_at(&sent)).last();
        found.wait_until = found.wait_until.max(due);
    }

    /// Marks a segment as lost if that is due, and says whether it is.
    fn judge(
        &mut self,
        index: usize,
        due: Option<Instant>,
        now: Instant,
        found: &mut Found,
        trace: &mut Tracer,
    ) -> bool {
        let is_lost = due.is_some_and(|due| due <= now);
        if let Some(sent) = self.sent.get(index).filter(|_| is_lost) {
            found.bytes += sent.length;
            found.repair |= sent.lost.is_some();
            self.lose(index, Reason::Rack, trace);
        } else {
            found.wait_until = found.wait_until.max(due);
        }
        is_lost
    }

    /// Lists a segment that was sent again, which nearly always is the last that was. Where much of the list says nothing any
    /// more, that is left out.
    pub(super) fn list(&mut self, index: usize) {
        let is_new = |sent: &&mut Sent| sent.transmissions > 1 && !sent.listed && sent.is_open();
        let Some(sent) = self.sent.get_mut(index).filter(is_new) else { return };
        sent.listed = true;
        let again = Again { order: sent.order, start: sent.start };
        if self.again.len() > 2 * self.sent.len() {
            let mut list = core::mem::take(&mut self.again);
            list.retain(|again| self.find(*again).is_some());
            (self.again, self.done) = (list, 0);
        }
        let earlier = |other: &Again| (other.order.wrapping_sub(again.order) as i32) < 0;
        let place = self.again.iter().rposition(earlier).map_or(0, |place| place + 1).max(self.done);
        self.again.insert(place, again);
    }

    /// The segment that was sent again then, if it was not again since, and has not arrived.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn find(&self, again: Again) -> Option<(usize, Sent)> {
        let base = self.sent.front()?.start;
        // Some of the oldest may be acknowledged.
        let index = self.place(if again.start.before(base) { base } else { again.start });
        let sent = self.sent.get(index).copied()?;
        (sent.listed && sent.order == again.order).then_some((index, sent))
    }

    /// Whether each segment that may be found lost is looked at.
    pub(super) fn judges_all(&self) -> bool {
        let open_from = self.place(self.open_from);
        let listed = self.again.iter().skip(self.done);
        let in_order = listed
            .clone()
            .zip(listed.clone().skip(1))
            .all(|(one, next)| (next.order.wrapping_sub(one.order) as i32) >= 0);
        let looked_at = |(index, sent): (usize, &Sent)| {
            !sent.is_open() || if sent.transmissions == 1 { index >= open_from } else { sent.listed }
        };
        in_order
            && listed.filter(|again| self.find(**again).is_some()).count()
                == self.sent.iter().filter(|sent| sent.listed).count()
            && self.sent.iter().enumerate().all(looked_at)
    }
}
