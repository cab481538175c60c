//! A segment's options, as far as their lengths make sense.

use super::bytes::after;
use super::{Line, Registry};
use crate::wire::tcp::kind;

impl Line<'_> {
    /// Says each option; `relative` is what to take from the blocks of SACK. False, with the reason said, where one of them does
    /// not fit in the `room` that the header has, or is not there.
    pub(super) fn options(&mut self, mut options: &[u8], mut room: usize, relative: u32) -> bool {
        let mut end = "";
        while room > 0 {
            if !end.is_empty() {
                self.text(",");
            }
            let kind = self.byte(options, 0) as u8;
            let alone = kind == kind::END_OF_LIST || kind == kind::NO_OPERATION;
            let length = if alone { 1 } else { self.byte(options, 1) as usize };
            if self.cut {
                return false;
            }
            if length > room || !alone && length < 2 {
                self.text("[bad opt]");
                self.text(end);
                return false;
            }
            self.named(NAMES, "unknown-", kind.into());
            let data = if alone { 0 } else { length - 2 };
            let said = defined(kind, data);
            if said > room - length.min(2) {
                self.text("[bad opt]");
                self.text(end);
                return false;
            }
            self.option(kind, after(options, 2), data, relative);
            if self.cut {
                self.say_cut();
                self.text(if end.is_empty() { "" } else { ">" });
                return false;
            }
            if said != data {
                self.number("[len ", length as u32);
                self.text("]");
            }
            if kind == kind::END_OF_LIST {
                break;
            }
            // Like tcpdump's, the next option begins where the definition of this one says, whatever its length.
            let taken = said + if alone { 1 } else { 2 };
            options = after(options, taken);
            room = room.saturating_sub(taken);
            end = "]";
        }
        true
    }

    /// Says an option's value, of `data` bytes by its length.
    fn option(&mut self, kind: u8, value: &[u8], data: usize, relative: u32) {
        match kind {
            kind::MAXIMUM_SEGMENT_SIZE => self.phrase(" {0h}", value),
            kind::WINDOW_SCALE => self.phrase(" {0b}", value),
            kind::SACK if !data.is_multiple_of(8) => self.text(" invalid sack"),
            kind::SACK => self.blocks(value, data, relative),
            ECHO | ECHO_REPLY => self.phrase(" {0w}", value),
            kind::TIMESTAMPS => self.phrase(" val {0w} ecr {4w}", value),
            kind::MD5_SIGNATURE => self.hexadecimal(" can't check - ", value, 16),
            kind::USER_TIMEOUT => {
                let value = self.half(value, 0);
                if !self.cut {
                    self.to.text(" ");
                    self.to.hex(value, 1);
                }
                self.number(" ", (value >> 1) * if value & 1 == 1 { 60 } else { 1 });
            }
            kind::FAST_OPEN if data == 0 => self.text("  cookiereq"),
            kind::FAST_OPEN if !data.is_multiple_of(2) || !(4..=16).contains(&data) => self.text("  (invalid)"),
            kind::FAST_OPEN => self.hexadecimal("  cookie ", value, data),
            kind::END_OF_LIST | kind::NO_OPERATION | kind::SACK_PERMITTED => {}
            _ if data > 0 => {
                // All that is there, and then that not all is.
                self.hexadecimal(" 0x", value, data.min(value.len()));
                self.take(value, data);
            }
            _ => {}
        }
    }

    /// A text and so many bytes in hexadecimal after it.
    fn hexadecimal(&mut self, text: &str, value: &[u8], length: usize) {
        let bytes = self.take(value, length);
        self.text(text);
        if !self.cut {
            self.to.bytes(bytes, "");
        }
    }

    fn blocks(&mut self, value: &[u8], data: usize, relative: u32) {
        self.number(" ", data as u32 / 8);
        self.text(" ");
        for at in (0..data).step_by(8) {
            let (left, right) = (self.word(value, at), self.word(value, at + 4));
            self.number("{", left.wrapping_sub(relative));
            self.number(":", right.wrapping_sub(relative));
            self.text("}");
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

const NAMES: Registry = "\
0 eol
1 nop
2 mss
3 wscale
4 sackOK
5 sack
6 echo
7 echoreply
8 TS
19 md5
28 uto
29 tcp-ao
30 mptcp
34 tfo
254 exp";
