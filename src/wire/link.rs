//! The link layers that a frame may begin with, and which of them a frame's bytes speak for.

use super::checksum::Sum;
use super::cooked::{HeaderV1, HeaderV2, V1_LENGTH, V2_LENGTH};
use super::emit::{EmitError, Out};
use super::error::{Layer, Report, truncated};
use super::ethernet::Tag;
use super::packet::Part;
use super::{arp, cooked, ethernet, ipv4, ipv6, loopback};

/// What a frame begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum LinkType {
    /// Ethernet II (LINKTYPE 1).
    Ethernet,
    /// No link header: the packet itself (LINKTYPE 101, DLT_RAW 12 and 14, LINKTYPE_IPV4 228, LINKTYPE_IPV6 229).
    Raw,
    /// BSD loopback in host byte order (LINKTYPE 0).
    Null,
    /// OpenBSD loopback in network byte order (LINKTYPE 108).
    Loop,
    /// Linux cooked capture, version 1 (LINKTYPE 113).
    Sll,
    /// Linux cooked capture, version 2 (LINKTYPE 276).
    Sll2,
}

impl LinkType {
    /// Every link type, in the order of its discriminant.
    pub const ALL: [LinkType; 6] =
        [LinkType::Ethernet, LinkType::Raw, LinkType::Null, LinkType::Loop, LinkType::Sll, LinkType::Sll2];

    /// The link type of a capture file's LINKTYPE (or DLT) number; nothing for one that is not read.
    #[must_use]
    pub const fn from_linktype(number: u32) -> Option<LinkType> {
        match number {
            1 => Some(LinkType::Ethernet),
            12 | 14 | 101 | 228 | 229 => Some(LinkType::Raw),
            0 => Some(LinkType::Null),
            108 => Some(LinkType::Loop),
            113 => Some(LinkType::Sll),
            276 => Some(LinkType::Sll2),
            _ => None,
        }
    }

    /// The link type that a frame's bytes speak for. An IPv4 header at the start with a right checksum, an IPv6 header with a
    /// payload length that ends where the bytes do, or no sign of anything else says raw; a known EtherType with a fitting version says Ethernet or cooked; a small address family
    /// says loopback. Ethernet is the answer where nothing speaks, and raw where there are too few bytes even for that.
    #[must_use]
    pub fn guess(frame: &[u8]) -> LinkType {
        if ipv4_checksum_is_right(frame) || begins_ipv6(frame) && ipv6_fits(frame) {
            return LinkType::Raw;
        }
        // In this order: what Ethernet announces may look like another header, and no frame speaks for two of the others.
        for link_type in LinkType::ALL {
            if link_type.header(frame).is_some_and(|(ether_type, packet)| announces(ether_type, packet)) {
                return link_type;
            }
        }
        if frame.len() < ethernet::UNTAGGED_LENGTH { LinkType::Raw } else { LinkType::Ethernet }
    }

    /// The EtherType that the link header says, where the bytes can be one of this type, and what is behind it.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn header(self, frame: &[u8]) -> Option<(u16, &[u8])> {
        let (ether_type, length) = match self {
            LinkType::Ethernet => {
                let at = after_tags(frame);
                (be16(frame, at), at + 2)
            }
            LinkType::Raw if begins_ipv4(frame) => (ipv4::ETHER_TYPE, 0),
            LinkType::Raw if begins_ipv6(frame) => (ipv6::ETHER_TYPE, 0),
            LinkType::Sll if is_cooked_v1(frame) => (be16(frame, V1_LENGTH - 2), V1_LENGTH),
            LinkType::Sll2 if is_cooked_v2(frame) => (be16(frame, 0), V2_LENGTH),
            LinkType::Null | LinkType::Loop => {
                let family = u32::from_le_bytes(*frame.first_chunk()?);
                let big = family.swap_bytes();
                let ether_type = match if self == LinkType::Loop { big } else { family.min(big) } {
                    loopback::FAMILY_IPV4 => ipv4::ETHER_TYPE,
                    10 | 23 | 24 | 28 | 30 => ipv6::ETHER_TYPE,
                    _ => 0,
                };
                (ether_type, loopback::HEADER_LENGTH)
            }
            LinkType::Raw | LinkType::Sll | LinkType::Sll2 => return None,
        };
        Some((ether_type, frame.get(length..)?))
    }
}

pub(super) fn begins_ipv4(packet: &[u8]) -> bool {
    packet.first().is_some_and(|first| first >> 4 == 4)
}

pub(super) fn begins_ipv6(packet: &[u8]) -> bool {
    packet.first().is_some_and(|first| first >> 4 == 6)
}

/// Whether an IPv4 header is here, with a right checksum.
pub(super) fn ipv4_checksum_is_right(packet: &[u8]) -> bool {
    // Of a version other than 4 it would be longer.
    let header = packet.first().and_then(|first| packet.get(..usize::from(first.wrapping_sub(0x40)) * 4));
    header.is_some_and(|header| matches!(header.len(), 20..=60) && Sum::new().bytes(header).checksum() == 0)
}

/// A payload length that ends where the bytes do, and a next header that is known: there is no checksum.
#[cold]
fn ipv6_fits(packet: &[u8]) -> bool {
    usize::from(be16(packet, 4)) + ipv6::FIXED_LENGTH == packet.len() && ipv6_is_followed_by_a_known_header(packet)
}

/// Whether the next header is TCP, UDP, ICMPv6, an extension header or none.
pub(super) fn ipv6_is_followed_by_a_known_header(packet: &[u8]) -> bool {
    packet.get(6).is_some_and(|next| matches!(next, 0 | 6 | 17 | 43 | 44 | 50 | 51 | 58 | 59 | 60))
}

/// The 16-bit number at an offset; 0 past the end.
#[cfg_attr(target_arch = "wasm32", inline(never))] // which has no byte swap
pub(super) fn be16(frame: &[u8], at: usize) -> u16 {
    frame.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |bytes| u16::from_be_bytes(*bytes))
}

/// Where the innermost EtherType of an Ethernet frame stands.
pub(crate) fn after_tags(frame: &[u8]) -> usize {
    let mut at = ethernet::UNTAGGED_LENGTH - 2;
    while Tag::is_protocol(be16(frame, at)) {
        at += 4;
    }
    at
}

/// Whether an EtherType announces what begins with these bytes.
fn announces(ether_type: u16, inner: &[u8]) -> bool {
    match ether_type {
        ipv4::ETHER_TYPE => inner.is_empty() || begins_ipv4(inner),
        ipv6::ETHER_TYPE => inner.is_empty() || begins_ipv6(inner),
        // ARP for IPv4. Its EtherType alone says little: a TTL of 8 before TCP's number looks the same.
        arp::ETHER_TYPE => inner.is_empty() || be16(inner, 2) == ipv4::ETHER_TYPE,
        _ => false,
    }
}

fn is_cooked_v1(frame: &[u8]) -> bool {
    matches!(frame, [0, 0..=4, _, _, 0, 0..=8, ..])
}

fn is_cooked_v2(frame: &[u8]) -> bool {
    matches!(frame, [_, _, 0, 0, _, _, _, _, _, _, 0..=4, 0..=8, ..])
}

/// The layer and the length of the link header at the start of a frame, and the EtherType of what follows: as the header says it, by
/// a loopback's address family, or by the version of what follows; 0 where nothing tells. Nothing where the header is not wholly
/// there.
#[inline]
pub(super) fn measure<R: Report>(
    frame: &[u8],
    link_type: LinkType,
    report: &mut R,
) -> Result<Option<(Part, u16)>, R::Stop> {
    let (layer, length) = match link_type {
        LinkType::Raw => {
            let ether_type = if begins_ipv6(frame) { ipv6::ETHER_TYPE } else { ipv4::ETHER_TYPE };
            return Ok(Some((Part::default(), ether_type)));
        }
        LinkType::Ethernet => (Layer::Ethernet, ethernet::UNTAGGED_LENGTH),
        LinkType::Null => (Layer::Null, loopback::HEADER_LENGTH),
        LinkType::Loop => (Layer::Loop, loopback::HEADER_LENGTH),
        LinkType::Sll => (Layer::Sll, V1_LENGTH),
        LinkType::Sll2 => (Layer::Sll2, V2_LENGTH),
    };
    if frame.len() < length {
        truncated(report, layer, 0, length, frame)?;
        return Ok(None);
    }
    let (length, ether_type) = match link_type {
        LinkType::Ethernet => ethernet::measure(frame, report)?,
        LinkType::Sll | LinkType::Sll2 => {
            cooked::check(link_type, frame, report)?;
            let at = if link_type == LinkType::Sll { V1_LENGTH - 2 } else { 0 };
            (length, be16(frame, at))
        }
        _ => {
            let header = frame.first_chunk().map(|header| loopback::Header::from_bytes(header, layer));
            (length, header.unwrap_or_default().ether_type())
        }
    };
    Ok(Some((Part { layer: Some(layer), length }, ether_type)))
}

/// A frame's link header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link<'a> {
    /// None: the frame is the packet, or its header is not wholly there.
    #[default]
    None,
    /// Ethernet II.
    Ethernet(ethernet::Header<'a>),
    /// BSD loopback in host byte order.
    Null(loopback::Header),
    /// OpenBSD loopback in network byte order.
    Loop(loopback::Header),
    /// Linux cooked capture, version 1.
    Sll(HeaderV1),
    /// Linux cooked capture, version 2.
    Sll2(HeaderV2),
}

impl<'a> Link<'a> {
    /// The header that these bytes are, which were [`measure`]d.
    pub(crate) fn from_bytes(link_type: LinkType, header: &'a [u8]) -> Self {
        let link = match link_type {
            LinkType::Raw => None,
            LinkType::Ethernet => Some(Link::Ethernet(ethernet::Header::from_bytes(header))),
            LinkType::Null => {
                header.first_chunk().map(|header| Link::Null(loopback::Header::from_bytes(header, Layer::Null)))
            }
            LinkType::Loop => {
                header.first_chunk().map(|header| Link::Loop(loopback::Header::from_bytes(header, Layer::Loop)))
            }
            LinkType::Sll => header.first_chunk().map(|header| Link::Sll(HeaderV1::from_bytes(header))),
            LinkType::Sll2 => header.first_chunk().map(|header| Link::Sll2(HeaderV2::from_bytes(header))),
        };
        link.unwrap_or_default()
    }

    /// The layer that the header is of; nothing where there is none.
    #[must_use]
    pub const fn layer(&self) -> Option<Layer> {
        match self {
            Link::None => None,
            Link::Ethernet(_) => Some(Layer::Ethernet),
            Link::Null(_) => Some(Layer::Null),
            Link::Loop(_) => Some(Layer::Loop),
            Link::Sll(_) => Some(Layer::Sll),
            Link::Sll2(_) => Some(Layer::Sll2),
        }
    }

    /// The header's length in bytes.
    #[must_use]
    #[inline]
    pub const fn emitted_len(&self) -> usize {
        match self {
            Link::None => 0,
            Link::Ethernet(header) => header.emitted_len(),
            Link::Null(_) | Link::Loop(_) => loopback::HEADER_LENGTH,
            Link::Sll(_) => V1_LENGTH,
            Link::Sll2(_) => V2_LENGTH,
        }
    }

    /// Appends the header as its fields stand; a loop header is in network byte order whatever it says.
    pub(crate) fn emit(&self, out: &mut Out<'_>) -> Result<(), EmitError> {
        match self {
            Link::None => Ok(()),
            Link::Ethernet(header) => header.emit(out),
            Link::Null(header) => header.emit(out),
            Link::Loop(header) => loopback::Header { byte_order: loopback::ByteOrder::Big, ..*header }.emit(out),
            Link::Sll(header) => header.emit(out),
            Link::Sll2(header) => header.emit(out),
        }
    }

    /// Makes the header announce an EtherType (for loopback: its address family).
    pub(crate) const fn announce(&mut self, ether_type: u16) {
        match self {
            Link::None => {}
            Link::Ethernet(header) => header.ether_type = ether_type,
            Link::Sll(header) => header.protocol = ether_type,
            Link::Sll2(header) => header.protocol = ether_type,
            Link::Null(header) | Link::Loop(header) => header.family = loopback::family(ether_type),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    const PACKET: [u8; 20] = [0x45, 0, 0, 20, 0, 1, 0, 0, 64, 6, 0x66, 0xe2, 10, 0, 0, 1, 10, 0, 0, 1];

    #[test]
    fn a_frame_speaks_for_its_link_type() {
        let head = |bytes: &[u8]| [bytes, &PACKET].concat();
        let sll = [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0];
        let sll2 = [8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0];
        let arp = [0, 1, 8, 0, 6, 4, 0, 1];
        let to_all = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 2, 8, 6];
        let ttl_of_8 = [2, 0, 0, 0, 0x45, 0, 0, 20, 0, 1, 0, 0, 8, 6, 0x9e, 0xe2, 10, 0, 0, 1, 10, 0, 0, 1];
        let mut ipv6 = [0; 56];
        (ipv6[0], ipv6[5], ipv6[6]) = (0x60, 16, 59);
        // Addresses that look like an Ethernet header's end and an IPv4 header's begin.
        ipv6[12..15].copy_from_slice(&[8, 0, 0x45]);
        let table: [(&str, Vec<u8>, LinkType); 12] = [
            ("raw ipv6", ipv6.to_vec(), LinkType::Raw),
            ("raw", head(&[]), LinkType::Raw),
            ("raw with a wrong checksum", [&[0x45, 1][..], &PACKET[2..]].concat(), LinkType::Raw),
            ("ethernet", head(&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]), LinkType::Ethernet),
            ("tagged", head(&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x81, 0, 0, 5, 8, 0]), LinkType::Ethernet),
            ("ethernet from 45:…", head(&[0x45, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]), LinkType::Ethernet),
            ("sll", head(&sll), LinkType::Sll),
            ("sll2", head(&sll2), LinkType::Sll2),
            ("null, little", head(&[2, 0, 0, 0]), LinkType::Null),
            ("null, big", head(&[0, 0, 0, 2]), LinkType::Null),
            ("null, with a TTL and a protocol that look like ARP's EtherType", ttl_of_8.to_vec(), LinkType::Null),
            ("arp", [&to_all[..], &arp].concat(), LinkType::Ethernet),
        ];
        for (name, frame, expected) in table {
            assert_eq!(LinkType::guess(&frame), expected, "{name}");
        }
        assert_eq!(LinkType::guess(&[]), LinkType::Raw);
        assert_eq!(LinkType::guess(&[0; 60]), LinkType::Ethernet);
    }

    #[test]
    fn capture_numbers_are_known() {
        for (number, expected) in
            [(1, LinkType::Ethernet), (12, LinkType::Raw), (14, LinkType::Raw), (101, LinkType::Raw)]
        {
            assert_eq!(LinkType::from_linktype(number), Some(expected));
        }
        assert_eq!(LinkType::from_linktype(228), Some(LinkType::Raw));
        assert_eq!(LinkType::from_linktype(229), Some(LinkType::Raw));
        assert_eq!(LinkType::from_linktype(9), None);
    }
}
