//! RFC 9293 3.10.7.1: a segment for which there is no connection.

use super::super::output::Reset;
use super::super::segment::Segment;
use super::super::trace::Reason;
use crate::wire::tcp::{Flags, SeqNumber};

/// The reset that answers a segment for which there is no connection (RFC 9293 3.5.2, group 1); nothing answers a reset.
pub(in crate::tcp) fn reset_of(segment: &Segment<'_>) -> Option<Reset> {
    if segment.has(Flags::RST) {
        return None;
    }
    Some(match segment.has(Flags::ACK) {
        true => Reset { seq: segment.ack, ack: None, why: Reason::ResetUnknown },
        false => Reset { seq: SeqNumber(0), ack: Some(segment.end()), why: Reason::ResetUnknown },
    })
}
