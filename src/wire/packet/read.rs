//! The parser behind both faces: it goes from link to transport, and what a problem means is the reporter's to say.

use super::outline::{Part, Parts};
use super::{Network, Transport};
use crate::wire::error::{Kind, Layer, Report, fault};
use crate::wire::link::{self, Link, LinkType};
use crate::wire::reader::{fixed, split_within};
use crate::wire::{arp, icmpv4, icmpv6, ipv4, ipv6, tcp, udp};

/// Reads a frame into parts that are none but the payload: the frame. Each step fills them in place, since to hand a packet
/// from step to step costs more than to read it.
#[inline(always)]
pub(super) fn frame<'a, P: Parts<'a>, R: Report>(
    parts: &mut P,
    frame: &'a [u8],
    link_type: LinkType,
    report: &mut R,
) -> Result<(), R::Stop> {
    let Some((link, ether_type)) = link::measure(frame, link_type, report)? else {
        return Ok(());
    };
    let (header, packet) = split_within(frame, link.length);
    parts.link(link, || Link::from_bytes(link_type, header));
    parts.payload(packet);
    let offset = link.length as u32;
    let body = match ether_type {
        ipv4::ETHER_TYPE => ipv4(parts, packet, offset, report)?,
        ipv6::ETHER_TYPE => ipv6(parts, packet, offset, report)?,
        arp::ETHER_TYPE => return arp(parts, packet, offset, report),
        _ => None,
    };
    match body {
        Some(body) => transport(parts, body, report),
        None => Ok(()),
    }
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
    /// Whether the lengths claim more than is there.
    cut_short: bool,
}

fn arp<'a, P: Parts<'a>, R: Report>(
    parts: &mut P,
    packet: &'a [u8],
    offset: u32,
    report: &mut R,
) -> Result<(), R::Stop> {
    if let Some((fixed, addresses, trailer)) = arp::Header::split(packet, offset, report)? {
        let part = Part::of(Layer::Arp, arp::FIXED_LENGTH + addresses.len());
        parts.network(part, || Network::Arp(arp::Header::from_parts(fixed, addresses)));
        parts.payload(&[]);
        parts.trailer(trailer);
    }
    Ok(())
}

#[inline(always)]
fn ipv4<'a, P: Parts<'a>, R: Report>(
    parts: &mut P,
    packet: &'a [u8],
    offset: u32,
    report: &mut R,
) -> Result<Option<Body<'a>>, R::Stop> {
    use ipv4::field::{FRAGMENT_OFFSET, IHL, MORE_FRAGMENTS, PROTOCOL, TOTAL_LENGTH};
    let available = packet.len();
    let Some((fixed, options, rest)) = ipv4::Header::split(packet, offset, report)? else {
        return Ok(None);
    };
    let header_length = ipv4::FIXED_LENGTH + options.len();
    let part = Part::of(Layer::Ipv4, header_length);
    parts.network(part, || Network::Ipv4(ipv4::Header::from_parts(fixed, options)));
    let total_length = TOTAL_LENGTH.get(fixed) as usize;
    // What the header claims to take, even where the bytes end before.
    let claimed = IHL.get(fixed) as usize * 4;
    let claimed_header = header_length.max(claimed);
    let body = match total_length >= claimed_header {
        true => rest.split_at_checked(total_length - header_length),
        false => None,
    };
    let (payload, trailer, cut_short) = match body {
        Some((payload, trailer)) => (payload, trailer, false),
        None => {
            total_length_fault(report, Layer::Ipv4, offset + 2, total_length, claimed_header, available)?;
            let cut_short = total_length > available;
            if cut_short {
                parts.cut_short();
            }
            (rest, [].as_slice(), cut_short)
        }
    };
    parts.payload(payload);
    parts.trailer(trailer);
    // ICMPv6 is IPv6's alone.
    let protocol = PROTOCOL.get(fixed) as u8;
    if FRAGMENT_OFFSET.get(fixed) != 0 || protocol == icmpv6::PROTOCOL {
        return Ok(None);
    }
    Ok(Some(Body {
        protocol,
        payload,
        rest,
        offset: offset + header_length as u32,
        whole: total_length.saturating_sub(claimed),
        more_fragments: MORE_FRAGMENTS.get(fixed) == 1,
        cut_short,
    }))
}

#[inline(always)]
fn ipv6<'a, P: Parts<'a>, R: Report>(
    parts: &mut P,
    packet: &'a [u8],
    offset: u32,
    report: &mut R,
) -> Result<Option<Body<'a>>, R::Stop> {
    let Some(Ipv6Packet { fixed, extensions, trailer, body, has_transport }) = ipv6_packet(packet, offset, report)?
    else {
        return Ok(None);
    };
    let part = Part::of(Layer::Ipv6, ipv6::FIXED_LENGTH + extensions.len());
    parts.network(part, || Network::Ipv6(ipv6::Header::from_parts(fixed, extensions)));
    parts.payload(body.payload);
    parts.trailer(trailer);
    if body.cut_short {
        parts.cut_short();
    }
    Ok(has_transport.then_some(body))
}

/// An IPv6 packet's parts.
struct Ipv6Packet<'a> {
    fixed: &'a [u8; ipv6::FIXED_LENGTH],
    extensions: &'a [u8],
    trailer: &'a [u8],
    body: Body<'a>,
    /// Whether a transport's header is to be read.
    has_transport: bool,
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
    let Some((fixed, extensions, rest)) = ipv6::Header::split(packet, offset, report)? else { return Ok(None) };
    let header = ipv6::Bytes::new(fixed, extensions);
    let header_length = ipv6::FIXED_LENGTH + extensions.len();
    let total_length = header.total_length();
    // The extension headers that were read are within the length.
    let whole = total_length.unwrap_or(available).saturating_sub(header_length);
    let (payload, trailer) = split_within(rest, whole);
    let claimed = total_length.unwrap_or_default();
    let mut cut_short = false;
    if claimed == 0 || claimed > available {
        total_length_fault(report, Layer::Ipv6, offset + 4, claimed, 0, available)?;
        cut_short = claimed > 0;
    }
    let fragment = header.extensions().fragment().unwrap_or_default();
    let protocol = header.extensions().last_next_header();
    let (offset, more_fragments) = (offset + header_length as u32, fragment.more_fragments);
    // ICMP is IPv4's alone.
    let has_transport = fragment.offset == 0 && protocol != icmpv4::PROTOCOL;
    let body = Body { protocol, payload, rest, offset, whole, more_fragments, cut_short };
    Ok(Some(Ipv6Packet { fixed, extensions, trailer, body, has_transport }))
}

/// Reports a total length, at `offset`, that does not fit between the header's end and the frame's.
#[cold]
#[inline(never)]
fn total_length_fault<R: Report>(
    report: &mut R,
    layer: Layer,
    offset: u32,
    total_length: usize,
    header_length: usize,
    available: usize,
) -> Result<(), R::Stop> {
    let (claimed, header, available) = (total_length as u32, header_length as u32, available as u32);
    if claimed == 0 {
        fault(report, layer, offset, 2, Kind::TotalLengthZero {})
    } else if claimed < header {
        fault(report, layer, offset, 2, Kind::TotalLengthSmall { claimed, header })
    } else {
        fault(report, layer, offset, 2, Kind::Truncated { claimed, available })
    }
}

/// Reads the header at the start of an IP packet's payload.
#[inline(always)]
fn transport<'a, P: Parts<'a>, R: Report>(parts: &mut P, body: Body<'a>, report: &mut R) -> Result<(), R::Stop> {
    let Body { payload, offset, .. } = body;
    let data = match body.protocol {
        tcp::PROTOCOL => {
            let Some((fixed, options, data)) = tcp::Header::split(payload, offset, report)? else { return Ok(()) };
            let part = Part::of(Layer::Tcp, tcp::FIXED_LENGTH + options.len());
            parts.transport(part, || Transport::Tcp(tcp::Header::from_parts(fixed, options)));
            data
        }
        udp::PROTOCOL => {
            let Some((header, data)) = fixed(Layer::Udp, payload, offset, report)? else { return Ok(()) };
            parts.transport(Part::of(Layer::Udp, header.len()), || Transport::Udp(udp::Header::from_bytes(header)));
            let length = udp::field::LENGTH.get(header) as usize;
            // Almost always, and then all is as it is.
            if length == payload.len() { data } else { udp(parts, length, body, report)? }
        }
        icmpv4::PROTOCOL => {
            let Some((header, data)) = fixed(Layer::Icmp, payload, offset, report)? else { return Ok(()) };
            parts
                .transport(Part::of(Layer::Icmp, header.len()), || Transport::Icmp(icmpv4::Header::from_bytes(header)));
            data
        }
        icmpv6::PROTOCOL => {
            let Some((header, data)) = fixed(Layer::Icmpv6, payload, offset, report)? else { return Ok(()) };
            parts.transport(Part::of(Layer::Icmpv6, header.len()), || {
                Transport::Icmpv6(icmpv6::Header::from_bytes(header))
            });
            data
        }
        _ => return Ok(()),
    };
    parts.payload(data);
    Ok(())
}

/// What a datagram carries whose length is not that of the IP packet's payload. Bytes that it leaves over are part of the
/// trailer.
#[cfg_attr(target_arch = "wasm32", inline(always))]
fn udp<'a, P: Parts<'a>, R: Report>(
    parts: &mut P,
    length: usize,
    body: Body<'a>,
    report: &mut R,
) -> Result<&'a [u8], R::Stop> {
    let Body { payload, rest, more_fragments, .. } = body;
    let available = payload.len();
    if (udp::HEADER_LENGTH..available).contains(&length) {
        let (datagram, trailer) = split_within(rest, length);
        parts.trailer(trailer);
        return Ok(split_within(datagram, udp::HEADER_LENGTH).1);
    }
    if let Some(kind) = udp_length_fault(length, body) {
        fault(report, Layer::Udp, body.offset + 4, 2, kind)?;
    }
    if length > available && !more_fragments {
        parts.cut_short();
    }
    Ok(split_within(payload, udp::HEADER_LENGTH).1)
}

/// Why a UDP length does not fit, unless the reason is only that the capture or the fragment ends early.
#[cold]
#[cfg_attr(not(target_arch = "wasm32"), inline(never))]
#[cfg_attr(target_arch = "wasm32", inline(always))]
fn udp_length_fault(length: usize, body: Body<'_>) -> Option<Kind> {
    let claimed = length as u32;
    if length < udp::HEADER_LENGTH {
        return Some(Kind::UdpLengthSmall { claimed, minimum: udp::HEADER_LENGTH as u32 });
    }
    let room = if body.cut_short { body.whole } else { body.payload.len() };
    (length > room && !body.more_fragments).then_some(Kind::UdpLengthBeyondEnd { claimed, available: room as u32 })
}
