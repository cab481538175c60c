//! String literals: of C, of shells, of Python, and of Python in a call of scapy's.

use super::bytes::Bytes;
use super::escape::{self, Element};
use super::fault::Fault;
use super::reading::{Reading, Refusal};
use super::scan::{Scan, is_name};
use super::text::Text;
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
    read: Result<Bytes, Refusal>,
    /// Whether it has an escape.
    escapes: bool,
    /// Where it begins and ends, its prefix included.
    start: usize,
    end: usize,
    /// The scapy class that it is given to.
    class: Option<u32>,
}

/// Reads literals with the `b` of Python and Rust.
pub(super) fn python(text: &Text, format: Format) -> Reading {
    let mut reading = Reading::default();
    let mut scan = Scan::new(text.bytes());
    let mut last = None;
    while let Some(quote) = seek_quote(&mut scan, true) {
        literal(&mut scan, quote, true, &mut last, &mut reading);
    }
    finish(last, true, &mut reading);
    let classes = reading.format == Some(Format::Scapy);
    reading.format = (classes && format == Format::PythonBytes).then_some(Format::Scapy);
    reading
}

/// Reads literals with quotes alone, and escapes without quotes where there are none.
pub(super) fn c(text: &Text, _: Format) -> Reading {
    let mut reading = Reading::default();
    let mut scan = Scan::new(text.bytes());
    let mut last = None;
    while let Some(quote) = seek_quote(&mut scan, false) {
        literal(&mut scan, quote, false, &mut last, &mut reading);
    }
    finish(last, false, &mut reading);
    if reading.packets.is_empty() && reading.refused.is_empty() { unquoted(text) } else { reading }
}

/// Goes on to the next literal's opening quote.
fn seek_quote(scan: &mut Scan<'_>, prefixed: bool) -> Option<u8> {
    loop {
        scan.run(|byte| !matches!(byte, b'"' | b'\''));
        let quote = scan.peek()?;
        let before = scan.before();
        let opens = if prefixed {
            let name = scan.at.checked_sub(2).and_then(|at| scan.text.get(at));
            matches!(before, Some(b'b' | b'B')) && !name.is_some_and(|byte| is_name(*byte))
        } else {
            quote == b'"' || !before.is_some_and(is_name)
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
    let joins = between.is_some_and(|between| {
        between.iter().all(|byte| byte.is_ascii_whitespace() || matches!(byte, b'\\' | b'+' | b'.'))
    });
    if !joins {
        finish(last.take(), prefixed, reading);
        let class = class_before(scan.text, start);
        *last = Some(Joined { read: Ok(Bytes::default()), escapes: false, start, end: start, class });
    }
    let Some(joined) = last else { return };
    let bytes = match &mut joined.read {
        Ok(bytes) => bytes,
        Err(_) => &mut Bytes::default(),
    };
    match body(scan, quote, bytes) {
        Ok(body) => {
            joined.escapes |= body.escapes;
            if let Some(place) = body.long_escape.filter(|_| !prefixed) {
                reading.warn_once(Fault::LongEscape, place);
            }
        }
        Err(refusal) => {
            joined.read = Err(refusal);
            joined.escapes |= scan.text.get(start..scan.at).is_some_and(|read| read.contains(&b'\\'));
            scan.run(|byte| byte != b'\n');
        }
    }
    joined.end = scan.at;
}

/// Takes a packet whose last literal has been read. In C, a literal without an escape is some other string.
fn finish(last: Option<Joined>, prefixed: bool, reading: &mut Reading) {
    let Some(Joined { read, escapes, start, end, class }) = last else { return };
    if !prefixed && !escapes {
        return;
    }
    let Ok(bytes) = read else { return reading.take(read) };
    if prefixed && bytes.len() >= 8 && bytes.len() % 2 == 0 && bytes.data.iter().all(u8::is_ascii_hexdigit) {
        reading.warn_once(Fault::Ambiguous { other: Format::Hex }, Place::new(start, end));
    }
    let mut packet = bytes.packet();
    packet.link = class.filter(|link| *link != NO_LINK);
    if class.is_some() {
        reading.format = Some(Format::Scapy);
    }
    reading.packet(packet);
}

/// What a literal's body is, besides its bytes.
#[derive(Default)]
struct Body {
    escapes: bool,
    long_escape: Option<Place>,
}

fn body(scan: &mut Scan<'_>, quote: u8, bytes: &mut Bytes) -> Result<Body, Refusal> {
    let opening = scan.here();
    scan.at += 1;
    let mut body = Body::default();
    loop {
        let start = scan.at;
        let Ok((rest, element)) = escape::element(scan.rest()) else {
            return Err((Fault::Unclosed { closing: quote.into() }, opening));
        };
        scan.at = scan.text.len() - rest.len();
        match element {
            Element::Plain(byte) if byte == quote => return Ok(body),
            Element::Plain(b'\n') => return Err((Fault::Unclosed { closing: quote.into() }, opening)),
            Element::Plain(byte) if byte.is_ascii_graphic() || matches!(byte, b' ' | b'\t') => {
                bytes.push(byte, start, scan.at);
            }
            Element::Plain(b'\r') => {}
            Element::Plain(byte) => {
                let fault = if byte.is_ascii() { Fault::StrangeCharacter } else { Fault::NotAscii };
                return Err((fault, scan.since(start)));
            }
            Element::Escape(byte) => {
                body.escapes = true;
                bytes.push(byte, start, scan.at);
                let long = scan.at - start == 4 && scan.text.get(start + 1) == Some(&b'x');
                if long && scan.peek().is_some_and(|next| next.is_ascii_hexdigit()) {
                    body.long_escape = Some(scan.since(start));
                }
            }
            Element::Continued => {}
            Element::TooLarge => return Err((Fault::NotAByte, scan.since(start))),
            Element::Unknown => return Err((Fault::StrangeCharacter, scan.since(start))),
        }
    }
}

/// The class of scapy's that a literal is the argument of.
fn class_before(text: &[u8], start: usize) -> Option<u32> {
    let before = text.get(..start)?.trim_ascii_end().strip_suffix(b"(")?;
    let length = before.iter().rev().take_while(|byte| is_name(**byte)).count();
    let name = before.get(before.len() - length..)?;
    SCAPY.iter().find(|(class, _)| class.as_bytes() == name).map(|(_, link)| *link)
}

/// Escapes without quotes; an empty line ends a packet, any other character refuses it.
fn unquoted(text: &Text) -> Reading {
    let mut reading = Reading::default();
    let mut bytes = Bytes::default();
    for line in text.lines() {
        if line.bytes.trim_ascii().is_empty() {
            reading.take(Ok(core::mem::take(&mut bytes)));
        }
        if !line.bytes.contains(&b'\\') {
            continue;
        }
        if let Err(refusal) = unquoted_line(text, line.start, line.end(), &mut bytes) {
            bytes = Bytes::default();
            reading.refuse(refusal);
        }
    }
    reading.take(Ok(bytes));
    reading
}

fn unquoted_line(text: &Text, start: usize, end: usize, bytes: &mut Bytes) -> Result<(), Refusal> {
    let mut scan = Scan { text: text.bytes().get(..end).unwrap_or_default(), at: start };
    loop {
        scan.run(|byte| matches!(byte, b' ' | b'\t' | b','));
        let start = scan.at;
        let Ok((rest, element)) = escape::element(scan.rest()) else { return Ok(()) };
        scan.at = scan.text.len() - rest.len();
        match element {
            Element::Escape(byte) => bytes.push(byte, start, scan.at),
            Element::Unknown if rest.is_empty() => {}
            Element::TooLarge => return Err((Fault::NotAByte, scan.since(start))),
            _ => return Err((Fault::StrangeCharacter, scan.since(start))),
        }
    }
}
