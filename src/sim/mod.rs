//! A network in virtual time: endpoints, links that delay, lose and spoil packets, and a trace of it all.
//!
//! A run depends on nothing but its endpoints, its links and its seed: same seed, same run, to the byte, on every machine.
//! Nothing waits: an hour in which nothing happens passes at once.
//!
//! - [`Endpoint`] is a host that takes and gives IPv4 packets; [`Script`] is one that sends what it was told to.
//! - [`LinkConfig`] is one direction of a link: rate, delay, jitter, queue, MTU, losses, reordering, duplication,
//!   corruption, outages.
//! - [`Network`] joins them and runs: [`Network::pair`] for two endpoints, routes over shared links for more.
//! - [`Trace`] holds what was sent and what became of it, as a pcapng file or as a ladder diagram.
//!
//! ```
//! use drywire::sim::{Endpoint, LinkConfig, Network, Outcome};
//! use drywire::time::{Duration, Instant};
//!
//! /// Sends back whatever it gets, with the addresses exchanged, until it has seen ten packets.
//! #[derive(Default)]
//! struct Echo { seen: usize, reply: Option<Vec<u8>> }
//!
//! impl Endpoint for Echo {
//!     fn receive(&mut self, _now: Instant, packet: &[u8]) {
//!         self.seen += 1;
//!         let mut reply = packet.to_vec();
//!         reply[12..20].rotate_left(4);
//!         self.reply = (self.seen < 10).then_some(reply);
//!     }
//!     fn transmit(&mut self, _now: Instant, packet: &mut Vec<u8>) -> bool {
//!         self.reply.take().map(|reply| packet.extend(reply)).is_some()
//!     }
//!     fn timeout(&self) -> Option<Instant> { None }
//!     fn advance(&mut self, _now: Instant) {}
//! }
//!
//! let ball = [0x45, 0, 0, 20, 0, 1, 0, 0, 64, 253, 0x65, 0xeb, 10, 0, 0, 1, 10, 0, 0, 2];
//! let server = Echo { reply: Some(ball.into()), ..Echo::default() };
//! let link = LinkConfig { delay: Duration::from_millis(10), ..LinkConfig::default() };
//! let left = ([10, 0, 0, 1].into(), server);
//! let right = ([10, 0, 0, 2].into(), Echo::default());
//! let (mut network, pair) = Network::pair(1, left, right, link.clone(), link);
//!
//! let outcome = network.run_until(|network| network[pair.left].seen == 5, Instant::from_millis(3_600_000));
//! assert_eq!(outcome, Ok(Outcome::Met));
//! assert_eq!(network.now(), Instant::from_millis(100));
//! ```

mod endpoint;
mod events;
mod link;
mod network;
mod random;
mod routes;
mod run;
mod trace;

pub use endpoint::{Endpoint, Script};
pub use link::{Cause, GilbertElliott, LinkConfig, LinkStats, Straggle};
pub use network::{EndpointId, LinkId, Network, Pair};
pub use random::Random;
pub use run::{Limits, Outcome, Stuck};
pub use trace::{Fate, Trace, TracedPacket, View};

/// Flips a bit, counted from the first of the first byte.
fn flip(bytes: &mut [u8], bit: usize) {
    if let Some(byte) = bytes.get_mut(bit / 8) {
        *byte ^= 0x80 >> (bit % 8);
    }
}

/// Marks a packet that may be marked: its ECN field becomes CE (RFC 3168 5), and the header's checksum follows (RFC 1624 3).
fn mark(packet: &mut [u8]) {
    let Some([_, tos, .., high, low]) = packet.first_chunk_mut::<12>() else { return };
    let more = u16::from(3 - (*tos & 3));
    *tos |= 3;
    let checksum = u16::from_be_bytes([*high, *low]);
    let (sum, carry) = (!checksum).overflowing_add(more);
    [*high, *low] = (!(sum + u16::from(carry))).to_be_bytes();
}

#[cfg(test)]
mod tests;
