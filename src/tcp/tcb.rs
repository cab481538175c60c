//! The connection's sequence variables, RFC 9293 3.3.1.

use crate::wire::tcp::SeqNumber;

/// What has been sent, acknowledged and permitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SendSequence {
    /// SND.UNA: the oldest number not acknowledged.
    pub(super) una: SeqNumber,
    /// SND.NXT: the next number to send.
    pub(super) nxt: SeqNumber,
    /// SND.WND: the peer's window in bytes, scaled.
    pub(super) wnd: u32,
    /// MAX.SND.WND: the largest window that the peer has offered (RFC 5961 5, RFC 9293 3.8.6.2.1).
    pub(super) max_wnd: u32,
    /// SND.UP: the number after the last urgent byte that the user has sent, while it is ahead of SND.UNA.
    pub(super) up: Option<SeqNumber>,
    /// SND.WL1: the sequence number of the segment that last updated the window.
    pub(super) wl1: SeqNumber,
    /// SND.WL2: the acknowledgment number of the segment that last updated the window.
    pub(super) wl2: SeqNumber,
    /// ISS: our initial sequence number.
    pub(super) iss: SeqNumber,
}

/// What has been received and permitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ReceiveSequence {
    /// RCV.NXT: the next number expected.
    pub(super) nxt: SeqNumber,
    /// The right edge of the window that the peer has been told: RCV.NXT + RCV.WND. It never moves left.
    pub(super) edge: SeqNumber,
    /// RCV.UP: the number after the last urgent byte announced, while the user has not read up to it.
    pub(super) up: Option<SeqNumber>,
    /// IRS: the peer's initial sequence number.
    pub(super) irs: SeqNumber,
    /// RCV.NXT as it stood in the last acknowledgment that was sent (RFC 7323 4.3, Last.ACK.sent).
    pub(super) last_ack_sent: SeqNumber,
}

impl ReceiveSequence {
    /// RCV.WND: how much of the window that the peer has been told is left.
    pub(super) fn wnd(&self) -> u32 {
        if self.edge.before(self.nxt) { 0 } else { self.edge - self.nxt }
    }
}

impl SendSequence {
    /// How much of the sequence space is sent and not acknowledged.
    pub(super) fn flight(&self) -> u32 {
        self.nxt - self.una
    }

    /// How much more the peer's window permits; nothing where it has shrunk below what is in flight (RFC 9293 3.8.6).
    pub(super) fn usable(&self) -> u32 {
        self.wnd.saturating_sub(self.flight())
    }
}
