//! Which open conversation a packet belongs to.

use super::frame::Message;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::net::IpAddr;

/// How many keys a bucket has on average at most: as many as a node of its tree has room for.
const FULL: usize = 8;
const FIRST: usize = 32;

/// The two ends and the protocol, the lower end first: the same for both directions. Ports come first: they differ most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    ports: u32,
    /// The protocol, and whether addresses are IPv6.
    kind: u16,
    low: u128,
    high: u128,
}

impl Key {
    pub(super) fn new(message: &Message<'_>) -> Self {
        let bits = |address: IpAddr| match address {
            IpAddr::V4(address) => address.to_bits().into(),
            IpAddr::V6(address) => address.to_bits(),
        };
        let [port, other_port] = message.ports;
        let (source, destination) = ((port, bits(message.source)), (other_port, bits(message.destination)));
        let (low, high) = if source <= destination { (source, destination) } else { (destination, source) };
        Key {
            ports: u32::from(low.0) << 16 | u32::from(high.0),
            kind: u16::from(message.protocol) | u16::from(message.source.is_ipv6()) << 8,
            low: low.1,
            high: high.1,
        }
    }

    fn hash(&self) -> u64 {
        let Key { ports, kind, low, high } = *self;
        let words = [
            u64::from(ports) << 16 | u64::from(kind),
            low as u64,
            (low >> 64) as u64,
            high as u64,
            (high >> 64) as u64,
        ];
        // Any mixing will do: keys that were made to meet in one bucket meet in a tree.
        words.into_iter().fold(0, |hash: u64, word| (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
}

/// The numbers of conversations by their keys: trees in buckets, so that as a rule one node is looked at, and at worst, whatever
/// keys a capture has, as many as a tree is high.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    buckets: Vec<BTreeMap<Key, u32>>,
    count: usize,
}

impl Keys {
    pub(super) const fn new() -> Self {
        Keys { buckets: Vec::new(), count: 0 }
    }

    pub(super) const fn len(&self) -> usize {
        self.count
    }

    pub(super) fn get(&self, key: &Key) -> Option<u32> {
        self.buckets.get(self.place(key))?.get(key).copied()
    }

    pub(super) fn insert(&mut self, key: Key, number: u32) {
        if self.count >= self.buckets.len() * FULL {
            self.grow();
        }
        let place = self.place(&key);
        if let Some(bucket) = self.buckets.get_mut(place)
            && bucket.insert(key, number).is_none()
        {
            self.count += 1;
        }
    }

    pub(super) fn remove(&mut self, key: &Key) {
        let place = self.place(key);
        if self.buckets.get_mut(place).and_then(|bucket| bucket.remove(key)).is_some() {
            self.count -= 1;
        }
    }

    /// The upper bits of a hash are the better mixed ones; there is a power of two of buckets.
    fn place(&self, key: &Key) -> usize {
        (key.hash() >> 40) as usize & self.buckets.len().wrapping_sub(1)
    }

    fn grow(&mut self) {
        let length = (self.buckets.len() * 4).max(FIRST);
        let old = core::mem::take(&mut self.buckets);
        self.buckets.resize_with(length, BTreeMap::new);
        for (key, number) in old.into_iter().flatten() {
            let place = self.place(&key);
            if let Some(bucket) = self.buckets.get_mut(place) {
                bucket.insert(key, number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a plain map, with keys that come and go.
    #[test]
    fn equals_a_plain_map() {
        let mut seed = 5u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let (mut keys, mut plain) = (Keys::new(), BTreeMap::new());
        for number in 0..20_000 {
            let key = Key { ports: random(500) as u32, kind: 6, low: random(20).into(), high: random(2).into() };
            assert_eq!(keys.get(&key), plain.get(&key).copied());
            if random(3) == 0 {
                keys.remove(&key);
                plain.remove(&key);
            } else {
                keys.insert(key, number);
                plain.insert(key, number);
            }
            assert_eq!(keys.len(), plain.len());
        }
        assert!(keys.len() > 5000 && keys.buckets.len() >= keys.len() / FULL);
        assert!(plain.iter().all(|(key, number)| keys.get(key) == Some(*number)));
    }
}
