//! Running a scenario, and what there is to tell of it.

use super::datagrams::Datagrams;
use super::host::{Host, milliseconds};
use super::scenario::{Protocol, Scenario};
use super::told::{Sent, Told};
use crate::sim::{Endpoint, EndpointId, Fate, Network, Outcome, Pair, TracedPacket, View};
use crate::time::{Duration, Instant};
use crate::wire::tcp::{Flags, SeqNumber};
use crate::wire::{LinkType, Packet, Transport};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::net::{Ipv4Addr, SocketAddrV4};

/// A run ends when so many packets have been sent: each is kept.
pub const PACKETS_AT_MOST: usize = 50_000;

/// Packets keep their headers and, of their payload, what a page shows.
const SNAP_LENGTH: usize = 160;

/// What became of a scenario.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Run {
    /// Every packet, in the order in which they were sent.
    pub packets: Vec<Sent>,
    /// What the host at the left did and saw.
    pub left: Told,
    /// What the host at the right did and saw.
    pub right: Told,
    /// When the last thing happened, in milliseconds.
    pub ended_at: f64,
    /// Why the run ended.
    pub ending: Ending,
    /// All packets as lines of text, 100 columns wide.
    pub ladder: String,
    /// All packets as a capture file, with a comment at those that something happened to.
    #[cfg_attr(feature = "serde", serde(with = "bytes"))]
    pub pcapng: Vec<u8>,
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub enum Ending {
    /// Nothing more would ever happen.
    Quiet,
    /// Its time was over.
    Time,
    /// [`PACKETS_AT_MOST`] had been sent.
    Packets,
    /// Something happened over and over without any time passing.
    Stuck,
}

impl Scenario {
    /// Runs it.
    ///
    /// See [the module](crate::lab) for an example.
    #[must_use]
    pub fn run(&self) -> Run {
        let left = SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 1), 49_152);
        let right = SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 2), 80);
        match self.protocol {
            Protocol::Tcp => {
                let config = |side: &super::Side, salt| side.config(self.seed ^ salt, self.path.mtu);
                let client = Host::new(&self.left, config(&self.left, 0), left, right);
                let server = Host::new(&self.right, config(&self.right, 1 << 63), right, left);
                self.between(client, server, Host::is_done, |host| host.told)
            }
            Protocol::Udp => {
                let client = Datagrams::new(&self.left, &self.path, left, right);
                let server = Datagrams::new(&self.right, &self.path, right, left);
                self.between(client, server, Datagrams::is_done, |host| host.told)
            }
        }
    }

    fn between<E: Endpoint>(&self, left: E, right: E, done: fn(&E) -> bool, told: fn(E) -> Told) -> Run {
        let ends = (([10, 0, 0, 1].into(), left), ([10, 0, 0, 2].into(), right));
        let links = (self.path.link(&self.drop_to_right), self.path.link(&self.drop_to_left));
        let (mut network, pair) = Network::pair(self.seed, ends.0, ends.1, links.0, links.1);
        network.record(SNAP_LENGTH);
        let ending = self.play(&mut network, pair, done);
        let trace = network.trace();
        let run = Run {
            packets: packets(trace.packets(), &trace.labels(), pair.left),
            ladder: trace.ladder(pair.left, pair.right),
            pcapng: trace.to_pcapng(View::Wire),
            ended_at: milliseconds(network.now()),
            ending,
            ..told_of(network, told)
        };
        run.with_reasons()
    }

    /// Plays all of it: before, during and after the time when the path is slow.
    fn play<E: Endpoint>(&self, network: &mut Network<E>, pair: Pair, done: fn(&E) -> bool) -> Ending {
        if let Some(slow) = self.path.slow.filter(|slow| slow.until > slow.from) {
            for (until, extra) in [(slow.from, Duration::ZERO), (slow.until, slow.extra)] {
                set_delay(network, pair, self.path.delay + extra);
                let ending = advance(network, pair, until.min(self.until), done);
                if ending != Ending::Time || until >= self.until {
                    return ending;
                }
            }
            set_delay(network, pair, self.path.delay);
        }
        advance(network, pair, self.until, done)
    }
}

fn set_delay<E: Endpoint>(network: &mut Network<E>, pair: Pair, delay: Duration) {
    for link in [pair.to_right, pair.to_left] {
        if let Some(config) = network.link(link) {
            config.delay = delay;
        }
    }
}

fn advance<E: Endpoint>(network: &mut Network<E>, pair: Pair, until: Duration, done: fn(&E) -> bool) -> Ending {
    let full = |network: &mut Network<E>| network.trace().packets().len() >= PACKETS_AT_MOST;
    match network.run_until(full, Instant::ZERO + until) {
        Ok(Outcome::Met) => Ending::Packets,
        Ok(Outcome::Idle) => Ending::Quiet,
        // Of a connection that has ended nothing is to come but late packets.
        Ok(Outcome::Deadline) if done(&network[pair.left]) && done(&network[pair.right]) => Ending::Quiet,
        Ok(Outcome::Deadline) => Ending::Time,
        Err(_) => Ending::Stuck,
    }
}

/// A run with both sides' accounts, and nothing else yet.
fn told_of<E: Endpoint>(network: Network<E>, told: fn(E) -> Told) -> Run {
    let mut sides = network.into_endpoints().map(told);
    Run {
        packets: Vec::new(),
        left: sides.next().unwrap_or_default(),
        right: sides.next().unwrap_or_default(),
        ended_at: 0.0,
        ending: Ending::Quiet,
        ladder: String::new(),
        pcapng: Vec::new(),
    }
}

/// What one direction has sent so far.
#[derive(Default)]
struct Direction {
    count: u64,
    /// The number after the last one that a segment has had.
    end: Option<SeqNumber>,
}

fn packets(traced: &[TracedPacket], labels: &[String], left: EndpointId) -> Vec<Sent> {
    let mut directions = [Direction::default(), Direction::default()];
    let mut sent = Vec::with_capacity(traced.len());
    for (packet, label) in traced.iter().zip(labels) {
        let from_left = packet.from == left;
        let [right_going, left_going] = &mut directions;
        let direction = if from_left { right_going } else { left_going };
        direction.count += u64::from(!packet.is_copy);
        let (payload, again) = direction.carry(packet);
        let (arrived_at, lost) = match packet.fate {
            Fate::Delivered { at } => (Some(milliseconds(at)), None),
            Fate::Lost { cause, .. } => (None, Some(cause.to_string())),
            Fate::UnderWay => (None, None),
        };
        sent.push(Sent {
            from_left,
            number: direction.count,
            sent_at: milliseconds(packet.sent_at),
            arrived_at,
            lost,
            label: label.clone(),
            length: packet.length,
            payload,
            again,
            copy: packet.is_copy,
            why: None,
            section: None,
        });
    }
    sent
}

impl Run {
    /// Gives each packet why it was sent.
    fn with_reasons(mut self) -> Self {
        for packet in &mut self.packets {
            let told = if packet.from_left { &self.left } else { &self.right };
            let reason = usize::try_from(packet.number - 1).ok().and_then(|at| told.reasons.get(at));
            packet.why = reason.map(|reason| reason.text());
            packet.section = reason.map(|reason| reason.section());
        }
        self
    }
}

impl Direction {
    /// How many bytes a packet carries, and whether they, or a SYN or a FIN, were sent before.
    fn carry(&mut self, packet: &TracedPacket) -> (usize, bool) {
        let parsed = Packet::parse_lax(&packet.data, LinkType::Raw, |_| {});
        let headers = parsed.network.emitted_len() + parsed.transport.emitted_len();
        let payload = packet.length.saturating_sub(headers);
        let Transport::Tcp(header) = parsed.transport else { return (payload, false) };
        let has = |flag| usize::from(header.flags.contains(flag));
        let length = payload + has(Flags::SYN) + has(Flags::FIN);
        let end = header.sequence_number + length as u32;
        let again = length > 0 && self.end.is_some_and(|last| header.sequence_number.before(last));
        if length > 0 && self.end.is_none_or(|last| last.before(end)) {
            self.end = Some(end);
        }
        (payload, again && !packet.is_copy)
    }
}

/// Bytes go to JavaScript as one array of bytes.
#[cfg(feature = "serde")]
mod bytes {
    pub(super) fn serialize<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }
}
