//! What the fuzz targets try: each function takes any bytes, and panics where a rule is broken.
//!
//! An input's first byte chooses what the frame begins with ([`LinkType::ALL`]); the rest is the frame. That of `options` is
//! an option list alone; that of `dump` is a text after a format's number, that of `capture` a file after the size of its chunks. Those of `tcp_one` and `tcp_two` are settings and a course of events.

mod flow;
mod tcp;

pub use flow::flow;
pub use tcp::{states, tcp_one, tcp_two};

use drywire::dump::{self, Format};
use drywire::wire::{Fill, LinkType, Packet};
use drywire_test_support::invariants;

/// A function that takes any bytes.
pub type Target = fn(&[u8]);

/// Every target by its name, which is also that of its corpus.
pub const TARGETS: [(&str, Target); 9] = [
    ("strict", strict),
    ("lax", lax),
    ("options", options),
    ("round_trip", round_trip),
    ("dump", dump),
    ("flow", flow),
    ("capture", capture),
    ("tcp_one", tcp_one),
    ("tcp_two", tcp_two),
];

/// The strict face accepts exactly what the lax face finds nothing wrong with; the guess of a link type is total.
pub fn strict(input: &[u8]) {
    let Some((link_type, frame)) = frame(input) else { return };
    invariants::strict(frame, link_type);
    invariants::strict(frame, LinkType::guess(frame));
}

/// Problems lie inside the frame, spans tile each header and give its fields' values, checksums are verified, and the
/// checksum that is said to be right is. The frame for people has every bit in one field, and every problem at one.
pub fn lax(input: &[u8]) {
    let Some((link_type, frame)) = frame(input) else { return };
    invariants::lax(frame, link_type);
    invariants::dissection(frame, link_type);
}

/// Option lists of IPv4 and TCP are written back to the same bytes.
pub fn options(input: &[u8]) {
    invariants::options(input);
}

/// Frames are written back to the same bytes; with their lengths and checksums computed they verify; with any fields computed
/// they keep their length.
pub fn round_trip(input: &[u8]) {
    let Some((link_type, frame)) = frame(input) else { return };
    invariants::round_trip(frame, link_type);
    let packet = Packet::parse_lax(frame, link_type, |_| {});
    let fill = frame.last_chunk().map_or(Fill::NONE, |last| Fill::from_bits(u16::from_le_bytes(*last)));
    let mut out = vec![0; frame.len()];
    assert!(packet.emit_with(&mut out, fill).map_or(true, |length| length == frame.len()), "{fill:?} keeps the length");
}

/// Any text is read or refused, as what it looks like and as the format that its first byte chooses: each byte of a packet has
/// its place in the text, and what a `*` stands for is bounded.
pub fn dump(input: &[u8]) {
    let Some((choice, text)) = input.split_first() else { return };
    let format = Format::ALL[usize::from(*choice) % Format::ALL.len()];
    for dump in [dump::parse(text), dump::parse_as(text, format)].into_iter().flatten() {
        let total: usize = dump.packets.iter().map(|packet| packet.data.len()).sum();
        assert!(total <= text.len() * 17 + (1 << 16), "{total} bytes of {}", text.len());
        for packet in &dump.packets {
            assert!(!packet.data.is_empty() && packet.data.len() == packet.places.len(), "each byte has a place");
            let inside = |end: u32| end as usize <= text.len();
            assert!(
                packet.places.iter().all(|place| place.start < place.end && inside(place.end)),
                "places are in the text"
            );
            if let Ok(written) = dump::write(&packet.data, format, packet.link) {
                let again = dump::parse_as(&written, format).map(|dump| dump.packets);
                assert!(again.is_ok_and(|packets| packets.len() == 1 && packets[0].data == packet.data), "{written}");
            }
        }
    }
}

/// Any file is read in the same way at once and in chunks, whose size the first byte gives; packets are where they say.
pub fn capture(input: &[u8]) {
    let Some((chunk, file)) = input.split_first() else { return };
    drywire_test_support::capture::check(file, usize::from(*chunk));
}

/// The input with which a target tries a frame.
#[must_use]
pub fn input(link_type: LinkType, frame: &[u8]) -> Vec<u8> {
    [&[link_type as u8], frame].concat()
}

fn frame(input: &[u8]) -> Option<(LinkType, &[u8])> {
    let (choice, frame) = input.split_first()?;
    Some((LinkType::ALL[usize::from(*choice) % LinkType::ALL.len()], frame))
}

/// Runs a target on each of the files that the command line names.
///
/// # Errors
/// A file cannot be read.
pub fn replay_files(target: Target) -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        target(&std::fs::read(&path)?);
        println!("{path}: no rule is broken");
    }
    Ok(())
}
