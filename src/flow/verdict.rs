//! What is to be said of one packet.

use super::conversation::Side;
use core::fmt;
use core::ops::{BitOr, BitOrAssign};

/// What a segment is, seen beside those before it: a set, since a segment may be several things at once. The names are those
/// of Wireshark's `tcp.analysis` fields.
///
/// ```
/// use drywire::flow::Findings;
/// let findings = Findings::ZERO_WINDOW | Findings::DUPLICATE_ACK;
/// assert!(findings.contains(Findings::ZERO_WINDOW));
/// assert_eq!(findings.to_string(), "duplicate_ack, zero_window");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Findings(u16);

impl Findings {
    /// Nothing.
    pub const NONE: Findings = Findings(0);
    /// What was sent before is sent again.
    pub const RETRANSMISSION: Findings = Findings(1);
    /// It is sent again right after duplicate acknowledgments asked for it (RFC 5681 3.2).
    pub const FAST_RETRANSMISSION: Findings = Findings(1 << 1);
    /// It is sent again though all of it has been acknowledged.
    pub const SPURIOUS_RETRANSMISSION: Findings = Findings(1 << 2);
    /// It comes later than what follows it, and so soon that it was overtaken on the way.
    pub const OUT_OF_ORDER: Findings = Findings(1 << 3);
    /// It acknowledges what the one before did, and brings nothing else (RFC 5681 2).
    pub const DUPLICATE_ACK: Findings = Findings(1 << 4);
    /// The sender takes no more data for now (RFC 9293 3.8.6.1).
    pub const ZERO_WINDOW: Findings = Findings(1 << 5);
    /// A byte into a window of zero (RFC 9293 3.8.6.1).
    pub const ZERO_WINDOW_PROBE: Findings = Findings(1 << 6);
    /// The answer to that.
    pub const ZERO_WINDOW_PROBE_ACK: Findings = Findings(1 << 7);
    /// The data ends where the window does.
    pub const WINDOW_FULL: Findings = Findings(1 << 8);
    /// It says nothing but that the window is another one (RFC 5681 2).
    pub const WINDOW_UPDATE: Findings = Findings(1 << 9);
    /// A sequence number of the past, to see whether the other side answers (RFC 9293 3.8.4).
    pub const KEEP_ALIVE: Findings = Findings(1 << 10);
    /// The answer to that.
    pub const KEEP_ALIVE_ACK: Findings = Findings(1 << 11);
    /// A segment before it is missing: lost, late, or not captured.
    pub const LOST_SEGMENT: Findings = Findings(1 << 12);
    /// It acknowledges a segment that was not captured.
    pub const ACK_LOST_SEGMENT: Findings = Findings(1 << 13);
    /// A SYN with the addresses and ports of an earlier connection.
    pub const REUSED_PORTS: Findings = Findings(1 << 14);

    /// Every finding with its name, the lowest bit first.
    pub const ALL: [(Findings, &'static str); 15] = [
        (Findings::RETRANSMISSION, "retransmission"),
        (Findings::FAST_RETRANSMISSION, "fast_retransmission"),
        (Findings::SPURIOUS_RETRANSMISSION, "spurious_retransmission"),
        (Findings::OUT_OF_ORDER, "out_of_order"),
        (Findings::DUPLICATE_ACK, "duplicate_ack"),
        (Findings::ZERO_WINDOW, "zero_window"),
        (Findings::ZERO_WINDOW_PROBE, "zero_window_probe"),
        (Findings::ZERO_WINDOW_PROBE_ACK, "zero_window_probe_ack"),
        (Findings::WINDOW_FULL, "window_full"),
        (Findings::WINDOW_UPDATE, "window_update"),
        (Findings::KEEP_ALIVE, "keep_alive"),
        (Findings::KEEP_ALIVE_ACK, "keep_alive_ack"),
        (Findings::LOST_SEGMENT, "lost_segment"),
        (Findings::ACK_LOST_SEGMENT, "ack_lost_segment"),
        (Findings::REUSED_PORTS, "reused_ports"),
    ];

    /// What says that data is sent once more than it need have been.
    pub(super) const SENT_AGAIN: Findings = Findings(0b111);

    /// The set as bits.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of `findings` are in the set.
    #[must_use]
    pub const fn contains(self, findings: Findings) -> bool {
        self.0 & findings.0 == findings.0
    }

    /// Whether any of `findings` is in the set.
    #[must_use]
    pub const fn intersects(self, findings: Findings) -> bool {
        self.0 & findings.0 != 0
    }

    /// `findings` where a condition holds, else none.
    pub(super) const fn when(self, condition: bool) -> Findings {
        if condition { self } else { Findings::NONE }
    }
}

impl BitOr for Findings {
    type Output = Findings;

    fn bitor(self, other: Findings) -> Findings {
        Findings(self.0 | other.0)
    }
}

impl BitOrAssign for Findings {
    fn bitor_assign(&mut self, other: Findings) {
        *self = *self | other;
    }
}

/// The names of what is in the set, divided by commas.
impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        for (finding, name) in Findings::ALL {
            if self.contains(finding) {
                write!(f, "{between}{name}")?;
                between = ", ";
            }
        }
        Ok(())
    }
}

/// What is to be said of one packet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The number of its conversation, from 0; nothing for one that has none: it is not IP, its headers are not whole, or it is
    /// a fragment of which others are missing.
    pub conversation: Option<u32>,
    /// Who sent it.
    pub from: Side,
    /// What its segment is.
    pub findings: Findings,
    /// For a duplicate acknowledgment: which it repeats.
    pub duplicate: Option<Duplicate>,
    /// For an acknowledgment: what it acknowledges, and how long that took.
    pub acknowledged: Option<Acknowledged>,
    /// For a segment with data: how many bytes its sender has under way after it, as far as was captured.
    pub bytes_in_flight: Option<u32>,
}

/// What a duplicate acknowledgment repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The number of the packet that acknowledged this first.
    pub of: u64,
    /// The how manieth duplicate of that this is, from 1.
    pub count: u32,
}

/// What a segment acknowledges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// The number of the packet that brought what is acknowledged; the first, where it was sent more than once.
    pub packet: u64,
    /// How long it is from that packet to this one, in nanoseconds.
    pub rtt: u64,
}
