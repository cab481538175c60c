//! What a segment is, seen beside those that both sides have sent before it.
//!
//! RFC 9293 and RFC 5681 say what probes, keep-alives and duplicate acknowledgments are; how to tell a retransmission that was
//! asked for from one after a timeout, and both from a segment that was overtaken, follows the rules that Wireshark's guide
//! documents ("TCP Analysis"), so that both say the same of a capture.

use super::conversation::Side;
use super::under_way::{Sent, UnderWay};
use super::verdict::{Acknowledged, Duplicate, Findings};
use crate::wire::tcp::{Flags, SeqNumber};

/// A retransmission comes so soon after the last duplicate acknowledgment that it answers it, in nanoseconds.
const FAST: u64 = 20_000_000;
/// A segment comes so soon after one that follows it that it was overtaken, in nanoseconds: where no round trip is known.
const OVERTAKEN: u64 = 3_000_000;
/// In flight, more than that is a mistake.
const MOST_IN_FLIGHT: u32 = 2_000_000_000;

/// What of a segment counts here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    /// The packet's number.
    pub(super) packet: u64,
    /// When it was captured, in nanoseconds.
    pub(super) time: u64,
    pub(super) seq: SeqNumber,
    /// The acknowledgment number as it stands, whether it counts or not.
    pub(super) ack: SeqNumber,
    pub(super) flags: Flags,
    pub(super) window: u16,
    /// How much data it has by its headers, whether that was captured or not.
    pub(super) length: u32,
    /// The shift that its window scale option gives.
    pub(super) scale: Option<u8>,
    /// How many bytes its SACK blocks have.
    pub(super) sacked: u32,
}

impl Segment {
    pub(super) const fn is(&self, flags: Flags) -> bool {
        self.flags.contains(flags)
    }

    /// Whether it takes part in neither the beginning nor the end.
    const fn is_plain(&self) -> bool {
        !self.flags.intersects(Flags::from_bits(0b111))
    }

    /// How many sequence numbers it takes, but that SYN and FIN together count as one.
    const fn takes(&self) -> u32 {
        self.length + self.flags.intersects(Flags::from_bits(0b11)) as u32
    }
}

/// Whether windows are scaled (RFC 7323 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Scale {
    /// The SYN was not captured.
    #[default]
    Unknown,
    /// They are not.
    Off,
    By(u8),
}

/// What one side has sent so far.
#[derive(Clone, Debug)]
struct Half {
    /// What follows the highest number sent, and when that was sent.
    next: Option<SeqNumber>,
    next_time: u64,
    /// How far the other side may acknowledge without a segment missing in the capture.
    acknowledgeable: Option<SeqNumber>,
    /// The last segment's acknowledgment number, when that was, and the packet that said it first.
    last_ack: Option<SeqNumber>,
    last_ack_time: u64,
    first_with_ack: u64,
    duplicates: u32,
    window: Option<u16>,
    /// Whether the window was a SYN's, which is never scaled.
    window_of_syn: bool,
    scale: Scale,
    last: Findings,
    /// Whether what is in flight can be told: not from a gap on until the other side has acknowledged anything.
    in_flight_known: bool,
    /// How many bytes the last segment's SACK blocks have.
    sacked: u32,
    under_way: UnderWay,
}

impl Default for Half {
    fn default() -> Self {
        Half {
            next: None,
            next_time: 0,
            acknowledgeable: None,
            last_ack: None,
            last_ack_time: 0,
            first_with_ack: 0,
            duplicates: 0,
            window: None,
            window_of_syn: false,
            scale: Scale::Unknown,
            last: Findings::NONE,
            in_flight_known: true,
            sacked: 0,
            under_way: UnderWay::default(),
        }
    }
}

/// What there is to say of a segment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Judgement {
    pub(super) findings: Findings,
    pub(super) duplicate: Option<Duplicate>,
    pub(super) acknowledged: Option<Acknowledged>,
    pub(super) bytes_in_flight: Option<u32>,
}

/// Both sides of a connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Analysis {
    halves: [Half; 2],
}

impl Analysis {
    /// Judges a segment, and remembers it.
    pub(super) fn judge(&mut self, from: Side, segment: &Segment, initial_rtt: Option<u64>) -> Judgement {
        let [a, b] = &mut self.halves;
        let (own, peer) = match from {
            Side::A => (a, b),
            Side::B => (b, a),
        };
        if segment.is(Flags::ACK) {
            peer.in_flight_known = true;
        }
        let mut judgement = Judgement::default();
        let found = &mut judgement.findings;
        *found = Beside { own, peer, segment }.standing();
        if found.contains(Findings::LOST_SEGMENT) {
            own.in_flight_known = false;
        }
        if peer.last.contains(Findings::ZERO_WINDOW_PROBE) && peer.next.is_some_and(|next| next + 1 == segment.ack) {
            // The byte of the probe was taken after all.
            peer.acknowledgeable = Some(segment.ack);
            if found.contains(Findings::ZERO_WINDOW_PROBE_ACK) {
                peer.next = Some(segment.ack);
            }
        }
        judgement.duplicate = own.count_duplicate(segment, *found);
        if segment.is(Flags::ACK) && peer.acknowledgeable.is_some_and(|most| segment.ack.after(most)) {
            *found |= Findings::ACK_LOST_SEGMENT;
            // Said once.
            peer.acknowledgeable = peer.next.filter(|next| next.after(segment.ack)).or(Some(segment.ack));
        }
        *found |= Beside { own, peer, segment }.sent_again(*found, initial_rtt);
        own.advance(segment, *found);
        if segment.is(Flags::ACK) {
            let acknowledged = peer.under_way.acknowledge(segment.ack);
            judgement.acknowledged = acknowledged
                .map(|sent| Acknowledged { packet: sent.packet, rtt: segment.time.saturating_sub(sent.time) });
        }
        if segment.length > 0 && own.in_flight_known {
            let count = own.under_way.span();
            // SYN and FIN are none of the bytes, and those that were selectively acknowledged have arrived.
            let count = count.saturating_sub(segment.takes() - segment.length).saturating_sub(peer.sacked);
            judgement.bytes_in_flight = Some(count).filter(|count| *count > 0 && *count < MOST_IN_FLIGHT);
        }
        if segment.is(Flags::SYN) {
            negotiate(own, peer, segment);
        }
        judgement
    }
}

/// What the SYNs say of window scaling counts only if both say it (RFC 7323 2.2).
fn negotiate(own: &mut Half, peer: &mut Half, segment: &Segment) {
    match segment.scale {
        None => (own.scale, peer.scale) = (Scale::Off, Scale::Off),
        Some(_) if segment.is(Flags::ACK) && peer.scale == Scale::Off => own.scale = Scale::Off,
        // RFC 7323 2.3: more than 14 is taken for 14.
        Some(shift) => own.scale = Scale::By(shift.min(14)),
    }
}

/// A segment, and what its sender and the other side have sent before.
struct Beside<'a> {
    own: &'a Half,
    peer: &'a Half,
    segment: &'a Segment,
}

impl Beside<'_> {
    /// What the segment is by its numbers and its window, but for what concerns data that is sent again.
    fn standing(&self) -> Findings {
        let Beside { own, peer, segment } = self;
        let plain = segment.is_plain();
        let is_next = own.next == Some(segment.seq);
        // RFC 9293 3.8.6.1.
        if segment.length == 1 && is_next && peer.window == Some(0) {
            return Findings::ZERO_WINDOW_PROBE;
        }
        let ahead = own.next.is_some_and(|next| segment.seq.after(next));
        let alive = segment.length <= 1 && own.next.is_some_and(|next| segment.seq + 1 == next);
        let mut found = Findings::ZERO_WINDOW.when(plain && segment.window == 0)
            | Findings::LOST_SEGMENT.when(ahead && !segment.is(Flags::RST))
            | Findings::KEEP_ALIVE.when(plain && alive)
            | Findings::WINDOW_FULL.when(plain && self.fills_window());
        if !plain || segment.length > 0 || !is_next {
            return found;
        }
        let same_ack = own.last_ack == self.ack();
        let same_window = own.window == Some(segment.window);
        if segment.window == 0 {
            let takes_probe = own.last_ack.is_some_and(|last| Some(last + 1) == self.ack());
            let answers = peer.last.contains(Findings::ZERO_WINDOW_PROBE);
            let is_answer = answers && same_window && (same_ack || takes_probe);
            return found | Findings::ZERO_WINDOW_PROBE_ACK.when(is_answer);
        }
        if !same_ack {
            return found;
        }
        found |= match same_window {
            false => Findings::WINDOW_UPDATE,
            true if peer.last.contains(Findings::KEEP_ALIVE) => Findings::KEEP_ALIVE_ACK,
            true => Findings::DUPLICATE_ACK,
        };
        found
    }

    /// The segment's acknowledgment number, where it counts.
    fn ack(&self) -> Option<SeqNumber> {
        self.segment.is(Flags::ACK).then_some(self.segment.ack)
    }

    /// Whether the segment's data ends where the other side's window does.
    fn fills_window(&self) -> bool {
        let Beside { peer, segment, .. } = self;
        let (Some(ack), Some(window), 1..) = (peer.last_ack, peer.window, segment.length) else { return false };
        let shift = match peer.scale {
            Scale::Unknown => return false,
            Scale::By(shift) if !peer.window_of_syn => shift,
            Scale::By(_) | Scale::Off => 0,
        };
        segment.seq + segment.length == ack + (u32::from(window) << shift)
    }

    /// Why a segment does not go on where its sender's last ended, if it has data, SYN or FIN and does not.
    fn sent_again(&self, found: Findings, initial_rtt: Option<u64>) -> Findings {
        let Beside { own, peer, segment } = self;
        let Some(next) = own.next.filter(|_| segment.takes() > 0 && !found.contains(Findings::KEEP_ALIVE)) else {
            return Findings::NONE;
        };
        let end = segment.seq + segment.length;
        if segment.length > 0 && peer.last_ack.is_some_and(|ack| !end.after(ack)) {
            return Findings::SPURIOUS_RETRANSMISSION;
        }
        // After a zero window, the byte of a probe comes again with what follows it.
        let after_probe = segment.length > 1 && segment.seq + 1 == next;
        if after_probe || !segment.seq.before(next) {
            return Findings::NONE;
        }
        let asked_for = peer.duplicates >= 2 && peer.last_ack == Some(segment.seq);
        if asked_for && segment.time.saturating_sub(peer.last_ack_time) < FAST {
            return Findings::FAST_RETRANSMISSION;
        }
        let soon = segment.time.saturating_sub(own.next_time) < initial_rtt.unwrap_or(OVERTAKEN);
        if soon && segment.seq + segment.takes() != next {
            return Findings::OUT_OF_ORDER;
        }
        Findings::RETRANSMISSION
    }
}

impl Half {
    /// Counts duplicate acknowledgments; says which the segment is, if it is one.
    fn count_duplicate(&mut self, segment: &Segment, found: Findings) -> Option<Duplicate> {
        let is_duplicate = found.contains(Findings::DUPLICATE_ACK);
        if is_duplicate {
            self.duplicates = self.duplicates.saturating_add(1);
        } else if self.last_ack.is_none_or(|last| last != segment.ack) {
            (self.first_with_ack, self.duplicates) = (segment.packet, 0);
        }
        is_duplicate.then_some(Duplicate { of: self.first_with_ack, count: self.duplicates })
    }

    /// Remembers a segment.
    fn advance(&mut self, segment: &Segment, found: Findings) {
        let Segment { packet, time, seq, ack, flags, window, .. } = *segment;
        let end = seq + segment.takes();
        if segment.takes() > 0 {
            self.under_way.push(Sent { first: seq, end, packet, time });
        }
        let is_probe = found.contains(Findings::ZERO_WINDOW_PROBE);
        if !is_probe && self.next.is_none_or(|next| end.after(next)) {
            (self.next, self.next_time) = (Some(end), time);
        }
        if !is_probe && self.acknowledgeable.is_none_or(|most| most == seq) {
            self.acknowledgeable = self.next;
        }
        self.window = Some(window);
        self.window_of_syn = flags.contains(Flags::SYN);
        self.last_ack = flags.contains(Flags::ACK).then_some(ack);
        self.last_ack_time = time;
        self.last = found;
        self.sacked = segment.sacked;
    }
}
