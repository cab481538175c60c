//! Which format a text has: the first whose mark is found.

use super::fault::What;
use super::reading::Reader;
use super::scan::{DIGIT, HEX, Kind, NAME, OCTAL, is};
use super::{Format, base64, hex, json, list, literal, offsets, pdml, prefixed};

/// Reads a text in one format.
pub(super) type Read = fn(&mut Reader, Format);

/// The reader of a format that was asked for, or found.
pub(super) fn reader(format: Format) -> Read {
    match format {
        Format::Hex => hex::read,
        Format::Percent => hex::percent,
        Format::HexList => prefixed::read,
        Format::CArray | Format::GoSlice | Format::Uint8Array => list::bracketed,
        Format::CString => literal::c,
        Format::PythonBytes | Format::Scapy => literal::python,
        Format::Base64 => base64::read,
        Format::DataUrl => base64::data_url,
        Format::NodeBuffer => json::node_buffer,
        Format::NodeJson => json::node_json,
        Format::TsharkJson => json::tshark,
        Format::Pdml => pdml::read,
        Format::Tcpdump
        | Format::Tshark
        | Format::Text2pcap
        | Format::Xxd
        | Format::XxdBits
        | Format::HexdumpC
        | Format::Hexdump
        | Format::Od
        | Format::Cisco
        | Format::Hexyl => offsets::read_as,
    }
}

/// What a text of a format has.
enum Mark {
    /// Both of these, anywhere.
    Both(&'static [u8], &'static [u8]),
    /// This, with so many characters of a kind behind it.
    Before(&'static [u8], usize, Kind),
    /// Such a line.
    Line(fn(&mut Reader) -> bool),
    /// It is seen in all of the text.
    Text(fn(&mut Reader) -> bool),
}

const fn anywhere(text: &'static [u8]) -> Mark {
    Mark::Both(text, b"")
}

/// What nothing else has comes before what much else may have as well.
const MARKS: [(Format, Mark); 21] = [
    (Format::Pdml, Mark::Both(b"<packet>", b"<proto ")),
    (Format::TsharkJson, anywhere(b"\"_source\"")),
    (Format::TsharkJson, anywhere(json::FRAME)),
    (Format::NodeJson, Mark::Both(b"\"Buffer\"", b"\"data\"")),
    (Format::NodeBuffer, anywhere(json::BUFFERS[0])),
    (Format::NodeBuffer, anywhere(json::BUFFERS[1])),
    (Format::DataUrl, anywhere(b";base64,")),
    (Format::Od, Mark::Line(offsets::is_characters)),
    (OFFSETS, Mark::Text(offsets::stand)),
    (Format::Uint8Array, Mark::Before(b"Array(", 1, DIGIT)),
    (Format::Uint8Array, anywhere(b"[Uint8Array] [")),
    (Format::GoSlice, anywhere(b"byte{")),
    (Format::PythonBytes, Mark::Text(has_bytes_literal)),
    (Format::Hex, Mark::Line(hex::is_bytea)),
    (Format::CString, Mark::Before(b"\\x", 1, HEX)),
    (Format::CString, Mark::Before(b"\\", 3, OCTAL)),
    (Format::CArray, Mark::Text(has_list)),
    (Format::HexList, Mark::Line(prefixed::is_line)),
    (Format::Percent, Mark::Before(b"%", 2, HEX)),
    (Format::Hex, Mark::Line(hex::part)),
    (Format::Base64, Mark::Line(base64::is_surely)),
];

/// Stands for all dumps with offsets until their lines have said which it is.
const OFFSETS: Format = Format::Tcpdump;

/// The first format whose mark the text has, and its reader.
pub(super) fn best(text: &mut Reader) -> Option<(Format, Read)> {
    let (format, _) = MARKS.iter().find(|(_, mark)| mark.is_in(text))?;
    // What is found to be od's without more is its characters.
    let reader = match *format {
        OFFSETS => offsets::detect,
        Format::Od => offsets::characters,
        format => reader(format),
    };
    Some((*format, reader))
}

impl Mark {
    fn is_in(&self, text: &mut Reader) -> bool {
        text.rewind();
        match *self {
            Mark::Both(one, other) => {
                text.seek(one) && {
                    text.rewind();
                    text.seek(other)
                }
            }
            Mark::Before(mark, count, kind) => {
                while text.seek(mark) {
                    text.at += mark.len();
                    if text.skip(kind) >= count {
                        return true;
                    }
                }
                false
            }
            Mark::Line(is) => text.any_line(is),
            Mark::Text(has) => has(text),
        }
    }
}

/// Base64 of the shortest IP packet has so many characters.
const SHORTEST: usize = 28;

/// Warns where a short text could be something else just as well.
pub(super) fn doubts(text: &mut Reader, format: Format) {
    let least = match format {
        Format::Hex => 4,
        Format::Base64 => SHORTEST / 4 * 3,
        _ => return,
    };
    if format == Format::Hex && text.any_line(hex::part) {
        text.enter(text.line);
        if could_be_base64(text) {
            text.warn(What::Ambiguous, Format::Base64 as u32, text.line);
        }
    }
    let total = text.data.len();
    // Zeros alone can be the offset of a line that has lost the rest.
    let zeros = total == 4 && text.data.iter().all(|byte| *byte == 0);
    if let Some(place) = text.places.first().copied().filter(|_| zeros || total < least) {
        text.warn(What::MaybeAWord, 0, place);
    }
}

/// Hex that is short, or in letters of both cases.
fn could_be_base64(line: &mut Reader) -> bool {
    line.trim();
    let length = line.end - line.at;
    (length <= 16 || line.has_both_cases(b'A')) && length.is_multiple_of(4) && base64::part(line)
}

fn has_list(text: &mut Reader) -> bool {
    list::is_there(text) && !text.any_line(hex::is_pairs)
}

fn has_bytes_literal(text: &mut Reader) -> bool {
    loop {
        text.until(b"bB");
        let begins = !is(text.before(), NAME);
        if text.next() == 0 {
            return false;
        }
        if begins && matches!(text.peek(), b'"' | b'\'') {
            return true;
        }
    }
}
