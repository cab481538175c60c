//! Any calls on two connections, and any order, loss, repetition and damage of what they send each other; then a network
//! that is whole again: everything arrives and both end.

use super::input::Input;
use super::watched::Watched;
use drywire::tcp::{CloseReason, Connection, State};
use drywire::time::{Duration, Instant};
use drywire::wire::{LinkType, Network, Packet};
use std::collections::VecDeque;

/// More steps show nothing new, and make inputs slow.
const STEPS: usize = 400;

struct World {
    sides: [Watched; 2],
    /// What is on its way to each side.
    under_way: [VecDeque<Vec<u8>>; 2],
    now: Instant,
    /// How many bytes each side writes at most: a buffer of one byte takes its time.
    limit: u64,
}

/// Reads the settings of two connections and a course of events between them; after each, everything must hold, and in the
/// end both have all and are CLOSED.
///
/// # Panics
/// A rule is broken.
pub fn tcp_two(input: &[u8]) {
    let mut input = Input::new(input);
    let configs = [input.config(), input.config()];
    let ends = ["10.0.0.1:49152", "10.0.0.2:80"].map(|end| end.parse().expect("an address"));
    let now = Instant::from_millis(1);
    let connect = |side: usize| {
        let connection = Connection::connect(configs[side], ends[side], ends[1 - side], now).expect("good addresses");
        Watched::new(connection, configs[side])
    };
    let other = match input.flag() {
        true => connect(1),
        false => Watched::new(Connection::listen(configs[1], ends[1]), configs[1]),
    };
    let slow = configs.iter().any(|config| config.receive_buffer.min(config.send_buffer) < 1000 || config.mtu < 200);
    let mut world = World {
        sides: [connect(0), other],
        under_way: Default::default(),
        now,
        limit: if slow { 300 } else { 30_000 },
    };
    world.settle();
    for _ in 0..STEPS {
        if input.is_empty() {
            break;
        }
        world.step(&mut input);
        world.settle();
    }
    world.heal();
}

impl World {
    fn step(&mut self, input: &mut Input<'_>) {
        let choice = input.byte();
        let (what, side) = (choice >> 1, usize::from(choice & 1));
        match what % 24 {
            0..=9 => drop(self.deliver(side, 0)),
            10 => drop(self.deliver(side, input.byte().into())),
            11 | 12 => {
                let place = usize::from(input.byte());
                let copy = self.under_way[side].get(place).cloned();
                self.under_way[side].extend(copy);
            }
            13 | 14 => drop(self.under_way[side].remove(input.byte().into())),
            15 => self.flip(side, input),
            16 | 17 => {
                let room = self.limit - self.sides[side].written;
                self.sides[side].write((usize::from(input.word()) % 5000).min(room as usize));
            }
            18 | 19 => drop(self.sides[side].read(usize::from(input.word()) % 5000, true)),
            20 if self.sides[side].connection.state().is_synchronized() => self.sides[side].connection.close(),
            21 => self.now += Duration::from_millis(u64::from(input.word()) % 500),
            22 => self.mark(side),
            _ => self.pass(),
        }
    }

    fn settle(&mut self) {
        for side in 0..2 {
            self.sides[side].connection.handle_timeout(self.now);
            let packets = self.sides[side].settle(self.now);
            self.under_way[1 - side].extend(packets);
        }
    }

    fn deliver(&mut self, side: usize, place: usize) -> bool {
        let Some(packet) = self.under_way[side].remove(place) else { return false };
        self.sides[side].connection.handle_packet(self.now, &packet);
        true
    }

    /// A packet arrives with one bit flipped: two could make a sum that is right.
    fn flip(&mut self, side: usize, input: &mut Input<'_>) {
        let Some(mut packet) = self.under_way[side].pop_front() else { return };
        let bit = usize::from(input.word()) % (packet.len() * 8);
        packet[bit / 8] ^= 0x80 >> (bit % 8);
        self.sides[side].connection.handle_packet(self.now, &packet);
    }

    /// A router marks the next packet, where it may (RFC 3168 5).
    fn mark(&mut self, side: usize) {
        let Some(bytes) = self.under_way[side].front_mut() else { return };
        let Ok(mut packet) = Packet::parse(bytes, LinkType::Raw) else { return };
        let Network::Ipv4(header) = &mut packet.network else { return };
        if header.ecn != 0 {
            header.ecn = 3;
            let mut marked = vec![0; packet.emitted_len()];
            packet.emit_filled(&mut marked).expect("what parses is written");
            *bytes = marked;
        }
    }

    /// Time passes until the next timer.
    fn pass(&mut self) {
        let next = self.sides.iter().filter_map(|side| side.connection.poll_timeout()).min();
        self.now = self.now.max(next.unwrap_or(self.now));
    }

    /// Nothing is lost any more, everything is read, both sides close.
    fn heal(&mut self) {
        for _ in 0..20_000 {
            let moved = self.deliver(0, 0) | self.deliver(1, 0);
            for side in &mut self.sides {
                while side.read(70_000, true) > 0 {}
            }
            if self.sides.iter().all(|side| side.connection.state().is_synchronized()) {
                self.sides.iter_mut().for_each(|side| side.connection.close());
            }
            self.settle();
            if self.sides.iter().all(|side| side.connection.state() == State::Closed) {
                return self.check_end();
            }
            if !moved {
                self.pass();
            }
        }
        panic!("it does not end: {:#?} {:#?}", self.sides[0].connection, self.sides[1].connection);
    }

    fn check_end(&self) {
        for (side, other) in [(0, 1), (1, 0)] {
            let (side, other) = (&self.sides[side], &self.sides[other]);
            assert_eq!(side.connection.close_reason(), Some(CloseReason::Finished), "{:#?}", side.connection);
            assert_eq!(side.read, other.written, "{:#?}", side.connection);
        }
    }
}
