//! String literals: of C, of shells, of Python, and of Python in a call of scapy's.

use super::escape::{self, Element};
use super::fault::Fault;
use super::reading::{Reading, Step};
use super::scan::{BLANK, COMMA, HEX, JOIN, NAME, Scan, all, is, trimmed_end};
use super::text::{Line, Text};
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

/// Not a LINKTYPE: the class is for any bytes.
const NO_LINK: u32 = u32::MAX;

/// One literal, or several with nothing between them: languages join those.
struct Joined {
    refused: Option<(Fault, Place)>,
    /// Whether it has an escape.
    escapes: bool,
    /// Where it begins and ends, its prefix included.
    start: usize,
    end: usize,
    /// The scapy class that it is given to.
    class: Option<u32>,
}

/// Reads literals with the `b` of Python and Rust.
pub(super) fn python(text: &Text, format: Format, reading: &mut Reading) {
    literals(text, true, reading);
    let classes = reading.format == Some(Format::Scapy);
    reading.format = (classes && format == Format::PythonBytes).then_some(Format::Scapy);
}

/// Reads literals with quotes alone, and escapes without quotes where there are none.
pub(super) fn c(text: &Text, _: Format, reading: &mut Reading) {
    literals(text, false, reading);
    reading.format = None;
    if reading.packets.is_empty() && !reading.warnings.iter().any(|warning| warning.refused) {
        reading.warnings.clear();
        unquoted(text, reading);
    }
}

fn literals(text: &Text, prefixed: bool, reading: &mut Reading) {
    let mut scan = Scan::new(text.bytes());
    let mut last = None;
    while let Some(quote) = seek_quote(&mut scan, prefixed) {
        literal(&mut scan, quote, prefixed, &mut last, reading);
    }
    finish(last, prefixed, reading);
}

/// Goes on to the next literal's opening quote.
fn seek_quote(scan: &mut Scan<'_>, prefixed: bool) -> Option<u8> {
    loop {
        scan.until(b"\"'");
        let quote = scan.peek();
        if quote == 0 {
            return None;
        }
        let before = scan.before();
        let opens = if prefixed {
            matches!(before, b'b' | b'B') && !is(Scan { at: scan.at - 1, ..*scan }.before(), NAME)
        } else {
            quote == b'"' || !is(before, NAME)
        };
        if opens {
            return Some(quote);
        }
        scan.at += 1;
    }
}

/// Reads a literal from its opening quote, and joins it to the one before if nothing is between them.
fn literal(scan: &mut Scan<'_>, quote: u8, prefixed: bool, last: &mut Option<Joined>, reading: &mut Reading) {
    let start = scan.at - usize::from(prefixed);
    let between = last.as_ref().and_then(|last| scan.text.get(last.end..start));
    // An empty line between them is something between them.
    let lines = between.map_or(0, |between| between.iter().filter(|byte| **byte == b'\n').count());
    let joins = lines < 2 && between.is_some_and(|between| all(between, JOIN));
    if !joins {
        finish(last.take(), prefixed, reading);
        let class = class_before(scan.text, start);
        *last = Some(Joined { refused: None, escapes: false, start, end: start, class });
    }
    let Some(joined) = last else { return };
    if let Err(refused) = body(scan, quote, joined, prefixed, reading) {
        joined.refused = Some(refused);
        joined.escapes |= scan.since_bytes(start).contains(&b'\\');
        scan.until(b"\n");
    }
    joined.end = scan.at;
}

/// Takes a packet whose last literal has been read. In C, a literal without an escape is some other string.
fn finish(last: Option<Joined>, prefixed: bool, reading: &mut Reading) {
    let Some(Joined { refused, escapes, start, end, class }) = last else { return };
    if !prefixed && !escapes {
        return reading.truncate(0);
    }
    if let Some((fault, place)) = refused {
        let _ = reading.refuse(fault, place);
        return;
    }
    let bytes = reading.bytes();
    if prefixed && bytes.len() >= 8 && bytes.len().is_multiple_of(2) && all(bytes, HEX) {
        reading.warn_once(Fault::Ambiguous { other: Format::Hex }, Place::new(start, end));
    }
    if class.is_some() {
        reading.format = Some(Format::Scapy);
    }
    reading.take_with(class.filter(|link| *link != NO_LINK), None);
}

/// Reads a literal's characters and its closing quote.
fn body(
    scan: &mut Scan<'_>,
    quote: u8,
    joined: &mut Joined,
    prefixed: bool,
    reading: &mut Reading,
) -> Result<(), (Fault, Place)> {
    let opening = scan.here();
    scan.at += 1;
    loop {
        let start = scan.at;
        let element = escape::element(scan);
        let fault = match element {
            None | Some(Element::Plain(b'\n')) => return Err((Fault::Unclosed { closing: quote.into() }, opening)),
            Some(Element::Plain(byte)) if byte == quote => return Ok(()),
            Some(Element::Plain(byte @ (b' '..=b'~' | b'\t'))) => {
                reading.push(byte, start, scan.at);
                continue;
            }
            Some(Element::Plain(b'\r') | Element::Continued) => continue,
            Some(Element::Escape(byte)) => {
                joined.escapes = true;
                reading.push(byte, start, scan.at);
                let long = scan.at - start == 4 && scan.text.get(start + 1) == Some(&b'x');
                if long && !prefixed && is(scan.peek(), HEX) {
                    reading.warn_once(Fault::LongEscape, scan.since(start));
                }
                continue;
            }
            Some(Element::Plain(0x80..)) => Fault::NotAscii,
            Some(Element::TooLarge) => Fault::NotAByte,
            Some(Element::Plain(_) | Element::Unknown) => Fault::StrangeCharacter,
        };
        return Err((fault, scan.since(start)));
    }
}

/// The class of scapy's that a literal is the argument of.
fn class_before(text: &[u8], start: usize) -> Option<u32> {
    let before = trimmed_end(text.get(..start)?).strip_suffix(b"(")?;
    let is_start = |(class, _): &&(&str, u32)| {
        let name = before.strip_suffix(class.as_bytes());
        name.is_some_and(|rest| !rest.last().is_some_and(|byte| is(*byte, NAME)))
    };
    SCAPY.iter().find(is_start).map(|(_, link)| *link)
}

/// Escapes without quotes; an empty line ends a packet, any other character refuses it.
fn unquoted(text: &Text, reading: &mut Reading) {
    for line in text.lines() {
        if line.bytes.is_empty() {
            reading.take();
        }
        if line.bytes.contains(&b'\\') {
            let _ = unquoted_line(text, line, reading);
        }
    }
    reading.take();
}

fn unquoted_line(text: &Text, line: Line<'_>, reading: &mut Reading) -> Step {
    let mut scan = Scan { text: text.bytes().get(..line.end()).unwrap_or_default(), at: line.start };
    loop {
        scan.skip(BLANK | COMMA);
        let start = scan.at;
        let fault = match escape::element(&mut scan) {
            None => return Ok(()),
            Some(Element::Escape(byte)) => {
                reading.push(byte, start, scan.at);
                continue;
            }
            Some(Element::Unknown) if scan.peek() == 0 => continue,
            Some(Element::TooLarge) => Fault::NotAByte,
            Some(_) => Fault::StrangeCharacter,
        };
        return Err(reading.refuse(fault, scan.since(start)));
    }
}
