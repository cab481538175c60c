//! Sixth: URG (RFC 9293 3.10.7.4 and 3.8.5). Urgent data stays in the stream; the user is told how far it reaches
//! (RFC 6093).

use super::super::connection::Connection;
use super::super::segment::Segment;
use super::Disposition;
use crate::time::Instant;
use crate::wire::tcp::Flags;

impl Connection {
    pub(super) fn check_urgent(&mut self, _: Instant, segment: &mut Segment<'_>) -> Disposition {
        if segment.has(Flags::URG) && self.state.may_receive() {
            // The pointer is to the first byte that is not urgent (MUST-62).
            let up = segment.seq + u32::from(segment.urgent_pointer);
            let further = self.rcv.up.is_none_or(|known| up.after(known));
            if further {
                self.rcv.up = Some(up);
                match self.urgent_ahead() {
                    Some(ahead) => self.events.urgent = Some(ahead),
                    None => self.rcv.up = None,
                }
            }
        }
        Disposition::Continue
    }
}
