//! PDML, tshark's XML: it has no frame as a whole, so its bytes are put together from its fields.

use super::bytes::Bytes;
use super::fault::Fault;
use super::reading::{Reading, Refusal};
use super::scan::{Scan, decimal, is_name};
use super::text::Text;
use super::{Format, Packet, Place, Timestamp, json, time};
use alloc::vec;
use alloc::vec::Vec;

/// Reads each `<packet>`.
pub(super) fn read(text: &Text, _: Format) -> Reading {
    let mut reading = Reading::default();
    let mut scan = Scan::new(text.bytes());
    while scan.seek(b"<packet>") {
        let start = scan.at;
        scan.at += b"<packet>".len();
        let from = scan.at;
        let opening = Place::new(start, from);
        let closed = scan.seek(b"</packet>");
        let inside = Scan { text: scan.text.get(..scan.at).unwrap_or_default(), at: from };
        if !closed {
            reading.refuse((Fault::Unclosed { closing: '>' }, opening));
            continue;
        }
        match packet(inside, opening, &mut reading) {
            Ok(packet) => reading.packet(packet),
            Err(refusal) => reading.refuse(refusal),
        }
    }
    reading
}

/// A packet as far as its fields have said.
#[derive(Default)]
struct Frame {
    /// The bytes with the places that gave them.
    bytes: Vec<Option<(u8, Place)>>,
    link: Option<u32>,
    timestamp: Option<Timestamp>,
    differs: Option<Place>,
}

fn packet(mut scan: Scan<'_>, opening: Place, reading: &mut Reading) -> Result<Packet, Refusal> {
    let mut frame = Frame::default();
    let room = scan.rest().len();
    while scan.seek(b"<") {
        scan.at += 1;
        if scan.eat(b"field ") {
            frame.field(attributes(&mut scan), room, opening)?;
        }
    }
    if frame.bytes.is_empty() {
        return Err((Fault::NoFrames, opening));
    }
    if let Some(place) = frame.differs {
        reading.warn_once(Fault::FieldsDiffer, place);
    }
    if let Some(from) = frame.bytes.iter().position(Option::is_none) {
        let length = frame.bytes.iter().skip(from).take_while(|byte| byte.is_none()).count();
        return Err((Fault::BytesMissing { from: from as u32, to: (from + length) as u32 }, opening));
    }
    let mut bytes = Bytes::default();
    for (byte, place) in frame.bytes.into_iter().flatten() {
        bytes.data.push(byte);
        bytes.places.push(place);
    }
    Ok(Packet { link: frame.link, timestamp: frame.timestamp, ..bytes.packet() })
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
        let name = scan.run(is_name);
        if name.is_empty() || !scan.eat(b"=\"") {
            return found;
        }
        let at = scan.at;
        let value = scan.run(|byte| byte != b'"');
        scan.eat(b"\"");
        match name {
            b"name" => found.name = value,
            b"show" => found.show = value,
            b"pos" => found.position = decimal(value) as usize,
            b"size" => found.size = decimal(value) as usize,
            b"unmaskedvalue" | b"value" => (found.value, found.value_at) = (value, at),
            _ => {}
        }
    }
}

impl Frame {
    fn field(&mut self, field: Attributes<'_>, room: usize, opening: Place) -> Result<(), Refusal> {
        match field.name {
            b"caplen" => return self.length(decimal(field.show), room, opening),
            b"timestamp" => self.timestamp = time::at_start(field.value),
            b"num" | b"len" => {}
            b"frame.encap_type" => self.link = json::link(field.show),
            _ => self.fill(&field),
        }
        Ok(())
    }

    /// The frame's length. Each byte takes two digits of the text, so a claim of more than half of it is not worth the room.
    fn length(&mut self, length: u32, room: usize, opening: Place) -> Result<(), Refusal> {
        if length as usize > room / 2 {
            return Err((Fault::BytesMissing { from: 0, to: length }, opening));
        }
        self.bytes = vec![None; length as usize];
        Ok(())
    }

    /// The outer layers' fields come first, so the first that gives a byte is right: others may count in a reassembled stream.
    fn fill(&mut self, field: &Attributes<'_>) {
        let is_hex = field.value.iter().all(u8::is_ascii_hexdigit);
        if field.size == 0 || field.value.len() != field.size.saturating_mul(2) || !is_hex {
            return;
        }
        let mut given = Bytes::default();
        given.push_hex(field.value, field.value_at);
        let to = self.bytes.iter_mut().skip(field.position);
        for (to, given) in to.zip(given.data.into_iter().zip(given.places)) {
            match to {
                Some((byte, place)) if *byte != given.0 => self.differs = self.differs.or(Some(*place)),
                Some(_) => {}
                None => *to = Some(given),
            }
        }
    }
}
