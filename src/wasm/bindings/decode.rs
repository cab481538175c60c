//! One packet to a record.

use super::exchange::{EXCHANGE, Exchange};
use super::with;
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads the frame of `length` bytes in the input into the record. False for a link type that is not known.
#[wasm_bindgen]
#[must_use]
pub fn decode(length: usize, link: u32, verify: bool) -> bool {
    with(&EXCHANGE, false, |Exchange { input, record, .. }| {
        super::super::decode(record, input.get(..length).unwrap_or_default(), link, verify)
    })
}
