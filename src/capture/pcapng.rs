//! pcapng (draft-ietf-opsawg-pcapng): sections of blocks.
//!
//! ```text
//! +------+--------+------------------+---------+--------+
//! | type | length | body, padded to  | options | length |
//! |  32  |   32   | a multiple of 32 |         |   32   |
//! +------+--------+------------------+---------+--------+
//! ```

use super::event::Interface;
use super::options::{Options, code};
use super::order::Order;
use super::problem::Kind;

/// The type of a section's first block, the same in either byte order.
pub(super) const SECTION_HEADER: u32 = 0x0a0d_0d0a;
pub(super) const INTERFACE_DESCRIPTION: u32 = 1;
/// The packet block that came before the enhanced one: the interface's number has 16 bits, the other 16 count drops.
pub(super) const OBSOLETE_PACKET: u32 = 2;
pub(super) const SIMPLE_PACKET: u32 = 3;
pub(super) const ENHANCED_PACKET: u32 = 6;

pub(super) const BYTE_ORDER_MAGIC: u32 = 0x1a2b_3c4d;
/// Bytes of a block without its body.
pub(super) const FRAME: usize = 12;
/// Bytes of the least section header.
pub(super) const SECTION_LENGTH: usize = 28;

/// The byte order and the length of the block that begins here. It has [`FRAME`] bytes; `order` is that of its section.
#[inline]
pub(super) fn begin(order: Option<Order>, head: &[u8; FRAME]) -> Result<(Order, usize), Kind> {
    let order = match order {
        Some(order) if order.u32(head, 0) != SECTION_HEADER => order,
        _ => byte_order(head).ok_or(Kind::ByteOrder {})?,
    };
    let claimed = order.u32(head, 4);
    if claimed < FRAME as u32 || claimed % 4 != 0 {
        return Err(Kind::BlockLength { claimed });
    }
    if claimed > super::MAXIMUM_LENGTH {
        return Err(Kind::TooLong { claimed });
    }
    Ok((order, claimed as usize))
}

fn byte_order(head: &[u8; FRAME]) -> Option<Order> {
    [Order::Little, Order::Big].into_iter().find(|order| order.u32(head, 8) == BYTE_ORDER_MAGIC)
}

/// A version that can be read: 1.0, and 1.2, which some write for it.
pub(super) fn version(order: Order, body: &[u8]) -> Result<(), Kind> {
    let (major, minor) = (order.u16(body, 4), order.u16(body, 6));
    if major == 1 && matches!(minor, 0 | 2) {
        return Ok(());
    }
    Err(Kind::Version { major: major.into(), minor: minor.into() })
}

/// Reads an interface's description.
pub(super) fn interface<'a>(order: Order, body: &'a [u8]) -> Option<Interface<'a>> {
    let rest = body.get(8..)?;
    let mut interface = Interface {
        link: order.u16(body, 0),
        snap_length: order.u32(body, 4),
        // Microseconds, where there is no option.
        resolution: 6,
        ..Interface::default()
    };
    for (code, value) in (Options { order, rest }) {
        match (code, value) {
            (code::INTERFACE_NAME, _) => interface.name = value,
            (code::INTERFACE_DESCRIPTION, _) => interface.description = value,
            (code::TIME_RESOLUTION, [resolution]) => interface.resolution = *resolution,
            (code::TIME_OFFSET, _) => {
                interface.time_offset = value.try_into().map_or(0, |value| order.i64(value));
            }
            _ => {}
        }
    }
    Some(interface)
}

/// A packet as its block has it.
pub(super) struct Found<'a> {
    /// The interface's number in its section.
    pub(super) interface: u32,
    /// Absent from a simple packet block.
    pub(super) ticks: Option<u64>,
    /// Absent from a simple packet block, too.
    pub(super) captured: Option<u32>,
    pub(super) original: u32,
    /// Data, padding and options.
    pub(super) rest: &'a [u8],
}

/// Reads the header of a packet's block; nothing where it is cut short.
#[inline]
pub(super) fn packet<'a>(order: Order, block: u32, body: &'a [u8]) -> Option<Found<'a>> {
    if block == SIMPLE_PACKET {
        let (head, rest) = body.split_first_chunk::<4>()?;
        return Some(Found { interface: 0, ticks: None, captured: None, original: order.u32(head, 0), rest });
    }
    let (head, rest) = body.split_first_chunk::<20>()?;
    let interface = if block == OBSOLETE_PACKET { order.u16(head, 0).into() } else { order.u32(head, 0) };
    let ticks = Some(u64::from(order.u32(head, 4)) << 32 | u64::from(order.u32(head, 8)));
    Some(Found { interface, ticks, captured: Some(order.u32(head, 12)), original: order.u32(head, 16), rest })
}
