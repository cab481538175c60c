//! A dissection in memory that both sides see: a row of words for each layer and each field, and their texts one after the
//! other. Nothing is allocated; the room is enough for any frame.

use super::Parsed;
use super::record::Record;
use crate::dissect::{self, Holds, Row, Rows, Sheet};
use crate::wire::{Sense, ethernet, ipv6};

/// What is not a row: the number of rows, where the texts are, and how many bytes they have together.
const HEAD: usize = 3;
/// Words of a row.
const ROW: usize = 8;
/// Which of them is a number, or how many fields a layer has.
const FIELDS: usize = 6;
/// An extension header of a packet or of one that it quotes: the layer, six fields at most, three for each option, and two for
/// what is left of them.
const EXTENSION_ROWS: usize = 2 * ipv6::MAXIMUM_EXTENSIONS * (9 + 3 * ipv6::MAXIMUM_OPTIONS);
/// A tag is four fields. The other headers have far fewer than 512 together, even where each byte of options is a field.
const ROWS: usize = ethernet::MAXIMUM_TAGS * 4 + EXTENSION_ROWS + 512;
/// The texts of a tag's fields are at most 39 bytes. All others together are at most 28 kB: 512 rows of up to 50 bytes, and ARP's
/// line with four addresses; but for extension headers' rows, which are as long. An application's texts are at most 640 bytes
/// each, of which HTTP has 52.
const TEXT: usize = ethernet::MAXIMUM_TAGS * 40 + EXTENSION_ROWS * 50 + (1 << 15) + (1 << 16);

/// The last dissection, its words first. It is all zeros at first, so that it takes no room in the module.
#[repr(C)]
pub(crate) struct Described {
    table: Table,
    text: [u8; TEXT],
}

/// Its rows, after what is not a row.
#[repr(C)]
struct Table {
    words: [u32; HEAD + ROWS * ROW],
    /// Where the word of the last layer's row is that counts its fields.
    fields: usize,
}

impl Described {
    pub(crate) const fn new() -> Self {
        Described { table: Table { words: [0; HEAD + ROWS * ROW], fields: 0 }, text: [0; TEXT] }
    }

    /// Where texts go: the words say where that is.
    pub(crate) fn text(&mut self) -> &mut [u8] {
        self.table.words[1] = self.text.as_ptr().expose_provenance() as u32;
        &mut self.text
    }

    /// Dissects a frame; its problems go to the record. The link type that it was read as, or -1 for one that is not known.
    pub(crate) fn dissect(&mut self, record: &mut Record, frame: &[u8], link: u32) -> i32 {
        let Some(link_type) = super::link_type(link, frame) else { return -1 };
        record.clear();
        let mut parsed = Parsed::default();
        parsed.read(record, frame, link_type, true);
        let mut quoted = Parsed::default();
        let quotes = parsed.outline.quotes(frame);
        if quotes {
            quoted.read_quoted(record, parsed.outline.payload_of(frame));
        }
        let quoted = quotes.then_some(&quoted.outline);
        self.text();
        let Described { table, text } = self;
        table.words[0] = 0;
        let mut sheet = Sheet::new(text, table);
        dissect::show(frame, &parsed.outline, parsed.checksums, quoted, &mut sheet);
        let length = sheet.len();
        self.table.words[2] = length as u32;
        link_type as i32
    }

    /// Writes what stands after a row's number where the texts are; how many bytes that is.
    pub(crate) fn note(&mut self, sense: u8, number: u32, state: u32) -> usize {
        let note = dissect::note(Sense::from_number(sense), number, state).as_bytes();
        self.text.iter_mut().zip(note).for_each(|(to, byte)| *to = *byte);
        note.len()
    }
}

impl Rows for Table {
    /// Past the room, which no frame is, a row is left out.
    fn row(&mut self, row: Row, text: &[u8]) -> bool {
        let Row { names, offset, length, bit_mask, holds, number, digits, sense, state } = row;
        // In UTF-16 units: one for each character, as none is beyond the first plane. The bytes after its first begin with 10.
        let text = text.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u32;
        let at = HEAD + self.words[0] as usize * ROW;
        if let Some(row) = self.words.get_mut(at..).and_then(|rows| rows.first_chunk_mut()) {
            // What a number stands for is one of few; what it counts is not.
            let named = sense as u32 > Sense::Checksum as u32;
            let kind = holds as u32 | u32::from(named) << 3;
            let head = kind | digits << 4 | (names.len() as u32) << 8 | (sense as u32) << 24;
            *row = [head, names.as_ptr().expose_provenance() as u32, text, offset, length, bit_mask, number, state];
            self.words[0] += 1;
            if holds == Holds::Layer {
                self.fields = at + FIELDS;
            } else if let Some(fields) = self.words.get_mut(self.fields) {
                *fields += 1;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests;
