//! The text before it is read: marks of quoted mail become blanks, so that every position stays where it was.

use super::Place;
use super::fault::{DumpError, Fault};
use super::scan::{Scan, trimmed_end};
use alloc::vec::Vec;

/// A text whose positions fit 32 bits, without marks of quoted mail.
pub(super) struct Text {
    bytes: Vec<u8>,
}

/// A line without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Where it begins in the text.
    pub(super) start: usize,
    /// Its bytes, without blanks at the end.
    pub(super) bytes: &'a [u8],
}

impl Line<'_> {
    pub(super) const fn end(&self) -> usize {
        self.start + self.bytes.len()
    }

    /// Where it stands.
    pub(super) const fn place(&self) -> Place {
        Place::new(self.start, self.end())
    }
}

impl Text {
    pub(super) fn new(text: &[u8]) -> Result<Text, DumpError> {
        if u32::try_from(text.len()).is_err() {
            return Err(DumpError::whole(Fault::TextTooLong));
        }
        let mut bytes = text.to_vec();
        blank(&mut bytes);
        Ok(Text { bytes })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The lines, one for each line break and one after the last.
    pub(super) fn lines(&self) -> Lines<'_> {
        Lines { scan: Scan::new(&self.bytes), ended: false }
    }
}

/// The lines of a text.
pub(super) struct Lines<'a> {
    scan: Scan<'a>,
    ended: bool,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    #[inline(never)]
    fn next(&mut self) -> Option<Line<'a>> {
        if self.ended {
            return None;
        }
        let start = self.scan.at;
        let bytes = trimmed_end(self.scan.run(|byte| byte != b'\n'));
        self.ended = self.scan.next() == 0;
        Some(Line { start, bytes })
    }
}

/// `> > 0000  45 00` is `0000  45 00` as somebody's answer quotes it, and Python's prompt goes the same way. Spaces that web pages
/// use (U+00A0, and the byte order mark), and the lines of hexyl's boxes, become as many blanks as they have bytes.
fn blank(bytes: &mut [u8]) {
    let mut quoted = true;
    let mut spaces = 0;
    let mut at = 0;
    while let Some(first) = bytes.get(at).copied() {
        let rest = bytes.get(at..).unwrap_or_default();
        quoted = first == b'\n' || quoted && matches!(first, b'>' | b' ' | b'\t');
        if quoted && first == b'>' {
            spaces = 1;
        } else if rest.starts_with(&[0xc2, 0xa0]) {
            spaces = 2;
        } else if rest.starts_with(&[0xef, 0xbb, 0xbf]) || matches!(rest, [0xe2, 0x94 | 0x95, ..]) {
            spaces = 3;
        }
        if let Some(first) = bytes.get_mut(at).filter(|first| **first == 0) {
            // So that 0 can stand for the end.
            *first = 1;
        }
        if let Some(first) = bytes.get_mut(at).filter(|_| spaces > 0) {
            *first = b' ';
            spaces -= 1;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    #[test]
    fn marks_become_blanks_and_positions_stay() {
        let text = Text::new("> > 45 > 00\r\n>>> b''\n\u{a0}<Buffer>".as_bytes()).unwrap();
        let lines: Vec<(usize, String)> =
            text.lines().map(|line| (line.start, String::from_utf8_lossy(line.bytes).into_owned())).collect();
        let expected = [(0, "    45 > 00"), (13, "    b''"), (21, "  <Buffer>")].map(|(at, line)| (at, line.into()));
        assert_eq!(lines, expected);
    }
}
