//! Tail loss probes, RFC 8985 7: where nothing comes after a loss that would tell of it, one more segment asks.

use crate::time::Duration;
use crate::wire::tcp::SeqNumber;

/// How long to wait before anything was measured (RFC 8985 7.2).
const BEFORE_MEASUREMENT: Duration = Duration::from_secs(1);

/// What is waited for at least, for callers whose timers are coarse.
pub(super) const SHORTEST: Duration = Duration::from_millis(10);

/// The probe that is under way, and whether another may follow.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tcp) struct TailProbe {
    /// The number after the probe's last (TLP.end_seq); nothing where none is under way.
    pub(super) end: Option<SeqNumber>,
    /// Whether the probe repeats a segment (TLP.is_retrans).
    pub(super) repeats: bool,
    /// The probe is due.
    pub(in crate::tcp) due: bool,
    /// The timer has gone off, and nothing new was sent or acknowledged since.
    pub(in crate::tcp) spent: bool,
    /// No round trip was measured since the last probe.
    pub(in crate::tcp) unmeasured: bool,
}

/// What an acknowledgment says of the probe (RFC 8985 7.4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProbeOutcome {
    /// Nothing, or nothing yet.
    None,
    /// Both the probe and what it repeats have arrived: nothing was lost.
    Spurious,
    /// The probe has replaced what was lost.
    Repaired,
}

impl TailProbe {
    /// The timer has gone off: a probe is due where none is under way and a round trip was measured since the last
    /// (RFC 8985 7.3).
    pub(in crate::tcp) fn expire(&mut self) {
        self.due = self.end.is_none() && !self.unmeasured;
        self.spent = true;
    }

    /// A probe is sent, up to the number `end`.
    pub(in crate::tcp) fn sent(&mut self, end: SeqNumber, repeats: bool) {
        *self = TailProbe { end: Some(end), repeats, due: false, spent: true, unmeasured: true };
    }

    /// Losses are known by other means: the probe says nothing any more.
    pub(in crate::tcp) fn forget(&mut self) {
        (self.end, self.due) = (None, false);
    }

    /// Takes an acknowledgment of everything before `ack` (RFC 8985 7.4.2, TLP_process_ack). `duplicate` is what the peer
    /// tells of a duplicate, `bare` whether it tells nothing else.
    pub(super) fn acknowledged(
        &mut self,
        ack: SeqNumber,
        duplicate: Option<(SeqNumber, SeqNumber)>,
        bare: bool,
    ) -> ProbeOutcome {
        let Some(end) = self.end.filter(|end| !ack.before(*end)) else { return ProbeOutcome::None };
        let outcome = match () {
            () if !self.repeats => ProbeOutcome::None,
            () if duplicate.is_some_and(|(_, right)| right == end) => ProbeOutcome::Spurious,
            () if ack.after(end) => ProbeOutcome::Repaired,
            () if bare => ProbeOutcome::Spurious,
            () => return ProbeOutcome::None,
        };
        self.end = None;
        outcome
    }
}

/// How long after the last new segment the peer's silence means something (RFC 8985 7.2): two round trips. A single segment
/// may wait at the peer for another one, as long as round trips have been seen to vary.
pub(in crate::tcp) fn timeout(srtt: Option<(Duration, Duration)>, is_one: bool) -> Duration {
    let Some((srtt, rttvar)) = srtt else { return BEFORE_MEASUREMENT };
    let delayed = if is_one { srtt + rttvar * 4 } else { Duration::ZERO };
    (srtt * 2).max(delayed).max(SHORTEST)
}
