//! Rules of the codec that hold for every input, tried on inputs made at random.
//!
//! The same inputs are tried each time; `PROPTEST_RNG_SEED=…` tries others, `PROPTEST_CASES=…` more, `npm run properties` both. A
//! failing test prints its seed and the smallest input that it found, which is kept in `tests/proptest-regressions/` and tried first
//! from then on.

mod checksums;
mod filled;
mod frames;
mod generate;
mod options;
mod verified;

use proptest::test_runner::{Config, FileFailurePersistence, TestCaseError};
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// What fails is kept. The seed is that of `.cargo/config.toml`, unless the environment names one.
fn config() -> Config {
    let failures = FileFailurePersistence::SourceParallel("proptest-regressions");
    let config = Config { failure_persistence: Some(Box::new(failures)), ..Config::default() };
    println!("PROPTEST_RNG_SEED={}", config.rng_seed);
    config
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

/// A run tells the same as the one before it: whoever tests a change must not meet a fault that was there all along.
#[test]
fn seeds_are_fixed() {
    assert_ne!(Config::default().rng_seed, proptest::test_runner::RngSeed::Random);
}
