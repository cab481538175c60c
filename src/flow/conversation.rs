//! What is kept of a conversation: the row of a table.

use core::fmt;
use core::net::{IpAddr, SocketAddr};

/// One of the two that speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Who spoke first: of TCP who sent the SYN, else who sent the first packet that was captured.
    #[default]
    A,
    /// The other one.
    B,
}

impl Side {
    /// The other side.
    #[must_use]
    pub const fn other(self) -> Side {
        match self {
            Side::A => Side::B,
            Side::B => Side::A,
        }
    }

    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

/// An address and a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint {
    /// The address.
    pub address: IpAddr,
    /// The port of TCP and UDP; of ICMP's echo its identifier; else 0.
    pub port: u16,
}

/// `10.0.0.1:80`, `[fe80::1]:80`.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        SocketAddr::new(self.address, self.port).fmt(f)
    }
}

/// How far a TCP connection has come (RFC 9293 3.3.2), as seen from between the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum State {
    /// Not a TCP connection: packets without one.
    #[default]
    None,
    /// A SYN was seen, no answer.
    Opening,
    /// The SYN was answered with one; the acknowledgment of that is missing.
    Accepted,
    /// The three-way handshake was seen.
    Established,
    /// Its beginning was not captured.
    MidStream,
    /// One side has sent its FIN, or both have and not all of that is acknowledged.
    Closing,
    /// Both FINs are acknowledged.
    Closed,
    /// Either side has sent a reset.
    Reset,
}

impl State {
    /// Whether nothing more is to come but late copies.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, State::Closed | State::Reset)
    }
}

/// What one side has sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Packets; each fragment of one is one.
    pub packets: u64,
    /// The length of their frames in bytes, headers and padding and all, as they were on the wire.
    pub bytes: u64,
    /// The bytes that the packets carried behind the header of TCP, UDP or ICMP, those sent again included.
    pub payload_bytes: u64,
    /// TCP segments with data, SYN or FIN.
    pub segments: u64,
    /// Those of them that were sent again: fast, spurious or plain.
    pub retransmissions: u64,
    /// The data that those had.
    pub retransmitted_bytes: u64,
    /// How long this side's segments took to be acknowledged.
    pub rtt: Rtt,
}

impl Traffic {
    /// Retransmissions by segments, from 0 to 1.
    #[must_use]
    pub fn retransmit_share(&self) -> f64 {
        if self.segments == 0 { 0.0 } else { self.retransmissions as f64 / self.segments as f64 }
    }
}

/// Samples of a round trip, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rtt {
    /// How many.
    pub samples: u64,
    /// The shortest; 0 where there is none.
    pub minimum: u64,
    /// The longest; 0 where there is none.
    pub maximum: u64,
    /// All of them together.
    pub sum: u64,
}

impl Rtt {
    /// The mean; nothing where there is no sample.
    #[must_use]
    pub fn average(&self) -> Option<u64> {
        self.sum.checked_div(self.samples)
    }

    pub(super) fn add(&mut self, sample: u64) {
        self.minimum = if self.samples == 0 { sample } else { self.minimum.min(sample) };
        self.maximum = self.maximum.max(sample);
        self.sum = self.sum.saturating_add(sample);
        self.samples += 1;
    }
}

/// A conversation: what two endpoints say to each other by one protocol. A TCP connection is one of its own, even where the
/// same ports were in use before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// The protocol's number: 6 TCP, 17 UDP, 1 ICMP.
    pub protocol: u8,
    /// Who spoke first.
    pub a: Endpoint,
    /// The other one.
    pub b: Endpoint,
    /// What each has sent: A's, then B's.
    pub sent: [Traffic; 2],
    /// When the first packet was captured, in nanoseconds.
    pub start: u64,
    /// When the last packet was captured, in nanoseconds.
    pub end: u64,
    /// The number of the first packet.
    pub first_packet: u64,
    /// How far the connection has come.
    pub state: State,
    /// From the SYN to the acknowledgment of the one that answered it, in nanoseconds: where the capture was made at one side,
    /// that is the whole round trip.
    pub initial_rtt: Option<u64>,
}

impl Conversation {
    /// What a side has sent.
    #[must_use]
    pub fn sent_by(&self, side: Side) -> &Traffic {
        let [a, b] = &self.sent;
        match side {
            Side::A => a,
            Side::B => b,
        }
    }

    /// How long it is from the first packet to the last, in nanoseconds.
    #[must_use]
    pub const fn duration(&self) -> u64 {
        self.end.saturating_sub(self.start)
    }

    /// Retransmissions by segments, of both sides, from 0 to 1.
    #[must_use]
    pub fn retransmit_share(&self) -> f64 {
        let [a, b] = &self.sent;
        let segments = a.segments + b.segments;
        if segments == 0 { 0.0 } else { (a.retransmissions + b.retransmissions) as f64 / segments as f64 }
    }
}
