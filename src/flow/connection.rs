//! A TCP connection as it is seen from between its two sides: how far it has come.

use super::analysis::{Analysis, Judgement, Segment};
use super::conversation::{Side, State};
use super::verdict::Findings;
use crate::wire::tcp::{Flags, SeqNumber};

/// A connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Connection {
    analysis: Analysis,
    pub(super) state: State,
    /// Each side's initial sequence number; where its SYN was not captured, the number before the first that was.
    first: [Option<SeqNumber>; 2],
    /// What follows each side's FIN, and whether the other side has acknowledged that.
    end: [Option<SeqNumber>; 2],
    end_acknowledged: [bool; 2],
    /// When the last SYN without ACK was sent.
    syn_time: Option<u64>,
    pub(super) initial_rtt: Option<u64>,
}

impl Connection {
    /// Whether a SYN begins another connection with the same addresses and ports: it has another number than this one's, or
    /// this one is about to end.
    pub(super) fn is_another(&self, from: Side, segment: &Segment) -> bool {
        let opens = segment.is(Flags::SYN) && !segment.is(Flags::ACK);
        let ends = self.state.is_over() || self.end.iter().any(Option::is_some);
        let first = self.first.get(from.index()).copied().flatten();
        opens && first.is_some_and(|first| ends || first != segment.seq)
    }

    /// Takes a segment in: what it is.
    pub(super) fn take(&mut self, from: Side, segment: &Segment) -> Judgement {
        let is_answer_again = self.answers_anew(from, segment);
        self.note_first(from, segment);
        self.time_handshake(segment);
        let mut judgement = self.analysis.judge(from, segment, self.initial_rtt);
        judgement.findings |= Findings::REUSED_PORTS.when(is_answer_again);
        self.note_end(from, segment);
        self.state = self.next_state(segment);
        judgement
    }

    /// Whether a SYN is answered by one with another number than before: the SYN of a new connection was not captured.
    fn answers_anew(&self, from: Side, segment: &Segment) -> bool {
        let first = self.first.get(from.index()).copied().flatten();
        segment.is(Flags::SYN | Flags::ACK) && first.is_some_and(|first| first != segment.seq)
    }

    fn note_first(&mut self, from: Side, segment: &Segment) {
        let before = |number: SeqNumber| SeqNumber(number.0.wrapping_sub(1));
        let first = if segment.is(Flags::SYN) { segment.seq } else { before(segment.seq) };
        let [own, other] = sides(&mut self.first, from);
        own.get_or_insert(first);
        if segment.is(Flags::ACK) {
            other.get_or_insert(before(segment.ack));
        }
    }

    /// The initial round trip is from the last SYN to the first acknowledgment without one: where the capture was made at one
    /// side, that is all of it (RFC 9293 3.5).
    fn time_handshake(&mut self, segment: &Segment) {
        match (segment.is(Flags::SYN), segment.is(Flags::ACK)) {
            (true, false) => self.syn_time = Some(segment.time),
            (false, true) if self.initial_rtt.is_none() => {
                let rtt = self.syn_time.map(|time| segment.time.saturating_sub(time));
                self.initial_rtt = rtt.filter(|rtt| *rtt > 0);
            }
            _ => {}
        }
    }

    fn note_end(&mut self, from: Side, segment: &Segment) {
        let end = self.end.get(from.other().index()).copied().flatten();
        if segment.is(Flags::ACK) && end.is_some_and(|end| !segment.ack.before(end)) {
            let [_, other] = sides(&mut self.end_acknowledged, from);
            *other = true;
        }
        if segment.is(Flags::FIN) {
            let [own, _] = sides(&mut self.end, from);
            *own = Some(segment.seq + segment.length + 1);
        }
    }

    fn next_state(&self, segment: &Segment) -> State {
        if segment.is(Flags::RST) || self.state == State::Reset {
            return State::Reset;
        }
        if self.end.iter().any(Option::is_some) {
            return if self.end_acknowledged == [true; 2] { State::Closed } else { State::Closing };
        }
        match (segment.is(Flags::SYN), segment.is(Flags::ACK), self.state) {
            (true, false, State::None) => State::Opening,
            (true, true, State::None | State::Opening) => State::Accepted,
            (false, true, State::Accepted) => State::Established,
            (false, _, State::None) => State::MidStream,
            // An answer to a SYN that was not captured.
            (false, true, State::Opening) => State::MidStream,
            (_, _, state) => state,
        }
    }
}

/// A side's own, then the other one's.
fn sides<T>([a, b]: &mut [T; 2], from: Side) -> [&mut T; 2] {
    match from {
        Side::A => [a, b],
        Side::B => [b, a],
    }
}
