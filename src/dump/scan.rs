//! A place in the text that moves on.

use super::Place;
use super::reading::digit_value;

/// Reads a text from left to right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
}

/// Kinds of characters, a bit each: one table instead of a function for each, and no reader with loops of its own.
pub(super) type Kind = u16;

/// A blank or a tab.
pub(super) const BLANK: Kind = 1;
/// White space.
pub(super) const SPACE: Kind = BLANK | 1 << 1;
/// An octal digit.
pub(super) const OCTAL: Kind = 1 << 2;
/// A decimal digit.
pub(super) const DIGIT: Kind = OCTAL | 1 << 3;
/// A hex digit.
pub(super) const HEX: Kind = DIGIT | 1 << 4;
/// What a name of a programming language may hold.
pub(super) const NAME: Kind = HEX | 1 << 5;
/// A digit of base64, in either alphabet.
pub(super) const BASE64: Kind = NAME | 1 << 6;
/// `"` and `'`.
pub(super) const QUOTE: Kind = 1 << 7;
/// `,` and `;`.
pub(super) const COMMA: Kind = 1 << 8;
/// What may stand between literals that a language joins.
pub(super) const JOIN: Kind = SPACE | 1 << 9;
/// What may stand between hex digits.
pub(super) const SEPARATOR: Kind = SPACE | QUOTE | COMMA | 1 << 10;
/// What is no separator.
pub(super) const TOKEN: Kind = 1 << 11;

/// The bit that each of these kinds has of its own.
const BITS: [(&[u8], Kind); 10] = [
    (b" \t", BLANK),
    (b"\n\r\x0c", 1 << 1),
    (b"01234567", OCTAL),
    (b"89", 1 << 3),
    (b"abcdefABCDEF", 1 << 4),
    (b"ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ_", 1 << 5),
    (b"+/-", 1 << 6),
    (b"\"'", QUOTE),
    (b",;", COMMA),
    (b"\\+.", 1 << 9),
];

/// The kinds of each byte.
const KINDS: [Kind; 256] = {
    let mut kinds = [TOKEN; 256];
    let mut kind = 0;
    while kind < BITS.len() {
        let (mut rest, bit) = BITS[kind];
        while let [byte, others @ ..] = rest {
            kinds[*byte as usize] |= bit;
            rest = others;
        }
        kind += 1;
    }
    let mut rest: &[u8] = b" \t\n\r\x0c\"',;:-._|[]{}()";
    while let [byte, others @ ..] = rest {
        kinds[*byte as usize] = kinds[*byte as usize] & !TOKEN | 1 << 10;
        rest = others;
    }
    kinds
};

/// Whether a byte is of a kind.
#[inline(never)]
pub(super) fn is(byte: u8, kind: Kind) -> bool {
    KINDS[usize::from(byte)] & kind != 0
}

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
        self.skip(SPACE);
    }

    /// Goes on to the first byte that is not of a kind.
    #[inline(never)]
    pub(super) fn skip(&mut self, of_kind: Kind) {
        loop {
            let next = self.peek();
            if next == 0 || !is(next, of_kind) {
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

    /// Goes on to the first of these bytes, or to the end; gives the bytes before it.
    #[inline(never)]
    pub(super) fn until(&mut self, stops: &[u8]) -> &'a [u8] {
        let start = self.at;
        while self.peek() != 0 && !stops.contains(&self.peek()) {
            self.at += 1;
        }
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

/// Whether all bytes are of a kind.
#[inline(never)]
pub(super) fn all(bytes: &[u8], of_kind: Kind) -> bool {
    bytes.iter().all(|byte| is(*byte, of_kind))
}

/// Without white space at its end.
#[inline(never)]
pub(super) fn trimmed_end(mut bytes: &[u8]) -> &[u8] {
    while let [before @ .., last] = bytes
        && is(*last, SPACE)
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
        && is(*first, SPACE)
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
        number.saturating_mul(10).saturating_add(if is(*digit, DIGIT) { u32::from(digit - b'0') } else { 0 })
    })
}
