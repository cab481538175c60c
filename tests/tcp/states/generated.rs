//! Every combination of SYN, RST, FIN and ACK, with and without data, at every place of the window, with every kind of
//! acknowledgment, in every state from SYN-RECEIVED on.

use super::bring::bring;
use super::model::{Part, expected};
use drywire::tcp::State;

const FLAGS: [&str; 16] =
    ["-", "S", "R", "A", "F", "SA", "RA", "FA", "SF", "SR", "RF", "SFA", "SRA", "RFA", "SRF", "SRFA"];

/// The segments that are tried in a state: flags × data × place × acknowledgment.
fn segments(state: State) -> Vec<Part> {
    let at = bring(state);
    let mut all = Vec::new();
    for flags in FLAGS {
        for data in [0, 10] {
            let length = Part { flags, seq: 0, ack: 0, data }.length();
            let (nxt, edge) = (at.rcv_nxt, at.edge());
            let old = [nxt - 100_000, nxt - 1 - length, nxt - length];
            let new = [nxt - 5, nxt, nxt + 1, nxt + 100, edge - length, edge - 1, edge, edge + 1, edge + 100_000];
            for seq in old.into_iter().chain(new) {
                let acks = [at.snd_una - 65_536, at.snd_una - 65_535, at.snd_una - 1, at.snd_una, at.snd_nxt];
                for ack in acks.into_iter().chain([at.snd_nxt + 1, at.snd_nxt + 100_000]) {
                    all.push(Part { flags, seq, ack, data });
                }
            }
        }
    }
    all
}

fn every_segment(state: State) {
    let segments = segments(state);
    assert_eq!(segments.len(), 16 * 2 * 12 * 7);
    for segment in segments {
        let mut at = bring(state);
        let (next, reply) = expected(state, &at, &segment);
        let sent = at.script.answer(&segment.text());
        let found = (at.script.connection.state(), sent);
        assert_eq!(found, (next, reply), "{state}: {} (window {}..{})", segment.text(), at.rcv_nxt, at.edge());
    }
}

macro_rules! every_segment_in {
    ($($name:ident: $state:ident),+ $(,)?) => {$(
        #[test]
        fn $name() {
            every_segment(State::$state);
        }
    )+};
}

every_segment_in! {
    rfc9293_3_10_7_4_every_segment_in_syn_received: SynReceived,
    rfc9293_3_10_7_4_every_segment_in_established: Established,
    rfc9293_3_10_7_4_every_segment_in_fin_wait_1: FinWait1,
    rfc9293_3_10_7_4_every_segment_in_fin_wait_2: FinWait2,
    rfc9293_3_10_7_4_every_segment_in_close_wait: CloseWait,
    rfc9293_3_10_7_4_every_segment_in_closing: Closing,
    rfc9293_3_10_7_4_every_segment_in_last_ack: LastAck,
    rfc9293_3_10_7_4_every_segment_in_time_wait: TimeWait,
}
