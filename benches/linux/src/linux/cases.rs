//! What is tried: two controllers over six links.

use drywire::sim::{LinkConfig, Straggle};
use drywire::tcp::{Bbr, Cubic, MakeController};
use drywire::time::Duration;
use drywire::time::Instant;
use std::num::NonZeroU64;

/// 100 Mbit/s, 20 ms there and back, 20 ms of queue.
const RATE: u64 = 100_000_000;
const RTT: Duration = Duration::from_millis(20);
const QUEUE: u64 = RATE / 8 / 50;

/// A congestion controller that both have.
#[derive(Clone, Copy)]
pub(crate) struct Controller {
    /// The benchmark's name.
    pub(crate) bench: &'static str,
    /// What the kernel calls it.
    pub(crate) kernel: &'static str,
    pub(crate) ours: MakeController,
}

pub(crate) const CONTROLLERS: [Controller; 2] = [
    Controller { bench: "linux-cubic", kernel: "cubic", ours: Cubic::boxed },
    Controller { bench: "linux-bbr", kernel: "bbr", ours: Bbr::boxed },
];

/// What the link does besides its rate, delay and queue.
#[derive(Clone)]
pub(crate) struct Case {
    /// For the table, and after the colon of a line for machines.
    pub(crate) name: &'static str,
    /// The probability that a packet with data in it is lost. Whichever TCP sends, the same ones of them are lost, by their
    /// number.
    pub(crate) loss: f64,
    pub(crate) forth: LinkConfig,
}

/// All of them, or the two that show in a moment that everything runs.
pub(crate) fn cases(quick: bool) -> Vec<Case> {
    let lossy = |name, loss| Case { name, loss, forth: link() };
    if quick {
        return vec![lossy("0", 0.0), lossy("1%", 0.01)];
    }
    // A quarter of the round trip: what recovery by time (RFC 8985) may take for reordering.
    let reorder = Some(Straggle { probability: 0.01, delay: RTT / 4 });
    let outage = Instant::from_millis(300)..Instant::from_millis(500);
    vec![
        lossy("0", 0.0),
        lossy("0.1%", 0.001),
        lossy("1%", 0.01),
        lossy("3%", 0.03),
        Case { name: "reordering", loss: 0.0, forth: LinkConfig { reorder, ..link() } },
        Case { name: "outage", loss: 0.0, forth: LinkConfig { outages: vec![outage], ..link() } },
    ]
}

/// The link without any trouble, one way.
pub(crate) fn link() -> LinkConfig {
    LinkConfig { rate: NonZeroU64::new(RATE), delay: RTT / 2, queue: QUEUE, ..LinkConfig::default() }
}
