//! One packet's lines, from the first offset to the last.

use super::column::{Fit, fit};
use super::line::Row;
use super::words::{self, Word};
use crate::dump::fault::Fault;
use crate::dump::reading::{Reading, Refused, Step};
use crate::dump::scan::all;
use crate::dump::{Format, Place, time};
use alloc::vec::Vec;

/// Lines that follow one another.
#[derive(Debug)]
pub(super) struct Segment<'a> {
    pub(super) rows: Vec<Row<'a>>,
    /// The line before that has a time; empty where there is none.
    time: &'a [u8],
    /// Lines before it are those that only text2pcap reads.
    directed: bool,
}

/// What the lines of a packet have in common.
#[derive(Clone, Copy)]
struct Layout {
    word: Word,
    radix: u32,
    base: u64,
    /// Columns of text are there.
    columns: bool,
    /// They agree with words of either byte order.
    either_way: bool,
    /// Offsets of another radix would do as well.
    any_radix: bool,
}

/// A packet as far as its lines are read.
struct Progress<'r> {
    layout: Layout,
    /// How many bytes may still be repeated.
    room: &'r mut usize,
    reading: &'r mut Reading,
}

impl<'a> Segment<'a> {
    pub(super) fn new(time: &'a [u8], directed: bool) -> Self {
        Segment { rows: Vec::new(), time, directed }
    }

    /// Whether a line belongs to this packet: its offset is larger than the last one's. Addresses of a machine's memory are
    /// larger in the next packet too, so there a jump behind other lines begins one.
    pub(super) fn goes_on(&self, row: &Row<'_>, separated: bool) -> bool {
        let Some((first, last)) = self.rows.first().zip(self.rows.last()) else { return true };
        let same_shape = row.prefixed == last.prefixed && (row.colon == last.colon || row.groups.is_empty());
        let (Some(base), Some(before), Some(offset)) = (first.offset_in(16), last.offset_in(16), row.offset_in(16))
        else {
            return false;
        };
        let bytes = last.groups.iter().map(|group| group.width() as u64 / 2).sum::<u64>();
        let jumps = separated && base != 0 && offset > before + bytes;
        // An empty dump's line after another's: both have offset 0.
        same_shape && offset > before && !jumps
    }

    /// Whether these lines are surely a dump's: prose, and words of hex, may begin with something like an offset.
    pub(super) fn stands(&self) -> bool {
        let Some((first, group)) = self.rows.first().and_then(|row| Some((row, row.groups.first()?))) else {
            return false;
        };
        if first.prefixed || first.colon {
            return group.width() % 2 == 0 && first.offset.len() >= 4;
        }
        let Some(word) = words::infer(first, None).or_else(|| words::infer(first, Some(Format::Od))) else {
            return false;
        };
        let apart = first.offset.len() != group.width() && first.offset.len() >= 4;
        let from_zero = first.offset.iter().all(|digit| *digit == b'0');
        apart && from_zero || self.radix(word).is_some()
    }

    /// The radix in which the offsets grow as the lines have bytes; and whether another would do as well.
    fn radix(&self, word: Word) -> Option<(u32, bool)> {
        let first = self.rows.first().filter(|_| self.rows.len() > 1)?;
        let octal = !first.colon && !first.prefixed && matches!(first.offset.len(), 6..=8);
        // od alone prints pairs, and words in octal with one blank; hexdump prints words in hex.
        let ods = word.radix != 16 || !word.little || word.bytes > 2;
        let radixes: &[u32] = match (octal, ods) {
            (true, true) => &[8, 16, 10],
            (true, false) => &[16, 8, 10],
            (false, _) => &[16, 10],
        };
        let mut fitting = radixes.iter().copied().filter(|radix| self.grows(*radix, word));
        let starred = self.rows.iter().any(|row| row.star.is_some());
        match (fitting.next(), fitting.next()) {
            (Some(radix), other) => Some((radix, starred && other.is_some())),
            // Less than all groups: the others are text.
            _ => {
                let next = self.rows.get(1)?;
                let step = next.offset_in(16)?.checked_sub(first.offset_in(16)?)?;
                let groups = word.groups_of(usize::try_from(step).ok()?, first)?;
                (groups > 0 && step < word.available(first) as u64).then_some((16, false))
            }
        }
    }

    /// Whether the offsets grow as the lines have bytes, in a radix.
    fn grows(&self, radix: u32, word: Word) -> bool {
        let mut next: Option<&Row<'_>> = None;
        for row in self.rows.iter().rev() {
            if let Some(next) = next.filter(|_| self.has_bytes(row)) {
                let step = next.offset_in(radix).zip(row.offset_in(radix)).and_then(|(to, from)| to.checked_sub(from));
                let available = word.available(row) as u64;
                let fits = step.is_some_and(|step| match row.star {
                    Some(_) => step > available && step % available.max(1) == 0,
                    None => {
                        step == available
                            || next.is_bare() && step < available && available - step < u64::from(word.bytes)
                    }
                });
                if !fits {
                    return false;
                }
            }
            next = Some(row);
        }
        true
    }

    /// Whether a line is one with bytes: the last may be an offset alone.
    fn has_bytes(&self, row: &Row<'_>) -> bool {
        !row.is_bare() || self.rows.first().is_some_and(|first| first.line.start == row.line.start)
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
        let Some(layout) = self.layout(first, format) else { return Err(reading.refuse(Fault::LineUnclear, whole)) };
        let looks_like = self.looks_like(&layout, first);
        if layout.base != 0 && looks_like != Format::Cisco && format != Some(Format::Cisco) {
            let offset = u32::try_from(layout.base).unwrap_or(u32::MAX);
            reading.warn_once(
                Fault::StartsAt { offset },
                Place::new(first.line.start, first.line.start + first.after_offset),
            );
        }
        let mut progress = Progress { layout, room, reading };
        self.rows(&mut progress)?;
        let Progress { layout, reading, .. } = progress;
        if layout.word.little {
            reading.warn_once(Fault::Swapped, whole);
        }
        if !last.is_bare() && matches!(looks_like, Format::Hexdump | Format::HexdumpC | Format::Od) {
            let end = last.line.end();
            let place = reading.bytes_places().last().copied().unwrap_or(Place::new(end, end));
            reading.warn_once(Fault::NoEndOffset, place);
        }
        if layout.any_radix {
            let radix = if layout.word.digits == 3 { layout.word.radix.into() } else { layout.radix };
            reading.warn_once(Fault::RadixUnclear { radix }, whole);
        }
        // xxd -e prints words of four bytes, and all others print the bytes in their order.
        if layout.either_way && layout.word.bytes == 4 && looks_like == Format::Xxd {
            reading.warn_once(Fault::OrderUnclear, whole);
        }
        if !layout.columns && matches!(looks_like, Format::Xxd | Format::XxdBits) {
            reading.warn_once(Fault::NoColumn, whole);
        }
        reading.take_with(None, time::at_start(self.time));
        Ok(looks_like)
    }

    /// Reads each line with bytes, with the one whose offset says where it ends.
    fn rows(&self, progress: &mut Progress<'_>) -> Step {
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| self.has_bytes(row)) {
            progress.row(row, self.rows.get(index + 1))?;
        }
        Ok(())
    }

    fn layout(&self, first: &Row<'_>, format: Option<Format>) -> Option<Layout> {
        let mut word = words::infer(first, format)?;
        let digits = words::triplets(&self.rows).filter(|_| word.radix == 8 && word.bytes == 1);
        if digits == Some(words::Triplets::Decimal) {
            word = Word::DECIMAL;
        }
        let (radix, any_radix) = self.radix(word).unwrap_or((16, false));
        let base = first.offset_in(radix)?;
        let mut layout = Layout { word, radix, base, columns: false, either_way: false, any_radix };
        layout.any_radix |= digits == Some(words::Triplets::Either);
        layout.columns = self.has_columns(&layout);
        // xxd -e writes words as the machine reads them: the column of text tells.
        if word.radix == 16 && !word.little && matches!(word.bytes, 2 | 4 | 8) && first.colon {
            let swapped = Layout { word: Word { little: true, ..word }, ..layout };
            match (self.agrees(&layout), self.agrees(&swapped)) {
                (None, Some(_)) => return Some(swapped),
                (Some(one), Some(other)) => layout.either_way = one != other,
                _ => {}
            }
        }
        Some(layout)
    }

    /// Whether there is text behind the bytes of the first line whose end is known.
    fn has_columns(&self, Layout { word, radix, .. }: &Layout) -> bool {
        let mut rows = self.rows.iter().zip(self.rows.iter().skip(1)).filter(|(row, _)| self.has_bytes(row));
        let behind = rows.find_map(|(row, next)| {
            let (to, None) = (next.offset_in(*radix)?, row.star) else { return None };
            let count = usize::try_from(to.checked_sub(row.offset_in(*radix)?)?).ok()?;
            Some(row.rest_after(word.groups_of(count, row)?))
        });
        behind.is_some_and(|behind| !behind.is_empty())
    }

    /// The bytes, if the columns of text say the same in each line.
    fn agrees(&self, layout: &Layout) -> Option<Vec<u8>> {
        let mut reading = Reading::new();
        let mut progress = Progress { layout: *layout, room: &mut 0, reading: &mut reading };
        self.rows(&mut progress).ok()?;
        (progress.layout.columns && reading.warnings.is_empty()).then_some(reading.data)
    }

    /// The format that these lines have, by their offsets, their groups and what is around them.
    fn looks_like(&self, layout: &Layout, first: &Row<'_>) -> Format {
        let Word { radix, digits: width, bytes, little } = layout.word;
        let framed = |open: u8, close: u8| first.line.bytes.last() == Some(&close) && first.line.bytes.contains(&open);
        let ends = self.rows.len() > 1 && self.rows.last().is_some_and(Row::is_bare);
        match (first.prefixed, first.colon, first.offset.len()) {
            (true, _, _) => Format::Tcpdump,
            (_, true, _) if radix == 2 => Format::XxdBits,
            (_, true, _) if width == 8 && layout.base != 0 => Format::Cisco,
            (_, true, _) => Format::Xxd,
            (_, _, 7..) if framed(b'|', b'|') => Format::HexdumpC,
            (_, _, 7) if layout.radix == 16 && bytes <= 2 && (little || radix != 16) => Format::Hexdump,
            _ if little || radix != 16 || layout.radix != 16 => Format::Od,
            (_, _, 6..) if framed(b'>', b'<') => Format::Od,
            _ if self.directed => Format::Text2pcap,
            (_, _, 4 | 5) => Format::Tshark,
            _ if ends || first.offset.len() == 7 => Format::Od,
            _ if layout.columns => Format::Tshark,
            _ => Format::Text2pcap,
        }
    }
}

impl Progress<'_> {
    /// Reads one line, and what a `*` after it stands for.
    fn row(&mut self, row: &Row<'_>, next: Option<&Row<'_>>) -> Step {
        let place = row.line.place();
        if row.too_long {
            return Err(self.reading.refuse(Fault::LineTooLong, place));
        }
        let word = self.layout.word;
        let start = self.reading.count();
        let (from, to) = (self.offset(row), next.and_then(|next| self.offset(next)));
        if from != Some(start) || next.is_some() && to.is_none_or(|to| to <= start) {
            return Err(self.reading.refuse(Fault::OffsetsUnclear, place));
        }
        let available = word.available(row);
        let count = match (to, row.star) {
            (Some(to), None) => to - start,
            _ => last_line(row, &self.layout, self.reading)?,
        };
        let Some(surplus) = available.checked_sub(count) else {
            return Err(self.missing(start + available, start + count, place));
        };
        // A machine that prints words ends an odd byte with a zero.
        let padded = word.little && next.is_some_and(Row::is_bare) && surplus < word.size().get();
        let Some(groups) = word.groups_of(if padded { available } else { count }, row) else {
            return Err(self.reading.refuse(Fault::LineUnclear, place));
        };
        word.read(row, groups, self.reading)?;
        self.reading.truncate(start + count);
        match fit(self.reading.bytes().get(start..).unwrap_or_default(), row.rest_after(groups)) {
            Fit::Absent => {}
            Fit::Agrees => self.layout.columns = true,
            Fit::Differs | Fit::No => self.reading.warn_once(Fault::TextDiffers, place),
        }
        row.star.map_or(Ok(()), |star| self.repeat(star, start, to))
    }

    /// How many bytes of the packet are before a line.
    #[inline(never)]
    fn offset(&self, row: &Row<'_>) -> Option<usize> {
        let offset = row.offset_in(self.layout.radix)?.checked_sub(self.layout.base)?;
        usize::try_from(offset).ok()
    }

    fn missing(&mut self, from: usize, to: usize, place: Place) -> Refused {
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        self.reading.refuse(Fault::BytesMissing { from: at(from), to: at(to) }, place)
    }

    /// Repeats the line that begins at `start` up to where the next one begins.
    fn repeat(&mut self, place: Place, start: usize, to: Option<usize>) -> Step {
        let length = self.reading.count();
        let Some(to) = to else { return Err(self.missing(length, usize::MAX, place)) };
        let (line, count) = (length - start, to.saturating_sub(length));
        if line == 0 || count == 0 || count % line != 0 {
            return Err(self.reading.refuse(Fault::OffsetsUnclear, place));
        }
        let Some(room) = self.room.checked_sub(count) else {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            return Err(self.reading.refuse(Fault::RepeatTooLong { count }, place));
        };
        *self.room = room;
        for index in start..start + count {
            if let Some(byte) = self.reading.bytes().get(index).copied() {
                self.reading.push(byte, place.start as usize, place.end as usize);
            }
        }
        Ok(())
    }
}

/// How many bytes a line has whose end no offset tells: as many as its column of text has characters that agree, or all
/// where there is no column.
fn last_line(row: &Row<'_>, layout: &Layout, reading: &mut Reading) -> Result<usize, Refused> {
    let start = reading.count();
    let available = layout.word.available(row);
    let whole = available.div_ceil(layout.word.size().get());
    layout.word.read(row, whole, reading)?;
    let line = Last { row, layout, available, bytes: reading.bytes().get(start..).unwrap_or_default() };
    let found = line.count(whole);
    reading.truncate(start);
    let (count, differs) = found.ok_or(()).map_err(|()| reading.refuse(Fault::LineUnclear, row.line.place()))?;
    if differs {
        reading.warn_once(Fault::TextDiffers, row.line.place());
    }
    Ok(count)
}

/// A line whose end no offset tells.
struct Last<'l> {
    row: &'l Row<'l>,
    layout: &'l Layout,
    available: usize,
    /// As many as there may be.
    bytes: &'l [u8],
}

impl Last<'_> {
    /// How many bytes it has, and whether its text says others.
    fn count(&self, whole: usize) -> Option<(usize, bool)> {
        let Last { row, layout, available, bytes } = *self;
        if let Some(groups) = self.most(whole, Fit::Agrees) {
            // One blank before what could be either.
            return self.apart(groups).then(|| (self.counted(groups).len(), false));
        }
        // No column that agrees, and a wide gap as before one.
        let usual = row.groups.iter().skip(1).map(|group| group.gap).min().unwrap_or(0);
        let wide = row.groups.iter().take(whole).skip(1).any(|group| group.gap > usual + 1) && layout.word.digits > 0;
        if whole > 0 && self.rest(whole).is_empty() && !wide {
            // Where other lines have a column, this one has been cut before it: unless it shows blanks alone.
            let blank = all(bytes, |byte| byte == b' ');
            return (blank || !layout.columns).then_some((available, false));
        }
        self.most(whole, Fit::Differs).map(|groups| (self.counted(groups).len(), true))
    }

    /// The most groups whose bytes the column fits in this way.
    #[inline(never)]
    fn most(&self, whole: usize, fitting: Fit) -> Option<usize> {
        (1..=whole).rev().find(|groups| {
            let (counted, rest) = (self.counted(*groups), self.rest(*groups));
            let short = rest.len() <= (counted.len() + 3) * 4;
            short && (fitting == Fit::Agrees || self.apart(*groups)) && fit(counted, rest) == fitting
        })
    }

    /// A column stands apart by two blanks or more, unless the packet's other lines have shown that there is one.
    fn apart(&self, groups: usize) -> bool {
        self.layout.columns || self.row.groups.get(groups).is_none_or(|group| group.gap > 1)
    }

    /// The bytes of so many groups.
    #[inline(never)]
    fn counted(&self, groups: usize) -> &[u8] {
        self.bytes.get(..self.available.min(groups * self.layout.word.size().get())).unwrap_or_default()
    }

    /// What follows so many groups. IOS fills the column of a line that is not full.
    #[inline(never)]
    fn rest(&self, groups: usize) -> &[u8] {
        let rest = self.row.rest_after(groups);
        let counted = self.counted(groups).len();
        let cisco = self.row.colon && self.layout.word.digits == 8 && self.layout.base != 0;
        match rest.split_at_checked(counted) {
            Some((text, filling)) if cisco && rest.len() == 16 && all(filling, |byte| byte == b'.') => text,
            _ => rest,
        }
    }
}
