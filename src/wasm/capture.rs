//! Captures that are read, in memory that both sides see: rows of packets, and words that say what else was met.
//!
//! What the words point at stays until the next call. A file's bytes are in the input only while they are read.

use super::offset_in;
use crate::capture::{Decoder, Interface, Meet, Note, Packet};
use alloc::vec::Vec;

/// Packets that are read at a time, and comments.
pub(crate) const ROWS: usize = 4096;
/// A time that the file does not say.
pub(crate) const NO_TIME: i64 = i64::MIN;

/// What was met, in words. All zeros at first, so that it takes no room in the module.
#[repr(C)]
pub(crate) struct Rows {
    head: Head,
    timestamps: [i64; ROWS],
    /// Where the packets' bytes begin in what was read, and how many there are.
    bounds: [[u32; 2]; ROWS],
    original_lengths: [u32; ROWS],
    interfaces: [u32; ROWS],
    /// The row of a packet, where its comment begins in what was read, and how long it is.
    comments: [[u32; 3]; ROWS],
    links: [u16; ROWS],
}

/// How much was met, and what stopped the reading.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Head {
    packets: u32,
    comments: u32,
    /// Bytes of input.
    read: u32,
    /// 0 for pcap, 1 for pcapng, 2 where it is none that is read.
    format: u32,
    /// How many bytes the input must have for more to be met; none where nothing can follow.
    needed: u32,
    stop: Stop,
    /// What there is to say of an interface or a problem.
    words: [u32; 7],
}

/// What stopped the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Stop {
    /// More bytes are needed.
    Needs,
    /// There is no room for more rows.
    Full,
    /// An interface.
    Interface,
    /// A problem.
    Problem,
}

impl Head {
    const NONE: Head =
        Head { packets: 0, comments: 0, read: 0, format: 0, needed: 0, stop: Stop::Needs, words: [0; 7] };
}

impl Rows {
    pub(crate) const fn new() -> Self {
        Rows {
            head: Head::NONE,
            timestamps: [0; ROWS],
            bounds: [[0; 2]; ROWS],
            original_lengths: [0; ROWS],
            interfaces: [0; ROWS],
            comments: [[0; 3]; ROWS],
            links: [0; ROWS],
        }
    }

    #[inline(never)]
    fn problem(&mut self, Note { what, a, b }: Note, offset: u64) {
        self.head.stop = Stop::Problem;
        self.head.words = [what as u32, a, b, offset as u32, (offset >> 32) as u32, 0, 0];
    }
}

/// Rows, and the input from which they are filled.
struct Filling<'a> {
    rows: &'a mut Rows,
    input: &'a [u8],
}

impl<'a> Meet<'a> for Filling<'a> {
    fn interface(
        &mut self,
        Interface { link, snap_length, resolution, time_offset: _, name, description }: Interface<'a>,
    ) {
        let Head { stop, words, .. } = &mut self.rows.head;
        *stop = Stop::Interface;
        *words = [
            link.into(),
            snap_length,
            resolution.into(),
            offset_in(self.input, name),
            name.len() as u32,
            offset_in(self.input, description),
            description.len() as u32,
        ];
    }

    /// Adds a packet and its comments, of which those beyond thousands are left out.
    #[inline]
    fn packet(&mut self, packet: Packet<'a>) {
        let Filling { rows, input } = self;
        let row = rows.head.packets as usize;
        let Some(link) = rows.links.get_mut(row) else { return };
        *link = packet.link;
        rows.timestamps[row] = packet.timestamp.unwrap_or(NO_TIME);
        rows.bounds[row] = [offset_in(input, packet.data), packet.data.len() as u32];
        rows.original_lengths[row] = packet.original_length;
        rows.interfaces[row] = packet.interface;
        for comment in packet.comments() {
            if let Some(place) = rows.comments.get_mut(rows.head.comments as usize) {
                *place = [row as u32, offset_in(input, comment), comment.len() as u32];
                rows.head.comments += 1;
            }
        }
        rows.head.packets += 1;
        if row + 1 == ROWS || rows.head.comments as usize > ROWS / 2 {
            rows.head.stop = Stop::Full;
        }
    }

    fn problem(&mut self, note: Note, offset: u64) {
        self.rows.problem(note, offset);
    }
}

/// The rows, the input, and the files that are being read, by their handles.
pub(crate) struct Captures {
    rows: Rows,
    input: Vec<u8>,
    readers: Vec<Decoder>,
}

impl Captures {
    pub(crate) const fn new() -> Self {
        Captures { rows: Rows::new(), input: Vec::new(), readers: Vec::new() }
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

    /// Has a reader more; its handle.
    pub(crate) fn open(&mut self) -> usize {
        self.readers.push(Decoder::new());
        self.readers.len() - 1
    }

    /// Lets go of a file that was read: the reader is as a new one.
    pub(crate) fn close(&mut self, handle: usize) {
        if let Some(reader) = self.readers.get_mut(handle) {
            *reader = Decoder::new();
        }
    }

    /// Reads the input from `at` to `end` into rows; their address.
    pub(crate) fn scan(&mut self, handle: usize, at: usize, end: usize) -> usize {
        let Captures { rows, input, readers } = self;
        rows.head = Head::NONE;
        if let (Some(decoder), Some(input)) = (readers.get_mut(handle), input.get(at..end)) {
            let mut rest = input;
            let mut filling = Filling { rows, input };
            while filling.rows.head.stop == Stop::Needs && decoder.step(&mut rest, &mut filling) {}
            rows.head.read = (input.len() - rest.len()) as u32;
            rows.head.needed = decoder.needed() as u32;
            rows.head.format = decoder.format().map_or(2, |format| format as u32);
        }
        core::ptr::from_ref(rows).expose_provenance()
    }

    /// Ends a file of which `rest` bytes were not read; the address of the rows, whose head has what is wrong with such an end.
    pub(crate) fn end(&mut self, handle: usize, rest: u32) -> usize {
        let Captures { rows, readers, .. } = self;
        rows.head = Head::NONE;
        if let Some(decoder) = readers.get_mut(handle)
            && let Some(note) = decoder.finish(rest)
        {
            rows.problem(note, decoder.offset());
        }
        core::ptr::from_ref(rows).expose_provenance()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::{Format, Record, SENTENCES, Writer};
    use alloc::boxed::Box;
    use alloc::format;
    use alloc::string::String;
    use core::mem::offset_of;

    extern crate std;

    /// The places that `pkg/src/engines/capture.ts` reads the columns at, and those of the words of `head`.
    #[test]
    fn columns_stand_where_the_package_reads_them() {
        assert_eq!((offset_of!(Rows, head), offset_of!(Rows, timestamps)), (0, 14 * 4));
        let columns = [offset_of!(Rows, bounds), offset_of!(Rows, original_lengths), offset_of!(Rows, interfaces)];
        assert_eq!(columns.map(|at| at / 4), [14 + ROWS * 2, 14 + ROWS * 4, 14 + ROWS * 5]);
        let columns = [offset_of!(Rows, comments), offset_of!(Rows, links)];
        assert_eq!(columns.map(|at| at / 4), [14 + ROWS * 6, 14 + ROWS * 9]);
        assert_eq!((offset_of!(Head, needed), offset_of!(Head, stop), offset_of!(Head, words)), (16, 20, 24));
        let engine = include_str!("../../pkg/src/engines/capture.ts");
        assert!(engine.contains("Most = 4096,") && ROWS == 4096);
    }

    #[test]
    fn both_sides_of_the_boundary_have_one_list_of_problems() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/src/capture-problems.ts");
        let rows: Vec<String> =
            SENTENCES.iter().map(|(code, text)| format!("  ['{code}', '{}'],\n", text.replace('\'', "\\'"))).collect();
        let expected = format!(
            "// Written by the test `both_sides_of_the_boundary_have_one_list_of_problems` from src/capture/problem.rs. Do not edit:\n\
             // UPDATE=1 cargo test --features wasm-capture wasm::capture\n\n\
             /** What can be wrong with a capture, by the module's own number: code and sentence. */\n\
             export const CAPTURE_PROBLEMS: readonly (readonly [code: string, sentence: string])[] = [\n{}];\n",
            rows.concat()
        );
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &expected).expect("capture-problems.ts can be written");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == expected,
            "pkg/src/capture-problems.ts is not what src/capture declares: run this test with UPDATE=1"
        );
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
    fn open(file: &[u8]) -> (Box<Captures>, usize) {
        let mut captures = Box::new(Captures::new());
        let handle = captures.open();
        captures.make_room(file.len());
        captures.input.copy_from_slice(file);
        (captures, handle)
    }

    /// The rows are filled as often as it takes, each time until they are full or something else is met. Places count from where
    /// the reading began.
    #[test]
    fn a_file_crosses_in_rows() {
        let file = file(ROWS + 10);
        let (mut captures, handle) = open(&file);
        captures.scan(handle, 0, file.len());
        let head = captures.rows.head;
        assert_eq!((head.packets, head.stop, head.format), (0, Stop::Interface, 1));
        assert_eq!((head.words[0], head.words[2], head.words[4]), (101, 9, 3));
        let name = head.words[3] as usize;
        assert_eq!(&file[name..name + 3], b"wg0");
        let (mut at, mut count, mut comments) = (head.read, 0, 0);
        loop {
            captures.scan(handle, at as usize, file.len());
            let head = captures.rows.head;
            assert_eq!((captures.rows.bounds[0], captures.rows.links[0]), ([28, 20], 101));
            assert_eq!((captures.rows.comments[0][0], captures.rows.comments[0][2]), (0, 4));
            assert_eq!(captures.rows.comments[1][0], 2, "the second comment is the third packet's");
            assert_eq!(captures.rows.timestamps[1], i64::from(count) + 1);
            (at, count, comments) = (at + head.read, count + head.packets, comments + head.comments);
            if head.stop == Stop::Needs {
                assert_eq!(head.needed, 12, "the next block's head");
                break;
            }
        }
        assert_eq!((at as usize, count as usize, comments as usize), (file.len(), ROWS + 10, ROWS / 2 + 5));
    }

    /// A problem's words are its number, its own numbers, and where it is.
    #[test]
    fn problems_cross_in_words() {
        let file = file(1);
        let (mut captures, handle) = open(&file[..file.len() - 1]);
        captures.scan(handle, 0, file.len() - 1);
        let at = captures.rows.head.read;
        captures.scan(handle, at as usize, file.len() - 1);
        let needed = captures.rows.head.needed;
        assert_eq!(captures.rows.head.read, 0);
        captures.end(handle, file.len() as u32 - 1 - at);
        let Head { stop, words, .. } = captures.rows.head;
        assert_eq!((stop, SENTENCES[words[0] as usize].0), (Stop::Problem, "cut-short"));
        assert_eq!(words[1..5], [needed, needed - 1, at, 0]);
    }

    /// DESIGN section 5: a handle that was given back can be used again, for any other file.
    #[test]
    fn handles_are_used_again() {
        let (mut captures, first) = open(&file(1));
        assert_ne!(captures.open(), first);
        for _ in 0..2 {
            captures.scan(first, 0, captures.input.len());
            assert_eq!((captures.rows.head.stop, captures.rows.head.format), (Stop::Interface, 1));
            captures.close(first);
        }
        captures.close(9);
        captures.rows.head.packets = 77;
        captures.scan(9, 0, 10);
        assert_eq!(captures.rows.head.packets, 0, "nothing is read");
    }
}
