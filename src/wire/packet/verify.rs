//! Whether the checksums of a packet are right, RFC 791 3.1, RFC 768, RFC 792, RFC 4443 2.3, RFC 8200 8.1 and RFC 9293 3.1.

use super::{Network, Packet, Transport};
use crate::wire::checksum::Sum;
use crate::wire::error::{Kind, Layer, Problem};
use crate::wire::{icmpv6, ipv4, tcp, udp};

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

/// Where a transport's checksum stands, and what it says.
struct Claim {
    layer: Layer,
    /// From the start of the transport's header.
    offset: usize,
    checksum: u16,
    /// Of the protocol in the pseudo-header; nothing where there is no pseudo-header.
    protocol: Option<u8>,
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
        let Some(claim) = self.claim() else { return ChecksumStatus::Unverified };
        if claim.layer == Layer::Udp && claim.checksum == 0 {
            if matches!(self.network, Network::Ipv6(_)) {
                let offset = (start + claim.offset) as u32;
                problem(Problem { layer: claim.layer, offset, length: 2, kind: Kind::ChecksumMissing {} });
            }
            return ChecksumStatus::Absent;
        }
        if self.cut_short || self.network.is_fragment() || self.udp_length_lies(bytes) {
            return ChecksumStatus::Unverified;
        }
        let pseudo = |length| match claim.protocol {
            Some(protocol) => self.network.pseudo_header(protocol, length),
            None => Some(Sum::new()),
        };
        let Some(sum) = pseudo(bytes.len() as u32) else { return ChecksumStatus::Unverified };
        let sum = sum.bytes(bytes);
        if sum.checksum() == 0 {
            return ChecksumStatus::Good;
        }
        let expected = match expected(claim.checksum, sum.folded()) {
            // UDP sends 0 as all ones (RFC 768). ICMP may cover nothing but zeros, whose sum is 0 and not its equal.
            0 if claim.layer == Layer::Udp || all_zeros_but(bytes, claim.offset) => 0xffff,
            expected => expected.into(),
        };
        let found = u32::from(claim.checksum);
        let partial =
            |length| claim.protocol.is_some() && pseudo(length).is_some_and(|sum| sum.folded() == claim.checksum);
        let kind = if partial(bytes.len() as u32) || partial(0) {
            Kind::ChecksumOffloaded { found, expected }
        } else if self.network.is_offloaded() {
            return ChecksumStatus::Unverified;
        } else {
            Kind::ChecksumWrong { found, expected }
        };
        problem(Problem { layer: claim.layer, offset: (start + claim.offset) as u32, length: 2, kind });
        ChecksumStatus::Bad
    }

    fn claim(&self) -> Option<Claim> {
        match &self.transport {
            Transport::None => None,
            Transport::Tcp(header) => {
                Some(Claim { layer: Layer::Tcp, offset: 16, checksum: header.checksum, protocol: Some(tcp::PROTOCOL) })
            }
            Transport::Udp(header) => {
                Some(Claim { layer: Layer::Udp, offset: 6, checksum: header.checksum, protocol: Some(udp::PROTOCOL) })
            }
            Transport::Icmp(header) => {
                Some(Claim { layer: Layer::Icmp, offset: 2, checksum: header.checksum, protocol: None })
            }
            Transport::Icmpv6(header) => Some(Claim {
                layer: Layer::Icmpv6,
                offset: 2,
                checksum: header.checksum,
                protocol: Some(icmpv6::PROTOCOL),
            }),
        }
    }

    /// A datagram whose length is not that of its bytes has a checksum over bytes that nobody can point at.
    fn udp_length_lies(&self, bytes: &[u8]) -> bool {
        matches!(&self.transport, Transport::Udp(header) if usize::from(header.length) != bytes.len())
    }
}

impl Network<'_> {
    /// Whether the packet is one of several fragments.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn is_fragment(&self) -> bool {
        match self {
            Network::Ipv4(header) => header.is_fragment(),
            Network::Ipv6(header) => header.is_fragment(),
            Network::None | Network::Arp(_) => false,
        }
    }

    /// Whether the length was left to segmentation offload.
    fn is_offloaded(&self) -> bool {
        match self {
            Network::Ipv4(header) => header.total_length == 0,
            Network::Ipv6(header) => header.total_length().is_none(),
            Network::None | Network::Arp(_) => false,
        }
    }

    /// The sum of the pseudo-header for a transport of so many bytes; nothing where it cannot be told.
    #[inline]
    pub(super) fn pseudo_header(&self, protocol: u8, length: u32) -> Option<Sum> {
        match self {
            Network::Ipv4(header) => Some(Sum::pseudo_header(header.source, header.destination, protocol, length)),
            Network::Ipv6(header) => {
                Some(Sum::pseudo_header_v6(header.source, header.final_destination()?, protocol, length))
            }
            Network::None | Network::Arp(_) => None,
        }
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
