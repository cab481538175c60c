//! One transfer in real time: the ends, the link between them, and the clock on the wall.

use super::cases::{Case, Controller, link};
use super::ends::{Device, Host, Ours, Receiver, Sender};
use drywire::sim::{EndpointId, Network, Pair, Random};
use drywire::tcp::{Config, Connection, Secret};
use drywire::time::Instant;
use drywire_kernel_tests::namespace::{KERNEL, MTU, OURS, World};
use std::net::SocketAddrV4;
use std::time::Duration;

/// How long a transfer may take.
const PATIENCE: Duration = Duration::from_secs(240);

/// The most by which the link's time moves on before the kernels are asked what they have to say.
const STEP: drywire::time::Duration = drywire::time::Duration::from_micros(500);

/// The link is polled without a pause for a while, then rests for a moment: so it comes on time, a realtime scheduler that
/// gives no task more than 95 % of a processor does not stop it for a twentieth of a second, and others get their turn.
const SPIN: Duration = Duration::from_millis(1);
const REST: Duration = Duration::from_micros(60);

/// How much our sender buffers; the kernel's buffers grow by themselves, to 4 MiB and more.
const BUFFER: usize = 1 << 20;

/// A kernel that sends and one that receives.
pub(crate) struct Worlds {
    pub(crate) sender: World,
    pub(crate) receiver: World,
}

/// Who sends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Kernel,
    Ours,
}

/// What became of a transfer.
pub(crate) struct Outcome {
    pub(crate) took: Duration,
    pub(crate) resent: u64,
    /// By how much each packet came later out of the link than it should.
    pub(crate) late: Vec<Duration>,
}

/// From opening the connection until the receiver's application has every byte. `number` sets the ports: no two transfers
/// may have the same.
pub(crate) fn transfer(
    worlds: &Worlds,
    who: Who,
    controller: &Controller,
    case: &Case,
    seed: u64,
    (bytes, number): (u64, u16),
) -> Result<Outcome, String> {
    let mut run = Run::new(worlds, who, controller, case, seed, (bytes, number)).map_err(|why| why.to_string())?;
    let resent_before = worlds.sender.kernel_retransmits();
    while run.receiver.received < bytes {
        if run.began.elapsed() > PATIENCE {
            return Err(format!("not over after {} s", PATIENCE.as_secs()));
        }
        run.step()?;
    }
    let took = run.began.elapsed();
    let resent = match &run.network[run.pair.left] {
        Host::Ours(ours) => ours.connection.info().counters.retransmits,
        Host::Kernel(_) => worlds.sender.kernel_retransmits() - resent_before,
    };
    let late = match &mut run.network[run.pair.right] {
        Host::Kernel(device) => std::mem::take(&mut device.late),
        Host::Ours(_) => Vec::new(),
    };
    Ok(Outcome { took, resent, late })
}

/// A transfer under way.
struct Run<'a> {
    began: std::time::Instant,
    network: Network<Host<'a>>,
    pair: Pair,
    /// The kernel's; ours is at the link's end.
    sender: Option<Sender>,
    receiver: Receiver,
    packet: Vec<u8>,
    /// When it last rested.
    rested: std::time::Instant,
}

impl<'a> Run<'a> {
    /// Leaves the process in the sender's namespace.
    fn new(
        worlds: &'a Worlds,
        who: Who,
        controller: &Controller,
        case: &Case,
        seed: u64,
        (bytes, number): (u64, u16),
    ) -> std::io::Result<Self> {
        let from = SocketAddrV4::new(OURS, 20_000 + number);
        let to = SocketAddrV4::new(KERNEL, 40_000 + number);
        let mut packet = vec![0; usize::from(MTU)];
        for world in [&worlds.sender, &worlds.receiver] {
            // The last words of the transfer before.
            while world.take(Duration::ZERO, &mut packet).is_some() {}
        }
        worlds.receiver.move_in()?;
        let receiver = Receiver::listen(to)?;
        worlds.sender.move_in()?;
        let began = std::time::Instant::now();
        let (host, sender) = match who {
            Who::Kernel => {
                let sender = Sender::connect(from, to, controller.kernel, bytes)?;
                (Host::Kernel(Device::new(&worlds.sender, began)), Some(sender))
            }
            Who::Ours => {
                let config =
                    Config { send_buffer: BUFFER, controller: controller.ours, ..Config::new(Secret::from_seed(seed)) };
                let connection = Connection::connect(config, from, to, Instant::ZERO).map_err(std::io::Error::other)?;
                (Host::Ours(Box::new(Ours::new(connection, bytes))), None)
            }
        };
        let far = Host::Kernel(Device::new(&worlds.receiver, began));
        let (mut network, pair) = Network::pair(seed, (OURS, host), (KERNEL, far), case.forth.clone(), link());
        let (mut random, loss) = (Random::new(seed), case.loss);
        network.drop_when(pair.to_right, move |packet| has_data(packet) && random.chance(loss));
        Ok(Run { began, network, pair, sender, receiver, packet, rested: began })
    }

    /// Lets happen what is due by now.
    fn step(&mut self) -> Result<(), String> {
        let now = Instant::from_micros(self.began.elapsed().as_micros() as u64);
        let lag = now.since(self.network.now());
        // After a moment in which the machine was busy elsewhere, the kernels' answers are to come in between.
        self.network.run_for(lag.min(STEP)).map_err(|stuck| stuck.to_string())?;
        if let Some(sender) = &mut self.sender {
            sender.run().map_err(|why| format!("the sender: {why}"))?;
        }
        self.receiver.run().map_err(|why| format!("the receiver: {why}"))?;
        for end in [self.pair.left, self.pair.right] {
            self.take_from_kernel(end);
        }
        if self.rested.elapsed() > SPIN {
            std::thread::sleep(REST);
            self.rested = std::time::Instant::now();
        }
        Ok(())
    }

    /// Moves what a kernel has sent onto the link.
    fn take_from_kernel(&mut self, end: EndpointId) {
        let Host::Kernel(Device { world, .. }) = &self.network[end] else { return };
        let world = *world;
        while let Some(length) = world.take(Duration::ZERO, &mut self.packet) {
            // To reach for an endpoint makes the network ask it for packets.
            if let Host::Kernel(device) = &mut self.network[end] {
                device.from_kernel.push_back(self.packet[..length].to_vec());
            }
        }
    }
}

/// Whether a TCP segment carries data: a handshake and acknowledgments are not lost.
fn has_data(packet: &[u8]) -> bool {
    let byte = |at: usize| usize::from(packet.get(at).copied().unwrap_or_default());
    let ip_header = 4 * (byte(0) & 15);
    packet.len() > ip_header + 4 * (byte(ip_header + 12) >> 4)
}
