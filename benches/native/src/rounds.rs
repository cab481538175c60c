//! Contestants take turns, round after round, so that what slows the machine slows them all; what counts is the median of the
//! ratios within each round. Time is the processor's time that this thread was given.

use crate::mix::Mix;
use rustix::time::{ClockId, clock_gettime};
use std::hint::black_box;
use std::ops::Range;

/// How many packets a turn takes: few enough that they and their headers stay in the cache nearest to one core.
const BLOCK: usize = 500;

/// One contestant: a name, and how it goes over some of the packets. What that returns keeps its work from being dropped.
pub(crate) struct Contestant<'a> {
    name: &'static str,
    has_headers: bool,
    pass: Box<dyn FnMut(Range<usize>) -> u64 + 'a>,
}

impl<'a> Contestant<'a> {
    pub(crate) fn new(name: &'static str, pass: impl FnMut(Range<usize>) -> u64 + 'a) -> Self {
        Contestant { name, has_headers: false, pass: Box::new(pass) }
    }

    /// One that reads headers of its own besides the packets' bytes: they are to be in the cache as well.
    pub(crate) fn with_headers(name: &'static str, pass: impl FnMut(Range<usize>) -> u64 + 'a) -> Self {
        Contestant { has_headers: true, ..Contestant::new(name, pass) }
    }
}

/// One who does a fixed amount of work whenever it is their turn.
pub(crate) type Turn = (&'static str, Box<dyn FnMut()>);

/// Runs those who do `units` of work in a turn, each round beginning with another one. Two rounds warm up.
pub(crate) fn run_turns(mut turns: Vec<Turn>, units: usize, rounds: usize) -> Times {
    let mut times = Times { names: turns.iter().map(|(name, _)| *name).collect(), rounds: Vec::new() };
    for round in 0..rounds + 2 {
        let mut row = vec![0.0; turns.len()];
        for turn in 0..turns.len() {
            let index = (turn + round) % turns.len();
            let start = now();
            turns[index].1();
            row[index] = (now() - start) / units as f64;
        }
        times.rounds.push(row);
    }
    times.rounds.drain(..2);
    times
}

/// Nanoseconds per packet, or whatever is counted, of each contestant in each round.
pub(crate) struct Times {
    names: Vec<&'static str>,
    rounds: Vec<Vec<f64>>,
}

/// Runs the contestants over all packets in turns, each block of packets and each round beginning with another one. Before
/// the clock starts the block's bytes are read once, so that they are in the cache, as for one that reads what has just
/// arrived; from memory, all contestants take what the memory takes. Two rounds warm up.
pub(crate) fn run(mut contestants: Vec<Contestant<'_>>, mix: &Mix, rounds: usize) -> Times {
    let packets = mix.len();
    let mut times = Times { names: contestants.iter().map(|one| one.name).collect(), rounds: Vec::new() };
    for round in 0..rounds + 2 {
        let mut row = vec![0.0; contestants.len()];
        for block in 0..packets.div_ceil(BLOCK) {
            let frames = block * BLOCK..packets.min((block + 1) * BLOCK);
            for turn in 0..contestants.len() {
                let index = (turn + block + round) % contestants.len();
                let Contestant { has_headers, pass, .. } = &mut contestants[index];
                black_box(mix.touch(frames.clone()));
                if *has_headers {
                    black_box(pass(frames.clone()));
                }
                let start = now();
                black_box(pass(frames.clone()));
                row[index] += (now() - start) / packets as f64;
            }
        }
        times.rounds.push(row);
    }
    times.rounds.drain(..2);
    times
}

impl Times {
    /// How many rounds counted.
    pub(crate) fn rounds(&self) -> usize {
        self.rounds.len()
    }

    /// The names in their order.
    pub(crate) fn names(&self) -> &[&'static str] {
        &self.names
    }

    /// A contestant's median time in nanoseconds per packet.
    pub(crate) fn median(&self, name: &str) -> f64 {
        let index = self.index(name);
        median(self.rounds.iter().map(|row| row[index]).collect())
    }

    /// The median, and the middle half, of how many times `peer`'s time `name` takes.
    pub(crate) fn ratio(&self, name: &str, peer: &str) -> (f64, [f64; 2]) {
        let (index, peer) = (self.index(name), self.index(peer));
        let mut ratios: Vec<f64> = self.rounds.iter().map(|row| row[index] / row[peer]).collect();
        ratios.sort_by(f64::total_cmp);
        let quarter = ratios.len() / 4;
        (median(ratios.clone()), [ratios[quarter], ratios[ratios.len() - 1 - quarter]])
    }

    fn index(&self, name: &str) -> usize {
        self.names.iter().position(|one| *one == name).expect("only contestants are asked for")
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) }
}

/// Nanoseconds of processor time.
fn now() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}
