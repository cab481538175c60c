//! RACK, RFC 8985 6.2: a segment is lost if one that was sent later has arrived, and some time has passed for reordering.

use super::{Delivered, Latest, Sent};
use crate::time::{Duration, Instant};
use crate::wire::tcp::SeqNumber;

/// How long reordering is allowed for at least: paths whose round trip is next to nothing reorder all the same.
const SHORTEST_WINDOW: Duration = Duration::from_millis(1);

/// For how many recoveries a longer window stays (RFC 8985 6.2, step 4).
const PERSISTENCE: u8 = 16;

/// What a search for losses has found.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tcp) struct Found {
    /// Bytes newly held to be lost.
    pub(in crate::tcp) bytes: u32,
    /// Whether some of them had been sent again before.
    pub(in crate::tcp) repair: bool,
    /// When more of them will be, if nothing comes.
    pub(in crate::tcp) wait_until: Option<Instant>,
}

/// What is known of the path's order, and the segment that was sent last of those that have arrived.
#[derive(Clone, Copy, Debug)]
pub(in crate::tcp) struct Rack {
    latest: Option<Latest>,
    /// RACK.reo_wnd.
    window: Duration,
    /// Whether reordering was ever seen (RACK.reordering_seen).
    reordering_seen: bool,
    /// How often a quarter of the smallest round trip is waited for (RACK.reo_wnd_mult).
    multiplier: u8,
    /// For how many more recoveries that is so (RACK.reo_wnd_persist).
    persist: u8,
    /// Until what is acknowledged no further duplicate lengthens the window (RACK.dsack_round).
    duplicate_round: Option<SeqNumber>,
}

impl Default for Rack {
    fn default() -> Self {
        Rack {
            latest: None,
            window: SHORTEST_WINDOW,
            reordering_seen: false,
            multiplier: 1,
            persist: 0,
            duplicate_round: None,
        }
    }
}

impl Rack {
    /// Takes what has arrived (steps 2 and 3).
    pub(in crate::tcp) fn delivered(&mut self, delivered: &Delivered) {
        self.reordering_seen |= delivered.reordered;
        if let Some(latest) = delivered.latest
            && self.latest.is_none_or(|old| latest.is_newer(&old))
        {
            self.latest = Some(latest);
        }
    }

    /// The peer has told of a duplicate: something was sent again too early, so the window grows, once a round trip (step 4).
    pub(in crate::tcp) fn duplicate(&mut self, una: SeqNumber, nxt: SeqNumber) {
        self.duplicate_round = self.duplicate_round.filter(|round| una.before(*round));
        if self.duplicate_round.is_none() {
            self.duplicate_round = Some(nxt);
            self.multiplier = self.multiplier.saturating_add(1);
            self.persist = PERSISTENCE;
        }
    }

    /// A recovery has ended (step 4).
    pub(in crate::tcp) fn recovered(&mut self) {
        self.persist = self.persist.saturating_sub(1);
        if self.persist == 0 {
            self.multiplier = 1;
        }
    }

    /// Sets the reordering window (step 4). `sure` is whether three segments have arrived out of order, or losses are being
    /// repaired: a path that was never seen to reorder gets no time then.
    pub(in crate::tcp) fn set_window(&mut self, sure: bool, min_rtt: Duration, srtt: Duration) {
        let long = (min_rtt / 4 * u32::from(self.multiplier)).min(srtt).max(SHORTEST_WINDOW);
        self.window = if sure && !self.reordering_seen { Duration::ZERO } else { long };
    }

    /// When a segment is held to be lost; nothing where none that was sent after it has arrived.
    pub(in crate::tcp) fn lost_at(&self, sent: &Sent) -> Option<Instant> {
        let latest = self.latest.filter(|latest| latest.is_after(sent))?;
        Some(sent.sent_at + latest.rtt + self.window)
    }

    /// Whether a segment was sent so long ago that it is lost if the retransmission timer says that the first one is
    /// (RFC 8985 6.3).
    pub(in crate::tcp) fn is_old(&self, sent: &Sent, now: Instant) -> bool {
        let rtt = self.latest.map_or(Duration::ZERO, |latest| latest.rtt);
        sent.sent_at + rtt + self.window <= now
    }
}
