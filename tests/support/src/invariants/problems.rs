//! A problem says what stands at its place: its numbers are read again, from the frame's bytes alone.

use drywire::wire::{Kind, Layer, Problem};

/// A problem lies inside the frame, its text has every number filled in, and its numbers are those of the bytes it points at.
pub(super) fn check(problem: &Problem, frame: &[u8]) {
    let end = u64::from(problem.offset) + u64::from(problem.length);
    assert!(end <= frame.len() as u64, "{problem} reaches to byte {end} of {}", frame.len());
    let (code, _) = Kind::TABLE[usize::from(problem.kind.id())];
    assert_eq!(code, problem.kind.code());
    assert!(!problem.to_string().contains(['{', '}']), "{problem}: every number is filled in");
    let place = &frame[problem.offset as usize..end as usize];
    assert_eq!(
        problem.kind.numbers(),
        numbers(problem, place, &frame[problem.offset as usize..]),
        "{problem}: {place:?}"
    );
}

/// What the bytes at a problem's place give for its numbers; a number that they do not hold is the problem's own.
fn numbers(problem: &Problem, place: &[u8], rest: &[u8]) -> (u32, u32) {
    let own = problem.kind.numbers();
    let byte = |at: usize| place.get(at).map_or(u32::MAX, |byte| u32::from(*byte));
    let word = || byte(0) << 8 | byte(1);
    let length = place.len() as u32;
    match problem.kind {
        Kind::HeaderTruncated { needed, .. } => {
            assert!(needed > length, "{problem}: what is needed is not there");
            // An extension header's fixed part; which one it is, another one says.
            let extension = problem.layer == Layer::Ipv6 && matches!(needed, 8 | 12);
            (if extension { needed } else { needed_by(problem.layer, place) }, length)
        }
        Kind::Version { expected, .. } => {
            assert_eq!(expected, if problem.layer == Layer::Ipv6 { 6 } else { 4 }, "{problem}");
            (byte(0) >> 4, expected)
        }
        // RFC 4302 2.2: a length of 0 words, but for two; the fixed part takes three.
        Kind::HeaderLengthSmall { .. } if problem.layer == Layer::Ipv6 => {
            assert_eq!(byte(0), 0, "{problem}");
            (8, 12)
        }
        Kind::HeaderLengthSmall { .. } => (header_length(problem.layer, byte(0)), 20),
        Kind::HeaderLengthBeyondEnd { available, .. } => {
            assert!(own.0 > available, "{problem}: it is beyond the end");
            let ipv6 = problem.layer == Layer::Ipv6;
            let is_authentication = own.0 == (byte(0) + 2) * 4;
            let claimed = if ipv6 { (byte(0) + 1) * 8 } else { header_length(problem.layer, byte(0)) };
            (if ipv6 && is_authentication { own.0 } else { claimed }, own.1)
        }
        Kind::TotalLengthZero {} => (word(), 0),
        Kind::TotalLengthSmall { claimed, header } => {
            assert!(claimed < header, "{problem}: it is small");
            (word(), own.1)
        }
        // The payload length is four bytes into its header; a length of 0 is a Jumbo Payload option's (RFC 2675).
        Kind::Truncated { claimed, .. } if problem.layer == Layer::Ipv6 => {
            assert!(word() > 0 || claimed > 65_535 + 40, "{problem}: it is a jumbogram's");
            (if word() > 0 { word() + 40 } else { claimed }, rest.len() as u32 + 4)
        }
        // The total length is two bytes into its header.
        Kind::Truncated { .. } => (word(), rest.len() as u32 + 2),
        Kind::UdpLengthSmall { .. } => (word(), 8),
        Kind::UdpLengthBeyondEnd { claimed, available } => {
            assert!(claimed > available, "{problem}: it is beyond the end");
            (word(), own.1)
        }
        Kind::OptionLengthMissing { .. } => {
            assert_eq!(length, 1, "{problem}: the kind alone is there");
            (byte(0), 0)
        }
        // RFC 8200 4.2: the length counts what follows it.
        Kind::OptionBeyondEnd { .. } if problem.layer == Layer::Ipv6 => (byte(1) + 2, length),
        Kind::OptionLength { claimed, .. } if problem.layer == Layer::Ipv6 => {
            assert_eq!(length, claimed + 2, "{problem}: the option is the place");
            (byte(0), byte(1))
        }
        Kind::OptionLengthSmall { .. } => (byte(0), byte(1)),
        Kind::OptionBeyondEnd { .. } => (byte(1), length),
        Kind::OptionLength { claimed, .. } => {
            assert_eq!(length, claimed, "{problem}: the option is the place");
            (byte(0), byte(1))
        }
        Kind::ChecksumWrong { .. } | Kind::ChecksumOffloaded { .. } => (word(), own.1),
        Kind::TooManyTags { .. } => (16_384, 0),
        Kind::TooManyExtensions { limit } => (if limit == 16 { 16 } else { 64 }, 0),
        Kind::ChecksumMissing {} => (word(), 0),
        Kind::AddressLength { .. } => (if length == 1 { byte(0) } else { word() }, 8),
    }
}

/// How many bytes a header that is not wholly there takes.
fn needed_by(layer: Layer, there: &[u8]) -> u32 {
    match layer {
        Layer::Ethernet => 14,
        Layer::Vlan | Layer::Null | Layer::Loop => 4,
        Layer::Sll => 16,
        Layer::Arp => match there {
            [_, _, _, _, hardware, protocol, _, _, ..] => 8 + 2 * (u32::from(*hardware) + u32::from(*protocol)),
            _ => 8,
        },
        Layer::Sll2 | Layer::Ipv4 | Layer::Tcp => 20,
        Layer::Icmp | Layer::Icmpv6 | Layer::Udp => 8,
        Layer::Ipv6 => 40,
    }
}

/// IHL is a byte's lower half (RFC 791 3.1), the data offset another's upper half (RFC 9293 3.1), both in units of 4 bytes.
fn header_length(layer: Layer, byte: u32) -> u32 {
    if layer == Layer::Ipv4 { (byte & 15) * 4 } else { (byte >> 4) * 4 }
}
