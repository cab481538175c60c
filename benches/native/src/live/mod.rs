//! `goodput-native` and `connections-native`: two ends of a TCP connection in one process, ours against smoltcp's. Both have the
//! same wire between their ends, take and give the user's bytes by copying them, and compute and verify all checksums.

mod drywire;
mod smoltcp;
mod wire;

use crate::rounds::{Times, Turn, run_turns};
use std::time::Duration;

/// How many bytes may wait at each end, each way.
const BUFFER: usize = 1 << 20;

/// How much the user writes at once, and reads at most.
const CHUNK: usize = 1 << 16;

/// The largest packet: an MSS of 1,460 bytes.
const MTU: usize = 1500;

/// How much virtual time passes between two exchanges.
const STEP: Duration = Duration::from_micros(100);

/// How many bytes a turn moves.
const BYTES: usize = 64 << 20;

/// How many connections a turn opens and closes.
const CONNECTIONS: usize = 2000;

/// Two ends, and the wire between them.
pub(crate) trait Ends {
    /// Two ends that are not connected.
    fn new() -> Self;

    /// Connects them.
    fn open(&mut self);

    /// The client writes as much of `bytes` as there is room for; how much that was.
    fn write(&mut self, bytes: &[u8]) -> usize;

    /// Each end sends what it has to send, as far as the wire takes it, and the other receives it.
    fn exchange(&mut self);

    /// The server reads; how many bytes there were.
    fn read(&mut self, out: &mut [u8]) -> usize;

    /// Both ends close, the client first, and TIME-WAIT passes.
    fn close(&mut self);
}

/// Moves so many bytes from client to server; what the server reads is shown.
fn transfer(ends: &mut impl Ends, source: &[u8], count: usize, out: &mut [u8], mut show: impl FnMut(&[u8])) {
    let (mut written, mut read) = (0, 0);
    while read < count {
        let from = written % source.len();
        let rest = &source[from..source.len().min(from + count - written)];
        written += ends.write(rest);
        ends.exchange();
        loop {
            let got = ends.read(out);
            if got == 0 {
                break;
            }
            show(&out[..got]);
            read += got;
        }
    }
}

/// Opens a connection, moves one byte over it, and closes it.
fn life(ends: &mut impl Ends) {
    ends.open();
    let mut byte = [0];
    transfer(ends, &[7], 1, &mut byte, |_| {});
    ends.close();
}

/// What is written, over and over: bytes that differ from place to place, and more of them than a segment or a block holds.
fn source() -> Vec<u8> {
    (0..CHUNK as u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

/// Sees that what is written arrives, in order and unchanged, and that ends can be closed and opened again.
pub(crate) fn check() -> Result<(), String> {
    check_one::<drywire::Drywire>("drywire")?;
    check_one::<smoltcp::Smoltcp>("smoltcp")
}

fn check_one<E: Ends>(name: &str) -> Result<(), String> {
    let (mut ends, source) = (E::new(), source());
    for _ in 0..3 {
        ends.open();
        let mut at = 0;
        let mut wrong = None;
        transfer(&mut ends, &source, 5 << 20, &mut vec![0; CHUNK], |bytes| {
            for byte in bytes {
                if *byte != source[at % source.len()] {
                    wrong = wrong.or(Some(at));
                }
                at += 1;
            }
        });
        if let Some(at) = wrong {
            return Err(format!("{name}: byte {at} arrives as another one"));
        }
        ends.close();
    }
    Ok(())
}

/// Nanoseconds for each byte.
pub(crate) fn goodput(quick: bool) -> Times {
    let bytes = if quick { 1 << 20 } else { BYTES };
    let turns =
        vec![bytes_turn::<drywire::Drywire>("drywire", bytes), bytes_turn::<smoltcp::Smoltcp>("smoltcp", bytes)];
    run_turns(turns, bytes, if quick { 3 } else { 31 })
}

/// Nanoseconds for each connection.
pub(crate) fn connections(quick: bool) -> Times {
    let count = if quick { 50 } else { CONNECTIONS };
    let turns =
        vec![lives_turn::<drywire::Drywire>("drywire", count), lives_turn::<smoltcp::Smoltcp>("smoltcp", count)];
    run_turns(turns, count, if quick { 3 } else { 31 })
}

fn bytes_turn<E: Ends + 'static>(name: &'static str, bytes: usize) -> Turn {
    let (mut ends, source, mut out) = (E::new(), source(), vec![0; CHUNK]);
    ends.open();
    (name, Box::new(move || transfer(&mut ends, &source, bytes, &mut out, |bytes| _ = std::hint::black_box(bytes))))
}

fn lives_turn<E: Ends + 'static>(name: &'static str, count: usize) -> Turn {
    let mut ends = E::new();
    (name, Box::new(move || (0..count).for_each(|_| life(&mut ends))))
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_written_arrives() {
        super::check().unwrap();
    }
}
