//! Extension headers' rows of a record as they are on the wire.

use super::layout::{COMPUTED, EncodeFault, IPV4, Ipv6Word, Row};
use super::option_rows::{Blobs, RowAt};
use crate::wire::Out;
use crate::wire::ipv6::{Fragment, kind};

/// A chain of extension headers.
pub(crate) struct Chain {
    /// What the first header is, or the transport where there is none.
    pub(crate) first: u8,
    /// Bytes that they take.
    pub(crate) length: usize,
    /// Whether the last next header is to be computed.
    pub(crate) computed: bool,
}

/// Writes the extension headers of a record to `room`. Each next header that is to be computed names the header after it, the last
/// one `last`.
#[cold]
#[inline(never)]
pub(crate) fn write(blobs: Blobs<'_>, last: u8, room: &mut [u8]) -> Result<Chain, EncodeFault> {
    let record = blobs.record;
    let mut words = Words { blobs, at: record.get(IPV4 + Ipv6Word::ExtensionsAt.at()) as usize };
    let next_header = record.get(IPV4 + Ipv6Word::NextHeader.at());
    let mut chain = Chain { first: next_header as u8, length: 0, computed: next_header == COMPUTED };
    // Where the next header that comes stands, if that is to be computed.
    let mut place = None;
    for _ in 0..record.get(IPV4 + Ipv6Word::ExtensionCount.at()) {
        let head = words.take();
        let (kind, next_header) = (head as u8, head >> 8);
        if chain.computed {
            name(kind, place, &mut chain, room);
        }
        let header = room.get_mut(chain.length..).ok_or(EncodeFault::Extensions)?;
        let length = header_of(&mut words, kind, header).ok_or(EncodeFault::Extensions)?;
        if let [first, ..] = header {
            *first = next_header as u8;
        }
        (place, chain.computed) = (Some(chain.length), next_header == COMPUTED);
        chain.length += length;
    }
    if chain.computed {
        name(last, place, &mut chain, room);
    }
    Ok(chain)
}

/// The words of the extension headers, one after the other.
struct Words<'a> {
    blobs: Blobs<'a>,
    at: usize,
}

impl<'a> Words<'a> {
    #[inline(never)]
    fn take(&mut self) -> u32 {
        self.at += 1;
        self.blobs.record.get(self.at - 1)
    }

    /// The bytes that the next two words point at.
    fn bytes(&mut self) -> &'a [u8] {
        let (start, length) = (self.take() as usize, self.take() as usize);
        self.blobs.input.get(start..start + length).unwrap_or_default()
    }
}

/// Says what follows the last header so far.
#[inline(never)]
fn name(kind: u8, place: Option<usize>, chain: &mut Chain, room: &mut [u8]) {
    match place.and_then(|place| room.get_mut(place)) {
        Some(byte) => *byte = kind,
        None => chain.first = kind,
    }
}

/// Writes all of a header but its next header; how many bytes it takes.
fn header_of(words: &mut Words<'_>, kind: u8, room: &mut [u8]) -> Option<usize> {
    let mut out = Out::new(room.get_mut(2..2048)?);
    let mut put = |bytes: &[u8]| out.bytes(bytes).ok();
    let unit = match kind {
        kind::FRAGMENT => {
            let fragment = Fragment {
                reserved: words.take() as u8,
                offset: words.take() as u16,
                reserved_bits: words.take() as u8,
                more_fragments: words.take() != 0,
                identification: words.take(),
            };
            *room.first_chunk_mut()? = fragment.to_wire(0);
            return Some(8);
        }
        kind::AUTHENTICATION => {
            put(&(words.take() as u16).to_be_bytes())?;
            put(&words.take().to_be_bytes())?;
            put(&words.take().to_be_bytes())?;
            put(words.bytes())?;
            4
        }
        kind::ROUTING => {
            put(&[words.take() as u8, words.take() as u8])?;
            put(words.bytes())?;
            8
        }
        _ => {
            for _ in 0..words.take() {
                let row = RowAt { blobs: words.blobs, at: words.at };
                option(row, &mut put)?;
                words.at += 1 + row.words();
            }
            // To a whole number of units, with the option that is for it.
            match (out.written() + 2) % 8 {
                0 => {}
                7 => out.bytes(&[0]).ok()?,
                over => out.bytes([1, 6 - over as u8, 0, 0, 0, 0, 0, 0].get(..8 - over)?).ok()?,
            }
            8
        }
    };
    let length = out.written() + 2;
    // An Authentication header counts words but for two, the others units of 8 but for one.
    let claimed = if unit == 4 { length / 4 - 2 } else { length / 8 - 1 };
    *room.get_mut(1)? = u8::try_from(claimed).ok()?;
    length.is_multiple_of(unit).then_some(length)
}

/// Writes an option.
#[inline(never)]
fn option(row: RowAt<'_>, put: &mut dyn FnMut(&[u8]) -> Option<()>) -> Option<()> {
    let number = row.word(0).to_be_bytes();
    let data = match row.row() {
        Row::NoOperation => return put(&[0]),
        Row::Malformed => {
            put(&[row.kind()])?;
            return put(row.bytes());
        }
        Row::RouterAlert => number.get(2..)?,
        Row::JumboPayload => &number,
        _ => row.bytes(),
    };
    put(&[row.kind(), u8::try_from(data.len()).ok()?])?;
    put(data)
}
