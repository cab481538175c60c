//! What a reader of one format has found so far: bytes with where each stood in the text.

use super::fault::{Fault, Warning};
use super::{Format, Place, Timestamp};
use alloc::vec::Vec;

/// Packets, and what is to be said of them. The bytes of all packets stand in one list, the last of them those of the packet
/// that is being read.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) data: Vec<u8>,
    /// Where each of these bytes stands.
    pub(crate) places: Vec<Place>,
    pub(crate) packets: Vec<Taken>,
    /// What is to be said, and why packets were left out.
    pub(crate) warnings: Vec<Warning>,
    /// The format, where the reader knows it better than who called it.
    pub(crate) format: Option<Format>,
    /// Where the packet that is being read begins among the bytes.
    start: usize,
}

/// A packet that has been read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    /// Where its bytes end among those of all; they begin where the ones before end.
    pub(crate) end: usize,
    pub(crate) link: Option<u32>,
    pub(crate) timestamp: Option<Timestamp>,
}

/// A packet cannot be read; why has been noted.
#[derive(Debug)]
pub(super) struct Refused;

/// What a step of a reader gives.
pub(super) type Step = Result<(), Refused>;

impl Reading {
    pub(crate) const fn new() -> Self {
        Reading {
            data: Vec::new(),
            places: Vec::new(),
            packets: Vec::new(),
            warnings: Vec::new(),
            format: None,
            start: 0,
        }
    }

    /// A byte of the packet that is being read.
    #[inline(never)]
    pub(super) fn push(&mut self, byte: u8, start: usize, end: usize) {
        self.data.push(byte);
        self.places.push(Place::new(start, end));
    }

    /// Pairs of hex digits that begin at `start`. The number of digits is even, or the last one is left out.
    pub(super) fn push_hex(&mut self, digits: &[u8], start: usize) {
        let mut at = start;
        for pair in digits.chunks_exact(2) {
            if let [high, low] = pair {
                self.push(digit(*high) << 4 | digit(*low), at, at + 2);
            }
            at += 2;
        }
    }

    /// The bytes of the packet that is being read.
    pub(super) fn bytes(&self) -> &[u8] {
        self.data.get(self.start..).unwrap_or_default()
    }

    /// Where these bytes stand.
    pub(super) fn bytes_places(&self) -> &[Place] {
        self.places.get(self.start..).unwrap_or_default()
    }

    /// One of these bytes, and where it stands.
    pub(super) fn byte_mut(&mut self, index: usize) -> Option<(&mut u8, &mut Place)> {
        let at = self.start.checked_add(index)?;
        self.data.get_mut(at).zip(self.places.get_mut(at))
    }

    /// How many they are.
    pub(super) fn count(&self) -> usize {
        self.data.len() - self.start
    }

    /// Drops all but the first bytes of the packet that is being read.
    #[inline(never)]
    pub(super) fn truncate(&mut self, count: usize) {
        self.data.truncate(self.start + count);
        self.places.truncate(self.start + count);
    }

    /// The packet has been read. One without bytes is none.
    pub(super) fn take(&mut self) {
        self.take_with(None, None);
    }

    /// The packet has been read, with what the text says of it.
    pub(super) fn take_with(&mut self, link: Option<u32>, timestamp: Option<Timestamp>) {
        let end = self.data.len();
        if end > self.start {
            self.packets.push(Taken { end, link, timestamp });
            self.start = end;
        }
    }

    /// The packet that is being read is left out.
    #[inline(never)]
    pub(super) fn refuse(&mut self, fault: Fault, place: Place) -> Refused {
        self.truncate(0);
        self.warnings.push(Warning { fault, place, refused: true });
        Refused
    }

    /// Takes the packet, if no step has refused it.
    pub(super) fn take_if(&mut self, step: Step) {
        if step.is_ok() {
            self.take();
        }
    }

    #[inline(never)]
    pub(super) fn warn(&mut self, fault: Fault, place: Place) {
        self.warnings.push(Warning { fault, place, refused: false });
    }

    /// Warns once, however often it happens.
    #[inline(never)]
    pub(super) fn warn_once(&mut self, fault: Fault, place: Place) {
        let number = fault.number();
        if !self.warnings.iter().any(|warning| !warning.refused && warning.fault.number() == number) {
            self.warn(fault, place);
        }
    }
}

/// A hex digit's value; 0 for anything else.
#[inline(never)]
pub(super) fn digit(character: u8) -> u8 {
    let value = digit_value(character);
    if value < 16 { value } else { 0 }
}

/// Whether a byte is an ASCII character that can be seen, or a blank.
pub(super) const fn is_visible(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// A digit's value in the radix of all letters; 255 for anything else.
#[inline(never)]
pub(super) const fn digit_value(character: u8) -> u8 {
    match character {
        b'0'..=b'9' => character - b'0',
        b'a'..=b'z' => character - b'a' + 10,
        b'A'..=b'Z' => character - b'A' + 10,
        _ => 255,
    }
}

/// A number in a radix; nothing where a character is no digit of it, and where 32 bits are too few.
#[inline(never)]
pub(super) fn number(digits: &[u8], radix: u8) -> Option<u32> {
    let mut number = None;
    for digit in digits {
        let value = digit_value(*digit);
        if value >= radix {
            return None;
        }
        number = Some(number.unwrap_or(0u32).checked_mul(radix.into())?.checked_add(value.into())?);
    }
    number
}
