//! What holds for any packets.

use crate::made::{self, Made};
use core::net::Ipv4Addr;
use drywire::flow::{Captured, Content, FlowConfig, Flows, Follow, Side, State, Streams};
use drywire::sim::Random;
use drywire::wire::tcp::{Flags, Header, SeqNumber};
use drywire::wire::{LinkType, Network, Packet, Transport, ipv4, udp};
use proptest::collection::vec;
use proptest::prelude::*;

const ALL: FlowConfig = FlowConfig { streams: Streams::All, ..DEFAULT };
const DEFAULT: FlowConfig = FlowConfig {
    streams: Streams::None,
    stream_limit: 1 << 20,
    streams_limit: 4 << 20,
    open_limit: 65_536,
    table_limit: 1_000_000,
    linger: 240_000_000_000,
    fragments: drywire::reassembly::FragmentLimits { lifetime: 60_000_000_000, memory: 1 << 20 },
};

/// A segment from port 1 of 10.0.0.1 to port 2 of 10.0.0.2, or back.
fn segment(back: bool, seq: u32, ack: u32, flags: Flags, data: &[u8]) -> Vec<u8> {
    let ends = [(Ipv4Addr::new(10, 0, 0, 1), 1), (Ipv4Addr::new(10, 0, 0, 2), 2)];
    let [(source, source_port), (destination, destination_port)] = if back { [ends[1], ends[0]] } else { ends };
    let tcp = Header {
        source_port,
        destination_port,
        sequence_number: SeqNumber(seq),
        acknowledgment_number: SeqNumber(ack),
        flags,
        window: 1000,
        ..Header::default()
    };
    packet(source, destination, 6, Transport::Tcp(tcp), data)
}

fn packet(source: Ipv4Addr, destination: Ipv4Addr, protocol: u8, transport: Transport<'_>, data: &[u8]) -> Vec<u8> {
    let header = ipv4::Header { source, destination, protocol, ..ipv4::Header::default() };
    let packet = Packet { network: Network::Ipv4(header), transport, payload: data, ..Packet::default() };
    let mut out = vec![0; 70 + data.len()];
    let length = packet.emit_filled(&mut out).expect("it fits");
    out.truncate(length);
    out
}

fn push(flows: &mut Flows, time: u64, data: &[u8]) -> drywire::flow::Verdict {
    flows.push(&Captured { time, length: data.len() as u32, data, link: LinkType::Raw })
}

/// All bytes that a side said, and how long the gaps are in all.
fn said(flows: &Flows, side: Side) -> (Vec<u8>, u64) {
    let (mut bytes, mut gaps) = (Vec::new(), 0);
    for chunk in flows.follow(0).into_iter().flat_map(Follow::chunks).filter(|chunk| chunk.from == side) {
        match chunk.content {
            Content::Data(data) => bytes.extend(data),
            Content::Gap(length) => gaps += length,
        }
    }
    (bytes, gaps)
}

proptest! {
    /// Whatever a stream is cut into, however the pieces overlap and in whatever order they come, it is put together again,
    /// wherever its sequence numbers wrap.
    #[test]
    fn a_stream_in_pieces_is_the_stream(
        stream in vec(any::<u8>(), 1..3000),
        cuts in vec((any::<prop::sample::Index>(), 1_usize..400), 0..60),
        isn in prop_oneof![Just(u32::MAX - 100), any::<u32>()],
        seed in any::<u64>(),
    ) {
        let mut pieces: Vec<(usize, usize)> = (0..stream.len()).step_by(100).map(|at| (at, 100)).collect();
        pieces.extend(cuts.iter().map(|(at, length)| (at.index(stream.len()), *length)));
        let mut random = Random::new(seed);
        for last in (1..pieces.len()).rev() {
            pieces.swap(last, random.below(last as u64 + 1) as usize);
        }
        let mut flows = Flows::new(ALL);
        push(&mut flows, 0, &segment(false, isn, 0, Flags::SYN, &[]));
        for (at, length) in pieces {
            let piece = &stream[at..stream.len().min(at + length)];
            push(&mut flows, 1, &segment(false, isn.wrapping_add(1 + at as u32), 1, Flags::ACK, piece));
        }
        prop_assert_eq!(said(&flows, Side::A), (stream, 0));
    }

    /// What is missing is a gap of that length, whether the other side acknowledges what follows it or not.
    #[test]
    fn what_is_missing_is_a_gap(stream in vec(any::<u8>(), 30..500), acknowledged in any::<bool>()) {
        let mut flows = Flows::new(ALL);
        push(&mut flows, 0, &segment(false, 7, 0, Flags::SYN, &[]));
        push(&mut flows, 0, &segment(false, 8, 1, Flags::ACK, &stream[..10]));
        push(&mut flows, 0, &segment(false, 28, 1, Flags::ACK, &stream[20..]));
        if acknowledged {
            push(&mut flows, 0, &segment(true, 1, 8 + stream.len() as u32, Flags::ACK, &[]));
        }
        let without = [&stream[..10], &stream[20..]].concat();
        prop_assert_eq!(said(&flows, Side::A), (without, 10));
        prop_assert_eq!(flows.follow(0).map(Follow::settled), Some(if acknowledged { 3 } else { 1 }));
    }

    /// Any bytes, as any link type: no panic, and a verdict on each.
    #[test]
    fn any_bytes_are_taken(frames in vec((vec(any::<u8>(), 0..120), 0_usize..6, any::<u64>()), 1..40)) {
        let mut flows = Flows::new(ALL);
        for (data, link, time) in &frames {
            let captured = Captured { time: *time, length: 0, data, link: LinkType::ALL[*link] };
            flows.push(&captured);
        }
        prop_assert_eq!(flows.packets(), frames.len() as u64);
    }
}

/// Segments that nobody would send, some of their bytes changed: no panic, and each in at most one conversation.
#[test]
fn mutated_segments_are_taken() {
    for seed in made::seeds(40) {
        let mut random = Random::new(!seed);
        let mut flows = Flows::new(ALL);
        for Made { time, mut data } in made::noise(seed..seed + 1) {
            if random.chance(0.2) {
                let at = random.below(data.len() as u64) as usize;
                data[at] ^= 1 << random.below(8);
            }
            if random.chance(0.05) {
                data.truncate(random.below(data.len() as u64) as usize);
            }
            let verdict = push(&mut flows, time * 1000, &data);
            assert!(verdict.conversation.is_none_or(|number| number < flows.len()), "FLOW_SEED={seed}");
        }
        let packets: u64 = (0..flows.len())
            .filter_map(|number| flows.conversation(number))
            .flat_map(|row| row.sent)
            .map(|sent| sent.packets)
            .sum();
        assert!(packets > 400 && packets <= 600, "FLOW_SEED={seed}: {packets}");
    }
}

/// However many conversations and bytes there are, what is kept stays within the limits, and is told.
#[test]
fn limits_hold() {
    let config = FlowConfig { open_limit: 50, table_limit: 300, stream_limit: 5000, streams_limit: 40_000, ..ALL };
    let mut flows = Flows::new(config);
    for number in 0..2000_u32 {
        let [.., high, low] = number.to_be_bytes();
        let header = udp::Header { source_port: 1, destination_port: 2, ..udp::Header::default() };
        let source = Ipv4Addr::new(10, 1, high, low);
        let data = packet(source, Ipv4Addr::new(10, 0, 0, 1), 17, Transport::Udp(header), &[1; 1000]);
        (0..3).for_each(|_| assert_eq!(push(&mut flows, u64::from(number), &data).conversation, Some(number)));
        assert!(flows.open() <= 50);
    }
    assert_eq!((flows.len(), flows.forgotten()), (2000, 1700));
    assert!(flows.conversation(1699).is_none() && flows.conversation(1700).is_some());
    let memory: usize = (0..2000).filter_map(|number| flows.follow(number)).map(Follow::memory).sum();
    assert!(memory > 30_000 && memory <= 40_000, "{memory}");
    let left_out: u64 = (0..2000).filter_map(|number| flows.follow(number)).map(Follow::left_out).sum();
    assert!(left_out > 0);
}

/// One stream over its own limit: what comes after that is left out, and said to be.
#[test]
fn a_stream_beyond_its_limit_is_cut_and_says_so() {
    let mut flows = Flows::new(FlowConfig { stream_limit: 5000, ..ALL });
    for at in 0..100 {
        push(&mut flows, 0, &segment(false, at * 100, 1, Flags::ACK, &[9; 100]));
    }
    let follow = flows.follow(0).expect("it is kept");
    let (bytes, _) = said(&flows, Side::A);
    assert!(bytes.len() > 2000 && follow.memory() <= 5000);
    assert_eq!(bytes.len() as u64 + follow.left_out(), 10_000);
}

/// RFC 9293 3.5 and 3.6: the states that a connection passes through, and the next one with the same ports.
#[test]
fn a_connection_opens_and_closes() {
    let mut flows = Flows::new(DEFAULT);
    let (syn, ack, fin) = (Flags::SYN, Flags::ACK, Flags::FIN | Flags::ACK);
    let course = [
        (false, 0, 0, syn, State::Opening),
        (true, 100, 1, syn | ack, State::Accepted),
        (false, 1, 101, ack, State::Established),
        (false, 1, 101, fin, State::Closing),
        (true, 101, 2, fin, State::Closing),
        (false, 2, 102, ack, State::Closed),
    ];
    for (back, seq, acknowledged, flags, state) in course {
        push(&mut flows, 5, &segment(back, seq, acknowledged, flags, &[]));
        assert_eq!(flows.conversation(0).map(|row| row.state), Some(state), "{flags}");
    }
    let verdict = push(&mut flows, 6, &segment(false, 9000, 0, syn, &[]));
    assert_eq!((verdict.conversation, verdict.findings.to_string()), (Some(1), "reused_ports".to_string()));
    push(&mut flows, 6, &segment(true, 0, 9001, Flags::RST | ack, &[]));
    assert_eq!(flows.conversation(1).map(|row| row.state), Some(State::Reset));
    assert_eq!(flows.open(), 1);
    // RFC 9293 3.4.2: long after its end, it is no longer watched.
    push(&mut flows, 241_000_000_000, &segment(false, 50, 60, ack, &[]));
    assert_eq!(flows.conversation(2).map(|row| row.state), Some(State::MidStream));
}

/// RFC 791 3.2: a datagram in fragments is one, in whichever order they come; its conversation counts each of them.
#[test]
fn fragments_are_put_together() {
    let header = udp::Header { source_port: 1, destination_port: 2, ..udp::Header::default() };
    let data: Vec<u8> = (0..100).collect();
    let whole = packet(Ipv4Addr::new(10, 0, 0, 1), Ipv4Addr::new(10, 0, 0, 2), 17, Transport::Udp(header), &data);
    let part = |from: usize, to: usize| {
        let mut part = [&whole[..20], &whole[20 + from..20 + to]].concat();
        let length = part.len() as u16;
        part[2..4].copy_from_slice(&length.to_be_bytes());
        let more = if to < 108 { 0x2000 } else { 0 };
        part[6..8].copy_from_slice(&(more | (from / 8) as u16).to_be_bytes());
        part
    };
    let mut flows = Flows::new(ALL);
    assert_eq!(push(&mut flows, 0, &part(64, 108)).conversation, None);
    assert_eq!(push(&mut flows, 0, &part(0, 32)).conversation, None);
    assert_eq!(push(&mut flows, 0, &part(32, 64)).conversation, Some(0));
    assert_eq!(said(&flows, Side::A), (data, 0));
    let sent = flows.conversation(0).map(|row| (row.sent[0].packets, row.sent[0].bytes, row.sent[0].payload_bytes));
    assert_eq!(sent, Some((3, 168, 100)));
}

/// RFC 8200 4.5 and RFC 5722 3: the same of IPv6, but that an overlap condemns the packet.
#[test]
fn ipv6_fragments_are_put_together() {
    let datagram: Vec<u8> = [0, 1, 0, 2, 0, 40, 0, 0].into_iter().chain(0..32).collect();
    let part = |from: usize, to: usize| {
        let mut part = vec![0x60, 0, 0, 0, 0, (8 + to - from) as u8, 44, 64];
        part.extend([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        part.extend([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
        part.extend([17, 0, (from >> 8) as u8, from as u8 | u8::from(to < 40), 0, 0, 0, 7]);
        part.extend(&datagram[from..to]);
        part
    };
    let mut flows = Flows::new(ALL);
    assert_eq!(push(&mut flows, 0, &part(16, 40)).conversation, None);
    assert_eq!(push(&mut flows, 0, &part(0, 16)).conversation, Some(0));
    assert_eq!(said(&flows, Side::A), ((0..32).collect(), 0));
    let row = flows.conversation(0).map(|row| (row.a.to_string(), row.b.to_string(), row.sent[0].packets));
    assert_eq!(row, Some(("[fe80::1]:1".into(), "[fe80::2]:2".into(), 2)));
    for (from, to) in [(16, 40), (8, 24), (0, 16)] {
        assert_eq!(push(&mut flows, 0, &part(from, to)).conversation, None);
    }
}
