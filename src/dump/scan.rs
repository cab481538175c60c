//! A place in the text that moves on.

use super::Place;

/// Reads a text from left to right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Scan<'a> {
    pub(super) const fn new(text: &'a [u8]) -> Self {
        Scan { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// The byte before.
    pub(super) fn before(&self) -> Option<u8> {
        self.text.get(self.at.checked_sub(1)?).copied()
    }

    /// Goes on behind a text, where it is here.
    pub(super) fn eat(&mut self, expected: &[u8]) -> bool {
        let is_here = self.rest().starts_with(expected);
        self.at += if is_here { expected.len() } else { 0 };
        is_here
    }

    pub(super) fn skip_blanks(&mut self) {
        self.run(|byte| byte.is_ascii_whitespace());
    }

    /// Goes on to the first byte that is not of a kind; gives those before it.
    pub(super) fn run(&mut self, mut of_kind: impl FnMut(u8) -> bool) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().position(|byte| !of_kind(*byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// Goes on to where a text begins, or else to the end.
    pub(super) fn seek(&mut self, needle: &[u8]) -> bool {
        let found = self.rest().windows(needle.len()).position(|window| window == needle);
        self.at = found.map_or(self.text.len(), |found| self.at + found);
        found.is_some()
    }

    /// From here to the next byte.
    pub(super) fn here(&self) -> Place {
        Place::new(self.at, (self.at + 1).min(self.text.len().max(self.at)))
    }

    /// From a place to here.
    pub(super) fn since(&self, start: usize) -> Place {
        Place::new(start, self.at)
    }
}

/// Whether a name of a programming language may hold this.
pub(super) const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a text has another in it.
pub(super) fn contains(text: &[u8], needle: &[u8]) -> bool {
    Scan::new(text).seek(needle)
}

/// A decimal number, as large as there is room for at most.
pub(super) fn decimal(digits: &[u8]) -> u32 {
    digits.iter().fold(0u32, |number, digit| {
        number.saturating_mul(10).saturating_add(char::from(*digit).to_digit(10).unwrap_or(0))
    })
}
