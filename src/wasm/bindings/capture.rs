//! Capture files to rows of packets.

use super::super::capture::Captures;
use super::with;
use spin::Mutex;
use wasm_bindgen::prelude::wasm_bindgen;

static CAPTURES: Mutex<Captures> = Mutex::new(Captures::new());

/// Makes room for so many bytes of input, and says where. What was there is lost where it has to be moved.
#[wasm_bindgen(js_name = captureInput)]
#[must_use]
pub fn input(length: usize) -> usize {
    with(&CAPTURES, 0, |captures| captures.make_room(length))
}

/// Begins to read a file; its handle.
#[wasm_bindgen(js_name = captureOpen)]
#[must_use]
pub fn open() -> usize {
    with(&CAPTURES, 0, Captures::open)
}

/// Lets go of a file that was read.
#[wasm_bindgen(js_name = captureClose)]
pub fn close(handle: usize) {
    with(&CAPTURES, (), |captures| captures.close(handle));
}

/// Reads the input between two places into rows, and says where they are.
#[wasm_bindgen(js_name = captureScan)]
#[must_use]
pub fn scan(handle: usize, at: usize, end: usize) -> usize {
    with(&CAPTURES, 0, |captures| captures.scan(handle, at, end))
}

/// Ends a file of which so many bytes are left, and says where the rows are, whose head has what is wrong with such an end.
#[wasm_bindgen(js_name = captureEnd)]
#[must_use]
pub fn end(handle: usize, rest: u32) -> usize {
    with(&CAPTURES, 0, |captures| captures.end(handle, rest))
}
