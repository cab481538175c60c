//! The table for people, and a line per comparison for machines:
//! `BENCH name value unit peer=VALUE ratio=R bar=B ok|short`.

use crate::rounds::Times;

/// How many times the hand-written parser's time `parse` may take.
const HAND_BAR: f64 = 1.25;

/// Prints a benchmark's results. `parse` is held against the parser written by hand and must be ahead of every crate;
/// `verify` and `emit` are held against the fastest crate.
pub(crate) fn print(name: &str, times: &Times) {
    println!("\n{name}, nanoseconds of processor time per packet (median of {} rounds)", times.rounds());
    for one in times.names() {
        let (ratio, [low, high]) = times.ratio("drywire", one);
        println!(
            "  {one:<16}{:>8.1}    drywire takes {ratio:.3} of that (middle half {low:.3} to {high:.3})",
            times.median(one)
        );
    }
    let crates = ["etherparse", "smoltcp", "pnet_packet"];
    if name == "parse" {
        line(name, "by hand", HAND_BAR, times);
        for peer in crates {
            line(&format!("{name}:{peer}"), peer, 1.0, times);
        }
        return;
    }
    let fastest = crates.into_iter().min_by(|a, b| times.median(a).total_cmp(&times.median(b))).unwrap_or("etherparse");
    line(name, fastest, 1.0, times);
    for peer in crates.into_iter().filter(|peer| *peer != fastest) {
        line(&format!("{name}:{peer}"), peer, 1.0, times);
    }
}

fn line(name: &str, peer: &str, bar: f64, times: &Times) {
    let (ratio, _) = times.ratio("drywire", peer);
    let verdict = if ratio <= bar { "ok" } else { "short" };
    let (value, peer_value) = (times.median("drywire"), times.median(peer));
    println!("BENCH {name} {value:.1} ns/packet peer={peer_value:.1} ratio={ratio:.3} bar={bar:.2} {verdict}");
}

/// The least that two ends in one process are to move, as a ratio to smoltcp's.
const GOODPUT_BAR: f64 = 1.0;

/// How many connections are to be opened and closed in a second.
const CONNECTIONS_BAR: f64 = 200_000.0;

/// Prints how many bytes a second each moves; `times` are nanoseconds for a byte.
pub(crate) fn print_goodput(name: &str, times: &Times) {
    println!("\n{name}, bytes a nanosecond of processor time: GB/s (median of {} rounds)", times.rounds());
    for one in times.names() {
        let (ratio, [low, high]) = times.ratio(one, "drywire");
        let rate = 1.0 / times.median(one);
        println!("  {one:<16}{rate:>8.2}    drywire moves {ratio:.3} of that (middle half {low:.3} to {high:.3})");
    }
    let (ratio, _) = times.ratio("smoltcp", "drywire");
    let (value, peer) = (1.0 / times.median("drywire"), 1.0 / times.median("smoltcp"));
    println!(
        "BENCH {name} {value:.2} GB/s peer={peer:.2} ratio={ratio:.3} bar={GOODPUT_BAR:.2} {}",
        verdict(ratio, GOODPUT_BAR)
    );
}

/// Prints how many connections a second each opens and closes; `times` are nanoseconds for a connection. The bar is a number
/// of them; smoltcp's is there to compare.
pub(crate) fn print_connections(name: &str, times: &Times) {
    println!(
        "\n{name}, connections opened and closed per second of processor time (median of {} rounds)",
        times.rounds()
    );
    for one in times.names() {
        println!("  {one:<16}{:>10.0}", 1e9 / times.median(one));
    }
    let value = 1e9 / times.median("drywire");
    let ratio = value / CONNECTIONS_BAR;
    println!(
        "BENCH {name} {value:.0} connections/s peer={CONNECTIONS_BAR:.0} ratio={ratio:.3} bar=1.00 {}",
        verdict(ratio, 1.0)
    );
}

fn verdict(ratio: f64, bar: f64) -> &'static str {
    if ratio >= bar { "ok" } else { "short" }
}
