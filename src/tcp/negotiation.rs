//! What the two sides have agreed on in their SYNs: RFC 9293 3.7.1 (MSS), RFC 7323 (window scale, timestamps), RFC 2018
//! (SACK).

use super::config::Config;
use crate::time::{Duration, Instant};
use crate::wire::tcp::KnownOptions;

/// What a peer that says nothing of its MSS is sent at most (RFC 9293 3.7.1, MUST-15).
pub(super) const DEFAULT_MSS: u16 = 536;

/// The least that is believed of a peer's MSS, so that one of 0 or 1 neither stalls a connection nor drowns it in headers.
pub(super) const MINIMUM_MSS: u16 = 48;

/// The fixed headers of IPv4 and TCP in bytes.
const FIXED_HEADERS: u16 = 40;

/// The largest shift (RFC 7323 2.3).
const MAXIMUM_SHIFT: u8 = 14;

/// How long TS.Recent is good for: after it a slow clock may have wrapped (RFC 7323 5.5).
const RECENT_LIFE: Duration = Duration::from_secs(24 * 24 * 3600);

/// What both sides' SYNs have settled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Negotiated {
    /// SendMSS: the largest segment that the peer takes, options counted (RFC 6691).
    pub(super) send_mss: u16,
    /// Whether the peer takes SACK blocks, and we send them.
    pub(super) sack: bool,
    /// How far windows are shifted: the peer's, and ours. Nothing where either side did not offer it.
    pub(super) scale: Option<(u8, u8)>,
    /// The peer's timestamps, where both sides offered them.
    pub(super) timestamps: Option<RecentTimestamp>,
}

/// TS.Recent, and when it was set (RFC 7323 4.3).
#[derive(Clone, Copy, Debug)]
pub(super) struct RecentTimestamp {
    value: u32,
    at: Instant,
}

impl RecentTimestamp {
    pub(super) const fn new(value: u32, at: Instant) -> Self {
        RecentTimestamp { value, at }
    }

    /// What is echoed.
    pub(super) const fn value(&self) -> u32 {
        self.value
    }

    /// Whether a segment with this TSval is an old duplicate (RFC 7323 5.3 R1).
    pub(super) fn is_old(&self, value: u32, now: Instant) -> bool {
        (value.wrapping_sub(self.value) as i32) < 0 && now.since(self.at) < RECENT_LIFE
    }

    /// Takes the TSval of a segment that begins no later than the last acknowledgment (RFC 7323 4.3).
    pub(super) fn update(&mut self, value: u32, now: Instant) {
        if !self.is_old(value, now) {
            *self = RecentTimestamp { value, at: now };
        }
    }
}

impl Default for Negotiated {
    fn default() -> Self {
        Negotiated { send_mss: DEFAULT_MSS, sack: false, scale: None, timestamps: None }
    }
}

impl Negotiated {
    /// What follows from our settings and the options of the peer's SYN.
    pub(super) fn from_syn(config: &Config, options: &KnownOptions<'_>, now: Instant) -> Self {
        let scale = options.window_scale.filter(|_| config.window_scale);
        let timestamps = options.timestamps.filter(|_| config.timestamps);
        Negotiated {
            send_mss: options.maximum_segment_size.unwrap_or(DEFAULT_MSS).max(MINIMUM_MSS),
            sack: config.sack && options.sack_permitted,
            scale: scale.map(|shift| (shift.min(MAXIMUM_SHIFT), own_shift(config))),
            timestamps: timestamps.map(|(value, _)| RecentTimestamp::new(value, now)),
        }
    }

    /// SEG.WND of a segment without SYN, as the peer means it (RFC 7323 2.3).
    pub(super) fn peer_window(&self, window: u16) -> u32 {
        u32::from(window) << self.scale.map_or(0, |(shift, _)| shift)
    }

    /// How far our own windows are shifted.
    pub(super) fn own_shift(&self) -> u8 {
        self.scale.map_or(0, |(_, shift)| shift)
    }
}

/// The shift that lets the whole receive buffer be offered, as large as it may become: it is told once (RFC 7323 2.3).
pub(super) fn own_shift(config: &Config) -> u8 {
    let bits = usize::BITS - config.receive_buffer.max(config.receive_buffer_limit).leading_zeros();
    (bits.saturating_sub(16) as u8).min(MAXIMUM_SHIFT)
}

/// The MSS that we offer: what the MTU leaves beside fixed headers, options not counted (RFC 6691 2, RFC 9293 MUST-67).
pub(super) fn offered_mss(config: &Config) -> u16 {
    config.mtu.max(68) - FIXED_HEADERS
}

/// The largest segment that both the peer and the path take: data and TCP options together (RFC 9293 3.7.1, MUST-16).
pub(super) fn segment_limit(negotiated: &Negotiated, mtu: u16, ip_options: usize) -> u16 {
    let path = (mtu.max(68) - FIXED_HEADERS).saturating_sub(ip_options as u16);
    negotiated.send_mss.min(path)
}
