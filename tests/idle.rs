//! Issue 3, "buffers": a connection that has nothing to do costs at most 2 KiB, all its memory counted, and one that is over
//! keeps none but its own place. This test program's allocator counts, for the thread that measures.

use allocation_counter::measure;
use drywire::tcp::{Config, Connection, Secret, State};
use drywire::time::Instant;
use std::time::Duration;

/// The most that an idle connection costs, in bytes.
const IDLE: u64 = 2048;

/// Two connections, and what is on its way to each.
struct Pair {
    sides: [Connection; 2],
    now: Instant,
    out: Box<[u8; 1500]>,
    packets: u32,
}

impl Pair {
    fn open() -> Self {
        let ends = ["10.0.0.1:49152", "10.0.0.2:80"].map(|end| end.parse().unwrap());
        let config = |seed| Config::new(Secret::from_seed(seed));
        let now = Instant::from_millis(1000);
        let client = Connection::connect(config(1), ends[0], ends[1], now).unwrap();
        let mut pair =
            Pair { sides: [client, Connection::listen(config(2), ends[1])], now, out: Box::new([0; 1500]), packets: 0 };
        pair.exchange(0);
        pair
    }

    /// Lets both say all they have to, and loses every so-manieth packet; 0 loses none.
    fn exchange(&mut self, lose: u32) {
        loop {
            let before = self.packets;
            for side in 0..2 {
                while let Some(length) = self.sides[side].poll_transmit(self.now, &mut *self.out) {
                    self.packets += 1;
                    if lose == 0 || !self.packets.is_multiple_of(lose) {
                        self.sides[1 - side].handle_packet(self.now, &self.out[..length]);
                    }
                }
                while self.sides[side].poll_event().is_some() {}
                while matches!(self.sides[side].read(&mut *self.out), Ok(1..)) {}
            }
            if self.packets == before {
                return;
            }
        }
    }

    /// Time passes until nothing is waited for.
    fn rest(&mut self, lose: u32) {
        self.exchange(lose);
        while let Some(at) = self.sides.iter().filter_map(Connection::poll_timeout).min() {
            self.now = at;
            self.sides.iter_mut().for_each(|side| side.handle_timeout(at));
            self.exchange(lose);
        }
    }

    /// Sends so many bytes each way.
    fn transfer(&mut self, mut bytes: [usize; 2], lose: u32) {
        while bytes != [0; 2] {
            for (side, left) in self.sides.iter_mut().zip(&mut bytes) {
                *left -= side.write(&[7; 5000][..(*left).min(5000)]).unwrap();
            }
            self.exchange(lose);
            if let Some(at) = self.sides.iter().filter_map(Connection::poll_timeout).min() {
                self.now = at;
                self.sides.iter_mut().for_each(|side| side.handle_timeout(at));
            }
        }
        self.rest(lose);
    }
}

/// What both sides of a pair cost together after this, with what they stand in.
fn cost(make: impl FnOnce() -> Pair) -> (Pair, u64) {
    let mut made = None;
    let counted = measure(|| made = Some(make()));
    let pair = made.unwrap();
    let scratch = size_of_val(&*pair.out) as i64;
    let heap = u64::try_from(counted.bytes_current - scratch).expect("nothing is freed that was not made");
    (pair, heap + 2 * size_of::<Connection>() as u64)
}

fn check(name: &str, make: impl FnOnce() -> Pair) -> Pair {
    let (pair, cost) = cost(make);
    println!("{name}: {} bytes a connection, {} of them its own place", cost / 2, size_of::<Connection>());
    assert!(cost <= 2 * IDLE, "{name}: {} bytes", cost / 2);
    pair
}

#[test]
fn an_idle_connection_costs_two_kibibytes() {
    let pair = check("after the handshake", || {
        let mut pair = Pair::open();
        pair.rest(0);
        pair
    });
    assert_eq!(pair.sides.map(|side| side.state()), [State::Established; 2]);
    for lose in [0, 20] {
        let pair = check("after a transfer", || {
            let mut pair = Pair::open();
            pair.transfer([3_000_000, 500_000], lose);
            pair
        });
        assert!(pair.sides.iter().all(|side| side.info().unacknowledged == 0 && side.poll_timeout().is_none()));
    }
}

#[test]
fn a_connection_that_is_over_keeps_nothing_and_waits_for_nothing() {
    let (pair, cost) = cost(|| {
        let mut pair = Pair::open();
        pair.transfer([100_000, 100_000], 20);
        pair.sides.iter_mut().for_each(Connection::close);
        pair.rest(0);
        pair.now += Duration::from_secs(3600);
        pair.rest(0);
        pair
    });
    let controllers = 2 * 256;
    assert!(cost <= 2 * size_of::<Connection>() as u64 + controllers, "{cost} bytes");
    for side in &pair.sides {
        assert_eq!((side.state(), side.poll_timeout(), side.info().memory), (State::Closed, None, 0));
    }
}
