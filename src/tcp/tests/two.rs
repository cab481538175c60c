//! Any calls on two connections, and any order, loss and repetition of what they send each other; then a network that is
//! whole again: everything arrives and both end.

use super::super::event::CloseReason;
use super::super::state::State;
use super::settings::configs;
use super::subject::Subject;
use crate::time::{Duration, Instant};
use alloc::collections::VecDeque;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use proptest::collection::vec as vec_of;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Action {
    /// The packet at this place, of those on their way to this side, arrives.
    Deliver(bool, usize),
    Duplicate(bool, usize),
    Drop(bool, usize),
    /// It arrives with this bit flipped.
    Flip(bool, usize, usize),
    Write(bool, usize),
    Read(bool, usize),
    Close(bool),
    Wait(u64),
    Timeout,
}

fn actions() -> impl Strategy<Value = Action> {
    let place = || prop_oneof![3 => Just(0usize), 1 => 0..20usize];
    prop_oneof![
        12 => (any::<bool>(), place()).prop_map(|(to, place)| Action::Deliver(to, place)),
        2 => (any::<bool>(), place()).prop_map(|(to, place)| Action::Duplicate(to, place)),
        3 => (any::<bool>(), place()).prop_map(|(to, place)| Action::Drop(to, place)),
        1 => (any::<bool>(), place(), any::<usize>()).prop_map(|(to, place, bit)| Action::Flip(to, place, bit)),
        4 => (any::<bool>(), 0..4000usize).prop_map(|(side, count)| Action::Write(side, count)),
        4 => (any::<bool>(), 0..4000usize).prop_map(|(side, count)| Action::Read(side, count)),
        1 => any::<bool>().prop_map(Action::Close),
        1 => (0..500u64).prop_map(Action::Wait),
        3 => Just(Action::Timeout),
    ]
}

struct World {
    sides: [Subject; 2],
    /// What is on its way to each side.
    under_way: [VecDeque<Vec<u8>>; 2],
    now: Instant,
    /// How many bytes each side writes at most: a buffer of one byte takes its time.
    limit: u64,
}

impl World {
    fn new(configs: [super::super::Config; 2]) -> Self {
        let ends = ["10.0.0.1:49152", "10.0.0.2:80"].map(|end| end.parse().expect("an address"));
        let [left, right] = configs;
        let limit = if left.receive_buffer.min(right.receive_buffer) < 1000 { 300 } else { 30_000 };
        let sides = [Subject::connect(left, ends[0], ends[1]), Subject::listen(right, ends[1])];
        World { sides, under_way: [VecDeque::new(), VecDeque::new()], now: Instant::from_millis(1), limit }
    }

    fn settle(&mut self) -> Result<(), String> {
        for side in 0..2 {
            self.sides[side].connection.handle_timeout(self.now);
            let packets = self.sides[side].settle(self.now)?;
            self.under_way[1 - side].extend(packets);
        }
        Ok(())
    }

    fn deliver(&mut self, side: usize, place: usize) -> bool {
        let packet = self.under_way[side].remove(place);
        if let Some(packet) = &packet {
            self.sides[side].connection.handle_packet(self.now, packet);
        }
        packet.is_some()
    }

    fn act(&mut self, action: &Action) -> Result<(), String> {
        match *action {
            Action::Deliver(to, place) => {
                self.deliver(to.into(), place);
            }
            Action::Duplicate(to, place) => {
                let queue = &mut self.under_way[usize::from(to)];
                let copy = queue.get(place).cloned();
                queue.extend(copy);
            }
            Action::Drop(to, place) => drop(self.under_way[usize::from(to)].remove(place)),
            // One bit and no more: two may make a sum that is right.
            Action::Flip(to, place, bit) => {
                if let Some(mut packet) = self.under_way[usize::from(to)].remove(place) {
                    let bit = bit % (packet.len() * 8);
                    packet[bit / 8] ^= 0x80 >> (bit % 8);
                    self.sides[usize::from(to)].connection.handle_packet(self.now, &packet);
                }
            }
            Action::Write(side, count) => {
                let side = &mut self.sides[usize::from(side)];
                side.write(count.min((self.limit - side.written) as usize));
            }
            Action::Read(side, most) => drop(self.sides[usize::from(side)].read(most, true)?),
            Action::Close(side) => {
                let connection = &mut self.sides[usize::from(side)].connection;
                if connection.state().is_synchronized() {
                    connection.close();
                }
            }
            Action::Wait(millis) => self.now += Duration::from_millis(millis),
            Action::Timeout => self.pass(),
        }
        self.settle()
    }

    /// Time passes until the next timer.
    fn pass(&mut self) {
        let next = self.sides.iter().filter_map(|side| side.connection.poll_timeout()).min();
        self.now = self.now.max(next.unwrap_or(self.now));
    }

    /// Nothing is lost any more, everything is read, both sides close.
    fn heal(&mut self) -> Result<(), String> {
        for _ in 0..20_000 {
            let moved = self.deliver(0, 0) | self.deliver(1, 0);
            for side in &mut self.sides {
                while side.read(70_000, true)? > 0 {}
            }
            if self.sides.iter().all(|side| side.connection.state().is_synchronized()) {
                self.sides.iter_mut().for_each(|side| side.connection.close());
            }
            self.settle()?;
            if self.sides.iter().all(|side| side.connection.state() == State::Closed) {
                return self.check_end();
            }
            if !moved {
                self.pass();
            }
        }
        let [left, right] = &self.sides;
        Err(format!("it does not end: {:#?} {:#?}", left.connection, right.connection))
    }

    fn check_end(&self) -> Result<(), String> {
        for (side, other) in [(0, 1), (1, 0)] {
            let (side, other) = (&self.sides[side], &self.sides[other]);
            let reason = side.connection.close_reason();
            if reason != Some(CloseReason::Finished) || side.read != other.written {
                return Err(format!("{reason:?}, {} of {} bytes: {:#?}", side.read, other.written, side.connection));
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn two_connections_come_to_a_good_end(
        left in configs(), right in configs(), actions in vec_of(actions(), 1..150)
    ) {
        let mut world = World::new([left, right]);
        let outcome = actions.iter().try_for_each(|action| world.act(action)).and_then(|()| world.heal());
        if let Err(why) = outcome {
            return Err(TestCaseError::fail(why));
        }
    }
}
