//! What a connection tells its user.

use core::fmt;

/// Something that the user may want to act on. An event is told once; those that ask for a call, such as
/// [`Event::Readable`], come again when there is new reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The connection is established.
    Connected,
    /// There is data to read.
    Readable,
    /// There is room to write: at first, when the connection is established, or again, after a write that did not fit.
    Writable,
    /// Urgent data is under way or has come (RFC 9293 3.8.5); it stands in the stream as any other (RFC 6093).
    Urgent {
        /// How many bytes from the first one not yet read there are to the last urgent one.
        ahead: u32,
    },
    /// The peer has closed its side: what is left to read is all.
    PeerClosed,
    /// A segment has been retransmitted R1 times or more (RFC 9293 3.8.3): the path may be gone.
    Retransmitting {
        /// How often.
        times: u32,
    },
    /// The network says that the peer can't be reached, for now (RFC 9293 3.9.2.2).
    Unreachable {
        /// The ICMP type.
        icmp_type: u8,
        /// The ICMP code.
        code: u8,
    },
    /// The connection has ended. No more events follow.
    Closed(CloseReason),
}

/// Why a connection has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// Both sides closed, and everything was acknowledged; or both closed, and a peer that is gone reset what was sent again
    /// because the last acknowledgments were lost (RFC 9293 3.10.7.4: in CLOSING and LAST-ACK a reset ends the connection).
    Finished,
    /// The peer refused the connection (RFC 9293 3.10.7.3).
    Refused,
    /// The peer reset the connection (RFC 9293 3.5.3).
    ResetByPeer,
    /// The user aborted the connection (RFC 9293 3.10.5).
    Aborted,
    /// The peer did not answer for as long as R2, keep-alive or the user's limit allow (RFC 9293 3.8.3, 3.8.4, 3.9.1).
    TimedOut,
    /// The network says that there is no such host, protocol or port (RFC 9293 3.9.2.2).
    Unreachable,
}

impl fmt::Display for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CloseReason::Finished => "both sides closed",
            CloseReason::Refused => "the peer refused the connection",
            CloseReason::ResetByPeer => "the peer reset the connection",
            CloseReason::Aborted => "it was aborted here",
            CloseReason::TimedOut => "the peer did not answer in time",
            CloseReason::Unreachable => "the peer can't be reached",
        })
    }
}

/// The events that wait to be told, each at most once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Events {
    pub(super) connected: bool,
    pub(super) readable: bool,
    pub(super) writable: bool,
    pub(super) urgent: Option<u32>,
    pub(super) peer_closed: bool,
    pub(super) retransmitting: Option<u32>,
    pub(super) unreachable: Option<(u8, u8)>,
    pub(super) closed: Option<CloseReason>,
}

impl Events {
    /// The next event, in the order of a connection's life.
    pub(super) fn next(&mut self) -> Option<Event> {
        if core::mem::take(&mut self.connected) {
            return Some(Event::Connected);
        }
        if core::mem::take(&mut self.readable) {
            return Some(Event::Readable);
        }
        if core::mem::take(&mut self.writable) {
            return Some(Event::Writable);
        }
        if let Some(ahead) = self.urgent.take() {
            return Some(Event::Urgent { ahead });
        }
        if core::mem::take(&mut self.peer_closed) {
            return Some(Event::PeerClosed);
        }
        if let Some(times) = self.retransmitting.take() {
            return Some(Event::Retransmitting { times });
        }
        if let Some((icmp_type, code)) = self.unreachable.take() {
            return Some(Event::Unreachable { icmp_type, code });
        }
        self.closed.take().map(Event::Closed)
    }
}
