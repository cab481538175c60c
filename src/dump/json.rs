//! What Node prints of buffers, and what tshark writes as JSON.

use super::fault::What;
use super::list;
use super::reading::{NO_LINK, Reader, Step};
use super::scan::{COMMA, HEX, SPACE};
use super::{Format, Place, time};

/// tshark's numbers for what frames begin with (WTAP_ENCAP), and their LINKTYPE numbers.
const ENCAPSULATIONS: [(u32, u32); 5] = [(1, 1), (7, 101), (15, 0), (25, 113), (210, 276)];

/// What bytes of Node's stand behind: those of a `Buffer`, and of an `ArrayBuffer`.
pub(super) const BUFFERS: [&[u8]; 2] = [b"<Buffer", b"[Uint8Contents]: <"];

/// What a frame's bytes stand behind.
pub(super) const FRAME: &[u8] = b"\"frame_raw\"";

/// Reads each `<Buffer 45 00>`.
pub(super) fn node_buffer(text: &mut Reader, _: Format) {
    while text.until(b"<[") != 0 {
        let start = text.at;
        let [buffer_mark, contents_mark] = BUFFERS;
        if !text.eat(buffer_mark) && !text.eat(contents_mark) {
            text.at += 1;
        } else if buffer(text, start).is_ok() {
            text.take();
        }
    }
}

fn buffer(text: &mut Reader, start: usize) -> Step {
    let opening = Place::new(start, text.at);
    loop {
        text.skip(SPACE);
        if text.peek() == b',' {
            // `<Buffer 45 00, parent: …>`, as old versions of Node print it. What begins within was not closed.
            text.until(b"<>");
        }
        let start = text.at;
        match text.peek() {
            0 => return text.refuse_with(What::Unclosed, [b'>'.into(), 0], opening),
            b'>' => return Ok(()),
            _ if text.eat(b"...") => return list::more(text, start),
            _ => {}
        }
        match text.digits(16, usize::MAX) {
            2 => text.push_hex(start, text.at),
            0 => return text.refuse_here(What::StrangeCharacter),
            _ => return text.refuse(What::OddDigits, start),
        }
    }
}

/// Reads each `"data": [69, 0]`.
pub(super) fn node_json(text: &mut Reader, _: Format) {
    while text.seek(b"\"data\"") {
        let start = text.at;
        text.at += 6;
        if opens_list(text) && list::numbers(text, b']', start).is_ok() {
            text.take();
        }
    }
}

/// Goes on behind `: [`; not at all where another value follows.
fn opens_list(text: &mut Reader) -> bool {
    text.skip(SPACE);
    let colon = text.eat(b":");
    text.skip(SPACE);
    colon && text.eat(b"[")
}

/// Reads each frame.
pub(super) fn tshark(text: &mut Reader, _: Format) {
    let end = text.end;
    let mut found = text.seek(FRAME);
    if !found && end > 0 {
        let _ = text.refuse(What::NoFrames, 0);
    }
    while found {
        let start = text.at;
        text.at += FRAME.len();
        found = text.seek(FRAME);
        // What belongs to the frame ends where the next one begins.
        let next = text.at;
        (text.at, text.end) = (start, next);
        if raw(text).is_ok() {
            let frame = text.rest();
            take(text, frame, b"\"", b"time_epoch\"", b"\"");
        }
        (text.at, text.end) = (next, end);
    }
}

/// The frame has been read, and what else is said of it: its time behind a key and what opens the value, and the number of its
/// encapsulation, whose key ends alike in all that tshark writes.
pub(super) fn take(text: &mut Reader, frame: Place, opens_link: &[u8], time: &[u8], opens_time: &[u8]) {
    let mut link = NO_LINK;
    if string(text, frame, b"encap_type\"", opens_link) {
        let number = text.number_at(text.rest(), 10);
        link = ENCAPSULATIONS.iter().find(|(known, _)| *known == number).map_or(NO_LINK, |(_, link)| *link);
    }
    let time = if string(text, frame, time, opens_time) { time::at_start(text) } else { None };
    text.take_with(link, time);
}

/// Whether there is a string behind a key and what opens it; the string is then what is read.
#[inline(never)]
pub(super) fn string(text: &mut Reader, within: Place, key: &[u8], opening: &[u8]) -> bool {
    text.enter(within);
    let found = text.pass(key) && text.pass(opening);
    text.narrow(b"\"\n");
    found
}

/// `["4500", 0, 2, 0, 1]`, or the string alone.
fn raw(text: &mut Reader) -> Step {
    let key = Place::new(text.at, text.at + FRAME.len());
    text.at += FRAME.len();
    let in_list = opens_list(text);
    text.skip(SPACE);
    let opens = text.eat(b"\"");
    let start = text.at;
    let digits = if opens { text.skip(HEX) } else { 0 };
    match text.peek() {
        b'"' if digits % 2 > 0 => return text.refuse(What::OddDigits, start),
        b'"' => {}
        0 | b'\n' => return text.refuse_with(What::Unclosed, [b'"'.into(), 0], key),
        _ => return text.refuse_here(What::StrangeCharacter),
    }
    text.push_hex(start, text.at);
    text.at += 1;
    if in_list {
        // Position and length stand behind the string.
        text.skip(SPACE | COMMA);
        if text.claim() {
            text.claimed = None;
            text.skip(SPACE | COMMA);
            text.claim();
        }
    }
    text.check_claim(start)
}
