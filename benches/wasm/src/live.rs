//! `goodput-wasm`: two ends of a TCP connection within the module, ours and smoltcp's; and for `goodput-js` and `connections-js`
//! smoltcp's alone, each packet crossing to JavaScript and back ([`crossing`]).

pub mod crossing;
#[path = "../../native/src/live/drywire.rs"]
mod drywire;
#[path = "../../native/src/live/ends.rs"]
mod ends;
#[path = "../../native/src/live/smoltcp.rs"]
mod smoltcp;
#[path = "../../native/src/live/wire.rs"]
mod wire;

use ends::{BUFFER, CHUNK, Ends, MTU, STEP, source, transfer};
use std::cell::RefCell;
use std::hint::black_box;
use wasm_bindgen::prelude::wasm_bindgen;

/// Two ends that stay connected, and what moves between them.
struct Moving<E> {
    ends: E,
    source: Vec<u8>,
    out: Vec<u8>,
}

impl<E: Ends> Moving<E> {
    fn new() -> Self {
        let mut ends = E::new();
        ends.open();
        Moving { ends, source: source(), out: vec![0; CHUNK] }
    }

    fn transfer(&mut self, count: usize) {
        transfer(&mut self.ends, &self.source, count, &mut self.out, |bytes| _ = black_box(bytes));
    }
}

thread_local! {
    static DRYWIRE: RefCell<Moving<drywire::Drywire>> = RefCell::new(Moving::new());
    static SMOLTCP: RefCell<Moving<smoltcp::Smoltcp>> = RefCell::new(Moving::new());
}

/// Sees that what is written arrives, at our ends and at smoltcp's; what is wrong, or nothing.
#[wasm_bindgen(js_name = checkEnds)]
#[must_use]
pub fn check_ends() -> Option<String> {
    ends::check::<drywire::Drywire>("drywire").and_then(|()| ends::check::<smoltcp::Smoltcp>("smoltcp")).err()
}

/// Moves so many bytes between our ends.
#[wasm_bindgen(js_name = drywireTransfer)]
pub fn drywire_transfer(count: usize) {
    DRYWIRE.with_borrow_mut(|moving| moving.transfer(count));
}

/// Moves so many bytes between smoltcp's.
#[wasm_bindgen(js_name = smoltcpTransfer)]
pub fn smoltcp_transfer(count: usize) {
    SMOLTCP.with_borrow_mut(|moving| moving.transfer(count));
}
