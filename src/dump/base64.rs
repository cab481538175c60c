//! Base64 (RFC 4648 4 and 5), alone and in data URLs (RFC 2397).

use super::fault::Fault;
use super::reading::Reading;
use super::scan::{BASE64, Scan, trimmed};
use super::text::{Line, Text};
use super::{Format, Place};

/// Reads paragraphs of base64. What is none ends a paragraph.
pub(super) fn read(text: &Text, _: Format, reading: &mut Reading) {
    text.paragraphs(|line| is_base64(line.bytes).then_some(line), paragraph, reading);
}

/// Whether a line has base64 and nothing else.
#[inline(never)]
pub(super) fn is_base64(line: &[u8]) -> bool {
    let mut scan = Scan::new(unquoted(line));
    let digits = scan.run(BASE64);
    let padding = scan.rest();
    !digits.is_empty() && padding.len() <= 2 && padding.iter().all(|byte| *byte == b'=')
}

/// Whether a line is base64 rather than a word.
pub(super) fn is_surely(line: &[u8]) -> bool {
    is_base64(line) && (unquoted(line).len() >= 8 || unquoted(line).ends_with(b"="))
}

#[inline(never)]
fn unquoted(line: &[u8]) -> &[u8] {
    let line = trimmed(line);
    match line {
        [first @ (b'"' | b'\''), inside @ .., last] if first == last => inside,
        _ => line,
    }
}

/// Lines of one length, but for a shorter last one, are one packet; else each is.
fn paragraph(lines: &[Line<'_>], reading: &mut Reading) {
    let Some((first, last)) = lines.first().zip(lines.last()) else { return };
    let width = |line: &Line<'_>| unquoted(line.bytes).len();
    let whole = width(first) % 4 == 0
        && lines.iter().rev().skip(1).all(|line| width(line) == width(first) && !line.bytes.contains(&b'='));
    if lines.len() > 1 && !(whole && width(last) <= width(first)) {
        lines.chunks(1).for_each(|line| packet(line, reading));
        return reading.warn(Fault::PacketALine, Place::new(first.start, last.end()));
    }
    packet(lines, reading);
}

fn packet(lines: &[Line<'_>], reading: &mut Reading) {
    let mut decoder = Decoder::default();
    for line in lines {
        decoder.take(line.bytes, line.start, reading);
    }
    decoder.finish(reading);
}

/// Reads each data URL as a packet.
pub(super) fn data_url(text: &Text, _: Format, reading: &mut Reading) {
    let mut scan = Scan::new(text.bytes());
    while scan.seek(b"data:") {
        let start = scan.at;
        let head = scan.until(b", \t\r\n");
        if !head.ends_with(b";base64") || !scan.eat(b",") {
            scan.at = scan.at.max(start + 1);
            continue;
        }
        let from = scan.at;
        scan.skip(BASE64);
        while scan.eat(b"=") {
            scan.skip(BASE64);
        }
        let payload = scan.since_bytes(from);
        if scan.peek() == b'%' || scan.rest().starts_with(b"...") {
            reading.refuse(Fault::StrangeCharacter, scan.here());
            continue;
        }
        let mut decoder = Decoder::default();
        decoder.take(payload, from, reading);
        decoder.finish(reading);
    }
}

/// A digit's value, in either alphabet.
#[inline(never)]
const fn value(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// Digits to bytes, six bits at a time.
#[derive(Default)]
struct Decoder {
    /// Bits that are no byte yet, and how many they are: two for each digit that is missing of four.
    bits: u32,
    count: u32,
    /// Where the digit began that has the first of these bits.
    start: usize,
    padding: u32,
    /// The alphabet that the digits are of, once one was of one alone.
    alphabet: Option<bool>,
    /// A digit of the other alphabet, or behind the padding.
    strange: Option<Place>,
    end: usize,
}

impl Decoder {
    fn take(&mut self, text: &[u8], start: usize, reading: &mut Reading) {
        for (byte, at) in text.iter().zip(start..) {
            if let Some(value) = value(*byte) {
                self.digit(value, *byte, at, reading);
            } else if *byte == b'=' {
                self.padding += 1;
            }
        }
        self.end = start + text.len();
    }

    fn digit(&mut self, value: u8, character: u8, at: usize, reading: &mut Reading) {
        let of_urls = matches!(character, b'-' | b'_');
        let mixed = value >= 62 && *self.alphabet.get_or_insert(of_urls) != of_urls;
        if mixed || self.padding > 0 {
            self.strange.get_or_insert(Place::new(at, at + 1));
        }
        self.bits = self.bits << 6 | u32::from(value);
        if self.count == 0 {
            self.count = 6;
            self.start = at;
        } else {
            self.count -= 2;
            reading.push((self.bits >> self.count) as u8, self.start, at + 1);
            self.start = at;
        }
    }

    fn finish(self, reading: &mut Reading) {
        let end = Place::new(self.end.saturating_sub(1), self.end);
        let left = self.bits & ((1 << self.count) - 1);
        let missing = self.count / 2;
        if let Some(place) = self.strange {
            reading.refuse(Fault::StrangeCharacter, place);
        } else if missing == 3 || left != 0 || self.padding != 0 && self.padding != missing {
            reading.refuse(Fault::Base64Cut, end);
        } else {
            if missing != self.padding {
                reading.warn(Fault::PaddingMissing, end);
            }
            reading.take();
        }
    }
}
