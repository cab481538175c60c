//! RFC 9293 3.10.7.4: a segment for a connection in any other state. The steps are the RFC's, in its order, one file each.
//! The third, security and compartment, has no counterpart here: there are no compartments.

use super::super::connection::Connection;
use super::super::segment::Segment;
use super::super::trace::Reason;
use super::Disposition;
use crate::time::Instant;

impl Connection {
    pub(super) fn arrives_in_synchronized(&mut self, now: Instant, segment: &mut Segment<'_>) {
        let owed = self.acks.owed();
        let outcome = self.steps(now, segment);
        // One segment has one acknowledgment, however many steps ask for it: the peer counts them.
        self.acks.owe_at_most(owed + 1);
        match outcome {
            Disposition::Continue | Disposition::Drop => {}
            Disposition::Acknowledge => self.acks.at_once(Reason::AckUnacceptable),
            Disposition::Challenge => self.challenge(now),
            Disposition::Reset(reset) => self.reset = Some(reset),
            Disposition::Listen(why) => self.listen_again(why),
            Disposition::ListenTo => self.reopen(now, segment),
            Disposition::Close(reason, why) => self.end(reason, why),
        }
    }

    fn steps(&mut self, now: Instant, segment: &mut Segment<'_>) -> Disposition {
        let steps = [
            Self::check_sequence,
            Self::check_reset,
            Self::check_syn,
            Self::check_ack,
            Self::check_urgent,
            Self::take_text,
            Self::take_fin,
        ];
        for step in steps {
            match step(self, now, segment) {
                Disposition::Continue => {}
                end => return end,
            }
        }
        Disposition::Continue
    }

    /// Sends a challenge acknowledgment where the limit permits (RFC 5961 7).
    fn challenge(&mut self, now: Instant) {
        if self.challenge.permits(now, self.config.challenge_acks) {
            self.counters.challenges += 1;
            self.acks.at_once(Reason::Challenge);
        }
    }

    /// A newer SYN ends TIME-WAIT and opens the connection anew, with a sequence number beyond the old ones
    /// (RFC 9293 3.10.7.4, MAY-2).
    fn reopen(&mut self, now: Instant, segment: &Segment<'_>) {
        let (Some(remote), beyond) = (self.remote, self.snd.nxt) else { return };
        self.listen_again(Reason::NewerSyn);
        self.arrives_in_listen(now, remote, segment);
        if !self.snd.iss.after(beyond) {
            let iss = beyond + 250_000;
            (self.snd.iss, self.snd.una, self.snd.nxt) = (iss, iss, iss);
            self.send_buffer.begin(iss + 1);
        }
    }
}
