//! Dumps in memory that both sides see: a few words, with the addresses of bytes, their places, packets and notes.
//!
//! What the words point at stays until the next call.

use super::layout::LINK_AUTO;
use crate::dump::{self, Format, Reader};
use crate::wire::LinkType;
use alloc::vec::Vec;

/// The input, and what was last made of it.
pub(crate) struct Dumps {
    /// The input, of which it is the text, and what was read of it.
    reader: Reader,
    text: Vec<u8>,
    words: [u32; 7],
}

impl Dumps {
    pub(crate) const fn new() -> Self {
        Dumps { reader: Reader::new(Vec::new()), text: Vec::new(), words: [0; 7] }
    }

    /// Makes room for so many bytes of input; its address.
    #[inline(never)]
    pub(crate) fn make_room(&mut self, length: usize) -> usize {
        self.reader.make_room(length);
        self.reader.text.as_ptr().expose_provenance()
    }

    /// Reads the input. The words' address: the format, how many packets, how many notes, and where bytes are, their places,
    /// packets (six words each) and notes (six words each).
    #[inline(never)]
    pub(crate) fn parse(&mut self, format: u32) -> usize {
        let asked = Format::ALL.get(format as usize).copied();
        let format = dump::read(&mut self.reader, asked);
        let Reader { data, places, packets, notes, .. } = &self.reader;
        self.words = [
            format as u32,
            packets.len() as u32,
            notes.len() as u32,
            address(data),
            address(places),
            address(packets),
            address(notes),
        ];
        self.words.as_ptr().expose_provenance()
    }

    /// Writes the input's bytes as text: the address of its address and length.
    #[cfg(feature = "wasm-dump")]
    pub(crate) fn write(&mut self, format: u32, link: u32) -> usize {
        let link = match link {
            LINK_AUTO => linktype(LinkType::guess(&self.reader.text)),
            link => link,
        };
        self.text.clear();
        let written = match Format::ALL.get(format as usize) {
            Some(format) => dump::write_to(&mut self.text, &self.reader.text, *format, Some(link)),
            None => false,
        };
        self.words[0] = if written { address(&self.text) } else { 0 };
        self.words[1] = self.text.len() as u32;
        self.words.as_ptr().expose_provenance()
    }

    /// The link type that the input's bytes speak for. The words' address: link type and confidence, and those of the runner-up;
    /// `LINK_AUTO` where there is none.
    pub(crate) fn link(&mut self) -> usize {
        let evidence = LinkType::weigh(&self.reader.text);
        let (other, weight) = evidence.runner_up.map_or((LINK_AUTO, 0), |(other, weight)| (other as u32, weight));
        self.words = [evidence.link_type as u32, evidence.confidence.into(), other, weight.into(), 0, 0, 0];
        self.words.as_ptr().expose_provenance()
    }
}

fn address<T>(items: &[T]) -> u32 {
    items.as_ptr().expose_provenance() as u32
}

/// The LINKTYPE number of a link type.
#[cfg(feature = "wasm-dump")]
const fn linktype(link_type: LinkType) -> u32 {
    match link_type {
        LinkType::Ethernet => 1,
        LinkType::Raw => 101,
        LinkType::Null => 0,
        LinkType::Loop => 108,
        LinkType::Sll => 113,
        LinkType::Sll2 => 276,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::{Note, SENTENCES, Taken};
    use alloc::format;
    use alloc::string::String;

    extern crate std;

    fn dumps(input: &[u8]) -> Dumps {
        let mut dumps = Dumps::new();
        dumps.make_room(input.len());
        dumps.reader.text.copy_from_slice(input);
        dumps
    }

    #[test]
    fn a_dump_crosses_in_words() {
        let mut dumps = dumps(b"10:00:00.5 IP\n\t0x0000:  4500 0014  E...\n");
        dumps.parse(u32::MAX);
        assert_eq!(dumps.words[..3], [Format::Tcpdump as u32, 1, 0]);
        let taken = dumps.reader.packets[0];
        assert_eq!((taken.end, taken.link), (4, LINK_AUTO));
        assert_eq!((taken.clock, taken.nanoseconds, taken.seconds), (3, 500_000_000, 36_000));
        assert_eq!(dumps.reader.data, [0x45, 0, 0, 0x14]);
        assert_eq!((dumps.reader.places[1].start, dumps.reader.places[1].end), (26, 28));
    }

    /// JavaScript reads packets and notes as words in this order.
    #[test]
    fn packets_and_notes_have_six_words_each() {
        use core::mem::{offset_of, size_of};
        let taken = [offset_of!(Taken, end), offset_of!(Taken, link), offset_of!(Taken, clock)];
        let time = [offset_of!(Taken, nanoseconds), offset_of!(Taken, seconds), size_of::<Taken>()];
        assert_eq!((taken, time), ([0, 4, 8], [12, 16, 24]));
        let note = [offset_of!(Note, what), offset_of!(Note, values), offset_of!(Note, place)];
        assert_eq!((note, offset_of!(Note, refused), size_of::<Note>()), ([0, 4, 12], 20, 24));
    }

    #[test]
    fn an_error_is_the_only_note() {
        let mut dumps = dumps(b"<Buffer 45");
        dumps.parse(u32::MAX);
        assert_eq!(dumps.words[1..3], [0, 1]);
        let note = dumps.reader.notes[0];
        assert_eq!(SENTENCES[note.what as usize].0, "unclosed");
        assert_eq!((note.values[0], note.place.start, note.place.end, note.refused), ('>'.into(), 0, 7, 1));
    }

    #[cfg(feature = "wasm-dump")]
    #[test]
    fn bytes_are_written_with_the_link_that_they_speak_for() {
        let mut dumps = dumps(&[0x45; 20]);
        dumps.write(Format::Scapy as u32, LINK_AUTO);
        assert!(dumps.text.starts_with(b"IP(b'EEE"));
        dumps.write(Format::Hex as u32, LINK_AUTO);
        assert_eq!(dumps.text.len(), 40, "nothing of what was written before");
        dumps.write(Format::Pdml as u32, LINK_AUTO);
        assert_eq!(dumps.words[0], 0);
    }

    #[test]
    fn both_sides_of_the_boundary_have_one_list_of_formats_and_faults() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/src/dump-layout.ts");
        let expected = typescript();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &expected).expect("dump-layout.ts can be written");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == expected, "pkg/src/dump-layout.ts is not what src/dump declares: run this test with UPDATE=1");
    }

    fn typescript() -> String {
        let formats: Vec<String> = Format::ALL.iter().map(|format| format!("'{format}'")).collect();
        let rows: Vec<String> = formats.chunks(8).map(|row| format!("  {},\n", row.join(", "))).collect();
        let faults: Vec<String> = SENTENCES
            .iter()
            .map(|(code, text)| format!("  '{code} {}',\n", places(text).replace('\'', "\\'").replace("\\x", "\\\\x")))
            .collect();
        format!(
            "// Written by the test `both_sides_of_the_boundary_have_one_list_of_formats_and_faults` from src/dump. Do not edit:\n\
             // UPDATE=1 cargo test --features wasm-dump wasm::dump\n\n\
             /** Formats, by the module's own number. */\n\
             export const FORMATS = [\n{}] as const;\n\n\
             /** What can be wrong with a dump, by the module's own number: a code, a blank, and a sentence to be filled in. */\n\
             export const FAULTS: readonly string[] = [\n{}];\n",
            rows.concat(),
            faults.concat()
        )
    }

    /// A sentence with `{a}` and `{b}` for numbers, `{c}` for a character, `{f}` for a format.
    fn places(sentence: &str) -> String {
        let mut numbers = ["{a}", "{b}"].into_iter();
        let names = sentence.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        names.fold(sentence.into(), |text, name| {
            let place = match name {
                "closing" => "{c}",
                "format" | "other" => "{f}",
                _ => numbers.next().expect("a sentence has two numbers at most"),
            };
            text.replace(&format!("{{{name}}}"), place)
        })
    }
}
