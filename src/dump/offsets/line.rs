//! One line of a dump with offsets: the offset, groups of digits, and what follows them.

use crate::dump::Place;
use crate::dump::reading::Reader;
use crate::dump::scan::{BLANK, SPACE, has, is};

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An offset, with groups of digits after it or alone.
    Data,
    /// `*`: the line before repeats.
    Star,
    /// Nothing, or anything else.
    Other,
}

/// A line with an offset.
#[derive(Clone, Copy, Default)]
pub(super) struct Row {
    pub(super) line: Place,
    /// The offset's digits, without `0x` and colon.
    pub(super) offset: Place,
    /// What they are in hex.
    pub(super) number: u32,
    /// Where the offset ends, with its colon.
    pub(super) after_offset: u32,
    /// The first group; empty where there is none.
    pub(super) first: Place,
    /// A `*` after the line: it repeats. Empty where there is none.
    pub(super) star: Place,
    /// `0x` is before the offset.
    pub(super) prefixed: bool,
    /// A colon is after it.
    pub(super) colon: bool,
    /// A bar is after it, as in hexyl's box.
    pub(super) barred: bool,
    /// Something else is before it, as in a log.
    pub(super) led: bool,
    /// A packet begins here; then the next two tell of it.
    pub(super) begins: bool,
    /// A line before it is such as only text2pcap reads.
    pub(super) directed: bool,
    /// The line that has its time; empty where there is none.
    pub(super) time: Place,
}

/// What the line is that the reader is in; where it has an offset, the row is all of it.
#[inline(never)]
pub(super) fn kind(text: &mut Reader, row: &mut Row) -> Kind {
    *row = Row { line: text.line, ..Row::default() };
    text.skip(SPACE);
    if text.is_here(b"*") && text.at + 1 == text.end {
        return Kind::Star;
    }
    // A log's lines have a time, a name, a bar before the offset.
    let mut ended = true;
    while !(offset(text, row) && ended && (!row.led || row.offset.length() >= 4 && row.first.length() > 0)) {
        if text.until(b" \t") == 0 {
            return Kind::Other;
        }
        ended = has(b":|]>", text.before());
        row.led = true;
        text.skip(BLANK);
    }
    Kind::Data
}

/// Whether there is an offset here: `0x0010:`, `00000010:`, `0010`; then a blank or the line's end.
fn offset(text: &mut Reader, row: &mut Row) -> bool {
    let start = text.at;
    row.prefixed = text.eat(b"0x");
    let mut digits = text.at;
    text.digits(16, 16);
    if text.eat(b"`") {
        // WinDbg's addresses, of which we take the lower half.
        digits = text.at;
        text.digits(16, 16);
    }
    row.offset = Place::new(digits, text.at);
    row.number = row.offset_in(text, 16);
    row.colon = text.eat(b":");
    row.barred = text.eat(b"|");
    row.after_offset = text.at as u32;
    let least = if row.prefixed || row.colon { 3 } else { 4 };
    let ends = row.offset.length() >= least && is_end(text.peek());
    row.first = if ends && group(text) { Place::new(text.token, text.at) } else { Place::default() };
    text.at = start;
    ends
}

/// Whether a byte ends a group: a blank, or the line's end.
fn is_end(byte: u8) -> bool {
    byte == 0 || is(byte, BLANK)
}

/// Goes on behind the next run of hex digits with blanks around it, or one dash between it and the one before; not where anything
/// else is.
#[inline(never)]
pub(super) fn group(text: &mut Reader) -> bool {
    let before = text.at;
    text.skip(BLANK);
    // The middle of a line: `00-40` of Windows' tools, `00 | 40` of hexyl; and `0010 - 45` of OpenSSL.
    if text.eat(b"-") || text.eat(b"| ") {
        text.skip(BLANK);
    }
    text.token = text.at;
    let any = text.digits(16, usize::MAX) > 0;
    any && text.token > before && (is_end(text.peek()) || text.peek() == b'-')
}

impl Row {
    /// The offset in a radix, as far as its last eight digits tell; no number where it is none.
    #[inline(never)]
    pub(super) fn offset_in(&self, text: &Reader, radix: u8) -> u32 {
        let Place { start, end } = self.offset;
        text.number_at(Place { start: start.max(end.saturating_sub(8)), end }, radix)
    }

    /// Whether this line belongs to the packet that has another: its offset is larger. Addresses of a machine's memory are
    /// larger in the next packet too, so there a jump behind other lines begins one.
    #[inline(never)]
    pub(super) fn follows(&self, last: &Row, jumps: bool) -> bool {
        let same_shape = self.prefixed == last.prefixed
            && self.led == last.led
            && (self.colon == last.colon || self.first.length() == 0);
        let step = self.number.wrapping_sub(last.number) as usize;
        // A line has at most half as many bytes as characters. An empty dump's line after another's: both have offset 0.
        same_shape && self.number > last.number && !(jumps && step > last.line.length() / 2)
    }

    /// Whether the line is an offset and nothing else.
    pub(super) fn is_bare(&self) -> bool {
        self.after_offset >= self.line.end
    }

    /// Whether nothing is around the offset.
    pub(super) fn is_plain(&self) -> bool {
        !self.prefixed && !self.colon
    }
}
