//! Packets to capture files.

use super::super::capture_write::Writers;
use super::with;
use spin::Mutex;
use wasm_bindgen::prelude::wasm_bindgen;

static WRITERS: Mutex<Writers> = Mutex::new(Writers::new());

/// Where the two words are: where what was taken is and how much, or the text of an error.
#[wasm_bindgen(js_name = captureWords)]
#[must_use]
pub fn words() -> usize {
    with(&WRITERS, 0, |writers| writers.words())
}

/// Makes room for so many bytes of input, and says where. What was there is lost where it has to be moved.
#[wasm_bindgen(js_name = captureWriterInput)]
#[must_use]
pub fn input(length: usize) -> usize {
    with(&WRITERS, 0, |writers| writers.make_room(length))
}

/// Begins to write a file; its handle.
#[wasm_bindgen(js_name = captureCreate)]
#[must_use]
pub fn create(pcapng: bool) -> usize {
    with(&WRITERS, 0, |writers| writers.create(pcapng))
}

/// Adds an interface, with so many bytes of name and of description from the input. False where it cannot be.
#[wasm_bindgen(js_name = captureInterface)]
#[must_use]
pub fn interface(handle: usize, link: u32, snap: u32, resolution: u32, name: u32, description: u32) -> bool {
    let interface = [link, snap, resolution, name, description];
    with(&WRITERS, false, |writers| writers.interface(handle, interface))
}

/// Adds a packet, with so many bytes of data and of comment from the input. False where it cannot be.
#[wasm_bindgen(js_name = capturePacket)]
#[must_use]
pub fn packet(
    handle: usize,
    interface: u32,
    length: u32,
    original: u32,
    direction: u32,
    comment: u32,
    time: i64,
) -> bool {
    let packet = [interface, length, original, direction, comment];
    with(&WRITERS, false, |writers| writers.packet(handle, packet, time))
}

/// Takes what was written since the last time: the words say where it is.
#[wasm_bindgen(js_name = captureTake)]
pub fn take(handle: usize) {
    with(&WRITERS, (), |writers| writers.take(handle));
}

/// Lets go of a file that was written.
#[wasm_bindgen(js_name = captureDrop)]
pub fn drop_writer(handle: usize) {
    with(&WRITERS, (), |writers| writers.drop_writer(handle));
}
