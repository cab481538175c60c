//! The table of conversations: which there are, which of them are open, and what is kept of each.

use super::connection::Connection;
use super::conversation::{Conversation, Endpoint, Side, State, Traffic};
use super::follow::Follow;
use super::frame::{Captured, FragmentKey, Message, Read, read, read_whole};
use super::keys::{Key, Keys};
use super::rows::Rows;
use super::verdict::{Findings, Verdict};
use crate::reassembly::{FragmentLimits, Fragments};
use crate::wire::tcp::Flags;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;

/// Which conversations' contents are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Streams {
    /// None.
    #[default]
    None,
    /// These, by number.
    Of(Vec<u32>),
    /// All, as far as the limits let.
    All,
}

/// What a table keeps, and how much memory it may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowConfig {
    /// Which conversations' contents are kept.
    pub streams: Streams,
    /// How much memory the contents of one conversation may take, in bytes. 16 MiB by default.
    pub stream_limit: usize,
    /// How much memory all contents together may take, in bytes. 256 MiB by default.
    pub streams_limit: usize,
    /// How many conversations are open at most: beyond that the one that has rested longest is no longer watched, and what
    /// comes of it later is a conversation of its own. 65,536 by default.
    pub open_limit: usize,
    /// How many rows the table has at most: beyond that the oldest of those that are not open are forgotten. 1,000,000 by
    /// default.
    pub table_limit: usize,
    /// How long a connection is still watched after its end, in nanoseconds: late copies are its own until then. 240 seconds
    /// by default, as long as TIME-WAIT (RFC 9293 3.4.2).
    pub linger: u64,
    /// How fragments of IP packets are kept.
    pub fragments: FragmentLimits,
}

impl Default for FlowConfig {
    fn default() -> Self {
        FlowConfig {
            streams: Streams::None,
            stream_limit: 16 << 20,
            streams_limit: 256 << 20,
            open_limit: 65_536,
            table_limit: 1_000_000,
            linger: 240_000_000_000,
            fragments: FragmentLimits::default(),
        }
    }
}

/// A row, and what is known beyond it while the conversation is open.
#[derive(Clone, Debug)]
struct Row {
    conversation: Conversation,
    open: Option<Box<Open>>,
}

#[derive(Clone, Debug)]
struct Open {
    key: Key,
    connection: Connection,
    /// Whether a packet came since the conversation was last looked at for having rested.
    is_active: bool,
}

/// Follows conversations through a capture, packet by packet. Memory grows with the conversations that are open, and by a row
/// for each that is over; every part of it has a limit.
///
/// Checksums are not looked at: those of packets captured where they are sent are not computed yet.
#[derive(Clone, Debug)]
pub struct Flows {
    config: FlowConfig,
    keys: Keys,
    rows: Rows<Row>,
    /// Open conversations by when they were last looked at, and those that are over by when they ended.
    watched: VecDeque<u32>,
    over: VecDeque<(u64, u32)>,
    follows: BTreeMap<u32, Follow>,
    follows_memory: usize,
    fragments: Fragments<FragmentKey>,
    packets: u64,
}

impl Flows {
    /// A table with no conversation.
    #[must_use]
    pub const fn new(config: FlowConfig) -> Self {
        let fragments = Fragments::new(config.fragments);
        Flows {
            config,
            keys: Keys::new(),
            rows: Rows::new(),
            watched: VecDeque::new(),
            over: VecDeque::new(),
            follows: BTreeMap::new(),
            follows_memory: 0,
            fragments,
            packets: 0,
        }
    }

    /// Takes the next packet of the capture: what is to be said of it. Packets are numbered from 1 in the order in which they
    /// are given.
    pub fn push(&mut self, captured: &Captured<'_>) -> Verdict {
        self.packets += 1;
        match read(self.packets, captured, &mut self.fragments) {
            Read::Message(message) => self.take(captured, &message, 1, captured.length.into()),
            Read::Whole(whole) => match read_whole(self.packets, captured, &whole) {
                Some(message) => self.take(captured, &message, whole.fragments.into(), whole.frame_bytes),
                None => Verdict::default(),
            },
            Read::Nothing => Verdict::default(),
        }
    }

    /// How many packets were given.
    #[must_use]
    pub const fn packets(&self) -> u64 {
        self.packets
    }

    /// How many conversations there were so far; they are numbered from 0.
    #[must_use]
    pub const fn len(&self) -> u32 {
        self.rows.next()
    }

    /// Whether there was no conversation so far.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of the first conversations are forgotten.
    #[must_use]
    pub const fn forgotten(&self) -> u32 {
        self.rows.first()
    }

    /// How many conversations are watched.
    #[must_use]
    pub fn open(&self) -> usize {
        self.keys.len()
    }

    /// A conversation by its number; nothing for one that is not yet or no longer in the table.
    #[must_use]
    pub fn conversation(&self, number: u32) -> Option<&Conversation> {
        self.rows.get(number).map(|row| &row.conversation)
    }

    /// What was said in a conversation; nothing where that is not kept.
    #[must_use]
    pub fn follow(&self, number: u32) -> Option<&Follow> {
        self.follows.get(&number)
    }

    fn take(&mut self, captured: &Captured<'_>, message: &Message<'_>, packets: u64, bytes: u64) -> Verdict {
        self.rest(captured.time);
        let (number, findings) = self.number_of(captured.time, message);
        let Some(row) = self.rows.get_mut(number) else {
            return Verdict::default();
        };
        let Row { conversation, open: Some(open) } = row else { return Verdict::default() };
        let source = Endpoint { address: message.source, port: message.ports[0] };
        let from = if source == conversation.a { Side::A } else { Side::B };
        let mut verdict = Verdict { conversation: Some(number), from, findings, ..Verdict::default() };
        conversation.end = conversation.end.max(captured.time);
        let [a, b] = &mut conversation.sent;
        let (own, peer) = if from == Side::A { (a, b) } else { (b, a) };
        // The first packet does not count: most conversations of a scan have no other.
        open.is_active |= own.packets + peer.packets > 0;
        own.packets += packets;
        own.bytes += bytes;
        own.payload_bytes += u64::from(message.length);
        if let Some(segment) = &message.segment {
            let was_over = open.connection.state.is_over();
            let judgement = open.connection.take(from, segment);
            verdict.findings |= judgement.findings;
            verdict.duplicate = judgement.duplicate;
            verdict.acknowledged = judgement.acknowledged;
            verdict.bytes_in_flight = judgement.bytes_in_flight;
            count(own, &verdict, message);
            if let Some(acknowledged) = verdict.acknowledged {
                peer.rtt.add(acknowledged.rtt);
            }
            conversation.state = open.connection.state;
            conversation.initial_rtt = open.connection.initial_rtt;
            if !was_over && conversation.state.is_over() {
                self.over.push_back((captured.time, number));
            }
        }
        if self.config.streams != Streams::None {
            self.follow_on(number, from, captured.time, message);
        }
        verdict
    }

    /// The number of a message's conversation, which it may begin; whether its ports were in use before.
    fn number_of(&mut self, time: u64, message: &Message<'_>) -> (u32, Findings) {
        let source = Endpoint { address: message.source, port: message.ports[0] };
        let destination = Endpoint { address: message.destination, port: message.ports[1] };
        let key = Key::new(message);
        let mut findings = Findings::NONE;
        if let Some(number) = self.keys.get(&key) {
            if !self.is_another(number, source, message) {
                return (number, findings);
            }
            self.close(number);
            findings = Findings::REUSED_PORTS;
        }
        self.make_room();
        // A SYN that answers one was sent by the side that was called.
        let answers = message.segment.is_some_and(|segment| segment.is(Flags::SYN | Flags::ACK));
        let (a, b) = if answers { (destination, source) } else { (source, destination) };
        let conversation = Conversation {
            protocol: message.protocol,
            a,
            b,
            sent: Default::default(),
            start: time,
            end: time,
            first_packet: self.packets,
            state: State::None,
            initial_rtt: None,
        };
        let number = self.len();
        let open = Open { key, connection: Connection::default(), is_active: false };
        self.rows.push(Row { conversation, open: Some(Box::new(open)) });
        self.keys.insert(key, number);
        self.watched.push_back(number);
        (number, findings)
    }

    fn is_another(&self, number: u32, source: Endpoint, message: &Message<'_>) -> bool {
        let row = self.rows.get(number);
        let Some((Row { conversation, open: Some(open) }, segment)) = row.zip(message.segment) else { return false };
        let from = if source == conversation.a { Side::A } else { Side::B };
        open.connection.is_another(from, &segment)
    }

    /// A conversation is no longer watched: its row stays.
    fn close(&mut self, number: u32) {
        let row = self.rows.get_mut(number);
        if let Some(open) = row.and_then(|row| row.open.take()) {
            self.keys.remove(&open.key);
        }
    }

    fn is_open(&self, number: u32) -> bool {
        let row = self.rows.get(number);
        row.is_some_and(|row| row.open.is_some())
    }

    /// Connections that ended long enough ago are no longer watched.
    fn rest(&mut self, now: u64) {
        while let Some((ended, number)) = self.over.front().copied() {
            if self.is_open(number) && now.saturating_sub(ended) < self.config.linger {
                return;
            }
            self.over.pop_front();
            self.close(number);
        }
    }

    /// Makes room for one more within the limits: first connections that are over go, then what has rested longest.
    fn make_room(&mut self) {
        while self.keys.len() >= self.config.open_limit.max(1) {
            if let Some((_, number)) = self.over.pop_front() {
                self.close(number);
            } else if !self.close_resting() {
                break;
            }
        }
        // The lists have entries of what was closed otherwise.
        if self.watched.len() > 2 * self.keys.len() + 64 {
            let mut watched = core::mem::take(&mut self.watched);
            watched.retain(|number| self.is_open(*number));
            self.watched = watched;
        }
        while (self.rows.next() - self.rows.first()) as usize >= self.config.table_limit.max(1) {
            let first = self.rows.first();
            // A row that is open goes too, where all are.
            self.close(first);
            self.rows.forget_first();
            if let Some(follow) = self.follows.remove(&first) {
                self.follows_memory -= follow.memory();
            }
        }
    }

    /// Closes a conversation of which nothing came since it was last looked at. False where there is none to look at.
    fn close_resting(&mut self) -> bool {
        while let Some(number) = self.watched.pop_front() {
            let row = self.rows.get_mut(number);
            let Some(open) = row.and_then(|row| row.open.as_deref_mut()) else { continue };
            if core::mem::take(&mut open.is_active) {
                self.watched.push_back(number);
                continue;
            }
            self.close(number);
            return true;
        }
        false
    }

    fn follow_on(&mut self, number: u32, from: Side, time: u64, message: &Message<'_>) {
        let is_wanted = match &self.config.streams {
            Streams::None => false,
            Streams::Of(numbers) => numbers.contains(&number),
            Streams::All => true,
        };
        if !is_wanted {
            return;
        }
        let follow = self.follows.entry(number).or_default();
        let before = follow.memory();
        let room = self.config.stream_limit.saturating_sub(before);
        let room = room.min(self.config.streams_limit.saturating_sub(self.follows_memory));
        match &message.segment {
            Some(segment) => follow.take_segment(from, segment, message.data, room),
            None => follow.take_datagram(from, self.packets, time, message.data, room),
        }
        self.follows_memory = self.follows_memory + follow.memory() - before;
    }
}

/// Counts a segment.
fn count(own: &mut Traffic, verdict: &Verdict, message: &Message<'_>) {
    let takes = message.segment.is_some_and(|segment| segment.flags.intersects(Flags::SYN | Flags::FIN));
    if message.length == 0 && !takes {
        return;
    }
    own.segments += 1;
    if verdict.findings.intersects(Findings::SENT_AGAIN) {
        own.retransmissions += 1;
        own.retransmitted_bytes += u64::from(message.length);
    }
}
