//! One direction of the wire: packets in the order in which they were sent, in memory that is used again and again.

use super::MTU;

/// How many packets are on the way at most: what a write gives rise to, and no more than the nearer caches hold.
const SLOTS: usize = 64;

pub(super) struct Wire {
    packets: Vec<[u8; MTU]>,
    lengths: [usize; SLOTS],
    sent: usize,
    received: usize,
}

impl Wire {
    pub(super) fn new() -> Self {
        Wire { packets: vec![[0; MTU]; SLOTS], lengths: [0; SLOTS], sent: 0, received: 0 }
    }

    /// Whether another packet can be sent.
    pub(super) fn has_room(&self) -> bool {
        self.sent - self.received < SLOTS
    }

    /// Whether none is on the way.
    #[allow(dead_code)] // only the benchmarks in Node ask
    pub(super) fn is_empty(&self) -> bool {
        self.sent == self.received
    }

    /// The place for the next packet.
    pub(super) fn place(&mut self) -> &mut [u8; MTU] {
        &mut self.packets[self.sent % SLOTS]
    }

    /// The packet in that place is sent.
    pub(super) fn send(&mut self, length: usize) {
        self.lengths[self.sent % SLOTS] = length;
        self.sent += 1;
    }

    /// The next packet that arrives.
    pub(super) fn receive(&mut self) -> Option<&[u8]> {
        if self.received == self.sent {
            return None;
        }
        let slot = self.received % SLOTS;
        self.received += 1;
        Some(&self.packets[slot][..self.lengths[slot]])
    }
}
