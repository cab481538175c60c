//! One line of a dump with offsets: the offset, groups of digits, and what follows them.

use crate::dump::Place;
use crate::dump::scan::{BLANK, Scan, is, trimmed};
use crate::dump::text::Line;

/// What a line is.
pub(super) enum Kind<'a> {
    /// An offset, with groups of digits after it or alone.
    Data(Row<'a>),
    /// `*`: the line before repeats.
    Star,
    /// Nothing, or anything else.
    Other,
}

/// A line with an offset.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) line: Line<'a>,
    /// The offset's digits, without `0x` and colon.
    pub(super) offset: &'a [u8],
    /// `0x` is before the offset.
    pub(super) prefixed: bool,
    /// A colon is after it.
    pub(super) colon: bool,
    /// A bar is after it, as in hexyl's box.
    pub(super) barred: bool,
    /// Something else is before it, as in a log.
    pub(super) led: bool,
    /// Where the offset ends in the line.
    pub(super) after_offset: usize,
    /// A `*` after it: the line repeats.
    pub(super) star: Option<Place>,
}

#[inline(never)]
pub(super) fn kind(line: Line<'_>) -> Kind<'_> {
    let mut scan = Scan::new(line.bytes);
    scan.skip_blanks();
    if scan.rest() == b"*" {
        return Kind::Star;
    }
    let mut row = offset(line, scan);
    // A log's lines have a time, a name, a bar before the offset.
    while row.is_none() && scan.peek() != 0 {
        scan.until(b" \t");
        let ended = matches!(scan.before(), b':' | b'|' | b']' | b'>');
        scan.skip(BLANK);
        row = offset(line, scan).filter(|row| ended && row.offset.len() >= 4 && !row.first().is_empty());
        if let Some(row) = &mut row {
            row.led = true;
        }
    }
    row.map_or(Kind::Other, Kind::Data)
}

/// A line whose offset is here: `0x0010:`, `00000010:`, `0010`; then a blank or the line's end.
fn offset<'a>(line: Line<'a>, mut scan: Scan<'a>) -> Option<Row<'a>> {
    let prefixed = scan.eat(b"0x");
    let mut offset = scan.digits(16, 16);
    if scan.eat(b"`") {
        // WinDbg's addresses, of which we take the lower half.
        offset = scan.digits(16, 16);
    }
    let colon = scan.eat(b":");
    let barred = scan.eat(b"|");
    let least = if prefixed || colon { 3 } else { 4 };
    let ends = offset.len() >= least && is_end(scan.peek());
    ends.then_some(Row { line, offset, prefixed, colon, barred, led: false, after_offset: scan.at, star: None })
}

/// Whether a byte ends a group: a blank, or the line's end.
fn is_end(byte: u8) -> bool {
    byte == 0 || is(byte, BLANK)
}

/// The next run of hex digits with blanks around it, or one dash between it and the one before; nothing where anything else
/// is.
#[inline(never)]
pub(super) fn group<'a>(scan: &mut Scan<'a>) -> Option<&'a [u8]> {
    let before = scan.at;
    scan.skip(BLANK);
    // The middle of a line: `00-40` of Windows' tools, `00 | 40` of hexyl; and `0010 - 45` of OpenSSL.
    if scan.eat(b"-") || scan.eat(b"| ") {
        scan.skip(BLANK);
    }
    let start = scan.at;
    let digits = scan.digits(16, usize::MAX);
    let ends = is_end(scan.peek()) || scan.peek() == b'-';
    (start > before && !digits.is_empty() && ends).then_some(digits)
}

impl<'a> Row<'a> {
    /// The offset in a radix, as far as its last eight digits tell; nothing where it is none.
    #[inline(never)]
    pub(super) fn offset_in(&self, radix: u8) -> Option<u32> {
        let skipped = self.offset.len().saturating_sub(8);
        crate::dump::reading::number(self.offset.get(skipped..)?, radix)
    }

    /// What is behind the offset.
    pub(super) fn groups(&self) -> Scan<'a> {
        Scan { text: self.line.bytes, at: self.after_offset }
    }

    /// The first group; empty where there is none.
    #[inline(never)]
    pub(super) fn first(&self) -> &'a [u8] {
        group(&mut self.groups()).unwrap_or_default()
    }

    /// Whether the line is an offset and nothing else.
    #[inline(never)]
    pub(super) fn is_bare(&self) -> bool {
        trimmed(self.groups().rest()).is_empty()
    }

    /// Whether nothing is around the offset.
    pub(super) fn is_plain(&self) -> bool {
        !self.prefixed && !self.colon
    }
}
