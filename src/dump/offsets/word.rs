//! How groups of digits, and offsets, may be written.

use super::line::Row;
use crate::dump::fault::What;
use crate::dump::reading::Reader;
use crate::dump::scan::NO_NUMBER;
use crate::dump::{Format, Place};

/// How groups are written.
pub(super) struct Word {
    pub(super) radix: u8,
    /// Bytes of a group; those of hex are as wide as the line's first.
    bytes: u8,
    /// Digits of a group; 0 where blanks stand for zeros before a number.
    digits: u8,
    /// Characters from one group's end to the next one's; 0 where that does not matter.
    pub(super) step: u8,
    /// The first byte is written last.
    pub(super) little: bool,
}

const fn word(radix: u8, bytes: u8, digits: u8, step: u8, little: bool) -> Word {
    Word { radix, bytes, digits, step, little }
}

/// Bits as xxd -b writes them; then what od and hexdump do: bytes and words in octal and in decimal; then hex in either order.
pub(super) static WORDS: [Word; 8] = [
    word(2, 1, 8, 0, false),
    word(8, 1, 3, 0, false),
    word(8, 2, 6, 0, true),
    word(10, 1, 0, 4, false),
    word(10, 2, 0, 6, true),
    word(10, 2, 5, 8, true),
    word(16, 0, 0, 0, false),
    word(16, 0, 0, 0, true),
];

/// Which of them lines of a format may have, or those of any: a bit each, the first one's first. Machines print words; what has
/// a colon or `0x` prints bytes in their order, but xxd -e.
pub(super) fn allowed(format: Option<Format>, row: &Row) -> u32 {
    let colon = if row.colon { 0b1100_0000 } else { 0b0100_0000 };
    match format {
        Some(Format::XxdBits) => 1,
        Some(Format::Hexdump | Format::Od) => 0b1111_1110,
        None if row.is_plain() => 0b1111_1110,
        None => colon | u32::from(row.colon),
        Some(_) => colon,
    }
}

/// How well a way of reading fits: not at all, but for the columns of text, without any, or with them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quality {
    Untried,
    None,
    Differs,
    Plain,
    Agrees,
}

/// What groups and offsets are taken for, and what comes of it.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) word: &'static Word,
    pub(super) bytes: usize,
    pub(super) digits: usize,
    /// Of the offsets.
    pub(super) radix: u8,
    /// The first offset.
    pub(super) base: u32,
    /// Where columns of text begin in their lines; [`UNKNOWN`] until one has been seen.
    pub(super) column: usize,
    pub(super) quality: Quality,
    /// Stands for the bytes.
    pub(super) hash: u32,
    /// What is to be said, and with which radix, as another way is as good and gives other bytes.
    pub(super) unclear: Option<What>,
    pub(super) unclear_radix: u8,
}

/// A place or a count of bytes that cannot be told.
pub(super) const UNKNOWN: usize = usize::MAX;

/// What is worse than any other.
pub(super) const UNTRIED: Way = Way {
    word: &WORDS[0],
    bytes: 0,
    digits: 0,
    radix: 0,
    base: 0,
    column: UNKNOWN,
    quality: Quality::Untried,
    hash: 0,
    unclear: None,
    unclear_radix: 0,
};

impl Way {
    /// Whether groups are written so where a line's are as wide as its first.
    pub(super) fn suits(&mut self, text: &Reader, row: &Row) -> bool {
        let width = row.first.length();
        (self.bytes, self.digits) = (self.word.bytes.into(), self.word.digits.into());
        let suits = match self.word.radix {
            2 => true,
            16 => {
                (self.bytes, self.digits) = (width / 2, width);
                if self.word.little { matches!(width, 4 | 8 | 16) } else { width.is_multiple_of(2) }
            }
            // od and hexdump have seven digits, or six.
            _ => matches!(row.offset.length(), 6 | 7),
        };
        suits && self.is_whole(text, row.first)
    }

    /// Gives way to what is better, and knows what is as good and says something else. xxd -e prints words of four bytes, and all
    /// others print the bytes in their order.
    #[inline(never)]
    pub(super) fn compare(&mut self, other: &Way) {
        if other.quality > self.quality {
            *self = *other;
        } else if other.quality == self.quality
            && self.quality > Quality::None
            && other.hash != self.hash
            && self.unclear.is_none()
        {
            let radix = self.word.radix;
            let (what, radix) = match (radix == other.word.radix, self.word.little != other.word.little) {
                (true, true) if self.bytes == 4 && self.base == 0 => (What::OrderUnclear, 0),
                (true, true) => return,
                (true, false) => (What::RadixUnclear, self.radix),
                _ => (What::RadixUnclear, radix),
            };
            (self.unclear, self.unclear_radix) = (Some(what), radix);
        }
    }

    /// Whether digits are those of a whole group.
    #[inline(never)]
    pub(super) fn is_whole(&self, text: &Reader, group: Place) -> bool {
        let width = group.length();
        let first = group.start as usize;
        let fits = match self.digits {
            0 => width <= 5 && (width == 1 || text.byte(first) != b'0'),
            wide => width == wide,
        };
        // Groups are hex in any case.
        fits && (self.word.radix == 16 || text.number_at(group, self.word.radix) != NO_NUMBER)
    }

    /// Appends the bytes of the group that was read.
    pub(super) fn push(&self, text: &mut Reader) -> Result<(), What> {
        let (start, end) = (text.token, text.at);
        if self.word.radix == 16 {
            let mut left = end;
            while self.word.little && left > start {
                left -= 2;
                text.push_hex(left, left + 2);
            }
            if !self.word.little {
                text.push_hex(start, end);
            }
            return Ok(());
        }
        let mut number = text.number(start, self.word.radix);
        for _ in 0..self.bytes {
            text.push(number as u8, start);
            number >>= 8;
        }
        if number > 0 { Err(What::NotAByte) } else { Ok(()) }
    }
}
