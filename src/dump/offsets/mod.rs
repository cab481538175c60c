//! Dumps whose lines begin with an offset: tcpdump, tshark, xxd, hexdump, od, text2pcap, Cisco's.
//!
//! A line's number of bytes is what the next line's offset says. Only a packet's last line has to tell its bytes from a
//! column of text by itself: the column has as many characters as there are bytes, and each looks like its byte.

mod attempt;
mod column;
mod line;
mod segment;
mod word;

use super::fault::What;
use super::reading::Reader;
use super::scan::{BLANK, DIGIT, HEX, all};
use super::{Format, time};
use alloc::vec::Vec;
use line::{Kind, Row};
use segment::{Before, Segment};

/// Reads each packet. `format` says what the groups stand for; where it is not known, the lines say.
pub(super) fn read_as(text: &mut Reader, format: Format) {
    read(text, Some(format));
}

/// Reads each packet, as what it looks like.
pub(super) fn detect(text: &mut Reader, _: Format) {
    read(text, None);
}

/// Whether a line is od's or hexdump's of characters: an offset, and fields four wide, of which one is no number.
pub(super) fn is_characters(line: &mut Reader) -> bool {
    let Some((offset, fields)) = line.of(line.line).split_at_checked(7) else { return false };
    // A blank is shown as a blank, and those at the end of the line are gone.
    let is_field = |field: &[u8]| field.first() == Some(&b' ') && (field.last() != Some(&b' ') || all(field, BLANK));
    all(offset, DIGIT) && fields.len() >= 8 && fields.chunks(4).all(is_field) && !all(fields, HEX | BLANK)
}

/// Refuses what shows characters.
pub(super) fn characters(text: &mut Reader, _: Format) {
    if text.any_line(is_characters) {
        let _ = text.refuse_at(What::Characters, text.line);
    }
}

/// Whether lines of the text are such a dump's beyond doubt.
pub(super) fn stand(text: &mut Reader) -> bool {
    let packets = Packets::new(text);
    packets.stand(text)
}

fn read(text: &mut Reader, format: Option<Format>) {
    let packets = Packets::new(text);
    // Prose that begins with something like an offset; if there is nothing else, it shall say what is wrong with it.
    let any = packets.stand(text);
    // The repeats of all packets together may be so long.
    let mut room = text.room();
    for index in 0..packets.starts.len() {
        let segment = packets.segment(index);
        if (!any || segment.stands(text, room))
            && let Ok(looks_like) = segment.read(text, format, &mut room)
            && text.format.is_none()
        {
            text.format = Some(looks_like);
        }
    }
}

/// The text's packets, each from its first line with an offset to its last.
struct Packets {
    /// The lines of all packets.
    rows: Vec<Row>,
    /// Where each packet's begin among them, and what was before it.
    starts: Vec<(usize, Before)>,
}

impl Packets {
    #[inline(never)]
    fn new(text: &mut Reader) -> Packets {
        let mut packets = Packets { rows: Vec::new(), starts: Vec::new() };
        let mut row = Row::default();
        let mut before = Before::default();
        // Whether a packet may go on, and whether there were other lines since.
        let (mut open, mut separated) = (false, true);
        text.rewind();
        while text.to_line() {
            let mut kind = line::kind(text, &mut row);
            let last = packets.starts.len().wrapping_sub(1);
            let goes_on = kind == Kind::Data && open && packets.segment(last).goes_on(text, &row, separated);
            // Behind other words, only a packet's first offset is surely one.
            if kind == Kind::Data && row.led && !goes_on && !row.is_zero(text) {
                kind = Kind::Other;
            }
            text.enter(text.line);
            if time::at_start(text).is_some() {
                before.time = text.line;
            }
            match kind {
                Kind::Other => {
                    separated = true;
                    text.enter(text.line);
                    text.trim();
                    before.directed |= text.is_here(b"I ") || text.is_here(b"O ") || text.is_here(b"#");
                }
                Kind::Star => {
                    if let Some(row) = packets.rows.last_mut().filter(|row| open && row.star.length() == 0) {
                        row.star = text.line;
                    }
                }
                // Prose, or the end of something that is not here.
                Kind::Data if !goes_on && row.first.length() == 0 => separated = true,
                Kind::Data => {
                    if !goes_on {
                        packets.starts.push((packets.rows.len(), core::mem::take(&mut before)));
                    }
                    open = !row.is_bare();
                    separated = false;
                    packets.rows.push(row);
                }
            }
        }
        packets
    }

    fn segment(&self, index: usize) -> Segment<'_> {
        let (start, before) = self.starts.get(index).copied().unwrap_or_default();
        let end = self.starts.get(index.wrapping_add(1)).map_or(self.rows.len(), |next| next.0);
        Segment { rows: self.rows.get(start..end).unwrap_or_default(), before }
    }

    /// Whether one of them is surely a dump.
    fn stand(&self, text: &mut Reader) -> bool {
        let room = text.room();
        (0..self.starts.len()).any(|index| self.segment(index).stands(text, room))
    }
}
