//! The trace of decisions leaves nothing out: whoever replays it knows the window, the state and what was sent.

use crate::flows::link;
use core::net::SocketAddrV4;
use drywire::sim::{Endpoint, LinkConfig, Network, Random, Straggle};
use drywire::tcp::{Bbr, Change, Config, Connection, Cubic, NewReno, Secret, State};
use drywire::time::{Duration, Instant};
use drywire::wire::{LinkType, Packet, Transport};
use std::collections::VecDeque;

/// One end, and what its trace adds up to.
struct Replayed {
    connection: Connection,
    /// Bytes that are still to be written; then it closes.
    to_send: usize,
    buffer: Vec<u8>,
    state: State,
    window: Option<(u32, u32)>,
    /// What the trace says was sent, and has not been seen yet.
    sent: VecDeque<(u32, u32)>,
    /// Bytes that were said to be lost.
    lost: u64,
    segments: u64,
}

impl Replayed {
    fn new(connection: Connection, to_send: usize) -> Self {
        let buffer = vec![7; 20_000];
        let (state, window, sent) = (State::Closed, None, VecDeque::new());
        Replayed { connection, to_send, buffer, state, window, sent, lost: 0, segments: 0 }
    }

    fn run(&mut self, now: Instant) {
        while let Ok(1..) = self.connection.read(&mut self.buffer) {}
        while self.to_send > 0 {
            let chunk = self.to_send.min(self.buffer.len());
            let Ok(count @ 1..) = self.connection.write(&self.buffer[..chunk]) else { break };
            self.to_send -= count;
        }
        if self.to_send == 0 && matches!(self.connection.state(), State::Established | State::CloseWait) {
            self.connection.close();
        }
        self.replay(now);
    }

    /// Takes the decisions, and compares.
    fn replay(&mut self, now: Instant) {
        while let Some(decision) = self.connection.poll_decision() {
            assert!(decision.at <= now, "{decision}");
            match decision.change {
                Change::Sent { seq, length } => self.sent.push_back((seq.0, length)),
                Change::Lost { length, .. } => self.lost += u64::from(length),
                Change::Window { cwnd, ssthresh } => self.window = Some((cwnd, ssthresh)),
                Change::State { from, to } => {
                    assert_eq!(from, self.state, "{decision}");
                    self.state = to;
                }
            }
        }
        let info = self.connection.info();
        assert_eq!(self.state, info.state);
        if let Some(window) = self.window {
            assert_eq!(window, (info.cwnd, info.ssthresh), "replayed, and as it is");
        }
    }
}

impl Endpoint for Replayed {
    fn receive(&mut self, now: Instant, packet: &[u8]) {
        self.connection.handle_packet(now, packet);
        self.run(now);
    }

    fn transmit(&mut self, now: Instant, packet: &mut Vec<u8>) -> bool {
        packet.resize(1500, 0);
        let length = self.connection.poll_transmit(now, packet);
        packet.truncate(length.unwrap_or_default());
        self.replay(now);
        if length.is_some() {
            let parsed = Packet::parse(packet, LinkType::Raw).unwrap();
            let Transport::Tcp(header) = parsed.transport else { panic!("not TCP") };
            let seen = (header.sequence_number.0, parsed.payload.len() as u32);
            assert_eq!(self.sent.pop_front(), Some(seen), "a decision for each packet, in their order");
            self.segments += 1;
        }
        assert!(self.sent.is_empty());
        length.is_some()
    }

    fn timeout(&self) -> Option<Instant> {
        self.connection.poll_timeout()
    }

    fn advance(&mut self, now: Instant) {
        self.connection.handle_timeout(now);
        self.run(now);
    }
}

/// A link that loses, reorders and has a short queue, each of it or none.
fn bad(random: &mut Random) -> LinkConfig {
    let mut often = |most: f64| if random.chance(0.5) { random.below(1000) as f64 / 1000.0 * most } else { 0.0 };
    let (loss, reorder) = (often(0.1), often(0.1));
    let queue = 5000 + random.below(50_000);
    let straggle = Straggle { probability: reorder, delay: Duration::from_millis(15) };
    LinkConfig { loss, reorder: Some(straggle), mark: queue / 2, ..link(10_000_000, queue) }
}

fn run(seed: u64) -> u64 {
    let mut random = Random::new(seed);
    let config = Config {
        trace: true,
        controller: [NewReno::boxed, Cubic::boxed, Bbr::boxed][random.below(3) as usize],
        sack: random.chance(0.8),
        timestamps: random.chance(0.7),
        ecn: random.chance(0.3),
        msl: Duration::from_millis(500),
        ..Config::new(Secret::from_seed(seed))
    };
    let ends: [SocketAddrV4; 2] = ["10.0.0.1:49152", "10.0.0.2:80"].map(|end| end.parse().unwrap());
    let client = Connection::connect(config, ends[0], ends[1], Instant::ZERO).unwrap();
    let sizes = [random.below(400_000), random.below(40_000)].map(|size| size as usize);
    let left = (*ends[0].ip(), Replayed::new(client, sizes[0]));
    let right = (*ends[1].ip(), Replayed::new(Connection::listen(config, ends[1]), sizes[1]));
    let links = (bad(&mut random), bad(&mut random));
    let (mut network, pair) = Network::pair(seed, left, right, links.0, links.1);
    network.run_for(Duration::from_secs(300)).unwrap();
    for end in [pair.left, pair.right] {
        let end = &network[end];
        assert_eq!((end.state, end.connection.missed_decisions()), (State::Closed, 0), "seed {seed}");
        assert_eq!(end.segments, end.connection.info().counters.segments_sent);
        assert!(end.lost > 0 || end.connection.info().counters.retransmits < 3, "{:?}", end.connection.info());
    }
    network[pair.left].lost
}

/// One seed: `SEED=7 cargo test --test recovery trace_property`.
#[test]
fn replaying_the_trace_gives_window_state_and_segments() {
    if let Some(seed) = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()) {
        run(seed);
        return;
    }
    let lost: u64 = (0..60)
        .map(|seed| std::panic::catch_unwind(|| run(seed)).unwrap_or_else(|_| panic!("SEED={seed} replays it")))
        .sum();
    assert!(lost > 1_000_000, "the links are too good: {lost} bytes");
}
