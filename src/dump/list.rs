//! Lists of numbers: arrays of C, Go, Rust, Java and JavaScript, what Node prints of typed arrays, and numbers with `0x` alone.

use super::bytes::Bytes;
use super::fault::Fault;
use super::reading::{Reading, Refusal};
use super::scan::{Scan, decimal, is_name};
use super::text::Text;
use super::{Format, Place};
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::one_of;
use nom::combinator::{map, opt};
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

/// Reads each list in brackets as a packet.
pub(super) fn bracketed(text: &Text, _: Format) -> Reading {
    let mut reading = Reading::default();
    let mut scan = Scan::new(text.bytes());
    let mut claimed = None;
    loop {
        scan.run(|byte| !matches!(byte, b'[' | b'{' | b'('));
        let Some(open) = scan.peek() else { return reading };
        let start = scan.at;
        if let Some(size) = size(&mut scan) {
            claimed = Some(size);
            continue;
        }
        scan.at = start + 1;
        if open == b'(' || !begins_number(scan) {
            continue;
        }
        let closing = if open == b'[' { b']' } else { b'}' };
        let read = numbers(&mut scan, closing, Place::new(start, start + 1));
        let claimed = claimed.take().or_else(|| length_after(scan));
        reading.take(read.and_then(|bytes| check(bytes, claimed, scan.since(start))));
    }
}

/// As many bytes as the text says, where it says so.
fn check(bytes: Bytes, claimed: Option<u32>, place: Place) -> Result<Bytes, Refusal> {
    let found = bytes.len() as u32;
    match claimed {
        Some(claimed) if claimed != found => Err((Fault::LengthDiffers { claimed, found }, place)),
        _ => Ok(bytes),
    }
}

/// `[78]` in `bytes[78]` and in `[78]byte`, and the number in `Uint8Array(78)`.
fn size(scan: &mut Scan<'_>) -> Option<u32> {
    let named = scan.before().is_some_and(is_name);
    let open = scan.peek()?;
    scan.at += 1;
    let digits = scan.run(|byte| byte.is_ascii_digit());
    let closes = scan.eat(match open {
        b'[' => b"]",
        b'(' => b")",
        _ => return None,
    });
    let of_type = open == b'[' && scan.peek().is_some_and(is_name);
    (closes && !digits.is_empty() && (named || of_type)).then(|| decimal(digits))
}

/// xxd -i says the length after the array: `unsigned int name_len = 78;`.
fn length_after(mut scan: Scan<'_>) -> Option<u32> {
    scan.skip_blanks();
    (scan.eat(b";")).then_some(())?;
    scan.skip_blanks();
    scan.eat(b"unsigned int ").then_some(())?;
    let name = scan.run(is_name);
    name.ends_with(b"_len").then_some(())?;
    scan.eat(b" = ").then_some(())?;
    let digits = scan.run(|byte| byte.is_ascii_digit());
    (!digits.is_empty()).then(|| decimal(digits))
}

/// Whether there is a bracket with a number and a comma after it.
pub(super) fn has_list(text: &[u8]) -> bool {
    let mut scan = Scan::new(text);
    loop {
        scan.run(|byte| !matches!(byte, b'[' | b'{'));
        if scan.peek().is_none() {
            return false;
        }
        scan.at += 1;
        let mut ahead = scan;
        if begins_number(ahead) {
            skip_between(&mut ahead);
            ahead.run(|byte| is_name(byte) || byte == b'-');
            if ahead.peek() == Some(b',') {
                return true;
            }
        }
    }
}

/// Whether a number is near: comments before it may be so long, and no bracket makes us look through all of the text.
fn begins_number(scan: Scan<'_>) -> bool {
    let end = scan.text.len().min(scan.at + 256);
    let mut scan = Scan { text: scan.text.get(..end).unwrap_or_default(), at: scan.at };
    skip_between(&mut scan);
    scan.peek().is_some_and(|byte| byte.is_ascii_digit() || byte == b'-') && !scan.rest().starts_with(b"--")
}

/// The numbers up to the closing bracket.
pub(super) fn numbers(scan: &mut Scan<'_>, closing: u8, opening: Place) -> Result<Bytes, Refusal> {
    let mut bytes = Bytes::default();
    loop {
        skip_between(scan);
        let start = scan.at;
        let Some(next) = scan.peek() else { return Err((Fault::Unclosed { closing: closing.into() }, opening)) };
        if next == closing {
            scan.at += 1;
            return Ok(bytes);
        }
        if scan.eat(b"...") {
            return Err(more(scan, start));
        }
        let Ok((rest, number)) = number(scan.rest()) else { return Err((Fault::StrangeCharacter, scan.here())) };
        scan.at = scan.text.len() - rest.len();
        if rest.first().is_some_and(|next| is_name(*next) || *next == b'.') {
            return Err((Fault::StrangeCharacter, scan.here()));
        }
        bytes.push(byte(number).map_err(|fault| (fault, scan.since(start)))?, start, scan.at);
    }
}

/// `... 28 more items`, as Node prints of long arrays and buffers.
pub(super) fn more(scan: &mut Scan<'_>, start: usize) -> Refusal {
    scan.skip_blanks();
    let count = decimal(scan.run(|byte| byte.is_ascii_digit()));
    (Fault::MoreNotPrinted { count }, scan.since(start))
}

/// Blanks, commas, comments and casts.
fn skip_between(scan: &mut Scan<'_>) {
    loop {
        let start = scan.at;
        scan.run(|byte| byte.is_ascii_whitespace() || byte == b',');
        if scan.eat(b"//") {
            scan.run(|byte| byte != b'\n');
        }
        if scan.eat(b"/*") {
            scan.seek(b"*/");
            scan.eat(b"*/");
        }
        if scan.peek() == Some(b'(') {
            cast(scan);
        }
        if scan.at == start {
            return;
        }
    }
}

/// `(byte)`, `(unsigned char)`.
fn cast(scan: &mut Scan<'_>) {
    let mut ahead = *scan;
    ahead.at += 1;
    let kind = ahead.run(|byte| is_name(byte) || byte == b' ');
    if kind.first().is_some_and(u8::is_ascii_alphabetic) && ahead.eat(b")") {
        *scan = ahead;
    }
}

/// A number as it is written.
#[derive(Clone, Copy)]
enum Number<'a> {
    Radix(u32, &'a [u8]),
    Decimal { negative: bool, digits: &'a [u8] },
}

type Read<'a, T> = IResult<&'a [u8], T, ()>;

fn number(text: &[u8]) -> Read<'_, Number<'_>> {
    let prefixed = |letters: &'static str| {
        preceded((tag(&b"0"[..]), one_of(letters)), take_while1(|byte: u8| byte.is_ascii_hexdigit()))
    };
    let plain = (opt(tag(&b"-"[..])), take_while1(|byte: u8| byte.is_ascii_digit()));
    let number = alt((
        map(prefixed("xX"), |digits| Number::Radix(16, digits)),
        map(prefixed("bB"), |digits| Number::Radix(2, digits)),
        map(prefixed("oO"), |digits| Number::Radix(8, digits)),
        map(plain, |(minus, digits)| Number::Decimal { negative: minus.is_some(), digits }),
    ));
    let suffix = alt((tag(&b"_u8"[..]), tag(&b"u8"[..]), tag(&b"U"[..]), tag(&b"u"[..])));
    terminated(number, opt(suffix)).parse(text)
}

/// A byte's value; Java's bytes are negative from 128 on.
fn byte(number: Number<'_>) -> Result<u8, Fault> {
    let (radix, digits) = match number {
        Number::Radix(radix, digits) => (radix, digits),
        Number::Decimal { digits: [b'0', _, ..], .. } => return Err(Fault::LeadingZero),
        Number::Decimal { digits, .. } => (10, digits),
    };
    let value = digits.iter().try_fold(0u32, |value, digit| {
        char::from(*digit).to_digit(radix).map(|digit| value.saturating_mul(radix).saturating_add(digit))
    });
    let value = value.ok_or(Fault::NotAByte)?;
    match number {
        Number::Decimal { negative: true, .. } if value <= 128 => Ok(0u8.wrapping_sub(value as u8)),
        Number::Decimal { negative: true, .. } => Err(Fault::NotAByte),
        _ => u8::try_from(value).map_err(|_| Fault::NotAByte),
    }
}

/// Reads lines of numbers with `0x`. A line without any ends a packet; one that cannot be read refuses all of its packet.
pub(super) fn bare(text: &Text, _: Format) -> Reading {
    let mut reading = Reading::default();
    let mut packet = Ok(Bytes::default());
    for line in text.lines() {
        if is_bare(line.bytes) {
            packet = packet.and_then(|mut bytes| bare_line(line.bytes, line.start, &mut bytes).map(|()| bytes));
            continue;
        }
        take_bare(core::mem::replace(&mut packet, Ok(Bytes::default())), &mut reading);
        if !line.bytes.trim_ascii().is_empty() {
            reading.warn(Fault::NotRead, Place::new(line.start, line.end()));
        }
    }
    take_bare(packet, &mut reading);
    reading
}

/// A last number of one digit, where no other is, may have lost another.
fn take_bare(packet: Result<Bytes, Refusal>, reading: &mut Reading) {
    if let Ok(bytes) = &packet
        && let Some((last, others)) = bytes.places.split_last()
    {
        let is_short = |place: &Place| place.end - place.start == 3;
        if is_short(last) && !others.iter().any(is_short) {
            reading.warn(Fault::OddDigits, *last);
        }
    }
    reading.take(packet);
}

/// Whether a line begins with `0x`: what is strange after it is refused.
pub(super) fn is_bare(line: &[u8]) -> bool {
    matches!(line.trim_ascii_start(), [b'0', b'x' | b'X', ..])
}

fn bare_line(line: &[u8], start: usize, bytes: &mut Bytes) -> Result<(), Refusal> {
    let mut scan = Scan::new(line);
    let place = |place: Place| Place { start: place.start + start as u32, end: place.end + start as u32 };
    let is_end = |next: Option<u8>| next.is_none_or(|next| matches!(next, b' ' | b'\t' | b',' | b';'));
    let mut padded = false;
    loop {
        scan.run(|byte| matches!(byte, b' ' | b'\t' | b',' | b';'));
        let begin = scan.at;
        if scan.peek().is_none() {
            return Ok(());
        }
        let digits = if scan.eat(b"0x") || scan.eat(b"0X") { scan.run(|byte| byte.is_ascii_hexdigit()) } else { &[] };
        if digits.is_empty() || !is_end(scan.peek()) {
            return Err((Fault::StrangeCharacter, place(scan.here())));
        }
        match digits {
            [digit] if !padded => bytes.push(super::bytes::digit(*digit), start + begin, start + scan.at),
            [high, low] => {
                padded |= *high == b'0';
                let value = super::bytes::digit(*high) << 4 | super::bytes::digit(*low);
                bytes.push(value, start + begin, start + scan.at);
            }
            _ if digits.len() % 2 == 0 => bytes.push_hex(digits, start + begin + 2),
            _ => return Err((Fault::OddDigits, place(scan.since(begin)))),
        }
    }
}
