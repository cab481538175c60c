//! Rules of the codec that hold for every input, tried on inputs made at random.
//!
//! A failing test prints its seed and the smallest input that it found; `PROPTEST_RNG_SEED=…` repeats the run, and the input
//! itself is kept in `tests/proptest-regressions/` and tried first from then on. `PROPTEST_CASES=…` tries more inputs.

mod checksums;
mod filled;
mod frames;
mod generate;
mod options;
mod verified;

use proptest::test_runner::{Config, FileFailurePersistence, RngSeed};
use std::hash::{BuildHasher, RandomState};

/// A seed of this run's own, printed, unless the environment names one.
fn config() -> Config {
    let failures = FileFailurePersistence::SourceParallel("proptest-regressions");
    let config = Config { failure_persistence: Some(Box::new(failures)), ..Config::default() };
    let seed = match config.rng_seed {
        RngSeed::Fixed(seed) => seed,
        RngSeed::Random => RandomState::new().hash_one(0),
    };
    println!("PROPTEST_RNG_SEED={seed}");
    Config { rng_seed: RngSeed::Fixed(seed), ..config }
}
