//! String literals: of C, of shells, of Python, and of Python in a call of scapy's.

use super::escape::{self, Element};
use super::fault::What;
use super::reading::{NO_LINK, Reader, Step, is_visible};
use super::scan::{BLANK, COMMA, HEX, JOIN, NAME, QUOTE, SPACE, has, is};
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

/// Reads literals, and as one those with nothing between them: languages join those. In C, a literal without an escape is some
/// other string.
fn literals(text: &mut Reader, prefixed: bool) {
    while seek_quote(text, prefixed) {
        let start = text.at - usize::from(prefixed);
        let noted = text.notes.len();
        let (mut refused, mut escapes) = (false, false);
        let mut end = start;
        while end == start || joins(text, prefixed) {
            let opening = text.at;
            let quote = text.next();
            if let Err(what) = body(text, prefixed, quote) {
                if !refused {
                    let place = match what {
                        What::Unclosed => Place::new(opening, opening + 1),
                        _ => Place::new(text.token, text.at),
                    };
                    let _ = text.refuse_with(what, [quote.into(), 0], place);
                }
                // Once from the start: what came after has been looked through by then.
                escapes |= has(text.since(if refused { end } else { start }), b'\\');
                refused = true;
                text.until(b"\n");
            }
            end = text.at;
        }
        text.at = end;
        let place = Place::new(start, end);
        let escaped = |place: &Place| place.length() > 1;
        escapes |= text.bytes_places().iter().any(escaped);
        if !prefixed && !escapes {
            text.forget(noted);
        }
        if refused || !prefixed && !escapes {
            text.truncate(text.start);
        } else {
            take(text, prefixed, place);
        }
    }
}

/// Whether another literal follows with no more between them than blanks, what joins them, and the end of a line.
fn joins(text: &mut Reader, prefixed: bool) -> bool {
    text.skip(JOIN);
    text.eat(b"\n");
    text.skip(JOIN);
    (!prefixed || text.eat(b"b") || text.eat(b"B")) && is(text.peek(), QUOTE)
}

/// Takes the packet of the literals at a place.
fn take(text: &mut Reader, prefixed: bool, place: Place) {
    if prefixed {
        let bytes = text.bytes();
        if bytes.len() >= 8 && bytes.len().is_multiple_of(2) && bytes.iter().all(|byte| is(*byte, HEX)) {
            text.warn_once(What::Ambiguous, Format::Hex as u32, place);
        }
    }
    text.at = place.start as usize;
    let mut link = NO_LINK;
    if let Some((_, of_class)) = class_before(text) {
        link = *of_class;
        text.format = Some(Format::Scapy);
    }
    text.at = place.end as usize;
    text.take_with(link, None);
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

/// Reads a literal's characters and its closing quote.
fn body(text: &mut Reader, prefixed: bool, quote: u8) -> Result<(), What> {
    loop {
        text.token = text.at;
        let element = escape::element(text);
        let byte = text.value;
        match element {
            Element::Plain if byte == quote => return Ok(()),
            Element::Plain if is_visible(byte) || byte == b'\t' => text.push(byte, text.token),
            Element::Escape => {
                text.push(byte, text.token);
                let long = text.at - text.token == 4 && text.byte(text.token + 1) == b'x';
                if long && !prefixed && is(text.peek(), HEX) {
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
