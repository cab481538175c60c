//! Several flows over one bottleneck in virtual time, for what one script can't show.

use core::net::{Ipv4Addr, SocketAddrV4};
use core::num::NonZeroU64;
use drywire::sim::{Endpoint, EndpointId, LinkConfig, LinkId, Network};
use drywire::tcp::{Config, Connection, MakeController, Secret};
use drywire::time::{Duration, Instant};

/// One end: it sends zeros without end, or reads them.
#[derive(Debug)]
pub(crate) struct Flow {
    pub(crate) connection: Connection,
    sends: bool,
    begins: Instant,
    /// It may send only when a slot of this length begins; no time where it may at once.
    pub(crate) slot: Duration,
    /// When something last happened to it.
    seen: Instant,
    pub(crate) received: u64,
    buffer: Vec<u8>,
}

impl Flow {
    /// The beginning of a slot, now or next.
    fn next_slot(&self, now: Instant) -> Instant {
        let slot = self.slot.as_micros();
        Instant::from_micros(now.as_micros().div_ceil(slot) * slot)
    }

    fn run(&mut self) {
        while self.connection.poll_event().is_some() {}
        while let Ok(count @ 1..) = self.connection.read(&mut self.buffer) {
            self.received += count as u64;
        }
        while self.sends && matches!(self.connection.write(&self.buffer), Ok(1..)) {}
    }
}

impl Endpoint for Flow {
    fn receive(&mut self, now: Instant, packet: &[u8]) {
        self.seen = now;
        self.connection.handle_packet(now, packet);
        self.run();
    }

    fn transmit(&mut self, now: Instant, packet: &mut Vec<u8>) -> bool {
        if now < self.begins || !self.slot.is_zero() && now != self.next_slot(now) {
            return false;
        }
        packet.resize(1500, 0);
        let length = self.connection.poll_transmit(now, packet);
        packet.truncate(length.unwrap_or_default());
        length.is_some()
    }

    fn timeout(&self) -> Option<Instant> {
        let due = self.connection.poll_timeout();
        if !self.slot.is_zero() {
            return Some(self.next_slot(self.seen + Duration::from_micros(1)));
        }
        if self.sends { due.max(Some(self.begins)) } else { due }
    }

    fn advance(&mut self, now: Instant) {
        if now == self.begins {
            self.begins = Instant::ZERO;
        }
        self.seen = now;
        self.connection.handle_timeout(now);
        self.run();
    }
}

/// Flows that share a bottleneck.
pub(crate) struct Shared {
    pub(crate) network: Network<Flow>,
    pub(crate) senders: Vec<EndpointId>,
    pub(crate) receivers: Vec<EndpointId>,
    pub(crate) bottleneck: LinkId,
}

/// A flow for each controller, a tenth of a second apart, over one link of so many bits a second and so much queue; 20 ms
/// there and back.
pub(crate) fn shared(seed: u64, controllers: &[MakeController], bottleneck: LinkConfig, ecn: bool) -> Shared {
    shared_with(seed, controllers, bottleneck, |config| Config { ecn, ..config })
}

/// The same without marks, begun so long after each other.
pub(crate) fn shared_apart(
    seed: u64,
    controllers: &[MakeController],
    bottleneck: LinkConfig,
    apart: Duration,
) -> Shared {
    begun(seed, controllers, bottleneck, apart, |config| config)
}

/// The same with other settings.
pub(crate) fn shared_with(
    seed: u64,
    controllers: &[MakeController],
    bottleneck: LinkConfig,
    settings: impl Fn(Config) -> Config,
) -> Shared {
    begun(seed, controllers, bottleneck, Duration::from_millis(100), settings)
}

fn begun(
    seed: u64,
    controllers: &[MakeController],
    bottleneck: LinkConfig,
    apart: Duration,
    settings: impl Fn(Config) -> Config,
) -> Shared {
    let mut network = Network::new(seed);
    let bottleneck = network.add_link(bottleneck);
    let back = network.add_link(LinkConfig { delay: Duration::from_millis(10), ..LinkConfig::default() });
    let (mut senders, mut receivers) = (Vec::new(), Vec::new());
    for (n, controller) in (0..).zip(controllers) {
        let buffer = 4 << 20;
        let secret = Secret::from_seed(seed + u64::from(n));
        let usual = Config::new(secret);
        let config = Config { send_buffer: buffer, receive_buffer: buffer, controller: *controller, ..usual };
        let config = settings(config);
        let ends = [1, 2].map(|side| SocketAddrV4::new(Ipv4Addr::new(10, 0, side, n), 1000));
        let begins = Instant::ZERO + apart * u32::from(n);
        let flow = |connection, sends| Flow {
            connection,
            sends,
            begins,
            slot: Duration::ZERO,
            seen: Instant::ZERO,
            received: 0,
            buffer: vec![0; 16_384],
        };
        let client = Connection::connect(config, ends[0], ends[1], begins).unwrap();
        let sender = network.add_endpoint(*ends[0].ip(), flow(client, true));
        let receiver = network.add_endpoint(*ends[1].ip(), flow(Connection::listen(config, ends[1]), false));
        network.route(sender, receiver, &[bottleneck]);
        network.route(receiver, sender, &[back]);
        senders.push(sender);
        receivers.push(receiver);
    }
    Shared { network, senders, receivers, bottleneck }
}

/// A link of so many bits a second, 10 ms long, with a queue of so many bytes.
pub(crate) fn link(rate: u64, queue: u64) -> LinkConfig {
    LinkConfig { rate: NonZeroU64::new(rate), delay: Duration::from_millis(10), queue, ..LinkConfig::default() }
}

impl Shared {
    /// What each flow delivers from now on, in bits a second.
    pub(crate) fn rates(&mut self, time: Duration) -> Vec<f64> {
        let before: Vec<u64> = self.receivers.iter().map(|id| self.network.endpoint(*id).unwrap().received).collect();
        self.network.run_for(time).unwrap();
        let after = self.receivers.iter().map(|id| self.network.endpoint(*id).unwrap().received);
        after.zip(before).map(|(after, before)| (after - before) as f64 * 8.0 / time.as_secs_f64()).collect()
    }
}

/// Jain's index of fairness: 1 where all have the same, 1 / n where one has all.
pub(crate) fn jain(rates: &[f64]) -> f64 {
    let (sum, squares) = rates.iter().fold((0.0, 0.0), |(sum, squares), rate| (sum + rate, squares + rate * rate));
    sum * sum / (rates.len() as f64 * squares)
}
