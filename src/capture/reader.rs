//! Files in memory, and files that come in chunks.

use super::decoder::Decoder;
use super::event::{Event, Format};
use super::problem::Problem;
use alloc::vec::Vec;

/// Goes through a file that is in memory, and copies nothing of it.
///
/// ```
/// use drywire::capture::{self, Event};
/// let mut events = capture::read(b"GIF89a");
/// assert_eq!(events.next().map(|event| matches!(event, Event::Problem(_))), Some(true));
/// assert_eq!(events.next(), None);
/// ```
#[must_use]
pub const fn read(file: &[u8]) -> Events<'_> {
    Events { decoder: Decoder::new(), rest: file }
}

/// The events of a file: see [`read`].
#[derive(Clone, Debug)]
pub struct Events<'a> {
    decoder: Decoder,
    rest: &'a [u8],
}

impl Events<'_> {
    /// The file's format, once the first event was taken; nothing where it is none.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.decoder.format()
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        let event = self.decoder.next(&mut self.rest);
        event.or_else(|| self.decoder.end(self.rest.len()).map(Event::Problem))
    }
}

/// Reads a file that comes in chunks of any size. It holds the chunk at hand, and of those before it only the start of the
/// record or block that this one continues: at most [`MAXIMUM_LENGTH`](super::MAXIMUM_LENGTH) and a header.
///
/// ```
/// use drywire::capture::{Event, Reader};
/// # let file = drywire::sim::Trace::default().to_pcapng(drywire::sim::View::Wire);
/// let mut reader = Reader::new();
/// let mut packets = 0;
/// for chunk in file.chunks(10) {
///     reader.push(chunk);
///     while let Some(event) = reader.next() {
///         packets += u32::from(event.packet().is_some());
///     }
/// }
/// assert_eq!((reader.end(), packets), (None, 0));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Reader {
    decoder: Decoder,
    buffer: Vec<u8>,
    /// How much of the buffer was read.
    read: usize,
}

impl Reader {
    /// A reader before a file's first byte.
    #[must_use]
    pub const fn new() -> Self {
        Reader { decoder: Decoder::new(), buffer: Vec::new(), read: 0 }
    }

    /// Adds the file's next bytes. Take all that [`Reader::next`] gives before adding more: what was not read is kept.
    /// After a problem that ends the reading nothing is.
    pub fn push(&mut self, chunk: &[u8]) {
        self.buffer.drain(..self.read.min(self.buffer.len()));
        self.read = 0;
        if !self.decoder.is_finished() {
            self.buffer.extend(chunk);
        }
    }

    /// What comes next; nothing where more bytes are needed for it, or nothing can follow.
    #[allow(clippy::should_implement_trait)] // what it gives borrows the reader
    pub fn next(&mut self) -> Option<Event<'_>> {
        let mut rest = self.buffer.get(self.read..).unwrap_or_default();
        let event = self.decoder.next(&mut rest);
        self.read = self.buffer.len() - if self.decoder.is_finished() { 0 } else { rest.len() };
        event
    }

    /// How many bytes it holds that were not read.
    #[must_use]
    pub fn held(&self) -> usize {
        self.buffer.len() - self.read
    }

    /// Ends the file: what is wrong with such an end.
    pub fn end(&mut self) -> Option<Problem> {
        self.decoder.end(self.held())
    }

    /// The file's format, once that is known.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.decoder.format()
    }
}
