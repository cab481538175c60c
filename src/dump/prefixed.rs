//! Numbers with `0x` and no brackets, with the addresses before them that debuggers print, or without.

use super::fault::What;
use super::reading::{Reader, Step};
use super::scan::{BLANK, COMMA, NO_NUMBER, is};
use super::{Format, Place, base64};

/// Reads lines of numbers with `0x`, with the addresses before them that gdb prints (`x/32xb`), or without.
pub(super) fn read(text: &mut Reader, _: Format) {
    text.paragraphs(is_line, packet);
}

/// A line that cannot be read refuses all of its packet.
fn packet(text: &mut Reader, lines: &[Place]) {
    let mut first = NO_NUMBER;
    for line in lines {
        text.enter(*line);
        if numbers(text, &mut first).is_err() {
            return;
        }
    }
    // A last number of one digit, where no other is, may have lost another.
    if let Some((last, others)) = text.bytes_places().split_last() {
        let is_short = |place: &Place| place.end - place.start == 3;
        if is_short(last) && !others.iter().any(is_short) {
            let last = *last;
            text.warn(What::OddDigits, 0, last);
        }
    }
    text.take();
}

/// Whether a line begins with `0x`: what is strange after it is refused. Base64 may begin so as well: it has padding, or letters
/// of both cases that are no digits.
pub(super) fn is_line(line: &mut Reader) -> bool {
    line.trim();
    let start = line.at;
    let prefixed = line.eat_0x();
    let is_other = prefixed && (line.byte(line.end - 1) == b'=' || line.has_both_cases(b'G'));
    line.at = start;
    prefixed && !(is_other && base64::part(line))
}

/// One line; `first` is the address of the packet's first one, where lines have addresses.
fn numbers(text: &mut Reader, first: &mut u32) -> Step {
    let mut padded = false;
    let line = text.rest();
    let address = address(text);
    let before = text.count() as u32;
    if before == 0 {
        *first = address;
    }
    let expected = first.wrapping_add(before);
    if (*first, address) != (NO_NUMBER, NO_NUMBER) && address != expected {
        return text.refuse_at(What::OffsetsUnclear, line);
    }
    loop {
        text.skip(BLANK | COMMA);
        let start = text.at;
        if text.peek() == 0 {
            return Ok(());
        }
        let prefixed = text.eat_0x();
        let digits = text.at;
        let count = text.digits(16, usize::MAX);
        let next = text.peek();
        if !prefixed || count == 0 || next != 0 && !is(next, BLANK | COMMA) {
            text.next();
            return text.refuse(What::StrangeCharacter, start);
        }
        if count > 2 && address != NO_NUMBER {
            return text.refuse(What::Words, start);
        }
        padded |= count == 2 && text.byte(digits) == b'0';
        if !count.is_multiple_of(2) && (count > 2 || padded) {
            return text.refuse(What::OddDigits, start);
        }
        if count > 2 {
            text.push_hex(digits, text.at);
        } else {
            let value = text.number(digits, 16);
            text.push(value as u8, start);
        }
    }
}

/// `0x7ffc9d40 <buffer+8>:`, as gdb has it before a line; the reader goes on behind it.
fn address(text: &mut Reader) -> u32 {
    let start = text.at;
    text.skip(BLANK);
    text.eat(b"0x");
    let count = text.digits(16, 16);
    // The last eight digits tell one line from the next.
    let address = text.number(text.at - count.min(8), 16);
    text.skip(BLANK);
    if text.eat(b"<") {
        text.until(b">");
        text.eat(b">");
    }
    if text.eat(b":") {
        return address;
    }
    text.at = start;
    NO_NUMBER
}
