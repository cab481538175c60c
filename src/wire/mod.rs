//! Bytes to headers and back: no state, no time, and nothing on the heap unless a caller asks for it.
//!
//! [`Packet`] takes a whole frame apart; each protocol's own module reads and describes one header. What is wrong with
//! a frame is a [`Problem`]; where a field stands is a [`Span`].

pub mod arp;
pub mod checksum;
pub mod cooked;
pub mod ethernet;
pub mod icmpv4;
pub mod icmpv6;
pub mod ipv4;
pub mod ipv6;
pub mod loopback;
pub mod tcp;
pub mod udp;

mod emit;
mod error;
mod evidence;
mod field;
mod fields;
pub(crate) mod link;
mod option_list;
mod packet;
mod reader;
mod spans;
pub(crate) mod tlv;

pub use emit::EmitError;
pub(crate) use emit::Out;
pub use error::{Kind, Layer, ParseError, Problem};
use error::{Report, fault};
pub use evidence::Evidence;
pub(crate) use field::name_and_label;
pub use field::{Field, Format, Sense, Span};
pub(crate) use fields::{FieldList, Spans, fields};
pub use link::{Link, LinkType};
pub use option_list::OptionList;
#[cfg(feature = "wasm-bindings")]
pub(crate) use packet::Written;
pub use packet::{ChecksumStatus, Checksums, Fill, Network, Packet, Transport};
pub(crate) use packet::{Outline, Part};
pub(crate) use spans::each_span;

/// A header's fixed part needs more bytes than there are.
fn truncated(layer: Layer, offset: u32, needed: usize, input: &[u8]) -> Problem {
    let available = input.len() as u32;
    Problem { layer, offset, length: available, kind: Kind::HeaderTruncated { needed: needed as u32, available } }
}

/// Reports a header length in bytes, said by the byte at `offset`, that is under that of the fixed part, or past the end.
#[cold]
#[inline(never)]
fn header_length_fault<R: Report>(
    report: &mut R,
    layer: Layer,
    offset: u32,
    claimed: usize,
    fixed: usize,
    available: usize,
) -> Result<(), R::Stop> {
    let (claimed, minimum, available) = (claimed as u32, fixed as u32, available as u32);
    if claimed < minimum {
        return fault(report, layer, offset, 1, Kind::HeaderLengthSmall { claimed, minimum });
    }
    fault(report, layer, offset, 1, Kind::HeaderLengthBeyondEnd { claimed, available })
}
