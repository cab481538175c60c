//! The record itself: words that are set and read by their places in [`super::layout`].

use super::layout::{Head, PROBLEMS, PROBLEMS_AT, ProblemWord, ROWS_AT, Row, WORDS};
use crate::wire::Problem;

/// One packet as words. It is kept and used again for every packet, so what a packet lacks holds what an earlier one left:
/// [`Head`] says what is there.
pub(crate) struct Record {
    words: [u32; WORDS],
    /// The word after the last row.
    rows_end: usize,
}

impl Record {
    /// A record of zeros: what is zero takes no room in the module. [`Record::clear`] comes before any use.
    pub(crate) const fn new() -> Self {
        Record { words: [0; WORDS], rows_end: 0 }
    }

    pub(crate) fn pointer(&self) -> usize {
        self.words.as_ptr().expose_provenance()
    }

    /// Forgets the rows and the problems of the packet before.
    #[inline]
    pub(crate) fn clear(&mut self) {
        self.rows_end = ROWS_AT;
        self.set(Head::ProblemCount.at(), 0);
    }

    #[inline(always)]
    pub(crate) fn get(&self, at: usize) -> u32 {
        self.words.get(at).copied().unwrap_or_default()
    }

    /// Sets a word. A place past the end, which no layout names, is ignored.
    #[inline(always)]
    pub(crate) fn set(&mut self, at: usize, value: u32) {
        if let Some(word) = self.words.get_mut(at) {
            *word = value;
        }
    }

    /// Where the next row will be.
    #[inline]
    pub(crate) fn rows_end(&self) -> u32 {
        self.rows_end as u32
    }

    /// Appends one word to the rows.
    #[inline]
    pub(crate) fn push(&mut self, value: u32) {
        self.set(self.rows_end, value);
        self.rows_end += 1;
    }

    /// Appends two words to the rows.
    #[inline]
    pub(crate) fn push_two(&mut self, first: u32, second: u32) {
        self.push(first);
        self.push(second);
    }

    /// Appends the first word of an option's row, which so many more follow.
    #[inline]
    pub(crate) fn push_head(&mut self, row: Row, kind: u8, words: usize) {
        self.push(row as u32 | u32::from(kind) << 8 | (words as u32) << 16);
    }

    /// Appends a problem. One past the room for them is counted only.
    #[inline(never)]
    pub(crate) fn push_problem(&mut self, problem: Problem) {
        let count = self.get(Head::ProblemCount.at());
        self.set(Head::ProblemCount.at(), count + 1);
        if count as usize >= PROBLEMS {
            return;
        }
        let base = PROBLEMS_AT + count as usize * ProblemWord::END;
        let (a, b) = problem.kind.numbers();
        self.set(base + ProblemWord::Kind.at(), problem.kind.id().into());
        self.set(base + ProblemWord::Layer.at(), problem.layer as u32);
        self.set(base + ProblemWord::Offset.at(), problem.offset);
        self.set(base + ProblemWord::Length.at(), problem.length);
        self.set(base + ProblemWord::A.at(), a);
        self.set(base + ProblemWord::B.at(), b);
    }
}
