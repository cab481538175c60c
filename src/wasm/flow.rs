//! Conversations in memory that both sides see: packets in rows, what is to be said of each, conversations as numbers, and what
//! was said as words that point at bytes.
//!
//! What the words point at stays until the next call.

use super::link_type;
use crate::flow::{Captured, Content, Conversation, FlowConfig, Flows, Side, Streams, Traffic};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::net::IpAddr;

/// Packets that are taken at a time.
pub(crate) const ROWS: usize = 2048;
/// Numbers of a conversation: 18, and 10 for each side.
pub(crate) const CONVERSATION: usize = 38;
/// Conversations that are told at a time.
pub(crate) const CONVERSATIONS: usize = 64;
/// Words of a part of what was said.
pub(crate) const PART: usize = 8;
/// No conversation.
const NONE: u32 = u32::MAX;

/// Packets, and what is to be said of them. All zeros at first, so that it takes no room in the module.
#[repr(C)]
pub(crate) struct Rows {
    /// In: when each packet was captured, in nanoseconds. Out: how long what it acknowledges took, in milliseconds.
    times: [u64; ROWS],
    /// Where the packets begin in the input, and how long they are.
    bounds: [u32; ROWS * 2],
    /// In: how long they were on the wire. Out: how many bytes are in flight after them.
    lengths: [u32; ROWS],
    /// In: their link types. Out: their conversations.
    links: [u32; ROWS],
    duplicates_of: [u32; ROWS],
    duplicate_counts: [u32; ROWS],
    acknowledged: [u32; ROWS],
    findings: [u16; ROWS],
    /// 0 for A, 1 for B.
    from: [u8; ROWS],
    /// Settings of a table; conversations.
    numbers: [f64; CONVERSATION * CONVERSATIONS],
}

impl Rows {
    pub(crate) const fn new() -> Self {
        Rows {
            times: [0; ROWS],
            bounds: [0; ROWS * 2],
            lengths: [0; ROWS],
            links: [0; ROWS],
            duplicates_of: [0; ROWS],
            duplicate_counts: [0; ROWS],
            acknowledged: [0; ROWS],
            findings: [0; ROWS],
            from: [0; ROWS],
            numbers: [0.0; CONVERSATION * CONVERSATIONS],
        }
    }

    /// A table's settings: how many conversations' contents are wanted, or a negative number for all; the limits; how long
    /// ended connections are watched, in milliseconds. `wanted` are their numbers.
    fn config(&self, wanted: &[u8]) -> FlowConfig {
        let [count, stream, streams, open, table, linger, ..] = self.numbers;
        let (numbers, _) = wanted.as_chunks::<4>();
        let streams_kept = match count {
            0.0 => Streams::None,
            count if count > 0.0 => {
                Streams::Of(numbers.iter().take(count as usize).map(|number| u32::from_le_bytes(*number)).collect())
            }
            _ => Streams::All,
        };
        FlowConfig {
            streams: streams_kept,
            stream_limit: stream as usize,
            streams_limit: streams as usize,
            open_limit: open as usize,
            table_limit: table as usize,
            linger: (linger * 1e6) as u64,
            ..FlowConfig::default()
        }
    }

    /// Gives the first `count` packets to a table; says what there is to say of each.
    fn push(&mut self, flows: &mut Flows, input: &[u8], count: usize, base: u32) {
        for row in 0..count.min(ROWS) {
            let start = self.bounds[row * 2].wrapping_sub(base) as usize;
            let end = start.saturating_add(self.bounds[row * 2 + 1] as usize).min(input.len());
            let data = input.get(start..end).unwrap_or_default();
            let (link, data) = match link_type(self.links[row], data) {
                Some(link) => (link, data),
                // Of a link type that is not read, nothing is known.
                None => (crate::wire::LinkType::Raw, &[][..]),
            };
            // A moment that the capture does not say, or before 1970, is the first of all.
            let time = (self.times[row] as i64).max(0) as u64;
            let captured = Captured { time, length: self.lengths[row], data, link };
            let verdict = flows.push(&captured);
            let rtt = verdict.acknowledged.map_or(f64::NAN, |acknowledged| acknowledged.rtt as f64 / 1e6);
            self.times[row] = rtt.to_bits();
            self.lengths[row] = verdict.bytes_in_flight.unwrap_or(0);
            self.links[row] = verdict.conversation.unwrap_or(NONE);
            self.duplicates_of[row] = verdict.duplicate.map_or(0, |duplicate| duplicate.of as u32);
            self.duplicate_counts[row] = verdict.duplicate.map_or(0, |duplicate| duplicate.count);
            self.acknowledged[row] = verdict.acknowledged.map_or(0, |acknowledged| acknowledged.packet as u32);
            self.findings[row] = verdict.findings.bits();
            self.from[row] = (verdict.from == Side::B).into();
        }
    }

    /// Writes conversations from a number on; how many.
    fn tell(&mut self, flows: &Flows, first: u32) -> u32 {
        let mut count = 0;
        for place in self.numbers.as_chunks_mut::<CONVERSATION>().0 {
            let Some(conversation) = flows.conversation(first + count) else { break };
            numbers_of(conversation, place);
            count += 1;
        }
        count
    }
}

/// Whether a link type's number stands for one that is read.
pub(crate) fn knows(link: u32) -> bool {
    link_type(link, &[]).is_some()
}

/// A conversation as numbers: `pkg/src/flow-read.ts` reads them in this order.
fn numbers_of(conversation: &Conversation, place: &mut [f64; CONVERSATION]) {
    let Conversation { protocol, a, b, sent: [sent_a, sent_b], start, end, first_packet, state, initial_rtt } =
        conversation;
    let words = |address: IpAddr| match address {
        IpAddr::V4(address) => [4.0, address.to_bits().into(), 0.0, 0.0, 0.0],
        IpAddr::V6(address) => {
            let bits = address.to_bits();
            let word = |shift: u32| f64::from((bits >> shift) as u32);
            [6.0, word(96), word(64), word(32), word(0)]
        }
    };
    let duration = end.saturating_sub(*start) as f64 / 1e6;
    let initial_rtt = initial_rtt.map_or(f64::NAN, |rtt| rtt as f64 / 1e6);
    let head = [f64::from(*protocol), a.port.into(), b.port.into()];
    let rest = [f64::from((start >> 32) as u32), f64::from(*start as u32), duration, *first_packet as f64];
    let all = head
        .into_iter()
        .chain(words(a.address))
        .chain(words(b.address).into_iter().skip(1))
        .chain(rest)
        .chain([f64::from(*state as u8), initial_rtt])
        .chain(figures(sent_a))
        .chain(figures(sent_b));
    for (to, from) in place.iter_mut().zip(all) {
        *to = from;
    }
}

fn figures(traffic: &Traffic) -> [f64; 10] {
    let Traffic { packets, bytes, payload_bytes, segments, retransmissions, retransmitted_bytes, rtt } = traffic;
    let average = rtt.average().map_or(f64::NAN, |average| average as f64 / 1e6);
    [
        *packets as f64,
        *bytes as f64,
        *payload_bytes as f64,
        *segments as f64,
        *retransmissions as f64,
        *retransmitted_bytes as f64,
        rtt.samples as f64,
        rtt.minimum as f64 / 1e6,
        average,
        rtt.maximum as f64 / 1e6,
    ]
}

/// The input, and the tables by their handles.
pub(crate) struct Tables {
    input: Vec<u8>,
    words: Vec<u32>,
    tables: Vec<Option<Box<Flows>>>,
}

impl Tables {
    pub(crate) const fn new() -> Self {
        Tables { input: Vec::new(), words: Vec::new(), tables: Vec::new() }
    }

    /// Makes room for so many bytes of input; its address.
    pub(crate) fn make_room(&mut self, length: usize) -> usize {
        if length > self.input.len() {
            // What is in it need not be kept.
            self.input = Vec::new();
            self.input.resize(length, 0);
        }
        self.input.as_ptr().expose_provenance()
    }

    /// Makes a table by the settings in the numbers; its handle.
    pub(crate) fn open(&mut self, rows: &Rows) -> u32 {
        let flows = Some(Box::new(Flows::new(rows.config(&self.input))));
        let free = self.tables.iter().position(Option::is_none).unwrap_or(self.tables.len());
        match self.tables.get_mut(free) {
            Some(place) => *place = flows,
            None => self.tables.push(flows),
        }
        free as u32
    }

    /// Lets a table go, and its memory with it.
    pub(crate) fn close(&mut self, handle: u32) {
        if let Some(place) = self.tables.get_mut(handle as usize) {
            *place = None;
        }
    }

    /// Takes the packets in the first `count` rows, whose offsets count from `base`.
    pub(crate) fn append(&mut self, rows: &mut Rows, handle: u32, count: usize, base: u32) {
        if let Some(flows) = self.tables.get_mut(handle as usize).and_then(Option::as_deref_mut) {
            rows.push(flows, &self.input, count, base);
        }
    }

    fn get(&self, handle: u32) -> Option<&Flows> {
        self.tables.get(handle as usize)?.as_deref()
    }

    /// How many conversations there were.
    pub(crate) fn count(&self, handle: u32) -> u32 {
        self.get(handle).map_or(0, Flows::len)
    }

    /// How many of the first are forgotten.
    pub(crate) fn forgotten(&self, handle: u32) -> u32 {
        self.get(handle).map_or(0, Flows::forgotten)
    }

    /// How many are watched.
    pub(crate) fn open_count(&self, handle: u32) -> u32 {
        self.get(handle).map_or(0, |flows| flows.open() as u32)
    }

    /// Writes conversations from a number on; how many.
    pub(crate) fn tell(&self, rows: &mut Rows, handle: u32, first: u32) -> u32 {
        self.get(handle).map_or(0, |flows| rows.tell(flows, first))
    }

    /// What was said in a conversation: the address of how many parts there are, how many of them are settled, how many bytes
    /// were left out, and the parts. 0 where it is not kept.
    pub(crate) fn follow(&mut self, handle: u32, number: u32) -> usize {
        let Some(follow) = self.tables.get(handle as usize).and_then(|flows| flows.as_ref()?.follow(number)) else {
            return 0;
        };
        self.words.clear();
        let left_out = follow.left_out();
        self.words.extend([0, follow.settled() as u32, left_out as u32, (left_out >> 32) as u32]);
        let mut count = 0;
        for chunk in follow.chunks() {
            let (kind, length, at) = match chunk.content {
                Content::Data(data) => (0, data.len() as u64, data.as_ptr().expose_provenance()),
                Content::Gap(length) => (1, length, 0),
            };
            let words: [u32; PART] = [
                (chunk.from == Side::B).into(),
                kind,
                length as u32,
                (length >> 32) as u32,
                at as u32,
                chunk.packet as u32,
                chunk.time as u32,
                (chunk.time >> 32) as u32,
            ];
            self.words.extend(words);
            count += 1;
        }
        if let Some(first) = self.words.first_mut() {
            *first = count;
        }
        self.words.as_ptr().expose_provenance()
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::LINK_AUTO;
    use super::*;

    const SYN: [u8; 40] = [
        0x45, 0, 0, 40, 0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
        0x9c, 0x40, 0, 80, 0, 0, 0, 7, 0, 0, 0, 0, 0x50, 2, 0xff, 0xff, 0, 0, 0, 0, // TCP
    ];

    fn rows() -> Box<Rows> {
        let mut rows = Box::new(Rows::new());
        rows.numbers[..6].copy_from_slice(&[-1.0, 1e6, 1e6, 10.0, 10.0, 1000.0]);
        rows
    }

    #[test]
    fn packets_cross_in_rows_and_conversations_as_numbers() {
        let (mut tables, mut rows) = (Tables::new(), rows());
        let handle = tables.open(&rows);
        tables.make_room(SYN.len());
        tables.input.copy_from_slice(&SYN);
        // The same twice, and once more as a link type that is not read.
        for row in 0..3 {
            rows.times[row] = 1_000_000 * (row as u64 + 1);
            rows.bounds[row * 2..row * 2 + 2].copy_from_slice(&[100, 40]);
            (rows.lengths[row], rows.links[row]) = (40, [101, 101, 9][row]);
        }
        tables.append(&mut rows, handle, 3, 100);
        assert_eq!(
            (rows.links[..3].to_vec(), rows.findings[..3].to_vec()),
            ([0, 0, NONE].to_vec(), [0, 1, 0].to_vec())
        );
        assert!(f64::from_bits(rows.times[0]).is_nan());
        assert_eq!((tables.count(handle), tables.open_count(handle), tables.forgotten(handle)), (1, 1, 0));
        assert_eq!(tables.tell(&mut rows, handle, 0), 1);
        assert_eq!(rows.numbers[..5], [6.0, 40_000.0, 80.0, 4.0, 167_772_161.0]);
        assert_eq!(rows.numbers[12..17], [0.0, 1_000_000.0, 1.0, 1.0, 1.0]);
        assert_eq!(rows.numbers[18..24], [2.0, 80.0, 0.0, 2.0, 1.0, 0.0]);
        assert_ne!(tables.follow(handle, 0), 0);
        assert_eq!(tables.words, [0; 4]);
    }

    #[test]
    fn handles_are_used_again_and_never_shared() {
        let (mut tables, rows) = (Tables::new(), rows());
        assert_eq!([0; 3].map(|_| tables.open(&rows)), [0, 1, 2]);
        tables.close(1);
        tables.close(9);
        assert!(tables.get(1).is_none() && tables.get(2).is_some());
        assert_eq!((tables.open(&rows), tables.open(&rows)), (1, 3));
        assert!(knows(101) && knows(LINK_AUTO) && !knows(9));
    }
}
