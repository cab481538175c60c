//! A segment's options, as far as their lengths make sense.

use super::bytes::up_to;
use super::{Line, Registry};
use crate::wire::tcp::kind;

impl Line<'_> {
    /// Says each option; `relative` is what to take from the blocks of SACK. False, with the reason said, where one of them does
    /// not fit in the `room` that the header has, or is not there.
    pub(super) fn options(&mut self, mut room: usize, relative: u32) -> bool {
        let mut end = "";
        while room > 0 {
            if !end.is_empty() {
                self.text(",");
            }
            let kind = self.byte(0) as u8;
            let head = if kind == kind::END_OF_LIST || kind == kind::NO_OPERATION { 1 } else { 2 };
            let length = if head == 1 { 1 } else { self.byte(1) as usize };
            if self.to.closed {
                return false;
            }
            let mut fits = (head..=room).contains(&length);
            let data = length.wrapping_sub(head);
            let defined = defined(kind, data);
            if fits {
                fits = defined <= room - head;
                // Of one that does not fit, the name is said.
                self.advance(if fits { head } else { usize::MAX });
                self.named(OPTIONS, "unknown-%n", kind.into());
                self.value(kind, data, relative);
            }
            if !fits {
                self.to.closed = false;
                self.text("[bad opt]");
                self.text(end);
                return false;
            }
            if self.to.closed {
                self.say_cut();
                self.text(if end.is_empty() { "" } else { ">" });
                return false;
            }
            if defined != data {
                self.say("[len %n]", length as u32);
            }
            if kind == kind::END_OF_LIST {
                break;
            }
            // Like tcpdump's, the next option begins where the definition of this one says, whatever its length.
            self.advance(defined);
            room = room.saturating_sub(head + defined);
            end = "]";
        }
        true
    }

    /// Says an option's value, of `data` bytes by its length, where it is more than a phrase.
    fn value(&mut self, kind: u8, data: usize, relative: u32) {
        match kind {
            kind::SACK if !data.is_multiple_of(8) => self.text(" invalid sack"),
            kind::SACK => self.blocks(data, relative),
            kind::MD5_SIGNATURE => self.bytes(" can't check - ", 16),
            kind::USER_TIMEOUT => {
                let value = self.half(0);
                let seconds = (value >> 1) * if value & 1 == 1 { 60 } else { 1 };
                self.tell(" %X %l", &[], value, seconds);
            }
            kind::FAST_OPEN if data == 0 => self.text("  cookiereq"),
            kind::FAST_OPEN if !data.is_multiple_of(2) || !matches!(data, 4..=16) => self.text("  (invalid)"),
            kind::FAST_OPEN => self.bytes("  cookie ", data),
            kind::END_OF_LIST..=kind::SACK_PERMITTED | ECHO..=kind::TIMESTAMPS => {}
            _ if data > 0 => {
                // All that is there, and then that not all is.
                self.hexadecimal(" 0x", up_to(self.bytes, data), "");
                self.need(data);
            }
            _ => {}
        }
    }

    /// A text and so many bytes after it, where all of them are there.
    fn bytes(&mut self, text: &str, length: usize) {
        self.need(length);
        self.hexadecimal(text, up_to(self.bytes, length), "");
    }

    fn blocks(&mut self, data: usize, relative: u32) {
        self.say(" %n ", data as u32 / 8);
        for at in (0..data).step_by(8) {
            let [left, right] = [self.word(at), self.word(at + 4)];
            self.tell("{%n:%l}", &[], left.wrapping_sub(relative), right.wrapping_sub(relative));
        }
    }
}

/// How many bytes an option's definition has after kind and length; as many as it says, `data`, where that is open.
fn defined(kind: u8, data: usize) -> usize {
    match kind {
        kind::MAXIMUM_SEGMENT_SIZE | kind::USER_TIMEOUT => 2,
        kind::WINDOW_SCALE => 1,
        kind::TIMESTAMPS => 8,
        kind::MD5_SIGNATURE => 16,
        kind::END_OF_LIST | kind::NO_OPERATION | kind::SACK_PERMITTED => 0,
        ECHO | ECHO_REPLY => 4,
        _ => data,
    }
}

/// The echo options of RFC 1072, which timestamps replaced.
const ECHO: u8 = 6;
const ECHO_REPLY: u8 = 7;

/// What tcpdump calls the options, and what it says of their values where that is a phrase.
const OPTIONS: Registry = "\
0 eol
nop
mss| %0h
wscale| %0b
sackOK
sack
echo| %0w
echoreply| %0w
TS| val %0w ecr %4w
19 md5
28 uto
tcp-ao
mptcp
34 tfo
254 exp";
