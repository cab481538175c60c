//! A segment's options, as far as their lengths make sense.

use super::cursor::{Cursor, Cut};
use super::{Line, Registry};
use crate::wire::tcp::kind;

impl Line<'_> {
    /// Says each option; `relative` is what to take from the blocks of SACK. False, with the reason said, where one of them does
    /// not fit in the `room` that the header has.
    pub(super) fn options(&mut self, mut options: Cursor<'_>, mut room: usize, relative: u32) -> Result<bool, Cut> {
        let mut first = true;
        while room > 0 {
            if !first {
                self.text(",");
            }
            let kind = options.byte(0)?;
            let alone = kind == u32::from(kind::END_OF_LIST) || kind == u32::from(kind::NO_OPERATION);
            let length = if alone { 1 } else { options.byte(1)? as usize };
            if length > room || !alone && length < 2 {
                self.bad(first);
                return Ok(false);
            }
            self.named(NAMES, "unknown-", kind);
            let data = if alone { 0 } else { length - 2 };
            let said = match self.option(kind as u8, options.after(2), data, room - length.min(2), relative) {
                Ok(Some(said)) => said,
                Ok(None) => {
                    self.bad(first);
                    return Ok(false);
                }
                Err(Cut) => {
                    self.cut("tcp");
                    self.text(if first { "" } else { ">" });
                    return Ok(false);
                }
            };
            if said != data {
                self.number("[len ", length as u32);
                self.text("]");
            }
            if kind == u32::from(kind::END_OF_LIST) {
                break;
            }
            // Like tcpdump's, the next option begins where the definition of this one says, whatever its length.
            let taken = said + if alone { 1 } else { 2 };
            options = options.after(taken);
            room = room.saturating_sub(taken);
            first = false;
        }
        Ok(true)
    }

    fn bad(&mut self, first: bool) {
        self.text("[bad opt]");
        if !first {
            self.text("]");
        }
    }

    /// Says an option's `data` bytes; how many its definition takes, or nothing where that is more than the `room` left.
    fn option(
        &mut self,
        kind: u8,
        value: Cursor<'_>,
        data: usize,
        room: usize,
        relative: u32,
    ) -> Result<Option<usize>, Cut> {
        let defined = match kind {
            kind::MAXIMUM_SEGMENT_SIZE | kind::USER_TIMEOUT => 2,
            kind::WINDOW_SCALE => 1,
            kind::TIMESTAMPS => 8,
            kind::MD5_SIGNATURE => 16,
            kind::END_OF_LIST | kind::NO_OPERATION | kind::SACK_PERMITTED => 0,
            ECHO | ECHO_REPLY => 4,
            _ => data,
        };
        if defined > room {
            return Ok(None);
        }
        let bytes = value.bytes(0, defined);
        match kind {
            kind::MAXIMUM_SEGMENT_SIZE => self.number(" ", value.half(0)?),
            kind::WINDOW_SCALE => self.number(" ", value.byte(0)?),
            kind::SACK if !data.is_multiple_of(8) => self.text(" invalid sack"),
            kind::SACK => self.blocks(value, data, relative)?,
            ECHO | ECHO_REPLY => self.number(" ", value.word(0)?),
            kind::TIMESTAMPS => {
                bytes?;
                self.number(" val ", value.word(0)?);
                self.number(" ecr ", value.word(4)?);
            }
            kind::MD5_SIGNATURE => {
                self.text(" can't check - ");
                self.to.bytes(bytes?, "");
            }
            kind::USER_TIMEOUT => {
                let value = value.half(0)?;
                self.text(" ");
                self.to.hex(value, 1);
                self.number(" ", (value >> 1) * if value & 1 == 1 { 60 } else { 1 });
            }
            kind::FAST_OPEN if data == 0 => self.text("  cookiereq"),
            kind::FAST_OPEN if !data.is_multiple_of(2) || !(4..=16).contains(&data) => self.text("  (invalid)"),
            kind::FAST_OPEN => {
                self.text("  cookie ");
                self.to.bytes(bytes?, "");
            }
            kind::END_OF_LIST | kind::NO_OPERATION | kind::SACK_PERMITTED => {}
            _ if data > 0 => {
                self.text(" 0x");
                // All that is there, and then that not all is.
                self.to.bytes(value.up_to(data).0, "");
                bytes?;
            }
            _ => {}
        }
        Ok(Some(defined))
    }

    fn blocks(&mut self, value: Cursor<'_>, data: usize, relative: u32) -> Result<(), Cut> {
        self.number(" ", data as u32 / 8);
        self.text(" ");
        for at in (0..data).step_by(8) {
            let (left, right) = (value.word(at)?, value.word(at + 4)?);
            self.number("{", left.wrapping_sub(relative));
            self.number(":", right.wrapping_sub(relative));
            self.text("}");
        }
        Ok(())
    }
}

/// The echo options of RFC 1072, which timestamps replaced.
const ECHO: u8 = 6;
const ECHO_REPLY: u8 = 7;

const NAMES: Registry = &[
    (0, 0, "eol"),
    (1, 1, "nop"),
    (2, 2, "mss"),
    (3, 3, "wscale"),
    (4, 4, "sackOK"),
    (5, 5, "sack"),
    (6, 6, "echo"),
    (7, 7, "echoreply"),
    (8, 8, "TS"),
    (19, 19, "md5"),
    (28, 28, "uto"),
    (29, 29, "tcp-ao"),
    (30, 30, "mptcp"),
    (34, 34, "tfo"),
    (254, 254, "exp"),
];
