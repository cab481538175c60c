//! What a group of digits stands for.

use super::line::{Row, group};
use crate::dump::fault::Fault;
use crate::dump::reading::{Reading, Refused, digit_value, number};
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
    pub(super) fn of_kind(kind: usize, row: &Row<'_>, format: Option<Format>) -> Option<Word> {
        let digits = row.first();
        let width = u8::try_from(digits.len()).ok()?;
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
            Some(word) => (*word, machine && matches!(row.offset.len(), 6 | 7)),
            None if hex.little => (hex, (machine || row.colon) && matches!(width, 4 | 8 | 16)),
            None => (hex, width.is_multiple_of(2)),
        };
        let only_bits = format == Some(Format::XxdBits) && kind > 0;
        (allowed && !only_bits && word.is_whole(digits)).then_some(word)
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
    pub(super) fn read(self, row: &Row<'_>, to: &mut Reading) -> Result<bool, Refused> {
        let mut scan = row.groups();
        let mut column = scan.at;
        let (mut least, mut most) = (usize::MAX, 0);
        for count in 0..=MOST_GROUPS {
            let before = scan.at;
            let Some(digits) = group(&mut scan) else { break };
            column += usize::from(self.step);
            let whole = self.is_whole(digits) && (self.step == 0 || scan.at == column);
            let short = self.radix == 16
                && (!self.little || row.colon)
                && digits.len() < self.digits.into()
                && digits.len().is_multiple_of(2);
            if !whole && !short {
                break;
            }
            if count == MOST_GROUPS {
                return Err(to.refuse(Fault::LineTooLong, row.line.place()));
            }
            if count > 0 {
                let gap = scan.at - digits.len() - before;
                (least, most) = (least.min(gap), most.max(gap));
            }
            self.push(digits, row.line.start + scan.at, to)?;
            if short {
                break;
            }
        }
        Ok(most > least.saturating_add(1) && self.digits > 0)
    }

    /// Appends the bytes of a group that ends here.
    fn push(self, digits: &[u8], end: usize, to: &mut Reading) -> Result<(), Refused> {
        let start = end - digits.len();
        if self.radix != 16 {
            let bits = u32::from(self.bytes) * 8;
            let Some(number) = number(digits, self.radix).filter(|number| number >> bits == 0) else {
                return Err(to.refuse(Fault::NotAByte, Place::new(start, end)));
            };
            (0..self.bytes).for_each(|byte| to.push((number >> (byte * 8)) as u8, start, end));
        } else {
            for pair in (0..digits.len()).step_by(2) {
                let at = if self.little { digits.len() - 2 - pair } else { pair };
                to.push_hex(digits.get(at..at + 2).unwrap_or_default(), start + at);
            }
        }
        Ok(())
    }
}
