//! One packet's lines, from the first offset to the last.

use super::column::{Fit, fit};
use super::line::Row;
use super::words::{self, Word};
use crate::dump::bytes::Bytes;
use crate::dump::fault::Fault;
use crate::dump::reading::{Reading, Refusal};
use crate::dump::text::Line;
use crate::dump::{Format, Packet, Place, Timestamp};
use alloc::vec::Vec;

/// Lines that follow one another.
#[derive(Debug)]
pub(super) struct Segment<'a> {
    pub(super) rows: Vec<Row<'a>>,
    /// The line of a `*` before the row of the same index, or after the last.
    stars: Vec<(usize, Line<'a>)>,
    timestamp: Option<Timestamp>,
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
    bytes: Bytes,
    /// How many bytes may still be repeated.
    room: &'r mut usize,
    reading: &'r mut Reading,
}

impl<'a> Segment<'a> {
    pub(super) fn new(timestamp: Option<Timestamp>, directed: bool) -> Self {
        Segment { rows: Vec::new(), stars: Vec::new(), timestamp, directed }
    }

    pub(super) fn push(&mut self, row: Row<'a>) {
        self.rows.push(row);
    }

    pub(super) fn star(&mut self, line: Line<'a>) {
        self.stars.push((self.rows.len(), line));
    }

    /// The `*` before a row, or after the last.
    fn star_before(&self, index: usize) -> Option<Line<'a>> {
        let at = self.stars.partition_point(|(before, _)| *before < index);
        self.stars.get(at).filter(|(before, _)| *before == index).map(|(_, line)| *line)
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
        let fits = |radix: &u32| {
            let step = |row: &Row<'_>, next: &Row<'_>| next.offset_in(*radix)?.checked_sub(row.offset_in(*radix)?);
            let fit = |row: &Row<'_>, next: &Row<'_>, starred: bool| {
                let available = word.available(row) as u64;
                step(row, next).is_some_and(|step| match starred {
                    true => step > available && step % available.max(1) == 0,
                    false => {
                        step == available || next.is_bare() && step < available && available - step < word.size as u64
                    }
                })
            };
            self.rows_with_ends().all(|(row, next, star)| next.is_none_or(|next| fit(row, next, star.is_some())))
        };
        // od alone prints pairs, and words in octal with one blank; hexdump prints words in hex.
        let ods = word.radix != 16 || !word.little || word.size > 2;
        let radixes = match (octal, ods) {
            (true, true) => [8, 16, 10],
            (true, false) => [16, 8, 10],
            (false, _) => [16, 10, 16],
        };
        let mut fitting = radixes.into_iter().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(radix), other) => Some((radix, other.is_some_and(|other| other != radix && !self.stars.is_empty()))),
            // Less than all groups: the others are text.
            _ => {
                let next = self.rows.get(1)?;
                let step = next.offset_in(16)?.checked_sub(first.offset_in(16)?)?;
                let groups = word.groups_of(usize::try_from(step).ok()?, first)?;
                (groups > 0 && step < word.available(first) as u64).then_some((16, false))
            }
        }
    }

    /// Reads the packet; and says what format it looks like.
    pub(super) fn read(
        &self,
        format: Option<Format>,
        room: &mut usize,
        reading: &mut Reading,
    ) -> Result<(Packet, Format), Refusal> {
        let Some((first, last)) = self.rows.first().zip(self.rows.last()) else {
            return Err((Fault::NotADump, Place::default()));
        };
        let whole = Place::new(first.line.start, last.line.end());
        let layout = self.layout(first, format).ok_or((Fault::LineUnclear, whole))?;
        let looks_like = self.looks_like(&layout, first);
        if layout.base != 0 && looks_like != Format::Cisco && format != Some(Format::Cisco) {
            let offset = u32::try_from(layout.base).unwrap_or(u32::MAX);
            reading.warn_once(
                Fault::StartsAt { offset },
                Place::new(first.line.start, first.line.start + first.after_offset),
            );
        }
        let mut progress = Progress { layout, bytes: Bytes::default(), room, reading };
        for (row, next, star) in self.rows_with_ends() {
            progress.row(row, next, star)?;
        }
        let Progress { layout, bytes, .. } = progress;
        if layout.word.little {
            reading.warn_once(Fault::Swapped, whole);
        }
        if !last.is_bare() && matches!(looks_like, Format::Hexdump | Format::HexdumpC | Format::Od) {
            reading.warn_once(Fault::NoEndOffset, bytes.last(last.line.end()));
        }
        if layout.any_radix {
            let radix = if layout.word.width == 3 { layout.word.radix } else { layout.radix };
            reading.warn_once(Fault::RadixUnclear { radix }, whole);
        }
        // xxd -e prints words of four bytes, and all others print the bytes in their order.
        if layout.either_way && layout.word.size == 4 && looks_like == Format::Xxd {
            reading.warn_once(Fault::OrderUnclear, whole);
        }
        if !layout.columns && matches!(looks_like, Format::Xxd | Format::XxdBits) {
            reading.warn_once(Fault::NoColumn, whole);
        }
        let packet = Packet { timestamp: self.timestamp, ..bytes.packet() };
        Ok((packet, looks_like))
    }

    fn layout(&self, first: &Row<'_>, format: Option<Format>) -> Option<Layout> {
        let mut word = words::infer(first, format)?;
        let digits = words::triplets(&self.rows).filter(|_| word.radix == 8 && word.size == 1);
        if digits == Some(words::Triplets::Decimal) {
            word = Word::DECIMAL;
        }
        let (radix, any_radix) = self.radix(word).unwrap_or((16, false));
        let base = first.offset_in(radix)?;
        let mut layout = Layout { word, radix, base, columns: false, either_way: false, any_radix };
        layout.any_radix |= digits == Some(words::Triplets::Either);
        layout.columns = self
            .rows_with_ends()
            .filter_map(|(row, next, star)| {
                let (to, None) = (next?.offset_in(radix)?, star) else { return None };
                let count = usize::try_from(to.checked_sub(row.offset_in(radix)?)?).ok()?;
                Some(!row.rest_after(word.groups_of(count, row)?).is_empty())
            })
            .next()
            .unwrap_or(false);
        // xxd -e writes words as the machine reads them: the column of text tells.
        if word.radix == 16 && !word.little && matches!(word.size, 2 | 4 | 8) && first.colon {
            let swapped = Layout { word: Word { little: true, ..word }, ..layout };
            match (self.agrees(&layout), self.agrees(&swapped)) {
                (None, Some(_)) => return Some(swapped),
                (Some(one), Some(other)) => layout.either_way = one != other,
                _ => {}
            }
        }
        Some(layout)
    }

    /// The bytes, if the columns of text say the same in each line.
    fn agrees(&self, layout: &Layout) -> Option<Vec<u8>> {
        let mut reading = Reading::default();
        let mut room = usize::MAX;
        let mut progress =
            Progress { layout: *layout, bytes: Bytes::default(), room: &mut room, reading: &mut reading };
        for (row, next, star) in self.rows_with_ends() {
            if star.is_some() {
                return None;
            }
            progress.row(row, next, None).ok()?;
        }
        let Progress { layout, bytes, .. } = progress;
        (layout.columns && reading.warnings.is_empty()).then_some(bytes.data)
    }

    /// Each line with groups, with the one whose offset says where it ends, and the `*` between them.
    fn rows_with_ends(&self) -> impl Iterator<Item = (&Row<'a>, Option<&Row<'a>>, Option<Line<'a>>)> {
        let nexts = self.rows.iter().skip(1).map(Some).chain([None]);
        let rows = self.rows.iter().zip(nexts).enumerate().filter(|(index, (row, _))| *index == 0 || !row.is_bare());
        rows.map(|(index, (row, next))| (row, next, self.star_before(index + 1)))
    }

    /// The format that these lines have, by their offsets, their groups and what is around them.
    fn looks_like(&self, layout: &Layout, first: &Row<'_>) -> Format {
        let Word { radix, width, little, .. } = layout.word;
        let framed = |open: u8, close: u8| first.line.bytes.ends_with(&[close]) && first.line.bytes.contains(&open);
        let ends = self.rows.len() > 1 && self.rows.last().is_some_and(Row::is_bare);
        match (first.prefixed, first.colon, first.offset.len()) {
            (true, _, _) => Format::Tcpdump,
            (_, true, _) if radix == 2 => Format::XxdBits,
            (_, true, _) if width == 8 && layout.base != 0 => Format::Cisco,
            (_, true, _) => Format::Xxd,
            (_, _, 7..) if framed(b'|', b'|') => Format::HexdumpC,
            (_, _, 7) if layout.radix == 16 && layout.word.size <= 2 && (little || radix != 16) => Format::Hexdump,
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
    fn row(&mut self, row: &Row<'_>, next: Option<&Row<'_>>, star: Option<Line<'_>>) -> Result<(), Refusal> {
        let place = Place::new(row.line.start, row.line.end());
        if row.too_long {
            return Err((Fault::LineTooLong, place));
        }
        let word = self.layout.word;
        let start = self.bytes.len();
        let offset = |row: &Row<'_>| {
            let offset = row.offset_in(self.layout.radix)?.checked_sub(self.layout.base)?;
            usize::try_from(offset).ok()
        };
        if offset(row) != Some(start) {
            return Err((Fault::OffsetsUnclear, place));
        }
        let to =
            next.map(|next| offset(next).filter(|to| *to > start).ok_or((Fault::OffsetsUnclear, place))).transpose()?;
        let available = word.available(row);
        let count = match (to, star) {
            (Some(to), None) => to - start,
            _ => last_line(row, &self.layout, self.reading)?,
        };
        let Some(surplus) = available.checked_sub(count) else {
            let at = |count: usize| u32::try_from(start + count).unwrap_or(u32::MAX);
            return Err((Fault::BytesMissing { from: at(available), to: at(count) }, place));
        };
        // A machine that prints words ends an odd byte with a zero.
        let padded = word.little && next.is_some_and(Row::is_bare) && surplus < word.size;
        let groups = word.groups_of(if padded { available } else { count }, row).ok_or((Fault::LineUnclear, place))?;
        word.read(row, groups, &mut self.bytes)?;
        self.bytes.truncate(start + count);
        match fit(self.bytes.data.get(start..).unwrap_or_default(), row.rest_after(groups)) {
            Fit::Absent => {}
            Fit::Agrees => self.layout.columns = true,
            Fit::Differs | Fit::No => self.reading.warn_once(Fault::TextDiffers, place),
        }
        star.map_or(Ok(()), |star| self.repeat(star, start, to))
    }

    /// Repeats the line that begins at `start` up to where the next one begins.
    fn repeat(&mut self, star: Line<'_>, start: usize, to: Option<usize>) -> Result<(), Refusal> {
        let place = Place::new(star.start, star.end());
        let length = self.bytes.len();
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        let to = to.ok_or((Fault::BytesMissing { from: at(length), to: u32::MAX }, place))?;
        let (line, count) = (length - start, to.saturating_sub(length));
        if line == 0 || count == 0 || count % line != 0 {
            return Err((Fault::OffsetsUnclear, place));
        }
        *self.room = self.room.checked_sub(count).ok_or((Fault::RepeatTooLong { count: at(count) }, place))?;
        for index in start..start + count {
            if let Some(byte) = self.bytes.data.get(index).copied() {
                self.bytes.push(byte, place.start as usize, place.end as usize);
            }
        }
        Ok(())
    }
}

/// How many bytes a line has whose end no offset tells: as many as its column of text has characters that agree, or all
/// where there is no column.
fn last_line(row: &Row<'_>, layout: &Layout, reading: &mut Reading) -> Result<usize, Refusal> {
    let place = Place::new(row.line.start, row.line.end());
    let available = layout.word.available(row);
    let whole = available.div_ceil(layout.word.size);
    let mut bytes = Bytes::default();
    layout.word.read(row, whole, &mut bytes)?;
    let counted = |groups: usize| bytes.data.get(..available.min(groups * layout.word.size)).unwrap_or_default();
    // IOS fills the column of a line that is not full.
    let cisco = row.colon && layout.word.width == 8 && layout.base != 0;
    let rest = |groups: usize| {
        let rest = row.rest_after(groups);
        let filled = cisco && rest.len() == 16 && rest.iter().skip(counted(groups).len()).all(|byte| *byte == b'.');
        if filled { rest.get(..counted(groups).len()).unwrap_or_default() } else { rest }
    };
    // A column stands apart by two blanks or more, unless the packet's other lines have shown that there is one.
    let apart = |groups: usize| layout.columns || row.groups.get(groups).is_none_or(|group| group.gap > 1);
    let fits = |groups: &usize, fitting: Fit| {
        let short = rest(*groups).len() <= (counted(*groups).len() + 3) * 4;
        short && fit(counted(*groups), rest(*groups)) == fitting
    };
    if let Some(groups) = (1..=whole).rev().find(|groups| fits(groups, Fit::Agrees)) {
        // One blank before what could be either.
        return if apart(groups) { Ok(counted(groups).len()) } else { Err((Fault::LineUnclear, place)) };
    }
    // No column that agrees, and a wide gap as before one.
    let usual = row.groups.iter().skip(1).map(|group| group.gap).min().unwrap_or(0);
    let wide = row.groups.iter().take(whole).skip(1).any(|group| group.gap > usual + 1) && layout.word.width > 0;
    if whole > 0 && rest(whole).is_empty() && !wide {
        // Where other lines have a column, this one has been cut before it: unless it shows blanks alone.
        let blank = counted(whole).iter().all(|byte| *byte == b' ');
        return if blank || !layout.columns { Ok(available) } else { Err((Fault::LineUnclear, place)) };
    }
    let groups = (1..=whole).rev().find(|groups| apart(*groups) && fits(groups, Fit::Differs));
    let groups = groups.ok_or((Fault::LineUnclear, place))?;
    reading.warn_once(Fault::TextDiffers, place);
    Ok(counted(groups).len())
}
