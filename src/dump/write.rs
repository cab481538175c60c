//! Bytes to text, in the formats that people paste elsewhere.

use super::Format;
use super::literal::SCAPY;
use super::reading::is_visible;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A format is read and not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteError {
    /// The format.
    pub format: Format,
}

impl fmt::Display for WriteError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} is read, and not written", self.format)
    }
}

impl core::error::Error for WriteError {}

/// Writes bytes as text. [`parse_as`](super::parse_as) gives the same bytes for it; [`parse`](super::parse) too, or it
/// warns that a text so short can be of two formats.
///
/// `link` is the LINKTYPE number of what the bytes begin with; [`Format::Scapy`] chooses its class by it, and `Raw` without.
///
/// # Errors
/// The format is one of those that are read only: what tshark writes as JSON and PDML, od, hexdump in words, xxd in bits, Cisco's,
/// text2pcap's, and Node's of typed arrays.
///
/// ```
/// use drywire::dump::{self, Format};
/// let bytes = [0x45, 0, 0, 0x1c, 0x61, 0x62];
/// assert_eq!(dump::write(&bytes, Format::Xxd, None).unwrap(), "00000000: 4500 001c 6162                           E...ab\n");
/// assert_eq!(dump::write(&bytes, Format::PythonBytes, None).unwrap(), r"b'E\x00\x00\x1cab'");
/// assert_eq!(dump::write(&bytes, Format::Scapy, Some(101)).unwrap(), r"IP(b'E\x00\x00\x1cab')");
/// assert!(dump::write(&bytes, Format::Pdml, None).is_err());
/// ```
pub fn write(bytes: &[u8], format: Format, link: Option<u32>) -> Result<String, WriteError> {
    let mut text = Vec::new();
    // All of it is ASCII.
    let text = if write_to(&mut text, bytes, format, link) { String::from_utf8(text).ok() } else { None };
    text.ok_or(WriteError { format })
}

/// Whether the format is written. Digits are put by hand: the standard library's formatting would make the module of the npm
/// package far larger.
pub(crate) fn write_to(to: &mut Vec<u8>, bytes: &[u8], format: Format, link: Option<u32>) -> bool {
    match format {
        Format::Hex => each(to, bytes, "", "", byte),
        Format::Percent => each(to, bytes, "", "%", byte),
        Format::HexList => each(to, bytes, ", ", "0x", byte),
        Format::CArray => rows(to, bytes, "unsigned char bytes[] = {\n", "};\n"),
        Format::GoSlice => rows(to, bytes, "[]byte{\n", "}\n"),
        Format::CString => {
            for (index, row) in bytes.chunks(16).enumerate() {
                put(to, if index > 0 { "\" \\\n\"" } else { "\"" });
                each(to, row, "", "\\x", byte);
            }
            put(to, "\"\n");
        }
        Format::PythonBytes => python(to, bytes),
        Format::Scapy => {
            put(to, SCAPY.iter().find(|(_, known)| Some(*known) == link).map_or("Raw", |(class, _)| class));
            to.push(b'(');
            python(to, bytes);
            to.push(b')');
        }
        Format::Base64 => base64(to, bytes),
        Format::DataUrl => {
            put(to, "data:application/octet-stream;base64,");
            base64(to, bytes);
        }
        Format::NodeBuffer => {
            put(to, "<Buffer ");
            each(to, bytes, " ", "", byte);
            to.push(b'>');
        }
        Format::NodeJson => {
            put(to, "{\"type\":\"Buffer\",\"data\":[");
            each(to, bytes, ",", "", |to, byte| digits(to, byte.into(), 10, 1));
            put(to, "]}");
        }
        Format::Tcpdump => lines(to, bytes, TCPDUMP),
        Format::Xxd => lines(to, bytes, XXD),
        Format::Tshark => lines(to, bytes, TSHARK),
        Format::HexdumpC => {
            lines(to, bytes, HEXDUMP);
            digits(to, bytes.len(), 16, 8);
            to.push(b'\n');
        }
        Format::Uint8Array
        | Format::TsharkJson
        | Format::Pdml
        | Format::Text2pcap
        | Format::XxdBits
        | Format::Hexdump
        | Format::Od
        | Format::Cisco
        | Format::Hexyl => return false,
    }
    true
}

/// Texts are put by one function that is not copied to each place.
#[inline(never)]
fn put(to: &mut Vec<u8>, text: &str) {
    to.extend_from_slice(text.as_bytes());
}

/// A number in a radix up to 16, of at least so many digits.
fn digits(to: &mut Vec<u8>, number: usize, radix: usize, least: u32) {
    if number >= radix || least > 1 {
        digits(to, number / radix, radix, least.saturating_sub(1));
    }
    let digit = (number % radix) as u8;
    to.push(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 });
}

/// Two hex digits.
fn byte(to: &mut Vec<u8>, byte: u8) {
    digits(to, byte.into(), 16, 2);
}

/// Each byte with something before it, and something between.
fn each(to: &mut Vec<u8>, bytes: &[u8], between: &str, before: &str, one: fn(&mut Vec<u8>, u8)) {
    for (index, byte) in bytes.iter().enumerate() {
        put(to, if index > 0 { between } else { "" });
        put(to, before);
        one(to, *byte);
    }
}

/// Twelve numbers a line, as xxd -i has them.
fn rows(to: &mut Vec<u8>, bytes: &[u8], head: &str, tail: &str) {
    put(to, head);
    for row in bytes.chunks(12) {
        put(to, "  ");
        each(to, row, ", ", "0x", byte);
        put(to, ",\n");
    }
    put(to, tail);
}

fn python(to: &mut Vec<u8>, bytes: &[u8]) {
    put(to, "b'");
    for value in bytes {
        if matches!(value, b'\\' | b'\'') {
            to.push(b'\\');
        }
        if is_visible(*value) {
            to.push(*value);
        } else {
            put(to, "\\x");
            byte(to, *value);
        }
    }
    to.push(b'\'');
}

fn base64(to: &mut Vec<u8>, bytes: &[u8]) {
    let digit = |value: u32| match value as u8 & 63 {
        value @ 0..26 => b'A' + value,
        value @ 26..52 => b'a' + value - 26,
        value @ 52..62 => b'0' + value - 52,
        62 => b'+',
        _ => b'/',
    };
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, index| bits << 8 | u32::from(chunk.get(index).copied().unwrap_or(0)));
        for index in 0..4 {
            to.push(if index > chunk.len() { b'=' } else { digit(bits >> (18 - 6 * index)) });
        }
    }
}

/// How lines of sixteen bytes with a column of text look.
struct Shape {
    /// What is before the offset, how many digits it has at least, and what is after it.
    start: &'static str,
    offset: u32,
    colon: &'static str,
    /// Bytes of a group: one or two.
    pair: usize,
    /// More between the eighth byte and the ninth.
    middle: &'static str,
    /// What is before the text and after it.
    before: &'static str,
    after: &'static str,
}

const PLAIN: &Shape = &Shape { start: "", offset: 8, colon: "  ", pair: 1, middle: "", before: "  ", after: "\n" };
const TCPDUMP: &Shape = &Shape { pair: 2, offset: 4, start: "\t0x", colon: ":  ", ..*PLAIN };
const XXD: &Shape = &Shape { pair: 2, colon: ": ", ..*PLAIN };
const TSHARK: &Shape = &Shape { offset: 4, before: "   ", ..*PLAIN };
const HEXDUMP: &Shape = &Shape { middle: " ", before: "  |", after: "|\n", ..*PLAIN };

#[inline(never)]
fn lines(to: &mut Vec<u8>, bytes: &[u8], shape: &Shape) {
    for (row, at) in bytes.chunks(16).zip((0..).step_by(16)) {
        put(to, shape.start);
        digits(to, at, 16, shape.offset);
        put(to, shape.colon);
        for index in 0..16 {
            put(to, if index > 0 && index & (shape.pair - 1) == 0 { " " } else { "" });
            put(to, if index == 8 { shape.middle } else { "" });
            match row.get(index) {
                Some(value) => byte(to, *value),
                None => put(to, "  "),
            }
        }
        put(to, shape.before);
        row.iter().for_each(|byte| to.push(if is_visible(*byte) { *byte } else { b'.' }));
        put(to, shape.after);
    }
}
