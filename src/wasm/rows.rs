//! Options as rows of a record: the mirror of [`super::option_rows`], told by kind and layout alone, so that one short piece of
//! code serves both headers.

use super::layout::Row;
use super::record::Record;
use super::shapes;
use crate::wire::ipv6::{self, Extension};
use crate::wire::tlv::{self, Item, Items};
use crate::wire::{ipv4, tcp};

/// What must be known of a header to make rows of its options.
struct Family {
    /// Which row a kind makes where its length is allowed.
    row: fn(u8, &[u8]) -> Row,
    /// Whether an option of this kind may have this data.
    allows: fn(u8, &[u8]) -> bool,
}

/// Appends a row for each of a TCP header's options, which were read from `frame`; their number. The header claims to be so long.
pub(crate) fn tcp(record: &mut Record, options: &[u8], claimed: u32, frame: &[u8]) -> u32 {
    let options = tcp::Options::new(options);
    // Almost every segment of a connection has nothing else.
    if let (Some((value, echo_reply)), []) = options.split_timestamps() {
        let no_operation = row_head(Row::NoOperation, tlv::NO_OPERATION, 0);
        let timestamps = row_head(Row::Timestamps, tcp::kind::TIMESTAMPS, 2);
        record.push_all([no_operation, no_operation, timestamps, value, echo_reply]);
        return 3;
    }
    let whole = claimed as usize <= tcp::FIXED_LENGTH + options.as_bytes().len();
    each(record, options.items(), &Family { row: tcp_row, allows: tcp::allows }, frame, whole)
}

/// The same of IPv4's.
#[cold]
#[inline(never)]
pub(crate) fn ipv4(record: &mut Record, options: &[u8], claimed: u32, frame: &[u8]) -> u32 {
    let whole = claimed as usize <= ipv4::FIXED_LENGTH + options.len();
    let items = ipv4::Options::new(options).items();
    each(record, items, &Family { row: ipv4_row, allows: ipv4::allows }, frame, whole)
}

/// Appends the rows of an extension header that was read from `frame`.
pub(crate) fn extension(record: &mut Record, extension: &Extension<'_>, frame: &[u8]) {
    let (kind, bytes) = (extension.kind(), extension.as_bytes());
    let shape = shapes::extension(kind);
    let (_, rest) = bytes.split_at_checked(shape.length).unwrap_or_default();
    record.push(u32::from(kind) | u32::from(extension.next_header()) << 8);
    record.push_header(shape, bytes);
    match kind {
        ipv6::kind::FRAGMENT => {}
        ipv6::kind::ROUTING | ipv6::kind::AUTHENTICATION => {
            record.push_all([super::offset_in(frame, rest), rest.len() as u32]);
        }
        _ => {
            let at = record.rows_end() as usize;
            record.push(0);
            let items = ipv6::Options::new(rest).items();
            let count = each(record, items, &Family { row: ipv6_row, allows: ipv6::allows }, frame, true);
            record.set(at, count);
        }
    }
}

fn ipv6_row(kind: u8, _: &[u8]) -> Row {
    match kind {
        ipv6::option_kind::PAD_N => Row::PadN,
        ipv6::option_kind::ROUTER_ALERT => Row::RouterAlert,
        ipv6::option_kind::JUMBO_PAYLOAD => Row::JumboPayload,
        _ => Row::Unknown,
    }
}

fn tcp_row(kind: u8, _: &[u8]) -> Row {
    match kind {
        tcp::kind::MAXIMUM_SEGMENT_SIZE => Row::MaximumSegmentSize,
        tcp::kind::WINDOW_SCALE => Row::WindowScale,
        tcp::kind::SACK_PERMITTED => Row::SackPermitted,
        tcp::kind::SACK => Row::Sack,
        tcp::kind::TIMESTAMPS => Row::Timestamps,
        tcp::kind::MD5_SIGNATURE => Row::Md5,
        tcp::kind::USER_TIMEOUT => Row::UserTimeout,
        tcp::kind::AUTHENTICATION => Row::Authentication,
        tcp::kind::FAST_OPEN => Row::FastOpen,
        _ => Row::Unknown,
    }
}

fn ipv4_row(kind: u8, data: &[u8]) -> Row {
    match kind {
        ipv4::kind::RECORD_ROUTE | ipv4::kind::LOOSE_SOURCE_ROUTE | ipv4::kind::STRICT_SOURCE_ROUTE => Row::Route,
        // The flag says whether addresses stand before the timestamps (RFC 791 3.1).
        ipv4::kind::TIMESTAMP if data.get(1).is_some_and(|bits| bits & 15 == 0) => Row::Timestamp,
        ipv4::kind::TIMESTAMP => Row::AddressTimestamp,
        ipv4::kind::ROUTER_ALERT => Row::RouterAlert,
        _ => Row::Unknown,
    }
}

/// The first word of an option's row, which so many more follow.
const fn row_head(row: Row, kind: u8, words: usize) -> u32 {
    row as u32 | (kind as u32) << 8 | (words as u32) << 16
}

#[inline(never)]
fn each(record: &mut Record, items: Items<'_>, family: &Family, frame: &[u8], whole: bool) -> u32 {
    let mut count = 0;
    for item in items {
        count += 1;
        match item {
            Item::NoOperation => record.push(row_head(Row::NoOperation, tlv::NO_OPERATION, 0)),
            // The end's padding is worth words only where it could not be told from the header's length.
            Item::End { padding } if whole && padding.iter().all(|byte| *byte == 0) => {
                record.push(row_head(Row::End, tlv::END, 0));
            }
            Item::End { padding } => bytes(record, Row::End, tlv::END, padding, frame),
            Item::Malformed { kind, rest } => bytes(record, Row::Malformed, kind, rest, frame),
            Item::Option { kind, data } => {
                let row = if (family.allows)(kind, data) { (family.row)(kind, data) } else { Row::Unknown };
                match row {
                    Row::Unknown | Row::FastOpen | Row::Md5 | Row::Authentication | Row::PadN => {
                        bytes(record, row, kind, data, frame);
                    }
                    _ => numbers(record, row, kind, data),
                }
            }
        }
    }
    count
}

/// A row that says where bytes are in the frame.
#[inline(never)]
fn bytes(record: &mut Record, row: Row, kind: u8, bytes: &[u8], frame: &[u8]) {
    record.push_all([row_head(row, kind, 2), super::offset_in(frame, bytes), bytes.len() as u32]);
}

/// A row of numbers: at first up to two bytes of their own, then 32 bits each.
fn numbers(record: &mut Record, row: Row, kind: u8, data: &[u8]) {
    let at = record.rows_end() as usize;
    record.push(0);
    let (head, words) = data.as_rchunks::<4>();
    match (row, head) {
        (Row::UserTimeout, [high, low]) => {
            record.push(u32::from(high >> 7));
            record.push(u16::from_be_bytes([high & 0x7f, *low]).into());
        }
        (Row::Timestamp | Row::AddressTimestamp, [pointer, bits]) => {
            record.push((*pointer).into());
            record.push(u32::from(bits >> 4));
            record.push(u32::from(bits & 15));
        }
        (_, [number]) => record.push((*number).into()),
        (_, [high, low]) => record.push(u16::from_be_bytes([*high, *low]).into()),
        _ => {}
    }
    words.iter().for_each(|word| record.push(u32::from_be_bytes(*word)));
    record.set(at, row_head(row, kind, record.rows_end() as usize - at - 1));
}
