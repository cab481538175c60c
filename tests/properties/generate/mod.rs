//! Frames made at random: whole packets as a host might send them, and then damaged in a few places.

mod ipv6;
mod options;

pub(crate) use ipv6::ipv6_parts;
pub(crate) use options::{ipv4_option, ipv4_options, tcp_option, tcp_options};

use drywire::wire::tcp::{Flags, SeqNumber};
use drywire::wire::{
    Link, LinkType, Network, Packet, Transport, arp, cooked, ethernet, icmpv4, ipv4, loopback, tcp, udp,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::net::Ipv4Addr;

/// A packet and the bytes that it borrows.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) link: LinkParts,
    pub(crate) network: ipv4::Header<'static>,
    pub(crate) network_options: Vec<u8>,
    pub(crate) transport: TransportParts,
    pub(crate) transport_options: Vec<u8>,
    pub(crate) payload: Vec<u8>,
    pub(crate) trailer: Vec<u8>,
}

#[derive(Clone, Debug)]
pub(crate) enum LinkParts {
    Raw,
    Ethernet { destination: [u8; 6], source: [u8; 6], tags: Vec<[u8; 4]> },
    Null(loopback::ByteOrder),
    Loop,
    Sll(cooked::HeaderV1),
    Sll2(cooked::HeaderV2),
}

#[derive(Clone, Debug)]
pub(crate) enum TransportParts {
    Tcp(tcp::Header<'static>),
    Udp(udp::Header),
    Icmp(icmpv4::Header),
    Other(u8),
}

impl Parts {
    pub(crate) fn packet(&self) -> Packet<'_> {
        let (transport, protocol) = match &self.transport {
            TransportParts::Tcp(header) => {
                let options = tcp::Options::new(&self.transport_options);
                (Transport::Tcp(tcp::Header { options, ..*header }), tcp::PROTOCOL)
            }
            TransportParts::Udp(header) => {
                // A first fragment says how long the whole datagram is: at least what is here of it.
                let length = header.length.max((udp::HEADER_LENGTH + self.payload.len()) as u16);
                (Transport::Udp(udp::Header { length, ..*header }), udp::PROTOCOL)
            }
            TransportParts::Icmp(header) => (Transport::Icmp(*header), icmpv4::PROTOCOL),
            TransportParts::Other(protocol) => (Transport::None, *protocol),
        };
        // What a later fragment carries is not a transport's header.
        let transport = if self.network.fragment_offset == 0 { transport } else { Transport::None };
        let options = ipv4::Options::new(&self.network_options);
        Packet {
            link: self.link.link(),
            network: Network::Ipv4(ipv4::Header { protocol, options, ..self.network }),
            transport,
            payload: &self.payload,
            trailer: &self.trailer,
            cut_short: false,
        }
    }

    pub(crate) fn link_type(&self) -> LinkType {
        self.link.link_type()
    }

    /// The packet's bytes, its lengths and checksums right.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let packet = self.packet();
        let mut bytes = vec![0; packet.emitted_len()];
        let length = packet.emit_filled(&mut bytes).expect("a generated packet has aligned options and fits");
        assert_eq!(length, bytes.len());
        bytes
    }
}

impl LinkParts {
    pub(crate) fn link_type(&self) -> LinkType {
        match self {
            LinkParts::Raw => LinkType::Raw,
            LinkParts::Ethernet { .. } => LinkType::Ethernet,
            LinkParts::Null(_) => LinkType::Null,
            LinkParts::Loop => LinkType::Loop,
            LinkParts::Sll(_) => LinkType::Sll,
            LinkParts::Sll2(_) => LinkType::Sll2,
        }
    }

    fn link(&self) -> Link<'_> {
        let ether_type = ipv4::ETHER_TYPE;
        match self {
            LinkParts::Raw => Link::None,
            LinkParts::Ethernet { destination, source, tags } => Link::Ethernet(ethernet::Header {
                destination: ethernet::MacAddress(*destination),
                source: ethernet::MacAddress(*source),
                tags: ethernet::Tags::from_wire(tags),
                ether_type,
            }),
            LinkParts::Null(byte_order) => {
                Link::Null(loopback::Header { family: loopback::FAMILY_IPV4, byte_order: *byte_order })
            }
            LinkParts::Loop => {
                Link::Loop(loopback::Header { family: loopback::FAMILY_IPV4, byte_order: loopback::ByteOrder::Big })
            }
            LinkParts::Sll(header) => Link::Sll(cooked::HeaderV1 { protocol: ether_type, ..*header }),
            LinkParts::Sll2(header) => Link::Sll2(cooked::HeaderV2 { protocol: ether_type, ..*header }),
        }
    }
}

/// A whole IPv4 packet in a link header of any type, with options in both headers.
pub(crate) fn parts() -> impl Strategy<Value = Parts> {
    let headers = (link(), network(), transport());
    let options = (ipv4_options(), tcp_options());
    (headers, options, vec(any::<u8>(), 0..200), trailer()).prop_map(
        |((link, network, transport), (network_options, transport_options), payload, trailer)| Parts {
            link,
            network,
            network_options,
            transport,
            transport_options,
            payload,
            trailer,
        },
    )
}

fn trailer() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![Just(Vec::new()), vec(any::<u8>(), 1..50)]
}

fn link() -> impl Strategy<Value = LinkParts> {
    let tag = (select(vec![0x8100u16, 0x88a8, 0x9100]), any::<[u8; 2]>());
    let tag = tag.prop_map(|(protocol, [high, low])| [(protocol >> 8) as u8, protocol as u8, high, low]);
    let ethernet = (any::<[u8; 6]>(), any::<[u8; 6]>(), vec(tag, 0..4));
    prop_oneof![
        Just(LinkParts::Raw),
        ethernet.prop_map(|(destination, source, tags)| LinkParts::Ethernet { destination, source, tags }),
        select(vec![loopback::ByteOrder::Little, loopback::ByteOrder::Big]).prop_map(LinkParts::Null),
        Just(LinkParts::Loop),
        (any::<[u16; 2]>(), 0u16..=8, any::<[u8; 8]>()).prop_map(
            |([packet_type, hardware_type], address_length, address)| {
                LinkParts::Sll(cooked::HeaderV1 { packet_type, hardware_type, address_length, address, protocol: 0 })
            }
        ),
        (any::<([u16; 2], u32, u8)>(), 0u8..=8, any::<[u8; 8]>()).prop_map(
            |(([reserved, hardware_type], interface_index, packet_type), address_length, address)| {
                let protocol = 0;
                LinkParts::Sll2(cooked::HeaderV2 {
                    protocol,
                    reserved,
                    interface_index,
                    hardware_type,
                    packet_type,
                    address_length,
                    address,
                })
            }
        ),
    ]
}

fn network() -> impl Strategy<Value = ipv4::Header<'static>> {
    let fragment = prop_oneof![
        6 => Just((false, 0u16)),
        1 => Just((true, 0u16)),
        1 => (any::<bool>(), (1u16..8192).prop_map(|units| units * 8)),
    ];
    let numbers = (0u8..64, 0u8..4, any::<[u16; 2]>(), any::<u8>());
    (numbers, any::<[bool; 2]>(), fragment, any::<[u32; 2]>()).prop_map(
        |(
            (dscp, ecn, [identification, checksum], ttl),
            [reserved_flag, dont_fragment],
            fragment,
            [source, destination],
        )| {
            let (more_fragments, fragment_offset) = fragment;
            let (source, destination) = (Ipv4Addr::from_bits(source), Ipv4Addr::from_bits(destination));
            ipv4::Header {
                dscp,
                ecn,
                identification,
                reserved_flag,
                dont_fragment,
                more_fragments,
                fragment_offset,
                ttl,
                checksum,
                source,
                destination,
                ..ipv4::Header::default()
            }
        },
    )
}

fn transport() -> impl Strategy<Value = TransportParts> {
    let tcp = (any::<[u16; 5]>(), any::<[u32; 2]>(), 0u8..8, 0u16..0x200);
    prop_oneof![
        3 => tcp.prop_map(|([source_port, destination_port, window, checksum, urgent_pointer], [first, next], reserved, flags)| {
            TransportParts::Tcp(tcp::Header {
                source_port,
                destination_port,
                sequence_number: SeqNumber(first),
                acknowledgment_number: SeqNumber(next),
                header_length: 20,
                reserved,
                flags: Flags::from_bits(flags),
                window,
                checksum,
                urgent_pointer,
                options: tcp::Options::default(),
            })
        }),
        2 => any::<[u16; 4]>().prop_map(|[source_port, destination_port, length, checksum]| {
            TransportParts::Udp(udp::Header { source_port, destination_port, length, checksum })
        }),
        1 => (icmp_type(), any::<(u8, u16, u32)>()).prop_map(|(message_type, (code, checksum, rest_of_header))| {
            TransportParts::Icmp(icmpv4::Header { message_type, code, checksum, rest_of_header })
        }),
        1 => (18u8..=255).prop_map(TransportParts::Other),
    ]
}

fn icmp_type() -> impl Strategy<Value = u8> {
    prop_oneof![select(vec![0u8, 3, 4, 5, 8, 11, 12]), any::<u8>()]
}

/// An ARP frame in Ethernet, with addresses of any length.
pub(crate) fn arp_frame() -> impl Strategy<Value = Vec<u8>> {
    let lengths = prop_oneof![3 => Just((6u8, 4u8)), 1 => (0u8..12, 0u8..12)];
    lengths.prop_flat_map(|(hardware_length, protocol_length)| {
        let hardware = || vec(any::<u8>(), usize::from(hardware_length));
        let protocol = || vec(any::<u8>(), usize::from(protocol_length));
        let addresses = (hardware(), protocol(), hardware(), protocol());
        (any::<[u16; 3]>(), addresses, trailer()).prop_map(
            move |([hardware_type, protocol_type, operation], addresses, trailer)| {
                let (sender_hardware, sender_protocol, target_hardware, target_protocol) = &addresses;
                let network = Network::Arp(arp::Header {
                    hardware_type,
                    protocol_type,
                    hardware_length,
                    protocol_length,
                    operation,
                    sender_hardware,
                    sender_protocol,
                    target_hardware,
                    target_protocol,
                });
                let link =
                    Link::Ethernet(ethernet::Header { ether_type: arp::ETHER_TYPE, ..ethernet::Header::default() });
                Packet { link, network, trailer: &trailer, ..Packet::default() }.to_vec()
            },
        )
    })
}

/// An ICMP error that quotes a packet, in a packet of its own.
pub(crate) fn icmp_error() -> impl Strategy<Value = Vec<u8>> {
    (select(vec![3u8, 4, 5, 11, 12]), any::<(u8, u32)>(), parts(), 0usize..60).prop_map(
        |(message_type, (code, rest_of_header), quoted, kept)| {
            let quoted = Parts { link: LinkParts::Raw, ..quoted }.bytes();
            let header = icmpv4::Header { message_type, code, checksum: 0, rest_of_header };
            let network = ipv4::Header { protocol: icmpv4::PROTOCOL, ..ipv4::Header::default() };
            let packet = Packet {
                network: Network::Ipv4(network),
                transport: Transport::Icmp(header),
                payload: &quoted[..quoted.len().min(kept)],
                ..Packet::default()
            };
            let mut bytes = vec![0; packet.emitted_len()];
            packet.emit_filled(&mut bytes).expect("it fits");
            bytes
        },
    )
}

/// One damage to a frame.
#[derive(Clone, Debug)]
pub(crate) enum Damage {
    /// A byte gets another value.
    Set(Index, u8),
    /// Bits of a byte are flipped.
    Flip(Index, u8),
    /// The frame ends early, somewhere or in its headers.
    Cut(Index),
    CutHeaders(Index),
    /// Bytes are put in.
    Insert(Index, Vec<u8>),
    /// A byte is lost.
    Remove(Index),
}

impl Damage {
    fn apply(&self, frame: &mut Vec<u8>) {
        if frame.is_empty() {
            return;
        }
        let within = frame.len().min(HEADERS);
        match self {
            Damage::Set(at, value) => frame[at.index(within)] = *value,
            Damage::Flip(at, bits) => frame[at.index(within)] ^= bits,
            Damage::Cut(at) => frame.truncate(at.index(frame.len())),
            Damage::CutHeaders(at) => frame.truncate(at.index(within)),
            Damage::Insert(at, bytes) => {
                let at = at.index(within);
                frame.splice(at..at, bytes.iter().copied());
            }
            Damage::Remove(at) => {
                frame.remove(at.index(within));
            }
        }
    }
}

/// Damage to data is dull: most of it is done here.
const HEADERS: usize = 80;

fn damage() -> impl Strategy<Value = Damage> {
    let telling =
        select(vec![0u8, 1, 2, 4, 5, 7, 8, 15, 0x0f, 0x40, 0x44, 0x45, 0x46, 0x4f, 0x50, 0x60, 0x7f, 0x80, 0xf0, 0xff]);
    prop_oneof![
        4 => (any::<Index>(), telling).prop_map(|(at, value)| Damage::Set(at, value)),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, bits)| Damage::Flip(at, bits)),
        1 => any::<Index>().prop_map(Damage::Cut),
        1 => any::<Index>().prop_map(Damage::CutHeaders),
        1 => (any::<Index>(), vec(any::<u8>(), 1..6)).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        1 => any::<Index>().prop_map(Damage::Remove),
    ]
}

/// A frame that was whole and then damaged, and what it begins with.
pub(crate) fn damaged() -> impl Strategy<Value = (Vec<u8>, LinkType)> {
    let whole = prop_oneof![
        8 => parts().prop_map(|parts| (parts.bytes(), parts.link_type())),
        1 => arp_frame().prop_map(|frame| (frame, LinkType::Ethernet)),
        1 => icmp_error().prop_map(|frame| (frame, LinkType::Raw)),
        4 => ipv6_parts().prop_map(|parts| (parts.bytes(), parts.link_type())),
        1 => ipv6::icmpv6_error().prop_map(|frame| (frame, LinkType::Raw)),
        1 => ipv6::unsummed_datagram().prop_map(|frame| (frame, LinkType::Raw)),
    ];
    (whole, vec(damage(), 0..5)).prop_map(|((mut frame, link_type), damages)| {
        damages.iter().for_each(|damage| damage.apply(&mut frame));
        (frame, link_type)
    })
}

pub(crate) fn link_type() -> impl Strategy<Value = LinkType> {
    select(LinkType::ALL.to_vec())
}
