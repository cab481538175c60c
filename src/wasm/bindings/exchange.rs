//! What the codec and the dissector have in common: a frame to read, and its record.

use super::super::layout::{INPUT_LENGTH, WORDS};
use super::super::record::Record;
#[cfg(feature = "wasm-dissect")]
use super::super::{dissection::Described, summary::Connections};
use super::with;
use core::mem::offset_of;
use spin::Mutex;
use wasm_bindgen::prelude::wasm_bindgen;

/// What is exchanged whatever is called: the input stands behind the record, whose low addresses are shorter in the module's code,
/// and a dissection's rows behind the input.
/// It is all zeros at first, so that it takes no room in the module.
#[repr(C)]
pub(super) struct Exchange {
    pub(super) record: Record,
    pub(super) input: [u8; INPUT_LENGTH],
    #[cfg(feature = "wasm-dissect")]
    pub(super) described: Described,
    #[cfg(feature = "wasm-dissect")]
    pub(super) connections: Connections,
}

const _: () = assert!(offset_of!(Exchange, input) == (WORDS + 1) * 4);
#[cfg(feature = "wasm-dissect")]
const _: () = assert!(offset_of!(Exchange, described) == (WORDS + 1) * 4 + INPUT_LENGTH);

pub(super) static EXCHANGE: Mutex<Exchange> = Mutex::new(Exchange {
    record: Record::new(),
    input: [0; INPUT_LENGTH],
    #[cfg(feature = "wasm-dissect")]
    described: Described::new(),
    #[cfg(feature = "wasm-dissect")]
    connections: Connections::new(),
});

/// Where the record's words are; a word behind them, a frame to read goes, and behind that are a dissection's words.
#[wasm_bindgen(js_name = recordPointer)]
#[must_use]
pub fn record_pointer() -> usize {
    with(&EXCHANGE, 0, |exchange| exchange.record.pointer())
}
