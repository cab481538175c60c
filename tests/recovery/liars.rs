//! Peers that lie in their acknowledgments: what they gain and what they cost has a bound.

use crate::script::{Script, config, seconds};
use crate::script_with_time::{RTT, Timed};
use drywire::tcp::{Bbr, Config, Cubic, MakeController, NewReno};

const CONTROLLERS: [MakeController; 3] = [NewReno::boxed, Cubic::boxed, Bbr::boxed];

/// An option of SACK blocks, counted from our initial sequence number.
fn sacks(script: &Script, blocks: &[(u32, u32)]) -> String {
    let mut text = format!(" opt 05{:02x}", 2 + 8 * blocks.len());
    for (left, right) in blocks {
        let [left, right] = [left, right].map(|edge| script.iss.wrapping_add(*edge));
        text += &format!("{left:08x}{right:08x}");
    }
    text
}

/// RFC 2018 5: a flood of tiny and overlapping blocks, none of which has a whole segment, marks nothing and keeps nothing.
#[test]
fn rfc2018_5_blocks_of_parts_of_segments_mark_nothing() {
    let mut timed = Timed::opened(config());
    timed.write(10_000);
    assert_eq!(timed.until(0).len(), 10);
    let before = timed.script.connection.info();
    for n in 0..5000u32 {
        let at = |n: u32| 1 + 1000 * (n % 9);
        let blocks = [(at(n) + 1, at(n) + 2 + n % 1900), (at(n) + 999, at(n) + 1001), (2 + n, 3 + n), (9002, 10_001)];
        let segment = format!("A 1 ack 1{}", sacks(&timed.script, &blocks));
        timed.at(20_000, &segment);
    }
    let info = timed.script.connection.info();
    assert_eq!((info.sacked, info.lost, info.in_flight), (0, 0, 10_000));
    assert_eq!((info.memory, info.cwnd), (before.memory, before.cwnd));
    assert_eq!((timed.until(20_000).len(), timed.script.connection.audit()), (0, Ok(())));
}

/// RFC 8985 6.2, step 4: who tells of duplicates that never were makes losses wait for a smoothed round trip and no longer.
#[test]
fn rfc8985_6_2_duplicates_that_are_made_up_do_not_put_repairs_off_for_ever() {
    let mut timed = Timed::opened(config());
    let (mut at, mut una) = (0, 1);
    for _ in 0..300 {
        timed.write(1000);
        timed.until(at);
        (at, una) = (at + 20_000, una + 1000);
        timed.at(at, &format!("A 1 ack {una} sack {}-{una}", una - 1000));
    }
    timed.write(3000);
    assert_eq!(timed.until(at).len(), 3);
    at += 20_000;
    timed.at(at, &format!("A 1 ack {una} sack {}-{}", una + 1000, una + 3000));
    let sent = timed.until(at + 20_000);
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0].1, format!("A {una}+1000 ack 1"));
}

/// RFC 2018 8: who says that it holds what it has thrown away, each time anew, gets it again after each timeout, and all the
/// rest once it stops.
#[test]
fn rfc2018_8_a_peer_that_reneges_again_and_again_stalls_only_itself() {
    for controller in CONTROLLERS {
        let mut timed = Timed::opened(Config { controller, r2: seconds(3600), ..config() });
        timed.write(20_000);
        timed.until(0);
        let before = timed.script.connection.info().memory;
        let mut at = 0;
        for _ in 0..8 {
            at += 20_000;
            timed.at(at, "A 1 ack 1 sack 1-9001");
            at += 70_000_000;
            assert!(timed.until(at).iter().any(|(_, brief)| brief.starts_with("A 1+1000 ")));
            assert_eq!(timed.script.connection.audit(), Ok(()));
        }
        assert!(timed.script.connection.info().memory <= before + 4096);
        for ack in (1..=20).map(|n| 1 + 1000 * n) {
            at += 20_000;
            timed.at(at, &format!("A 1 ack {ack}"));
            timed.until(at);
        }
        assert_eq!(timed.script.connection.info().unacknowledged, 0);
    }
}

/// RFC 3168 6.1.2: who tells of a mark with every acknowledgment has the window reduced once for each window of data, to two
/// segments at least; what is written arrives.
#[test]
fn rfc3168_6_1_2_marks_that_are_made_up_slow_a_stream_down_and_no_more() {
    for (controller, least) in CONTROLLERS.into_iter().zip([2000, 2000, 4000]) {
        let mut script = Script::connect(Config { ecn: true, controller, ..config() });
        script.wait(RTT);
        assert_eq!(script.answer("SAE 0 ack 1 mss 1000 sackok"), ["A 1 ack 1"]);
        let since = script.now;
        let mut timed = Timed { script, since };
        let (mut at, mut una, mut rounds) = (0, 1, 0);
        timed.write(200_000);
        while timed.script.connection.info().unacknowledged > 0 {
            timed.until(at);
            let info = timed.script.connection.info();
            assert!(info.cwnd >= least, "{info:?}");
            at += 20_000;
            for _ in 0..info.in_flight / 1000 {
                una += 1000;
                timed.at(at, &format!("AE 1 ack {una}"));
            }
            rounds += 1;
            assert!(rounds < 200 && info.counters.marks <= rounds, "{info:?}");
        }
    }
}

/// RFC 7323 4.1: echoes of what was never sent, of times to come and of none measure nothing, and reset no timer.
#[test]
fn rfc7323_4_1_timestamps_that_jump_measure_nothing() {
    let mut timed = Timed::offered(config(), "TS");
    let (srtt, echo) = (timed.script.connection.info().srtt, timed.timestamp(0));
    let mut value = 2u32;
    let mut at = 0;
    for (n, wrong) in [0, echo.wrapping_add(1 << 30), echo.wrapping_add(1 << 31), 1].into_iter().enumerate() {
        timed.write(900);
        timed.until(at);
        // The first is lost, the repair is answered: only the echo could say which of them.
        at += 61_000_000;
        timed.until(at);
        value = value.wrapping_add(0x7000_0000);
        timed.at(at, &format!("A 1 ack {} ts {value}:{wrong}", 901 + 900 * n));
        let info = timed.script.connection.info();
        assert_eq!((info.srtt, info.unacknowledged), (srtt, 0), "{wrong}");
    }
}
