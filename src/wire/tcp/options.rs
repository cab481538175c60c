//! The option list of one segment.

use super::kind;
use super::option::{self, SackBlocks, TcpOption};
use crate::wire::error::{Layer, Report};
use crate::wire::fields::Spans;
use crate::wire::tlv::{self, Grammar, Items};

/// A header's options as they stand in it, to the last byte of padding.
///
/// ```
/// use drywire::wire::tcp::{Options, TcpOption};
/// let options = Options::new(&[1, 1, 8, 10, 0, 0, 0, 7, 0, 0, 0, 9]);
/// assert_eq!(options.iter().nth(2), Some(TcpOption::Timestamps { value: 7, echo_reply: 9 }));
/// assert_eq!(options.known().timestamps, Some((7, 9)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options<'a>(&'a [u8]);

/// The options that a connection acts on. Where one stands more than once, the last counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KnownOptions<'a> {
    /// Maximum segment size in bytes, RFC 9293 3.7.1.
    pub maximum_segment_size: Option<u16>,
    /// Window scale, RFC 7323 2.2.
    pub window_scale: Option<u8>,
    /// SACK permitted, RFC 2018 2.
    pub sack_permitted: bool,
    /// SACK blocks, RFC 2018 3.
    pub sack: Option<SackBlocks<'a>>,
    /// TSval and TSecr, RFC 7323 3.2.
    pub timestamps: Option<(u32, u32)>,
    /// User timeout, RFC 5482 3: whether in minutes, and how many.
    pub user_timeout: Option<(bool, u16)>,
    /// Fast open cookie, RFC 7413 4.1.1.
    pub fast_open: Option<&'a [u8]>,
}

impl<'a> Options<'a> {
    /// The layout that almost every segment of a connection has: NOP, NOP, timestamps (RFC 7323 appendix A).
    const ALIGNED_TIMESTAMPS: [u8; 4] = [kind::NO_OPERATION, kind::NO_OPERATION, kind::TIMESTAMPS, 10];

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

    /// The options in their order. The list ends with the first [`TcpOption::EndOfList`] or [`TcpOption::Malformed`], which
    /// holds all bytes that follow it.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = TcpOption<'a>> + Clone + use<'a> {
        self.items().map(TcpOption::from)
    }

    /// The same, not yet typed.
    #[inline]
    pub(crate) const fn items(&self) -> Items<'a> {
        Items::new(self.0, Grammar::HEADER)
    }

    /// The options that a connection acts on.
    #[must_use]
    #[inline]
    pub fn known(&self) -> KnownOptions<'a> {
        let (timestamps, rest) = self.split_timestamps();
        // Almost always, and then nothing is written in parts and read as a whole, for which a processor waits.
        if rest.is_empty() {
            return KnownOptions { timestamps, ..KnownOptions::default() };
        }
        let mut known = KnownOptions { timestamps, ..KnownOptions::default() };
        Options(rest).add_to(&mut known);
        known
    }

    fn add_to(self, known: &mut KnownOptions<'a>) {
        for option in self.iter() {
            match option {
                TcpOption::MaximumSegmentSize(size) => known.maximum_segment_size = Some(size),
                TcpOption::WindowScale(shift) => known.window_scale = Some(shift),
                TcpOption::SackPermitted => known.sack_permitted = true,
                TcpOption::Sack(blocks) => known.sack = Some(blocks),
                TcpOption::Timestamps { value, echo_reply } => known.timestamps = Some((value, echo_reply)),
                TcpOption::UserTimeout { minutes, value } => known.user_timeout = Some((minutes, value)),
                TcpOption::FastOpen { cookie } => known.fast_open = Some(cookie),
                TcpOption::EndOfList { .. }
                | TcpOption::NoOperation
                | TcpOption::Md5Signature { .. }
                | TcpOption::Authentication { .. }
                | TcpOption::Unknown { .. }
                | TcpOption::Malformed { .. } => {}
            }
        }
    }

    /// Timestamps that stand at the start in their usual layout, and the options after them.
    #[inline(always)]
    pub(crate) fn split_timestamps(&self) -> (Option<(u32, u32)>, &'a [u8]) {
        match self.0.split_first_chunk::<12>().map(|(head, rest)| (head.as_chunks::<4>(), rest)) {
            Some((([Self::ALIGNED_TIMESTAMPS, value, echo_reply], _), rest)) => {
                (Some((u32::from_be_bytes(*value), u32::from_be_bytes(*echo_reply))), rest)
            }
            _ => (None, self.0),
        }
    }

    /// Reports what is wrong with the options; they begin `offset` bytes into the frame.
    #[inline]
    pub(super) fn check<R: Report>(&self, offset: u32, report: &mut R) -> Result<(), R::Stop> {
        let (_, rest) = self.split_timestamps();
        if rest.is_empty() {
            return Ok(());
        }
        let offset = offset + (self.0.len() - rest.len()) as u32;
        tlv::check(Items::new(rest, Grammar::HEADER), Layer::Tcp, offset, option::allows, report)
    }

    /// Names every byte of the options.
    pub(super) fn each_span(&self, spans: &mut Spans<'_>) {
        tlv::each_span(self.items(), &option::NAMES, spans);
    }
}
