//! Which format a text has: the first whose mark is found.

use super::fault::{DumpError, Fault};
use super::reading::Reading;
use super::scan::{DIGIT, HEX, Kind, NAME, OCTAL, Scan, all, contains, is, trimmed};
use super::text::Text;
use super::{Format, base64, hex, json, list, literal, offsets, pdml};

/// Reads a text in one format.
pub(super) type Reader = fn(&Text, Format, &mut Reading);

/// The reader of a format that was asked for, or found.
pub(super) fn reader(format: Format) -> Reader {
    match format {
        Format::Hex => hex::read,
        Format::Percent => hex::percent,
        Format::HexList => list::bare,
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

/// A format and its mark.
type Mark = (Format, fn(&Text) -> bool);

/// What nothing else has comes before what much else may have as well.
const MARKS: [Mark; 17] = [
    (Format::Pdml, |text| has(text, b"<packet>") && has(text, b"<proto ")),
    (Format::TsharkJson, |text| has(text, b"\"_source\"") || has(text, b"\"frame_raw\"")),
    (Format::NodeJson, |text| has(text, b"\"Buffer\"") && has(text, b"\"data\"")),
    (Format::NodeBuffer, |text| json::BUFFERS.iter().any(|opening| has(text, opening))),
    (Format::DataUrl, |text| has(text, b";base64,")),
    (Format::Od, |text| any_line(text, offsets::is_characters)),
    (OFFSETS, offsets::stand),
    (Format::Uint8Array, |text| follows(text, b"Array(", 1, DIGIT) || has(text, b"[Uint8Array] [")),
    (Format::GoSlice, |text| has(text, b"byte{")),
    (Format::PythonBytes, has_bytes_literal),
    (Format::Hex, |text| any_line(text, hex::is_bytea)),
    (Format::CString, |text| follows(text, b"\\x", 1, HEX) || follows(text, b"\\", 3, OCTAL)),
    (Format::CArray, |text| list::has_list(text.bytes()) && !any_line(text, hex::is_pairs)),
    (Format::HexList, |text| any_line(text, list::is_bare)),
    (Format::Percent, |text| follows(text, b"%", 2, HEX)),
    (Format::Hex, |text| text.lines().any(|line| hex::hex_part(line).is_some())),
    (Format::Base64, |text| any_line(text, base64::is_surely)),
];

/// Stands for all dumps with offsets until their lines have said which it is.
const OFFSETS: Format = Format::Tcpdump;

/// The first format whose mark the text has, and its reader.
pub(super) fn best(text: &Text) -> Result<(Format, Reader), DumpError> {
    let found = MARKS.iter().find(|(_, has)| has(text));
    let (format, _) = *found.ok_or(DumpError::whole(Fault::NotADump))?;
    // What is found to be od's without more is its characters.
    let reader = match format {
        OFFSETS => offsets::detect,
        Format::Od => offsets::characters,
        _ => reader(format),
    };
    Ok((format, reader))
}

/// Base64 of the shortest IP packet has so many characters.
const SHORTEST: usize = 28;

/// Warns where a short text could be something else just as well.
pub(super) fn doubts(text: &Text, format: Format, reading: &mut Reading) {
    let least = match format {
        Format::Hex => 4,
        Format::Base64 => SHORTEST / 4 * 3,
        _ => return,
    };
    let mut lines = text.lines();
    let first = lines.find(|line| format == Format::Hex && hex::hex_part(*line).is_some());
    if let Some(line) = first.filter(|line| could_be_base64(line.bytes)) {
        reading.warn(Fault::Ambiguous { other: Format::Base64 }, line.place());
    }
    let total = reading.data.len();
    // Zeros alone can be the offset of a line that has lost the rest.
    let zeros = total == 4 && reading.data.iter().all(|byte| *byte == 0);
    if let Some(place) = reading.places.first().copied().filter(|_| zeros || total < least) {
        reading.warn(Fault::MaybeAWord, place);
    }
}

/// Hex that is short, or in letters of both cases.
fn could_be_base64(line: &[u8]) -> bool {
    let line = trimmed(line);
    let mixed = line.iter().any(u8::is_ascii_lowercase) && line.iter().any(u8::is_ascii_uppercase);
    (mixed || line.len() <= 16) && line.len().is_multiple_of(4) && base64::is_base64(line)
}

fn any_line(text: &Text, is: fn(&[u8]) -> bool) -> bool {
    text.lines().any(|line| is(line.bytes))
}

fn has(text: &Text, needle: &[u8]) -> bool {
    contains(text.bytes(), needle)
}

/// Whether a mark is somewhere with at least so many bytes of a kind behind it.
fn follows(text: &Text, mark: &[u8], count: usize, of_kind: Kind) -> bool {
    let mut scan = Scan::new(text.bytes());
    while scan.seek(mark) {
        scan.at += mark.len();
        if scan.rest().get(..count).is_some_and(|after| all(after, of_kind)) {
            return true;
        }
    }
    false
}

fn has_bytes_literal(text: &Text) -> bool {
    let mut scan = Scan::new(text.bytes());
    loop {
        scan.until(b"bB");
        let begins = !is(scan.before(), NAME);
        if scan.next() == 0 {
            return false;
        }
        if begins && matches!(scan.peek(), b'"' | b'\'') {
            return true;
        }
    }
}
