//! The parser behind both faces: it goes from link to transport, and what a problem means is the reporter's to say.

use super::{Network, Packet, Transport};
use crate::wire::error::{Kind, Layer, Report, fault};
use crate::wire::link::LinkType;
use crate::wire::reader::split_within;
use crate::wire::{arp, icmpv4, icmpv6, ipv4, ipv6, tcp, udp};

/// Reads a frame into a packet that has nothing but its payload: the frame. Each step fills the packet in place, since to hand
/// one of this size from step to step costs more than to read it.
#[inline(always)]
pub(super) fn frame<'a, R: Report>(
    packet: &mut Packet<'a>,
    link_type: LinkType,
    report: &mut R,
) -> Result<(), R::Stop> {
    let frame = packet.payload;
    let Some(rest) = packet.link.read(frame, link_type, report)? else {
        return Ok(());
    };
    packet.payload = rest;
    let offset = (frame.len() - rest.len()) as u32;
    let body = match packet.link.ether_type(rest) {
        ipv4::ETHER_TYPE => ipv4(packet, offset, report)?,
        ipv6::ETHER_TYPE => ipv6(packet, offset, report)?,
        arp::ETHER_TYPE => return arp(packet, offset, report),
        _ => None,
    };
    if let Some(body) = body {
        packet.payload = transport(packet, body, report)?;
    }
    Ok(())
}

/// What stands where a transport's header does, and what the network header says of it.
#[derive(Clone, Copy)]
struct Body<'a> {
    protocol: u8,
    /// To the end of the packet.
    payload: &'a [u8],
    /// To the end of the frame.
    rest: &'a [u8],
    /// Where it begins, from the start of the frame.
    offset: u32,
    /// Its length in bytes by the network header, wherever the bytes end.
    whole: usize,
    /// Whether the rest of it is elsewhere.
    more_fragments: bool,
}

fn arp<R: Report>(packet: &mut Packet<'_>, offset: u32, report: &mut R) -> Result<(), R::Stop> {
    if let Some((header, trailer)) = arp::Header::read(packet.payload, offset, report)? {
        (packet.network, packet.payload, packet.trailer) = (Network::Arp(header), &[], trailer);
    }
    Ok(())
}

#[inline(always)]
fn ipv4<'a, R: Report>(packet: &mut Packet<'a>, offset: u32, report: &mut R) -> Result<Option<Body<'a>>, R::Stop> {
    let available = packet.payload.len();
    let Some((header, rest)) = ipv4::Header::read(packet.payload, offset, report)? else {
        return Ok(None);
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
    (packet.payload, packet.trailer) = (payload, trailer);
    // ICMPv6 is IPv6's alone.
    if header.fragment_offset != 0 || header.protocol == icmpv6::PROTOCOL {
        return Ok(None);
    }
    Ok(Some(Body {
        protocol: header.protocol,
        payload,
        rest,
        offset: offset + header_length as u32,
        whole: total_length.saturating_sub(header.header_length.into()),
        more_fragments: header.more_fragments,
    }))
}

#[inline(always)]
fn ipv6<'a, R: Report>(packet: &mut Packet<'a>, offset: u32, report: &mut R) -> Result<Option<Body<'a>>, R::Stop> {
    let Some(read) = ipv6_packet(packet.payload, offset, report)? else { return Ok(None) };
    packet.network = Network::Ipv6(read.header);
    (packet.payload, packet.trailer, packet.cut_short) = (read.payload, read.trailer, read.cut_short);
    Ok(read.body)
}

/// An IPv6 packet's parts.
struct Ipv6Packet<'a> {
    header: ipv6::Header<'a>,
    payload: &'a [u8],
    trailer: &'a [u8],
    cut_short: bool,
    /// Nothing where no transport's header is to be read.
    body: Option<Body<'a>>,
}

/// Apart from the packet that they fill: one that nobody else may touch stays in registers where it is IPv4's.
#[cfg_attr(not(target_arch = "wasm32"), cold, inline(never))]
#[cfg_attr(target_arch = "wasm32", inline(always))]
fn ipv6_packet<'a, R: Report>(
    packet: &'a [u8],
    offset: u32,
    report: &mut R,
) -> Result<Option<Ipv6Packet<'a>>, R::Stop> {
    let available = packet.len();
    let Some((header, rest)) = ipv6::Header::read(packet, offset, report)? else { return Ok(None) };
    let header_length = available - rest.len();
    let total_length = header.total_length();
    // The extension headers that were read are within the length.
    let whole = total_length.unwrap_or(available).saturating_sub(header_length);
    let (payload, trailer) = split_within(rest, whole);
    let claimed = total_length.unwrap_or_default();
    let mut cut_short = false;
    if claimed == 0 || claimed > available {
        let kind = total_length_fault(claimed, 0, available);
        fault(report, Layer::Ipv6, offset + 4, 2, kind)?;
        cut_short = claimed > 0;
    }
    let fragment = header.fragment().unwrap_or_default();
    let protocol = header.protocol();
    let (offset, more_fragments) = (offset + header_length as u32, fragment.more_fragments);
    // ICMP is IPv4's alone.
    let has_transport = fragment.offset == 0 && protocol != icmpv4::PROTOCOL;
    let body = has_transport.then_some(Body { protocol, payload, rest, offset, whole, more_fragments });
    Ok(Some(Ipv6Packet { header, payload, trailer, cut_short, body }))
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

/// Reads the header at the start of an IP packet's payload; what it carries.
#[inline(always)]
fn transport<'a, R: Report>(packet: &mut Packet<'a>, body: Body<'a>, report: &mut R) -> Result<&'a [u8], R::Stop> {
    let Body { payload, offset, .. } = body;
    match body.protocol {
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
            if length == payload.len() { Ok(data) } else { udp(packet, length, body, report) }
        }
        icmpv4::PROTOCOL => {
            let Some((header, data)) = icmpv4::Header::read(payload, offset, report)? else { return Ok(payload) };
            packet.transport = Transport::Icmp(header);
            Ok(data)
        }
        icmpv6::PROTOCOL => {
            let Some((header, data)) = icmpv6::Header::read(payload, offset, report)? else { return Ok(payload) };
            packet.transport = Transport::Icmpv6(header);
            Ok(data)
        }
        _ => Ok(payload),
    }
}

/// What a datagram carries whose length is not that of the IP packet's payload. Bytes that it leaves over are part of the
/// trailer.
#[cfg_attr(target_arch = "wasm32", inline(always))]
fn udp<'a, R: Report>(
    packet: &mut Packet<'a>,
    length: usize,
    body: Body<'a>,
    report: &mut R,
) -> Result<&'a [u8], R::Stop> {
    let Body { payload, rest, more_fragments, .. } = body;
    let available = payload.len();
    if (udp::HEADER_LENGTH..available).contains(&length) {
        let (datagram, trailer) = split_within(rest, length);
        packet.trailer = trailer;
        return Ok(split_within(datagram, udp::HEADER_LENGTH).1);
    }
    if let Some(kind) = udp_length_fault(length, body, packet.cut_short) {
        fault(report, Layer::Udp, body.offset + 4, 2, kind)?;
    }
    packet.cut_short |= length > available && !more_fragments;
    Ok(split_within(payload, udp::HEADER_LENGTH).1)
}

/// Why a UDP length does not fit, unless the reason is only that the capture or the fragment ends early.
#[cold]
#[cfg_attr(not(target_arch = "wasm32"), inline(never))]
#[cfg_attr(target_arch = "wasm32", inline(always))]
fn udp_length_fault(length: usize, body: Body<'_>, cut_short: bool) -> Option<Kind> {
    let claimed = length as u32;
    if length < udp::HEADER_LENGTH {
        return Some(Kind::UdpLengthSmall { claimed, minimum: udp::HEADER_LENGTH as u32 });
    }
    let room = if cut_short { body.whole } else { body.payload.len() };
    (length > room && !body.more_fragments).then_some(Kind::UdpLengthBeyondEnd { claimed, available: room as u32 })
}
