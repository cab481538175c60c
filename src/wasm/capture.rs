//! Captures that are read, in memory that both sides see: rows of packets, and words that say what else was met.
//!
//! What the words point at stays until the next call. A file's bytes are in the input only while they are read.

use super::offset_in;
use crate::capture::{Decoder, Event, Interface, Packet, Problem};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Packets that are read at a time, and comments.
pub(crate) const ROWS: usize = 4096;
/// The word that says the format: 0 where it is none that is read, 1 for pcap, 2 for pcapng.
const FORMAT: usize = 15;
/// A time that the file does not say.
pub(crate) const NO_TIME: i64 = i64::MIN;

/// What was met, in words. All zeros at first, so that it takes no room in the module.
#[repr(C)]
pub(crate) struct Rows {
    timestamps: [i64; ROWS],
    /// How many packets and comments there are, how many bytes of input were read, what stopped the reading and, where that
    /// is bytes that are missing, how many it takes; then what there is to say of an interface or a problem.
    head: [u32; 16],
    /// Where the packets' bytes begin in the input, and how many there are.
    bounds: [u32; ROWS * 2],
    original_lengths: [u32; ROWS],
    interfaces: [u32; ROWS],
    /// The row of a packet, where its comment begins in the input, and how long it is.
    comments: [u32; ROWS * 3],
    links: [u16; ROWS],
}

/// What stopped the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// There are as many rows as there is room for.
    Full,
    /// More bytes are needed; none where nothing can follow.
    Needs,
    /// An interface.
    Interface,
    /// A problem.
    Problem,
}

impl Rows {
    pub(crate) const fn new() -> Self {
        Rows {
            timestamps: [0; ROWS],
            head: [0; 16],
            bounds: [0; ROWS * 2],
            original_lengths: [0; ROWS],
            interfaces: [0; ROWS],
            comments: [0; ROWS * 3],
            links: [0; ROWS],
        }
    }

    /// Adds a packet and its comments, of which those beyond thousands are left out. False where it is the last one that there
    /// is sure to be room for.
    #[inline]
    fn push(&mut self, row: usize, input: &[u8], packet: &Packet<'_>) -> bool {
        let Some(place) = self.links.get_mut(row) else { return false };
        *place = packet.link;
        self.timestamps[row] = packet.timestamp.unwrap_or(NO_TIME);
        self.bounds[row * 2] = offset_in(input, packet.data);
        self.bounds[row * 2 + 1] = packet.data.len() as u32;
        self.original_lengths[row] = packet.original_length;
        self.interfaces[row] = packet.interface;
        let mut count = self.head[1] as usize;
        for comment in packet.comments() {
            if let Some(place) = self.comments.get_mut(count * 3..count * 3 + 3) {
                place.copy_from_slice(&[row as u32, offset_in(input, comment), comment.len() as u32]);
                count += 1;
            }
        }
        self.head[1] = count as u32;
        row + 1 < ROWS && count <= ROWS / 2
    }

    fn stop(&mut self, stop: Stop, words: &[u32]) {
        self.head[3] = stop as u32;
        for (to, from) in self.head.iter_mut().skip(4).zip(words) {
            *to = *from;
        }
    }

    fn problem(&mut self, problem: Problem) {
        let Problem { kind, offset } = problem;
        let (a, b) = kind.numbers();
        let [code, sentence] = [kind.code(), kind.sentence()].map(text);
        let offset = [offset as u32, (offset >> 32) as u32];
        self.stop(Stop::Problem, &[code[0], code[1], sentence[0], sentence[1], a, b, offset[0], offset[1]]);
    }
}

fn text(text: &'static str) -> [u32; 2] {
    [text.as_ptr().expose_provenance() as u32, text.len() as u32]
}

/// The input, and the files that are being read, by their handles.
pub(crate) struct Captures {
    input: Vec<u8>,
    readers: Vec<Option<Box<Decoder>>>,
}

impl Captures {
    pub(crate) const fn new() -> Self {
        Captures { input: Vec::new(), readers: Vec::new() }
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

    /// Begins to read a file; its handle.
    pub(crate) fn open(&mut self) -> usize {
        insert(&mut self.readers, Decoder::new())
    }

    /// Lets go of a file that was read.
    pub(crate) fn close(&mut self, handle: usize) {
        if let Some(slot) = self.readers.get_mut(handle) {
            *slot = None;
        }
    }

    /// Reads the input from `at` to `end` into rows.
    pub(crate) fn scan(&mut self, rows: &mut Rows, handle: usize, at: usize, end: usize) {
        let Some(Some(decoder)) = self.readers.get_mut(handle) else { return };
        let input = self.input.get(..end).unwrap_or_default();
        let mut rest = input.get(at..).unwrap_or_default();
        let mut count = 0;
        rows.head = [0; 16];
        loop {
            match decoder.next(&mut rest) {
                Some(Event::Packet(packet)) => {
                    let room = rows.push(count, input, &packet);
                    count += 1;
                    if !room {
                        break;
                    }
                }
                None => {
                    rows.stop(Stop::Needs, &[decoder.needed() as u32]);
                    break;
                }
                Some(Event::Interface(interface)) => {
                    let Interface { link, snap_length, resolution, time_offset: _, name, description } = interface;
                    let place = |part: &[u8]| if part.is_empty() { 0 } else { offset_in(input, part) };
                    rows.stop(
                        Stop::Interface,
                        &[
                            link.into(),
                            snap_length,
                            resolution.into(),
                            place(name),
                            name.len() as u32,
                            place(description),
                            description.len() as u32,
                        ],
                    );
                    break;
                }
                Some(Event::Problem(problem)) => {
                    rows.problem(problem);
                    break;
                }
            }
        }
        rows.head[0] = count as u32;
        rows.head[2] = (input.len() - rest.len()) as u32;
        rows.head[FORMAT] = decoder.format().map_or(0, |format| format as u32 + 1);
    }

    /// Ends a file of which `rest` bytes were not read.
    pub(crate) fn end(&mut self, rows: &mut Rows, handle: usize, rest: usize) {
        rows.head = [0; 16];
        let Some(Some(decoder)) = self.readers.get_mut(handle) else { return };
        if let Some(problem) = decoder.end(rest) {
            rows.problem(problem);
        }
        rows.head[FORMAT] = decoder.format().map_or(0, |format| format as u32 + 1);
    }
}

fn insert<T>(slots: &mut Vec<Option<Box<T>>>, value: T) -> usize {
    let value = Some(Box::new(value));
    if let Some((free, slot)) = slots.iter_mut().enumerate().find(|(_, slot)| slot.is_none()) {
        *slot = value;
        return free;
    }
    slots.push(value);
    slots.len() - 1
}
