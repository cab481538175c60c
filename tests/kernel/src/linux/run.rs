//! One connection: the two ends, the links between them, and the clock on the wall.

use super::ecn::Ecn;
use super::kernel::Kernel;
use super::namespace::{KERNEL, MTU, OURS, World};
use super::ours::Ours;
use super::plan::{Ending, Progress};
use super::scenarios::{Role, Scenario};
use drywire::sim::{Cause, Endpoint, Network, Pair, View};
use drywire::tcp::{Config, Connection, Secret, reset_for};
use drywire::time::Instant;
use std::collections::VecDeque;
use std::net::SocketAddrV4;
use std::time::Duration;

/// How long a scenario may take.
const PATIENCE: Duration = Duration::from_secs(90);

/// The most by which the links' time moves on before the kernel is asked what it has to say.
const STEP: drywire::time::Duration = drywire::time::Duration::from_micros(500);

/// How much of each packet a capture keeps.
const SNAP_LENGTH: usize = 120;

/// What became of a scenario.
pub(crate) struct Report {
    /// Bytes of data, both ways.
    pub(crate) bytes: u64,
    pub(crate) took: Duration,
    pub(crate) retransmits: u64,
    pub(crate) timeouts: u64,
    pub(crate) kernel_retransmits: u64,
    pub(crate) result: Result<(), String>,
}

/// What stands at the ends of the links.
enum Host {
    Ours(Box<Ours>),
    /// A host of ours where nobody listens, and the reset that it sends next.
    Nobody(Option<Vec<u8>>),
    /// The kernel's socket, and what has come from the kernel; what is for it goes to it at once.
    Kernel(Box<Kernel>, VecDeque<Vec<u8>>),
}

/// A host and the namespace.
struct End<'a> {
    world: &'a World,
    host: Host,
}

pub(crate) fn run(world: &World, scenario: &Scenario, seed: u64, number: u16) -> Report {
    let resent_before = world.kernel_retransmits();
    let began = std::time::Instant::now();
    let mut case = match Case::new(world, scenario, seed, number) {
        Ok(case) => case,
        Err(why) => return Report::failed(why.to_string()),
    };
    let outcome = case.run(began);
    let took = began.elapsed();
    let result = outcome.and_then(|()| case.check(scenario));
    if std::env::var_os("DRYWIRE_CAPTURE").is_some() {
        println!("{}", case.leave_capture(&scenario.name));
    }
    let result = result.map_err(|why| format!("{why}; {}", case.leave_capture(&scenario.name)));
    let info = case.ours().map(|ours| ours.connection.info());
    let counters = info.map(|info| info.counters).unwrap_or_default();
    Report {
        bytes: case.ours().map_or(0, |ours| ours.progress.received)
            + case.kernel().map_or(0, |kernel| kernel.progress.received),
        took,
        retransmits: counters.retransmits,
        timeouts: counters.timeouts,
        kernel_retransmits: world.kernel_retransmits() - resent_before,
        result,
    }
}

impl Report {
    fn failed(why: String) -> Self {
        let (bytes, took, retransmits, timeouts, kernel_retransmits) = (0, Duration::ZERO, 0, 0, 0);
        Report { bytes, took, retransmits, timeouts, kernel_retransmits, result: Err(why) }
    }
}

/// A scenario under way.
struct Case<'a> {
    world: &'a World,
    network: Network<End<'a>>,
    pair: Pair,
}

impl<'a> Case<'a> {
    fn new(world: &'a World, scenario: &Scenario, seed: u64, number: u16) -> std::io::Result<Self> {
        for (name, value) in scenario.kernel_options() {
            world.set(name, value)?;
        }
        let ours = SocketAddrV4::new(OURS, 20_000 + number);
        let theirs = SocketAddrV4::new(KERNEL, 30_000 + number);
        let config = config(scenario, seed);
        let connect = || Connection::connect(config, ours, theirs, Instant::ZERO).map_err(std::io::Error::other);
        let of = |connection| Host::Ours(Box::new(Ours::new(connection, scenario.ours)));
        let (host, kernel) = match scenario.role {
            Role::Client => (of(connect()?), Kernel::listen(scenario.kernel, theirs)?),
            Role::Server => (of(Connection::listen(config, ours)), Kernel::connect(scenario.kernel, theirs, ours)?),
            Role::RefusedClient => (of(connect()?), Kernel::absent()),
            Role::NoServer => (Host::Nobody(None), Kernel::connect(scenario.kernel, theirs, ours)?),
        };
        let left = (OURS, End { world, host });
        let right = (KERNEL, End { world, host: Host::Kernel(Box::new(kernel), VecDeque::new()) });
        let (mut network, pair) = Network::pair(seed, left, right, scenario.link.clone(), scenario.link.clone());
        network.record(SNAP_LENGTH);
        Ok(Case { world, network, pair })
    }

    fn ours(&self) -> Option<&Ours> {
        match &self.network[self.pair.left].host {
            Host::Ours(ours) => Some(ours),
            _ => None,
        }
    }

    fn kernel(&self) -> Option<&Kernel> {
        match &self.network[self.pair.right].host {
            Host::Kernel(kernel, _) => Some(kernel),
            _ => None,
        }
    }

    /// Lets the wall's time pass, until both ends have ended.
    fn run(&mut self, began: std::time::Instant) -> Result<(), String> {
        let mut packet = vec![0; usize::from(MTU)];
        let mut patience = Duration::ZERO;
        while began.elapsed() < PATIENCE {
            self.catch_up(began.elapsed())?;
            let now = self.network.now();
            for id in [self.pair.left, self.pair.right] {
                self.network[id].run(now);
            }
            if self.is_over() {
                return Ok(());
            }
            // What we have just sent is on its way before anything is waited for.
            self.catch_up(began.elapsed())?;
            let came = self.take_from_kernel(patience, &mut packet);
            let behind = began.elapsed() > self.clock() + Duration::from(STEP);
            patience = if came || behind { Duration::ZERO } else { Duration::from_millis(1) };
        }
        Err(format!("not over after {} s", PATIENCE.as_secs()))
    }

    fn clock(&self) -> Duration {
        Duration::from_micros(self.network.now().as_micros())
    }

    /// Lets happen on the links what is due by now, but no more than a step of it: after a moment in which the machine was
    /// busy elsewhere, the kernel's answers are to come before our timers.
    fn catch_up(&mut self, now: Duration) -> Result<(), String> {
        let now = Instant::from_micros(now.as_micros() as u64);
        let lag = now.since(self.network.now());
        self.network.run_for(lag.min(STEP)).map_err(|stuck| stuck.to_string())
    }

    /// Moves all packets that the kernel has sent onto the link; says whether there were any.
    fn take_from_kernel(&mut self, patience: Duration, packet: &mut [u8]) -> bool {
        let mut came = false;
        while let Some(length) = self.world.take(if came { Duration::ZERO } else { patience }, packet) {
            came = true;
            if let Host::Kernel(_, queue) = &mut self.network[self.pair.right].host {
                queue.push_back(packet[..length].to_vec());
            }
        }
        came
    }

    fn is_over(&self) -> bool {
        let ours_ended = self.ours().is_none_or(|ours| ours.progress.ending.is_some());
        let kernel_ended = self.kernel().is_none_or(|kernel| kernel.progress.ending.is_some() || kernel.is_absent());
        ours_ended && kernel_ended
    }

    /// Whether everything went as it should.
    fn check(&self, scenario: &Scenario) -> Result<(), String> {
        let Some(Kernel { progress: kernel, .. }) = self.kernel() else { return Err("no kernel".to_string()) };
        let Some(ours) = self.ours() else {
            return expect("the kernel's end", kernel.ending.as_ref(), Some(&scenario.endings.1));
        };
        expect("our end", ours.progress.ending.as_ref(), Some(&scenario.endings.0))?;
        if scenario.role != Role::RefusedClient {
            expect("the kernel's end", kernel.ending.as_ref(), Some(&scenario.endings.1))?;
        }
        expect("the first wrong byte of the kernel's", ours.progress.wrong, None)?;
        expect("the first wrong byte of ours", kernel.wrong, None)?;
        if scenario.endings == (Ending::Finished, Ending::Finished) {
            expect("bytes received from the kernel", ours.progress.received, scenario.kernel.send)?;
            expect("bytes received from us", kernel.received, scenario.ours.send)?;
        }
        let pauses = |progress: &Progress| progress.plan.pause.is_some();
        if pauses(&ours.progress) && !ours.closed_window || pauses(kernel) && !ours.saw_closed_window {
            return Err("no window was ever closed".to_string());
        }
        if let Some(takes_part) = scenario.ecn {
            Ecn::of(self.network.trace(), self.pair).check(takes_part, scenario.role == Role::Client)?;
            let marks = ours.connection.info().counters.marks;
            expect("whether we were told of marks", marks > 0, takes_part)?;
        }
        let too_long = self.network.stats(self.pair.to_right).map_or(0, |stats| stats.lost(Cause::Mtu));
        expect("packets longer than the MTU", too_long, 0)?;
        expect("our timer", ours.connection.poll_timeout(), None)?;
        let memory = ours.connection.info().memory;
        if memory < 4096 { Ok(()) } else { Err(format!("{memory} bytes of memory are left")) }
    }

    /// Writes what was seen to a file; says which, and how our end stands.
    fn leave_capture(&self, name: &str) -> String {
        let name: String = name.chars().map(|char| if char.is_alphanumeric() { char } else { '-' }).collect();
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("kernel-{name}.pcapng"));
        let written = std::fs::write(&path, self.network.trace().to_pcapng(View::At(self.pair.left)));
        let file = written.map_or_else(|why| format!("no capture: {why}"), |()| format!("capture: {}", path.display()));
        let kernel = self.kernel().map(|kernel| {
            let Progress { sent, received, ending, .. } = &kernel.progress;
            format!("kernel: sent {sent} received {received} {ending:?}")
        });
        let ours = self.ours().map(|ours| {
            let Progress { sent, received, ending, .. } = &ours.progress;
            format!("ours: sent {sent} received {received} {ending:?} {:?}", ours.connection.info())
        });
        format!("{file}\n    {}\n    {}", kernel.unwrap_or_default(), ours.unwrap_or_default())
    }
}

fn config(scenario: &Scenario, seed: u64) -> Config {
    let usual = Config::new(Secret::from_seed(seed));
    Config {
        mtu: MTU,
        msl: drywire::time::Duration::from_millis(100),
        ecn: scenario.ecn.is_some(),
        receive_buffer: scenario.ours.receive_buffer.unwrap_or(usual.receive_buffer),
        ..usual
    }
}

fn expect<T: PartialEq + std::fmt::Debug>(what: &str, is: T, should: T) -> Result<(), String> {
    if is == should { Ok(()) } else { Err(format!("{what}: {is:?} and not {should:?}")) }
}

impl End<'_> {
    /// Lets the application do what there is to do.
    fn run(&mut self, now: Instant) {
        match &mut self.host {
            Host::Ours(ours) => ours.run(now),
            Host::Kernel(kernel, _) => kernel.run(now),
            Host::Nobody(_) => {}
        }
    }
}

impl Endpoint for End<'_> {
    fn receive(&mut self, now: Instant, packet: &[u8]) {
        match &mut self.host {
            Host::Ours(ours) => {
                ours.connection.handle_packet(now, packet);
            }
            Host::Nobody(reset) => {
                let mut out = vec![0; usize::from(MTU)];
                *reset = reset_for(packet, &mut out).map(|length| out[..length].to_vec());
            }
            Host::Kernel(..) => self.world.give(packet),
        }
        self.run(now);
    }

    fn transmit(&mut self, now: Instant, packet: &mut Vec<u8>) -> bool {
        let next = match &mut self.host {
            Host::Ours(ours) => {
                // Room for more than the MTU, so that what is too long gets as far as the link and is counted.
                packet.resize(usize::from(u16::MAX), 0);
                let length = ours.connection.poll_transmit(now, packet);
                packet.truncate(length.unwrap_or_default());
                return length.is_some();
            }
            Host::Nobody(reset) => reset.take(),
            Host::Kernel(_, queue) => queue.pop_front(),
        };
        packet.extend(next.iter().flatten());
        next.is_some()
    }

    fn timeout(&self) -> Option<Instant> {
        match &self.host {
            Host::Ours(ours) => ours.connection.poll_timeout(),
            _ => None,
        }
    }

    fn advance(&mut self, now: Instant) {
        if let Host::Ours(ours) = &mut self.host {
            ours.connection.handle_timeout(now);
            ours.run(now);
        }
    }
}
