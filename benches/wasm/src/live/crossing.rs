//! smoltcp's ends as the package has ours: each packet and all data cross through two areas of memory, one call for each.

use super::smoltcp::{CLIENT, End, Port, SERVER, TIME_WAIT};
use super::wire::Wire;
use super::{CHUNK, STEP};
use smoltcp::socket::tcp::State;
use smoltcp::time::{Duration, Instant};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

/// The client, the server, and the areas.
struct Crossing {
    now: Instant,
    ends: [End; 2],
    /// What each end has to send.
    leaving: [Wire; 2],
    /// What an end is given.
    arriving: Wire,
    input: Vec<u8>,
    output: Vec<u8>,
}

impl Crossing {
    fn new() -> Self {
        let (mut leaving, mut arriving) = ([Wire::new(), Wire::new()], Wire::new());
        let [first, second] = &mut leaving;
        let client = End::new(CLIENT.0, &mut Port { out: first, into: &mut arriving });
        let server = End::new(SERVER.0, &mut Port { out: second, into: &mut arriving });
        let now = Instant::ZERO;
        Crossing { now, ends: [client, server], leaving, arriving, input: vec![0; CHUNK], output: vec![0; CHUNK] }
    }
}

thread_local! {
    static CROSSING: RefCell<Crossing> = RefCell::new(Crossing::new());
}

/// Where packets and data for an end go, 65,536 bytes.
#[wasm_bindgen(js_name = peerInput)]
#[must_use]
pub fn input() -> usize {
    CROSSING.with_borrow(|crossing| crossing.input.as_ptr().expose_provenance())
}

/// Where packets and data from an end are, 65,536 bytes.
#[wasm_bindgen(js_name = peerOutput)]
#[must_use]
pub fn output() -> usize {
    CROSSING.with_borrow(|crossing| crossing.output.as_ptr().expose_provenance())
}

/// Makes the server listen and the client connect.
#[wasm_bindgen(js_name = peerOpen)]
pub fn open() {
    CROSSING.with_borrow_mut(|Crossing { ends: [client, server], .. }| {
        server.socket().listen(SERVER.1).expect("the server is closed");
        client.connect();
    });
}

/// Goes on by a step of virtual time, or past TIME-WAIT.
#[wasm_bindgen(js_name = peerPass)]
pub fn pass(time_wait: bool) {
    let step = if time_wait { TIME_WAIT } else { Duration::from_micros(STEP.as_micros()) };
    CROSSING.with_borrow_mut(|crossing| crossing.now += step);
}

/// Gives an end the packet of so many bytes in the input.
#[wasm_bindgen(js_name = peerReceive)]
pub fn receive(end: usize, length: usize) {
    CROSSING.with_borrow_mut(|Crossing { now, ends, leaving, arriving, input, .. }| {
        arriving.place()[..length].copy_from_slice(&input[..length]);
        arriving.send(length);
        let End { interface, sockets, .. } = &mut ends[end];
        interface.poll_ingress_single(*now, &mut Port { out: &mut leaving[end], into: arriving }, sockets);
    });
}

/// Writes an end's next packet to the output; its length, or 0.
#[wasm_bindgen(js_name = peerTransmit)]
#[must_use]
pub fn transmit(end: usize) -> usize {
    CROSSING.with_borrow_mut(|Crossing { now, ends, leaving, arriving, output, .. }| {
        if leaving[end].is_empty() {
            let End { interface, sockets, .. } = &mut ends[end];
            interface.poll_egress(*now, &mut Port { out: &mut leaving[end], into: arriving }, sockets);
        }
        leaving[end].receive().map_or(0, |packet| {
            output[..packet.len()].copy_from_slice(packet);
            packet.len()
        })
    })
}

/// Queues so many bytes of the input; how many there was room for.
#[wasm_bindgen(js_name = peerWrite)]
#[must_use]
pub fn write(end: usize, length: usize) -> usize {
    CROSSING.with_borrow_mut(|crossing| {
        crossing.ends[end].socket().send_slice(&crossing.input[..length]).expect("the end is open")
    })
}

/// Reads into the output; how many bytes there were.
#[wasm_bindgen(js_name = peerRead)]
#[must_use]
pub fn read(end: usize) -> usize {
    CROSSING.with_borrow_mut(|crossing| crossing.ends[end].socket().recv_slice(&mut crossing.output).unwrap_or(0))
}

/// Closes an end.
#[wasm_bindgen(js_name = peerClose)]
pub fn close(end: usize) {
    CROSSING.with_borrow_mut(|crossing| crossing.ends[end].socket().close());
}

/// An end's state: 0 for CLOSED, 1 for ESTABLISHED, 2 for TIME-WAIT, 3 for any other.
#[wasm_bindgen(js_name = peerState)]
#[must_use]
pub fn state(end: usize) -> u32 {
    CROSSING.with_borrow_mut(|crossing| match crossing.ends[end].socket().state() {
        State::Closed => 0,
        State::Established => 1,
        State::TimeWait => 2,
        _ => 3,
    })
}
