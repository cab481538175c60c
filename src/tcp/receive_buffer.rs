//! How large the receive buffer is: it grows with what the user reads in a round trip, so that the window is never what holds
//! the peer back (dynamic right-sizing: Fisk and Feng, "Dynamic Right-Sizing in TCP", 2001).

use super::config::Config;
use super::connection::Connection;
use super::negotiation;
use crate::time::{Duration, Instant};

/// What is assumed of a round trip before one was measured.
const UNMEASURED: Duration = Duration::from_secs(1);

/// How many times over there is to be room for what is read in a round trip: the peer may double what it sends in the next one,
/// and that is told of one later.
const ROUNDS: u64 = 4;

/// Room for so many segments besides, so that small buffers grow too.
const SEGMENTS: usize = 16;

/// The size in bytes, and what has happened in the round trip that is measured.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ReceiveBuffer {
    size: usize,
    since: Instant,
    /// The offset up to which the user had read when it began.
    read: u64,
    /// The most that stood unread in it.
    unread: usize,
}

impl ReceiveBuffer {
    /// As the settings have it, and as large as the smallest window that can be told of: one of fewer bytes than the scale
    /// counts would be closed for ever (RFC 7323 2.3).
    pub(super) fn new(config: &Config) -> Self {
        let size = config.receive_buffer.max(1 << negotiation::own_shift(config));
        ReceiveBuffer { size, since: Instant::ZERO, read: 0, unread: 0 }
    }

    /// How many bytes may wait, read by nobody or for a gap to close. It only ever grows: the window's edge never moves back
    /// (RFC 9293 3.8.6.2.2, SHLD-14).
    pub(super) const fn size(&self) -> usize {
        self.size
    }
}

impl Connection {
    /// Data comes: at the end of a round trip the buffer grows, where the user reads so much, and all that there is.
    pub(super) fn right_size(&mut self, now: Instant) {
        let limit = self.config.receive_buffer_limit;
        let buffer = &mut self.receive_buffer;
        if buffer.size >= limit {
            return;
        }
        buffer.unread = buffer.unread.max(self.incoming.ready());
        if now.since(buffer.since) < self.rtt.srtt().unwrap_or(UNMEASURED) {
            return;
        }
        let read = self.incoming.read_offset();
        let wanted = usize::try_from(ROUNDS * (read - buffer.read)).unwrap_or(limit);
        if wanted > buffer.size && buffer.unread <= buffer.size / 2 {
            let segments = SEGMENTS * usize::from(negotiation::offered_mss(&self.config));
            buffer.size = wanted.saturating_add(segments).min(limit);
        }
        (buffer.since, buffer.read, buffer.unread) = (now, read, 0);
    }
}
