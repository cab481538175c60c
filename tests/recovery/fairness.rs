//! What flows make of a link that they share, and what stands in its queue.

use crate::flows::{Shared, jain, link, shared, shared_apart};
use drywire::sim::LinkStats;
use drywire::tcp::{Bbr, Cubic, MakeController, NewReno};
use drywire::time::{Duration, Instant};

const RATE: u64 = 20_000_000;
/// 40 ms.
const QUEUE: u64 = 100_000;

/// Rates over half a minute after ten seconds, and Jain's index; prints them.
fn compete(name: &str, controllers: &[MakeController]) -> (f64, f64) {
    let mut shared = shared(1, controllers, link(RATE, QUEUE), false);
    shared.network.run_for(Duration::from_secs(10)).unwrap();
    let rates = shared.rates(Duration::from_secs(30));
    let (index, used) = (jain(&rates), rates.iter().sum::<f64>() / RATE as f64);
    let shown: Vec<String> = rates.iter().map(|rate| format!("{:.2}", rate / 1e6)).collect();
    println!("{name}: Jain's index {index:.3}, {:.1} % used: {} Mbit/s", used * 100.0, shown.join(" "));
    (index, used)
}

#[test]
fn two_to_eight_flows_of_one_kind_share_a_link_evenly() {
    for (name, controller, least) in
        [("NewReno", NewReno::boxed as MakeController, 0.9), ("CUBIC", Cubic::boxed, 0.9), ("BBR", Bbr::boxed, 0.9)]
    {
        for count in [2, 4, 8] {
            let (index, used) = compete(&format!("{count} flows of {name}"), &vec![controller; count]);
            assert!(index > least && used > 0.9, "{name} {count}: {index} {used}");
        }
    }
}

/// BBR draft 4.3.5: a round trip that was measured beside a standing queue is too long, so that the queue stands on, and who
/// measured the longest has the most, until all empty it at once. That is when their probes come together, ten seconds apart:
/// by the second or third of them. Until then shares are what chance made them.
#[test]
fn bbr_flows_share_evenly_once_they_have_measured_the_path_together() {
    for queue in [10, 20, 40, 80] {
        for apart in [100, 1300] {
            let bottleneck = link(RATE, RATE / 8 / 1000 * queue);
            let mut shared =
                shared_apart(1, &[Bbr::boxed as MakeController; 8], bottleneck, Duration::from_millis(apart));
            shared.network.run_for(Duration::from_secs(10)).unwrap();
            let early = jain(&shared.rates(Duration::from_secs(21)));
            let late = jain(&shared.rates(Duration::from_secs(30)));
            println!(
                "8 flows of BBR begun {apart} ms apart, {queue} ms of queue: Jain's index {early:.3}, then {late:.3}"
            );
            assert!(early > 0.7 && late > 0.95, "{queue} ms, {apart} ms apart: {early} {late}");
        }
    }
}

/// RFC 9438 5.1: on a short path CUBIC is no harder than Reno.
#[test]
fn rfc9438_5_1_cubic_leaves_newreno_its_share() {
    let (index, used) = compete("CUBIC beside NewReno", &[Cubic::boxed, NewReno::boxed]);
    assert!(index > 0.8 && used > 0.9);
}

/// How many bytes stand in the queue over a time, at most, looked at each 10 ms.
fn standing(shared: &mut Shared, samples: u32) -> Vec<u64> {
    let sample = |shared: &mut Shared| {
        shared.network.run_for(Duration::from_millis(10)).unwrap();
        let sender = &shared.network.endpoint(shared.senders[0]).unwrap().connection;
        // What is under way beyond what the path itself holds: 20 ms of the rate, in data.
        u64::from(sender.info().in_flight).saturating_sub(RATE / 8 / 50)
    };
    let mut found: Vec<u64> = (0..samples).map(|_| sample(shared)).collect();
    found.sort_unstable();
    found
}

#[test]
fn bbr_leaves_a_deep_queue_almost_empty_where_cubic_fills_it() {
    let queue = 1_000_000;
    let median = |controller: MakeController| {
        let mut shared = shared(3, &[controller], link(RATE, queue), false);
        shared.network.run_for(Duration::from_secs(5)).unwrap();
        let found = standing(&mut shared, 1000);
        let lost = shared.network.stats(shared.bottleneck).map_or(0, LinkStats::lost_total);
        println!("queue: median {} bytes, 95 % {} bytes, {lost} packets lost", found[500], found[950]);
        (found[500], found[950])
    };
    let (bbr, cubic) = (median(Bbr::boxed), median(Cubic::boxed));
    assert!(bbr.0 < 10_000 && bbr.1 < 30_000, "{bbr:?}");
    assert!(cubic.0 > 10 * bbr.0.max(1000), "{cubic:?}");
}

/// BBR draft 4.3.5: each ten seconds the queue is emptied for a fifth of one, to see the round trip without it.
#[test]
fn bbr_measures_the_round_trip_anew_each_ten_seconds() {
    let mut shared = shared(5, &[Bbr::boxed], link(RATE, QUEUE), false);
    let mut low = Vec::new();
    for n in 0..25_000 {
        shared.network.run_for(Duration::from_millis(1)).unwrap();
        let sender = &shared.network.endpoint(shared.senders[0]).unwrap().connection;
        if n > 1000 && sender.info().cwnd == 4 * 1448 {
            low.push(n);
        }
    }
    let first = *low.first().expect("a probe");
    let length = low.iter().filter(|n| **n < first + 1000).count();
    println!("the first probe began at {first} ms and lasted {length} ms; at {:?}", shared.network.now());
    assert!((9_000..11_500).contains(&first) && (200..300).contains(&length), "{first} {length}");
    assert!(shared.network.now() > Instant::ZERO);
}
