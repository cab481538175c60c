//! The option list of one packet.

use super::option::{self, Ipv4Option};
use crate::wire::error::{Layer, Report};
use crate::wire::fields::Spans;
use crate::wire::tlv::{self, Grammar, Items};

/// A header's options as they stand in it, to the last byte of padding.
///
/// ```
/// use drywire::wire::ipv4::{Ipv4Option, Options};
/// let options = Options::new(&[0x94, 4, 0, 0]);
/// assert_eq!(options.iter().next(), Some(Ipv4Option::RouterAlert(0)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options<'a>(&'a [u8]);

impl<'a> Options<'a> {
    /// Options from their bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Options(bytes)
    }

    /// The options' bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// The options in their order. The list ends with the first [`Ipv4Option::EndOfList`] or [`Ipv4Option::Malformed`], which
    /// holds all bytes that follow it.
    pub fn iter(&self) -> impl Iterator<Item = Ipv4Option<'a>> + Clone + use<'a> {
        self.items().map(Ipv4Option::from)
    }

    /// The same, not yet typed.
    pub(crate) const fn items(&self) -> Items<'a> {
        Items::new(self.0, Grammar::HEADER)
    }

    /// Reports what is wrong with the options; they begin `offset` bytes into the frame.
    #[inline]
    pub(super) fn check<R: Report>(&self, offset: u32, report: &mut R) -> Result<(), R::Stop> {
        if self.0.is_empty() {
            return Ok(());
        }
        tlv::check(self.items(), Layer::Ipv4, offset, option::allows, report)
    }

    /// Names every byte of the options.
    pub(super) fn each_span(&self, spans: &mut Spans<'_>) {
        tlv::each_span(self.items(), &option::NAMES, spans);
    }
}
