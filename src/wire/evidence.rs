//! How much a frame's bytes say for each link type: versions, lengths, checksums, and what each header announces.

use super::checksum::Sum;
use super::link::{self, LinkType};
use super::{arp, cooked, ipv4, ipv6, loopback};

/// The link type that a frame's bytes speak for, and how clearly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The link type: that of [`LinkType::guess`].
    pub link_type: LinkType,
    /// What speaks for it, from 0 to 100: nothing to a header that announces an IPv4 header with a right checksum and a
    /// fitting length. It is no probability.
    pub confidence: u8,
    /// The link type that most speaks for after it, with as much; nothing where nothing speaks for any other.
    pub runner_up: Option<(LinkType, u8)>,
}

impl LinkType {
    /// Weighs what a frame's bytes say for each link type.
    ///
    /// ```
    /// use drywire::wire::LinkType;
    /// let packet = [0x45, 0, 0, 20, 0, 1, 0, 0, 64, 6, 0x66, 0xe2, 10, 0, 0, 1, 10, 0, 0, 1];
    /// let evidence = LinkType::weigh(&packet);
    /// assert_eq!((evidence.link_type, evidence.confidence, evidence.runner_up), (LinkType::Raw, 90, None));
    /// // A wrong checksum and a wrong length leave the version.
    /// assert_eq!(LinkType::weigh(&[0x45; 20]).confidence, 30);
    /// ```
    #[must_use]
    pub fn weigh(frame: &[u8]) -> Evidence {
        let link_type = LinkType::guess(frame);
        let mut runner_up: Option<(LinkType, u8)> = None;
        for other in LinkType::ALL.into_iter().filter(|other| *other != link_type) {
            // Both byte orders of the loopback header are read as `Null`.
            let weight = if other == LinkType::Loop && link_type == LinkType::Null { 0 } else { weight(frame, other) };
            if weight > runner_up.map_or(0, |(_, most)| most) {
                runner_up = Some((other, weight));
            }
        }
        Evidence { link_type, confidence: weight(frame, link_type), runner_up }
    }
}

/// What a link header announces, where it stands, and what it says by itself.
fn weight(frame: &[u8], link_type: LinkType) -> u8 {
    let after = |at: usize| frame.get(at..).unwrap_or_default();
    match link_type {
        LinkType::Raw => match frame.first().map(|first| first >> 4) {
            // No header speaks for it.
            Some(4) => ipv4(frame).map_or(0, |weight| weight.saturating_add(10)),
            Some(6) => ipv6(frame).map_or(0, |weight| weight.saturating_add(10)),
            _ => 0,
        },
        LinkType::Ethernet => {
            let at = link::after_tags(frame);
            announced(link::be16(frame, at), after(at + 2))
        }
        LinkType::Sll if link::is_cooked_v1(frame) => {
            announced(link::be16(frame, cooked::V1_LENGTH - 2), after(cooked::V1_LENGTH))
        }
        LinkType::Sll2 if link::is_cooked_v2(frame) => announced(link::be16(frame, 0), after(cooked::V2_LENGTH)),
        LinkType::Null | LinkType::Loop => {
            let Some(family) = frame.first_chunk::<4>() else { return 0 };
            let (little, big) = (u32::from_le_bytes(*family), u32::from_be_bytes(*family));
            let family = if link_type == LinkType::Loop { big } else { little.min(big) };
            match family {
                loopback::FAMILY_IPV4 => announced(Some(ipv4::ETHER_TYPE), after(4)),
                10 | 23 | 24 | 28 | 30 => announced(Some(ipv6::ETHER_TYPE), after(4)),
                _ => 0,
            }
        }
        _ => 0,
    }
}

/// What an EtherType and the bytes after it say together; little where there is no byte after it.
fn announced(ether_type: Option<u16>, packet: &[u8]) -> u8 {
    let inside = match ether_type {
        Some(ipv4::ETHER_TYPE | ipv6::ETHER_TYPE | arp::ETHER_TYPE) if packet.is_empty() => Some(0),
        Some(ipv4::ETHER_TYPE) => ipv4(packet),
        Some(ipv6::ETHER_TYPE) => ipv6(packet),
        Some(arp::ETHER_TYPE) => (link::be16(packet, 2) == Some(ipv4::ETHER_TYPE)).then_some(60),
        _ => None,
    };
    inside.map_or(0, |weight: u8| weight.saturating_add(20))
}

/// RFC 791 3.1: version and header length, a right checksum, a total length that is there.
fn ipv4(packet: &[u8]) -> Option<u8> {
    let first = packet.first().filter(|first| **first >> 4 == 4)?;
    let length = usize::from(first & 15) * 4;
    if length < ipv4::FIXED_LENGTH {
        return Some(5);
    }
    let sums = packet.get(..length).is_some_and(|header| Sum::new().bytes(header).checksum() == 0);
    let total = usize::from(link::be16(packet, 2).unwrap_or(0));
    Some(20 + if sums { 40 } else { 0 } + fitting(total >= length, total, packet.len()))
}

/// RFC 8200 3: version, and a payload length that is there. There is no checksum.
fn ipv6(packet: &[u8]) -> Option<u8> {
    packet.first().filter(|first| **first >> 4 == 6)?;
    let total = ipv6::FIXED_LENGTH + usize::from(link::be16(packet, 4).unwrap_or(0));
    let known = if link::ipv6_is_followed_by_a_known_header(packet) { 20 } else { 0 };
    Some(20 + known + fitting(packet.len() >= ipv6::FIXED_LENGTH, total, packet.len()))
}

/// A length that ends where the bytes end says much, one before it (padding) less, one after it (cut short) nothing.
fn fitting(possible: bool, claimed: usize, available: usize) -> u8 {
    match claimed.cmp(&available) {
        _ if !possible => 0,
        core::cmp::Ordering::Equal => 20,
        core::cmp::Ordering::Less => 10,
        core::cmp::Ordering::Greater => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    const PACKET: [u8; 20] = [0x45, 0, 0, 20, 0, 1, 0, 0, 64, 6, 0x66, 0xe2, 10, 0, 0, 1, 10, 0, 0, 1];

    #[test]
    fn a_right_checksum_behind_an_announcing_header_is_sure() {
        let head = |bytes: &[u8]| [bytes, &PACKET].concat();
        let table: [(Vec<u8>, LinkType); 6] = [
            (head(&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]), LinkType::Ethernet),
            (head(&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x81, 0, 0, 5, 8, 0]), LinkType::Ethernet),
            (head(&[0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0]), LinkType::Sll),
            (head(&[8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0]), LinkType::Sll2),
            (head(&[2, 0, 0, 0]), LinkType::Null),
            (head(&[0, 0, 0, 2]), LinkType::Null),
        ];
        for (frame, expected) in table {
            let evidence = LinkType::weigh(&frame);
            assert_eq!((evidence.link_type, evidence.confidence), (expected, 100));
            assert!(evidence.runner_up.is_none_or(|(_, weight)| weight < 40), "{expected:?}: {evidence:?}");
        }
    }

    #[test]
    fn a_doubtful_frame_names_the_runner_up() {
        // A hardware address that begins as an IPv4 header does.
        let frame = [&[0x45, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0][..], &PACKET].concat();
        let evidence = LinkType::weigh(&frame);
        assert_eq!((evidence.link_type, evidence.confidence), (LinkType::Ethernet, 100));
        assert_eq!(evidence.runner_up, Some((LinkType::Raw, 30)));
        assert_eq!(LinkType::weigh(&[]), Evidence { link_type: LinkType::Raw, confidence: 0, runner_up: None });
        assert_eq!(LinkType::weigh(&[0; 60]).confidence, 0);
    }
}
