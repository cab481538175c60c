//! A record to a packet, and many packets to columns.

extern crate std;

use super::super::from_record::{self, Parts};
use super::super::layout::{EXTENSIONS, EncodeFault, OUTPUT_LENGTH, TABLE_ROWS};
use super::super::table::{Bounds, Columns};
use super::exchange::{EXCHANGE, Exchange};
use super::with;
use crate::wire::{OptionList, ethernet};
use std::cell::RefCell;
use std::thread_local;
use wasm_bindgen::prelude::wasm_bindgen;

/// What a packet is written with and to. All zeros at first, as the exchange is.
struct Writer {
    output: [u8; OUTPUT_LENGTH],
    parts: Parts,
}

/// What a table's packets are read from and to. All zeros at first, as the exchange is.
struct Reader {
    columns: Columns,
    bounds: [u32; TABLE_ROWS * 2],
}

thread_local! {
    static WRITER: RefCell<Writer> = const {
        RefCell::new(Writer {
            output: [0; OUTPUT_LENGTH],
            parts: Parts {
                tags: [[0; 4]; ethernet::MAXIMUM_TAGS],
                ipv4_options: OptionList::new(),
                tcp_options: OptionList::new(),
                extensions: [0; EXTENSIONS],
            },
        })
    };
    static READER: RefCell<Reader> =
        const { RefCell::new(Reader { columns: Columns::new(), bounds: [0; TABLE_ROWS * 2] }) };
}

/// Where a written packet is.
#[wasm_bindgen(js_name = outputPointer)]
#[must_use]
pub fn output_pointer() -> usize {
    with(&WRITER, 0, |writer| writer.output.as_ptr().expose_provenance())
}

/// Writes the packet that the record describes, with the first `length` bytes of payload, to the output. The number of bytes
/// that it took, or a negative fault.
#[wasm_bindgen]
#[must_use]
pub fn encode(length: usize) -> i32 {
    let none = EncodeFault::TooLong as i32;
    with(&EXCHANGE, none, |Exchange { input, record }| {
        with(&WRITER, none, |Writer { output, parts }| match from_record::emit(record, input, length, parts, output) {
            Ok(length) => length as i32,
            Err(fault) => fault as i32,
        })
    })
}

/// Where the offsets and lengths of a table's packets go.
#[wasm_bindgen(js_name = boundsPointer)]
#[must_use]
pub fn bounds_pointer() -> usize {
    with(&READER, 0, |reader| reader.bounds.as_ptr().expose_provenance())
}

/// Where the columns are.
#[wasm_bindgen(js_name = columnsPointer)]
#[must_use]
pub fn columns_pointer() -> usize {
    with(&READER, 0, |reader| core::ptr::from_ref(&reader.columns).expose_provenance())
}

/// Reads `count` packets from the input into the columns; their offsets count from `base`. False for a link type that is not
/// known.
#[wasm_bindgen]
#[must_use]
pub fn columns(count: usize, base: u32, link: u32, verify: bool) -> bool {
    with(&EXCHANGE, false, |Exchange { input, record }| {
        with(&READER, false, |Reader { columns, bounds }| {
            let pairs = bounds.get(..count.saturating_mul(2)).unwrap_or_default();
            columns.read(record, input, Bounds { pairs, base }, link, verify)
        })
    })
}
