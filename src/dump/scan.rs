//! A place in the text that moves on.

use super::Place;
use super::reading::digit_value;

/// Reads a text from left to right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
}

/// Whether a byte is of a kind. No generic closures: each reader would have loops of its own.
pub(super) type Kind = fn(u8) -> bool;

impl<'a> Scan<'a> {
    pub(super) const fn new(text: &'a [u8]) -> Self {
        Scan { text, at: 0 }
    }

    #[inline(never)]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The byte that is here; 0 at the end. No text has a 0.
    #[inline(never)]
    pub(super) fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    /// The byte before; 0 at the start.
    pub(super) fn before(&self) -> u8 {
        Scan { at: self.at.wrapping_sub(1), ..*self }.peek()
    }

    /// The byte that is here, or 0; the scan goes on behind it.
    #[inline(never)]
    pub(super) fn next(&mut self) -> u8 {
        let next = self.peek();
        self.at += usize::from(next != 0);
        next
    }

    /// Goes on behind a text, where it is here.
    #[inline(never)]
    pub(super) fn eat(&mut self, expected: &[u8]) -> bool {
        let is_here = self.rest().starts_with(expected);
        self.at += if is_here { expected.len() } else { 0 };
        is_here
    }

    pub(super) fn skip_blanks(&mut self) {
        self.skip(is_space);
    }

    /// Goes on to the first byte that is not of a kind.
    #[inline(never)]
    pub(super) fn skip(&mut self, of_kind: Kind) {
        loop {
            let next = self.peek();
            if next == 0 || !of_kind(next) {
                return;
            }
            self.at += 1;
        }
    }

    /// The same; gives the bytes before it.
    #[inline(never)]
    pub(super) fn run(&mut self, of_kind: Kind) -> &'a [u8] {
        let start = self.at;
        self.skip(of_kind);
        self.since_bytes(start)
    }

    /// Digits, as many as there are up to the most.
    #[inline(never)]
    pub(super) fn digits(&mut self, radix: u8, most: usize) -> &'a [u8] {
        let start = self.at;
        while self.at - start < most && digit_value(self.peek()) < radix {
            self.at += 1;
        }
        self.since_bytes(start)
    }

    /// The bytes from a place to here.
    #[inline(never)]
    pub(super) fn since_bytes(&self, start: usize) -> &'a [u8] {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Goes on to where a text begins, or else to the end.
    #[inline(never)]
    pub(super) fn seek(&mut self, needle: &[u8]) -> bool {
        while self.at < self.text.len() {
            if self.rest().starts_with(needle) {
                return true;
            }
            self.at += 1;
        }
        false
    }

    /// From here to the next byte.
    #[inline(never)]
    pub(super) fn here(&self) -> Place {
        Place::new(self.at, (self.at + 1).min(self.text.len().max(self.at)))
    }

    /// From a place to here.
    pub(super) fn since(&self, start: usize) -> Place {
        Place::new(start, self.at)
    }
}

/// White space.
pub(super) const fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

/// A blank or a tab.
pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Whether a name of a programming language may hold this.
pub(super) const fn is_name(byte: u8) -> bool {
    digit_value(byte) < 36 || byte == b'_'
}

/// A hex digit.
pub(super) const fn is_hex(byte: u8) -> bool {
    digit_value(byte) < 16
}

/// A decimal digit.
pub(super) const fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// Whether all bytes are of a kind.
#[inline(never)]
pub(super) fn all(bytes: &[u8], of_kind: Kind) -> bool {
    bytes.iter().all(|byte| of_kind(*byte))
}

/// Without white space at its end.
#[inline(never)]
pub(super) fn trimmed_end(mut bytes: &[u8]) -> &[u8] {
    while let [before @ .., last] = bytes
        && is_space(*last)
    {
        bytes = before;
    }
    bytes
}

/// Without white space at both ends.
#[inline(never)]
pub(super) fn trimmed(bytes: &[u8]) -> &[u8] {
    let mut bytes = trimmed_end(bytes);
    while let [first, after @ ..] = bytes
        && is_space(*first)
    {
        bytes = after;
    }
    bytes
}

/// Whether a text has another in it.
pub(super) fn contains(text: &[u8], needle: &[u8]) -> bool {
    Scan::new(text).seek(needle)
}

/// A decimal number, as large as there is room for at most; what is no digit counts as 0.
#[inline(never)]
pub(super) fn decimal(digits: &[u8]) -> u32 {
    digits.iter().fold(0u32, |number, digit| {
        number.saturating_mul(10).saturating_add(if is_digit(*digit) { u32::from(digit - b'0') } else { 0 })
    })
}
