//! Pairs of hex digits with or without something between them, and with percent signs.

use super::fault::Fault;
use super::reading::{Reading, Step, digit};
use super::scan::{DIGIT, HEX, NAME, SEPARATOR, SPACE, Scan, TOKEN, all, is, trimmed};
use super::text::{Line, Text};
use super::{Format, Place, time};

/// How xxd -p, and others that print hex for mail and terminals, break their lines.
const USUAL_WIDTHS: [usize; 4] = [60, 64, 72, 76];
/// Lines of one length over this are packets of one length rather than broken lines.
const WIDEST: usize = 100;

/// Reads paragraphs of hex. What is no hex ends a paragraph.
pub(super) fn read(text: &Text, _: Format, reading: &mut Reading) {
    text.paragraphs(hex_part, paragraph, reading);
}

/// Whether a line has hex and nothing else.
#[inline(never)]
pub(super) fn is_hex(line: &[u8]) -> bool {
    let mut tokens = Tokens::new(line);
    let mut any = false;
    while let Some((start, token)) = tokens.next() {
        // A colon is between pairs; after more digits it ends an offset.
        let is_pair = token.len() <= 2 || line.get(start + token.len()) != Some(&b':');
        if !is_pair || !all(digits(token), HEX) {
            return false;
        }
        any = true;
    }
    any && time::at_start(line).is_none()
}

/// Whether a line is what PostgreSQL prints of bytes: all digits after one `\x`.
pub(super) fn is_bytea(line: &[u8]) -> bool {
    let line = trimmed(line);
    line.starts_with(b"\\x") && line.len() > 4 && is_hex(line)
}

/// Whether a line has pairs that no list of decimal numbers has: with letters, or with zeros before the number.
pub(super) fn is_pairs(line: &[u8]) -> bool {
    let mut tokens = Tokens::new(line);
    let mut padded = false;
    while let Some((_, token)) = tokens.next() {
        if token.len() != 2 {
            return false;
        }
        padded |= matches!(token, [b'0', _]) || !all(token, DIGIT);
    }
    padded && is_hex(line)
}

/// The line, or what of it is hex in quotes: `bytes.fromhex("4500")`.
pub(super) fn hex_part(line: Line<'_>) -> Option<Line<'_>> {
    if is_hex(line.bytes) {
        return Some(line);
    }
    let mut scan = Scan::new(line.bytes);
    loop {
        scan.until(b"\"'");
        let quote = scan.next();
        if quote == 0 {
            return None;
        }
        let start = scan.at;
        let inside = scan.until(&[quote]);
        if inside.len() >= 4 && is_hex(inside) && scan.peek() == quote {
            return Some(Line { start: line.start + start, bytes: inside });
        }
    }
}

/// What stands between separators, with where it begins.
struct Tokens<'a> {
    scan: Scan<'a>,
}

impl<'a> Tokens<'a> {
    const fn new(line: &'a [u8]) -> Self {
        Tokens { scan: Scan::new(line) }
    }

    #[inline(never)]
    fn next(&mut self) -> Option<(usize, &'a [u8])> {
        self.scan.skip(SEPARATOR);
        let start = self.scan.at;
        let token = self.scan.run(TOKEN);
        (!token.is_empty()).then_some((start, token))
    }
}

/// A token without its `0x` or `\x`.
fn digits(token: &[u8]) -> &[u8] {
    match token {
        [b'0', b'x' | b'X', digits @ ..] | [b'\\', b'x', digits @ ..] => digits,
        _ => token,
    }
}

fn paragraph(lines: &[Line<'_>], reading: &mut Reading) {
    let Some((first, last)) = lines.first().zip(lines.last()) else { return };
    let (width, last_width) = (stream_width(first.bytes), stream_width(last.bytes));
    if width <= 8 || lines.iter().any(|line| stream_width(line.bytes) == 0) {
        let read = pairs(lines, reading);
        return reading.take_if(read);
    }
    let others = lines.get(..lines.len() - 1).unwrap_or_default();
    let equal = others.iter().all(|line| stream_width(line.bytes) == width) && last_width <= width;
    let place = Place::new(first.start, last.end());
    if lines.len() > 1 && (!equal || (width > WIDEST && last_width == width)) {
        lines.chunks(1).for_each(|line| stream(line, reading));
        return reading.warn(Fault::PacketALine, place);
    }
    stream(lines, reading);
    if lines.len() > 1 && !USUAL_WIDTHS.contains(&width) {
        reading.warn(Fault::LinesJoined, place);
    }
}

/// How many digits a line of nothing but digits has; 0 for any other line.
#[inline(never)]
fn stream_width(line: &[u8]) -> usize {
    let mut tokens = Tokens::new(line);
    let width = tokens.next().map_or(0, |(_, token)| digits(token).len());
    if tokens.next().is_none() { width } else { 0 }
}

/// Digits that may be broken anywhere into lines.
fn stream(lines: &[Line<'_>], reading: &mut Reading) {
    let mut high: Option<(u8, usize)> = None;
    for line in lines {
        let mut tokens = Tokens::new(line.bytes);
        while let Some((start, token)) = tokens.next() {
            let run = digits(token);
            let from = line.start + start + token.len() - run.len();
            for (at, character) in (from..).zip(run) {
                match high.take() {
                    Some((value, start)) => reading.push(value << 4 | digit(*character), start, at + 1),
                    None => high = Some((digit(*character), at)),
                }
            }
        }
    }
    match high {
        Some((_, at)) => _ = reading.refuse(Fault::OddDigits, Place::new(at, at + 1)),
        None => reading.take(),
    }
}

/// Groups of an even number of digits each.
fn pairs(lines: &[Line<'_>], reading: &mut Reading) -> Step {
    for line in lines {
        let mut tokens = Tokens::new(line.bytes);
        while let Some((start, token)) = tokens.next() {
            let run = digits(token);
            let from = line.start + start + token.len() - run.len();
            if !run.len().is_multiple_of(2) || run.is_empty() {
                return Err(reading.refuse(Fault::OddDigits, Place::new(line.start + start, from + run.len())));
            }
            reading.push_hex(run, from);
        }
    }
    Ok(())
}

/// Reads hex with percent signs; letters, digits and `-._~` may stand for themselves, as in a URL.
pub(super) fn percent(text: &Text, _: Format, reading: &mut Reading) {
    let mut read = Ok(());
    for line in text.lines() {
        let inside = trimmed(line.bytes);
        if inside.contains(&b'%') && !inside.contains(&b' ') {
            if read.is_ok() {
                read = percent_line(line, reading);
            }
            continue;
        }
        reading.take_if(core::mem::replace(&mut read, Ok(())));
        if !inside.is_empty() {
            reading.warn(Fault::NotRead, line.place());
        }
    }
    reading.take_if(read);
}

fn percent_line(line: Line<'_>, reading: &mut Reading) -> Step {
    let mut scan = Scan::new(line.bytes);
    loop {
        let start = line.start + scan.at;
        let place = Place::new(start, start + 1);
        match scan.next() {
            0 => return Ok(()),
            b'%' => match scan.digits(16, 2) {
                [high, low] => reading.push(digit(*high) << 4 | digit(*low), start, start + 3),
                _ => return Err(reading.refuse(Fault::OddDigits, place)),
            },
            next if is(next, NAME) || b"-.~!*()".contains(&next) => reading.push(next, start, start + 1),
            next if is(next, SPACE) || matches!(next, b'"' | b'\'') => {}
            _ => return Err(reading.refuse(Fault::StrangeCharacter, place)),
        }
    }
}
