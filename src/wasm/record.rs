//! The record itself: words that are set and read by their places in [`super::layout`].

use super::layout::{Head, PROBLEMS, PROBLEMS_AT, ProblemWord, ROWS_AT, WORDS, layer_number, layer_of};
use super::shapes::Shape;
use crate::wire::{Layer, Problem};

/// One packet as words. It is kept and used again for every packet, so what a packet lacks holds what an earlier one left:
/// [`Head`] says what is there.
#[repr(C)]
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

    /// The block of words from `base` on; nothing where there is no such block.
    #[inline(always)]
    pub(crate) fn block<const N: usize>(&mut self, base: usize) -> Option<&mut [u32; N]> {
        self.words.get_mut(base..)?.first_chunk_mut()
    }

    /// Where the next row will be.
    #[inline]
    pub(crate) fn rows_end(&self) -> u32 {
        self.rows_end as u32
    }

    /// Appends one word to the rows.
    #[inline(never)]
    pub(crate) fn push(&mut self, value: u32) {
        self.set(self.rows_end, value);
        self.rows_end += 1;
    }

    /// Which header there is of those that a word of the head tells.
    pub(crate) fn layer(&self, word: Head) -> Option<Layer> {
        layer_of(self.get(word.at()))
    }

    /// Says which header there is.
    #[inline]
    pub(crate) fn set_layer(&mut self, word: Head, layer: Option<Layer>) {
        self.set(word.at(), layer_number(layer));
    }

    /// Sets a word for each field of a header, from `base` on.
    #[inline(never)]
    pub(crate) fn set_header(&mut self, base: usize, shape: &Shape, header: &[u8]) {
        for (index, place) in shape.places.iter().enumerate() {
            self.set(base + index, place.get(header));
        }
    }

    /// Appends a word to the rows for each field of a header.
    #[inline(never)]
    pub(crate) fn push_header(&mut self, shape: &Shape, header: &[u8]) {
        self.set_header(self.rows_end, shape, header);
        self.rows_end += shape.places.len();
    }

    /// Appends words to the rows.
    #[inline]
    pub(crate) fn push_all<const N: usize>(&mut self, values: [u32; N]) {
        if let Some(words) = self.block(self.rows_end) {
            *words = values;
        }
        self.rows_end += N;
    }

    /// Appends a problem. One past the room for them is counted only.
    #[inline(always)]
    pub(crate) fn push_problem(&mut self, problem: Problem) {
        let Problem { layer, offset, length, kind } = problem;
        let (a, b) = kind.numbers();
        self.push_words(kind.id().into(), layer as u32, offset, length, a, b);
    }

    /// Appends a problem's words, in the order of `ProblemWord`.
    #[inline(never)]
    fn push_words(&mut self, kind: u32, layer: u32, offset: u32, length: u32, a: u32, b: u32) {
        let count = self.get(Head::ProblemCount.at());
        self.set(Head::ProblemCount.at(), count + 1);
        if count as usize >= PROBLEMS {
            return;
        }
        let at = PROBLEMS_AT + count as usize * ProblemWord::END;
        if let Some(words) = self.block::<{ ProblemWord::END }>(at) {
            *words = [kind, layer, offset, length, a, b];
        }
    }
}
