//! Which bits every field of a header takes and what stands in them, written down a second time from the RFCs: what `spans`
//! says is held against it. Headers are destructured to the last field, so that a new one breaks the build here.

mod extensions;
mod options;

use drywire::wire::tcp::SeqNumber;
use drywire::wire::{
    Link, Network, Packet, Span, Transport, arp, cooked, ethernet, icmpv4, icmpv6, ipv4, ipv6, loopback, tcp, udp,
};

/// A field's place and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    name: &'static str,
    bits: u32,
    content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    Number(u32),
    Bytes(Vec<u8>),
}

/// Holds the spans of each header of a packet against the packet's fields, and against the bytes of the frame that it was read
/// from: they follow one another with no gap and no overlap, and each says what the header's field says.
///
/// # Panics
/// They do not.
pub fn check(packet: &Packet<'_>, frame: &[u8]) {
    let places = [link(&packet.link), network(&packet.network), transport(&packet.transport)];
    let spans = [link_spans(&packet.link), network_spans(&packet.network), transport_spans(&packet.transport)];
    let lengths = [packet.link.emitted_len(), packet.network.emitted_len(), packet.transport.emitted_len()];
    let mut rest = frame;
    for ((places, spans), length) in places.iter().zip(&spans).zip(lengths) {
        let (header, left) = rest.split_at(length);
        check_header(places, spans, header);
        rest = left;
    }
    let body = [packet.payload, packet.trailer].concat();
    assert_eq!(rest, body, "payload and trailer are what follows the headers");
}

fn check_header(places: &[Place], spans: &[Span], header: &[u8]) {
    let mut at = 0;
    assert_eq!(spans.len(), places.len(), "as many spans as fields: {spans:?}");
    for (span, place) in spans.iter().zip(places) {
        assert_eq!((span.field.name(), span.start, span.length), (place.name, at, place.bits), "the field's place");
        at += span.length;
        match &place.content {
            Content::Number(number) => assert_eq!(span.number(header), Some(*number), "the value of {}", place.name),
            Content::Bytes(bytes) => {
                assert_eq!(header.get(span.byte_range()), Some(&bytes[..]), "the bytes of {}", place.name);
            }
        }
    }
    assert_eq!(at as usize, header.len() * 8, "the spans end where the header does");
}

fn number(name: &'static str, bits: u32, value: impl Into<u32>) -> Place {
    Place { name, bits, content: Content::Number(value.into()) }
}

fn bytes(name: &'static str, value: &[u8]) -> Place {
    Place { name, bits: value.len() as u32 * 8, content: Content::Bytes(value.to_vec()) }
}

fn collect(spans: impl FnOnce(&mut dyn FnMut(Span))) -> Vec<Span> {
    let mut all = Vec::new();
    spans(&mut |span| all.push(span));
    all
}

fn link(link: &Link<'_>) -> Vec<Place> {
    match link {
        Link::None => Vec::new(),
        Link::Ethernet(header) => ethernet(header),
        Link::Null(header) | Link::Loop(header) => loopback(header),
        Link::Sll(header) => cooked_v1(header),
        Link::Sll2(header) => cooked_v2(header),
    }
}

fn link_spans(link: &Link<'_>) -> Vec<Span> {
    collect(|each| match link {
        Link::None => {}
        Link::Ethernet(header) => header.spans(each),
        Link::Null(header) | Link::Loop(header) => header.spans(each),
        Link::Sll(header) => header.spans(each),
        Link::Sll2(header) => header.spans(each),
    })
}

fn network(network: &Network<'_>) -> Vec<Place> {
    match network {
        Network::None => Vec::new(),
        Network::Ipv6(header) => ipv6(header),
        Network::Ipv4(header) => ipv4(header),
        Network::Arp(header) => arp(header),
    }
}

fn network_spans(network: &Network<'_>) -> Vec<Span> {
    collect(|each| match network {
        Network::None => {}
        Network::Ipv6(header) => header.spans(each),
        Network::Ipv4(header) => header.spans(each),
        Network::Arp(header) => header.spans(each),
    })
}

fn transport(transport: &Transport<'_>) -> Vec<Place> {
    match transport {
        Transport::None => Vec::new(),
        Transport::Tcp(header) => tcp(header),
        Transport::Udp(header) => udp(header),
        Transport::Icmp(header) => icmp(header),
        Transport::Icmpv6(header) => icmpv6(header),
    }
}

fn transport_spans(transport: &Transport<'_>) -> Vec<Span> {
    collect(|each| match transport {
        Transport::None => {}
        Transport::Tcp(header) => header.spans(each),
        Transport::Udp(header) => header.spans(each),
        Transport::Icmp(header) => header.spans(each),
        Transport::Icmpv6(header) => header.spans(each),
    })
}

fn ethernet(header: &ethernet::Header<'_>) -> Vec<Place> {
    let ethernet::Header { destination, source, tags, ether_type } = *header;
    let mut places = vec![bytes("eth.dst", &destination.0), bytes("eth.src", &source.0)];
    let mut kind = "eth.type";
    for ethernet::Tag { protocol, priority, drop_eligible, id } in tags.iter() {
        places.push(number(kind, 16, protocol));
        places.push(number("vlan.priority", 3, priority));
        places.push(number("vlan.dei", 1, drop_eligible));
        places.push(number("vlan.id", 12, id));
        kind = "vlan.etype";
    }
    places.push(number(kind, 16, ether_type));
    places
}

fn loopback(header: &loopback::Header) -> Vec<Place> {
    // In either order of its bytes, the family is what they say.
    let loopback::Header { family, byte_order: loopback::ByteOrder::Little | loopback::ByteOrder::Big } = *header;
    vec![number("null.family", 32, family)]
}

fn cooked_v1(header: &cooked::HeaderV1) -> Vec<Place> {
    let cooked::HeaderV1 { packet_type, hardware_type, address_length, address, protocol } = *header;
    vec![
        number("sll.pkttype", 16, packet_type),
        number("sll.hatype", 16, hardware_type),
        number("sll.halen", 16, address_length),
        bytes("sll.src.other", &address),
        number("sll.etype", 16, protocol),
    ]
}

fn cooked_v2(header: &cooked::HeaderV2) -> Vec<Place> {
    let cooked::HeaderV2 { protocol, reserved, interface_index, hardware_type, packet_type, address_length, address } =
        *header;
    vec![
        number("sll.etype", 16, protocol),
        number("sll.reserved", 16, reserved),
        number("sll.ifindex", 32, interface_index),
        number("sll.hatype", 16, hardware_type),
        number("sll.pkttype", 8, packet_type),
        number("sll.halen", 8, address_length),
        bytes("sll.src.other", &address),
    ]
}

/// RFC 826.
fn arp(header: &arp::Header<'_>) -> Vec<Place> {
    let arp::Header { hardware_type, protocol_type, hardware_length, protocol_length, operation, .. } = *header;
    let arp::Header { sender_hardware, sender_protocol, target_hardware, target_protocol, .. } = *header;
    let addresses = [
        ("arp.src.hw", sender_hardware),
        ("arp.src.proto", sender_protocol),
        ("arp.dst.hw", target_hardware),
        ("arp.dst.proto", target_protocol),
    ];
    let mut places = vec![
        number("arp.hw.type", 16, hardware_type),
        number("arp.proto.type", 16, protocol_type),
        number("arp.hw.size", 8, hardware_length),
        number("arp.proto.size", 8, protocol_length),
        number("arp.opcode", 16, operation),
    ];
    let there = addresses.into_iter().filter(|(_, address)| !address.is_empty());
    places.extend(there.map(|(name, address)| bytes(name, address)));
    places
}

/// RFC 791 3.1, RFC 2474 3, RFC 3168 5.
fn ipv4(header: &ipv4::Header<'_>) -> Vec<Place> {
    let ipv4::Header {
        header_length,
        dscp,
        ecn,
        total_length,
        identification,
        reserved_flag,
        dont_fragment,
        more_fragments,
        fragment_offset,
        ttl,
        protocol,
        checksum,
        source,
        destination,
        options,
    } = *header;
    let mut places = vec![
        number("ip.version", 4, 4u8),
        number("ip.hdr_len", 4, header_length),
        number("ip.dsfield.dscp", 6, dscp),
        number("ip.dsfield.ecn", 2, ecn),
        number("ip.len", 16, total_length),
        number("ip.id", 16, identification),
        number("ip.flags.rb", 1, reserved_flag),
        number("ip.flags.df", 1, dont_fragment),
        number("ip.flags.mf", 1, more_fragments),
        number("ip.frag_offset", 13, fragment_offset),
        number("ip.ttl", 8, ttl),
        number("ip.proto", 8, protocol),
        number("ip.checksum", 16, checksum),
        number("ip.src", 32, source),
        number("ip.dst", 32, destination),
    ];
    options.iter().for_each(|option| options::ipv4(&option, &mut places));
    places
}

/// RFC 8200 3, RFC 2474 3, RFC 3168 5, RFC 6437.
fn ipv6(header: &ipv6::Header<'_>) -> Vec<Place> {
    let ipv6::Header {
        dscp,
        ecn,
        flow_label,
        payload_length,
        next_header,
        hop_limit,
        source,
        destination,
        extension_bytes: _,
    } = *header;
    let mut places = vec![
        number("ipv6.version", 4, 6u8),
        number("ipv6.tclass.dscp", 6, dscp),
        number("ipv6.tclass.ecn", 2, ecn),
        number("ipv6.flow", 20, flow_label),
        number("ipv6.plen", 16, payload_length),
        number("ipv6.nxt", 8, next_header),
        number("ipv6.hlim", 8, hop_limit),
        bytes("ipv6.src", &source.octets()),
        bytes("ipv6.dst", &destination.octets()),
    ];
    header.extensions().for_each(|extension| extensions::places(&extension, &mut places));
    places
}

/// RFC 4443 2.1.
fn icmpv6(header: &icmpv6::Header) -> Vec<Place> {
    let icmpv6::Header { message_type, code, checksum, rest_of_header: _ } = *header;
    let mut places = vec![
        number("icmpv6.type", 8, message_type),
        number("icmpv6.code", 8, code),
        number("icmpv6.checksum", 16, checksum),
    ];
    match header.meaning() {
        icmpv6::Meaning::Echo { identifier, sequence_number } => places.extend([
            number("icmpv6.echo.identifier", 16, identifier),
            number("icmpv6.echo.sequence_number", 16, sequence_number),
        ]),
        icmpv6::Meaning::DestinationUnreachable { unused } | icmpv6::Meaning::TimeExceeded { unused } => {
            places.push(number("icmpv6.reserved", 32, unused));
        }
        icmpv6::Meaning::PacketTooBig { mtu } => places.push(number("icmpv6.mtu", 32, mtu)),
        icmpv6::Meaning::ParameterProblem { pointer } => places.push(number("icmpv6.pointer", 32, pointer)),
        icmpv6::Meaning::Unknown { rest_of_header } => places.push(number("icmpv6.rest", 32, rest_of_header)),
    }
    places
}

/// RFC 9293 3.1.
fn tcp(header: &tcp::Header<'_>) -> Vec<Place> {
    let tcp::Header {
        source_port,
        destination_port,
        sequence_number: SeqNumber(sequence_number),
        acknowledgment_number: SeqNumber(acknowledgment_number),
        header_length,
        reserved,
        flags,
        window,
        checksum,
        urgent_pointer,
        options,
    } = *header;
    let mut places = vec![
        number("tcp.srcport", 16, source_port),
        number("tcp.dstport", 16, destination_port),
        number("tcp.seq", 32, sequence_number),
        number("tcp.ack", 32, acknowledgment_number),
        number("tcp.hdr_len", 4, header_length),
        number("tcp.flags.res", 3, reserved),
    ];
    places.extend(flag_places(flags));
    places.extend([
        number("tcp.window_size_value", 16, window),
        number("tcp.checksum", 16, checksum),
        number("tcp.urgent_pointer", 16, urgent_pointer),
    ]);
    options.iter().for_each(|option| options::tcp(&option, &mut places));
    places
}

fn flag_places(flags: tcp::Flags) -> impl Iterator<Item = Place> {
    use tcp::Flags;
    [
        ("tcp.flags.ae", Flags::AE),
        ("tcp.flags.cwr", Flags::CWR),
        ("tcp.flags.ece", Flags::ECE),
        ("tcp.flags.urg", Flags::URG),
        ("tcp.flags.ack", Flags::ACK),
        ("tcp.flags.push", Flags::PSH),
        ("tcp.flags.reset", Flags::RST),
        ("tcp.flags.syn", Flags::SYN),
        ("tcp.flags.fin", Flags::FIN),
    ]
    .into_iter()
    .map(move |(name, flag)| number(name, 1, flags.contains(flag)))
}

/// RFC 768.
fn udp(header: &udp::Header) -> Vec<Place> {
    let udp::Header { source_port, destination_port, length, checksum } = *header;
    vec![
        number("udp.srcport", 16, source_port),
        number("udp.dstport", 16, destination_port),
        number("udp.length", 16, length),
        number("udp.checksum", 16, checksum),
    ]
}

/// RFC 792, RFC 1191 4.
fn icmp(header: &icmpv4::Header) -> Vec<Place> {
    let icmpv4::Header { message_type, code, checksum, rest_of_header: _ } = *header;
    let mut places =
        vec![number("icmp.type", 8, message_type), number("icmp.code", 8, code), number("icmp.checksum", 16, checksum)];
    match header.meaning() {
        icmpv4::Meaning::Echo { identifier, sequence_number } => {
            places.extend([number("icmp.ident", 16, identifier), number("icmp.seq", 16, sequence_number)]);
        }
        icmpv4::Meaning::DestinationUnreachable { unused, next_hop_mtu } => {
            places.extend([number("icmp.unused", 16, unused), number("icmp.mtu", 16, next_hop_mtu)]);
        }
        icmpv4::Meaning::Redirect { gateway } => places.push(number("icmp.redir_gw", 32, gateway)),
        icmpv4::Meaning::TimeExceeded { unused } => places.push(number("icmp.unused", 32, unused)),
        icmpv4::Meaning::ParameterProblem { pointer, unused } => {
            places.extend([number("icmp.pointer", 8, pointer), number("icmp.unused", 24, unused)]);
        }
        icmpv4::Meaning::Unknown { rest_of_header } => places.push(number("icmp.rest", 32, rest_of_header)),
    }
    places
}
