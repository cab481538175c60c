//! Time as an argument: nothing in the crate reads a clock.

use core::ops::{Add, AddAssign, Sub};
use core::time::Duration;

/// A moment, in microseconds since one that the caller chose. Moments given to one connection must not go back.
///
/// ```
/// use core::time::Duration;
/// use drywire::time::Instant;
/// let start = Instant::from_micros(10);
/// assert_eq!(start + Duration::from_millis(1) - start, Duration::from_micros(1000));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(u64);

impl Instant {
    /// The earliest moment.
    pub const ZERO: Instant = Instant(0);

    /// The moment so many microseconds after the caller's first.
    #[must_use]
    pub const fn from_micros(micros: u64) -> Self {
        Instant(micros)
    }

    /// The moment so many milliseconds after the caller's first.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Instant(millis.saturating_mul(1000))
    }

    /// Microseconds since the caller's first moment.
    #[must_use]
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// How long it is from `earlier` to this moment; nothing where that is later.
    #[must_use]
    pub const fn since(self, earlier: Instant) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;

    fn add(self, duration: Duration) -> Instant {
        let micros = duration.as_secs().saturating_mul(1_000_000).saturating_add(u64::from(duration.subsec_micros()));
        Instant(self.0.saturating_add(micros))
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

/// How long it is between two moments; nothing where the second is later.
impl Sub for Instant {
    type Output = Duration;

    fn sub(self, earlier: Instant) -> Duration {
        self.since(earlier)
    }
}
