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
                        rows.stop(Stop::Full, &[]);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::{Format, Record, Writer};
    use core::mem::offset_of;

    /// The places that `pkg/src/engines/capture.ts` reads the columns at.
    #[test]
    fn columns_stand_where_the_package_reads_them() {
        assert_eq!(offset_of!(Rows, timestamps), 0);
        assert_eq!(offset_of!(Rows, head), ROWS * 8);
        assert_eq!(offset_of!(Rows, bounds), ROWS * 8 + 64);
        assert_eq!(offset_of!(Rows, original_lengths), ROWS * 16 + 64);
        assert_eq!(offset_of!(Rows, interfaces), ROWS * 20 + 64);
        assert_eq!(offset_of!(Rows, comments), ROWS * 24 + 64);
        assert_eq!(offset_of!(Rows, links), ROWS * 36 + 64);
        let engine = include_str!("../../pkg/src/engines/capture.ts");
        assert!(engine.contains("const ROWS = 4096;") && ROWS == 4096);
    }

    fn file(packets: usize) -> Vec<u8> {
        let mut writer = Writer::new(Format::Pcapng);
        writer.interface(&Interface { link: 101, name: b"wg0", ..Interface::default() }).unwrap();
        for index in 0..packets {
            let comment = if index % 2 == 0 { "even" } else { "" };
            writer.packet(&Record { timestamp: Some(index as i64), comment, ..Record::of(&[0x45; 20]) }).unwrap();
        }
        writer.take()
    }

    /// A reader with a file in the input.
    fn open(file: &[u8]) -> (Captures, usize) {
        let mut captures = Captures::new();
        let handle = captures.open();
        captures.make_room(file.len());
        captures.input.copy_from_slice(file);
        (captures, handle)
    }

    /// The rows are filled as often as it takes, each time until they are full or something else is met.
    #[test]
    fn a_file_crosses_in_rows() {
        let file = file(ROWS + 10);
        let (mut captures, handle) = open(&file);
        let mut rows = Box::new(Rows::new());
        let mut scan = |at: u32| {
            captures.scan(&mut rows, handle, at as usize, file.len());
            (rows.head, rows.bounds[1], rows.comments[..6].to_vec(), rows.links[0], rows.timestamps[1])
        };
        let (interface, ..) = scan(0);
        assert_eq!((interface[0], interface[3], interface[FORMAT]), (0, Stop::Interface as u32, 2));
        assert_eq!((interface[4], interface[6], interface[8]), (101, 9, 3));
        let (mut at, mut count, mut comments) = (interface[2], 0, 0);
        loop {
            let (head, length, first, link, time) = scan(at);
            assert_eq!((length, link, first[2], first[3]), (20, 101, 4, 2), "the second comment is the third packet's");
            assert_eq!(time, i64::from(count) + 1);
            (at, count, comments) = (head[2], count + head[0], comments + head[1]);
            if head[3] == Stop::Needs as u32 {
                assert_eq!(head[4], 12, "the next block's head");
                break;
            }
        }
        assert_eq!((at as usize, count as usize, comments as usize), (file.len(), ROWS + 10, ROWS / 2 + 5));
    }

    /// A problem's words are its code's and sentence's places, its numbers, and where it is.
    #[test]
    fn problems_cross_in_words() {
        let file = file(1);
        let (mut captures, handle) = open(&file[..file.len() - 1]);
        let mut rows = Box::new(Rows::new());
        for _ in 0..2 {
            let at = rows.head[2] as usize;
            captures.scan(&mut rows, handle, at, file.len() - 1);
        }
        let rest = file.len() - 1 - rows.head[2] as usize;
        let needed = rows.head[4];
        captures.end(&mut rows, handle, rest);
        let head = rows.head;
        assert_eq!(
            (head[3], head[5], head[8], head[9]),
            (Stop::Problem as u32, "cut-short".len() as u32, needed, needed - 1)
        );
        assert_eq!((head[10] as usize, head[FORMAT]), (file.len() - 1 - rest, 2));
    }

    /// DESIGN section 5: a handle that was given back is used again, and stands for nothing meanwhile.
    #[test]
    fn handles_are_used_again() {
        let (mut captures, first) = open(&file(1));
        let second = captures.open();
        captures.close(first);
        captures.close(9);
        let mut rows = Box::new(Rows::new());
        rows.head[0] = 77;
        captures.scan(&mut rows, first, 0, 10);
        assert_eq!(rows.head[0], 77, "nothing is read");
        assert_eq!((captures.open(), captures.open()), (first, second + 1));
    }
}
