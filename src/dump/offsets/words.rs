//! What a group of digits stands for.

use super::line::{Group, Row};
use crate::dump::bytes::Bytes;
use crate::dump::fault::Fault;
use crate::dump::reading::Refusal;
use crate::dump::{Format, Place};

/// How groups are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) radix: u32,
    /// Bytes of a group.
    pub(super) size: usize,
    /// Digits of a group; 0 where blanks stand for zeros before a number.
    pub(super) width: usize,
    /// The first byte is written last.
    pub(super) little: bool,
}

impl Word {
    /// Pairs of hex digits in the bytes' order.
    pub(super) const fn pairs(width: usize) -> Word {
        Word { radix: 16, size: width / 2, width, little: false }
    }

    /// Bytes as decimal numbers, with blanks in place of zeros.
    pub(super) const DECIMAL: Word = Word { radix: 10, size: 1, width: 0, little: false };

    const fn number(radix: u32, size: usize, width: usize) -> Word {
        Word { radix, size, width, little: size > 1 }
    }

    /// How many bytes the first groups have, as far as they are groups of this kind. The last of a line may have fewer digits.
    pub(super) fn available(self, row: &Row<'_>) -> usize {
        let mut bytes = 0;
        for group in &row.groups {
            if !self.is_whole(*group, row) {
                let part = self.may_be_short(row) && group.width() < self.width && group.width() % 2 == 0;
                return bytes + if part { group.width() / 2 } else { 0 };
            }
            bytes += self.size;
        }
        bytes
    }

    fn is_whole(self, group: Group, row: &Row<'_>) -> bool {
        let digits = group.of(row);
        let known = digits.iter().all(|digit| char::from(*digit).is_digit(self.radix));
        known && (self.width == group.width() || (self.width == 0 && group.width() <= 5))
    }

    /// How many groups have so many bytes; nothing where that is within one.
    pub(super) fn groups_of(self, bytes: usize, row: &Row<'_>) -> Option<usize> {
        let (whole, rest) = (bytes / self.size, bytes % self.size);
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
    pub(super) fn read(self, row: &Row<'_>, groups: usize, to: &mut Bytes) -> Result<(), Refusal> {
        for group in row.groups.iter().take(groups) {
            let (start, end) = (row.line.start + group.start as usize, row.line.start + group.end as usize);
            let digits = group.of(row);
            if self.radix == 16 && !self.little {
                to.push_hex(digits, start);
                continue;
            }
            let size = if self.radix == 16 { digits.len() / 2 } else { self.size };
            let number =
                core::str::from_utf8(digits).ok().and_then(|digits| u64::from_str_radix(digits, self.radix).ok());
            let bits = self.size as u32 * 8;
            let number = number.filter(|number| number.checked_shr(bits).unwrap_or(0) == 0);
            let Some(number) = number else { return Err((Fault::NotAByte, Place::new(start, end))) };
            for (index, byte) in number.to_le_bytes().into_iter().take(size).enumerate() {
                // Each byte has its own digits in hex alone.
                let end = end - if self.radix == 16 { index * 2 } else { 0 };
                to.push(byte, if self.radix == 16 { end - 2 } else { start }, end);
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
    (width % 2 == 0).then(|| Word::pairs(width))
}

/// Groups as hexdump and od write them.
fn machine_words(row: &Row<'_>, width: usize) -> Option<Word> {
    let octal = |size: usize, first: u8| {
        let fits = |group: &Group| group.width() == width && group.of(row).first().is_some_and(|digit| *digit <= first);
        let digits = |group: &Group| group.of(row).iter().all(|digit| *digit < b'8');
        row.groups.iter().all(|group| fits(group) && digits(group)).then(|| Word::number(8, size, width))
    };
    let decimal = |size: usize, step: u32| is_aligned(row, step).then(|| Word::number(10, size, 0));
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
    let mut groups = rows.iter().flat_map(|row| row.groups.iter().map(|group| group.of(row)));
    rows.first()?.groups.first().filter(|group| group.width() == 3)?;
    groups
        .find_map(|digits| match digits {
            [b'0', _, _] => Some(Triplets::Octal),
            [b'1' | b'2' | b'3', b'0'..=b'7', b'0'..=b'7'] => None,
            _ => Some(Triplets::Decimal),
        })
        .or(Some(Triplets::Either))
}

/// Numbers of various widths that end in columns: decimal, with blanks in place of zeros.
fn is_aligned(row: &Row<'_>, step: u32) -> bool {
    let ends = row.groups.iter().zip(row.groups.iter().skip(1));
    let digits = row.groups.iter().all(|group| group.of(row).iter().all(u8::is_ascii_digit));
    let first = row.groups.first();
    let from_offset = first.is_some_and(|group| group.end as usize == row.after_offset + step as usize);
    from_offset && digits && ends.clone().all(|(one, next)| next.end - one.end == step)
}

/// Eight binary digits a group, with one blank between them; and as many characters of text as groups, where there is text.
fn is_binary(row: &Row<'_>) -> bool {
    let is_bits = |group: &&Group| group.width() == 8 && group.of(row).iter().all(|digit| matches!(digit, b'0' | b'1'));
    let count = row.groups.iter().take_while(is_bits).count();
    let rest = row.rest_after(count);
    count > 0 && (rest.is_empty() || rest.len() <= count)
}
