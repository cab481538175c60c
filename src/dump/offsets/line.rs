//! One line of a dump with offsets: the offset, groups of digits, and what follows them.

use crate::dump::Place;
use crate::dump::reading::number;
use crate::dump::scan::{Scan, is_blank, trimmed};
use crate::dump::text::Line;
use alloc::vec::Vec;

/// Groups that one line may have. Long enough for all that print so, and short enough to try where the text begins.
const MOST_GROUPS: usize = 512;

/// What a line is.
#[derive(Debug)]
pub(super) enum Kind<'a> {
    /// An offset, with groups of digits after it or alone.
    Data(Row<'a>),
    /// `*`: the line before repeats.
    Star,
    /// Nothing, or anything else.
    Other,
}

/// A line with an offset.
#[derive(Debug)]
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
    /// The groups of digits that follow, the text's first ones too where they look the same.
    pub(super) groups: Vec<Group>,
    /// There are more groups than we look at.
    pub(super) too_long: bool,
    /// A `*` after it: the line repeats.
    pub(super) star: Option<Place>,
}

/// Digits, by where they begin and end in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Blanks before it; a tab is many.
    pub(super) gap: u32,
}

impl Group {
    pub(super) const fn width(self) -> usize {
        (self.end - self.start) as usize
    }

    #[inline(never)]
    pub(super) fn of<'a>(self, row: &Row<'a>) -> &'a [u8] {
        row.line.bytes.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
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
    let after_offset = scan.at;
    let (groups, too_long) = groups(&mut scan);
    Kind::Data(Row { line, offset, prefixed, colon, after_offset, groups, too_long, star: None })
}

/// Whether a byte ends a group: a blank, or the line's end.
const fn is_end(byte: u8) -> bool {
    byte == 0 || is_blank(byte)
}

/// Runs of hex digits with blanks around them, up to anything else.
fn groups(scan: &mut Scan<'_>) -> (Vec<Group>, bool) {
    let mut groups = Vec::new();
    loop {
        let mut gap = 0;
        for blank in scan.run(is_blank) {
            gap += if *blank == b'\t' { 8 } else { 1 };
        }
        let start = scan.at;
        let digits = scan.digits(16, usize::MAX);
        if gap == 0 || digits.is_empty() || !is_end(scan.peek()) {
            return (groups, false);
        }
        if groups.len() == MOST_GROUPS {
            return (groups, true);
        }
        groups.push(Group { start: start as u32, end: scan.at as u32, gap });
    }
}

impl<'a> Row<'a> {
    /// The offset in a radix; nothing where it is none.
    #[inline(never)]
    pub(super) fn offset_in(&self, radix: u32) -> Option<u64> {
        number(self.offset, radix)
    }

    /// What follows so many groups, without blanks.
    #[inline(never)]
    pub(super) fn rest_after(&self, groups: usize) -> &'a [u8] {
        let last = groups.checked_sub(1).and_then(|last| self.groups.get(last));
        let end = last.map_or(self.after_offset, |group| group.end as usize);
        trimmed(self.line.bytes.get(end..).unwrap_or_default())
    }

    /// Whether the line is an offset and nothing else.
    #[inline(never)]
    pub(super) fn is_bare(&self) -> bool {
        self.groups.is_empty() && self.rest_after(0).is_empty()
    }
}
