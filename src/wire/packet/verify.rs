//! Whether the checksums of a packet are right, RFC 791 3.1, RFC 768, RFC 792, RFC 4443 2.3, RFC 8200 8.1 and RFC 9293 3.1.

use super::{Outline, Packet};
use crate::wire::checksum::Sum;
use crate::wire::error::{Kind, Layer, Problem};
use crate::wire::{ipv4, ipv6};
use core::net::Ipv4Addr;

/// What can be said of a checksum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ChecksumStatus {
    /// It matches the bytes.
    Good,
    /// It does not.
    Bad,
    /// The sender computed none: UDP's 0.
    Absent,
    /// There is no such header, or not all bytes that it covers are here.
    #[default]
    Unverified,
}

/// The state of a packet's checksums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Checksums {
    /// Of the IPv4 header; IPv6 has none.
    pub network: ChecksumStatus,
    /// Of the TCP segment, UDP datagram, ICMP or ICMPv6 message.
    pub transport: ChecksumStatus,
}

/// What a transport's checksum depends on of the network header.
pub(super) struct Below {
    /// Whether the packet is one of several fragments, so that the checksum covers bytes that are not here.
    pub(super) is_fragment: bool,
    /// The sum of the pseudo-header's addresses; nothing where they cannot be told.
    pub(super) addresses: Option<Sum>,
}

impl Packet<'_> {
    /// Verifies the checksums against `frame`, the bytes that the packet was read from, and hands over what is wrong.
    ///
    /// A transport's checksum is [`Unverified`](ChecksumStatus::Unverified) where it covers bytes that are not here: in
    /// fragments, and in packets that were cut short.
    ///
    /// ```
    /// use drywire::wire::{ChecksumStatus, LinkType, Packet};
    /// let frame = [0x45, 0, 0, 20, 0, 1, 0, 0, 64, 6, 0x66, 0xe2, 10, 0, 0, 1, 10, 0, 0, 1];
    /// let packet = Packet::parse_lax(&frame, LinkType::Raw, |_| {});
    /// assert_eq!(packet.verify(&frame, |_| {}).network, ChecksumStatus::Good);
    /// ```
    #[inline]
    pub fn verify(&self, frame: &[u8], problem: impl FnMut(Problem)) -> Checksums {
        self.outline().verify(frame, problem)
    }
}

impl Outline {
    /// The same of what was read of the frame.
    #[inline]
    pub(crate) fn verify(&self, frame: &[u8], mut problem: impl FnMut(Problem)) -> Checksums {
        let none = ChecksumStatus::Unverified;
        let rest = frame.get(self.link.length..).and_then(|packet| packet.split_at_checked(self.network.length));
        let Some((header, rest)) = rest else { return Checksums::default() };
        let (network, below) = match (self.network.layer, header.split_first_chunk()) {
            (Some(Layer::Ipv4), Some((fixed, options))) => {
                (verify_ipv4(fixed, options, self.link.length, &mut problem), Below::ipv4(fixed))
            }
            (Some(Layer::Ipv6), _) => (none, Below::ipv6(header)),
            _ => return Checksums::default(),
        };
        let body = rest.len().checked_sub(self.trailer).and_then(|length| rest.get(..length));
        let (Some(bytes), Some(layer)) = (body, self.transport.layer) else {
            return Checksums { network, transport: none };
        };
        let (transport, kind) = match layer {
            // A copy of its own for each that is frequent, where bytes do not count.
            Layer::Tcp if cfg!(not(target_arch = "wasm32")) => self.judge(Layer::Tcp, below, header, bytes),
            Layer::Udp if cfg!(not(target_arch = "wasm32")) => self.judge(Layer::Udp, below, header, bytes),
            layer => self.judge(layer, below, header, bytes),
        };
        if let Some(kind) = kind {
            let offset = layer.checksum().map_or(0, |covers| self.transport_at() + covers.offset) as u32;
            problem(Problem { layer, offset, length: 2, kind });
        }
        Checksums { network, transport }
    }

    /// The state of a transport's checksum, and what is wrong with it.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn judge(&self, layer: Layer, below: Below, header: &[u8], bytes: &[u8]) -> (ChecksumStatus, Option<Kind>) {
        let Some(covers) = layer.checksum() else { return (ChecksumStatus::Unverified, None) };
        let is_v6 = self.network.layer == Some(Layer::Ipv6);
        let found = be16(bytes, covers.offset);
        if layer == Layer::Udp && found == 0 {
            return (ChecksumStatus::Absent, is_v6.then_some(Kind::ChecksumMissing {}));
        }
        // A datagram whose length is not that of its bytes has a checksum over bytes that nobody can point at.
        let lies = layer == Layer::Udp && usize::from(be16(bytes, 4)) != bytes.len();
        if self.cut_short || below.is_fragment || lies {
            return (ChecksumStatus::Unverified, None);
        }
        // What the pseudo-header adds, but for its length; nothing where there is no pseudo-header.
        let addresses = match (covers.protocol, below.addresses) {
            (None, _) => None,
            (Some(protocol), Some(sum)) => Some(sum.number(protocol.into())),
            (Some(_), None) => return (ChecksumStatus::Unverified, None),
        };
        let length = bytes.len() as u32;
        let sum = addresses.map_or(Sum::new(), |sum| sum.number(length)).bytes(bytes);
        if sum.checksum() == 0 {
            return (ChecksumStatus::Good, None);
        }
        let expected = match expected(found, sum.folded()) {
            // UDP sends 0 as all ones (RFC 768). ICMP may cover nothing but zeros, whose sum is 0 and not its equal.
            0 if layer == Layer::Udp || all_zeros_but(bytes, covers.offset) => 0xffff,
            expected => expected.into(),
        };
        let is_partial = |length| addresses.is_some_and(|sum| sum.number(length).folded() == found);
        let found = u32::from(found);
        if is_partial(length) || is_partial(0) {
            (ChecksumStatus::Bad, Some(Kind::ChecksumOffloaded { found, expected }))
        } else if is_offloaded(is_v6, header) {
            (ChecksumStatus::Unverified, None)
        } else {
            (ChecksumStatus::Bad, Some(Kind::ChecksumWrong { found, expected }))
        }
    }
}

impl Below {
    /// Of a header that is not there.
    pub(super) const NOTHING: Below = Below { is_fragment: false, addresses: None };

    /// What the transport's checksum depends on of an IPv4 header.
    #[inline]
    pub(super) fn ipv4(fixed: &[u8; ipv4::FIXED_LENGTH]) -> Below {
        use ipv4::field::{DESTINATION, FRAGMENT_OFFSET, MORE_FRAGMENTS, SOURCE};
        Below {
            is_fragment: MORE_FRAGMENTS.get(fixed) | FRAGMENT_OFFSET.get(fixed) != 0,
            addresses: Some(Sum::of_addresses(
                Ipv4Addr::from_bits(SOURCE.get(fixed)),
                Ipv4Addr::from_bits(DESTINATION.get(fixed)),
            )),
        }
    }

    /// The same of an IPv6 header and its extension headers.
    #[cold]
    #[inline(never)]
    pub(super) fn ipv6(header: &[u8]) -> Below {
        let Some(header) = ipv6::Bytes::of(header) else { return Below::NOTHING };
        Below { is_fragment: header.extensions().is_fragment(), addresses: header.addresses() }
    }
}

/// Whether the length was left to segmentation offload.
#[cold]
#[inline(never)]
fn is_offloaded(is_v6: bool, header: &[u8]) -> bool {
    if is_v6 {
        ipv6::Bytes::of(header).is_some_and(|header| header.total_length().is_none())
    } else {
        be16(header, 2) == 0
    }
}

/// The 16-bit number at this place; 0 where it is not there.
#[inline(always)]
fn be16(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u16::from_be_bytes(*bytes))
}

/// Whether all bytes are 0, the two of the checksum aside.
fn all_zeros_but(bytes: &[u8], at: usize) -> bool {
    bytes.iter().enumerate().all(|(index, byte)| *byte == 0 || index == at || index == at + 1)
}

/// The checksum that would be right, from the wrong one and the sum over bytes that include it.
const fn expected(found: u16, sum: u16) -> u16 {
    let without = sum as u32 + !found as u32;
    !((without & 0xffff) as u16).wrapping_add((without >> 16) as u16)
}

/// Verifies the checksum of an IPv4 header, which begins `start` bytes into the frame.
#[inline]
fn verify_ipv4(
    fixed: &[u8; ipv4::FIXED_LENGTH],
    options: &[u8],
    start: usize,
    problem: &mut impl FnMut(Problem),
) -> ChecksumStatus {
    if ipv4::field::IHL.get(fixed) as usize * 4 != fixed.len() + options.len() {
        return ChecksumStatus::Unverified;
    }
    let sum = Sum::new().header(fixed);
    let sum = if options.is_empty() { sum } else { sum.bytes(options) };
    if sum.checksum() == 0 {
        return ChecksumStatus::Good;
    }
    let found = ipv4::field::CHECKSUM.get(fixed) as u16;
    let kind = Kind::ChecksumWrong { found: found.into(), expected: expected(found, sum.folded()).into() };
    problem(Problem { layer: Layer::Ipv4, offset: (start + 10) as u32, length: 2, kind });
    ChecksumStatus::Bad
}
