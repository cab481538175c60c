//! Display filters.

use super::super::filter::Filters;
use super::with;
use spin::Mutex;
use wasm_bindgen::prelude::wasm_bindgen;

static FILTERS: Mutex<Filters> = Mutex::new(Filters::new());

/// Makes room for a text, a frame, or frames, of so many bytes, and says where.
#[wasm_bindgen(js_name = filterInput)]
#[must_use]
pub fn input(length: usize) -> usize {
    with(&FILTERS, 0, |filters| filters.input(length))
}

/// Makes room for three words for each of so many frames, and says where.
#[wasm_bindgen(js_name = filterFrames)]
#[must_use]
pub fn frames(count: usize) -> usize {
    with(&FILTERS, 0, |filters| filters.frames(count))
}

/// Reads the input as the filter of a number; false where it is none.
#[wasm_bindgen(js_name = filterCompile)]
#[must_use]
pub fn compile(slot: usize) -> bool {
    with(&FILTERS, false, |filters| filters.compile(slot))
}

/// Where the words are that say why it is none.
#[wasm_bindgen(js_name = filterFault)]
#[must_use]
pub fn fault() -> usize {
    with(&FILTERS, 0, |filters| filters.fault())
}

/// Whether a filter wants the frame in the input, of `whole` bytes on the wire: 1, 0, or -1 for a link type that is not known.
#[wasm_bindgen(js_name = filterMatches)]
#[must_use]
pub fn matches(slot: usize, link: u32, whole: usize) -> i32 {
    with(&FILTERS, -1, |filters| filters.matches(slot, link, whole))
}

/// The same of each of the frames, whose last words become 1 or 0; false for a link type that is not known.
#[wasm_bindgen(js_name = filterSelect)]
#[must_use]
pub fn select(slot: usize, link: u32) -> bool {
    with(&FILTERS, false, |filters| filters.select(slot, link))
}
