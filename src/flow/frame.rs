//! From a frame to what a conversation needs of it: who speaks to whom by which protocol, and the segment.

use super::analysis::Segment;
use crate::reassembly::{Fragment, Fragments, Reassembled};
use crate::wire::icmpv4::Meaning;
use crate::wire::ipv6::Content;
use crate::wire::{LinkType, Network, Packet, Transport, icmpv6, ipv4, ipv6, tcp};
use alloc::vec::Vec;
use core::net::IpAddr;

/// How many SACK blocks count as data that has arrived: as many as there is room for beside timestamps (RFC 2018 3).
const SACK_BLOCKS: usize = 3;

/// A frame that was captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Captured<'a> {
    /// When, in nanoseconds since a moment of the caller's; since 1970 as a rule.
    pub time: u64,
    /// How long the frame was on the wire, in bytes: more than is here, where the capture cut it.
    pub length: u32,
    /// What was captured of it.
    pub data: &'a [u8],
    /// What it begins with.
    pub link: LinkType,
}

/// What the fragments of a packet have in common (RFC 791 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FragmentKey {
    source: IpAddr,
    destination: IpAddr,
    identification: u32,
    protocol: u8,
}

/// What a packet says, and to whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message<'a> {
    pub(super) source: IpAddr,
    pub(super) destination: IpAddr,
    pub(super) ports: [u16; 2],
    pub(super) protocol: u8,
    pub(super) segment: Option<Segment>,
    /// What it carries, as far as it was captured.
    pub(super) data: &'a [u8],
    /// How much it carries by its headers.
    pub(super) length: u32,
}

/// A frame, or the packet that it made whole.
pub(super) enum Read<'a> {
    /// A packet of its own.
    Message(Message<'a>),
    /// The last fragment that was missing: the packet, to be read as one.
    Whole(Whole),
    /// Nothing that belongs to a conversation, or not yet.
    Nothing,
}

/// A packet made of fragments: its bytes, and what brought them.
pub(super) struct Whole {
    pub(super) packet: Vec<u8>,
    pub(super) fragments: u32,
    pub(super) frame_bytes: u64,
}

/// Reads a frame; fragments go into the collection, and come out of it as a packet.
#[inline]
pub(super) fn read<'a>(number: u64, captured: &Captured<'a>, fragments: &mut Fragments<FragmentKey>) -> Read<'a> {
    let packet = Packet::parse_lax(captured.data, captured.link, |_| ());
    match &packet.network {
        Network::Ipv4(header) if header.more_fragments || header.fragment_offset > 0 => {
            fragment(&packet, header, captured, fragments)
        }
        Network::Ipv4(header) => {
            let available = packet.payload.len() + packet.trailer.len() + packet.transport.emitted_len();
            // Offloaded segments have no length (0): then it is the frame's.
            let carried = match header.total_length {
                0 => (captured.length as usize).saturating_sub(captured.data.len()) + available,
                total => usize::from(total).saturating_sub(header.header_length.into()),
            };
            let addresses = [header.source.into(), header.destination.into()];
            message(number, captured.time, &packet, addresses, header.protocol, carried)
                .map_or(Read::Nothing, Read::Message)
        }
        Network::Ipv6(header) => ipv6(number, &packet, header, captured, fragments),
        _ => Read::Nothing,
    }
}

/// An IPv6 packet: rarer, and more to do.
#[inline(never)]
fn ipv6<'a>(
    number: u64,
    packet: &Packet<'a>,
    header: &ipv6::Header<'a>,
    captured: &Captured<'a>,
    fragments: &mut Fragments<FragmentKey>,
) -> Read<'a> {
    let Some(total) = header.total_length() else { return Read::Nothing };
    if header.is_fragment() {
        return fragment_ipv6(packet, header, total, captured, fragments);
    }
    let carried = total.saturating_sub(packet.network.emitted_len());
    let addresses = [header.source.into(), header.destination.into()];
    message(number, captured.time, packet, addresses, header.protocol(), carried).map_or(Read::Nothing, Read::Message)
}

/// Reads a packet that fragments made.
pub(super) fn read_whole<'a>(number: u64, captured: &Captured<'_>, whole: &'a Whole) -> Option<Message<'a>> {
    let captured = Captured { data: &whole.packet, link: LinkType::Raw, ..*captured };
    match read(number, &captured, &mut Fragments::new(Default::default())) {
        Read::Message(message) => Some(message),
        _ => None,
    }
}

#[inline]
fn message<'a>(
    number: u64,
    time: u64,
    packet: &Packet<'a>,
    [source, destination]: [IpAddr; 2],
    protocol: u8,
    carried: usize,
) -> Option<Message<'a>> {
    let (ports, header_length) = match &packet.transport {
        Transport::Tcp(header) => {
            let header_length = usize::from(header.header_length);
            if header_length < tcp::FIXED_LENGTH || header_length > carried {
                return None;
            }
            ([header.source_port, header.destination_port], header_length)
        }
        Transport::Udp(header) => ([header.source_port, header.destination_port], packet.transport.emitted_len()),
        Transport::Icmp(header) => match header.meaning() {
            Meaning::Echo { identifier, .. } => ([identifier; 2], packet.transport.emitted_len()),
            _ => ([0; 2], packet.transport.emitted_len()),
        },
        Transport::Icmpv6(header) => match header.meaning() {
            icmpv6::Meaning::Echo { identifier, .. } => ([identifier; 2], packet.transport.emitted_len()),
            _ => ([0; 2], packet.transport.emitted_len()),
        },
        _ => ([0; 2], 0),
    };
    let length = carried.saturating_sub(header_length) as u32;
    let segment = match &packet.transport {
        Transport::Tcp(header) => Some(Segment {
            packet: number,
            time,
            seq: header.sequence_number,
            ack: header.acknowledgment_number,
            flags: header.flags,
            window: header.window,
            length,
            sacked: header.options.known().sack.map_or(0, |blocks| {
                blocks.iter().take(SACK_BLOCKS).map(|(left, right)| right - left).fold(0, u32::saturating_add)
            }),
            scale: header.flags.contains(tcp::Flags::SYN).then(|| header.options.known().window_scale).flatten(),
        }),
        _ => None,
    };
    Some(Message { source, destination, ports, protocol, segment, data: packet.payload, length })
}

/// Takes a fragment in.
fn fragment(
    packet: &Packet<'_>,
    header: &ipv4::Header<'_>,
    captured: &Captured<'_>,
    fragments: &mut Fragments<FragmentKey>,
) -> Read<'static> {
    let key = FragmentKey {
        source: header.source.into(),
        destination: header.destination.into(),
        identification: header.identification.into(),
        protocol: header.protocol,
    };
    let start = packet.link.emitted_len();
    let Some(bytes) = captured.data.get(start..) else { return Read::Nothing };
    let Some((head, data)) = bytes.split_at_checked(header.header_length.into()) else { return Read::Nothing };
    let length = usize::from(header.total_length).saturating_sub(header.header_length.into());
    // What the capture cut cannot become whole, nor can a fragment in the middle that is no multiple of 8 bytes.
    let Some(data) = data.get(..length).filter(|data| !header.more_fragments || data.len() % 8 == 0) else {
        return Read::Nothing;
    };
    let (offset, more) = (header.fragment_offset, header.more_fragments);
    let frame_length = captured.length;
    let fragment = Fragment { offset, more, data, header: head, strict: false, frame_length };
    let whole = fragments.insert(captured.time, key, fragment);
    whole.and_then(whole_ipv4).map_or(Read::Nothing, Read::Whole)
}

/// Takes a fragment of an IPv6 packet in. Of the headers before it only the first is kept: the others say how to bring the
/// packet to where it was captured.
fn fragment_ipv6(
    packet: &Packet<'_>,
    header: &ipv6::Header<'_>,
    total: usize,
    captured: &Captured<'_>,
    fragments: &mut Fragments<FragmentKey>,
) -> Read<'static> {
    let mut at = ipv6::FIXED_LENGTH;
    let found = header.extensions().find_map(|extension| {
        at += extension.as_bytes().len();
        match extension.content() {
            Content::Fragment(fragment) => Some((fragment, extension.next_header())),
            _ => None,
        }
    });
    let (Some((fragment, next_header)), Some(bytes)) = (found, captured.data.get(packet.link.emitted_len()..)) else {
        return Read::Nothing;
    };
    let Some(data) = bytes.get(at..total).filter(|data| !fragment.more_fragments || data.len() % 8 == 0) else {
        return Read::Nothing;
    };
    let Some(mut head) = bytes.first_chunk::<{ ipv6::FIXED_LENGTH }>().copied() else { return Read::Nothing };
    head[6] = next_header;
    let key = FragmentKey {
        source: header.source.into(),
        destination: header.destination.into(),
        identification: fragment.identification,
        // RFC 8200 4.5: fragments of one packet may differ in their next header.
        protocol: 0,
    };
    let (offset, more) = (fragment.offset, fragment.more_fragments);
    // RFC 5722 3: an overlap condemns the packet.
    let fragment = Fragment { offset, more, data, header: &head, strict: true, frame_length: captured.length };
    let whole = fragments.insert(captured.time, key, fragment);
    whole.and_then(whole_ipv6).map_or(Read::Nothing, Read::Whole)
}

/// The packet as it was before it was cut: its length, and no Fragment header.
fn whole_ipv6(reassembled: Reassembled) -> Option<Whole> {
    let Reassembled { header, data, fragments, frame_bytes } = reassembled;
    let length = u16::try_from(data.len()).ok()?;
    let mut packet = header;
    packet.get_mut(4..6)?.copy_from_slice(&length.to_be_bytes());
    packet.extend_from_slice(&data);
    Some(Whole { packet, fragments, frame_bytes })
}

/// The packet as it was before it was cut: its length, and no sign of fragments.
fn whole_ipv4(reassembled: Reassembled) -> Option<Whole> {
    let Reassembled { header, data, fragments, frame_bytes } = reassembled;
    let mut packet = header;
    packet.extend_from_slice(&data);
    let length = u16::try_from(packet.len()).ok()?;
    packet.get_mut(2..4)?.copy_from_slice(&length.to_be_bytes());
    packet.get_mut(6..8)?.copy_from_slice(&[0; 2]);
    Some(Whole { packet, fragments, frame_bytes })
}
