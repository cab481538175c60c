//! The segments of one side that nobody has acknowledged.

use crate::wire::tcp::SeqNumber;
use alloc::collections::VecDeque;

/// How many are kept: as many as a gigabit of 100 ms needs. Where acknowledgments are not captured, it ends there.
const MOST: usize = 10_000;

/// A segment that took sequence numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    pub(super) first: SeqNumber,
    pub(super) end: SeqNumber,
    pub(super) packet: u64,
    pub(super) time: u64,
}

/// Segments in the order in which they were captured.
#[derive(Clone, Debug, Default)]
pub(super) struct UnderWay {
    sent: VecDeque<Sent>,
    /// Some segment does not begin where the one before it ended or later: something was lost or sent again.
    disordered: bool,
}

impl UnderWay {
    /// Adds a segment, unless there are too many.
    pub(super) fn push(&mut self, sent: Sent) {
        if self.sent.len() >= MOST {
            return;
        }
        self.disordered |= self.sent.back().is_some_and(|last| sent.first.before(last.end));
        self.sent.push_back(sent);
    }

    /// From the lowest number to the highest.
    pub(super) fn span(&self) -> u32 {
        let (Some(front), Some(back)) = (self.sent.front(), self.sent.back()) else { return 0 };
        let (mut first, mut end) = (front.first, back.end);
        if self.disordered {
            for sent in &self.sent {
                first = if sent.first.before(first) { sent.first } else { first };
                end = if sent.end.after(end) { sent.end } else { end };
            }
        }
        end - first
    }

    /// Forgets what is acknowledged. Gives the segment that ends where the acknowledgment does, the earliest of them.
    pub(super) fn acknowledge(&mut self, ack: SeqNumber) -> Option<Sent> {
        if self.disordered {
            return self.acknowledge_any(ack);
        }
        let mut exact = None;
        while let Some(sent) = self.sent.front_mut() {
            if sent.end.after(ack) {
                if ack.after(sent.first) {
                    sent.first = ack;
                }
                break;
            }
            if sent.end == ack {
                exact = exact.or(Some(*sent));
            }
            self.sent.pop_front();
        }
        self.give_back();
        exact
    }

    fn acknowledge_any(&mut self, ack: SeqNumber) -> Option<Sent> {
        let mut exact = None;
        let mut end: Option<SeqNumber> = None;
        let mut disordered = false;
        self.sent.retain_mut(|sent| {
            if sent.end == ack {
                exact = exact.or(Some(*sent));
            }
            let stays = sent.end.after(ack);
            if stays {
                if ack.after(sent.first) {
                    sent.first = ack;
                }
                disordered |= end.is_some_and(|end| sent.first.before(end));
                end = Some(sent.end);
            }
            stays
        });
        self.disordered = disordered;
        self.give_back();
        exact
    }

    /// Memory goes with the segments: a flow that rests has none.
    fn give_back(&mut self) {
        if self.sent.is_empty() && self.sent.capacity() > 16 {
            self.sent = VecDeque::new();
        }
    }
}
