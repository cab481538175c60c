//! A packet's lines, read in one of the ways in which they may be meant.

use super::column::{Fit, fit, leading_blanks};
use super::line::{Row, group};
use super::word::{Quality, UNKNOWN, Way, Word};
use crate::dump::Place;
use crate::dump::fault::What;
use crate::dump::reading::{Reader, Step};
use crate::dump::scan::{BLANK, NO_NUMBER, is};

/// A packet as far as its lines are read.
pub(super) struct Attempt<'r> {
    pub(super) way: &'r mut Way,
    pub(super) text: &'r mut Reader,
    /// The line that is read, and how many bytes of the packet are before it.
    row: Row,
    start: usize,
    /// One of its groups stands further apart, as a column of text does.
    wide: bool,
}

/// Groups that one line may have. Long enough for all that print so, and short enough to try where the text begins.
const MOST_GROUPS: usize = 512;

impl<'r> Attempt<'r> {
    pub(super) fn new(way: &'r mut Way, text: &'r mut Reader) -> Self {
        Attempt { way, text, row: Row::default(), start: 0, wide: false }
    }

    /// Reads each line with bytes, with the one whose offset says where it ends.
    #[inline(never)]
    pub(super) fn rows(&mut self, rows: &[Row]) -> Step {
        (self.way.column, self.way.quality) = (UNKNOWN, Quality::Plain);
        for (index, row) in rows.iter().enumerate() {
            if !row.is_bare() {
                self.row(row, rows.get(index + 1))?;
            }
        }
        if self.way.quality == Quality::Plain && self.has_columns() {
            self.way.quality = Quality::Agrees;
        }
        Ok(())
    }

    /// Whether a column of text has been seen.
    fn has_columns(&self) -> bool {
        self.way.column != UNKNOWN
    }

    /// Reads one line, and what a `*` after it stands for.
    fn row(&mut self, row: &Row, next: Option<&Row>) -> Step {
        let Row { line: place, star, .. } = *row;
        let start = self.text.count();
        (self.row, self.start) = (*row, start);
        let to = next.map_or(UNKNOWN, |next| self.offset(next));
        if self.offset(row) != start || to <= start {
            return self.text.refuse_at(What::OffsetsUnclear, place);
        }
        self.groups()?;
        let available = self.text.count() - start;
        let repeats = star.length() > 0;
        let count = if next.is_some() && !repeats { to - start } else { self.last(available) };
        if count == UNKNOWN {
            return self.text.refuse_at(What::LineUnclear, place);
        }
        if count > available {
            return self.missing(start + available, start + count, place);
        }
        let Way { word: Word { little, .. }, bytes, .. } = *self.way;
        let surplus = available - count;
        // A machine that prints words ends an odd byte with a zero.
        let padded = *little && next.is_some_and(Row::is_bare) && surplus < bytes;
        let cuts = surplus > 0 && !padded;
        if cuts && self.odd(count) > 0 {
            return self.text.refuse_at(What::LineUnclear, place);
        }
        let fit = self.fit(count);
        self.text.truncate(start + count);
        if fit != Fit::Absent {
            self.way.column = self.way.column.min(self.text.at - place.start as usize);
        }
        if matches!(fit, Fit::Differs | Fit::No) {
            // What would be text is not, so there are more bytes than the offsets have.
            if fit == Fit::No && cuts {
                return self.text.refuse_at(What::OffsetsUnclear, place);
            }
            self.way.quality = Quality::Differs;
            self.text.warn_once(What::TextDiffers, 0, place);
        }
        if repeats { self.repeat(star, to) } else { Ok(()) }
    }

    /// Appends the bytes of all groups that are of the way's kind. The last of a line may have fewer digits: machines print
    /// words whole, but xxd -e does not.
    fn groups(&mut self) -> Step {
        let Way { word: Word { radix, step, little, .. }, digits, .. } = *self.way;
        let text = &mut *self.text;
        text.enter(Place { start: self.row.after_offset, ..self.row.line });
        let mut column = text.at;
        let (mut least, mut most) = (usize::MAX, 0);
        for count in 0..=MOST_GROUPS {
            let before = text.at;
            if !group(text) {
                break;
            }
            column += usize::from(*step);
            let width = text.at - text.token;
            let whole = self.way.is_whole(text, Place::new(text.token, text.at)) && (*step == 0 || text.at == column);
            let short =
                *radix == 16 && (!little || self.row.colon) && width < digits && width.is_multiple_of(2);
            if !whole && !short {
                break;
            }
            if count == MOST_GROUPS {
                text.refuse_at(What::LineTooLong, self.row.line)?;
            }
            if count > 0 {
                let gap = text.token - before;
                (least, most) = (least.min(gap), most.max(gap));
            }
            self.way.push(text)?;
            if short {
                break;
            }
        }
        self.wide = most > least.saturating_add(1) && digits > 0;
        Ok(())
    }

    /// How many bytes of the packet are before a line; 0 where its offset is none.
    fn offset(&self, row: &Row) -> usize {
        match row.offset_in(self.text, self.way.radix) {
            NO_NUMBER => 0,
            offset => offset.wrapping_sub(self.way.base) as usize,
        }
    }

    fn missing(&mut self, from: usize, to: usize, place: Place) -> Step {
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        self.text.refuse_with(What::BytesMissing, [at(from), at(to)], place)
    }

    /// Repeats the line up to where the next one begins.
    fn repeat(&mut self, place: Place, to: usize) -> Step {
        let length = self.text.count();
        if to == UNKNOWN {
            return self.missing(length, to, place);
        }
        let (line, count) = (length - self.start, to.saturating_sub(length));
        if line == 0 || count == 0 || !count.is_multiple_of(line) {
            return self.text.refuse_at(What::OffsetsUnclear, place);
        }
        if self.text.data.len().saturating_add(count) > self.text.room() {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            return self.text.refuse_with(What::RepeatTooLong, [count, 0], place);
        }
        for index in self.start..self.start + count {
            let byte = self.text.bytes().get(index).copied().unwrap_or(0);
            self.text.push_at(byte, place);
        }
        Ok(())
    }

    /// How many bytes a line has whose end no offset tells: the most in whole groups whose column of text agrees; or all where
    /// there is no column; or as many as a column has that says something else, or as stand before those of other lines.
    fn last(&mut self, available: usize) -> usize {
        let (mut differs, mut before_column, mut bare) = (UNKNOWN, UNKNOWN, false);
        let mut count = available;
        while count > 0 {
            let fit = self.fit(count);
            let rest = self.text.rest().length();
            bare |= rest == 0 && count == available && !self.wide;
            let apart = self.is_apart(count);
            if rest <= (count + 3) * 4 {
                if fit == Fit::Agrees {
                    // One blank before what could be either.
                    return if apart { count } else { UNKNOWN };
                }
                if fit == Fit::Differs && apart && differs == UNKNOWN {
                    differs = count;
                }
            }
            if before_column == UNKNOWN && self.has_columns() && self.behind(count) - self.row.line.start as usize <= self.way.column {
                before_column = count;
            }
            count -= 1;
            count -= self.odd(count);
        }
        if bare {
            // Where other lines have a column, this one has been cut before it: unless it shows blanks alone.
            let bytes = self.text.bytes().get(self.start..).unwrap_or_default();
            return if self.has_columns() && leading_blanks(bytes) < available { UNKNOWN } else { available };
        }
        if differs == UNKNOWN { before_column } else { differs }
    }

    /// How many of so many bytes are in no whole group.
    fn odd(&self, count: usize) -> usize {
        count % self.way.bytes.max(1)
    }

    /// A column stands apart by two blanks or more, unless the packet's other lines have shown that there is one.
    fn is_apart(&mut self, count: usize) -> bool {
        let start = self.behind(count) as u32;
        let text = &mut *self.text;
        text.enter(Place { start, ..self.row.line });
        let blank = matches!(text.next(), 0 | b'\t') || is(text.peek(), BLANK);
        blank || self.has_columns()
    }

    /// How what follows so many bytes fits them. It is what the reader reads then, without blanks. IOS fills the column of a
    /// line that is not full.
    #[inline(never)]
    fn fit(&mut self, count: usize) -> Fit {
        let start = self.behind(count) as u32;
        let Way { digits, base, .. } = *self.way;
        let row = &self.row;
        let text = &mut *self.text;
        text.enter(Place { start, ..row.line });
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
        let bytes = text.bytes().get(self.start..self.start + count).unwrap_or_default();
        fit(bytes, text.of(text.rest()))
    }

    /// Where the group ends that has the last of so many bytes.
    #[inline(never)]
    fn behind(&self, count: usize) -> usize {
        let Some(mut last) = count.checked_sub(1) else { return self.row.after_offset as usize };
        if self.way.word.little {
            // The byte of the group that is written last.
            last -= self.odd(last);
        }
        let place = self.text.bytes_places().get(self.start + last);
        place.map_or(self.row.after_offset, |place| place.end) as usize
    }
}
