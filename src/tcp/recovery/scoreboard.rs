//! Every segment under way, and what is known of it.

use super::DUPLICATE_THRESHOLD;
use crate::time::Instant;
use crate::wire::tcp::SeqNumber;
use alloc::collections::VecDeque;
use core::time::Duration;

/// How many segments' room is kept while nothing is under way.
const KEPT: usize = 16;

/// A segment that was sent and is not acknowledged cumulatively.
#[derive(Clone, Copy, Debug)]
pub(in crate::tcp) struct Sent {
    /// Its first sequence number.
    pub(in crate::tcp) start: SeqNumber,
    /// How much of the sequence space it takes: data, and one for a SYN or FIN.
    pub(in crate::tcp) length: u32,
    /// When it was last sent.
    pub(in crate::tcp) sent_at: Instant,
    /// How often it was sent.
    pub(in crate::tcp) transmissions: u32,
    /// The peer has it (RFC 2018).
    sacked: bool,
    /// It is held to be lost (RFC 6675 4, IsLost).
    lost: bool,
    /// It was sent again since it was held to be lost.
    repaired: bool,
}

impl Sent {
    /// A segment that is sent for the first time.
    pub(in crate::tcp) const fn new(start: SeqNumber, length: u32, now: Instant) -> Self {
        Sent { start, length, sent_at: now, transmissions: 1, sacked: false, lost: false, repaired: false }
    }

    /// The number after its last.
    pub(in crate::tcp) fn end(&self) -> SeqNumber {
        self.start + self.length
    }

    /// How much of it counts as being in the network (RFC 6675 4, SetPipe).
    const fn in_pipe(&self) -> u32 {
        match (self.sacked, self.lost, self.repaired) {
            (true, ..) | (false, true, false) => 0,
            _ => self.length,
        }
    }

    const fn needs_repair(&self) -> bool {
        self.lost && !self.repaired && !self.sacked
    }
}

/// What an acknowledgment has newly acknowledged.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tcp) struct Delivered {
    /// Bytes of the sequence space acknowledged cumulatively.
    pub(in crate::tcp) cumulative: u32,
    /// Bytes newly marked as held by the peer.
    pub(in crate::tcp) sacked: u32,
    /// The time from the last sending of a segment that was sent only once (RFC 6298 3, Karn).
    pub(in crate::tcp) rtt: Option<Duration>,
    /// Whether one of the segments was sent more than once.
    pub(in crate::tcp) repeated: bool,
}

/// The segments under way, oldest first, without gaps.
#[derive(Clone, Debug, Default)]
pub(in crate::tcp) struct Scoreboard {
    sent: VecDeque<Sent>,
    pipe: u32,
    sacked: u32,
    lost: u32,
    /// The number after the highest that the peer is known to have.
    highest_sacked: Option<SeqNumber>,
}

impl Scoreboard {
    /// Appends a segment that is sent for the first time.
    pub(in crate::tcp) fn push(&mut self, sent: Sent) {
        self.pipe += sent.length;
        self.sent.push_back(sent);
    }

    /// How many bytes are held to be in the network (RFC 6675 4, pipe).
    pub(in crate::tcp) const fn pipe(&self) -> u32 {
        self.pipe
    }

    /// How many bytes the peer holds beyond what it has acknowledged.
    pub(in crate::tcp) const fn sacked(&self) -> u32 {
        self.sacked
    }

    /// How many bytes are held to be lost.
    pub(in crate::tcp) const fn lost(&self) -> u32 {
        self.lost
    }

    /// Whether nothing is under way.
    pub(in crate::tcp) fn is_empty(&self) -> bool {
        self.sent.is_empty()
    }

    /// The oldest segment under way.
    pub(in crate::tcp) fn first(&self) -> Option<&Sent> {
        self.sent.front()
    }

    /// How much memory the segments take.
    pub(in crate::tcp) fn memory(&self) -> usize {
        self.sent.capacity() * size_of::<Sent>()
    }

    /// Takes a cumulative acknowledgment.
    pub(in crate::tcp) fn acknowledge(&mut self, una: SeqNumber, now: Instant) -> Delivered {
        let mut delivered = Delivered::default();
        while let Some(sent) = self.sent.front().filter(|sent| !sent.end().after(una)).copied() {
            self.sent.pop_front();
            self.forget(&sent, sent.length);
            delivered.cumulative += sent.length;
            // A segment that was acknowledged selectively before has been measured then.
            if sent.transmissions > 1 {
                delivered.repeated = true;
            } else if !sent.sacked {
                delivered.rtt = Some(now.since(sent.sent_at));
            }
        }
        if let Some(mut sent) = self.sent.front().filter(|sent| sent.start.before(una)).copied() {
            let cut = una - sent.start;
            self.forget(&sent, cut);
            delivered.cumulative += cut;
            (sent.start, sent.length) = (una, sent.length - cut);
            if let Some(front) = self.sent.front_mut() {
                *front = sent;
            }
        }
        if delivered.repeated {
            delivered.rtt = None;
        }
        if self.sent.is_empty() {
            self.highest_sacked = None;
            self.sent.shrink_to(KEPT);
        }
        delivered
    }

    /// Takes a part of a segment out of the counts.
    fn forget(&mut self, sent: &Sent, length: u32) {
        self.pipe -= if sent.in_pipe() == 0 { 0 } else { length };
        self.sacked -= if sent.sacked { length } else { 0 };
        self.lost -= if sent.lost && !sent.sacked { length } else { 0 };
    }

    /// Changes a segment and keeps the counts.
    fn change(&mut self, index: usize, change: impl FnOnce(&mut Sent)) {
        let Some(sent) = self.sent.get_mut(index) else { return };
        let before = *sent;
        change(sent);
        let after = *sent;
        self.forget(&before, before.length);
        self.pipe += after.in_pipe();
        self.sacked += if after.sacked { after.length } else { 0 };
        self.lost += if after.lost && !after.sacked { after.length } else { 0 };
    }

    /// Takes a SACK block: segments that lie wholly in it are held by the peer. A block outside what is under way says
    /// nothing (RFC 2018 4, RFC 2883 4).
    pub(in crate::tcp) fn sack(&mut self, left: SeqNumber, right: SeqNumber, now: Instant, delivered: &mut Delivered) {
        let (Some(first), Some(last)) = (self.sent.front(), self.sent.back()) else { return };
        let base = first.start;
        if !left.before(right) || left.before(base) || right.after(last.end()) {
            return;
        }
        let from = self.sent.partition_point(|sent| sent.start - base < left - base);
        let to = self.sent.partition_point(|sent| sent.end() - base <= right - base);
        for index in from..to {
            let Some(sent) = self.sent.get(index).filter(|sent| !sent.sacked).copied() else { continue };
            self.change(index, |sent| (sent.sacked, sent.lost, sent.repaired) = (true, false, false));
            delivered.sacked += sent.length;
            if sent.transmissions == 1 {
                delivered.rtt = Some(now.since(sent.sent_at));
            }
        }
        let highest = self.highest_sacked.unwrap_or(base);
        self.highest_sacked = Some(if right.after(highest) { right } else { highest });
    }

    /// Marks as lost what RFC 6675 4 calls so: above it the peer holds three separate pieces, or more than two segments'
    /// worth of bytes. Says whether anything is newly lost.
    pub(in crate::tcp) fn mark_lost_by_sack(&mut self, smss: u32) -> bool {
        let before = self.lost;
        let (mut pieces, mut bytes, mut inside) = (0, 0, false);
        for index in (0..self.sent.len()).rev() {
            let Some(sent) = self.sent.get(index).copied() else { continue };
            if sent.sacked {
                pieces += u32::from(!inside);
                bytes += sent.length;
            } else if !sent.lost && (pieces >= DUPLICATE_THRESHOLD || bytes > (DUPLICATE_THRESHOLD - 1) * smss) {
                self.change(index, |sent| sent.lost = true);
            }
            inside = sent.sacked;
        }
        self.lost > before
    }

    /// Marks the oldest segment as lost (RFC 6582 3.2, a third duplicate or a partial acknowledgment).
    pub(in crate::tcp) fn mark_first_lost(&mut self) {
        self.change(0, |sent| (sent.lost, sent.repaired) = (!sent.sacked, false));
    }

    /// Marks everything as lost that the peer is not known to hold (RFC 5681 3.1, RFC 6675 5.1). A peer that does not
    /// acknowledge what it said it holds has thrown it away: nothing it said counts then (RFC 2018 8).
    pub(in crate::tcp) fn mark_all_lost(&mut self) {
        let reneged = self.sent.front().is_some_and(|sent| sent.sacked);
        for index in 0..self.sent.len() {
            self.change(index, |sent| {
                sent.sacked &= !reneged;
                (sent.lost, sent.repaired) = (!sent.sacked, false);
            });
        }
        if reneged {
            self.highest_sacked = None;
        }
    }

    /// Marks segments as lost that are longer than the path takes now (RFC 1191 6.4).
    pub(in crate::tcp) fn mark_longer_lost(&mut self, smss: u32) {
        for index in 0..self.sent.len() {
            if self.sent.get(index).is_some_and(|sent| sent.length > smss && !sent.sacked) {
                self.change(index, |sent| (sent.lost, sent.repaired) = (true, false));
            }
        }
    }

    /// The oldest segment that is lost and was not sent again since (RFC 6675 4, NextSeg rule 1).
    pub(in crate::tcp) fn next_lost(&self) -> Option<Sent> {
        if self.lost == 0 {
            return None;
        }
        self.sent.iter().find(|sent| sent.needs_repair()).copied()
    }

    /// The oldest segment below the highest one held that is neither held nor was sent again (RFC 6675 4, NextSeg rule 3).
    pub(in crate::tcp) fn next_hole(&self) -> Option<Sent> {
        let highest = self.highest_sacked?;
        let below = self.sent.iter().take_while(|sent| sent.start.before(highest));
        below.filter(|sent| !sent.sacked && !sent.repaired && sent.transmissions == 1).copied().next()
    }

    /// Notes that a segment, or the first part of one, is sent again.
    pub(in crate::tcp) fn resent(&mut self, start: SeqNumber, length: u32, now: Instant) {
        let Some(base) = self.sent.front().map(|sent| sent.start) else { return };
        let index = self.sent.partition_point(|sent| sent.start - base < start - base);
        self.split(index, length);
        self.change(index, |sent| {
            (sent.sent_at, sent.lost, sent.repaired) = (now, true, true);
            sent.transmissions += 1;
        });
    }

    /// Splits a segment that is too long to be sent again in one: the path takes less than it did.
    fn split(&mut self, index: usize, length: u32) {
        let Some(sent) = self.sent.get(index).copied().filter(|sent| length > 0 && length < sent.length) else {
            return;
        };
        let tail = Sent { start: sent.start + length, length: sent.length - length, ..sent };
        if let Some(head) = self.sent.get_mut(index) {
            head.length = length;
        }
        self.sent.insert(index + 1, tail);
    }
}

#[cfg(test)]
impl Scoreboard {
    /// Whether the counts are those of the segments, and the segments stand from `una` to `nxt` without a gap.
    pub(in crate::tcp) fn is_consistent(&self, una: SeqNumber, nxt: SeqNumber) -> bool {
        let sum = |of: fn(&Sent) -> u32| self.sent.iter().map(of).sum::<u32>();
        let mut next = una;
        let no_gap = self.sent.iter().all(|sent| sent.start == core::mem::replace(&mut next, sent.end()));
        let lost = |sent: &Sent| if sent.lost && !sent.sacked { sent.length } else { 0 };
        let counts = [sum(Sent::in_pipe), sum(|sent| if sent.sacked { sent.length } else { 0 }), sum(lost)];
        no_gap && next == nxt && counts == [self.pipe, self.sacked, self.lost]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    const SMSS: u32 = 100;

    /// Ten segments of 100 from number 1000 on, sent 10 ms apart.
    fn ten() -> Scoreboard {
        let mut board = Scoreboard::default();
        for n in 0..10 {
            board.push(Sent::new(SeqNumber(1000 + 100 * n), 100, Instant::from_millis(10 * u64::from(n))));
        }
        board
    }

    fn sack(board: &mut Scoreboard, blocks: &[(u32, u32)]) -> Delivered {
        let mut delivered = Delivered::default();
        for (left, right) in blocks {
            board.sack(SeqNumber(*left), SeqNumber(*right), Instant::from_millis(200), &mut delivered);
        }
        delivered
    }

    fn lost(board: &Scoreboard) -> Vec<u32> {
        board.sent.iter().filter(|sent| sent.lost).map(|sent| sent.start.0).collect()
    }

    #[test]
    fn rfc6675_4_is_lost_needs_three_pieces_or_more_than_two_segments_above() {
        // blocks, what is lost
        type Case = (&'static [(u32, u32)], &'static [u32]);
        let table: [Case; 5] = [
            (&[(1100, 1200)], &[]),
            (&[(1100, 1300)], &[]),
            (&[(1100, 1400)], &[1000]),
            (&[(1100, 1200), (1300, 1400), (1500, 1600)], &[1000]),
            (&[(1200, 1600)], &[1000, 1100]),
        ];
        for (blocks, expected) in table {
            let mut board = ten();
            sack(&mut board, blocks);
            assert_eq!(board.mark_lost_by_sack(SMSS), !expected.is_empty());
            assert_eq!(lost(&board), expected, "{blocks:?}");
        }
    }

    #[test]
    fn rfc6675_4_pipe_counts_what_is_in_the_network() {
        let mut board = ten();
        assert_eq!(board.pipe(), 1000);
        sack(&mut board, &[(1100, 1500)]);
        assert_eq!((board.pipe(), board.sacked()), (600, 400));
        board.mark_lost_by_sack(SMSS);
        assert_eq!((board.pipe(), board.lost()), (500, 100));
        let repair = board.next_lost().unwrap();
        board.resent(repair.start, repair.length, Instant::from_millis(300));
        assert_eq!((board.pipe(), board.next_lost().is_none()), (600, true));
        let delivered = board.acknowledge(SeqNumber(1500), Instant::from_millis(400));
        assert_eq!((delivered.cumulative, board.pipe(), board.sacked(), board.lost()), (500, 500, 0, 0));
    }

    #[test]
    fn rfc2018_4_a_block_outside_the_flight_says_nothing() {
        let mut board = ten();
        let delivered = sack(&mut board, &[(0, 500), (900, 1100), (1900, 2100), (1500, 1400), (1200, 1200)]);
        assert_eq!((delivered.sacked, board.pipe()), (0, 1000));
        sack(&mut board, &[(1150, 1250)]);
        assert_eq!(board.sacked(), 0, "only whole segments count");
    }

    #[test]
    fn rfc6298_3_karn_measures_only_what_was_sent_once() {
        let mut board = ten();
        let delivered = board.acknowledge(SeqNumber(1100), Instant::from_millis(100));
        assert_eq!(delivered.rtt, Some(Duration::from_millis(100)));
        board.mark_first_lost();
        board.resent(SeqNumber(1100), 100, Instant::from_millis(150));
        let delivered = board.acknowledge(SeqNumber(1300), Instant::from_millis(200));
        assert_eq!((delivered.rtt, delivered.repeated), (None, true));
    }

    #[test]
    fn rfc2018_8_reneging_makes_everything_lost() {
        let mut board = ten();
        sack(&mut board, &[(1100, 1500)]);
        board.acknowledge(SeqNumber(1100), Instant::from_millis(200));
        assert_eq!(board.first().map(|sent| sent.sacked), Some(true), "the peer holds it and does not acknowledge it");
        board.mark_all_lost();
        assert_eq!((board.sacked(), board.lost(), board.pipe()), (0, 900, 0));
    }

    #[test]
    fn a_segment_too_long_for_the_path_is_split() {
        let mut board = ten();
        board.mark_first_lost();
        board.resent(SeqNumber(1000), 40, Instant::from_millis(150));
        assert_eq!(
            (board.sent.len(), board.next_lost().map(|sent| (sent.start.0, sent.length))),
            (11, Some((1040, 60)))
        );
        assert_eq!(board.pipe(), 940);
        assert_eq!(board.acknowledge(SeqNumber(2000), Instant::from_millis(200)).cumulative, 1000);
        assert!(board.is_empty() && board.pipe() == 0 && board.lost() == 0);
    }

    #[test]
    fn a_partial_acknowledgment_trims() {
        let mut board = ten();
        let delivered = board.acknowledge(SeqNumber(1050), Instant::from_millis(100));
        assert_eq!((delivered.cumulative, board.pipe()), (50, 950));
        assert_eq!(board.first().map(|sent| (sent.start.0, sent.length)), Some((1050, 50)));
    }
}
