//! pcapng (draft-ietf-opsawg-pcapng): sections of blocks.
//!
//! ```text
//! +------+--------+------------------+---------+--------+
//! | type | length | body, padded to  | options | length |
//! |  32  |   32   | a multiple of 32 |         |   32   |
//! +------+--------+------------------+---------+--------+
//! ```

use super::decoder::Found;
use super::event::Interface;
use super::options::{Options, code};
use super::order::Order;

/// The type of a section's first block, the same in either byte order.
pub(super) const SECTION_HEADER: u32 = 0x0a0d_0d0a;
pub(super) const INTERFACE_DESCRIPTION: u32 = 1;
/// The packet block that came before the enhanced one: the interface's number has 16 bits, the other 16 count drops.
pub(super) const OBSOLETE_PACKET: u32 = 2;
pub(super) const SIMPLE_PACKET: u32 = 3;
pub(super) const ENHANCED_PACKET: u32 = 6;

pub(super) const BYTE_ORDER_MAGIC: u32 = 0x1a2b_3c4d;
/// Bytes of a block without its body.
pub(super) const FRAME: u32 = 12;
/// Bytes of the least section header, and of the least description of an interface.
pub(super) const SECTION_LENGTH: u32 = 28;
pub(super) const INTERFACE_LENGTH: u32 = 20;
/// Bytes of a block's end: its length once more.
pub(super) const TAIL: u32 = 4;

/// Bytes before the data of a simple packet block, and of the others.
pub(super) const SIMPLE_HEAD: u32 = 12;
const HEAD: u32 = 28;

/// Adds to an interface what the options of its description say.
pub(super) fn describe<'a>(interface: &mut Interface<'a>, options: Options<'a>) {
    let order = options.order;
    for (code, value) in options {
        match (code, value) {
            (code::INTERFACE_NAME, _) => interface.name = value,
            (code::INTERFACE_DESCRIPTION, _) => interface.description = value,
            (code::TIME_RESOLUTION, [resolution]) => interface.resolution = *resolution,
            (code::TIME_OFFSET, _) => interface.time_offset = if value.len() == 8 { order.i64(value) } else { 0 },
            _ => {}
        }
    }
}

/// Reads the header of a packet's block by the words that it begins with.
#[inline]
pub(super) fn packet(order: Order, words: [u32; 7]) -> Found {
    let [block, length, first, high, low, captured, original] = words;
    let ticks = u64::from(high) << 32 | u64::from(low);
    let found = Found { head: HEAD, interface: first, ticks, captured, original, end: length - TAIL };
    match block {
        // The one word that it has is the length on the wire.
        SIMPLE_PACKET => Found { head: SIMPLE_HEAD, interface: 0, original: first, ..found },
        OBSOLETE_PACKET => Found { interface: order.halves(first)[0].into(), ..found },
        _ => found,
    }
}
