//! One line of a dump with offsets: the offset, groups of digits, and what follows them.

use crate::dump::text::Line;
use alloc::vec::Vec;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n};
use nom::character::complete::one_of;
use nom::combinator::{eof, opt, peek, recognize};
use nom::{IResult, Parser};

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

    pub(super) fn of<'a>(self, row: &Row<'a>) -> &'a [u8] {
        row.line.bytes.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

type Read<'a, T> = IResult<&'a [u8], T, ()>;

/// `0x0010:`, `00000010:`, `0010`; then a blank or the line's end.
fn offset(text: &[u8]) -> Read<'_, (bool, &[u8], bool)> {
    let digits = take_while_m_n(3, 16, |byte: u8| byte.is_ascii_hexdigit());
    let end = peek(alt((recognize(one_of(" \t")), eof)));
    let (text, (prefix, digits, colon, _)) = (opt(tag(&b"0x"[..])), digits, opt(tag(&b":"[..])), end).parse(text)?;
    Ok((text, (prefix.is_some(), digits, colon.is_some())))
}

pub(super) fn kind(line: Line<'_>) -> Kind<'_> {
    let trimmed = line.bytes.trim_ascii_start();
    if trimmed == b"*" {
        return Kind::Star;
    }
    match offset(trimmed) {
        Ok((rest, (prefixed, offset, colon))) if prefixed || colon || offset.len() >= 4 => {
            let after_offset = line.bytes.len() - rest.len();
            let (groups, too_long) = groups(line.bytes, after_offset);
            Kind::Data(Row { line, offset, prefixed, colon, after_offset, groups, too_long })
        }
        _ => Kind::Other,
    }
}

/// Runs of hex digits with blanks around them, up to anything else.
fn groups(line: &[u8], mut at: usize) -> (Vec<Group>, bool) {
    let mut groups = Vec::new();
    loop {
        let rest = line.get(at..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
        let (count, gap) =
            blanks.fold((0, 0), |(count, gap), blank| (count + 1, gap + if *blank == b'\t' { 8 } else { 1 }));
        let start = at + count;
        let digits = rest.iter().skip(count).take_while(|byte| byte.is_ascii_hexdigit()).count();
        at = start + digits;
        if count == 0 || digits == 0 || !line.get(at).is_none_or(|next| matches!(next, b' ' | b'\t')) {
            return (groups, false);
        }
        if groups.len() == MOST_GROUPS {
            return (groups, true);
        }
        groups.push(Group { start: start as u32, end: at as u32, gap });
    }
}

impl<'a> Row<'a> {
    /// The offset in a radix; nothing where it is none.
    pub(super) fn offset_in(&self, radix: u32) -> Option<u64> {
        let text = core::str::from_utf8(self.offset).ok()?;
        u64::from_str_radix(text, radix).ok()
    }

    /// What follows so many groups, without blanks.
    pub(super) fn rest_after(&self, groups: usize) -> &'a [u8] {
        let end = groups
            .checked_sub(1)
            .and_then(|last| self.groups.get(last))
            .map_or(self.after_offset, |group| group.end as usize);
        self.line.bytes.get(end..).unwrap_or_default().trim_ascii()
    }

    /// Whether the line is an offset and nothing else.
    pub(super) fn is_bare(&self) -> bool {
        self.groups.is_empty() && self.rest_after(0).is_empty()
    }
}
