//! Where a dissection goes: rows of layers and fields, each after the pieces of its text. Nothing here allocates, so that the
//! bindings can show a frame in memory of their own.

use super::names::{self, Registry};
use super::text;
use crate::wire::Sense;
use alloc::string::String;
use alloc::vec;

/// Takes a dissection, row by row.
pub(crate) trait Rows {
    /// Whether it has use for texts of fields whose values their rows have: to find them takes longer than all else.
    fn wants_texts(&self) -> bool {
        true
    }
    /// The row of a layer, or of a field of the last layer, with its text, which is UTF-8. Whether the text stays on the sheet;
    /// else the next one is written over it.
    fn row(&mut self, row: Row, text: &[u8]) -> bool;
}

/// Where texts are written, and who takes the rows that they are of.
pub(crate) struct Sheet<'a> {
    text: &'a mut [u8],
    /// Where the text of the row that comes next begins, and where it ends so far.
    start: usize,
    pub(super) end: usize,
    /// Whether nothing more is written.
    pub(super) closed: bool,
    /// Whether there is use for texts of fields whose values their rows have.
    pub(super) wants_texts: bool,
    rows: &'a mut dyn Rows,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(text: &'a mut [u8], rows: &'a mut dyn Rows) -> Self {
        Sheet { text, start: 0, end: 0, closed: false, wants_texts: rows.wants_texts(), rows }
    }

    /// How long the texts are together that stayed, and the one that is being written.
    pub(crate) fn len(&self) -> usize {
        self.end
    }
}

/// Lines alone have no rows.
impl Rows for () {
    fn row(&mut self, _: Row, _: &[u8]) -> bool {
        true
    }
}

/// A layer or a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its name, a space, and its name for people.
    pub(crate) names: &'static str,
    /// Where its first byte is, in bytes from the start of the frame.
    pub(crate) offset: u32,
    /// How many bytes it touches.
    pub(crate) length: u32,
    /// The bits of those bytes that are its own; 0 where all are, as no field has none.
    pub(crate) bit_mask: u32,
    /// What it holds.
    pub(crate) holds: Holds,
    /// A number's value, and 1 of a flag that is set; else 0.
    pub(crate) number: u32,
    /// How many hexadecimal digits a number has at least that no text was appended for; 0 where it is decimal.
    pub(crate) digits: u32,
    /// What such a number counts or stands for, which is said after it.
    pub(crate) sense: Sense,
    /// Of a checksum its [`ChecksumStatus`](crate::wire::ChecksumStatus), or a number beyond them; 0 of other numbers.
    pub(crate) state: u32,
}

impl Row {
    /// A row of whole bytes, a number of which is 0, decimal, with nothing after it.
    pub(crate) const fn new(names: &'static str, offset: u32, length: u32, holds: Holds) -> Row {
        Row { names, offset, length, bit_mask: 0, holds, number: 0, digits: 0, sense: Sense::Plain, state: 0 }
    }
}

/// What a row holds. JavaScript knows it by its discriminant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// The fields of the rows after it.
    Layer,
    /// A number.
    Number,
    /// A bit that is set or not.
    Flag,
    /// What its text says.
    Text,
    /// The bytes themselves.
    Bytes,
    /// An IPv4 address, or a hardware address of six bytes: its bytes say all, and no text is appended for it.
    Address,
}

impl Sheet<'_> {
    /// The next row; what was appended since the one before is its text.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn row(&mut self, row: Row) {
        let text = self.text.get(self.start..self.end).unwrap_or_default();
        match self.rows.row(row, text) {
            true => self.start = self.end,
            false => self.end = self.start,
        }
    }

    /// Appends to the text of the row that comes next.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn text(&mut self, text: &str) {
        text.bytes().for_each(|byte| self.put(byte));
    }

    /// Appends one byte of UTF-8, unless the sheet is closed. Past the room, which no text is, it is cut.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn byte(&mut self, byte: u8) {
        self.put(byte);
    }

    /// The same, where it is done for each of many.
    #[inline(always)]
    pub(super) fn put(&mut self, byte: u8) {
        if let Some(place) = self.text.get_mut(self.end).filter(|_| !self.closed) {
            *place = byte;
            self.end += 1;
        }
    }

    /// Appends a decimal number.
    pub(super) fn decimal(&mut self, number: u32) {
        self.digits(number, false, 1);
    }

    /// Appends what a row says that no text was appended for: whether its bit is set, its number as the row describes it, or the
    /// address that its bytes are.
    pub(super) fn plain(&mut self, row: &Row, frame: &[u8]) {
        match row.holds {
            Holds::Address => {
                let bytes = frame.get(row.offset as usize..).unwrap_or_default();
                text::address(self, bytes.get(..row.length as usize).unwrap_or_default());
            }
            Holds::Flag => self.text(if row.number == 1 { "set" } else { "not set" }),
            Holds::Number => {
                if row.digits > 0 {
                    self.hex(row.number, row.digits);
                } else {
                    self.decimal(row.number);
                }
                let note = names::note(row.sense, row.number, row.state);
                match note.as_bytes() {
                    [] => {}
                    [b' ', ..] => self.text(note),
                    _ => {
                        self.text(" (");
                        self.text(note);
                        self.text(")");
                    }
                }
            }
            _ => {}
        }
    }

    /// Appends a number's name, or another phrase, in which `%n` is the number.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn named(&mut self, registry: Registry, otherwise: &str, number: u32) {
        self.phrase(names::find(registry, number).unwrap_or(otherwise), &[], number, 0);
    }

    /// Appends `0x` and a hexadecimal number of at least so many digits.
    pub(super) fn hex(&mut self, number: u32, digits: u32) {
        self.text("0x");
        self.digits(number, true, digits);
    }

    /// Appends bytes as two hexadecimal digits each, with a text between them.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn bytes(&mut self, bytes: &[u8], between: &str) {
        for (index, byte) in bytes.iter().enumerate() {
            if index > 0 {
                self.text(between);
            }
            self.digits(u32::from(*byte), true, 2);
        }
    }

    /// Appends an IPv4 address.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn ipv4(&mut self, address: &[u8]) {
        for (index, byte) in address.iter().enumerate() {
            if index > 0 {
                self.byte(b'.');
            }
            self.decimal((*byte).into());
        }
    }

    /// Appends an IPv6 address as RFC 5952 has it: the longest run of zeros left out, an embedded IPv4 address dotted.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn ipv6(&mut self, address: &[u8; 16]) {
        if let [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, mapped @ ..] = address {
            self.text("::ffff:");
            return self.ipv4(mapped);
        }
        let (groups, _) = address.as_chunks::<2>();
        let (mut run, mut longest) = (0..0, 0..1);
        for (index, group) in groups.iter().enumerate() {
            run = if *group == [0, 0] { run.start..index + 1 } else { index + 1..index + 1 };
            if run.len() > longest.len() {
                longest = run.clone();
            }
        }
        for (index, group) in groups.iter().enumerate() {
            if longest.len() > 1 && longest.contains(&index) {
                if index == longest.start {
                    self.text("::");
                }
                continue;
            }
            if index > 0 && (longest.len() < 2 || index != longest.end) {
                self.byte(b':');
            }
            self.digits(u16::from_be_bytes(*group).into(), true, 1);
        }
    }

    /// The digits before the last, and the last: never deeper than 10, and no buffer whose bounds need checking.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn digits(&mut self, number: u32, hex: bool, least: u32) {
        let (before, digit) = if hex { (number >> 4, number & 15) } else { (number / 10, number % 10) };
        if before > 0 || least > 1 {
            self.digits(before, hex, least.saturating_sub(1));
        }
        let first = if digit < 10 { b'0' } else { b'a' - 10 };
        self.byte(first + digit as u8);
    }
}

/// What is written, in `room` bytes at most.
pub(super) fn written(room: usize, write: impl FnOnce(&mut Sheet<'_>)) -> String {
    let mut text = vec![0; room];
    let mut rows = ();
    let mut sheet = Sheet::new(&mut text, &mut rows);
    write(&mut sheet);
    let end = sheet.end;
    String::from_utf8_lossy(text.get(..end).unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use core::net::Ipv4Addr;

    fn shown(write: impl FnOnce(&mut Sheet<'_>)) -> String {
        written(64, write)
    }

    #[test]
    fn numbers_read_as_the_standard_library_writes_them() {
        for shift in 0..32 {
            for number in [0, 1, 9, 10, 0xdead_beef, u32::MAX].map(|number: u32| number >> shift) {
                assert_eq!(shown(|to| to.decimal(number)), format!("{number}"));
                for digits in [1, 2, 4, 8] {
                    let expected = format!("0x{number:0width$x}", width = digits as usize);
                    assert_eq!(shown(|to| to.hex(number, digits)), expected);
                }
                assert_eq!(shown(|to| to.ipv4(&number.to_be_bytes())), format!("{}", Ipv4Addr::from_bits(number)));
            }
        }
        assert_eq!(shown(|to| to.bytes(&[0, 0xab, 9], ":")), "00:ab:09");
        for zeros in 0..=0xff {
            // Every pattern of groups that are zero and groups that are not.
            let groups: [u16; 8] =
                core::array::from_fn(|group| if zeros >> group & 1 == 1 { 0 } else { 0xa0 << group });
            let address = core::net::Ipv6Addr::from(groups);
            assert_eq!(shown(|to| to.ipv6(&address.octets())), format!("{address}"));
        }
        let mapped = Ipv4Addr::new(192, 0, 2, 1).to_ipv6_mapped();
        assert_eq!(shown(|to| to.ipv6(&mapped.octets())), "::ffff:192.0.2.1");
    }
}
