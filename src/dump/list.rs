//! Lists of numbers in brackets: arrays of C, Go, Rust, Java and JavaScript, what Node prints of typed arrays.

use super::fault::What;
use super::narrow::ELLIPSIS;
use super::reading::{Reader, Step};
use super::scan::{BASE64, BLANK, COMMA, DIGIT, NAME, QUOTE, SPACE, is};
use super::{Format, Place};

/// Reads each list in brackets as a packet.
pub(super) fn bracketed(text: &mut Reader, _: Format) {
    loop {
        let open = text.until(b"[{(");
        let start = text.at;
        if open == 0 {
            return;
        }
        if size(text) {
            continue;
        }
        text.at = start + 1;
        if open == b'(' || !begins_number(text) {
            continue;
        }
        if numbers(text, open + 2, start).is_ok() {
            let end = text.at;
            if text.claimed.is_none() {
                length_after(text);
            }
            text.at = end;
            if text.check_claim(start).is_ok() {
                text.take();
            }
        }
        text.claimed = None;
    }
}

/// Whether this is `[78]` in `bytes[78]` or in `[78]byte`, or the number in `Uint8Array(78)`: a claim.
fn size(text: &mut Reader) -> bool {
    let named = is(text.before(), NAME);
    let open = text.next();
    let start = text.at;
    let any = text.skip(DIGIT) > 0;
    let size = text.number(start, 10);
    let closes = text.eat(if open == b'[' { b"]" } else { b")" });
    let of_type = open == b'[' && is(text.peek(), NAME);
    let claims = any && closes && (named || of_type) && open != b'{';
    if claims {
        text.claimed = Some(size);
    }
    claims
}

/// xxd -i says the length after the array: `unsigned int name_len = 78;`.
fn length_after(text: &mut Reader) {
    text.skip(SPACE);
    if !text.eat(b";") {
        return;
    }
    text.skip(SPACE);
    let starts = text.eat(b"unsigned int ");
    let name = text.at;
    text.skip(NAME);
    if starts && text.since(name).ends_with(b"_len") && text.eat(b" = ") {
        text.claim();
    }
}

/// Whether there is a bracket with a number and a comma after it.
pub(super) fn is_there(text: &mut Reader) -> bool {
    loop {
        let open = text.until(b"[{");
        if open == 0 {
            return false;
        }
        text.at += 1;
        let start = text.at;
        if begins_number(text) {
            skip_between(text);
            text.skip(BASE64);
            let _ = text.eat(b"\"") || text.eat(b"'");
            let next = text.peek();
            if next == b',' || open == b'{' && next == b':' || text.is_here(REPEATS) {
                return true;
            }
        }
        text.at = start;
    }
}

/// Whether a number is near: comments before it may be so long, and no bracket makes us look through all of the text.
fn begins_number(text: &mut Reader) -> bool {
    let here = text.rest();
    text.end = text.end.min(text.at + 256);
    skip_between(text);
    let begins = is(text.peek(), DIGIT) || text.next() == b'-' && text.peek() != b'-';
    text.enter(here);
    begins
}

/// The numbers up to the closing bracket; of those that are claimed to be there, where the text says how many. What opened the
/// list stands at `opening`.
pub(super) fn numbers(text: &mut Reader, closing: u8, opening: usize) -> Step {
    let opening = Place::new(opening, text.at);
    loop {
        skip_between(text);
        let start = text.at;
        let next = text.peek();
        if next == 0 {
            return text.refuse_with(What::Unclosed, [closing.into(), 0], opening);
        }
        if next == closing {
            text.at += 1;
            return Ok(());
        }
        if next == ELLIPSIS || text.eat(b"...") {
            return more(text, start);
        }
        if text.claimed == Some(text.count() as u32) && is(next, NAME) && !is(next, DIGIT) {
            // What consoles know of an array besides: `buffer: ArrayBuffer(28), byteLength: 28`.
            text.until(&[closing]);
            continue;
        }
        let read = byte(text);
        let index = text.number(start, 10);
        let end = text.at;
        text.eat(b"\"");
        text.skip(SPACE);
        if end > start && text.eat(b":") {
            // `{ "0": 69, "1": 0 }`
            if index != text.count() as u32 {
                return text.refuse_at(What::OffsetsUnclear, Place::new(start, end));
            }
            continue;
        }
        text.at = end;
        if end == start || is(text.peek(), NAME) || text.peek() == b'.' {
            return text.refuse_here(What::StrangeCharacter);
        }
        match read {
            Ok(byte) => repeated(text, byte, start)?,
            Err(what) => return text.refuse(what, start),
        }
    }
}

/// How gdb says that a value is there more than once: `0x0 <repeats 12 times>`.
const REPEATS: &[u8] = b" <repeats ";

/// A byte, as often as is said.
fn repeated(text: &mut Reader, byte: u8, start: usize) -> Step {
    let place = Place::new(start, text.at);
    let mut count = 1;
    if text.eat(REPEATS) {
        let digits = text.at;
        text.skip(DIGIT);
        count = text.number(digits, 10);
        text.eat(b" times>");
    }
    if (count as usize).saturating_add(text.data.len()) > text.room() {
        return text.refuse_with(What::RepeatTooLong, [count, 0], Place::new(start, text.at));
    }
    for _ in 0..count {
        text.push_at(byte, place);
    }
    Ok(())
}

/// `... 28 more items`, as Node prints of long arrays and buffers; or how many are known to be left.
pub(super) fn more(text: &mut Reader, start: usize) -> Step {
    let end = text.at.max(start + 1);
    let mut left = text.claimed.map_or(0, |claimed| claimed.saturating_sub(text.count() as u32));
    text.skip(SPACE);
    let digits = text.at;
    if text.skip(DIGIT) > 0 {
        left = text.number(digits, 10);
    } else {
        text.at = end;
    }
    text.refuse_with(What::MoreNotPrinted, [left, 0], Place::new(start, text.at))
}

/// Blanks, commas, quotes, comments and casts.
fn skip_between(text: &mut Reader) {
    loop {
        let start = text.at;
        text.skip(SPACE | COMMA | QUOTE);
        if text.eat(b"//") {
            text.until(b"\n");
        }
        if text.eat(b"/*") {
            text.seek(b"*/");
            text.eat(b"*/");
        }
        cast(text);
        if text.at == start {
            return;
        }
    }
}

/// `(byte)`, `(unsigned char)`.
fn cast(text: &mut Reader) {
    let start = text.at;
    let first = text.byte(start + 1);
    if text.eat(b"(") && is(first, NAME) && !is(first, DIGIT) {
        text.skip(NAME | BLANK);
        if text.eat(b")") {
            return;
        }
    }
    text.at = start;
}

/// A number, with the suffix of Rust or C; nothing is read where there is none. Java's bytes are negative from 128 on.
fn byte(text: &mut Reader) -> Result<u8, What> {
    let start = text.at;
    let radix = match text.byte(start + 1) | 0x20 {
        _ if text.peek() != b'0' => 10,
        b'x' => 16,
        b'b' => 2,
        b'o' => 8,
        _ => 10,
    };
    text.at += if radix == 10 { 0 } else { 2 };
    let negative = radix == 10 && text.eat(b"-");
    let digits = text.at;
    // What is no digit of the radix ends the number in no language.
    let count = text.digits(if radix == 10 { 10 } else { 16 }, usize::MAX);
    if count == 0 {
        text.at = start;
        return Err(What::NotAByte);
    }
    let value = text.number(digits, radix);
    let _ = text.eat(b"_u8") || text.eat(b"u8") || text.eat(b"U") || text.eat(b"u");
    match value {
        _ if radix == 10 && count > 1 && text.byte(digits) == b'0' => Err(What::LeadingZero),
        0..=128 if negative => Ok(0u8.wrapping_sub(value as u8)),
        0..=255 if !negative => Ok(value as u8),
        _ => Err(What::NotAByte),
    }
}
