//! A packet's lines, read in one of the ways in which they may be meant.

use super::column::{Fit, fit};
use super::line::Row;
use super::word::Word;
use crate::dump::Place;
use crate::dump::fault::What;
use crate::dump::reading::{Reader, Step};
use crate::dump::scan::{BLANK, NO_NUMBER, is};

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
    pub(super) way: &'r Way,
    /// Where columns of text begin in their lines, once one has been seen.
    pub(super) column: Option<u32>,
    /// One of them does not say what the digits say.
    pub(super) differs: bool,
    /// How many bytes may still be repeated.
    pub(super) room: usize,
    pub(super) text: &'r mut Reader,
}

/// A line whose bytes have been read.
struct Line<'l> {
    row: &'l Row,
    /// How many bytes of the packet are before it.
    start: usize,
    /// As many as it may have.
    available: usize,
    /// One of its groups stands further apart.
    wide: bool,
}

/// What is no offset, or a count of bytes that cannot be told.
const UNKNOWN: usize = usize::MAX;

impl<'r> Attempt<'r> {
    pub(super) fn new(way: &'r Way, room: usize, text: &'r mut Reader) -> Self {
        Attempt { way, column: None, differs: false, room, text }
    }

    /// Reads each line with bytes, with the one whose offset says where it ends.
    #[inline(never)]
    pub(super) fn rows(&mut self, rows: &[Row]) -> Step {
        for (index, row) in rows.iter().enumerate() {
            if index == 0 || !row.is_bare() {
                self.row(row, rows.get(index + 1))?;
            }
        }
        Ok(())
    }

    /// Reads one line, and what a `*` after it stands for.
    fn row(&mut self, row: &Row, next: Option<&Row>) -> Step {
        let place = row.line;
        let start = self.text.count();
        let to = next.map_or(UNKNOWN, |next| self.offset(next));
        if self.offset(row) != start || next.is_some() && (to == UNKNOWN || to <= start) {
            return self.text.refuse_at(What::OffsetsUnclear, place);
        }
        let wide = self.way.word.read(self.text, row)?;
        let available = self.text.count() - start;
        let line = Line { row, start, available, wide };
        let repeats = row.star.length() > 0;
        let count = if next.is_some() && !repeats { to - start } else { self.last(&line) };
        if count == UNKNOWN {
            return self.text.refuse_at(What::LineUnclear, place);
        }
        if count > available {
            return self.missing(start + available, start + count, place);
        }
        let surplus = available - count;
        let word = self.way.word;
        // A machine that prints words ends an odd byte with a zero.
        let padded = word.little && next.is_some_and(Row::is_bare) && surplus < word.size();
        if surplus > 0 && count % word.size() > 0 && !padded {
            return self.text.refuse_at(What::LineUnclear, place);
        }
        let fit = self.fit(&line, count);
        self.text.truncate(start + count);
        let rest = self.text.rest();
        if rest.length() > 0 {
            let column = rest.start - place.start;
            self.column = Some(self.column.unwrap_or(column).min(column));
        }
        if matches!(fit, Fit::Differs | Fit::No) {
            // What would be text is not, so there are more bytes than the offsets have.
            if fit == Fit::No && surplus > 0 && !padded {
                return self.text.refuse_at(What::OffsetsUnclear, place);
            }
            self.differs = true;
            self.text.warn_once(What::TextDiffers, 0, place);
        }
        if repeats { self.repeat(row.star, start, to) } else { Ok(()) }
    }

    /// How many bytes of the packet are before a line.
    fn offset(&self, row: &Row) -> usize {
        match row.offset_in(self.text, self.way.radix) {
            NO_NUMBER => UNKNOWN,
            offset => offset.wrapping_sub(self.way.base) as usize,
        }
    }

    fn missing(&mut self, from: usize, to: usize, place: Place) -> Step {
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        self.text.refuse_with(What::BytesMissing, [at(from), at(to)], place)
    }

    /// Repeats the line that begins at `start` up to where the next one begins.
    fn repeat(&mut self, place: Place, start: usize, to: usize) -> Step {
        let length = self.text.count();
        if to == UNKNOWN {
            return self.missing(length, to, place);
        }
        let (line, count) = (length - start, to.saturating_sub(length));
        if line == 0 || count == 0 || !count.is_multiple_of(line) {
            return self.text.refuse_at(What::OffsetsUnclear, place);
        }
        if count > self.room {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            return self.text.refuse_with(What::RepeatTooLong, [count, 0], place);
        }
        self.room -= count;
        for index in start..start + count {
            let byte = self.text.bytes().get(index).copied().unwrap_or(0);
            self.text.push_at(byte, place);
        }
        Ok(())
    }

    /// How many bytes a line has whose end no offset tells: as many as its column of text has characters that agree, or all
    /// where there is no column.
    fn last(&mut self, line: &Line<'_>) -> usize {
        let available = line.available;
        let count = self.most(line, Fit::Agrees);
        if count != UNKNOWN {
            // One blank before what could be either.
            return if self.is_apart(line, count) { count } else { UNKNOWN };
        }
        // No column that agrees, and a wide gap as before one.
        self.rest(line, available);
        if available > 0 && self.text.rest().length() == 0 && !line.wide {
            // Where other lines have a column, this one has been cut before it: unless it shows blanks alone.
            let bytes = self.text.bytes().get(line.start..).unwrap_or_default();
            let whole = self.column.is_none() || bytes.iter().all(|byte| *byte == b' ');
            return if whole { available } else { UNKNOWN };
        }
        match self.most(line, Fit::Differs) {
            UNKNOWN => self.before_column(line),
            count => count,
        }
    }

    /// The bytes before where other lines have their text.
    fn before_column(&self, line: &Line<'_>) -> usize {
        let Some(column) = self.column else { return UNKNOWN };
        let column = line.row.line.start + column;
        let mut count = line.available;
        while count > 0 && self.behind(line, count) > column {
            count = self.fewer(count);
        }
        if count > 0 { count } else { UNKNOWN }
    }

    /// The most bytes in whole groups that the column fits in this way.
    fn most(&mut self, line: &Line<'_>, fitting: Fit) -> usize {
        let mut count = line.available;
        while count > 0 {
            let fit = self.fit(line, count);
            let short = self.text.rest().length() <= (count + 3) * 4;
            if short && fit == fitting && (fitting == Fit::Agrees || self.is_apart(line, count)) {
                return count;
            }
            count = self.fewer(count);
        }
        UNKNOWN
    }

    /// So many bytes without those of the last group.
    fn fewer(&self, count: usize) -> usize {
        let size = self.way.word.size();
        (count - 1) / size * size
    }

    /// A column stands apart by two blanks or more, unless the packet's other lines have shown that there is one.
    fn is_apart(&self, line: &Line<'_>, count: usize) -> bool {
        let gap = self.text.of(Place { start: self.behind(line, count), ..line.row.line });
        self.column.is_some() || matches!(gap, [] | [b'\t', ..]) || gap.get(1).is_some_and(|byte| is(*byte, BLANK))
    }

    /// How what follows so many bytes fits them. It is what the reader reads then.
    #[inline(never)]
    fn fit(&mut self, line: &Line<'_>, count: usize) -> Fit {
        self.rest(line, count);
        let bytes = self.text.bytes().get(line.start..line.start + count).unwrap_or_default();
        fit(bytes, self.text.of(self.text.rest()))
    }

    /// Goes to what follows so many bytes, without blanks. IOS fills the column of a line that is not full.
    #[inline(never)]
    fn rest(&mut self, line: &Line<'_>, count: usize) {
        let start = self.behind(line, count);
        let Way { word, base, .. } = *self.way;
        let text = &mut *self.text;
        text.enter(Place { start, ..line.row.line });
        text.trim();
        while line.row.barred && text.at < text.end {
            if text.peek() == b'|' {
                text.at += 1;
            } else if text.byte(text.end - 1) == b'|' {
                text.end -= 1;
            } else {
                break;
            }
            text.trim();
        }
        let cisco = line.row.colon && word.digits == 8 && base != 0 && text.end - text.at == 16;
        let filling = text.at + count;
        if cisco && filling <= text.end && text.slice(filling, text.end).iter().all(|byte| *byte == b'.') {
            text.end = filling;
        }
    }

    /// Where the group ends that has the last of so many bytes.
    #[inline(never)]
    fn behind(&self, line: &Line<'_>, count: usize) -> u32 {
        let Word { little, .. } = self.way.word;
        let Some(mut last) = count.checked_sub(1) else { return line.row.after_offset };
        if little {
            // The byte of the group that is written last.
            last -= last % self.way.word.size();
        }
        let place = self.text.bytes_places().get(line.start + last);
        place.map_or(line.row.after_offset, |place| place.end)
    }
}
