//! A byte queue that takes memory only as it is used.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

/// How many bytes a block holds: so many that asking for memory does not count beside filling it.
const BLOCK: usize = 16_384;

/// How many bytes a queue's only block has room for as long as they are enough: a few short messages.
const SMALL: usize = 2048;

/// A queue of bytes in blocks of 16 KiB: it grows and shrinks at either end by a block at a time, never copies what it has
/// (but for the first 2 KiB, once), and has no memory at all while it is empty. Up to 2 KiB take no more than that.
///
/// ```
/// use drywire::reassembly::Blocks;
/// let mut blocks = Blocks::new();
/// blocks.push(b"hello");
/// blocks.drop_front(1);
/// let mut out = [0; 3];
/// blocks.copy_out(1, &mut out);
/// assert_eq!((&out, blocks.len()), (b"llo", 4));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Blocks {
    /// Every block but the last is full.
    blocks: VecDeque<Vec<u8>>,
    /// Where the first byte stands in the first block.
    head: usize,
    length: usize,
}

impl Blocks {
    /// An empty queue.
    #[must_use]
    pub const fn new() -> Self {
        Blocks { blocks: VecDeque::new(), head: 0, length: 0 }
    }

    /// How many bytes are queued.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// How much memory the queue has, in bytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.blocks.iter().map(Vec::capacity).sum::<usize>() + self.blocks.capacity() * size_of::<Vec<u8>>()
    }

    /// Appends bytes.
    pub fn push(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len();
        // As a rule there is room in the last block, and memory for it.
        if let Some(last) = self.blocks.back_mut()
            && bytes.len() <= last.capacity().min(BLOCK) - last.len()
        {
            return last.extend_from_slice(bytes);
        }
        while !bytes.is_empty() {
            let Some(block) = self.last_with_room(bytes.len()) else { return };
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - block.len()));
            block.extend_from_slice(now);
            bytes = later;
        }
    }

    /// Makes the queue at least `length` bytes long; what is new is 0.
    pub fn grow(&mut self, length: usize) {
        while self.length < length {
            let missing = length - self.length;
            let Some(block) = self.last_with_room(missing) else { return };
            let count = missing.min(BLOCK - block.len());
            block.resize(block.len() + count, 0);
            self.length += count;
        }
    }

    /// A block that is not full, with memory for `coming` more bytes or as many as it may hold. There is always one.
    fn last_with_room(&mut self, coming: usize) -> Option<&mut Vec<u8>> {
        if self.blocks.back().is_none_or(|block| block.len() == BLOCK) {
            let only = self.blocks.is_empty() && coming <= SMALL;
            self.blocks.push_back(Vec::with_capacity(if only { SMALL } else { BLOCK }));
        }
        let block = self.blocks.back_mut()?;
        if block.capacity() - block.len() < coming {
            block.reserve_exact(BLOCK - block.len());
        }
        Some(block)
    }

    /// Overwrites bytes from the `at`th on, as far as the queue goes.
    pub fn write_at(&mut self, at: usize, bytes: &[u8]) {
        let mut place = self.head + at;
        let mut rest = bytes.get(..self.length.saturating_sub(at).min(bytes.len())).unwrap_or_default();
        while let Some(room) = self.blocks.get_mut(place / BLOCK).and_then(|block| block.get_mut(place % BLOCK..)) {
            let count = room.len().min(rest.len());
            let (Some((now, later)), Some(room)) = (rest.split_at_checked(count), room.get_mut(..count)) else {
                return;
            };
            if now.is_empty() {
                return;
            }
            room.copy_from_slice(now);
            (place, rest) = (place + count, later);
        }
    }

    /// The bytes from the `at`th on, at most `count` of them, in as many slices as they stand in.
    pub fn slices(&self, at: usize, count: usize) -> impl Iterator<Item = &[u8]> + '_ {
        let mut place = self.head + at.min(self.length);
        let end = place + count.min(self.length.saturating_sub(at));
        core::iter::from_fn(move || {
            let from = place % BLOCK;
            let taken = (end - place).min(BLOCK - from);
            let slice = self.blocks.get(place / BLOCK)?.get(from..from + taken).filter(|slice| !slice.is_empty())?;
            place += taken;
            Some(slice)
        })
    }

    /// Copies bytes from the `at`th on; says how many there were.
    pub fn copy_out(&self, at: usize, out: &mut [u8]) -> usize {
        let mut copied = 0;
        for slice in self.slices(at, out.len()) {
            if let Some(room) = out.get_mut(copied..copied + slice.len()) {
                room.copy_from_slice(slice);
                copied += slice.len();
            }
        }
        copied
    }

    /// Forgets the first `count` bytes.
    pub fn drop_front(&mut self, count: usize) {
        let count = count.min(self.length);
        self.length -= count;
        self.head += count;
        if self.length == 0 {
            *self = Blocks::new();
            return;
        }
        while self.head >= BLOCK {
            self.blocks.pop_front();
            self.head -= BLOCK;
        }
    }

    /// Forgets all but the first `length` bytes.
    pub fn truncate(&mut self, length: usize) {
        if length == 0 {
            *self = Blocks::new();
            return;
        }
        self.length = self.length.min(length);
        let end = self.head + self.length;
        self.blocks.truncate(end.div_ceil(BLOCK));
        if let Some(last) = self.blocks.back_mut() {
            last.truncate(end - (end - 1) / BLOCK * BLOCK);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a plain queue, over a few thousand seeded steps that cross block boundaries.
    #[test]
    fn equals_a_plain_queue() {
        let mut seed = 3u64;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        let mut blocks = Blocks::new();
        let mut plain = Vec::new();
        for step in 0..3000 {
            match random(4) {
                0 | 1 => {
                    let bytes: Vec<u8> = (0..random(12_000)).map(|n| (n + step) as u8).collect();
                    blocks.push(&bytes);
                    plain.extend(&bytes);
                }
                2 => {
                    let count = random(20_000);
                    blocks.drop_front(count);
                    plain.drain(..count.min(plain.len()));
                }
                _ if !plain.is_empty() => {
                    let at = random(plain.len());
                    let bytes = [step as u8; 100];
                    let fits = bytes.len().min(plain.len() - at);
                    blocks.write_at(at, &bytes);
                    plain[at..at + fits].copy_from_slice(&bytes[..fits]);
                }
                _ => {}
            }
            assert_eq!(blocks.len(), plain.len());
            let at = random(plain.len() + 1);
            let mut out = [0; 20_000];
            let copied = blocks.copy_out(at, &mut out);
            assert_eq!(out[..copied], plain[at..plain.len().min(at + 20_000)], "step {step}");
        }
    }

    #[test]
    fn memory_follows_what_is_queued() {
        let mut blocks = Blocks::new();
        blocks.push(&[1; 100_000]);
        assert!(blocks.memory() >= 100_000 && blocks.memory() < 100_000 + BLOCK + 512);
        blocks.drop_front(99_999);
        assert!(blocks.memory() < BLOCK + 512);
        blocks.drop_front(1);
        assert_eq!(blocks.memory(), 0);
        blocks.push(b"a few bytes");
        assert!(blocks.memory() < SMALL + 128);
        blocks.push(&[2; SMALL]);
        assert!(blocks.memory() > SMALL && blocks.memory() < BLOCK + 128);
    }
}
