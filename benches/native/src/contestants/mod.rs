//! One file per contestant, each with the same three functions: `parse` reads every field of a packet into a sink, `verify`
//! does the same and says whether both checksums are right, and `Emitter` writes packets from the contestant's own headers,
//! which it made before the clock started.

pub(crate) mod by_hand;
pub(crate) mod drywire;
pub(crate) mod etherparse;
pub(crate) mod pnet;
pub(crate) mod smoltcp;

use crate::mix::Mix;
use std::ops::Range;

/// Writes packets again and again into one buffer.
pub(crate) trait Emitter<'a>: Sized {
    /// Reads the packets into the headers that it writes.
    fn new(mix: &'a Mix) -> Self;

    /// Writes some of the packets, lengths as they were and checksums computed, each into the start of the same buffer, and shows it.
    fn emit(&self, packets: Range<usize>, buffer: &mut [u8], written: impl FnMut(&[u8]));
}
