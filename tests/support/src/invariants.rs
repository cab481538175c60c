//! What holds for any bytes whatever. Each function panics with a message where it does not.

mod problems;

use crate::layout;
use drywire::dissect::{DissectedField, Dissection, dissect};
use drywire::wire::ipv4::{self, Ipv4Option};
use drywire::wire::tcp::{self, KnownOptions, TcpOption};
use drywire::wire::{
    ChecksumStatus, EmitError, Kind, Layer, LinkType, Network, OptionList, Packet, ParseError, Problem, Transport, arp,
    cooked, ethernet, icmpv4, icmpv6, ipv6, loopback, udp,
};

/// The most problems that one frame can have: one for each option, which takes at least two bytes of two lists of 40, one for
/// each extension header, and a few for the headers themselves.
pub const MOST_PROBLEMS: usize = 2 * 20 + ipv6::MAXIMUM_EXTENSIONS + 8;

/// All that holds for a frame.
pub fn frame(frame: &[u8], link_type: LinkType) {
    strict(frame, link_type);
    lax(frame, link_type);
    round_trip(frame, link_type);
    dissection(frame, link_type);
}

/// The strict face accepts exactly what the lax face finds nothing wrong with, and its error is the first problem.
pub fn strict(frame: &[u8], link_type: LinkType) {
    let (packet, problems) = read(frame, link_type);
    let expected = match problems.first() {
        None => Ok(packet),
        Some(problem) => Err(ParseError::from(*problem)),
    };
    assert_eq!(Packet::parse(frame, link_type), expected, "strict is the first problem of lax");
    each_header_alone(frame);
}

/// The lax face reads anything: problems lie inside the frame and are few, spans tile each header, and checksums are verified
/// without fault.
pub fn lax(frame: &[u8], link_type: LinkType) {
    let (packet, mut problems) = read(frame, link_type);
    layout::check(&packet, frame);
    headers_follow_one_another(&packet, frame);
    let checksums = packet.verify(frame, |problem| problems.push(problem));
    problems.iter().for_each(|problem| problems::check(problem, frame));
    assert!(problems.len() <= MOST_PROBLEMS, "{} problems: {problems:?}", problems.len());
    for (status, wrong) in [
        (checksums.network, wrong_checksum(&problems, |layer| layer == Layer::Ipv4)),
        (checksums.transport, wrong_checksum(&problems, |layer| layer != Layer::Ipv4)),
    ] {
        assert_eq!(status == ChecksumStatus::Bad, wrong.is_some(), "a bad checksum is a problem, and nothing else is");
        wrong.into_iter().for_each(|(problem, expected)| mending_makes_good(frame, link_type, problem, expected));
    }
    if let Network::Ipv4(header) = &packet.network {
        options(header.options.as_bytes());
    }
    if let Transport::Tcp(header) = &packet.transport {
        options(header.options.as_bytes());
    }
    // A frame that is not the packet's own is a caller's mistake, and no reason to panic.
    packet.verify(&frame[..frame.len() / 2], |_| {});
    if let Transport::Icmp(header) = &packet.transport {
        let quoted = header.quoted(packet.payload);
        assert!(
            quoted.is_none_or(|quoted| quoted.payload.len() + 20 <= packet.payload.len()),
            "the quoted packet is in the message"
        );
    }
    if let Transport::Icmpv6(header) = &packet.transport {
        let quoted = header.quoted(packet.payload);
        assert!(
            quoted.is_none_or(|quoted| quoted.payload.len() + 40 <= packet.payload.len()),
            "the quoted packet is in the message"
        );
    }
    if let Network::Ipv6(header) = &packet.network {
        extensions(header, frame);
    }
}

/// What was read is written back to the same bytes; with lengths and checksums computed it reads the same and verifies.
pub fn round_trip(frame: &[u8], link_type: LinkType) {
    let (packet, _) = read(frame, link_type);
    assert_eq!(packet.emitted_len(), frame.len(), "the length that emit announces");
    let mut out = vec![0xa5; frame.len() + 3];
    assert_eq!(packet.emit(&mut out), Ok(frame.len()));
    assert_eq!(out.get(..frame.len()), Some(frame), "emit writes the bytes that were read");
    assert_eq!(out.get(frame.len()..), Some(&[0xa5; 3][..]), "and no others");
    if let Some(short) = out.get_mut(..frame.len().saturating_sub(1)).filter(|_| !frame.is_empty()) {
        assert!(
            matches!(packet.emit(short), Err(EmitError::BufferTooSmall { .. })),
            "a buffer too small by one is refused"
        );
    }
    filled(&packet, link_type);
}

/// `emit_filled` of a packet verifies, however wrong the packet's own lengths and checksums are.
pub fn filled(packet: &Packet<'_>, link_type: LinkType) {
    let mut out = vec![0; packet.emitted_len()];
    match packet.emit_filled(&mut out) {
        Ok(length) => assert_eq!(length, out.len(), "emit_filled changes no header's length"),
        Err(EmitError::PacketTooLong { length }) => return assert!(length > 65_535, "{length} bytes fit"),
        Err(EmitError::OptionsUnaligned { length }) => return assert!(length % 4 != 0, "{length} bytes are aligned"),
        Err(error) => panic!("{error}"),
    }
    let (again, _) = read(&out, link_type);
    assert_eq!((again.payload, again.trailer), (packet.payload, packet.trailer), "the filled packet reads the same");
    assert_eq!(again.cut_short, packet.cut_short, "what was cut short still is");
    let checksums = again.verify(&out, |_| {});
    let fragment = match &packet.network {
        Network::Ipv4(header) => {
            assert!(
                checksums.network == ChecksumStatus::Good || packet.cut_short,
                "the header's checksum was computed"
            );
            assert_ne!(checksums.network, ChecksumStatus::Bad, "the header's checksum was computed");
            header.is_fragment()
        }
        // A route of a type that is not read leaves open what the pseudo-header has.
        Network::Ipv6(header) if header.final_destination().is_none() => return,
        Network::Ipv6(header) => header.is_fragment(),
        Network::None | Network::Arp(_) => return,
    };
    if packet.cut_short || fragment {
        assert_eq!(as_given(&again), as_given(packet), "what covers bytes that are not here is not guessed");
    } else if packet.transport != Transport::None {
        assert_eq!(checksums.transport, ChecksumStatus::Good, "the transport's checksum was computed");
    }
}

/// A frame for people: every byte belongs to one layer, every bit of a layer to one field, and every problem stands at a field.
pub fn dissection(frame: &[u8], link_type: LinkType) {
    let Dissection { layers, problems, .. } = dissect(frame, link_type);
    let mut end = 0;
    for layer in &layers {
        assert_eq!(layer.offset, end, "{} begins where the last layer ended", layer.name);
        end += layer.length;
        let bits = layer.fields.iter().fold(layer.offset * 8, |at, field| {
            let (start, length) = bits(field);
            assert_eq!(start, at, "{} begins where the last field ended", field.name);
            at + length
        });
        assert_eq!(bits, end * 8, "the fields end where {} does", layer.name);
    }
    assert_eq!(end as usize, frame.len(), "the layers end where the frame does");
    let mut placed: Vec<u32> =
        layers.iter().flat_map(|layer| &layer.fields).flat_map(|field| field.problems.clone()).collect();
    placed.sort_unstable();
    if !frame.is_empty() {
        assert!(placed.into_iter().eq(0..problems.len() as u32), "each problem stands at one field");
    }
}

/// A field's first bit, counted from the start of the frame, and how many it has.
fn bits(field: &DissectedField) -> (u32, u32) {
    match field.bit_mask {
        None => (field.offset * 8, field.length * 8),
        Some(mask) => {
            let unused = field.length * 8 - (32 - mask.leading_zeros());
            assert_eq!((mask >> mask.trailing_zeros()).count_ones(), mask.count_ones(), "{mask:b} has no gap");
            (field.offset * 8 + unused, mask.count_ones())
        }
    }
}

/// Option lists, IPv4's and TCP's: what is read is written back to the same bytes, and the shortcut for the common layout
/// gives what the long way gives.
pub fn options(bytes: &[u8]) {
    let bytes = bytes.get(..OptionList::MAXIMUM).unwrap_or(bytes);
    let mut list = OptionList::new();
    ipv4::Options::new(bytes).iter().for_each(|option| assert!(option.emit(&mut list).is_some(), "{option:?} fits"));
    assert_eq!(list.as_bytes(), bytes, "IPv4 options are written back");
    let mut list = OptionList::new();
    tcp::Options::new(bytes).iter().for_each(|option| assert!(option.emit(&mut list).is_some(), "{option:?} fits"));
    assert_eq!(list.as_bytes(), bytes, "TCP options are written back");
    assert_eq!(tcp::Options::new(bytes).known(), known(bytes), "the known options, one by one");
    only_the_last_ends_the_list(bytes);
}

/// Extension headers: no more than are read, one after the other, each with the length that it claims (RFC 8200 4, RFC 4302 2.2).
fn extensions(header: &ipv6::Header<'_>, frame: &[u8]) {
    let mut length = 0;
    let mut kind = header.next_header;
    let all: Vec<_> = header.extensions().collect();
    for extension in &all {
        let bytes = extension.as_bytes();
        assert_eq!(extension.kind(), kind, "each is named by the one before");
        let claimed = match kind {
            44 => 8,
            51 => (usize::from(bytes[1]) + 2) * 4,
            _ => (usize::from(bytes[1]) + 1) * 8,
        };
        assert_eq!(bytes.len(), claimed, "a header of kind {kind} is as long as it says");
        kind = bytes[0];
        length += claimed;
    }
    assert!(all.len() <= ipv6::MAXIMUM_EXTENSIONS && length == header.extension_bytes.len(), "all bytes are headers");
    assert_eq!(header.protocol(), kind, "the last next header is what the packet carries");
    assert!(header.emitted_len() <= frame.len(), "they are in the frame");
}

fn read(frame: &[u8], link_type: LinkType) -> (Packet<'_>, Vec<Problem>) {
    let mut problems = Vec::new();
    let packet = Packet::parse_lax(frame, link_type, |problem| problems.push(problem));
    (packet, problems)
}

/// Each header's own strict parser, on bytes that need not be its own.
fn each_header_alone(bytes: &[u8]) {
    let suffixes = [
        ethernet::Header::parse(bytes).map(|(_, rest)| rest),
        loopback::Header::parse(bytes).map(|(_, rest)| rest),
        cooked::HeaderV1::parse(bytes).map(|(_, rest)| rest),
        cooked::HeaderV2::parse(bytes).map(|(_, rest)| rest),
        arp::Header::parse(bytes).map(|(_, rest)| rest),
        ipv4::Header::parse(bytes).map(|(_, rest)| rest),
        ipv6::Header::parse(bytes).map(|(_, rest)| rest),
        icmpv6::Header::parse(bytes).map(|(_, rest)| rest),
        icmpv4::Header::parse(bytes).map(|(_, rest)| rest),
        udp::Header::parse(bytes).map(|(_, rest)| rest),
        tcp::Header::parse(bytes).map(|(_, rest)| rest),
    ];
    for rest in suffixes {
        match rest {
            Ok(rest) => assert!(bytes.ends_with(rest), "what is left is the end"),
            Err(error) => assert!(error.offset as usize <= bytes.len(), "{error} is inside"),
        }
    }
}

fn headers_follow_one_another(packet: &Packet<'_>, frame: &[u8]) {
    let mut end = 0;
    for (layer, range) in packet.headers() {
        assert_eq!(range.start, end, "{layer} begins where the last header ended");
        end = range.end;
    }
    assert_eq!(end + packet.payload.len() + packet.trailer.len(), frame.len(), "nothing is left out");
}

fn wrong_checksum(problems: &[Problem], layer: impl Fn(Layer) -> bool) -> Option<(Problem, u16)> {
    problems.iter().filter(|problem| layer(problem.layer)).find_map(|problem| match problem.kind {
        Kind::ChecksumWrong { expected, .. } | Kind::ChecksumOffloaded { expected, .. } => {
            Some((*problem, expected as u16))
        }
        _ => None,
    })
}

/// The checksum that a problem says is right is right.
fn mending_makes_good(frame: &[u8], link_type: LinkType, problem: Problem, expected: u16) {
    let mut mended = frame.to_vec();
    let at = problem.offset as usize;
    mended[at..at + 2].copy_from_slice(&expected.to_be_bytes());
    let (packet, _) = read(&mended, link_type);
    let checksums = packet.verify(&mended, |_| {});
    let status = if problem.layer == Layer::Ipv4 { checksums.network } else { checksums.transport };
    assert_eq!(status, ChecksumStatus::Good, "{problem}: 0x{expected:04x} is right");
}

/// The fields that a packet whose bytes are not all here must keep: UDP's length, and the transport's checksum. Those of a
/// segment's data offset are its own.
fn as_given(packet: &Packet<'_>) -> (Option<u16>, Option<u16>) {
    match &packet.transport {
        Transport::None => (None, None),
        Transport::Tcp(header) => (None, Some(header.checksum)),
        Transport::Udp(header) => (Some(header.length), Some(header.checksum)),
        Transport::Icmp(header) => (None, Some(header.checksum)),
        Transport::Icmpv6(header) => (None, Some(header.checksum)),
    }
}

/// What [`tcp::Options::known`] gives, without its shortcut.
fn known(bytes: &[u8]) -> KnownOptions<'_> {
    use TcpOption::{FastOpen, MaximumSegmentSize, Sack, SackPermitted, Timestamps, UserTimeout, WindowScale};
    let options = || tcp::Options::new(bytes).iter();
    macro_rules! last {
        ($pattern:pat => $value:expr) => {
            options().filter_map(|option| if let $pattern = option { Some($value) } else { None }).last()
        };
    }
    KnownOptions {
        maximum_segment_size: last!(MaximumSegmentSize(size) => size),
        window_scale: last!(WindowScale(shift) => shift),
        sack_permitted: last!(SackPermitted => true).unwrap_or(false),
        sack: last!(Sack(blocks) => blocks),
        timestamps: last!(Timestamps { value, echo_reply } => (value, echo_reply)),
        user_timeout: last!(UserTimeout { minutes, value } => (minutes, value)),
        fast_open: last!(FastOpen { cookie } => cookie),
    }
}

fn only_the_last_ends_the_list(bytes: &[u8]) {
    let ends = |option: &TcpOption<'_>| matches!(option, TcpOption::EndOfList { .. } | TcpOption::Malformed { .. });
    let at = tcp::Options::new(bytes).iter().position(|option| ends(&option));
    assert!(at.is_none_or(|at| at + 1 == tcp::Options::new(bytes).iter().count()), "nothing follows TCP's last option");
    let ends = |option: &Ipv4Option<'_>| matches!(option, Ipv4Option::EndOfList { .. } | Ipv4Option::Malformed { .. });
    let at = ipv4::Options::new(bytes).iter().position(|option| ends(&option));
    assert!(
        at.is_none_or(|at| at + 1 == ipv4::Options::new(bytes).iter().count()),
        "nothing follows IPv4's last option"
    );
}
