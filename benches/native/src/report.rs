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
