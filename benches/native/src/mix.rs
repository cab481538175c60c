//! The packets that everything is measured on: Ethernet frames with the shares that the benchmarks' table names, made from a
//! seed, with right checksums.

use drywire::wire::tcp::{Flags, Options, SackBlocks, SeqNumber, TcpOption};
use drywire::wire::{Link, Network, OptionList, Packet, Transport, ethernet, ipv4, tcp, udp};
use std::io::{self, Write};
use std::iter::repeat_n;
use std::ops::Range;

/// The largest payload in bytes.
const MAXIMUM_PAYLOAD: u32 = 1460;

/// Frames, one after another in one buffer as a capture has them.
pub(crate) struct Mix {
    bytes: Vec<u8>,
    /// Where each frame starts, and where the last one ends.
    starts: Vec<usize>,
}

/// What a frame carries.
#[derive(Clone, Copy)]
enum Shape {
    /// SYN and SYN+ACK: MSS, SACK permitted, timestamps, window scale.
    Syn,
    /// Data and timestamps.
    Data,
    /// No data, timestamps.
    Ack,
    /// No data, timestamps and 1 to 3 SACK blocks.
    Sack,
    /// A datagram.
    Udp,
}

impl Shape {
    /// The shapes, and how many of a hundred frames are such.
    const SHARES: [(Shape, usize); 5] =
        [(Shape::Syn, 5), (Shape::Data, 45), (Shape::Ack, 20), (Shape::Sack, 10), (Shape::Udp, 20)];
}

impl Mix {
    /// So many frames from a seed. No payload is over `payload` bytes: 1,460 at most.
    pub(crate) fn new(count: usize, payload: u32, seed: u64) -> Mix {
        let mut random = Random(seed);
        let mut shapes = shapes(count);
        random.shuffle(&mut shapes);
        let mut mix = Mix { bytes: Vec::new(), starts: vec![0] };
        let mut buffer = [0; 2048];
        for shape in shapes {
            let length = frame(shape, payload.min(MAXIMUM_PAYLOAD), &mut random, &mut buffer);
            mix.bytes.extend_from_slice(&buffer[..length]);
            mix.starts.push(mix.bytes.len());
        }
        mix
    }

    /// The packets that the frames carry, in their order.
    pub(crate) fn packets(&self) -> impl Iterator<Item = &[u8]> {
        self.part(0..self.len())
    }

    /// Some of the packets.
    #[inline]
    pub(crate) fn part(&self, frames: Range<usize>) -> impl Iterator<Item = &[u8]> {
        let starts = &self.starts[frames.start..=frames.end];
        starts.windows(2).map(|pair| &self.bytes[pair[0] + ethernet::UNTAGGED_LENGTH..pair[1]])
    }

    /// Reads a byte of every cache line of some frames.
    pub(crate) fn touch(&self, frames: Range<usize>) -> u64 {
        let bytes = &self.bytes[self.starts[frames.start]..self.starts[frames.end]];
        bytes.iter().step_by(64).map(|byte| u64::from(*byte)).sum()
    }

    /// How many frames there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Writes the frames as a pcap file (LINKTYPE_ETHERNET, microseconds).
    pub(crate) fn write_pcap(&self, out: &mut impl Write) -> io::Result<()> {
        for word in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, 1u32] {
            out.write_all(&word.to_le_bytes())?;
        }
        for (index, pair) in self.starts.windows(2).enumerate() {
            let frame = &self.bytes[pair[0]..pair[1]];
            let length = frame.len() as u32;
            for word in [1_700_000_000 + index as u32 / 1000, index as u32 % 1000 * 1000, length, length] {
                out.write_all(&word.to_le_bytes())?;
            }
            out.write_all(frame)?;
        }
        Ok(())
    }
}

/// `count` shapes by their shares, unshuffled; what the division leaves over is data.
fn shapes(count: usize) -> Vec<Shape> {
    let mut shapes: Vec<Shape> =
        Shape::SHARES.into_iter().flat_map(|(shape, share)| repeat_n(shape, count * share / 100)).collect();
    shapes.resize(count, Shape::Data);
    shapes
}

/// Writes one frame; its length.
fn frame(shape: Shape, payload: u32, random: &mut Random, buffer: &mut [u8]) -> usize {
    let client = random.below(256);
    let server = random.below(64);
    let payload: Vec<u8> = match shape {
        Shape::Data | Shape::Udp => (0..random.below(payload + 1)).map(|_| random.next() as u8).collect(),
        Shape::Syn | Shape::Ack | Shape::Sack => Vec::new(),
    };
    let mut list = OptionList::new();
    let blocks = sack_blocks(random);
    let transport = match shape {
        Shape::Udp => Transport::Udp(udp::Header {
            source_port: 1024 + random.below(60_000) as u16,
            destination_port: 53,
            ..udp::Header::default()
        }),
        _ => Transport::Tcp(segment(shape, random, &mut list, &blocks)),
    };
    let packet = Packet {
        link: Link::Ethernet(ethernet::Header {
            destination: ethernet::MacAddress([2, 0, 0, 0, 1, server as u8]),
            source: ethernet::MacAddress([2, 0, 0, 0, 0, client as u8]),
            tags: ethernet::Tags::default(),
            ether_type: ipv4::ETHER_TYPE,
        }),
        network: Network::Ipv4(ipv4::Header {
            identification: random.next() as u16,
            dont_fragment: !matches!(shape, Shape::Udp),
            protocol: if matches!(shape, Shape::Udp) { udp::PROTOCOL } else { tcp::PROTOCOL },
            source: [10, 0, (client / 100) as u8, client as u8].into(),
            destination: [192, 168, 7, server as u8].into(),
            ..ipv4::Header::default()
        }),
        transport,
        payload: &payload,
        ..Packet::default()
    };
    packet.emit_filled(buffer).expect("the buffer is larger than any of these")
}

fn segment<'a>(shape: Shape, random: &mut Random, list: &'a mut OptionList, blocks: &[[u8; 8]]) -> tcp::Header<'a> {
    let reply = random.below(2) == 1;
    let (flags, timestamps) = match shape {
        Shape::Syn if !reply => (Flags::SYN, [random.next() as u32, 0]),
        Shape::Syn => (Flags::SYN | Flags::ACK, [random.next() as u32; 2]),
        Shape::Data => (Flags::PSH | Flags::ACK, [random.next() as u32; 2]),
        _ => (Flags::ACK, [random.next() as u32; 2]),
    };
    let (value, echo_reply) = (timestamps[0], timestamps[1].rotate_left(7));
    let timestamps = TcpOption::Timestamps { value, echo_reply };
    let options = [TcpOption::NoOperation, TcpOption::NoOperation];
    match shape {
        Shape::Syn => {
            let (size, shift) = (TcpOption::MaximumSegmentSize(1460), TcpOption::WindowScale(7));
            append(list, &[size, TcpOption::SackPermitted, timestamps, TcpOption::NoOperation, shift]);
        }
        Shape::Sack => {
            append(list, &options);
            append(list, &[timestamps]);
            append(list, &options);
            append(list, &[TcpOption::Sack(SackBlocks::from_wire(blocks))]);
        }
        _ => {
            append(list, &options);
            append(list, &[timestamps]);
        }
    }
    tcp::Header {
        source_port: 32_768 + random.below(28_000) as u16,
        destination_port: [80, 443][random.below(2) as usize],
        sequence_number: SeqNumber(random.next() as u32),
        acknowledgment_number: SeqNumber(if flags.contains(Flags::ACK) { random.next() as u32 } else { 0 }),
        flags,
        window: random.next() as u16,
        options: Options::new(list.padded()),
        ..tcp::Header::default()
    }
}

fn append(list: &mut OptionList, options: &[TcpOption<'_>]) {
    for option in options {
        option.emit(list).expect("40 bytes hold any of these");
    }
}

/// One to three blocks, which is what fits beside timestamps.
fn sack_blocks(random: &mut Random) -> Vec<[u8; 8]> {
    (0..1 + random.below(3)).map(|_| random.next().to_be_bytes()).collect()
}

/// xorshift64*: enough for shapes and bytes.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, limit: u32) -> u32 {
        (self.next() % u64::from(limit)) as u32
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u32 + 1) as usize);
        }
    }
}
