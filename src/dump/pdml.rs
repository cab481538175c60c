//! PDML, tshark's XML: it has no frame as a whole, so its bytes are put together from its fields.

use super::fault::What;
use super::reading::{Reader, Step};
use super::scan::HEX;
use super::{Format, Place, json};

/// Reads each `<packet>`.
pub(super) fn read(text: &mut Reader, _: Format) {
    let end = text.end;
    while text.seek(b"<packet>") {
        let start = text.at;
        text.eat(b"<packet>");
        let inside = text.at;
        let opening = Place::new(start, inside);
        if text.seek(b"</packet>") {
            let packet_end = text.at;
            let _ = packet(text, Place::new(inside, packet_end), opening);
            (text.at, text.end) = (packet_end, end);
        } else {
            let _ = text.refuse_with(What::Unclosed, [b'>'.into(), 0], opening);
        }
    }
}

/// The place of a byte that no field has given yet.
const NOWHERE: Place = Place { start: 0, end: 0 };

fn packet(text: &mut Reader, packet: Place, opening: Place) -> Step {
    if !json::string(text, packet, b"\"caplen\"", b" show=\"") {
        return text.refuse_at(What::NoFrames, opening);
    }
    // Each byte takes two digits of the text, so a claim of more than half of it is not worth the room.
    let length = text.number_at(text.rest(), 10);
    if length as usize > packet.length() / 2 {
        return text.refuse_with(What::BytesMissing, [0, length], opening);
    }
    for _ in 0..length {
        text.push_at(0, NOWHERE);
    }
    let mut differs = NOWHERE;
    text.enter(packet);
    while text.pass(b"<field ") {
        let start = text.at;
        text.until(b">");
        let end = text.at;
        field(text, Place::new(start, end), &mut differs);
        text.enter(Place { start: end as u32, ..packet });
    }
    if differs.end != 0 {
        text.warn_once(What::FieldsDiffer, 0, differs);
    }
    let mut from = 0;
    let mut to = 0;
    for place in text.bytes_places() {
        if place.end != 0 && from == to {
            from += 1;
        } else if place.end != 0 {
            break;
        }
        to += 1;
    }
    if from < to {
        return text.refuse_with(What::BytesMissing, [from, to], opening);
    }
    json::take(text, packet, b" show=\"", b"\"timestamp\"", b" value=\"");
    Ok(())
}

/// The bytes of a field. Where it has a mask, the value without it has them. The outer layers' fields come first, so the first
/// that gives a byte is right: others may count in a reassembled stream.
fn field(text: &mut Reader, field: Place, differs: &mut Place) {
    let position = attribute(text, field, b" pos=");
    let position = text.number_at(position, 10);
    let size = attribute(text, field, b" size=");
    let size = text.number_at(size, 10);
    let mut value = attribute(text, field, b" unmaskedvalue=");
    if value.end == 0 {
        value = attribute(text, field, b" value=");
    }
    let (mut at, end) = (value.start as usize, value.end as usize);
    // What has no such value has no bytes: what is said of the frame as a whole, text.
    if size.saturating_mul(2) as usize != end - at || !text.all(at, end, HEX) {
        return;
    }
    for index in position as usize.. {
        let byte = text.pair(at, at + 1);
        let Some((known, place)) = text.byte_mut(index).filter(|_| at < end) else { return };
        if place.end == 0 {
            (*known, *place) = (byte, Place::new(at, at + 2));
        } else if *known != byte && differs.end == 0 {
            *differs = *place;
        }
        at += 2;
    }
}

/// Where the value of a field's attribute stands.
fn attribute(text: &mut Reader, field: Place, name: &[u8]) -> Place {
    if json::string(text, field, name, b"\"") { text.rest() } else { NOWHERE }
}
