//! Pairs of hex digits with or without something between them, and with percent signs.

use super::fault::What;
use super::reading::{Reader, Step};
use super::scan::{DIGIT, HEX, NAME, QUOTE, SEPARATOR, SPACE, TOKEN, has, is};
use super::{Format, Place, time};
use alloc::vec::Vec;

/// How xxd -p, and others that print hex for mail and terminals, break their lines.
const USUAL_WIDTHS: [usize; 4] = [60, 64, 72, 76];
/// Lines of one length over this are packets of one length rather than broken lines.
const WIDEST: usize = 100;

/// Reads paragraphs of hex. What is no hex ends a paragraph.
pub(super) fn read(text: &mut Reader, _: Format) {
    text.paragraphs(part, quoted_apart);
}

/// Whether there is hex and nothing else.
#[inline(never)]
fn is_hex(text: &mut Reader) -> bool {
    let start = text.at;
    let mut is_hex = false;
    while token(text) {
        // A colon is between pairs; after more digits it ends an offset.
        let is_pair = text.at - text.token <= 2 || text.peek() != b':';
        is_hex = is_pair && text.all(digits(text), text.at, HEX);
        if !is_hex {
            break;
        }
    }
    text.at = start;
    let is_time = is_hex && time::at_start(text).is_some();
    text.at = start;
    is_hex && !is_time
}

/// Whether a line is what PostgreSQL prints of bytes: all digits after one `\x`.
pub(super) fn is_bytea(line: &mut Reader) -> bool {
    line.trim();
    line.is_here(b"\\x") && line.end - line.at > 4 && is_hex(line)
}

/// Whether a line has pairs that no list of decimal numbers has: with letters, or with zeros before the number.
pub(super) fn is_pairs(line: &mut Reader) -> bool {
    let start = line.at;
    let mut padded = false;
    while token(line) {
        if line.at - line.token != 2 {
            return false;
        }
        padded |= line.byte(line.token) == b'0' || !line.all(line.token, line.at, DIGIT);
    }
    line.at = start;
    padded && is_hex(line)
}

/// Whether a line is hex, or has hex in quotes: `bytes.fromhex("4500")`; then no more than that is left to read.
pub(super) fn part(line: &mut Reader) -> bool {
    is_hex(line) || quoted(line)
}

/// Whether there is hex in quotes; no more than the first of it is left to read.
fn quoted(line: &mut Reader) -> bool {
    let end = line.end;
    let mut found = false;
    while !found {
        let quote = line.until(b"\"'");
        if quote == 0 {
            break;
        }
        line.at += 1;
        let start = line.at;
        let closed = line.until(&[quote]) != 0;
        let closing = line.at;
        if closed && closing - start >= 4 {
            (line.at, line.end) = (start, closing);
            found = is_hex(line);
            if !found {
                (line.at, line.end) = (closing, end);
            }
        }
    }
    found
}

/// What else stands in quotes on a line is a paragraph of its own, unless a `+` says that it goes on.
fn quoted_apart(text: &mut Reader, lines: &[Place]) {
    let mut pieces = Vec::new();
    let mut joined = false;
    for line in lines {
        pieces.push(*line);
        let mut start = line.end;
        text.enter(Place { start, end: text.text.len() as u32 });
        if !is(text.peek(), QUOTE) {
            continue;
        }
        text.until(b"\n");
        let end = text.at as u32;
        let mut others = false;
        loop {
            text.enter(Place { start: start + 1, end });
            if !quoted(text) {
                break;
            }
            let piece = text.rest();
            others = true;
            let joins = has(text.of(Place { start, end: piece.start }), b'+');
            if !joins {
                packets(text, &mut pieces, joined);
            }
            joined = joins;
            pieces.push(piece);
            start = piece.end;
        }
        if others {
            packets(text, &mut pieces, joined);
            joined = false;
        }
    }
    packets(text, &mut pieces, joined);
}

/// Reads pieces, of which the language makes one, or which look like what they are.
fn packets(text: &mut Reader, pieces: &mut Vec<Place>, joined: bool) {
    if joined {
        packet(text, pieces, false);
    } else {
        paragraph(text, pieces);
    }
    pieces.clear();
}

/// Goes on behind what stands between the next separators.
#[inline(never)]
fn token(text: &mut Reader) -> bool {
    text.skip(SEPARATOR);
    text.token = text.at;
    text.skip(TOKEN) > 0
}

/// Where the digits of the token begin: behind its `0x` or `\x`.
#[inline(never)]
fn digits(text: &Reader) -> usize {
    let prefixed = matches!([text.byte(text.token), text.byte(text.token + 1)], [b'0', b'x' | b'X'] | [b'\\', b'x']);
    text.token + if prefixed { 2 } else { 0 }
}

fn paragraph(text: &mut Reader, lines: &[Place]) {
    let Some((first, others)) = lines.split_first() else { return };
    let place = Place { start: first.start, end: others.last().unwrap_or(first).end };
    let width = stream_width(text, *first);
    let (mut streams, mut equal, mut last_width) = (width > 8, true, width);
    for line in others {
        // Only the last line may be shorter.
        equal &= last_width == width;
        last_width = stream_width(text, *line);
        streams &= last_width > 0;
    }
    if !streams {
        return packet(text, lines, false);
    }
    equal &= last_width <= width;
    if !others.is_empty() && (!equal || width > WIDEST && last_width == width) {
        for line in lines {
            packet(text, &[*line], true);
        }
        return text.warn(What::PacketALine, 0, place);
    }
    packet(text, lines, true);
    if !others.is_empty() && !USUAL_WIDTHS.contains(&width) {
        text.warn(What::LinesJoined, 0, place);
    }
}

/// How many digits a line of nothing but digits has; 0 for any other line.
fn stream_width(text: &mut Reader, line: Place) -> usize {
    text.enter(line);
    token(text);
    let width = text.at - digits(text);
    if token(text) { 0 } else { width }
}

/// A packet's digits, which may be broken anywhere into lines, or else are in groups of an even number each.
fn packet(text: &mut Reader, lines: &[Place], broken: bool) {
    let mut high: Option<usize> = None;
    for line in lines {
        text.enter(*line);
        while token(text) {
            let run = digits(text);
            for at in run..text.at {
                match high.take() {
                    Some(start) => {
                        let byte = text.pair(start, at);
                        text.push_at(byte, Place::new(start, at + 1));
                    }
                    None => high = Some(at),
                }
            }
            if !broken && (high.is_some() || run == text.at) {
                let _ = text.refuse(What::OddDigits, text.token);
                return;
            }
        }
    }
    match high {
        Some(at) => _ = text.refuse_at(What::OddDigits, Place::new(at, at + 1)),
        None => text.take(),
    }
}

/// Reads hex with percent signs; letters, digits and `-._~` may stand for themselves, as in a URL.
pub(super) fn percent(text: &mut Reader, _: Format) {
    text.paragraphs(has_percent, percent_lines);
}

fn has_percent(line: &mut Reader) -> bool {
    line.trim();
    let start = line.at;
    let blank = line.until(b" ") != 0;
    line.at = start;
    let percent = line.until(b"%") != 0;
    line.at = start;
    percent && !blank
}

/// A line that cannot be read refuses all of its packet.
fn percent_lines(text: &mut Reader, lines: &[Place]) {
    for line in lines {
        text.enter(*line);
        if percent_line(text).is_err() {
            return;
        }
    }
    text.take();
}

fn percent_line(text: &mut Reader) -> Step {
    loop {
        let start = text.at;
        let next = text.next();
        match next {
            0 => return Ok(()),
            b'%' => {
                if text.digits(16, 2) < 2 {
                    return text.refuse_at(What::OddDigits, Place::new(start, start + 1));
                }
                let byte = text.number(start + 1, 16);
                text.push(byte as u8, start);
            }
            b'-' | b'.' | b'~' | b'!' | b'*' | b'(' | b')' => text.push(next, start),
            _ if is(next, NAME) => text.push(next, start),
            _ if is(next, SPACE | QUOTE) => {}
            _ => return text.refuse(What::StrangeCharacter, start),
        }
    }
}
