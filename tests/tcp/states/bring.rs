//! Brings a connection into each of the eleven states.

use crate::script::{Script, config};
use drywire::tcp::State;

/// A connection in a state, and its numbers as the script counts them.
#[derive(Debug)]
pub(super) struct At {
    pub(super) script: Script,
    /// RCV.NXT.
    pub(super) rcv_nxt: i64,
    /// SND.UNA.
    pub(super) snd_una: i64,
    /// SND.NXT.
    pub(super) snd_nxt: i64,
}

impl At {
    /// RCV.NXT + RCV.WND.
    pub(super) fn edge(&self) -> i64 {
        self.rcv_nxt + i64::from(self.script.connection.info().receive_window)
    }
}

/// A connection that was opened passively, where that makes a difference. From ESTABLISHED on, 100 bytes have been sent; they
/// are acknowledged where our FIN is.
pub(super) fn bring(state: State) -> At {
    let mut script = match state {
        State::SynSent => Script::connect(config()),
        State::Listen | State::SynReceived => Script::listen(config()),
        _ => Script::established(config()),
    };
    let peer_closes = |script: &mut Script, ack: i64| {
        script.answer(&format!("FA 1 ack {ack}"));
    };
    if state.is_synchronized() && state != State::CloseWait && state != State::LastAck {
        script.write(100);
    }
    match state {
        State::Closed => {
            script.connection.abort();
            assert_eq!(script.out(), ["R 1"]);
        }
        State::Listen => {}
        State::SynSent => assert_eq!(script.out(), ["S 0"]),
        State::SynReceived => assert_eq!(script.answer("S 0 mss 1000"), ["SA 0 ack 1"]),
        State::Established => assert_eq!(script.out(), ["PA 1+100 ack 1"]),
        State::FinWait1 | State::FinWait2 | State::Closing | State::TimeWait => {
            script.connection.close();
            assert_eq!(script.out(), ["FPA 1+100 ack 1"]);
            match state {
                State::FinWait2 => assert_eq!(script.answer("A 1 ack 102"), [""; 0]),
                State::Closing => peer_closes(&mut script, 1),
                State::TimeWait => peer_closes(&mut script, 102),
                _ => {}
            }
        }
        State::CloseWait | State::LastAck => {
            peer_closes(&mut script, 1);
            script.write(100);
            if state == State::LastAck {
                script.connection.close();
            }
            assert_eq!(script.out().len(), 1);
        }
    }
    assert_eq!(script.connection.state(), state);
    script.events();
    let (snd_una, snd_nxt) = match state {
        State::Closed | State::Listen => (0, 0),
        State::SynSent | State::SynReceived => (0, 1),
        State::Established | State::CloseWait => (1, 101),
        State::FinWait1 | State::Closing | State::LastAck => (1, 102),
        State::FinWait2 | State::TimeWait => (102, 102),
    };
    let rcv_nxt = match state {
        State::Closed | State::Listen | State::SynSent => 0,
        State::CloseWait | State::Closing | State::LastAck | State::TimeWait => 2,
        _ => 1,
    };
    At { script, rcv_nxt, snd_una, snd_nxt }
}
