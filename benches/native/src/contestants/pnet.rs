//! pnet_packet: its packet views. They check that a fixed header fits and nothing else, and give options as kind and bytes: what
//! the other contestants refuse, and the types of options, are added here as its users have to. Packets are written with its
//! setters from its own header structs, options as bytes: `populate` would take vectors of options, and is slower.

use super::Emitter;
use crate::mix::Mix;
use crate::sink::{Field, Sink};
use pnet_packet::Packet as _;
use pnet_packet::ip::IpNextHeaderProtocols;
use pnet_packet::ipv4::{self, Ipv4, Ipv4Packet, MutableIpv4Packet};
use pnet_packet::tcp::{self, MutableTcpPacket, TcpOptionNumber, TcpOptionNumbers, TcpPacket};
use pnet_packet::udp::{self, MutableUdpPacket, UdpPacket};
use std::ops::Range;

#[inline]
pub(crate) fn parse(packet: &[u8], sink: &mut impl Sink) -> bool {
    views(packet).is_some_and(|(ip, body)| read(&ip, body, sink))
}

#[inline]
pub(crate) fn verify(packet: &[u8], sink: &mut impl Sink) -> bool {
    let Some((ip, body)) = views(packet) else { return false };
    let (source, destination) = (ip.get_source(), ip.get_destination());
    let right = match ip.get_next_level_protocol() {
        IpNextHeaderProtocols::Tcp => TcpPacket::new(body)
            .is_some_and(|tcp| tcp::ipv4_checksum(&tcp, &source, &destination) == tcp.get_checksum()),
        _ => UdpPacket::new(body).is_some_and(|udp| {
            udp.get_checksum() == 0 || udp::ipv4_checksum(&udp, &source, &destination) == udp.get_checksum()
        }),
    };
    read(&ip, body, sink) && right && ipv4::checksum(&ip) == ip.get_checksum()
}

/// The header, and what follows it to the end that it claims.
#[inline(always)]
fn views(packet: &[u8]) -> Option<(Ipv4Packet<'_>, &[u8])> {
    let ip = Ipv4Packet::new(packet)?;
    let start = usize::from(ip.get_header_length()) * 4;
    if ip.get_version() != 4 || start < 20 {
        return None;
    }
    let body = packet.get(start..ip.get_total_length().into())?;
    Some((ip, body))
}

#[inline(always)]
fn read(ip: &Ipv4Packet<'_>, body: &[u8], sink: &mut impl Sink) -> bool {
    let flags = ip.get_flags();
    sink.take(Field::HeaderLength, u64::from(ip.get_header_length()) * 4);
    sink.take(Field::Dscp, ip.get_dscp().into());
    sink.take(Field::Ecn, ip.get_ecn().into());
    sink.take(Field::TotalLength, ip.get_total_length().into());
    sink.take(Field::Identification, ip.get_identification().into());
    sink.take(Field::DontFragment, u64::from(flags >> 1 & 1));
    sink.take(Field::MoreFragments, u64::from(flags & 1));
    sink.take(Field::FragmentOffset, u64::from(ip.get_fragment_offset()) * 8);
    sink.take(Field::TimeToLive, ip.get_ttl().into());
    sink.take(Field::Protocol, ip.get_next_level_protocol().0.into());
    sink.take(Field::IpChecksum, ip.get_checksum().into());
    sink.take(Field::Source, ip.get_source().to_bits().into());
    sink.take(Field::Destination, ip.get_destination().to_bits().into());
    match ip.get_next_level_protocol() {
        IpNextHeaderProtocols::Tcp => TcpPacket::new(body).is_some_and(|tcp| read_tcp(&tcp, body, sink)),
        IpNextHeaderProtocols::Udp => UdpPacket::new(body).is_some_and(|udp| {
            if !(8..=body.len()).contains(&udp.get_length().into()) {
                return false;
            }
            sink.take(Field::SourcePort, udp.get_source().into());
            sink.take(Field::DestinationPort, udp.get_destination().into());
            sink.take(Field::Length, udp.get_length().into());
            sink.take(Field::Checksum, udp.get_checksum().into());
            sink.take(Field::PayloadLength, udp.payload().len() as u64);
            true
        }),
        _ => false,
    }
}

#[inline(always)]
fn read_tcp(tcp: &TcpPacket<'_>, body: &[u8], sink: &mut impl Sink) -> bool {
    let header_length = usize::from(tcp.get_data_offset()) * 4;
    if !(20..=body.len()).contains(&header_length) {
        return false;
    }
    sink.take(Field::SourcePort, tcp.get_source().into());
    sink.take(Field::DestinationPort, tcp.get_destination().into());
    sink.take(Field::Sequence, tcp.get_sequence().into());
    sink.take(Field::Acknowledgment, tcp.get_acknowledgement().into());
    sink.take(Field::DataOffset, header_length as u64);
    sink.take(Field::Flags, u64::from(tcp.get_reserved() & 1) << 8 | u64::from(tcp.get_flags()));
    sink.take(Field::Window, tcp.get_window().into());
    sink.take(Field::Checksum, tcp.get_checksum().into());
    sink.take(Field::UrgentPointer, tcp.get_urgent_ptr().into());
    for option in tcp.get_options_iter() {
        match (option.get_number(), option.payload()) {
            (TcpOptionNumbers::EOL, _) => break,
            (TcpOptionNumbers::NOP, _) => continue,
            (TcpOptionNumbers::MSS, [a, b]) => {
                sink.take(Field::MaximumSegmentSize, u16::from_be_bytes([*a, *b]).into());
            }
            (TcpOptionNumbers::WSCALE, [shift]) => sink.take(Field::WindowScale, u64::from(*shift)),
            (TcpOptionNumbers::SACK_PERMITTED, []) => sink.take(Field::SackPermitted, 1),
            (TcpOptionNumbers::TIMESTAMPS, [a, b, c, d, e, f, g, h]) => {
                sink.take(Field::TimestampValue, u32::from_be_bytes([*a, *b, *c, *d]).into());
                sink.take(Field::TimestampEcho, u32::from_be_bytes([*e, *f, *g, *h]).into());
            }
            (TcpOptionNumbers::SACK, data) if data.len() % 8 == 0 => {
                for [a, b, c, d, e, f, g, h] in data.as_chunks::<8>().0 {
                    sink.block(u32::from_be_bytes([*a, *b, *c, *d]), u32::from_be_bytes([*e, *f, *g, *h]));
                }
            }
            (TcpOptionNumber(2..=5 | 8), _) => return false,
            _ => {}
        }
        // A length that lies is cut to what is there.
        if option.get_length_raw().first().is_none_or(|length| usize::from(*length) != option.payload().len() + 2) {
            return false;
        }
    }
    sink.take(Field::PayloadLength, (body.len() - header_length) as u64);
    true
}

pub(crate) struct Packets<'a>(Vec<Headers<'a>>);

struct Headers<'a> {
    ip: Ipv4,
    transport: Transport<'a>,
    payload: &'a [u8],
}

enum Transport<'a> {
    Tcp(tcp::Tcp, &'a [u8]),
    Udp(udp::Udp),
}

impl<'a> Emitter<'a> for Packets<'a> {
    fn new(mix: &'a Mix) -> Self {
        Packets(mix.packets().map(|packet| headers(packet).expect("the mix is readable")).collect())
    }

    fn emit(&self, packets: Range<usize>, buffer: &mut [u8], mut written: impl FnMut(&[u8])) {
        for headers in &self.0[packets] {
            let length = emit(headers, buffer).expect("the buffer is large enough");
            written(&buffer[..length]);
        }
    }
}

fn headers(packet: &[u8]) -> Option<Headers<'_>> {
    use pnet_packet::FromPacket;
    let (ip, body) = views(packet)?;
    let (transport, payload) = match ip.get_next_level_protocol() {
        IpNextHeaderProtocols::Tcp => {
            let view = TcpPacket::new(body)?;
            let end = usize::from(view.get_data_offset()) * 4;
            (Transport::Tcp(view.from_packet(), &body[20..end]), &body[end..])
        }
        _ => (Transport::Udp(UdpPacket::new(body)?.from_packet()), &body[8..]),
    };
    Some(Headers { ip: ip.from_packet(), transport, payload })
}

#[inline]
fn emit(headers: &Headers<'_>, buffer: &mut [u8]) -> Option<usize> {
    let Headers { ip, transport, payload } = headers;
    let length = usize::from(ip.total_length);
    let (header, body) = buffer.get_mut(..length)?.split_at_mut_checked(usize::from(ip.header_length) * 4)?;
    emit_ipv4(ip, header)?;
    match transport {
        Transport::Tcp(tcp, options) => emit_tcp(tcp, options, payload, ip, body)?,
        Transport::Udp(udp) => {
            let mut view = MutableUdpPacket::new(body)?;
            view.set_source(udp.source);
            view.set_destination(udp.destination);
            view.set_length(udp.length);
            view.set_payload(payload);
            let checksum = udp::ipv4_checksum(&view.to_immutable(), &ip.source, &ip.destination);
            view.set_checksum(if checksum == 0 { 0xffff } else { checksum });
        }
    }
    Some(length)
}

#[inline]
fn emit_ipv4(ip: &Ipv4, header: &mut [u8]) -> Option<()> {
    let mut view = MutableIpv4Packet::new(header)?;
    view.set_version(ip.version);
    view.set_header_length(ip.header_length);
    view.set_dscp(ip.dscp);
    view.set_ecn(ip.ecn);
    view.set_total_length(ip.total_length);
    view.set_identification(ip.identification);
    view.set_flags(ip.flags);
    view.set_fragment_offset(ip.fragment_offset);
    view.set_ttl(ip.ttl);
    view.set_next_level_protocol(ip.next_level_protocol);
    view.set_source(ip.source);
    view.set_destination(ip.destination);
    view.set_checksum(ipv4::checksum(&view.to_immutable()));
    Some(())
}

#[inline]
fn emit_tcp(tcp: &tcp::Tcp, options: &[u8], payload: &[u8], ip: &Ipv4, body: &mut [u8]) -> Option<()> {
    let mut view = MutableTcpPacket::new(body)?;
    view.set_source(tcp.source);
    view.set_destination(tcp.destination);
    view.set_sequence(tcp.sequence);
    view.set_acknowledgement(tcp.acknowledgement);
    view.set_data_offset(tcp.data_offset);
    view.set_reserved(tcp.reserved);
    view.set_flags(tcp.flags);
    view.set_window(tcp.window);
    view.set_urgent_ptr(tcp.urgent_ptr);
    view.get_options_raw_mut().copy_from_slice(options);
    view.set_payload(payload);
    view.set_checksum(tcp::ipv4_checksum(&view.to_immutable(), &ip.source, &ip.destination));
    Some(())
}
