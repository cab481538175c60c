//! Where each number stands that a connection's settings, events and figures cross the boundary in: 64-bit floating-point
//! numbers, declared once, which hold every integer up to 2^53. The package's `src/tcp-layout.ts` is written from these
//! declarations by a test of this file (`UPDATE=1 cargo test --features wasm tcp::layout` rewrites it).
//!
//! Durations and moments are in milliseconds. NaN stands for what is not there: a limit that is not set, or a figure that
//! has no value yet.

use crate::wasm::layout::block;

/// Bytes of packets or data that cross at once, each way. An IPv4 packet has at most 65,535.
pub(crate) const AREA: usize = 1 << 17;
/// Packets that cross at once.
pub(crate) const BATCH: usize = 256;
/// Numbers that cross at once.
pub(crate) const NUMBERS: usize = 48;

block! {
    /// A connection's settings, and its ends. Addresses are numbers: 10.0.0.1 is 0x0a000001.
    Setting from 0;
    LocalAddress, LocalPort, RemoteAddress, RemotePort,
    /// The secret's 16 bytes as four 32-bit words in the order of the machine.
    Secret0, Secret1, Secret2, Secret3,
    /// In bytes.
    SendBuffer, SendBufferLimit, ReceiveBuffer, ReceiveBufferLimit, ReceivePieces, Mtu, Nagle, AckDelay,
    /// NaN for no keep-alive at all.
    KeepAliveIdle,
    KeepAliveInterval, KeepAliveProbes,
    /// NaN for none.
    UserTimeout,
    R1, R2, SynR2, Msl, MinRto, MaxRto, WindowScale, Timestamps, Sack, Ecn, WindowValidation, InitialWindow, ChallengeAcks, Ttl, Dscp, Trace,
    /// A [`ControllerNumber`].
    Controller,
    /// How many routers the source route has, and their addresses.
    RouteCount,
    Route,
}

block! {
    /// What a connection knows of itself.
    Figure from 0;
    State, Srtt, Rttvar, MinRtt, Rto, Cwnd, Ssthresh, InFlight, Sacked, Lost, SendWindow, ReceiveWindow, Mss, Unacknowledged,
    Unread, Memory, SegmentsSent, SegmentsReceived, BytesSent, BytesAcknowledged, BytesReceived, Retransmits, Timeouts, Spurious,
    DuplicatesReceived, MalformedReceived, Challenges,
    /// How far ahead urgent data ends; NaN for none.
    UrgentAhead,
    /// A [`CloseReason`](crate::tcp::CloseReason)'s number; NaN for none.
    CloseReason,
    MissedDecisions,
    /// In bytes a second; NaN where the controller does not pace.
    PacingRate,
    Marks,
}

block! {
    /// The numbers that come with an event.
    Detail from 0;
    First, Second,
}

block! {
    /// The numbers that come with a decision.
    Deciding from 0;
    At,
    /// A [`Reason`](crate::tcp::Reason)'s number.
    Reason,
    /// A sequence number, cwnd or the state before; a length, ssthresh or the state now.
    Before, Now,
}

/// What controls congestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code)] // what is not another is the default
pub(crate) enum ControllerNumber {
    Cubic,
    NewReno,
    Bbr,
}

/// The kinds of events, in the order of [`crate::tcp::Event`]; 0 is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventNumber {
    None,
    Connected,
    Readable,
    Writable,
    Urgent,
    PeerClosed,
    Retransmitting,
    Unreachable,
    Closed,
}

/// The kinds of decisions, in the order of [`crate::tcp::Change`]; 0 is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecisionNumber {
    None,
    Sent,
    Lost,
    Window,
    State,
}

/// What a call gives instead of a number of bytes or a handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing yet.
    WouldBlock = -1,
    /// The peer has closed its side.
    Finished = -2,
    /// This side has been closed.
    Closing = -3,
    /// There is no connection.
    NotConnected = -4,
    /// An address is not one host's.
    InvalidAddress = -5,
    /// A port is 0.
    InvalidPort = -6,
    /// The connection has ended; the reasons follow downwards, in the order of [`crate::tcp::CloseReason`].
    Closed = -16,
}

#[cfg(test)]
mod tests;
