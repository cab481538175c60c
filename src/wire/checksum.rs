//! The Internet checksum, RFC 1071.
//!
//! The one's complement sum does not depend on byte order (RFC 1071 section 2 (B)), so words are added as the machine reads
//! them and the result is swapped once. Four independent lanes of 64 bits let the processor, or `simd128` in WebAssembly,
//! add several words at a time; each lane takes 32-bit halves, so no carry is lost for any input under 16 GiB.

use core::net::Ipv4Addr;

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
        let source = u32::from_ne_bytes(source.octets());
        let destination = u32::from_ne_bytes(destination.octets());
        let rest = u64::from(u16::from(protocol).to_be()) + u64::from(length.to_be());
        Sum { native: u64::from(source) + u64::from(destination) + rest }
    }

    /// Adds bytes. An odd last byte counts as if a zero followed (RFC 1071 section 1).
    #[must_use]
    #[inline]
    pub fn bytes(self, bytes: &[u8]) -> Self {
        let sum = if bytes.len() < 64 { short_sum(bytes) } else { long_sum(bytes) };
        Sum { native: fold_once(self.native) + fold_once(sum) }
    }

    /// Adds a fixed header of 20 bytes, without a loop.
    #[must_use]
    #[inline]
    pub fn header(self, header: &[u8; 20]) -> Self {
        let (words, _) = header.as_chunks::<4>();
        Sum { native: words.iter().fold(self.native, |sum, word| sum + u64::from(u32::from_ne_bytes(*word))) }
    }

    /// The sum as a 16-bit number, carries folded in.
    #[must_use]
    #[inline]
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

fn short_sum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<4>();
    let sum = words.iter().fold(0, |sum, word| sum + u64::from(u32::from_ne_bytes(*word)));
    sum + last_bytes(rest)
}

fn long_sum(bytes: &[u8]) -> u64 {
    let mut lanes = [0u64; 4];
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        for (lane, word) in lanes.iter_mut().zip(words) {
            *lane += fold_once(u64::from_ne_bytes(*word));
        }
    }
    lanes.iter().fold(short_sum(rest), |sum, lane| sum + fold_once(*lane))
}

/// Up to three bytes, as if zeros followed.
fn last_bytes(rest: &[u8]) -> u64 {
    let word = match *rest {
        [a] => [a, 0, 0, 0],
        [a, b] => [a, b, 0, 0],
        [a, b, c] => [a, b, c, 0],
        _ => [0; 4],
    };
    u64::from(u32::from_ne_bytes(word))
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
