//! The parser behind both faces: it goes from link to transport, and what a problem means is the reporter's to say.

use super::{Network, Packet, Transport};
use crate::wire::error::{Kind, Layer, Report, fault};
use crate::wire::link::{Carries, Link, LinkType};
use crate::wire::reader::split_within;
use crate::wire::{arp, icmpv4, ipv4, tcp, udp};

/// Reads a frame into a packet that has nothing but its payload: the frame. Each step fills the packet in place, since to hand
/// one of this size from step to step costs more than to read it.
#[inline(always)]
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
    let carries = match link.carries() {
        Carries::Version if rest.first().is_some_and(|first| first >> 4 == 6) => Carries::Ipv6,
        Carries::Version => Carries::Ipv4,
        known => known,
    };
    match carries {
        Carries::Ipv4 | Carries::Version => ipv4(packet, offset, report),
        Carries::Ipv6 => {
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
    let body = match total_length >= claimed_header {
        true => rest.split_at_checked(total_length - header_length),
        false => None,
    };
    let (payload, trailer) = match body {
        Some(body) => body,
        None => {
            let kind = total_length_fault(total_length, claimed_header, available);
            fault(report, Layer::Ipv4, offset + 2, 2, kind)?;
            packet.cut_short = total_length > available;
            (rest, [].as_slice())
        }
    };
    packet.trailer = trailer;
    packet.payload = match header.fragment_offset {
        0 => transport(packet, header, payload, rest, offset + header_length as u32, report)?,
        _ => payload,
    };
    Ok(())
}

/// Why a total length does not fit between the header's end and the frame's.
#[cold]
#[inline(never)]
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

/// Reads the header at the start of an IPv4 packet's payload; what it carries. `rest` is the frame from there on.
#[inline(always)]
fn transport<'a, R: Report>(
    packet: &mut Packet<'a>,
    network: ipv4::Header<'_>,
    payload: &'a [u8],
    rest: &'a [u8],
    offset: u32,
    report: &mut R,
) -> Result<&'a [u8], R::Stop> {
    match network.protocol {
        tcp::PROTOCOL => {
            let Some((header, data)) = tcp::Header::read(payload, offset, report)? else { return Ok(payload) };
            packet.transport = Transport::Tcp(header);
            Ok(data)
        }
        udp::PROTOCOL => {
            let Some((header, data)) = udp::Header::read(payload, offset, report)? else { return Ok(payload) };
            packet.transport = Transport::Udp(header);
            let length = usize::from(header.length);
            // Almost always, and then all is as it is.
            if length == payload.len() {
                return Ok(data);
            }
            let whole = usize::from(network.total_length).saturating_sub(network.header_length.into());
            let claims = UdpClaims { length, whole, more_fragments: network.more_fragments };
            udp(packet, claims, payload, rest, offset, report)
        }
        icmpv4::PROTOCOL => {
            let Some((header, data)) = icmpv4::Header::read(payload, offset, report)? else { return Ok(payload) };
            packet.transport = Transport::Icmp(header);
            Ok(data)
        }
        _ => Ok(payload),
    }
}

/// What the headers say about a datagram's length.
#[derive(Clone, Copy)]
struct UdpClaims {
    /// Of the datagram, by its own header.
    length: usize,
    /// Of the IP packet's payload, by the IPv4 header.
    whole: usize,
    /// Whether the rest of it is elsewhere.
    more_fragments: bool,
}

/// What a datagram carries whose length is not that of the IP packet's payload. Bytes that it leaves over are part of the
/// trailer.
fn udp<'a, R: Report>(
    packet: &mut Packet<'a>,
    claims: UdpClaims,
    payload: &'a [u8],
    rest: &'a [u8],
    offset: u32,
    report: &mut R,
) -> Result<&'a [u8], R::Stop> {
    let available = payload.len();
    let UdpClaims { length, more_fragments, .. } = claims;
    if (udp::HEADER_LENGTH..available).contains(&length) {
        let (datagram, trailer) = split_within(rest, length);
        packet.trailer = trailer;
        return Ok(split_within(datagram, udp::HEADER_LENGTH).1);
    }
    if let Some(kind) = udp_length_fault(claims, available, packet.cut_short) {
        fault(report, Layer::Udp, offset + 4, 2, kind)?;
    }
    packet.cut_short |= length > available && !more_fragments;
    Ok(split_within(payload, udp::HEADER_LENGTH).1)
}

/// Why a UDP length does not fit, unless the reason is only that the capture or the fragment ends early.
#[cold]
#[inline(never)]
fn udp_length_fault(claims: UdpClaims, available: usize, cut_short: bool) -> Option<Kind> {
    let UdpClaims { length, whole, more_fragments } = claims;
    let claimed = length as u32;
    if length < udp::HEADER_LENGTH {
        return Some(Kind::UdpLengthSmall { claimed, minimum: udp::HEADER_LENGTH as u32 });
    }
    let room = if cut_short { whole } else { available };
    (length > room && !more_fragments).then_some(Kind::UdpLengthBeyondEnd { claimed, available: room as u32 })
}
