//! The text before it is read: marks of quoted mail become blanks, so that every position stays where it was.

use super::fault::{DumpError, Fault};
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
}

impl Text {
    pub(super) fn new(text: &[u8]) -> Result<Text, DumpError> {
        if u32::try_from(text.len()).is_err() {
            return Err(DumpError::whole(Fault::TextTooLong));
        }
        let mut bytes = text.to_vec();
        bytes.split_mut(|byte| *byte == b'\n').for_each(blank_quote_marks);
        blank_spaces(&mut bytes);
        Ok(Text { bytes })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The lines, one for each line break and one after the last.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let mut next = 0;
        self.bytes.split(|byte| *byte == b'\n').map(move |line| {
            let start = next;
            next += line.len() + 1;
            Line { start, bytes: line.trim_ascii_end() }
        })
    }
}

/// `> > 0000  45 00` is `0000  45 00` as somebody's answer quotes it; Python's prompt goes the same way.
fn blank_quote_marks(line: &mut [u8]) {
    let marks = line.iter().take_while(|byte| matches!(byte, b'>' | b' ' | b'\t')).count();
    line.iter_mut().take(marks).filter(|byte| **byte == b'>').for_each(|mark| *mark = b' ');
}

/// Spaces that web pages use (U+00A0, and the byte order mark) become as many blanks as they have bytes.
fn blank_spaces(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(rest) = bytes.get_mut(at..).filter(|rest| !rest.is_empty()) {
        let length = match rest {
            [0xc2, 0xa0, ..] => 2,
            [0xef, 0xbb, 0xbf, ..] => 3,
            _ => 0,
        };
        rest.iter_mut().take(length).for_each(|byte| *byte = b' ');
        at += length.max(1);
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
