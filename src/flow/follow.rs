//! What two sides said to each other, in order: each side's bytes, and the gaps in them.

use super::analysis::Segment;
use super::conversation::Side;
use crate::reassembly::Pieces;
use crate::wire::tcp::{Flags, SeqNumber};
use alloc::vec::Vec;

/// What a part of a conversation takes beside its bytes.
const PART: usize = size_of::<Part>();

/// A part of a conversation: bytes that one side sent, or a gap in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// Who sent it.
    pub from: Side,
    /// The number of the packet that brought it; for a gap, of the packet that showed it.
    pub packet: u64,
    /// When that was captured, in nanoseconds.
    pub time: u64,
    /// What it is.
    pub content: Content<'a>,
}

/// What a part of a conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// Bytes.
    Data(&'a [u8]),
    /// So many bytes were sent that were not captured.
    Gap(u64),
}

/// What was said in one conversation. Of TCP each side's stream is put in order: what comes ahead of a gap waits until the gap is
/// filled, or the other side acknowledges what follows it, which shows that it is the capture that lacks something. Where
/// segments overlap, what came first counts. Of other protocols it is what each packet carried, as it came.
#[derive(Clone, Debug, Default)]
pub struct Follow {
    bytes: Vec<u8>,
    parts: Vec<Part>,
    streams: [Stream; 2],
    left_out: u64,
}

#[derive(Clone, Copy, Debug)]
struct Part {
    from: Side,
    brought: Brought,
    length: u64,
    is_gap: bool,
}

/// Which packet brought something, and when.
#[derive(Clone, Copy, Debug)]
struct Brought {
    packet: u64,
    time: u64,
}

/// One side's stream.
#[derive(Clone, Debug, Default)]
struct Stream {
    /// The sequence number of the next byte in order, and how many there were before it.
    next: Option<SeqNumber>,
    offset: u64,
    ahead: Pieces<Brought>,
}

impl Follow {
    /// The parts, in the order in which they could be read. What waits behind a gap to this day comes last, A's before B's.
    pub fn chunks(&self) -> impl Iterator<Item = Chunk<'_>> {
        let mut rest = self.bytes.as_slice();
        let settled = self.parts.iter().map(move |part| {
            let Part { from, brought: Brought { packet, time }, length, is_gap } = *part;
            let content = if is_gap {
                Content::Gap(length)
            } else {
                let (data, others) = rest.split_at_checked(length as usize).unwrap_or_default();
                rest = others;
                Content::Data(data)
            };
            Chunk { from, packet, time, content }
        });
        settled.chain([Side::A, Side::B].into_iter().flat_map(|side| self.waiting(side)))
    }

    /// How many of the [parts](Follow::chunks) are settled: those after wait behind a gap.
    #[must_use]
    pub fn settled(&self) -> usize {
        self.parts.len()
    }

    /// How many bytes were left out because the conversation, or all of them together, would have taken more memory than
    /// they may.
    #[must_use]
    pub const fn left_out(&self) -> u64 {
        self.left_out
    }

    /// How many bytes of memory this takes, by estimate.
    #[must_use]
    pub fn memory(&self) -> usize {
        let [a, b] = &self.streams;
        self.bytes.len() + self.parts.len() * PART + a.ahead.memory() + b.ahead.memory()
    }

    /// What a side has said that waits behind a gap, and the gaps.
    fn waiting(&self, from: Side) -> impl Iterator<Item = Chunk<'_>> {
        let [a, b] = &self.streams;
        let stream = if from == Side::A { a } else { b };
        let mut offset = stream.offset;
        stream.ahead.iter().flat_map(move |(start, data, Brought { packet, time })| {
            let chunk = |content| Chunk { from, packet, time, content };
            let gap = (start > offset).then(|| chunk(Content::Gap(start - offset)));
            offset = start + data.len() as u64;
            gap.into_iter().chain([chunk(Content::Data(data))])
        })
    }

    /// Takes a datagram in, or leaves it out where there is no `room`.
    pub(super) fn take_datagram(&mut self, from: Side, packet: u64, time: u64, data: &[u8], room: usize) {
        if data.is_empty() {
            return;
        }
        if data.len() + PART > room {
            self.left_out += data.len() as u64;
            return;
        }
        self.add(from, Brought { packet, time }, data);
    }

    /// Takes a segment in: `data` is what was captured of it. Once there is no `room`, all that comes is left out.
    pub(super) fn take_segment(&mut self, from: Side, segment: &Segment, data: &[u8], room: usize) {
        let brought = Brought { packet: segment.packet, time: segment.time };
        if self.left_out > 0 || data.len() + 2 * PART + 64 > room {
            self.left_out += data.len() as u64;
            return;
        }
        let first = segment.seq + u32::from(segment.is(Flags::SYN));
        let next = *self.stream(from).next.get_or_insert(first);
        if segment.is(Flags::ACK) {
            self.show_gaps(from.other(), segment.ack, brought);
        }
        // How far it is ahead of what was to come, or, below 0, behind.
        let ahead = i64::from((first - next) as i32);
        let data = data.get(..segment.length as usize).unwrap_or(data);
        if ahead > 0 {
            let stream = self.stream(from);
            stream.ahead.insert(stream.offset + ahead as u64, data, brought);
            return;
        }
        let known = ahead.unsigned_abs();
        let length = u64::from(segment.length).saturating_sub(known);
        if length == 0 {
            return;
        }
        let fresh = data.get(known as usize..).unwrap_or_default();
        self.append(from, brought, fresh, length);
        self.go_on(from);
    }

    fn stream(&mut self, side: Side) -> &mut Stream {
        let [a, b] = &mut self.streams;
        if side == Side::A { a } else { b }
    }

    /// Adds what is next in order: bytes, and a gap in place of those that the capture cut off a segment.
    fn append(&mut self, from: Side, brought: Brought, data: &[u8], length: u64) {
        let missing = length - data.len() as u64;
        self.add(from, brought, data);
        if missing > 0 {
            self.parts.push(Part { from, brought, length: missing, is_gap: true });
        }
        let stream = self.stream(from);
        stream.offset += length;
        stream.next = stream.next.map(|next| next + length as u32);
    }

    fn add(&mut self, from: Side, brought: Brought, data: &[u8]) {
        if data.is_empty() {
            return;
        }
        self.bytes.extend_from_slice(data);
        self.parts.push(Part { from, brought, length: data.len() as u64, is_gap: false });
    }

    /// What waited for what has come.
    fn go_on(&mut self, from: Side) {
        loop {
            let stream = self.stream(from);
            let offset = stream.offset;
            let Some((data, brought)) = stream.ahead.take(offset) else { return };
            self.append(from, brought, &data, data.len() as u64);
        }
    }

    /// The other side acknowledges: a gap before what that covers stays one.
    fn show_gaps(&mut self, from: Side, ack: SeqNumber, brought: Brought) {
        loop {
            let stream = self.stream(from);
            let (Some(next), Some(first)) = (stream.next, stream.ahead.first()) else { return };
            let acknowledged = stream.offset as i64 + i64::from((ack - next) as i32);
            let gap = first - stream.offset;
            if acknowledged <= first as i64 {
                return;
            }
            self.parts.push(Part { from, brought, length: gap, is_gap: true });
            let stream = self.stream(from);
            stream.offset += gap;
            stream.next = Some(next + gap as u32);
            self.go_on(from);
        }
    }
}
