//! Option rows of a record as options on the wire.

use super::layout::Row;
use super::record::Record;
use crate::wire::{OptionList, ipv4, tlv};

/// A record and the bytes that its rows refer to.
#[derive(Clone, Copy)]
pub(crate) struct Blobs<'a> {
    pub(crate) record: &'a Record,
    pub(crate) input: &'a [u8],
}

/// One row, by the place of its first word.
#[derive(Clone, Copy)]
pub(crate) struct RowAt<'a> {
    pub(crate) blobs: Blobs<'a>,
    pub(crate) at: usize,
}

impl<'a> RowAt<'a> {
    /// Its first word.
    pub(crate) fn head(self) -> u32 {
        self.blobs.record.get(self.at)
    }

    pub(crate) fn row(self) -> Row {
        Row::of(self.head() & 0xff)
    }

    pub(crate) fn kind(self) -> u8 {
        (self.head() >> 8) as u8
    }

    /// How many words follow the first.
    pub(crate) fn words(self) -> usize {
        (self.head() >> 16) as usize
    }

    pub(crate) fn word(self, index: usize) -> u32 {
        self.blobs.record.get(self.at + 1 + index)
    }

    /// The bytes that the row's two words point at.
    #[inline(never)]
    pub(crate) fn bytes(self) -> &'a [u8] {
        let start = self.word(0) as usize;
        self.blobs.input.get(start..start + self.word(1) as usize).unwrap_or_default()
    }
}

/// Writes options to a list; nothing where they do not fit. IPv4's and TCP's are written alike: a row knows its kind, and its
/// variant how wide its numbers are.
#[inline(never)]
pub(crate) fn write(blobs: Blobs<'_>, rows: (u32, u32), claimed: Option<usize>, list: &mut OptionList) -> Option<()> {
    each(blobs, rows, |row| option(row, list))?;
    pad(blobs, rows, claimed, list)
}

fn each<'a>(blobs: Blobs<'a>, rows: (u32, u32), mut write: impl FnMut(RowAt<'a>) -> Option<()>) -> Option<()> {
    let (mut at, count) = (rows.0 as usize, rows.1);
    for _ in 0..count {
        let row = RowAt { blobs, at };
        write(row)?;
        at += 1 + row.words();
    }
    Some(())
}

/// Adds the zeros that are not told: to a whole word where the header's length is to be computed, and else to that length
/// where the list ends with an End of Option List whose padding is not told either.
fn pad(blobs: Blobs<'_>, rows: (u32, u32), claimed: Option<usize>, list: &mut OptionList) -> Option<()> {
    let length = list.as_bytes().len();
    let wanted = match claimed {
        None => length.next_multiple_of(4),
        Some(claimed) if ends_open(blobs, rows) => claimed.saturating_sub(ipv4::FIXED_LENGTH),
        Some(_) => length,
    };
    let zeros = [0; OptionList::MAXIMUM];
    list.raw(&[zeros.get(..wanted.saturating_sub(length))?])?;
    Some(())
}

fn ends_open(blobs: Blobs<'_>, rows: (u32, u32)) -> bool {
    let mut last = false;
    let _ = each(blobs, rows, |row| {
        last = row.row() == Row::End && row.words() == 0;
        Some(())
    });
    last
}

fn option(row: RowAt<'_>, list: &mut OptionList) -> Option<()> {
    match row.row() {
        Row::End if row.words() == 0 => list.raw(&[&[tlv::END]])?,
        Row::End => list.raw(&[&[tlv::END], row.bytes()])?,
        Row::NoOperation => list.raw(&[&[tlv::NO_OPERATION]])?,
        Row::Malformed => list.raw(&[&[row.kind()], row.bytes()])?,
        Row::Unknown | Row::FastOpen | Row::Md5 | Row::Authentication => list.option(row.kind(), &[row.bytes()])?,
        _ => numbers(row, list)?,
    };
    Some(())
}

/// An option of numbers: at first up to two bytes of their own, then 32 bits each.
fn numbers<'b>(row: RowAt<'_>, list: &'b mut OptionList) -> Option<&'b mut OptionList> {
    let [first, second, third] = [0, 1, 2].map(|index| row.word(index));
    let (head, length, taken) = match row.row() {
        Row::MaximumSegmentSize | Row::RouterAlert => (first, 2, 1),
        Row::UserTimeout => (first << 15 | second & 0x7fff, 2, 2),
        Row::WindowScale | Row::Route => (first << 8, 1, 1),
        Row::Timestamp | Row::AddressTimestamp => (first << 8 | second << 4 | third & 15, 2, 3),
        _ => (0, 0, 0),
    };
    let mut words = [[0; 4]; OptionList::MAXIMUM / 4];
    let count = row.words().saturating_sub(taken);
    for (index, bytes) in words.get_mut(..count)?.iter_mut().enumerate() {
        *bytes = row.word(taken + index).to_be_bytes();
    }
    let head = (head as u16).to_be_bytes();
    list.option(row.kind(), &[head.get(..length)?, words.as_flattened().get(..4 * count)?])
}
