//! Whether the checksums of a packet are right, RFC 791 3.1, RFC 768, RFC 792, RFC 4443 2.3, RFC 8200 8.1 and RFC 9293 3.1.

use super::{Network, Packet, Transport};
use crate::wire::checksum::Sum;
use crate::wire::error::{Coverage, Kind, Layer, Problem};
use crate::wire::{ipv4, ipv6};

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
    pub fn verify(&self, frame: &[u8], mut problem: impl FnMut(Problem)) -> Checksums {
        let start = self.link.emitted_len();
        let (network, transport_start) = match &self.network {
            Network::Ipv4(header) => (verify_ipv4(header, frame, start, &mut problem), start + header.emitted_len()),
            Network::Ipv6(header) => (ChecksumStatus::Unverified, start + header.emitted_len()),
            Network::None | Network::Arp(_) => return Checksums::default(),
        };
        let end = frame.len().saturating_sub(self.trailer.len());
        let transport = match frame.get(transport_start..end) {
            Some(bytes) => self.verify_transport(bytes, transport_start, &mut problem),
            None => ChecksumStatus::Unverified,
        };
        Checksums { network, transport }
    }

    #[inline]
    fn verify_transport(&self, bytes: &[u8], start: usize, problem: &mut impl FnMut(Problem)) -> ChecksumStatus {
        let (layer, found) = match &self.transport {
            Transport::None => return ChecksumStatus::Unverified,
            Transport::Tcp(header) => (Layer::Tcp, header.checksum),
            Transport::Udp(header) => (Layer::Udp, header.checksum),
            Transport::Icmp(header) => (Layer::Icmp, header.checksum),
            Transport::Icmpv6(header) => (Layer::Icmpv6, header.checksum),
        };
        let Some(coverage) = layer.checksum() else { return ChecksumStatus::Unverified };
        let offset = (start + coverage.offset) as u32;
        let (status, kind) = self.judge(layer, found, coverage, bytes);
        if let Some(kind) = kind {
            problem(Problem { layer, offset, length: 2, kind });
        }
        status
    }

    /// The state of a transport's checksum over these bytes, and what is wrong with it. Where it is called, so that the packet
    /// need not stand in memory.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn judge(&self, layer: Layer, found: u16, covers: Coverage, bytes: &[u8]) -> (ChecksumStatus, Option<Kind>) {
        if layer == Layer::Udp && found == 0 {
            let missing = matches!(self.network, Network::Ipv6(_)).then_some(Kind::ChecksumMissing {});
            return (ChecksumStatus::Absent, missing);
        }
        let below = self.network.below();
        if self.cut_short || below.is_fragment || self.udp_length_lies(bytes) {
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
        } else if self.network.is_offloaded() {
            (ChecksumStatus::Unverified, None)
        } else {
            (ChecksumStatus::Bad, Some(Kind::ChecksumWrong { found, expected }))
        }
    }

    /// A datagram whose length is not that of its bytes has a checksum over bytes that nobody can point at.
    fn udp_length_lies(&self, bytes: &[u8]) -> bool {
        matches!(&self.transport, Transport::Udp(header) if usize::from(header.length) != bytes.len())
    }
}

impl Network<'_> {
    /// Whether the length was left to segmentation offload.
    #[cold]
    #[inline(never)]
    fn is_offloaded(self) -> bool {
        match self {
            Network::Ipv4(header) => header.total_length == 0,
            Network::Ipv6(header) => header.total_length().is_none(),
            Network::None | Network::Arp(_) => false,
        }
    }

    /// What the transport's checksum depends on.
    #[inline]
    fn below(&self) -> Below {
        match self {
            Network::Ipv4(header) => Below {
                is_fragment: header.is_fragment(),
                addresses: Some(Sum::of_addresses(header.source, header.destination)),
            },
            Network::Ipv6(header) => Below::ipv6(*header),
            Network::None | Network::Arp(_) => Below { is_fragment: false, addresses: None },
        }
    }
}

impl Below {
    /// What the transport's checksum depends on of an IPv6 header.
    #[cold]
    #[inline(never)]
    pub(super) fn ipv6(header: ipv6::Header<'_>) -> Below {
        Below { is_fragment: header.is_fragment(), addresses: header.addresses() }
    }
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

#[inline]
fn verify_ipv4(
    header: &ipv4::Header<'_>,
    frame: &[u8],
    start: usize,
    problem: &mut impl FnMut(Problem),
) -> ChecksumStatus {
    if usize::from(header.header_length) != header.emitted_len() {
        return ChecksumStatus::Unverified;
    }
    let Some((fixed, rest)) = frame.get(start..).and_then(<[u8]>::split_first_chunk::<{ ipv4::FIXED_LENGTH }>) else {
        return ChecksumStatus::Unverified;
    };
    let sum = Sum::new().header(fixed);
    let options = header.options.as_bytes();
    let sum = if options.is_empty() { sum } else { sum.bytes(rest.get(..options.len()).unwrap_or_default()) };
    if sum.checksum() == 0 {
        return ChecksumStatus::Good;
    }
    let kind =
        Kind::ChecksumWrong { found: header.checksum.into(), expected: expected(header.checksum, sum.folded()).into() };
    problem(Problem { layer: Layer::Ipv4, offset: (start + 10) as u32, length: 2, kind });
    ChecksumStatus::Bad
}
