//! A packet in a few words (`SYN ACK seq=0 ack=1 len=0 win=65535 mss=1460`), with sequence numbers counted from the start of its connection.

use super::TracedPacket;
use crate::wire::tcp::{Flags, Header, SeqNumber, TcpOption};
use crate::wire::{LinkType, Network, Packet, Transport, ipv4};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::net::Ipv4Addr;

/// Addresses and ports of one direction; ports are 0 where there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Path {
    pub(super) source: (Ipv4Addr, u16),
    pub(super) destination: (Ipv4Addr, u16),
}

/// The largest window scale that counts, RFC 7323 2.3.
const MOST_SHIFT: u8 = 14;

/// What is known of one direction of a connection.
#[derive(Clone, Copy, Debug, Default)]
struct Sender {
    /// The number that counts as 0: the SYN's, or the one before the first that was seen.
    base: Option<SeqNumber>,
    /// The window scale of its SYN, RFC 7323 2.2.
    shift: Option<u8>,
}

/// Reads packets in their order, and remembers where connections began.
#[derive(Debug, Default)]
pub(super) struct Reader {
    senders: BTreeMap<Path, Sender>,
}

impl Reader {
    /// The packet's words. None is longer than 40 characters.
    pub(super) fn words(&mut self, packet: &TracedPacket) -> Vec<String> {
        let parsed = Packet::parse_lax(&packet.data, LinkType::Raw, |_| {});
        let Network::Ipv4(network) = parsed.network else { return [format!("not IPv4 len={}", packet.length)].into() };
        let headers = network.emitted_len() + parsed.transport.emitted_len();
        let length = format!("len={}", packet.length.saturating_sub(headers));
        let mut words = match (parsed.transport, Path::of(&parsed)) {
            (Transport::Tcp(header), Some(path)) => self.tcp(path, &header, length),
            (Transport::Udp(_), _) => ["UDP".to_string(), length].into(),
            (Transport::Icmp(header), _) => {
                [format!("ICMP type={} code={}", header.message_type, header.code), length].into()
            }
            _ => [format!("protocol={}", network.protocol), length].into(),
        };
        words.extend(fragment(&network));
        words
    }

    fn tcp(&mut self, path: Path, header: &Header<'_>, length: String) -> Vec<String> {
        self.learn(path, header);
        let (sender, peer) = (self.sender(path), self.sender(path.reversed()));
        let has = |flag| header.flags.contains(flag);
        let acknowledged = |number: SeqNumber| number - peer.base.unwrap_or_default();
        let mut words = Vec::from([flags(header.flags)]);
        words.push(format!("seq={}", header.sequence_number - sender.base.unwrap_or_default()));
        words.extend(has(Flags::ACK).then(|| format!("ack={}", acknowledged(header.acknowledgment_number))));
        words.push(length);
        let shift = match (has(Flags::SYN), sender.shift, peer.shift) {
            (false, Some(shift), Some(_)) => shift.min(MOST_SHIFT),
            _ => 0,
        };
        words.push(format!("win={}", u32::from(header.window) << shift));
        words.extend(has(Flags::URG).then(|| format!("urg={}", header.urgent_pointer)));
        header.options.iter().for_each(|option| put_option(&mut words, &option, acknowledged));
        words
    }

    /// Where the two directions begin, and their window scales.
    fn learn(&mut self, path: Path, header: &Header<'_>) {
        let sender = self.senders.entry(path).or_default();
        if header.flags.contains(Flags::SYN) {
            *sender = Sender { base: Some(header.sequence_number), shift: header.options.known().window_scale };
        }
        sender.base.get_or_insert(before(header.sequence_number));
        if header.flags.contains(Flags::ACK) {
            let peer = self.senders.entry(path.reversed()).or_default();
            peer.base.get_or_insert(before(header.acknowledgment_number));
        }
    }

    fn sender(&self, path: Path) -> Sender {
        self.senders.get(&path).copied().unwrap_or_default()
    }
}

impl Path {
    /// The path that a packet takes; nothing where it is no IPv4 packet.
    pub(super) fn of(packet: &Packet<'_>) -> Option<Path> {
        let Network::Ipv4(network) = packet.network else { return None };
        let (source, destination) = match packet.transport {
            Transport::Tcp(header) => (header.source_port, header.destination_port),
            Transport::Udp(header) => (header.source_port, header.destination_port),
            Transport::Icmp(_) | Transport::Icmpv6(_) | Transport::None => (0, 0),
        };
        Some(Path { source: (network.source, source), destination: (network.destination, destination) })
    }

    pub(super) const fn has_ports(&self) -> bool {
        self.source.1 != 0 || self.destination.1 != 0
    }

    pub(super) const fn reversed(self) -> Path {
        Path { source: self.destination, destination: self.source }
    }
}

const fn before(number: SeqNumber) -> SeqNumber {
    SeqNumber(number.0.wrapping_sub(1))
}

fn flags(flags: Flags) -> String {
    match flags.bits() {
        0 => "no flags".to_string(),
        _ => flags.to_string().replace(", ", " "),
    }
}

fn put_option(words: &mut Vec<String>, option: &TcpOption<'_>, acknowledged: impl Fn(SeqNumber) -> u32) {
    words.push(match option {
        TcpOption::EndOfList { .. } | TcpOption::NoOperation => return,
        TcpOption::MaximumSegmentSize(size) => format!("mss={size}"),
        TcpOption::WindowScale(shift) => format!("ws={shift}"),
        TcpOption::SackPermitted => "sackok".to_string(),
        TcpOption::Sack(blocks) => {
            let block = |(left, right)| format!("sack={}-{}", acknowledged(left), acknowledged(right));
            return words.extend(blocks.iter().map(block));
        }
        TcpOption::Timestamps { value, echo_reply } => format!("ts={value}/{echo_reply}"),
        TcpOption::UserTimeout { minutes, value } => format!("uto={value}{}", if *minutes { "min" } else { "s" }),
        TcpOption::FastOpen { cookie } => format!("tfo={}", cookie.len()),
        TcpOption::Md5Signature { .. } => "md5".to_string(),
        TcpOption::Authentication { .. } => "ao".to_string(),
        TcpOption::Unknown { kind, .. } => format!("option={kind}"),
        TcpOption::Malformed { .. } => "malformed-options".to_string(),
    });
}

fn fragment(header: &ipv4::Header<'_>) -> Option<String> {
    let more = if header.more_fragments { "+" } else { "" };
    header.is_fragment().then(|| format!("fragment={:#06x}@{}{more}", header.identification, header.fragment_offset))
}
