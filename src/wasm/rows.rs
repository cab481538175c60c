//! Options as rows of a record.

use super::layout::Row;
use super::record::Record;
use crate::wire::ipv4::{self, Ipv4Option, TimestampEntries};
use crate::wire::tcp::{self, TcpOption};

/// What a row holds: numbers, or the place of bytes in the frame.
enum Values<'a> {
    Numbers(u32, u32, usize),
    Bytes(&'a [u8]),
}

const NOTHING: Values<'static> = Values::Numbers(0, 0, 0);

const fn one(value: u32) -> Values<'static> {
    Values::Numbers(value, 0, 1)
}

const fn two(first: u32, second: u32) -> Values<'static> {
    Values::Numbers(first, second, 2)
}

/// Appends a row for each option of a TCP header that was read from `frame`; their number.
pub(crate) fn tcp(record: &mut Record, header: &tcp::Header<'_>, frame: &[u8]) -> u32 {
    let whole = usize::from(header.header_length) <= header.emitted_len();
    let mut count = 0;
    for option in header.options.iter() {
        tcp_row(record, &option, frame, whole);
        count += 1;
    }
    count
}

fn tcp_row(record: &mut Record, option: &TcpOption<'_>, frame: &[u8], whole: bool) {
    let (row, values) = match *option {
        TcpOption::EndOfList { padding } => (Row::End, end(padding, whole)),
        TcpOption::NoOperation => (Row::NoOperation, NOTHING),
        TcpOption::MaximumSegmentSize(size) => (Row::MaximumSegmentSize, one(size.into())),
        TcpOption::WindowScale(shift) => (Row::WindowScale, one(shift.into())),
        TcpOption::SackPermitted => (Row::SackPermitted, NOTHING),
        TcpOption::Sack(blocks) => {
            let blocks = blocks.iter();
            record.push_head(Row::Sack, option.kind(), blocks.len() * 2);
            return blocks.for_each(|(left, right)| record.push_two(left.0, right.0));
        }
        TcpOption::Timestamps { value, echo_reply } => (Row::Timestamps, two(value, echo_reply)),
        TcpOption::UserTimeout { minutes, value } => (Row::UserTimeout, two(minutes.into(), value.into())),
        TcpOption::FastOpen { cookie } => (Row::FastOpen, Values::Bytes(cookie)),
        TcpOption::Md5Signature { digest } => (Row::Md5, Values::Bytes(digest)),
        TcpOption::Authentication { data } => (Row::Authentication, Values::Bytes(data)),
        TcpOption::Unknown { data, .. } => (Row::Unknown, Values::Bytes(data)),
        TcpOption::Malformed { rest, .. } => (Row::Malformed, Values::Bytes(rest)),
    };
    push(record, row, option.kind(), values, frame);
}

/// Appends a row for each option of an IPv4 header that was read from `frame`; their number.
pub(crate) fn ipv4(record: &mut Record, header: &ipv4::Header<'_>, frame: &[u8]) -> u32 {
    let whole = usize::from(header.header_length) <= header.emitted_len();
    let mut count = 0;
    for option in header.options.iter() {
        ipv4_row(record, &option, frame, whole);
        count += 1;
    }
    count
}

fn ipv4_row(record: &mut Record, option: &Ipv4Option<'_>, frame: &[u8], whole: bool) {
    let (row, values) = match *option {
        Ipv4Option::EndOfList { padding } => (Row::End, end(padding, whole)),
        Ipv4Option::NoOperation => (Row::NoOperation, NOTHING),
        Ipv4Option::RecordRoute(route) | Ipv4Option::LooseSourceRoute(route) | Ipv4Option::StrictSourceRoute(route) => {
            let addresses = route.addresses();
            record.push_head(Row::Route, option.kind(), 1 + addresses.len());
            record.push(route.pointer.into());
            return addresses.for_each(|address| record.push(address.to_bits()));
        }
        Ipv4Option::Timestamp { pointer, overflow, flag, entries } => {
            let (row, words) = match entries {
                TimestampEntries::Times(times) => (Row::Timestamp, times.len()),
                TimestampEntries::AddressesAndTimes(pairs) => (Row::AddressTimestamp, pairs.len() * 2),
            };
            record.push_head(row, option.kind(), 3 + words);
            record.push(pointer.into());
            record.push_two(overflow.into(), flag.into());
            return entries.iter().for_each(|(address, time)| {
                address.into_iter().for_each(|address| record.push(address.to_bits()));
                record.push(time);
            });
        }
        Ipv4Option::RouterAlert(value) => (Row::RouterAlert, one(value.into())),
        Ipv4Option::Unknown { data, .. } => (Row::Unknown, Values::Bytes(data)),
        Ipv4Option::Malformed { rest, .. } => (Row::Malformed, Values::Bytes(rest)),
    };
    push(record, row, option.kind(), values, frame);
}

/// The end of the list: its padding is worth words only where it could not be told from the header's length.
fn end(padding: &[u8], whole: bool) -> Values<'_> {
    if whole && padding.iter().all(|byte| *byte == 0) { NOTHING } else { Values::Bytes(padding) }
}

fn push(record: &mut Record, row: Row, kind: u8, values: Values<'_>, frame: &[u8]) {
    let (first, second, count) = match values {
        Values::Numbers(first, second, count) => (first, second, count),
        Values::Bytes(bytes) => (super::offset_in(frame, bytes), bytes.len() as u32, 2),
    };
    record.push_head(row, kind, count);
    record.push_values(first, second, count);
}
