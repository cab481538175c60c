//! What an acknowledgment costs does not grow with what is under way: no peer makes a sender spend its time on looking through
//! its own list. By time, since only that shows every loop; compared within one run, the best of a few.

#[path = "tcp/script.rs"]
#[allow(dead_code, reason = "tests/tcp uses the rest")]
mod script;

use drywire::tcp::{Acknowledged, Config, CongestionControl};
use drywire::time::{Duration, Instant};
use script::{Script, config};

/// A controller that allows everything.
#[derive(Clone, Debug)]
struct Open;

impl CongestionControl for Open {
    fn window(&self) -> u32 {
        1 << 30
    }
    fn slow_start_threshold(&self) -> u32 {
        u32::MAX
    }
    fn acknowledged(&mut self, _: &Acknowledged) {}
    fn loss(&mut self, _: Instant, _: u32) {}
    fn timeout(&mut self, _: Instant, _: u32, _: bool) {}
    fn recovered(&mut self, _: Instant, _: u32) {}
    fn restart(&mut self, _: Instant) {}
    fn syn_was_lost(&mut self) {}
    fn set_smss(&mut self, _: u32) {}
    fn reduces_in_proportion(&self) -> bool {
        false
    }
}

const SEGMENT: u64 = 100;
const FEW: u64 = 1000;
const MANY: u64 = 16_000;

/// What a peer says, in this order, of so many segments.
type Says = fn(u64) -> Vec<String>;

/// What peers say, honest ones and others.
const COURSES: [(&str, Says); 5] = [
    ("the first is lost, the rest arrive", |count| (2..=count).map(|n| format!("A 1 ack 1{}", block(1, n))).collect()),
    ("every other one is lost", |count| {
        (0..count / 2).map(|n| format!("A 1 ack 1{}", block(2 * n + 1, 2 * n + 2))).collect()
    }),
    ("every other one is lost, then repaired", |count| {
        let holes = (0..count / 2).map(|n| format!("A 1 ack 1{}", block(2 * n + 1, 2 * n + 2)));
        holes.chain((1..=count / 2).map(|n| format!("A 1 ack {}", at(2 * n)))).collect()
    }),
    ("the same block again and again", |count| vec![format!("A 1 ack 1{}", block(1, count)); 2000]),
    ("from the last to the first", |count| (1..count).rev().map(|n| format!("A 1 ack 1{}", block(n, n + 1))).collect()),
];

/// Where the nth segment begins.
fn at(n: u64) -> u64 {
    1 + n * SEGMENT
}

fn block(from: u64, to: u64) -> String {
    format!(" sack {}-{}", at(from), at(to))
}

/// How many nanoseconds a segment of the course takes with so many under way.
fn cost(says: Says, count: u64) -> u64 {
    let config = Config { send_buffer: 1 << 26, controller: |_, _| Box::new(Open), ..config() };
    let mut script = Script::opened(config, &format!("S 0 mss {SEGMENT} sackok ws 14"));
    script.write((count * SEGMENT) as usize);
    let mut out = [0; 1500];
    while script.connection.poll_transmit(script.now, &mut out).is_some() {}
    assert_eq!(u64::from(script.connection.info().in_flight), count * SEGMENT);
    let packets: Vec<Vec<u8>> = says(count).iter().map(|segment| script.packet(segment)).collect();
    script.now += Duration::from_millis(20);
    let begin = std::time::Instant::now();
    for packet in &packets {
        script.connection.handle_packet(script.now, packet);
        while script.connection.poll_transmit(script.now, &mut out).is_some() {}
    }
    let time = begin.elapsed();
    assert_eq!(script.connection.audit(), Ok(()));
    time.as_nanos() as u64 / packets.len() as u64
}

/// RFC 8985 6.2 and RFC 2018 5: sixteen times as many segments, and what one acknowledgment costs is much the same: a list that
/// was looked through would cost sixteen times as much.
#[test]
fn an_acknowledgment_costs_the_same_however_much_is_under_way() {
    for (name, says) in COURSES {
        let (mut few, mut many) = (u64::MAX, u64::MAX);
        // In turns, and for as long as each other, so that what else the machine does falls on both; where it does much, some more.
        for round in 1..=25 {
            few = few.min((0..MANY / FEW).map(|_| cost(says, FEW)).sum::<u64>() / (MANY / FEW));
            many = many.min(cost(says, MANY));
            if round >= 5 && many < 7 * few.max(100) {
                break;
            }
        }
        println!("{name}: {few} ns with {FEW} segments under way, {many} ns with {MANY}");
        assert!(many < 7 * few.max(100), "{name}: {few} ns with {FEW} segments, {many} ns with {MANY}");
    }
}
