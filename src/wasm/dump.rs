//! Dumps in memory that both sides see: words for each packet and each warning, with the addresses of bytes and texts.
//!
//! What the words point at stays until the next call.

use super::layout::LINK_AUTO;
use crate::dump::{self, Clock, Dump, DumpError, Format, Packet, Warning};
use crate::wire::LinkType;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The words before packets and warnings: whether there is a dump, its format, how many packets, how many warnings.
const HEAD: usize = 4;

/// The input, and what was last made of it.
pub(crate) struct Dumps {
    input: Vec<u8>,
    packets: Vec<Packet>,
    /// Where each byte of all packets begins and ends in the text.
    places: Vec<u32>,
    texts: Vec<String>,
    words: Vec<u32>,
}

impl Dumps {
    pub(crate) const fn new() -> Self {
        Dumps { input: Vec::new(), packets: Vec::new(), places: Vec::new(), texts: Vec::new(), words: Vec::new() }
    }

    /// Makes room for so many bytes of input; its address.
    pub(crate) fn make_room(&mut self, length: usize) -> usize {
        *self = Dumps::new();
        self.input.resize(length, 0);
        self.input.as_ptr().expose_provenance()
    }

    /// Reads the input. The words' address.
    pub(crate) fn parse(&mut self, format: u32) -> usize {
        let read = match Format::ALL.get(format as usize) {
            Some(format) => dump::parse_as(&self.input, *format),
            None => dump::parse(&self.input),
        };
        self.words.clear();
        match read {
            Ok(Dump { format, packets, warnings }) => {
                self.words.extend([1, format as u32, packets.len() as u32, warnings.len() as u32]);
                self.packets = packets;
                self.push_packets();
                warnings.iter().for_each(|warning| self.push_warning(warning));
            }
            Err(DumpError { fault, place }) => {
                self.words.extend([0, 0, 0, 1]);
                debug_assert_eq!(self.words.len(), HEAD);
                self.push_warning(&Warning { fault, place, refused: true });
            }
        }
        self.words.as_ptr().expose_provenance()
    }

    /// Thirteen words each: bytes, places, what the text and the bytes say of the link, time.
    fn push_packets(&mut self) {
        let places = self.packets.iter().flat_map(|packet| packet.places.iter());
        self.places = places.flat_map(|place| [place.start, place.end]).collect();
        let mut at = self.places.as_ptr().expose_provenance() as u32;
        for packet in &self.packets {
            let length = packet.data.len() as u32;
            self.words.extend([packet.data.as_ptr().expose_provenance() as u32, length, at]);
            at += length * 8;
            self.words.push(packet.link.unwrap_or(LINK_AUTO));
            self.words.extend(weighed(&packet.data));
            let (clock, seconds, nanoseconds) = match packet.timestamp {
                None => (0, 0, 0),
                Some(time) => {
                    let clock = match time.clock {
                        Clock::Epoch => 1,
                        Clock::Local => 2,
                        Clock::TimeOfDay => 3,
                    };
                    (clock, time.seconds, time.nanoseconds)
                }
            };
            self.words.extend([clock, seconds as u32, (seconds >> 32) as u32, nanoseconds, 0]);
        }
    }

    /// Seven words each: code, message, place, whether a packet was left out.
    fn push_warning(&mut self, warning: &Warning) {
        let Warning { fault, place, refused } = warning;
        let code = fault.code();
        let message = fault.to_string();
        let address = |text: &str| text.as_ptr().expose_provenance() as u32;
        self.words.extend([address(code), code.len() as u32, address(&message), message.len() as u32]);
        self.words.extend([place.start, place.end, u32::from(*refused)]);
        self.texts.push(message);
    }

    /// Writes the input's bytes as text: the address of its address and length.
    pub(crate) fn write(&mut self, format: u32, link: u32) -> usize {
        let format = Format::ALL.get(format as usize);
        let link = match link {
            LINK_AUTO => linktype(LinkType::guess(&self.input)),
            link => link,
        };
        let text = format.and_then(|format| dump::write(&self.input, *format, Some(link)).ok());
        let pointer = text.as_ref().map_or(0, |text| text.as_ptr().expose_provenance() as u32);
        self.words.clear();
        self.words.extend([pointer, text.as_ref().map_or(0, String::len) as u32]);
        self.texts.extend(text);
        self.words.as_ptr().expose_provenance()
    }

    /// The link type that the input's bytes speak for; the words' address.
    pub(crate) fn link(&mut self) -> usize {
        let words = weighed(&self.input);
        self.words.clear();
        self.words.extend(words);
        self.words.as_ptr().expose_provenance()
    }
}

/// Link type and confidence, and those of the runner-up; `LINK_AUTO` where there is none.
fn weighed(frame: &[u8]) -> [u32; 4] {
    let evidence = LinkType::weigh(frame);
    let (other, weight) = evidence.runner_up.map_or((LINK_AUTO, 0), |(other, weight)| (other as u32, weight));
    [evidence.link_type as u32, evidence.confidence.into(), other, weight.into()]
}

/// The LINKTYPE number of a link type.
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

    fn dumps(input: &[u8]) -> Dumps {
        let mut dumps = Dumps::new();
        dumps.make_room(input.len());
        dumps.input.copy_from_slice(input);
        dumps
    }

    #[test]
    fn a_dump_crosses_in_words() {
        let mut dumps = dumps(b"10:00:00.5 IP\n\t0x0000:  4500 0014  E...\n");
        dumps.parse(u32::MAX);
        assert_eq!(dumps.words[..4], [1, Format::Tcpdump as u32, 1, 0]);
        assert_eq!((dumps.words[5], dumps.words[7]), (4, LINK_AUTO));
        assert_eq!(dumps.words[12..], [3, 36_000, 0, 500_000_000, 0]);
        assert_eq!(dumps.packets[0].data, [0x45, 0, 0, 0x14]);
        assert_eq!(dumps.places[..4], [24, 26, 26, 28]);
    }

    #[test]
    fn an_error_is_the_only_warning() {
        let mut dumps = dumps(b"<Buffer 45");
        dumps.parse(u32::MAX);
        assert_eq!(dumps.words[..4], [0, 0, 0, 1]);
        assert_eq!(dumps.words[8..], [0, 7, 1]);
        assert_eq!(dumps.texts[0], "the text ends before the closing >: it was cut short");
    }

    #[test]
    fn bytes_are_written_with_the_link_that_they_speak_for() {
        let mut dumps = dumps(&[0x45; 20]);
        dumps.write(Format::Scapy as u32, LINK_AUTO);
        assert!(dumps.texts[0].starts_with("IP(b'EEE"));
        dumps.write(Format::Pdml as u32, LINK_AUTO);
        assert_eq!(dumps.words, [0, 0]);
    }
}
