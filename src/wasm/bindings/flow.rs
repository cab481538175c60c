//! Packets to conversations.

use super::super::flow::{self, Rows, Tables};
use super::with;
use spin::Mutex;
use wasm_bindgen::prelude::wasm_bindgen;

static TABLES: Mutex<Tables> = Mutex::new(Tables::new());
static ROWS: Mutex<Rows> = Mutex::new(Rows::new());

/// Where the rows are.
#[wasm_bindgen(js_name = flowRows)]
#[must_use]
pub fn rows() -> usize {
    with(&ROWS, 0, |rows| core::ptr::from_ref(rows).expose_provenance())
}

/// Makes room for so many bytes of input, and says where. What was there is lost where it has to be moved.
#[wasm_bindgen(js_name = flowInput)]
#[must_use]
pub fn input(length: usize) -> usize {
    with(&TABLES, 0, |tables| tables.make_room(length))
}

/// Whether a link type is read.
#[wasm_bindgen(js_name = flowKnows)]
#[must_use]
pub fn knows(link: u32) -> bool {
    flow::knows(link)
}

/// Makes a table by the settings in the numbers; its handle.
#[wasm_bindgen(js_name = flowOpen)]
#[must_use]
pub fn open() -> u32 {
    with(&TABLES, 0, |tables| with(&ROWS, 0, |rows| tables.open(rows)))
}

/// Lets a table go.
#[wasm_bindgen(js_name = flowClose)]
pub fn close(handle: u32) {
    with(&TABLES, (), |tables| tables.close(handle));
}

/// Takes the packets in the first `count` rows; their offsets count from `base`.
#[wasm_bindgen(js_name = flowAppend)]
pub fn append(handle: u32, count: usize, base: u32) {
    with(&TABLES, (), |tables| with(&ROWS, (), |rows| tables.append(rows, handle, count, base)));
}

/// How many conversations there were.
#[wasm_bindgen(js_name = flowCount)]
#[must_use]
pub fn count(handle: u32) -> u32 {
    with(&TABLES, 0, |tables| tables.count(handle))
}

/// How many of the first conversations are forgotten.
#[wasm_bindgen(js_name = flowForgotten)]
#[must_use]
pub fn forgotten(handle: u32) -> u32 {
    with(&TABLES, 0, |tables| tables.forgotten(handle))
}

/// How many conversations are watched.
#[wasm_bindgen(js_name = flowWatched)]
#[must_use]
pub fn watched(handle: u32) -> u32 {
    with(&TABLES, 0, |tables| tables.open_count(handle))
}

/// Writes conversations from a number on to the numbers; how many.
#[wasm_bindgen(js_name = flowConversations)]
#[must_use]
pub fn conversations(handle: u32, first: u32) -> u32 {
    with(&TABLES, 0, |tables| with(&ROWS, 0, |rows| tables.tell(rows, handle, first)))
}

/// What was said in a conversation: where the words are; 0 where it is not kept.
#[wasm_bindgen(js_name = flowFollow)]
#[must_use]
pub fn follow(handle: u32, number: u32) -> usize {
    with(&TABLES, 0, |tables| tables.follow(handle, number))
}
