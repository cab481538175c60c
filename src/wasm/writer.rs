//! The output that a packet is written to, with the record and the bytes that it is written from.

use super::record::Record;
use super::shapes::Shape;

/// A packet under way. What has no room is counted and left out: who asks for the bytes is told.
pub(crate) struct Writer<'a> {
    pub(super) record: &'a Record,
    /// Where addresses, options' bytes and the payload are.
    pub(super) input: &'a [u8],
    output: &'a mut [u8],
    written: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(record: &'a Record, input: &'a [u8], output: &'a mut [u8]) -> Self {
        Writer { record, input, output, written: 0 }
    }

    /// How many bytes the packet takes so far.
    pub(super) fn written(&self) -> usize {
        self.written
    }

    /// What was written, where all of it had room.
    pub(super) fn finish(self) -> Option<&'a mut [u8]> {
        self.output.get_mut(..self.written)
    }

    /// Appends bytes.
    #[inline(never)]
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        let start = self.written;
        self.written += bytes.len();
        if let Some(room) = self.output.get_mut(start..self.written) {
            room.copy_from_slice(bytes);
        }
    }

    /// Appends bytes of the input, by the words that say where they are.
    #[inline(never)]
    pub(super) fn blob(&mut self, at: usize) {
        let (start, length) = (self.record.get(at) as usize, self.record.get(at + 1) as usize);
        let input: &'a [u8] = self.input;
        self.bytes(input.get(start..start + length).unwrap_or_default());
    }

    /// Appends a header's fixed part from the words at `base`; `first` are the bits of its first byte that are no word's.
    #[inline(never)]
    pub(super) fn header(&mut self, first: u8, shape: &Shape, base: usize) {
        let mut fixed = [0; Shape::LONGEST];
        fixed[0] = first;
        for (index, place) in shape.places.iter().enumerate() {
            place.put(&mut fixed, self.record.get(base + index));
        }
        self.bytes(fixed.get(..shape.length).unwrap_or_default());
    }

    /// Replaces a byte that was written.
    pub(super) fn set(&mut self, at: usize, byte: u8) {
        if let Some(place) = self.output.get_mut(at) {
            *place = byte;
        }
    }

    /// Appends zeros up to this length of what was written from `start` on.
    pub(super) fn pad(&mut self, start: usize, length: usize) {
        while self.written < start + length {
            self.bytes(&[0]);
        }
    }
}
