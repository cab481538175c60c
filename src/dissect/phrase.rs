//! Phrases: texts with places for what stands in a header's bytes, so that a line is words and not code.
//!
//! A place is an offset in bytes from the header's start and a letter: `b`, `h` and `w` are decimal numbers of one, two and four
//! bytes, `a` is an IPv4 address, `A` an IPv6 address and `m` a hardware address of six bytes, `p` is a protocol's name and `e`
//! an EtherType's; `.` is a byte that has to be there and is not said. `{12a} > {16a}` are the addresses of an IPv4 header.
//! Bytes may end early: what follows a bar is said where all of its places are there.

use super::names;
use super::show::Sheet;

impl Sheet<'_> {
    /// Appends a phrase of these bytes as far as they go; whether all of it was said.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn phrase(&mut self, phrase: &str, bytes: &[u8]) -> bool {
        let mut rest = phrase;
        loop {
            let bar = rest.bytes().position(|byte| byte == b'|');
            let part = rest.get(..bar.unwrap_or(rest.len())).unwrap_or_default();
            if ![false, true].into_iter().all(|say| self.part(part, bytes, say)) {
                return false;
            }
            match bar.and_then(|bar| rest.get(bar + 1..)) {
                Some(after) => rest = after,
                None => return true,
            }
        }
    }

    /// Says a part of a phrase, or only looks whether all of its places are there.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn part(&mut self, part: &str, bytes: &[u8], say: bool) -> bool {
        // Where the text after the last place begins, and the offset of the place that is being read.
        let (mut text, mut offset) = (0, None);
        for (index, byte) in part.bytes().enumerate() {
            offset = match (byte, offset) {
                (b'{', _) => {
                    if say {
                        self.text(part.get(text..index).unwrap_or_default());
                    }
                    Some(0)
                }
                (b'0'..=b'9', Some(offset)) => Some(offset * 10 + usize::from(byte - b'0')),
                (letter, Some(offset)) => {
                    text = index + 2;
                    let length = match letter {
                        b'b' | b'p' | b'.' => 1,
                        b'h' | b'e' => 2,
                        b'w' | b'a' => 4,
                        b'm' => 6,
                        _ => 16,
                    };
                    let Some(raw) = bytes.get(offset..).and_then(|bytes| bytes.get(..length)) else { return false };
                    if say {
                        self.place(letter, raw);
                    }
                    None
                }
                (_, None) => None,
            };
        }
        if say {
            self.text(part.get(text..).unwrap_or_default());
        }
        true
    }

    fn place(&mut self, letter: u8, raw: &[u8]) {
        let number = raw.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
        match letter {
            b'.' => {}
            b'a' => self.ipv4(number),
            b'm' => self.bytes(raw, ":"),
            b'p' => self.named(names::PROTOCOLS, number),
            b'e' => self.named(names::ETHER_TYPES, number),
            b'A' => self.ipv6(raw.first_chunk().unwrap_or(&[0; 16])),
            _ => self.decimal(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::dissect::show::written;

    /// An IPv4 header and eight bytes of what it carries.
    const BYTES: [u8; 28] = [
        0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0x66, 0xcf, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
        1, 2, 3, 4, 0, 8, 0, 0,
    ];

    fn said(phrase: &str, bytes: &[u8]) -> (String, bool) {
        let mut whole = false;
        let text = written(64, |to| whole = to.phrase(phrase, bytes));
        (text, whole)
    }

    #[test]
    fn each_letter_says_its_kind_of_place() {
        let table = [
            ("{12a} → {16a}, {9p}, length {2h}", "10.0.0.1 → 10.0.0.2, UDP, length 28"),
            ("{8b}{20w}", "6416909060"),
            ("{20m}", "01:02:03:04:00:08"),
            ("{12A}|", "a00:1:a00:2:102:304:8:0"),
            ("{27.}{5.}there", "there"),
            ("{6e}, {1p}, {4h}", "802.3 length, hop-by-hop options, 1"),
            ("", ""),
        ];
        for (phrase, expected) in table {
            assert_eq!(said(phrase, &BYTES), (expected.into(), true), "{phrase}");
        }
    }

    #[test]
    fn a_part_is_said_where_all_of_it_is_there() {
        assert_eq!(said("a {0b}|, b {2h}, c {26h}|, d", &BYTES[..27]), ("a 69".into(), false));
        assert_eq!(said("a {0b}|, b {2h}, c {26h}|, d", &BYTES), ("a 69, b 28, c 0, d".into(), true));
        assert_eq!(said("{28.}never", &BYTES), (String::new(), false));
        assert_eq!(said("{99999999b}", &BYTES), (String::new(), false));
    }

    use alloc::string::String;
}
