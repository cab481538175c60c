//! The hand-written parser of `hand.rs`.

use super::Emitter;
use crate::hand::{self, Packet, Transport};
use crate::mix::Mix;
use crate::sink::{Field, Sink};
use std::ops::Range;

#[inline]
pub(crate) fn parse(bytes: &[u8], sink: &mut impl Sink) -> bool {
    let Ok(packet) = hand::parse(bytes) else { return false };
    read(&packet, sink);
    true
}

#[inline]
pub(crate) fn verify(bytes: &[u8], sink: &mut impl Sink) -> bool {
    let Ok(packet) = hand::parse(bytes) else { return false };
    read(&packet, sink);
    hand::verify(&packet, bytes)
}

pub(crate) struct Packets<'a>(Vec<Packet<'a>>);

impl<'a> Emitter<'a> for Packets<'a> {
    fn new(mix: &'a Mix) -> Self {
        Packets(mix.packets().map(|bytes| hand::parse(bytes).expect("the mix is readable")).collect())
    }

    fn emit(&self, packets: Range<usize>, buffer: &mut [u8], mut written: impl FnMut(&[u8])) {
        for packet in &self.0[packets] {
            let length = hand::emit(packet, buffer).expect("the buffer is large enough");
            written(&buffer[..length]);
        }
    }
}

#[inline(always)]
fn read(packet: &Packet<'_>, sink: &mut impl Sink) {
    let Packet { ipv4, transport, payload } = packet;
    sink.take(Field::HeaderLength, ipv4.header_length.into());
    sink.take(Field::Dscp, ipv4.dscp.into());
    sink.take(Field::Ecn, ipv4.ecn.into());
    sink.take(Field::TotalLength, ipv4.total_length.into());
    sink.take(Field::Identification, ipv4.identification.into());
    sink.take(Field::DontFragment, ipv4.dont_fragment.into());
    sink.take(Field::MoreFragments, ipv4.more_fragments.into());
    sink.take(Field::FragmentOffset, ipv4.fragment_offset.into());
    sink.take(Field::TimeToLive, ipv4.time_to_live.into());
    sink.take(Field::Protocol, ipv4.protocol.into());
    sink.take(Field::IpChecksum, ipv4.checksum.into());
    sink.take(Field::Source, ipv4.source.into());
    sink.take(Field::Destination, ipv4.destination.into());
    match transport {
        Transport::Tcp(tcp) => read_tcp(tcp, sink),
        Transport::Udp(udp) => {
            sink.take(Field::SourcePort, udp.source_port.into());
            sink.take(Field::DestinationPort, udp.destination_port.into());
            sink.take(Field::Length, udp.length.into());
            sink.take(Field::Checksum, udp.checksum.into());
        }
    }
    sink.take(Field::PayloadLength, payload.len() as u64);
}

#[inline(always)]
fn read_tcp(tcp: &hand::Tcp<'_>, sink: &mut impl Sink) {
    sink.take(Field::SourcePort, tcp.source_port.into());
    sink.take(Field::DestinationPort, tcp.destination_port.into());
    sink.take(Field::Sequence, tcp.sequence.into());
    sink.take(Field::Acknowledgment, tcp.acknowledgment.into());
    sink.take(Field::DataOffset, tcp.header_length.into());
    sink.take(Field::Flags, tcp.flags.into());
    sink.take(Field::Window, tcp.window.into());
    sink.take(Field::Checksum, tcp.checksum.into());
    sink.take(Field::UrgentPointer, tcp.urgent_pointer.into());
    let options = &tcp.options;
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
    for [a, b, c, d, e, f, g, h] in options.sack {
        sink.block(u32::from_be_bytes([*a, *b, *c, *d]), u32::from_be_bytes([*e, *f, *g, *h]));
    }
}
