//! What JavaScript calls: scalars only. Bytes and words are exchanged through memory that both sides see.

extern crate std;

use super::from_record::{self, Parts};
use super::layout::{EncodeFault, INPUT_LENGTH, OUTPUT_LENGTH, TABLE_ROWS};
use super::record::Record;
use super::table::{Bounds, Columns};
use crate::wire::{OptionList, ethernet};
use std::cell::RefCell;
use std::thread_local;
use wasm_bindgen::prelude::wasm_bindgen;

/// Everything that is exchanged. It is all zeros at first, so that it takes no room in the module.
pub(super) struct Exchange {
    pub(super) input: [u8; INPUT_LENGTH],
    output: [u8; OUTPUT_LENGTH],
    pub(super) record: Record,
    parts: Parts,
    columns: Columns,
    bounds: [u32; TABLE_ROWS * 2],
}

thread_local! {
    static EXCHANGE: RefCell<Exchange> = const {
        RefCell::new(Exchange {
            input: [0; INPUT_LENGTH],
            output: [0; OUTPUT_LENGTH],
            record: Record::new(),
            parts: Parts {
                tags: [[0; 4]; ethernet::MAXIMUM_TAGS],
                ipv4_options: OptionList::new(),
                tcp_options: OptionList::new(),
            },
            columns: Columns::new(),
            bounds: [0; TABLE_ROWS * 2],
        })
    };
}

/// Nothing is called from within a call, so the exchange is always there; were it not, `otherwise` says so without a panic.
#[inline(always)]
pub(super) fn with<T>(otherwise: T, call: impl FnOnce(&mut Exchange) -> T) -> T {
    EXCHANGE
        .try_with(|exchange| match exchange.try_borrow_mut() {
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
    with(0, |exchange| exchange.input.as_ptr().expose_provenance())
}

/// Where the record is.
#[wasm_bindgen(js_name = recordPointer)]
#[must_use]
pub fn record_pointer() -> usize {
    with(0, |exchange| exchange.record.pointer())
}

/// Where a written packet is.
#[wasm_bindgen(js_name = outputPointer)]
#[must_use]
pub fn output_pointer() -> usize {
    with(0, |exchange| exchange.output.as_ptr().expose_provenance())
}

/// Reads the frame of `length` bytes in the input into the record. False for a link type that is not known.
#[wasm_bindgen]
#[must_use]
pub fn decode(length: usize, link: u32, verify: bool) -> bool {
    with(false, |Exchange { input, record, .. }| {
        super::decode(record, input.get(..length).unwrap_or_default(), link, verify)
    })
}

/// Writes the packet that the record describes, with the first `length` bytes of payload, to the output. The number of bytes
/// that it took, or a negative fault.
#[wasm_bindgen]
#[must_use]
pub fn encode(length: usize) -> i32 {
    with(EncodeFault::TooLong as i32, |Exchange { input, output, record, parts, .. }| {
        match from_record::emit(record, input, length, parts, output) {
            Ok(length) => length as i32,
            Err(fault) => fault as i32,
        }
    })
}

/// Where the offsets and lengths of a table's packets go.
#[wasm_bindgen(js_name = boundsPointer)]
#[must_use]
pub fn bounds_pointer() -> usize {
    with(0, |exchange| exchange.bounds.as_ptr().expose_provenance())
}

/// Where the columns are.
#[wasm_bindgen(js_name = columnsPointer)]
#[must_use]
pub fn columns_pointer() -> usize {
    with(0, |exchange| core::ptr::from_ref(&exchange.columns).expose_provenance())
}

/// Reads `count` packets from the input into the columns; their offsets count from `base`. False for a link type that is not
/// known.
#[wasm_bindgen]
#[must_use]
pub fn columns(count: usize, base: u32, link: u32, verify: bool) -> bool {
    with(false, |Exchange { input, record, columns, bounds, .. }| {
        let pairs = bounds.get(..count.saturating_mul(2)).unwrap_or_default();
        columns.read(record, input, Bounds { pairs, base }, link, verify)
    })
}
