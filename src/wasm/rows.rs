//! Options as rows of a record.

use super::layout::Row;
use super::record::Record;
use crate::wire::ipv4::{self, Ipv4Option, Route, TimestampEntries};
use crate::wire::tcp::{self, TcpOption};

/// Appends a row for each option of a TCP header that was read from `frame`; their number.
#[inline]
pub(crate) fn tcp(record: &mut Record, header: &tcp::Header<'_>, frame: &[u8]) -> u32 {
    let whole = header_is_whole(header.header_length.into(), header.emitted_len());
    let mut count = 0;
    for option in header.options.iter() {
        tcp_row(record, option, frame, whole);
        count += 1;
    }
    count
}

/// Whether the header has all the bytes that it claims.
fn header_is_whole(claimed: usize, present: usize) -> bool {
    claimed <= present
}

#[inline]
fn tcp_row(record: &mut Record, option: TcpOption<'_>, frame: &[u8], whole: bool) {
    let kind = option.kind();
    match option {
        TcpOption::EndOfList { padding } => end_row(record, padding, frame, whole),
        TcpOption::NoOperation => record.push_row(Row::NoOperation, kind, &[]),
        TcpOption::MaximumSegmentSize(size) => record.push_row(Row::MaximumSegmentSize, kind, &[size.into()]),
        TcpOption::WindowScale(shift) => record.push_row(Row::WindowScale, kind, &[shift.into()]),
        TcpOption::SackPermitted => record.push_row(Row::SackPermitted, kind, &[]),
        TcpOption::Sack(blocks) => {
            let blocks = blocks.iter();
            record.push_head(Row::Sack, kind, blocks.len() * 2);
            blocks.for_each(|(left, right)| record.push_two(left.0, right.0));
        }
        TcpOption::Timestamps { value, echo_reply } => record.push_row(Row::Timestamps, kind, &[value, echo_reply]),
        TcpOption::UserTimeout { minutes, value } => {
            record.push_row(Row::UserTimeout, kind, &[minutes.into(), value.into()]);
        }
        TcpOption::FastOpen { cookie } => bytes_row(record, Row::FastOpen, kind, cookie, frame),
        TcpOption::Md5Signature { digest } => bytes_row(record, Row::Md5, kind, digest, frame),
        TcpOption::Authentication { data } => bytes_row(record, Row::Authentication, kind, data, frame),
        TcpOption::Unknown { data, .. } => bytes_row(record, Row::Unknown, kind, data, frame),
        TcpOption::Malformed { rest, .. } => bytes_row(record, Row::Malformed, kind, rest, frame),
    }
}

/// Appends a row for each option of an IPv4 header that was read from `frame`; their number.
pub(crate) fn ipv4(record: &mut Record, header: &ipv4::Header<'_>, frame: &[u8]) -> u32 {
    let whole = header_is_whole(header.header_length.into(), header.emitted_len());
    let mut count = 0;
    for option in header.options.iter() {
        ipv4_row(record, option, frame, whole);
        count += 1;
    }
    count
}

fn ipv4_row(record: &mut Record, option: Ipv4Option<'_>, frame: &[u8], whole: bool) {
    let kind = option.kind();
    match option {
        Ipv4Option::EndOfList { padding } => end_row(record, padding, frame, whole),
        Ipv4Option::NoOperation => record.push_row(Row::NoOperation, kind, &[]),
        Ipv4Option::RecordRoute(route) | Ipv4Option::LooseSourceRoute(route) | Ipv4Option::StrictSourceRoute(route) => {
            route_row(record, kind, route);
        }
        Ipv4Option::Timestamp { pointer, overflow, flag, entries } => {
            let (row, words) = match entries {
                TimestampEntries::Times(times) => (Row::Timestamp, times.len()),
                TimestampEntries::AddressesAndTimes(pairs) => (Row::AddressTimestamp, pairs.len() * 2),
            };
            record.push_head(row, kind, 3 + words);
            [pointer, overflow, flag].into_iter().for_each(|value| record.push(value.into()));
            for (address, time) in entries.iter() {
                match address {
                    Some(address) => record.push_two(address.to_bits(), time),
                    None => record.push(time),
                }
            }
        }
        Ipv4Option::RouterAlert(value) => record.push_row(Row::RouterAlert, kind, &[value.into()]),
        Ipv4Option::Unknown { data, .. } => bytes_row(record, Row::Unknown, kind, data, frame),
        Ipv4Option::Malformed { rest, .. } => bytes_row(record, Row::Malformed, kind, rest, frame),
    }
}

fn route_row(record: &mut Record, kind: u8, route: Route<'_>) {
    let addresses = route.addresses();
    record.push_head(Row::Route, kind, 1 + addresses.len());
    record.push(route.pointer.into());
    addresses.for_each(|address| record.push(address.to_bits()));
}

/// The end of the list: its padding is worth a word only where it could not be told from the header's length.
fn end_row(record: &mut Record, padding: &[u8], frame: &[u8], whole: bool) {
    if whole && padding.iter().all(|byte| *byte == 0) {
        record.push_row(Row::End, 0, &[]);
    } else {
        bytes_row(record, Row::End, 0, padding, frame);
    }
}

fn bytes_row(record: &mut Record, row: Row, kind: u8, bytes: &[u8], frame: &[u8]) {
    let offset = super::offset_in(frame, bytes);
    record.push_row(row, kind, &[offset, bytes.len() as u32]);
}
