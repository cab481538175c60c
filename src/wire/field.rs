//! Where a field stands in its header, declared once: `parse` reads it, `emit` writes it and `spans` names it from the
//! same constant.

use core::ops::Range;

/// How a field's value reads best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A decimal number.
    Number,
    /// A hexadecimal number.
    Hex,
    /// A hexadecimal number of whole bytes, least significant byte first.
    LittleEndian,
    /// One bit that is set or not.
    Flag,
    /// An IPv4 address, where it has 4 bytes; else bytes.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A hardware address, as colon-separated hexadecimal.
    Mac,
    /// Bytes that stand for themselves.
    Bytes,
}

impl Format {
    /// The format of this discriminant.
    pub(crate) const fn from_number(number: u8) -> Self {
        match number {
            0 => Format::Number,
            1 => Format::Hex,
            2 => Format::LittleEndian,
            3 => Format::Flag,
            4 => Format::Ipv4,
            5 => Format::Ipv6,
            6 => Format::Mac,
            _ => Format::Bytes,
        }
    }
}

/// What a field's number counts, or whose registry says what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// It is only a number.
    Plain,
    /// Bytes.
    Bytes,
    /// Routers on the way.
    Hops,
    /// A checksum.
    Checksum,
    /// IPv4's protocols, and IPv6's next headers.
    Protocol,
    /// EtherTypes.
    EtherType,
    /// What Ethernet's type field has: an EtherType, or a length.
    TypeOrLength,
    /// Hardware types, those of ARP.
    HardwareType,
    /// The code points of differentiated services, RFC 2474.
    Dscp,
    /// The codepoints of congestion notification, RFC 3168 5.
    Ecn,
    /// IPv4's options.
    Ipv4Option,
    /// IPv6's options.
    Ipv6Option,
    /// TCP's options.
    TcpOption,
    /// ICMP's messages.
    IcmpType,
    /// ICMPv6's messages.
    Icmpv6Type,
    /// ARP's operations.
    ArpOperation,
    /// Whom a cooked packet was for.
    PacketType,
    /// Address families, by the number of any system.
    Family,
    /// DHCP's options.
    DhcpOption,
}

impl Sense {
    /// How many there are.
    pub(crate) const COUNT: usize = Sense::DhcpOption as usize + 1;

    /// The sense of this discriminant.
    pub(crate) const fn from_number(number: u8) -> Self {
        match number {
            1 => Sense::Bytes,
            2 => Sense::Hops,
            3 => Sense::Checksum,
            4 => Sense::Protocol,
            5 => Sense::EtherType,
            6 => Sense::TypeOrLength,
            7 => Sense::HardwareType,
            8 => Sense::Dscp,
            9 => Sense::Ecn,
            10 => Sense::Ipv4Option,
            11 => Sense::Ipv6Option,
            12 => Sense::TcpOption,
            13 => Sense::IcmpType,
            14 => Sense::Icmpv6Type,
            15 => Sense::ArpOperation,
            16 => Sense::PacketType,
            17 => Sense::Family,
            18 => Sense::DhcpOption,
            _ => Sense::Plain,
        }
    }
}

/// One field of a header: its name, and its bits counted from the start of the header (or of the option) that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in Wireshark's display filters, a space, and its name for people: `"tcp.dstport Destination port"`.
    pub names: &'static str,
    /// Its first bit.
    pub start: u32,
    /// Its length in bits.
    pub length: u32,
    /// How its value reads best.
    pub format: Format,
    /// What its bits are multiplied by to give its value: 4 for a length in 32-bit words.
    pub scale: u32,
    /// What its number counts or stands for.
    pub sense: Sense,
}

/// The name and the label that stand in one text, the name without any space.
pub(crate) fn name_and_label(names: &'static str) -> (&'static str, &'static str) {
    names.split_once(' ').unwrap_or((names, ""))
}

impl Field {
    /// Its name in Wireshark's display filters: `"tcp.dstport"`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        name_and_label(self.names).0
    }

    /// Its name for people: `"Destination port"`.
    #[must_use]
    pub fn label(&self) -> &'static str {
        name_and_label(self.names).1
    }

    const fn new(names: &'static str, bits: Range<u32>, format: Format) -> Self {
        Field { names, start: bits.start, length: bits.end - bits.start, format, scale: 1, sense: Sense::Plain }
    }

    pub(crate) const fn number(names: &'static str, bits: Range<u32>) -> Self {
        Field::new(names, bits, Format::Number)
    }

    pub(crate) const fn hex(names: &'static str, bits: Range<u32>) -> Self {
        Field::new(names, bits, Format::Hex)
    }

    pub(crate) const fn little_endian(names: &'static str, bits: Range<u32>) -> Self {
        Field::new(names, bits, Format::LittleEndian)
    }

    pub(crate) const fn flag(names: &'static str, bit: u32) -> Self {
        Field::new(names, bit..bit + 1, Format::Flag)
    }

    pub(crate) const fn ipv4(names: &'static str, bits: Range<u32>) -> Self {
        Field::new(names, bits, Format::Ipv4)
    }

    pub(crate) const fn ipv6(names: &'static str, bits: Range<u32>) -> Self {
        Field::new(names, bits, Format::Ipv6)
    }

    pub(crate) const fn mac(names: &'static str, bits: Range<u32>) -> Self {
        Field::new(names, bits, Format::Mac)
    }

    /// A field of any number of bytes, which its span gives.
    pub(crate) const fn bytes(names: &'static str) -> Self {
        Field::new(names, 0..0, Format::Bytes)
    }

    /// A number of any length, written in digits.
    pub(crate) const fn code(names: &'static str) -> Self {
        Field::number(names, 0..0)
    }

    /// The same field, its value in units of so many.
    pub(crate) const fn scaled(self, scale: u32) -> Self {
        Field { scale, ..self }
    }

    /// The same field, its number of this sense.
    pub(crate) const fn of(self, sense: Sense) -> Self {
        Field { sense, ..self }
    }

    /// The field's bits in a fixed header, as a number. Only for fields of at most 32 bits within 4 bytes.
    #[inline(always)]
    pub(crate) const fn get<const N: usize>(self, header: &[u8; N]) -> u32 {
        let (first, last) = self.byte_range();
        // By cases, not in a loop: this folds to a load whatever the compiler optimises for.
        let value = match last - first {
            0 => header[first] as u32,
            1 => u16::from_be_bytes([header[first], header[first + 1]]) as u32,
            2 => u32::from_be_bytes([0, header[first], header[first + 1], header[first + 2]]),
            _ => u32::from_be_bytes([header[first], header[first + 1], header[first + 2], header[first + 3]]),
        };
        value >> self.shift() & self.mask()
    }

    /// Writes the field's bits into a fixed header whose bits there are 0. Bits of `value` over the field's length are cut.
    #[inline(always)]
    pub(crate) const fn put<const N: usize>(self, header: &mut [u8; N], value: u32) {
        let (first, last) = self.byte_range();
        let bits = (value & self.mask()) << self.shift();
        header[last] |= bits as u8;
        if last > first {
            header[last - 1] |= (bits >> 8) as u8;
        }
        if last > first + 1 {
            header[last - 2] |= (bits >> 16) as u8;
        }
        if last > first + 2 {
            header[first] |= (bits >> 24) as u8;
        }
    }

    /// The field's bits where they stand in its 32-bit word. Only for fields that lie within one.
    #[inline(always)]
    pub(crate) const fn in_word(self, value: u32) -> u32 {
        (value & self.mask()) << (31 - (self.start + self.length - 1) % 32)
    }

    /// Writes the field's bits into a fixed header in place of those that are there.
    #[inline(always)]
    pub(crate) const fn replace<const N: usize>(self, header: &mut [u8; N], value: u32) {
        let (first, last) = self.byte_range();
        let mask = self.mask() << self.shift();
        let mut at = first;
        while at <= last {
            header[at] &= !((mask >> (8 * (last - at))) as u8);
            at += 1;
        }
        self.put(header, value);
    }

    /// The field's bytes in a fixed header.
    #[inline(always)]
    pub(crate) const fn array<const K: usize, const N: usize>(self, header: &[u8; N]) -> [u8; K] {
        let first = (self.start / 8) as usize;
        let mut bytes = [0; K];
        let mut at = 0;
        while at < K {
            bytes[at] = header[first + at];
            at += 1;
        }
        bytes
    }

    /// Writes the field's bytes into a fixed header.
    #[inline(always)]
    pub(crate) const fn put_array<const K: usize, const N: usize>(self, header: &mut [u8; N], bytes: [u8; K]) {
        let first = (self.start / 8) as usize;
        let mut at = 0;
        while at < K {
            header[first + at] = bytes[at];
            at += 1;
        }
    }

    const fn byte_range(self) -> (usize, usize) {
        ((self.start / 8) as usize, ((self.start + self.length - 1) / 8) as usize)
    }

    const fn shift(self) -> u32 {
        7 - (self.start + self.length - 1) % 8
    }

    const fn mask(self) -> u32 {
        u32::MAX >> (32 - self.length)
    }
}

/// A field as it stands in one particular header: options and addresses move, so their place is known only there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// What stands there; it begins where the span does.
    pub field: Field,
    /// Its first bit, counted from the start of the header.
    pub start: u32,
    /// Its length in bits.
    pub length: u32,
}

impl Span {
    /// A field at its own place in its header.
    pub(crate) const fn of(field: Field) -> Self {
        Span { field, start: field.start, length: field.length }
    }

    /// The field's value in the header's bytes: its bits as a number, times its scale. Nothing for a field of over 32 bits or
    /// one that the bytes do not reach.
    #[must_use]
    pub fn number(&self, header: &[u8]) -> Option<u32> {
        if self.length == 0 || self.length > 32 {
            return None;
        }
        let bytes = header.get(self.byte_range())?;
        // Within four bytes, as all fields of so many bits are.
        let wide = bytes.iter().fold(0, |value, byte| value << 8 | u32::from(*byte));
        let bits = wide >> self.field.shift() & self.field.mask();
        Some(match self.field.format {
            Format::LittleEndian => bits.swap_bytes() >> (32 - self.length),
            _ => bits.wrapping_mul(self.field.scale),
        })
    }

    /// The bytes that hold the field, whole ones even where it takes only some bits of them.
    #[must_use]
    pub const fn byte_range(&self) -> Range<usize> {
        let first = (self.start / 8) as usize;
        if self.length == 0 { first..first } else { first..((self.start + self.length - 1) / 8) as usize + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn get_and_put_are_inverse_at_any_bit() {
        for start in 0..32 {
            for length in 1..=(32 - start % 8).min(64 - start) {
                let field = Field::number("x X", start..start + length);
                let mut header = [0u8; 8];
                let value = 0xdead_beef & field.mask();
                field.put(&mut header, value);
                assert_eq!(field.get(&header), value, "{start} {length}");
                assert_eq!(Span::of(field).number(&header), Some(value), "{start} {length}");
                let set: u32 = header.iter().map(|byte| byte.count_ones()).sum();
                assert_eq!(set, value.count_ones(), "no other bit is touched");
                if start / 32 == (start + length - 1) / 32 {
                    let words = header.as_chunks::<4>().0;
                    assert_eq!(
                        field.in_word(value),
                        u32::from_be_bytes(words[start as usize / 32]),
                        "{start} {length}"
                    );
                }
                let mut ones = [0xffu8; 8];
                field.replace(&mut ones, value);
                assert_eq!(field.get(&ones), value, "{start} {length}");
                let clear: u32 = ones.iter().map(|byte| byte.count_zeros()).sum();
                assert_eq!(clear, length - value.count_ones(), "no other bit is touched");
            }
        }
    }
}
