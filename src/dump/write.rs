//! Bytes to text, in the formats that people paste elsewhere.

use super::Format;
use super::literal::SCAPY;
use alloc::string::String;
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
    let mut text = String::new();
    if write_to(&mut text, bytes, format, link) { Ok(text) } else { Err(WriteError { format }) }
}

/// Whether the format is written. Digits are put by hand: the standard library's formatting would make the module of the npm
/// package far larger.
fn write_to(to: &mut String, bytes: &[u8], format: Format, link: Option<u32>) -> bool {
    match format {
        Format::Hex => each(to, bytes, "", "", byte),
        Format::Percent => each(to, bytes, "", "%", byte),
        Format::HexList => each(to, bytes, ", ", "0x", byte),
        Format::CArray => rows(to, bytes, "unsigned char bytes[] = {\n", "};\n"),
        Format::GoSlice => rows(to, bytes, "[]byte{\n", "}\n"),
        Format::CString => {
            for (index, row) in bytes.chunks(16).enumerate() {
                to.push_str(if index > 0 { "\" \\\n\"" } else { "\"" });
                each(to, row, "", "\\x", byte);
            }
            to.push_str("\"\n");
        }
        Format::PythonBytes => python(to, bytes),
        Format::Scapy => {
            to.push_str(SCAPY.iter().find(|(_, known)| Some(*known) == link).map_or("Raw", |(class, _)| class));
            to.push('(');
            python(to, bytes);
            to.push(')');
        }
        Format::Base64 => base64(to, bytes),
        Format::DataUrl => {
            to.push_str("data:application/octet-stream;base64,");
            base64(to, bytes);
        }
        Format::NodeBuffer => {
            to.push_str("<Buffer ");
            each(to, bytes, " ", "", byte);
            to.push('>');
        }
        Format::NodeJson => {
            to.push_str("{\"type\":\"Buffer\",\"data\":[");
            each(to, bytes, ",", "", |to, byte| digits(to, byte.into(), 10, 1));
            to.push_str("]}");
        }
        Format::Tcpdump => lines(to, bytes, &Shape { pair: 2, offset: 4, start: "\t0x", colon: ":  ", ..Shape::PLAIN }),
        Format::Xxd => lines(to, bytes, &Shape { pair: 2, colon: ": ", ..Shape::PLAIN }),
        Format::Tshark => lines(to, bytes, &Shape { offset: 4, before: "   ", ..Shape::PLAIN }),
        Format::HexdumpC => {
            lines(to, bytes, &Shape { middle: " ", before: "  |", after: "|\n", ..Shape::PLAIN });
            digits(to, bytes.len(), 16, 8);
            to.push('\n');
        }
        Format::Uint8Array
        | Format::TsharkJson
        | Format::Pdml
        | Format::Text2pcap
        | Format::XxdBits
        | Format::Hexdump
        | Format::Od
        | Format::Cisco => return false,
    }
    true
}

/// A number in a radix up to 16, of at least so many digits.
fn digits(to: &mut String, number: usize, radix: usize, least: u32) {
    if number >= radix || least > 1 {
        digits(to, number / radix, radix, least.saturating_sub(1));
    }
    to.push(char::from_digit((number % radix) as u32, 16).unwrap_or('0'));
}

/// Two hex digits.
fn byte(to: &mut String, byte: u8) {
    digits(to, byte.into(), 16, 2);
}

/// Each byte with something before it, and something between.
fn each(to: &mut String, bytes: &[u8], between: &str, before: &str, one: fn(&mut String, u8)) {
    for (index, byte) in bytes.iter().enumerate() {
        to.push_str(if index > 0 { between } else { "" });
        to.push_str(before);
        one(to, *byte);
    }
}

/// Twelve numbers a line, as xxd -i has them.
fn rows(to: &mut String, bytes: &[u8], head: &str, tail: &str) {
    to.push_str(head);
    for row in bytes.chunks(12) {
        to.push_str("  ");
        each(to, row, ", ", "0x", byte);
        to.push_str(",\n");
    }
    to.push_str(tail);
}

fn python(to: &mut String, bytes: &[u8]) {
    to.push_str("b'");
    for value in bytes {
        match value {
            b'\\' | b'\'' => to.extend(['\\', char::from(*value)]),
            0x20..0x7f => to.push(char::from(*value)),
            _ => {
                to.push_str("\\x");
                byte(to, *value);
            }
        }
    }
    to.push('\'');
}

fn base64(to: &mut String, bytes: &[u8]) {
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
            to.push(if index > chunk.len() { '=' } else { char::from(digit(bits >> (18 - 6 * index))) });
        }
    }
}

/// How lines of sixteen bytes with a column of text look.
struct Shape {
    /// What is before the offset, how many digits it has at least, and what is after it.
    start: &'static str,
    offset: u32,
    colon: &'static str,
    /// Bytes of a group.
    pair: usize,
    /// More between the eighth byte and the ninth.
    middle: &'static str,
    /// What is before the text and after it.
    before: &'static str,
    after: &'static str,
}

impl Shape {
    const PLAIN: Shape = Shape { start: "", offset: 8, colon: "  ", pair: 1, middle: "", before: "  ", after: "\n" };
}

fn lines(to: &mut String, bytes: &[u8], shape: &Shape) {
    for (row, at) in bytes.chunks(16).zip((0..).step_by(16)) {
        to.push_str(shape.start);
        digits(to, at, 16, shape.offset);
        to.push_str(shape.colon);
        for index in 0..16 {
            to.push_str(if index > 0 && index % shape.pair == 0 { " " } else { "" });
            to.push_str(if index == 8 { shape.middle } else { "" });
            match row.get(index) {
                Some(value) => byte(to, *value),
                None => to.push_str("  "),
            }
        }
        to.push_str(shape.before);
        to.extend(row.iter().map(|byte| if matches!(byte, 0x20..0x7f) { char::from(*byte) } else { '.' }));
        to.push_str(shape.after);
    }
}
