//! Option rows of a record as options on the wire.

use super::layout::Row;
use super::record::Record;
use crate::wire::OptionList;
use crate::wire::ipv4::{self, Ipv4Option, Route, TimestampEntries};
use crate::wire::tcp::{SackBlocks, TcpOption};

/// A record and the bytes that its rows refer to.
#[derive(Clone, Copy)]
pub(crate) struct Blobs<'a> {
    pub(crate) record: &'a Record,
    pub(crate) input: &'a [u8],
}

/// One row, by the place of its first word.
#[derive(Clone, Copy)]
struct RowAt<'a> {
    blobs: Blobs<'a>,
    at: usize,
}

impl<'a> RowAt<'a> {
    fn row(self) -> Row {
        Row::of(self.blobs.record.get(self.at) & 0xff)
    }

    fn kind(self) -> u8 {
        (self.blobs.record.get(self.at) >> 8) as u8
    }

    /// How many words follow the first.
    fn words(self) -> usize {
        (self.blobs.record.get(self.at) >> 16) as usize
    }

    fn word(self, index: usize) -> u32 {
        self.blobs.record.get(self.at + 1 + index)
    }

    /// The bytes that the row's two words point at.
    fn bytes(self) -> &'a [u8] {
        let start = self.word(0) as usize;
        self.blobs.input.get(start..start + self.word(1) as usize).unwrap_or_default()
    }

    /// As many words from `first` on as there are and fit, each as its bytes.
    fn wire_words(self, first: usize, room: &mut [[u8; 4]]) -> usize {
        let count = self.words().saturating_sub(first).min(room.len());
        let words = room.iter_mut().take(count).enumerate();
        words.for_each(|(index, bytes)| *bytes = self.word(first + index).to_be_bytes());
        count
    }
}

/// Writes TCP options to a list; nothing where they do not fit.
pub(crate) fn tcp(blobs: Blobs<'_>, rows: (u32, u32), claimed: Option<usize>, list: &mut OptionList) -> Option<()> {
    each(blobs, rows, |row| tcp_option(row, list))?;
    pad(blobs, rows, claimed, list)
}

/// Writes IPv4 options to a list; nothing where they do not fit.
pub(crate) fn ipv4(blobs: Blobs<'_>, rows: (u32, u32), claimed: Option<usize>, list: &mut OptionList) -> Option<()> {
    each(blobs, rows, |row| ipv4_option(row, list))?;
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

fn tcp_option(row: RowAt<'_>, list: &mut OptionList) -> Option<()> {
    let mut edges = [[0; 4]; 8];
    let count = row.wire_words(0, &mut edges);
    let mut blocks = [[0; 8]; 4];
    blocks.as_flattened_mut().copy_from_slice(edges.as_flattened());
    let option = match row.row() {
        Row::End => TcpOption::EndOfList { padding: padding(row) },
        Row::NoOperation => TcpOption::NoOperation,
        Row::MaximumSegmentSize => TcpOption::MaximumSegmentSize(row.word(0) as u16),
        Row::WindowScale => TcpOption::WindowScale(row.word(0) as u8),
        Row::SackPermitted => TcpOption::SackPermitted,
        Row::Sack => TcpOption::Sack(SackBlocks::from_wire(blocks.get(..count / 2)?)),
        Row::Timestamps => TcpOption::Timestamps { value: row.word(0), echo_reply: row.word(1) },
        Row::UserTimeout => TcpOption::UserTimeout { minutes: row.word(0) != 0, value: row.word(1) as u16 },
        Row::FastOpen => TcpOption::FastOpen { cookie: row.bytes() },
        Row::Md5 => TcpOption::Md5Signature { digest: row.bytes().first_chunk()? },
        Row::Authentication => TcpOption::Authentication { data: row.bytes() },
        Row::Malformed => TcpOption::Malformed { kind: row.kind(), rest: row.bytes() },
        Row::Unknown | Row::Route | Row::Timestamp | Row::AddressTimestamp | Row::RouterAlert => {
            TcpOption::Unknown { kind: row.kind(), data: row.bytes() }
        }
    };
    option.emit(list)?;
    Some(())
}

fn ipv4_option(row: RowAt<'_>, list: &mut OptionList) -> Option<()> {
    let mut words = [[0; 4]; 18];
    let option = match row.row() {
        Row::End => Ipv4Option::EndOfList { padding: padding(row) },
        Row::NoOperation => Ipv4Option::NoOperation,
        Row::Route => {
            let count = row.wire_words(1, &mut words);
            let route = Route::from_wire(row.word(0) as u8, words.get(..count)?);
            match row.kind() {
                ipv4::kind::RECORD_ROUTE => Ipv4Option::RecordRoute(route),
                ipv4::kind::LOOSE_SOURCE_ROUTE => Ipv4Option::LooseSourceRoute(route),
                _ => Ipv4Option::StrictSourceRoute(route),
            }
        }
        Row::Timestamp => {
            let count = row.wire_words(3, &mut words);
            timestamp(row, TimestampEntries::Times(words.get(..count)?))
        }
        Row::AddressTimestamp => {
            let count = row.wire_words(3, &mut words);
            let (pairs, _) = words.as_flattened().as_chunks::<8>();
            timestamp(row, TimestampEntries::AddressesAndTimes(pairs.get(..count / 2)?))
        }
        Row::RouterAlert => Ipv4Option::RouterAlert(row.word(0) as u16),
        Row::Malformed => Ipv4Option::Malformed { kind: row.kind(), rest: row.bytes() },
        _ => Ipv4Option::Unknown { kind: row.kind(), data: row.bytes() },
    };
    option.emit(list)?;
    Some(())
}

fn timestamp<'a>(row: RowAt<'_>, entries: TimestampEntries<'a>) -> Ipv4Option<'a> {
    let [pointer, overflow, flag] = [row.word(0), row.word(1), row.word(2)].map(|word| word as u8);
    Ipv4Option::Timestamp { pointer, overflow, flag, entries }
}

fn padding<'a>(row: RowAt<'a>) -> &'a [u8] {
    if row.words() == 0 { &[] } else { row.bytes() }
}
