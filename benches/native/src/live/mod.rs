//! `goodput-native` and `connections-native`: two ends of a TCP connection in one process, ours against smoltcp's. Both have the
//! same wire between their ends, take and give the user's bytes by copying them, and compute and verify all checksums.

mod drywire;
mod ends;
mod smoltcp;
mod wire;

use crate::rounds::{Times, Turn, run_turns};
use ends::{BUFFER, CHUNK, Ends, MTU, STEP, life, source, transfer};

/// How many bytes a turn moves.
const BYTES: usize = 64 << 20;

/// How many connections a turn opens and closes.
const CONNECTIONS: usize = 2000;

/// Sees that what is written arrives, in order and unchanged, and that ends can be closed and opened again.
pub(crate) fn check() -> Result<(), String> {
    ends::check::<drywire::Drywire>("drywire")?;
    ends::check::<smoltcp::Smoltcp>("smoltcp")
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
