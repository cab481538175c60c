//! IPv6 packets made at random: chains of extension headers with options, and what they lead to.

use super::{LinkParts, TransportParts, link, tcp_options, trailer, transport};
use drywire::wire::ipv6::{self, Fragment, kind, option_kind};
use drywire::wire::{Fill, LinkType, Network, Packet, Transport, icmpv6, tcp};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::net::Ipv6Addr;

/// A packet and the bytes that it borrows.
#[derive(Clone, Debug)]
pub(crate) struct Ipv6Parts {
    link: LinkParts,
    network: ipv6::Header<'static>,
    /// Kind and bytes of each.
    extensions: Vec<(u8, Vec<u8>)>,
    transport: TransportParts,
    transport_options: Vec<u8>,
    payload: Vec<u8>,
    trailer: Vec<u8>,
}

impl Ipv6Parts {
    /// Each extension header names the one after it, the last one the end of the chain.
    fn extension_bytes(&self) -> Vec<u8> {
        let mut bytes = self.extensions.clone();
        let kinds: Vec<u8> =
            self.extensions.iter().map(|(kind, _)| *kind).skip(1).chain([kind::NO_NEXT_HEADER]).collect();
        bytes.iter_mut().zip(kinds).for_each(|((_, bytes), next)| bytes[0] = next);
        bytes.into_iter().flat_map(|(_, bytes)| bytes).collect()
    }

    /// The packet's bytes, its lengths, checksums and last next header right.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let extension_bytes = &self.extension_bytes();
        let next_header = self.extensions.first().map_or(kind::NO_NEXT_HEADER, |(kind, _)| *kind);
        let transport = match &self.transport {
            TransportParts::Tcp(header) => {
                let options = tcp::Options::new(&self.transport_options);
                Transport::Tcp(tcp::Header { options, ..*header })
            }
            TransportParts::Udp(header) => Transport::Udp(*header),
            TransportParts::Icmp(header) => Transport::Icmpv6(icmpv6::Header {
                // Echoes and neighbours' messages have their highest bit set.
                message_type: header.message_type ^ (header.code & 0x80),
                code: header.code,
                checksum: 0,
                rest_of_header: header.rest_of_header,
            }),
            TransportParts::Other(_) => Transport::None,
        };
        let packet = Packet {
            link: self.link.link(),
            network: Network::Ipv6(ipv6::Header { next_header, extension_bytes, ..self.network }),
            transport,
            payload: &self.payload,
            trailer: &self.trailer,
            cut_short: false,
        };
        let mut bytes = vec![0; packet.emitted_len()];
        let fill = Fill::LENGTHS_AND_CHECKSUMS | Fill::PROTOCOL | Fill::ETHER_TYPE;
        assert_eq!(packet.emit_with(&mut bytes, fill), Ok(bytes.len()));
        bytes
    }

    pub(crate) fn link_type(&self) -> LinkType {
        self.link.link_type()
    }
}

/// A packet as a host might send it: no later fragment, no route that is not over.
pub(crate) fn ipv6_parts() -> impl Strategy<Value = Ipv6Parts> {
    let extensions = prop_oneof![20 => vec(extension(), 0..4), 1 => vec(extension(), 15..20)];
    (link(), network(), extensions, transport(), tcp_options(), vec(any::<u8>(), 0..60), trailer()).prop_map(
        |(link, network, extensions, transport, transport_options, payload, trailer)| Ipv6Parts {
            link,
            network,
            extensions,
            transport,
            transport_options,
            payload,
            trailer,
        },
    )
}

fn network() -> impl Strategy<Value = ipv6::Header<'static>> {
    (0u8..64, 0u8..4, 0u32..1 << 20, any::<u8>(), any::<[u128; 2]>()).prop_map(
        |(dscp, ecn, flow_label, hop_limit, [source, destination])| ipv6::Header {
            dscp,
            ecn,
            flow_label,
            hop_limit,
            source: Ipv6Addr::from_bits(source),
            destination: Ipv6Addr::from_bits(destination),
            ..ipv6::Header::default()
        },
    )
}

/// A header with 0 for its next header.
fn extension() -> impl Strategy<Value = (u8, Vec<u8>)> {
    prop_oneof![
        3 => (select(vec![kind::HOP_BY_HOP, kind::DESTINATION_OPTIONS]), options()),
        1 => (any::<(u8, u32)>(), 0u8..4).prop_map(|((reserved, identification), reserved_bits)| {
            let fragment = Fragment { reserved, reserved_bits, identification, ..Fragment::default() };
            (kind::FRAGMENT, fragment.to_wire(0).to_vec())
        }),
        1 => (any::<u8>(), 0usize..3).prop_flat_map(|(routing_type, units)| {
            vec(any::<u8>(), 4 + 8 * units).prop_map(move |data| {
                (kind::ROUTING, [&[0, units as u8, routing_type, 0], &data[..]].concat())
            })
        }),
        1 => (0usize..4).prop_flat_map(|words| {
            vec(any::<u8>(), 10 + 4 * words)
                .prop_map(move |data| (kind::AUTHENTICATION, [&[0, 1 + words as u8], &data[..]].concat()))
        }),
    ]
}

/// An options header's bytes: some options, and padding to a whole number of 8 bytes.
fn options() -> impl Strategy<Value = Vec<u8>> {
    let option = prop_oneof![
        2 => Just(vec![option_kind::PAD_1]),
        1 => (0u8..5).prop_map(|length| [&[option_kind::PAD_N, length], &vec![0; length.into()][..]].concat()),
        1 => any::<[u8; 2]>().prop_map(|[a, b]| vec![option_kind::ROUTER_ALERT, 2, a, b]),
        1 => (6u8..190, vec(any::<u8>(), 0..12))
            .prop_map(|(kind, data)| [&[kind, data.len() as u8], &data[..]].concat()),
        // Of a length that is none for a packet of this size.
        1 => any::<[u8; 2]>().prop_map(|[a, b]| vec![option_kind::JUMBO_PAYLOAD, 4, 0, 0, a, b]),
    ];
    prop_oneof![30 => vec(option.clone(), 0..5), 1 => vec(option, 64..80)].prop_map(|options| {
        let mut bytes = [vec![0, 0], options.concat()].concat();
        bytes.resize(bytes.len().next_multiple_of(8), option_kind::PAD_1);
        bytes[1] = (bytes.len() / 8 - 1) as u8;
        bytes
    })
}

/// An ICMPv6 error that quotes a packet, in a packet of its own.
pub(crate) fn icmpv6_error() -> impl Strategy<Value = Vec<u8>> {
    (1u8..5, any::<(u8, u32)>(), ipv6_parts(), 0usize..120).prop_map(
        |(message_type, (code, rest_of_header), quoted, kept)| {
            let quoted = Ipv6Parts { link: LinkParts::Raw, ..quoted }.bytes();
            let header = icmpv6::Header { message_type, code, checksum: 0, rest_of_header };
            let network = ipv6::Header { next_header: icmpv6::PROTOCOL, ..ipv6::Header::default() };
            let packet = Packet {
                network: Network::Ipv6(network),
                transport: Transport::Icmpv6(header),
                payload: &quoted[..quoted.len().min(kept)],
                ..Packet::default()
            };
            let mut bytes = vec![0; packet.emitted_len()];
            packet.emit_filled(&mut bytes).expect("it fits");
            bytes
        },
    )
}

/// A datagram whose checksum says that there is none.
pub(crate) fn unsummed_datagram() -> impl Strategy<Value = Vec<u8>> {
    any::<[u8; 9]>().prop_map(|body| {
        let mut bytes = vec![0x60, 0, 0, 0, 0, 17, 17, 64];
        bytes.extend([7; 32]);
        bytes.extend([&body[..4], &[0, 17, 0, 0], &body[..]].concat());
        bytes
    })
}
