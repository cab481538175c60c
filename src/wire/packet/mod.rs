//! A whole frame: link, network and transport header, what they carry and what follows.
//!
//! One parser has two faces: [`Packet::parse`] is strict and stops at the first thing that is wrong; [`Packet::parse_lax`]
//! reads as much as there is and hands each problem over. Whatever either of them gives, [`Packet::emit`] writes back to the
//! same bytes.

mod emit;
mod outline;
mod read;
mod verify;

pub use emit::Fill;
#[cfg(feature = "wasm-bindings")]
pub(crate) use emit::Written;
pub(crate) use outline::{Outline, Part};
pub use verify::{ChecksumStatus, Checksums};

use super::link::{Link, LinkType};
use super::{ParseError, Problem, arp, icmpv4, icmpv6, ipv4, ipv6, tcp, udp};
use crate::wire::error::{Each, Layer, Strict};

/// A frame taken apart. It borrows options, addresses and data from the bytes that it was read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packet<'a> {
    /// The link header.
    pub link: Link<'a>,
    /// The network header.
    pub network: Network<'a>,
    /// The transport header.
    pub transport: Transport<'a>,
    /// What the last header that was read carries, to the end that the lengths give.
    pub payload: &'a [u8],
    /// What follows in the frame: padding, as a rule.
    pub trailer: &'a [u8],
    /// Whether the lengths claim more than is there, so that they and the transport's checksum are not for us to compute.
    pub cut_short: bool,
}

/// The network header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network<'a> {
    /// None that was read.
    #[default]
    None,
    /// IPv4.
    Ipv4(ipv4::Header<'a>),
    /// ARP.
    Arp(arp::Header<'a>),
    /// IPv6, with its extension headers.
    Ipv6(ipv6::Header<'a>),
}

/// The transport header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transport<'a> {
    /// None that was read.
    #[default]
    None,
    /// TCP.
    Tcp(tcp::Header<'a>),
    /// UDP.
    Udp(udp::Header),
    /// ICMP.
    Icmp(icmpv4::Header),
    /// ICMPv6.
    Icmpv6(icmpv6::Header),
}

impl<'a> Packet<'a> {
    /// Takes a frame apart, strictly.
    ///
    /// # Errors
    /// The first thing that is wrong with its structure: a header that the bytes end in, a length that lies, an option that
    /// cannot be read. Checksums are for [`Packet::verify`].
    ///
    /// ```
    /// use drywire::wire::{LinkType, Packet, Transport};
    /// let bytes = [
    ///     0x45, 0, 0, 29, 0, 0, 0, 0, 64, 17, 0x66, 0xce, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
    ///     0, 53, 0, 99, 0, 9, 0, 0, b'x', // UDP
    /// ];
    /// let packet = Packet::parse(&bytes, LinkType::Raw).unwrap();
    /// let Transport::Udp(udp) = packet.transport else { panic!() };
    /// assert_eq!((udp.source_port, packet.payload), (53, &b"x"[..]));
    ///
    /// let error = Packet::parse(&bytes[..24], LinkType::Raw).unwrap_err();
    /// assert_eq!(error.to_string(), "ipv4 at byte 2: the packet's length says 29 bytes and 24 are there: cut short, or the length lies");
    /// ```
    #[inline(always)]
    pub fn parse(frame: &'a [u8], link_type: LinkType) -> Result<Self, ParseError> {
        // The packet is filled where it is returned: it is too large to be moved for nothing.
        let mut result = Ok(Packet { payload: frame, ..Packet::default() });
        if let Ok(packet) = &mut result
            && let Err(error) = read::frame(packet, frame, link_type, &mut Strict)
        {
            result = Err(error);
        }
        result
    }

    /// Takes a frame apart as far as it goes, and hands over each problem in the order in which they are met.
    ///
    /// ```
    /// use drywire::wire::{LinkType, Network, Packet};
    /// let bytes = [0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0, 80];
    /// let mut problems = Vec::new();
    /// let packet = Packet::parse_lax(&bytes, LinkType::Raw, |problem| problems.push(problem));
    /// assert!(matches!(packet.network, Network::Ipv4(_)));
    /// assert_eq!(packet.payload, [0, 80]);
    /// let codes: Vec<_> = problems.iter().map(|problem| problem.kind.code()).collect();
    /// assert_eq!(codes, ["truncated", "header-truncated"]);
    /// ```
    #[inline(always)]
    pub fn parse_lax(frame: &'a [u8], link_type: LinkType, problem: impl FnMut(Problem)) -> Self {
        let mut packet = Packet { payload: frame, ..Packet::default() };
        packet.read_lax(link_type, problem);
        packet
    }

    /// The same in place: the packet has nothing but its payload, the frame.
    #[inline(always)]
    pub(crate) fn read_lax(&mut self, link_type: LinkType, problem: impl FnMut(Problem)) {
        let Ok(()) = read::frame(self, self.payload, link_type, &mut Each(problem));
    }

    /// The layers that were read and where each header begins and ends, in bytes from the start of the frame, outermost
    /// first. Tags are part of Ethernet's header, extension headers of IPv6's.
    pub fn headers(&self) -> impl Iterator<Item = (Layer, core::ops::Range<usize>)> + use<> {
        let headers = [
            (self.link.layer(), self.link.emitted_len()),
            (self.network.layer(), self.network.emitted_len()),
            (self.transport.layer(), self.transport.emitted_len()),
        ];
        let mut end = 0;
        headers.into_iter().filter_map(move |(layer, length)| {
            let start = end;
            end += length;
            layer.map(|layer| (layer, start..end))
        })
    }
}

impl Network<'_> {
    /// The layer that the header is of; nothing where there is none.
    #[must_use]
    pub const fn layer(&self) -> Option<Layer> {
        match self {
            Network::None => None,
            Network::Ipv4(_) => Some(Layer::Ipv4),
            Network::Arp(_) => Some(Layer::Arp),
            Network::Ipv6(_) => Some(Layer::Ipv6),
        }
    }

    /// What the packet carries, by IPv4's protocol or IPv6's last next header; nothing for others.
    #[must_use]
    pub fn protocol(&self) -> Option<u8> {
        match self {
            Network::None | Network::Arp(_) => None,
            Network::Ipv4(header) => Some(header.protocol),
            Network::Ipv6(header) => Some(header.protocol()),
        }
    }

    /// The header's length in bytes.
    #[must_use]
    #[inline]
    pub fn emitted_len(&self) -> usize {
        match self {
            Network::None => 0,
            Network::Ipv4(header) => header.emitted_len(),
            Network::Ipv6(header) => header.emitted_len(),
            Network::Arp(header) => header.emitted_len(),
        }
    }
}

impl Transport<'_> {
    /// The layer that the header is of; nothing where there is none.
    #[must_use]
    pub const fn layer(&self) -> Option<Layer> {
        match self {
            Transport::None => None,
            Transport::Tcp(_) => Some(Layer::Tcp),
            Transport::Udp(_) => Some(Layer::Udp),
            Transport::Icmp(_) => Some(Layer::Icmp),
            Transport::Icmpv6(_) => Some(Layer::Icmpv6),
        }
    }

    /// The header's length in bytes.
    #[must_use]
    #[inline]
    pub const fn emitted_len(&self) -> usize {
        match self {
            Transport::None => 0,
            Transport::Tcp(header) => header.emitted_len(),
            Transport::Udp(_) => udp::HEADER_LENGTH,
            Transport::Icmp(_) => icmpv4::HEADER_LENGTH,
            Transport::Icmpv6(_) => icmpv6::HEADER_LENGTH,
        }
    }
}

#[cfg(test)]
mod tests;
