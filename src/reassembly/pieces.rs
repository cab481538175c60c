//! Bytes ahead of a gap, as they came: they take memory for what is there, not for what is missing between them.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::ops::Range;

/// What a piece takes beside its bytes, by estimate: its place in the map and in memory.
const OVERHEAD: usize = 64;

/// Pieces of a line of bytes, each with a tag that says where it came from. Where pieces overlap, what came first is kept.
///
/// ```
/// use drywire::reassembly::Pieces;
/// let mut pieces = Pieces::new();
/// pieces.insert(5, b"world", 'b');
/// pieces.insert(3, b"lo wo", 'c');
/// assert_eq!(pieces.first(), Some(3));
/// assert_eq!(pieces.take(3), Some((b"lo".to_vec(), 'c')));
/// assert_eq!(pieces.take(5), Some((b"world".to_vec(), 'b')));
/// assert_eq!(pieces.memory(), 0);
/// ```
#[derive(Clone, Debug)]
pub struct Pieces<T> {
    pieces: BTreeMap<u64, (Vec<u8>, T)>,
    bytes: usize,
}

impl<T> Default for Pieces<T> {
    fn default() -> Self {
        Pieces { pieces: BTreeMap::new(), bytes: 0 }
    }
}

impl<T: Copy> Pieces<T> {
    /// No pieces. They take no memory until one is inserted.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps what is new of a piece that begins at `offset`; says how many bytes that is.
    pub fn insert(&mut self, offset: u64, bytes: &[u8], tag: T) -> usize {
        let mut added = 0;
        for gap in self.gaps(offset..offset.saturating_add(bytes.len() as u64)) {
            let part = (gap.start - offset) as usize..(gap.end - offset) as usize;
            let part = bytes.get(part).unwrap_or_default();
            added += part.len();
            self.pieces.insert(gap.start, (part.to_vec(), tag));
        }
        self.bytes += added;
        added
    }

    /// Where the first piece begins.
    #[must_use]
    pub fn first(&self) -> Option<u64> {
        self.pieces.first_key_value().map(|(start, _)| *start)
    }

    /// Takes the first piece, if it reaches beyond `offset` and does not begin later: what it has from there on. Pieces that
    /// end before are forgotten.
    pub fn take(&mut self, offset: u64) -> Option<(Vec<u8>, T)> {
        while let Some(entry) = self.pieces.first_entry().filter(|entry| *entry.key() <= offset) {
            let behind = offset - entry.key();
            let (mut bytes, tag) = entry.remove();
            self.bytes -= bytes.len();
            if (bytes.len() as u64) > behind {
                bytes.drain(..behind as usize);
                return Some((bytes, tag));
            }
        }
        None
    }

    /// The pieces in order: where each begins, its bytes and its tag.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &[u8], T)> {
        self.pieces.iter().map(|(start, (bytes, tag))| (*start, bytes.as_slice(), *tag))
    }

    /// How many bytes of memory the pieces take, by estimate.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.bytes + self.pieces.len() * OVERHEAD
    }

    /// How many bytes all pieces have.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// The parts of a range that no piece has.
    fn gaps(&self, range: Range<u64>) -> Vec<Range<u64>> {
        let mut gaps = Vec::new();
        let mut from = range.start;
        if let Some((start, (bytes, _))) = self.pieces.range(..=from).next_back() {
            from = from.max(start + bytes.len() as u64);
        }
        if from >= range.end {
            return gaps;
        }
        for (start, (bytes, _)) in self.pieces.range(from..range.end) {
            if *start > from {
                gaps.push(from..*start);
            }
            from = start + bytes.len() as u64;
        }
        if from < range.end {
            gaps.push(from..range.end);
        }
        gaps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a plain array, over seeded steps: what came first stays.
    #[test]
    fn equals_a_plain_array() {
        let mut seed = 11u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..200 {
            let mut pieces = Pieces::new();
            let mut plain = [None; 120];
            for step in 0..40u8 {
                let start = random(100) as usize;
                let length = random(20) as usize;
                let bytes = alloc::vec![step; length];
                let added = pieces.insert(start as u64, &bytes, step);
                let free = plain[start..start + length].iter_mut().filter(|place| place.is_none());
                assert_eq!(added, free.map(|place| *place = Some(step)).count());
            }
            assert_eq!(pieces.bytes(), plain.iter().flatten().count());
            let mut found = [None; 120];
            for (start, bytes, tag) in pieces.iter() {
                assert!(bytes.iter().all(|byte| *byte == tag));
                found[start as usize..start as usize + bytes.len()].fill(Some(tag));
            }
            assert_eq!(found, plain);
            let from = random(110);
            let expected = plain[from as usize];
            assert_eq!(pieces.take(from).map(|(bytes, _)| bytes[0]), expected);
            assert!(pieces.first().is_none_or(|first| first > from));
        }
    }
}
