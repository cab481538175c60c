//! The streams that are sent: no two ends', and no two places', look alike.

use drywire::sim::Random;
use std::sync::OnceLock;

/// A prime, so that nothing that goes wrong by a round number looks right.
const PERIOD: usize = 1_000_003;

/// An end of the connection, as the sender of its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// drywire's end.
    Ours,
    /// The kernel's.
    Kernel,
}

impl Sender {
    /// The bytes from an offset on: some of them, never none.
    #[must_use]
    pub fn bytes_at(self, offset: u64) -> &'static [u8] {
        static TABLES: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
        let tables = TABLES.get_or_init(|| [table(1), table(2)]);
        &tables[self as usize][(offset % PERIOD as u64) as usize..]
    }

    /// Where bytes differ from those that belong at an offset.
    #[must_use]
    pub fn first_wrong(self, offset: u64, mut bytes: &[u8]) -> Option<u64> {
        let mut at = offset;
        while !bytes.is_empty() {
            let right = self.bytes_at(at);
            let count = right.len().min(bytes.len());
            if right[..count] != bytes[..count] {
                let same = right.iter().zip(bytes).take_while(|(right, byte)| right == byte).count();
                return Some(at + same as u64);
            }
            at += count as u64;
            bytes = &bytes[count..];
        }
        None
    }
}

fn table(seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    (0..PERIOD).map(|_| random.below(256) as u8).collect()
}
