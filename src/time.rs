//! Time as an argument: nothing in the crate reads a clock. Moments and durations are whole microseconds, and arithmetic with
//! them saturates: it never panics.

use core::fmt;
use core::ops::{Add, AddAssign, Div, Mul, Sub};

/// A moment, in microseconds since one that the caller chose. Moments given to one connection must not go back.
///
/// ```
/// use drywire::time::{Duration, Instant};
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
        Duration(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;

    fn add(self, duration: Duration) -> Instant {
        Instant(self.0.saturating_add(duration.0))
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

/// How long something lasts, in whole microseconds: up to 584,000 years. It is serialised as their number. The standard library's, in nanoseconds, converts into
/// it and back; what is less than a microsecond is cut off.
///
/// ```
/// use drywire::time::Duration;
/// let second = Duration::from_millis(1000);
/// assert_eq!(second, core::time::Duration::from_secs(1).into());
/// assert_eq!(second - Duration::from_secs(2), Duration::ZERO);
/// assert_eq!(Duration::MAX + second, Duration::MAX);
/// assert_eq!(format!("{:?}", second / 8), "125ms");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Duration(u64);

impl Duration {
    /// No time.
    pub const ZERO: Duration = Duration(0);

    /// The longest.
    pub const MAX: Duration = Duration(u64::MAX);

    /// So many microseconds.
    #[must_use]
    pub const fn from_micros(micros: u64) -> Self {
        Duration(micros)
    }

    /// So many milliseconds.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Duration(millis.saturating_mul(1000))
    }

    /// So many seconds.
    #[must_use]
    pub const fn from_secs(seconds: u64) -> Self {
        Duration(seconds.saturating_mul(1_000_000))
    }

    /// In microseconds.
    #[must_use]
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// In whole milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0 / 1000
    }

    /// In whole seconds.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0 / 1_000_000
    }

    /// In seconds.
    #[must_use]
    pub const fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Whether it is no time.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// How much longer the one is than the other, whichever is longer.
    #[must_use]
    pub const fn abs_diff(self, other: Duration) -> Duration {
        Duration(self.0.abs_diff(other.0))
    }
}

impl Add for Duration {
    type Output = Duration;

    fn add(self, other: Duration) -> Duration {
        Duration(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Duration {
    fn add_assign(&mut self, other: Duration) {
        *self = *self + other;
    }
}

/// What is left; nothing where the second is longer.
impl Sub for Duration {
    type Output = Duration;

    fn sub(self, other: Duration) -> Duration {
        Duration(self.0.saturating_sub(other.0))
    }
}

impl Mul<u32> for Duration {
    type Output = Duration;

    fn mul(self, factor: u32) -> Duration {
        Duration(self.0.saturating_mul(factor.into()))
    }
}

/// A part of it; the longest where the divisor is 0.
impl Div<u32> for Duration {
    type Output = Duration;

    fn div(self, divisor: u32) -> Duration {
        Duration(self.0.checked_div(divisor.into()).unwrap_or(u64::MAX))
    }
}

/// As the standard library shows one: `1.5ms`.
impl fmt::Debug for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        core::time::Duration::from(*self).fmt(f)
    }
}

impl From<core::time::Duration> for Duration {
    fn from(duration: core::time::Duration) -> Self {
        Duration(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX))
    }
}

impl From<Duration> for core::time::Duration {
    fn from(duration: Duration) -> Self {
        core::time::Duration::from_micros(duration.0)
    }
}
