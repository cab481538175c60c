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

use proptest::test_runner::{Config, FileFailurePersistence, RngSeed, TestCaseError};
use std::cell::{Cell, RefCell};
use std::hash::{BuildHasher, RandomState};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

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

thread_local! {
    static LISTENING: Cell<bool> = const { Cell::new(false) };
    static HEARD: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs a rule that panics where it is broken; gives what the panic said. It is not printed: looking for the smallest input
/// breaks the rule some thousand times.
fn holds(rule: impl FnOnce()) -> Result<(), TestCaseError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |panic| match LISTENING.get() {
            true => HEARD.set(panic.to_string()),
            false => print(panic),
        }));
    });
    LISTENING.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(rule));
    LISTENING.set(false);
    result.map_err(|_| TestCaseError::fail(HEARD.take()))
}
