//! Pairs of hex digits with or without something between them, and with percent signs.

use super::bytes::{Bytes, digit};
use super::fault::Fault;
use super::reading::{Reading, Refusal};
use super::scan::Scan;
use super::text::{Line, Text};
use super::{Format, Place, time};
use alloc::vec::Vec;

/// How xxd -p, and others that print hex for mail and terminals, break their lines.
const USUAL_WIDTHS: [usize; 4] = [60, 64, 72, 76];
/// Lines of one length over this are packets of one length rather than broken lines.
const WIDEST: usize = 100;

/// Reads paragraphs of hex. What is no hex ends a paragraph.
pub(super) fn read(text: &Text, _: Format) -> Reading {
    let mut reading = Reading::default();
    let mut lines: Vec<Line<'_>> = Vec::new();
    for line in text.lines() {
        if let Some(line) = hex_part(line) {
            lines.push(line);
            continue;
        }
        paragraph(&lines, &mut reading);
        lines.clear();
        if !line.bytes.iter().all(|byte| is_separator(*byte)) {
            reading.warn(Fault::NotRead, Place::new(line.start, line.end()));
        }
    }
    paragraph(&lines, &mut reading);
    reading
}

/// Whether a line has hex and nothing else.
pub(super) fn is_hex(line: &[u8]) -> bool {
    let mut tokens = tokens(line).peekable();
    // A colon is between pairs; after more digits it ends an offset.
    let is_pair = |start: usize, token: &[u8]| token.len() <= 2 || line.get(start + token.len()) != Some(&b':');
    let is_hex = |token: &[u8]| digits(token).iter().all(u8::is_ascii_hexdigit);
    tokens.peek().is_some()
        && time::at_start(line).is_none()
        && tokens.all(|(start, token)| is_hex(token) && is_pair(start, token))
}

/// Whether a line has pairs that no list of decimal numbers has: with letters, or with zeros before the number.
pub(super) fn is_pairs(line: &[u8]) -> bool {
    let padded = |token: &[u8]| matches!(token, [b'0', _]) || token.iter().any(u8::is_ascii_alphabetic);
    is_hex(line) && tokens(line).all(|(_, token)| token.len() == 2) && tokens(line).any(|(_, token)| padded(token))
}

/// The line, or what of it is hex in quotes: `bytes.fromhex("4500")`.
pub(super) fn hex_part(line: Line<'_>) -> Option<Line<'_>> {
    if is_hex(line.bytes) {
        return Some(line);
    }
    let mut scan = Scan::new(line.bytes);
    loop {
        scan.run(|byte| !matches!(byte, b'"' | b'\''));
        let quote = scan.peek()?;
        scan.at += 1;
        let start = scan.at;
        let inside = scan.run(|byte| byte != quote);
        if inside.len() >= 4 && is_hex(inside) && scan.peek() == Some(quote) {
            return Some(Line { start: line.start + start, bytes: inside });
        }
    }
}

const fn is_separator(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(
            byte,
            b':' | b',' | b';' | b'-' | b'.' | b'_' | b'|' | b'"' | b'\'' | b'[' | b']' | b'{' | b'}' | b'(' | b')'
        )
}

/// What stands between separators, with where it begins.
fn tokens(line: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut next = 0;
    line.split(|byte| is_separator(*byte)).filter_map(move |token| {
        let start = next;
        next += token.len() + 1;
        (!token.is_empty()).then_some((start, token))
    })
}

/// A token without its `0x` or `\x`.
fn digits(token: &[u8]) -> &[u8] {
    match token {
        [b'0', b'x' | b'X', digits @ ..] | [b'\\', b'x', digits @ ..] => digits,
        _ => token,
    }
}

fn paragraph(lines: &[Line<'_>], reading: &mut Reading) {
    let Some(first) = lines.first() else { return };
    let widths = lines.iter().map(|line| stream_width(line.bytes)).collect::<Option<Vec<usize>>>();
    let Some(widths) = widths.filter(|widths| widths.first().is_some_and(|first| *first > 8)) else {
        return reading.take(pairs(lines));
    };
    let place = || Place::new(first.start, lines.last().unwrap_or(first).end());
    let (width, last) = (widths.first().copied().unwrap_or(0), widths.last().copied().unwrap_or(0));
    let equal = widths.iter().rev().skip(1).all(|each| *each == width) && last <= width;
    let packets = lines.len() > 1 && (!equal || (width > WIDEST && last == width));
    if packets {
        lines.chunks(1).for_each(|line| reading.take(stream(line)));
        return reading.warn(Fault::PacketALine, place());
    }
    reading.take(stream(lines));
    if lines.len() > 1 && !USUAL_WIDTHS.contains(&width) {
        reading.warn(Fault::LinesJoined, place());
    }
}

/// How many digits a line of nothing but digits has; nothing for any other line.
fn stream_width(line: &[u8]) -> Option<usize> {
    let mut tokens = tokens(line);
    let (_, token) = tokens.next()?;
    let width = digits(token).len();
    tokens.next().is_none().then_some(width)
}

/// Digits that may be broken anywhere into lines.
fn stream(lines: &[Line<'_>]) -> Result<Bytes, Refusal> {
    let mut bytes = Bytes::default();
    let mut high: Option<(u8, usize)> = None;
    for line in lines {
        for (start, token) in tokens(line.bytes) {
            let run = digits(token);
            let from = line.start + start + token.len() - run.len();
            for (character, at) in run.iter().zip(from..) {
                match high.take() {
                    Some((value, start)) => bytes.push(value << 4 | digit(*character), start, at + 1),
                    None => high = Some((digit(*character), at)),
                }
            }
        }
    }
    match high {
        Some((_, at)) => Err((Fault::OddDigits, Place::new(at, at + 1))),
        None => Ok(bytes),
    }
}

/// Groups of an even number of digits each.
fn pairs(lines: &[Line<'_>]) -> Result<Bytes, Refusal> {
    let mut bytes = Bytes::default();
    for line in lines {
        for (start, token) in tokens(line.bytes) {
            let run = digits(token);
            let from = line.start + start + token.len() - run.len();
            if !run.len().is_multiple_of(2) || run.is_empty() {
                return Err((Fault::OddDigits, Place::new(line.start + start, from + run.len())));
            }
            bytes.push_hex(run, from);
        }
    }
    Ok(bytes)
}

/// Reads hex with percent signs; letters, digits and `-._~` may stand for themselves, as in a URL.
pub(super) fn percent(text: &Text, _: Format) -> Reading {
    let mut reading = Reading::default();
    let mut packet = Ok(Bytes::default());
    for line in text.lines() {
        let inside = line.bytes.trim_ascii();
        if inside.contains(&b'%') && !inside.contains(&b' ') {
            packet = packet.and_then(|bytes| percent_line(line, bytes));
            continue;
        }
        reading.take(core::mem::replace(&mut packet, Ok(Bytes::default())));
        if !inside.is_empty() {
            reading.warn(Fault::NotRead, Place::new(line.start, line.end()));
        }
    }
    reading.take(packet);
    reading
}

fn percent_line(line: Line<'_>, mut bytes: Bytes) -> Result<Bytes, Refusal> {
    let mut scan = Scan::new(line.bytes);
    while let Some(next) = scan.peek() {
        let start = line.start + scan.at;
        let place = |length| Place::new(start, start + length);
        match scan.rest() {
            [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push(digit(*high) << 4 | digit(*low), start, start + 3);
                scan.at += 2;
            }
            [b'%', ..] => return Err((Fault::OddDigits, place(1))),
            _ if next.is_ascii_alphanumeric() || b"-._~!*()".contains(&next) => bytes.push(next, start, start + 1),
            _ if next.is_ascii_whitespace() || matches!(next, b'"' | b'\'') => {}
            _ => return Err((Fault::StrangeCharacter, place(1))),
        }
        scan.at += 1;
    }
    Ok(bytes)
}
