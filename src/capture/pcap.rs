//! pcap (draft-ietf-opsawg-pcap): a file header, then records.
//!
//! ```text
//! +-------+---------------+-----------+-----------+-------------+-------------+
//! | magic | version 2 x16 | reserved  | reserved  | snap length | FCS, link   |
//! +-------+---------------+-----------+-----------+-------------+-------------+
//! +---------+----------+-----------------+-----------------+------ ...
//! | seconds | fraction | captured length | original length | data
//! +---------+----------+-----------------+-----------------+------ ...
//! ```

use super::order::Order;
use super::time::SECOND;

/// Bytes of the file's header.
pub(super) const FILE_HEADER: usize = 24;
/// Bytes of a record's header.
pub(super) const RECORD_HEADER: usize = 16;

/// How a file's records are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct File {
    pub(super) order: Order,
    /// Nanoseconds that a time's fraction counts in.
    pub(super) tick: u32,
    /// The minor version. Lengths stand in the other order up to 2.2, and in some records of 2.3.
    pub(super) minor: u16,
    pub(super) link: u16,
}

/// A record's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// Nanoseconds since 1970.
    pub(super) timestamp: i64,
    pub(super) captured: u32,
    pub(super) original: u32,
}

impl File {
    #[inline]
    pub(super) fn record(&self, header: &[u8; RECORD_HEADER]) -> Record {
        let word = |at| self.order.u32(header, at);
        let timestamp = u64::from(word(0)) * SECOND + u64::from(word(4)) * u64::from(self.tick);
        let (captured, original) = (word(8), word(12));
        let swapped = self.minor < 3 || (self.minor == 3 && captured > original);
        let (captured, original) = if swapped { (original, captured) } else { (captured, original) };
        Record { timestamp: timestamp as i64, captured, original }
    }
}
