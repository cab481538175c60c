//! The states of a connection, RFC 9293 3.3.2.

use core::fmt;

/// A connection's state. The transitions, with what causes them and what is sent (RFC 9293 3.3.2 and figure 5). A CLOSE in
/// SYN-RECEIVED always waits for ESTABLISHED, as RFC 9293 3.10.4 has it where data is queued: so no FIN goes out before the
/// peer has our SYN, and the peer sees what it would have seen.
///
/// | from | on | sends | to |
/// |---|---|---|---|
/// | CLOSED | passive OPEN | | LISTEN |
/// | CLOSED | active OPEN | SYN | SYN-SENT |
/// | LISTEN | SYN | SYN, ACK | SYN-RECEIVED |
/// | LISTEN | SEND | SYN | SYN-SENT |
/// | SYN-SENT | SYN, ACK | ACK | ESTABLISHED |
/// | SYN-SENT | SYN | SYN, ACK | SYN-RECEIVED |
/// | SYN-RECEIVED | ACK of SYN | | ESTABLISHED |
/// | SYN-RECEIVED | CLOSE | | SYN-RECEIVED, and the FIN follows from ESTABLISHED |
/// | ESTABLISHED | CLOSE | FIN | FIN-WAIT-1 |
/// | ESTABLISHED | FIN | ACK | CLOSE-WAIT |
/// | FIN-WAIT-1 | ACK of FIN | | FIN-WAIT-2 |
/// | FIN-WAIT-1 | FIN | ACK | CLOSING |
/// | FIN-WAIT-2 | FIN | ACK | TIME-WAIT |
/// | CLOSING | ACK of FIN | | TIME-WAIT |
/// | CLOSE-WAIT | CLOSE | FIN | LAST-ACK |
/// | LAST-ACK | ACK of FIN | | CLOSED |
/// | TIME-WAIT | 2 MSL passed | | CLOSED |
/// | TIME-WAIT | newer SYN | SYN, ACK | SYN-RECEIVED |
/// | SYN-RECEIVED | RST after a passive OPEN, time-out after a passive OPEN | | LISTEN |
/// | any | RST, ABORT, time-out | | CLOSED |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum State {
    /// No connection.
    #[default]
    Closed,
    /// Waiting for a connection from anywhere.
    Listen,
    /// A SYN was sent; waiting for the peer's.
    SynSent,
    /// Both SYNs are under way; waiting for the acknowledgment of ours.
    SynReceived,
    /// Data flows both ways.
    Established,
    /// We have closed; our FIN is not acknowledged.
    FinWait1,
    /// We have closed and the peer knows; waiting for its FIN.
    FinWait2,
    /// The peer has closed; we have not.
    CloseWait,
    /// Both have closed at once; our FIN is not acknowledged.
    Closing,
    /// The peer closed, then we did; our FIN is not acknowledged.
    LastAck,
    /// Both have closed; waiting so that the peer surely has our last acknowledgment.
    TimeWait,
}

impl State {
    /// The state's name as RFC 9293 spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            State::Closed => "CLOSED",
            State::Listen => "LISTEN",
            State::SynSent => "SYN-SENT",
            State::SynReceived => "SYN-RECEIVED",
            State::Established => "ESTABLISHED",
            State::FinWait1 => "FIN-WAIT-1",
            State::FinWait2 => "FIN-WAIT-2",
            State::CloseWait => "CLOSE-WAIT",
            State::Closing => "CLOSING",
            State::LastAck => "LAST-ACK",
            State::TimeWait => "TIME-WAIT",
        }
    }

    /// Whether both sides have acknowledged each other's SYN at some time (RFC 9293 4, "synchronized").
    #[must_use]
    pub const fn is_synchronized(self) -> bool {
        !matches!(self, State::Closed | State::Listen | State::SynSent | State::SynReceived)
    }

    /// Whether the peer may still send data: it has not sent its FIN.
    #[must_use]
    pub const fn may_receive(self) -> bool {
        matches!(self, State::Established | State::FinWait1 | State::FinWait2)
    }

    /// Whether we may still queue data: there is a connection, or there will be one, and we have not closed.
    #[must_use]
    pub const fn may_send(self) -> bool {
        matches!(self, State::SynSent | State::SynReceived | State::Established | State::CloseWait)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The state's name.
#[cfg(feature = "serde")]
impl serde::Serialize for State {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
