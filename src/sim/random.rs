//! The simulator's only source of chance.
//!
//! SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014), written here so that a seed
//! replays the same run with every version of the crate, and because each impairment of each link needs a stream of its own.

/// A seeded generator: same seed, same numbers, on every machine. Not for secrets.
///
/// ```
/// use drywire::sim::Random;
/// let (mut one, mut two) = (Random::new(7), Random::new(7));
/// assert_eq!(one.next_u64(), two.next_u64());
/// assert!(one.below(6) < 6);
/// assert!(one.chance(1.0) && !one.chance(0.0));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Random {
    state: u64,
}

impl Random {
    /// 2^64 divided by the golden ratio, made odd.
    const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

    /// The generator of a seed; any seed will do.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Random { state: seed }
    }

    /// A number of 64 bits, each as likely as any other.
    pub const fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(Self::GAMMA);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number under `limit`; 0 where `limit` is 0. The bias is under `limit` / 2^64.
    pub const fn below(&mut self, limit: u64) -> u64 {
        ((self.next_u64() as u128 * limit as u128) >> 64) as u64
    }

    /// True with this probability: never for 0 and less, always for 1 and more. Takes one number from the stream in any case.
    pub fn chance(&mut self, probability: f64) -> bool {
        // 53 bits: what a double holds exactly.
        const SCALE: f64 = 1.0 / (1_u64 << 53) as f64;
        ((self.next_u64() >> 11) as f64 * SCALE) < probability
    }

    /// Fills a buffer.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let random = self.next_u64().to_le_bytes();
            chunk.iter_mut().zip(random).for_each(|(byte, random)| *byte = random);
        }
    }

    /// A generator of its own, whose numbers have nothing to do with the next ones of this.
    ///
    /// ```
    /// use drywire::sim::Random;
    /// let mut seeds = Random::new(7);
    /// assert_ne!(seeds.fork().next_u64(), seeds.fork().next_u64());
    /// ```
    #[must_use]
    pub const fn fork(&mut self) -> Self {
        Random::new(self.next_u64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reference implementation's first numbers for seed 1234567.
    #[test]
    fn splitmix64_gives_the_reference_numbers() {
        let mut random = Random::new(1_234_567);
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(expected.map(|_| random.next_u64()), expected);
    }

    #[test]
    fn chances_come_out_as_asked() {
        let mut random = Random::new(1);
        for (probability, expected) in [(0.0, 0), (-1.0, 0), (f64::NAN, 0), (1.0, 100_000), (2.0, 100_000)] {
            assert_eq!((0..100_000).filter(|_| random.chance(probability)).count(), expected, "{probability}");
        }
        for probability in [0.001, 0.1, 0.5, 0.9] {
            let hits = (0..1_000_000).filter(|_| random.chance(probability)).count() as f64;
            let deviation = 1000.0 * f64::sqrt(probability * (1.0 - probability));
            assert!((hits - probability * 1e6).abs() < 5.0 * deviation, "{probability}: {hits}");
        }
    }

    #[test]
    fn numbers_below_a_limit_cover_it() {
        let mut random = Random::new(2);
        let mut counts = [0; 10];
        (0..100_000).for_each(|_| counts[random.below(10) as usize] += 1);
        assert!(counts.iter().all(|count| (9_500..10_500).contains(count)), "{counts:?}");
        assert_eq!((random.below(0), random.below(1)), (0, 0));
    }

    #[test]
    fn fill_reaches_the_last_byte() {
        let mut bytes = [0; 19];
        Random::new(3).fill(&mut bytes);
        assert_ne!(bytes[16..], [0; 3]);
    }
}
