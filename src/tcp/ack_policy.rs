//! When to acknowledge, RFC 9293 3.8.6.3 and RFC 5681 4.2.

use super::trace::Reason;

/// What is owed to the peer.
#[derive(Clone, Copy, Debug)]
pub(super) struct AckPolicy {
    /// Bytes that have come in order since the last acknowledgment.
    bytes: u32,
    /// The largest segment that has come, as an estimate of what the peer calls full-sized.
    largest: u32,
    /// How many acknowledgments are owed now: one for each segment out of order (RFC 5681 4.2), or one for all else.
    now: u32,
    /// Whether one is owed later.
    later: bool,
    /// Why one is owed now.
    why: Reason,
}

/// Nothing.
impl Default for AckPolicy {
    fn default() -> Self {
        AckPolicy { bytes: 0, largest: 0, now: 0, later: false, why: Reason::AckDelayed }
    }
}

impl AckPolicy {
    /// The most acknowledgments that are owed at once.
    const MOST: u32 = 64;

    /// Data came in order: every second full-sized segment is acknowledged at once (SHLD-19).
    pub(super) fn in_order(&mut self, bytes: u32) {
        self.largest = self.largest.max(bytes);
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes >= 2 * self.largest {
            self.at_once(Reason::AckSecond);
        } else {
            self.later = true;
        }
    }

    /// One is owed now; for what came first, where there is more than one reason.
    pub(super) fn at_once(&mut self, why: Reason) {
        if self.now == 0 {
            (self.now, self.why) = (1, why);
        }
    }

    /// One more is owed now, whatever was owed before: the peer counts them.
    pub(super) fn one_more(&mut self, why: Reason) {
        (self.now, self.why) = ((self.now + 1).min(Self::MOST), why);
    }

    /// How many are owed now.
    pub(super) const fn owed(&self) -> u32 {
        self.now
    }

    /// No more than so many are owed.
    pub(super) fn owe_at_most(&mut self, most: u32) {
        self.now = self.now.min(most);
    }

    /// An acknowledgment is sent, alone or with data.
    pub(super) fn sent(&mut self) {
        (self.bytes, self.later) = (0, false);
        self.now = self.now.saturating_sub(1);
    }

    /// Why one is owed now.
    pub(super) const fn why(&self) -> Reason {
        self.why
    }

    /// Whether one is owed now.
    pub(super) const fn is_due(&self) -> bool {
        self.now > 0
    }

    /// Whether one is owed later and none now: the timer's case.
    pub(super) const fn may_wait(&self) -> bool {
        self.later && self.now == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shld_18_shld_19_every_second_full_sized_segment_is_acknowledged() {
        let mut acks = AckPolicy::default();
        acks.in_order(1000);
        acks.sent();
        for _ in 0..3 {
            acks.in_order(1000);
            assert!(acks.may_wait() && !acks.is_due());
            acks.in_order(1000);
            assert!(acks.is_due());
            acks.sent();
            assert!(!acks.is_due() && !acks.may_wait());
        }
    }

    #[test]
    fn rfc5681_4_2_each_segment_out_of_order_has_its_own() {
        let mut acks = AckPolicy::default();
        (0..3).for_each(|_| acks.one_more(Reason::AckOutOfOrder));
        (0..3).for_each(|_| {
            assert!(acks.is_due());
            acks.sent();
        });
        assert!(!acks.is_due());
    }
}
