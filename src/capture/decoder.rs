//! A file's bytes to events, one at a time.

use super::event::{Event, Format, Interface, Packet};
use super::magic::Magic;
use super::options::Options;
use super::order::Order;
use super::problem::{Kind, Problem};
use super::time::Clock;
use super::{pcap, pcapng};
use alloc::vec::Vec;

/// The most bytes that a packet of a pcap file or a block of a pcapng file may have: 16 MiB, as Wireshark has it for blocks.
/// More is taken for damage.
pub const MAXIMUM_LENGTH: u32 = 1 << 24;
/// The most interfaces that a file may describe.
pub const MAXIMUM_INTERFACES: u32 = 1 << 16;

/// Reads a file's bytes and keeps none of them: only how the file is to be read, and its section's interfaces.
///
/// ```
/// use drywire::capture::{Decoder, Event};
///
/// let file = [
///     0xa1, 0xb2, 0xc3, 0xd4, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 101, // file header
///     0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 2, 0, 0, 0, 40, 0x45, 0, // a record of two bytes
/// ];
/// let mut decoder = Decoder::new();
/// let mut input = &file[..41];
/// assert!(matches!(decoder.next(&mut input), Some(Event::Interface(interface)) if interface.link == 101));
/// assert_eq!(decoder.next(&mut input), None);
/// // So many bytes are needed from where the input stands now, and only 17 are there.
/// assert_eq!((decoder.needed(), input.len()), (18, 17));
/// let packet = decoder.next(&mut &file[24..]).and_then(Event::packet).unwrap();
/// assert_eq!((packet.data, packet.original_length), (&[0x45, 0][..], 40));
/// assert_eq!((packet.timestamp, packet.offset), (Some(1_000_005_000), 40));
/// ```
#[derive(Clone, Debug)]
pub struct Decoder {
    state: State,
    /// Where the input stands in the file.
    offset: u64,
    needed: usize,
    /// The section's interfaces.
    interfaces: Vec<Known>,
    /// How many interfaces earlier sections had.
    earlier: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Start,
    Pcap(pcap::File),
    /// The byte order is known from the first block on.
    Pcapng(Option<Order>),
    Finished(Option<Format>),
}

/// What packets need of their interface.
#[derive(Clone, Copy, Debug)]
struct Known {
    link: u16,
    snap_length: u32,
    clock: Clock,
}

/// What was made of the input's first bytes.
enum Step<'a> {
    /// So many bytes are needed.
    More(usize),
    /// So many bytes say nothing that matters.
    Skip(usize),
    /// So many bytes are this.
    Event(usize, Event<'a>),
    /// Nothing can be read from here on.
    Stop(Kind),
}

impl Default for Decoder {
    fn default() -> Self {
        Decoder::new()
    }
}

impl Decoder {
    /// A decoder before a file's first byte.
    #[must_use]
    pub const fn new() -> Self {
        Decoder { state: State::Start, offset: 0, needed: 0, interfaces: Vec::new(), earlier: 0 }
    }

    /// Reads on: takes what it has read off the input's front. Nothing where the input has no whole record or block, and
    /// after a problem that ends the reading: [`Decoder::needed`] tells which.
    #[inline]
    pub fn next<'a>(&mut self, input: &mut &'a [u8]) -> Option<Event<'a>> {
        loop {
            let step = match self.state {
                State::Pcap(file) => self.record(&file, input),
                State::Pcapng(order) => self.block(order, input),
                State::Start => self.start(input),
                State::Finished(_) => Step::More(0),
            };
            let (length, event) = match step {
                Step::More(needed) => {
                    self.needed = needed;
                    return None;
                }
                Step::Skip(length) => (length, None),
                Step::Event(length, event) => (length, Some(event)),
                Step::Stop(kind) => {
                    self.state = State::Finished(self.format());
                    (0, Some(self.problem(kind)))
                }
            };
            *input = input.get(length..).unwrap_or_default();
            self.offset += length as u64;
            if event.is_some() {
                return event;
            }
        }
    }

    /// How many bytes the input must have for [`Decoder::next`] to give more, once that has given nothing; 0 where nothing
    /// will follow.
    #[must_use]
    pub fn needed(&self) -> usize {
        self.needed
    }

    /// Whether a problem has ended the reading.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        matches!(self.state, State::Finished(_))
    }

    /// Ends the file, of which `rest` bytes are left unread: what is wrong with such an end.
    pub fn end(&mut self, rest: usize) -> Option<Problem> {
        let kind = match self.state {
            State::Finished(_) => return None,
            State::Start if rest == 0 => Kind::Empty {},
            State::Start if rest < 4 => Kind::NotACapture {},
            _ if rest == 0 => return None,
            _ => Kind::CutShort { needed: self.needed as u32, here: rest as u32 },
        };
        let problem = Problem { kind, offset: self.offset };
        self.state = State::Finished(self.format());
        Some(problem)
    }

    /// The format, once the first four bytes were read and say one.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        match self.state {
            State::Start => None,
            State::Pcap(_) => Some(Format::Pcap),
            State::Pcapng(_) => Some(Format::Pcapng),
            State::Finished(format) => format,
        }
    }

    /// How many bytes of the file were read.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    #[cold]
    fn start<'a>(&mut self, input: &[u8]) -> Step<'a> {
        let Some(first) = input.first_chunk() else { return Step::More(4) };
        match Magic::of(*first) {
            Magic::Refused(kind) => Step::Stop(kind),
            Magic::Pcapng => {
                self.state = State::Pcapng(None);
                Step::Skip(0)
            }
            Magic::Pcap(order, tick) => self.file_header(order, tick, input),
        }
    }

    fn file_header<'a>(&mut self, order: Order, tick: u32, input: &[u8]) -> Step<'a> {
        let Some(header) = input.get(..pcap::FILE_HEADER) else { return Step::More(pcap::FILE_HEADER) };
        let (major, minor) = (order.u16(header, 4), order.u16(header, 6));
        // The upper half says how long the frame check sequence is.
        let link = order.u32(header, 20) as u16;
        self.state = State::Pcap(pcap::File { order, tick, minor, link });
        if major != 2 {
            return Step::Stop(Kind::Version { major: major.into(), minor: minor.into() });
        }
        let resolution = if tick == 1 { 9 } else { 6 };
        let snap_length = order.u32(header, 16);
        let interface = Interface { link, snap_length, resolution, ..Interface::default() };
        Step::Event(pcap::FILE_HEADER, Event::Interface(interface))
    }

    #[inline]
    fn record<'a>(&self, file: &pcap::File, input: &'a [u8]) -> Step<'a> {
        let Some((header, rest)) = input.split_first_chunk() else { return Step::More(pcap::RECORD_HEADER) };
        let record = file.record(header);
        let length = record.captured as usize;
        let Some(data) = rest.get(..length) else {
            if record.captured > MAXIMUM_LENGTH {
                return Step::Stop(Kind::TooLong { claimed: record.captured });
            }
            return Step::More(pcap::RECORD_HEADER + length);
        };
        let packet = Packet {
            data,
            original_length: record.original,
            timestamp: Some(record.timestamp),
            link: file.link,
            interface: 0,
            offset: self.offset + pcap::RECORD_HEADER as u64,
            options: Options { order: file.order, rest: &[] },
        };
        Step::Event(pcap::RECORD_HEADER + length, Event::Packet(packet))
    }

    #[inline]
    fn block<'a>(&mut self, order: Option<Order>, input: &'a [u8]) -> Step<'a> {
        let Some(head) = input.first_chunk() else { return Step::More(pcapng::FRAME) };
        let (order, length) = match pcapng::begin(order, head) {
            Ok(found) => found,
            Err(kind) => return Step::Stop(kind),
        };
        let Some(block) = input.get(..length) else { return Step::More(length) };
        let last = order.u32(block, length - 4);
        if last as usize != length {
            return Step::Stop(Kind::LengthsDiffer { first: length as u32, last });
        }
        let body = block.get(8..length - 4).unwrap_or_default();
        let event = match order.u32(block, 0) {
            pcapng::SECTION_HEADER => match self.section(order, length, body) {
                Ok(()) => return Step::Skip(length),
                Err(kind) => return Step::Stop(kind),
            },
            pcapng::INTERFACE_DESCRIPTION => match self.interface(order, body) {
                Ok(event) => Ok(event),
                Err(kind) => return Step::Stop(kind),
            },
            block @ (pcapng::ENHANCED_PACKET | pcapng::SIMPLE_PACKET | pcapng::OBSOLETE_PACKET) => {
                self.packet(order, block, body).map(Event::Packet)
            }
            _ => return Step::Skip(length),
        };
        match event {
            Ok(event) => Step::Event(length, event),
            Err(kind) => Step::Event(length, self.problem(kind)),
        }
    }

    fn section(&mut self, order: Order, length: usize, body: &[u8]) -> Result<(), Kind> {
        if length < pcapng::SECTION_LENGTH {
            return Err(Kind::BlockLength { claimed: length as u32 });
        }
        pcapng::version(order, body)?;
        self.state = State::Pcapng(Some(order));
        // Interfaces are counted anew in each section.
        self.earlier += self.interfaces.len() as u32;
        self.interfaces.clear();
        Ok(())
    }

    fn interface<'a>(&mut self, order: Order, body: &'a [u8]) -> Result<Event<'a>, Kind> {
        // The numbers of those after it would be wrong without it.
        let claimed = (body.len() + pcapng::FRAME) as u32;
        let interface = pcapng::interface(order, body).ok_or(Kind::BlockLength { claimed })?;
        if self.earlier + self.interfaces.len() as u32 >= MAXIMUM_INTERFACES {
            return Err(Kind::TooManyInterfaces {});
        }
        let Interface { link, snap_length, resolution, time_offset, name: _, description: _ } = interface;
        self.interfaces.push(Known { link, snap_length, clock: Clock::new(resolution, time_offset) });
        Ok(Event::Interface(interface))
    }

    #[inline]
    fn packet<'a>(&self, order: Order, block: u32, body: &'a [u8]) -> Result<Packet<'a>, Kind> {
        let found = pcapng::packet(order, block, body).ok_or_else(|| too_short(block, body))?;
        let number = found.interface;
        let Some(known) = self.interfaces.get(number as usize) else {
            return Err(Kind::UnknownInterface { number, count: self.interfaces.len() as u32 });
        };
        let room = found.rest.len() as u32;
        let captured = found.captured.unwrap_or_else(|| {
            let limit = if known.snap_length == 0 { u32::MAX } else { known.snap_length };
            found.original.min(limit).min(room)
        });
        let Some((data, rest)) = found.rest.split_at_checked(captured as usize) else {
            return Err(Kind::PacketLength { claimed: captured, here: room });
        };
        let padding = data.len().next_multiple_of(4) - data.len();
        let options = if block == pcapng::SIMPLE_PACKET { &[] } else { rest.get(padding..).unwrap_or_default() };
        let head = if block == pcapng::SIMPLE_PACKET { 12 } else { 28 };
        Ok(Packet {
            data,
            original_length: found.original,
            timestamp: found.ticks.and_then(|ticks| known.clock.nanoseconds(ticks)),
            link: known.link,
            interface: self.earlier + number,
            offset: self.offset + head,
            options: Options { order, rest: options },
        })
    }

    /// Something wrong with what the input begins with.
    #[cold]
    fn problem<'a>(&self, kind: Kind) -> Event<'a> {
        Event::Problem(Problem { kind, offset: self.offset })
    }
}

#[cold]
fn too_short(block: u32, body: &[u8]) -> Kind {
    Kind::BlockTooShort { block, length: (body.len() + pcapng::FRAME) as u32 }
}
