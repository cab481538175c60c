//! What a file begins with, and what that says.

use super::order::Order;
use super::problem::Kind;

/// What a file is, by its first four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Magic {
    /// pcap: its byte order, and how many nanoseconds the fraction of a time counts in.
    Pcap(Order, u32),
    Pcapng,
    Refused(Kind),
}

const MICROSECONDS: u32 = 0xa1b2_c3d4;
const NANOSECONDS: u32 = 0xa1b2_3c4d;

/// Files that are something else, by their first bytes; those of pcap's relatives in the order of a big-endian machine.
const OTHERS: [(&[u8], Kind); 16] = [
    (&[0xa1, 0xb2, 0xcd, 0x34], Kind::Kuznetzov {}),
    (&[0xa1, 0xb2, 0x34, 0xcd], Kind::Mesquita {}),
    (&[0xa1, 0x2b, 0x3c, 0x4d], Kind::Navtel {}),
    (&[0x1c, 0x00, 0x01, 0xac], Kind::Ixia {}),
    (&[0x1c, 0x00, 0x01, 0xab], Kind::Ixia {}),
    (b"snoo", Kind::Snoop {}),
    (b"GMBU", Kind::NetworkMonitor {}),
    (b"RTSS", Kind::NetworkMonitor {}),
    (b"XCP\0", Kind::Sniffer {}),
    (&[0x1f, 0x8b], Kind::Gzip {}),
    (&[0x28, 0xb5, 0x2f, 0xfd], Kind::Zstandard {}),
    (&[0xfd, b'7', b'z', b'X'], Kind::Xz {}),
    (b"BZh", Kind::Bzip2 {}),
    (&[0x04, 0x22, 0x4d, 0x18], Kind::Lz4 {}),
    (b"PK\x03\x04", Kind::Zip {}),
    (b"\r\n", Kind::LineEnds {}),
];

impl Magic {
    pub(super) fn of(first: [u8; 4]) -> Magic {
        for order in [Order::Little, Order::Big] {
            match order.u32(&first, 0) {
                MICROSECONDS => return Magic::Pcap(order, 1000),
                NANOSECONDS => return Magic::Pcap(order, 1),
                super::pcapng::SECTION_HEADER => return Magic::Pcapng,
                _ => {}
            }
        }
        let mut swapped = first;
        swapped.reverse();
        let other = OTHERS.iter().find(|(begin, _)| first.starts_with(begin) || swapped == **begin);
        Magic::Refused(other.map_or(Kind::NotACapture {}, |(_, kind)| *kind))
    }
}
