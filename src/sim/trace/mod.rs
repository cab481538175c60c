//! What was sent in a simulation, and what became of it.

mod label;
mod ladder;
mod pcapng;

pub use pcapng::View;

use super::link::Cause;
use super::{EndpointId, LinkId};
use crate::time::Instant;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::net::Ipv4Addr;

/// The packets of a simulation, in the order in which they were sent.
///
/// ```
/// use drywire::sim::{Cause, Fate, LinkConfig, Network, Script};
/// use drywire::time::{Duration, Instant};
///
/// let ping = [0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0x66, 0xcf, 10, 0, 0, 1, 10, 0, 0, 2, 0, 9, 0, 9, 0, 8, 0, 0];
/// let client = Script::new().send(Instant::ZERO, ping).send(Instant::from_millis(1), ping);
/// let link = LinkConfig { drop: [1].into(), ..LinkConfig::default() };
/// let left = ([10, 0, 0, 1].into(), client);
/// let right = ([10, 0, 0, 2].into(), Script::new());
/// let (mut network, pair) = Network::pair(0, left, right, link.clone(), link);
/// network.record(usize::MAX);
/// network.run_for(Duration::from_secs(1)).unwrap();
///
/// let fates: Vec<_> = network.trace().packets().iter().map(|packet| packet.fate).collect();
/// assert_eq!(fates[0], Fate::Lost { at: Instant::ZERO, cause: Cause::Listed, link: Some(pair.to_right) });
/// assert_eq!(fates[1], Fate::Delivered { at: Instant::from_millis(1) });
/// let ladder = network.trace().ladder(pair.left, pair.right);
/// let lines: Vec<_> = ladder.lines().collect();
/// assert_eq!(lines, [
///     "             10.0.0.1:9                                                      10.0.0.2:9",
///     "    0.000000 |-- UDP len=0 -----------------------------------X  on the list          |",
///     "    0.001000 |-- UDP len=0 ---------------------------------------------------------->| 0.001000",
/// ]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// How much of each packet is kept; nothing while nothing is recorded.
    snap_length: Option<usize>,
    addresses: Vec<Ipv4Addr>,
    packets: Vec<TracedPacket>,
    /// How many packets were sent or delivered, to tell what came first in one moment.
    happened: usize,
}

/// One packet of a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedPacket {
    /// When it was sent; for a copy, when the link made it.
    pub sent_at: Instant,
    /// Who sent it.
    pub from: EndpointId,
    /// To whom it is routed; nothing where no route leads to its destination.
    pub to: Option<EndpointId>,
    /// Its bytes as they were sent, or the first of them.
    pub data: Vec<u8>,
    /// Its whole length in bytes.
    pub length: usize,
    /// Whether it is the second copy that a link made.
    pub is_copy: bool,
    /// The bits that were flipped on the way, counted from the packet's first bit.
    pub flipped: Vec<usize>,
    /// What became of it.
    pub fate: Fate,
    sent_order: usize,
    delivered_order: usize,
}

/// What became of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is still under way.
    UnderWay,
    /// It has arrived.
    Delivered {
        /// When.
        at: Instant,
    },
    /// It was lost.
    Lost {
        /// When it entered the link that lost it.
        at: Instant,
        /// Why.
        cause: Cause,
        /// Which link lost it; nothing where it never came to one.
        link: Option<LinkId>,
    },
}

/// A packet's place in the trace; nothing where it is not recorded.
pub(super) type Place = Option<usize>;

impl Trace {
    /// The packets, in the order in which they were sent.
    #[must_use]
    pub fn packets(&self) -> &[TracedPacket] {
        &self.packets
    }

    /// Each packet in words, as the [ladder](Trace::ladder) has them: what it is, and, of a TCP segment, its flags, numbers that
    /// count from the connection's SYNs, length, window as scaled, and options.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        let mut reader = label::Reader::default();
        self.packets.iter().map(|packet| reader.words(packet).join(" ")).collect()
    }

    pub(super) const fn record(&mut self, snap_length: Option<usize>) {
        self.snap_length = snap_length;
    }

    pub(super) fn add_endpoint(&mut self, address: Ipv4Addr) {
        self.addresses.push(address);
    }

    pub(super) fn sent(&mut self, now: Instant, from: EndpointId, to: Option<EndpointId>, packet: &[u8]) -> Place {
        let data = packet.get(..self.snap_length?).unwrap_or(packet).into();
        self.push(TracedPacket {
            sent_at: now,
            from,
            to,
            data,
            length: packet.len(),
            is_copy: false,
            flipped: Vec::new(),
            fate: Fate::UnderWay,
            sent_order: 0,
            delivered_order: 0,
        })
    }

    pub(super) fn copied(&mut self, original: Place, now: Instant) -> Place {
        let original = self.packets.get(original?)?.clone();
        self.push(TracedPacket { sent_at: now, is_copy: true, ..original })
    }

    pub(super) fn flipped(&mut self, place: Place, bit: usize) {
        if let Some(packet) = self.at(place) {
            packet.flipped.push(bit);
        }
    }

    pub(super) fn lost(&mut self, place: Place, at: Instant, cause: Cause, link: Option<LinkId>) {
        if let Some(packet) = self.at(place) {
            packet.fate = Fate::Lost { at, cause, link };
        }
    }

    pub(super) fn delivered(&mut self, place: Place, at: Instant) {
        let order = self.happened;
        if let Some(packet) = self.at(place) {
            (packet.fate, packet.delivered_order) = (Fate::Delivered { at }, order);
            self.happened += 1;
        }
    }

    fn push(&mut self, packet: TracedPacket) -> Place {
        self.packets.push(TracedPacket { sent_order: self.happened, ..packet });
        self.happened += 1;
        Some(self.packets.len() - 1)
    }

    fn at(&mut self, place: Place) -> Option<&mut TracedPacket> {
        self.packets.get_mut(place?)
    }

    fn address(&self, endpoint: EndpointId) -> Ipv4Addr {
        self.addresses.get(endpoint.index()).copied().unwrap_or(Ipv4Addr::UNSPECIFIED)
    }
}

impl TracedPacket {
    /// What there is to say about the packet's way besides that it arrived; empty where there is nothing.
    fn remarks(&self) -> String {
        let mut remarks = Vec::new();
        if self.is_copy {
            remarks.push("duplicate".to_string());
        }
        remarks.extend(self.flipped.iter().map(|bit| format!("bit {bit} flipped")));
        match self.fate {
            Fate::Delivered { .. } => {}
            Fate::UnderWay => remarks.push("under way".to_string()),
            Fate::Lost { cause, link: Some(link), .. } => {
                remarks.push(format!("lost on link {}: {cause}", link.index()));
            }
            Fate::Lost { cause, link: None, .. } => remarks.push(format!("lost: {cause}")),
        }
        remarks.join(", ")
    }
}
