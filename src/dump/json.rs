//! What Node prints of buffers, and what tshark writes as JSON.

use super::bytes::Bytes;
use super::fault::Fault;
use super::list;
use super::reading::{Reading, Refusal};
use super::scan::{Scan, decimal};
use super::text::Text;
use super::{Format, Place, time};

/// tshark's numbers for what frames begin with (WTAP_ENCAP), and their LINKTYPE numbers.
const ENCAPSULATIONS: [(u32, u32); 5] = [(1, 1), (7, 101), (15, 0), (25, 113), (210, 276)];

/// Reads each `<Buffer 45 00>`.
pub(super) fn node_buffer(text: &Text, _: Format) -> Reading {
    let mut reading = Reading::default();
    let mut scan = Scan::new(text.bytes());
    while scan.seek(b"<Buffer") {
        let opening = Place::new(scan.at, scan.at + 7);
        scan.at += 7;
        let read = buffer(&mut scan, opening);
        reading.take(read);
    }
    reading
}

fn buffer(scan: &mut Scan<'_>, opening: Place) -> Result<Bytes, Refusal> {
    let mut bytes = Bytes::default();
    loop {
        scan.skip_blanks();
        let start = scan.at;
        match scan.peek() {
            None => return Err((Fault::Unclosed { closing: '>' }, opening)),
            Some(b'>') => return Ok(bytes),
            Some(b',') if scan.text.get(start + 1).is_some() => return skip_properties(scan, bytes, opening),
            _ if scan.eat(b"...") => return Err(list::more(scan, start)),
            _ => {}
        }
        let digits = scan.run(|byte| byte.is_ascii_hexdigit());
        match digits.len() {
            2 => bytes.push_hex(digits, start),
            0 => return Err((Fault::StrangeCharacter, scan.here())),
            _ => return Err((Fault::OddDigits, scan.since(start))),
        }
    }
}

/// `<Buffer 45 00, parent: …>`, as old versions of Node print it.
fn skip_properties(scan: &mut Scan<'_>, bytes: Bytes, opening: Place) -> Result<Bytes, Refusal> {
    scan.run(|byte| byte != b'>');
    if scan.peek().is_some() { Ok(bytes) } else { Err((Fault::Unclosed { closing: '>' }, opening)) }
}

/// Reads each `"data": [69, 0]`.
pub(super) fn node_json(text: &Text, _: Format) -> Reading {
    let mut reading = Reading::default();
    let mut scan = Scan::new(text.bytes());
    while scan.seek(b"\"data\"") {
        let start = scan.at;
        scan.at += 6;
        if !value_follows(&mut scan, b"[") {
            continue;
        }
        let opening = Place::new(start, scan.at);
        let read = list::numbers(&mut scan, b']', opening);
        reading.take(read);
    }
    reading
}

/// Goes on behind `:` and the value's first character; not at all where another value follows.
fn value_follows(scan: &mut Scan<'_>, opening: &[u8]) -> bool {
    scan.skip_blanks();
    let colon = scan.eat(b":");
    scan.skip_blanks();
    colon && scan.eat(opening)
}

/// Reads each `"frame_raw"`.
pub(super) fn tshark(text: &Text, _: Format) -> Reading {
    let mut reading = Reading::default();
    let mut scan = Scan::new(text.bytes());
    let mut found = scan.seek(b"\"frame_raw\"");
    if !found && scan.at > 0 {
        reading.refuse((Fault::NoFrames, Place::new(0, scan.at)));
    }
    while found {
        let mut frame = scan;
        scan.at += 1;
        found = scan.seek(b"\"frame_raw\"");
        frame.text = frame.text.get(..scan.at).unwrap_or_default();
        match raw(&mut frame) {
            Err(refusal) => reading.refuse(refusal),
            Ok(bytes) => {
                let mut packet = bytes.packet();
                packet.timestamp =
                    string(frame, &[b"\"frame.time_epoch\"", b"\"frame_frame_time_epoch\""]).and_then(time::at_start);
                packet.link = string(frame, &[b"\"frame.encap_type\"", b"\"frame_frame_encap_type\""]).and_then(link);
                reading.packet(packet);
            }
        }
    }
    reading
}

/// The LINKTYPE number of an encapsulation of tshark's.
pub(super) fn link(encapsulation: &[u8]) -> Option<u32> {
    let number = decimal(encapsulation);
    ENCAPSULATIONS.iter().find(|(known, _)| *known == number).map(|(_, link)| *link)
}

/// `["4500", 0, 2, 0, 1]`, or the string alone.
fn raw(scan: &mut Scan<'_>) -> Result<Bytes, Refusal> {
    let key = scan.at;
    scan.at += b"\"frame_raw\"".len();
    let unclosed = |closing| (Fault::Unclosed { closing }, Place::new(key, key + 11));
    let in_list = value_follows(scan, b"[");
    scan.skip_blanks();
    if !scan.eat(b"\"") {
        return Err(if scan.peek().is_none() { unclosed('"') } else { (Fault::StrangeCharacter, scan.here()) });
    }
    let start = scan.at;
    let digits = scan.run(|byte| byte.is_ascii_hexdigit());
    match scan.peek() {
        None | Some(b'\n') => return Err(unclosed('"')),
        Some(b'"') if digits.len().is_multiple_of(2) => scan.at += 1,
        Some(b'"') => return Err((Fault::OddDigits, scan.since(start))),
        _ => return Err((Fault::StrangeCharacter, scan.here())),
    }
    let mut bytes = Bytes::default();
    bytes.push_hex(digits, start);
    let claimed = if in_list { length(scan) } else { None };
    let found = bytes.len() as u32;
    match claimed {
        Some(claimed) if claimed != found => Err((Fault::LengthDiffers { claimed, found }, scan.since(start))),
        _ => Ok(bytes),
    }
}

/// The third element of the list: position and length stand behind the string.
fn length(scan: &mut Scan<'_>) -> Option<u32> {
    let mut number = || {
        scan.skip_blanks();
        scan.eat(b",").then_some(())?;
        scan.skip_blanks();
        let digits = scan.run(|byte| byte.is_ascii_digit());
        (!digits.is_empty()).then(|| decimal(digits))
    };
    number()?;
    number()
}

/// The string that one of these keys has.
fn string<'a>(scan: Scan<'a>, keys: &[&[u8]]) -> Option<&'a [u8]> {
    keys.iter().find_map(|key| {
        let mut scan = scan;
        scan.seek(key).then_some(())?;
        scan.at += key.len();
        value_follows(&mut scan, b"\"").then(|| scan.run(|byte| byte != b'"' && byte != b'\n'))
    })
}
