//! Text to packets.

use super::super::dump::Dumps;
use super::with;
use spin::Mutex;
use wasm_bindgen::prelude::wasm_bindgen;

pub(super) static DUMPS: Mutex<Dumps> = Mutex::new(Dumps::new());

/// Makes room for a text, or bytes, of so many bytes, and says where.
#[wasm_bindgen(js_name = dumpInput)]
#[must_use]
pub fn input(length: usize) -> usize {
    with(&DUMPS, 0, |dumps| dumps.make_room(length))
}

/// Reads the input in a format, or in the one that it looks like; where the words are that say what is there.
#[wasm_bindgen(js_name = dumpParse)]
#[must_use]
pub fn parse(format: u32) -> usize {
    with(&DUMPS, 0, |dumps| dumps.parse(format))
}

/// The link type that the input's bytes speak for: the words are those of a packet's.
#[wasm_bindgen(js_name = dumpLink)]
#[must_use]
pub fn link() -> usize {
    with(&DUMPS, 0, Dumps::link)
}
