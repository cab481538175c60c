//! Which field of its header each word of a record is: what is read and written in a loop.

use super::place::Place;
use super::record::Record;
use crate::wire::ipv6::kind;
use crate::wire::{Field, arp, cooked, ethernet, icmpv4, ipv4, ipv6, tcp, udp};

/// A header's fixed part.
pub(crate) struct Shape {
    /// What its words are, in the order of the record.
    pub(crate) places: &'static [Place],
    /// Its length in bytes, at most [`Shape::LONGEST`].
    pub(crate) length: usize,
}

impl Shape {
    /// The length of IPv6's fixed part.
    pub(crate) const LONGEST: usize = ipv6::FIXED_LENGTH;
}

const fn places<const N: usize>(fields: [Field; N]) -> [Place; N] {
    let mut places = [Place::bits(0..1); N];
    let mut at = 0;
    while at < N {
        places[at] = Place::of(fields[at]);
        at += 1;
    }
    places
}

/// Declares a header that almost every frame has: its shape, and what sets its words from `base` on. That is a loop in the module
/// whose bytes count, and else goes field by field, which is faster.
macro_rules! frequent {
    ($(#[$doc:meta])* $shape:ident, $set:ident, $length:expr, [$($field:expr),+ $(,)?]) => {
        $(#[$doc])*
        pub(crate) const $shape: Shape = Shape { places: &places([$($field),+]), length: $length };

        $(#[$doc])*
        #[inline(always)]
        pub(crate) fn $set(record: &mut Record, base: usize, header: &[u8; $length]) {
            if cfg!(feature = "wasm-inspect") {
                return record.set_header(base, &$shape, header);
            }
            for (index, value) in [$($field.get(header) * $field.scale),+].into_iter().enumerate() {
                record.set(base + index, value);
            }
        }
    };
}

frequent! {
    /// Ethernet's addresses, as their first 2 and last 4 bytes.
    ETHERNET, set_ethernet, ethernet::ADDRESSES_LENGTH,
    [Field::number("", 0..16), Field::number("", 16..48), Field::number("", 48..64), Field::number("", 64..96)]
}

frequent! {
    /// IPv4's. The version comes with the first byte.
    IPV4, set_ipv4, ipv4::FIXED_LENGTH, [
        ipv4::field::IHL,
        ipv4::field::DSCP,
        ipv4::field::ECN,
        ipv4::field::TOTAL_LENGTH,
        ipv4::field::IDENTIFICATION,
        ipv4::field::FLAGS,
        ipv4::field::FRAGMENT_OFFSET,
        ipv4::field::TTL,
        ipv4::field::PROTOCOL,
        ipv4::field::CHECKSUM,
        ipv4::field::SOURCE,
        ipv4::field::DESTINATION,
    ]
}

frequent! {
    /// TCP's.
    TCP, set_tcp, tcp::FIXED_LENGTH, [
        tcp::field::SOURCE_PORT,
        tcp::field::DESTINATION_PORT,
        tcp::field::SEQUENCE,
        tcp::field::ACKNOWLEDGMENT,
        tcp::field::DATA_OFFSET,
        tcp::field::RESERVED,
        tcp::field::FLAGS,
        tcp::field::WINDOW,
        tcp::field::CHECKSUM,
        tcp::field::URGENT_POINTER,
    ]
}

frequent! {
    /// UDP's.
    UDP, set_udp, udp::HEADER_LENGTH,
    [udp::field::SOURCE_PORT, udp::field::DESTINATION_PORT, udp::field::LENGTH, udp::field::CHECKSUM]
}

pub(crate) const TAG: Shape = Shape {
    places: &places([
        ethernet::field::TYPE,
        ethernet::field::PRIORITY,
        ethernet::field::DROP_ELIGIBLE,
        ethernet::field::ID,
    ]),
    length: 4,
};

pub(crate) const ETHER_TYPE: Shape = Shape { places: &places([ethernet::field::TYPE]), length: 2 };

pub(crate) const SLL: Shape = {
    use cooked::field::v1::{ADDRESS_LENGTH, HARDWARE_TYPE, PACKET_TYPE, PROTOCOL};
    Shape {
        places: &[
            Place::of(PACKET_TYPE),
            Place::of(HARDWARE_TYPE),
            Place::of(ADDRESS_LENGTH),
            Place::bits(48..80),
            Place::bits(80..112),
            Place::of(PROTOCOL),
        ],
        length: cooked::V1_LENGTH,
    }
};

pub(crate) const SLL2: Shape = {
    use cooked::field::v2::{ADDRESS_LENGTH, HARDWARE_TYPE, INTERFACE, PACKET_TYPE, PROTOCOL, RESERVED};
    Shape {
        places: &[
            Place::of(PACKET_TYPE),
            Place::of(HARDWARE_TYPE),
            Place::of(ADDRESS_LENGTH),
            Place::bits(96..128),
            Place::bits(128..160),
            Place::of(PROTOCOL),
            Place::of(RESERVED),
            Place::of(INTERFACE),
        ],
        length: cooked::V2_LENGTH,
    }
};

/// The version comes with the first byte.
pub(crate) const IPV6: Shape = {
    use ipv6::field::{DSCP, ECN, FLOW_LABEL, HOP_LIMIT, NEXT_HEADER, PAYLOAD_LENGTH};
    Shape {
        places: &[
            Place::of(DSCP),
            Place::of(ECN),
            Place::of(FLOW_LABEL),
            Place::of(PAYLOAD_LENGTH),
            Place::of(NEXT_HEADER),
            Place::of(HOP_LIMIT),
            // The addresses.
            Place::bits(64..96),
            Place::bits(96..128),
            Place::bits(128..160),
            Place::bits(160..192),
            Place::bits(192..224),
            Place::bits(224..256),
            Place::bits(256..288),
            Place::bits(288..320),
        ],
        length: ipv6::FIXED_LENGTH,
    }
};

pub(crate) const ARP: Shape = {
    use arp::field::{HARDWARE_LENGTH, HARDWARE_TYPE, OPERATION, PROTOCOL_LENGTH, PROTOCOL_TYPE};
    let fields = [HARDWARE_TYPE, PROTOCOL_TYPE, HARDWARE_LENGTH, PROTOCOL_LENGTH, OPERATION];
    Shape { places: &places(fields), length: arp::FIXED_LENGTH }
};

/// ICMP's or ICMPv6's header, its second word as one number.
pub(crate) const ICMP: Shape = {
    use icmpv4::field::{CHECKSUM, CODE, REST, TYPE};
    Shape { places: &places([TYPE, CODE, CHECKSUM, REST]), length: icmpv4::HEADER_LENGTH }
};

/// What RFC 792 has an error quote of a segment.
pub(crate) const QUOTED_TCP: Shape = {
    use tcp::field::{DESTINATION_PORT, SEQUENCE, SOURCE_PORT};
    Shape { places: &places([SOURCE_PORT, DESTINATION_PORT, SEQUENCE]), length: 8 }
};

/// What is told of a message that is quoted.
pub(crate) const QUOTED_ICMP: Shape = {
    use icmpv4::field::{CODE, TYPE};
    Shape { places: &places([TYPE, CODE]), length: 2 }
};

/// The fixed part of an extension header of this kind. Its next header comes with the first byte, its length with what follows.
pub(crate) fn extension(extension: u8) -> &'static Shape {
    use ipv6::extension_field::{AUTHENTICATION, FRAGMENT, ROUTING};
    const PARTS: [Shape; 4] = [
        Shape { places: &places([FRAGMENT[1], FRAGMENT[2], FRAGMENT[3], FRAGMENT[4], FRAGMENT[5]]), length: 8 },
        Shape { places: &places([ROUTING[2], ROUTING[3]]), length: 4 },
        Shape { places: &places([AUTHENTICATION[2], AUTHENTICATION[3], AUTHENTICATION[4]]), length: 12 },
        Shape { places: &[], length: 2 },
    ];
    match extension {
        kind::FRAGMENT => &PARTS[0],
        kind::ROUTING => &PARTS[1],
        kind::AUTHENTICATION => &PARTS[2],
        _ => &PARTS[3],
    }
}
