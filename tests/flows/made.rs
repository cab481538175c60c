//! Captures made here: transfers over bad networks, and segments that nobody would send.

use core::net::{Ipv4Addr, SocketAddrV4};
use core::num::NonZeroU64;
use drywire::sim::{Endpoint, Fate, LinkConfig, Network, Random, Straggle};
use drywire::tcp::{Bbr, Config, Connection, Cubic, KeepAlive, NewReno, Secret};
use drywire::time::{Duration, Instant};
use drywire::wire::tcp::{Flags, Header, Options, SeqNumber};
use drywire::wire::{Network as Internet, Packet, Transport, ipv4};
use std::ops::Range;
use std::path::Path;

/// A frame of a capture of raw IP packets.
#[derive(Clone)]
pub(crate) struct Made {
    /// Microseconds.
    pub(crate) time: u64,
    pub(crate) data: Vec<u8>,
}

/// So many seeds, or the one of `FLOW_SEED`.
pub(crate) fn seeds(count: u64) -> Range<u64> {
    let wanted = std::env::var("FLOW_SEED").ok().and_then(|seed| seed.parse().ok());
    wanted.map_or(0..count, |seed: u64| seed..seed + 1)
}

/// Writes a pcap file for as long as `use_it` runs.
pub(crate) fn with_file(frames: &[Made], use_it: impl FnOnce(&Path)) {
    static NUMBER: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("flows-{}-{number}.pcap", std::process::id()));
    let mut file = Vec::new();
    let mut words = |words: &[u32]| words.iter().for_each(|word| file.extend(word.to_le_bytes()));
    words(&[0xa1b2_c3d4, 2 | 4 << 16, 0, 0, 262_144, 101]);
    for frame in frames {
        let length = frame.data.len() as u32;
        let words = [(frame.time / 1_000_000) as u32, (frame.time % 1_000_000) as u32, length, length];
        words.iter().for_each(|word| file.extend(word.to_le_bytes()));
        file.extend(&frame.data);
    }
    std::fs::write(&path, file).expect("a file can be written");
    use_it(&path);
    std::fs::remove_file(&path).expect("the file is there");
}

/// One end of a transfer: it sends so many bytes, closes, and reads what comes, with pauses.
struct Peer {
    connection: Connection,
    to_send: usize,
    paused_until: Instant,
    pause: Duration,
}

impl Peer {
    fn run(&mut self, now: Instant) {
        while self.connection.poll_event().is_some() {}
        if now >= self.paused_until {
            let mut room = [0; 4096];
            while matches!(self.connection.read(&mut room), Ok(1..)) {}
            self.paused_until = now + self.pause;
        }
        let data = [7; 1000];
        while self.to_send > 0 {
            let Ok(count @ 1..) = self.connection.write(&data[..self.to_send.min(1000)]) else { break };
            self.to_send -= count;
            if self.to_send == 0 {
                self.connection.close();
            }
        }
    }
}

impl Endpoint for Peer {
    fn receive(&mut self, now: Instant, packet: &[u8]) {
        self.connection.handle_packet(now, packet);
        self.run(now);
    }

    fn transmit(&mut self, now: Instant, packet: &mut Vec<u8>) -> bool {
        packet.resize(9000, 0);
        let length = self.connection.poll_transmit(now, packet);
        packet.truncate(length.unwrap_or_default());
        length.is_some()
    }

    fn timeout(&self) -> Option<Instant> {
        let waits = (self.pause > Duration::ZERO).then_some(self.paused_until);
        let due = self.connection.poll_timeout();
        due.into_iter().chain(waits.filter(|_| due.is_some())).min()
    }

    fn advance(&mut self, now: Instant) {
        self.connection.handle_timeout(now);
        self.run(now);
    }
}

/// What was captured of transfers, one for each seed, each begun a little after the one before.
pub(crate) fn transfers(seeds: Range<u64>) -> Vec<Made> {
    let mut frames: Vec<Made> = seeds.flat_map(transfer).collect();
    frames.sort_by_key(|frame| frame.time);
    frames
}

fn transfer(seed: u64) -> Vec<Made> {
    let random = &mut Random::new(seed);
    // The last few have the addresses and ports of the first, a minute later.
    let (host, later) = ((seed % 55) as u8 + 1, seed / 55 * 60_000_000);
    let ends = [1, 2].map(|side| SocketAddrV4::new(Ipv4Addr::new(10, 0, side, host), 1000));
    let mut config = |salt: u64| Config {
        receive_buffer: [2000, 8192, 65_535, 262_144][random.below(4) as usize],
        mtu: [576, 1500, 9000][random.below(3) as usize],
        timestamps: random.chance(0.5),
        sack: random.chance(0.7),
        window_scale: random.chance(0.7),
        keep_alive: random.chance(0.3).then(|| KeepAlive { idle: Duration::from_millis(200), ..KeepAlive::default() }),
        controller: [NewReno::boxed, Cubic::boxed, Bbr::boxed][random.below(3) as usize],
        msl: Duration::from_secs(1),
        ..Config::new(Secret::from_seed(seed ^ salt))
    };
    let configs = [config(1), config(2)];
    let mut peer = |connection| Peer {
        connection,
        to_send: 1 + random.below(80_000) as usize,
        paused_until: Instant::ZERO,
        pause: Duration::from_millis(if random.chance(0.3) { 50 + random.below(1500) } else { 0 }),
    };
    let [left, right] = configs;
    let left = peer(Connection::connect(left, ends[0], ends[1], Instant::ZERO).expect("good addresses"));
    let right = peer(Connection::listen(right, ends[1]));
    let straggle = |delay| Straggle { probability: 0.02, delay: Duration::from_millis(delay) };
    let delay = [0, 1, 5, 40, 150][random.below(5) as usize];
    let link = LinkConfig {
        delay: Duration::from_millis(delay),
        rate: NonZeroU64::new([0, 1_000_000, 20_000_000][random.below(3) as usize]),
        loss: [0.0, 0.005, 0.03, 0.1][random.below(4) as usize],
        reorder: random.chance(0.4).then(|| straggle(1 + delay)),
        duplicate: random.chance(0.3).then(|| straggle(1)),
        mtu: 9000,
        ..LinkConfig::default()
    };
    let (mut network, pair) = Network::pair(seed, (*ends[0].ip(), left), (*ends[1].ip(), right), link.clone(), link);
    network.record(65_535);
    let _ = network.run_until(|_| false, Instant::ZERO + Duration::from_secs(40));
    let at = if random.chance(0.5) { pair.left } else { pair.right };
    // What the capture itself loses.
    let unseen = [0.0, 0.0, 0.02][random.below(3) as usize];
    let mut frames = Vec::new();
    for packet in network.trace().packets() {
        let time = match packet.fate {
            _ if packet.from == at && !packet.is_copy => packet.sent_at,
            Fate::Delivered { at: time } if packet.to == Some(at) => time,
            _ => continue,
        };
        if !random.chance(unseen) {
            // tshark takes a moment of 0 for none.
            frames
                .push(Made { time: 1_000_000 + 200_000 * seed + later + time.as_micros(), data: packet.data.clone() });
        }
    }
    frames
}

/// Segments that nobody would send: numbers, flags and windows from a few, in a few conversations, so that every rule meets
/// every other.
pub(crate) fn noise(seeds: Range<u64>) -> Vec<Made> {
    let mut frames = Vec::new();
    let mut time = 1_000_000;
    for seed in seeds {
        let random = &mut Random::new(seed);
        for _ in 0..600 {
            time += [0, 100, 1000, 2500, 15_000, 400_000][random.below(6) as usize];
            frames.push(Made { time, data: segment(seed, random) });
        }
    }
    frames
}

fn segment(seed: u64, random: &mut Random) -> Vec<u8> {
    let host = |side: u8| Ipv4Addr::new(10, 9, side, seed as u8);
    let conversation = random.below(3) as u16;
    let leftwards = random.chance(0.5);
    let (source, destination) = if leftwards { (host(2), host(1)) } else { (host(1), host(2)) };
    let plain = [Flags::ACK, Flags::ACK | Flags::PSH];
    let rare = [Flags::SYN, Flags::SYN | Flags::ACK, Flags::FIN | Flags::ACK, Flags::RST, Flags::RST | Flags::ACK];
    let flags = if random.chance(0.9) { plain[random.below(2) as usize] } else { rare[random.below(5) as usize] };
    let flags = if conversation == 2 { plain[0] } else { flags };
    let shift = random.below(4) as u8;
    let options: &[u8] = if flags.contains(Flags::SYN) && random.chance(0.7) { &[1, 3, 3, shift] } else { &[] };
    let data = vec![seed as u8; [0, 0, 0, 1, 1, 2, 5, 20][random.below(8) as usize]];
    let number = |random: &mut Random, base: u32| SeqNumber(base.wrapping_add(random.below(24) as u32));
    let (own, other) = if leftwards { (5000, 0xffff_fff8) } else { (0xffff_fff8, 5000) };
    let tcp = Header {
        source_port: 1000 + conversation + 10 * u16::from(leftwards),
        destination_port: 1000 + conversation + 10 * u16::from(!leftwards),
        sequence_number: number(random, own),
        acknowledgment_number: number(random, other),
        flags,
        window: [0, 4, 10, 20][random.below(4) as usize],
        options: Options::new(options),
        ..Header::default()
    };
    let network = Internet::Ipv4(ipv4::Header { source, destination, protocol: 6, ..ipv4::Header::default() });
    let packet = Packet { network, transport: Transport::Tcp(tcp), payload: &data, ..Packet::default() };
    let mut out = vec![0; 200];
    let length = packet.emit_filled(&mut out).expect("it fits");
    out.truncate(length);
    out
}
