//! String literals: of C, of shells, of Python, and of Python in a call of scapy's.

use super::escape::{self, Element};
use super::fault::What;
use super::reading::{NO_LINK, Reader, Step, is_visible};
use super::scan::{BLANK, COMMA, HEX, JOIN, NAME, SPACE, all, has, is};
use super::{Format, Place};

/// scapy's classes for what a frame may begin with, and their LINKTYPE numbers.
pub(super) const SCAPY: [(&str, u32); 8] = [
    ("Ether", 1),
    ("IP", 101),
    ("CookedLinux", 113),
    ("CookedLinuxV2", 276),
    ("Loopback", 0),
    ("IPv6", 101),
    ("Dot3", 1),
    ("Raw", NO_LINK),
];

/// One literal, or several with nothing between them: languages join those.
struct Joined {
    /// They have the `b` of Python and Rust.
    prefixed: bool,
    refused: bool,
    /// Whether there is an escape.
    escapes: bool,
    /// Where they begin and end, the prefix included. They have no end where there is none yet.
    place: Place,
    /// How much was noted before.
    notes: usize,
}

/// Reads literals with the `b` of Python and Rust.
pub(super) fn python(text: &mut Reader, _: Format) {
    literals(text, true);
}

/// Reads literals with quotes alone, and escapes without quotes where there are none.
pub(super) fn c(text: &mut Reader, _: Format) {
    literals(text, false);
    if text.packets.is_empty() && !text.has_refused() {
        text.forget(0);
        unquoted(text);
    }
}

fn literals(text: &mut Reader, prefixed: bool) {
    let place = Place::default();
    let mut joined = Joined { prefixed, refused: false, escapes: false, place, notes: 0 };
    while seek_quote(text, prefixed) {
        joined.literal(text);
    }
    joined.finish(text);
}

/// Goes on to the next literal's opening quote.
fn seek_quote(text: &mut Reader, prefixed: bool) -> bool {
    loop {
        let quote = text.until(b"\"'");
        if quote == 0 {
            return false;
        }
        let before = text.before();
        let opens = if prefixed {
            matches!(before, b'b' | b'B') && !is(text.byte(text.at.wrapping_sub(2)), NAME)
        } else {
            quote == b'"' || !is(before, NAME)
        };
        if opens {
            return true;
        }
        text.at += 1;
    }
}

impl Joined {
    /// Reads a literal from its opening quote, and joins it to the one before if nothing is between them.
    fn literal(&mut self, text: &mut Reader) {
        let start = text.at - usize::from(self.prefixed);
        let between = text.slice(self.place.end as usize, start);
        // An empty line between them is something between them.
        let lines = between.iter().filter(|byte| **byte == b'\n').count();
        if lines > 1 || !all(between, JOIN) || self.place.end == 0 {
            self.finish(text);
            *self = Joined {
                refused: false,
                escapes: false,
                place: Place::new(start, start),
                notes: text.notes.len(),
                ..*self
            };
        }
        let opening = text.at;
        let quote = text.next();
        if let Err(what) = self.body(text, quote) {
            if !self.refused {
                let place = match what {
                    What::Unclosed => Place::new(opening, opening + 1),
                    _ => Place::new(text.token, text.at),
                };
                let _ = text.refuse_with(what, [quote.into(), 0], place);
            }
            self.refused = true;
            self.escapes |= has(text.since(opening), b'\\');
            text.until(b"\n");
        }
        self.place.end = text.at as u32;
    }

    /// Takes a packet whose last literal has been read. In C, a literal without an escape is some other string.
    fn finish(&self, text: &mut Reader) {
        if !self.prefixed && !self.escapes {
            text.forget(self.notes);
        }
        if self.refused || !self.prefixed && !self.escapes {
            return text.truncate(text.start);
        }
        let bytes = text.bytes();
        if self.prefixed && bytes.len() >= 8 && bytes.len().is_multiple_of(2) && all(bytes, HEX) {
            text.warn_once(What::Ambiguous, Format::Hex as u32, self.place);
        }
        let end = text.at;
        text.at = self.place.start as usize;
        let class = class_before(text);
        text.at = end;
        if self.prefixed && class.is_some() {
            text.format = Some(Format::Scapy);
        }
        text.take_with(class.map_or(NO_LINK, |(_, link)| *link), None);
    }

    /// Reads a literal's characters and its closing quote.
    fn body(&mut self, text: &mut Reader, quote: u8) -> Result<(), What> {
        loop {
            text.token = text.at;
            let element = escape::element(text);
            let byte = text.value;
            match element {
                Element::Plain if byte == quote => return Ok(()),
                Element::Plain if is_visible(byte) || byte == b'\t' => text.push(byte, text.token),
                Element::Escape => {
                    self.escapes = true;
                    text.push(byte, text.token);
                    let long = text.at - text.token == 4 && text.byte(text.token + 1) == b'x';
                    if long && !self.prefixed && is(text.peek(), HEX) {
                        text.warn_once(What::LongEscape, 0, Place::new(text.token, text.at));
                    }
                }
                Element::Continued => {}
                Element::Plain if byte == b'\r' => {}
                Element::Plain if byte >= 0x80 => return Err(What::NotAscii),
                Element::TooLarge => return Err(What::NotAByte),
                Element::Plain if byte != b'\n' => return Err(What::StrangeCharacter),
                Element::Unknown => return Err(What::StrangeCharacter),
                Element::Plain | Element::End => return Err(What::Unclosed),
            }
        }
    }
}

/// The class of scapy's that what is here is the argument of.
fn class_before(text: &mut Reader) -> Option<&'static (&'static str, u32)> {
    text.back(SPACE);
    let opens = text.before() == b'(';
    let end = text.at.wrapping_sub(1);
    text.at = end;
    text.back(NAME);
    let name = text.slice(text.at, end);
    SCAPY.iter().find(|(class, _)| opens && name == class.as_bytes())
}

/// Escapes without quotes; an empty line ends a packet, any other character refuses it.
fn unquoted(text: &mut Reader) {
    text.rewind();
    while text.next_line() {
        if text.at == text.end {
            text.take();
        }
        if has(text.of(text.rest()), b'\\') {
            let _ = unquoted_line(text);
        }
    }
    text.take();
}

fn unquoted_line(text: &mut Reader) -> Step {
    loop {
        text.skip(BLANK | COMMA);
        let start = text.at;
        let what = match escape::element(text) {
            Element::End => return Ok(()),
            Element::Escape => {
                text.push(text.value, start);
                continue;
            }
            Element::Unknown if text.peek() == 0 => continue,
            Element::TooLarge => What::NotAByte,
            _ => What::StrangeCharacter,
        };
        return text.refuse(what, start);
    }
}
