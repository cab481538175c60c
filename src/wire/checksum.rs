//! The Internet checksum, RFC 1071.
//!
//! The one's complement sum does not depend on byte order (RFC 1071 section 2 (B)), so words are added as the machine reads
//! them and the result is swapped once. Carries may be added at the end (section 2 (A)), so words may be of any size: 64 bits,
//! or vectors in WebAssembly. There is one path for every length, since packets are of all lengths and a processor guesses
//! wrongly which of several a packet takes.

use core::net::{Ipv4Addr, Ipv6Addr};

/// A one's complement sum under way: bytes and numbers are added in any order, each beginning at an even offset.
///
/// ```
/// use drywire::wire::checksum::Sum;
/// // RFC 1071 section 3's example: the sum is 0xddf2, the checksum its complement.
/// let sum = Sum::new().bytes(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]);
/// assert_eq!(sum.folded(), 0xddf2);
/// assert_eq!(sum.checksum(), 0x220d);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    /// The sum of words as the machine reads them, carries in the upper bits.
    native: u64,
}

impl Sum {
    /// The sum of nothing.
    #[must_use]
    pub const fn new() -> Self {
        Sum { native: 0 }
    }

    /// The sum of a TCP or UDP pseudo-header (RFC 9293 3.1, RFC 768): addresses, protocol and the length of the transport's
    /// header and data in bytes.
    #[must_use]
    pub fn pseudo_header(source: Ipv4Addr, destination: Ipv4Addr, protocol: u8, length: u32) -> Self {
        Sum::of_addresses(source, destination).number(protocol.into()).number(length)
    }

    /// The sum of a pseudo-header's addresses.
    #[inline(always)]
    pub(crate) const fn of_addresses(source: Ipv4Addr, destination: Ipv4Addr) -> Self {
        let source = u32::from_ne_bytes(source.octets());
        let destination = u32::from_ne_bytes(destination.octets());
        Sum { native: source as u64 + destination as u64 }
    }

    /// Adds a number of 32 bits.
    #[must_use]
    #[inline(always)]
    pub(crate) const fn number(self, number: u32) -> Self {
        Sum { native: self.native + number.to_be() as u64 }
    }

    /// The sum of an IPv6 pseudo-header (RFC 8200 8.1), of which `destination` is the final one.
    #[must_use]
    pub fn pseudo_header_v6(source: Ipv6Addr, destination: Ipv6Addr, protocol: u8, length: u32) -> Self {
        let addresses = [source.octets(), destination.octets()];
        Sum::new().bytes(addresses.as_flattened()).number(protocol.into()).number(length)
    }

    /// Adds bytes. An odd last byte counts as if a zero followed (RFC 1071 section 1).
    #[must_use]
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    #[cfg_attr(target_arch = "wasm32", inline(never))] // a copy at each place would cost more bytes than time
    pub fn bytes(self, bytes: &[u8]) -> Self {
        Sum { native: fold_once(self.native) + fold_once(sum(bytes)) }
    }

    /// Adds what other bytes add up to.
    #[inline(always)]
    pub(crate) fn and(self, other: Sum) -> Self {
        Sum { native: fold_once(self.native) + fold_once(other.native) }
    }

    /// Adds a fixed header of 20 bytes, without a loop.
    #[must_use]
    #[inline]
    pub fn header(self, header: &[u8; 20]) -> Self {
        let word =
            |at: usize| u64::from(u32::from_ne_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]));
        Sum { native: self.native + word(0) + word(4) + word(8) + word(12) + word(16) }
    }

    /// Adds the bytes that 32-bit words stand for in network order.
    #[must_use]
    #[inline(always)]
    pub(crate) fn words<const N: usize>(self, words: [u32; N]) -> Self {
        Sum { native: words.iter().fold(self.native, |sum, word| sum + u64::from(word.to_be())) }
    }

    /// The sum as a 16-bit number, carries folded in.
    #[must_use]
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub const fn folded(self) -> u16 {
        let sum = fold_once(self.native);
        let sum = (sum & 0xffff) + ((sum >> 16) & 0xffff) + (sum >> 32);
        let sum = (sum & 0xffff) + (sum >> 16);
        let sum = (sum & 0xffff) + (sum >> 16);
        u16::from_be(sum as u16)
    }

    /// The checksum: the complement of the sum. Over bytes that hold a right checksum it is 0.
    #[must_use]
    #[inline]
    pub const fn checksum(self) -> u16 {
        !self.folded()
    }
}

const fn fold_once(sum: u64) -> u64 {
    (sum & 0xffff_ffff) + (sum >> 32)
}

/// The sum of bytes as the machine reads them, carries in the upper bits.
#[inline]
fn sum(bytes: &[u8]) -> u64 {
    let Some(last) = bytes.last_chunk::<8>() else { return few(bytes) };
    let count = (bytes.len() - 1) / 8;
    let (words, _) = bytes.as_chunks::<8>();
    let words = words.get(..count).unwrap_or_default();
    let (pairs, _) = words.as_chunks::<2>();
    // A last word that has no partner: there, or made 0.
    let odd = words.last().map_or(0, |word| u64::from_ne_bytes(*word)) & 0u64.wrapping_sub(count as u64 & 1);
    // The last 1 to 8 bytes, read with those before them, which are then shifted out.
    let last = u64::from_le_bytes(*last) >> (64 - 8 * (bytes.len() - 8 * count));
    let last = u64::from_ne_bytes(last.to_le_bytes());
    sum_pairs(pairs) + fold_once(odd) + fold_once(last)
}

/// The sum of pairs of 64-bit words: each side of the pairs on its own, so that the processor adds both at once.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline]
fn sum_pairs(pairs: &[[[u8; 8]; 2]]) -> u64 {
    let (fours, rest) = pairs.as_chunks::<4>();
    let (mut first, mut second) = (0u128, 0u128);
    for [a, b] in rest {
        first += u128::from(u64::from_ne_bytes(*a));
        second += u128::from(u64::from_ne_bytes(*b));
    }
    let many = if fours.is_empty() { 0 } else { sum_fours(fours) };
    fold_wide(first + second) + many
}

/// The sum of groups of four pairs. Two of the pairs are added with carry; the other two as vectors, which have no carry: their
/// sums wrap, and what was lost follows from the sums of the upper halves. A processor has units for either, and so all are
/// busy.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline]
fn sum_fours(fours: &[[[[u8; 8]; 2]; 4]]) -> u64 {
    let (mut first, mut second) = (0u128, 0u128);
    let (mut wrapped, mut upper) = ([0u64; 2], [0u64; 2]);
    for [a, b, c, d] in fours {
        for [left, right] in [a, b] {
            first += u128::from(u64::from_ne_bytes(*left));
            second += u128::from(u64::from_ne_bytes(*right));
        }
        for pair in [c, d] {
            for ((word, wrapped), upper) in pair.iter().zip(&mut wrapped).zip(&mut upper) {
                let word = u64::from_ne_bytes(*word);
                *wrapped = wrapped.wrapping_add(word);
                *upper += word >> 32;
            }
        }
    }
    // Of each side, what the lower halves add up to: exact for fewer than 2^32 words.
    let lower = |side: usize| wrapped[side].wrapping_sub(upper[side] << 32);
    let vectors = fold_once(lower(0)) + fold_once(lower(1)) + fold_once(upper[0]) + fold_once(upper[1]);
    fold_wide(first + second) + vectors
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline]
const fn fold_wide(sum: u128) -> u64 {
    fold_once(sum as u64) + (sum >> 64) as u64
}

/// The sum of pairs of 64-bit words, 16 bits each in a vector of 32-bit sums.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline]
fn sum_pairs(pairs: &[[[u8; 8]; 2]]) -> u64 {
    use core::arch::wasm32::{u32x4_add, u32x4_extadd_pairwise_u16x8, u64x2, u64x2_extract_lane, u64x2_splat};
    // So many that no 32-bit sum overflows.
    const PART: usize = 1 << 15;
    let mut total = 0;
    for part in pairs.chunks(PART) {
        let mut sums = u64x2_splat(0);
        for [a, b] in part {
            let words = u64x2(u64::from_le_bytes(*a), u64::from_le_bytes(*b));
            sums = u32x4_add(sums, u32x4_extadd_pairwise_u16x8(words));
        }
        total += fold_once(u64x2_extract_lane::<0>(sums)) + fold_once(u64x2_extract_lane::<1>(sums));
    }
    total
}

/// The sum of fewer than 8 bytes.
fn few(bytes: &[u8]) -> u64 {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let sum = pairs.iter().fold(0, |sum, pair| sum + u64::from(u16::from_ne_bytes(*pair)));
    sum + odd.first().map_or(0, |byte| u64::from(u16::from_ne_bytes([*byte, 0])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    /// RFC 1071 section 4.1, word by word in network order.
    fn naive(bytes: &[u8]) -> u16 {
        let mut sum = 0u32;
        for pair in bytes.chunks(2) {
            sum += u32::from(pair[0]) << 8 | pair.get(1).map_or(0, |low| u32::from(*low));
            sum = (sum & 0xffff) + (sum >> 16);
        }
        sum as u16
    }

    /// 0 and 0xffff are the same number in one's complement.
    fn same(a: u16, b: u16) -> bool {
        a == b || (a ^ b == 0xffff && (a == 0 || b == 0))
    }

    #[test]
    fn rfc1071_equals_the_naive_sum_at_every_length_and_alignment() {
        let mut seed = 0x2545_f491_4f6c_dd1du64;
        let bytes: Vec<u8> = (0..2200)
            .map(|_| {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                seed as u8
            })
            .collect();
        for start in 0..16 {
            for length in (0..700).chain(1400..1500).chain(2100..2180) {
                let part = &bytes[start..start + length];
                assert!(same(Sum::new().bytes(part).folded(), naive(part)), "start {start} length {length}");
            }
        }
    }

    #[test]
    fn rfc1071_carries_survive_all_ones() {
        for length in [20, 63, 64, 65, 1460, 65_535, 1 << 20] {
            let bytes = alloc::vec![0xff; length];
            assert!(same(Sum::new().bytes(&bytes).folded(), naive(&bytes)), "length {length}");
        }
    }

    #[test]
    fn rfc1071_parts_add_up() {
        let bytes: Vec<u8> = (0..100).map(|n| (n * 37) as u8).collect();
        let (head, tail) = bytes.split_at(20);
        let fixed: &[u8; 20] = head.try_into().unwrap();
        assert_eq!(Sum::new().header(fixed).bytes(tail).folded(), naive(&bytes));
    }

    #[test]
    fn rfc768_pseudo_header_sums_as_its_bytes() {
        let source = Ipv4Addr::new(10, 0, 0, 1);
        let destination = Ipv4Addr::new(192, 168, 255, 254);
        let bytes = [10, 0, 0, 1, 192, 168, 255, 254, 0, 17, 0x12, 0x34];
        assert_eq!(Sum::pseudo_header(source, destination, 17, 0x1234).folded(), naive(&bytes));
    }
}
