//! What is measured of two ends of a connection, whoever's they are. The benchmarks in WebAssembly have this file too.

use drywire::time::Duration;

/// How many bytes may wait at each end, each way.
pub(super) const BUFFER: usize = 1 << 20;

/// How much the user writes at once, and reads at most.
pub(super) const CHUNK: usize = 1 << 16;

/// The largest packet: an MSS of 1,460 bytes.
pub(super) const MTU: usize = 1500;

/// How much virtual time passes between two exchanges.
pub(super) const STEP: Duration = Duration::from_micros(100);

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
pub(super) fn transfer(ends: &mut impl Ends, source: &[u8], count: usize, out: &mut [u8], mut show: impl FnMut(&[u8])) {
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
#[allow(dead_code)] // in WebAssembly nobody counts connections
pub(super) fn life(ends: &mut impl Ends) {
    ends.open();
    let mut byte = [0];
    transfer(ends, &[7], 1, &mut byte, |_| {});
    ends.close();
}

/// What is written, over and over: bytes that differ from place to place, and more of them than a segment or a block holds.
pub(super) fn source() -> Vec<u8> {
    (0..CHUNK as u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

/// Sees that what is written arrives, in order and unchanged, and that ends can be closed and opened again.
pub(super) fn check<E: Ends>(name: &str) -> Result<(), String> {
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
