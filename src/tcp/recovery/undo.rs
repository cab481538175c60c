//! Was it needed to send again? RFC 2883 5 (D-SACK), RFC 3522 (Eifel): what the peer tells of duplicates, and what its
//! timestamps echo.

use crate::time::Instant;
use crate::wire::tcp::SeqNumber;

/// What was sent again since a loss was supposed, as long as the supposition may prove wrong.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tcp) struct Undo {
    /// SND.UNA and SND.NXT as they were when the loss was supposed; nothing where there is nothing to take back.
    range: Option<(SeqNumber, SeqNumber)>,
    /// Bytes sent again that the peer has not called duplicates.
    open: u32,
    /// When the first of them was sent.
    first: Option<Instant>,
}

impl Undo {
    /// A loss is supposed between these numbers.
    pub(super) const fn new(una: SeqNumber, nxt: SeqNumber) -> Self {
        Undo { range: Some((una, nxt)), open: 0, first: None }
    }

    /// So much is sent again.
    pub(in crate::tcp) fn resent(&mut self, length: u32, now: Instant) {
        if self.range.is_some() {
            self.open = self.open.saturating_add(length);
            self.first = self.first.or(Some(now));
        }
    }

    /// The peer tells of a duplicate. Says whether all that was sent again has now come twice (RFC 2883 5).
    pub(super) fn duplicate(&mut self, left: SeqNumber, right: SeqNumber) -> bool {
        let inside = self.range.is_some_and(|(una, nxt)| !left.before(una) && !right.after(nxt));
        if !inside || self.open == 0 || right.before(left) {
            return false;
        }
        self.open = self.open.saturating_sub(right - left);
        self.open == 0
    }

    /// Whether the echo, in the timestamps' milliseconds, is of something sent before anything was sent again, though what is
    /// acknowledged was last sent after that, at `sent_at` (RFC 3522 3.2, step 4).
    pub(super) fn predates(&self, sent_at: Instant, echoed: Option<u64>) -> bool {
        let first = self.first.filter(|first| self.range.is_some() && *first <= sent_at);
        first.zip(echoed).is_some_and(|(first, echoed)| echoed < first.as_micros() / 1000)
    }
}
