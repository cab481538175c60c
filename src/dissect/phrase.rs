//! Phrases: texts with places for what stands in a header's bytes, so that a line is words and not code.
//!
//! A place is `%`, an offset in bytes from the header's start, and a letter. `b`, `h` and `w` are decimal numbers of one, two and
//! four bytes, `a` is an IPv4 address, `A` an IPv6 address and `m` a hardware address of six bytes; `p` is a protocol's name, `t`
//! a transport's as tcpdump has it, `e` an EtherType's, and `k` and `K` say in two bytes and in one whom a cooked packet was for.
//! `.` is a byte that has to be there and is not said. `%12a > %16a` are the addresses of an IPv4 header.
//!
//! Two numbers come with a phrase: `%n` and `%l` are they in decimal, and the first of them is hexadecimal as `%X`, of four such
//! digits at least as `%x`, and an address family's name as `%f`. ARP has addresses as long as the numbers say: `H` is a hardware
//! address of the first length, `P` another of the second, and each `+` and `-` after an offset adds the one or the other to it;
//! `o` is its operation.
//!
//! Bytes may end early: what follows a bar is said where all of its places are there.

use super::show::Sheet;
use super::{names, text};

impl Sheet<'_> {
    /// Appends a phrase of these bytes, and numbers. Where they end before it does, the sheet is closed.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn phrase(&mut self, phrase: &str, bytes: &[u8], first: u32, second: u32) {
        // Where the part begins that is being said.
        let mut part = self.end;
        let mut rest = phrase.bytes();
        while let Some(byte) = rest.next() {
            match byte {
                b'%' => {
                    let mut offset = 0_usize;
                    let letter = loop {
                        match rest.next().unwrap_or_default() {
                            digit @ b'0'..=b'9' => offset = offset * 10 + usize::from(digit - b'0'),
                            b'+' => offset = offset.wrapping_add(first as usize),
                            b'-' => offset = offset.wrapping_add(second as usize),
                            letter => break letter,
                        }
                    };
                    let raw = bytes.get(offset..).and_then(|bytes| bytes.get(..length(letter, first, second)));
                    let Some(raw) = raw else {
                        (self.end, self.closed) = (part, true);
                        return;
                    };
                    self.place(letter, raw, first, second);
                }
                b'|' => part = self.end,
                _ => self.put(byte),
            }
        }
    }

    fn place(&mut self, letter: u8, raw: &[u8], first: u32, second: u32) {
        let read = raw.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
        let number = if raw.is_empty() { first } else { read };
        let registry = match letter {
            b'.' => return,
            b'l' => return self.decimal(second),
            b'x' => return self.hex(number, 4),
            b'X' => return self.hex(number, 1),
            b'a' | b'A' | b'P' => return text::address(self, raw),
            b'm' | b'H' => return self.bytes(raw, ":"),
            b'p' => names::PROTOCOLS,
            b'e' => names::ETHER_TYPES,
            b'o' => names::ARP_OPERATIONS,
            b't' => "6 tcp\n17 udp\n0-255 protocol %n",
            b'f' => names::FAMILIES,
            b'k' | b'K' => names::PACKET_TYPES,
            _ => return self.decimal(number),
        };
        self.named(registry, "%n", number);
    }
}

/// How many bytes a place has.
fn length(letter: u8, first: u32, second: u32) -> usize {
    match letter {
        b'b' | b'p' | b't' | b'K' | b'.' => 1,
        b'h' | b'e' | b'o' | b'k' => 2,
        b'w' | b'a' => 4,
        b'm' => 6,
        b'A' => 16,
        b'H' => first as usize,
        b'P' => second as usize,
        _ => 0,
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
            ("%6e, %1p, %4h", "0, hop-by-hop options, 1"),
            ("%9t %8t", "udp protocol 64"),
            ("{%n:%l} %x %X %f %4k %1K", "{80:65536} 0x0050 0x50 80 broadcast to us"),
            ("", ""),
        ];
        for (phrase, expected) in table {
            assert_eq!(said(phrase, &BYTES), (expected.into(), true), "{phrase}");
        }
    }

    #[test]
    fn addresses_are_as_long_as_the_numbers_say() {
        // RFC 826, of hardware addresses of two bytes and protocol addresses of four.
        let arp = [0, 1, 8, 0, 2, 4, 0, 2, 0xa, 0xb, 10, 0, 0, 1, 0xc, 0xd, 10, 0, 0, 2];
        let text = written(128, |to| to.phrase("%6o: %8H has %8+P, %8+-H has %8++-P", &arp, 2, 4));
        assert_eq!(text, "reply: 0a:0b has 10.0.0.1, 0c:0d has 10.0.0.2");
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
