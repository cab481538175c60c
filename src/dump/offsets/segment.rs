//! One packet's lines, from the first offset to the last.

use super::attempt::{Attempt, Way};
use super::line::Row;
use super::word::{KINDS, Word};
use crate::dump::fault::Fault;
use crate::dump::reading::{Reading, Refused};

use crate::dump::{Format, Place, time};
use alloc::vec::Vec;

/// Lines that follow one another.
#[derive(Default)]
pub(super) struct Segment<'a> {
    pub(super) rows: Vec<Row<'a>>,
    /// The line before that has a time; empty where there is none.
    pub(super) time: &'a [u8],
    /// Lines before it are those that only text2pcap reads.
    pub(super) directed: bool,
}

/// How well a way of reading fits: not at all, but for the columns of text, without any, or with them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Quality {
    None,
    Differs,
    Plain,
    Agrees,
}

/// The way in which lines are best read.
struct Best {
    way: Way,
    quality: Quality,
    /// Stands for the bytes.
    hash: u32,
    /// Another way is as good, and gives other bytes.
    unclear: Option<Fault>,
}

impl Segment<'_> {
    /// Whether a line belongs to this packet: its offset is larger than the last one's. Addresses of a machine's memory are
    /// larger in the next packet too, so there a jump behind other lines begins one.
    pub(super) fn goes_on(&self, row: &Row<'_>, separated: bool) -> bool {
        let Some((first, last)) = self.rows.first().zip(self.rows.last()) else { return false };
        let same_shape =
            row.prefixed == last.prefixed && row.led == last.led && (row.colon == last.colon || row.first().is_empty());
        let at = |row: &Row<'_>| row.offset_in(16).unwrap_or(0);
        let step = at(row).wrapping_sub(at(last));
        // A line has at most half as many bytes as characters.
        let jumps = separated && at(first) != 0 && step as usize > last.line.bytes.len() / 2;
        // An empty dump's line after another's: both have offset 0.
        same_shape && at(row) > at(last) && !jumps
    }

    /// Whether these lines are surely a dump's: prose, and words of hex, may begin with something like an offset.
    pub(super) fn stands(&self, room: usize) -> bool {
        let Some(first) = self.rows.first() else { return false };
        let width = first.first().len();
        if width == 0 || first.offset.len() < 4 {
            return false;
        }
        if !first.is_plain() {
            return width % 2 == 0;
        }
        let Some(best) = self.best(None, room, &mut Reading::new()) else { return false };
        let from_zero = first.offset.len() != width && first.offset.iter().all(|digit| *digit == b'0');
        from_zero || self.rows.len() > 1 && best.quality > Quality::None
    }

    /// Tries each way in which the lines may be meant; the first of the best, or of all where none will do.
    fn best(&self, format: Option<Format>, room: usize, reading: &mut Reading) -> Option<Best> {
        let first = self.rows.first()?;
        let mut best: Option<Best> = None;
        for word in (0..KINDS).filter_map(|kind| Word::of_kind(kind, first, format)) {
            // od alone prints pairs, and words in octal with one blank; hexdump prints words in hex.
            let radixes: &[u8] = match first.offset.len() == 7 && first.is_plain() {
                true if word.radix == 16 && word.little && word.bytes == 2 => &[16, 8, 10],
                true => &[8, 16, 10],
                false => &[16, 10],
            };
            for radix in radixes {
                let Some(base) = first.offset_in(*radix) else { continue };
                let way = Way { word, radix: *radix, base };
                let (quality, hash) = self.attempt(way, format, room, reading);
                match &mut best {
                    Some(best) if quality < best.quality || quality == Quality::None => {}
                    Some(best) if quality == best.quality => {
                        if hash != best.hash {
                            best.unclear = best.unclear.or(difference(&best.way, &way));
                        }
                    }
                    _ => best = Some(Best { way, quality, hash, unclear: None }),
                }
            }
        }
        best
    }

    /// Reads the lines in one way, and says how well that goes.
    fn attempt(&self, way: Way, format: Option<Format>, room: usize, reading: &mut Reading) -> (Quality, u32) {
        let said = reading.warnings.len();
        let mut attempt = Attempt { way, column: None, differs: false, room, reading };
        let read = attempt.rows(&self.rows);
        let quality = match (read, attempt.differs, attempt.column.is_some()) {
            (Err(_), ..) => Quality::None,
            (_, true, _) => Quality::Differs,
            (_, _, false) => Quality::Plain,
            _ => Quality::Agrees,
        };
        let hash =
            reading.bytes().iter().fold(0u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(*byte) + 1));
        reading.truncate(0);
        reading.warnings.truncate(said);
        // Words without a colon are a machine's, unless their text says that they are not.
        let Word { radix, bytes, little, .. } = way.word;
        let turned = format.is_none() && radix == 16 && bytes > 1 && !little;
        let plain = self.rows.first().is_some_and(Row::is_plain);
        (if turned && plain && quality < Quality::Agrees { Quality::None } else { quality }, hash)
    }

    /// Reads the packet; and says what format it looks like.
    pub(super) fn read(
        &self,
        format: Option<Format>,
        room: &mut usize,
        reading: &mut Reading,
    ) -> Result<Format, Refused> {
        let Some((first, last)) = self.rows.first().zip(self.rows.last()) else {
            return Err(reading.refuse(Fault::NotADump, Place::default()));
        };
        let whole = Place::new(first.line.start, last.line.end());
        let Some(Best { way, unclear, .. }) = self.best(format, *room, reading) else {
            return Err(reading.refuse(Fault::LineUnclear, whole));
        };
        let mut attempt = Attempt { way, column: None, differs: false, room: *room, reading };
        attempt.rows(&self.rows)?;
        let columns = attempt.column.is_some();
        *room = attempt.room;
        let looks_like = self.looks_like(&way, columns, first);
        if way.base != 0 && looks_like != Format::Cisco && format != Some(Format::Cisco) {
            let place = Place::new(first.line.start, first.line.start + first.after_offset);
            reading.warn_once(Fault::StartsAt { offset: way.base }, place);
        }
        if way.word.little {
            reading.warn_once(Fault::Swapped, whole);
        }
        if !last.is_bare() && matches!(looks_like, Format::Hexdump | Format::HexdumpC | Format::Od) {
            let end = last.line.end();
            let place = reading.bytes_places().last().copied().unwrap_or(Place::new(end, end));
            reading.warn_once(Fault::NoEndOffset, place);
        }
        if let Some(unclear) = unclear {
            reading.warn_once(unclear, whole);
        }
        if !columns && matches!(looks_like, Format::Xxd | Format::XxdBits) {
            reading.warn_once(Fault::NoColumn, whole);
        }
        reading.take_with(None, time::at_start(self.time));
        Ok(looks_like)
    }

    /// The format that these lines have, by their offsets, their groups and what is around them.
    fn looks_like(&self, way: &Way, columns: bool, first: &Row<'_>) -> Format {
        let Word { radix, digits: width, bytes, little, .. } = way.word;
        let framed = |open: u8, close: u8| first.line.bytes.last() == Some(&close) && first.line.bytes.contains(&open);
        let ends = self.rows.len() > 1 && self.rows.last().is_some_and(Row::is_bare);
        match (first.prefixed, first.colon, first.offset.len()) {
            (true, _, _) => Format::Tcpdump,
            (_, true, _) if radix == 2 => Format::XxdBits,
            (_, true, _) if width == 8 && way.base != 0 => Format::Cisco,
            (_, true, _) => Format::Xxd,
            _ if first.barred => Format::Hexyl,
            (_, _, 7..) if framed(b'|', b'|') => Format::HexdumpC,
            (_, _, 7) if way.radix == 16 && bytes <= 2 && (little || radix != 16) => Format::Hexdump,
            _ if little || radix != 16 || way.radix != 16 => Format::Od,
            (_, _, 6..) if framed(b'>', b'<') => Format::Od,
            _ if self.directed => Format::Text2pcap,
            (_, _, 4 | 5) => Format::Tshark,
            _ if ends || first.offset.len() == 7 => Format::Od,
            _ if columns => Format::Tshark,
            _ => Format::Text2pcap,
        }
    }
}

/// What is to be said where two ways are as good. xxd -e prints words of four bytes, and all others print the bytes in their
/// order.
fn difference(one: &Way, other: &Way) -> Option<Fault> {
    let (word, order) = (one.word, one.word.little != other.word.little);
    match (word.radix == other.word.radix, order) {
        (true, true) => (word.bytes == 4 && one.base == 0).then_some(Fault::OrderUnclear),
        (true, false) => Some(Fault::RadixUnclear { radix: one.radix.into() }),
        _ => Some(Fault::RadixUnclear { radix: word.radix.into() }),
    }
}
