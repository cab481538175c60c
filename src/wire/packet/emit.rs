//! Writing a packet back: verbatim, or with its lengths and checksums computed.

use super::{Network, Packet, Transport};
use crate::wire::checksum::Sum;
use crate::wire::emit::{EmitError, Out};
use crate::wire::reader::split_within;
use crate::wire::{OptionList, arp, icmpv4, icmpv6, ipv4, ipv6, tcp, udp};
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
        let fill = if self.cut_short { Fill(fill.0 & Fill::CUT_SHORT.0) } else { fill };
        let lengths = self.lengths(fill)?;
        let mut out = Out::new(buffer);
        match self.network.ether_type() {
            Some(ether_type) if fill.contains(Fill::ETHER_TYPE) => {
                let mut link = self.link;
                link.announce(ether_type);
                link.emit(&mut out)?;
            }
            _ => self.link.emit(&mut out)?,
        }
        match &self.network {
            Network::None => {}
            Network::Ipv6(header) => self.filled_ipv6(header, &lengths, fill, &mut out)?,
            Network::Ipv4(header) => self.filled_ipv4(header, &lengths, fill).emit(&mut out)?,
            Network::Arp(header) if fill.contains(Fill::ARP_LENGTHS) => header.with_lengths().emit(&mut out)?,
            Network::Arp(header) => header.emit(&mut out)?,
        }
        let start = out.written();
        self.emit_body(&mut out)?;
        let length = out.written();
        if let Some(body) = buffer.get_mut(start..length - self.trailer.len()) {
            self.fill_transport(body, &lengths, fill);
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

    /// The lengths that are to be computed.
    #[inline]
    fn lengths(&self, fill: Fill) -> Result<Lengths, EmitError> {
        let mut lengths = Lengths::default();
        // The UDP header in a first fragment gives the length of the whole datagram.
        let whole = !self.network.is_fragment();
        let body = self.transport.emitted_len() + self.payload.len();
        match &self.transport {
            Transport::Tcp(header) if fill.contains(Fill::TCP_HEADER_LENGTH) => {
                lengths.tcp_header = Some(header_length(tcp::FIXED_LENGTH, header.options.as_bytes())?);
            }
            Transport::Udp(_) if fill.contains(Fill::UDP_LENGTH) && whole => lengths.udp = Some(length16(body)?),
            _ => {}
        }
        match &self.network {
            Network::Ipv4(header) => {
                if fill.contains(Fill::NETWORK_HEADER_LENGTH) {
                    lengths.network_header = Some(header_length(ipv4::FIXED_LENGTH, header.options.as_bytes())?);
                }
                if fill.contains(Fill::TOTAL_LENGTH) {
                    lengths.total = Some(length16(header.emitted_len() + body)?);
                }
            }
            // A Jumbo Payload option has the length elsewhere.
            Network::Ipv6(header) if fill.contains(Fill::TOTAL_LENGTH) && !header.is_jumbo() => {
                lengths.total = Some(length16(header.extension_bytes.len() + body)?);
            }
            _ => {}
        }
        Ok(lengths)
    }

    /// The IPv4 header with what is computed of it.
    #[inline]
    fn filled_ipv4<'h>(&self, header: &ipv4::Header<'h>, lengths: &Lengths, fill: Fill) -> ipv4::Header<'h> {
        let protocol = if fill.contains(Fill::PROTOCOL) { self.transport.protocol() } else { None };
        let mut header = ipv4::Header {
            header_length: lengths.network_header.unwrap_or(header.header_length),
            total_length: lengths.total.unwrap_or(header.total_length),
            protocol: protocol.unwrap_or(header.protocol),
            ..*header
        };
        if fill.contains(Fill::NETWORK_CHECKSUM) {
            header.checksum = header.computed_checksum();
        }
        header
    }

    /// Writes the IPv6 header with what is computed of it.
    #[cold]
    #[inline(never)]
    fn filled_ipv6(
        &self,
        header: &ipv6::Header<'_>,
        lengths: &Lengths,
        fill: Fill,
        out: &mut Out<'_>,
    ) -> Result<(), EmitError> {
        let mut header = ipv6::Header { payload_length: lengths.total.unwrap_or(header.payload_length), ..*header };
        let protocol = self.transport.protocol().filter(|_| fill.contains(Fill::PROTOCOL));
        let mut last: &[u8] = &[];
        match protocol {
            Some(protocol) if header.extension_bytes.is_empty() => header.next_header = protocol,
            // The last extension header names the transport.
            Some(_) => {
                last = header.extensions().last().map_or(&[], |extension| extension.as_bytes());
                let before = header.extension_bytes.len() - last.len();
                header.extension_bytes = split_within(header.extension_bytes, before).0;
            }
            None => {}
        }
        header.emit(out)?;
        if let (Some(protocol), Some((_, rest))) = (protocol, last.split_first()) {
            out.bytes(&[protocol])?;
            out.bytes(rest)?;
        }
        Ok(())
    }

    /// Writes what is computed of the transport's header into its bytes; the payload's follow.
    #[inline]
    fn fill_transport(&self, body: &mut [u8], lengths: &Lengths, fill: Fill) {
        if let (Some(length), Some(fixed)) = (lengths.tcp_header, body.first_chunk_mut()) {
            tcp::fill_header_length(fixed, length);
        }
        if let (Some(length), Some(fixed)) = (lengths.udp, body.first_chunk_mut()) {
            udp::fill_length(fixed, length);
        }
        if fill.contains(Fill::TRANSPORT_CHECKSUM) && !self.network.is_fragment() {
            self.fill_checksum(body, lengths);
        }
    }

    /// Writes the checksum of a segment, datagram or message, all of whose bytes are `body`.
    #[inline]
    fn fill_checksum(&self, body: &mut [u8], lengths: &Lengths) {
        let (at, protocol, length) = match &self.transport {
            Transport::None => return,
            Transport::Tcp(_) => (16, tcp::PROTOCOL, body.len() as u32),
            Transport::Udp(header) => (6, udp::PROTOCOL, lengths.udp.unwrap_or(header.length).into()),
            Transport::Icmp(_) => return write(body, 2, |bytes| Sum::new().bytes(bytes).checksum()),
            Transport::Icmpv6(_) => (2, icmpv6::PROTOCOL, body.len() as u32),
        };
        // A pseudo-header that cannot be told leaves the checksum as it is.
        let Some(pseudo) = self.network.pseudo_header(protocol, length) else { return };
        write(body, at, |bytes| match pseudo.bytes(bytes).checksum() {
            0 if protocol == udp::PROTOCOL => 0xffff,
            checksum => checksum,
        });
    }
}

/// The lengths that are computed; those that are not stand as the headers have them.
#[derive(Clone, Copy, Default)]
struct Lengths {
    network_header: Option<u8>,
    total: Option<u16>,
    tcp_header: Option<u8>,
    udp: Option<u16>,
}

impl Network<'_> {
    const fn ether_type(&self) -> Option<u16> {
        match self {
            Network::None => None,
            Network::Ipv4(_) => Some(ipv4::ETHER_TYPE),
            Network::Arp(_) => Some(arp::ETHER_TYPE),
            Network::Ipv6(_) => Some(ipv6::ETHER_TYPE),
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
            Transport::Icmpv6(_) => Some(icmpv6::PROTOCOL),
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
