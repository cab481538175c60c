//! What Node prints of buffers, and what tshark writes as JSON.

use super::fault::Fault;
use super::list;
use super::reading::{Reading, Step};
use super::scan::{DIGIT, HEX, Scan, decimal};
use super::text::Text;
use super::{Format, Place, time};

/// tshark's numbers for what frames begin with (WTAP_ENCAP), and their LINKTYPE numbers.
const ENCAPSULATIONS: [(u32, u32); 5] = [(1, 1), (7, 101), (15, 0), (25, 113), (210, 276)];

/// What bytes of Node's stand behind: those of a `Buffer`, and of an `ArrayBuffer`.
pub(super) const BUFFERS: [&[u8]; 2] = [b"<Buffer", b"[Uint8Contents]: <"];

/// Reads each `<Buffer 45 00>`.
pub(super) fn node_buffer(text: &Text, _: Format, reading: &mut Reading) {
    BUFFERS.iter().for_each(|opening| buffers(text, opening, reading));
}

fn buffers(text: &Text, mark: &[u8], reading: &mut Reading) {
    let mut scan = Scan::new(text.bytes());
    while scan.seek(mark) {
        let opening = Place::new(scan.at, scan.at + mark.len());
        scan.at += mark.len();
        let read = buffer(&mut scan, opening, reading);
        reading.take_if(read);
    }
}

fn buffer(scan: &mut Scan<'_>, opening: Place, reading: &mut Reading) -> Step {
    let mut properties = false;
    loop {
        scan.skip_blanks();
        let start = scan.at;
        match scan.peek() {
            0 => return Err(reading.refuse(Fault::Unclosed { closing: '>' }, opening)),
            b'>' => return Ok(()),
            // `<Buffer 45 00, parent: …>`, as old versions of Node print it.
            b',' => properties = true,
            _ if scan.eat(b"...") => return list::more(scan, start, None, reading),
            _ => {}
        }
        if properties {
            scan.until(b">");
            continue;
        }
        let digits = scan.digits(16, usize::MAX);
        match digits.len() {
            2 => reading.push_hex(digits, start),
            0 => return Err(reading.refuse(Fault::StrangeCharacter, scan.here())),
            _ => return Err(reading.refuse(Fault::OddDigits, scan.since(start))),
        }
    }
}

/// Reads each `"data": [69, 0]`.
pub(super) fn node_json(text: &Text, _: Format, reading: &mut Reading) {
    let mut scan = Scan::new(text.bytes());
    while scan.seek(b"\"data\"") {
        let start = scan.at;
        scan.at += 6;
        if !value_follows(&mut scan, b"[") {
            continue;
        }
        let opening = Place::new(start, scan.at);
        let read = list::numbers(&mut scan, b']', None, opening, reading);
        reading.take_if(read);
    }
}

/// Goes on behind `:` and the value's first character; not at all where another value follows.
fn value_follows(scan: &mut Scan<'_>, opening: &[u8]) -> bool {
    scan.skip_blanks();
    let colon = scan.eat(b":");
    scan.skip_blanks();
    colon && scan.eat(opening)
}

/// Reads each `"frame_raw"`.
pub(super) fn tshark(text: &Text, _: Format, reading: &mut Reading) {
    let mut scan = Scan::new(text.bytes());
    let mut found = scan.seek(b"\"frame_raw\"");
    if !found && scan.at > 0 {
        reading.refuse(Fault::NoFrames, Place::new(0, scan.at));
    }
    while found {
        let mut frame = scan;
        scan.at += 1;
        found = scan.seek(b"\"frame_raw\"");
        frame.text = frame.text.get(..scan.at).unwrap_or_default();
        if raw(&mut frame, reading).is_ok() {
            let time = string(frame, &[b"\"frame.time_epoch\"", b"\"frame_frame_time_epoch\""]);
            let encapsulation = string(frame, &[b"\"frame.encap_type\"", b"\"frame_frame_encap_type\""]);
            reading.take_with(encapsulation.and_then(link), time.and_then(time::at_start));
        }
    }
}

/// The LINKTYPE number of an encapsulation of tshark's.
pub(super) fn link(encapsulation: &[u8]) -> Option<u32> {
    let number = decimal(encapsulation);
    ENCAPSULATIONS.iter().find(|(known, _)| *known == number).map(|(_, link)| *link)
}

/// `["4500", 0, 2, 0, 1]`, or the string alone.
fn raw(scan: &mut Scan<'_>, reading: &mut Reading) -> Step {
    let key = scan.at;
    scan.at += b"\"frame_raw\"".len();
    let key = scan.since(key);
    let in_list = value_follows(scan, b"[");
    scan.skip_blanks();
    let opens = scan.eat(b"\"");
    let start = scan.at;
    let digits = if opens { scan.run(HEX) } else { b"" };
    let fault = match scan.peek() {
        b'"' if opens && digits.len() % 2 == 0 => {
            scan.at += 1;
            reading.push_hex(digits, start);
            let claimed = if in_list { length(scan) } else { None };
            let found = reading.count() as u32;
            match claimed {
                Some(claimed) if claimed != found => Fault::LengthDiffers { claimed, found },
                _ => return Ok(()),
            }
        }
        b'"' if opens => Fault::OddDigits,
        0 | b'\n' => return Err(reading.refuse(Fault::Unclosed { closing: '"' }, key)),
        _ => return Err(reading.refuse(Fault::StrangeCharacter, scan.here())),
    };
    Err(reading.refuse(fault, scan.since(start)))
}

/// The third element of the list: position and length stand behind the string.
fn length(scan: &mut Scan<'_>) -> Option<u32> {
    let mut number = || {
        scan.skip_blanks();
        scan.eat(b",").then_some(())?;
        scan.skip_blanks();
        let digits = scan.run(DIGIT);
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
        value_follows(&mut scan, b"\"").then(|| scan.until(b"\"\n"))
    })
}
