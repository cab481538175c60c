//! A frame told by where its parts stand: what those need who read fields from its bytes, one at a time and only some.

use super::{Network, Packet, Transport, read};
use crate::wire::error::{Each, Layer, Problem};
use crate::wire::link::{Link, LinkType};
use crate::wire::{icmpv4, icmpv6};

/// A header: the layer that it is of, and its length in bytes. No layer where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) layer: Option<Layer>,
    pub(crate) length: usize,
}

impl Part {
    #[inline(always)]
    pub(super) const fn of(layer: Layer, length: usize) -> Self {
        Part { layer: Some(layer), length }
    }
}

/// What was read of a frame. Its headers follow one another from its first byte on, then its payload and its trailer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outline {
    /// The link header, tags and all.
    pub(crate) link: Part,
    /// The network header, with its extension headers.
    pub(crate) network: Part,
    /// The transport header.
    pub(crate) transport: Part,
    /// How many bytes follow the payload.
    pub(crate) trailer: usize,
    /// As [`Packet::cut_short`].
    pub(crate) cut_short: bool,
}

impl Outline {
    /// Reads a frame as [`Packet::parse_lax`] does.
    pub(crate) fn parse_lax(frame: &[u8], link_type: LinkType, problem: impl FnMut(Problem)) -> Self {
        let mut outline = Outline::default();
        outline.read_lax(frame, link_type, problem);
        outline
    }

    /// The same in place: the outline is that of nothing.
    #[inline(always)]
    pub(crate) fn read_lax(&mut self, frame: &[u8], link_type: LinkType, problem: impl FnMut(Problem)) {
        let Ok(()) = read::frame(self, frame, link_type, &mut Each(problem));
    }

    /// Where the transport header begins, or what stands in its place.
    #[inline]
    pub(crate) const fn transport_at(&self) -> usize {
        self.link.length + self.network.length
    }

    /// Where the payload begins.
    #[inline]
    pub(crate) const fn payload_at(&self) -> usize {
        self.transport_at() + self.transport.length
    }

    /// The bytes of the network header.
    #[inline]
    pub(crate) fn network_of<'a>(&self, frame: &'a [u8]) -> &'a [u8] {
        frame.get(self.link.length..self.transport_at()).unwrap_or_default()
    }

    /// The bytes of the transport header.
    #[inline]
    pub(crate) fn transport_of<'a>(&self, frame: &'a [u8]) -> &'a [u8] {
        frame.get(self.transport_at()..self.payload_at()).unwrap_or_default()
    }

    /// The payload's bytes.
    #[inline]
    pub(crate) fn payload_of<'a>(&self, frame: &'a [u8]) -> &'a [u8] {
        frame.get(self.payload_at()..frame.len() - self.trailer).unwrap_or_default()
    }

    /// What can be read of the packet that the frame's message quotes, if it quotes one: its payload.
    pub(crate) fn quoted(&self, frame: &[u8]) -> Option<Outline> {
        self.quotes(frame).then(|| Outline::parse_lax(self.payload_of(frame), LinkType::Raw, |_| {}))
    }

    /// Whether the frame's message quotes a packet.
    pub(crate) fn quotes(&self, frame: &[u8]) -> bool {
        match (self.transport.layer, self.transport_of(frame).first()) {
            (Some(Layer::Icmp), Some(message_type)) => icmpv4::quotes(*message_type),
            (Some(Layer::Icmpv6), Some(message_type)) => icmpv6::quotes(*message_type),
            _ => false,
        }
    }
}

impl Packet<'_> {
    /// Where the packet's parts stand in the frame that it was read from.
    #[inline]
    pub(super) fn outline(&self) -> Outline {
        Outline {
            link: Part { layer: self.link.layer(), length: self.link.emitted_len() },
            network: Part { layer: self.network.layer(), length: self.network.emitted_len() },
            transport: Part { layer: self.transport.layer(), length: self.transport.emitted_len() },
            trailer: self.trailer.len(),
            cut_short: self.cut_short,
        }
    }
}

/// What a frame is read into: of each header it is told where it stands, and how to read it.
pub(super) trait Parts<'a> {
    /// Takes the link header.
    fn link(&mut self, part: Part, read: impl FnOnce() -> Link<'a>);
    /// Takes the network header.
    fn network(&mut self, part: Part, read: impl FnOnce() -> Network<'a>);
    /// Takes the transport header.
    fn transport(&mut self, part: Part, read: impl FnOnce() -> Transport<'a>);
    /// Takes what follows the last header that was read.
    fn payload(&mut self, payload: &'a [u8]);
    /// Takes what follows the payload.
    fn trailer(&mut self, trailer: &'a [u8]);
    /// Takes it that the lengths claim more than is there.
    fn cut_short(&mut self);
}

/// Reads every header.
impl<'a> Parts<'a> for Packet<'a> {
    #[inline(always)]
    fn link(&mut self, _: Part, read: impl FnOnce() -> Link<'a>) {
        self.link = read();
    }

    #[inline(always)]
    fn network(&mut self, _: Part, read: impl FnOnce() -> Network<'a>) {
        self.network = read();
    }

    #[inline(always)]
    fn transport(&mut self, _: Part, read: impl FnOnce() -> Transport<'a>) {
        self.transport = read();
    }

    #[inline(always)]
    fn payload(&mut self, payload: &'a [u8]) {
        self.payload = payload;
    }

    #[inline(always)]
    fn trailer(&mut self, trailer: &'a [u8]) {
        self.trailer = trailer;
    }

    #[inline(always)]
    fn cut_short(&mut self) {
        self.cut_short = true;
    }
}

/// Reads none.
impl<'a> Parts<'a> for Outline {
    #[inline(always)]
    fn link(&mut self, part: Part, _: impl FnOnce() -> Link<'a>) {
        self.link = part;
    }

    #[inline(always)]
    fn network(&mut self, part: Part, _: impl FnOnce() -> Network<'a>) {
        self.network = part;
    }

    #[inline(always)]
    fn transport(&mut self, part: Part, _: impl FnOnce() -> Transport<'a>) {
        self.transport = part;
    }

    fn payload(&mut self, _: &'a [u8]) {}

    #[inline(always)]
    fn trailer(&mut self, trailer: &'a [u8]) {
        self.trailer = trailer.len();
    }

    #[inline(always)]
    fn cut_short(&mut self) {
        self.cut_short = true;
    }
}
