//! Rows by number, of which the first may be forgotten.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

/// Rows in a block: it never moves, so that a table that grows copies nothing.
const BLOCK: usize = 256;

/// Rows in blocks, numbered from 0.
#[derive(Clone, Debug)]
pub(super) struct Rows<T> {
    blocks: VecDeque<Vec<T>>,
    /// The number of the first row that is there, and of the one to come.
    first: u32,
    next: u32,
}

impl<T> Rows<T> {
    pub(super) const fn new() -> Self {
        Rows { blocks: VecDeque::new(), first: 0, next: 0 }
    }

    /// The number of the first row that is there.
    pub(super) const fn first(&self) -> u32 {
        self.first
    }

    /// The number of the row to come.
    pub(super) const fn next(&self) -> u32 {
        self.next
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: T) {
        if self.blocks.back().is_none_or(|block| block.len() == BLOCK) {
            self.blocks.push_back(Vec::with_capacity(BLOCK));
        }
        if let Some(block) = self.blocks.back_mut() {
            block.push(row);
            self.next += 1;
        }
    }

    /// Forgets the first row; its memory goes with that of its block.
    pub(super) fn forget_first(&mut self) {
        if self.first < self.next {
            self.first += 1;
            if (self.first as usize).is_multiple_of(BLOCK) {
                self.blocks.pop_front();
            }
        }
    }

    pub(super) fn get(&self, number: u32) -> Option<&T> {
        let (block, at) = self.place(number)?;
        self.blocks.get(block)?.get(at)
    }

    pub(super) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        let (block, at) = self.place(number)?;
        self.blocks.get_mut(block)?.get_mut(at)
    }

    const fn place(&self, number: u32) -> Option<(usize, usize)> {
        if number < self.first || number >= self.next {
            return None;
        }
        let (number, first) = (number as usize, self.first as usize);
        Some((number / BLOCK - first / BLOCK, number % BLOCK))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_numbers() {
        let mut rows = Rows::new();
        for number in 0..3000 {
            assert_eq!(rows.next(), number);
            rows.push(number);
            if number % 3 != 0 {
                rows.forget_first();
            }
            let first = rows.first();
            assert!(rows.get(number + 1).is_none() && first.checked_sub(1).and_then(|gone| rows.get(gone)).is_none());
            for there in [first, u32::midpoint(first, number), number] {
                assert_eq!((rows.get(there).copied(), rows.get_mut(there).copied()), (Some(there), Some(there)));
            }
        }
        assert_eq!((rows.first(), rows.blocks.len()), (2000, 5));
        (0..1500).for_each(|_| rows.forget_first());
        assert_eq!((rows.first(), rows.next(), rows.get(2999)), (3000, 3000, None));
        rows.push(7);
        assert_eq!(rows.get(3000), Some(&7));
    }
}
