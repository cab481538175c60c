//! What a user may set before opening a connection.

use super::congestion::{CongestionControl, Cubic};
use super::isn::Secret;
use crate::time::Duration;
use alloc::boxed::Box;
use core::net::Ipv4Addr;

/// Makes the congestion controller of a connection from its sender's maximum segment size and the initial window, both in
/// bytes.
pub type MakeController = fn(smss: u32, initial_window: u32) -> Box<dyn CongestionControl>;

/// The settings of a connection. Change what you need of [`Config::new`]'s.
///
/// ```
/// use drywire::time::Duration;
/// use drywire::tcp::{Config, Secret};
/// let config = Config { nagle: false, msl: Duration::from_secs(5), ..Config::new(Secret::from_seed(1)) };
/// assert_eq!(config.send_buffer, 262_144);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// What sequence numbers and timestamps are derived from (RFC 6528).
    pub secret: Secret,
    /// How many bytes may wait to be sent or acknowledged; 262,144 by default. Memory is taken only as they do.
    pub send_buffer: usize,
    /// How many they may become: twice the congestion window, where that is more than [`Config::send_buffer`]. Their number
    /// stays as it is where this is no more than that; by default it is 0.
    pub send_buffer_limit: usize,
    /// How many bytes may wait to be read, or for a gap before them to close; 262,144 by default. Memory is taken only as they do.
    pub receive_buffer: usize,
    /// How many they may become: four times what the user reads in a round trip, where that is more than
    /// [`Config::receive_buffer`] and the user keeps up with what comes. Their number stays as it is where this is no more than
    /// that; by default it is 0. They are a 65,536th of it at least. The window scale is chosen for this many (RFC 7323 2.3).
    pub receive_buffer_limit: usize,
    /// How many separate pieces may wait for a gap before them to close; 512 by default.
    pub receive_pieces: usize,
    /// The largest packet that the path takes, in bytes; at least 68 (RFC 791 3.2), 1,500 by default.
    pub mtu: u16,
    /// Whether small segments wait while data is under way (RFC 9293 3.7.4); on by default. Where it is off they wait while a
    /// thousand segments are under way.
    pub nagle: bool,
    /// How long an acknowledgment may wait for company; at most 499 milliseconds, whatever stands here (RFC 9293 3.8.6.3), 40 by
    /// default.
    pub ack_delay: Duration,
    /// Whether an idle peer is asked if it is still there (RFC 9293 3.8.4); off by default.
    pub keep_alive: Option<KeepAlive>,
    /// How long a SYN or data may stay unacknowledged before the connection is given up (RFC 9293 3.9.1); no limit of its own
    /// by default.
    pub user_timeout: Option<Duration>,
    /// R1: after so many retransmissions of a segment the user is told (RFC 9293 3.8.3); 3 by default.
    pub r1: u32,
    /// R2: how long a segment is retransmitted before the connection is given up (RFC 9293 3.8.3); at least 100 seconds by
    /// the RFC's advice, and 100 by default.
    pub r2: Duration,
    /// R2 for a SYN (RFC 9293 3.8.3); at least 3 minutes by the RFC's rule, and 3 by default.
    pub syn_r2: Duration,
    /// The maximum segment lifetime (RFC 9293 3.4.2): TIME-WAIT lasts twice as long. 30 seconds by default.
    pub msl: Duration,
    /// The smallest retransmission timeout. RFC 6298 2.4 has 1 second; 200 milliseconds, the default, is what systems use.
    pub min_rto: Duration,
    /// The largest retransmission timeout; at least 60 seconds (RFC 6298 2.5), and 60 by default.
    pub max_rto: Duration,
    /// Whether window scaling is offered (RFC 7323 2); on by default.
    pub window_scale: bool,
    /// Whether timestamps are offered (RFC 7323 3); on by default.
    pub timestamps: bool,
    /// Whether selective acknowledgment is offered (RFC 2018); on by default. Without it losses are found by duplicate
    /// acknowledgments alone (RFC 6582).
    pub sack: bool,
    /// Whether explicit congestion notification is offered, and agreed to where the peer offers it (RFC 3168); off by
    /// default, since there are still paths that drop a SYN that offers it.
    pub ecn: bool,
    /// The initial window in segments, of about 14,600 bytes at most (RFC 6928 2); 10 by default.
    pub initial_window: u32,
    /// Whether a window that is not used is kept for five minutes, over pauses too, after which segments are paced for a round
    /// trip (RFC 7661, experimental). Off by default: a pause longer than the retransmission timeout brings back the initial
    /// window (RFC 5681 4.1). It is for controllers that do not pace.
    pub window_validation: bool,
    /// How many challenge acknowledgments may be sent in 5 seconds (RFC 5961 7); 10 by default.
    pub challenge_acks: u32,
    /// The time to live of packets sent, at least 1 (RFC 9293 3.9.2); 64 by default.
    pub ttl: u8,
    /// The differentiated services code point of packets sent, 6 bits (RFC 9293 3.9.1.9); 0 by default.
    pub dscp: u8,
    /// The routers that packets sent are to pass (RFC 9293 3.9.2.1); at most 8, none by default.
    pub source_route: Option<SourceRoute>,
    /// What controls congestion: [`Cubic`](super::Cubic) by default.
    pub controller: MakeController,
    /// Whether what the connection does, and why, is kept for [`Connection::poll_decision`](super::Connection::poll_decision);
    /// off by default.
    pub trace: bool,
}

/// How an idle peer is asked whether it is still there (RFC 9293 3.8.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeepAlive {
    /// How long nothing must have come before the first probe.
    pub idle: Duration,
    /// How long to wait between probes.
    pub interval: Duration,
    /// After how many probes without an answer the connection is given up.
    pub probes: u32,
}

/// Two hours (RFC 9293 3.8.4), then nine probes 75 seconds apart.
impl Default for KeepAlive {
    fn default() -> Self {
        KeepAlive { idle: Duration::from_secs(7200), interval: Duration::from_secs(75), probes: 9 }
    }
}

/// Routers to pass on the way to the destination (RFC 791 3.1, loose source route).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceRoute {
    routers: [Ipv4Addr; SourceRoute::MAXIMUM],
    count: usize,
}

impl SourceRoute {
    /// As many routers as an IPv4 header has room for, besides the destination itself.
    pub const MAXIMUM: usize = 8;

    /// A route through these routers, in this order; nothing where there are none or too many.
    #[must_use]
    pub fn new(routers: &[Ipv4Addr]) -> Option<Self> {
        let mut all = [Ipv4Addr::UNSPECIFIED; SourceRoute::MAXIMUM];
        all.get_mut(..routers.len()).filter(|room| !room.is_empty())?.copy_from_slice(routers);
        Some(SourceRoute { routers: all, count: routers.len() })
    }

    /// The routers in their order.
    #[must_use]
    pub fn routers(&self) -> &[Ipv4Addr] {
        self.routers.get(..self.count).unwrap_or_default()
    }
}

impl Config {
    /// The settings that suit most: 256 KiB each way, everything that helps offered, a second's patience nowhere.
    #[must_use]
    pub const fn new(secret: Secret) -> Self {
        Config {
            secret,
            send_buffer: 256 * 1024,
            send_buffer_limit: 0,
            receive_buffer: 256 * 1024,
            receive_buffer_limit: 0,
            receive_pieces: 512,
            mtu: 1500,
            nagle: true,
            ack_delay: Duration::from_millis(40),
            keep_alive: None,
            user_timeout: None,
            r1: 3,
            r2: Duration::from_secs(100),
            syn_r2: Duration::from_secs(180),
            msl: Duration::from_secs(30),
            min_rto: Duration::from_millis(200),
            max_rto: Duration::from_secs(60),
            window_scale: true,
            timestamps: true,
            sack: true,
            ecn: false,
            initial_window: 10,
            window_validation: false,
            challenge_acks: 10,
            ttl: 64,
            dscp: 0,
            source_route: None,
            controller: Cubic::boxed,
            trace: false,
        }
    }
}
