//! CLOSED, LISTEN and SYN-SENT, RFC 9293 3.10.7.1 to 3.10.7.3.

use super::bring::bring;
use super::table;
use crate::script::peers;
use drywire::tcp::State::{CloseWait, Closed, Established, Listen, SynReceived, SynSent};
use drywire::tcp::{CloseReason, State};

const NOTHING: &[&str] = &[];

#[test]
fn rfc9293_3_10_7_1_closed() {
    table(
        State::Closed,
        &[
            ("R 5", Closed, NOTHING),
            ("RA 5 ack 7", Closed, NOTHING),
            ("SR 5", Closed, NOTHING),
            ("A 5 ack 7", Closed, &["R 7"]),
            ("PA 5+10 ack 7", Closed, &["R 7"]),
            ("SA 5 ack 7", Closed, &["R 7"]),
            ("FA 5 ack 7", Closed, &["R 7"]),
            ("- 5", Closed, &["RA =0 ack 5"]),
            ("- 5+10", Closed, &["RA =0 ack 15"]),
            ("S 5", Closed, &["RA =0 ack 6"]),
            ("S 5+10", Closed, &["RA =0 ack 16"]),
            ("F 5", Closed, &["RA =0 ack 6"]),
            ("SF 5+10", Closed, &["RA =0 ack 17"]),
        ],
    );
}

#[test]
fn rfc9293_3_10_7_2_listen() {
    table(
        State::Listen,
        &[
            // First: RST.
            ("R 0", Listen, NOTHING),
            ("RA 0 ack 7", Listen, NOTHING),
            ("SR 0", Listen, NOTHING),
            ("SRA 0 ack 7", Listen, NOTHING),
            // Second: ACK. Our initial number is not known yet, so the script counts from 0.
            ("A 0 ack 7", Listen, &["R 7"]),
            ("SA 0 ack 7", Listen, &["R 7"]),
            ("FA 0 ack 7", Listen, &["R 7"]),
            ("PA 0+10 ack 7", Listen, &["R 7"]),
            // Third: SYN; what comes with it is left to be sent again.
            ("S 0", SynReceived, &["SA 0 ack 1"]),
            ("S 0+10", SynReceived, &["SA 0 ack 1"]),
            ("SF 0", SynReceived, &["SA 0 ack 1"]),
            ("SP 0+10", SynReceived, &["SA 0 ack 1"]),
            ("SEW 0", SynReceived, &["SA 0 ack 1"]),
            // Fourth: the rest.
            ("- 0", Listen, NOTHING),
            ("F 0", Listen, NOTHING),
            ("P 0+10", Listen, NOTHING),
            ("U 0 up 5", Listen, NOTHING),
        ],
    );
}

#[test]
fn rfc9293_3_10_7_3_syn_sent() {
    table(
        State::SynSent,
        &[
            // First: ACK. ISS is 0, SND.NXT is 1.
            ("A 0 ack 0", SynSent, &["R 0"]),
            ("A 0 ack 2", SynSent, &["R 2"]),
            ("SA 0 ack 0", SynSent, &["R 0"]),
            ("SA 0 ack 2", SynSent, &["R 2"]),
            ("SFA 0 ack -1", SynSent, &["R -1"]),
            ("FA 0 ack 2", SynSent, &["R 2"]),
            ("PA 0+10 ack 100000", SynSent, &["R 100000"]),
            ("RA 0 ack 0", SynSent, NOTHING),
            ("RA 0 ack 2", SynSent, NOTHING),
            ("SRA 0 ack 2", SynSent, NOTHING),
            // Second: RST.
            ("R 0", SynSent, NOTHING),
            ("R 1", SynSent, NOTHING),
            ("SR 0", SynSent, NOTHING),
            ("RA 0 ack 1", Closed, NOTHING),
            ("RA 5+10 ack 1", Closed, NOTHING),
            ("SRA 0 ack 1", Closed, NOTHING),
            // Fourth: SYN.
            ("SA 0 ack 1", Established, &["A 1 ack 1"]),
            ("SPA 0+10 ack 1", Established, &["A 1 ack 11"]),
            ("SFA 0 ack 1", CloseWait, &["A 1 ack 2"]),
            ("SFA 0+10 ack 1", CloseWait, &["A 1 ack 12"]),
            ("S 0", SynReceived, &["SA 0 ack 1"]),
            ("S 0+10", SynReceived, &["SA 0 ack 1"]),
            ("SF 0", SynReceived, &["SA 0 ack 1"]),
            // Fifth: neither SYN nor RST.
            ("A 0 ack 1", SynSent, NOTHING),
            ("FA 0 ack 1", SynSent, NOTHING),
            ("PA 0+10 ack 1", SynSent, NOTHING),
            ("- 0", SynSent, NOTHING),
            ("F 0", SynSent, NOTHING),
        ],
    );
}

#[test]
fn rfc9293_3_10_7_3_data_with_the_answer_is_taken() {
    let mut script = bring(State::SynSent).script;
    script.peer("SPA 0+10 ack 1");
    assert_eq!(script.read(), peers(1, 11));
}

#[test]
fn rfc9293_3_10_7_3_a_refusal_is_told() {
    let mut script = bring(State::SynSent).script;
    script.peer("RA 0 ack 1");
    assert_eq!(script.connection.close_reason(), Some(CloseReason::Refused));
}

#[test]
fn rfc9293_3_5_an_old_duplicate_syn_is_recovered_from() {
    // Figure 9 of 3.5.
    let mut server = bring(State::Listen).script;
    assert_eq!(server.answer("S -10"), ["SA 0 ack -9"]);
    assert_eq!(server.answer("R -9"), [""; 0]);
    assert_eq!(server.connection.state(), State::Listen);
    assert_eq!(server.answer("S 0"), ["SA 0 ack 1"]);
    assert_eq!(server.answer("A 1 ack 1"), [""; 0]);
    assert_eq!(server.connection.state(), State::Established);
}

#[test]
fn rfc9293_3_5_1_a_half_open_connection_is_found_out() {
    // Figure 10 of 3.5.1: the peer has crashed and opens anew, while we are established.
    let mut script = bring(State::Established).script;
    assert_eq!(script.answer("S 400"), ["A 101 ack 1"]);
    script.peer("R 1");
    assert_eq!(script.connection.close_reason(), Some(CloseReason::ResetByPeer));
    // And seen from the side that crashed.
    let mut script = bring(State::SynSent).script;
    assert_eq!(script.answer("A 300 ack 100"), ["R 100"]);
    assert_eq!(script.connection.state(), State::SynSent);
    script.wait(crate::script::millis(1000));
    assert_eq!(script.answer("SA 0 ack 1"), ["A 1 ack 1"]);
}
