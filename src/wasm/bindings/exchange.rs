//! What the codec and the dissector have in common: a frame to read, and its record.

extern crate std;

use super::super::layout::INPUT_LENGTH;
use super::super::record::Record;
use super::with;
use std::cell::RefCell;
use std::thread_local;
use wasm_bindgen::prelude::wasm_bindgen;

/// What is exchanged whatever is called. It is all zeros at first, so that it takes no room in the module.
pub(super) struct Exchange {
    pub(super) input: [u8; INPUT_LENGTH],
    pub(super) record: Record,
}

thread_local! {
    pub(super) static EXCHANGE: RefCell<Exchange> =
        const { RefCell::new(Exchange { input: [0; INPUT_LENGTH], record: Record::new() }) };
}

/// Where a frame to read goes.
#[wasm_bindgen(js_name = inputPointer)]
#[must_use]
pub fn input_pointer() -> usize {
    with(&EXCHANGE, 0, |exchange| exchange.input.as_ptr().expose_provenance())
}

/// Where the record is.
#[wasm_bindgen(js_name = recordPointer)]
#[must_use]
pub fn record_pointer() -> usize {
    with(&EXCHANGE, 0, |exchange| exchange.record.pointer())
}
