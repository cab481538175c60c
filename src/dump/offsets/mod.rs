//! Dumps whose lines begin with an offset: tcpdump, tshark, xxd, hexdump, od, text2pcap, Cisco's.
//!
//! A line's number of bytes is what the next line's offset says. Only a packet's last line has to tell its bytes from a
//! column of text by itself: the column has as many characters as there are bytes, and each looks like its byte.

mod attempt;
mod column;
mod line;
mod segment;
mod word;

use super::fault::Fault;
use super::scan::{BLANK, DIGIT, HEX, all, trimmed};
use super::text::Text;
use super::{Format, time};
use crate::dump::reading::Reading;
use line::{Kind, Row};
use segment::Segment;

/// Reads each packet. `format` says what the groups stand for; where it is not known, the lines say.
pub(super) fn read_as(text: &Text, format: Format, reading: &mut Reading) {
    read(text, Some(format), reading);
}

/// Reads each packet, as what it looks like.
pub(super) fn detect(text: &Text, _: Format, reading: &mut Reading) {
    read(text, None, reading);
}

/// Whether a line is od's or hexdump's of characters: an offset, and fields four wide, of which one is no number.
pub(super) fn is_characters(line: &[u8]) -> bool {
    let Some((offset, fields)) = line.split_at_checked(7) else { return false };
    // A blank is shown as a blank, and those at the end of the line are gone.
    let is_field = |field: &[u8]| field.first() == Some(&b' ') && (field.last() != Some(&b' ') || all(field, BLANK));
    all(offset, DIGIT) && fields.len() >= 8 && fields.chunks(4).all(is_field) && !all(fields, HEX | BLANK)
}

/// Refuses what shows characters.
pub(super) fn characters(text: &Text, _: Format, reading: &mut Reading) {
    if let Some(line) = text.lines().find(|line| is_characters(line.bytes)) {
        reading.refuse(Fault::Characters, line.place());
    }
}

/// Whether lines of the text are such a dump's beyond doubt.
pub(super) fn stand(text: &Text) -> bool {
    let room = room(text);
    let mut any = false;
    each(text, &mut |segment| any |= segment.stands(room));
    any
}

/// The repeats of all packets together may be so long: enough for any real dump, and no more than a multiple of the text.
fn room(text: &Text) -> usize {
    text.bytes().len().saturating_mul(16).saturating_add(1 << 16)
}

fn read(text: &Text, format: Option<Format>, reading: &mut Reading) {
    // Prose that begins with something like an offset; if there is nothing else, it shall say what is wrong with it.
    let any = stand(text);
    let mut room = room(text);
    each(text, &mut |segment| {
        if (!any || segment.stands(room))
            && let Ok(looks_like) = segment.read(format, &mut room, reading)
            && format.is_none()
        {
            reading.format = reading.format.or(Some(looks_like));
        }
    });
}

/// Shows the text's packets, each from its first line with an offset to its last.
fn each(text: &Text, visit: &mut dyn FnMut(&Segment<'_>)) {
    let mut segment = Segment::default();
    let mut open = false;
    let mut separated = true;
    let mut timed: &[u8] = &[];
    let mut directed = false;
    for line in text.lines() {
        let mut kind = line::kind(line);
        let goes_on = matches!(&kind, Kind::Data(row) if open && segment.goes_on(row, separated));
        // Behind other words, only a packet's first offset is surely one.
        let zero = |row: &Row<'_>| row.offset.iter().all(|digit| *digit == b'0');
        if matches!(&kind, Kind::Data(row) if row.led && !goes_on && !zero(row)) {
            kind = Kind::Other;
        }
        if time::at_start(line.bytes).is_some() {
            timed = line.bytes;
        }
        match kind {
            Kind::Other => {
                separated = true;
                directed |= matches!(trimmed(line.bytes), [b'I' | b'O', b' ', ..] | [b'#', ..]);
            }
            Kind::Star => {
                if let Some(row) = segment.rows.last_mut().filter(|_| open) {
                    row.star = row.star.or(Some(line.place()));
                }
            }
            Kind::Data(row) => {
                if !goes_on && row.first().is_empty() {
                    // Prose, or the end of something that is not here.
                    separated = true;
                    continue;
                }
                if !goes_on {
                    visit(&segment);
                    segment.rows.clear();
                    (segment.time, segment.directed) = (timed, directed);
                    (timed, directed) = (&[], false);
                }
                open = !row.is_bare();
                separated = false;
                segment.rows.push(row);
            }
        }
    }
    visit(&segment);
}
