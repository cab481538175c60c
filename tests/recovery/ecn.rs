//! Explicit congestion notification, RFC 3168, both ways.

use crate::flows::{link, shared};
use crate::script::{Script, config, seconds};
use drywire::sim::{LinkConfig, LinkStats};
use drywire::tcp::{Config, Cubic, MakeController};
use drywire::time::Duration;

fn willing() -> Config {
    Config { ecn: true, ..config() }
}

/// The ECN fields of the packets that were sent last.
fn fields(script: &Script) -> Vec<u8> {
    script.sent.iter().map(|sent| sent.parsed().0.ecn).collect()
}

/// A connection that we opened, on which both take part, with an MSS of 1,000.
fn agreed() -> Script {
    let mut script = Script::connect(willing());
    assert_eq!(script.out(), ["SEW 0"]);
    assert_eq!(fields(&script), [0], "RFC 3168 6.1.1: a SYN may not be marked");
    assert_eq!(script.answer("SAE 0 ack 1 mss 1000 sackok"), ["A 1 ack 1"]);
    assert_eq!(script.connection.info().counters.marks, 0, "a SYN's flags agree, and tell of no mark");
    script
}

/// The peer's segment, marked on the way.
fn marked(script: &mut Script, text: &str) {
    let mut packet = script.packet(text);
    packet[1] |= 3;
    packet[10..12].fill(0);
    let sum: u32 = packet[..20].chunks(2).map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]]))).sum();
    let checksum = !((sum & 0xffff) + (sum >> 16)) as u16;
    packet[10..12].copy_from_slice(&checksum.to_be_bytes());
    script.connection.handle_packet(script.now, &packet);
}

#[test]
fn shld_8_rfc3168_6_1_1_both_ask_and_agree() {
    // settings, the peer's SYN, our answer
    let table = [
        (true, "SEW 0 mss 1000", "SAE 0 ack 1"),
        (true, "S 0 mss 1000", "SA 0 ack 1"),
        (true, "SE 0 mss 1000", "SA 0 ack 1"),
        (false, "SEW 0 mss 1000", "SA 0 ack 1"),
    ];
    for (ecn, syn, answer) in table {
        let mut script = Script::listen(Config { ecn, ..config() });
        assert_eq!(script.answer(syn), [answer], "{ecn} {syn}");
        script.peer("A 1 ack 1");
        script.write(10);
        script.out();
        assert_eq!(fields(&script), [if answer.contains('E') { 2 } else { 0 }]);
    }
    for (answer, field) in [("SAE 0 ack 1", 2), ("SA 0 ack 1", 0), ("SAEW 0 ack 1", 0)] {
        let mut script = Script::connect(willing());
        script.out();
        script.answer(answer);
        script.write(10);
        script.out();
        assert_eq!(fields(&script), [field], "{answer}");
    }
}

#[test]
fn rfc3168_6_1_1_1_a_syn_that_was_lost_asks_no_more() {
    let mut script = Script::connect(willing());
    assert_eq!(script.wait(seconds(1)), ["SEW 0", "S 0"]);
    script.answer("SAE 0 ack 1");
    script.write(10);
    script.out();
    assert_eq!(fields(&script), [0]);
}

#[test]
fn rfc3168_6_1_2_the_window_shrinks_once_for_a_window_of_data() {
    let mut script = agreed();
    script.write(30_000);
    assert_eq!(script.out().len(), 10);
    assert_eq!(fields(&script), [2; 10]);
    script.peer("AE 1 ack 1001");
    let threshold = script.connection.info().ssthresh;
    assert_eq!(threshold, 5000);
    for ack in [2001, 3001, 4001, 5001, 6001] {
        script.peer(&format!("AE 1 ack {ack}"));
    }
    let sent = script.out();
    assert_eq!(sent[0], "AW 10001+1000 ack 1", "the first new data tells the peer");
    assert!(sent[1..].iter().all(|brief| !brief.contains('W')), "{sent:?}");
    assert_eq!((script.connection.info().ssthresh, script.connection.info().counters.marks), (threshold, 1));
    let cwnd = script.connection.info().cwnd;
    // All that was under way then is acknowledged: the peer has not heard of it yet, and what it tells is no news.
    script.peer("AE 1 ack 10001");
    let info = script.connection.info();
    assert_eq!((info.counters.marks, info.cwnd), (1, cwnd), "nor does the window grow");
    // What told it has arrived: a mark counts again.
    script.peer("AE 1 ack 11001");
    assert_eq!(script.connection.info().counters.marks, 2);
}

/// A mark and a loss of one window of data are one congestion.
#[test]
fn rfc3168_6_1_2_a_loss_in_a_window_that_was_marked_reduces_no_more() {
    // Where the hole is: in the window that was marked, or in what was sent after it.
    for (hole, halved) in [(2001, false), (10_001, true)] {
        let mut script = agreed();
        script.write(30_000);
        assert_eq!(script.out().len(), 10);
        script.peer("AE 1 ack 1001");
        script.out();
        assert_eq!(script.connection.info().ssthresh, 5000);
        for ack in (2001..=hole).step_by(1000) {
            script.peer(&format!("AE 1 ack {ack}"));
            script.out();
        }
        let sent = script.answer(&format!("AE 1 ack {hole} sack {}-{}", hole + 1000, hole + 4000));
        assert!(sent.iter().any(|brief| brief.contains(&format!("{hole}+1000"))), "{hole} is sent again: {sent:?}");
        let threshold = script.connection.info().ssthresh;
        assert_eq!(threshold < 5000, halved, "{hole}: {threshold}");
    }
}

#[test]
fn rfc3168_6_1_5_a_mark_of_data_that_came_before_says_nothing() {
    let mut script = agreed();
    script.peer("A 1+1000 ack 1");
    script.peer("A 1001+1000 ack 1");
    script.out();
    marked(&mut script, "A 1001+1000 ack 1");
    assert!(script.out().iter().all(|brief| !brief.contains('E')));
}

#[test]
fn rfc3168_6_1_3_every_acknowledgment_tells_of_a_mark_until_the_peer_has_answered() {
    let mut script = agreed();
    marked(&mut script, "A 1+1000 ack 1");
    assert_eq!(script.out(), ["AE 1 ack 1001"], "at once");
    assert_eq!(script.answer("PA 1001+1000 ack 1"), [""; 0]);
    assert_eq!(script.answer("PA 2001+1000 ack 1"), ["AE 1 ack 3001"]);
    script.peer("AW 3001+1000 ack 1");
    assert_eq!(script.answer("A 4001+1000 ack 1"), ["A 1 ack 5001"]);
    marked(&mut script, "AW 5001+1000 ack 1");
    assert_eq!(script.out(), ["AE 1 ack 6001"], "an answer and a mark at once: the mark is newer");
}

#[test]
fn rfc3168_6_1_4_rfc3168_6_1_5_neither_acknowledgments_nor_repairs_may_be_marked() {
    let mut script = agreed();
    script.answer("A 1+1000 ack 1");
    assert_eq!(script.answer("A 1001+1000 ack 1"), ["A 1 ack 2001"]);
    assert_eq!(fields(&script), [0]);
    script.write(5000);
    script.out();
    let sent = script.answer("A 2001 ack 1 sack 1001-5001");
    assert_eq!(sent, ["A 1+1000 ack 2001"]);
    assert_eq!(fields(&script), [0]);
}

#[test]
fn rfc3168_6_1_6_a_probe_of_the_window_may_not_be_marked() {
    let mut script = agreed();
    script.write(1000);
    script.out();
    script.peer("A 1 ack 1001 win 0");
    script.write(1000);
    assert_eq!(script.wait(seconds(1))[0], "A 1001+1 ack 1");
    assert_eq!(fields(&script)[0], 0);
}

#[test]
fn without_agreement_marks_and_echoes_mean_nothing() {
    let mut script = Script::established(config());
    marked(&mut script, "A 1+1000 ack 1");
    assert_eq!(script.answer("A 1001+1000 ack 1"), ["A 1 ack 2001"]);
    script.write(5000);
    script.out();
    script.peer("AE 2001 ack 1001");
    assert_eq!(script.connection.info().ssthresh, u32::MAX);
}

/// A queue that marks keeps a flow from losing anything at all.
#[test]
fn rfc3168_5_marks_replace_losses() {
    for (mark, loses) in [(u64::MAX, true), (30_000, false)] {
        let bottleneck = LinkConfig { mark, ..link(20_000_000, 150_000) };
        let mut shared = shared(1, &[Cubic::boxed as MakeController; 2], bottleneck, true);
        let used = shared.rates(Duration::from_secs(20)).iter().sum::<f64>() / 20e6;
        let stats = shared.network.stats(shared.bottleneck).unwrap();
        println!("queue marks from {mark}: {} marked, {} lost, {used:.3} used", stats.marked, stats.lost_total());
        assert_eq!((LinkStats::lost_total(stats) > 0, stats.marked > 0), (loses, !loses));
        assert!(used > 0.9, "{used}");
    }
}
