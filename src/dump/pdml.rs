//! PDML, tshark's XML: it has no frame as a whole, so its bytes are put together from its fields.

use super::fault::Fault;
use super::reading::{Reading, Step, digit};
use super::scan::{HEX, NAME, Scan, all, decimal};
use super::text::Text;
use super::{Format, Place, json, time};

/// Reads each `<packet>`.
pub(super) fn read(text: &Text, _: Format, reading: &mut Reading) {
    let mut scan = Scan::new(text.bytes());
    while scan.seek(b"<packet>") {
        let start = scan.at;
        scan.at += b"<packet>".len();
        let from = scan.at;
        let opening = Place::new(start, from);
        let closed = scan.seek(b"</packet>");
        let inside = Scan { text: scan.text.get(..scan.at).unwrap_or_default(), at: from };
        if closed {
            let _ = packet(inside, opening, reading);
        } else {
            reading.refuse(Fault::Unclosed { closing: '>' }, opening);
        }
    }
}

/// A packet as far as its fields have said: bytes that none has given yet have no place.
#[derive(Default)]
struct Frame<'a> {
    link: Option<u32>,
    time: &'a [u8],
    differs: Option<Place>,
}

/// The place of a byte that no field has given.
const NOWHERE: Place = Place { start: 0, end: 0 };

fn packet(mut scan: Scan<'_>, opening: Place, reading: &mut Reading) -> Step {
    let mut frame = Frame::default();
    let room = scan.rest().len();
    while scan.seek(b"<") {
        scan.at += 1;
        if scan.eat(b"field ") {
            frame.field(&attributes(&mut scan), room, opening, reading)?;
        }
    }
    if reading.count() == 0 {
        return Err(reading.refuse(Fault::NoFrames, opening));
    }
    if let Some(place) = frame.differs {
        reading.warn_once(Fault::FieldsDiffer, place);
    }
    let places = reading.bytes_places();
    if let Some(from) = places.iter().position(|place| *place == NOWHERE) {
        let missing = places.iter().skip(from).take_while(|place| **place == NOWHERE).count();
        let fault = Fault::BytesMissing { from: from as u32, to: (from + missing) as u32 };
        return Err(reading.refuse(fault, opening));
    }
    reading.take_with(frame.link, time::at_start(frame.time));
    Ok(())
}

/// A field's attributes, as far as they matter.
#[derive(Default)]
struct Attributes<'a> {
    name: &'a [u8],
    show: &'a [u8],
    position: usize,
    size: usize,
    /// The field's bytes in hex; with a mask, those that it is part of.
    value: &'a [u8],
    value_at: usize,
}

fn attributes<'a>(scan: &mut Scan<'a>) -> Attributes<'a> {
    let mut found = Attributes::default();
    loop {
        scan.skip_blanks();
        let name = scan.run(NAME);
        if name.is_empty() || !scan.eat(b"=\"") {
            return found;
        }
        let at = scan.at;
        let value = scan.until(b"\"");
        scan.eat(b"\"");
        let is = |known: &str| is(name, known);
        if is("name") {
            found.name = value;
        } else if is("show") {
            found.show = value;
        } else if is("pos") {
            found.position = decimal(value) as usize;
        } else if is("size") {
            found.size = decimal(value) as usize;
        } else if is("unmaskedvalue") || is("value") {
            (found.value, found.value_at) = (value, at);
        }
    }
}

/// Compared by a call: compilers compare each byte on its own.
#[inline(never)]
fn is(name: &[u8], known: &str) -> bool {
    name == known.as_bytes()
}

impl<'a> Frame<'a> {
    fn field(&mut self, field: &Attributes<'a>, room: usize, opening: Place, reading: &mut Reading) -> Step {
        let is = |known: &str| is(field.name, known);
        if is("caplen") {
            return length(decimal(field.show), room, opening, reading);
        } else if is("timestamp") {
            self.time = field.value;
        } else if is("frame.encap_type") {
            self.link = json::link(field.show);
        } else if !is("num") && !is("len") {
            self.fill(field, reading);
        }
        Ok(())
    }

    /// The outer layers' fields come first, so the first that gives a byte is right: others may count in a reassembled stream.
    fn fill(&mut self, field: &Attributes<'_>, reading: &mut Reading) {
        if field.size == 0 || field.value.len() != field.size.saturating_mul(2) || !all(field.value, HEX) {
            return;
        }
        let mut at = field.value_at;
        for (position, pair) in (field.position..).zip(field.value.chunks_exact(2)) {
            let (Some((byte, place)), [high, low]) = (reading.byte_mut(position), pair) else { return };
            let value = digit(*high) << 4 | digit(*low);
            if *place == NOWHERE {
                (*byte, *place) = (value, Place::new(at, at + 2));
            } else if *byte != value {
                self.differs = self.differs.or(Some(*place));
            }
            at += 2;
        }
    }
}

/// The frame's length. Each byte takes two digits of the text, so a claim of more than half of it is not worth the room.
fn length(length: u32, room: usize, opening: Place, reading: &mut Reading) -> Step {
    if length as usize > room / 2 {
        return Err(reading.refuse(Fault::BytesMissing { from: 0, to: length }, opening));
    }
    reading.truncate(0);
    (0..length).for_each(|_| reading.push(0, 0, 0));
    Ok(())
}
