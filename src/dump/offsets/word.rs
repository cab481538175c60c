//! What a group of digits stands for.

use super::line::{Row, group};
use crate::dump::fault::What;
use crate::dump::reading::{Reader, Refused, Step, digit_value};
use crate::dump::{Format, Place};

/// Groups that one line may have. Long enough for all that print so, and short enough to try where the text begins.
const MOST_GROUPS: usize = 512;

/// How groups are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) radix: u8,
    /// Bytes of a group.
    pub(super) bytes: u8,
    /// Digits of a group; 0 where blanks stand for zeros before a number.
    pub(super) digits: u8,
    /// Characters from one group's end to the next one's; 0 where that does not matter.
    step: u8,
    /// The first byte is written last.
    pub(super) little: bool,
}

const fn number_of(radix: u8, bytes: u8, digits: u8, step: u8) -> Word {
    Word { radix, bytes, digits, step, little: bytes > 1 }
}

/// Bits as xxd -b writes them; then what od and hexdump do: bytes and words in octal and in decimal.
const NUMBERS: [Word; 6] = [
    number_of(2, 1, 8, 0),
    number_of(8, 1, 3, 0),
    number_of(8, 2, 6, 0),
    number_of(10, 1, 0, 4),
    number_of(10, 2, 0, 6),
    number_of(10, 2, 5, 8),
];

/// How many kinds there are of writing groups: numbers, and hex in either order.
pub(super) const KINDS: usize = NUMBERS.len() + 2;

impl Word {
    /// The kind of that number, where the line's groups can be of it, in a format or in any.
    pub(super) fn of_kind(kind: usize, text: &Reader, row: &Row, format: Option<Format>) -> Option<Word> {
        let width = u8::try_from(row.first.length()).ok()?;
        // Machines print words; what has a colon or `0x` prints bytes in their order.
        let machine = match format {
            Some(Format::Hexdump | Format::Od) => true,
            Some(_) => false,
            None => row.is_plain(),
        };
        let bits = format.map_or(row.colon, |format| format == Format::XxdBits);
        let hex = Word { radix: 16, bytes: width / 2, digits: width, step: 0, little: kind > NUMBERS.len() };
        let (word, allowed) = match NUMBERS.get(kind) {
            Some(word) if kind == 0 => (*word, bits),
            // od and hexdump have seven digits, or six.
            Some(word) => (*word, machine && matches!(row.offset.length(), 6 | 7)),
            None if hex.little => (hex, (machine || row.colon) && matches!(width, 4 | 8 | 16)),
            None => (hex, width.is_multiple_of(2)),
        };
        let only_bits = format == Some(Format::XxdBits) && kind > 0;
        (allowed && !only_bits && word.is_whole(text.of(row.first))).then_some(word)
    }

    /// Bytes of a group.
    pub(super) fn size(self) -> usize {
        usize::from(self.bytes).max(1)
    }

    fn is_whole(self, digits: &[u8]) -> bool {
        let width = digits.len();
        let fits = match self.digits {
            0 => width <= 5 && (width == 1 || !digits.starts_with(b"0")),
            wide => width == usize::from(wide),
        };
        fits && digits.iter().all(|digit| digit_value(*digit) < self.radix)
    }

    /// Appends the bytes of all groups that are of this kind. The last of a line may have fewer digits: machines print words
    /// whole, but xxd -e does not. Says whether one of them stands further apart, as a column of text does.
    pub(super) fn read(self, text: &mut Reader, row: &Row) -> Result<bool, Refused> {
        text.enter(Place { start: row.after_offset, ..row.line });
        let mut column = text.at;
        let (mut least, mut most) = (usize::MAX, 0);
        for count in 0..=MOST_GROUPS {
            let before = text.at;
            if !group(text) {
                break;
            }
            column += usize::from(self.step);
            let width = text.at - text.token;
            let whole = self.is_whole(text.since(text.token)) && (self.step == 0 || text.at == column);
            let short = self.radix == 16
                && (!self.little || row.colon)
                && width < self.digits.into()
                && width.is_multiple_of(2);
            if !whole && !short {
                break;
            }
            if count == MOST_GROUPS {
                text.refuse_at(What::LineTooLong, row.line)?;
            }
            if count > 0 {
                let gap = text.token - before;
                (least, most) = (least.min(gap), most.max(gap));
            }
            self.push(text)?;
            if short {
                break;
            }
        }
        Ok(most > least.saturating_add(1) && self.digits > 0)
    }

    /// Appends the bytes of the group that was read.
    fn push(self, text: &mut Reader) -> Step {
        let (start, end) = (text.token, text.at);
        if self.radix == 16 {
            let mut left = end;
            while self.little && left > start {
                left -= 2;
                text.push_hex(left, left + 2);
            }
            if !self.little {
                text.push_hex(start, end);
            }
            return Ok(());
        }
        let number = text.number(start, self.radix);
        if number >> (u32::from(self.bytes) * 8) > 0 {
            return text.refuse(What::NotAByte, start);
        }
        for byte in 0..self.bytes {
            text.push((number >> (byte * 8)) as u8, start);
        }
        Ok(())
    }
}
