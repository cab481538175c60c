//! A record to a packet, and many packets to columns.

use super::super::from_record;
use super::super::layout::{EncodeFault, OUTPUT_LENGTH, TABLE_ROWS};
use super::super::table::{Bounds, Columns};
use super::exchange::{EXCHANGE, Exchange};
use super::with;
use spin::Mutex;
use wasm_bindgen::prelude::wasm_bindgen;

/// What a table's packets are read from and to: the columns begin where the bounds end. All zeros at first, as the exchange is.
#[repr(C)]
struct Reader {
    bounds: [u32; TABLE_ROWS * 2],
    columns: Columns,
}

/// What a packet is written to. All zeros at first, as the exchange is.
static OUTPUT: Mutex<[u8; OUTPUT_LENGTH]> = Mutex::new([0; OUTPUT_LENGTH]);
static READER: Mutex<Reader> = Mutex::new(Reader { bounds: [0; TABLE_ROWS * 2], columns: Columns::new() });

/// Where a written packet is.
#[wasm_bindgen(js_name = outputPointer)]
#[must_use]
pub fn output_pointer() -> usize {
    with(&OUTPUT, 0, |output| output.as_ptr().expose_provenance())
}

/// Writes the packet that the record describes, with the first `length` bytes of payload, to the output. The number of bytes
/// that it took, or a negative fault.
#[wasm_bindgen]
#[must_use]
pub fn encode(length: usize) -> i32 {
    let none = EncodeFault::TooLong as i32;
    with(&EXCHANGE, none, |Exchange { input, record, .. }| {
        with(&OUTPUT, none, |output| match from_record::emit(record, input, length, output) {
            Ok(length) => length as i32,
            Err(fault) => fault as i32,
        })
    })
}

/// Where the offsets and lengths of a table's packets go: two words for each of as many packets as are read at a time. The columns
/// follow.
#[wasm_bindgen(js_name = boundsPointer)]
#[must_use]
pub fn bounds_pointer() -> usize {
    with(&READER, 0, |reader| reader.bounds.as_ptr().expose_provenance())
}

/// Reads `count` packets from the input into the columns; their offsets count from `base`. False for a link type that is not
/// known.
#[wasm_bindgen]
#[must_use]
pub fn columns(count: usize, base: u32, link: u32, verify: bool) -> bool {
    with(&EXCHANGE, false, |Exchange { input, record, .. }| {
        with(&READER, false, |Reader { columns, bounds }| {
            let pairs = bounds.get(..count.saturating_mul(2)).unwrap_or_default();
            columns.read(record, input, Bounds { pairs, base }, link, verify)
        })
    })
}
