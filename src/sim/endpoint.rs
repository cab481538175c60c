//! What stands at the end of a link.

use crate::time::Instant;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// A host in a simulation. It owns no clock: each call says what time it is, and times never go back.
///
/// After a packet was received, after time has advanced, and whenever the endpoint was reached for through the network,
/// [`transmit`](Endpoint::transmit) is called until it says false, and then [`timeout`](Endpoint::timeout) once.
pub trait Endpoint {
    /// A packet has arrived, from its IPv4 header to its last byte, possibly with a bit flipped on the way.
    fn receive(&mut self, now: Instant, packet: &[u8]);

    /// Writes the next IPv4 packet to be sent into `packet`, which is empty but may have room; false where there is none.
    fn transmit(&mut self, now: Instant, packet: &mut Vec<u8>) -> bool;

    /// When [`advance`](Endpoint::advance) is to be called next; nothing where only a packet or a call changes anything. A
    /// moment that is past means now.
    fn timeout(&self) -> Option<Instant>;

    /// The moment of [`timeout`](Endpoint::timeout) has come.
    fn advance(&mut self, now: Instant);
}

/// Endpoints of different types meet as `Box<dyn Endpoint>`.
impl<E: Endpoint + ?Sized> Endpoint for Box<E> {
    fn receive(&mut self, now: Instant, packet: &[u8]) {
        (**self).receive(now, packet);
    }

    fn transmit(&mut self, now: Instant, packet: &mut Vec<u8>) -> bool {
        (**self).transmit(now, packet)
    }

    fn timeout(&self) -> Option<Instant> {
        (**self).timeout()
    }

    fn advance(&mut self, now: Instant) {
        (**self).advance(now);
    }
}

/// An endpoint that sends given packets at given times, whatever comes, and keeps what it receives.
///
/// ```
/// use drywire::sim::{Endpoint, Script};
/// use drywire::time::Instant;
/// let mut script = Script::new().send(Instant::from_millis(5), [0x45, 0]);
/// assert_eq!(script.timeout(), Some(Instant::from_millis(5)));
/// let mut packet = Vec::new();
/// assert!(!script.transmit(Instant::ZERO, &mut packet));
/// assert!(script.transmit(Instant::from_millis(5), &mut packet));
/// assert_eq!(packet, [0x45, 0]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// By time, and in the order in which they were given.
    outgoing: BTreeMap<(Instant, usize), Vec<u8>>,
    given: usize,
    received: Vec<(Instant, Vec<u8>)>,
}

impl Script {
    /// A script that only listens.
    #[must_use]
    pub fn new() -> Self {
        Script::default()
    }

    /// Sends a packet at a time; those of one time in the order in which they were given.
    #[must_use]
    pub fn send(mut self, at: Instant, packet: impl Into<Vec<u8>>) -> Self {
        self.push(at, packet);
        self
    }

    /// Sends a packet at a time, in a simulation that is under way.
    pub fn push(&mut self, at: Instant, packet: impl Into<Vec<u8>>) {
        self.outgoing.insert((at, self.given), packet.into());
        self.given += 1;
    }

    /// What has arrived, and when.
    #[must_use]
    pub fn received(&self) -> &[(Instant, Vec<u8>)] {
        &self.received
    }
}

impl Endpoint for Script {
    fn receive(&mut self, now: Instant, packet: &[u8]) {
        self.received.push((now, packet.into()));
    }

    fn transmit(&mut self, now: Instant, packet: &mut Vec<u8>) -> bool {
        let Some(next) = self.outgoing.first_entry().filter(|next| next.key().0 <= now) else { return false };
        packet.extend(next.remove());
        true
    }

    fn timeout(&self) -> Option<Instant> {
        self.outgoing.first_key_value().map(|((at, _), _)| *at)
    }

    fn advance(&mut self, _now: Instant) {}
}
