//! What JavaScript calls: scalars only. Bytes and words are exchanged through memory that both sides see.
//!
//! Each group is a feature, so that the npm package can give each a module of its own, and an app takes those that it uses.

#[cfg(feature = "wasm-codec")]
pub mod codec;
#[cfg(feature = "wasm-dissect")]
pub mod dissect;

extern crate std;

use super::layout::INPUT_LENGTH;
use super::record::Record;
use std::cell::RefCell;
use std::thread::LocalKey;
use std::thread_local;
use wasm_bindgen::prelude::wasm_bindgen;

/// What is exchanged whatever is called. It is all zeros at first, so that it takes no room in the module.
pub(super) struct Exchange {
    input: [u8; INPUT_LENGTH],
    record: Record,
}

thread_local! {
    static EXCHANGE: RefCell<Exchange> =
        const { RefCell::new(Exchange { input: [0; INPUT_LENGTH], record: Record::new() }) };
}

/// Nothing is called from within a call, so what is exchanged is always there; were it not, `otherwise` says so without a panic.
#[inline(always)]
fn with<E, T>(key: &'static LocalKey<RefCell<E>>, otherwise: T, call: impl FnOnce(&mut E) -> T) -> T {
    key.try_with(|exchange| match exchange.try_borrow_mut() {
        Ok(mut exchange) => Some(call(&mut exchange)),
        Err(_) => None,
    })
    .ok()
    .flatten()
    .unwrap_or(otherwise)
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
