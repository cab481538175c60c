extern crate std;

use super::*;
use crate::dissect::Value;
use crate::wire::LinkType;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use std::sync::{Mutex, MutexGuard};

/// Too large for a test's stack.
static DESCRIBED: Mutex<(Described, Record)> = Mutex::new((Described::new(), Record::new()));

const ETHERNET: u32 = 1;
const RAW: u32 = 101;

fn described(frame: &[u8], link: u32) -> MutexGuard<'static, (Described, Record)> {
    let mut guard = DESCRIBED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let (described, record) = &mut *guard;
    assert!(described.dissect(record, frame, link) >= 0);
    guard
}

impl Described {
    /// How many bytes the texts have together.
    fn length(&self) -> usize {
        self.table.words[2] as usize
    }
}

/// What a row says: kind, offset, length, mask, number and text; an address is of the kind of texts.
type Line = (u32, u32, u32, u32, u32, String);

fn lines(described: &mut Described, frame: &[u8]) -> Vec<Line> {
    let words = &described.table.words;
    let rows = words[HEAD..].as_chunks::<ROW>().0[..words[0] as usize].to_vec();
    let all = std::str::from_utf8(&described.text[..described.length()]).unwrap();
    let units: Vec<u16> = all.encode_utf16().collect();
    let mut from = 0;
    let line = |[head, _, length, offset, bytes, mask, number, state]: [u32; ROW]| {
        let text = &units[from..from + length as usize];
        from += length as usize;
        let text = match head & 7 {
            1 if text.is_empty() => {
                let digits = (head >> 4 & 15) as usize;
                let said =
                    if digits == 0 { format!("{number}") } else { format!("{number:#0width$x}", width = digits + 2) };
                said + &note(described, head, number, state)
            }
            2 => String::from(if number == 0 { "not set" } else { "set" }),
            5 => address(&frame[offset as usize..][..bytes as usize]),
            _ => String::from_utf16(text).unwrap(),
        };
        (if head & 7 == 5 { 3 } else { head & 7 }, offset, bytes, mask, number, text)
    };
    rows.into_iter().map(line).collect()
}

/// What stands after a number, which is asked for when the row is read.
fn note(described: &mut Described, head: u32, number: u32, state: u32) -> String {
    let length = described.note((head >> 24) as u8, number, state);
    let note = std::str::from_utf8(&described.text[..length]).unwrap();
    let is_name = head & 8 != 0;
    if is_name && !note.is_empty() { format!(" ({note})") } else { note.to_string() }
}

/// The text of an address that a row leaves to its reader.
fn address(bytes: &[u8]) -> String {
    match *bytes {
        [a, b, c, d] => format!("{a}.{b}.{c}.{d}"),
        [a, b, c, d, e, f] => format!("{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}"),
        _ => panic!("{} bytes are no address that has no text", bytes.len()),
    }
}

/// The same of the dissection that Rust programs get.
fn expected(frame: &[u8], link_type: LinkType) -> Vec<Line> {
    let mut lines = Vec::new();
    for layer in dissect::dissect(frame, link_type).layers {
        lines.push((0, layer.offset, layer.length, 0, layer.fields.len() as u32, layer.text));
        for field in layer.fields {
            let (kind, number) = match field.value {
                Value::Number(number) => (1, number),
                Value::Flag(set) => (2, set.into()),
                Value::Text(_) => (3, 0),
                Value::Bytes => (4, 0),
            };
            lines.push((kind, field.offset, field.length, field.bit_mask.unwrap_or_default(), number, field.text));
        }
    }
    lines
}

/// Both faces of the dissector say the same of a quoted packet, whole and cut anywhere.
#[test]
fn rows_say_what_a_dissection_says() {
    let mut frame = [0x45, 0, 0, 58, 0, 1, 0, 0, 64, 1, 0x11, 0x11, 10, 0, 0, 2, 10, 0, 0, 1].to_vec();
    frame.extend([3, 3, 0, 0, 0, 0, 0, 0]);
    frame.extend([0x46, 0, 0, 40, 0, 9, 0, 0, 63, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0x94, 4, 0, 0, 1, 2, 3, 4]);
    for version in [0x46, 0x60, 0x55, 0x41, 0x4f] {
        frame[28] = version;
        for end in 0..=frame.len() {
            let mut guard = described(&frame[..end], RAW);
            assert_eq!(
                lines(&mut guard.0, &frame[..end]),
                expected(&frame[..end], LinkType::Raw),
                "{version:#x}, {end} bytes"
            );
        }
    }
}

/// The room is enough for as many tags as there can be, with the longest texts; the rest of a frame with more is payload.
#[test]
fn no_frame_has_more_than_there_is_room_for() {
    let mut frame = [0; 12].to_vec();
    frame.extend([0x91, 0, 0xef, 0xff].repeat(ethernet::MAXIMUM_TAGS + 3));
    let mut guard = described(&frame, ETHERNET);
    let lines = lines(&mut guard.0, &frame);
    assert!(lines == expected(&frame, LinkType::Ethernet), "the rows are those of the dissection");
    assert_eq!(lines[6].5, "4095".to_string());
    assert!(lines.len() > ethernet::MAXIMUM_TAGS * 4 && lines.len() + 400 < ROWS, "{} rows", lines.len());
    assert!(guard.0.length() + (1 << 14) < TEXT, "{} bytes of text", guard.0.length());
    let last = lines.last().unwrap();
    assert_eq!((last.1 + last.2) as usize, frame.len(), "to the end");
}

/// Headers in which every byte of options is a field leave the rows of tags alone, and ARP's longest line has its room.
#[test]
fn the_room_beside_the_tags_is_enough() {
    let mut segment = [0x4f, 0, 0, 120, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2].to_vec();
    segment.extend([1; 40]);
    segment.extend([0, 80, 0, 80, 0, 0, 0, 0, 0, 0, 0, 0, 0xf0, 0, 0, 0, 0, 0, 0, 0]);
    segment.extend([1; 40]);
    let mut arp = [0; 12].to_vec();
    arp.extend([8, 6, 0, 1, 8, 0, 255, 255, 0, 9]);
    arp.extend([0xff; 4 * 255]);
    for (frame, link, link_type) in [(segment, RAW, LinkType::Raw), (arp, ETHERNET, LinkType::Ethernet)] {
        let mut guard = described(&frame, link);
        let lines = lines(&mut guard.0, &frame);
        assert_eq!(lines, expected(&frame, link_type));
        assert!(lines.len() < 256 && guard.0.length() < 1 << 14, "{} rows, {} bytes", lines.len(), guard.0.length());
    }
}
