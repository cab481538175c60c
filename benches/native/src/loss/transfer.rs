//! One transfer over a simulated link, in virtual time.

use drywire::sim::{Endpoint, EndpointId, LinkConfig, Network, Outcome, Pair};
use drywire::tcp::{Config, Connection, Info};
use drywire::time::{Duration, Instant};
use std::num::NonZeroU64;

/// 100 Mbit/s, 20 ms there and back, 20 ms of queue.
pub(crate) const RATE: u64 = 100_000_000;
pub(crate) const RTT: Duration = Duration::from_millis(20);
pub(crate) const QUEUE: u64 = RATE / 8 / 50;

/// An application: what it has to send, and how much it has read.
pub(crate) struct End {
    pub(crate) connection: Connection,
    to_send: usize,
    /// Whether the connection is closed after what was to be sent.
    closes: bool,
    pub(crate) received: usize,
    buffer: Vec<u8>,
}

impl End {
    pub(crate) fn new(connection: Connection, to_send: usize) -> Self {
        End { connection, to_send, closes: false, received: 0, buffer: vec![0; 65_536] }
    }

    /// More is to be sent.
    pub(crate) fn send(&mut self, count: usize) {
        self.to_send += count;
        self.run();
    }

    fn run(&mut self) {
        while self.connection.poll_event().is_some() {}
        while let Ok(count @ 1..) = self.connection.read(&mut self.buffer) {
            self.received += count;
        }
        while self.to_send > 0 {
            let most = self.to_send.min(self.buffer.len());
            match self.connection.write(&self.buffer[..most]) {
                Ok(count @ 1..) => self.to_send -= count,
                _ => return,
            }
        }
        if self.closes {
            self.connection.close();
        }
    }
}

impl Endpoint for End {
    fn receive(&mut self, now: Instant, packet: &[u8]) {
        self.connection.handle_packet(now, packet);
        self.run();
    }

    fn transmit(&mut self, now: Instant, packet: &mut Vec<u8>) -> bool {
        packet.resize(1500, 0);
        let length = self.connection.poll_transmit(now, packet);
        packet.truncate(length.unwrap_or_default());
        length.is_some()
    }

    fn timeout(&self) -> Option<Instant> {
        self.connection.poll_timeout()
    }

    fn advance(&mut self, now: Instant) {
        self.connection.handle_timeout(now);
        self.run();
    }
}

/// The benchmark's link, one way.
pub(crate) fn link() -> LinkConfig {
    LinkConfig { rate: NonZeroU64::new(RATE), delay: RTT / 2, queue: QUEUE, ..LinkConfig::default() }
}

/// A client that sends so much to a server over this link.
pub(crate) fn pair(seed: u64, config: Config, bytes: usize, forth: LinkConfig) -> (Network<End>, Pair) {
    let ends = ("10.0.0.1:49152".parse().expect("an address"), "10.0.0.2:80".parse().expect("an address"));
    let server = Connection::listen(config, ends.1);
    let client = Connection::connect(config, ends.0, ends.1, Instant::ZERO).expect("good addresses");
    let left = (*ends.0.ip(), End::new(client, bytes));
    let right = (*ends.1.ip(), End::new(server, 0));
    Network::pair(seed, left, right, forth, link())
}

/// Runs until the endpoint has received so much; how long it took, if it came to an end within an hour.
pub(crate) fn finish(network: &mut Network<End>, to: EndpointId, bytes: usize) -> Option<Duration> {
    let hour = Instant::from_millis(3_600_000);
    let outcome = network.run_until(|network| network[to].received >= bytes, hour);
    (outcome == Ok(Outcome::Met)).then(|| network.now().since(Instant::ZERO))
}

/// One transfer: how long it took, and what the sender says of itself at the end.
pub(crate) fn transfer(seed: u64, config: Config, bytes: usize, forth: LinkConfig) -> (Option<Duration>, Info) {
    let (mut network, pair) = pair(seed, config, bytes, forth);
    network[pair.left].closes = true;
    let time = finish(&mut network, pair.right, bytes);
    (time, network[pair.left].connection.info())
}
