//! What a file is read as.

use super::options::{Comments, Options};
use super::problem::{Note, Problem};

/// The two formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// One link type, times in micro- or nanoseconds: draft-ietf-opsawg-pcap.
    Pcap,
    /// Sections, interfaces, comments: draft-ietf-opsawg-pcapng.
    #[default]
    Pcapng,
}

/// What comes next in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// An interface is described. Its packets follow, perhaps among those of others.
    Interface(Interface<'a>),
    /// A packet.
    Packet(Packet<'a>),
    /// Something is wrong.
    Problem(Problem),
}

impl<'a> Event<'a> {
    /// The packet, if it is one.
    #[must_use]
    pub fn packet(self) -> Option<Packet<'a>> {
        if let Event::Packet(packet) = self { Some(packet) } else { None }
    }
}

/// Who is told what is met in a file.
pub(crate) trait Meet<'a> {
    /// An interface is described.
    fn interface(&mut self, interface: Interface<'a>);
    /// A packet.
    fn packet(&mut self, packet: Packet<'a>);
    /// Something is wrong at a place in the file.
    fn problem(&mut self, note: Note, offset: u64);
}

impl<'a> Meet<'a> for Option<Event<'a>> {
    fn interface(&mut self, interface: Interface<'a>) {
        *self = Some(Event::Interface(interface));
    }

    fn packet(&mut self, packet: Packet<'a>) {
        *self = Some(Event::Packet(packet));
    }

    fn problem(&mut self, note: Note, offset: u64) {
        *self = Some(Event::Problem(note.problem(offset)));
    }
}

/// What a file says of an interface. A pcap file has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interface<'a> {
    /// Its LINKTYPE number.
    pub link: u16,
    /// The most bytes that are captured of a packet; 0 where there is no limit.
    pub snap_length: u32,
    /// What times are counted in, as pcapng's `if_tsresol` has it: 6 for microseconds, 9 for nanoseconds, another power of
    /// ten, or 128 and a power of two.
    pub resolution: u8,
    /// What is to be added to the times as they stand in the file, in seconds: already done in [`Packet::timestamp`].
    pub time_offset: i64,
    /// Its name, as the file has it: UTF-8, if the writer kept to the format; empty where there is none.
    pub name: &'a [u8],
    /// Its description, likewise.
    pub description: &'a [u8],
}

impl Default for Interface<'_> {
    /// Ethernet, without a limit, in nanoseconds.
    fn default() -> Self {
        Interface { link: 1, snap_length: 0, resolution: 9, time_offset: 0, name: &[], description: &[] }
    }
}

/// A packet of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    /// What was captured of it.
    pub data: &'a [u8],
    /// Its length on the wire in bytes.
    pub original_length: u32,
    /// When it was captured, in nanoseconds since 1970-01-01 UTC. Nothing where the file does not say (a simple packet
    /// block), or says a time beyond 1677 to 2262.
    pub timestamp: Option<i64>,
    /// The LINKTYPE number of its interface.
    pub link: u16,
    /// The number of its interface: the place among all [`Event::Interface`]s of the file, from 0.
    pub interface: u32,
    /// Where its bytes begin in the file.
    pub offset: u64,
    pub(super) options: Options<'a>,
}

impl<'a> Packet<'a> {
    /// Its comments, as the file has them: UTF-8, if the writer kept to the format.
    #[must_use]
    pub fn comments(&self) -> Comments<'a> {
        Comments(self.options)
    }
}
