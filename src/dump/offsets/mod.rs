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
use super::scan::{BLANK, DIGIT, HEX};
use super::{Format, Place, time};
use alloc::vec::Vec;
use line::{Kind, Row};

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
    if line.skip(DIGIT) != 7 || line.end - line.at < 8 {
        return false;
    }
    let mut field = line.at;
    line.skip(HEX | BLANK);
    let numbers = line.at == line.end;
    while field < line.end && !numbers {
        let next = line.end.min(field + 4);
        // A blank is shown as a blank, and those at the end of the line are gone.
        let blank = line.all(field, next, BLANK);
        if line.byte(field) != b' ' || line.byte(next - 1) == b' ' && !blank {
            return false;
        }
        field = next;
    }
    !numbers
}

/// Refuses what shows characters.
pub(super) fn characters(text: &mut Reader, _: Format) {
    if text.any_line(is_characters) {
        let _ = text.refuse_at(What::Characters, text.line);
    }
}

/// Whether lines of the text are such a dump's beyond doubt.
pub(super) fn stand(text: &mut Reader) -> bool {
    let rows = rows(text);
    packets(&rows).any(|rows| segment::stands(text, rows))
}

fn read(text: &mut Reader, format: Option<Format>) {
    // Prose that begins with something like an offset; if there is nothing else, it shall say what is wrong with it.
    let any = stand(text);
    let rows = rows(text);
    for rows in packets(&rows) {
        if (!any || segment::stands(text, rows))
            && let Ok(looks_like) = segment::read(text, rows, format)
            && text.format.is_none()
        {
            text.format = Some(looks_like);
        }
    }
}

/// The lines of each packet.
fn packets(rows: &[Row]) -> impl Iterator<Item = &[Row]> {
    rows.chunk_by(|_, next| !next.begins)
}

/// The lines of the text's packets, each from its first line with an offset to its last.
#[inline(never)]
fn rows(text: &mut Reader) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut row = Row::default();
    // What lines before the next packet say of it.
    let (mut time, mut directed) = (Place::default(), false);
    // The packet's first offset; whether it may go on, and whether there were other lines since.
    let (mut base, mut open, mut separated) = (0, false, true);
    text.rewind();
    while text.next_line() {
        let mut kind = line::kind(text, &mut row);
        let jumps = separated && base != 0;
        let goes_on = kind == Kind::Data && open && rows.last().is_some_and(|last| row.follows(last, jumps));
        // Prose, or the end of something that is not here. Behind other words, only a packet's first offset is surely one.
        if kind == Kind::Data && !goes_on && (row.first.length() == 0 || row.led && row.number != 0) {
            kind = Kind::Other;
        }
        text.enter(text.line);
        if time::at_start(text).is_some() {
            time = text.line;
        }
        match kind {
            Kind::Other => {
                separated = true;
                text.enter(text.line);
                text.skip(BLANK);
                directed |= text.is_here(b"I ") || text.is_here(b"O ") || text.is_here(b"#");
            }
            Kind::Star => {
                if let Some(row) = rows.last_mut().filter(|_| open) {
                    row.star = text.line;
                }
            }
            Kind::Data => {
                if !goes_on {
                    base = row.number;
                    (row.begins, row.time, row.directed) = (true, time, directed);
                    (time, directed) = (Place::default(), false);
                }
                open = !row.is_bare();
                separated = false;
                rows.push(row);
            }
        }
    }
    rows
}
