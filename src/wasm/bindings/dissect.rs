//! One frame to rows and texts for people, or to one line.

extern crate std;

use super::super::dissection::Described;
use super::super::summary::Summary;
use super::exchange::{EXCHANGE, Exchange};
use super::with;
use std::cell::RefCell;
use std::thread_local;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static DESCRIBED: RefCell<Described> = const { RefCell::new(Described::new()) };
    static SUMMARY: RefCell<Summary> = const { RefCell::new(Summary::new()) };
}

/// Dissects the frame of `length` bytes in the input. The link type that it was read as, or -1 for one that is not known.
#[wasm_bindgen]
#[must_use]
pub fn dissect(length: usize, link: u32) -> i32 {
    with(&EXCHANGE, -1, |Exchange { input, record }| {
        let frame = input.get(..length).unwrap_or_default();
        with(&DESCRIBED, -1, |described| described.dissect(record, frame, link))
    })
}

/// Where the words of the last dissection are. They and the strings that they point at stay until the next one.
#[wasm_bindgen(js_name = dissectionPointer)]
#[must_use]
pub fn dissection_pointer() -> usize {
    with(&DESCRIBED, 0, |described| described.pointer())
}

/// Writes what stands after a number of this sense where the texts of the last dissection are; how many bytes that is. `state` is
/// that of a checksum.
#[wasm_bindgen]
#[must_use]
pub fn note(sense: u8, number: u32, state: u32) -> usize {
    with(&DESCRIBED, 0, |described| described.note(sense, number, state))
}

/// Summarises the frame of `length` bytes in the input, of `whole` on the wire. `owner` says whose connections are remembered
/// for relative numbers; 0 that none are. The line's length in bytes, or -1 for a link type that is not known.
#[wasm_bindgen]
#[must_use]
pub fn summarize(length: usize, link: u32, whole: usize, owner: u32) -> i32 {
    with(&EXCHANGE, -1, |Exchange { input, .. }| {
        let frame = input.get(..length).unwrap_or_default();
        with(&SUMMARY, -1, |summary| summary.summarize(frame, link, whole, owner))
    })
}

/// Where the last line is.
#[wasm_bindgen(js_name = summaryPointer)]
#[must_use]
pub fn summary_pointer() -> usize {
    with(&SUMMARY, 0, |summary| summary.pointer())
}
