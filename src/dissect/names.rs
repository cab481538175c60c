//! What numbers stand for, by IANA's registries.

/// An IPv4 protocol's name.
pub(super) const fn protocol(number: u32) -> Option<&'static str> {
    Some(match number {
        1 => "ICMP",
        2 => "IGMP",
        4 => "IPv4 in IPv4",
        6 => "TCP",
        17 => "UDP",
        41 => "IPv6 in IPv4",
        47 => "GRE",
        50 => "ESP",
        51 => "AH",
        58 => "ICMPv6",
        88 => "EIGRP",
        89 => "OSPF",
        103 => "PIM",
        112 => "VRRP",
        132 => "SCTP",
        136 => "UDP-Lite",
        _ => return None,
    })
}

/// An EtherType's name.
pub(super) const fn ether_type(number: u32) -> Option<&'static str> {
    Some(match number {
        0x0800 => "IPv4",
        0x0806 => "ARP",
        0x8035 => "RARP",
        0x8100 => "802.1Q tag",
        0x8847 | 0x8848 => "MPLS",
        0x8863 => "PPPoE discovery",
        0x8864 => "PPPoE session",
        0x86dd => "IPv6",
        0x888e => "802.1X",
        0x88a8 => "802.1ad tag",
        0x88cc => "LLDP",
        0x9100 => "tag before 802.1ad",
        0..=0x05ff => "802.3 length",
        _ => return None,
    })
}

/// A TCP option's name.
pub(super) const fn tcp_option(kind: u32) -> Option<&'static str> {
    Some(match kind {
        0 => "End of option list",
        1 => "No operation",
        2 => "Maximum segment size",
        3 => "Window scale",
        4 => "SACK permitted",
        5 => "SACK",
        8 => "Timestamps",
        19 => "MD5 signature",
        28 => "User timeout",
        29 => "Authentication",
        30 => "Multipath TCP",
        34 => "Fast open",
        172 | 174 => "Accurate ECN",
        _ => return None,
    })
}

/// An IPv4 option's name.
pub(super) const fn ipv4_option(kind: u32) -> Option<&'static str> {
    Some(match kind {
        0 => "End of option list",
        1 => "No operation",
        7 => "Record route",
        68 => "Timestamp",
        130 => "Security",
        131 => "Loose source route",
        136 => "Stream identifier",
        137 => "Strict source route",
        148 => "Router alert",
        _ => return None,
    })
}

/// An ICMP message's name.
pub(super) const fn icmp_type(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "Echo reply",
        3 => "Destination unreachable",
        4 => "Source quench",
        5 => "Redirect",
        8 => "Echo request",
        9 => "Router advertisement",
        10 => "Router solicitation",
        11 => "Time exceeded",
        12 => "Parameter problem",
        13 => "Timestamp request",
        14 => "Timestamp reply",
        _ => return None,
    })
}

/// What an ICMP code says of its type.
pub(super) const fn icmp_code(message_type: u8, code: u8) -> Option<&'static str> {
    Some(match (message_type, code) {
        (3, 0) => "network unreachable",
        (3, 1) => "host unreachable",
        (3, 2) => "protocol unreachable",
        (3, 3) => "port unreachable",
        (3, 4) => "fragmentation needed",
        (3, 5) => "source route failed",
        (3, 9 | 10 | 13) => "administratively prohibited",
        (5, 0) => "for the network",
        (5, 1) => "for the host",
        (11, 0) => "in transit",
        (11, 1) => "in reassembly",
        _ => return None,
    })
}

/// An ARP operation's name.
pub(super) const fn arp_operation(number: u32) -> Option<&'static str> {
    Some(match number {
        1 => "request",
        2 => "reply",
        3 => "reverse request",
        4 => "reverse reply",
        _ => return None,
    })
}

/// The codepoints of RFC 3168 5.
pub(super) const fn ecn(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "not ECN-capable",
        1 => "ECT(1)",
        2 => "ECT(0)",
        3 => "congestion experienced",
        _ => return None,
    })
}

/// The code points of RFC 2474, 2597, 3246 and 8622 that have names.
pub(super) const fn dscp(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "default",
        1 => "LE",
        8 => "CS1",
        10 => "AF11",
        12 => "AF12",
        14 => "AF13",
        16 => "CS2",
        18 => "AF21",
        20 => "AF22",
        22 => "AF23",
        24 => "CS3",
        26 => "AF31",
        28 => "AF32",
        30 => "AF33",
        32 => "CS4",
        34 => "AF41",
        36 => "AF42",
        38 => "AF43",
        40 => "CS5",
        46 => "EF",
        48 => "CS6",
        56 => "CS7",
        _ => return None,
    })
}

/// Whom a cooked packet was for.
pub(super) const fn packet_type(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "to us",
        1 => "broadcast",
        2 => "multicast",
        3 => "to another host",
        4 => "sent by us",
        _ => return None,
    })
}

/// An address family's name.
pub(super) const fn family(number: u32) -> Option<&'static str> {
    Some(match number {
        2 => "IPv4",
        10 | 23 | 24 | 28 | 30 => "IPv6",
        _ => return None,
    })
}
