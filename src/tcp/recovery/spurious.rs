//! F-RTO, RFC 5682: after a timeout, is what arrives next the original data? Then nothing was lost, only late.

use super::{News, Phase};
use crate::tcp::connection::Connection;

/// How far the test after a timeout has come (RFC 5682 2.1 and 3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::tcp) enum ForwardRto {
    /// There is none.
    #[default]
    Off,
    /// Step 2: the first acknowledgment of something new is waited for.
    Waiting,
    /// Step 3: the next one decides; meanwhile so many new segments may be sent, and nothing again.
    Probing {
        /// How many.
        left: u8,
    },
}

/// How many new segments are sent in step 3 (RFC 5682 2.1, step 2b).
const PROBES: u8 = 2;

impl Connection {
    /// Takes an acknowledgment after a timeout (RFC 5682 3.1). Says whether the timeout proves to have been spurious.
    pub(super) fn is_timeout_spurious(&mut self, news: &News) -> bool {
        let Phase::Timeout { point } = self.phase else { return false };
        let forward_rto = &mut self.repair.forward_rto;
        match *forward_rto {
            ForwardRto::Off => false,
            ForwardRto::Waiting if !news.advanced => false,
            // Step 2: all is acknowledged by the one that was sent again, or there is more to learn.
            ForwardRto::Waiting => {
                let over = !self.snd.una.before(point);
                *forward_rto = if over { ForwardRto::Off } else { ForwardRto::Probing { left: PROBES } };
                false
            }
            // Step 3: only data from before the timeout, sent once, says that it was spurious.
            ForwardRto::Probing { .. } => {
                *forward_rto = ForwardRto::Off;
                let beyond = self.scoreboard.highest().is_some_and(|highest| highest.after(point));
                !beyond && news.delivered.original.is_some_and(|first| first.before(point))
            }
        }
    }
}
