//! IPv4 packets in and out: checksums, addresses, ports and source routes (RFC 9293 3.9.2); everything else is the segment's.

use super::arrives::reset_of;
use super::calls::is_one_host;
use super::config::SourceRoute;
use super::connection::Connection;
use super::icmp::IcmpError;
use super::output::{Outgoing, Reset};
use super::segment::Segment;
use super::state::State;
use crate::time::Instant;
use crate::wire::checksum::Sum;
use crate::wire::icmpv4;
use crate::wire::ipv4::{self, Ipv4Option, Route};
use crate::wire::tcp::{self, Options, SeqNumber};
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
        let packet = Packet::parse_lax(bytes, LinkType::Raw, |_| {});
        let Network::Ipv4(network) = &packet.network else { return Received::Malformed };
        let checksums = packet.verify(bytes, |_| {});
        let right = [checksums.network, checksums.transport] == [ChecksumStatus::Good; 2];
        match &packet.transport {
            Transport::Tcp(_) | Transport::Icmp(_) if !right => {
                self.counters.malformed_received += 1;
                Received::Malformed
            }
            Transport::Tcp(header) => self.handle_tcp(now, network, header, packet.payload),
            Transport::Icmp(header) => self.handle_icmp_packet(now, header, packet.payload),
            Transport::Udp(_) | Transport::None => Received::NotOurs,
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
        let segment = Segment::new(header, payload);
        // Only from a segment that fits the stream, so that nobody else can lead the answers astray.
        if self.passive && (self.state == State::Listen || segment.seq == self.rcv.nxt) {
            self.return_route(network);
        }
        match self.state {
            State::Listen => {
                if let Some(reset) = self.arrives_in_listen(now, from, &segment) {
                    self.reset = Some(reset);
                    self.reset_to = Some(from);
                }
            }
            _ => self.handle_segment(now, &segment),
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
        let remote = self.reset_to.or(self.remote)?;
        let outgoing = self.next_segment(now)?;
        self.reset_to = None;
        self.counters.segments_sent += 1;
        self.write_packet(&outgoing, remote, out)
    }

    /// Lays out the packet: IPv4 header, TCP header, data; then the checksums.
    fn write_packet(&self, outgoing: &Outgoing, remote: SocketAddrV4, out: &mut [u8]) -> Option<usize> {
        let ip_options = self.ip_options(*remote.ip());
        let packet = self.headers(outgoing, remote, &ip_options);
        let headers = packet.emitted_len();
        let total = headers + outgoing.length;
        let out = out.get_mut(..total)?;
        let mut at = headers;
        for slice in self.send_buffer.slices(outgoing.seq, outgoing.length) {
            out.get_mut(at..at + slice.len())?.copy_from_slice(slice);
            at += slice.len();
        }
        packet.emit(out).ok()?;
        let ip_length = IP_HEADER + ip_options.padded().len();
        fill(out, ip_length, packet_ends(&packet)?);
        Some(total)
    }

    /// The headers of a packet whose data follows them; checksums are 0.
    fn headers<'a>(&self, outgoing: &'a Outgoing, remote: SocketAddrV4, ip_options: &'a OptionList) -> Packet<'a> {
        let options = outgoing.options.padded();
        let ip_options = ip_options.padded();
        let tcp_length = tcp::FIXED_LENGTH + options.len();
        let ip_length = IP_HEADER + ip_options.len();
        let first_hop = self.source_route().and_then(|route| route.routers().first().copied());
        Packet {
            network: Network::Ipv4(ipv4::Header {
                header_length: ip_length as u8,
                dscp: self.config.dscp & 0x3f,
                total_length: (ip_length + tcp_length + outgoing.length) as u16,
                identification: self.counters.segments_sent as u16,
                dont_fragment: true,
                ttl: self.config.ttl,
                protocol: tcp::PROTOCOL,
                source: *self.local.ip(),
                destination: first_hop.unwrap_or(*remote.ip()),
                options: ipv4::Options::new(ip_options),
                ..ipv4::Header::default()
            }),
            transport: Transport::Tcp(tcp::Header {
                source_port: self.local.port(),
                destination_port: remote.port(),
                sequence_number: outgoing.seq,
                acknowledgment_number: outgoing.ack,
                header_length: tcp_length as u8,
                flags: outgoing.flags,
                window: outgoing.window,
                urgent_pointer: outgoing.urgent_pointer,
                options: Options::new(options),
                ..tcp::Header::default()
            }),
            ..Packet::default()
        }
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
    fn source_route(&self) -> Option<SourceRoute> {
        self.returned_route.or(self.config.source_route)
    }

    pub(super) fn ip_options_length(&self) -> usize {
        self.source_route().map_or(0, |route| (3 + 4 * route.routers().len()).next_multiple_of(4))
    }
}

/// The reset that answers a segment which no connection takes, as a packet in `out`; its length, or nothing where none
/// answers (RFC 9293 3.10.7.1). The packet must be whole and its checksums right.
pub fn reset_for(bytes: &[u8], out: &mut [u8]) -> Option<usize> {
    let packet = Packet::parse(bytes, LinkType::Raw).ok()?;
    let (Network::Ipv4(network), Transport::Tcp(header)) = (&packet.network, &packet.transport) else { return None };
    if !is_one_host(network.source) || !is_one_host(network.destination) {
        return None;
    }
    let Reset { seq, ack } = reset_of(&Segment::new(header, packet.payload))?;
    let flags = if ack.is_some() { tcp::Flags::RST | tcp::Flags::ACK } else { tcp::Flags::RST };
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

/// Source and final destination of a packet, as the pseudo-header has them.
fn packet_ends(packet: &Packet<'_>) -> Option<(Ipv4Addr, Ipv4Addr)> {
    let Network::Ipv4(header) = &packet.network else { return None };
    let last_hop = header.options.iter().find_map(|option| match option {
        Ipv4Option::LooseSourceRoute(route) => route.addresses().last(),
        _ => None,
    });
    Some((header.source, last_hop.unwrap_or(header.destination)))
}

/// Writes both checksums into a packet that has zeros in their place.
fn fill(packet: &mut [u8], ip_length: usize, (source, destination): (Ipv4Addr, Ipv4Addr)) {
    let Some((header, segment)) = packet.split_at_mut_checked(ip_length) else { return };
    let checksum = Sum::new().bytes(header).checksum();
    put(header, 10, checksum);
    let pseudo = Sum::pseudo_header(source, destination, tcp::PROTOCOL, segment.len() as u32);
    let checksum = pseudo.bytes(segment).checksum();
    put(segment, 16, checksum);
}

fn put(bytes: &mut [u8], at: usize, checksum: u16) {
    if let Some(place) = bytes.get_mut(at..at + 2) {
        place.copy_from_slice(&checksum.to_be_bytes());
    }
}
