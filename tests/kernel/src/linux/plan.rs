//! What an application does with its end of the connection, and how far it has come.

use super::bytes::Sender;
use drywire::time::{Duration, Instant};

/// What one end does.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Plan {
    /// How many bytes it sends.
    pub(crate) send: u64,
    /// Whether it begins only once the peer has closed.
    pub(crate) after_peer: bool,
    /// After how many bytes received it aborts; otherwise it closes, once it has sent everything.
    pub(crate) abort_after: Option<u64>,
    /// After how many bytes received it stops reading, and for how long.
    pub(crate) pause: Option<(u64, Duration)>,
    /// Its receive buffer, where that is not the usual one.
    pub(crate) receive_buffer: Option<usize>,
}

/// How one end has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Both sides closed.
    Finished,
    /// The peer reset the connection.
    Reset,
    /// The peer refused the connection.
    Refused,
    /// It aborted.
    Aborted,
    /// Something else.
    Other(String),
}

/// How far one end has come.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    pub(crate) plan: Plan,
    pub(crate) sent: u64,
    pub(crate) received: u64,
    /// The offset of the first byte that is not what the peer sent.
    pub(crate) wrong: Option<u64>,
    pub(crate) peer_closed: bool,
    pub(crate) ending: Option<Ending>,
    paused_at: Option<Instant>,
    me: Sender,
}

impl Progress {
    pub(crate) fn new(me: Sender, plan: Plan) -> Self {
        let (sent, received) = (0, 0);
        Progress { plan, sent, received, wrong: None, peer_closed: false, ending: None, paused_at: None, me }
    }

    /// What to send next; nothing where that is all for now.
    pub(crate) fn to_send(&self) -> &'static [u8] {
        if self.plan.after_peer && !self.peer_closed {
            return &[];
        }
        let left = (self.plan.send - self.sent).min(64 * 1024) as usize;
        let bytes = self.me.bytes_at(self.sent);
        &bytes[..left.min(bytes.len())]
    }

    /// Whether everything is sent, so that it is time to close.
    pub(crate) fn is_time_to_close(&self) -> bool {
        let waits = self.plan.after_peer && !self.peer_closed;
        self.sent == self.plan.send && !waits && self.plan.abort_after.is_none()
    }

    pub(crate) fn is_time_to_abort(&self) -> bool {
        self.plan.abort_after.is_some_and(|after| self.received >= after)
    }

    pub(crate) fn receive(&mut self, bytes: &[u8]) {
        let peer = match self.me {
            Sender::Ours => Sender::Kernel,
            Sender::Kernel => Sender::Ours,
        };
        self.wrong = self.wrong.or_else(|| peer.first_wrong(self.received, bytes));
        self.received += bytes.len() as u64;
    }

    /// Whether it reads nothing now.
    pub(crate) fn is_paused(&mut self, now: Instant) -> bool {
        let Some((after, duration)) = self.plan.pause else { return false };
        if self.received < after {
            return false;
        }
        now.since(*self.paused_at.get_or_insert(now)) < duration
    }
}
