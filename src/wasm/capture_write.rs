//! Captures that are written, in memory that both sides see. A file's bytes stay here until they are taken.

use crate::capture::{Direction, Format, Interface, Record, WriteError, Writer};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// A time that is not known.
const NO_TIME: i64 = i64::MIN;

/// The input, the files that are being written, by their handles, and where what was written is, or the text of an error: address
/// and length.
pub(crate) struct Writers {
    input: Vec<u8>,
    writers: Vec<Option<Box<Writer>>>,
    words: [u32; 2],
}

impl Writers {
    pub(crate) const fn new() -> Self {
        Writers { input: Vec::new(), writers: Vec::new(), words: [0; 2] }
    }

    /// Where the words are.
    pub(crate) fn words(&self) -> usize {
        self.words.as_ptr().expose_provenance()
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

    /// Begins to write a file; its handle.
    pub(crate) fn create(&mut self, pcapng: bool) -> usize {
        let writer = Some(Box::new(Writer::new(if pcapng { Format::Pcapng } else { Format::Pcap })));
        if let Some((free, slot)) = self.writers.iter_mut().enumerate().find(|(_, slot)| slot.is_none()) {
            *slot = writer;
            return free;
        }
        self.writers.push(writer);
        self.writers.len() - 1
    }

    /// Lets go of a file that was written.
    pub(crate) fn drop_writer(&mut self, handle: usize) {
        if let Some(slot) = self.writers.get_mut(handle) {
            *slot = None;
        }
    }

    /// Adds an interface, whose name and description are in the input. False where it cannot be: the words say why.
    pub(crate) fn interface(&mut self, handle: usize, interface: [u32; 5]) -> bool {
        let [link, snap_length, resolution, name, description] = interface;
        let (name, rest) = self.input.split_at_checked(name as usize).unwrap_or_default();
        let description = rest.get(..description as usize).unwrap_or_default();
        let (link, resolution) = (link as u16, resolution as u8);
        let interface = Interface { link, snap_length, resolution, time_offset: 0, name, description };
        let Some(Some(writer)) = self.writers.get_mut(handle) else { return false };
        let written = writer.interface(&interface);
        self.told(written.map(drop))
    }

    /// Adds a packet, whose bytes and comment are in the input. False where it cannot be: the words say why.
    pub(crate) fn packet(&mut self, handle: usize, packet: [u32; 5], time: i64) -> bool {
        let [interface, length, original_length, direction, comment] = packet;
        let (data, rest) = self.input.split_at_checked(length as usize).unwrap_or_default();
        let comment = rest.get(..comment as usize).and_then(|bytes| core::str::from_utf8(bytes).ok());
        let record = Record {
            interface,
            timestamp: (time != NO_TIME).then_some(time),
            data,
            original_length,
            direction: match direction {
                1 => Some(Direction::Inbound),
                2 => Some(Direction::Outbound),
                _ => None,
            },
            comment: comment.unwrap_or_default(),
        };
        let Some(Some(writer)) = self.writers.get_mut(handle) else { return false };
        let written = writer.packet(&record);
        self.told(written)
    }

    /// What was written since the last time.
    pub(crate) fn take(&mut self, handle: usize) {
        let Some(Some(writer)) = self.writers.get_mut(handle) else { return };
        // Kept until the next call, in the place of the input.
        self.input = writer.take();
        self.words = [self.input.as_ptr().expose_provenance() as u32, self.input.len() as u32];
    }

    /// Whether it was written; the words say why not.
    fn told(&mut self, written: Result<(), WriteError>) -> bool {
        if let Err(error) = &written {
            let text = error.sentence();
            self.words = [text.as_ptr().expose_provenance() as u32, text.len() as u32];
        }
        written.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(writers: &mut Writers, bytes: &[u8]) {
        writers.make_room(bytes.len());
        writers.input[..bytes.len()].copy_from_slice(bytes);
    }

    /// What crosses is what the crate writes.
    #[test]
    fn a_file_crosses_in_parts() {
        let mut writers = Writers::new();
        let handle = writers.create(true);
        fill(&mut writers, b"wg0tunnel");
        assert!(writers.interface(handle, [101, 96, 9, 3, 6]));
        fill(&mut writers, b"\x45\x00why");
        assert!(writers.packet(handle, [0, 2, 60, 1, 3], 5));
        writers.take(handle);
        let mut file = Writer::new(Format::Pcapng);
        let (name, description) = (&b"wg0"[..], &b"tunnel"[..]);
        file.interface(&Interface { link: 101, snap_length: 96, name, description, ..Interface::default() }).unwrap();
        let direction = Some(Direction::Inbound);
        let record =
            Record { timestamp: Some(5), original_length: 60, direction, comment: "why", ..Record::of(&[0x45, 0]) };
        file.packet(&record).unwrap();
        assert_eq!(writers.input, file.take());
        assert_eq!(writers.words[1] as usize, writers.input.len());
        writers.take(handle);
        assert_eq!(writers.words[1], 0, "each part is taken once");
    }

    #[test]
    fn why_something_is_not_written_is_said() {
        let mut writers = Writers::new();
        let handle = writers.create(false);
        assert!(!writers.packet(handle, [0; 5], NO_TIME));
        assert_eq!(writers.words[1] as usize, WriteError::Interface.sentence().len());
        writers.drop_writer(handle);
        assert!(!writers.interface(handle, [1, 0, 9, 0, 0]));
        assert_eq!(writers.create(true), handle);
    }
}
