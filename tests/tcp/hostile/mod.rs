//! Segments that mean harm: none of them panics, takes memory without bound, stalls a healthy stream or ends a connection that
//! RFC 5961 protects.

mod list;

use crate::script::{IRS, Script, Sent, config, millis};
use drywire::sim::Random;
use drywire::tcp::{Config, State};
use drywire::wire::tcp::{Flags, SeqNumber};

/// A segment somewhere near what would be right.
fn guess(random: &mut Random, script: &Script, next: i64, acknowledged: i64) -> String {
    let mut pick = |of: &[i64]| of[random.below(of.len() as u64) as usize];
    let window = i64::from(script.connection.info().receive_window);
    let seq = next + pick(&[0, 0, 0, 0, -1, -10, 1, 5, 100, window - 1, window, window + 1, -70_000, 1 << 31]);
    let length = pick(&[0, 0, 1, 10, 100, 1400, 20_000]);
    let ack = acknowledged + pick(&[0, 0, 0, 1, 2, 10, 500, 1000, 1001, 3000, -1, -65_535, -70_000, 1 << 31]);
    let flags = ["A", "A", "A", "PA", "PA", "FA", "R", "RA", "S", "SA", "SFA", "U", "AU", "-", "F"]
        [pick(&[0, 0, 1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]) as usize];
    let window = pick(&[0, 1, 100, 1000, 65_535, 65_535]);
    let options =
        ["", "", " sack 5-10", " sack 1-900 opt 0500", " ts 5:5", " mss 0", " opt 02", " up 9", " ts 1:0 up 65535"]
            [pick(&[0, 1, 2, 3, 4, 5, 6, 7, 8]) as usize];
    format!("{flags} {seq}+{length} ack {ack} win {window}{options}")
}

/// Runs one seed: guessed segments, calls and time, and after each of them what must always hold.
fn run(seed: u64) {
    let mut random = Random::new(seed);
    let receive_buffer = [1, 100, 4000, 65_535, 300_000][random.below(5) as usize];
    let mtu = [68, 576, 1500][random.below(3) as usize];
    let settings = Config { receive_buffer, receive_pieces: 20, mtu, send_buffer: 20_000, ..config() };
    let kind = random.below(3);
    let (mut script, mut next) = match kind {
        0 => (Script::connect(settings), 0),
        1 => (Script::established(settings), 1),
        _ => (Script::opened(settings, "S 0 mss 1400 ws 5 sackok"), 1),
    };
    let shift = if kind == 2 { (usize::BITS - receive_buffer.leading_zeros()).saturating_sub(16) } else { 0 };
    let mut offers = Offers { last: None, shift: shift as u8 };
    for step in 0..300 {
        let replay = format!("seed {seed}, step {step}; replay: DRYWIRE_SEED={seed} cargo test --test tcp hostile");
        act(&mut random, &mut script, next);
        script.out();
        script.events();
        let info = script.connection.info();
        for sent in &script.sent {
            assert!(sent.packet.len() <= usize::from(mtu), "{replay}: {} bytes", sent.packet.len());
            offers.check(sent, &replay);
        }
        next = offers.next().unwrap_or(next);
        assert!(info.memory <= 3 * (receive_buffer + 20_000) + 70_000, "{replay}: {} bytes of memory", info.memory);
        assert!(info.unacknowledged <= 20_000 && info.unread <= receive_buffer, "{replay}: {info:?}");
        if info.state == State::Closed {
            assert_eq!(script.connection.poll_timeout(), None, "{replay}");
            return;
        }
    }
}

/// One call, some time, or a guessed segment.
fn act(random: &mut Random, script: &mut Script, next: i64) {
    let acknowledged = 1 + script.connection.info().counters.bytes_acknowledged as i64;
    match random.below(12) {
        0 => drop(script.connection.write(&[7; 3000])),
        1 => drop(script.read()),
        2 => drop(script.connection.write_urgent(&[8; 10])),
        3 if random.chance(0.05) => script.connection.close(),
        4 if random.chance(0.01) => script.connection.abort(),
        5 => drop(script.wait(millis(random.below(3000)))),
        _ => {
            let packet = script.packet(&guess(random, script, next, acknowledged));
            script.connection.handle_packet(script.now, &packet);
        }
    }
}

/// What the peer has been offered last: the acknowledgment, the edge of the window, and how windows are shifted.
struct Offers {
    last: Option<(SeqNumber, SeqNumber)>,
    shift: u8,
}

impl Offers {
    /// Acknowledgments and the window's edge never go back, but for what a shifted window can't express (RFC 7323 2.4).
    fn check(&mut self, sent: &Sent, replay: &str) {
        let header = sent.tcp();
        if header.flags.contains(Flags::SYN) {
            // A connection that is opened meanwhile is not scaled: no guess offers it.
            (self.last, self.shift) = (None, 0);
        }
        if header.flags.intersects(Flags::SYN | Flags::RST) {
            return;
        }
        let ack = header.acknowledgment_number;
        let edge = ack + (u32::from(header.window) << self.shift);
        if let Some((last_ack, last_edge)) = self.last {
            assert!(!ack.before(last_ack), "{replay}: the acknowledgment went back");
            let unit = (1 << self.shift) - 1;
            assert!(!(edge + unit).before(last_edge), "{replay}: the window shrank from {last_edge:?} to {edge:?}");
        }
        self.last = Some((ack, edge));
    }

    /// RCV.NXT as the script counts it.
    fn next(&self) -> Option<i64> {
        self.last.map(|(ack, _)| i64::from(ack.0.wrapping_sub(IRS)))
    }
}

#[test]
fn whatever_comes_the_invariants_hold() {
    if let Ok(seed) = std::env::var("DRYWIRE_SEED") {
        return run(seed.parse().unwrap());
    }
    let seeds = std::env::var("DRYWIRE_SEEDS").map_or(1000, |seeds| seeds.parse().unwrap());
    (0..seeds).for_each(run);
}
