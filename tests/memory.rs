//! Issue 3, "buffers" and "bad input": a connection that has nothing to do costs at most 2 KiB, all its memory counted; one
//! that is over keeps none but its own place; tiny segments take no more than bounds allow. This test program's allocator
//! counts, for the thread that measures.

use allocation_counter::measure;
use drywire::tcp::{Config, Connection, Secret, State};
use drywire::time::{Duration, Instant};
use drywire::wire::tcp::{self, Flags, SeqNumber};
use drywire::wire::{LinkType, Network, Packet, Transport, ipv4};

/// The most that an idle connection costs, in bytes.
const IDLE: u64 = 2048;

/// Two connections, and what is on its way to each.
struct Pair {
    sides: [Connection; 2],
    now: Instant,
    out: Box<[u8; 1500]>,
    packets: u32,
}

fn config(seed: u64) -> Config {
    Config::new(Secret::from_seed(seed))
}

impl Pair {
    fn open() -> Self {
        Self::open_with(config(2))
    }

    /// A pair whose second side has these settings.
    fn open_with(second: Config) -> Self {
        let ends = ["10.0.0.1:49152", "10.0.0.2:80"].map(|end| end.parse().unwrap());
        let now = Instant::from_millis(1000);
        let client = Connection::connect(config(1), ends[0], ends[1], now).unwrap();
        let mut pair =
            Pair { sides: [client, Connection::listen(second, ends[1])], now, out: Box::new([0; 1500]), packets: 0 };
        pair.exchange(0);
        pair
    }

    /// Lets both say all they have to, and loses every so-manieth packet; 0 loses none.
    fn exchange(&mut self, lose: u32) {
        loop {
            let before = self.packets;
            for side in 0..2 {
                while let Some(length) = self.sides[side].poll_transmit(self.now, &mut *self.out) {
                    self.packets += 1;
                    if lose == 0 || !self.packets.is_multiple_of(lose) {
                        self.sides[1 - side].handle_packet(self.now, &self.out[..length]);
                    }
                }
                while self.sides[side].poll_event().is_some() {}
                while matches!(self.sides[side].read(&mut *self.out), Ok(1..)) {}
            }
            if self.packets == before {
                return;
            }
        }
    }

    /// Time passes until nothing is waited for.
    fn rest(&mut self, lose: u32) {
        self.exchange(lose);
        while let Some(at) = self.sides.iter().filter_map(Connection::poll_timeout).min() {
            self.now = at;
            self.sides.iter_mut().for_each(|side| side.handle_timeout(at));
            self.exchange(lose);
        }
    }

    /// Sends so many bytes each way.
    fn transfer(&mut self, mut bytes: [usize; 2], lose: u32) {
        while bytes != [0; 2] {
            for (side, left) in self.sides.iter_mut().zip(&mut bytes) {
                *left -= side.write(&[7; 5000][..(*left).min(5000)]).unwrap();
            }
            self.exchange(lose);
            if let Some(at) = self.sides.iter().filter_map(Connection::poll_timeout).min() {
                self.now = at;
                self.sides.iter_mut().for_each(|side| side.handle_timeout(at));
            }
        }
        self.rest(lose);
    }
}

/// What both sides of a pair cost together after this, with what they stand in.
fn cost(make: impl FnOnce() -> Pair) -> (Pair, u64) {
    let mut made = None;
    let counted = measure(|| made = Some(make()));
    let pair = made.unwrap();
    let scratch = size_of_val(&*pair.out) as i64;
    let heap = u64::try_from(counted.bytes_current - scratch).expect("nothing is freed that was not made");
    (pair, heap + 2 * size_of::<Connection>() as u64)
}

fn check(name: &str, make: impl FnOnce() -> Pair) -> Pair {
    let (pair, cost) = cost(make);
    println!("{name}: {} bytes a connection, {} of them its own place", cost / 2, size_of::<Connection>());
    assert!(cost <= 2 * IDLE, "{name}: {} bytes", cost / 2);
    pair
}

#[test]
fn an_idle_connection_costs_two_kibibytes() {
    let pair = check("after the handshake", || {
        let mut pair = Pair::open();
        pair.rest(0);
        pair
    });
    assert_eq!(pair.sides.map(|side| side.state()), [State::Established; 2]);
    for lose in [0, 20] {
        let pair = check("after a transfer", || {
            let mut pair = Pair::open();
            pair.transfer([3_000_000, 500_000], lose);
            pair
        });
        assert!(pair.sides.iter().all(|side| side.info().unacknowledged == 0 && side.poll_timeout().is_none()));
    }
}

#[test]
fn a_connection_that_is_over_keeps_nothing_and_waits_for_nothing() {
    let (pair, cost) = cost(|| {
        let mut pair = Pair::open();
        pair.transfer([100_000, 100_000], 20);
        pair.sides.iter_mut().for_each(Connection::close);
        pair.rest(0);
        pair.now += Duration::from_secs(3600);
        pair.rest(0);
        pair
    });
    let controllers = 2 * 256;
    assert!(cost <= 2 * size_of::<Connection>() as u64 + controllers, "{cost} bytes");
    for side in &pair.sides {
        assert_eq!((side.state(), side.poll_timeout(), side.info().memory), (State::Closed, None, 0));
    }
}

/// A segment of one byte for the second side, from the first, at a number of its stream.
fn tiny(pair: &Pair, syn_ack_seen: (u32, u32), offset: u32) -> Vec<u8> {
    let (seq, ack) = syn_ack_seen;
    let header = tcp::Header {
        source_port: pair.sides[0].local().port(),
        destination_port: pair.sides[1].local().port(),
        sequence_number: SeqNumber(seq) + offset,
        acknowledgment_number: SeqNumber(ack),
        flags: Flags::ACK,
        window: 65_535,
        ..tcp::Header::default()
    };
    let network = ipv4::Header {
        protocol: tcp::PROTOCOL,
        source: *pair.sides[0].local().ip(),
        destination: *pair.sides[1].local().ip(),
        ..ipv4::Header::default()
    };
    let (network, transport) = (Network::Ipv4(network), Transport::Tcp(header));
    let packet = Packet { network, transport, payload: b"x", ..Packet::default() };
    let mut out = vec![0; packet.emitted_len()];
    packet.emit_filled(&mut out).unwrap();
    out
}

/// Issue 3, "bad input": a flood of segments of one byte, none beside another, takes no more memory than the buffer and the
/// list of pieces have room for.
#[test]
fn a_flood_of_tiny_segments_out_of_order_takes_no_more_than_the_buffer() {
    const BUFFER: usize = 262_144;
    let mut pair = Pair::open_with(Config { timestamps: false, ..config(2) });
    // The numbers are those of a byte that the first side sends.
    pair.sides[0].write(b"x").unwrap();
    let length = pair.sides[0].poll_transmit(pair.now, &mut *pair.out).unwrap();
    let numbers = match Packet::parse(&pair.out[..length], LinkType::Raw).unwrap().transport {
        Transport::Tcp(header) => (header.sequence_number.0, header.acknowledgment_number.0),
        other => panic!("{other:?}"),
    };
    // Forwards and backwards, so that pieces come before and after those that are kept.
    let offsets: Vec<u32> = (0..60_000).map(|n| if n % 2 == 0 { 1 + 2 * n } else { 240_001 - 2 * n }).collect();
    let packets: Vec<Vec<u8>> = offsets.iter().map(|offset| tiny(&pair, numbers, *offset)).collect();
    let counted = measure(|| {
        for packet in &packets {
            pair.sides[1].handle_packet(pair.now, packet);
            while pair.sides[1].poll_transmit(pair.now, &mut *pair.out).is_some() {}
        }
    });
    println!("60,000 tiny segments: {} bytes at most", counted.bytes_max);
    assert!(counted.bytes_max <= BUFFER as u64 + 64 * 1024, "{} bytes", counted.bytes_max);
    assert!(pair.sides[1].info().memory as u64 <= counted.bytes_max, "the connection says no more than it has");
}

/// Segments of one byte, Nagle's algorithm off, to a peer that does not answer: what is kept of each is bounded by the
/// congestion window and the buffer.
#[test]
fn segments_of_one_byte_cost_little_each() {
    let mut pair = Pair::open_with(Config { nagle: false, ..config(2) });
    pair.transfer([3_000_000, 3_000_000], 0);
    pair.sides[0].set_nagle(false);
    let mut sent = 0_u64;
    let counted = measure(|| {
        while pair.sides[0].write(b"x") == Ok(1) {
            while pair.sides[0].poll_transmit(pair.now, &mut *pair.out).is_some() {
                sent += 1;
            }
        }
    });
    let info = pair.sides[0].info();
    println!("{sent} segments of a byte, {} bytes under way: {} bytes at most", info.in_flight, counted.bytes_max);
    assert!(sent > 1000);
    let buffered = 262_144 + 32 * 1024;
    assert!(counted.bytes_max <= buffered + 128 * sent, "{} bytes", counted.bytes_max);
}

/// RFC 9293 3.7.4 and RFC 2018 5: with a window that takes all there is, segments of a byte are no more than a thousand at a
/// time; and what is kept of segments that were sent again and again is bounded by how many there are.
#[test]
fn what_is_kept_of_segments_is_bounded_by_their_number() {
    const WRITTEN: usize = 1_000_000;
    let hour = Duration::from_secs(3600);
    let sender = Config { nagle: false, initial_window: 100_000, send_buffer: WRITTEN, r2: hour, ..config(1) };
    let ends = ["10.0.0.1:49152", "10.0.0.2:80"].map(|end| end.parse().unwrap());
    let mut now = Instant::from_millis(1000);
    let mut client = Connection::connect(sender, ends[0], ends[1], now).unwrap();
    let mut server = Connection::listen(Config { receive_buffer: 4 << 20, ..config(2) }, ends[1]);
    let mut out = [0; 1500];
    for _ in 0..3 {
        while let Some(length) = client.poll_transmit(now, &mut out) {
            server.handle_packet(now, &out[..length]);
        }
        while let Some(length) = server.poll_transmit(now, &mut out) {
            client.handle_packet(now, &out[..length]);
        }
    }
    let counted = measure(|| {
        for _ in 0..WRITTEN / 10 {
            client.write(b"x").unwrap();
            while client.poll_transmit(now, &mut out).is_some() {}
        }
        // None arrives; each timeout sends some of them again.
        for _ in 0..12 {
            now = client.poll_timeout().unwrap();
            client.handle_timeout(now);
            while client.poll_transmit(now, &mut out).is_some() {}
        }
    });
    let info = client.info();
    println!("{} bytes under way, {} bytes at most", info.in_flight, counted.bytes_max);
    // Blocks of data, and two lists of 1,024 places.
    assert!(counted.bytes_max <= (WRITTEN / 10 + 32 * 1024 + 1024 * 64) as u64, "{} bytes", counted.bytes_max);
    assert!(info.memory as u64 <= counted.bytes_max);
}
