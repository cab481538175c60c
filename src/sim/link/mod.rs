//! One direction between two endpoints: what happens to a packet, and when it arrives.

mod config;
mod stats;
mod transmitter;

pub use config::{GilbertElliott, LinkConfig, Straggle};
pub use stats::{Cause, LinkStats};

use super::random::Random;
use crate::time::{Duration, Instant};
use alloc::boxed::Box;
use transmitter::Transmitter;

/// Says of a packet's bytes whether the packet is to be lost.
pub(super) type Filter = Box<dyn FnMut(&[u8]) -> bool>;

/// A link under way.
pub(super) struct Link {
    pub(super) config: LinkConfig,
    pub(super) filter: Option<Filter>,
    stats: LinkStats,
    transmitter: Transmitter,
    dice: Dice,
    /// When the last packet that kept its place arrives.
    last_arrival: Instant,
}

/// What becomes of a packet that was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passage {
    Lost(Cause),
    Arrives {
        at: Instant,
        /// When a second copy arrives.
        copy: Option<Instant>,
        /// Which bit is flipped, counted from the first of the packet.
        flipped: Option<usize>,
        /// Whether it is marked (RFC 3168 5, CE).
        marked: bool,
    },
}

impl Link {
    pub(super) fn new(config: LinkConfig, seed: Random) -> Self {
        Link {
            config,
            filter: None,
            stats: LinkStats::default(),
            transmitter: Transmitter::default(),
            dice: Dice::new(seed),
            last_arrival: Instant::ZERO,
        }
    }

    pub(super) const fn stats(&self) -> &LinkStats {
        &self.stats
    }

    /// Takes a packet in and says what becomes of it.
    pub(super) fn offer(&mut self, now: Instant, packet: &[u8]) -> Passage {
        self.stats.offer(packet.len());
        let throw = self.dice.throw(&self.config, packet.len());
        let filtered = self.filter.as_mut().is_some_and(|filter| filter(packet));
        let passage = match self.send(now, packet.len()) {
            Err(cause) => Passage::Lost(cause),
            Ok(sent) => match self.lost_on_the_wire(sent, filtered, &throw) {
                Some(cause) => Passage::Lost(cause),
                None => self.carry(sent, &throw, packet),
            },
        };
        self.count(passage);
        passage
    }

    /// A packet has come out at the other end.
    pub(super) fn deliver(&mut self, length: usize) {
        self.stats.deliver(length);
    }

    /// When the packet's last bit is on the wire.
    fn send(&mut self, now: Instant, length: usize) -> Result<Instant, Cause> {
        let LinkConfig { mtu, rate, queue, .. } = self.config;
        if length > mtu {
            return Err(Cause::Mtu);
        }
        let sent = self.transmitter.send(now, length as u64, rate, queue).ok_or(Cause::Queue)?;
        self.stats.queue_peak = self.stats.queue_peak.max(self.transmitter.queued());
        Ok(sent)
    }

    fn lost_on_the_wire(&self, sent: Instant, filtered: bool, throw: &Throw) -> Option<Cause> {
        let LinkConfig { outages, drop, .. } = &self.config;
        let causes = [
            (outages.iter().any(|outage| outage.contains(&sent)), Cause::Outage),
            (drop.contains(&self.stats.sent), Cause::Listed),
            (filtered, Cause::Filtered),
            (throw.lost_in_burst, Cause::Burst),
            (throw.lost, Cause::Random),
        ];
        causes.into_iter().find_map(|(happens, cause)| happens.then_some(cause))
    }

    fn carry(&mut self, sent: Instant, throw: &Throw, packet: &[u8]) -> Passage {
        let in_place = (sent + self.config.delay + throw.jitter).max(self.last_arrival);
        self.last_arrival = in_place;
        let at = in_place + throw.held_back.unwrap_or_default();
        let marked = self.transmitter.queued() > self.config.mark && may_be_marked(packet);
        Passage::Arrives { at, copy: throw.copied.map(|delay| at + delay), flipped: throw.flipped, marked }
    }

    fn count(&mut self, passage: Passage) {
        match passage {
            Passage::Lost(cause) => self.stats.lose(cause),
            Passage::Arrives { at, copy, flipped, marked } => {
                self.stats.marked += u64::from(marked);
                self.stats.reordered += u64::from(at > self.last_arrival);
                self.stats.duplicated += u64::from(copy.is_some());
                self.stats.corrupted += u64::from(flipped.is_some());
            }
        }
    }
}

/// Whether a packet's sender takes part in explicit congestion notification (RFC 3168 5, ECT).
fn may_be_marked(packet: &[u8]) -> bool {
    matches!(packet, [version, tos, ..] if version >> 4 == 4 && tos & 3 != 0)
}

/// The link's chances: one stream for each, so that none shifts the others.
struct Dice {
    loss: Random,
    bursts: Random,
    jitter: Random,
    reorder: Random,
    duplicate: Random,
    corruption: Random,
    /// Whether the link of [`GilbertElliott`] is in its bad state.
    bad: bool,
}

/// What chance has in store for one packet.
struct Throw {
    lost: bool,
    lost_in_burst: bool,
    jitter: Duration,
    held_back: Option<Duration>,
    copied: Option<Duration>,
    flipped: Option<usize>,
}

impl Dice {
    fn new(mut seed: Random) -> Self {
        Dice {
            loss: seed.fork(),
            bursts: seed.fork(),
            jitter: seed.fork(),
            reorder: seed.fork(),
            duplicate: seed.fork(),
            corruption: seed.fork(),
            bad: false,
        }
    }

    fn throw(&mut self, config: &LinkConfig, length: usize) -> Throw {
        Throw {
            lost: self.loss.chance(config.loss),
            lost_in_burst: config.bursts.is_some_and(|bursts| self.burst(bursts)),
            jitter: self.jitter(config.jitter),
            held_back: straggle(&mut self.reorder, config.reorder),
            copied: straggle(&mut self.duplicate, config.duplicate),
            flipped: self.flip(config.corruption, length),
        }
    }

    fn burst(&mut self, chances: GilbertElliott) -> bool {
        let turns = self.bursts.chance(if self.bad { chances.to_good } else { chances.to_bad });
        self.bad ^= turns;
        self.bursts.chance(if self.bad { chances.loss_bad } else { chances.loss_good })
    }

    fn jitter(&mut self, most: Duration) -> Duration {
        let most = most.as_micros();
        Duration::from_micros(self.jitter.below(most.saturating_add(1)))
    }

    fn flip(&mut self, probability: f64, length: usize) -> Option<usize> {
        let hit = self.corruption.chance(probability);
        let bit = self.corruption.below(length as u64 * 8) as usize;
        (hit && length > 0).then_some(bit)
    }
}

fn straggle(random: &mut Random, straggle: Option<Straggle>) -> Option<Duration> {
    let Straggle { probability, delay } = straggle?;
    random.chance(probability).then_some(delay)
}

#[cfg(test)]
mod tests;
