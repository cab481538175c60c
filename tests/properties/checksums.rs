//! The Internet checksum against the sum word by word of RFC 1071 4.1.

use crate::config;
use drywire::wire::checksum::Sum;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

fn naive(bytes: &[u8]) -> u16 {
    let words = bytes.chunks(2).map(|pair| u32::from(pair[0]) << 8 | pair.get(1).map_or(0, |low| u32::from(*low)));
    words.fold(0u32, |sum, word| (sum + word) % 0x10000 + (sum + word) / 0x10000) as u16
}

/// In one's complement 0 and 0xffff are the same number; only a sum of nothing but zeros may give 0.
fn is_sum(found: u16, bytes: &[u8]) -> bool {
    let zero = bytes.iter().all(|byte| *byte == 0);
    found == naive(bytes) && (found == 0) == zero
}

proptest! {
    #![proptest_config(config())]

    /// RFC 1071 1: at every length and alignment, the sum is that of the words.
    #[test]
    fn rfc1071_the_sum_is_that_of_the_words(bytes in vec(any::<u8>(), 0..3000), from in any::<Index>(), to in any::<Index>()) {
        let (from, to) = (from.index(bytes.len() + 1), to.index(bytes.len() + 1));
        let part = &bytes[from.min(to)..from.max(to)];
        prop_assert!(is_sum(Sum::new().bytes(part).folded(), part));
    }

    /// Runs of ones and zeros carry the most.
    #[test]
    fn rfc1071_carries_are_kept(runs in vec((prop_oneof![Just(0u8), Just(0xffu8), Just(0x80u8), Just(1u8)], 0usize..200), 0..12)) {
        let bytes: Vec<u8> = runs.iter().flat_map(|(byte, length)| vec![*byte; *length]).collect();
        prop_assert!(is_sum(Sum::new().bytes(&bytes).folded(), &bytes));
    }

    /// RFC 1071 2 (A): the sum does not depend on where it is cut, so long as the cuts are even.
    #[test]
    fn rfc1071_parts_add_up_to_the_whole(bytes in vec(any::<u8>(), 0..2000), cuts in vec(any::<Index>(), 0..6)) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() / 2 + 1) * 2).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let sum = cuts.windows(2).fold(Sum::new(), |sum, cut| sum.bytes(&bytes[cut[0]..cut[1]]));
        prop_assert!(is_sum(sum.folded(), &bytes));
    }

    /// The way for fixed headers is the way for any bytes.
    #[test]
    fn rfc1071_a_header_sums_as_its_bytes(header in any::<[u8; 20]>(), rest in vec(any::<u8>(), 0..100)) {
        let whole = [&header[..], &rest].concat();
        prop_assert!(is_sum(Sum::new().header(&header).bytes(&rest).folded(), &whole));
    }

    /// RFC 9293 3.1, RFC 768: the pseudo-header is addresses, zero, protocol and length.
    #[test]
    fn rfc9293_the_pseudo_header_sums_as_its_bytes(source in any::<[u8; 4]>(), destination in any::<[u8; 4]>(), protocol: u8, length: u32) {
        let bytes = [&source[..], &destination, &[0, protocol], &length.to_be_bytes()].concat();
        prop_assert!(is_sum(Sum::pseudo_header(source.into(), destination.into(), protocol, length).folded(), &bytes));
    }

    /// RFC 1071 1: with the checksum in its place, the sum is all ones.
    #[test]
    fn rfc1071_the_checksum_in_its_place_verifies(mut bytes in vec(any::<u8>(), 2..1600)) {
        bytes[..2].fill(0);
        let checksum = Sum::new().bytes(&bytes).checksum();
        bytes[..2].copy_from_slice(&checksum.to_be_bytes());
        prop_assert_eq!(Sum::new().bytes(&bytes).checksum(), 0);
    }
}

/// RFC 1071 2 (A): every carry comes back in at the bottom, also out of words that add up to just under the next one.
#[test]
fn rfc1071_no_carry_of_a_header_is_lost() {
    let words = [[0; 4], [0xff; 4], [1, 0, 0, 0], [0, 0, 0, 1]];
    for choice in 0..words.len().pow(5) {
        let mut header = [0; 20];
        for (at, word) in header.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            *word = words[choice / words.len().pow(at as u32) % words.len()];
        }
        assert!(is_sum(Sum::new().header(&header).folded(), &header), "{header:?}");
        assert!(
            is_sum(Sum::new().header(&header).bytes(&header).folded(), &[header, header].concat()),
            "{header:?} twice"
        );
    }
}
