//! Base64 (RFC 4648 4 and 5), alone and in data URLs (RFC 2397).

use super::fault::What;
use super::reading::Reader;
use super::scan::BASE64;
use super::{Format, Place};

/// Reads paragraphs of base64. What is none ends a paragraph.
pub(super) fn read(text: &mut Reader, _: Format) {
    text.paragraphs(part, paragraph);
}

/// Whether a line is base64, in quotes or not; no more than that is left to read.
#[inline(never)]
pub(super) fn part(line: &mut Reader) -> bool {
    line.trim();
    if let [first @ (b'"' | b'\''), .., last] = line.slice(line.at, line.end)
        && first == last
    {
        (line.at, line.end) = (line.at + 1, line.end - 1);
    }
    let start = line.at;
    let digits = line.skip(BASE64);
    let padding = line.end - line.at;
    let padded = padding <= 2 && (padding == 0 || line.eat(b"=")) && (padding <= 1 || line.eat(b"="));
    line.at = start;
    digits > 0 && padded
}

/// Whether a line is base64 rather than a word.
pub(super) fn is_surely(line: &mut Reader) -> bool {
    part(line) && (line.end - line.at >= 8 || line.byte(line.end - 1) == b'=')
}

/// Lines of one length, but for a shorter last one, are one packet; else each is.
fn paragraph(text: &mut Reader, lines: &[Place]) {
    let Some((last, before)) = lines.split_last() else { return };
    let first = before.first().unwrap_or(last);
    let width = |line: &Place| line.end - line.start;
    let is_whole = |line: &Place| width(line) == width(first) && text.byte(line.end as usize - 1) != b'=';
    let whole = width(first).is_multiple_of(4) && before.iter().all(is_whole) && width(last) <= width(first);
    if whole || before.is_empty() {
        return packet(text, lines);
    }
    for line in lines {
        packet(text, &[*line]);
    }
    text.warn(What::PacketALine, 0, Place { start: first.start, end: last.end });
}

/// Reads each data URL as a packet.
pub(super) fn data_url(text: &mut Reader, _: Format) {
    while text.seek(b"data:") {
        let start = text.at;
        text.until(b", \t\r\n");
        if !text.since(start).ends_with(b";base64") || !text.eat(b",") {
            text.at = text.at.max(start + 1);
            continue;
        }
        let here = text.rest();
        text.skip(BASE64);
        while text.eat(b"=") {
            text.skip(BASE64);
        }
        if text.peek() == b'%' || text.is_here(b"...") {
            let _ = text.refuse_here(What::StrangeCharacter);
            continue;
        }
        let payload = Place { end: text.at as u32, ..here };
        packet(text, &[payload]);
        text.enter(Place { start: payload.end, ..here });
    }
}

/// A digit's value, in either alphabet; 64 for anything else.
const fn value(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => 64,
    }
}

/// Digits to bytes, six bits at a time.
#[inline(never)]
fn packet(text: &mut Reader, lines: &[Place]) {
    // Bits that are no byte yet, and how many they are: two for each digit that is missing of four.
    let (mut bits, mut count) = (0u32, 0u32);
    // Where the digit began that has the first of these bits.
    let mut start = 0;
    let mut padding = 0;
    // A digit of the alphabet of URLs, or of the other one, that is in it alone; one of both, or one behind the padding.
    let (mut of_urls, mut of_mail) = (false, false);
    let mut strange = None;
    for line in lines {
        text.enter(*line);
        loop {
            let character = text.next();
            if character == 0 {
                break;
            }
            let value = value(character);
            if value == 64 {
                padding += u32::from(character == b'=');
                continue;
            }
            of_urls |= matches!(character, b'-' | b'_');
            of_mail |= matches!(character, b'+' | b'/');
            if strange.is_none() && (of_urls && of_mail || padding > 0) {
                strange = Some(text.at);
            }
            bits = bits << 6 | u32::from(value);
            if count == 0 {
                count = 6;
            } else {
                count -= 2;
                text.push((bits >> count) as u8, start);
            }
            start = text.at - 1;
        }
    }
    let last = text.at.saturating_sub(1);
    let left = bits & ((1 << count) - 1);
    let missing = count / 2;
    if let Some(end) = strange {
        text.at = end;
        let _ = text.refuse(What::StrangeCharacter, end - 1);
    } else if missing == 3 || left != 0 || padding != 0 && padding != missing {
        let _ = text.refuse(What::Base64Cut, last);
    } else {
        if missing != padding {
            text.warn(What::PaddingMissing, 0, Place::new(last, text.at));
        }
        text.take();
    }
}
