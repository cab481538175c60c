//! Bytes to text, in the formats that people paste elsewhere.

use super::Format;
use super::literal::SCAPY;
use alloc::string::String;
use core::fmt::{self, Write};

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
    write_to(&mut text, bytes, format, link).map_err(|fmt::Error| WriteError { format })?;
    Ok(text)
}

/// A string takes all text, so an error means that the format is not written.
fn write_to(to: &mut String, bytes: &[u8], format: Format, link: Option<u32>) -> fmt::Result {
    match format {
        Format::Hex => each(to, bytes, "", |to, byte| write!(to, "{byte:02x}")),
        Format::Percent => each(to, bytes, "", |to, byte| write!(to, "%{byte:02x}")),
        Format::HexList => each(to, bytes, ", ", |to, byte| write!(to, "{byte:#04x}")),
        Format::CArray => rows(to, bytes, "unsigned char bytes[] = {\n", "};\n"),
        Format::GoSlice => rows(to, bytes, "[]byte{\n", "}\n"),
        Format::CString => {
            for (index, row) in bytes.chunks(16).enumerate() {
                to.write_str(if index > 0 { "\" \\\n\"" } else { "\"" })?;
                each(to, row, "", |to, byte| write!(to, "\\x{byte:02x}"))?;
            }
            to.write_str("\"\n")
        }
        Format::PythonBytes => python(to, bytes),
        Format::Scapy => {
            write!(to, "{}(", SCAPY.iter().find(|(_, known)| Some(*known) == link).map_or("Raw", |(class, _)| class))?;
            python(to, bytes)?;
            to.write_str(")")
        }
        Format::Base64 => base64(to, bytes),
        Format::DataUrl => {
            to.write_str("data:application/octet-stream;base64,")?;
            base64(to, bytes)
        }
        Format::NodeBuffer => {
            to.write_str("<Buffer ")?;
            each(to, bytes, " ", |to, byte| write!(to, "{byte:02x}"))?;
            to.write_str(">")
        }
        Format::NodeJson => {
            to.write_str("{\"type\":\"Buffer\",\"data\":[")?;
            each(to, bytes, ",", |to, byte| write!(to, "{byte}"))?;
            to.write_str("]}")
        }
        Format::Tcpdump => lines(to, bytes, &Shape { pair: 2, ..Shape::PLAIN }, |to, at| write!(to, "\t{at:#06x}:  ")),
        Format::Xxd => lines(to, bytes, &Shape { pair: 2, ..Shape::PLAIN }, |to, at| write!(to, "{at:08x}: ")),
        Format::Tshark => lines(to, bytes, &Shape { before: "   ", ..Shape::PLAIN }, |to, at| write!(to, "{at:04x}  ")),
        Format::HexdumpC => {
            let shape = Shape { middle: " ", before: "  |", after: "|", ..Shape::PLAIN };
            lines(to, bytes, &shape, |to, at| write!(to, "{at:08x}  "))?;
            writeln!(to, "{:08x}", bytes.len())
        }
        Format::Uint8Array
        | Format::TsharkJson
        | Format::Pdml
        | Format::Text2pcap
        | Format::XxdBits
        | Format::Hexdump
        | Format::Od
        | Format::Cisco => Err(fmt::Error),
    }
}

/// Each byte, with something between.
fn each(to: &mut String, bytes: &[u8], between: &str, one: impl Fn(&mut String, u8) -> fmt::Result) -> fmt::Result {
    bytes.iter().enumerate().try_for_each(|(index, byte)| {
        to.write_str(if index > 0 { between } else { "" })?;
        one(to, *byte)
    })
}

/// Twelve numbers a line, as xxd -i has them.
fn rows(to: &mut String, bytes: &[u8], head: &str, tail: &str) -> fmt::Result {
    to.write_str(head)?;
    for row in bytes.chunks(12) {
        to.write_str("  ")?;
        each(to, row, " ", |to, byte| write!(to, "{byte:#04x},"))?;
        to.write_str("\n")?;
    }
    to.write_str(tail)
}

fn python(to: &mut String, bytes: &[u8]) -> fmt::Result {
    to.write_str("b'")?;
    for byte in bytes {
        match byte {
            b'\\' | b'\'' => write!(to, "\\{}", char::from(*byte))?,
            0x20..0x7f => to.write_char(char::from(*byte))?,
            _ => write!(to, "\\x{byte:02x}")?,
        }
    }
    to.write_str("'")
}

fn base64(to: &mut String, bytes: &[u8]) -> fmt::Result {
    let digit = |value: u32| match value as u8 & 63 {
        value @ 0..26 => b'A' + value,
        value @ 26..52 => b'a' + value - 26,
        value @ 52..62 => b'0' + value - 52,
        62 => b'+',
        _ => b'/',
    };
    bytes.chunks(3).try_for_each(|chunk| {
        let bits = (0..3).fold(0, |bits, index| bits << 8 | u32::from(chunk.get(index).copied().unwrap_or(0)));
        (0..4).try_for_each(|index| match index > chunk.len() {
            true => to.write_char('='),
            false => to.write_char(char::from(digit(bits >> (18 - 6 * index as u32)))),
        })
    })
}

/// How lines of sixteen bytes with a column of text look.
struct Shape {
    /// Bytes of a group.
    pair: usize,
    /// More between the eighth byte and the ninth.
    middle: &'static str,
    before: &'static str,
    after: &'static str,
}

impl Shape {
    const PLAIN: Shape = Shape { pair: 1, middle: "", before: "  ", after: "" };
}

fn lines(
    to: &mut String,
    bytes: &[u8],
    shape: &Shape,
    offset: impl Fn(&mut String, usize) -> fmt::Result,
) -> fmt::Result {
    for (row, at) in bytes.chunks(16).zip((0..).step_by(16)) {
        offset(to, at)?;
        for index in 0..16 {
            to.write_str(if index > 0 && index % shape.pair == 0 { " " } else { "" })?;
            to.write_str(if index == 8 { shape.middle } else { "" })?;
            match row.get(index) {
                Some(byte) => write!(to, "{byte:02x}")?,
                None => to.write_str("  ")?,
            }
        }
        to.write_str(shape.before)?;
        row.iter()
            .try_for_each(|byte| to.write_char(if matches!(byte, 0x20..0x7f) { char::from(*byte) } else { '.' }))?;
        writeln!(to, "{}", shape.after)?;
    }
    Ok(())
}
