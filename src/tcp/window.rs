//! Our own window and what we say of pieces out of order: RFC 9293 3.8.6, RFC 7323 2, RFC 2018 4, RFC 2883.

use super::connection::Connection;
use super::negotiation;
use super::trace::Reason;
use crate::wire::OptionList;
use crate::wire::tcp::SeqNumber;
use core::ops::Range;

/// The offsets at which pieces came last, newest first, and a duplicate that is to be told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SackHistory {
    recent: [Option<u64>; 4],
    /// A range of numbers that came twice (RFC 2883 4).
    pub(super) duplicate: Option<(SeqNumber, SeqNumber)>,
}

impl SackHistory {
    /// A segment came at this offset and is part of `piece` now: what else is known of the piece makes room for others.
    pub(super) fn note(&mut self, offset: u64, piece: &Range<u64>) {
        let mut others = self.recent.into_iter().filter(|other| other.is_some_and(|other| !piece.contains(&other)));
        self.recent = [Some(offset), others.next().flatten(), others.next().flatten(), others.next().flatten()];
    }
}

impl Connection {
    /// The right edge that the receive buffer would allow, as far as a window can say so.
    fn edge_wanted(&self) -> SeqNumber {
        let room = self.receive_buffer.size().saturating_sub(self.incoming.ready());
        let most = u32::from(u16::MAX) << self.negotiated.own_shift();
        self.rcv.nxt + u32::try_from(room).unwrap_or(u32::MAX).min(most)
    }

    /// How far the edge must be able to move before it does: silly windows are not offered (RFC 9293 3.8.6.2.2, MUST-39). By
    /// the data of a full-sized segment as the peer may send it, timestamps not counted.
    fn worthwhile(&self) -> u32 {
        let half = u32::try_from(self.receive_buffer.size() / 2).unwrap_or(u32::MAX);
        let options = if self.negotiated.timestamps.is_some() { 12 } else { 0 };
        half.min(u32::from(negotiation::offered_mss(&self.config)).saturating_sub(options)).max(1)
    }

    /// SEG.WND of the next segment. The edge moves on where that is worthwhile, and never back (SHLD-14). What the shift cuts
    /// off is not offered, but taken all the same: an earlier segment may have offered it (RFC 7323 2.4).
    pub(super) fn offer_window(&mut self) -> u16 {
        let shift = self.negotiated.own_shift();
        let wanted = self.edge_wanted();
        if wanted.after(self.rcv.edge) && wanted - self.rcv.edge >= self.worthwhile() {
            let whole = ((wanted - self.rcv.nxt) >> shift) << shift;
            let edge = self.rcv.nxt + whole;
            self.rcv.edge = if edge.after(self.rcv.edge) { edge } else { self.rcv.edge };
        }
        (self.rcv.wnd() >> shift).min(u32::from(u16::MAX)) as u16
    }

    /// The window of a SYN, which is never scaled (RFC 7323 2.2).
    pub(super) fn syn_window(&self) -> u16 {
        u16::try_from(self.config.receive_buffer).unwrap_or(u16::MAX)
    }

    /// The user has read: the peer is told of the room where it has little left and the news are worth a segment
    /// (RFC 9293 3.8.6.2.2).
    pub(super) fn has_been_read(&mut self) {
        let wanted = self.edge_wanted();
        let gain = if wanted.after(self.rcv.edge) { wanted - self.rcv.edge } else { 0 };
        let worth = self.worthwhile();
        let news = gain >= worth && (self.rcv.wnd() < worth || gain >= 2 * worth && gain >= self.rcv.wnd());
        if news && self.state.may_receive() {
            self.acks.at_once(Reason::WindowUpdate);
        }
        if self.rcv.up.is_some() && self.urgent_ahead().is_none() {
            self.rcv.up = None;
        }
    }

    /// Whether the next segment has SACK blocks.
    #[inline]
    pub(super) fn tells_sacks(&self) -> bool {
        self.negotiated.sack && !(self.incoming.ahead().is_empty() && self.sacks.duplicate.is_none())
    }

    /// The SACK blocks of the next segment, and how many they are: a duplicate first, be it a whole block (RFC 2883 4), then
    /// the pieces in the order in which they last grew (RFC 2018 4). On a path that takes next to nothing they leave room for a byte of data.
    pub(super) fn sack_blocks(&self) -> ([[u8; 8]; 4], usize) {
        let mut blocks = [[0; 8]; 4];
        let mut count = 0;
        if !self.tells_sacks() {
            return (blocks, count);
        }
        let before = 4 + if self.negotiated.timestamps.is_some() { 12 } else { 0 };
        let limit = OptionList::MAXIMUM.min(usize::from(self.segment_limit()).saturating_sub(1));
        let room = limit.saturating_sub(before) / 8;
        let mut add = |(left, right): (SeqNumber, SeqNumber)| {
            let [a, b, c, d] = left.0.to_be_bytes();
            let [e, f, g, h] = right.0.to_be_bytes();
            if count < room.min(4) {
                blocks[count] = [a, b, c, d, e, f, g, h];
                count += 1;
            }
        };
        if let Some(duplicate) = self.sacks.duplicate {
            add(duplicate);
        }
        let (nxt, next) = (self.rcv.nxt, self.incoming.next_offset());
        let ahead = self.incoming.ahead();
        for piece in self.sacks.recent.iter().flatten().filter_map(|offset| ahead.containing(*offset)) {
            add((nxt + (piece.start - next) as u32, nxt + (piece.end - next) as u32));
        }
        (blocks, count)
    }
}
