//! How much a frame's bytes say for each link type: versions, lengths, checksums, and what each header announces.

use super::link::{self, LinkType};
use super::{arp, ipv4, ipv6};
use core::cmp::Ordering;

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
        let mut evidence = Evidence { link_type, confidence: 0, runner_up: None };
        let mut most = 0;
        for other in LinkType::ALL {
            let weight = weight(frame, other);
            if other == link_type {
                evidence.confidence = weight as u8;
            } else if weight > most && !(other == LinkType::Loop && link_type == LinkType::Null) {
                // Both byte orders of the loopback header are read as `Null`.
                evidence.runner_up = Some((other, weight as u8));
                most = weight;
            }
        }
        evidence
    }
}

/// What a link header announces, and what that is where it stands; little where there is no byte of it.
fn weight(frame: &[u8], link_type: LinkType) -> u32 {
    let Some((ether_type, packet)) = link_type.header(frame) else { return 0 };
    // Where there is no header, nothing speaks for the packet but itself.
    let announced = if link_type == LinkType::Raw { 10 } else { 20 };
    announced
        + match ether_type {
            ipv4::ETHER_TYPE | ipv6::ETHER_TYPE | arp::ETHER_TYPE if packet.is_empty() => 0,
            ipv4::ETHER_TYPE if link::begins_ipv4(packet) => ipv4(packet),
            ipv6::ETHER_TYPE if link::begins_ipv6(packet) => ipv6(packet),
            arp::ETHER_TYPE if link::be16(packet, 2) == ipv4::ETHER_TYPE => 60,
            _ => return 0,
        }
}

/// RFC 791 3.1: header length, a right checksum, a total length that is there.
fn ipv4(packet: &[u8]) -> u32 {
    let length = packet.first().map_or(0, |first| usize::from(first & 15) * 4);
    if length < ipv4::FIXED_LENGTH {
        return 5;
    }
    let sums = if link::ipv4_checksum_is_right(packet) { 40 } else { 0 };
    let total = usize::from(link::be16(packet, 2));
    20 + sums + if total < length { 0 } else { fitting(total, packet.len()) }
}

/// RFC 8200 3: a payload length that is there. There is no checksum.
fn ipv6(packet: &[u8]) -> u32 {
    let total = ipv6::FIXED_LENGTH + usize::from(link::be16(packet, 4));
    let known = if link::ipv6_is_followed_by_a_known_header(packet) { 20 } else { 0 };
    20 + known + fitting(total, packet.len())
}

/// A length that ends where the bytes end says much, one before it (padding) less, one after it (cut short) nothing.
fn fitting(claimed: usize, available: usize) -> u32 {
    match claimed.cmp(&available) {
        Ordering::Equal => 20,
        Ordering::Less => 10,
        Ordering::Greater => 0,
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
