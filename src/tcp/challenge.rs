//! How many challenge acknowledgments a connection sends, RFC 5961 7.

use crate::time::{Duration, Instant};

/// The window over which they are counted.
const WINDOW: Duration = Duration::from_secs(5);

/// Counts challenge acknowledgments.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ChallengeLimit {
    since: Instant,
    sent: u32,
}

impl ChallengeLimit {
    /// Whether one more may be sent, which is then counted.
    pub(super) fn permits(&mut self, now: Instant, limit: u32) -> bool {
        if now.since(self.since) >= WINDOW {
            (self.since, self.sent) = (now, 0);
        }
        let permitted = self.sent < limit;
        self.sent += u32::from(permitted);
        permitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc5961_7_no_more_than_the_limit_in_five_seconds() {
        let mut challenge = ChallengeLimit::default();
        let mut sent = |millis| (0..20).filter(|_| challenge.permits(Instant::from_millis(millis), 10)).count();
        assert_eq!([sent(0), sent(4999), sent(5000), sent(5001)], [10, 0, 10, 0]);
    }
}
