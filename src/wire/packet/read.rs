//! The parser behind both faces: it goes from link to transport, and what a problem means is the reporter's to say.

use super::{Network, Packet, Transport};
use crate::wire::error::{Kind, Layer, Problem, Report};
use crate::wire::link::{Carries, Link, LinkType};
use crate::wire::reader::split_within;
use crate::wire::{arp, icmpv4, ipv4, tcp, udp};

/// Reads a frame into a packet that has nothing but its payload: the frame. Each step fills the packet in place, since to hand
/// one of this size from step to step costs more than to read it.
#[inline]
pub(super) fn frame<'a, R: Report>(
    packet: &mut Packet<'a>,
    link_type: LinkType,
    report: &mut R,
) -> Result<(), R::Stop> {
    let frame = packet.payload;
    let Some((link, rest)) = Link::read(frame, link_type, report)? else {
        return Ok(());
    };
    (packet.link, packet.payload) = (link, rest);
    let offset = (frame.len() - rest.len()) as u32;
    match link.carries() {
        Carries::Ipv4 => ipv4(packet, offset, report),
        Carries::Version if rest.first().is_none_or(|first| first >> 4 != 6) => ipv4(packet, offset, report),
        Carries::Ipv6 | Carries::Version => {
            packet.network = Network::Ipv6;
            Ok(())
        }
        Carries::Arp => arp(packet, offset, report),
        Carries::Other => Ok(()),
    }
}

fn arp<R: Report>(packet: &mut Packet<'_>, offset: u32, report: &mut R) -> Result<(), R::Stop> {
    if let Some((header, trailer)) = arp::Header::read(packet.payload, offset, report)? {
        (packet.network, packet.payload, packet.trailer) = (Network::Arp(header), &[], trailer);
    }
    Ok(())
}

#[inline(always)]
fn ipv4<R: Report>(packet: &mut Packet<'_>, offset: u32, report: &mut R) -> Result<(), R::Stop> {
    let available = packet.payload.len();
    let Some((header, rest)) = ipv4::Header::read(packet.payload, offset, report)? else {
        return Ok(());
    };
    packet.network = Network::Ipv4(header);
    let header_length = available - rest.len();
    let total_length = usize::from(header.total_length);
    // What the header claims to take, even where the bytes end before.
    let claimed_header = header_length.max(header.header_length.into());
    let end = if (claimed_header..=available).contains(&total_length) {
        total_length
    } else {
        let kind = total_length_fault(total_length, claimed_header, available);
        report.report(Problem { layer: Layer::Ipv4, offset: offset + 2, length: 2, kind })?;
        available
    };
    (packet.payload, packet.trailer) = split_within(rest, end - header_length);
    packet.cut_short = total_length > available;
    if header.fragment_offset != 0 {
        return Ok(());
    }
    transport(packet, &header, rest, offset + header_length as u32, report)
}

/// Why a total length does not fit between the header's end and the frame's.
fn total_length_fault(total_length: usize, header_length: usize, available: usize) -> Kind {
    let claimed = total_length as u32;
    if total_length == 0 {
        Kind::TotalLengthZero {}
    } else if total_length < header_length {
        Kind::TotalLengthSmall { claimed, header: header_length as u32 }
    } else {
        Kind::Truncated { claimed, available: available as u32 }
    }
}

#[inline(always)]
fn transport<'a, R: Report>(
    packet: &mut Packet<'a>,
    network: &ipv4::Header<'_>,
    rest: &'a [u8],
    offset: u32,
    report: &mut R,
) -> Result<(), R::Stop> {
    match network.protocol {
        tcp::PROTOCOL => {
            if let Some((header, payload)) = tcp::Header::read(packet.payload, offset, report)? {
                (packet.transport, packet.payload) = (Transport::Tcp(header), payload);
            }
            Ok(())
        }
        udp::PROTOCOL => udp(packet, network, rest, offset, report),
        icmpv4::PROTOCOL => {
            if let Some((header, payload)) = icmpv4::Header::read(packet.payload, offset, report)? {
                (packet.transport, packet.payload) = (Transport::Icmp(header), payload);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Reads a UDP header. `rest` is the frame from it on: where UDP's length leaves bytes of the IP packet over, they are part
/// of the trailer.
#[inline(always)]
fn udp<'a, R: Report>(
    packet: &mut Packet<'a>,
    network: &ipv4::Header<'_>,
    rest: &'a [u8],
    offset: u32,
    report: &mut R,
) -> Result<(), R::Stop> {
    let available = packet.payload.len();
    let Some((header, payload)) = udp::Header::read(packet.payload, offset, report)? else {
        return Ok(());
    };
    (packet.transport, packet.payload) = (Transport::Udp(header), payload);
    let length = usize::from(header.length);
    if (udp::HEADER_LENGTH..=available).contains(&length) {
        let (datagram, trailer) = split_within(rest, length);
        let (_, payload) = split_within(datagram, udp::HEADER_LENGTH);
        (packet.payload, packet.trailer) = (payload, trailer);
        return Ok(());
    }
    if let Some(kind) = udp_length_fault(length, network, available, packet.cut_short) {
        report.report(Problem { layer: Layer::Udp, offset: offset + 4, length: 2, kind })?;
    }
    packet.cut_short |= length > available && !network.more_fragments;
    Ok(())
}

/// Why a UDP length does not fit, unless the reason is only that the capture or the fragment ends early.
fn udp_length_fault(length: usize, network: &ipv4::Header<'_>, available: usize, cut_short: bool) -> Option<Kind> {
    let claimed = length as u32;
    if length < udp::HEADER_LENGTH {
        return Some(Kind::UdpLengthSmall { claimed, minimum: udp::HEADER_LENGTH as u32 });
    }
    let whole = usize::from(network.total_length).saturating_sub(network.header_length.into());
    let room = if cut_short { whole } else { available };
    (length > room && !network.more_fragments).then_some(Kind::UdpLengthBeyondEnd { claimed, available: room as u32 })
}
