//! The text before it is read: marks of quoted mail become blanks, so that every position stays where it was.

use super::Place;
use super::fault::Fault;
use super::reading::Reading;
use super::scan::{SEPARATOR, Scan, all, trimmed_end};
use alloc::vec::Vec;

/// A text with one byte for each character, without marks of quoted mail.
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
    pub(super) fn new(mut bytes: Vec<u8>) -> Text {
        blank(&mut bytes);
        Text { bytes }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Reads lines that follow one another as a paragraph. What is none of `part` ends it, and is told of.
    pub(super) fn paragraphs(
        &self,
        part: for<'t> fn(Line<'t>) -> Option<Line<'t>>,
        read: fn(&[Line<'_>], &mut Reading),
        reading: &mut Reading,
    ) {
        let mut lines: Vec<Line<'_>> = Vec::new();
        for line in self.lines() {
            if let Some(line) = part(line) {
                lines.push(line);
                continue;
            }
            read(&lines, reading);
            lines.clear();
            if !all(line.bytes, SEPARATOR) {
                reading.warn(Fault::NotRead, line.place());
            }
        }
        read(&lines, reading);
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
        let bytes = trimmed_end(self.scan.until(b"\n"));
        self.ended = self.scan.next() == 0;
        Some(Line { start, bytes })
    }
}

/// `> > 0000  45 00` is `0000  45 00` as somebody's answer quotes it, and Python's prompt goes the same way; a bar may be a
/// box's.
fn blank(bytes: &mut [u8]) {
    let mut quoted = true;
    for byte in bytes {
        quoted = *byte == b'\n' || quoted && matches!(byte, b'>' | b'|' | b' ' | b'\t');
        match byte {
            b'>' | b'|' if quoted => *byte = b' ',
            // So that 0 can stand for the end.
            0 => *byte = 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    #[test]
    fn marks_become_blanks_and_positions_stay() {
        let text = Text::new(b"> > 45 > 00\r\n>>> b''\n| <Buffer>|".to_vec());
        let lines: Vec<(usize, String)> =
            text.lines().map(|line| (line.start, String::from_utf8_lossy(line.bytes).into_owned())).collect();
        let expected = [(0, "    45 > 00"), (13, "    b''"), (21, "  <Buffer>|")].map(|(at, line)| (at, line.into()));
        assert_eq!(lines, expected);
    }
}
