//! smoltcp: its packet views and `TcpOption::parse`, which read every field; its `Repr`s drop several. Packets are written from
//! `Repr`s, which have no identification, always set DF, and order options their own way: the packets differ, the work does not.

use super::Emitter;
use crate::mix::Mix;
use crate::sink::{Field, Sink};
use smoltcp::phy::{Checksum, ChecksumCapabilities};
use smoltcp::wire::{IpAddress, IpProtocol, Ipv4Packet, Ipv4Repr, TcpOption, TcpPacket, TcpRepr, UdpPacket, UdpRepr};
use std::ops::Range;

#[inline]
pub(crate) fn parse(packet: &[u8], sink: &mut impl Sink) -> bool {
    views(packet).is_some_and(|views| read(&views, sink))
}

#[inline]
pub(crate) fn verify(packet: &[u8], sink: &mut impl Sink) -> bool {
    let Some(views) = views(packet) else { return false };
    let (source, destination) = (IpAddress::Ipv4(views.ip.src_addr()), IpAddress::Ipv4(views.ip.dst_addr()));
    let right = match &views.transport {
        Transport::Tcp(tcp) => tcp.verify_checksum(&source, &destination),
        Transport::Udp(udp) => udp.verify_checksum(&source, &destination),
    };
    read(&views, sink) && right && views.ip.verify_checksum()
}

struct Views<'a> {
    ip: Ipv4Packet<&'a [u8]>,
    transport: Transport<'a>,
}

enum Transport<'a> {
    Tcp(TcpPacket<&'a [u8]>),
    Udp(UdpPacket<&'a [u8]>),
}

#[inline(always)]
fn views(packet: &[u8]) -> Option<Views<'_>> {
    let ip = Ipv4Packet::new_checked(packet).ok()?;
    if ip.version() != 4 {
        return None;
    }
    let transport = match ip.next_header() {
        IpProtocol::Tcp => Transport::Tcp(TcpPacket::new_checked(ip.payload()).ok()?),
        IpProtocol::Udp => Transport::Udp(UdpPacket::new_checked(ip.payload()).ok()?),
        _ => return None,
    };
    Some(Views { ip, transport })
}

#[inline(always)]
fn read(views: &Views<'_>, sink: &mut impl Sink) -> bool {
    let Views { ip, transport } = views;
    sink.take(Field::HeaderLength, ip.header_len().into());
    sink.take(Field::Dscp, ip.dscp().into());
    sink.take(Field::Ecn, ip.ecn().into());
    sink.take(Field::TotalLength, ip.total_len().into());
    sink.take(Field::Identification, ip.ident().into());
    sink.take(Field::DontFragment, ip.dont_frag().into());
    sink.take(Field::MoreFragments, ip.more_frags().into());
    sink.take(Field::FragmentOffset, ip.frag_offset().into());
    sink.take(Field::TimeToLive, ip.hop_limit().into());
    sink.take(Field::Protocol, u8::from(ip.next_header()).into());
    sink.take(Field::IpChecksum, ip.checksum().into());
    sink.take(Field::Source, ip.src_addr().to_bits().into());
    sink.take(Field::Destination, ip.dst_addr().to_bits().into());
    match transport {
        Transport::Tcp(tcp) => read_tcp(tcp, sink),
        Transport::Udp(udp) => {
            sink.take(Field::SourcePort, udp.src_port().into());
            sink.take(Field::DestinationPort, udp.dst_port().into());
            sink.take(Field::Length, udp.len().into());
            sink.take(Field::Checksum, udp.checksum().into());
            sink.take(Field::PayloadLength, udp.payload().len() as u64);
            true
        }
    }
}

#[inline(always)]
fn read_tcp(tcp: &TcpPacket<&[u8]>, sink: &mut impl Sink) -> bool {
    sink.take(Field::SourcePort, tcp.src_port().into());
    sink.take(Field::DestinationPort, tcp.dst_port().into());
    sink.take(Field::Sequence, u64::from(tcp.seq_number().0 as u32));
    sink.take(Field::Acknowledgment, u64::from(tcp.ack_number().0 as u32));
    sink.take(Field::DataOffset, tcp.header_len().into());
    sink.take(Field::Flags, read_flags(tcp));
    sink.take(Field::Window, tcp.window_len().into());
    sink.take(Field::Checksum, tcp.checksum().into());
    sink.take(Field::UrgentPointer, tcp.urgent_at().into());
    let mut options = tcp.options();
    while !options.is_empty() {
        let Ok((rest, option)) = TcpOption::parse(options) else { return false };
        match option {
            TcpOption::EndOfList => break,
            TcpOption::NoOperation | TcpOption::Unknown { .. } => {}
            TcpOption::MaxSegmentSize(size) => sink.take(Field::MaximumSegmentSize, size.into()),
            TcpOption::WindowScale(shift) => sink.take(Field::WindowScale, shift.into()),
            TcpOption::SackPermitted => sink.take(Field::SackPermitted, 1),
            TcpOption::SackRange(blocks) => {
                blocks.into_iter().flatten().for_each(|(left, right)| sink.block(left, right));
            }
            TcpOption::TimeStamp { tsval, tsecr } => {
                sink.take(Field::TimestampValue, tsval.into());
                sink.take(Field::TimestampEcho, tsecr.into());
            }
        }
        options = rest;
    }
    sink.take(Field::PayloadLength, tcp.payload().len() as u64);
    true
}

#[inline(always)]
fn read_flags(tcp: &TcpPacket<&[u8]>) -> u64 {
    let bits = [tcp.ns(), tcp.cwr(), tcp.ece(), tcp.urg(), tcp.ack(), tcp.psh(), tcp.rst(), tcp.syn(), tcp.fin()];
    bits.into_iter().fold(0, |flags, bit| flags << 1 | u64::from(bit))
}

pub(crate) struct Packets<'a>(Vec<Reprs<'a>>);

struct Reprs<'a> {
    ip: Ipv4Repr,
    transport: TransportRepr<'a>,
}

enum TransportRepr<'a> {
    Tcp(TcpRepr<'a>),
    Udp(UdpRepr, &'a [u8]),
}

impl<'a> Emitter<'a> for Packets<'a> {
    fn new(mix: &'a Mix) -> Self {
        Packets(mix.packets().map(|packet| reprs(packet).expect("the mix is readable")).collect())
    }

    fn emit(&self, packets: Range<usize>, buffer: &mut [u8], mut written: impl FnMut(&[u8])) {
        let mut capabilities = ChecksumCapabilities::default();
        capabilities.ipv4 = Checksum::Tx;
        for reprs in &self.0[packets] {
            let length = emit(reprs, buffer, &capabilities);
            written(&buffer[..length]);
        }
    }
}

fn reprs(packet: &[u8]) -> Option<Reprs<'_>> {
    let view = Ipv4Packet::new_unchecked(packet);
    let capabilities = ChecksumCapabilities::ignored();
    let mut ip = Ipv4Repr::parse(&Ipv4Packet::new_unchecked(packet), &capabilities).ok()?;
    let (source, destination) = (IpAddress::Ipv4(ip.src_addr), IpAddress::Ipv4(ip.dst_addr));
    let body = view.payload();
    let transport = match ip.next_header {
        IpProtocol::Tcp => {
            let tcp = TcpRepr::parse(&TcpPacket::new_unchecked(body), &source, &destination, &capabilities).ok()?;
            ip.payload_len = tcp.buffer_len();
            TransportRepr::Tcp(tcp)
        }
        IpProtocol::Udp => {
            let udp = UdpRepr::parse(&UdpPacket::new_unchecked(body), &source, &destination, &capabilities).ok()?;
            TransportRepr::Udp(udp, &body[8..])
        }
        _ => return None,
    };
    Some(Reprs { ip, transport })
}

#[inline]
fn emit(reprs: &Reprs<'_>, buffer: &mut [u8], capabilities: &ChecksumCapabilities) -> usize {
    let Reprs { ip, transport } = reprs;
    let length = ip.buffer_len() + ip.payload_len;
    let mut packet = Ipv4Packet::new_unchecked(&mut buffer[..length]);
    ip.emit(&mut packet, capabilities);
    let (source, destination) = (IpAddress::Ipv4(ip.src_addr), IpAddress::Ipv4(ip.dst_addr));
    match transport {
        TransportRepr::Tcp(tcp) => {
            let mut segment = TcpPacket::new_unchecked(packet.payload_mut());
            tcp.emit(&mut segment, &source, &destination, capabilities);
        }
        TransportRepr::Udp(udp, payload) => {
            let mut datagram = UdpPacket::new_unchecked(packet.payload_mut());
            let copy = |to: &mut [u8]| to.copy_from_slice(payload);
            udp.emit(&mut datagram, &source, &destination, payload.len(), copy, capabilities);
        }
    }
    length
}
