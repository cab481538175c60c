//! One line of a dump with offsets: the offset, groups of digits, and what follows them.

use crate::dump::Place;
use crate::dump::scan::{Scan, is_blank, trimmed};
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
    // `0x0010:`, `00000010:`, `0010`; then a blank or the line's end.
    let prefixed = scan.eat(b"0x");
    let offset = scan.digits(16, 16);
    let colon = scan.eat(b":");
    let least = if prefixed || colon { 3 } else { 4 };
    if offset.len() < least || !is_end(scan.peek()) {
        return Kind::Other;
    }
    Kind::Data(Row { line, offset, prefixed, colon, after_offset: scan.at, star: None })
}

/// Whether a byte ends a group: a blank, or the line's end.
const fn is_end(byte: u8) -> bool {
    byte == 0 || is_blank(byte)
}

/// The next run of hex digits with blanks around it; nothing where anything else is.
#[inline(never)]
pub(super) fn group<'a>(scan: &mut Scan<'a>) -> Option<&'a [u8]> {
    let before = scan.at;
    scan.skip(is_blank);
    let start = scan.at;
    let digits = scan.digits(16, usize::MAX);
    (start > before && !digits.is_empty() && is_end(scan.peek())).then_some(digits)
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
