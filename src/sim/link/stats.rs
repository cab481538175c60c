//! What a link has done so far.

use core::fmt;

/// Why a packet was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// It is longer than the link's MTU.
    Mtu,
    /// The queue had no room for it.
    Queue,
    /// The link was cut.
    Outage,
    /// It is on the list of packets to be lost.
    Listed,
    /// The link's filter took it.
    Filtered,
    /// By chance, in a burst.
    Burst,
    /// By chance, alone.
    Random,
    /// No route leads from its sender to its destination address.
    Unrouted,
    /// It is no IPv4 packet.
    NotIpv4,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Cause; 9] = [
        Cause::Mtu,
        Cause::Queue,
        Cause::Outage,
        Cause::Listed,
        Cause::Filtered,
        Cause::Burst,
        Cause::Random,
        Cause::Unrouted,
        Cause::NotIpv4,
    ];

    /// The cause in a word or three: `"queue full"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Cause::Mtu => "over the MTU",
            Cause::Queue => "queue full",
            Cause::Outage => "outage",
            Cause::Listed => "on the list",
            Cause::Filtered => "filtered",
            Cause::Burst => "burst loss",
            Cause::Random => "random loss",
            Cause::Unrouted => "no route",
            Cause::NotIpv4 => "not IPv4",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Counts of a link. What was sent and what was added by duplication has been delivered, was lost, or is under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkStats {
    /// Packets that were offered.
    pub sent: u64,
    /// Their bytes.
    pub sent_bytes: u64,
    /// Packets that have come out at the other end, duplicates and corrupted ones too.
    pub delivered: u64,
    /// Their bytes.
    pub delivered_bytes: u64,
    /// Packets that were held back.
    pub reordered: u64,
    /// Packets that were sent on twice.
    pub duplicated: u64,
    /// Packets with a bit flipped.
    pub corrupted: u64,
    /// Packets that were marked (RFC 3168 5, CE).
    pub marked: u64,
    /// The most bytes that have waited in the queue at one time.
    pub queue_peak: u64,
    lost: [u64; Cause::ALL.len()],
}

impl LinkStats {
    /// Packets lost for one cause.
    #[must_use]
    pub fn lost(&self, cause: Cause) -> u64 {
        self.lost.get(cause as usize).copied().unwrap_or_default()
    }

    /// Packets lost for any cause.
    #[must_use]
    pub fn lost_total(&self) -> u64 {
        self.lost.iter().sum()
    }

    /// Packets that are in the queue or on the wire.
    #[must_use]
    pub fn under_way(&self) -> u64 {
        (self.sent + self.duplicated).saturating_sub(self.delivered + self.lost_total())
    }

    pub(super) fn offer(&mut self, length: usize) {
        self.sent += 1;
        self.sent_bytes += length as u64;
    }

    pub(super) fn deliver(&mut self, length: usize) {
        self.delivered += 1;
        self.delivered_bytes += length as u64;
    }

    pub(super) fn lose(&mut self, cause: Cause) {
        if let Some(count) = self.lost.get_mut(cause as usize) {
            *count += 1;
        }
    }
}
