//! What JavaScript calls beyond the codec.

extern crate std;

use super::bindings::{Exchange, with};
use super::dissection::Described;
use std::cell::RefCell;
use std::thread_local;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static DESCRIBED: RefCell<Described> = const { RefCell::new(Described::new()) };
}

/// Nothing is called from within a call, so the dissection is always there; were it not, `otherwise` says so without a panic.
#[inline(always)]
fn with_described<T>(otherwise: T, call: impl FnOnce(&mut Described) -> T) -> T {
    DESCRIBED
        .try_with(|described| described.try_borrow_mut().map(|mut described| call(&mut described)).ok())
        .ok()
        .flatten()
        .unwrap_or(otherwise)
}

/// Dissects the frame of `length` bytes in the input. The link type that it was read as, or -1 for one that is not known.
#[wasm_bindgen]
#[must_use]
pub fn dissect(length: usize, link: u32) -> i32 {
    with(-1, |Exchange { input, record, .. }| {
        with_described(-1, |described| described.dissect(record, input.get(..length).unwrap_or_default(), link))
    })
}

/// Where the words of the last dissection are. They and the strings that they point at stay until the next one.
#[wasm_bindgen(js_name = dissectionPointer)]
#[must_use]
pub fn dissection_pointer() -> usize {
    with_described(0, |described| described.pointer())
}
