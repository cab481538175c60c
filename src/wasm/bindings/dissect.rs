//! One frame to rows and texts for people, or to one line.

use super::exchange::{EXCHANGE, Exchange};
use super::with;
use wasm_bindgen::prelude::wasm_bindgen;

/// Dissects the frame of `length` bytes in the input. The link type that it was read as, or -1 for one that is not known. The
/// words of the dissection, and the strings that they point at, stay until the next one.
#[wasm_bindgen]
#[must_use]
pub fn dissect(length: usize, link: u32) -> i32 {
    with(&EXCHANGE, -1, |Exchange { input, record, described, .. }| {
        described.dissect(record, input.get(..length).unwrap_or_default(), link)
    })
}

/// Writes what stands after a number of this sense where the texts of the last dissection are; how many bytes that is. `state` is
/// that of a checksum.
#[wasm_bindgen]
#[must_use]
pub fn note(sense: u8, number: u32, state: u32) -> usize {
    with(&EXCHANGE, 0, |exchange| exchange.described.note(sense, number, state))
}

/// Summarises the frame of `length` bytes in the input, of `whole` on the wire, where the texts of a dissection go. `owner` says
/// whose connections are remembered for relative numbers; 0 that none are. The line's length in bytes, or -1 for a link type that
/// is not known.
#[wasm_bindgen]
#[must_use]
pub fn summarize(length: usize, link: u32, whole: usize, owner: u32) -> i32 {
    with(&EXCHANGE, -1, |Exchange { input, described, connections, .. }| {
        connections.summarize(described.text(), input.get(..length).unwrap_or_default(), link, whole, owner)
    })
}
