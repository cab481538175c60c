//! One direction of a byte stream, from pieces that arrive in any order, more than once, and overlapping.

use super::blocks::Blocks;
use super::range_set::RangeSet;
use core::ops::Range;

/// The pieces of a stream put in order. Offsets count from the stream's first byte. Where pieces overlap, what came first
/// is kept.
///
/// ```
/// use drywire::reassembly::Stream;
/// let mut stream = Stream::new(16);
/// stream.insert(5, b" world", 1000);
/// stream.insert(0, b"hello", 1000);
/// let mut out = [0; 32];
/// assert_eq!(stream.read(&mut out), 11);
/// assert_eq!(&out[..11], b"hello world");
/// ```
#[derive(Clone, Debug)]
pub struct Stream {
    /// The bytes from `base` on; those beyond `ready` are there only where `ahead` says so.
    bytes: Blocks,
    base: u64,
    ready: usize,
    ahead: RangeSet,
}

impl Stream {
    /// An empty stream that keeps at most so many separate pieces ahead of the first gap.
    #[must_use]
    pub const fn new(pieces: usize) -> Self {
        Stream { bytes: Blocks::new(), base: 0, ready: 0, ahead: RangeSet::new(pieces) }
    }

    /// The offset of the first byte that has not been read.
    #[must_use]
    pub const fn read_offset(&self) -> u64 {
        self.base
    }

    /// The offset of the first byte that is missing.
    #[must_use]
    pub const fn next_offset(&self) -> u64 {
        self.base + self.ready as u64
    }

    /// How many bytes can be read.
    #[must_use]
    pub const fn ready(&self) -> usize {
        self.ready
    }

    /// The pieces ahead of the first gap.
    #[must_use]
    pub const fn ahead(&self) -> &RangeSet {
        &self.ahead
    }

    /// How much memory the stream has for its bytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.bytes.memory()
    }

    /// Puts a piece in its place; what lies before the first gap or from `limit` on is cut off. Gives how many bytes the
    /// piece moved the first gap on: 0 for one that is ahead of it, that brings nothing new, or that there is no room to
    /// keep apart.
    #[inline]
    pub fn insert(&mut self, offset: u64, piece: &[u8], limit: u64) -> usize {
        let next = self.next_offset();
        if offset == next && self.ahead.is_empty() && self.bytes.len() == self.ready {
            let room = usize::try_from(limit.saturating_sub(next)).unwrap_or(usize::MAX);
            let piece = piece.get(..room.min(piece.len())).unwrap_or_default();
            self.bytes.push(piece);
            self.ready += piece.len();
            return piece.len();
        }
        self.insert_apart(offset, piece, limit)
    }

    fn insert_apart(&mut self, offset: u64, piece: &[u8], limit: u64) -> usize {
        let next = self.next_offset();
        let whole = offset..offset + piece.len() as u64;
        let range = whole.start.max(next)..whole.end.min(limit);
        if range.is_empty() {
            return 0;
        }
        let gaps: alloc::vec::Vec<Range<u64>> = self.ahead.gaps(range.clone()).collect();
        let in_order = range.start == next;
        if !in_order && !self.ahead.insert(range.clone()) {
            return 0;
        }
        self.bytes.grow((range.end - self.base) as usize);
        for gap in gaps {
            let part = (gap.start - offset) as usize..(gap.end - offset) as usize;
            self.bytes.write_at((gap.start - self.base) as usize, piece.get(part).unwrap_or_default());
        }
        if in_order { self.close_gap(next, range.end) } else { 0 }
    }

    /// The bytes up to `end` are there: takes them in, and what now follows them.
    fn close_gap(&mut self, next: u64, end: u64) -> usize {
        self.ahead.remove_below(end);
        let end = self.ahead.first().filter(|first| first.start <= end).map_or(end, |first| first.end);
        self.ahead.remove_below(end);
        let moved = (end - next) as usize;
        self.ready += moved;
        moved
    }

    /// The bytes that can be read, in as many slices as they stand in.
    pub fn slices(&self) -> impl Iterator<Item = &[u8]> + '_ {
        self.bytes.slices(0, self.ready)
    }

    /// Reads into `out`; says how many bytes that were.
    pub fn read(&mut self, out: &mut [u8]) -> usize {
        let count = self.ready.min(out.len());
        let copied = out.get_mut(..count).map_or(0, |out| self.bytes.copy_out(0, out));
        self.consume(copied);
        copied
    }

    /// Forgets the first `count` bytes that can be read.
    pub fn consume(&mut self, count: usize) {
        let count = count.min(self.ready);
        self.bytes.drop_front(count);
        self.base += count as u64;
        self.ready -= count;
    }

    /// Forgets the pieces ahead of the first gap.
    pub fn forget_ahead(&mut self) {
        self.ahead.remove_below(u64::MAX);
        self.bytes.truncate(self.ready);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    /// Pieces of one stream in random order, overlapping and repeated, some of them lies that came second.
    #[test]
    fn any_order_gives_the_stream() {
        let source: Vec<u8> = (0..20_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for seed in 1..30u64 {
            let mut state = seed;
            let mut random = |below: usize| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) as usize % below
            };
            let mut stream = Stream::new(64);
            let mut got: Vec<u8> = Vec::new();
            while got.len() < source.len() {
                let next = stream.next_offset() as usize;
                let at = (next + random(4000)).saturating_sub(1500).min(source.len());
                let end = (at + random(1500)).min(source.len());
                let limit = stream.read_offset() + 8000;
                let before = stream.next_offset();
                let moved = stream.insert(at as u64, &source[at..end], limit);
                assert_eq!(stream.next_offset() - before, moved as u64);
                // What is already there is not overwritten.
                let lie = alloc::vec![0xff; end - at];
                if let Some(kept) = stream.ahead().containing(at as u64) {
                    let length = (kept.end as usize - at).min(lie.len());
                    stream.insert(at as u64, &lie[..length], limit);
                }
                assert!(stream.bytes.len() <= 8000);
                let mut out = [0; 700];
                let read = stream.read(&mut out[..random(700)]);
                got.extend(&out[..read]);
            }
            assert!(got == source, "seed {seed}");
            assert_eq!(stream.memory(), 0);
        }
    }

    #[test]
    fn pieces_are_bounded_in_number_and_bytes() {
        let mut stream = Stream::new(4);
        for piece in 0..100 {
            stream.insert(10 + 2 * piece, b"x", 1_000_000);
        }
        assert_eq!(stream.ahead().iter().len(), 4);
        assert_eq!(stream.insert(500, b"yy", 501), 0);
        assert_eq!(stream.insert(0, b"z", 1_000_000), 1, "what comes in order is always kept");
        assert_eq!(stream.insert(1, &[7; 9], 1_000_000), 10, "and a gap that closes takes in what follows");
    }
}
