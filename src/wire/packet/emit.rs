//! Writing a packet back: verbatim, or with its lengths and checksums computed.

use super::{Network, Packet, Transport};
use crate::wire::checksum::Sum;
use crate::wire::emit::{EmitError, Out};
use crate::wire::{OptionList, arp, icmpv4, ipv4, link, tcp, udp};
use alloc::vec::Vec;
use core::ops::BitOr;

/// Which fields are computed when a packet is written; all others stand as they are.
///
/// ```
/// use drywire::wire::Fill;
/// let fill = Fill::TOTAL_LENGTH | Fill::NETWORK_CHECKSUM;
/// assert!(fill.contains(Fill::TOTAL_LENGTH) && !fill.contains(Fill::TRANSPORT_CHECKSUM));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fill(u16);

impl Fill {
    /// Nothing: the packet is written verbatim.
    pub const NONE: Fill = Fill(0);
    /// The link header's EtherType (or address family), from the network header.
    pub const ETHER_TYPE: Fill = Fill(1);
    /// IPv4's header length.
    pub const NETWORK_HEADER_LENGTH: Fill = Fill(1 << 1);
    /// IPv4's total length.
    pub const TOTAL_LENGTH: Fill = Fill(1 << 2);
    /// IPv4's protocol, from the transport header.
    pub const PROTOCOL: Fill = Fill(1 << 3);
    /// IPv4's header checksum.
    pub const NETWORK_CHECKSUM: Fill = Fill(1 << 4);
    /// TCP's header length (data offset).
    pub const TCP_HEADER_LENGTH: Fill = Fill(1 << 5);
    /// UDP's length.
    pub const UDP_LENGTH: Fill = Fill(1 << 6);
    /// The checksum of TCP, UDP or ICMP.
    pub const TRANSPORT_CHECKSUM: Fill = Fill(1 << 7);
    /// ARP's address lengths.
    pub const ARP_LENGTHS: Fill = Fill(1 << 8);
    /// Lengths and checksums: what [`Packet::emit_filled`] computes.
    pub const LENGTHS_AND_CHECKSUMS: Fill = Fill(
        Fill::NETWORK_HEADER_LENGTH.0
            | Fill::TOTAL_LENGTH.0
            | Fill::NETWORK_CHECKSUM.0
            | Fill::TCP_HEADER_LENGTH.0
            | Fill::UDP_LENGTH.0
            | Fill::TRANSPORT_CHECKSUM.0
            | Fill::ARP_LENGTHS.0,
    );

    /// The fields whose bits are set, in the order of the constants; bits that stand for none are cut.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Fill {
        Fill(bits & 0x1ff)
    }

    /// What can be computed of a packet that was cut short: neither lengths nor the transport's checksum.
    const CUT_SHORT: Fill = Fill(Fill::ETHER_TYPE.0 | Fill::PROTOCOL.0 | Fill::NETWORK_CHECKSUM.0);

    /// Whether all of `fill`'s fields are among these.
    #[must_use]
    pub const fn contains(self, fill: Fill) -> bool {
        self.0 & fill.0 == fill.0
    }
}

impl BitOr for Fill {
    type Output = Fill;

    fn bitor(self, other: Fill) -> Fill {
        Fill(self.0 | other.0)
    }
}

impl Packet<'_> {
    /// How many bytes [`Packet::emit`] writes.
    #[must_use]
    #[inline]
    pub fn emitted_len(&self) -> usize {
        self.transport_start() + self.transport.emitted_len() + self.payload.len() + self.trailer.len()
    }

    /// Writes the packet as its fields stand, and says how many bytes that took. For a packet that was read, they are the
    /// bytes that it was read from.
    ///
    /// # Errors
    /// The buffer is too small.
    pub fn emit(&self, buffer: &mut [u8]) -> Result<usize, EmitError> {
        let mut out = Out::new(buffer);
        self.link.emit(&mut out)?;
        match &self.network {
            Network::None | Network::Ipv6 => {}
            Network::Ipv4(header) => header.emit(&mut out)?,
            Network::Arp(header) => header.emit(&mut out)?,
        }
        match &self.transport {
            Transport::None => {}
            Transport::Tcp(header) => header.emit(&mut out)?,
            Transport::Udp(header) => header.emit(&mut out)?,
            Transport::Icmp(header) => header.emit(&mut out)?,
        }
        out.bytes(self.payload)?;
        out.bytes(self.trailer)?;
        Ok(out.written())
    }

    /// Writes the packet with its lengths and checksums computed. The lengths and the transport's checksum of a packet that
    /// was cut short, and the transport's checksum of a fragment, cover bytes that are not here: they stand as they are.
    ///
    /// # Errors
    /// The buffer is too small, or a header or the packet is longer than its length field can say.
    ///
    /// ```
    /// use drywire::wire::{LinkType, Network, Packet, Transport, ipv4, tcp};
    /// let packet = Packet {
    ///     network: Network::Ipv4(ipv4::Header {
    ///         source: [10, 0, 0, 1].into(),
    ///         destination: [10, 0, 0, 2].into(),
    ///         protocol: tcp::PROTOCOL,
    ///         ..Default::default()
    ///     }),
    ///     transport: Transport::Tcp(tcp::Header {
    ///         source_port: 49152,
    ///         destination_port: 80,
    ///         flags: tcp::Flags::SYN,
    ///         ..Default::default()
    ///     }),
    ///     ..Default::default()
    /// };
    /// let mut buffer = [0; 1500];
    /// let length = packet.emit_filled(&mut buffer).unwrap();
    /// assert_eq!(length, 40);
    /// assert!(Packet::parse(&buffer[..length], LinkType::Raw).is_ok());
    /// ```
    pub fn emit_filled(&self, buffer: &mut [u8]) -> Result<usize, EmitError> {
        self.emit_with(buffer, Fill::LENGTHS_AND_CHECKSUMS)
    }

    /// Writes the packet with these fields computed, under the same limits as [`Packet::emit_filled`].
    ///
    /// # Errors
    /// The buffer is too small, or a computed length is longer than its field can say.
    pub fn emit_with(&self, buffer: &mut [u8], fill: Fill) -> Result<usize, EmitError> {
        let fill = if self.cut_short { Fill(fill.0 & Fill::CUT_SHORT.0) } else { fill };
        let packet = self.with_lengths(fill)?;
        let length = packet.emit(buffer)?;
        let end = length - packet.trailer.len();
        if let (Network::Ipv4(header), Some(bytes)) = (&packet.network, buffer.get_mut(packet.link.emitted_len()..end))
        {
            packet.write_checksums(header, bytes, fill);
        }
        Ok(length)
    }

    /// The packet's bytes, as [`Packet::emit`] writes them, in a vector of their own.
    #[must_use]
    pub fn to_vec(&self) -> Vec<u8> {
        let mut bytes = alloc::vec![0; self.emitted_len()];
        let written = self.emit(&mut bytes).unwrap_or_default();
        bytes.truncate(written);
        bytes
    }

    fn transport_start(&self) -> usize {
        self.link.emitted_len() + self.network.emitted_len()
    }

    /// The packet with the computed ones among its lengths and types.
    fn with_lengths(&self, fill: Fill) -> Result<Self, EmitError> {
        let mut packet = *self;
        let body = packet.transport.emitted_len() + packet.payload.len();
        match &mut packet.transport {
            Transport::Tcp(header) if fill.contains(Fill::TCP_HEADER_LENGTH) => {
                header.header_length = header_length(tcp::FIXED_LENGTH, header.options.as_bytes())?;
            }
            Transport::Udp(header) if fill.contains(Fill::UDP_LENGTH) => {
                header.length = length16(body)?;
            }
            _ => {}
        }
        match &mut packet.network {
            Network::Ipv4(header) => {
                if fill.contains(Fill::NETWORK_HEADER_LENGTH) {
                    header.header_length = header_length(ipv4::FIXED_LENGTH, header.options.as_bytes())?;
                }
                if fill.contains(Fill::TOTAL_LENGTH) {
                    header.total_length = length16(header.emitted_len() + body)?;
                }
                if fill.contains(Fill::PROTOCOL) {
                    header.protocol = packet.transport.protocol().unwrap_or(header.protocol);
                }
            }
            Network::Arp(header) if fill.contains(Fill::ARP_LENGTHS) => {
                header.hardware_length = header.sender_hardware.len() as u8;
                header.protocol_length = header.sender_protocol.len() as u8;
            }
            _ => {}
        }
        if fill.contains(Fill::ETHER_TYPE) {
            packet.link =
                packet.network.ether_type().map_or(packet.link, |ether_type| packet.link.announcing(ether_type));
        }
        Ok(packet)
    }

    /// Computes the checksums of a packet whose bytes, from its IPv4 header to its payload's end, are `bytes`.
    fn write_checksums(&self, network: &ipv4::Header<'_>, bytes: &mut [u8], fill: Fill) {
        let Some((header, body)) = bytes.split_at_mut_checked(network.emitted_len()) else { return };
        if fill.contains(Fill::NETWORK_CHECKSUM) {
            write(header, 10, |bytes| Sum::new().bytes(bytes).checksum());
        }
        if !fill.contains(Fill::TRANSPORT_CHECKSUM) || network.is_fragment() {
            return;
        }
        let pseudo = |protocol, length| Sum::pseudo_header(network.source, network.destination, protocol, length);
        let body_length = body.len() as u32;
        match &self.transport {
            Transport::None => {}
            Transport::Tcp(_) => write(body, 16, |bytes| pseudo(tcp::PROTOCOL, body_length).bytes(bytes).checksum()),
            Transport::Udp(header) => {
                write(body, 6, |bytes| match pseudo(udp::PROTOCOL, header.length.into()).bytes(bytes).checksum() {
                    0 => 0xffff,
                    checksum => checksum,
                })
            }
            Transport::Icmp(_) => write(body, 2, |bytes| Sum::new().bytes(bytes).checksum()),
        }
    }
}

impl Network<'_> {
    const fn ether_type(&self) -> Option<u16> {
        match self {
            Network::None => None,
            Network::Ipv4(_) => Some(ipv4::ETHER_TYPE),
            Network::Arp(_) => Some(arp::ETHER_TYPE),
            Network::Ipv6 => Some(link::ETHER_TYPE_IPV6),
        }
    }
}

impl Transport<'_> {
    const fn protocol(&self) -> Option<u8> {
        match self {
            Transport::None => None,
            Transport::Tcp(_) => Some(tcp::PROTOCOL),
            Transport::Udp(_) => Some(udp::PROTOCOL),
            Transport::Icmp(_) => Some(icmpv4::PROTOCOL),
        }
    }
}

/// Writes a checksum at `at`, computed while there are zeros in its place.
fn write(bytes: &mut [u8], at: usize, checksum: impl FnOnce(&[u8]) -> u16) {
    let place = at..at + 2;
    if let Some(place) = bytes.get_mut(place.clone()) {
        place.fill(0);
    }
    let checksum = checksum(bytes).to_be_bytes();
    if let Some(place) = bytes.get_mut(place) {
        place.copy_from_slice(&checksum);
    }
}

fn header_length(fixed: usize, options: &[u8]) -> Result<u8, EmitError> {
    let length = options.len();
    if length > OptionList::MAXIMUM {
        return Err(EmitError::OptionsTooLong { length });
    }
    if !length.is_multiple_of(4) {
        return Err(EmitError::OptionsUnaligned { length });
    }
    Ok((fixed + length) as u8)
}

fn length16(length: usize) -> Result<u16, EmitError> {
    u16::try_from(length).map_err(|_| EmitError::PacketTooLong { length })
}
