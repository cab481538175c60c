//! The trace of decisions: for each mechanism it names the rule, and where that stands.

use crate::script::{Script, config, millis, seconds};
use crate::script_with_time::Timed;
use drywire::tcp::{Change, Config, Decision, KeepAlive};

/// The decisions that wait, each as what was done, its rule and its section; sequence numbers count from our SYN.
pub(crate) fn told(script: &mut Script) -> Vec<String> {
    let iss = script.iss;
    let relative = |number: u32| number.wrapping_sub(iss);
    let told = |Decision { change, reason, .. }: Decision| {
        let what = match change {
            Change::Sent { seq, length } => format!("sent {}+{length}", relative(seq.0)),
            Change::Lost { seq, length } => format!("lost {}+{length}", relative(seq.0)),
            Change::Window { cwnd, ssthresh: u32::MAX } => format!("cwnd {cwnd}"),
            Change::Window { cwnd, ssthresh } => format!("cwnd {cwnd} ssthresh {ssthresh}"),
            Change::State { from, to } => format!("{from} > {to}"),
        };
        format!("{what}: {}, {}", reason.name(), reason.section())
    };
    core::iter::from_fn(|| script.connection.poll_decision()).map(told).collect()
}

fn traced() -> Config {
    Config { trace: true, ..config() }
}

/// So many segments of 1,000 bytes under way since 0; the peer's SYN offers this. What was told until then is forgotten.
fn under_way(count: usize, options: &str) -> Timed {
    let mut timed = Timed::offered(traced(), options);
    timed.write(1000 * count);
    timed.until(0);
    told(&mut timed.script);
    timed
}

/// What is told when the peer's segment comes at this time, and what is sent upon it.
fn at(timed: &mut Timed, micros: u64, segment: &str) -> Vec<String> {
    timed.at(micros, segment);
    timed.until(micros);
    told(&mut timed.script)
}

#[test]
fn rfc8985_6_2_a_loss_by_rack_and_its_repair() {
    let mut timed = under_way(10, "sackok");
    assert_eq!(
        at(&mut timed, 20_000, "A 1 ack 1 sack 1001-4001"),
        [
            "lost 1+1000: rack, RFC 8985 6.2",
            "cwnd 5000 ssthresh 5000: loss, RFC 5681 3.2",
            "sent 1+1000: rack, RFC 8985 6.2",
        ]
    );
    assert_eq!(at(&mut timed, 40_000, "A 1 ack 10001"), [""; 0], "the window stays as it was reduced");
}

#[test]
fn rfc6937_3_new_data_while_losses_are_repaired() {
    let mut timed = under_way(30, "sackok");
    at(&mut timed, 20_000, "A 1 ack 1 sack 1001-4001");
    assert_eq!(at(&mut timed, 20_100, "A 1 ack 1 sack 1001-7001"), ["sent 10001+1000: prr, RFC 6937 3"]);
}

#[test]
fn rfc5681_3_2_rfc6582_3_2_three_duplicates_and_a_partial_acknowledgment_without_sack() {
    let mut timed = under_way(10, "");
    for n in 1..3 {
        at(&mut timed, 20_000 + n, "A 1 ack 1");
    }
    assert_eq!(
        at(&mut timed, 20_003, "A 1 ack 1"),
        [
            "lost 1+1000: duplicate-acks, RFC 5681 3.2",
            "cwnd 5000 ssthresh 5000: loss, RFC 5681 3.2",
            "sent 1+1000: duplicate-acks, RFC 5681 3.2",
        ]
    );
    assert_eq!(
        at(&mut timed, 40_000, "A 1 ack 3001"),
        ["lost 3001+1000: partial-ack, RFC 6582 3.2", "sent 3001+1000: partial-ack, RFC 6582 3.2"]
    );
}

#[test]
fn rfc8985_7_a_tail_loss_probe_and_the_loss_that_it_repaired() {
    let mut timed = under_way(4, "sackok");
    at(&mut timed, 20_000, "A 1 ack 3001");
    timed.until(50_000);
    assert_eq!(told(&mut timed.script), ["sent 3001+1000: tail-loss-probe, RFC 8985 7.3"]);
    at(&mut timed, 70_000, "A 1 ack 4001");
    timed.write(1000);
    timed.until(70_000);
    told(&mut timed.script);
    let told = at(&mut timed, 90_000, "A 1 ack 5001");
    assert!(told[0].ends_with(": probe-repaired, RFC 8985 7.4.2"), "{told:?}");
}

#[test]
fn rfc6298_5_4_rfc5682_3_1_a_timeout_that_proves_spurious() {
    let mut timed = under_way(30, "");
    timed.until(200_000);
    let told_of = told(&mut timed.script);
    assert_eq!(told_of[0], "cwnd 1000 ssthresh 5000: timeout, RFC 5681 3.1");
    assert_eq!(told_of[1], "lost 1+1000: rto, RFC 6298 5.4");
    assert_eq!(told_of.last().unwrap(), "sent 1+1000: rto, RFC 6298 5.4");
    let told_of = at(&mut timed, 201_000, "A 1 ack 1001");
    let sent: Vec<_> = told_of.iter().filter(|one| one.starts_with("sent")).collect();
    assert_eq!(sent, ["sent 10001+1000: f-rto, RFC 5682 3.1", "sent 11001+1000: f-rto, RFC 5682 3.1"]);
    let told_of = at(&mut timed, 202_000, "A 1 ack 2001");
    assert!(told_of[0].ends_with(": timeout-spurious, RFC 5682 3.1"), "{told_of:?}");
}

#[test]
fn rfc2883_5_rfc3522_3_2_recoveries_taken_back() {
    let mut timed = under_way(10, "sackok");
    at(&mut timed, 20_000, "A 1 ack 1 sack 1001-5001");
    at(&mut timed, 21_000, "A 1 ack 5001");
    let told_of = at(&mut timed, 40_000, "A 1 ack 5001 sack 1-1001");
    assert!(told_of[0].ends_with(": d-sack, RFC 2883 5"), "{told_of:?}");

    let mut timed = Timed::offered(traced(), "sackok TS");
    timed.write(10_000);
    timed.until(0);
    let original = timed.timestamp(0);
    at(&mut timed, 20_000, &format!("A 1 ack 1 ts 2:{original} sack 1001-5001"));
    let told_of = at(&mut timed, 22_000, &format!("A 1 ack 5001 ts 2:{original}"));
    assert!(told_of[0].ends_with(": eifel, RFC 3522 3.2"), "{told_of:?}");
}

#[test]
fn rfc2018_8_a_peer_that_reneges() {
    let mut timed = under_way(10, "sackok");
    at(&mut timed, 20_000, "A 1 ack 1 sack 1001-10001");
    at(&mut timed, 40_000, "A 1 ack 1001");
    timed.until(300_000);
    let told_of = told(&mut timed.script);
    assert!(told_of.contains(&"lost 1001+1000: reneged, RFC 2018 8".into()), "{told_of:?}");
    assert_eq!(told_of.last().unwrap(), "sent 1001+1000: reneged, RFC 2018 8");
}

#[test]
fn rfc3168_6_1_2_rfc3168_6_1_3_marks() {
    let mut script = Script::connect(Config { ecn: true, ..traced() });
    script.out();
    script.answer("SAE 0 ack 1 mss 1000 sackok");
    script.write(10_000);
    script.out();
    told(&mut script);
    script.answer("AE 1 ack 2001");
    let told_of = told(&mut script);
    assert!(told_of[0].contains("ssthresh") && told_of[0].ends_with(": mark, RFC 3168 6.1.2"), "{told_of:?}");
}

#[test]
fn rfc6928_2_rfc5681_3_1_rfc5681_4_1_the_window_of_an_undisturbed_connection() {
    let mut timed = Timed::offered(traced(), "sackok");
    assert_eq!(
        told(&mut timed.script),
        [
            "CLOSED > SYN-SENT: open, RFC 9293 3.10.1",
            "sent 0+0: open, RFC 9293 3.10.1",
            "SYN-SENT > ESTABLISHED: syn-answered, RFC 9293 3.10.7.3",
            "cwnd 10000: initial-window, RFC 6928 2",
            "sent 1+0: ack-control, RFC 9293 3.10.7",
        ]
    );
    timed.write(20_000);
    timed.until(0);
    told(&mut timed.script);
    let told_of = at(&mut timed, 20_000, "A 1 ack 2001");
    assert_eq!(told_of[0], "cwnd 12000: slow-start, RFC 5681 3.1");
    assert_eq!(told_of[1], "sent 10001+1000: new-data, RFC 9293 3.10.2");
    at(&mut timed, 21_000, "A 1 ack 14001");
    at(&mut timed, 41_000, "A 1 ack 20001");
    timed.until(1_000_000);
    timed.write(1000);
    timed.until(1_000_000);
    let told_of = told(&mut timed.script);
    assert_eq!(told_of[0], "cwnd 10000: idle-restart, RFC 5681 4.1");
}

#[test]
fn rfc5681_3_1_a_syn_that_was_lost_leaves_one_segment() {
    let mut script = Script::connect(traced());
    script.out();
    told(&mut script);
    script.wait(seconds(1));
    assert_eq!(told(&mut script), ["lost 0+1: rto, RFC 6298 5.4", "sent 0+0: rto, RFC 6298 5.4"]);
    script.answer("SA 0 ack 1 mss 1000");
    let told_of = told(&mut script);
    assert!(told_of.contains(&"cwnd 1000: syn-was-lost, RFC 5681 3.1".into()), "{told_of:?}");
}

#[test]
fn rfc9293_3_7_4_what_nagle_held_back() {
    let mut script = Script::established(traced());
    script.write(10);
    script.out();
    script.write(20);
    script.out();
    told(&mut script);
    script.answer("A 1 ack 11");
    assert_eq!(told(&mut script).last().unwrap(), "sent 11+20: nagle-released, RFC 9293 3.7.4");
}

#[test]
fn rfc9293_3_8_6_1_rfc9293_3_8_4_probes_of_the_window_and_of_a_silent_peer() {
    let keep_alive = Some(KeepAlive { idle: seconds(10), interval: seconds(1), probes: 2 });
    let mut script = Script::established(Config { keep_alive, ..traced() });
    script.wait(seconds(10));
    assert_eq!(told(&mut script).last().unwrap(), "sent 0+0: keep-alive, RFC 9293 3.8.4");
    script.window = 0;
    script.peer("A 1 ack 1");
    script.write(1000);
    script.out();
    told(&mut script);
    script.wait(seconds(1));
    assert_eq!(told(&mut script)[0], "sent 1+1: window-probe, RFC 9293 3.8.6.1");
    script.window = 65_535;
    script.answer("A 1 ack 1");
    let told_of = told(&mut script);
    assert_eq!(told_of[0], "lost 1+1: window-reopened, RFC 9293 3.8.6.1", "{told_of:?}");
}

/// What is acknowledged, and because of what: the peer's segments, and what is told then.
#[test]
fn rfc9293_3_8_6_3_rfc5681_4_2_why_an_acknowledgment_is_sent() {
    let table: [(&[&str], &str); 6] = [
        (&["A 1+1000 ack 1", "A 1001+1000 ack 1"], "ack-second, RFC 9293 3.8.6.3"),
        (&["A 1001+1000 ack 1"], "ack-out-of-order, RFC 5681 4.2"),
        (&["A 1+1000 ack 1"], "ack-delayed, RFC 9293 3.8.6.3"),
        (&["A -2000+1000 ack 1"], "ack-unacceptable, RFC 9293 3.10.7.4"),
        (&["R 5 ack 1"], "challenge, RFC 5961 3 to 5"),
        (&["FA 1 ack 1"], "ack-control, RFC 9293 3.10.7"),
    ];
    for (segments, why) in table {
        let mut script = Script::established(traced());
        script.out();
        told(&mut script);
        segments.iter().for_each(|segment| script.peer(segment));
        script.wait(millis(40));
        let told_of = told(&mut script);
        assert_eq!(told_of.last().unwrap(), &format!("sent 1+0: {why}"), "{segments:?}: {told_of:?}");
    }
}

#[test]
fn rfc1191_6_4_a_path_that_takes_less() {
    use drywire::tcp::IcmpError;
    use drywire::wire::tcp::SeqNumber;
    let mut timed = under_way(2, "sackok");
    let seq = SeqNumber(timed.script.iss.wrapping_add(1));
    let error = IcmpError { icmp_type: 3, code: 4, next_hop_mtu: 540, seq };
    timed.script.connection.handle_icmp(timed.script.now, &error);
    assert_eq!(
        told(&mut timed.script),
        ["lost 1+1000: path-mtu, RFC 1191 6.4", "lost 1001+1000: path-mtu, RFC 1191 6.4"]
    );
}

#[test]
fn a_trace_that_is_off_tells_nothing() {
    let mut script = Script::established(config());
    script.write(1000);
    script.out();
    assert_eq!((script.connection.poll_decision(), script.connection.missed_decisions()), (None, 0));
}

#[test]
fn a_decision_reads_as_a_sentence() {
    let mut script = Script::connect(traced());
    script.out();
    let decision = script.connection.poll_decision().unwrap();
    assert_eq!(decision.to_string(), "CLOSED to SYN-SENT: the user asks for a connection (RFC 9293 3.10.1)");
    assert_eq!(decision.at, script.now);
}
