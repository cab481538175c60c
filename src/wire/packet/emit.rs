//! Writing a packet back: verbatim, or with its lengths and checksums computed.

use super::verify::Below;
use super::{Network, Packet, Transport};
use crate::wire::checksum::Sum;
use crate::wire::emit::{EmitError, Out};
use crate::wire::error::{Coverage, Layer};
use crate::wire::link::Link;
use crate::wire::reader::split_within;
use crate::wire::{OptionList, ipv4, ipv6, tcp, udp};
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
    /// IPv4's total length, or IPv6's payload length.
    pub const TOTAL_LENGTH: Fill = Fill(1 << 2);
    /// IPv4's protocol or IPv6's last next header, from the transport header.
    pub const PROTOCOL: Fill = Fill(1 << 3);
    /// IPv4's header checksum.
    pub const NETWORK_CHECKSUM: Fill = Fill(1 << 4);
    /// TCP's header length (data offset).
    pub const TCP_HEADER_LENGTH: Fill = Fill(1 << 5);
    /// UDP's length.
    pub const UDP_LENGTH: Fill = Fill(1 << 6);
    /// The checksum of TCP, UDP, ICMP or ICMPv6.
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

    /// What of it can be computed of a packet that was cut short: neither lengths nor the transport's checksum.
    pub(crate) const fn of_cut_short(self) -> Fill {
        Fill(self.0 & (Fill::ETHER_TYPE.0 | Fill::PROTOCOL.0 | Fill::NETWORK_CHECKSUM.0))
    }

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
            Network::None => {}
            Network::Ipv4(header) => header.emit(&mut out)?,
            Network::Ipv6(header) => header.emit(&mut out)?,
            Network::Arp(header) => header.emit(&mut out)?,
        }
        self.emit_body(&mut out)?;
        Ok(out.written())
    }

    /// Writes what follows the network header.
    #[inline]
    fn emit_body(&self, out: &mut Out<'_>) -> Result<(), EmitError> {
        match &self.transport {
            Transport::None => {}
            Transport::Tcp(header) => header.emit(out)?,
            Transport::Udp(header) => header.emit(out)?,
            Transport::Icmp(header) => header.emit(out)?,
            Transport::Icmpv6(header) => header.emit(out)?,
        }
        out.bytes(self.payload)?;
        out.bytes(self.trailer)
    }

    /// Writes the packet with its lengths and checksums computed. The lengths and the transport's checksum of a packet that
    /// was cut short, and the transport's checksum and UDP's length in a fragment, cover bytes that are not here: they stand
    /// as they are.
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
        let fill = if self.cut_short { fill.of_cut_short() } else { fill };
        let mut out = Out::new(buffer);
        self.named_link(fill).emit(&mut out)?;
        let network_at = out.written();
        let protocol = self.transport.layer().and_then(Layer::protocol).filter(|_| fill.contains(Fill::PROTOCOL));
        match &self.network {
            Network::None => {}
            Network::Ipv4(header) => {
                ipv4::Header { protocol: protocol.unwrap_or(header.protocol), ..*header }.emit(&mut out)?;
            }
            Network::Ipv6(header) => named_ipv6(header, protocol, &mut out)?,
            Network::Arp(header) if fill.contains(Fill::ARP_LENGTHS) => header.with_lengths().emit(&mut out)?,
            Network::Arp(header) => header.emit(&mut out)?,
        }
        let transport_at = out.written();
        self.emit_body(&mut out)?;
        let length = out.written();
        let written = Written {
            bytes: split_at_most(buffer, length - self.trailer.len()),
            network: self.network.layer(),
            network_at,
            transport: self.transport.layer(),
            transport_at,
            payload_at: transport_at + self.transport.emitted_len(),
        };
        written.fill(fill)?;
        Ok(length)
    }

    /// The link header, which announces what follows it where that is to be computed.
    #[inline]
    fn named_link(&self, fill: Fill) -> Link<'_> {
        let mut link = self.link;
        if let Some(ether_type) = self.network.layer().and_then(Layer::ether_type)
            && fill.contains(Fill::ETHER_TYPE)
        {
            link.announce(ether_type);
        }
        link
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
}

/// Writes an IPv6 header whose chain ends with this protocol, or as it does.
#[cold]
fn named_ipv6(header: &ipv6::Header<'_>, protocol: Option<u8>, out: &mut Out<'_>) -> Result<(), EmitError> {
    let Some(protocol) = protocol else { return header.emit(out) };
    // The last extension header names the transport.
    let Some(last) = header.extensions().last() else {
        return ipv6::Header { next_header: protocol, ..*header }.emit(out);
    };
    let last = last.as_bytes();
    let (before, _) = split_within(header.extension_bytes, header.extension_bytes.len() - last.len());
    ipv6::Header { extension_bytes: before, ..*header }.emit(out)?;
    out.bytes(&[protocol])?;
    out.bytes(split_within(last, 1).1)
}

/// A packet that has been written as its fields stand, up to its trailer, and where its headers are.
pub(crate) struct Written<'b> {
    /// From the link header to the payload's end.
    pub(crate) bytes: &'b mut [u8],
    /// The network header's layer.
    pub(crate) network: Option<Layer>,
    /// Where it begins.
    pub(crate) network_at: usize,
    /// The transport header's layer.
    pub(crate) transport: Option<Layer>,
    /// Where it begins; the payload's place where there is none.
    pub(crate) transport_at: usize,
    /// Where it ends.
    pub(crate) payload_at: usize,
}

impl Written<'_> {
    /// Computes lengths and checksums in place: those of [`Fill::LENGTHS_AND_CHECKSUMS`] but ARP's.
    ///
    /// # Errors
    /// A header or the packet is longer than its length field can say.
    #[inline]
    pub(crate) fn fill(self, fill: Fill) -> Result<(), EmitError> {
        let Written { bytes, network, network_at, transport, transport_at, payload_at } = self;
        let Some((headers, body)) = bytes.split_at_mut_checked(transport_at) else { return Ok(()) };
        let header = headers.get_mut(network_at..).unwrap_or_default();
        let below = match network {
            Some(Layer::Ipv4) => fill_ipv4(header, body.len(), fill)?,
            Some(Layer::Ipv6) => fill_ipv6(header, body.len(), fill)?,
            _ => return Ok(()),
        };
        let Some(transport) = transport else { return Ok(()) };
        if transport == Layer::Tcp
            && fill.contains(Fill::TCP_HEADER_LENGTH)
            && let Some(fixed) = body.first_chunk_mut()
        {
            tcp::fill_header_length(fixed, header_length(payload_at - transport_at)?);
        }
        let mut length = body.len();
        if transport == Layer::Udp
            && let Some(fixed) = body.first_chunk_mut::<{ udp::HEADER_LENGTH }>()
        {
            // The UDP header in a first fragment gives the length of the whole datagram.
            if fill.contains(Fill::UDP_LENGTH) && !below.is_fragment {
                udp::field::LENGTH.put_array(fixed, length16(length)?);
            }
            length = udp::field::LENGTH.get(fixed) as usize;
        }
        if fill.contains(Fill::TRANSPORT_CHECKSUM) && !below.is_fragment {
            fill_checksum(transport, below.addresses, length as u32, body);
        }
        Ok(())
    }
}

/// Computes what is to be computed of an IPv4 header, options and all, that so many bytes follow.
#[inline]
fn fill_ipv4(header: &mut [u8], after: usize, fill: Fill) -> Result<Below, EmitError> {
    use ipv4::field::{IHL, TOTAL_LENGTH};
    let length = header.len();
    let Some(fixed) = header.first_chunk_mut::<{ ipv4::FIXED_LENGTH }>() else { return Ok(Below::NOTHING) };
    if fill.contains(Fill::NETWORK_HEADER_LENGTH) {
        IHL.replace(fixed, u32::from(header_length(length)?) / 4);
    }
    if fill.contains(Fill::TOTAL_LENGTH) {
        TOTAL_LENGTH.put_array(fixed, length16(length + after)?);
    }
    let below = Below::ipv4(fixed);
    if fill.contains(Fill::NETWORK_CHECKSUM) {
        write_checksum(header, 10, Sum::new(), 0);
    }
    Ok(below)
}

/// The same of an IPv6 header and its extension headers.
#[cfg_attr(not(target_arch = "wasm32"), cold, inline(never))]
fn fill_ipv6(header: &mut [u8], after: usize, fill: Fill) -> Result<Below, EmitError> {
    let below = Below::ipv6(header);
    // A Jumbo Payload option has the length elsewhere.
    let is_jumbo = ipv6::Bytes::of(header).is_some_and(ipv6::Bytes::has_jumbo_length);
    if fill.contains(Fill::TOTAL_LENGTH)
        && !is_jumbo
        && let Some((fixed, extensions)) = header.split_first_chunk_mut::<{ ipv6::FIXED_LENGTH }>()
    {
        ipv6::field::PAYLOAD_LENGTH.put_array(fixed, length16(extensions.len() + after)?);
    }
    Ok(below)
}

/// Computes the checksum of a segment, datagram or message; the pseudo-header, where there is one, has this length.
#[inline]
fn fill_checksum(transport: Layer, addresses: Option<Sum>, length: u32, body: &mut [u8]) {
    let Some(Coverage { offset, protocol }) = transport.checksum() else { return };
    let pseudo = match protocol {
        Some(protocol) => addresses.map(|sum| sum.number(protocol.into()).number(length)),
        None => Some(Sum::new()),
    };
    // A pseudo-header that cannot be told leaves the checksum as it is.
    let Some(pseudo) = pseudo else { return };
    // UDP sends 0 as all ones (RFC 768).
    write_checksum(body, offset, pseudo, if transport == Layer::Udp { 0xffff } else { 0 });
}

/// Writes at `at` the checksum of bytes whose checksum counts as 0, on top of a sum; `zero` where that is 0.
#[cfg_attr(not(target_arch = "wasm32"), inline)]
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn write_checksum(bytes: &mut [u8], at: usize, sum: Sum, zero: u16) {
    if let Some(place) = bytes.get_mut(at..at + 2) {
        place.fill(0);
    }
    let checksum = sum.bytes(bytes).checksum();
    let checksum = if checksum == 0 { zero } else { checksum };
    if let Some(place) = bytes.get_mut(at..at + 2) {
        place.copy_from_slice(&checksum.to_be_bytes());
    }
}

fn split_at_most(bytes: &mut [u8], length: usize) -> &mut [u8] {
    bytes.get_mut(..length).unwrap_or_default()
}

/// The length in bytes of a header of 20 bytes and options, as its field can say it.
fn header_length(length: usize) -> Result<u8, EmitError> {
    let options = length - ipv4::FIXED_LENGTH;
    if options > OptionList::MAXIMUM {
        return Err(EmitError::OptionsTooLong { length: options });
    }
    if !length.is_multiple_of(4) {
        return Err(EmitError::OptionsUnaligned { length: options });
    }
    Ok(length as u8)
}

/// A length as a field of 16 bits has it.
fn length16(length: usize) -> Result<[u8; 2], EmitError> {
    u16::try_from(length).map(u16::to_be_bytes).map_err(|_| EmitError::PacketTooLong { length })
}
