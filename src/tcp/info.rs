//! What a connection knows of itself, for people and for tests.

use super::connection::Connection;
use super::state::State;
use crate::time::Duration;

/// A connection's state and figures (RFC 9293 3.10.6, STATUS), as they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Info {
    /// The state.
    pub state: State,
    /// SRTT, once there is a measurement (RFC 6298).
    pub srtt: Option<Duration>,
    /// RTTVAR, once there is a measurement.
    pub rttvar: Option<Duration>,
    /// The smallest round-trip time measured.
    pub min_rtt: Option<Duration>,
    /// The retransmission timeout, doublings counted.
    pub rto: Duration,
    /// The congestion window in bytes.
    pub cwnd: u32,
    /// The slow start threshold in bytes.
    pub ssthresh: u32,
    /// How many bytes a second may be sent; nothing where the controller does not pace.
    pub pacing_rate: Option<u64>,
    /// Bytes held to be in the network (RFC 6675, pipe).
    pub in_flight: u32,
    /// Bytes that the peer holds out of order.
    pub sacked: u32,
    /// Bytes held to be lost.
    pub lost: u32,
    /// The peer's window in bytes.
    pub send_window: u32,
    /// Our own window in bytes, as the peer knows it.
    pub receive_window: u32,
    /// The largest segment that is sent, its options counted, in bytes.
    pub mss: u16,
    /// Bytes written and not yet acknowledged.
    pub unacknowledged: usize,
    /// Bytes that wait to be read.
    pub unread: usize,
    /// Heap memory of the buffers, in bytes.
    pub memory: usize,
    /// What has passed.
    pub counters: Counters,
}

/// What has passed since the connection began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Counters {
    /// Segments sent, repeated ones among them.
    pub segments_sent: u64,
    /// Segments that came and were meant for this connection.
    pub segments_received: u64,
    /// Bytes of data sent, repeated ones among them.
    pub bytes_sent: u64,
    /// Bytes of data acknowledged by the peer.
    pub bytes_acknowledged: u64,
    /// Bytes of data received in order.
    pub bytes_received: u64,
    /// Segments sent again.
    pub retransmits: u64,
    /// How often the retransmission timer went off.
    pub timeouts: u64,
    /// How often losses proved never to have been, and the window was given back (RFC 4015).
    pub spurious: u64,
    /// How often the window was reduced because routers marked packets (RFC 3168).
    pub marks: u64,
    /// Segments that brought nothing new.
    pub duplicates_received: u64,
    /// Packets that were dropped because a checksum was wrong or a header could not be read.
    pub malformed_received: u64,
    /// Challenge acknowledgments sent (RFC 5961).
    pub challenges: u64,
}

impl Connection {
    /// The connection's state and figures.
    #[must_use]
    pub fn info(&self) -> Info {
        Info {
            state: self.state,
            srtt: self.rtt.srtt(),
            rttvar: self.rtt.rttvar(),
            min_rtt: self.rtt.minimum(),
            rto: self.rtt.rto(),
            cwnd: self.controller.window(),
            ssthresh: self.controller.slow_start_threshold(),
            pacing_rate: self.controller.pacing_rate(),
            in_flight: self.scoreboard.pipe(),
            sacked: self.scoreboard.sacked(),
            lost: self.scoreboard.lost(),
            send_window: self.snd.wnd,
            receive_window: self.rcv.wnd(),
            mss: self.segment_limit(),
            unacknowledged: self.send_buffer.len(),
            unread: self.incoming.ready(),
            memory: self.send_buffer.memory() + self.incoming.memory() + self.scoreboard.memory(),
            counters: self.counters,
        }
    }
}
