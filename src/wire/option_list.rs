//! A place to build the options of a header: 40 bytes, since a header's length is at most 60 (RFC 791 3.1, RFC 9293 3.1).

use super::tcp::kind;

/// Options under construction, at most 40 bytes, kept in place.
///
/// ```
/// use drywire::wire::OptionList;
/// use drywire::wire::tcp::{Options, TcpOption};
/// let mut list = OptionList::new();
/// TcpOption::MaximumSegmentSize(1460).emit(&mut list).unwrap();
/// TcpOption::SackPermitted.emit(&mut list).unwrap();
/// assert_eq!(list.padded(), [2, 4, 0x05, 0xb4, 4, 2, 0, 0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OptionList {
    bytes: [u8; OptionList::MAXIMUM],
    length: usize,
}

impl Default for OptionList {
    fn default() -> Self {
        OptionList::new()
    }
}

impl OptionList {
    /// The most bytes that a header has for options.
    pub const MAXIMUM: usize = 40;

    /// A list with no options.
    #[must_use]
    pub const fn new() -> Self {
        OptionList { bytes: [0; OptionList::MAXIMUM], length: 0 }
    }

    /// Begins the list with timestamps in their usual layout: NOP, NOP, timestamps (RFC 7323 appendix A).
    #[inline]
    pub(crate) fn begin_with_timestamps(&mut self, value: u32, echo_reply: u32) {
        let [a, b, c, d] = value.to_be_bytes();
        let [e, f, g, h] = echo_reply.to_be_bytes();
        if let Some(place) = self.bytes.first_chunk_mut() {
            *place = [kind::NO_OPERATION, kind::NO_OPERATION, kind::TIMESTAMPS, 10, a, b, c, d, e, f, g, h];
            self.length = place.len();
        }
    }

    /// The options as they were given.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// The options with zeros (End of Option List) after them to a multiple of 4 bytes.
    #[must_use]
    pub fn padded(&self) -> &[u8] {
        self.bytes.get(..self.length.next_multiple_of(4)).unwrap_or_default()
    }

    /// Appends an option of this kind; nothing where it does not fit.
    #[inline(never)]
    pub fn option(&mut self, kind: u8, data: &[&[u8]]) -> Option<&mut Self> {
        let length: usize = data.iter().map(|part| part.len()).sum();
        let claimed = u8::try_from(length + 2).ok()?;
        if self.length + length + 2 > OptionList::MAXIMUM {
            return None;
        }
        self.raw(&[&[kind, claimed]])?.raw(data)
    }

    /// Appends bytes as they are; nothing where they do not fit.
    #[inline(never)]
    pub fn raw(&mut self, parts: &[&[u8]]) -> Option<&mut Self> {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let mut room = self.bytes.get_mut(self.length..self.length + length)?;
        for part in parts {
            let (head, tail) = room.split_at_mut_checked(part.len())?;
            head.copy_from_slice(part);
            room = tail;
        }
        self.length += length;
        Some(self)
    }
}
