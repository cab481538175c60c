//! What numbers stand for, by IANA's registries.

use crate::wire::Sense;

/// Names of numbers, a line each: the number, or the first and the last (`23-24`), a space, and the name. A line that begins with no
/// digit is of the number after that of the line before. Text and no table of numbers and strings, which has more addresses than
/// names.
pub(super) type Registry = &'static str;

/// A number's name: that of the first line that has it.
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(super) fn find(registry: Registry, number: u32) -> Option<&'static str> {
    let bytes = registry.as_bytes();
    let (mut at, mut last) = (0, 0_u32);
    loop {
        let mut first = None;
        if bytes.get(at)?.is_ascii_digit() {
            let mut base = 10;
            last = 0;
            loop {
                match *bytes.get(at)? {
                    b' ' => break,
                    b'-' => (first, last, base) = (Some(last), 0, 10),
                    b'x' => base = 16,
                    digit => {
                        let digit = if digit > b'9' { digit - b'a' + 10 } else { digit - b'0' };
                        last = last * base + u32::from(digit);
                    }
                }
                at += 1;
            }
            at += 1;
        } else {
            last += 1;
        }
        let name = bytes.get(at..)?;
        let length = name.iter().position(|byte| *byte == b'\n').unwrap_or(name.len());
        if (first.unwrap_or(last)..=last).contains(&number) {
            return registry.get(at..at + length);
        }
        at += length + 1;
    }
}

/// What a number of this sense counts or stands for, to be said after it: as it is where it begins with a space, else in brackets. A
/// checksum's number stands for nothing, but its state does.
pub(crate) fn note(sense: Sense, number: u32, state: u32) -> &'static str {
    find(REGISTRIES[sense as usize], if sense == Sense::Checksum { state } else { number }).unwrap_or_default()
}

/// By the senses' discriminants.
const REGISTRIES: [Registry; Sense::COUNT] = {
    let mut registries = [""; Sense::COUNT];
    registries[Sense::Bytes as usize] = "1  byte\n0-0xffffffff  bytes";
    registries[Sense::Hops as usize] = "1  hop\n0-0xffffffff  hops";
    registries[Sense::Checksum as usize] = "0  (good)\n (wrong)\n (none computed)\n (unverified)";
    registries[Sense::Protocol as usize] = PROTOCOLS;
    registries[Sense::EtherType as usize] = ETHER_TYPES;
    registries[Sense::TypeOrLength as usize] = TYPES_OR_LENGTHS;
    registries[Sense::HardwareType as usize] = "1 Ethernet";
    registries[Sense::Dscp as usize] = DSCP;
    registries[Sense::Ecn as usize] = ECN;
    registries[Sense::Ipv4Option as usize] = IPV4_OPTIONS;
    registries[Sense::Ipv6Option as usize] = IPV6_OPTIONS;
    registries[Sense::TcpOption as usize] = TCP_OPTIONS;
    registries[Sense::IcmpType as usize] = ICMP_TYPES;
    registries[Sense::Icmpv6Type as usize] = ICMPV6_TYPES;
    registries[Sense::ArpOperation as usize] = ARP_OPERATIONS;
    registries[Sense::PacketType as usize] = PACKET_TYPES;
    registries[Sense::Family as usize] = FAMILIES;
    registries[Sense::DhcpOption as usize] = DHCP_OPTIONS;
    registries
};

/// IPv4's protocols, and IPv6's next headers.
pub(super) const PROTOCOLS: Registry = "\
0 hop-by-hop options
ICMP
IGMP
4 IPv4 in IPv4
6 TCP
17 UDP
41 IPv6 in IPv4
43 routing
fragment
47 GRE
50 ESP
AH
58 ICMPv6
nothing
destination options
88 EIGRP
OSPF
103 PIM
112 VRRP
132 SCTP
136 UDP-Lite";

/// What Ethernet's type field has: a length of IEEE 802.3, or an EtherType.
pub(super) const TYPES_OR_LENGTHS: Registry = "\
0-0x05ff 802.3 length
0x0800 IPv4
0x0806 ARP
0x8035 RARP
0x8100 802.1Q tag
0x8847-0x8848 MPLS
0x8863 PPPoE discovery
PPPoE session
0x86dd IPv6
0x888e 802.1X
0x88a8 802.1ad tag
0x88cc LLDP
0x9100 tag before 802.1ad";

/// EtherTypes, which are all that ARP and cooked frames have: the same without its first line.
pub(super) const ETHER_TYPES: Registry = TYPES_OR_LENGTHS.split_at("0-0x05ff 802.3 length\n".len()).1;

/// The names of layers, and those for people: by the protocol's number, or the EtherType. Those that most frames have stand first.
pub(super) const LAYERS: Registry = "\
0x400 ethernet Ethernet
4 ipv4 IPv4
6 tcp TCP
17 udp UDP
41 ipv6 IPv6
1 icmp ICMP
58 icmpv6 ICMPv6
0x806 arp ARP
0 ipv6.hopopts Hop-by-hop options
43 ipv6.routing Routing
ipv6.fraghdr Fragment
51 ah Authentication
60 ipv6.dstopts Destination options
0x204 ipv4 Quoted IPv4
0x206 tcp Quoted TCP
0x211 udp Quoted UDP
0x229 ipv6 Quoted IPv6
0x201 icmp Quoted ICMP
0x23a icmpv6 Quoted ICMPv6
0x402 null Loopback
loop OpenBSD loopback
sll Linux cooked capture
sll2 Linux cooked capture v2";

/// The protocol numbers of IP within IP, in [`LAYERS`] those of IP.
pub(super) const IPV4: u32 = 4;
pub(super) const IPV6: u32 = 41;
/// The number of a quoted packet's protocol is so much higher.
pub(super) const QUOTED: u32 = 0x200;
/// The number of a link type is so much higher than its discriminant.
pub(super) const LINK: u32 = 0x400;

/// TCP's flags, by their bits.
pub(super) const TCP_FLAGS: Registry = "\
0 FIN
SYN
RST
PSH
ACK
URG
ECE
CWR
AE";

/// TCP's options.
const TCP_OPTIONS: Registry = "\
0 End of option list
No operation
Maximum segment size
Window scale
SACK permitted
SACK
8 Timestamps
19 MD5 signature
28 User timeout
Authentication
Multipath TCP
34 Fast open
172 Accurate ECN
174 Accurate ECN";

/// IPv4's options.
const IPV4_OPTIONS: Registry = "\
0 End of option list
No operation
7 Record route
68 Timestamp
130 Security
Loose source route
136 Stream identifier
Strict source route
148 Router alert";

/// IPv6's options.
const IPV6_OPTIONS: Registry = "\
0 Pad1
PadN
4 Tunnel encapsulation limit
Router alert
0xc2 Jumbo payload
0xc9 Home address";

/// A message's type and code as one number, so much higher, is what its code says.
pub(super) const CODES: u32 = 0x1_0000;

/// ICMPv6's messages, and from `CODES` on what their codes say.
pub(super) const ICMPV6_TYPES: Registry = "\
1 Destination unreachable
Packet too big
Time exceeded
Parameter problem
128 Echo request
Echo reply
Multicast listener query
Multicast listener report
Multicast listener done
Router solicitation
Router advertisement
Neighbor solicitation
Neighbor advertisement
Redirect
143 Multicast listener report
0x10100 : no route
: administratively prohibited
: beyond the source's scope
: address unreachable
: port unreachable
0x10300 : in transit
: in reassembly
0x10400 : wrong field
: unknown next header
: unknown option
0x18000-0x181ff , id %4h, seq %6h";

/// ICMP's messages, and from `CODES` on what their codes say.
pub(super) const ICMP_TYPES: Registry = "\
0 Echo reply
3 Destination unreachable
Source quench
Redirect
8 Echo request
Router advertisement
Router solicitation
Time exceeded
Parameter problem
Timestamp request
Timestamp reply
0x10300 : network unreachable
: host unreachable
: protocol unreachable
: port unreachable
: fragmentation needed
: source route failed
0x10309-0x1030a : administratively prohibited
0x1030d : administratively prohibited
0x10500 : for the network
: for the host
0x10b00 : in transit
: in reassembly
0x10000-0x100ff , id %4h, seq %6h
0x10800-0x108ff , id %4h, seq %6h";

/// ARP's operations.
pub(super) const ARP_OPERATIONS: Registry = "\
1 request
reply
reverse request
reverse reply";

/// The codepoints of RFC 3168 5.
const ECN: Registry = "\
0 not ECN-capable
ECT(1)
ECT(0)
congestion experienced";

/// The code points of RFC 2474, 2597, 3246 and 8622 that have names.
const DSCP: Registry = "\
0 default
LE
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
broadcast
multicast
to another host
sent by us";

/// DHCP's options.
const DHCP_OPTIONS: Registry = "\
0 pad
subnet mask
3 router
6 DNS server
12 host name
15 domain name
50 requested address
lease time
53 message type
server
parameters
61 client
82 relay agent
255 end";

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
        let others = [LAYERS, TCP_FLAGS];
        let parse = |text: &str| match text.strip_prefix("0x") {
            Some(digits) => u32::from_str_radix(digits, 16).unwrap(),
            None => text.parse().unwrap(),
        };
        for registry in REGISTRIES.into_iter().chain(others) {
            let mut last = 0;
            for line in registry.lines() {
                let numbered = line.starts_with(|letter: char| letter.is_ascii_digit());
                let (numbers, name) = if numbered { line.split_once(' ').unwrap() } else { ("", line) };
                let numbers: Vec<u32> = numbers.split('-').filter(|number| !number.is_empty()).map(parse).collect();
                let first = numbers.first().copied().unwrap_or(last + 1);
                last = numbers.last().copied().unwrap_or(first);
                assert!(first <= last && !name.is_empty() && name.trim_end() == name, "{line:?}");
                for number in [first, last] {
                    assert_eq!(find(registry, number), Some(name), "{number}");
                }
            }
        }
        assert_eq!((find(PROTOCOLS, 3), find(PROTOCOLS, 137), find("", 0)), (None, None, None));
        let lengths = [ETHER_TYPES, TYPES_OR_LENGTHS].map(|types| [0x5ff, 0x600].map(|number| find(types, number)));
        assert_eq!(lengths, [[None; 2], [Some("802.3 length"), None]]);
    }
}
