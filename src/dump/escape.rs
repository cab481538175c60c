//! One element of a string literal: a character, or an escape of C, Python and their relatives.

use super::reading::number;
use super::scan::{BLANK, Scan};

/// What a literal is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// A character that stands for itself.
    Plain(u8),
    /// An escape that stands for a byte.
    Escape(u8),
    /// An octal escape over 255.
    TooLarge,
    /// A line that goes on in the next.
    Continued,
    /// A backslash before something that it gives no meaning.
    Unknown,
}

/// Reads one element. There is none at the text's end.
pub(super) fn element(scan: &mut Scan<'_>) -> Option<Element> {
    match scan.next() {
        0 => None,
        b'\\' => Some(escape(scan)),
        next => Some(Element::Plain(next)),
    }
}

fn escape(scan: &mut Scan<'_>) -> Element {
    let start = scan.at;
    if scan.eat(b"x") {
        // Two digits at most, as in every language but C; `literal` warns where C reads more.
        if let Some(value) = number(scan.digits(16, 2), 16) {
            return Element::Escape(value as u8);
        }
    }
    if let Some(value) = number(scan.digits(8, 3), 8) {
        return u8::try_from(value).map_or(Element::TooLarge, Element::Escape);
    }
    scan.skip(BLANK);
    if scan.eat(b"\n") || scan.eat(b"\r\n") {
        return Element::Continued;
    }
    scan.at = start;
    match named(scan.peek()) {
        Some(byte) => {
            scan.at += 1;
            Element::Escape(byte)
        }
        None => Element::Unknown,
    }
}

const fn named(letter: u8) -> Option<u8> {
    Some(match letter {
        b'a' => 7,
        b'b' => 8,
        b't' => 9,
        b'n' => 10,
        b'v' => 11,
        b'f' => 12,
        b'r' => 13,
        b'e' => 27,
        b'"' | b'\'' | b'\\' | b'?' | b'`' | b'$' => letter,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_escape_is_one_element() {
        let table: [(&[u8], Element, usize); 12] = [
            (b"a", Element::Plain(b'a'), 0),
            (b"\\xd4m", Element::Escape(0xd4), 1),
            (b"\\xdm", Element::Escape(0xd), 1),
            (b"\\324", Element::Escape(0xd4), 0),
            (b"\\08", Element::Escape(0), 1),
            (b"\\400", Element::TooLarge, 0),
            (b"\\n", Element::Escape(10), 0),
            (b"\\\"", Element::Escape(b'"'), 0),
            (b"\\  \r\nx", Element::Continued, 1),
            (b"\\u0041", Element::Unknown, 5),
            (b"\\xg", Element::Unknown, 2),
            (b"\\", Element::Unknown, 0),
        ];
        for (text, expected, left) in table {
            let mut scan = Scan::new(text);
            let found = element(&mut scan);
            assert_eq!((found, scan.rest().len()), (Some(expected), left), "{}", text.escape_ascii());
        }
        assert_eq!(element(&mut Scan::new(b"")), None);
    }
}
