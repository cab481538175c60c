//! A place in the text that moves on: what is here, and on to what is next.

use super::Place;
use super::fault::What;
use super::reading::{Reader, digit_value};
use alloc::vec::Vec;

/// Kinds of characters, a bit each: one table instead of a function for each, and no reader with loops of its own.
pub(super) type Kind = u16;

/// A blank or a tab.
pub(super) const BLANK: Kind = 1;
/// White space.
pub(super) const SPACE: Kind = BLANK | 1 << 1 | 1 << 12;
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
/// What may stand on a line between literals that a language joins.
pub(super) const JOIN: Kind = BLANK | 1 << 9 | 1 << 12;
/// What may stand between hex digits.
pub(super) const SEPARATOR: Kind = SPACE | QUOTE | COMMA | 1 << 10;
/// What is no separator.
pub(super) const TOKEN: Kind = 1 << 11;

/// The bit that each of these kinds has of its own.
const BITS: [(&[u8], Kind); 11] = [
    (b" \t", BLANK),
    (b"\n", 1 << 1),
    (b"\r\x0c", 1 << 12),
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
    // Stands for the end.
    kinds[0] = 0;
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

/// What is no number: a character is no digit, or 32 bits are too few. So it is larger than any that means something.
pub(super) const NO_NUMBER: u32 = u32::MAX;

impl Reader {
    /// The byte at a place; 0 outside of the text, which has no 0.
    #[inline(never)]
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(0)
    }

    /// The byte that is here; 0 at the end.
    #[inline(never)]
    pub(super) fn peek(&self) -> u8 {
        if self.at < self.end { self.byte(self.at) } else { 0 }
    }

    /// The byte before; 0 at the text's start.
    #[inline(never)]
    pub(super) fn before(&self) -> u8 {
        self.byte(self.at.wrapping_sub(1))
    }

    /// The byte that is here, or 0; the reader goes on behind it.
    #[inline(never)]
    pub(super) fn next(&mut self) -> u8 {
        let next = self.peek();
        self.at += usize::from(next != 0);
        next
    }

    /// What stands at a place.
    pub(super) fn of(&self, place: Place) -> &[u8] {
        self.slice(place.start as usize, place.end as usize)
    }

    /// What stands between two positions.
    #[inline(never)]
    pub(super) fn slice(&self, start: usize, end: usize) -> &[u8] {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The bytes from a place to here.
    #[inline(never)]
    pub(super) fn since(&self, start: usize) -> &[u8] {
        self.slice(start, self.at)
    }

    /// What is read and not behind the reader yet.
    pub(super) fn rest(&self) -> Place {
        Place::new(self.at, self.end)
    }

    /// Reads what stands at a place, and no more.
    #[inline(never)]
    pub(super) fn enter(&mut self, place: Place) {
        self.at = place.start as usize;
        self.end = place.end as usize;
    }

    /// Reads what is before the first of these bytes, and no more.
    #[inline(never)]
    pub(super) fn narrow(&mut self, stops: &[u8]) {
        let start = self.at;
        self.until(stops);
        (self.at, self.end) = (start, self.at);
    }

    /// Begins again, with all of the text.
    #[inline(never)]
    pub(super) fn rewind(&mut self) {
        self.at = 0;
        self.end = self.text.len();
        self.after_line = 0;
    }

    /// Whether a text is here.
    #[inline(never)]
    pub(super) fn is_here(&self, expected: &[u8]) -> bool {
        self.slice(self.at, self.end).starts_with(expected)
    }

    /// Goes on behind a text, where it is here.
    #[inline(never)]
    pub(super) fn eat(&mut self, expected: &[u8]) -> bool {
        let is_here = self.is_here(expected);
        self.at += if is_here { expected.len() } else { 0 };
        is_here
    }

    /// Goes on to the first byte that is not of a kind; says how many there were.
    #[inline(never)]
    pub(super) fn skip(&mut self, of_kind: Kind) -> usize {
        let start = self.at;
        while is(self.peek(), of_kind) {
            self.at += 1;
        }
        self.at - start
    }

    /// Goes on to the first of these bytes, or to the end; says which it is.
    #[inline(never)]
    pub(super) fn until(&mut self, stops: &[u8]) -> u8 {
        loop {
            let next = self.peek();
            if next == 0 || has(stops, next) {
                return next;
            }
            self.at += 1;
        }
    }

    /// Goes on behind digits, up to the most; says how many there were.
    #[inline(never)]
    pub(super) fn digits(&mut self, radix: u8, most: usize) -> usize {
        let start = self.at;
        while self.at - start < most && digit_value(self.peek()) < radix {
            self.at += 1;
        }
        self.at - start
    }

    /// The number that stands from a place to here; [`NO_NUMBER`] where there is none.
    pub(super) fn number(&self, start: usize, radix: u8) -> u32 {
        self.number_at(Place::new(start, self.at), radix)
    }

    /// The number that stands at a place.
    #[inline(never)]
    pub(super) fn number_at(&self, place: Place, radix: u8) -> u32 {
        let mut number = if place.length() == 0 { u64::MAX } else { 0 };
        for at in place.start..place.end {
            let value = digit_value(self.byte(at as usize));
            number = number * u64::from(radix) + u64::from(value);
            if value >= radix || number > NO_NUMBER.into() {
                return NO_NUMBER;
            }
        }
        number as u32
    }

    /// Whether all that stands between two positions is of a kind.
    #[inline(never)]
    pub(super) fn all(&self, start: usize, end: usize, of_kind: Kind) -> bool {
        (start..end).all(|at| is(self.byte(at), of_kind))
    }

    /// Whether there are letters of both cases in what is read, from one letter on.
    #[inline(never)]
    pub(super) fn has_both_cases(&self, first: u8) -> bool {
        let any = |from: u8, to: u8| (self.at..self.end).any(|at| (from..=to).contains(&self.byte(at)));
        any(first, b'Z') && any(first | 0x20, b'z')
    }

    /// Goes on behind `0x` or `0X`.
    #[inline(never)]
    pub(super) fn eat_0x(&mut self) -> bool {
        self.eat(b"0x") || self.eat(b"0X")
    }

    /// Goes on to where a text begins, or else to the end.
    #[inline(never)]
    pub(super) fn seek(&mut self, needle: &[u8]) -> bool {
        while self.at < self.end {
            if self.is_here(needle) {
                return true;
            }
            self.at += 1;
        }
        false
    }

    /// Goes on behind a text, or else to the end.
    #[inline(never)]
    pub(super) fn pass(&mut self, needle: &[u8]) -> bool {
        self.seek(needle) && self.eat(needle)
    }

    /// Goes back over bytes of a kind.
    #[inline(never)]
    pub(super) fn back(&mut self, of_kind: Kind) {
        while is(self.before(), of_kind) {
            self.at -= 1;
        }
    }

    /// Leaves out white space at both ends of what is read.
    #[inline(never)]
    pub(super) fn trim(&mut self) {
        self.skip(SPACE);
        self.trim_end();
    }

    /// The same at its end.
    #[inline(never)]
    pub(super) fn trim_end(&mut self) {
        while self.end > self.at && is(self.byte(self.end - 1), SPACE) {
            self.end -= 1;
        }
    }

    /// Goes on to the text's next line, and reads to its end, without the blanks there. There is one for each line break and one
    /// after the last.
    #[inline(never)]
    pub(super) fn next_line(&mut self) -> bool {
        let start = self.after_line;
        if start > self.text.len() {
            return false;
        }
        self.at = start;
        self.end = self.text.len();
        self.until(b"\n");
        self.after_line = self.at + 1;
        self.end = self.at;
        self.at = start;
        self.trim_end();
        self.line = self.rest();
        true
    }

    /// Whether one of the lines is such a one.
    #[inline(never)]
    pub(super) fn any_line(&mut self, is: fn(&mut Reader) -> bool) -> bool {
        self.rewind();
        while self.next_line() {
            if is(self) {
                return true;
            }
        }
        false
    }

    /// Reads lines that follow one another as a paragraph. A line that is none of `part` ends it, and is told of; one that is
    /// may be left with less to read.
    pub(super) fn paragraphs(&mut self, part: fn(&mut Reader) -> bool, read: fn(&mut Reader, &[Place])) {
        let mut lines = Vec::new();
        while self.next_line() {
            if part(self) {
                lines.push(self.rest());
                continue;
            }
            read(self, &lines);
            lines.clear();
            self.enter(self.line);
            self.skip(SEPARATOR);
            if self.at < self.end {
                self.warn(What::NotRead, 0, self.line);
            }
        }
        read(self, &lines);
    }
}

/// Whether a byte is among others. They are few: the standard library's search for one among many takes more code.
#[inline(never)]
pub(super) fn has(bytes: &[u8], byte: u8) -> bool {
    for other in bytes {
        if *other == byte {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;

    #[test]
    fn marks_become_blanks_and_positions_stay() {
        let mut reader = Reader::new(b"> > 45 > 00\r\n>>> b''\n| <Buffer>|".to_vec());
        reader.blank();
        let mut lines: Vec<(usize, String)> = Vec::new();
        while reader.next_line() {
            lines.push((reader.at, String::from_utf8_lossy(reader.slice(reader.at, reader.end)).into_owned()));
        }
        let expected = [(0, "    45 > 00"), (13, "    b''"), (21, "  <Buffer>|")].map(|(at, line)| (at, line.into()));
        assert_eq!(lines, expected);
    }
}
