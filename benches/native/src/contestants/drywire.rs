//! drywire, strict: a packet that is wrong in its structure or its options is an error. Options are read with
//! [`Options::known`](tcp::Options::known), which gives what the hand-written parser gives.

use super::Emitter;
use crate::mix::Mix;
use crate::sink::{Field, Sink};
use drywire::wire::tcp::TcpOption;
use drywire::wire::{ChecksumStatus, LinkType, Network, Packet, Transport, ipv4, tcp, udp};
use std::ops::Range;

#[inline]
pub(crate) fn parse(bytes: &[u8], sink: &mut impl Sink) -> bool {
    let Ok(packet) = Packet::parse(bytes, LinkType::Raw) else { return false };
    read(&packet, sink, known_options)
}

/// The same with [`Options::iter`](tcp::Options::iter), which gives every option in its place, padding and all.
#[inline]
pub(crate) fn parse_each(bytes: &[u8], sink: &mut impl Sink) -> bool {
    let Ok(packet) = Packet::parse(bytes, LinkType::Raw) else { return false };
    read(&packet, sink, all_options)
}

#[inline]
pub(crate) fn verify(bytes: &[u8], sink: &mut impl Sink) -> bool {
    let Ok(packet) = Packet::parse(bytes, LinkType::Raw) else { return false };
    let checksums = packet.verify(bytes, |_| {});
    let right = matches!(checksums.transport, ChecksumStatus::Good | ChecksumStatus::Absent);
    read(&packet, sink, known_options) && checksums.network == ChecksumStatus::Good && right
}

pub(crate) struct Packets<'a>(Vec<Packet<'a>>);

impl<'a> Emitter<'a> for Packets<'a> {
    fn new(mix: &'a Mix) -> Self {
        let parse = |bytes| Packet::parse(bytes, LinkType::Raw).expect("the mix is readable");
        Packets(mix.packets().map(parse).collect())
    }

    fn emit(&self, packets: Range<usize>, buffer: &mut [u8], mut written: impl FnMut(&[u8])) {
        for packet in &self.0[packets] {
            let length = packet.emit_filled(buffer).expect("the buffer is large enough");
            written(&buffer[..length]);
        }
    }
}

#[inline(always)]
fn read<S: Sink>(packet: &Packet<'_>, sink: &mut S, options: impl Fn(&tcp::Header<'_>, &mut S)) -> bool {
    let Network::Ipv4(network) = &packet.network else { return false };
    read_ipv4(network, sink);
    match &packet.transport {
        Transport::Tcp(header) => {
            read_tcp(header, sink);
            options(header, sink);
        }
        Transport::Udp(header) => read_udp(header, sink),
        Transport::None | Transport::Icmp(_) | Transport::Icmpv6(_) => return false,
    }
    sink.take(Field::PayloadLength, packet.payload.len() as u64);
    true
}

#[inline(always)]
fn read_ipv4(header: &ipv4::Header<'_>, sink: &mut impl Sink) {
    sink.take(Field::HeaderLength, header.header_length.into());
    sink.take(Field::Dscp, header.dscp.into());
    sink.take(Field::Ecn, header.ecn.into());
    sink.take(Field::TotalLength, header.total_length.into());
    sink.take(Field::Identification, header.identification.into());
    sink.take(Field::DontFragment, header.dont_fragment.into());
    sink.take(Field::MoreFragments, header.more_fragments.into());
    sink.take(Field::FragmentOffset, header.fragment_offset.into());
    sink.take(Field::TimeToLive, header.ttl.into());
    sink.take(Field::Protocol, header.protocol.into());
    sink.take(Field::IpChecksum, header.checksum.into());
    sink.take(Field::Source, header.source.to_bits().into());
    sink.take(Field::Destination, header.destination.to_bits().into());
}

#[inline(always)]
fn read_tcp(header: &tcp::Header<'_>, sink: &mut impl Sink) {
    sink.take(Field::SourcePort, header.source_port.into());
    sink.take(Field::DestinationPort, header.destination_port.into());
    sink.take(Field::Sequence, header.sequence_number.0.into());
    sink.take(Field::Acknowledgment, header.acknowledgment_number.0.into());
    sink.take(Field::DataOffset, header.header_length.into());
    sink.take(Field::Flags, header.flags.bits().into());
    sink.take(Field::Window, header.window.into());
    sink.take(Field::Checksum, header.checksum.into());
    sink.take(Field::UrgentPointer, header.urgent_pointer.into());
}

#[inline(always)]
fn read_udp(header: &udp::Header, sink: &mut impl Sink) {
    sink.take(Field::SourcePort, header.source_port.into());
    sink.take(Field::DestinationPort, header.destination_port.into());
    sink.take(Field::Length, header.length.into());
    sink.take(Field::Checksum, header.checksum.into());
}

#[inline(always)]
fn all_options(header: &tcp::Header<'_>, sink: &mut impl Sink) {
    for option in header.options.iter() {
        match option {
            TcpOption::MaximumSegmentSize(size) => sink.take(Field::MaximumSegmentSize, size.into()),
            TcpOption::WindowScale(shift) => sink.take(Field::WindowScale, shift.into()),
            TcpOption::SackPermitted => sink.take(Field::SackPermitted, 1),
            TcpOption::Timestamps { value, echo_reply } => {
                sink.take(Field::TimestampValue, value.into());
                sink.take(Field::TimestampEcho, echo_reply.into());
            }
            TcpOption::Sack(blocks) => blocks.iter().for_each(|(left, right)| sink.block(left.0, right.0)),
            _ => {}
        }
    }
}

#[inline(always)]
fn known_options(header: &tcp::Header<'_>, sink: &mut impl Sink) {
    let options = header.options.known();
    if let Some(size) = options.maximum_segment_size {
        sink.take(Field::MaximumSegmentSize, size.into());
    }
    if let Some(shift) = options.window_scale {
        sink.take(Field::WindowScale, shift.into());
    }
    if options.sack_permitted {
        sink.take(Field::SackPermitted, 1);
    }
    if let Some((value, echo_reply)) = options.timestamps {
        sink.take(Field::TimestampValue, value.into());
        sink.take(Field::TimestampEcho, echo_reply.into());
    }
    if let Some(blocks) = options.sack {
        blocks.iter().for_each(|(left, right)| sink.block(left.0, right.0));
    }
}
