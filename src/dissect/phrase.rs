//! Phrases: texts with places for what stands in a header's bytes, so that a line is words and not code.
//!
//! A place is `%`, an offset in bytes from the header's start, and a letter: `b`, `h` and `w` are decimal numbers of one, two and
//! four bytes, `a` is an IPv4 address, `A` an IPv6 address and `m` a hardware address of six bytes, `p` is a protocol's name, `t`
//! a transport's as tcpdump has it, and `e` an EtherType's; `.` is a byte that has to be there and is not said. `%12a > %16a` are
//! the addresses of an IPv4 header. `o` is an operation of ARP, whose addresses have lengths of their own: `H` is a hardware address
//! as long as the first number says, `P` another as long as the second, and each `+` and `-` after an offset adds the one or the
//! other to it. Two numbers come with a phrase: `%n` and `%l` are they in decimal, and the first of them is an
//! IPv4 address as `%i`, hexadecimal as `%X`, and of four such digits at least as `%x`.
//! Bytes may end early: what follows a bar is said where all of its places are there.

use super::show::Sheet;
use super::{names, text};

impl Sheet<'_> {
    /// Appends a phrase of these bytes, and numbers. Where they end before it does, the sheet is closed.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn phrase(&mut self, phrase: &str, bytes: &[u8], first: u32, second: u32) {
        // Where the part begins that is being said, and the offset of the place that is being read.
        let (mut part, mut offset) = (self.end, None);
        for byte in phrase.bytes() {
            offset = match (byte, offset) {
                (b'%', _) => Some(0),
                (b'|', _) => {
                    part = self.end;
                    None
                }
                (b'0'..=b'9', Some(offset)) => Some(offset * 10 + usize::from(byte - b'0')),
                (b'+', Some(offset)) => Some(offset.wrapping_add(first as usize)),
                (b'-', Some(offset)) => Some(offset.wrapping_add(second as usize)),
                (letter, Some(offset)) => {
                    let raw = bytes.get(offset..).and_then(|bytes| bytes.get(..length(letter, first, second)));
                    let Some(raw) = raw else {
                        (self.end, self.closed) = (part, true);
                        return;
                    };
                    self.place(letter, raw, first, second);
                    None
                }
                (_, None) => {
                    self.put(byte);
                    None
                }
            };
        }
    }

    fn place(&mut self, letter: u8, raw: &[u8], first: u32, second: u32) {
        let number = raw.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
        match letter {
            b'.' => {}
            b'n' => self.decimal(first),
            b'l' => self.decimal(second),
            b'x' => self.hex(first, 4),
            b'X' => self.hex(first, 1),
            b'i' => self.ipv4(first),
            b'a' | b'A' | b'P' => text::address(self, raw),
            b'm' | b'H' => self.bytes(raw, ":"),
            b'p' => self.named(names::PROTOCOLS, "%n", number),
            b'e' => self.named(names::ETHER_TYPES, "%n", number),
            b'o' => self.named(names::ARP_OPERATIONS, "%n", number),
            b't' => self.named("6 tcp\n17 udp", "protocol %n", number),
            _ => self.decimal(number),
        }
    }
}

/// How many bytes a place has.
fn length(letter: u8, first: u32, second: u32) -> usize {
    match letter {
        b'n' | b'l' | b'i' | b'x' | b'X' => 0,
        b'b' | b'p' | b't' | b'.' => 1,
        b'h' | b'e' | b'o' => 2,
        b'w' | b'a' => 4,
        b'm' => 6,
        b'H' => first as usize,
        b'P' => second as usize,
        _ => 16,
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
        let text = written(64, |to| {
            to.phrase(phrase, bytes, 80, 65536);
            whole = !to.closed;
        });
        (text, whole)
    }

    #[test]
    fn each_letter_says_its_kind_of_place() {
        let table = [
            ("%12a → %16a, %9p, length %2h", "10.0.0.1 → 10.0.0.2, UDP, length 28"),
            ("%8b%20w", "6416909060"),
            ("%20m", "01:02:03:04:00:08"),
            ("%12A|", "a00:1:a00:2:102:304:8:0"),
            ("%27.%5.there", "there"),
            ("%6e, %1p, %4h", "802.3 length, hop-by-hop options, 1"),
            ("%9t %8t", "udp protocol 64"),
            ("{%n:%l} %i %x %X", "{80:65536} 0.0.0.80 0x0050 0x50"),
            ("", ""),
        ];
        for (phrase, expected) in table {
            assert_eq!(said(phrase, &BYTES), (expected.into(), true), "{phrase}");
        }
    }

    #[test]
    fn a_part_is_said_where_all_of_it_is_there() {
        assert_eq!(said("a %0b|, b %2h, c %26h|, d", &BYTES[..27]), ("a 69".into(), false));
        assert_eq!(said("a %0b|, b %2h, c %26h|, d", &BYTES), ("a 69, b 28, c 0, d".into(), true));
        assert_eq!(said("%28.never", &BYTES), (String::new(), false));
        assert_eq!(said("%99999999b", &BYTES), (String::new(), false));
    }

    use alloc::string::String;
}
