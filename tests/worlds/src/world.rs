//! A world: two ends and what is on its way between them.

use crate::side::{Last, Packet, Side};
use drywire::tcp::{Config, Connection, KeepAlive, Secret, State};
use drywire::time::{Duration, Instant};
use std::collections::VecDeque;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// When worlds begin: what a connection has not seen yet is long ago.
const START: Instant = Instant::from_millis(4_000_000);

/// How long a user waits that has something to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a connection comes to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Opening {
    /// One end opens actively, the other passively (RFC 9293 3.5, figure 6).
    ActivePassive,
    /// Both open actively, at once (RFC 9293 3.5, figure 8).
    Simultaneous,
}

/// How often the network commits each fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Faults {
    /// Packets that are lost.
    pub drops: u8,
    /// Packets that are delivered once more, later.
    pub duplicates: u8,
    /// Packets that overtake those before them.
    pub reorders: u8,
    /// Timers that go off while packets are still under way.
    pub delays: u8,
    /// Timers that go off while a user leaves unread what has come: not the network's fault, but counted with it.
    pub pauses: u8,
}

/// How a world begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Setup {
    /// How the connection comes to be.
    pub opening: Opening,
    /// How many bytes each user writes, each a segment of its own.
    pub segments: [u8; 2],
    /// How each user leaves.
    pub last: [Last; 2],
    /// What the network may do.
    pub faults: Faults,
    /// The receive buffers in bytes, which users then read when they like; 0 for large ones, which are read at once.
    pub window: u8,
    /// Whether SACK is offered (RFC 2018).
    pub sack: bool,
    /// Whether timestamps are offered (RFC 7323).
    pub timestamps: bool,
}

/// What happens next. Sides are 0 and 1; a packet's place is counted from the one that was sent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// A packet arrives at a side, in its turn or, as a fault, before others.
    Deliver(usize, usize),
    /// A packet on its way to a side is lost.
    Drop(usize, usize),
    /// A packet on its way to a side is there once more, as the last.
    Duplicate(usize, usize),
    /// A side's user calls.
    Call(usize),
    /// A side's user reads what there is.
    Read(usize),
    /// Time passes until the next timer.
    Wait,
}

/// The state of everything.
#[derive(Clone, Debug)]
pub struct World {
    setup: Setup,
    sides: [Arc<Side>; 2],
    /// What is on its way to each side.
    under_way: [VecDeque<Packet>; 2],
    faults: Faults,
    now: Instant,
    /// The rule that does not hold.
    broken: Option<String>,
    print: u64,
}

impl World {
    /// The world at its beginning.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let ends = ["10.0.0.1:49152", "10.0.0.2:80"].map(|end| end.parse().expect("an address"));
        let now = START;
        let connect = |side: usize| {
            Connection::connect(config(&setup, side), ends[side], ends[1 - side], now).expect("good addresses")
        };
        let other = match setup.opening {
            Opening::ActivePassive => Connection::listen(config(&setup, 1), ends[1]),
            Opening::Simultaneous => connect(1),
        };
        let side = |side: usize, connection| Arc::new(Side::new(connection, setup.segments[side], setup.last[side]));
        let mut world = World {
            setup,
            sides: [side(0, connect(0)), side(1, other)],
            under_way: Default::default(),
            faults: setup.faults,
            now,
            broken: None,
            print: 0,
        };
        let outcome = world.settle(0).and_then(|()| world.settle(1));
        world.conclude(outcome);
        world
    }

    /// The rule that does not hold, and where.
    #[must_use]
    pub fn broken(&self) -> Option<&str> {
        self.broken.as_deref()
    }

    /// A number for all of it: the same where all is the same.
    #[must_use]
    pub const fn print(&self) -> u64 {
        self.print
    }

    /// Both ends are CLOSED and nothing is under way.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.sides.iter().all(|side| side.state() == State::Closed) && self.under_way.iter().all(VecDeque::is_empty)
    }

    /// What may happen next, faults included; what a network without faults does first comes first.
    pub fn actions(&self, actions: &mut Vec<Action>) {
        let quiet = self.under_way.iter().all(VecDeque::is_empty);
        for (side, packets) in self.under_way.iter().enumerate() {
            for place in 0..packets.len() {
                if place == 0 || self.faults.reorders > 0 && packets[place] != packets[0] {
                    actions.push(Action::Deliver(side, place));
                }
                if self.faults.drops > 0 {
                    actions.push(Action::Drop(side, place));
                }
                if self.faults.duplicates > 0 {
                    actions.push(Action::Duplicate(side, place));
                }
            }
        }
        actions.extend((0..2).filter(|side| self.sides[*side].has_unread()).map(Action::Read));
        actions.extend((0..2).filter(|side| self.sides[*side].next_call().is_some()).map(Action::Call));
        if self.may_wait(quiet) {
            actions.push(Action::Wait);
        }
    }

    /// Time may pass while nothing is under way, and as a fault while something is. Users who have something to do wait for
    /// acknowledgments and for what is sent again, but not for what takes minutes.
    fn may_wait(&self, quiet: bool) -> bool {
        let Some(at) = self.timer() else { return false };
        let patient = at.since(self.now) < PATIENCE || (0..2).all(|side| self.sides[side].next_call().is_none());
        patient && (quiet || self.faults.delays > 0) && (self.faults.pauses > 0 || !self.is_unread())
    }

    fn is_unread(&self) -> bool {
        self.sides.iter().any(|side| side.has_unread())
    }

    /// What a network without faults does next; nothing where nothing will ever happen.
    #[must_use]
    pub fn natural_action(&self) -> Option<Action> {
        let deliver = (0..2).find(|side| !self.under_way[*side].is_empty()).map(|side| Action::Deliver(side, 0));
        let read = || (0..2).find(|side| self.sides[*side].has_unread()).map(Action::Read);
        let call = || (0..2).find(|side| self.sides[*side].next_call().is_some()).map(Action::Call);
        deliver.or_else(read).or_else(call).or_else(|| self.timer().map(|_| Action::Wait))
    }

    /// The world after an action.
    #[must_use]
    pub fn after(&self, action: Action) -> Self {
        let mut world = self.clone();
        let outcome = world.act(action);
        world.conclude(outcome);
        world
    }

    fn act(&mut self, action: Action) -> Result<(), String> {
        match action {
            Action::Deliver(side, place) => {
                self.faults.reorders -= u8::from(place > 0);
                let packet = self.under_way[side].remove(place).ok_or("there is no such packet")?;
                Arc::make_mut(&mut self.sides[side]).arrives(self.now, &packet)?;
                self.settle(side)
            }
            Action::Drop(side, place) => {
                self.faults.drops -= 1;
                self.under_way[side].remove(place);
                Ok(())
            }
            Action::Duplicate(side, place) => {
                self.faults.duplicates -= 1;
                let copy = self.under_way[side].get(place).cloned();
                self.under_way[side].extend(copy);
                Ok(())
            }
            Action::Call(side) => {
                Arc::make_mut(&mut self.sides[side]).call()?;
                self.settle(side)
            }
            Action::Read(side) => {
                self.read(side)?;
                self.settle(side)
            }
            Action::Wait => self.wait(),
        }
    }

    fn timer(&self) -> Option<Instant> {
        self.sides.iter().filter_map(|side| side.connection.poll_timeout()).min()
    }

    fn wait(&mut self) -> Result<(), String> {
        self.faults.delays -= u8::from(self.under_way.iter().any(|packets| !packets.is_empty()));
        self.faults.pauses -= u8::from(self.is_unread());
        let Some(at) = self.timer() else { return Ok(()) };
        self.now = self.now.max(at);
        for side in 0..2 {
            Arc::make_mut(&mut self.sides[side]).advance(self.now)?;
            self.settle(side)?;
        }
        match self.timer() {
            Some(at) if at <= self.now => Err("a timer is due that has just gone off".into()),
            _ => Ok(()),
        }
    }

    /// Lets a side do what it does of itself after something has happened to it.
    fn settle(&mut self, side: usize) -> Result<(), String> {
        if self.setup.window == 0 {
            self.read(side)?;
        }
        let packets = Arc::make_mut(&mut self.sides[side]).settle(self.now)?;
        self.under_way[1 - side].extend(packets);
        Ok(())
    }

    fn read(&mut self, side: usize) -> Result<(), String> {
        let other_wrote = self.sides[1 - side].written;
        Arc::make_mut(&mut self.sides[side]).read(other_wrote)
    }

    /// Notes what is broken, if anything is, and what all of it comes to.
    fn conclude(&mut self, outcome: Result<(), String>) {
        let [left, right] = &self.sides;
        let outcome = outcome.and_then(|()| left.check_end(right)).and_then(|()| right.check_end(left));
        self.broken = self.broken.take().or(outcome.err());
        let mut hasher = DefaultHasher::new();
        (self.setup, self.faults, &self.under_way, &self.broken).hash(&mut hasher);
        for side in &self.sides {
            (side.print, side.unwritten, side.last, side.written, side.read).hash(&mut hasher);
        }
        if self.setup.timestamps {
            // What is under way holds moments that are not counted from now.
            self.now.hash(&mut hasher);
        }
        self.print = hasher.finish();
    }
}

/// The checker tells worlds apart by this.
impl Hash for World {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.print);
    }
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        self.print == other.print
    }
}

/// Both ends, and how much is on its way to each.
impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [left, right] = &self.sides;
        let [to_left, to_right] = &self.under_way;
        let ends = format!("{} | {}", left.state(), right.state());
        write!(f, "{:>9} ms  {ends:<28} {} <- {} ->", self.now.since(START).as_millis(), to_left.len(), to_right.len())
    }
}

/// Each byte is sent at once, and a peer that is gone without a word is missed after ten minutes: else nobody would ever
/// close what only one of the two remembers.
fn config(setup: &Setup, side: usize) -> Config {
    let keep_alive = KeepAlive { idle: Duration::from_secs(600), interval: Duration::from_secs(75), probes: 9 };
    Config {
        nagle: false,
        keep_alive: Some(keep_alive),
        receive_buffer: if setup.window == 0 { 65_535 } else { setup.window.into() },
        sack: setup.sack,
        timestamps: setup.timestamps,
        ..Config::new(Secret::from_seed(side as u64 + 1))
    }
}
