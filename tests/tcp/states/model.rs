//! RFC 9293 3.10.7.4 and RFC 5961 once more, as plainly as they can be written: what follows from one segment in one state.

use super::bring::At;
use drywire::tcp::State;

/// A segment by its parts; numbers as the script counts them.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) flags: &'static str,
    pub(super) seq: i64,
    pub(super) ack: i64,
    pub(super) data: i64,
}

impl Part {
    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }

    /// SEG.LEN.
    pub(super) fn length(&self) -> i64 {
        self.data + i64::from(self.has('S')) + i64::from(self.has('F'))
    }

    pub(super) fn text(&self) -> String {
        format!("{} {}+{} ack {}", self.flags, self.seq, self.data, self.ack)
    }
}

/// The state that follows, and what is sent.
pub(super) type Outcome = (State, Vec<String>);

/// What 3.10.7.4 makes of a segment. The connection was opened passively; the largest window that the peer has offered is
/// 65,535; there are no timestamps.
pub(super) fn expected(state: State, at: &At, segment: &Part) -> Outcome {
    let mut segment = segment.clone();
    let acknowledge = |nxt: i64| vec![format!("A {} ack {nxt}", at.snd_nxt)];
    let answering = |state| (state, vec!["SA 0 ack 1".to_owned()]);
    let plain_syn = segment.has('S') && !segment.has('R') && !segment.has('A') && !segment.has('F');
    if state == State::TimeWait && plain_syn && segment.seq > at.rcv_nxt {
        return (State::SynReceived, vec![format!("SA 0 ack {}", segment.seq + 1)]);
    }
    if state == State::SynReceived && segment.has('S') && segment.seq == 0 && !segment.has('R') {
        if !segment.has('A') {
            return answering(state);
        }
        // Figure 8 of 3.5: the SYN is known, its acknowledgment counts.
        segment.flags = if segment.has('F') { "FA" } else { "A" };
        segment.seq = 1;
    }
    // First: the sequence number.
    if !is_acceptable(at, &segment) {
        return (state, if segment.has('R') { vec![] } else { acknowledge(at.rcv_nxt) });
    }
    // Second: RST. Fourth: SYN.
    if segment.has('R') || segment.has('S') {
        return match state {
            _ if segment.has('R') && segment.seq != at.rcv_nxt => (state, acknowledge(at.rcv_nxt)),
            State::SynReceived => (State::Listen, vec![]),
            _ if segment.has('R') => (State::Closed, vec![]),
            _ => (state, acknowledge(at.rcv_nxt)),
        };
    }
    // Fifth: ACK.
    if !segment.has('A') {
        let cut = segment.seq < at.rcv_nxt || segment.length() > 0 && segment.seq + segment.length() > at.edge();
        return (state, if cut { acknowledge(at.rcv_nxt) } else { vec![] });
    }
    let state = match state {
        State::SynReceived if at.snd_una < segment.ack && segment.ack <= at.snd_nxt => State::Established,
        State::SynReceived => return (state, with_reset(at, &segment, acknowledge)),
        _ if segment.ack > at.snd_nxt || segment.ack < at.snd_una - 65_535 => return (state, acknowledge(at.rcv_nxt)),
        State::FinWait1 if segment.ack == at.snd_nxt => State::FinWait2,
        State::Closing if segment.ack == at.snd_nxt => State::TimeWait,
        State::LastAck if segment.ack == at.snd_nxt => return (State::Closed, vec![]),
        _ => state,
    };
    text_and_fin(state, at, &segment, acknowledge)
}

/// Table 6 of 3.4 with an open window. A SYN or RST stands or falls by its own number (RFC 5961). Data that has all come but
/// ends at RCV.NXT is answered as any old segment, and its acknowledgment is looked at; so is that of a peer which has filled
/// the window.
fn is_acceptable(at: &At, segment: &Part) -> bool {
    let inside = |number: i64| (at.rcv_nxt..at.edge()).contains(&number);
    if segment.has('R') || segment.has('S') {
        return inside(segment.seq);
    }
    let end = segment.seq + segment.length();
    let full = segment.length() == 0 && segment.seq == at.edge();
    inside(segment.seq) || full || segment.length() > 0 && inside(end - 1) || segment.data > 0 && end == at.rcv_nxt
}

/// A reset for an acknowledgment of what was never sent; what was cut to the window is acknowledged besides.
fn with_reset(at: &At, segment: &Part, acknowledge: impl Fn(i64) -> Vec<String>) -> Vec<String> {
    let mut reply = vec![format!("R {}", segment.ack)];
    if segment.seq < at.rcv_nxt || segment.length() > 0 && segment.seq + segment.length() > at.edge() {
        reply.extend(acknowledge(at.rcv_nxt));
    }
    reply
}

/// Seventh and eighth.
fn text_and_fin(state: State, at: &At, segment: &Part, acknowledge: impl Fn(i64) -> Vec<String>) -> Outcome {
    let end = segment.seq + segment.length();
    let cut = segment.seq < at.rcv_nxt || segment.length() > 0 && end > at.edge();
    let data_end = (segment.seq + segment.data).min(at.edge());
    let fin = segment.has('F') && end <= at.edge() && end > at.rcv_nxt;
    let receives = matches!(state, State::Established | State::FinWait1 | State::FinWait2);
    if !receives {
        return (state, if cut { acknowledge(at.rcv_nxt) } else { vec![] });
    }
    let ahead = segment.seq > at.rcv_nxt;
    let nxt = if ahead { at.rcv_nxt } else { data_end.max(at.rcv_nxt) };
    if fin && !ahead {
        let next = match state {
            State::Established => State::CloseWait,
            State::FinWait1 => State::Closing,
            _ => State::TimeWait,
        };
        return (next, acknowledge(nxt + 1));
    }
    let at_once = cut || fin || ahead && segment.data > 0;
    (state, if at_once { acknowledge(nxt) } else { vec![] })
}
