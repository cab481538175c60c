//! One element of a string literal: a character, or an escape of C, Python and their relatives.

use super::reading::Reader;
use super::scan::BLANK;

/// What a literal is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Nothing more: the text ends.
    End,
    /// A character that stands for itself.
    Plain,
    /// An escape that stands for a byte.
    Escape,
    /// An octal escape over 255.
    TooLarge,
    /// A line that goes on in the next.
    Continued,
    /// A backslash before something that it gives no meaning.
    Unknown,
}

/// Reads one element. The byte that a character or an escape stands for is the reader's value.
pub(super) fn element(text: &mut Reader) -> Element {
    text.value = text.next();
    match text.value {
        0 => Element::End,
        b'\\' => escape(text),
        _ => Element::Plain,
    }
}

fn escape(text: &mut Reader) -> Element {
    let start = text.at;
    // Two digits at most, as in every language but C; `literal` warns where C reads more.
    let hex = text.eat(b"x");
    let digits = text.at;
    if if hex { text.digits(16, 2) } else { text.digits(8, 3) } > 0 {
        let value = text.number(digits, if hex { 16 } else { 8 });
        text.value = value as u8;
        return if value > 255 { Element::TooLarge } else { Element::Escape };
    }
    text.at = start;
    text.skip(BLANK);
    if text.eat(b"\n") || text.eat(b"\r\n") {
        return Element::Continued;
    }
    text.at = start;
    let letter = text.peek();
    let Some([_, byte]) = NAMED.iter().find(|[name, _]| *name == letter) else { return Element::Unknown };
    text.value = *byte;
    text.at += 1;
    Element::Escape
}

/// Letters, and the byte that each stands for.
const NAMED: [[u8; 2]; 14] = [
    *b"a\x07", *b"b\x08", *b"t\t", *b"n\n", *b"v\x0b", *b"f\x0c", *b"r\r", *b"e\x1b", *b"\"\"", *b"''", *b"\\\\",
    *b"??", *b"``", *b"$$",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_escape_is_one_element() {
        let table: [(&[u8], (Element, u8), usize); 13] = [
            (b"a", (Element::Plain, b'a'), 0),
            (b"\\xd4m", (Element::Escape, 0xd4), 1),
            (b"\\xdm", (Element::Escape, 0xd), 1),
            (b"\\324", (Element::Escape, 0xd4), 0),
            (b"\\08", (Element::Escape, 0), 1),
            (b"\\400", (Element::TooLarge, 0), 0),
            (b"\\n", (Element::Escape, 10), 0),
            (b"\\\"", (Element::Escape, b'"'), 0),
            (b"\\  \r\nx", (Element::Continued, 0), 1),
            (b"\\u0041", (Element::Unknown, 0), 5),
            (b"\\xg", (Element::Unknown, 0), 2),
            (b"\\", (Element::Unknown, 0), 0),
            (b"", (Element::End, 0), 0),
        ];
        for (text, expected, left) in table {
            let mut reader = Reader::new(text.to_vec());
            reader.rewind();
            let found = element(&mut reader);
            let byte = if matches!(found, Element::Plain | Element::Escape) { reader.value } else { 0 };
            assert_eq!(((found, byte), text.len() - reader.at), (expected, left), "{}", text.escape_ascii());
        }
    }
}
