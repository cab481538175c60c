//! The simulator from outside: what holds for every network and every seed, and what tshark makes of a trace.
//!
//! A property is tried under many seeds; a failure names the seed, and `SIM_SEED=n cargo test --test sim` replays it alone.

use core::num::NonZeroU64;
use drywire::sim::*;
use drywire::time::{Duration, Instant};
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::process::Command;

const LEFT: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 1);
const RIGHT: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 2);
const END: Instant = Instant::from_millis(1_000_000);

/// A UDP datagram of `length` bytes with its headers (32 at least), which bears a number. Checksums are 0.
fn datagram(rightwards: bool, number: u32, length: usize) -> Vec<u8> {
    let (source, destination) = if rightwards { (LEFT, RIGHT) } else { (RIGHT, LEFT) };
    let mut packet = vec![0; length];
    packet[0] = 0x45;
    packet[2..4].copy_from_slice(&(length as u16).to_be_bytes());
    packet[8..10].copy_from_slice(&[64, 17]);
    packet[12..16].copy_from_slice(&source.octets());
    packet[16..20].copy_from_slice(&destination.octets());
    packet[20..24].copy_from_slice(&[0, 7, 0, 7]);
    packet[24..26].copy_from_slice(&(length as u16 - 20).to_be_bytes());
    packet[28..32].copy_from_slice(&number.to_be_bytes());
    packet
}

/// A link with some of everything, each impairment about every other time.
fn any_link(random: &mut Random) -> LinkConfig {
    let sometimes = |random: &mut Random, value: f64| if random.chance(0.5) { value } else { 0.0 };
    let micros = |random: &mut Random, most| Duration::from_micros(random.below(most));
    let loss = sometimes(random, 0.3);
    let corruption = sometimes(random, 0.2);
    let straggle =
        |random: &mut Random| random.chance(0.5).then(|| Straggle { probability: 0.2, delay: micros(random, 100_000) });
    LinkConfig {
        rate: NonZeroU64::new(random.below(2) * (1 + random.below(100_000_000))),
        delay: micros(random, 600_000),
        jitter: if random.chance(0.5) { micros(random, 50_000) } else { Duration::ZERO },
        queue: random.below(100_000),
        mark: random.below(100_000),
        mtu: 100 + random.below(1500) as usize,
        loss,
        bursts: random.chance(0.3).then(|| GilbertElliott::bursts(0.2, 3.0)),
        drop: (0..random.below(5)).map(|_| 1 + random.below(100)).collect(),
        reorder: straggle(random),
        duplicate: straggle(random),
        corruption,
        outages: (0..random.below(3))
            .map(|_| Instant::from_micros(random.below(900_000)))
            .map(|at| at..at + Duration::from_millis(30))
            .collect(),
    }
}

/// A script of 100 datagrams in the first second.
fn any_script(random: &mut Random, rightwards: bool) -> Script {
    (0..100).fold(Script::new(), |script, number| {
        let at = Instant::from_micros(random.below(1_000_000));
        script.send(at, datagram(rightwards, number, 32 + random.below(1500) as usize))
    })
}

/// A run of a seed's network to its end, recorded.
fn run(seed: u64) -> (Network<Script>, Pair, [LinkConfig; 2]) {
    let mut random = Random::new(seed);
    let links = [any_link(&mut random), any_link(&mut random)];
    let (left, right) = ((LEFT, any_script(&mut random, true)), (RIGHT, any_script(&mut random, false)));
    let (mut network, pair) = Network::pair(seed, left, right, links[0].clone(), links[1].clone());
    network.record(usize::MAX);
    assert_eq!(network.run_until(|_| false, END), Ok(Outcome::Idle), "seed {seed}");
    (network, pair, links)
}

/// Tries a property under many seeds, or under the one of `SIM_SEED`.
fn for_seeds(count: u64, property: impl Fn(u64) + std::panic::RefUnwindSafe) {
    let wanted = std::env::var("SIM_SEED").ok().and_then(|seed| seed.parse().ok());
    for seed in wanted.map_or(0..count, |seed: u64| seed..seed + 1) {
        if let Err(panic) = std::panic::catch_unwind(|| property(seed)) {
            eprintln!("replay: SIM_SEED={seed} cargo test --test sim");
            std::panic::resume_unwind(panic);
        }
    }
}

/// What one end received of what the other one sent, by the packets' place among those sent.
fn one_way(network: &Network<Script>, from: EndpointId, to: EndpointId) -> Vec<(&TracedPacket, Instant)> {
    let delivered = network.trace().packets().iter().filter(|packet| packet.from == from && packet.to == Some(to));
    delivered
        .filter_map(|packet| match packet.fate {
            Fate::Delivered { at } => Some((packet, at)),
            Fate::Lost { .. } => None,
            Fate::UnderWay => panic!("{packet:?}"),
        })
        .collect()
}

fn number(packet: &TracedPacket) -> u32 {
    u32::from_be_bytes(packet.data[28..32].try_into().unwrap())
}

#[test]
fn every_packet_is_accounted_for() {
    for_seeds(300, |seed| {
        let (network, pair, links) = run(seed);
        let ways = [(pair.left, pair.right, pair.to_right), (pair.right, pair.left, pair.to_left)];
        for ((from, to, link), config) in ways.into_iter().zip(links) {
            let stats = network.stats(link).unwrap();
            assert_eq!((stats.sent, stats.under_way()), (100, 0));
            assert_eq!(stats.sent + stats.duplicated, stats.delivered + stats.lost_total());
            assert!(stats.queue_peak <= config.queue);
            let delivered = one_way(&network, from, to);
            assert_eq!(stats.delivered, delivered.len() as u64);
            assert_eq!(stats.delivered_bytes, delivered.iter().map(|(packet, _)| packet.length as u64).sum());
            let traced = network.trace().packets().iter().filter(|packet| packet.from == from);
            let mut lost = BTreeMap::new();
            for packet in traced {
                if let Fate::Lost { cause, .. } = packet.fate {
                    *lost.entry(cause).or_insert(0) += 1;
                }
            }
            Cause::ALL
                .iter()
                .for_each(|cause| assert_eq!(stats.lost(*cause), *lost.get(cause).unwrap_or(&0), "{cause}"));
        }
    });
}

#[test]
fn what_arrives_is_what_was_sent_but_for_flipped_bits() {
    for_seeds(300, |seed| {
        let (network, pair, links) = run(seed);
        for (from, to, config) in [(pair.left, pair.right, &links[0]), (pair.right, pair.left, &links[1])] {
            let mut delivered = one_way(&network, from, to);
            delivered.sort_by_key(|(packet, at)| (*at, number(packet), packet.is_copy));
            let received = network[to].received();
            assert_eq!(received.len(), delivered.len());
            let mut expected: Vec<_> = delivered.iter().map(|(packet, at)| (*at, arrived(packet))).collect();
            let mut received = received.to_vec();
            expected.sort();
            received.sort();
            assert_eq!(received, expected);
            for (packet, _) in delivered {
                assert!(packet.flipped.len() <= usize::from(config.corruption > 0.0));
                assert!(!packet.is_copy || config.duplicate.is_some());
            }
        }
    });
}

fn arrived(packet: &TracedPacket) -> Vec<u8> {
    let mut data = packet.data.clone();
    packet.flipped.iter().for_each(|bit| data[bit / 8] ^= 0x80 >> (bit % 8));
    data
}

/// A packet arrives after its own bits and the delay, at the soonest; the link's rate is never exceeded; and where neither
/// reordering nor duplication is asked for, packets arrive in the order in which they were sent.
#[test]
fn times_are_possible_and_in_order() {
    for_seeds(300, |seed| {
        let (network, pair, links) = run(seed);
        for (from, to, config) in [(pair.left, pair.right, &links[0]), (pair.right, pair.left, &links[1])] {
            let delivered = one_way(&network, from, to);
            for (packet, at) in &delivered {
                let bits = packet.length as u64 * 8;
                let sending =
                    Duration::from_micros(config.rate.map_or(0, |rate| (bits * 1_000_000).div_ceil(rate.get())));
                let soonest = packet.sent_at + sending + config.delay;
                assert!(*at >= soonest, "{at:?} {soonest:?}");
            }
            if config.reorder.is_none() && config.duplicate.is_none() {
                assert!(delivered.is_sorted_by_key(|(_, at)| *at));
                let (Some(first), Some(last)) = (delivered.first(), delivered.last()) else { continue };
                let bits: u64 = delivered.iter().skip(1).map(|(packet, _)| packet.length as u64 * 8).sum();
                let spread = (last.1 - first.1 + config.jitter + Duration::from_micros(1)).as_secs_f64();
                assert!(config.rate.is_none_or(|rate| bits as f64 <= rate.get() as f64 * spread));
            }
        }
    });
}

/// Same seed, same run, to the byte.
#[test]
fn a_seed_gives_one_trace() {
    let traces = |seed| {
        let (network, pair, _) = run(seed);
        let trace = network.trace();
        let views = [View::Wire, View::At(pair.left), View::At(pair.right)].map(|view| trace.to_pcapng(view));
        (views, trace.ladder(pair.left, pair.right))
    };
    for_seeds(50, |seed| {
        let (views, ladder) = traces(seed);
        assert_eq!((&views, &ladder), (&traces(seed).0, &traces(seed).1));
        assert_ne!(views[0], traces(seed + 1).0[0]);
        assert!(ladder.lines().all(|line| line.chars().count() <= 100), "{ladder}");
    });
}

/// Reordering without jitter: only packets that were held back are overtaken, and none by a packet sent later than it is held.
#[test]
fn only_packets_held_back_are_overtaken() {
    for_seeds(100, |seed| {
        let delay = Duration::from_micros(5000);
        let link = LinkConfig { reorder: Some(Straggle { probability: 0.3, delay }), ..LinkConfig::default() };
        let mut random = Random::new(seed);
        let (left, right) = ((LEFT, any_script(&mut random, true)), (RIGHT, Script::new()));
        let (mut network, pair) = Network::pair(seed, left, right, link.clone(), link);
        network.record(usize::MAX);
        network.run_until(|_| false, END).unwrap();
        let packets = one_way(&network, pair.left, pair.right);
        let held: Vec<_> = packets.iter().map(|(packet, at)| *at - packet.sent_at).collect();
        assert!(held.iter().all(|held| [Duration::ZERO, delay].contains(held)));
        let count = held.iter().filter(|held| !held.is_zero()).count() as u64;
        assert_eq!(network.stats(pair.to_right).unwrap().reordered, count);
        assert!(count > 0);
    });
}

/// What tshark reads in a capture file; nothing where there is no tshark.
fn tshark(file: &[u8], fields: &[&str]) -> Option<Vec<Vec<String>>> {
    let path = std::env::temp_dir().join(format!("drywire-sim-{}-{}.pcapng", std::process::id(), file.len()));
    std::fs::write(&path, file).unwrap();
    let mut command = Command::new("tshark");
    command.arg("-r").arg(&path).args(["-n", "-T", "fields"]);
    command.args(fields.iter().flat_map(|field| ["-e", field]));
    let output = command.output();
    std::fs::remove_file(&path).unwrap();
    let Ok(output) = output else {
        eprintln!("skipped: there is no tshark here");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(|line| line.split('\t').map(Into::into).collect()).collect())
}

#[test]
fn tshark_reads_what_was_written() {
    let script = (0..3_u32).fold(Script::new(), |script, number| {
        let at = Instant::from_micros(u64::from(number) * 1_000_001);
        script.send(at, datagram(true, number, 40 + number as usize))
    });
    let link = LinkConfig {
        drop: [2].into(),
        duplicate: Some(Straggle { probability: 1.0, delay: Duration::from_millis(1) }),
        delay: Duration::from_micros(30_005),
        ..LinkConfig::default()
    };
    let (mut network, pair) = Network::pair(0, (LEFT, script), (RIGHT, Script::new()), link.clone(), link);
    network.record(36);
    network.run_until(|_| false, END).unwrap();
    let trace = network.trace();
    let row = |row: [&str; 6]| row.map(String::from).to_vec();
    let fields =
        ["frame.time_epoch", "frame.len", "frame.cap_len", "ip.dst", "frame.packet_flags_direction", "frame.comment"];
    let outbound = "0x00000002";
    let Some(wire) = tshark(&trace.to_pcapng(View::Wire), &fields) else { return };
    let expected = [
        row(["0.000000000", "40", "36", "10.0.0.2", outbound, ""]),
        row(["0.000000000", "40", "36", "10.0.0.2", outbound, "duplicate"]),
        row(["1.000001000", "41", "36", "10.0.0.2", outbound, "lost on link 0: on the list"]),
        row(["2.000002000", "42", "36", "10.0.0.2", outbound, ""]),
        row(["2.000002000", "42", "36", "10.0.0.2", outbound, "duplicate"]),
    ];
    assert_eq!(wire, expected);
    let fields = ["frame.time_epoch", "frame.packet_flags_direction", "frame.interface_name", "frame.encap_type"];
    let Some(host) = tshark(&trace.to_pcapng(View::At(pair.right)), &fields) else { return };
    let times = ["0.030005000", "0.031005000", "2.030007000", "2.031007000"];
    // 7 is Wireshark's own number for raw IP.
    assert_eq!(host, times.map(|time| [time, "0x00000001", "10.0.0.2", "7"].map(String::from).to_vec()));
}
