//! Sequence numbers wrap (RFC 9293 3.4): transfers that pass the number 0 early, and some that pass every number there is.
//!
//! The long ones take a minute: `cargo test --profile proof --test tcp -- --ignored four_gibibytes`.

use crate::peer::Peer;
use core::num::NonZeroU64;
use drywire::sim::{LinkConfig, Network, Outcome, Straggle};
use drywire::tcp::{CloseReason, Config, Connection, Secret, State};
use drywire::time::{Duration, Instant};
use drywire::wire::{LinkType, Packet, Transport};
use std::net::SocketAddrV4;

/// How far before 0 both initial sequence numbers are, at most.
const NEAR: u32 = 300_000;

fn ends() -> [SocketAddrV4; 2] {
    ["10.0.0.1:49152", "10.0.0.2:80"].map(|end| end.parse().unwrap())
}

/// The sequence number of the next packet.
fn number(connection: &mut Connection, now: Instant) -> u32 {
    let mut out = [0; 1500];
    let length = connection.poll_transmit(now, &mut out).expect("a SYN");
    match Packet::parse(&out[..length], LinkType::Raw).expect("a packet").transport {
        Transport::Tcp(header) => header.sequence_number.0,
        other => panic!("{other:?}"),
    }
}

/// When the client opens so that its initial sequence number is this: the number follows a clock of 4 µs (RFC 9293 3.4.1).
fn moment(config: Config, wanted: u32) -> Instant {
    let [local, remote] = ends();
    let mut connection = Connection::connect(config, local, remote, Instant::ZERO).unwrap();
    let at_zero = number(&mut connection, Instant::ZERO);
    Instant::from_micros(u64::from(wanted.wrapping_sub(at_zero)) * 4)
}

/// A secret with which the server's number is close to 0 when it is opened at that moment.
fn server_secret(config: Config, client: &Connection, now: Instant) -> Secret {
    let mut syn = [0; 1500];
    let length = client.clone().poll_transmit(now, &mut syn).expect("a SYN");
    let is_near = |secret: &Secret| {
        let mut server = Connection::listen(Config { secret: *secret, ..config }, ends()[1]);
        server.handle_packet(now, &syn[..length]);
        number(&mut server, now) > u32::MAX - NEAR
    };
    (0..10_000_000).map(Secret::from_seed).find(is_near).expect("one of so many is close")
}

/// Sends bytes both ways, over a link like this, and says what is wrong with how it ends.
fn transfer(config: Config, link: &LinkConfig, bytes: [u64; 2], near: bool) {
    let [left, right] = ends();
    let now = if near { moment(config, u32::MAX - NEAR / 2) } else { Instant::ZERO };
    let client = Connection::connect(config, left, right, now).unwrap();
    assert!(!near || number(&mut client.clone(), now) > u32::MAX - NEAR);
    let delay = |at: Instant| at + link.delay;
    let secret = if near { server_secret(config, &client, delay(now)) } else { Secret::from_seed(2) };
    let server = Connection::listen(Config { secret, ..config }, right);
    let peers = [Peer::new(client, bytes[0]), Peer::new(server, bytes[1])];
    let [client, server] = peers;
    let mut network = Network::new(1);
    // Time begins at 0: the network has to come to the moment before there is anybody in it.
    network.run_for(now.since(Instant::ZERO)).unwrap();
    let (left, right) = (network.add_endpoint(*left.ip(), client), network.add_endpoint(*right.ip(), server));
    network.connect(left, right, link.clone(), link.clone());
    let over = |network: &mut Network<Peer>| [left, right].iter().all(|id| network[*id].closed.is_some());
    let outcome = network.run_until(over, now + Duration::from_secs(100_000));
    assert_eq!(outcome, Ok(Outcome::Met), "{:?}", network[left].connection.info());
    for (id, expected) in [(left, bytes[1]), (right, bytes[0])] {
        let Peer { connection, received, wrong, .. } = &network[id];
        assert_eq!((*received, *wrong), (expected, None));
        assert_eq!((connection.state(), connection.close_reason()), (State::Closed, Some(CloseReason::Finished)));
        assert_eq!((connection.poll_timeout(), connection.info().memory), (None, 0));
    }
}

fn config(timestamps: bool, sack: bool) -> Config {
    Config { timestamps, sack, ..Config::new(Secret::from_seed(1)) }
}

#[test]
fn numbers_wrap_early_whatever_is_lost() {
    let straggle = Straggle { probability: 0.02, delay: Duration::from_millis(15) };
    let link = LinkConfig {
        delay: Duration::from_millis(5),
        loss: 0.02,
        reorder: Some(straggle),
        duplicate: Some(straggle),
        ..LinkConfig::default()
    };
    for (timestamps, sack) in [(false, false), (false, true), (true, false), (true, true)] {
        transfer(config(timestamps, sack), &link, [1_000_000; 2], true);
    }
}

/// 4 GiB and some more one way, at 10 Gbit/s.
fn four_gibibytes(timestamps: bool) {
    let link =
        LinkConfig { rate: NonZeroU64::new(10_000_000_000), delay: Duration::from_micros(10), ..LinkConfig::default() };
    let config = Config { receive_buffer: 1 << 20, send_buffer: 1 << 20, mtu: 9000, ..config(timestamps, true) };
    transfer(config, &link, [(1 << 32) + 100_000_000, 100], false);
}

#[test]
#[ignore = "takes half a minute: cargo test --profile proof --test tcp -- --ignored four_gibibytes"]
fn four_gibibytes_and_more() {
    four_gibibytes(false);
}

#[test]
#[ignore = "takes half a minute: cargo test --profile proof --test tcp -- --ignored four_gibibytes"]
fn four_gibibytes_and_more_with_timestamps() {
    four_gibibytes(true);
}
