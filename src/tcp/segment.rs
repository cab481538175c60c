//! The logical segment, RFC 9293 3.4: what a packet says to a connection.

use crate::wire::tcp::{self, Flags, KnownOptions, SeqNumber};

/// A segment as a connection sees it, or a part of one after it has been trimmed to the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Segment<'a> {
    /// SEG.SEQ: the sequence number of the SYN, or else of the first byte.
    pub seq: SeqNumber,
    /// SEG.ACK, where ACK is set.
    pub ack: SeqNumber,
    /// The control bits.
    pub flags: Flags,
    /// SEG.WND, not yet scaled.
    pub window: u16,
    /// SEG.UP, where URG is set: how far the urgent data reaches beyond `seq`.
    pub urgent_pointer: u16,
    /// Whether a router on the way has seen congestion and marked the packet (RFC 3168 5, CE).
    pub ce: bool,
    /// The options that a connection acts on.
    pub options: KnownOptions<'a>,
    /// The data.
    pub payload: &'a [u8],
}

impl<'a> Segment<'a> {
    /// The segment of a parsed header and its data. Options that could not be read are left out (RFC 9293 3.1 MUST-6 and
    /// MUST-7).
    #[must_use]
    #[inline]
    pub fn new(header: &tcp::Header<'a>, payload: &'a [u8]) -> Self {
        Segment {
            seq: header.sequence_number,
            ack: header.acknowledgment_number,
            flags: header.flags,
            window: header.window,
            urgent_pointer: header.urgent_pointer,
            ce: false,
            options: header.options.known(),
            payload,
        }
    }

    /// SEG.LEN: how much of the sequence space the segment takes, SYN and FIN counted.
    #[must_use]
    #[inline]
    pub fn len(&self) -> u32 {
        self.payload.len() as u32 + u32::from(self.has(Flags::SYN)) + u32::from(self.has(Flags::FIN))
    }

    /// Whether the segment takes none of the sequence space.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number after the segment's last.
    #[must_use]
    #[inline]
    pub fn end(&self) -> SeqNumber {
        self.seq + self.len()
    }

    /// Whether any of `flags` is set.
    #[must_use]
    #[inline]
    pub const fn has(&self, flags: Flags) -> bool {
        self.flags.intersects(flags)
    }

    /// Cuts off what lies before `first`, SYN included; the data that is left begins there. A pointer to urgent data keeps
    /// pointing at the same byte.
    pub(super) fn trim_front(&mut self, first: SeqNumber) {
        let mut cut = first - self.seq;
        if cut == 0 || cut > self.len() {
            return;
        }
        self.urgent_pointer = u16::try_from(u32::from(self.urgent_pointer).saturating_sub(cut)).unwrap_or_default();
        self.seq = first;
        if self.has(Flags::SYN) {
            self.flags = self.flags.without(Flags::SYN);
            cut -= 1;
        }
        let data = cut.min(self.payload.len() as u32) as usize;
        self.payload = self.payload.get(data..).unwrap_or_default();
        if cut as usize > data {
            self.flags = self.flags.without(Flags::FIN);
        }
    }

    /// Cuts off what lies from `edge` on, FIN included.
    pub(super) fn trim_back(&mut self, edge: SeqNumber) {
        if !self.end().after(edge) {
            return;
        }
        self.flags = self.flags.without(Flags::FIN);
        let room = (edge - self.seq).saturating_sub(u32::from(self.has(Flags::SYN))) as usize;
        self.payload = self.payload.get(..room.min(self.payload.len())).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(seq: u32, flags: Flags, payload: &[u8]) -> Segment<'_> {
        Segment { seq: SeqNumber(seq), flags, payload, ..Segment::default() }
    }

    #[test]
    fn rfc9293_3_4_length_counts_syn_and_fin() {
        assert_eq!(segment(0, Flags::SYN | Flags::FIN, b"ab").len(), 4);
        assert_eq!(segment(u32::MAX, Flags::ACK, b"ab").end(), SeqNumber(1));
    }

    #[test]
    fn trimming_keeps_what_is_inside() {
        // seq, flags, payload, [first, edge), what is left
        type Case = (u32, Flags, &'static [u8], u32, u32, u32, Flags, &'static [u8]);
        let none = Flags::default();
        let table: [Case; 6] = [
            (10, none, b"abcd", 12, 99, 12, none, b"cd"),
            (10, Flags::SYN, b"abcd", 12, 99, 12, none, b"bcd"),
            (10, Flags::FIN, b"abcd", 14, 99, 14, Flags::FIN, b""),
            (10, Flags::FIN, b"abcd", 15, 99, 15, none, b""),
            (10, Flags::FIN, b"abcd", 10, 14, 10, none, b"abcd"),
            (u32::MAX, Flags::FIN, b"abcd", 1, 2, 1, none, b"c"),
        ];
        for (seq, flags, payload, first, edge, left_seq, left_flags, left) in table {
            let mut segment = segment(seq, flags, payload);
            segment.trim_front(SeqNumber(first));
            segment.trim_back(SeqNumber(edge));
            assert_eq!((segment.seq.0, segment.flags, segment.payload), (left_seq, left_flags, left), "{seq} {first}");
        }
    }
}
