//! The fault matrix: buffers × loss × reordering × duplication × corruption × round-trip time, one seed each. Every byte
//! arrives, once and in order; both sides end in CLOSED; no timer is left; memory returns to nothing.

use super::peer::Peer;
use core::num::NonZeroU64;
use core::time::Duration;
use drywire::sim::{Cause, GilbertElliott, LinkConfig, Network, Outcome, Random, Straggle};
use drywire::tcp::{CloseReason, Config, Connection, Secret, State};
use drywire::time::Instant;

/// What one seed runs.
#[derive(Debug)]
struct Case {
    left: u64,
    right: u64,
    config: Config,
    link: LinkConfig,
}

fn pick<T: Copy>(random: &mut Random, of: &[T]) -> T {
    of[random.below(of.len() as u64) as usize]
}

fn case(seed: u64) -> Case {
    let mut random = Random::new(seed);
    let random = &mut random;
    let loss = pick(random, &[0.0, 0.0, 0.001, 0.01, 0.05, 0.1, 0.3]);
    let rtt = pick(random, &[0, 1, 10, 50, 200, 600]);
    let buffer = pick(random, &[1, 500, 2000, 8192, 65_535, 262_144, 1 << 20]);
    let most: u64 = if loss > 0.2 || buffer < 3000 { 20_000 } else { 200_000 };
    let config = Config {
        send_buffer: pick(random, &[1, 1000, 65_536, 1 << 20]),
        receive_buffer: buffer,
        receive_pieces: pick(random, &[1, 8, 512]),
        mtu: pick(random, &[68, 576, 1500, 9000]),
        nagle: random.chance(0.5),
        window_scale: random.chance(0.8),
        timestamps: random.chance(0.7),
        sack: random.chance(0.7),
        r2: Duration::from_secs(3600),
        syn_r2: Duration::from_secs(3600),
        msl: Duration::from_secs(5),
        ..Config::new(Secret::from_seed(seed))
    };
    let small = if config.send_buffer < 1000 || config.mtu < 100 { 3000 } else { most };
    let most = most.min(small).min(if buffer < 10 { 200 } else { most });
    let link = LinkConfig {
        delay: Duration::from_millis(rtt / 2),
        rate: NonZeroU64::new(pick(random, &[0, 1_000_000, 100_000_000])),
        mtu: config.mtu.into(),
        loss,
        bursts: random.chance(0.2).then(|| GilbertElliott::bursts(0.02, 3.0)),
        duplicate: random.chance(0.3).then(|| Straggle { probability: 0.05, delay: Duration::from_millis(3) }),
        corruption: pick(random, &[0.0, 0.0, 0.02]),
        reorder: random.chance(0.3).then(|| Straggle { probability: 0.05, delay: Duration::from_millis(rtt + 1) }),
        ..LinkConfig::default()
    };
    Case { left: random.below(most), right: random.below(most), config, link }
}

fn run(seed: u64) {
    if !passes(seed, false) {
        passes(seed, true);
        panic!("seed {seed} failed; replay: DRYWIRE_SEED={seed} cargo test --test tcp matrix -- --nocapture");
    }
}

/// Runs one seed; where `loud`, prints what happened.
fn passes(seed: u64, loud: bool) -> bool {
    let Case { left, right, config, link } = case(seed);
    let ends = ("10.0.0.1:49152".parse().unwrap(), "10.0.0.2:80".parse().unwrap());
    let other = Config { secret: Secret::from_seed(!seed), ..config };
    let client = Connection::connect(config, ends.0, ends.1, Instant::ZERO).unwrap();
    let server = Connection::listen(other, ends.1);
    let client = (*ends.0.ip(), Peer::new(client, left));
    let server = (*ends.1.ip(), Peer::new(server, right));
    let (mut network, pair) = Network::pair(seed, client, server, link.clone(), link);
    if loud {
        network.record(128);
    }
    let over = |network: &mut Network<Peer>| [pair.left, pair.right].iter().all(|id| network[*id].closed.is_some());
    let outcome = network.run_until(over, Instant::from_millis(100_000_000));
    let report = |network: &Network<Peer>| {
        for id in [pair.left, pair.right] {
            let peer = &network[id];
            println!("{:?} sent {}/{} received {}", peer.connection.info(), peer.sent, peer.to_send, peer.received);
            println!("{:?}", peer.events.iter().rev().take(5).collect::<Vec<_>>());
        }
        println!("{:?}", case(seed));
        let ladder = network.trace().ladder(pair.left, pair.right);
        let lines: Vec<_> = ladder.lines().collect();
        println!("{}", lines[lines.len().saturating_sub(60)..].join("\n"));
    };
    let too_long =
        [pair.to_left, pair.to_right].map(|link| network.stats(link).map_or(0, |stats| stats.lost(Cause::Mtu)));
    let fine = outcome == Ok(Outcome::Met)
        && too_long == [0, 0]
        && [(pair.left, right), (pair.right, left)].iter().all(|(id, expected)| {
            let peer = &network[*id];
            peer.received == *expected
                && peer.wrong.is_none()
                && peer.connection.state() == State::Closed
                && peer.connection.close_reason() == Some(CloseReason::Finished)
                && peer.connection.poll_timeout().is_none()
                && peer.connection.info().memory < 1024
        });
    if loud {
        report(&network);
        println!("{outcome:?} at {:?}", network.now());
    }
    fine
}

#[test]
fn every_byte_arrives_whatever_the_network_does() {
    if let Ok(seed) = std::env::var("DRYWIRE_SEED") {
        return run(seed.parse().unwrap());
    }
    let seeds = std::env::var("DRYWIRE_SEEDS").map_or(200, |seeds| seeds.parse().unwrap());
    (0..seeds).for_each(run);
}
