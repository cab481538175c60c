//! IPv4 packets in and out: checksums, addresses, ports and source routes (RFC 9293 3.9.2); everything else is the segment's.

use super::arrives::reset_of;
use super::calls::is_one_host;
use super::config::SourceRoute;
use super::connection::Connection;
use super::ecn::CE;
use super::icmp::IcmpError;
use super::output::Reset;
use super::segment::Segment;
use super::state::State;
use crate::time::Instant;
use crate::wire::Out;
use crate::wire::checksum::Sum;
use crate::wire::icmpv4;
use crate::wire::ipv4::{self, Ipv4Option, Route};
use crate::wire::tcp::{self, Flags, Options, SeqNumber};
use crate::wire::{ChecksumStatus, LinkType, Network, OptionList, Packet, Transport};
use core::net::{Ipv4Addr, SocketAddrV4};

/// What became of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It was for this connection.
    Taken,
    /// It is for another address or port, or another protocol.
    NotOurs,
    /// It is damaged: a checksum is wrong, bytes are missing, or it is a fragment.
    Malformed,
}

const IP_HEADER: usize = ipv4::FIXED_LENGTH;

impl Connection {
    /// Takes an IPv4 packet: a segment for this connection, or an ICMP error about one of its own.
    pub fn handle_packet(&mut self, now: Instant, bytes: &[u8]) -> Received {
        self.trace.at(now);
        let mut packet = Packet { payload: bytes, ..Packet::default() };
        let right = read(&mut packet);
        let Network::Ipv4(network) = &packet.network else { return Received::Malformed };
        match &packet.transport {
            Transport::Tcp(_) | Transport::Icmp(_) if !right => {
                self.counters.malformed_received += 1;
                Received::Malformed
            }
            Transport::Tcp(header) => self.handle_tcp(now, network, header, packet.payload),
            Transport::Icmp(header) => self.handle_icmp_packet(now, header, packet.payload),
            Transport::Udp(_) | Transport::Icmpv6(_) | Transport::None => Received::NotOurs,
        }
    }

    fn handle_tcp(
        &mut self,
        now: Instant,
        network: &ipv4::Header<'_>,
        header: &tcp::Header<'_>,
        payload: &[u8],
    ) -> Received {
        let from = SocketAddrV4::new(network.source, header.source_port);
        let to = SocketAddrV4::new(network.destination, header.destination_port);
        if to != self.local || self.remote.is_some_and(|remote| remote != from) {
            return Received::NotOurs;
        }
        // MUST-57, MUST-63: no connection with what is not one host.
        if !is_one_host(network.source) || !is_one_host(network.destination) {
            return Received::NotOurs;
        }
        let mut segment = Segment { ce: network.ecn == CE, ..Segment::new(header, payload) };
        // Only from a segment that fits the stream, so that nobody else can lead the answers astray.
        if self.passive && (self.state == State::Listen || segment.seq == self.rcv.nxt) {
            self.return_route(network);
        }
        match self.state {
            State::Listen => {
                self.counters.segments_received += 1;
                if let Some(reset) = self.arrives_in_listen(now, from, &segment) {
                    self.reset = Some(reset);
                    self.reset_to = Some(from);
                }
            }
            _ => self.take_segment(now, &mut segment),
        }
        Received::Taken
    }

    /// Answers come back the way a source-routed segment came (MUST-53); a later route replaces an earlier one (SHLD-24).
    fn return_route(&mut self, network: &ipv4::Header<'_>) {
        for option in network.options.iter() {
            let (Ipv4Option::LooseSourceRoute(route) | Ipv4Option::StrictSourceRoute(route)) = option else { continue };
            let mut routers = [Ipv4Addr::UNSPECIFIED; SourceRoute::MAXIMUM];
            let passed = usize::from(route.pointer.saturating_sub(4)) / 4;
            let hops = route.addresses().take(passed).take(SourceRoute::MAXIMUM);
            let count = hops.len();
            hops.rev().zip(&mut routers).for_each(|(hop, router)| *router = hop);
            if let Some(route) = routers.get(..count).and_then(SourceRoute::new) {
                self.returned_route = Some(route);
            }
        }
    }

    /// An ICMP error quotes the packet that it is about: ours, if addresses and ports say so.
    fn handle_icmp_packet(&mut self, now: Instant, header: &icmpv4::Header, payload: &[u8]) -> Received {
        let Some(quoted) = header.quoted(payload).filter(|quoted| quoted.ipv4.protocol == tcp::PROTOCOL) else {
            return Received::NotOurs;
        };
        let Some([a, b, c, d, seq @ ..]) = quoted.payload.first_chunk::<8>().copied() else { return Received::NotOurs };
        let from = SocketAddrV4::new(quoted.ipv4.source, u16::from_be_bytes([a, b]));
        let to = SocketAddrV4::new(quoted.ipv4.destination, u16::from_be_bytes([c, d]));
        if from != self.local || self.remote != Some(to) {
            return Received::NotOurs;
        }
        let error = IcmpError {
            icmp_type: header.message_type,
            code: header.code,
            next_hop_mtu: header.rest_of_header as u16,
            seq: SeqNumber(u32::from_be_bytes(seq)),
        };
        self.handle_icmp(now, &error);
        Received::Taken
    }

    /// Writes the next packet to send into `out`; gives its length, or nothing where there is none for now. Call it until it
    /// gives nothing: the answer may change with every other call. `out` must take [`Config::mtu`](super::Config) bytes; where
    /// it is too small for a packet, that packet counts as lost.
    pub fn poll_transmit(&mut self, now: Instant, out: &mut [u8]) -> Option<usize> {
        self.trace.at(now);
        let remote = self.reset_to.or(self.remote)?;
        let reset = self.reset.take();
        self.forbid_mark();
        let outgoing = match reset {
            Some(reset) => {
                self.sending = reset.why;
                reset.outgoing()
            }
            None => self.next_segment(now)?,
        };
        let mut options = OptionList::new();
        self.add_options(&outgoing, now, &mut options);
        let options = options.padded();
        let header = tcp::Header {
            source_port: self.local.port(),
            destination_port: remote.port(),
            sequence_number: outgoing.seq,
            acknowledgment_number: match reset {
                Some(reset) => reset.ack.unwrap_or_default(),
                None if outgoing.flags.contains(Flags::ACK) => self.rcv.nxt,
                None => SeqNumber(0),
            },
            header_length: (tcp::FIXED_LENGTH + options.len()) as u8,
            flags: outgoing.flags,
            window: self.window_of(&outgoing),
            urgent_pointer: self.urgent_pointer_of(&outgoing),
            options: Options::new(options),
            ..tcp::Header::default()
        };
        self.reset_to = None;
        self.counters.segments_sent += 1;
        self.trace.sent(outgoing.seq, outgoing.length, self.sending);
        self.write_packet(header, outgoing.length.into(), *remote.ip(), out)
    }

    /// Lays out the packet: data, checksums, IPv4 header, TCP header.
    #[inline]
    fn write_packet(&self, header: tcp::Header<'_>, length: usize, remote: Ipv4Addr, out: &mut [u8]) -> Option<usize> {
        let ip_options = self.ip_options(remote);
        let ip_options = ip_options.padded();
        let headers = IP_HEADER + ip_options.len() + usize::from(header.header_length);
        let (headers, data) = out.get_mut(..headers + length)?.split_at_mut_checked(headers)?;
        let data_sum = self.copy_data(header.sequence_number, data)?;
        let checksum = header.computed_checksum(*self.local.ip(), remote, length, data_sum);
        let total = headers.len() + length;
        let mut headers = Out::new(headers);
        self.ip_header(ip_options, remote, total).emit(&mut headers).ok()?;
        tcp::Header { checksum, ..header }.emit(&mut headers).ok()?;
        Some(total)
    }

    /// Copies the data from `seq` on; its sum. That of the data where it stood, since a processor waits for what it wrote a
    /// moment ago.
    fn copy_data(&self, seq: SeqNumber, out: &mut [u8]) -> Option<Sum> {
        let mut sum = Sum::new();
        let (mut at, mut odd) = (0, false);
        for slice in self.send_buffer.slices(seq, out.len()) {
            odd |= at % 2 == 1;
            out.get_mut(at..at + slice.len())?.copy_from_slice(slice);
            sum = sum.bytes(slice);
            at += slice.len();
        }
        // A part that begins at an odd place adds up differently.
        Some(if odd { Sum::new().bytes(out) } else { sum })
    }

    /// The IPv4 header of a packet of `total` bytes, with its checksum.
    fn ip_header<'a>(&self, options: &'a [u8], remote: Ipv4Addr, total: usize) -> ipv4::Header<'a> {
        let first_hop = self.source_route().and_then(|route| route.routers().first().copied());
        let header = ipv4::Header {
            header_length: (IP_HEADER + options.len()) as u8,
            dscp: self.config.dscp & 0x3f,
            ecn: self.ecn_field(),
            total_length: total as u16,
            identification: self.counters.segments_sent as u16,
            dont_fragment: true,
            ttl: self.config.ttl,
            protocol: tcp::PROTOCOL,
            source: *self.local.ip(),
            destination: first_hop.unwrap_or(remote),
            options: ipv4::Options::new(options),
            ..ipv4::Header::default()
        };
        ipv4::Header { checksum: header.computed_checksum(), ..header }
    }

    /// The source route of what is sent, where there is one (MUST-51, MUST-52): the packet goes to the first router, and the
    /// option holds the others and the destination.
    fn ip_options(&self, destination: Ipv4Addr) -> OptionList {
        let mut list = OptionList::new();
        let Some(route) = self.source_route() else { return list };
        let mut hops = [[0; 4]; SourceRoute::MAXIMUM];
        let rest = route.routers().iter().skip(1).chain([&destination]);
        let count = rest.zip(&mut hops).map(|(hop, place)| *place = hop.octets()).count();
        Ipv4Option::LooseSourceRoute(Route::from_wire(4, hops.get(..count).unwrap_or_default())).emit(&mut list);
        list
    }

    /// The way back that the peer's segments showed, or else the way that the user gave.
    fn source_route(&self) -> Option<&SourceRoute> {
        self.returned_route.as_ref().or(self.config.source_route.as_ref())
    }

    pub(super) fn ip_options_length(&self) -> usize {
        self.source_route().map_or(0, |route| (3 + 4 * route.routers().len()).next_multiple_of(4))
    }
}

/// Takes a packet apart that has nothing but its payload, the bytes; says whether its checksums are right.
#[cfg_attr(not(target_arch = "wasm32"), inline)]
#[cfg_attr(target_arch = "wasm32", inline(never))] // a copy at each place would cost more bytes than time
fn read(packet: &mut Packet<'_>) -> bool {
    let bytes = packet.payload;
    packet.read_lax(LinkType::Raw, |_| {});
    let checksums = packet.verify(bytes, |_| {});
    checksums.network == ChecksumStatus::Good && checksums.transport == ChecksumStatus::Good
}

/// The reset that answers a segment which no connection takes, as a packet in `out`; its length, or nothing where none
/// answers (RFC 9293 3.10.7.1): a packet that is not whole or whose checksums are wrong has none.
pub fn reset_for(bytes: &[u8], out: &mut [u8]) -> Option<usize> {
    let mut packet = Packet { payload: bytes, ..Packet::default() };
    let right = read(&mut packet);
    let (Network::Ipv4(network), Transport::Tcp(header)) = (&packet.network, &packet.transport) else { return None };
    if !right || !is_one_host(network.source) || !is_one_host(network.destination) {
        return None;
    }
    let Reset { seq, ack, .. } = reset_of(&Segment::new(header, packet.payload))?;
    let flags = if ack.is_some() { Flags::RST | Flags::ACK } else { Flags::RST };
    let reset = Packet {
        network: Network::Ipv4(ipv4::Header {
            protocol: tcp::PROTOCOL,
            source: network.destination,
            destination: network.source,
            dont_fragment: true,
            ..ipv4::Header::default()
        }),
        transport: Transport::Tcp(tcp::Header {
            source_port: header.destination_port,
            destination_port: header.source_port,
            sequence_number: seq,
            acknowledgment_number: ack.unwrap_or_default(),
            flags,
            ..tcp::Header::default()
        }),
        ..Packet::default()
    };
    reset.emit_filled(out).ok()
}
