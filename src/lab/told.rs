//! What a run tells of one side, and of each packet.

use crate::tcp::Reason;
use alloc::string::String;
use alloc::vec::Vec;

/// One packet, from its sender's hand to what became of it. Times are in milliseconds from the start of the run.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Sent {
    /// Whether the host at the left sent it.
    pub from_left: bool,
    /// Its number among those of its direction, from 1; a copy that the path made has its original's. It is what
    /// [`Scenario::drop_to_right`](super::Scenario::drop_to_right) and its like take.
    pub number: u64,
    /// When it was sent.
    pub sent_at: f64,
    /// When it arrived; nothing where it did not.
    pub arrived_at: Option<f64>,
    /// Why it did not; nothing where it did or is under way.
    pub lost: Option<String>,
    /// Its flags, numbers and options in words; numbers count from each side's SYN, windows are scaled.
    pub label: String,
    /// Its length in bytes with its IPv4 header.
    pub length: usize,
    /// The bytes of the stream or of the datagram that it carries.
    pub payload: usize,
    /// Whether it carries data or a flag that was sent before.
    pub again: bool,
    /// Whether the path made it: the second copy.
    pub copy: bool,
    /// Why it was sent; nothing over UDP.
    pub why: Option<&'static str>,
    /// Where the rule stands by which it was sent; nothing over UDP.
    pub section: Option<&'static str>,
}

/// A change of state.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Moved {
    /// When, in milliseconds.
    pub at: f64,
    /// The state before, as RFC 9293 spells it.
    pub from: &'static str,
    /// The state after.
    pub to: &'static str,
    /// The cause.
    pub why: &'static str,
    /// Where the rule stands.
    pub section: &'static str,
}

/// What a sender held to be lost, or why its window changed.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Decided {
    /// When, in milliseconds.
    pub at: f64,
    /// What was decided.
    pub what: String,
    /// The cause.
    pub why: &'static str,
    /// Where the rule stands.
    pub section: &'static str,
}

/// Something that the connection told its user.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Noted {
    /// When, in milliseconds.
    pub at: f64,
    /// What.
    pub what: String,
}

/// A sender's figures over time, a column each; all are as long as `at`. A row stands where a figure changed.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Samples {
    /// When, in milliseconds.
    pub at: Vec<f64>,
    /// The congestion window in bytes.
    pub cwnd: Vec<f64>,
    /// The slow start threshold in bytes; nothing before the first loss.
    pub ssthresh: Vec<Option<f64>>,
    /// Bytes held to be in the network.
    pub in_flight: Vec<f64>,
    /// The peer's window in bytes.
    pub send_window: Vec<f64>,
    /// How many bytes a second may be sent; nothing where the controller does not pace.
    pub pacing: Vec<Option<f64>>,
    /// The smoothed round-trip time in milliseconds, once there is one.
    pub srtt: Vec<Option<f64>>,
    /// The retransmission timeout in milliseconds.
    pub rto: Vec<f64>,
}

/// What one side did and saw.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Told {
    /// Its states; empty over UDP.
    pub states: Vec<Moved>,
    /// What it held to be lost, and each change of its window but for growth by acknowledgments, of which the figures tell enough;
    /// empty over UDP.
    pub decisions: Vec<Decided>,
    /// Why each packet was sent, in their order; empty over UDP.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) reasons: Vec<Reason>,
    /// What its user was told; empty over UDP.
    pub events: Vec<Noted>,
    /// Its sender's figures; empty over UDP.
    pub samples: Samples,
    /// Bytes that its user had to send.
    pub written: u64,
    /// Bytes that its user has read, over UDP those of all datagrams that came.
    pub received: u64,
    /// Of what was read, how many bytes were not what was sent at their place: over TCP always 0.
    pub wrong: u64,
    /// Datagrams that came a second time; over TCP always 0.
    pub duplicates: u64,
    /// Datagrams that came after a later one; over TCP always 0.
    pub late: u64,
    /// Segments sent again; over UDP always 0.
    pub retransmits: u64,
}
