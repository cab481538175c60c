//! One element of a string literal: a character, or an escape of C, Python and their relatives.

use super::bytes::digit;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n};
use nom::character::complete::line_ending;
use nom::combinator::{map, map_opt, opt, value};
use nom::number::complete::be_u8;
use nom::sequence::preceded;
use nom::{IResult, Parser};

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

type Read<'a, T> = IResult<&'a [u8], T, ()>;

/// Reads one element. There is none at the text's end.
pub(super) fn element(text: &[u8]) -> Read<'_, Element> {
    alt((preceded(tag(&b"\\"[..]), escape), map(be_u8, Element::Plain))).parse(text)
}

fn escape(text: &[u8]) -> Read<'_, Element> {
    alt((
        map(hex, Element::Escape),
        map(octal, |value| u8::try_from(value).map_or(Element::TooLarge, Element::Escape)),
        value(Element::Continued, preceded(opt(blanks), line_ending)),
        map(map_opt(be_u8, named), Element::Escape),
        |rest| Ok((rest, Element::Unknown)),
    ))
    .parse(text)
}

/// Two digits at most, as in every language but C; `literal` warns where C reads more.
fn hex(text: &[u8]) -> Read<'_, u8> {
    let digits = take_while_m_n(1, 2, |byte: u8| byte.is_ascii_hexdigit());
    let value = |digits: &[u8]| digits.iter().fold(0, |value, character| value << 4 | digit(*character));
    preceded(tag(&b"x"[..]), digits.map(value)).parse(text)
}

fn octal(text: &[u8]) -> Read<'_, u16> {
    let digits = take_while_m_n(1, 3, |byte: u8| matches!(byte, b'0'..=b'7'));
    digits.map(|digits: &[u8]| digits.iter().fold(0, |value, digit| value << 3 | u16::from(digit - b'0'))).parse(text)
}

fn blanks(text: &[u8]) -> Read<'_, &[u8]> {
    take_while_m_n(1, 80, |byte: u8| matches!(byte, b' ' | b'\t')).parse(text)
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
            let (rest, found) = element(text).unwrap();
            assert_eq!((found, rest.len()), (expected, left), "{}", text.escape_ascii());
        }
        assert!(element(b"").is_err());
    }
}
