//! The trace of decisions: every transition of RFC 9293 3.3.2, as `State`'s documentation lists them, has its cause.

use crate::script::{Script, config, seconds};
use crate::trace::told;
use drywire::tcp::{Config, IcmpError, KeepAlive};
use drywire::time::Duration;
use drywire::wire::tcp::SeqNumber;

fn traced() -> Config {
    Config { trace: true, msl: seconds(1), ..config() }
}

fn connect() -> Script {
    let mut script = Script::connect(traced());
    script.out();
    script
}

fn established() -> Script {
    Script::established(traced())
}

/// Our FIN is sent.
fn closed(mut script: Script) -> Script {
    script.connection.close();
    script.out();
    script
}

fn after(mut script: Script, segments: &[&str]) -> Script {
    for segment in segments {
        script.peer(segment);
        script.out();
    }
    script
}

fn waited(mut script: Script, time: Duration) -> Script {
    script.wait(time);
    script
}

fn done(mut script: Script, call: impl FnOnce(&mut Script)) -> Script {
    call(&mut script);
    script.out();
    script
}

/// The transitions of a script, with their causes.
fn states(mut script: Script) -> Vec<String> {
    told(&mut script).into_iter().filter(|one| one.contains(" > ")).collect()
}

/// The last transition of each.
fn table() -> Vec<(Script, &'static str)> {
    let aborted = |script| done(script, |script| script.connection.abort());
    let listen = || Script::listen(traced());
    let opening = || after(listen(), &["S 0 mss 1000"]);
    let time_wait = || after(closed(established()), &["A 1 ack 2", "FA 1 ack 2"]);
    vec![
        (listen(), "CLOSED > LISTEN: passive-open, RFC 9293 3.10.1"),
        (connect(), "CLOSED > SYN-SENT: open, RFC 9293 3.10.1"),
        (opening(), "LISTEN > SYN-RECEIVED: syn-received, RFC 9293 3.10.7.2"),
        (after(connect(), &["SA 0 ack 1"]), "SYN-SENT > ESTABLISHED: syn-answered, RFC 9293 3.10.7.3"),
        (after(connect(), &["S 0"]), "SYN-SENT > SYN-RECEIVED: simultaneous-open, RFC 9293 3.10.7.3"),
        (established(), "SYN-RECEIVED > ESTABLISHED: syn-acknowledged, RFC 9293 3.10.7.4"),
        (closed(established()), "ESTABLISHED > FIN-WAIT-1: fin, RFC 9293 3.10.4"),
        (after(established(), &["FA 1 ack 1"]), "ESTABLISHED > CLOSE-WAIT: peer-fin, RFC 9293 3.10.7.4"),
        (after(closed(established()), &["A 1 ack 2"]), "FIN-WAIT-1 > FIN-WAIT-2: fin-acknowledged, RFC 9293 3.10.7.4"),
        (after(closed(established()), &["FA 1 ack 1"]), "FIN-WAIT-1 > CLOSING: peer-fin, RFC 9293 3.10.7.4"),
        (time_wait(), "FIN-WAIT-2 > TIME-WAIT: peer-fin, RFC 9293 3.10.7.4"),
        (
            after(closed(established()), &["FA 1 ack 1", "A 2 ack 2"]),
            "CLOSING > TIME-WAIT: fin-acknowledged, RFC 9293 3.10.7.4",
        ),
        (closed(after(established(), &["FA 1 ack 1"])), "CLOSE-WAIT > LAST-ACK: fin, RFC 9293 3.10.4"),
        (
            after(closed(after(established(), &["FA 1 ack 1"])), &["A 2 ack 2"]),
            "LAST-ACK > CLOSED: fin-acknowledged, RFC 9293 3.10.7.4",
        ),
        (waited(time_wait(), seconds(2)), "TIME-WAIT > CLOSED: time-wait-over, RFC 9293 3.10.8"),
        (after(opening(), &["R 1"]), "SYN-RECEIVED > LISTEN: reset-received, RFC 9293 3.10.7.4"),
        (after(opening(), &["S 5"]), "SYN-RECEIVED > LISTEN: syn-in-window, RFC 9293 3.10.7.4"),
        (waited(opening(), seconds(400)), "SYN-RECEIVED > LISTEN: retransmission-limit, RFC 9293 3.8.3"),
        (after(connect(), &["RA 0 ack 1"]), "SYN-SENT > CLOSED: refused, RFC 9293 3.10.7.3"),
        (after(established(), &["R 1"]), "ESTABLISHED > CLOSED: reset-received, RFC 9293 3.10.7.4"),
        (aborted(established()), "ESTABLISHED > CLOSED: abort, RFC 9293 3.10.5"),
        (closed(listen()), "LISTEN > CLOSED: close, RFC 9293 3.10.4"),
        (closed(connect()), "SYN-SENT > CLOSED: close, RFC 9293 3.10.4"),
        (waited(connect(), seconds(400)), "SYN-SENT > CLOSED: retransmission-limit, RFC 9293 3.8.3"),
    ]
}

#[test]
fn rfc9293_3_3_2_every_transition_has_its_cause() {
    for (script, expected) in table() {
        let states = states(script);
        assert_eq!(states.last().map(String::as_str), Some(expected), "{states:?}");
    }
}

#[test]
fn rfc9293_3_10_7_4_a_newer_syn_in_time_wait_goes_by_listen() {
    let mut script = Script::established(traced());
    script.connection.close();
    script.out();
    let script = after(script, &["A 1 ack 2", "FA 1 ack 2"]);
    let states = states(after(script, &["S 1000 mss 1000"]));
    let expected =
        ["TIME-WAIT > LISTEN: newer-syn, RFC 9293 3.10.7.4", "LISTEN > SYN-RECEIVED: syn-received, RFC 9293 3.10.7.2"];
    assert_eq!(states[states.len() - 2..], expected);
}

#[test]
fn rfc9293_3_8_and_3_9_a_peer_that_is_gone() {
    let keep_alive = Some(KeepAlive { idle: seconds(10), interval: seconds(1), probes: 2 });
    let silent = waited(Script::established(Config { keep_alive, ..traced() }), seconds(20));
    assert_eq!(states(silent).last().unwrap(), "ESTABLISHED > CLOSED: keep-alive-unanswered, RFC 9293 3.8.4");

    let limited = Script::established(Config { user_timeout: Some(seconds(5)), ..traced() });
    let limited = waited(done(limited, |script| script.write(10)), seconds(6));
    assert_eq!(states(limited).last().unwrap(), "ESTABLISHED > CLOSED: user-timeout, RFC 9293 3.9.1");

    let unreachable = done(connect(), |script| {
        let error = IcmpError { icmp_type: 3, code: 3, next_hop_mtu: 0, seq: SeqNumber(script.iss) };
        script.connection.handle_icmp(script.now, &error);
    });
    assert_eq!(states(unreachable).last().unwrap(), "SYN-SENT > CLOSED: unreachable, RFC 9293 3.9.2.2");
}

/// RFC 9293 3.5.2 and 3.10.5: a reset says whose it is.
#[test]
fn rfc9293_3_5_2_why_a_reset_is_sent() {
    let mut script = connect();
    script.peer("A 0 ack 99");
    script.out();
    assert_eq!(told(&mut script).last().unwrap(), "sent 99+0: reset-unknown, RFC 9293 3.5.2");
    let mut script = established();
    script.connection.abort();
    script.out();
    assert_eq!(told(&mut script).last().unwrap(), "sent 1+0: abort, RFC 9293 3.10.5");
}
