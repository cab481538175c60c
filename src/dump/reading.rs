//! A text that is being read, and what was found in it: bytes with where each stood, packets, and what is to be said.
//!
//! There is one place in the text, which moves on (`scan.rs`); every position counts from the text's start.

use super::fault::{Note, What};
use super::scan::DIGIT;
use super::{Format, Place, Timestamp};
use alloc::vec::Vec;

/// The text, the place in it, and all that was found. The bytes of all packets stand in one list, the last of them those of the
/// packet that is being read.
#[derive(Debug)]
pub(crate) struct Reader {
    /// One byte for each character.
    pub(crate) text: Vec<u8>,
    /// Where the reader is.
    pub(super) at: usize,
    /// Where what it reads ends: a line, a packet, the text.
    pub(super) end: usize,
    /// The line that the reader came to last, and where the next one begins.
    pub(super) line: Place,
    pub(super) after_line: usize,
    /// Where the token began that was read last.
    pub(super) token: usize,
    /// The byte that it stands for, where it stands for one.
    pub(super) value: u8,
    pub(crate) data: Vec<u8>,
    /// Where each of these bytes stands.
    pub(crate) places: Vec<Place>,
    pub(crate) packets: Vec<Taken>,
    /// What is to be said, and why packets were left out.
    pub(crate) notes: Vec<Note>,
    /// Which warnings are among them, a bit each: to look through them would take too long where many packets are refused.
    warned: u64,
    /// The format, where its reader knows it better than who called it.
    pub(super) format: Option<Format>,
    /// How many bytes the text says that the packet has.
    pub(super) claimed: Option<u32>,
    /// Where the packet that is being read begins among the bytes.
    pub(super) start: usize,
}

/// A packet that has been read, in the words that JavaScript reads.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub(crate) struct Taken {
    /// Where its bytes end among those of all; they begin where the ones before end.
    pub(crate) end: u32,
    /// The LINKTYPE number that the text names, or [`NO_LINK`].
    pub(crate) link: u32,
    /// What the time counts from, from 1 on; 0 where the text has none.
    pub(crate) clock: u32,
    pub(crate) nanoseconds: u32,
    pub(crate) seconds: u64,
}

/// The text names no LINKTYPE.
pub(super) const NO_LINK: u32 = u32::MAX;

/// A packet cannot be read; why has been noted.
#[derive(Debug)]
pub(super) struct Refused;

/// What a step of a reader gives.
pub(super) type Step = Result<(), Refused>;

impl Reader {
    pub(crate) const fn new(text: Vec<u8>) -> Self {
        Reader {
            text,
            at: 0,
            end: 0,
            line: Place { start: 0, end: 0 },
            after_line: 0,
            token: 0,
            value: 0,
            data: Vec::new(),
            places: Vec::new(),
            packets: Vec::new(),
            notes: Vec::new(),
            warned: 0,
            format: None,
            claimed: None,
            start: 0,
        }
    }

    /// Makes room for a text of so many bytes; what was found in the one before is forgotten.
    #[cfg(feature = "wasm-dump-read")]
    pub(crate) fn make_room(&mut self, length: usize) {
        let Reader { text, data, places, packets, notes, .. } = self;
        data.clear();
        places.clear();
        packets.clear();
        notes.clear();
        text.clear();
        text.resize(length, 0);
        (self.warned, self.format, self.claimed, self.start) = (0, None, None, 0);
    }

    /// `> > 0000  45 00` is `0000  45 00` as somebody's answer quotes it, and Python's prompt goes the same way; a bar may be a
    /// box's. Marks become blanks, so that every position stays where it was.
    pub(super) fn blank(&mut self) {
        let mut quoted = true;
        for byte in &mut self.text {
            quoted = *byte == b'\n' || quoted && matches!(byte, b'>' | b'|' | b' ' | b'\t');
            match byte {
                b'>' | b'|' if quoted => *byte = b' ',
                // So that 0 can stand for the end.
                0 => *byte = 1,
                _ => {}
            }
        }
    }

    /// A byte of the packet that is being read, written from a place to where the reader is.
    pub(super) fn push(&mut self, byte: u8, start: usize) {
        self.push_at(byte, Place::new(start, self.at));
    }

    /// A byte that is written at a place.
    #[inline(never)]
    pub(super) fn push_at(&mut self, byte: u8, place: Place) {
        self.data.push(byte);
        self.places.push(place);
    }

    /// Pairs of hex digits between two places. Their number is even, or the last one is left out.
    #[inline(never)]
    pub(super) fn push_hex(&mut self, mut start: usize, end: usize) {
        while start + 2 <= end {
            let byte = self.pair(start, start + 1);
            self.push_at(byte, Place::new(start, start + 2));
            start += 2;
        }
    }

    /// The byte of two hex digits.
    #[inline(never)]
    pub(super) fn pair(&self, high: usize, low: usize) -> u8 {
        digit(self.byte(high)) << 4 | digit(self.byte(low))
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

    /// Drops all but the first bytes.
    #[inline(never)]
    pub(super) fn truncate(&mut self, count: usize) {
        self.data.truncate(count);
        self.places.truncate(count);
    }

    /// The packet has been read. One without bytes is none.
    pub(super) fn take(&mut self) {
        self.take_with(NO_LINK, None);
    }

    /// The packet has been read, with what the text says of it.
    #[inline(never)]
    pub(super) fn take_with(&mut self, link: u32, timestamp: Option<Timestamp>) {
        let end = self.data.len();
        if end > self.start {
            self.start = end;
            let mut taken = Taken { end: end as u32, link, clock: 0, nanoseconds: 0, seconds: 0 };
            if let Some(Timestamp { clock, seconds, nanoseconds }) = timestamp {
                taken = Taken { clock: clock as u32 + 1, nanoseconds, seconds, ..taken };
            }
            self.packets.push(taken);
        }
    }

    /// The digits that are here say how many bytes the packet has; whether there are any.
    pub(super) fn claim(&mut self) -> bool {
        let start = self.at;
        let any = self.skip(DIGIT) > 0;
        if any {
            self.claimed = Some(self.number(start, 10));
        }
        any
    }

    /// Refuses the packet if it has not as many bytes as the text says, where it says so.
    #[inline(never)]
    pub(super) fn check_claim(&mut self, start: usize) -> Step {
        let found = self.count() as u32;
        match self.claimed.take() {
            Some(claimed) if claimed != found => {
                self.refuse_with(What::LengthDiffers, [claimed, found], Place::new(start, self.at))
            }
            _ => Ok(()),
        }
    }

    /// Leaves the packet out for what stands from a place to where the reader is.
    #[inline(never)]
    pub(super) fn refuse(&mut self, what: What, start: usize) -> Step {
        self.refuse_at(what, Place::new(start, self.at))
    }

    /// Leaves the packet out for the character that is here.
    #[inline(never)]
    pub(super) fn refuse_here(&mut self, what: What) -> Step {
        self.refuse_at(what, Place::new(self.at, (self.at + 1).min(self.end)))
    }

    #[inline(never)]
    pub(super) fn refuse_at(&mut self, what: What, place: Place) -> Step {
        self.refuse_with(what, [0; 2], place)
    }

    /// Leaves the packet out; with what the fault's sentence is filled in with.
    #[inline(never)]
    pub(super) fn refuse_with(&mut self, what: What, values: [u32; 2], place: Place) -> Step {
        self.truncate(self.start);
        self.notes.push(Note { what, values, place, refused: 1 });
        Err(Refused)
    }

    #[inline(never)]
    pub(super) fn warn(&mut self, what: What, value: u32, place: Place) {
        self.warned |= 1 << what as u32;
        self.notes.push(Note { what, values: [value, 0], place, refused: 0 });
    }

    /// Warns once, however often it happens.
    #[inline(never)]
    pub(super) fn warn_once(&mut self, what: What, value: u32, place: Place) {
        if self.warned >> what as u32 & 1 == 0 {
            self.warn(what, value, place);
        }
    }

    /// Drops all but the first notes.
    #[inline(never)]
    pub(super) fn forget(&mut self, count: usize) {
        while self.notes.len() > count
            && let Some(note) = self.notes.pop()
        {
            self.warned &= !(u64::from(note.refused == 0) << note.what as u32);
        }
    }

    /// Whether a packet was left out.
    pub(super) fn has_refused(&self) -> bool {
        self.notes.iter().any(|note| note.refused > 0)
    }

    /// How many bytes of a repetition are not worth their room: no real text means so many, and no more than a multiple of the
    /// text's length is ever made of it.
    #[inline(never)]
    pub(super) fn room(&self) -> usize {
        self.text.len().saturating_mul(16).saturating_add(1 << 16)
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
