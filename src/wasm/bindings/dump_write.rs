//! Packets to text: what is read from the input that texts are read from.

use super::dump::DUMPS;
use super::with;
use wasm_bindgen::prelude::wasm_bindgen;

/// Writes the input in a format; where the text's address and length are. No text where the format is not written.
#[wasm_bindgen(js_name = dumpWrite)]
#[must_use]
pub fn write(format: u32, link: u32) -> usize {
    with(&DUMPS, 0, |dumps| dumps.write(format, link))
}
