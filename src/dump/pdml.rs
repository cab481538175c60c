//! PDML, tshark's XML: it has no frame as a whole, so its bytes are put together from its fields.

use super::fault::What;
use super::reading::{NO_LINK, Reader, Step};
use super::scan::{HEX, NAME, SPACE, all, number};
use super::{Format, Place, json, time};

/// Reads each `<packet>`.
pub(super) fn read(text: &mut Reader, _: Format) {
    let end = text.end;
    while text.seek(b"<packet>") {
        let start = text.at;
        text.at += b"<packet>".len();
        let inside = text.at;
        let opening = Place::new(start, inside);
        if text.seek(b"</packet>") {
            text.end = text.at;
            text.at = inside;
            let _ = packet(text, opening);
            text.at = text.end;
            text.end = end;
        } else {
            let _ = text.refuse_with(What::Unclosed, [b'>'.into(), 0], opening);
        }
    }
}

/// The place of a byte that no field has given yet.
const NOWHERE: Place = Place { start: 0, end: 0 };

/// What is read of a field. Where it has a mask, the value without it has the bytes.
const ATTRIBUTES: [&[u8]; 6] = [b"name", b"show", b"pos", b"size", b"value", b"unmaskedvalue"];

/// Fields that say something of the frame; the last two have values that are no bytes of it.
const FIELDS: [&[u8]; 5] = [b"caplen", b"timestamp", b"frame.encap_type", b"num", b"len"];

fn packet(text: &mut Reader, opening: Place) -> Step {
    let room = text.end - text.at;
    let (mut link, mut timestamp) = (NO_LINK, None);
    let mut differs = NOWHERE;
    while text.seek(b"<") {
        text.at += 1;
        if !text.eat(b"field ") {
            continue;
        }
        let [name, show, position, size, value, unmasked] = attributes(text);
        let value = if unmasked == NOWHERE { value } else { unmasked };
        let rest = text.rest();
        match index(text, name, &FIELDS) {
            // A packet has one; room for each further claim would cost its whole length again.
            0 if text.count() == 0 => length(text, number_at(text, show), room, opening)?,
            1 => {
                text.enter(value);
                timestamp = time::at_start(text);
            }
            2 => {
                text.enter(show);
                link = json::link(text);
            }
            0 | 3 | 4 => {}
            _ if number_at(text, size).saturating_mul(2) as usize == value.length() => {
                let position = number_at(text, position);
                fill(text, position, value, &mut differs);
            }
            _ => {}
        }
        text.enter(rest);
    }
    if text.count() == 0 {
        return text.refuse_at(What::NoFrames, opening);
    }
    if differs != NOWHERE {
        text.warn_once(What::FieldsDiffer, 0, differs);
    }
    let places = text.bytes_places();
    if let Some(from) = places.iter().position(|place| *place == NOWHERE) {
        let missing = places.iter().skip(from).take_while(|place| **place == NOWHERE).count();
        return text.refuse_with(What::BytesMissing, [from as u32, (from + missing) as u32], opening);
    }
    text.take_with(link, timestamp);
    Ok(())
}

/// Where the values stand of a field's attributes.
fn attributes(text: &mut Reader) -> [Place; ATTRIBUTES.len()] {
    let mut values = [NOWHERE; ATTRIBUTES.len()];
    loop {
        text.skip(SPACE);
        let start = text.at;
        text.skip(NAME);
        let name = Place::new(start, text.at);
        if !text.eat(b"=\"") {
            return values;
        }
        let start = text.at;
        text.until(b"\"");
        if let Some(value) = values.get_mut(index(text, name, &ATTRIBUTES)) {
            *value = Place::new(start, text.at);
        }
        text.eat(b"\"");
    }
}

/// Which of some names stands at a place; as many as they are for none.
#[inline(never)]
fn index(text: &Reader, place: Place, names: &[&[u8]]) -> usize {
    let name = text.of(place);
    names.iter().position(|known| *known == name).unwrap_or(names.len())
}

/// The number that stands at a place.
fn number_at(text: &Reader, place: Place) -> u32 {
    number(text.of(place), 10)
}

/// The outer layers' fields come first, so the first that gives a byte is right: others may count in a reassembled stream.
fn fill(text: &mut Reader, position: u32, value: Place, differs: &mut Place) {
    let (mut at, end) = (value.start as usize, value.end as usize);
    if !all(text.slice(at, end), HEX) {
        return;
    }
    for index in position as usize.. {
        let byte = text.pair(at, at + 1);
        let Some((known, place)) = text.byte_mut(index).filter(|_| at < end) else { return };
        if *place == NOWHERE {
            (*known, *place) = (byte, Place::new(at, at + 2));
        } else if *known != byte && *differs == NOWHERE {
            *differs = *place;
        }
        at += 2;
    }
}

/// The frame's length. Each byte takes two digits of the text, so a claim of more than half of it is not worth the room.
fn length(text: &mut Reader, length: u32, room: usize, opening: Place) -> Step {
    if length as usize > room / 2 {
        return text.refuse_with(What::BytesMissing, [0, length], opening);
    }
    for _ in 0..length {
        text.push_at(0, NOWHERE);
    }
    Ok(())
}
