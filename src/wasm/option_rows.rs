//! Option rows of a record as options on the wire: the mirror of [`super::rows`]. Those of all headers are written alike: a row
//! knows its kind, and its variant how wide its numbers are.

use super::layout::Row;
use super::writer::Writer;
use crate::wire::{OptionList, ipv4};

/// What an option's length counts besides its data.
#[derive(Clone, Copy)]
pub(crate) enum Counting {
    /// Kind and length: IPv4's and TCP's.
    Head = 2,
    /// Nothing: IPv6's.
    Data = 0,
}

impl Writer<'_> {
    /// Appends the options of an IPv4 or TCP header, whose number and first row stand at word `at`, and the zeros that are not told:
    /// to a whole word where the header's length is to be computed, and else to what that claims where the list ends with an End of
    /// Option List whose padding is not told either. Whether a header has so much room.
    #[inline(never)]
    pub(super) fn options(&mut self, at: usize, computed: bool, claimed: u32) -> bool {
        let start = self.written();
        let (_, ends_open) = self.option_rows(self.record.get(at), self.record.get(at + 1) as usize, Counting::Head);
        let length = self.written() - start;
        let wanted = if computed {
            length.next_multiple_of(4)
        } else if ends_open {
            (claimed as usize).saturating_sub(ipv4::FIXED_LENGTH)
        } else {
            length
        };
        self.pad(start, wanted);
        self.written() - start <= OptionList::MAXIMUM
    }

    /// Appends `count` options, whose rows begin at word `at`; the word after them, and whether the last is an end with nothing told
    /// of what follows it.
    #[inline(never)]
    pub(super) fn option_rows(&mut self, count: u32, mut at: usize, counting: Counting) -> (usize, bool) {
        let mut ends_open = false;
        for _ in 0..count {
            let head = self.record.get(at);
            let (row, words) = (Row::of(head & 0xff), (head >> 16) as usize);
            self.option(row, (head >> 8) as u8, at + 1, words, counting);
            ends_open = row == Row::End && words == 0;
            at += 1 + words;
        }
        (at, ends_open)
    }

    /// Appends an option whose numbers stand at word `at`.
    fn option(&mut self, row: Row, kind: u8, at: usize, words: usize, counting: Counting) {
        let start = self.written();
        self.bytes(&[kind]);
        match row {
            Row::NoOperation | Row::End | Row::Malformed => {
                if words > 0 {
                    self.blob(at);
                }
                return;
            }
            _ => self.bytes(&[0]),
        }
        match row {
            Row::Unknown | Row::FastOpen | Row::Md5 | Row::Authentication | Row::PadN => self.blob(at),
            _ => self.numbers(row, at, words),
        }
        let data = self.written() - start - 2;
        self.set(start + 1, (data + counting as usize) as u8);
    }

    /// Numbers: at first up to two bytes of their own, then 32 bits each.
    fn numbers(&mut self, row: Row, at: usize, words: usize) {
        let record = self.record;
        let (first, second, third) = (record.get(at), record.get(at + 1), record.get(at + 2));
        let (head, length, taken) = match row {
            Row::MaximumSegmentSize | Row::RouterAlert => (first, 2, 1),
            Row::UserTimeout => (first << 15 | second & 0x7fff, 2, 2),
            Row::WindowScale | Row::Route => (first << 8, 1, 1),
            Row::Timestamp | Row::AddressTimestamp => (first << 8 | second << 4 | third & 15, 2, 3),
            _ => (0, 0, 0),
        };
        self.bytes((head as u16).to_be_bytes().get(..length).unwrap_or_default());
        for index in taken..words {
            self.bytes(&record.get(at + index).to_be_bytes());
        }
    }
}
