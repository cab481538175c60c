//! Where fields stand, in a form that a loop can read and write by.

use crate::wire::Field;
use core::ops::Range;

/// Where a field of at most 32 bits stands, without its names: what tables are made of that read or write headers in a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    start: u16,
    length: u8,
    /// How far its bits are shifted to give its value: the logarithm of the field's scale.
    shift: u8,
}

impl Place {
    pub(crate) const fn of(field: Field) -> Place {
        Place { start: field.start as u16, length: field.length as u8, shift: field.scale.trailing_zeros() as u8 }
    }

    /// Bits that are one number, though they may be several fields.
    pub(crate) const fn bits(bits: Range<u16>) -> Place {
        Place { start: bits.start, length: (bits.end - bits.start) as u8, shift: 0 }
    }

    /// The value that a header has there; bytes that it lacks count as 0.
    pub(crate) fn get(self, header: &[u8]) -> u32 {
        let (range, below) = self.bytes();
        let bytes = header.get(range).unwrap_or_default();
        let value = bytes.iter().fold(0, |value: u32, byte| value << 8 | u32::from(*byte));
        (value >> below & self.mask()) << self.shift
    }

    /// Writes a value into a header whose bits there are 0. Bits over the field's length are cut.
    pub(crate) fn put(self, header: &mut [u8], value: u32) {
        let (range, below) = self.bytes();
        let mut bits = (value >> self.shift & self.mask()) << below;
        for byte in header.get_mut(range).unwrap_or_default().iter_mut().rev() {
            *byte |= bits as u8;
            bits >>= 8;
        }
    }

    /// The bytes that it stands in, and how many of their bits are below it.
    const fn bytes(self) -> (Range<usize>, u32) {
        let end = self.start as usize + self.length as usize;
        let last = end.div_ceil(8);
        (self.start as usize / 8..last, (last * 8 - end) as u32)
    }

    const fn mask(self) -> u32 {
        u32::MAX >> (32 - self.length as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn get_and_put_are_inverse_at_any_bit() {
        for start in 0..32 {
            for length in 1..=(32 - start % 8).min(64 - start) {
                let place = Place::bits(start..start + length);
                let mut header = [0; 8];
                place.put(&mut header, 0xdead_beef);
                let bits = u64::from(0xdead_beef & place.mask()) << (64 - start - length);
                assert_eq!(u64::from_be_bytes(header), bits, "{start} {length}");
                assert_eq!(place.get(&header), 0xdead_beef & place.mask(), "{start} {length}");
            }
        }
    }

    #[test]
    fn a_value_is_in_the_units_of_its_field() {
        let place = Place::of(crate::wire::ipv4::field::FRAGMENT_OFFSET);
        let mut header = [0; 20];
        place.put(&mut header, 1480);
        assert_eq!((header[6..8].to_vec(), place.get(&header)), (alloc::vec![0, 185], 1480));
        assert_eq!(place.get(&header[..6]), 0, "bytes that are not there");
    }
}
