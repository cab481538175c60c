//! Any segments and any calls, into one connection.

use super::input::Input;
use super::watched::Watched;
use drywire::tcp::{Connection, IcmpError, State};
use drywire::time::{Duration, Instant};
use drywire::wire::tcp::{self, Flags, Options, SeqNumber};
use drywire::wire::{Network, Packet, Transport, ipv4};
use std::net::SocketAddrV4;

/// More steps show nothing new, and make inputs slow.
const STEPS: usize = 400;

const FLAGS: [Flags; 10] = [
    Flags::ACK,
    Flags::SYN,
    Flags::from_bits(Flags::SYN.bits() | Flags::ACK.bits()),
    Flags::from_bits(Flags::ACK.bits() | Flags::PSH.bits()),
    Flags::from_bits(Flags::ACK.bits() | Flags::FIN.bits()),
    Flags::from_bits(Flags::ACK.bits() | Flags::URG.bits()),
    Flags::RST,
    Flags::from_bits(Flags::ACK.bits() | Flags::RST.bits()),
    Flags::FIN,
    Flags::from_bits(0),
];

struct Bench {
    watched: Watched,
    now: Instant,
    local: SocketAddrV4,
    remote: SocketAddrV4,
}

/// Reads settings, then segments in terms of what the connection has said, calls and waits; after each, everything that the
/// audit and a look at what is sent can tell must hold.
///
/// # Panics
/// A rule is broken.
pub fn tcp_one(input: &[u8]) {
    states(input);
}

/// The same, and says which states the connection has been in.
///
/// # Panics
/// A rule is broken.
pub fn states(input: &[u8]) -> Vec<State> {
    let mut met = Vec::new();
    let mut input = Input::new(input);
    let config = input.config();
    let [local, remote] = ["10.0.0.1:49152", "10.0.0.2:80"].map(|end| end.parse().expect("an address"));
    let now = Instant::from_millis(1);
    let connection = match input.flag() {
        true => Connection::connect(config, local, remote, now).expect("good addresses"),
        false => Connection::listen(config, local),
    };
    let mut bench = Bench { watched: Watched::new(connection, config), now, local, remote };
    bench.watched.settle(now);
    for _ in 0..STEPS {
        met.push(bench.watched.connection.state());
        if input.is_empty() {
            break;
        }
        bench.step(&mut input);
        bench.watched.connection.handle_timeout(bench.now);
        bench.watched.settle(bench.now);
    }
    met
}

impl Bench {
    fn step(&mut self, input: &mut Input<'_>) {
        let connection = &mut self.watched.connection;
        match input.byte() % 24 {
            0..=13 => self.segment(input),
            14 => self.watched.write(usize::from(input.word()) % 5000),
            15 => drop(connection.write_urgent(b"!")),
            16 | 17 => drop(self.watched.read(usize::from(input.word()) % 3000, false)),
            18 => match input.byte() {
                0..128 => connection.close(),
                128..140 => connection.abort(),
                dscp => connection.set_dscp(dscp),
            },
            19 => self.now += Duration::from_millis(u64::from(input.word()) % 3000),
            20..=22 => self.now = connection.poll_timeout().unwrap_or(self.now).max(self.now),
            _ => self.network_event(input),
        }
    }

    /// A segment whose numbers are near what fits, and whose options are any bytes.
    fn segment(&mut self, input: &mut Input<'_>) {
        let (ack, edge) = self.watched.told.unwrap_or_default();
        let flags = match input.byte() {
            wild @ 240.. => Flags::from_bits(u16::from(wild) << 8 | u16::from(input.byte())),
            usual => FLAGS[usize::from(usual) % FLAGS.len()],
        };
        let seq = if input.flag() { edge } else { ack };
        let seq = SeqNumber(seq.0.wrapping_add_signed(input.delta()));
        let acknowledgment = SeqNumber(self.watched.nxt.0.wrapping_add_signed(input.delta().wrapping_neg()));
        let window = input.pick(&[u16::MAX, 20_000, 1000, 1, 0]);
        let urgent_pointer = if flags.contains(Flags::URG) { input.word() } else { 0 };
        let options = self.options(input, flags, acknowledgment);
        let payload = vec![7; usize::from(input.pick(&[0, 0, 1, 10, 100, 1000, 3000_u16]))];
        let header = tcp::Header {
            source_port: self.remote.port(),
            destination_port: self.local.port(),
            sequence_number: seq,
            acknowledgment_number: acknowledgment,
            flags,
            window,
            urgent_pointer,
            options: Options::new(&options),
            ..tcp::Header::default()
        };
        let packet = Packet {
            network: Network::Ipv4(ipv4::Header {
                protocol: tcp::PROTOCOL,
                source: *self.remote.ip(),
                destination: *self.local.ip(),
                ttl: 64,
                ..ipv4::Header::default()
            }),
            transport: Transport::Tcp(header),
            payload: &payload,
            ..Packet::default()
        };
        let mut out = vec![0; packet.emitted_len()];
        if packet.emit_filled(&mut out).is_ok() {
            self.watched.connection.handle_packet(self.now, &out);
        }
    }

    /// Options that a peer sends, or any bytes; as many as a header takes.
    fn options(&self, input: &mut Input<'_>, flags: Flags, ack: SeqNumber) -> Vec<u8> {
        let mut list = Vec::new();
        let kinds = input.byte();
        if kinds & 1 == 1 {
            let (value, echo) = (input.delta().wrapping_add(1000) as u32, self.watched.timestamp);
            list.extend([1, 1, 8, 10]);
            list.extend(value.to_be_bytes());
            list.extend(echo.wrapping_add_signed(input.delta()).to_be_bytes());
        }
        if kinds & 2 == 2 && flags.contains(Flags::SYN) {
            list.extend([4, 2, 3, 3, input.byte(), 1, 2, 4]);
            list.extend(input.pick(&[1460_u16, 0, 1, 48, 536, 65_535]).to_be_bytes());
        } else if kinds & 2 == 2 {
            list.extend([1, 1, 5, 10]);
            let left = ack.0.wrapping_add_signed(input.delta());
            list.extend(left.to_be_bytes());
            list.extend(left.wrapping_add_signed(input.delta()).to_be_bytes());
        }
        if kinds & 12 == 12 {
            list.extend(input.bytes(40));
        }
        list.truncate(40);
        list.resize(list.len().next_multiple_of(4), 0);
        list
    }

    /// An ICMP error about something that was sent, or any bytes.
    fn network_event(&mut self, input: &mut Input<'_>) {
        if input.flag() {
            self.watched.connection.handle_packet(self.now, input.bytes(200));
            return;
        }
        let error = IcmpError {
            icmp_type: input.byte() % 20,
            code: input.byte() % 16,
            next_hop_mtu: input.word(),
            seq: SeqNumber(self.watched.nxt.0.wrapping_add_signed(input.delta().wrapping_neg())),
        };
        self.watched.connection.handle_icmp(self.now, &error);
    }
}
