//! A packet's lines, read in one of the ways in which they may be meant.

use super::column::{Fit, fit, leading_blanks};
use super::line::{Row, group};
use super::word::{Quality, UNKNOWN, Way, Word};
use crate::dump::Place;
use crate::dump::fault::What;
use crate::dump::reading::{Reader, Step};
use crate::dump::scan::{BLANK, NO_NUMBER, is};

/// A line that is read.
struct Line<'r> {
    way: &'r mut Way,
    text: &'r mut Reader,
    row: &'r Row,
    /// How many bytes are before it.
    start: usize,
    /// One of its groups stands further apart, as a column of text does.
    wide: bool,
    /// So does what [`Line::fit`] compared last; and where the digits before it end.
    apart: bool,
    behind: u32,
    /// What is to be said if it cannot be read.
    values: [u32; 2],
}

/// Groups that one line may have. Long enough for all that print so, and short enough to try where the text begins.
const MOST_GROUPS: usize = 512;

/// Reads each of a packet's lines that has bytes, with the one whose offset says where it ends.
#[inline(never)]
pub(super) fn read(text: &mut Reader, rows: &[Row], way: &mut Way) -> Step {
    (way.column, way.quality) = (UNKNOWN, Quality::Plain);
    for (index, row) in rows.iter().enumerate() {
        if row.is_bare() {
            continue;
        }
        let start = text.data.len();
        let mut line = Line { way, text, row, start, wide: false, apart: false, behind: 0, values: [0; 2] };
        if let Err(what) = line.read(rows.get(index + 1)) {
            let values = line.values;
            let Place { start, end } = row.line;
            return text.refuse_with(what, values, Place { start, end: end.max(row.star.end) });
        }
    }
    if way.quality == Quality::Plain && way.column != UNKNOWN {
        way.quality = Quality::Agrees;
    }
    Ok(())
}

impl Line<'_> {
    /// Reads its bytes, and what a `*` after it stands for.
    fn read(&mut self, next: Option<&Row>) -> Result<(), What> {
        let before = self.text.count();
        let to = next.map_or(UNKNOWN, |next| self.offset(next));
        if self.offset(self.row) != before || to <= before {
            return Err(What::OffsetsUnclear);
        }
        self.groups()?;
        let available = self.text.data.len() - self.start;
        let repeats = self.row.star.length() > 0;
        let count = if next.is_some() && !repeats { to - before } else { self.last(available) };
        if count == UNKNOWN {
            return Err(What::LineUnclear);
        }
        if count > available {
            return self.missing(before + available, to);
        }
        let Way { word: Word { little, .. }, bytes, .. } = *self.way;
        let surplus = available - count;
        // A machine that prints words ends an odd byte with a zero.
        let padded = *little && next.is_some_and(Row::is_bare) && surplus < bytes;
        let cuts = surplus > 0 && !padded;
        if cuts && self.odd(count) > 0 {
            return Err(What::LineUnclear);
        }
        let fit = self.fit(count);
        self.text.truncate(self.start + count);
        if fit != Fit::Absent {
            self.way.column = self.way.column.min(self.text.at - self.row.line.start as usize);
        }
        if matches!(fit, Fit::Differs | Fit::No) {
            // What would be text is not, so there are more bytes than the offsets have.
            if fit == Fit::No && cuts {
                return Err(What::OffsetsUnclear);
            }
            self.way.quality = Quality::Differs;
            self.text.warn_once(What::TextDiffers, 0, self.row.line);
        }
        if repeats { self.repeat(count, to) } else { Ok(()) }
    }

    /// Appends the bytes of all groups that are of the way's kind. The last of a line may have fewer digits: machines print
    /// words whole, but xxd -e does not.
    fn groups(&mut self) -> Result<(), What> {
        let Way { word: Word { radix, step, little, .. }, digits, .. } = *self.way;
        let text = &mut *self.text;
        text.enter(Place { start: self.row.after_offset, ..self.row.line });
        let (mut before, mut column) = (text.at, text.at);
        let (mut count, mut gap) = (0, 0);
        self.wide = false;
        while group(text) {
            column += usize::from(*step);
            let width = text.at - text.token;
            let whole = self.way.is_whole(text, Place::new(text.token, text.at)) && (*step == 0 || text.at == column);
            let short = *radix == 16 && (!little || self.row.colon) && width < digits && width.is_multiple_of(2);
            if !whole && !short {
                break;
            }
            if count == MOST_GROUPS {
                return Err(What::LineTooLong);
            }
            // Behind the first group stands the usual gap.
            let found = text.token - before;
            if count == 1 {
                gap = found;
            }
            self.wide |= count > 0 && digits > 0 && found.abs_diff(gap) > 1;
            before = text.at;
            count += 1;
            self.way.push(text)?;
            if short {
                break;
            }
        }
        Ok(())
    }

    /// How many bytes of the packet are before a line; 0 where its offset is none.
    fn offset(&self, row: &Row) -> usize {
        match row.offset_in(self.text, self.way.radix) {
            NO_NUMBER => 0,
            offset => offset.wrapping_sub(self.way.base) as usize,
        }
    }

    fn missing(&mut self, from: usize, to: usize) -> Result<(), What> {
        self.values = [from, to].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        Err(What::BytesMissing)
    }

    /// Repeats the line's bytes up to where the next one begins.
    fn repeat(&mut self, length: usize, to: usize) -> Result<(), What> {
        let before = self.text.count();
        if to == UNKNOWN {
            return self.missing(before, to);
        }
        let count = to.saturating_sub(before);
        if length == 0 || count == 0 || !count.is_multiple_of(length) {
            return Err(What::OffsetsUnclear);
        }
        if self.text.data.len().saturating_add(count) > self.text.room() {
            self.values[0] = u32::try_from(count).unwrap_or(u32::MAX);
            return Err(What::RepeatTooLong);
        }
        for index in self.start..self.start + count {
            let byte = self.text.data.get(index).copied().unwrap_or(0);
            self.text.push_at(byte, self.row.star);
        }
        Ok(())
    }

    /// How many bytes a line has whose end no offset tells: the most in whole groups whose column of text agrees; or all where
    /// there is no column; or as many as a column has that says something else, or as stand before those of other lines.
    fn last(&mut self, available: usize) -> usize {
        let (mut found, mut best) = (UNKNOWN, 0);
        let mut count = available;
        while count > 0 {
            let fit = self.fit(count);
            let rest = self.text.rest().length();
            let short = rest <= (count + 3) * 4;
            let rank = match fit {
                // One blank before what could be either.
                Fit::Agrees if short => return if self.apart { count } else { UNKNOWN },
                Fit::Absent if count == available && !self.wide => 3,
                Fit::Differs if short && self.apart => 2,
                _ if self.has_columns() && (self.behind - self.row.line.start) as usize <= self.way.column => 1,
                _ => 0,
            };
            if rank > best {
                (found, best) = (count, rank);
            }
            count -= 1;
            count -= self.odd(count);
        }
        // Where other lines have a column, this one has been cut before it: unless it shows blanks alone.
        let bytes = self.text.data.get(self.start..).unwrap_or_default();
        if best == 3 && self.has_columns() && leading_blanks(bytes) < available { UNKNOWN } else { found }
    }

    /// Whether a column of text has been seen.
    fn has_columns(&self) -> bool {
        self.way.column != UNKNOWN
    }

    /// How many of so many bytes are in no whole group.
    fn odd(&self, count: usize) -> usize {
        count % self.way.bytes.max(1)
    }

    /// How what follows so many bytes fits them. It is what the reader reads then, without blanks. IOS fills the column of a
    /// line that is not full.
    #[inline(never)]
    fn fit(&mut self, count: usize) -> Fit {
        self.behind = self.behind(count);
        let has_columns = self.has_columns();
        let Way { digits, base, .. } = *self.way;
        let row = self.row;
        let text = &mut *self.text;
        text.enter(Place { start: self.behind, ..row.line });
        // A column stands apart by two blanks or more, unless the packet's other lines have shown that there is one.
        let start = text.at;
        self.apart = has_columns || matches!(text.next(), 0 | b'\t') || is(text.peek(), BLANK);
        text.at = start;
        text.trim();
        while row.barred && text.at < text.end {
            if text.peek() == b'|' {
                text.at += 1;
            } else if text.byte(text.end - 1) == b'|' {
                text.end -= 1;
            } else {
                break;
            }
            text.trim();
        }
        let cisco = row.colon && digits == 8 && base != 0 && text.end - text.at == 16;
        let filling = text.at + count;
        if cisco && filling <= text.end && text.slice(filling, text.end).iter().all(|byte| *byte == b'.') {
            text.end = filling;
        }
        let bytes = text.data.get(self.start..self.start + count).unwrap_or_default();
        fit(bytes, text.of(text.rest()))
    }

    /// Where the group ends that has the last of so many bytes.
    fn behind(&self, count: usize) -> u32 {
        let Some(mut last) = count.checked_sub(1) else { return self.row.after_offset };
        if self.way.word.little {
            // The byte of the group that is written last.
            last -= self.odd(last);
        }
        self.text.places.get(self.start + last).map_or(0, |place| place.end)
    }
}
