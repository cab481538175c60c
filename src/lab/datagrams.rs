//! A host that speaks UDP: what its user writes goes out in datagrams, and nobody asks whether they arrived.

use super::path::Path;
use super::scenario::Side;
use super::told::Told;
use super::user::{Action, Script};
use crate::sim::Endpoint;
use crate::time::{Duration, Instant};
use crate::wire::{LinkType, Network, Packet, Transport, ipv4, udp};
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;
use core::net::SocketAddrV4;

/// Bytes of a datagram: as many as fit an Ethernet frame.
const PAYLOAD: u64 = 1472;

/// A socket and its user.
pub(super) struct Datagrams {
    local: SocketAddrV4,
    remote: SocketAddrV4,
    script: Script,
    /// How long a datagram takes at the path's rate: the next one follows so much later.
    interval: Duration,
    /// When the next one may go out.
    next_at: Instant,
    /// Bytes that were sent, and datagrams.
    sent: u64,
    number: u64,
    seen: BTreeSet<u64>,
    pub(super) told: Told,
}

impl Datagrams {
    pub(super) fn new(side: &Side, path: &Path, local: SocketAddrV4, remote: SocketAddrV4) -> Self {
        let bits = (PAYLOAD + 28) * 8;
        let micros = path.rate.map_or(0, |rate| bits * 1_000_000 / rate.get());
        Datagrams {
            local,
            remote,
            script: Script::new(&side.steps),
            interval: Duration::from_micros(micros),
            next_at: Instant::ZERO,
            sent: 0,
            number: 0,
            seen: BTreeSet::new(),
            told: Told::default(),
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.script.next_at().is_none() && self.sent == self.told.written
    }

    fn act(&mut self, now: Instant) {
        while let Some(action) = self.script.next(now) {
            match action {
                Action::Write { bytes } => self.told.written = self.told.written.saturating_add(bytes),
                Action::Abort => self.told.written = self.sent,
                // There is no connection to open, to close or to hold up.
                Action::Listen | Action::Connect | Action::Close | Action::Pause | Action::Resume => {}
            }
        }
    }
}

impl Endpoint for Datagrams {
    fn receive(&mut self, _now: Instant, packet: &[u8]) {
        let parsed = Packet::parse_lax(packet, LinkType::Raw, |_| {});
        let Some(number) = parsed.payload.first_chunk().map(|bytes| u64::from_be_bytes(*bytes)) else { return };
        self.told.received += parsed.payload.len() as u64;
        if self.seen.last().is_some_and(|last| number < *last) {
            self.told.late += 1;
        }
        if !self.seen.insert(number) {
            self.told.duplicates += 1;
        }
    }

    fn transmit(&mut self, now: Instant, packet: &mut Vec<u8>) -> bool {
        self.act(now);
        if self.sent == self.told.written || now < self.next_at {
            return false;
        }
        // Never shorter than its number, so that each can be told from the others.
        let length = (self.told.written - self.sent).min(PAYLOAD);
        let mut payload = vec![0; length.max(8) as usize];
        if let Some(number) = payload.first_chunk_mut() {
            *number = self.number.to_be_bytes();
        }
        datagram(self.local, self.remote, &payload, packet);
        (self.sent, self.number) = (self.sent + length, self.number + 1);
        self.next_at = now + self.interval;
        true
    }

    fn timeout(&self) -> Option<Instant> {
        let more = (self.sent < self.told.written).then_some(self.next_at);
        [more, self.script.next_at()].into_iter().flatten().min()
    }

    fn advance(&mut self, now: Instant) {
        self.act(now);
    }
}

fn datagram(from: SocketAddrV4, to: SocketAddrV4, payload: &[u8], packet: &mut Vec<u8>) {
    let header =
        ipv4::Header { source: *from.ip(), destination: *to.ip(), protocol: udp::PROTOCOL, ..ipv4::Header::default() };
    let transport = udp::Header { source_port: from.port(), destination_port: to.port(), ..udp::Header::default() };
    let written =
        Packet { network: Network::Ipv4(header), transport: Transport::Udp(transport), payload, ..Packet::default() };
    packet.resize(written.emitted_len(), 0);
    // It has just that room, and no field is too long.
    let length = written.emit_filled(packet).unwrap_or_default();
    packet.truncate(length);
}
