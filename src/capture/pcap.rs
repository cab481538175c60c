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

use super::decoder::{Found, MAXIMUM_LENGTH};
use super::problem::{Note, What};

/// Bytes of the file's header.
pub(super) const FILE_HEADER: u32 = 24;
/// Bytes of a record's header.
pub(super) const RECORD_HEADER: u32 = 16;

/// Reads a record's header: times count `second` to the second, and `minor` is the file's minor version. Lengths stand in the
/// other order up to version 2.2, and in some records of 2.3.
#[inline]
pub(super) fn record(second: u32, minor: u16, words: [u32; 7]) -> Result<Found, Note> {
    let [seconds, fraction, captured, original, ..] = words;
    let ticks = u64::from(seconds) * u64::from(second) + u64::from(fraction);
    let swapped = minor < 3 || (minor == 3 && captured > original);
    let (captured, original) = if swapped { (original, captured) } else { (captured, original) };
    if captured > MAXIMUM_LENGTH {
        return Err(Note::new(What::TooLong, captured, 0));
    }
    Ok(Found { head: RECORD_HEADER, interface: 0, ticks, captured, original, end: RECORD_HEADER + captured })
}
