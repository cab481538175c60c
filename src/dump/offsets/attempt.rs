//! A packet's lines, read in one of the ways in which they may be meant.

use super::column::{Fit, fit};
use super::line::Row;
use super::word::Word;
use crate::dump::Place;
use crate::dump::fault::Fault;
use crate::dump::reading::{Reading, Refused, Step};
use crate::dump::scan::{BLANK, is, trimmed};

/// What groups and offsets are taken for.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) word: Word,
    /// Of the offsets.
    pub(super) radix: u8,
    /// The first offset.
    pub(super) base: u32,
}

/// A packet as far as its lines are read.
pub(super) struct Attempt<'r> {
    pub(super) way: Way,
    /// Where columns of text begin in their lines, once one has been seen.
    pub(super) column: Option<usize>,
    /// One of them does not say what the digits say.
    pub(super) differs: bool,
    /// How many bytes may still be repeated.
    pub(super) room: usize,
    pub(super) reading: &'r mut Reading,
}

impl Attempt<'_> {
    /// Reads each line with bytes, with the one whose offset says where it ends.
    pub(super) fn rows(&mut self, rows: &[Row<'_>]) -> Step {
        for (index, row) in rows.iter().enumerate().filter(|(index, row)| *index == 0 || !row.is_bare()) {
            self.row(row, rows.get(index + 1))?;
        }
        Ok(())
    }

    /// Reads one line, and what a `*` after it stands for.
    fn row(&mut self, row: &Row<'_>, next: Option<&Row<'_>>) -> Step {
        let place = row.line.place();
        let start = self.reading.count();
        let (from, to) = (self.offset(row), next.and_then(|next| self.offset(next)));
        if from != Some(start) || next.is_some() && to.is_none_or(|to| to <= start) {
            return Err(self.reading.refuse(Fault::OffsetsUnclear, place));
        }
        let wide = self.way.word.read(row, self.reading)?;
        let available = self.reading.count() - start;
        let line = Line { row, start, available, wide };
        let count = match (to, row.star) {
            (Some(to), None) => Some(to - start),
            _ => self.last(&line),
        };
        let Some(count) = count else { return Err(self.reading.refuse(Fault::LineUnclear, place)) };
        let Some(surplus) = available.checked_sub(count) else {
            return Err(self.missing(start + available, start + count, place));
        };
        let Way { word, .. } = self.way;
        // A machine that prints words ends an odd byte with a zero.
        let padded = word.little && next.is_some_and(Row::is_bare) && surplus < word.size();
        if surplus > 0 && count % word.size() > 0 && !padded {
            return Err(self.reading.refuse(Fault::LineUnclear, place));
        }
        let (fit, rest) = self.fit(&line, count);
        self.reading.truncate(start + count);
        if !rest.is_empty() {
            let column = row.line.bytes.len() - rest.len();
            self.column = Some(self.column.map_or(column, |known| known.min(column)));
        }
        match fit {
            // What would be text is not, so there are more bytes than the offsets have.
            Fit::No if surplus > 0 && !padded => return Err(self.reading.refuse(Fault::OffsetsUnclear, place)),
            Fit::Differs | Fit::No => {
                self.differs = true;
                self.reading.warn_once(Fault::TextDiffers, place);
            }
            Fit::Absent | Fit::Agrees => {}
        }
        row.star.map_or(Ok(()), |star| self.repeat(star, start, to))
    }

    /// How many bytes of the packet are before a line.
    #[inline(never)]
    fn offset(&self, row: &Row<'_>) -> Option<usize> {
        Some(row.offset_in(self.way.radix)?.wrapping_sub(self.way.base) as usize)
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
        self.room = room;
        for index in start..start + count {
            if let Some(byte) = self.reading.bytes().get(index).copied() {
                self.reading.push(byte, place.start as usize, place.end as usize);
            }
        }
        Ok(())
    }

    /// How many bytes a line has whose end no offset tells: as many as its column of text has characters that agree, or all
    /// where there is no column.
    fn last(&self, line: &Line<'_>) -> Option<usize> {
        let available = line.available;
        if let Some(count) = self.most(line, Fit::Agrees) {
            // One blank before what could be either.
            return self.is_apart(line, count).then_some(count);
        }
        // No column that agrees, and a wide gap as before one.
        if available > 0 && self.rest(line, available).is_empty() && !line.wide {
            // Where other lines have a column, this one has been cut before it: unless it shows blanks alone.
            let bytes = self.reading.bytes().get(line.start..).unwrap_or_default();
            return (self.column.is_none() || bytes.iter().all(|byte| *byte == b' ')).then_some(available);
        }
        self.most(line, Fit::Differs).or_else(|| self.before_column(line))
    }

    /// The bytes before where other lines have their text.
    fn before_column(&self, line: &Line<'_>) -> Option<usize> {
        let column = self.column?;
        self.counts(line).find(|count| line.row.line.bytes.len() - self.behind(line, *count).len() <= column)
    }

    /// How many bytes each number of groups has, from all to one.
    fn counts(&self, line: &Line<'_>) -> impl Iterator<Item = usize> + use<> {
        let (available, size) = (line.available, self.way.word.size());
        (1..=available.div_ceil(size)).rev().map(move |groups| available.min(groups * size))
    }

    /// The most bytes in whole groups that the column fits in this way.
    fn most(&self, line: &Line<'_>, fitting: Fit) -> Option<usize> {
        self.counts(line).find(|count| {
            let (fit, rest) = self.fit(line, *count);
            let short = rest.len() <= (count + 3) * 4;
            short && fit == fitting && (fitting == Fit::Agrees || self.is_apart(line, *count))
        })
    }

    /// A column stands apart by two blanks or more, unless the packet's other lines have shown that there is one.
    fn is_apart(&self, line: &Line<'_>, count: usize) -> bool {
        let gap = self.behind(line, count);
        self.column.is_some() || matches!(gap, [] | [b'\t', ..]) || gap.get(1).is_some_and(|byte| is(*byte, BLANK))
    }

    /// How what follows so many bytes fits them.
    #[inline(never)]
    fn fit<'l>(&self, line: &Line<'l>, count: usize) -> (Fit, &'l [u8]) {
        let rest = self.rest(line, count);
        let bytes = self.reading.bytes().get(line.start..line.start + count).unwrap_or_default();
        (fit(bytes, rest), rest)
    }

    /// What follows so many bytes, without blanks. IOS fills the column of a line that is not full.
    fn rest<'l>(&self, line: &Line<'l>, count: usize) -> &'l [u8] {
        let mut rest = trimmed(self.behind(line, count));
        while line.row.barred
            && let [b'|', inside @ ..] | [inside @ .., b'|'] = rest
        {
            rest = trimmed(inside);
        }
        let Way { word, base, .. } = self.way;
        let cisco = line.row.colon && word.digits == 8 && base != 0 && rest.len() == 16;
        match rest.split_at_checked(count) {
            Some((text, filling)) if cisco && filling.iter().all(|byte| *byte == b'.') => text,
            _ => rest,
        }
    }

    /// What follows the group that has the last of so many bytes.
    #[inline(never)]
    fn behind<'l>(&self, line: &Line<'l>, count: usize) -> &'l [u8] {
        let Line { row, start, .. } = *line;
        // The byte of the group that is written last.
        let last = count
            .checked_sub(1)
            .map(|last| if self.way.word.little { last - last % self.way.word.size() } else { last });
        let place = last.and_then(|last| self.reading.bytes_places().get(start + last));
        let end = place.map_or(row.after_offset, |place| (place.end as usize).saturating_sub(row.line.start));
        row.line.bytes.get(end..).unwrap_or_default()
    }
}

/// A line whose bytes have been read.
struct Line<'l> {
    row: &'l Row<'l>,
    /// How many bytes of the packet are before it.
    start: usize,
    /// As many as it may have.
    available: usize,
    /// One of its groups stands further apart.
    wide: bool,
}
