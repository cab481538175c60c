//! The states from SYN-RECEIVED on, RFC 9293 3.10.7.4: the rows that tell them apart, by hand. RCV.NXT is 1, or 2 once the
//! peer has closed; our 100 bytes are 1 to 100, our FIN is 101.

use super::bring::bring;
use super::table;
use crate::script::{Script, config};
use drywire::tcp::State::{
    CloseWait, Closed, Closing, Established, FinWait1, FinWait2, LastAck, Listen, SynReceived, TimeWait,
};
use drywire::tcp::{CloseReason, Config, Event, State};

const NOTHING: &[&str] = &[];

#[test]
fn rfc9293_3_10_7_4_syn_received() {
    table(
        SynReceived,
        &[
            ("A 1 ack 1", Established, NOTHING),
            ("PA 1+10 ack 1", Established, NOTHING),
            ("FA 1 ack 1", CloseWait, &["A 1 ack 2"]),
            ("FPA 1+10 ack 1", CloseWait, &["A 1 ack 12"]),
            ("A 11+10 ack 1", Established, &["A 1 ack 1"]),
            ("A 1 ack 0", SynReceived, &["R 0"]),
            ("A 1 ack 2", SynReceived, &["R 2"]),
            ("A 0 ack 1", SynReceived, &["A 1 ack 1"]),
            ("A 65536 ack 1", Established, NOTHING),
            ("A 65537 ack 1", SynReceived, &["A 1 ack 1"]),
            ("S 0", SynReceived, &["SA 0 ack 1"]),
            ("S 1", Listen, NOTHING),
            ("R 1", Listen, NOTHING),
            ("R 2", SynReceived, &["A 1 ack 1"]),
            ("R 65536", SynReceived, NOTHING),
            ("F 1", SynReceived, NOTHING),
        ],
    );
}

#[test]
fn rfc9293_3_10_7_4_established() {
    table(
        Established,
        &[
            ("A 1 ack 1", Established, NOTHING),
            ("A 1 ack 101", Established, NOTHING),
            ("A 1 ack 102", Established, &["A 101 ack 1"]),
            ("PA 1+10 ack 1", Established, NOTHING),
            ("PA 2+10 ack 1", Established, &["A 101 ack 1"]),
            ("PA -9+10 ack 1", Established, &["A 101 ack 1"]),
            ("FA 1 ack 1", CloseWait, &["A 101 ack 2"]),
            ("FA 2 ack 1", Established, &["A 101 ack 1"]),
            ("FPA 1+10 ack 101", CloseWait, &["A 101 ack 12"]),
            ("F 1", Established, NOTHING),
            ("R 1", Closed, NOTHING),
            ("R 0", Established, NOTHING),
            ("R 65535", Established, &["A 101 ack 1"]),
            ("R 65536", Established, NOTHING),
            ("S 1", Established, &["A 101 ack 1"]),
            ("SA 0 ack 1", Established, &["A 101 ack 1"]),
        ],
    );
}

#[test]
fn rfc9293_3_10_7_4_fin_wait_1() {
    table(
        FinWait1,
        &[
            ("A 1 ack 101", FinWait1, NOTHING),
            ("A 1 ack 102", FinWait2, NOTHING),
            ("FA 1 ack 101", Closing, &["A 102 ack 2"]),
            ("FA 1 ack 102", TimeWait, &["A 102 ack 2"]),
            ("FPA 1+10 ack 102", TimeWait, &["A 102 ack 12"]),
            ("PA 1+10 ack 102", FinWait2, NOTHING),
            ("R 1", Closed, NOTHING),
            ("S 1", FinWait1, &["A 102 ack 1"]),
        ],
    );
}

#[test]
fn rfc9293_3_10_7_4_fin_wait_2() {
    table(
        FinWait2,
        &[
            ("A 1 ack 102", FinWait2, NOTHING),
            ("PA 1+10 ack 102", FinWait2, NOTHING),
            ("FA 1 ack 102", TimeWait, &["A 102 ack 2"]),
            ("FA 2 ack 102", FinWait2, &["A 102 ack 1"]),
            ("R 1", Closed, NOTHING),
            ("S 5", FinWait2, &["A 102 ack 1"]),
        ],
    );
}

#[test]
fn rfc9293_3_10_7_4_close_wait() {
    table(
        CloseWait,
        &[
            ("A 2 ack 101", CloseWait, NOTHING),
            ("FA 1 ack 101", CloseWait, &["A 101 ack 2"]),
            ("PA 2+10 ack 101", CloseWait, NOTHING),
            ("R 2", Closed, NOTHING),
            ("S 2", CloseWait, &["A 101 ack 2"]),
        ],
    );
}

#[test]
fn rfc9293_3_10_7_4_closing() {
    table(
        Closing,
        &[
            ("A 2 ack 101", Closing, NOTHING),
            ("A 2 ack 102", TimeWait, NOTHING),
            ("FA 1 ack 102", Closing, &["A 102 ack 2"]),
            ("R 2", Closed, NOTHING),
            ("S 2", Closing, &["A 102 ack 2"]),
        ],
    );
}

#[test]
fn rfc9293_3_10_7_4_last_ack() {
    table(
        LastAck,
        &[
            ("A 2 ack 101", LastAck, NOTHING),
            ("A 2 ack 102", Closed, NOTHING),
            ("FA 1 ack 1", LastAck, &["A 102 ack 2"]),
            ("R 2", Closed, NOTHING),
            ("S 2", LastAck, &["A 102 ack 2"]),
        ],
    );
}

#[test]
fn rfc9293_3_10_7_4_time_wait() {
    table(
        TimeWait,
        &[
            ("A 2 ack 102", TimeWait, NOTHING),
            ("FA 1 ack 102", TimeWait, &["A 102 ack 2"]),
            ("FPA -9+10 ack 102", TimeWait, &["A 102 ack 2"]),
            ("R 2", Closed, NOTHING),
            ("R 3", TimeWait, &["A 102 ack 2"]),
            ("S 1", TimeWait, &["A 102 ack 2"]),
            ("S 3", SynReceived, &["SA 0 ack 4"]),
            ("S 100000", SynReceived, &["SA 0 ack 100001"]),
            ("SA 3 ack 102", TimeWait, &["A 102 ack 2"]),
        ],
    );
}

#[test]
fn rfc9293_3_10_7_4_a_closed_window_takes_no_data_but_what_else_a_segment_says() {
    let full = || {
        let mut script = Script::established(Config { receive_buffer: 100, ..config() });
        script.answer("A 1+100 ack 1");
        script.wait(crate::script::millis(50));
        script.write(10);
        assert_eq!(script.out(), ["PA 1+10 ack 101"]);
        assert_eq!(script.connection.info().receive_window, 0);
        script.events();
        script
    };
    let rows: [(&str, State, usize, usize); 9] = [
        // segment, state that follows, acknowledgments sent, our bytes left unacknowledged
        ("A 101 ack 11", Established, 0, 0),
        ("A 101+5 ack 11", Established, 1, 0),
        ("A 102 ack 11", Established, 1, 10),
        ("A 100 ack 11", Established, 1, 10),
        ("FA 101 ack 11", Established, 1, 0),
        ("R 101", Closed, 0, 0),
        ("R 102", Established, 0, 10),
        ("S 101", Established, 1, 10),
        ("S 102", Established, 1, 10),
    ];
    for (segment, next, sent, left) in rows {
        let mut script = full();
        assert_eq!(script.answer(segment), vec!["A 11 ack 101"; sent], "{segment}");
        let info = script.connection.info();
        assert_eq!((info.state, info.unacknowledged), (next, left), "{segment}");
    }
}

#[test]
fn rfc9293_3_10_7_4_a_reset_is_told_by_the_state_that_it_finds() {
    let reasons = [
        (Established, CloseReason::ResetByPeer),
        (FinWait1, CloseReason::ResetByPeer),
        (FinWait2, CloseReason::ResetByPeer),
        (CloseWait, CloseReason::ResetByPeer),
        (Closing, CloseReason::Finished),
        (LastAck, CloseReason::Finished),
        (TimeWait, CloseReason::Finished),
    ];
    for (state, reason) in reasons {
        let mut at = bring(state);
        at.script.peer(&format!("R {}", at.rcv_nxt));
        assert_eq!(at.script.events(), [Event::Closed(reason)], "{state}");
        assert_eq!(at.script.connection.poll_timeout(), None);
    }
}

#[test]
fn rfc9293_3_10_4_a_close_in_syn_received_waits_for_established() {
    for (queued, sent) in [(0, "FA 1 ack 1"), (10, "FPA 1+10 ack 1")] {
        let mut script = bring(SynReceived).script;
        script.write(queued);
        script.connection.close();
        assert_eq!((script.out(), script.connection.state()), (vec![], SynReceived));
        assert_eq!(script.answer("A 1 ack 1"), [sent]);
        assert_eq!(script.connection.state(), FinWait1);
    }
}

#[test]
fn rfc9293_3_10_4_and_3_10_5_close_and_abort_in_every_state() {
    // state, after CLOSE and what it sends, what ABORT sends
    type Case = (State, State, &'static [&'static str], &'static [&'static str]);
    let table: [Case; 10] = [
        (Listen, Closed, &[], &[]),
        (State::SynSent, Closed, &[], &[]),
        (SynReceived, SynReceived, &[], &["R 1"]),
        (Established, FinWait1, &["FA 101 ack 1"], &["R 101"]),
        (FinWait1, FinWait1, &[], &["R 102"]),
        (FinWait2, FinWait2, &[], &["R 102"]),
        (CloseWait, LastAck, &["FA 101 ack 2"], &["R 101"]),
        (Closing, Closing, &[], &[]),
        (LastAck, LastAck, &[], &[]),
        (TimeWait, TimeWait, &[], &[]),
    ];
    for (state, next, fin, reset) in table {
        let mut script = bring(state).script;
        script.connection.close();
        assert_eq!((script.out(), script.connection.state()), (fin.iter().map(ToString::to_string).collect(), next));
        let mut script = bring(state).script;
        script.connection.abort();
        let reset: Vec<String> = reset.iter().map(ToString::to_string).collect();
        assert_eq!((script.out(), script.connection.state()), (reset, Closed), "{state}");
        assert_eq!(script.connection.close_reason(), Some(CloseReason::Aborted));
    }
}
