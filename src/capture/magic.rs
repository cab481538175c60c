//! What a file begins with, and what that says.

use super::order::Order;
use super::problem::What;

/// What a file is, by its first four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Magic {
    /// pcap, with the time in microseconds.
    Microseconds,
    /// pcap, with the time in nanoseconds.
    Nanoseconds,
    Pcapng,
    Other(What),
}

/// What files begin with, as a big-endian number. After shorter beginnings, zeros stand for any byte.
static BEGINNINGS: [(u32, Magic); 19] = [
    (0xa1b2_c3d4, Magic::Microseconds),
    (0xa1b2_3c4d, Magic::Nanoseconds),
    (super::pcapng::SECTION_HEADER, Magic::Pcapng),
    (0xa1b2_cd34, Magic::Other(What::Kuznetzov)),
    (0xa1b2_34cd, Magic::Other(What::Mesquita)),
    (0xa12b_3c4d, Magic::Other(What::Navtel)),
    (0x1c00_01ac, Magic::Other(What::Ixia)),
    (0x1c00_01ab, Magic::Other(What::Ixia)),
    (u32::from_be_bytes(*b"snoo"), Magic::Other(What::Snoop)),
    (u32::from_be_bytes(*b"GMBU"), Magic::Other(What::NetworkMonitor)),
    (u32::from_be_bytes(*b"RTSS"), Magic::Other(What::NetworkMonitor)),
    (u32::from_be_bytes(*b"XCP\0"), Magic::Other(What::Sniffer)),
    (0x1f8b_0000, Magic::Other(What::Gzip)),
    (0x28b5_2ffd, Magic::Other(What::Zstandard)),
    (u32::from_be_bytes(*b"\xfd7zX"), Magic::Other(What::Xz)),
    (u32::from_be_bytes(*b"BZh\0"), Magic::Other(What::Bzip2)),
    (0x0422_4d18, Magic::Other(What::Lz4)),
    (u32::from_be_bytes(*b"PK\x03\x04"), Magic::Other(What::Zip)),
    (u32::from_be_bytes(*b"\r\n\0\0"), Magic::Other(What::LineEnds)),
];

impl Magic {
    /// What begins with these bytes, and the byte order of the machine that wrote it: pcap and its relatives are in either.
    pub(super) fn of(first: u32) -> (Magic, Order) {
        for &(begin, magic) in &BEGINNINGS {
            let any = begin.trailing_zeros() & !7;
            if (first ^ begin) >> any == 0 {
                return (magic, Order::Big);
            }
            if first.swap_bytes() == begin {
                return (magic, Order::Little);
            }
        }
        (Magic::Other(What::NotACapture), Order::Big)
    }
}
