//! The network between the two hosts: the same both ways.

use crate::sim::{LinkConfig, Straggle};
use crate::time::{Duration, Instant};
use core::num::NonZeroU64;

/// A path and its faults, which hold in each direction. The default has 10 ms each way, 10 Mbit/s and no loss.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Path {
    /// Bits per second; nothing for a path that takes no time to send.
    pub rate: Option<NonZeroU64>,
    /// How long a packet is on its way.
    #[cfg_attr(feature = "serde", serde(with = "milliseconds"))]
    pub delay: Duration,
    /// Up to how much longer it may be.
    #[cfg_attr(feature = "serde", serde(with = "milliseconds"))]
    pub jitter: Duration,
    /// How many bytes may wait for their turn; what finds no room is lost.
    pub queue: u64,
    /// Where more bytes than this wait, a packet is marked, if its sender takes part in explicit congestion notification
    /// (RFC 3168); nothing for a path that never marks.
    pub mark: Option<u64>,
    /// The longest packet, in bytes.
    pub mtu: u16,
    /// The probability that a packet is lost, from 0 to 1.
    pub loss: f64,
    /// The probability that a packet is overtaken by those of the next 20 ms.
    pub reorder: f64,
    /// The probability that a packet arrives twice.
    pub duplicate: f64,
    /// When nothing gets through.
    pub outage: Option<Outage>,
    /// When everything takes longer.
    pub slow: Option<Delay>,
}

/// When a path is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Outage {
    /// From when on.
    #[cfg_attr(feature = "serde", serde(with = "milliseconds"))]
    pub from: Duration,
    /// Until when.
    #[cfg_attr(feature = "serde", serde(with = "milliseconds"))]
    pub until: Duration,
}

/// When a path is slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Delay {
    /// From when on.
    #[cfg_attr(feature = "serde", serde(with = "milliseconds"))]
    pub from: Duration,
    /// Until when.
    #[cfg_attr(feature = "serde", serde(with = "milliseconds"))]
    pub until: Duration,
    /// How much longer a packet is on its way meanwhile.
    #[cfg_attr(feature = "serde", serde(with = "milliseconds"))]
    pub extra: Duration,
}

impl Default for Path {
    fn default() -> Self {
        Path {
            rate: NonZeroU64::new(10_000_000),
            delay: Duration::from_millis(10),
            jitter: Duration::ZERO,
            queue: 25_000,
            mark: None,
            mtu: 1500,
            loss: 0.0,
            reorder: 0.0,
            duplicate: 0.0,
            outage: None,
            slow: None,
        }
    }
}

impl Path {
    /// One direction of it, which loses the packets of these numbers too.
    pub(super) fn link(&self, drop: &[u64]) -> LinkConfig {
        let probability = |value: f64| if value > 0.0 { value.min(1.0) } else { 0.0 };
        let straggle = |value: f64, delay: u64| {
            let probability = probability(value);
            (probability > 0.0).then_some(Straggle { probability, delay: Duration::from_millis(delay) })
        };
        LinkConfig {
            rate: self.rate,
            delay: self.delay,
            jitter: self.jitter,
            queue: self.queue,
            mark: self.mark.unwrap_or(u64::MAX),
            mtu: self.mtu.into(),
            loss: probability(self.loss),
            drop: drop.iter().copied().collect(),
            reorder: straggle(self.reorder, 20),
            duplicate: straggle(self.duplicate, 0),
            outages: self.outage.iter().map(|cut| Instant::ZERO + cut.from..Instant::ZERO + cut.until).collect(),
            ..LinkConfig::default()
        }
    }
}

/// Times in milliseconds, fractions allowed, no longer than a day.
#[cfg(feature = "serde")]
pub(super) mod milliseconds {
    use crate::time::Duration;
    use serde::de::{Error, Unexpected};
    use serde::{Deserialize, Deserializer, Serializer};

    const DAY: f64 = 86_400_000.0;

    pub(in crate::lab) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(duration.as_micros() as f64 / 1000.0)
    }

    pub(in crate::lab) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        let value = f64::deserialize(deserializer)?;
        if (0.0..=DAY).contains(&value) {
            return Ok(Duration::from_micros((value * 1000.0) as u64));
        }
        Err(D::Error::invalid_value(Unexpected::Float(value), &"milliseconds, from 0 to a day of them"))
    }
}
