use crate::sim::{LinkConfig, Network, Pair, Script, Straggle};
use crate::time::{Duration, Instant};
use crate::wire::tcp::{Flags, Header, Options, SeqNumber};
use crate::wire::{Network as Layer3, Packet, Transport, icmpv4, ipv4, tcp, udp};
use alloc::string::String;
use alloc::vec::Vec;
use core::net::Ipv4Addr;

const LEFT: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 1);
const RIGHT: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 2);

const SYN_OPTIONS: [u8; 20] = [2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 100, 0, 0, 0, 0, 1, 3, 3, 7];

fn packet(rightwards: bool, transport: Transport<'_>, payload: &[u8]) -> Vec<u8> {
    let (source, destination) = if rightwards { (LEFT, RIGHT) } else { (RIGHT, LEFT) };
    let protocol = match transport {
        Transport::Tcp(_) => tcp::PROTOCOL,
        Transport::Udp(_) => udp::PROTOCOL,
        Transport::Icmpv6(_) => crate::wire::icmpv6::PROTOCOL,
        Transport::Icmp(_) => icmpv4::PROTOCOL,
        Transport::None => 253,
    };
    let network = Layer3::Ipv4(ipv4::Header { source, destination, protocol, ..Default::default() });
    let packet = Packet { network, transport, payload, ..Default::default() };
    let mut bytes = alloc::vec![0; packet.emitted_len()];
    packet.emit_filled(&mut bytes).unwrap();
    bytes
}

fn ports(rightwards: bool) -> Header<'static> {
    let (source_port, destination_port) = if rightwards { (49_152, 80) } else { (80, 49_152) };
    Header { source_port, destination_port, window: 1000, ..Header::default() }
}

/// A segment: flags, sequence and acknowledgment number, options, length.
fn segment(rightwards: bool, flags: Flags, seq: u32, ack: u32, options: &[u8], length: usize) -> Vec<u8> {
    let header = Header {
        flags,
        sequence_number: SeqNumber(seq),
        acknowledgment_number: SeqNumber(ack),
        options: Options::new(options),
        ..ports(rightwards)
    };
    packet(rightwards, Transport::Tcp(header), &[0; 1460][..length])
}

/// The diagram of packets sent from the left and from the right at these milliseconds.
fn ladder<const L: usize, const R: usize>(
    left: [(u64, Vec<u8>); L],
    right: [(u64, Vec<u8>); R],
    to_right: LinkConfig,
    to_left: LinkConfig,
    run: Duration,
) -> String {
    let script = |packets: &[(u64, Vec<u8>)]| {
        packets
            .iter()
            .fold(Script::new(), |script, (at, packet)| script.send(Instant::from_millis(*at), packet.clone()))
    };
    let (left, right) = ((LEFT, script(&left)), (RIGHT, script(&right)));
    let (mut network, Pair { left, right, .. }) = Network::pair(0, left, right, to_right, to_left);
    network.record(usize::MAX);
    network.run_for(run).unwrap();
    let ladder = network.trace().ladder(left, right);
    assert!(ladder.lines().all(|line| line.chars().count() <= 100), "{ladder}");
    ladder
}

fn delayed() -> LinkConfig {
    LinkConfig { delay: Duration::from_millis(50), ..LinkConfig::default() }
}

#[test]
fn a_connection_with_losses() {
    let (syn, ack) = (Flags::SYN, Flags::ACK);
    let last = u32::MAX;
    let sack = [1, 1, 5, 10, 0, 0, 0x0b, 0x68, 0, 0, 0x11, 0x1c];
    let left = [
        (0, segment(true, syn, last, 0, &SYN_OPTIONS, 0)),
        (1000, segment(true, syn, last, 0, &SYN_OPTIONS, 0)),
        (1100, segment(true, ack, 0, 5001, &[], 0)),
        (1101, segment(true, ack | Flags::PSH, 0, 5001, &[], 1460)),
        (1102, segment(true, ack | Flags::PSH, 1460, 5001, &[], 1460)),
        (1103, segment(true, ack | Flags::FIN, 2920, 5001, &[], 1460)),
    ];
    let right = [
        (1050, segment(false, syn | ack, 5000, 0, &SYN_OPTIONS, 0)),
        (1153, segment(false, ack, 5001, 1460, &sack, 0)),
        (1160, segment(false, Flags::RST, 5001, 0, &[], 0)),
    ];
    let to_right = LinkConfig { drop: [1, 5].into(), ..delayed() };
    let to_left = LinkConfig { outages: [Instant::from_millis(1160)..Instant::from_millis(2000)].into(), ..delayed() };
    let expected = "
             10.0.0.1:49152                                                 10.0.0.2:80
    0.000000 |-- SYN seq=0 len=0 win=1000 mss=1460 sackok ------X  on the list        |
             |      ts=100/0 ws=7                                                     |
    1.000000 |-- SYN seq=0 len=0 win=1000 mss=1460 sackok ts=100/0 ws=7 ------------->| 1.050000
    1.100000 |<-- SYN ACK seq=0 ack=1 len=0 win=1000 mss=1460 sackok ts=100/0 --------| 1.050000
             |      ws=7                                                              |
    1.100000 |-- ACK seq=1 ack=1 len=0 win=128000 ----------------------------------->| 1.150000
    1.101000 |-- PSH ACK seq=1 ack=1 len=1460 win=128000 ---------------------------->| 1.151000
    1.102000 |-- PSH ACK seq=1461 ack=1 len=1460 win=128000 ------X  on the list      |
    1.103000 |-- FIN ACK seq=2921 ack=1 len=1460 win=128000 ------------------------->| 1.153000
    1.203000 |<-- ACK seq=1 ack=1461 len=0 win=128000 sack=2921-4381 -----------------| 1.153000
             |               outage  X-- RST seq=1 len=0 win=128000 ------------------| 1.160000
";
    assert_eq!(ladder(left, right, to_right, to_left, Duration::from_secs(5)), expected[1..]);
}

#[test]
fn long_labels_go_on_in_the_next_line() {
    let blocks: Vec<u8> = [1, 1, 5, 34].into_iter().chain((0..32).map(|byte| byte * 7)).collect();
    let flags = Flags::from_bits(0x1ff);
    let left = [(0, segment(true, flags, 1 << 31, 1 << 31, &blocks, 0)), (1, segment(true, flags, 0, 0, &blocks, 0))];
    let to_right = LinkConfig { drop: [2].into(), ..delayed() };
    let expected = "
             10.0.0.1:49152                                                 10.0.0.2:80
    0.000000 |-- FIN SYN RST PSH ACK URG ECE CWR AE seq=0 ack=1 len=0 win=1000 ------>| 0.050000
             |      urg=0 sack=2147946006-2619550258 sack=3091154510-3562758762       |
             |      sack=4034363014-210999970 sack=682604222-1154208474               |
    0.001000 |-- FIN SYN RST PSH ACK URG ECE CWR AE seq=0 ------X  on the list        |
             |      ack=2147483649 len=0 win=1000 urg=0 sack=2147946006-2619550258    |
             |      sack=3091154510-3562758762 sack=4034363014-210999970              |
             |      sack=682604222-1154208474                                         |
";
    assert_eq!(ladder(left, [], to_right, delayed(), Duration::from_secs(5)), expected[1..]);
}

#[test]
fn whatever_happens_to_a_packet_is_told() {
    let udp =
        |rightwards| packet(rightwards, Transport::Udp(udp::Header { source_port: 53, ..Default::default() }), b"hi");
    let icmp = icmpv4::Header { message_type: 3, code: 4, ..Default::default() };
    let elsewhere = {
        let mut packet = udp(true);
        packet[19] = 9;
        packet
    };
    let left = [(0, udp(true)), (1, elsewhere), (1, [0x60; 9].into()), (4990, udp(true))];
    let right = [(2, packet(false, Transport::Icmp(icmp), &[])), (3, packet(false, Transport::None, &[1, 2, 3]))];
    let to_right = LinkConfig {
        duplicate: Some(Straggle { probability: 1.0, delay: Duration::from_millis(7) }),
        corruption: 1.0,
        ..delayed()
    };
    let to_left = LinkConfig { mtu: 27, ..delayed() };
    let expected = "
             10.0.0.1                                                          10.0.0.2
    0.000000 |-- 53>0 BIT 64 FLIPPED UDP len=2 -------------------------------------->| 0.050000
    0.000000 |-- 53>0 DUPLICATE BIT 64 FLIPPED UDP len=2 ---------------------------->| 0.057000
    0.001000 |-- 53>0 UDP len=2 ------------------------------X  no route             |
    0.001000 |-- not IPv4 len=9 ------------------------------X  not IPv4             |
             |         over the MTU  X-- ICMP type=3 code=4 len=0 --------------------| 0.002000
    0.053000 |<-- protocol=253 len=3 -------------------------------------------------| 0.003000
    4.990000 |-- 53>0 BIT 202 FLIPPED UDP len=2 --------------   under way            |
    4.990000 |-- 53>0 DUPLICATE BIT 202 FLIPPED UDP len=2 ------   under way          |
";
    assert_eq!(ladder(left, right, to_right, to_left, Duration::from_secs(5)), expected[1..]);
}

#[test]
fn several_connections_name_their_ports() {
    let other = Header { source_port: 49_153, flags: Flags::SYN, ..ports(true) };
    let left = [(0, segment(true, Flags::SYN, 7, 0, &[], 0)), (1, packet(true, Transport::Tcp(other), &[]))];
    let right = [(2, segment(false, Flags::RST | Flags::ACK, 0, 8, &[], 0))];
    let expected = "
             10.0.0.1                                                          10.0.0.2
    0.000000 |-- 49152>80 SYN seq=0 len=0 win=1000 ---------------------------------->| 0.050000
    0.001000 |-- 49153>80 SYN seq=0 len=0 win=1000 ---------------------------------->| 0.051000
    0.052000 |<-- 80>49152 RST ACK seq=1 ack=1 len=0 win=1000 ------------------------| 0.002000
";
    assert_eq!(ladder(left, right, delayed(), delayed(), Duration::from_secs(5)), expected[1..]);
}

/// A trace that begins in the middle counts from 1, RFC 7323 scales are not known then.
#[test]
fn a_connection_whose_syn_is_not_in_the_trace() {
    let left = [(0, segment(true, Flags::ACK, 1000, 2000, &[], 10))];
    let right = [(1, segment(false, Flags::ACK, 2000, 1010, &[], 0))];
    let expected = "
             10.0.0.1:49152                                                 10.0.0.2:80
    0.000000 |-- ACK seq=1 ack=1 len=10 win=1000 ------------------------------------>| 0.050000
    0.051000 |<-- ACK seq=1 ack=11 len=0 win=1000 ------------------------------------| 0.001000
";
    assert_eq!(ladder(left, right, delayed(), delayed(), Duration::from_secs(5)), expected[1..]);
}
