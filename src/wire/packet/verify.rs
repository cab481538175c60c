//! Whether the checksums of a packet are right, RFC 791 3.1, RFC 768, RFC 792 and RFC 9293 3.1.

use super::{Network, Packet, Transport};
use crate::wire::checksum::Sum;
use crate::wire::error::{Kind, Layer, Problem};
use crate::wire::{ipv4, tcp, udp};

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
    /// Of the IPv4 header.
    pub network: ChecksumStatus,
    /// Of the TCP segment, UDP datagram or ICMP message.
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
        let Network::Ipv4(header) = &self.network else { return Checksums::default() };
        let start = self.link.emitted_len();
        let network = verify_ipv4(header, frame, start, &mut problem);
        let transport_start = start + header.emitted_len();
        let end = frame.len().saturating_sub(self.trailer.len());
        let transport = match frame.get(transport_start..end) {
            Some(bytes) => self.verify_transport(header, bytes, transport_start, &mut problem),
            None => ChecksumStatus::Unverified,
        };
        Checksums { network, transport }
    }

    #[inline]
    fn verify_transport(
        &self,
        network: &ipv4::Header<'_>,
        bytes: &[u8],
        start: usize,
        problem: &mut impl FnMut(Problem),
    ) -> ChecksumStatus {
        let Some(claim) = self.claim() else { return ChecksumStatus::Unverified };
        if claim.layer == Layer::Udp && claim.checksum == 0 {
            return ChecksumStatus::Absent;
        }
        if self.cut_short || network.is_fragment() || self.udp_length_lies(bytes) {
            return ChecksumStatus::Unverified;
        }
        let pseudo = |length| match claim.protocol {
            Some(protocol) => Sum::pseudo_header(network.source, network.destination, protocol, length),
            None => Sum::new(),
        };
        let sum = pseudo(bytes.len() as u32).bytes(bytes);
        if sum.checksum() == 0 {
            return ChecksumStatus::Good;
        }
        let expected = u32::from(expected(claim.checksum, sum.folded()));
        let found = u32::from(claim.checksum);
        let partial = |length| claim.protocol.is_some() && pseudo(length).folded() == claim.checksum;
        let kind = if partial(bytes.len() as u32) || partial(0) {
            Kind::ChecksumOffloaded { found, expected }
        } else if network.total_length == 0 {
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
        }
    }

    /// A datagram whose length is not that of its bytes has a checksum over bytes that nobody can point at.
    fn udp_length_lies(&self, bytes: &[u8]) -> bool {
        matches!(&self.transport, Transport::Udp(header) if usize::from(header.length) != bytes.len())
    }
}

/// The checksum that would be right, from the wrong one and the sum over bytes that include it. UDP sends 0 as 0xffff
/// (RFC 768).
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
