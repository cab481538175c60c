//! Runs one seed, and says what is wrong with how it ended.

use super::case::Case;
use crate::peer::Peer;
use core::fmt::Write;
use drywire::sim::{Cause, Network, Outcome, Pair, Stuck, View};
use drywire::tcp::{CloseReason, Connection, State};
use drywire::time::Instant;
use std::path::{Path, PathBuf};

/// A day and more: far longer than any case takes.
const DEADLINE: Instant = Instant::from_millis(100_000_000);

/// What is kept of each packet in the trace of a failure.
const SNAP: usize = 65_535;

struct Run {
    network: Network<Peer>,
    pair: Pair,
    case: Case,
    outcome: Result<Outcome, Stuck>,
    /// The memory of each end before anything happened.
    memory: [usize; 2],
}

/// What routers' marks came to (RFC 3168), both ways together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Packets that were marked.
    pub(super) packets: u64,
    /// Reductions of a window because the peer told of one.
    pub(super) reductions: u64,
}

impl Marks {
    pub(super) fn add(&mut self, other: Marks) {
        self.packets += other.packets;
        self.reductions += other.reductions;
    }
}

/// Runs a seed. What is wrong is told in a line, and in files whose name begins with the path.
pub(super) fn run(seed: u64) -> Result<Marks, (String, PathBuf)> {
    let run = play(seed, false);
    let Some(fault) = run.fault() else { return Ok(run.marks()) };
    Err((fault, play(seed, true).keep(seed).expect("the failure can be written down")))
}

fn play(seed: u64, traced: bool) -> Run {
    let case = Case::new(seed);
    let ends = ["10.0.0.1:49152", "10.0.0.2:80"].map(|end| end.parse().expect("an address"));
    let [(left, to_right), (right, to_left)] = case.ends;
    let client = Connection::connect(left, ends[0], ends[1], Instant::ZERO).expect("good addresses");
    let server = Connection::listen(right, ends[1]);
    let memory = [client.info().memory, server.info().memory];
    let client = (*ends[0].ip(), Peer::new(client, to_right).pausing(case.pauses[0]));
    let server = (*ends[1].ip(), Peer::new(server, to_left).pausing(case.pauses[1]));
    let (mut network, pair) = Network::pair(seed, client, server, case.link.clone(), case.link.clone());
    if traced {
        network.record(SNAP);
    }
    let over = |network: &mut Network<Peer>| [pair.left, pair.right].iter().all(|id| network[*id].closed.is_some());
    let outcome = network.run_until(over, DEADLINE);
    for id in [pair.left, pair.right] {
        network[id].drain();
    }
    Run { network, pair, case, outcome, memory }
}

impl Run {
    /// Which rule does not hold, if any.
    fn fault(&self) -> Option<String> {
        if self.outcome != Ok(Outcome::Met) {
            return Some(format!("it does not end: {:?} at {:?}", self.outcome, self.network.now()));
        }
        let links = [self.pair.to_left, self.pair.to_right];
        let too_long: u64 = links.iter().filter_map(|link| self.network.stats(*link)).map(|s| s.lost(Cause::Mtu)).sum();
        if too_long > 0 {
            return Some(format!("{too_long} packets are longer than the path takes"));
        }
        let willing = self.case.ends.iter().all(|(config, _)| config.ecn);
        if !willing && self.marks() != Marks::default() {
            return Some(format!("RFC 3168 6.1.1: {:?} though one end has no part in it", self.marks()));
        }
        let sent = self.case.ends.map(|(_, count)| count);
        let ends =
            [("left", self.pair.left, sent[1], self.memory[0]), ("right", self.pair.right, sent[0], self.memory[1])];
        ends.into_iter().find_map(|(name, id, expected, memory)| {
            let fault = fault_of(&self.network[id], expected, memory)?;
            Some(format!("{name}: {fault}"))
        })
    }

    fn marks(&self) -> Marks {
        let links = [self.pair.to_left, self.pair.to_right].map(|link| self.network.stats(link));
        let ends = [self.pair.left, self.pair.right].map(|id| self.network[id].connection.info().counters.marks);
        Marks { packets: links.iter().flatten().map(|stats| stats.marked).sum(), reductions: ends.iter().sum() }
    }

    /// Writes down what happened: settings, ends and a ladder in one file, the packets in another.
    fn keep(&self, seed: u64) -> std::io::Result<PathBuf> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap_or(Path::new("target")).join("failures");
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("matrix-{seed}"));
        let mut text = String::new();
        let _ = writeln!(text, "seed {seed}: {}\nreplay: {}\n", self.fault().unwrap_or_default(), super::replay(seed));
        let _ = writeln!(text, "{:#?}\n", self.case);
        for id in [self.pair.left, self.pair.right] {
            let peer = &self.network[id];
            let _ = writeln!(text, "sent {} of {}, received {}", peer.sent, peer.to_send, peer.received);
            let _ = writeln!(
                text,
                "{:#?}\n{:?}\n",
                peer.connection.info(),
                peer.events.iter().rev().take(20).collect::<Vec<_>>()
            );
        }
        let trace = self.network.trace();
        text += &trace.ladder(self.pair.left, self.pair.right);
        std::fs::write(path.with_extension("txt"), text)?;
        std::fs::write(path.with_extension("pcapng"), trace.to_pcapng(View::Wire))?;
        Ok(path)
    }
}

/// What is wrong with an end that is closed.
fn fault_of(peer: &Peer, expected: u64, memory: usize) -> Option<String> {
    let connection = &peer.connection;
    if let Some(offset) = peer.wrong {
        return Some(format!("the byte at {offset} is not what was sent"));
    }
    if peer.received != expected {
        return Some(format!("{} of {expected} bytes arrived", peer.received));
    }
    if (connection.state(), connection.close_reason()) != (State::Closed, Some(CloseReason::Finished)) {
        return Some(format!("it ends in {}: {:?}", connection.state(), connection.close_reason()));
    }
    if let Some(at) = connection.poll_timeout() {
        return Some(format!("a timer is left, due at {at:?}"));
    }
    let left = connection.info().memory;
    (left != memory).then(|| format!("{left} bytes of memory are left; it began with {memory}"))
}
