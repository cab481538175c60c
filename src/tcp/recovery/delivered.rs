//! What an acknowledgment says of the segments that it newly acknowledges.

use super::Sent;
use crate::tcp::congestion::Stamp;
use crate::time::{Duration, Instant};
use crate::wire::tcp::SeqNumber;

/// What an acknowledgment's segments are judged by.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tcp) struct Evidence {
    /// When it came.
    pub(in crate::tcp) now: Instant,
    /// The smallest round trip seen.
    pub(in crate::tcp) min_rtt: Duration,
    /// When the segment was sent that the peer's timestamp echoes, in whole milliseconds (RFC 7323 4.1).
    pub(in crate::tcp) echoed: Option<u64>,
}

impl Evidence {
    /// Whether an acknowledgment of this segment, which was sent more than once, may be of an earlier time (RFC 8985 6.2,
    /// step 2): the echo is older than its last sending, or the round trip would be shorter than any.
    fn is_ambiguous(&self, sent: &Sent) -> bool {
        let older = self.echoed.is_some_and(|echoed| echoed < sent.sent_at.as_micros() / 1000);
        older || self.now.since(sent.sent_at) < self.min_rtt
    }
}

/// The segment that was sent last of those that have arrived (RFC 8985 5.2, RACK.segment).
#[derive(Clone, Copy, Debug)]
pub(in crate::tcp) struct Latest {
    /// Its place in the order of sending. RFC 8985 has the sequence number for what was sent in one moment (RACK.end_seq),
    /// which is wrong of what was sent again in the moment in which it was first sent.
    order: u32,
    /// How long it took to be acknowledged (RACK.rtt).
    pub(in crate::tcp) rtt: Duration,
}

impl Latest {
    /// Whether this one was sent after the last sending of another (RFC 8985 6.2, RACK_sent_after).
    pub(in crate::tcp) fn is_after(&self, sent: &Sent) -> bool {
        self.is_later(sent.order)
    }

    /// Whether this one was sent after another.
    pub(in crate::tcp) fn is_newer(&self, other: &Latest) -> bool {
        self.is_later(other.order)
    }

    const fn is_later(&self, order: u32) -> bool {
        (self.order.wrapping_sub(order) as i32) > 0
    }
}

/// What an acknowledgment has newly acknowledged.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tcp) struct Delivered {
    /// Bytes of the sequence space acknowledged cumulatively.
    pub(in crate::tcp) cumulative: u32,
    /// Bytes newly marked as held by the peer.
    pub(in crate::tcp) sacked: u32,
    /// Bytes that the peer was not known to have before (RFC 6937 2, DeliveredData).
    pub(in crate::tcp) bytes: u32,
    /// The time from the last sending of a segment that was sent only once (RFC 6298 3, Karn).
    pub(in crate::tcp) rtt: Option<Duration>,
    /// When the last of the segments acknowledged cumulatively was sent that was sent more than once.
    pub(in crate::tcp) repeated: Option<Instant>,
    /// The lowest number of a segment that was sent only once.
    pub(in crate::tcp) original: Option<SeqNumber>,
    /// The segment that was sent last.
    pub(in crate::tcp) latest: Option<Latest>,
    /// How things stood when the segment was sent that was sent last, and when that was.
    pub(in crate::tcp) newest: Option<(Stamp, Instant)>,
    newest_order: u32,
    /// Whether a segment came after one that was sent later, both sent once (RFC 8985 6.2, step 3).
    pub(in crate::tcp) reordered: bool,
    /// The number after the highest that the peer was known to have before.
    highest: Option<SeqNumber>,
}

impl Delivered {
    /// Nothing yet; the peer was known to have something up to `highest`.
    pub(super) fn new(highest: Option<SeqNumber>) -> Self {
        Delivered { highest, ..Delivered::default() }
    }

    /// A segment is newly known to have arrived, `length` bytes of it.
    pub(super) fn note(&mut self, sent: &Sent, length: u32, evidence: &Evidence) {
        self.bytes += length;
        if self.newest.is_none() || (sent.order.wrapping_sub(self.newest_order) as i32) > 0 {
            (self.newest, self.newest_order) = (Some((sent.stamp, sent.sent_at)), sent.order);
        }
        let rtt = evidence.now.since(sent.sent_at);
        if sent.transmissions == 1 {
            self.rtt = Some(rtt);
            self.original = self.original.filter(|lowest| !sent.start.before(*lowest)).or(Some(sent.start));
            self.reordered |= self.highest.is_some_and(|highest| sent.end().before(highest));
        } else if evidence.is_ambiguous(sent) {
            return;
        }
        if self.latest.is_none_or(|latest| !latest.is_after(sent)) {
            self.latest = Some(Latest { order: sent.order, rtt });
        }
    }
}
