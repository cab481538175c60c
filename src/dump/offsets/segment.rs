//! One packet's lines, from the first offset to the last.

use super::attempt::{Attempt, Way};
use super::line::Row;
use super::word::Word;
use crate::dump::fault::What;
use crate::dump::reading::{NO_LINK, Reader, Refused};
use crate::dump::scan::{NO_NUMBER, has};
use crate::dump::{Format, Place, time};

/// Lines that follow one another: those of a packet, or of packets.
#[derive(Clone, Copy)]
pub(super) struct Segment<'a> {
    pub(super) rows: &'a [Row],
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
#[derive(Clone, Copy)]
struct Best {
    way: Way,
    quality: Quality,
    /// Stands for the bytes.
    hash: u32,
    /// Another way is as good, and gives other bytes.
    unclear: Option<(What, u32)>,
}

impl Best {
    /// Gives way to what is better, and knows what is as good and says something else.
    #[inline(never)]
    fn compare(&mut self, other: &Best) {
        if other.quality > self.quality {
            *self = *other;
        } else if other.quality == self.quality && self.quality > Quality::None && other.hash != self.hash {
            self.unclear = self.unclear.or(difference(&self.way, &other.way));
        }
    }
}

impl Segment<'_> {
    /// Takes the first packet's lines.
    #[inline(never)]
    pub(super) fn next(&mut self) -> Option<Self> {
        let after = self.rows.iter().skip(1).position(|row| row.begins).map_or(self.rows.len(), |before| before + 1);
        let (rows, rest) = self.rows.split_at_checked(after)?;
        self.rows = rest;
        (!rows.is_empty()).then_some(Segment { rows })
    }

    /// Whether a line belongs to this packet: its offset is larger than the last one's. Addresses of a machine's memory are
    /// larger in the next packet too, so there a jump behind other lines begins one.
    pub(super) fn goes_on(&self, text: &Reader, row: &Row, separated: bool) -> bool {
        let Some((first, last)) = self.rows.first().zip(self.rows.last()) else { return false };
        let same_shape = row.prefixed == last.prefixed
            && row.led == last.led
            && (row.colon == last.colon || row.first.length() == 0);
        let at = |row: &Row| row.offset_in(text, 16);
        let (from, to) = (at(last), at(row));
        // A line has at most half as many bytes as characters.
        let jumps = separated && at(first) != 0 && to.wrapping_sub(from) as usize > last.line.length() / 2;
        // An empty dump's line after another's: both have offset 0.
        same_shape && to > from && !jumps
    }

    /// Whether these lines are surely a dump's: prose, and words of hex, may begin with something like an offset.
    pub(super) fn stands(&self, text: &mut Reader, room: usize) -> bool {
        let Some(first) = self.rows.first() else { return false };
        let width = first.first.length();
        if width == 0 || first.offset.length() < 4 {
            return false;
        }
        if !first.is_plain() {
            return width.is_multiple_of(2);
        }
        let Some(best) = self.best(text, None, room) else { return false };
        let from_zero = first.offset.length() != width && first.offset_in(text, 16) == 0;
        from_zero || self.rows.len() > 1 && best.quality > Quality::None
    }

    /// Tries each way in which the lines may be meant; the first of the best, or of all where none will do.
    #[inline(never)]
    fn best(&self, text: &mut Reader, format: Option<Format>, room: usize) -> Option<Best> {
        let first = self.rows.first()?;
        let mut best: Option<Best> = None;
        for kind in 0..Word::KINDS {
            let Some(word) = Word::of_kind(kind, text, first, format) else { continue };
            // od alone prints pairs, and words in octal with one blank; hexdump prints words in hex.
            let radixes: &[u8] = match first.offset.length() == 7 && first.is_plain() {
                true if word.radix == 16 && word.little && word.bytes == 2 => &[16, 8, 10],
                true => &[8, 16, 10],
                false => &[16, 10],
            };
            for radix in radixes {
                let way = Way { word, radix: *radix, base: first.offset_in(text, *radix) };
                if way.base == NO_NUMBER {
                    continue;
                }
                let (quality, hash) = self.attempt(text, &way, format, room);
                let found = Best { way, quality, hash, unclear: None };
                match &mut best {
                    Some(best) => best.compare(&found),
                    None => best = Some(found),
                }
            }
        }
        best
    }

    /// Reads the lines in one way, and says how well that goes.
    #[inline(never)]
    fn attempt(&self, text: &mut Reader, way: &Way, format: Option<Format>, room: usize) -> (Quality, u32) {
        let noted = text.notes.len();
        let mut attempt = Attempt::new(way, room, text);
        let mut quality = match attempt.rows(self.rows) {
            Err(_) => Quality::None,
            _ if attempt.differs => Quality::Differs,
            _ if attempt.column.is_some() => Quality::Agrees,
            _ => Quality::Plain,
        };
        let mut hash = 0u32;
        for byte in text.bytes() {
            hash = hash.wrapping_mul(31).wrapping_add(u32::from(*byte) + 1);
        }
        text.truncate(0);
        text.forget(noted);
        // Words without a colon are a machine's, unless their text says that they are not.
        let Word { radix, bytes, little, .. } = way.word;
        let turned = format.is_none() && radix == 16 && bytes > 1 && !little;
        if turned && self.rows.first().is_some_and(Row::is_plain) && quality < Quality::Agrees {
            quality = Quality::None;
        }
        (quality, hash)
    }

    /// Reads the packet; and says what format it looks like.
    pub(super) fn read(&self, text: &mut Reader, format: Option<Format>, room: &mut usize) -> Result<Format, Refused> {
        let Some((first, last)) = self.rows.first().zip(self.rows.last()) else { return Err(Refused) };
        let whole = Place { end: last.line.end, ..first.line };
        let Some(Best { way, unclear, .. }) = self.best(text, format, *room) else {
            text.refuse_at(What::LineUnclear, whole)?;
            return Err(Refused);
        };
        let mut attempt = Attempt::new(&way, *room, text);
        attempt.rows(self.rows)?;
        let columns = attempt.column.is_some();
        *room = attempt.room;
        let looks_like = self.looks_like(text, &way, columns, first);
        if way.base != 0 && looks_like != Format::Cisco && format != Some(Format::Cisco) {
            text.warn_once(What::StartsAt, way.base, Place { end: first.after_offset, ..first.line });
        }
        if way.word.little {
            text.warn_once(What::Swapped, 0, whole);
        }
        if !last.is_bare() && matches!(looks_like, Format::Hexdump | Format::HexdumpC | Format::Od) {
            let end = Place { start: last.line.end, ..last.line };
            let place = text.bytes_places().last().copied().unwrap_or(end);
            text.warn_once(What::NoEndOffset, 0, place);
        }
        if let Some((what, radix)) = unclear {
            text.warn_once(what, radix, whole);
        }
        if !columns && matches!(looks_like, Format::Xxd | Format::XxdBits) {
            text.warn_once(What::NoColumn, 0, whole);
        }
        text.enter(first.time);
        let time = time::at_start(text);
        text.take_with(NO_LINK, time);
        Ok(looks_like)
    }

    /// The format that these lines have, by their offsets, their groups and what is around them.
    fn looks_like(&self, text: &Reader, way: &Way, columns: bool, first: &Row) -> Format {
        let Word { radix, digits: width, bytes, little, .. } = way.word;
        let line = text.of(first.line);
        let framed = |open: u8, close: u8| line.last() == Some(&close) && has(line, open);
        let ends = self.rows.len() > 1 && self.rows.last().is_some_and(Row::is_bare);
        match (first.prefixed, first.colon, first.offset.length()) {
            (true, _, _) => Format::Tcpdump,
            (_, true, _) if radix == 2 => Format::XxdBits,
            (_, true, _) if width == 8 && way.base != 0 => Format::Cisco,
            (_, true, _) => Format::Xxd,
            _ if first.barred => Format::Hexyl,
            (_, _, 7..) if framed(b'|', b'|') => Format::HexdumpC,
            (_, _, 7) if way.radix == 16 && bytes <= 2 && (little || radix != 16) => Format::Hexdump,
            _ if little || radix != 16 || way.radix != 16 => Format::Od,
            (_, _, 6..) if framed(b'>', b'<') => Format::Od,
            _ if first.directed => Format::Text2pcap,
            (_, _, 4 | 5) => Format::Tshark,
            _ if ends || first.offset.length() == 7 => Format::Od,
            _ if columns => Format::Tshark,
            _ => Format::Text2pcap,
        }
    }
}

/// What is to be said where two ways are as good. xxd -e prints words of four bytes, and all others print the bytes in their
/// order.
fn difference(one: &Way, other: &Way) -> Option<(What, u32)> {
    let (word, order) = (one.word, one.word.little != other.word.little);
    match (word.radix == other.word.radix, order) {
        (true, true) => (word.bytes == 4 && one.base == 0).then_some((What::OrderUnclear, 0)),
        (true, false) => Some((What::RadixUnclear, one.radix.into())),
        _ => Some((What::RadixUnclear, word.radix.into())),
    }
}
