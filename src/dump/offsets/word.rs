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

const fn word(radix: u8, bytes: u8, digits: u8, step: u8, little: bool) -> Word {
    Word { radix, bytes, digits, step, little }
}

/// Bits as xxd -b writes them; then what od and hexdump do: bytes and words in octal and in decimal; then hex in either order,
/// in groups as wide as the line's first.
const KINDS: [Word; 8] = [
    word(2, 1, 8, 0, false),
    word(8, 1, 3, 0, false),
    word(8, 2, 6, 0, true),
    word(10, 1, 0, 4, false),
    word(10, 2, 0, 6, true),
    word(10, 2, 5, 8, true),
    word(16, 0, 0, 0, false),
    word(16, 0, 0, 0, true),
];

impl Word {
    /// In how many ways groups may be written.
    pub(super) const KINDS: usize = KINDS.len();

    /// The kind of that number, where the line's groups can be of it, in a format or in any.
    pub(super) fn of_kind(kind: usize, text: &Reader, row: &Row, format: Option<Format>) -> Option<Word> {
        let mut word = *KINDS.get(kind)?;
        let width = row.first.length();
        if word.radix == 16 {
            word.digits = u8::try_from(width).ok()?;
            word.bytes = word.digits / 2;
        }
        // Machines print words; what has a colon or `0x` prints bytes in their order.
        let machine = match format {
            Some(Format::Hexdump | Format::Od) => true,
            Some(_) => false,
            None => row.is_plain(),
        };
        let only_bits = format == Some(Format::XxdBits);
        let allowed = match word.radix {
            2 => only_bits || format.is_none() && row.colon,
            _ if only_bits => false,
            16 if word.little => (machine || row.colon) && matches!(width, 4 | 8 | 16),
            16 => width.is_multiple_of(2),
            // od and hexdump have seven digits, or six.
            _ => machine && matches!(row.offset.length(), 6 | 7),
        };
        (allowed && word.is_whole(text, row.first)).then_some(word)
    }

    /// Bytes of a group.
    pub(super) fn size(self) -> usize {
        usize::from(self.bytes).max(1)
    }

    /// Whether digits are those of a whole group.
    #[inline(never)]
    fn is_whole(self, text: &Reader, group: Place) -> bool {
        let width = group.length();
        let first = group.start as usize;
        let fits = match self.digits {
            0 => width <= 5 && (width == 1 || text.byte(first) != b'0'),
            wide => width == usize::from(wide),
        };
        fits && (first..group.end as usize).all(|at| digit_value(text.byte(at)) < self.radix)
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
            let whole = self.is_whole(text, Place::new(text.token, text.at)) && (self.step == 0 || text.at == column);
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
