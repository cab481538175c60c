//! Lists of numbers: arrays of C, Go, Rust, Java and JavaScript, what Node prints of typed arrays, and numbers with `0x` alone.

use super::fault::Fault;
use super::narrow::ELLIPSIS;
use super::reading::{Reading, Step, digit, number};
use super::scan::{BASE64, BLANK, COMMA, DIGIT, NAME, QUOTE, SPACE, Scan, decimal, is, trimmed};
use super::text::{Line, Text};
use super::{Format, Place, base64};

/// Reads each list in brackets as a packet.
pub(super) fn bracketed(text: &Text, _: Format, reading: &mut Reading) {
    let mut scan = Scan::new(text.bytes());
    let mut claimed = None;
    loop {
        scan.until(b"[{(");
        let open = scan.peek();
        if open == 0 {
            return;
        }
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
        let read = numbers(&mut scan, closing, claimed, Place::new(start, start + 1), reading);
        let claimed = claimed.take().or_else(|| length_after(scan));
        if read.is_ok() {
            take_checked(reading, claimed, scan.since(start));
        }
    }
}

/// Takes the packet if it has as many bytes as the text says, where it says so.
#[inline(never)]
pub(super) fn take_checked(reading: &mut Reading, claimed: Option<u32>, place: Place) {
    let found = reading.count() as u32;
    match claimed {
        Some(claimed) if claimed != found => _ = reading.refuse(Fault::LengthDiffers { claimed, found }, place),
        _ => reading.take(),
    }
}

/// `[78]` in `bytes[78]` and in `[78]byte`, and the number in `Uint8Array(78)`.
fn size(scan: &mut Scan<'_>) -> Option<u32> {
    let named = is(scan.before(), NAME);
    let open = scan.next();
    let digits = scan.run(DIGIT);
    let closes = scan.eat(match open {
        b'[' => b"]",
        b'(' => b")",
        _ => return None,
    });
    let of_type = open == b'[' && is(scan.peek(), NAME);
    (closes && !digits.is_empty() && (named || of_type)).then(|| decimal(digits))
}

/// xxd -i says the length after the array: `unsigned int name_len = 78;`.
fn length_after(mut scan: Scan<'_>) -> Option<u32> {
    scan.skip_blanks();
    (scan.eat(b";")).then_some(())?;
    scan.skip_blanks();
    scan.eat(b"unsigned int ").then_some(())?;
    let name = scan.run(NAME);
    name.ends_with(b"_len").then_some(())?;
    scan.eat(b" = ").then_some(())?;
    let digits = scan.run(DIGIT);
    (!digits.is_empty()).then(|| decimal(digits))
}

/// Whether there is a bracket with a number and a comma after it.
pub(super) fn has_list(text: &[u8]) -> bool {
    let mut scan = Scan::new(text);
    loop {
        scan.until(b"[{");
        let open = scan.next();
        if open == 0 {
            return false;
        }
        let mut ahead = scan;
        if begins_number(ahead) {
            skip_between(&mut ahead);
            ahead.skip(BASE64);
            let _ = ahead.eat(b"\"") || ahead.eat(b"'");
            if ahead.peek() == b',' || open == b'{' && ahead.peek() == b':' || ahead.rest().starts_with(b" <repeats ") {
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
    is(scan.peek(), DIGIT) || scan.next() == b'-' && scan.peek() != b'-'
}

/// The numbers up to the closing bracket; of those that are claimed to be there, where the text says how many.
pub(super) fn numbers(
    scan: &mut Scan<'_>,
    closing: u8,
    claimed: Option<u32>,
    opening: Place,
    reading: &mut Reading,
) -> Step {
    loop {
        skip_between(scan);
        let start = scan.at;
        let next = scan.peek();
        if next == 0 {
            return Err(reading.refuse(Fault::Unclosed { closing: closing.into() }, opening));
        }
        if next == closing {
            scan.at += 1;
            return Ok(());
        }
        if next == ELLIPSIS || scan.eat(b"...") {
            let left = claimed.map(|claimed| claimed.saturating_sub(reading.count() as u32));
            return more(scan, start, left, reading);
        }
        if claimed == Some(reading.count() as u32) && is(next, NAME) && !is(next, DIGIT) {
            // What consoles know of an array besides: `buffer: ArrayBuffer(28), byteLength: 28`.
            while scan.peek() != 0 && scan.peek() != closing {
                scan.at += 1;
            }
            continue;
        }
        let read = byte(scan);
        let after = *scan;
        let _ = scan.eat(b"\"");
        scan.skip_blanks();
        if scan.at > start && scan.eat(b":") {
            // `{ "0": 69, "1": 0 }`
            if read != Ok(reading.count() as u8) {
                return Err(reading.refuse(Fault::OffsetsUnclear, after.since(start)));
            }
            continue;
        }
        *scan = after;
        let strange = scan.at == start || is(scan.peek(), NAME) || scan.peek() == b'.';
        match read {
            Ok(byte) if !strange => repeated(scan, byte, start, reading)?,
            Err(fault) if !strange => return Err(reading.refuse(fault, scan.since(start))),
            _ => return Err(reading.refuse(Fault::StrangeCharacter, scan.here())),
        }
    }
}

/// A byte, as often as gdb says: `0x0 <repeats 12 times>`.
fn repeated(scan: &mut Scan<'_>, byte: u8, start: usize, reading: &mut Reading) -> Step {
    let end = scan.at;
    let mut count = 1;
    if scan.eat(b" <repeats ") {
        count = decimal(scan.run(DIGIT));
        scan.eat(b" times>");
    }
    // As for the `*` of dumps: no more than a multiple of the text.
    let room = scan.text.len().saturating_mul(16).saturating_add(1 << 16);
    if (count as usize).saturating_add(reading.data.len()) > room {
        return Err(reading.refuse(Fault::RepeatTooLong { count }, scan.since(start)));
    }
    (0..count).for_each(|_| reading.push(byte, start, end));
    Ok(())
}

/// `... 28 more items`, as Node prints of long arrays and buffers; or how many are known to be left.
pub(super) fn more(scan: &mut Scan<'_>, start: usize, left: Option<u32>, reading: &mut Reading) -> Step {
    let end = scan.at.max(start + 1);
    scan.skip_blanks();
    let digits = scan.run(DIGIT);
    let place = if digits.is_empty() { Place::new(start, end) } else { scan.since(start) };
    let count = left.filter(|_| digits.is_empty()).unwrap_or(decimal(digits));
    Err(reading.refuse(Fault::MoreNotPrinted { count }, place))
}

/// Blanks, commas, quotes, comments and casts.
fn skip_between(scan: &mut Scan<'_>) {
    loop {
        let start = scan.at;
        scan.skip(SPACE | COMMA | QUOTE);
        if scan.eat(b"//") {
            scan.until(b"\n");
        }
        if scan.eat(b"/*") {
            scan.seek(b"*/");
            scan.eat(b"*/");
        }
        if scan.peek() == b'(' {
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
    let kind = ahead.run(NAME | BLANK);
    if kind.first().is_some_and(|first| is(*first, NAME) && !is(*first, DIGIT)) && ahead.eat(b")") {
        *scan = ahead;
    }
}

/// A number, with the suffix of Rust or C; nothing is read where there is none. Java's bytes are negative from 128 on.
fn byte(scan: &mut Scan<'_>) -> Result<u8, Fault> {
    let prefixes: [(&[u8], &[u8], u8); 3] = [(b"0x", b"0X", 16), (b"0b", b"0B", 2), (b"0o", b"0O", 8)];
    let start = scan.at;
    let prefix = prefixes.into_iter().find(|(lower, upper, _)| scan.eat(lower) || scan.eat(upper));
    let radix = prefix.map_or(10, |(_, _, radix)| radix);
    let negative = prefix.is_none() && scan.eat(b"-");
    // What is no digit of the radix ends the number in no language.
    let digits = scan.digits(if radix == 10 { 10 } else { 16 }, usize::MAX);
    if digits.is_empty() {
        scan.at = start;
        return Err(Fault::NotAByte);
    }
    let suffixes: [&[u8]; 4] = [b"_u8", b"u8", b"U", b"u"];
    let _ = suffixes.into_iter().any(|suffix| scan.eat(suffix));
    if prefix.is_none() && matches!(digits, [b'0', _, ..]) {
        return Err(Fault::LeadingZero);
    }
    match number(digits, radix) {
        Some(value @ 0..=128) if negative => Ok(0u8.wrapping_sub(value as u8)),
        Some(value @ 0..=255) if !negative => Ok(value as u8),
        _ => Err(Fault::NotAByte),
    }
}

/// Reads lines of numbers with `0x`, with the addresses before them that gdb prints (`x/32xb`), or without. A line without any ends a packet; one that cannot be read refuses all of its packet.
pub(super) fn bare(text: &Text, _: Format, reading: &mut Reading) {
    let mut read = Ok(());
    let mut next = None;
    for line in text.lines() {
        if is_bare(line.bytes) {
            if read.is_ok() {
                read = bare_line(line, &mut next, reading);
            }
            continue;
        }
        take_bare(core::mem::replace(&mut read, Ok(())), reading);
        next = None;
        if !line.bytes.is_empty() {
            reading.warn(Fault::NotRead, line.place());
        }
    }
    take_bare(read, reading);
}

/// A last number of one digit, where no other is, may have lost another.
fn take_bare(read: Step, reading: &mut Reading) {
    if let Some((last, others)) = reading.bytes_places().split_last() {
        let is_short = |place: &Place| place.end - place.start == 3;
        if is_short(last) && !others.iter().any(is_short) {
            let last = *last;
            reading.warn(Fault::OddDigits, last);
        }
    }
    reading.take_if(read);
}

/// Whether a line begins with `0x`: what is strange after it is refused. Base64 may begin so as well: it has padding, or letters
/// of both cases that are no digits.
pub(super) fn is_bare(line: &[u8]) -> bool {
    let line = trimmed(line);
    let has = |letters: core::ops::RangeInclusive<u8>| line.iter().skip(2).any(|byte| letters.contains(byte));
    let is_other = base64::is_base64(line) && (line.ends_with(b"=") || (has(b'G'..=b'Z') && has(b'g'..=b'z')));
    matches!(line, [b'0', b'x' | b'X', ..]) && !is_other
}

/// One line; `next` is the address that the next one has, where lines have addresses.
fn bare_line(line: Line<'_>, next: &mut Option<u32>, reading: &mut Reading) -> Step {
    let mut scan = Scan::new(line.bytes);
    let mut padded = false;
    let address = address(&mut scan);
    let before = reading.count();
    if before > 0 && address != *next {
        return Err(reading.refuse(Fault::OffsetsUnclear, line.place()));
    }
    loop {
        scan.skip(BLANK | COMMA);
        let begin = scan.at;
        let first = scan.next();
        if first == 0 {
            *next = address.map(|address| address.wrapping_add((reading.count() - before) as u32));
            return Ok(());
        }
        let prefixed = first == b'0' && (scan.eat(b"x") || scan.eat(b"X"));
        let digits = scan.digits(16, usize::MAX);
        let (start, end) = (line.start + begin, line.start + scan.at);
        if !prefixed || digits.is_empty() || scan.peek() != 0 && !is(scan.peek(), BLANK | COMMA) {
            // At the line's end there is no character to name, but a number that is none yet.
            let place = if scan.peek() == 0 { Place::new(start, end) } else { Place::new(end, end + 1) };
            return Err(reading.refuse(Fault::StrangeCharacter, place));
        }
        match digits {
            [value] if !padded => reading.push(digit(*value), start, end),
            [high, low] => {
                padded |= *high == b'0';
                reading.push(digit(*high) << 4 | digit(*low), start, end);
            }
            _ if address.is_some() => return Err(reading.refuse(Fault::Words, Place::new(start, end))),
            _ if digits.len().is_multiple_of(2) => reading.push_hex(digits, start + 2),
            _ => return Err(reading.refuse(Fault::OddDigits, Place::new(start, end))),
        }
    }
}

/// `0x7ffc9d40 <buffer+8>:`, as gdb has it before a line; the scan goes on behind it.
fn address(scan: &mut Scan<'_>) -> Option<u32> {
    let mut ahead = *scan;
    ahead.skip(BLANK);
    ahead.eat(b"0x");
    // The last eight digits tell one line from the next.
    let digits = ahead.digits(16, 16);
    let address = number(digits.get(digits.len().saturating_sub(8)..)?, 16)?;
    ahead.skip(BLANK);
    if ahead.eat(b"<") {
        ahead.until(b">");
        ahead.eat(b">");
    }
    ahead.eat(b":").then(|| {
        *scan = ahead;
        address
    })
}
