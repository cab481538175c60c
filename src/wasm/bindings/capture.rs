//! Capture files to rows of packets.

extern crate std;

use super::super::capture::{Captures, Rows};
use super::with;
use std::cell::RefCell;
use std::thread_local;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static CAPTURES: RefCell<Captures> = const { RefCell::new(Captures::new()) };
    static ROWS: RefCell<Rows> = const { RefCell::new(Rows::new()) };
}

/// Where the rows are.
#[wasm_bindgen(js_name = captureRows)]
#[must_use]
pub fn rows() -> usize {
    with(&ROWS, 0, |rows| core::ptr::from_ref(rows).expose_provenance())
}

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

/// Reads the input between two places into rows.
#[wasm_bindgen(js_name = captureScan)]
pub fn scan(handle: usize, at: usize, end: usize) {
    with(&CAPTURES, (), |captures| with(&ROWS, (), |rows| captures.scan(rows, handle, at, end)));
}

/// Ends a file of which so many bytes are left.
#[wasm_bindgen(js_name = captureEnd)]
pub fn end(handle: usize, rest: usize) {
    with(&CAPTURES, (), |captures| with(&ROWS, (), |rows| captures.end(rows, handle, rest)));
}
