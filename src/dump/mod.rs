//! Pasted text to bytes, and bytes to text: what tcpdump, tshark, xxd, hexdump and od print, literals of C, Go, Python and
//! JavaScript, base64, hex in any shape.
//!
//! [`parse`] recognises the format and gives each packet's bytes with where each byte stood in the text. It never takes a
//! column of text for data, and what was cut short is refused with the reason: wrong bytes are worse than none.
//!
//! ```
//! use drywire::dump::{self, Format};
//! let dump = dump::parse("\t0x0000:  4500 001c 6162 6364  E...abcd\n").unwrap();
//! assert_eq!(dump.format, Format::Tcpdump);
//! assert_eq!(dump.packets[0].data, [0x45, 0, 0, 0x1c, 0x61, 0x62, 0x63, 0x64]);
//! ```

mod base64;
mod detect;
mod escape;
mod fault;
mod format;
mod hex;
mod json;
mod list;
mod literal;
mod narrow;
mod offsets;
mod pdml;
mod prefixed;
mod reading;
mod scan;
mod time;
mod write;

pub use fault::{DumpError, Fault, Warning};
pub use format::Format;
pub use time::{Clock, Timestamp};
pub use write::{WriteError, write};

#[cfg(all(test, feature = "wasm-dump-read"))]
pub(crate) use fault::{Note, SENTENCES};
pub(crate) use reading::Reader;
#[cfg(all(test, feature = "wasm-dump-read"))]
pub(crate) use reading::Taken;
#[cfg(feature = "wasm-dump")]
pub(crate) use write::write_to;

use alloc::vec::Vec;
use fault::What;
use narrow::Narrow;
use reading::NO_LINK;

/// What a text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dump {
    /// The format that it was read as.
    pub format: Format,
    /// The packets, in the text's order; at least one.
    pub packets: Vec<Packet>,
    /// What the reader should know: words that were swapped, packets that were refused, in the text's order.
    pub warnings: Vec<Warning>,
}

/// One packet of a dump.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packet {
    /// Its bytes; at least one.
    pub data: Vec<u8>,
    /// Where each byte stands in the text: as many as there are bytes. The characters of neighbours may overlap (base64,
    /// words in octal). Bytes that a `*` stands for are at the `*`.
    pub places: Vec<Place>,
    /// The LINKTYPE number that the text names, where it names one.
    pub link: Option<u32>,
    /// When it was captured, where the text says so.
    pub timestamp: Option<Timestamp>,
}

/// Part of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(C)]
pub struct Place {
    /// Its first byte, counted from the text's start.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
}

impl Place {
    /// Positions in a text are checked to fit 32 bits before it is read.
    pub(crate) const fn new(start: usize, end: usize) -> Place {
        Place { start: start as u32, end: end as u32 }
    }

    /// How many characters they are.
    pub(crate) const fn length(self) -> usize {
        (self.end - self.start) as usize
    }
}

/// Reads a text, in the format that it looks most like. Linear in the text's length, in time and in memory.
///
/// The text need not be UTF-8: only ASCII means something, but inside of string literals.
///
/// # Errors
/// Nothing in the text is a dump, or what is there cannot be read without guessing: cut short, with digits missing, with
/// lines missing. Where some packets can be read and others not, the others are warnings.
///
/// ```
/// use drywire::dump::{self, Fault};
/// let dump = dump::parse("<Buffer 45 00>\n<Buffer 60>").unwrap();
/// assert_eq!((dump.packets[0].data.as_slice(), dump.packets[1].data.as_slice()), (&[0x45, 0][..], &[0x60][..]));
///
/// let error = dump::parse("<Buffer 45 00 ... 28 more bytes>").unwrap_err();
/// assert_eq!(error.fault, Fault::MoreNotPrinted { count: 28 });
/// assert_eq!(error.to_string(), "what printed this left out 28 more: print all of it (from character 14 of the text)");
/// ```
pub fn parse(text: impl AsRef<[u8]>) -> Result<Dump, DumpError> {
    of(text.as_ref(), None)
}

/// Reads a text in the given format, whatever it looks like.
///
/// # Errors
/// As [`parse`].
///
/// ```
/// use drywire::dump::{self, Format};
/// assert_eq!(dump::parse("4500").unwrap().packets[0].data, [0x45, 0]);
/// assert_eq!(dump::parse_as("4500", Format::Base64).unwrap().packets[0].data, [0xe3, 0x9d, 0x34]);
/// ```
pub fn parse_as(text: impl AsRef<[u8]>, format: Format) -> Result<Dump, DumpError> {
    of(text.as_ref(), Some(format))
}

fn of(text: &[u8], format: Option<Format>) -> Result<Dump, DumpError> {
    if u32::try_from(text.len()).is_err() {
        return Err(DumpError { fault: Fault::TextTooLong, place: Place::default() });
    }
    let mut narrow = Narrow::new(text);
    let mut reader = Reader::new(core::mem::take(&mut narrow.bytes));
    let format = read(&mut reader, format);
    narrow.widen(&mut reader);
    finish(format, &reader)
}

/// What a text of one byte for each character holds, in the given format or in the one that it looks most like. Where there is
/// no packet, a note says why.
pub(crate) fn read(reader: &mut Reader, asked: Option<Format>) -> Format {
    reader.blank();
    let Some((mut format, read)) =
        asked.map(|format| (format, detect::reader(format))).or_else(|| detect::best(reader))
    else {
        let _ = reader.refuse_at(What::NotADump, Place::default());
        return Format::Hex;
    };
    reader.rewind();
    read(reader, format);
    if asked.is_none() {
        format = reader.format.unwrap_or(format);
        detect::doubts(reader, format);
    }
    if reader.packets.is_empty() && !reader.has_refused() {
        let _ = reader.refuse_with(What::NoBytes, [format as u32, 0], Place::default());
    }
    format
}

/// By their numbers.
const CLOCKS: [Clock; 3] = [Clock::Epoch, Clock::Local, Clock::TimeOfDay];

fn finish(format: Format, reader: &Reader) -> Result<Dump, DumpError> {
    let Reader { data, places, packets, notes, .. } = reader;
    let mut warnings: Vec<Warning> = notes.iter().map(Warning::from).collect();
    if packets.is_empty() {
        let refused = warnings.iter().find(|warning| warning.refused);
        let error = refused.map(|Warning { fault, place, .. }| DumpError { fault: *fault, place: *place });
        return Err(error.unwrap_or(DumpError { fault: Fault::NotADump, place: Place::default() }));
    }
    let mut start = 0;
    let packets = packets.iter().map(|taken| {
        let bytes = start..taken.end as usize;
        start = bytes.end;
        let clock = CLOCKS.get((taken.clock as usize).wrapping_sub(1));
        Packet {
            data: data.get(bytes.clone()).unwrap_or_default().to_vec(),
            places: places.get(bytes).unwrap_or_default().to_vec(),
            link: Some(taken.link).filter(|link| *link != NO_LINK),
            timestamp: clock.map(|clock| Timestamp {
                clock: *clock,
                seconds: taken.seconds,
                nanoseconds: taken.nanoseconds,
            }),
        }
    });
    let packets = packets.collect();
    warnings.sort_by_key(|warning| (warning.place.start, warning.refused));
    Ok(Dump { format, packets, warnings })
}

#[cfg(test)]
mod tests;
