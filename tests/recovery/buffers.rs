//! Buffers that grow: the receiver's with what its user reads in a round trip, the sender's with its window.

use crate::flows::{link, shared_with};
use crate::script::config;
use crate::script_with_time::Timed;
use drywire::sim::LinkConfig;
use drywire::tcp::{Bbr, Config, Cubic, MakeController};
use drywire::time::Duration;

const RATE: u64 = 100_000_000;
const SMALL: usize = 64 * 1024;
/// What the path holds in 200 ms is 2.5 MB.
const LIMIT: usize = 12 << 20;

/// How much of 100 Mbit/s a flow has over 200 ms there and back, and how much its ends buffer.
fn used(controller: MakeController, limit: usize) -> (f64, usize, usize) {
    let path = LinkConfig { delay: Duration::from_millis(190), ..link(RATE, RATE / 8 / 5) };
    let settings = |config| Config {
        send_buffer: SMALL,
        send_buffer_limit: limit,
        receive_buffer: SMALL,
        receive_buffer_limit: limit,
        ..config
    };
    let mut shared = shared_with(1, &[controller], path, settings);
    shared.network.run_for(Duration::from_secs(10)).unwrap();
    let used = shared.rates(Duration::from_secs(10))[0] / RATE as f64;
    let of = |id| shared.network.endpoint(id).unwrap().connection.info();
    (used, of(shared.senders[0]).unacknowledged, of(shared.receivers[0]).receive_window as usize)
}

#[test]
fn a_long_fat_path_is_filled_from_small_buffers() {
    for (name, controller) in [("CUBIC", Cubic::boxed as MakeController), ("BBR", Bbr::boxed)] {
        let (share, sent, window) = used(controller, LIMIT);
        println!("{name}: {share:.3} of the line, {sent} bytes at the sender, a window of {window}");
        assert!(share > 0.9 && sent <= LIMIT && window <= LIMIT, "{name}: {share} {sent} {window}");
        let (share, sent, window) = used(controller, 0);
        assert!(share < 0.04 && sent <= SMALL && window <= SMALL, "{name} without a limit to grow to: {share}");
        let (share, sent, window) = used(controller, 1 << 20);
        assert!(share > 0.3 && sent <= 1 << 20 && window <= 1 << 20, "{name} at its limit: {share} {sent} {window}");
    }
}

/// A round trip of 20 ms, in which the peer fills the window with segments of 1,000 bytes and the user reads what `reads` says
/// of each round trip. Gives the window after each.
fn windows(limit: usize, rounds: usize, reads: impl Fn(usize) -> usize) -> Vec<u32> {
    let receiver = Config { receive_buffer: 10_000, receive_buffer_limit: limit, window_scale: false, ..config() };
    let mut timed = Timed::opened(receiver);
    let (mut seq, mut seen) = (1, Vec::new());
    let mut out = vec![0; 1 << 16];
    for round in 0..rounds {
        let window = timed.script.connection.info().receive_window;
        let mut left = reads(round);
        for _ in 0..window / 1000 {
            timed.at(20_000 * round as u64 + 10_000, &format!("A {seq}+1000 ack 1"));
            seq += 1000;
            let most = left.min(out.len());
            left -= timed.script.connection.read(&mut out[..most]).unwrap_or(0);
            timed.script.out();
        }
        while let Ok(count @ 1..) = timed.script.connection.read(&mut out[..left.min(1 << 16)]) {
            left -= count;
        }
        timed.until(20_000 * round as u64 + 29_000);
        seen.push(timed.script.connection.info().receive_window);
    }
    seen
}

#[test]
fn the_window_grows_with_what_is_read_in_a_round_trip_up_to_the_limit() {
    let seen = windows(65_000, 8, |_| usize::MAX);
    println!("{seen:?}");
    assert!(seen.iter().all(|window| *window <= 65_000) && seen.last().unwrap() > &63_000, "{seen:?}");
    assert!(windows(10_000, 8, |_| usize::MAX).iter().all(|window| *window <= 10_000), "off at its own size");
}

/// Neither one who reads little nor one who reads all, but seldom: what stands unread shows that room is no help.
#[test]
fn a_slow_reader_does_not_make_it_grow() {
    for (name, reads) in [
        ("a little each round trip", (|_| 3000) as fn(usize) -> usize),
        ("all of it each fourth", |round| if round % 4 == 3 { usize::MAX } else { 0 }),
        ("nothing", |_| 0),
    ] {
        let seen = windows(65_000, 16, reads);
        assert!(seen.iter().all(|window| *window <= 10_000), "{name}: {seen:?}");
    }
}
