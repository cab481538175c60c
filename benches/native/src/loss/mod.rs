//! Completion times under loss, in virtual time: the same seed gives the same figure on every machine.
//!
//! 10 MB over 100 Mbit/s, 20 ms of round trip and 20 ms of drop-tail queue. The line itself needs 0.85 s.

mod transfer;

use drywire::sim::LinkConfig;
use drywire::tcp::{Bbr, Config, Cubic, MakeController, Secret};
use drywire::time::Duration;
use transfer::{RTT, finish, link, pair, transfer};

/// The benchmarks' names.
pub(crate) const NAMES: [&str; 5] = ["clean-256k", "clean-1m", "loss-cubic", "loss-bbr", "tail"];

const BYTES: usize = 10_000_000;

/// The line's own time for them: packets of 1,500 bytes that carry 1,448.
const LINE: f64 = BYTES as f64 / 1448.0 * 1500.0 * 8.0 / transfer::RATE as f64 + 0.020;

/// Runs one benchmark.
pub(crate) fn run(name: &str, quick: bool) {
    let seeds = if quick { 1 } else { 15 };
    match name {
        "clean-256k" => clean(name, 256 * 1024),
        "clean-1m" => clean(name, 1 << 20),
        "loss-cubic" => lossy(name, Cubic::boxed, seeds, 12.0),
        "loss-bbr" => lossy(name, Bbr::boxed, seeds, 1.05),
        _ => tail(if quick { 5 } else { 100 }),
    }
}

fn config(seed: u64, buffer: usize, controller: MakeController) -> Config {
    let secret = Secret::from_seed(seed);
    Config { send_buffer: buffer, receive_buffer: buffer, controller, ..Config::new(secret) }
}

fn clean(name: &str, buffer: usize) {
    let (time, info) = transfer(1, config(1, buffer, Config::new(Secret::from_seed(1)).controller), BYTES, link());
    println!("\n{name}: {BYTES} bytes, buffers of {buffer}; {} retransmits", info.counters.retransmits);
    line(name, time, "s", LINE, 0.95);
}

fn lossy(name: &str, controller: MakeController, seeds: u64, bar: f64) {
    println!("\n{name}: {BYTES} bytes, median of {seeds} seeds");
    for (loss, is_bench) in [(0.0, false), (0.001, false), (0.01, true), (0.03, false)] {
        let forth = LinkConfig { loss, ..link() };
        let mut runs: Vec<_> =
            (1..=seeds).map(|seed| transfer(seed, config(seed, 1 << 20, controller), BYTES, forth.clone())).collect();
        runs.sort_by_key(|(time, _)| time.unwrap_or(Duration::MAX));
        let (time, info) = runs[runs.len() / 2];
        let shown = |time: Option<Duration>| time.map_or("never".into(), |time| format!("{:.2}", time.as_secs_f64()));
        println!(
            "  loss {:>4.1} %: {} s ({} to {}), {} retransmits, {} timeouts, {} taken back",
            loss * 100.0,
            shown(time),
            shown(runs[0].0),
            shown(runs[runs.len() - 1].0),
            info.counters.retransmits,
            info.counters.timeouts,
            info.counters.spurious,
        );
        if is_bench {
            line(name, time, "s", LINE, bar);
        }
    }
}

/// Responses of 20 kB, each the second on a connection of its own, its last segment lost once. On one connection for all the
/// window would be next to nothing after some of them: a loss in every 14 segments is 7 %.
fn tail(responses: u64) {
    const RESPONSE: usize = 20_000;
    let mut beyond = Duration::ZERO;
    for seed in 1..=responses {
        let times = [false, true].map(|lose| response(seed, RESPONSE, lose));
        let [Some(without), Some(with)] = times else { return line("tail", None, "ms", 0.0, 60.0) };
        beyond += with - without;
    }
    println!(
        "\ntail: {responses} responses of {RESPONSE} bytes, the last segment of each lost; beyond the time without loss"
    );
    line("tail", Some(beyond / responses as u32 * 1000), "ms", RTT.as_secs_f64() * 1e3, 60.0);
}

/// How long a response takes. Servers turn Nagle's algorithm off: the last segment does not wait for those before.
fn response(seed: u64, bytes: usize, lose: bool) -> Option<Duration> {
    let config = Config { nagle: false, ..config(seed, 256 * 1024, Config::new(Secret::from_seed(seed)).controller) };
    let (mut network, pair) = pair(seed, config, bytes, link());
    finish(&mut network, pair.right, bytes)?;
    network.run_for(Duration::from_millis(100 + seed)).ok()?;
    let (mut armed, mut seen) = (lose, 0);
    network.drop_when(pair.to_right, move |packet| {
        let headers = 20 + 4 * usize::from(packet[20 + 12] >> 4);
        seen += packet.len() - headers;
        let hit = armed && seen >= bytes;
        armed &= !hit;
        hit
    });
    let begin = network.now();
    network[pair.left].send(bytes);
    finish(&mut network, pair.right, 2 * bytes)?;
    Some(network.now().since(begin))
}

/// The line for machines. `time` is in the unit given, as seconds; the peer is the line itself.
fn line(name: &str, time: Option<Duration>, unit: &str, peer: f64, bar: f64) {
    let value = time.map_or(f64::INFINITY, Duration::as_secs_f64);
    let verdict = if value <= bar { "ok" } else { "short" };
    println!("BENCH {name} {value:.3} {unit} peer={peer:.3} ratio={:.3} bar={bar:.2} {verdict}", value / peer);
}
