//! Dumps in memory that both sides see: words for each packet and each warning, with the addresses of bytes and their places.
//!
//! What the words point at stays until the next call.

use super::layout::LINK_AUTO;
use crate::dump::{self, Clock, Format, Reader};
use crate::wire::LinkType;
use alloc::vec::Vec;

/// The words before packets and warnings: the format, how many packets, how many warnings, where the bytes are, and where their
/// places are.
const HEAD: usize = 5;

/// The input, and what was last made of it.
pub(crate) struct Dumps {
    /// The input, of which it is the text, and what was read of it.
    reader: Reader,
    text: Vec<u8>,
    words: Vec<u32>,
}

impl Dumps {
    pub(crate) const fn new() -> Self {
        Dumps { reader: Reader::new(Vec::new()), text: Vec::new(), words: Vec::new() }
    }

    /// Makes room for so many bytes of input; its address.
    pub(crate) fn make_room(&mut self, length: usize) -> usize {
        *self = Dumps::new();
        self.reader.text.resize(length, 0);
        self.reader.text.as_ptr().expose_provenance()
    }

    /// Reads the input. The words' address.
    pub(crate) fn parse(&mut self, format: u32) -> usize {
        let asked = Format::ALL.get(format as usize).copied();
        let number = dump::read(&mut self.reader, asked) as u32;
        let Reader { data, places, packets, notes, .. } = &self.reader;
        let words = &mut self.words;
        let counts = [number, packets.len() as u32, notes.len() as u32];
        put(words, &counts);
        put(words, &[data.as_ptr().expose_provenance() as u32, places.as_ptr().expose_provenance() as u32]);
        debug_assert_eq!(words.len(), HEAD);
        let mut start = 0;
        // Ten words each: where its bytes end, what the text and the bytes say of the link, time.
        for packet in packets {
            put(words, &[packet.end as u32, packet.link.unwrap_or(LINK_AUTO)]);
            put(words, &weighed(data.get(start..packet.end).unwrap_or_default()));
            start = packet.end;
            let [clock, seconds, nanoseconds] = match packet.timestamp {
                None => [0; 3],
                Some(time) => {
                    let clock = match time.clock {
                        Clock::Epoch => 1,
                        Clock::Local => 2,
                        Clock::TimeOfDay => 3,
                    };
                    [clock, time.seconds, time.nanoseconds.into()]
                }
            };
            put(words, &[clock as u32, seconds as u32, (seconds >> 32) as u32, nanoseconds as u32]);
        }
        // Six words each: which fault, its values, place, whether a packet was left out.
        for note in notes {
            let [one, other] = note.values;
            put(words, &[note.what as u32, one, other, note.place.start, note.place.end, u32::from(note.refused)]);
        }
        words.as_ptr().expose_provenance()
    }

    /// Writes the input's bytes as text: the address of its address and length.
    #[cfg(feature = "wasm-dump")]
    pub(crate) fn write(&mut self, format: u32, link: u32) -> usize {
        let link = match link {
            LINK_AUTO => linktype(LinkType::guess(&self.reader.text)),
            link => link,
        };
        let written = match Format::ALL.get(format as usize) {
            Some(format) => dump::write_to(&mut self.text, &self.reader.text, *format, Some(link)),
            None => false,
        };
        let pointer = if written { self.text.as_ptr().expose_provenance() as u32 } else { 0 };
        put(&mut self.words, &[pointer, self.text.len() as u32]);
        self.words.as_ptr().expose_provenance()
    }

    /// The link type that the input's bytes speak for; the words' address.
    pub(crate) fn link(&mut self) -> usize {
        put(&mut self.words, &weighed(&self.reader.text));
        self.words.as_ptr().expose_provenance()
    }
}

#[inline(never)]
fn put(words: &mut Vec<u32>, more: &[u32]) {
    words.extend_from_slice(more);
}

/// Link type and confidence, and those of the runner-up; `LINK_AUTO` where there is none.
fn weighed(frame: &[u8]) -> [u32; 4] {
    let evidence = LinkType::weigh(frame);
    let (other, weight) = evidence.runner_up.map_or((LINK_AUTO, 0), |(other, weight)| (other as u32, weight));
    [evidence.link_type as u32, evidence.confidence.into(), other, weight.into()]
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
    use crate::dump::SENTENCES;
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
        assert_eq!(dumps.words[HEAD..HEAD + 2], [4, LINK_AUTO]);
        assert_eq!(dumps.words[HEAD + 6..], [3, 36_000, 0, 500_000_000]);
        assert_eq!(dumps.reader.data, [0x45, 0, 0, 0x14]);
        assert_eq!((dumps.reader.places[1].start, dumps.reader.places[1].end), (26, 28));
    }

    #[test]
    fn an_error_is_the_only_warning() {
        let mut dumps = dumps(b"<Buffer 45");
        dumps.parse(u32::MAX);
        assert_eq!(dumps.words[1..3], [0, 1]);
        let number = SENTENCES.iter().position(|(code, _)| *code == "unclosed").unwrap_or(0);
        assert_eq!(dumps.words[HEAD..], [number as u32, '>'.into(), 0, 0, 7, 1]);
    }

    #[cfg(feature = "wasm-dump")]
    #[test]
    fn bytes_are_written_with_the_link_that_they_speak_for() {
        let mut dumps = dumps(&[0x45; 20]);
        dumps.write(Format::Scapy as u32, LINK_AUTO);
        assert!(dumps.text.starts_with(b"IP(b'EEE"));
        dumps.words.clear();
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
            .map(|(code, text)| format!("  ['{code}', '{}'],\n", text.replace('\'', "\\'").replace("\\x", "\\\\x")))
            .collect();
        format!(
            "// Written by the test `both_sides_of_the_boundary_have_one_list_of_formats_and_faults` from src/dump. Do not edit:\n\
             // UPDATE=1 cargo test --features wasm-dump wasm::dump\n\n\
             /** Formats, by the module's own number. */\n\
             export const FORMATS = [\n{}] as const;\n\n\
             /** What can be wrong with a dump, by the module's own number: code and sentence. */\n\
             export const FAULTS: readonly (readonly [code: string, sentence: string])[] = [\n{}];\n",
            rows.concat(),
            faults.concat()
        )
    }
}
