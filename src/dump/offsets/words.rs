//! What a group of digits stands for.

use super::line::{Group, Row};
use crate::dump::fault::Fault;
use crate::dump::reading::{Reading, Step, digit_value, number};
use crate::dump::scan::{all, is_digit};
use crate::dump::{Format, Place};
use core::num::NonZeroUsize;

/// How groups are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) radix: u8,
    /// Bytes of a group.
    pub(super) bytes: u8,
    /// Digits of a group; 0 where blanks stand for zeros before a number.
    pub(super) digits: u8,
    /// The first byte is written last.
    pub(super) little: bool,
}

impl Word {
    /// Pairs of hex digits in the bytes' order.
    pub(super) const fn pairs(digits: u8) -> Word {
        Word { radix: 16, bytes: digits / 2, digits, little: false }
    }

    /// Bytes as decimal numbers, with blanks in place of zeros.
    pub(super) const DECIMAL: Word = Word { radix: 10, bytes: 1, digits: 0, little: false };

    const fn number(radix: u8, bytes: u8, digits: u8) -> Word {
        Word { radix, bytes, digits, little: bytes > 1 }
    }

    /// Bytes of a group; at least one.
    pub(super) fn size(self) -> NonZeroUsize {
        NonZeroUsize::new(self.bytes.into()).unwrap_or(NonZeroUsize::MIN)
    }

    /// Digits of a group; 0 where blanks stand for zeros before a number.
    pub(super) fn width(self) -> usize {
        self.digits.into()
    }

    /// How many bytes the first groups have, as far as they are groups of this kind. The last of a line may have fewer digits.
    #[inline(never)]
    pub(super) fn available(self, row: &Row<'_>) -> usize {
        let mut bytes = 0;
        for group in &row.groups {
            if !self.is_whole(*group, row) {
                let part = self.may_be_short(row) && group.width() < self.width() && group.width() % 2 == 0;
                return bytes + if part { group.width() / 2 } else { 0 };
            }
            bytes += self.size().get();
        }
        bytes
    }

    fn is_whole(self, group: Group, row: &Row<'_>) -> bool {
        let digits = group.of(row);
        let known = digits.iter().all(|digit| digit_value(*digit) < self.radix);
        known && (self.width() == group.width() || (self.digits == 0 && group.width() <= 5))
    }

    /// How many groups have so many bytes; nothing where that is within one.
    #[inline(never)]
    pub(super) fn groups_of(self, bytes: usize, row: &Row<'_>) -> Option<usize> {
        let (whole, rest) = (bytes / self.size(), bytes % self.size());
        if rest == 0 {
            return Some(whole);
        }
        let part = row.groups.get(whole)?;
        (self.may_be_short(row) && part.width() == rest * 2).then_some(whole + 1)
    }

    /// Whether the last group may have fewer digits: machines print words whole, but xxd -e does not.
    fn may_be_short(self, row: &Row<'_>) -> bool {
        self.radix == 16 && (!self.little || row.colon)
    }

    /// Appends the bytes of the first groups.
    pub(super) fn read(self, row: &Row<'_>, groups: usize, to: &mut Reading) -> Step {
        for group in row.groups.iter().take(groups) {
            let (start, end) = (row.line.start + group.start as usize, row.line.start + group.end as usize);
            let digits = group.of(row);
            if self.radix == 16 && !self.little {
                to.push_hex(digits, start);
                continue;
            }
            let size = if self.radix == 16 { digits.len() / 2 } else { self.bytes.into() };
            let bits = u32::from(self.bytes) * 8;
            let number = number(digits, self.radix.into()).filter(|number| bits == 64 || number >> bits == 0);
            let Some(mut number) = number else { return Err(to.refuse(Fault::NotAByte, Place::new(start, end))) };
            let mut end = end;
            for _ in 0..size {
                // Each byte has its own digits in hex alone.
                to.push(number as u8, if self.radix == 16 { end - 2 } else { start }, end);
                number >>= 8;
                end -= if self.radix == 16 { 2 } else { 0 };
            }
        }
        Ok(())
    }
}

/// The kind of groups that a packet's first line has, in a format or in the one that it looks like.
pub(super) fn infer(row: &Row<'_>, format: Option<Format>) -> Option<Word> {
    let width = row.groups.first()?.width();
    let in_order = match format {
        Some(Format::XxdBits) => return Some(Word::number(2, 1, 8)),
        Some(Format::Hexdump | Format::Od) => false,
        Some(_) => true,
        None => row.prefixed || row.colon || width == 2 && !is_decimal(row),
    };
    if !in_order {
        return machine_words(row, width);
    }
    if format.is_none() && is_binary(row) {
        return Some(Word::number(2, 1, 8));
    }
    u8::try_from(width).ok().filter(|width| width % 2 == 0 && *width > 0).map(Word::pairs)
}

/// Groups as hexdump and od write them.
fn machine_words(row: &Row<'_>, width: usize) -> Option<Word> {
    let octal = |size: u8, first: u8| {
        let fits = |group: &Group| group.width() == width && group.of(row).first().is_some_and(|digit| *digit <= first);
        let digits = |group: &Group| group.of(row).iter().all(|digit| *digit < b'8');
        row.groups.iter().all(|group| fits(group) && digits(group)).then(|| Word::number(8, size, width as u8))
    };
    let decimal = |size: u8, step: u32| is_aligned(row, step).then(|| Word::number(10, size, 0));
    match width {
        2 if !is_decimal(row) => Some(Word::pairs(2)),
        1..=3 => decimal(2, 6).or_else(|| octal(1, b'3').filter(|_| width == 3)).or_else(|| decimal(1, 4)),
        4 => decimal(2, 6).or(Some(Word::number(16, 2, 4))),
        5 => decimal(2, 6).or_else(|| decimal(2, 8)),
        6 => octal(2, b'1'),
        8 => Some(Word::number(16, 4, 8)),
        16 => Some(Word::number(16, 8, 16)),
        _ => None,
    }
}

/// Groups of two digits are hex, unless they stand in columns of od -tu1 or -d. A lone one does in others' columns too.
fn is_decimal(row: &Row<'_>) -> bool {
    (is_aligned(row, 4) || is_aligned(row, 6)) && (row.groups.len() > 1 || row.offset.len() == 7)
}

/// What three digits a byte can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Triplets {
    Octal,
    Decimal,
    Either,
}

/// What the groups of a packet can be; nothing where the first is not of three digits. od pads octal numbers with zeros, and
/// decimal ones with blanks.
pub(super) fn triplets(rows: &[Row<'_>]) -> Option<Triplets> {
    rows.first()?.groups.first().filter(|group| group.width() == 3)?;
    for row in rows {
        for group in &row.groups {
            match group.of(row) {
                [b'0', _, _] => return Some(Triplets::Octal),
                [b'1' | b'2' | b'3', b'0'..=b'7', b'0'..=b'7'] => {}
                _ => return Some(Triplets::Decimal),
            }
        }
    }
    Some(Triplets::Either)
}

/// Numbers of various widths that end in columns: decimal, with blanks in place of zeros.
fn is_aligned(row: &Row<'_>, step: u32) -> bool {
    let mut end = row.after_offset;
    !row.groups.is_empty()
        && row.groups.iter().all(|group| {
            end += step as usize;
            group.end as usize == end && all(group.of(row), is_digit)
        })
}

/// Eight binary digits a group, with one blank between them; and as many characters of text as groups, where there is text.
fn is_binary(row: &Row<'_>) -> bool {
    let is_bits = |group: &&Group| group.width() == 8 && group.of(row).iter().all(|digit| matches!(digit, b'0' | b'1'));
    let count = row.groups.iter().take_while(is_bits).count();
    let rest = row.rest_after(count);
    count > 0 && (rest.is_empty() || rest.len() <= count)
}
