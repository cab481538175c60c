//! What JavaScript calls: scalars only. A handle that stands for no connection gives 0 or a fault, never a panic.

use super::super::tcp::connections::Connections;
use super::super::tcp::figures;
use super::super::tcp::layout::{AREA, BATCH, Fault, NUMBERS, Setting};
use super::super::tcp::settings::{self, duration, micros};
use super::with;
use crate::tcp::{Connection, Received, reset_for};
use crate::time::Instant;
use spin::Mutex;
use wasm_bindgen::prelude::wasm_bindgen;

/// Everything that is exchanged. It is all zeros at first, so that it takes no room in the module.
#[repr(C)]
struct Exchange {
    numbers: [f64; NUMBERS],
    /// How long each packet of a batch is; what became of it.
    lengths: [u32; BATCH],
    input: [u8; AREA],
    output: [u8; AREA],
    connections: Connections,
}

static EXCHANGE: Mutex<Exchange> = Mutex::new(Exchange {
    numbers: [0.0; NUMBERS],
    lengths: [0; BATCH],
    input: [0; AREA],
    output: [0; AREA],
    connections: Connections::new(),
});

/// Calls a connection; gives `otherwise` where the handle stands for none.
#[inline(always)]
fn with_connection<T: Copy>(handle: u32, otherwise: T, call: impl FnOnce(&mut Connection) -> T) -> T {
    with(&EXCHANGE, otherwise, |Exchange { connections, .. }| connections.get(handle).map_or(otherwise, call))
}

/// A moment from JavaScript.
#[inline]
fn moment(milliseconds: f64) -> Instant {
    Instant::from_micros(micros(milliseconds))
}

/// Where the numbers are; the lengths, the input and the output follow one another.
#[wasm_bindgen(js_name = tcpExchange)]
#[must_use]
pub fn exchange() -> usize {
    with(&EXCHANGE, 0, |exchange| exchange.numbers.as_ptr().expose_provenance())
}

/// Opens a connection by the settings in the numbers, passively or at `now`; its handle or a fault.
#[wasm_bindgen(js_name = tcpOpen)]
#[must_use]
pub fn open(passive: bool, now: f64) -> i32 {
    with(&EXCHANGE, Fault::NotConnected as i32, |Exchange { numbers, connections, .. }| {
        let config = settings::config(numbers);
        let local = settings::end(numbers, Setting::LocalAddress);
        let connection = if passive {
            Connection::listen(config, local)
        } else {
            match Connection::connect(config, local, settings::end(numbers, Setting::RemoteAddress), moment(now)) {
                Ok(connection) => connection,
                Err(error) => return figures::open_fault(error),
            }
        };
        connections.insert(connection) as i32
    })
}

/// Lets a connection go.
#[wasm_bindgen(js_name = tcpRelease)]
pub fn release(handle: u32) {
    with(&EXCHANGE, (), |Exchange { connections, .. }| connections.remove(handle));
}

/// Takes the packet of `length` bytes in the input; what became of it.
#[wasm_bindgen(js_name = tcpReceive)]
#[must_use]
pub fn receive(handle: u32, length: usize, now: f64) -> u32 {
    with(&EXCHANGE, Received::NotOurs as u32, |Exchange { connections, input, .. }| match connections.get(handle) {
        Some(connection) => connection.handle_packet(moment(now), input.get(..length).unwrap_or_default()) as u32,
        None => Received::NotOurs as u32,
    })
}

/// Takes `count` packets, which stand one after the other in the input; what became of each replaces its length.
#[wasm_bindgen(js_name = tcpReceiveAll)]
pub fn receive_all(handle: u32, count: usize, now: f64) {
    with(&EXCHANGE, (), |Exchange { connections, input, lengths, .. }| {
        let Some(connection) = connections.get(handle) else { return };
        let mut rest = input.as_slice();
        for length in lengths.iter_mut().take(count) {
            let (packet, others) = rest.split_at_checked(*length as usize).unwrap_or_default();
            rest = others;
            *length = connection.handle_packet(moment(now), packet) as u32;
        }
    });
}

/// Writes the next packet to the output; its length, or 0 where there is none for now.
#[wasm_bindgen(js_name = tcpTransmit)]
#[must_use]
pub fn transmit(handle: u32, now: f64) -> usize {
    with(&EXCHANGE, 0, |Exchange { connections, output, .. }| {
        connections.get(handle).and_then(|connection| connection.poll_transmit(moment(now), output)).unwrap_or(0)
    })
}

/// Writes packets of at most `mtu` bytes to the output, one after the other, as long as there are some and as there is room;
/// how many those are.
#[wasm_bindgen(js_name = tcpTransmitAll)]
#[must_use]
pub fn transmit_all(handle: u32, mtu: usize, now: f64) -> usize {
    with(&EXCHANGE, 0, |Exchange { connections, output, lengths, .. }| {
        let Some(connection) = connections.get(handle) else { return 0 };
        let (mut at, mut count) = (0, 0);
        for place in lengths {
            let Some(room) = output.get_mut(at..).filter(|room| room.len() >= mtu) else { break };
            let Some(length) = connection.poll_transmit(moment(now), room) else { break };
            *place = length as u32;
            at += length;
            count += 1;
        }
        count
    })
}

/// When to call [`advance`] next; NaN while no timer runs.
#[wasm_bindgen(js_name = tcpTimeout)]
#[must_use]
pub fn timeout(handle: u32) -> f64 {
    with_connection(handle, f64::NAN, |connection| figures::moment(connection.poll_timeout()))
}

/// Lets time pass.
#[wasm_bindgen(js_name = tcpAdvance)]
pub fn advance(handle: u32, now: f64) {
    with_connection(handle, (), |connection| connection.handle_timeout(moment(now)));
}

/// Queues the first `length` bytes of the input, their end marked as urgent or not; how many there was room for, or a fault.
#[wasm_bindgen(js_name = tcpWrite)]
#[must_use]
pub fn write(handle: u32, length: usize, urgent: bool) -> i32 {
    with(&EXCHANGE, Fault::NotConnected as i32, |Exchange { connections, input, .. }| {
        let Some(connection) = connections.get(handle) else { return Fault::NotConnected as i32 };
        let data = input.get(..length).unwrap_or_default();
        let written = if urgent { connection.write_urgent(data) } else { connection.write(data) };
        written.map_or_else(figures::write_fault, |count| count as i32)
    })
}

/// Reads at most `length` bytes into the output; how many there were, or a fault.
#[wasm_bindgen(js_name = tcpRead)]
#[must_use]
pub fn read(handle: u32, length: usize) -> i32 {
    with(&EXCHANGE, Fault::NotConnected as i32, |Exchange { connections, output, .. }| {
        let Some(connection) = connections.get(handle) else { return Fault::NotConnected as i32 };
        let out = output.get_mut(..length).unwrap_or_default();
        connection.read(out).map_or_else(figures::read_fault, |count| count as i32)
    })
}

/// Closes this side, or aborts the connection.
#[wasm_bindgen(js_name = tcpClose)]
pub fn close(handle: u32, abort: bool) {
    with_connection(handle, (), |connection| if abort { connection.abort() } else { connection.close() });
}

/// The state's number.
#[wasm_bindgen(js_name = tcpState)]
#[must_use]
pub fn state(handle: u32) -> u32 {
    with_connection(handle, 0, |connection| connection.state() as u32)
}

/// The peer's address and port as one number, `address * 65536 + port`; negative while there is none.
#[wasm_bindgen(js_name = tcpRemote)]
#[must_use]
pub fn remote(handle: u32) -> f64 {
    with_connection(handle, -1.0, |connection| {
        connection.remote().map_or(-1.0, |end| f64::from(end.ip().to_bits()) * 65_536.0 + f64::from(end.port()))
    })
}

/// The next event's number; what comes with it is in the numbers.
#[wasm_bindgen(js_name = tcpEvent)]
#[must_use]
pub fn event(handle: u32) -> u32 {
    with(&EXCHANGE, 0, |Exchange { connections, numbers, .. }| {
        let event = connections.get(handle).and_then(Connection::poll_event);
        figures::event(event, numbers) as u32
    })
}

/// The next decision's number; what comes with it is in the numbers.
#[wasm_bindgen(js_name = tcpDecision)]
#[must_use]
pub fn decision(handle: u32) -> u32 {
    with(&EXCHANGE, 0, |Exchange { connections, numbers, .. }| {
        let decision = connections.get(handle).and_then(Connection::poll_decision);
        figures::decision(decision, numbers) as u32
    })
}

/// Writes the connection's figures to the numbers.
#[wasm_bindgen(js_name = tcpInfo)]
pub fn info(handle: u32) {
    with(&EXCHANGE, (), |Exchange { connections, numbers, .. }| {
        if let Some(connection) = connections.get(handle) {
            figures::info(connection, numbers);
        }
    });
}

/// Changes a setting while the connection runs: Nagle's algorithm, DSCP, or R2.
#[wasm_bindgen(js_name = tcpChange)]
pub fn change(handle: u32, setting: usize, value: f64) {
    with_connection(handle, (), |connection| {
        if setting == Setting::Nagle.at() {
            connection.set_nagle(value != 0.0);
        } else if setting == Setting::Dscp.at() {
            connection.set_dscp(value as u8);
        } else if setting == Setting::R2.at() {
            connection.set_r2(duration(value));
        }
    });
}

/// Writes the reset that answers the packet of `length` bytes in the input to the output; its length, or 0 where none answers.
#[wasm_bindgen(js_name = tcpResetFor)]
#[must_use]
pub fn reset(length: usize) -> usize {
    with(&EXCHANGE, 0, |Exchange { input, output, .. }| {
        reset_for(input.get(..length).unwrap_or_default(), output).unwrap_or(0)
    })
}
