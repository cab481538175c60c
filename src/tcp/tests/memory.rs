//! How much memory a connection takes.

use super::super::{Config, Connection, Secret, State};
use crate::time::{Duration, Instant};
use core::net::{Ipv4Addr, SocketAddrV4};

const LEFT: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 1), 49_152);
const RIGHT: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 2), 80);

struct Two {
    now: Instant,
    left: Connection,
    right: Connection,
}

impl Two {
    fn open(config: Config) -> Two {
        let now = Instant::ZERO;
        let left = Connection::connect(config, LEFT, RIGHT, now).unwrap();
        let mut two = Two { now, left, right: Connection::listen(config, RIGHT) };
        two.settle();
        assert_eq!((two.left.state(), two.right.state()), (State::Established, State::Established));
        two
    }

    /// Lets both say what they have to say.
    fn settle(&mut self) {
        for _ in 0..100 {
            self.now += Duration::from_millis(10);
            say(&mut self.left, &mut self.right, self.now);
            say(&mut self.right, &mut self.left, self.now);
        }
    }
}

fn say(from: &mut Connection, to: &mut Connection, now: Instant) {
    let mut packet = [0; 1500];
    from.handle_timeout(now);
    while let Some(length) = from.poll_transmit(now, &mut packet) {
        to.handle_packet(now, &packet[..length]);
    }
}

#[test]
fn an_idle_connection_takes_at_most_two_kibibytes() {
    let mut two = Two::open(Config::new(Secret::from_seed(1)));
    let of = |connection: &Connection| {
        size_of::<Connection>() + size_of_val(&*connection.controller) + connection.info().memory
    };
    assert!(of(&two.left) <= 2048 && of(&two.right) <= 2048, "{} {}", of(&two.left), of(&two.right));
    let mut read = 0;
    let mut out = [0; 4096];
    for _ in 0..20 {
        two.left.write(&[7; 100_000]).unwrap();
        two.settle();
        while let Ok(count) = two.right.read(&mut out) {
            read += count;
        }
        two.settle();
    }
    assert_eq!(read, 2_000_000);
    assert!(of(&two.left) <= 2048 && of(&two.right) <= 2048, "{} {}", of(&two.left), of(&two.right));
}

#[test]
fn segments_of_one_byte_are_kept_in_bounded_memory() {
    let config = Config { nagle: false, initial_window: 1000, ..Config::new(Secret::from_seed(1)) };
    let mut two = Two::open(config);
    let mut packet = [0; 1500];
    let mut sent = 0;
    for byte in 0..10_000u32 {
        two.left.write(&[byte as u8]).unwrap();
        sent += usize::from(two.left.poll_transmit(two.now, &mut packet).is_some());
    }
    assert!((500..1100).contains(&sent), "{sent} segments under way");
    assert!(two.left.info().memory < 100_000, "{} bytes", two.left.info().memory);
    // All of them are lost; what waited comes all the same.
    let mut got = alloc::vec::Vec::new();
    let mut out = [0; 4096];
    while got.len() < 10_000 && two.now < Instant::from_millis(600_000) {
        two.settle();
        while let Ok(count) = two.right.read(&mut out) {
            got.extend_from_slice(&out[..count]);
        }
    }
    assert!(got.len() == 10_000 && got.iter().enumerate().all(|(at, byte)| *byte == at as u8), "{} came", got.len());
}
