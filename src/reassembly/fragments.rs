//! IP packets from their fragments, RFC 791 3.2 and RFC 815, RFC 8200 4.5.

use super::pieces::Pieces;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;

/// The most bytes that a packet may have: no length field can say more (RFC 791 3.1).
const LONGEST: u64 = 65_535;

/// What fragments of packets may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FragmentLimits {
    /// How long a packet waits for the rest of it, in nanoseconds. 60 seconds by default (RFC 1122 3.3.2).
    pub lifetime: u64,
    /// How many bytes of memory all fragments together may take; the oldest packets go first. 4 MiB by default.
    pub memory: usize,
}

impl Default for FragmentLimits {
    fn default() -> Self {
        FragmentLimits { lifetime: 60_000_000_000, memory: 4 << 20 }
    }
}

/// A piece of a packet.
#[derive(Clone, Copy, Debug)]
pub struct Fragment<'a> {
    /// Where its data stands in the whole, in bytes.
    pub offset: u16,
    /// Whether more fragments follow it.
    pub more: bool,
    /// Its data.
    pub data: &'a [u8],
    /// The packet's header, for the fragment that begins it; else it is not looked at.
    pub header: &'a [u8],
    /// Whether an overlap condemns the packet (RFC 5722: IPv6), or what came first is kept (IPv4).
    pub strict: bool,
    /// How long the frame was that brought it.
    pub frame_length: u32,
}

/// A packet that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reassembled {
    /// The header that the first fragment had.
    pub header: Vec<u8>,
    /// The data.
    pub data: Vec<u8>,
    /// How many fragments were taken in.
    pub fragments: u32,
    /// How long all frames were that brought them.
    pub frame_bytes: u64,
}

/// Packets of which fragments are here. `K` is what the fragments of a packet have in common: addresses, identification and
/// protocol.
///
/// Fragments that overlap are no accident: of IPv4 the byte that came first stays, IPv6 packets are forgotten whole. So is a
/// packet with two ends, or longer than any packet may be.
///
/// ```
/// use drywire::reassembly::{Fragment, FragmentLimits, Fragments};
/// let mut fragments = Fragments::new(FragmentLimits::default());
/// let part = |offset, more, data| Fragment { offset, more, data, header: b"h", strict: false, frame_length: 60 };
/// assert_eq!(fragments.insert(0, 7, part(8, false, b"tail")), None);
/// let whole = fragments.insert(1, 7, part(0, true, b"8 bytes ")).unwrap();
/// assert_eq!((whole.data.as_slice(), whole.fragments), (&b"8 bytes tail"[..], 2));
/// ```
#[derive(Clone, Debug)]
pub struct Fragments<K> {
    limits: FragmentLimits,
    open: BTreeMap<K, Open>,
    /// When each was opened, and its key; those that are whole since are still in it.
    order: VecDeque<(u64, K)>,
    memory: usize,
}

/// A packet that is not whole.
#[derive(Clone, Debug, Default)]
struct Open {
    since: u64,
    pieces: Pieces<()>,
    header: Option<Vec<u8>>,
    length: Option<u64>,
    fragments: u32,
    frame_bytes: u64,
    /// What of its memory is counted.
    counted: usize,
}

impl<K: Ord + Copy> Fragments<K> {
    /// No packets.
    #[must_use]
    pub const fn new(limits: FragmentLimits) -> Self {
        Fragments { limits, open: BTreeMap::new(), order: VecDeque::new(), memory: 0 }
    }

    /// How many bytes of memory fragments take, by estimate.
    #[must_use]
    pub const fn memory(&self) -> usize {
        self.memory
    }

    /// How many packets wait for more.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.open.len()
    }

    /// Takes a fragment in, at a moment in nanoseconds. The packet, if that made it whole.
    pub fn insert(&mut self, now: u64, key: K, fragment: Fragment<'_>) -> Option<Reassembled> {
        self.forget_old(now);
        self.tidy();
        let open = self.open.entry(key).or_insert_with(|| {
            self.order.push_back((now, key));
            Open { since: now, ..Open::default() }
        });
        let before = open.counted;
        let fits = open.add(fragment);
        open.counted = open.memory();
        self.memory = self.memory + open.counted - before;
        if !fits {
            self.forget(&key);
            return None;
        }
        if open.is_whole() {
            let open = self.forget(&key)?;
            return Some(open.into_whole());
        }
        while self.memory > self.limits.memory {
            let (_, key) = self.order.pop_front()?;
            self.forget(&key);
        }
        None
    }

    fn forget(&mut self, key: &K) -> Option<Open> {
        let open = self.open.remove(key)?;
        self.memory -= open.counted;
        Some(open)
    }

    /// The list of what was opened when stays about as long as what is open.
    fn tidy(&mut self) {
        if self.order.len() > 2 * self.open.len() + 64 {
            let open = &self.open;
            self.order.retain(|(since, key)| open.get(key).is_some_and(|open| open.since == *since));
        }
    }

    /// Packets that have waited too long, and entries of those that are gone.
    fn forget_old(&mut self, now: u64) {
        while let Some((since, key)) = self.order.front().copied() {
            let current = self.open.get(&key).is_some_and(|open| open.since == since);
            if current && now.saturating_sub(since) < self.limits.lifetime {
                return;
            }
            self.order.pop_front();
            if current {
                self.forget(&key);
            }
        }
    }
}

impl Open {
    /// Takes a fragment in. False where the packet is to be forgotten.
    fn add(&mut self, fragment: Fragment<'_>) -> bool {
        let Fragment { offset, more, data, header, strict, frame_length } = fragment;
        let end = u64::from(offset) + data.len() as u64;
        let known = self.length;
        if end > LONGEST || known.is_some_and(|length| end > length || (!more && end != length)) {
            return false;
        }
        if !more && known.is_none() {
            if self.pieces.iter().any(|(start, bytes, ())| start + bytes.len() as u64 > end) {
                return false;
            }
            self.length = Some(end);
        }
        let added = self.pieces.insert(offset.into(), data, ());
        // The same once more is no overlap (RFC 8200 4.5).
        if strict && added != 0 && added != data.len() {
            return false;
        }
        if offset == 0 && self.header.is_none() {
            self.header = Some(header.to_vec());
        }
        self.fragments = self.fragments.saturating_add(1);
        self.frame_bytes += u64::from(frame_length);
        true
    }

    /// The pieces neither overlap nor reach past the end: it is whole when they have as many bytes as it has.
    fn is_whole(&self) -> bool {
        self.header.is_some() && self.length == Some(self.pieces.bytes() as u64)
    }

    fn into_whole(self) -> Reassembled {
        let mut data = Vec::with_capacity(self.pieces.bytes());
        self.pieces.iter().for_each(|(_, bytes, ())| data.extend_from_slice(bytes));
        let Open { header, fragments, frame_bytes, .. } = self;
        Reassembled { header: header.unwrap_or_default(), data, fragments, frame_bytes }
    }

    fn memory(&self) -> usize {
        size_of::<Open>() + self.pieces.memory() + self.header.as_ref().map_or(0, Vec::capacity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(offset: u16, more: bool, data: &[u8]) -> Fragment<'_> {
        Fragment { offset, more, data, header: b"header", strict: false, frame_length: 100 }
    }

    /// RFC 791 3.2, RFC 815: any order, and repeats.
    #[test]
    fn rfc791_3_2_any_order_gives_the_packet() {
        let data: Vec<u8> = (0..100).collect();
        let orders = [[0, 1, 2, 3], [3, 2, 1, 0], [2, 2, 3, 0], [1, 3, 0, 0]];
        for order in orders {
            let mut fragments = Fragments::new(FragmentLimits::default());
            let mut whole = None;
            for index in order.into_iter().chain(0..4) {
                let from = index * 32;
                let to = (from + 32).min(100);
                whole = whole.or(fragments.insert(0, 'k', part(from as u16, to < 100, &data[from..to])));
            }
            assert_eq!(whole.map(|whole| whole.data).as_deref(), Some(data.as_slice()), "{order:?}");
        }
    }

    #[test]
    fn of_an_overlap_the_first_stays_and_rfc5722_forgets_the_packet() {
        for strict in [false, true] {
            let mut fragments = Fragments::new(FragmentLimits::default());
            let part = |offset, more, data| Fragment { strict, ..part(offset, more, data) };
            fragments.insert(0, 1, part(0, true, &[1; 16]));
            assert_eq!(fragments.insert(0, 1, part(0, true, &[1; 16])), None, "the same once more");
            let whole = fragments.insert(0, 1, part(8, false, &[2; 16]));
            let expected = [[1; 8], [1; 8], [2; 8]].concat();
            assert_eq!(whole.map(|whole| whole.data), (!strict).then_some(expected));
            assert_eq!((fragments.waiting(), fragments.memory()), (0, 0));
        }
    }

    #[test]
    fn two_ends_and_a_packet_that_is_too_long_are_refused() {
        let mut fragments = Fragments::new(FragmentLimits::default());
        fragments.insert(0, 1, part(16, false, &[0; 8]));
        fragments.insert(0, 1, part(32, false, &[0; 8]));
        assert_eq!(fragments.waiting(), 0, "two ends");
        fragments.insert(0, 1, part(65_528, false, &[0; 8]));
        assert_eq!(fragments.waiting(), 0, "65,536 bytes");
    }

    #[test]
    fn rfc1122_3_3_2_what_waits_too_long_is_forgotten_and_memory_is_bounded() {
        let limits = FragmentLimits { lifetime: 100, memory: 20_000 };
        let mut fragments = Fragments::new(limits);
        fragments.insert(0, 0, part(0, true, &[0; 8]));
        fragments.insert(99, 1, part(0, true, &[0; 8]));
        assert_eq!(fragments.waiting(), 2);
        fragments.insert(100, 2, part(0, true, &[0; 8]));
        assert_eq!(fragments.waiting(), 2);
        for key in 3..1000 {
            fragments.insert(101, key, part(0, true, &[0; 800]));
            assert!(fragments.memory() <= limits.memory);
        }
        assert!(fragments.waiting() > 5);
    }
}
