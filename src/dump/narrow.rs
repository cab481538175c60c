//! A text of the crate's callers as the readers take it: one byte for each character, and without what colours terminals. The
//! npm package hands its texts over like this, so none of this is in its module.

use super::{Place, Reader};
use alloc::vec::Vec;

/// A text with one byte for each character.
pub(super) struct Narrow<'a> {
    text: &'a [u8],
    pub(super) bytes: Vec<u8>,
    /// Where each of them stands in the text.
    starts: Vec<u32>,
}

impl<'a> Narrow<'a> {
    /// Positions in the text must fit 32 bits.
    pub(super) fn new(text: &'a [u8]) -> Self {
        let mut narrow = Narrow { text, bytes: Vec::new(), starts: Vec::new() };
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let length = match colour(rest) {
                Some(length) => length,
                None => {
                    let (byte, length) = character(rest);
                    narrow.bytes.push(byte);
                    narrow.starts.push(at as u32);
                    length
                }
            };
            at += length;
        }
        narrow
    }

    /// Places among the characters become places in the text.
    pub(super) fn widen(&self, reader: &mut Reader) {
        reader.places.iter_mut().for_each(|place| *place = self.place(*place));
        // What is about all of the text has no place.
        let placed = reader.notes.iter_mut().filter(|note| note.place != Place::default());
        placed.for_each(|note| note.place = self.place(note.place));
    }

    /// Where characters stand in the text.
    pub(super) fn place(&self, Place { start, end }: Place) -> Place {
        let at = |index: u32| self.starts.get(index as usize).map_or(self.text.len(), |start| *start as usize);
        let after = |index: u32| {
            let start = at(index);
            start + self.text.get(start..).map_or(0, |rest| if rest.is_empty() { 0 } else { character(rest).1 })
        };
        Place::new(at(start), end.checked_sub(1).filter(|_| end > start).map_or(at(start), after))
    }
}

/// How long the sequence for a colour is that a text begins with (ECMA-48 8.3.117).
fn colour(text: &[u8]) -> Option<usize> {
    let inside = text.strip_prefix(b"\x1b[")?;
    let length = inside.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b';'))?;
    (inside.get(length) == Some(&b'm')).then_some(length + 3)
}

/// The byte for the character that a text begins with, and the character's length: itself for ASCII, a blank for those that
/// web pages use and for lines of boxes, a bar for those that stand upright, and else a byte that is no character.
fn character(text: &[u8]) -> (u8, usize) {
    let four = text.get(..4).unwrap_or(text);
    let length = four.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next()).map_or(1, char::len_utf8);
    let byte = match text.get(..length).unwrap_or_default() {
        [byte @ 0..0x80] => *byte,
        // U+2502, U+250A.
        [0xe2, 0x94, 0x82 | 0x8a] => b'|',
        // U+00A0, U+FEFF, U+2500 to U+257F.
        [0xc2, 0xa0] | [0xef, 0xbb, 0xbf] | [0xe2, 0x94 | 0x95, _] => b' ',
        // U+2026.
        [0xe2, 0x80, 0xa6] => ELLIPSIS,
        _ => 0xff,
    };
    (byte, length)
}

/// Stands for `…`, as it does on Windows.
pub(super) const ELLIPSIS: u8 = 0x85;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_bytes_and_keep_their_places() {
        let narrow = Narrow::new("é\u{1b}[38;5;9m45│\u{a0}…".as_bytes());
        assert_eq!(narrow.bytes, [0xff, b'4', b'5', b'|', b' ', ELLIPSIS]);
        assert_eq!(narrow.place(Place::new(0, 2)), Place::new(0, 12));
        assert_eq!(narrow.place(Place::new(1, 3)), Place::new(11, 13));
        assert_eq!(narrow.place(Place::new(5, 6)), Place::new(18, 21));
        assert_eq!(narrow.place(Place::new(6, 6)), Place::new(21, 21));
        assert_eq!(Narrow::new(b"\xff\xc2").bytes, [0xff, 0xff]);
    }
}
