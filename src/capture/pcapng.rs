//! pcapng (draft-ietf-opsawg-pcapng), written: one section, any number of interfaces, packets with comments.
//!
//! ```text
//! +------+--------+------------------+---------+--------+
//! | type | length | body, padded to  | options | length |
//! |  32  |   32   | a multiple of 32 |         |   32   |
//! +------+--------+------------------+---------+--------+
//! ```

use alloc::vec::Vec;

/// LINKTYPE_RAW: each packet begins with its IP header.
pub(crate) const LINKTYPE_RAW: u16 = 101;

mod block {
    pub(super) const SECTION_HEADER: u32 = 0x0a0d_0d0a;
    pub(super) const INTERFACE_DESCRIPTION: u32 = 1;
    pub(super) const ENHANCED_PACKET: u32 = 6;
}

mod option {
    pub(super) const END: u16 = 0;
    pub(super) const COMMENT: u16 = 1;
    pub(super) const INTERFACE_NAME: u16 = 2;
    pub(super) const PACKET_FLAGS: u16 = 2;
    pub(super) const USER_APPLICATION: u16 = 4;
    pub(super) const TIME_RESOLUTION: u16 = 9;
}

/// Which way a packet went through the interface that saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Inbound = 1,
    Outbound = 2,
}

/// A packet to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    /// The number that [`Writer::interface`] gave.
    pub(crate) interface: u32,
    /// Microseconds since 1970.
    pub(crate) micros: u64,
    /// The packet, or the first bytes of it.
    pub(crate) data: &'a [u8],
    /// The length of the whole packet.
    pub(crate) original_length: usize,
    pub(crate) direction: Direction,
    /// Nothing where it is empty.
    pub(crate) comment: &'a str,
}

/// A file that grows.
pub(crate) struct Writer {
    file: Vec<u8>,
    interfaces: u32,
}

impl Writer {
    /// A file with its section header.
    pub(crate) fn new() -> Self {
        const BYTE_ORDER_MAGIC: u32 = 0x1a2b_3c4d;
        let mut writer = Writer { file: Vec::new(), interfaces: 0 };
        writer.block(block::SECTION_HEADER, |body| {
            put32(body, BYTE_ORDER_MAGIC);
            put16(body, 1);
            put16(body, 0);
            // The section's length: not specified.
            put32(body, u32::MAX);
            put32(body, u32::MAX);
            put_option(body, option::USER_APPLICATION, b"drywire");
            put_option(body, option::END, &[]);
        });
        writer
    }

    /// Adds an interface of raw IP packets, timed in microseconds; gives its number.
    pub(crate) fn interface(&mut self, name: &str) -> u32 {
        self.block(block::INTERFACE_DESCRIPTION, |body| {
            put16(body, LINKTYPE_RAW);
            put16(body, 0);
            // Packets are not cut, as far as the interface goes.
            put32(body, 0);
            put_option(body, option::INTERFACE_NAME, name.as_bytes());
            put_option(body, option::TIME_RESOLUTION, &[6]);
            put_option(body, option::END, &[]);
        });
        self.interfaces += 1;
        self.interfaces - 1
    }

    /// Adds a packet.
    pub(crate) fn packet(&mut self, record: Record<'_>) {
        self.block(block::ENHANCED_PACKET, |body| {
            put32(body, record.interface);
            put32(body, (record.micros >> 32) as u32);
            put32(body, record.micros as u32);
            put32(body, record.data.len() as u32);
            put32(body, record.original_length as u32);
            put_padded(body, record.data);
            if !record.comment.is_empty() {
                put_option(body, option::COMMENT, record.comment.as_bytes());
            }
            put_option(body, option::PACKET_FLAGS, &(record.direction as u32).to_le_bytes());
            put_option(body, option::END, &[]);
        });
    }

    /// The file.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.file
    }

    /// Adds a block: its body between type and length, and its length again.
    fn block(&mut self, block_type: u32, write: impl FnOnce(&mut Vec<u8>)) {
        const FRAME: usize = 12;
        let start = self.file.len();
        put32(&mut self.file, block_type);
        put32(&mut self.file, 0);
        write(&mut self.file);
        let length = ((self.file.len() - start - 8 + FRAME) as u32).to_le_bytes();
        if let Some(place) = self.file.get_mut(start + 4..start + 8) {
            place.copy_from_slice(&length);
        }
        self.file.extend(length);
    }
}

fn put16(out: &mut Vec<u8>, value: u16) {
    out.extend(value.to_le_bytes());
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend(value.to_le_bytes());
}

/// An option whose value is cut where its length has no room for it.
fn put_option(out: &mut Vec<u8>, code: u16, value: &[u8]) {
    let value = value.get(..usize::from(u16::MAX)).unwrap_or(value);
    put16(out, code);
    put16(out, value.len() as u16);
    put_padded(out, value);
}

fn put_padded(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(bytes);
    out.resize(out.len().next_multiple_of(4), 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sections 4.1 to 4.3 of the draft, word by word.
    #[test]
    fn a_file_is_a_section_an_interface_and_packets() {
        let mut writer = Writer::new();
        assert_eq!((writer.interface("a"), writer.interface("bc")), (0, 1));
        let data = [0x45, 1, 2, 3, 4];
        let direction = Direction::Outbound;
        let micros = 0x1_0000_0002;
        writer.packet(Record { interface: 1, micros, data: &data, original_length: 9, direction, comment: "lost" });
        let file = writer.into_bytes();
        let section = [
            0x0a, 0x0d, 0x0d, 0x0a, 44, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255,
            255, 4, 0, 7, 0, b'd', b'r', b'y', b'w', b'i', b'r', b'e', 0, 0, 0, 0, 0, 44, 0, 0, 0,
        ];
        let interface = [
            1, 0, 0, 0, 40, 0, 0, 0, 101, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, b'a', 0, 0, 0, 9, 0, 1, 0, 6, 0, 0, 0, 0, 0,
            0, 0, 40, 0, 0, 0,
        ];
        let packet = [
            6, 0, 0, 0, 60, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 9, 0, 0, 0, 0x45, 1, 2, 3, 4, 0,
            0, 0, 1, 0, 4, 0, b'l', b'o', b's', b't', 2, 0, 4, 0, 2, 0, 0, 0, 0, 0, 0, 0, 60, 0, 0, 0,
        ];
        assert_eq!(file[..44], section);
        assert_eq!(file[44..84], interface);
        assert_eq!(file[124..], packet);
    }
}
