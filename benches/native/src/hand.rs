//! The parser to measure against: written by hand for these packets alone, as fast as safe Rust lets it be. Fixed headers
//! are arrays, fields are shifts, the options that most segments have are recognised at a glance, and an error says nothing
//! but that there is one. It knows IPv4, TCP and UDP, and no way of reading a packet that is not whole.

/// A packet's headers.
pub(crate) struct Packet<'a> {
    pub(crate) ipv4: Ipv4<'a>,
    pub(crate) transport: Transport<'a>,
    pub(crate) payload: &'a [u8],
}

#[derive(Clone, Copy)]
pub(crate) struct Ipv4<'a> {
    pub(crate) header_length: u8,
    pub(crate) dscp: u8,
    pub(crate) ecn: u8,
    pub(crate) total_length: u16,
    pub(crate) identification: u16,
    pub(crate) dont_fragment: bool,
    pub(crate) more_fragments: bool,
    pub(crate) fragment_offset: u16,
    pub(crate) time_to_live: u8,
    pub(crate) protocol: u8,
    pub(crate) checksum: u16,
    pub(crate) source: u32,
    pub(crate) destination: u32,
    pub(crate) options: &'a [u8],
}

#[derive(Clone, Copy)]
pub(crate) enum Transport<'a> {
    Tcp(Tcp<'a>),
    Udp(Udp),
}

#[derive(Clone, Copy)]
pub(crate) struct Tcp<'a> {
    pub(crate) source_port: u16,
    pub(crate) destination_port: u16,
    pub(crate) sequence: u32,
    pub(crate) acknowledgment: u32,
    pub(crate) header_length: u8,
    pub(crate) flags: u16,
    pub(crate) window: u16,
    pub(crate) checksum: u16,
    pub(crate) urgent_pointer: u16,
    pub(crate) options: Options<'a>,
    pub(crate) raw_options: &'a [u8],
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Options<'a> {
    pub(crate) maximum_segment_size: Option<u16>,
    pub(crate) window_scale: Option<u8>,
    pub(crate) sack_permitted: bool,
    pub(crate) timestamps: Option<(u32, u32)>,
    pub(crate) sack: &'a [[u8; 8]],
}

#[derive(Clone, Copy)]
pub(crate) struct Udp {
    pub(crate) source_port: u16,
    pub(crate) destination_port: u16,
    pub(crate) length: u16,
    pub(crate) checksum: u16,
}

/// The packet is not one of those that this parser reads.
#[derive(Debug)]
pub(crate) struct Unreadable;

/// Reads a packet: structure and options, no checksum.
#[inline]
pub(crate) fn parse(bytes: &[u8]) -> Result<Packet<'_>, Unreadable> {
    let (ipv4, body) = ipv4(bytes)?;
    let (transport, payload) = match ipv4.protocol {
        6 => tcp(body)?,
        17 => udp(body)?,
        _ => return Err(Unreadable),
    };
    Ok(Packet { ipv4, transport, payload })
}

#[inline]
fn ipv4(input: &[u8]) -> Result<(Ipv4<'_>, &[u8]), Unreadable> {
    let (h, _) = input.split_first_chunk::<20>().ok_or(Unreadable)?;
    let header_length = usize::from(h[0] & 15) * 4;
    let total_length = u16::from_be_bytes([h[2], h[3]]);
    if h[0] >> 4 != 4 || header_length < 20 {
        return Err(Unreadable);
    }
    let packet = input.get(..total_length.into()).ok_or(Unreadable)?;
    let (header, body) = packet.split_at_checked(header_length).ok_or(Unreadable)?;
    let fragment = u16::from_be_bytes([h[6], h[7]]);
    if fragment & 0x1fff != 0 {
        return Err(Unreadable);
    }
    let ipv4 = Ipv4 {
        header_length: header_length as u8,
        dscp: h[1] >> 2,
        ecn: h[1] & 3,
        total_length,
        identification: u16::from_be_bytes([h[4], h[5]]),
        dont_fragment: fragment & 0x4000 != 0,
        more_fragments: fragment & 0x2000 != 0,
        fragment_offset: (fragment & 0x1fff) * 8,
        time_to_live: h[8],
        protocol: h[9],
        checksum: u16::from_be_bytes([h[10], h[11]]),
        source: u32::from_be_bytes([h[12], h[13], h[14], h[15]]),
        destination: u32::from_be_bytes([h[16], h[17], h[18], h[19]]),
        options: &header[20..],
    };
    Ok((ipv4, body))
}

#[inline]
fn tcp(input: &[u8]) -> Result<(Transport<'_>, &[u8]), Unreadable> {
    let (h, _) = input.split_first_chunk::<20>().ok_or(Unreadable)?;
    let header_length = usize::from(h[12] >> 4) * 4;
    if header_length < 20 {
        return Err(Unreadable);
    }
    let (header, data) = input.split_at_checked(header_length).ok_or(Unreadable)?;
    let raw_options = &header[20..];
    let tcp = Tcp {
        source_port: u16::from_be_bytes([h[0], h[1]]),
        destination_port: u16::from_be_bytes([h[2], h[3]]),
        sequence: u32::from_be_bytes([h[4], h[5], h[6], h[7]]),
        acknowledgment: u32::from_be_bytes([h[8], h[9], h[10], h[11]]),
        header_length: header_length as u8,
        flags: u16::from_be_bytes([h[12], h[13]]) & 0x1ff,
        window: u16::from_be_bytes([h[14], h[15]]),
        checksum: u16::from_be_bytes([h[16], h[17]]),
        urgent_pointer: u16::from_be_bytes([h[18], h[19]]),
        options: options(raw_options)?,
        raw_options,
    };
    Ok((Transport::Tcp(tcp), data))
}

#[inline]
fn options(bytes: &[u8]) -> Result<Options<'_>, Unreadable> {
    if let [1, 1, 8, 10, v0, v1, v2, v3, e0, e1, e2, e3] = *bytes {
        let timestamps = Some((u32::from_be_bytes([v0, v1, v2, v3]), u32::from_be_bytes([e0, e1, e2, e3])));
        return Ok(Options { timestamps, ..Options::default() });
    }
    let mut options = Options::default();
    let mut rest = bytes;
    while let [kind, after @ ..] = rest {
        rest = match kind {
            0 => break,
            1 => after,
            _ => one_option(*kind, after, &mut options)?,
        };
    }
    Ok(options)
}

/// Reads an option's length and data; what follows it.
#[inline]
fn one_option<'a>(kind: u8, after: &'a [u8], options: &mut Options<'a>) -> Result<&'a [u8], Unreadable> {
    let (length, rest) = after.split_first().ok_or(Unreadable)?;
    let length = usize::from(*length).checked_sub(2).ok_or(Unreadable)?;
    let (data, rest) = rest.split_at_checked(length).ok_or(Unreadable)?;
    match (kind, data) {
        (2, [a, b]) => options.maximum_segment_size = Some(u16::from_be_bytes([*a, *b])),
        (3, [shift]) => options.window_scale = Some(*shift),
        (4, []) => options.sack_permitted = true,
        (5, data) => match data.as_chunks::<8>() {
            (blocks @ [_, ..], []) => options.sack = blocks,
            _ => return Err(Unreadable),
        },
        (8, [a, b, c, d, e, f, g, h]) => {
            options.timestamps = Some((u32::from_be_bytes([*a, *b, *c, *d]), u32::from_be_bytes([*e, *f, *g, *h])));
        }
        (2..=4 | 8, _) => return Err(Unreadable),
        _ => {}
    }
    Ok(rest)
}

#[inline]
fn udp(input: &[u8]) -> Result<(Transport<'_>, &[u8]), Unreadable> {
    let (h, _) = input.split_first_chunk::<8>().ok_or(Unreadable)?;
    let length = u16::from_be_bytes([h[4], h[5]]);
    let payload = input.get(8..length.into()).ok_or(Unreadable)?;
    let udp = Udp {
        source_port: u16::from_be_bytes([h[0], h[1]]),
        destination_port: u16::from_be_bytes([h[2], h[3]]),
        length,
        checksum: u16::from_be_bytes([h[6], h[7]]),
    };
    Ok((Transport::Udp(udp), payload))
}

/// Whether both checksums of a parsed packet are right.
#[inline]
pub(crate) fn verify(packet: &Packet<'_>, bytes: &[u8]) -> bool {
    let ipv4 = &packet.ipv4;
    let (Some(header), Some(body)) =
        (bytes.get(..ipv4.header_length.into()), bytes.get(ipv4.header_length.into()..ipv4.total_length.into()))
    else {
        return false;
    };
    let absent = matches!(packet.transport, Transport::Udp(Udp { checksum: 0, .. }));
    fold(sum(header)) == 0xffff && (absent || fold(pseudo_header(ipv4, body.len()) + sum(body)) == 0xffff)
}

/// Writes the headers and the payload with lengths as they stand and checksums computed; the packet's length.
#[inline]
pub(crate) fn emit(packet: &Packet<'_>, out: &mut [u8]) -> Option<usize> {
    let Packet { ipv4, transport, payload } = packet;
    let length = usize::from(ipv4.total_length);
    let (header, body) = out.get_mut(..length)?.split_at_mut_checked(ipv4.header_length.into())?;
    emit_ipv4(ipv4, header)?;
    let place = match transport {
        Transport::Tcp(tcp) => emit_tcp(tcp, payload, body)?,
        Transport::Udp(udp) => emit_udp(udp, payload, body)?,
    };
    let checksum = !fold(pseudo_header(ipv4, body.len()) + sum(body));
    let checksum = if checksum == 0 && matches!(transport, Transport::Udp(_)) { 0xffff } else { checksum };
    body.get_mut(place..place + 2)?.copy_from_slice(&checksum.to_be_bytes());
    Some(length)
}

#[inline]
fn emit_ipv4(ipv4: &Ipv4<'_>, out: &mut [u8]) -> Option<()> {
    let (fixed, options) = out.split_first_chunk_mut::<20>()?;
    let flags = u16::from(ipv4.dont_fragment) << 14 | u16::from(ipv4.more_fragments) << 13 | ipv4.fragment_offset >> 3;
    fixed[0] = 0x40 | ipv4.header_length >> 2;
    fixed[1] = ipv4.dscp << 2 | ipv4.ecn;
    fixed[2..4].copy_from_slice(&ipv4.total_length.to_be_bytes());
    fixed[4..6].copy_from_slice(&ipv4.identification.to_be_bytes());
    fixed[6..8].copy_from_slice(&flags.to_be_bytes());
    fixed[8] = ipv4.time_to_live;
    fixed[9] = ipv4.protocol;
    fixed[10..12].fill(0);
    fixed[12..16].copy_from_slice(&ipv4.source.to_be_bytes());
    fixed[16..].copy_from_slice(&ipv4.destination.to_be_bytes());
    if options.len() != ipv4.options.len() {
        return None;
    }
    options.copy_from_slice(ipv4.options);
    let checksum = !fold(sum(fixed) + sum(options));
    fixed[10..12].copy_from_slice(&checksum.to_be_bytes());
    Some(())
}

/// Writes a segment, its checksum 0; where the checksum belongs.
#[inline]
fn emit_tcp(tcp: &Tcp<'_>, payload: &[u8], out: &mut [u8]) -> Option<usize> {
    let (fixed, rest) = out.split_first_chunk_mut::<20>()?;
    fixed[..2].copy_from_slice(&tcp.source_port.to_be_bytes());
    fixed[2..4].copy_from_slice(&tcp.destination_port.to_be_bytes());
    fixed[4..8].copy_from_slice(&tcp.sequence.to_be_bytes());
    fixed[8..12].copy_from_slice(&tcp.acknowledgment.to_be_bytes());
    fixed[12..14].copy_from_slice(&(u16::from(tcp.header_length / 4) << 12 | tcp.flags).to_be_bytes());
    fixed[14..16].copy_from_slice(&tcp.window.to_be_bytes());
    fixed[16..18].fill(0);
    fixed[18..].copy_from_slice(&tcp.urgent_pointer.to_be_bytes());
    let (options, data) = rest.split_at_mut_checked(tcp.raw_options.len())?;
    if data.len() != payload.len() {
        return None;
    }
    options.copy_from_slice(tcp.raw_options);
    data.copy_from_slice(payload);
    Some(16)
}

/// Writes a datagram, its checksum 0; where the checksum belongs.
#[inline]
fn emit_udp(udp: &Udp, payload: &[u8], out: &mut [u8]) -> Option<usize> {
    let (fixed, data) = out.split_first_chunk_mut::<8>()?;
    fixed[..2].copy_from_slice(&udp.source_port.to_be_bytes());
    fixed[2..4].copy_from_slice(&udp.destination_port.to_be_bytes());
    fixed[4..6].copy_from_slice(&udp.length.to_be_bytes());
    fixed[6..].fill(0);
    if data.len() != payload.len() {
        return None;
    }
    data.copy_from_slice(payload);
    Some(6)
}

#[inline]
fn pseudo_header(ipv4: &Ipv4<'_>, length: usize) -> u64 {
    let addresses = u64::from(ipv4.source.to_be()) + u64::from(ipv4.destination.to_be());
    addresses + u64::from(u16::from(ipv4.protocol).to_be()) + u64::from((length as u16).to_be())
}

/// The sum of 32-bit words in the machine's order: the compiler makes vectors of it.
#[inline]
fn sum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<4>();
    let sum = words.iter().fold(0, |sum, word| sum + u64::from(u32::from_ne_bytes(*word)));
    let mut last = [0; 4];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    sum + u64::from(u32::from_ne_bytes(last))
}

/// The sum as 16 bits in network order.
#[inline]
fn fold(sum: u64) -> u16 {
    let sum = (sum & 0xffff_ffff) + (sum >> 32);
    let sum = (sum & 0xffff_ffff) + (sum >> 32);
    let sum = (sum & 0xffff) + (sum >> 16);
    let sum = (sum & 0xffff) + (sum >> 16);
    u16::from_be(sum as u16)
}
