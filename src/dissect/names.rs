//! What numbers stand for, by IANA's registries, and what they count.
//!
//! Tables, not `match`: that compiles to code for each number, which is several times as large.

use core::hint::black_box;

/// Names of numbers: the first and the last that has a name, and the name.
pub(super) type Registry = &'static [(u16, u16, &'static str)];

/// A number's name.
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(super) fn find(registry: Registry, number: u32) -> Option<&'static str> {
    let named = |(first, last, _): &&(u16, u16, _)| (u32::from(*first)..=u32::from(*last)).contains(&number);
    registry.iter().find(named).map(|(_, _, name)| *name)
}

/// What a number stands for, by its field.
pub(super) fn meaning(field: &str, number: u32) -> Option<&'static str> {
    const REGISTRIES: &[(&str, Registry)] = &[
        ("ip.proto", PROTOCOLS),
        ("ip.dsfield.dscp", DSCP),
        ("ip.dsfield.ecn", ECN),
        ("ip.opt.type", IPV4_OPTIONS),
        ("tcp.option_kind", TCP_OPTIONS),
        ("icmp.type", ICMP_TYPES),
        ("ipv6.nxt", PROTOCOLS),
        ("ipv6.hopopts.nxt", PROTOCOLS),
        ("ipv6.dstopts.nxt", PROTOCOLS),
        ("ipv6.routing.nxt", PROTOCOLS),
        ("ipv6.fraghdr.nxt", PROTOCOLS),
        ("ah.next_header", PROTOCOLS),
        ("ipv6.tclass.dscp", DSCP),
        ("ipv6.tclass.ecn", ECN),
        ("ipv6.opt.type", IPV6_OPTIONS),
        ("icmpv6.type", ICMPV6_TYPES),
        ("eth.type", ETHER_TYPES),
        ("vlan.etype", ETHER_TYPES),
        ("sll.etype", ETHER_TYPES),
        ("arp.proto.type", ETHER_TYPES),
        ("arp.opcode", ARP_OPERATIONS),
        ("sll.pkttype", PACKET_TYPES),
        ("null.family", FAMILIES),
        ("arp.hw.type", HARDWARE_TYPES),
        ("sll.hatype", HARDWARE_TYPES),
    ];
    let registries = black_box(REGISTRIES); // of unknown length, so that the loop stays a loop
    registries.iter().find(|(name, _)| *name == field).and_then(|(_, registry)| find(registry, number))
}

/// What a number counts, by its field; with a space before it.
pub(super) fn unit(field: &str) -> Option<&'static str> {
    const BYTES: &[&str] = &[
        "ip.hdr_len",
        "ip.len",
        "ip.frag_offset",
        "tcp.hdr_len",
        "udp.length",
        "tcp.options.mss_val",
        "icmp.mtu",
        "icmpv6.mtu",
        "ipv6.plen",
        "ipv6.fraghdr.offset",
        "ipv6.opt.length",
        "ipv6.opt.jumbo",
        "tcp.window_size_value",
        "tcp.option_len",
        "ip.opt.len",
        "arp.hw.size",
        "arp.proto.size",
        "sll.halen",
    ];
    match field {
        "ip.ttl" | "ipv6.hlim" => Some(" hops"),
        _ if black_box(BYTES).contains(&field) => Some(" bytes"),
        _ => None,
    }
}

/// Hardware types.
const HARDWARE_TYPES: Registry = &[(1, 1, "Ethernet")];

/// IPv4's protocols, and IPv6's next headers.
pub(super) const PROTOCOLS: Registry = &[
    (0, 0, "hop-by-hop options"),
    (1, 1, "ICMP"),
    (2, 2, "IGMP"),
    (4, 4, "IPv4 in IPv4"),
    (6, 6, "TCP"),
    (17, 17, "UDP"),
    (41, 41, "IPv6 in IPv4"),
    (43, 43, "routing"),
    (44, 44, "fragment"),
    (47, 47, "GRE"),
    (50, 50, "ESP"),
    (51, 51, "AH"),
    (58, 58, "ICMPv6"),
    (59, 59, "nothing"),
    (60, 60, "destination options"),
    (88, 88, "EIGRP"),
    (89, 89, "OSPF"),
    (103, 103, "PIM"),
    (112, 112, "VRRP"),
    (132, 132, "SCTP"),
    (136, 136, "UDP-Lite"),
];

/// EtherTypes.
pub(super) const ETHER_TYPES: Registry = &[
    (0, 0x05ff, "802.3 length"),
    (0x0800, 0x0800, "IPv4"),
    (0x0806, 0x0806, "ARP"),
    (0x8035, 0x8035, "RARP"),
    (0x8100, 0x8100, "802.1Q tag"),
    (0x8847, 0x8848, "MPLS"),
    (0x8863, 0x8863, "PPPoE discovery"),
    (0x8864, 0x8864, "PPPoE session"),
    (0x86dd, 0x86dd, "IPv6"),
    (0x888e, 0x888e, "802.1X"),
    (0x88a8, 0x88a8, "802.1ad tag"),
    (0x88cc, 0x88cc, "LLDP"),
    (0x9100, 0x9100, "tag before 802.1ad"),
];

/// TCP's options.
const TCP_OPTIONS: Registry = &[
    (0, 0, "End of option list"),
    (1, 1, "No operation"),
    (2, 2, "Maximum segment size"),
    (3, 3, "Window scale"),
    (4, 4, "SACK permitted"),
    (5, 5, "SACK"),
    (8, 8, "Timestamps"),
    (19, 19, "MD5 signature"),
    (28, 28, "User timeout"),
    (29, 29, "Authentication"),
    (30, 30, "Multipath TCP"),
    (34, 34, "Fast open"),
    (172, 172, "Accurate ECN"),
    (174, 174, "Accurate ECN"),
];

/// IPv4's options.
const IPV4_OPTIONS: Registry = &[
    (0, 0, "End of option list"),
    (1, 1, "No operation"),
    (7, 7, "Record route"),
    (68, 68, "Timestamp"),
    (130, 130, "Security"),
    (131, 131, "Loose source route"),
    (136, 136, "Stream identifier"),
    (137, 137, "Strict source route"),
    (148, 148, "Router alert"),
];

/// IPv6's options.
const IPV6_OPTIONS: Registry = &[
    (0, 0, "Pad1"),
    (1, 1, "PadN"),
    (4, 4, "Tunnel encapsulation limit"),
    (5, 5, "Router alert"),
    (0xc2, 0xc2, "Jumbo payload"),
    (0xc9, 0xc9, "Home address"),
];

/// ICMPv6's messages.
pub(super) const ICMPV6_TYPES: Registry = &[
    (1, 1, "Destination unreachable"),
    (2, 2, "Packet too big"),
    (3, 3, "Time exceeded"),
    (4, 4, "Parameter problem"),
    (128, 128, "Echo request"),
    (129, 129, "Echo reply"),
    (130, 130, "Multicast listener query"),
    (131, 131, "Multicast listener report"),
    (132, 132, "Multicast listener done"),
    (133, 133, "Router solicitation"),
    (134, 134, "Router advertisement"),
    (135, 135, "Neighbor solicitation"),
    (136, 136, "Neighbor advertisement"),
    (137, 137, "Redirect"),
    (143, 143, "Multicast listener report"),
];

/// What an ICMPv6 code says of its type: both as one number.
pub(super) const ICMPV6_CODES: Registry = &[
    (0x100, 0x100, "no route"),
    (0x101, 0x101, "administratively prohibited"),
    (0x102, 0x102, "beyond the source's scope"),
    (0x103, 0x103, "address unreachable"),
    (0x104, 0x104, "port unreachable"),
    (0x300, 0x300, "in transit"),
    (0x301, 0x301, "in reassembly"),
    (0x400, 0x400, "wrong field"),
    (0x401, 0x401, "unknown next header"),
    (0x402, 0x402, "unknown option"),
];

/// ICMP's messages.
pub(super) const ICMP_TYPES: Registry = &[
    (0, 0, "Echo reply"),
    (3, 3, "Destination unreachable"),
    (4, 4, "Source quench"),
    (5, 5, "Redirect"),
    (8, 8, "Echo request"),
    (9, 9, "Router advertisement"),
    (10, 10, "Router solicitation"),
    (11, 11, "Time exceeded"),
    (12, 12, "Parameter problem"),
    (13, 13, "Timestamp request"),
    (14, 14, "Timestamp reply"),
];

/// What an ICMP code says of its type: both as one number.
pub(super) const ICMP_CODES: Registry = &[
    (0x300, 0x300, "network unreachable"),
    (0x301, 0x301, "host unreachable"),
    (0x302, 0x302, "protocol unreachable"),
    (0x303, 0x303, "port unreachable"),
    (0x304, 0x304, "fragmentation needed"),
    (0x305, 0x305, "source route failed"),
    (0x309, 0x30a, "administratively prohibited"),
    (0x30d, 0x30d, "administratively prohibited"),
    (0x500, 0x500, "for the network"),
    (0x501, 0x501, "for the host"),
    (0xb00, 0xb00, "in transit"),
    (0xb01, 0xb01, "in reassembly"),
];

/// ARP's operations.
pub(super) const ARP_OPERATIONS: Registry =
    &[(1, 1, "request"), (2, 2, "reply"), (3, 3, "reverse request"), (4, 4, "reverse reply")];

/// The codepoints of RFC 3168 5.
const ECN: Registry =
    &[(0, 0, "not ECN-capable"), (1, 1, "ECT(1)"), (2, 2, "ECT(0)"), (3, 3, "congestion experienced")];

/// The code points of RFC 2474, 2597, 3246 and 8622 that have names.
const DSCP: Registry = &[
    (0, 0, "default"),
    (1, 1, "LE"),
    (8, 8, "CS1"),
    (10, 10, "AF11"),
    (12, 12, "AF12"),
    (14, 14, "AF13"),
    (16, 16, "CS2"),
    (18, 18, "AF21"),
    (20, 20, "AF22"),
    (22, 22, "AF23"),
    (24, 24, "CS3"),
    (26, 26, "AF31"),
    (28, 28, "AF32"),
    (30, 30, "AF33"),
    (32, 32, "CS4"),
    (34, 34, "AF41"),
    (36, 36, "AF42"),
    (38, 38, "AF43"),
    (40, 40, "CS5"),
    (46, 46, "EF"),
    (48, 48, "CS6"),
    (56, 56, "CS7"),
];

/// Whom a cooked packet was for.
pub(super) const PACKET_TYPES: Registry =
    &[(0, 0, "to us"), (1, 1, "broadcast"), (2, 2, "multicast"), (3, 3, "to another host"), (4, 4, "sent by us")];

/// Address families.
pub(super) const FAMILIES: Registry =
    &[(2, 2, "IPv4"), (10, 10, "IPv6"), (23, 24, "IPv6"), (28, 28, "IPv6"), (30, 30, "IPv6")];
