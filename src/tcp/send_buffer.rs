//! What the user has written and the peer has not acknowledged, RFC 9293 3.8.

use crate::reassembly::Blocks;
use crate::wire::tcp::SeqNumber;

/// The bytes from the oldest unacknowledged one on.
#[derive(Clone, Debug)]
pub(super) struct SendBuffer {
    bytes: Blocks,
    /// The sequence number of the first of them.
    first: SeqNumber,
    capacity: usize,
    /// Whether a write did not fit, so that the user waits for room.
    refused: bool,
}

impl SendBuffer {
    pub(super) const fn new(capacity: usize) -> Self {
        SendBuffer { bytes: Blocks::new(), first: SeqNumber(0), capacity, refused: false }
    }

    /// Gives the first byte its sequence number.
    pub(super) fn begin(&mut self, first: SeqNumber) {
        self.first = first;
    }

    /// How many bytes there are.
    pub(super) const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// How much memory they take.
    pub(super) fn memory(&self) -> usize {
        self.bytes.memory()
    }

    /// The number after the last byte.
    pub(super) fn end(&self) -> SeqNumber {
        self.first + self.bytes.len() as u32
    }

    /// Whether the user may not write more: it is the buffer that limits what is under way, and no lack of data.
    pub(super) const fn is_full(&self) -> bool {
        self.refused || self.bytes.len() >= self.capacity
    }

    /// Appends what fits; says how much that was.
    pub(super) fn write(&mut self, bytes: &[u8]) -> usize {
        let room = self.capacity.saturating_sub(self.bytes.len());
        self.refused |= room < bytes.len();
        let bytes = bytes.get(..room.min(bytes.len())).unwrap_or_default();
        self.bytes.push(bytes);
        bytes.len()
    }

    /// Forgets what lies before `una`; says whether a user who waited for room has some worth waking up for.
    pub(super) fn acknowledged(&mut self, una: SeqNumber) -> bool {
        if !una.after(self.first) {
            return false;
        }
        let count = (una - self.first).min(self.bytes.len() as u32);
        self.bytes.drop_front(count as usize);
        self.first += count;
        self.wakes()
    }

    /// There may be so many bytes from now on, if they might not before; says whether a user who waited for room has some
    /// worth waking up for.
    pub(super) fn grow(&mut self, capacity: usize) -> bool {
        self.capacity = self.capacity.max(capacity);
        self.wakes()
    }

    fn wakes(&mut self) -> bool {
        let wakes = self.refused && self.bytes.len() <= self.capacity / 2;
        self.refused &= !wakes;
        wakes
    }

    /// The bytes from `seq` on, in as many slices as they stand in.
    pub(super) fn slices(&self, seq: SeqNumber, count: usize) -> impl Iterator<Item = &[u8]> + '_ {
        self.bytes.slices((seq - self.first) as usize, count)
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.bytes = Blocks::new();
    }
}
