//! What numbers stand for, by IANA's registries.

use crate::wire::Sense;

/// Names of numbers, a line each: the number, or the first and the last (`23-24`), a space, and the name. Text and no table of
/// numbers and strings, which has more addresses than names.
pub(super) type Registry = &'static str;

/// A number's name: that of the first line that has it.
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(super) fn find(registry: Registry, number: u32) -> Option<&'static str> {
    let bytes = registry.as_bytes();
    let (mut first, mut last, mut base) = (None, 0, 10);
    let mut at = 0;
    loop {
        match *bytes.get(at)? {
            b' ' if (first.unwrap_or(last)..=last).contains(&number) => break,
            b' ' => {
                at += bytes.get(at..)?.iter().position(|byte| *byte == b'\n')?;
                (first, last, base) = (None, 0, 10);
            }
            b'-' => (first, last, base) = (Some(last), 0, 10),
            b'x' => base = 16,
            digit => last = last * base + u32::from(if digit > b'9' { digit - b'a' + 10 } else { digit - b'0' }),
        }
        at += 1;
    }
    let name = bytes.get(at + 1..)?;
    let length = name.iter().position(|byte| *byte == b'\n').unwrap_or(name.len());
    registry.get(at + 1..)?.get(..length)
}

/// What a number of this sense stands for.
pub(super) fn meaning(sense: Sense, number: u32) -> Option<&'static str> {
    let registry = match sense {
        Sense::Plain | Sense::Bytes | Sense::Hops | Sense::Checksum => return None,
        Sense::Protocol => PROTOCOLS,
        Sense::EtherType => ETHER_TYPES,
        Sense::HardwareType => HARDWARE_TYPES,
        Sense::Dscp => DSCP,
        Sense::Ecn => ECN,
        Sense::Ipv4Option => IPV4_OPTIONS,
        Sense::Ipv6Option => IPV6_OPTIONS,
        Sense::TcpOption => TCP_OPTIONS,
        Sense::IcmpType => ICMP_TYPES,
        Sense::Icmpv6Type => ICMPV6_TYPES,
        Sense::ArpOperation => ARP_OPERATIONS,
        Sense::PacketType => PACKET_TYPES,
        Sense::Family => FAMILIES,
    };
    find(registry, number)
}

/// Hardware types.
const HARDWARE_TYPES: Registry = "\
1 Ethernet";

/// IPv4's protocols, and IPv6's next headers.
pub(super) const PROTOCOLS: Registry = "\
0 hop-by-hop options
1 ICMP
2 IGMP
4 IPv4 in IPv4
6 TCP
17 UDP
41 IPv6 in IPv4
43 routing
44 fragment
47 GRE
50 ESP
51 AH
58 ICMPv6
59 nothing
60 destination options
88 EIGRP
89 OSPF
103 PIM
112 VRRP
132 SCTP
136 UDP-Lite";

/// EtherTypes.
pub(super) const ETHER_TYPES: Registry = "\
0-0x05ff 802.3 length
0x0800 IPv4
0x0806 ARP
0x8035 RARP
0x8100 802.1Q tag
0x8847-0x8848 MPLS
0x8863 PPPoE discovery
0x8864 PPPoE session
0x86dd IPv6
0x888e 802.1X
0x88a8 802.1ad tag
0x88cc LLDP
0x9100 tag before 802.1ad";

/// TCP's options.
const TCP_OPTIONS: Registry = "\
0 End of option list
1 No operation
2 Maximum segment size
3 Window scale
4 SACK permitted
5 SACK
8 Timestamps
19 MD5 signature
28 User timeout
29 Authentication
30 Multipath TCP
34 Fast open
172 Accurate ECN
174 Accurate ECN";

/// IPv4's options.
const IPV4_OPTIONS: Registry = "\
0 End of option list
1 No operation
7 Record route
68 Timestamp
130 Security
131 Loose source route
136 Stream identifier
137 Strict source route
148 Router alert";

/// IPv6's options.
const IPV6_OPTIONS: Registry = "\
0 Pad1
1 PadN
4 Tunnel encapsulation limit
5 Router alert
0xc2 Jumbo payload
0xc9 Home address";

/// ICMPv6's messages.
pub(super) const ICMPV6_TYPES: Registry = "\
1 Destination unreachable
2 Packet too big
3 Time exceeded
4 Parameter problem
128 Echo request
129 Echo reply
130 Multicast listener query
131 Multicast listener report
132 Multicast listener done
133 Router solicitation
134 Router advertisement
135 Neighbor solicitation
136 Neighbor advertisement
137 Redirect
143 Multicast listener report";

/// What an ICMPv6 code says of its type: both as one number.
pub(super) const ICMPV6_CODES: Registry = "\
0x100 no route
0x101 administratively prohibited
0x102 beyond the source's scope
0x103 address unreachable
0x104 port unreachable
0x300 in transit
0x301 in reassembly
0x400 wrong field
0x401 unknown next header
0x402 unknown option";

/// ICMP's messages.
pub(super) const ICMP_TYPES: Registry = "\
0 Echo reply
3 Destination unreachable
4 Source quench
5 Redirect
8 Echo request
9 Router advertisement
10 Router solicitation
11 Time exceeded
12 Parameter problem
13 Timestamp request
14 Timestamp reply";

/// What an ICMP code says of its type: both as one number.
pub(super) const ICMP_CODES: Registry = "\
0x300 network unreachable
0x301 host unreachable
0x302 protocol unreachable
0x303 port unreachable
0x304 fragmentation needed
0x305 source route failed
0x309-0x30a administratively prohibited
0x30d administratively prohibited
0x500 for the network
0x501 for the host
0xb00 in transit
0xb01 in reassembly";

/// ARP's operations.
pub(super) const ARP_OPERATIONS: Registry = "\
1 request
2 reply
3 reverse request
4 reverse reply";

/// The codepoints of RFC 3168 5.
const ECN: Registry = "\
0 not ECN-capable
1 ECT(1)
2 ECT(0)
3 congestion experienced";

/// The code points of RFC 2474, 2597, 3246 and 8622 that have names.
const DSCP: Registry = "\
0 default
1 LE
8 CS1
10 AF11
12 AF12
14 AF13
16 CS2
18 AF21
20 AF22
22 AF23
24 CS3
26 AF31
28 AF32
30 AF33
32 CS4
34 AF41
36 AF42
38 AF43
40 CS5
46 EF
48 CS6
56 CS7";

/// Whom a cooked packet was for.
pub(super) const PACKET_TYPES: Registry = "\
0 to us
1 broadcast
2 multicast
3 to another host
4 sent by us";

/// Address families.
pub(super) const FAMILIES: Registry = "\
2 IPv4
10 IPv6
23-24 IPv6
28 IPv6
30 IPv6";

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    /// Each line begins with a number or a range of them, and none stands in the way of a later one.
    #[test]
    fn registries_are_lines_of_numbers_and_names() {
        let registries = [
            HARDWARE_TYPES,
            PROTOCOLS,
            ETHER_TYPES,
            TCP_OPTIONS,
            IPV4_OPTIONS,
            IPV6_OPTIONS,
            ICMPV6_TYPES,
            ICMPV6_CODES,
            ICMP_TYPES,
            ICMP_CODES,
            ARP_OPERATIONS,
            ECN,
            DSCP,
            PACKET_TYPES,
            FAMILIES,
        ];
        let parse = |text: &str| match text.strip_prefix("0x") {
            Some(digits) => u32::from_str_radix(digits, 16).unwrap(),
            None => text.parse().unwrap(),
        };
        for line in registries.iter().flat_map(|registry| registry.lines().map(move |line| (registry, line))) {
            let (registry, (numbers, name)) = (line.0, line.1.split_once(' ').unwrap());
            let numbers: Vec<u32> = numbers.split('-').map(parse).collect();
            let (first, last) = (numbers[0], *numbers.last().unwrap());
            assert!(first <= last && !name.is_empty() && name.trim() == name, "{line:?}");
            for number in [first, last] {
                assert_eq!(find(registry, number), Some(name), "{number}");
            }
        }
        assert_eq!((find(PROTOCOLS, 3), find(PROTOCOLS, 137), find("", 0)), (None, None, None));
        assert_eq!((find(ETHER_TYPES, 0x600), find(ETHER_TYPES, 0x5ff)), (None, Some("802.3 length")));
    }
}
