//! Filters, by number: JavaScript keeps their texts, and gives one anew where another has taken its number. So nothing has to be
//! released, and memory is bounded.

use crate::filter::{Filter, FilterError};
use alloc::vec::Vec;

/// So many filters are kept at once.
const SLOTS: usize = 16;
/// What is wrong with a text, in words: where, how long, and where code and sentence are and how long.
const FAULT: usize = 6;
/// A frame of several: offset in the input, length, and length on the wire, which the answer replaces.
const FRAME: usize = 3;

/// What is exchanged, and the filters.
pub(crate) struct Filters {
    /// A text, a frame, or frames.
    input: Vec<u8>,
    frames: Vec<u32>,
    fault: [u32; FAULT],
    slots: [Option<Filter>; SLOTS],
}

impl Filters {
    pub(crate) const fn new() -> Self {
        Filters { input: Vec::new(), frames: Vec::new(), fault: [0; FAULT], slots: [const { None }; SLOTS] }
    }

    /// Makes room for so many bytes, and says where.
    pub(crate) fn input(&mut self, length: usize) -> usize {
        self.input.resize(length, 0);
        self.input.as_ptr().expose_provenance()
    }

    /// Makes room for the words of so many frames, and says where.
    pub(crate) fn frames(&mut self, count: usize) -> usize {
        self.frames.resize(count.saturating_mul(FRAME), 0);
        self.frames.as_ptr().expose_provenance()
    }

    /// Where the words are that say what is wrong.
    pub(crate) fn fault(&self) -> usize {
        self.fault.as_ptr().expose_provenance()
    }

    /// Reads the input as a filter, and gives it a number. False where it is none.
    pub(crate) fn compile(&mut self, slot: usize) -> bool {
        let Ok(text) = core::str::from_utf8(&self.input) else { return false };
        match Filter::parse(text) {
            Ok(filter) => {
                if let Some(slot) = self.slots.get_mut(slot) {
                    *slot = Some(filter);
                }
                true
            }
            Err(FilterError { offset, length, kind }) => {
                let place = |text: &str| [text.as_ptr().expose_provenance() as u32, text.len() as u32];
                let ([code, code_length], [sentence, sentence_length]) = (place(kind.code()), place(kind.sentence()));
                self.fault = [offset as u32, length as u32, code, code_length, sentence, sentence_length];
                false
            }
        }
    }

    /// Whether the frame in the input, which had `length` bytes on the wire, is wanted: 1 or 0, or -1 for a link type that is not
    /// known.
    pub(crate) fn matches(&self, slot: usize, link: u32, length: usize) -> i32 {
        self.one(slot, &self.input, link, length)
    }

    fn one(&self, slot: usize, frame: &[u8], link: u32, length: usize) -> i32 {
        match (super::link_type(link, frame), self.slots.get(slot)) {
            (Some(link_type), Some(Some(filter))) => i32::from(filter.matches(frame, link_type, length)),
            _ => -1,
        }
    }

    /// The same of each frame; false for a link type that is not known.
    pub(crate) fn select(&mut self, slot: usize, link: u32) -> bool {
        let mut frames = core::mem::take(&mut self.frames);
        let mut known = true;
        for frame in frames.as_chunks_mut::<FRAME>().0 {
            let [offset, length, whole] = *frame;
            let bytes = self.input.get(offset as usize..).and_then(|bytes| bytes.get(..length as usize));
            let answer = self.one(slot, bytes.unwrap_or_default(), link, whole as usize);
            known &= answer >= 0;
            frame[2] = answer.max(0) as u32;
        }
        self.frames = frames;
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_kept_by_number_and_faults_have_their_words() {
        let mut filters = Filters::new();
        let put = |filters: &mut Filters, bytes: &[u8]| {
            filters.input(bytes.len());
            filters.input.copy_from_slice(bytes);
        };
        put(&mut filters, b"ip.version == 4");
        assert!(filters.compile(3));
        put(&mut filters, b"ip.version == 6");
        assert!(filters.compile(4));
        put(&mut filters, b"ip ip");
        assert!(!filters.compile(3));
        assert_eq!((filters.fault[0], filters.fault[1], filters.fault[3]), (3, 2, "expected-connective".len() as u32));
        let packet = [0x45, 0, 0, 20, 0, 1, 0, 0, 64, 9, 0x66, 0xe2, 10, 0, 0, 1, 10, 0, 0, 1];
        put(&mut filters, &[packet, packet].concat());
        assert_eq!((filters.matches(3, 101, 40), filters.matches(4, 101, 40), filters.matches(5, 101, 40)), (1, 0, -1));
        assert_eq!(filters.matches(3, 9999, 40), -1);
        filters.frames(2);
        filters.frames.copy_from_slice(&[0, 20, 20, 20, 0, 20]);
        assert!(filters.select(3, 101));
        assert_eq!(filters.frames, [0, 20, 1, 20, 0, 0]);
    }
}
