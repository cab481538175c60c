//! etherparse: `SlicedPacket`, its fast face, which checks lengths and reads a field when it is asked for. Its option iterator
//! types the options of this mix. Packets are written from its header structs.

use super::Emitter;
use crate::mix::Mix;
use crate::sink::{Field, Sink};
use etherparse::{
    Ipv4Header, Ipv4Slice, NetSlice, SlicedPacket, TcpHeader, TcpOptionElement, TcpSlice, TransportSlice, UdpHeader,
    UdpSlice,
};
use std::ops::Range;

#[inline]
pub(crate) fn parse(packet: &[u8], sink: &mut impl Sink) -> bool {
    slices(packet).is_some_and(|slices| read(&slices, sink))
}

#[inline]
pub(crate) fn verify(packet: &[u8], sink: &mut impl Sink) -> bool {
    let Some(slices) = slices(packet) else { return false };
    let ip = slices.ip.header();
    let right = match &slices.transport {
        TransportSlice::Tcp(tcp) => {
            tcp.calc_checksum_ipv4(ip.source(), ip.destination()).is_ok_and(|sum| sum == tcp.checksum())
        }
        TransportSlice::Udp(udp) => {
            let sum = udp.to_header().calc_checksum_ipv4_raw(ip.source(), ip.destination(), udp.payload());
            udp.checksum() == 0 || sum.is_ok_and(|sum| sum == udp.checksum())
        }
        _ => false,
    };
    read(&slices, sink) && right && ip.to_header().calc_header_checksum() == ip.header_checksum()
}

struct Slices<'a> {
    ip: Ipv4Slice<'a>,
    transport: TransportSlice<'a>,
}

#[inline(always)]
fn slices(packet: &[u8]) -> Option<Slices<'_>> {
    match SlicedPacket::from_ip(packet) {
        Ok(SlicedPacket { net: Some(NetSlice::Ipv4(ip)), transport: Some(transport), .. }) => {
            Some(Slices { ip, transport })
        }
        _ => None,
    }
}

#[inline(always)]
fn read(slices: &Slices<'_>, sink: &mut impl Sink) -> bool {
    let Slices { ip, transport } = slices;
    let ip = ip.header();
    sink.take(Field::HeaderLength, u64::from(ip.ihl()) * 4);
    sink.take(Field::Dscp, ip.dcp().value().into());
    sink.take(Field::Ecn, ip.ecn().value().into());
    sink.take(Field::TotalLength, ip.total_len().into());
    sink.take(Field::Identification, ip.identification().into());
    sink.take(Field::DontFragment, ip.dont_fragment().into());
    sink.take(Field::MoreFragments, ip.more_fragments().into());
    sink.take(Field::FragmentOffset, u64::from(ip.fragments_offset().value()) * 8);
    sink.take(Field::TimeToLive, ip.ttl().into());
    sink.take(Field::Protocol, ip.protocol().0.into());
    sink.take(Field::IpChecksum, ip.header_checksum().into());
    sink.take(Field::Source, u32::from_be_bytes(ip.source()).into());
    sink.take(Field::Destination, u32::from_be_bytes(ip.destination()).into());
    match transport {
        TransportSlice::Tcp(tcp) => read_tcp(tcp, sink),
        TransportSlice::Udp(udp) => read_udp(udp, sink),
        _ => false,
    }
}

#[inline(always)]
fn read_tcp(tcp: &TcpSlice<'_>, sink: &mut impl Sink) -> bool {
    sink.take(Field::SourcePort, tcp.source_port().into());
    sink.take(Field::DestinationPort, tcp.destination_port().into());
    sink.take(Field::Sequence, tcp.sequence_number().into());
    sink.take(Field::Acknowledgment, tcp.acknowledgment_number().into());
    sink.take(Field::DataOffset, u64::from(tcp.data_offset()) * 4);
    sink.take(Field::Flags, read_flags(tcp));
    sink.take(Field::Window, tcp.window_size().into());
    sink.take(Field::Checksum, tcp.checksum().into());
    sink.take(Field::UrgentPointer, tcp.urgent_pointer().into());
    for option in tcp.options_iterator() {
        match option {
            Ok(TcpOptionElement::Noop) => {}
            Ok(TcpOptionElement::MaximumSegmentSize(size)) => sink.take(Field::MaximumSegmentSize, size.into()),
            Ok(TcpOptionElement::WindowScale(shift)) => sink.take(Field::WindowScale, shift.into()),
            Ok(TcpOptionElement::SelectiveAcknowledgementPermitted) => sink.take(Field::SackPermitted, 1),
            Ok(TcpOptionElement::Timestamp(value, echo_reply)) => {
                sink.take(Field::TimestampValue, value.into());
                sink.take(Field::TimestampEcho, echo_reply.into());
            }
            Ok(TcpOptionElement::SelectiveAcknowledgement(first, others)) => {
                sink.block(first.0, first.1);
                others.into_iter().flatten().for_each(|(left, right)| sink.block(left, right));
            }
            Err(_) => return false,
        }
    }
    sink.take(Field::PayloadLength, tcp.payload().len() as u64);
    true
}

#[inline(always)]
fn read_flags(tcp: &TcpSlice<'_>) -> u64 {
    let bits = [tcp.ns(), tcp.cwr(), tcp.ece(), tcp.urg(), tcp.ack(), tcp.psh(), tcp.rst(), tcp.syn(), tcp.fin()];
    bits.into_iter().fold(0, |flags, bit| flags << 1 | u64::from(bit))
}

#[inline(always)]
fn read_udp(udp: &UdpSlice<'_>, sink: &mut impl Sink) -> bool {
    sink.take(Field::SourcePort, udp.source_port().into());
    sink.take(Field::DestinationPort, udp.destination_port().into());
    sink.take(Field::Length, udp.length().into());
    sink.take(Field::Checksum, udp.checksum().into());
    sink.take(Field::PayloadLength, udp.payload().len() as u64);
    true
}

pub(crate) struct Packets<'a>(Vec<Headers<'a>>);

struct Headers<'a> {
    ip: Ipv4Header,
    transport: Transport,
    payload: &'a [u8],
}

enum Transport {
    Tcp(TcpHeader),
    Udp(UdpHeader),
}

impl<'a> Emitter<'a> for Packets<'a> {
    fn new(mix: &'a Mix) -> Self {
        Packets(mix.packets().map(|packet| headers(&slices(packet).expect("the mix is readable"))).collect())
    }

    fn emit(&self, packets: Range<usize>, buffer: &mut [u8], mut written: impl FnMut(&[u8])) {
        for headers in &self.0[packets] {
            let length = emit(headers, buffer).expect("the buffer is large enough");
            written(&buffer[..length]);
        }
    }
}

fn headers<'a>(slices: &Slices<'a>) -> Headers<'a> {
    let (transport, payload) = match &slices.transport {
        TransportSlice::Tcp(tcp) => (Transport::Tcp(tcp.to_header()), tcp.payload()),
        TransportSlice::Udp(udp) => (Transport::Udp(udp.to_header()), udp.payload()),
        _ => unreachable!("the mix is TCP and UDP"),
    };
    Headers { ip: slices.ip.header().to_header(), transport, payload }
}

/// `to_bytes` of each header, copied; `Ipv4Header` and the transport compute their checksums from their fields. The
/// `checksum` fields are set on copies, which is what the API has for it.
#[inline]
fn emit(headers: &Headers<'_>, buffer: &mut [u8]) -> Option<usize> {
    let Headers { ip, transport, payload } = headers;
    let mut ip = ip.clone();
    ip.header_checksum = ip.calc_header_checksum();
    let mut at = append(buffer, 0, &ip.to_bytes())?;
    at = match transport {
        Transport::Tcp(tcp) => {
            let mut tcp = tcp.clone();
            tcp.checksum = tcp.calc_checksum_ipv4_raw(ip.source, ip.destination, payload).ok()?;
            append(buffer, at, &tcp.to_bytes())?
        }
        Transport::Udp(udp) => {
            let checksum = udp.calc_checksum_ipv4_raw(ip.source, ip.destination, payload).ok()?;
            append(buffer, at, &UdpHeader { checksum, ..udp.clone() }.to_bytes())?
        }
    };
    append(buffer, at, payload)
}

#[inline(always)]
fn append(buffer: &mut [u8], at: usize, bytes: &[u8]) -> Option<usize> {
    let end = at + bytes.len();
    buffer.get_mut(at..end)?.copy_from_slice(bytes);
    Some(end)
}
