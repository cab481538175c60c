//! Which format a text has: each scores what it finds of its own, and the highest score wins.

use super::fault::{DumpError, Fault};
use super::reading::Reading;
use super::scan::{Scan, contains, is_name};
use super::text::Text;
use super::{Format, Place, base64, hex, json, list, literal, offsets, pdml};

/// Reads a text in one format.
pub(super) type Reader = fn(&Text, Format) -> Reading;

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
        | Format::Cisco => offsets::read_as,
    }
}

/// A format's mark, and how much it says where it is found.
type Mark = (Format, u32, fn(&Text) -> bool);

/// What nothing else has scores higher than what much else may have as well.
const MARKS: [Mark; 15] = [
    (Format::Pdml, 100, |text| has(text, b"<packet>") && has(text, b"<proto ")),
    (Format::TsharkJson, 98, |text| has(text, b"\"_source\"") || has(text, b"\"frame_raw\"")),
    (Format::NodeJson, 96, |text| has(text, b"\"Buffer\"") && has(text, b"\"data\"")),
    (Format::NodeBuffer, 94, |text| has(text, b"<Buffer")),
    (Format::DataUrl, 92, |text| has(text, b";base64,")),
    (OFFSETS, 90, |text| offsets::score(text) > 0),
    (Format::Uint8Array, 80, |text| {
        has_any(text, |rest| {
            follows(rest, b"Array(", 1, u8::is_ascii_digit) || follows(rest, b"[Uint8Array] [", 0, |_| true)
        })
    }),
    (Format::GoSlice, 78, |text| has(text, b"byte{")),
    (Format::PythonBytes, 76, has_bytes_literal),
    (Format::CString, 70, |text| {
        has_any(text, |rest| {
            follows(rest, b"\\x", 1, u8::is_ascii_hexdigit)
                || follows(rest, b"\\", 3, |byte| matches!(byte, b'0'..=b'7'))
        })
    }),
    (Format::CArray, 60, |text| list::has_list(text.bytes()) && !text.lines().any(|line| hex::is_pairs(line.bytes))),
    (Format::HexList, 50, |text| text.lines().any(|line| list::is_bare(line.bytes))),
    (Format::Percent, 45, |text| has_any(text, |rest| follows(rest, b"%", 2, u8::is_ascii_hexdigit))),
    (Format::Hex, 40, |text| text.lines().any(|line| hex::hex_part(line).is_some())),
    (Format::Base64, 30, |text| text.lines().any(|line| base64::is_surely(line.bytes))),
];

/// Stands for all dumps with offsets until their lines have said which it is.
const OFFSETS: Format = Format::Tcpdump;

/// The format with the highest score among those whose mark the text has, and its reader.
pub(super) fn best(text: &Text) -> Result<(Format, Reader), DumpError> {
    let found = MARKS.into_iter().filter(|(_, _, has)| has(text)).max_by_key(|(_, score, _)| *score);
    let (format, _, _) = found.ok_or(DumpError::whole(Fault::NotADump))?;
    Ok((format, if format == OFFSETS { offsets::detect } else { reader(format) }))
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
    let first = text.lines().find(|line| format == Format::Hex && hex::hex_part(*line).is_some());
    if let Some(line) = first.filter(|line| could_be_base64(line.bytes)) {
        reading.warn(Fault::Ambiguous { other: Format::Base64 }, Place::new(line.start, line.end()));
    }
    let total: usize = reading.packets.iter().map(|packet| packet.data.len()).sum();
    // Zeros alone can be the offset of a line that has lost the rest.
    let zeros = total == 4 && reading.packets.iter().all(|packet| packet.data.iter().all(|byte| *byte == 0));
    if let Some(packet) = reading.packets.first().filter(|_| zeros || total < least) {
        reading.warn(Fault::MaybeAWord, packet.places.first().copied().unwrap_or_default());
    }
}

/// Hex that is short, or in letters of both cases.
fn could_be_base64(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let mixed = line.iter().any(u8::is_ascii_lowercase) && line.iter().any(u8::is_ascii_uppercase);
    (mixed || line.len() <= 16) && line.len().is_multiple_of(4) && base64::is_base64(line)
}

fn has(text: &Text, needle: &[u8]) -> bool {
    contains(text.bytes(), needle)
}

fn has_any(text: &Text, here: impl Fn(&[u8]) -> bool) -> bool {
    let bytes = text.bytes();
    (0..bytes.len()).any(|at| here(bytes.get(at..).unwrap_or_default()))
}

/// Whether a text begins with a mark and at least so many bytes of a kind.
fn follows(text: &[u8], mark: &[u8], count: usize, of_kind: impl Fn(&u8) -> bool) -> bool {
    let after = text.strip_prefix(mark).and_then(|rest| rest.get(..count));
    after.is_some_and(|after| after.iter().all(of_kind))
}

fn has_bytes_literal(text: &Text) -> bool {
    let mut scan = Scan::new(text.bytes());
    loop {
        scan.run(|byte| !matches!(byte, b'b' | b'B'));
        let begins = !scan.before().is_some_and(is_name);
        let Some([_, quote]) = scan.rest().get(..2) else { return false };
        if begins && matches!(quote, b'"' | b'\'') {
            return true;
        }
        scan.at += 1;
    }
}
