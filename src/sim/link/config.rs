//! What a link does to packets.

use crate::time::{Duration, Instant};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::num::NonZeroU64;
use core::ops::Range;

/// One direction of a connection between endpoints. The default is a perfect link: no delay, no limit, no loss.
///
/// A packet that is offered meets, in this order: the MTU; the queue; the transmitter, which puts it on the wire at the
/// link's rate; then what the wire does to it, in the order outage, listed, filtered, burst, random; and what is left arrives
/// after the delay. What is lost on the wire has used the transmitter like any other packet, so that a loss moves no other
/// packet in time.
///
/// Probabilities run from 0 to 1 and are drawn once for every packet that is offered, each from a stream of its own: to
/// turn one impairment on does not change which packets another one hits.
///
/// ```
/// use core::num::NonZeroU64;
/// use drywire::time::Duration;
/// use drywire::sim::LinkConfig;
/// let dsl = LinkConfig {
///     rate: NonZeroU64::new(16_000_000),
///     delay: Duration::from_millis(20),
///     queue: 64_000,
///     loss: 0.001,
///     ..LinkConfig::default()
/// };
/// assert_eq!(dsl.mtu, 65_535);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LinkConfig {
    /// Bits of IP packets per second; nothing for a link that takes no time to send.
    pub rate: Option<NonZeroU64>,
    /// How long a packet's last bit is on its way, in whole microseconds.
    pub delay: Duration,
    /// Up to how much longer it may be, evenly spread, in whole microseconds. Packets stay in order: one that would overtake
    /// arrives with the one before it.
    pub jitter: Duration,
    /// How many bytes may wait while another packet is being sent; a packet that does not fit any more is lost.
    pub queue: u64,
    /// A packet that finds more than so many bytes waiting is marked, if its sender takes part in explicit congestion
    /// notification (RFC 3168 5): its ECN field becomes CE.
    pub mark: u64,
    /// The longest packet that is carried, in bytes with its IP header; longer ones are lost.
    pub mtu: usize,
    /// The probability that a packet is lost, each for itself.
    pub loss: f64,
    /// Losses that come in bursts.
    pub bursts: Option<GilbertElliott>,
    /// Packets to be lost, by their number among those offered to this link; the first is 1.
    pub drop: BTreeSet<u64>,
    /// Packets that are held back, so that later ones overtake them.
    pub reorder: Option<Straggle>,
    /// Packets that arrive a second time.
    pub duplicate: Option<Straggle>,
    /// The probability that a packet has one bit flipped, anywhere in it.
    pub corruption: f64,
    /// When the link is cut: packets whose last bit is sent from the start of a range to just before its end are lost.
    pub outages: Vec<Range<Instant>>,
}

impl Default for LinkConfig {
    fn default() -> Self {
        LinkConfig {
            rate: None,
            delay: Duration::ZERO,
            jitter: Duration::ZERO,
            queue: u64::MAX,
            mark: u64::MAX,
            mtu: 65_535,
            loss: 0.0,
            bursts: None,
            drop: BTreeSet::new(),
            reorder: None,
            duplicate: None,
            corruption: 0.0,
            outages: Vec::new(),
        }
    }
}

/// How many packets come later than their place, and by how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Straggle {
    /// The probability for each packet.
    pub probability: f64,
    /// How much later, in whole microseconds. A duplicate without delay arrives right after its original.
    pub delay: Duration,
}

/// A link with a good and a bad state, in which losses come in bursts (Gilbert 1960, Elliott 1963). It begins in the good
/// state; each packet first moves it on, then is lost with the state's probability.
///
/// The share of packets lost in the long run is `(loss_good * to_good + loss_bad * to_bad) / (to_good + to_bad)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GilbertElliott {
    /// The probability that a good link turns bad with a packet.
    pub to_bad: f64,
    /// The probability that a bad link turns good with a packet.
    pub to_good: f64,
    /// The probability that a packet is lost while the link is good.
    pub loss_good: f64,
    /// The probability that a packet is lost while the link is bad.
    pub loss_bad: f64,
}

impl GilbertElliott {
    /// Loses `loss` of all packets (0 to under 1), in bursts of `length` packets on average (1 and more): nothing is lost
    /// while the link is good, everything while it is bad.
    ///
    /// ```
    /// use drywire::sim::GilbertElliott;
    /// let bursts = GilbertElliott::bursts(0.2, 4.0);
    /// assert_eq!((bursts.to_good, bursts.to_bad), (0.25, 0.0625));
    /// ```
    #[must_use]
    pub fn bursts(loss: f64, length: f64) -> Self {
        let to_good = 1.0 / length;
        GilbertElliott { to_bad: loss * to_good / (1.0 - loss), to_good, loss_good: 0.0, loss_bad: 1.0 }
    }
}
