//! Seventh: the data (RFC 9293 3.10.7.4). Out of order it is kept (SHLD-31) and acknowledged at once (RFC 5681 4.2).

use super::super::connection::Connection;
use super::super::segment::Segment;
use super::super::trace::Reason;
use super::Disposition;
use crate::time::Instant;

impl Connection {
    pub(super) fn take_text(&mut self, now: Instant, segment: &mut Segment<'_>) -> Disposition {
        if segment.payload.is_empty() || !self.state.may_receive() {
            return Disposition::Continue;
        }
        self.right_size(now);
        let next = self.incoming.next_offset();
        let offset = next + u64::from(segment.seq - self.rcv.nxt);
        let held = self.incoming.ahead().containing(offset).map_or(0, |piece| piece.end - offset);
        let had_gap = !self.incoming.ahead().is_empty();
        let moved = self.incoming.insert(offset, segment.payload, next + u64::from(self.rcv.wnd())) as u32;
        if moved == 0 {
            if held >= segment.payload.len() as u64 {
                self.sacks.duplicate = Some((segment.seq, segment.seq + segment.payload.len() as u32));
            }
            if let Some(piece) = self.incoming.ahead().containing(offset) {
                self.sacks.note(offset, &piece);
            }
            self.acks.one_more(Reason::AckOutOfOrder);
            return Disposition::Continue;
        }
        self.rcv.nxt += moved;
        self.counters.bytes_received += u64::from(moved);
        self.events.readable = true;
        if had_gap {
            self.acks.at_once(Reason::AckOutOfOrder);
        } else {
            self.acks.in_order(moved);
        }
        Disposition::Continue
    }
}
