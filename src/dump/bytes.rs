//! Bytes with where each stood in the text.

use super::{Packet, Place};
use alloc::vec::Vec;

/// What a packet is gathered in.
#[derive(Clone, Debug, Default)]
pub(super) struct Bytes {
    pub(super) data: Vec<u8>,
    pub(super) places: Vec<Place>,
}

impl Bytes {
    pub(super) fn push(&mut self, byte: u8, start: usize, end: usize) {
        self.data.push(byte);
        self.places.push(Place::new(start, end));
    }

    pub(super) fn len(&self) -> usize {
        self.data.len()
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.data.truncate(length);
        self.places.truncate(length);
    }

    /// Where the last byte stands, or else a place in the text.
    pub(super) fn last(&self, otherwise: usize) -> Place {
        self.places.last().copied().unwrap_or(Place::new(otherwise, otherwise))
    }

    pub(super) fn packet(self) -> Packet {
        let Bytes { data, places } = self;
        Packet { data, places, link: None, timestamp: None }
    }

    /// Pairs of hex digits that begin at `start`. The number of digits is even, or the last one is left out.
    pub(super) fn push_hex(&mut self, digits: &[u8], start: usize) {
        let pairs = digits.chunks_exact(2).zip((start..).step_by(2));
        for (pair, at) in pairs {
            if let [high, low] = pair {
                self.push(digit(*high) << 4 | digit(*low), at, at + 2);
            }
        }
    }
}

/// A hex digit's value; 0 for anything else.
pub(super) fn digit(character: u8) -> u8 {
    char::from(character).to_digit(16).unwrap_or(0) as u8
}
