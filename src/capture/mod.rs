//! Capture files: pcap and pcapng (draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng), read and written.
//!
//! [`read`] goes through a file that is in memory. [`Reader`] takes a file in chunks of any size and holds no more of it than
//! the record at hand; [`Decoder`] is the same for who has a buffer of their own. All borrow the packets' bytes and give
//! times in nanoseconds since 1970. A file that is cut short or damaged gives all that is whole before, and a [`Problem`].
//!
//! ```
//! use drywire::capture::{self, Event, Format, Interface, Record, Writer};
//!
//! let mut writer = Writer::new(Format::Pcapng);
//! let interface = writer.interface(&Interface { link: 101, ..Interface::default() })?;
//! let record = Record { interface, timestamp: Some(1_700_000_000_123_456_789), ..Record::of(&[0x45, 0, 0, 20]) };
//! writer.packet(&Record { comment: "a header's first words", ..record })?;
//!
//! let file = writer.take();
//! let packets: Vec<_> = capture::read(&file).filter_map(Event::packet).collect();
//! assert_eq!(packets[0].data, [0x45, 0, 0, 20]);
//! assert_eq!((packets[0].link, packets[0].timestamp), (101, Some(1_700_000_000_123_456_789)));
//! assert_eq!(packets[0].comments().next(), Some(&b"a header's first words"[..]));
//! # Ok::<(), capture::WriteError>(())
//! ```
//!
//! The reader is our own because the one in use, pcap-parser, needs the standard library and an allocation for each packet;
//! the tests hold ours to it, and to tshark.

mod decoder;
mod event;
mod magic;
mod options;
mod order;
mod pcap;
mod pcapng;
mod problem;
mod reader;
mod time;
mod write;

pub use decoder::{Decoder, MAXIMUM_INTERFACES, MAXIMUM_LENGTH};
#[cfg(feature = "wasm-capture")]
pub(crate) use event::Meet;
pub use event::{Event, Format, Interface, Packet};
pub use options::Comments;
#[cfg(feature = "wasm-capture")]
pub(crate) use problem::Note;
#[cfg(all(test, feature = "wasm-capture"))]
pub(crate) use problem::SENTENCES;
pub use problem::{Kind, Problem};
pub use reader::{Events, Reader, read};
pub use write::{Direction, Record, WriteError, Writer};

#[cfg(test)]
mod tests;
