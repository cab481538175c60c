//! A file's bytes to events, one at a time.

use super::event::{Event, Format, Interface, Meet, Packet};
use super::magic::Magic;
use super::options::Options;
use super::order::Order;
use super::problem::{Note, Problem, What};
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
    format: Option<Format>,
    /// Of the file, or of the section.
    order: Order,
    /// How many of what a time's fraction counts are a second, and the minor version: of a pcap file.
    second: u32,
    minor: u16,
    is_finished: bool,
    /// Where the input stands in the file.
    offset: u64,
    needed: u32,
    /// The section's interfaces; a pcap file has one, once its header was read.
    interfaces: Vec<Known>,
    /// How many interfaces earlier sections had.
    earlier: u32,
}

/// What packets need of their interface.
#[derive(Clone, Copy, Debug)]
struct Known {
    link: u16,
    /// The most bytes that are captured of a packet.
    limit: u32,
    clock: Clock,
}

/// The header of a packet's record or block.
pub(super) struct Found {
    /// Bytes before the packet's data.
    pub(super) head: u32,
    /// The interface's number in its section.
    pub(super) interface: u32,
    pub(super) ticks: u64,
    pub(super) captured: u32,
    pub(super) original: u32,
    /// Where data, padding and options end.
    pub(super) end: u32,
}

impl Found {
    /// Whether it is of a simple packet block, which has no time, no length of what was captured, and no options.
    fn is_simple(&self) -> bool {
        self.head == pcapng::SIMPLE_HEAD
    }
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
        Decoder {
            format: None,
            order: Order::Big,
            second: 0,
            minor: 0,
            is_finished: false,
            offset: 0,
            needed: 0,
            interfaces: Vec::new(),
            earlier: 0,
        }
    }

    /// Reads on: takes what it has read off the input's front. Nothing where the input has no whole record or block, and
    /// after a problem that ends the reading: [`Decoder::needed`] tells which.
    #[inline]
    pub fn next<'a>(&mut self, input: &mut &'a [u8]) -> Option<Event<'a>> {
        let mut met = None;
        while met.is_none() && self.step(input, &mut met) {}
        met
    }

    /// How many bytes the input must have for [`Decoder::next`] to give more, once that has given nothing; 0 where nothing
    /// will follow.
    #[must_use]
    pub fn needed(&self) -> usize {
        self.needed as usize
    }

    /// Whether a problem has ended the reading.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.is_finished
    }

    /// Ends the file, of which `rest` bytes are left unread: what is wrong with such an end.
    pub fn end(&mut self, rest: usize) -> Option<Problem> {
        self.finish(rest as u32).map(|note| note.problem(self.offset))
    }

    /// The format, once the first four bytes were read and say one.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// How many bytes of the file were read.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads one record or block, and says what was met. False where the input has none that is whole, and where nothing can
    /// follow.
    #[inline]
    pub(crate) fn step<'a>(&mut self, input: &mut &'a [u8], to: &mut impl Meet<'a>) -> bool {
        self.needed = 0;
        if self.is_finished {
            return false;
        }
        match self.item(input, to) {
            Ok(length) => {
                if let Some(rest) = input.get(length as usize..) {
                    *input = rest;
                }
                self.offset += u64::from(length);
                true
            }
            Err(Note { what: What::CutShort, a, .. }) => {
                self.needed = a;
                false
            }
            Err(note) => {
                self.is_finished = true;
                to.problem(note, self.offset);
                false
            }
        }
    }

    /// What is wrong where so many bytes are left and no more follow.
    pub(crate) fn finish(&mut self, rest: u32) -> Option<Note> {
        let note = match rest {
            _ if self.is_finished => return None,
            0 if self.format.is_some() => return None,
            0 => Note::new(What::Empty, 0, 0),
            1..4 if self.format.is_none() => Note::new(What::NotACapture, 0, 0),
            _ => Note::new(What::CutShort, self.needed, rest),
        };
        self.is_finished = true;
        Some(note)
    }

    /// Reads what the input begins with; how many bytes that is.
    #[inline]
    fn item<'a>(&mut self, input: &'a [u8], to: &mut impl Meet<'a>) -> Result<u32, Note> {
        if self.format.is_none() {
            self.begin(input)?;
        }
        let (found, length) = match self.format {
            Some(Format::Pcapng) => self.block(input, to)?,
            _ if self.interfaces.is_empty() => (None, self.file_header(input, to)?),
            _ => {
                whole(input, pcap::RECORD_HEADER)?;
                let found = pcap::record(self.second, self.minor, self.order.words(input))?;
                let length = found.end;
                whole(input, length)?;
                (Some(found), length)
            }
        };
        match found.map(|found| self.packet(found, input)) {
            Some(Ok(packet)) => to.packet(packet),
            Some(Err(note)) => to.problem(note, self.offset),
            None => {}
        }
        Ok(length)
    }

    /// Learns from a file's first word what the file is. One of pcap is not known before its header is there.
    fn begin(&mut self, input: &[u8]) -> Result<(), Note> {
        whole(input, 4)?;
        let (magic, order) = Magic::of(Order::Big.u32(input, 0));
        self.order = order;
        self.second = if magic == Magic::Nanoseconds { 1_000_000_000 } else { 1_000_000 };
        self.format = match magic {
            Magic::Other(what) => return Err(Note::new(what, 0, 0)),
            Magic::Pcapng => Some(Format::Pcapng),
            Magic::Microseconds | Magic::Nanoseconds => {
                whole(input, pcap::FILE_HEADER)?;
                Some(Format::Pcap)
            }
        };
        Ok(())
    }

    fn file_header<'a>(&mut self, input: &[u8], to: &mut impl Meet<'a>) -> Result<u32, Note> {
        let [_, version, _, _, snap_length, link, _] = self.order.words(input);
        let [major, minor] = self.order.halves(version);
        if major != 2 {
            return Err(Note::new(What::Version, major.into(), minor.into()));
        }
        self.minor = minor;
        let resolution = if self.second == 1_000_000 { 6 } else { 9 };
        // The upper half says how long the frame check sequence is.
        self.interface(link as u16, snap_length, resolution, &[], to);
        Ok(pcap::FILE_HEADER)
    }

    /// Adds an interface, with what its options say.
    fn interface<'a>(
        &mut self,
        link: u16,
        snap_length: u32,
        resolution: u8,
        options: &'a [u8],
        to: &mut impl Meet<'a>,
    ) {
        let mut interface = Interface { link, snap_length, resolution, ..Interface::default() };
        pcapng::describe(&mut interface, Options { order: self.order, rest: options });
        let limit = if snap_length == 0 { u32::MAX } else { snap_length };
        let clock = Clock::new(interface.resolution, interface.time_offset);
        self.interfaces.push(Known { link, limit, clock });
        to.interface(interface);
    }

    #[inline]
    fn block<'a>(&mut self, input: &'a [u8], to: &mut impl Meet<'a>) -> Result<(Option<Found>, u32), Note> {
        whole(input, pcapng::FRAME)?;
        let mut words = self.order.words(input);
        if words[0] == pcapng::SECTION_HEADER && words[2] != pcapng::BYTE_ORDER_MAGIC {
            self.order = self.order.other();
            words = self.order.words(input);
            if words[2] != pcapng::BYTE_ORDER_MAGIC {
                return Err(Note::new(What::ByteOrder, 0, 0));
            }
        }
        let [kind, length, link, snap_length, ..] = words;
        // None of these may be left out: what follows would not be known without it.
        let least = match kind {
            pcapng::SECTION_HEADER => pcapng::SECTION_LENGTH,
            pcapng::INTERFACE_DESCRIPTION => pcapng::INTERFACE_LENGTH,
            _ => pcapng::FRAME,
        };
        if length < least || length % 4 != 0 {
            return Err(Note::new(What::BlockLength, length, 0));
        }
        if length > MAXIMUM_LENGTH {
            return Err(Note::new(What::TooLong, length, 0));
        }
        let block = whole(input, length)?;
        let last = self.order.u32(block, block.len() - 4);
        if last != length {
            return Err(Note::new(What::LengthsDiffer, length, last));
        }
        let mut found = None;
        match kind {
            pcapng::ENHANCED_PACKET | pcapng::SIMPLE_PACKET | pcapng::OBSOLETE_PACKET => {
                found = Some(pcapng::packet(self.order, words));
            }
            pcapng::INTERFACE_DESCRIPTION => {
                if self.earlier + self.interfaces.len() as u32 >= MAXIMUM_INTERFACES {
                    return Err(Note::new(What::TooManyInterfaces, 0, 0));
                }
                let options = block.get(16..block.len() - 4).unwrap_or_default();
                // Microseconds, where there is no option.
                self.interface(self.order.halves(link)[0], snap_length, 6, options, to);
            }
            pcapng::SECTION_HEADER => {
                // 1.0, and 1.2, which some write for it.
                let [major, minor] = self.order.halves(words[3]);
                if major != 1 || !matches!(minor, 0 | 2) {
                    return Err(Note::new(What::Version, major.into(), minor.into()));
                }
                // Interfaces are counted anew in each section.
                self.earlier += self.interfaces.len() as u32;
                self.interfaces.clear();
            }
            _ => {}
        }
        Ok((found, length))
    }

    /// The packet of a whole record or block.
    #[inline]
    fn packet<'a>(&self, found: Found, input: &'a [u8]) -> Result<Packet<'a>, Note> {
        let is_simple = found.is_simple();
        let Found { head, interface, ticks, mut captured, original, end } = found;
        let Some(rest) = input.get(head as usize..end as usize) else {
            return Err(Note::new(What::BlockTooShort, self.order.u32(input, 0), end + pcapng::TAIL));
        };
        let Some(known) = self.interfaces.get(interface as usize) else {
            return Err(Note::new(What::UnknownInterface, interface, self.interfaces.len() as u32));
        };
        let room = rest.len() as u32;
        if is_simple {
            captured = original.min(known.limit).min(room);
        }
        let Some((data, rest)) = rest.split_at_checked(captured as usize) else {
            return Err(Note::new(What::PacketLength, captured, room));
        };
        let padding = captured.wrapping_neg() as usize % 4;
        Ok(Packet {
            data,
            original_length: original,
            timestamp: if is_simple { None } else { known.clock.nanoseconds(ticks) },
            link: known.link,
            interface: self.earlier + interface,
            offset: self.offset + u64::from(head),
            options: Options {
                order: self.order,
                rest: rest.get(padding..).filter(|_| !is_simple).unwrap_or_default(),
            },
        })
    }
}

/// The input's first bytes, if it has so many.
#[inline]
fn whole(input: &[u8], length: u32) -> Result<&[u8], Note> {
    input.get(..length as usize).ok_or(Note::new(What::CutShort, length, 0))
}
