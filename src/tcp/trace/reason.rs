//! Why a connection does what it does: every cause, once, with the section that has the rule.

/// Declares the reasons: a variant, its name, its section, and the cause in words.
macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident, $name:literal, $section:literal, $text:literal;)*) => {
        /// Why a connection did something. Not every reason can stand beside every [`Change`](super::Change).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Reason {
            $($(#[$doc])* $variant,)*
        }

        impl Reason {
            /// All of them, in the order of their numbers.
            pub const ALL: [Reason; [$($name),*].len()] = [$(Reason::$variant),*];

            /// Its name, as JavaScript has it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Reason::$variant => $name,)*
                }
            }

            /// Where the rule stands: an RFC's or a draft's section.
            #[must_use]
            pub const fn section(self) -> &'static str {
                match self {
                    $(Reason::$variant => $section,)*
                }
            }

            /// The cause in words.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Reason::$variant => $text,)*
                }
            }
        }
    };
}

reasons! {
    /// The user opened the connection passively.
    PassiveOpen, "passive-open", "RFC 9293 3.10.1", "the user waits for a connection";
    /// The user opened the connection actively.
    Open, "open", "RFC 9293 3.10.1", "the user asks for a connection";
    /// A SYN came to a connection that waits for one.
    SynReceived, "syn-received", "RFC 9293 3.10.7.2", "a SYN came: ours goes out with its acknowledgment";
    /// Both sides have sent a SYN before either had the other's.
    SimultaneousOpen, "simultaneous-open", "RFC 9293 3.10.7.3", "a SYN came that acknowledges nothing: both sides opened at once";
    /// The peer's SYN acknowledges ours.
    SynAnswered, "syn-answered", "RFC 9293 3.10.7.3", "the peer's SYN came and acknowledges ours";
    /// Our SYN is acknowledged, and the peer's had come before.
    SynAcknowledged, "syn-acknowledged", "RFC 9293 3.10.7.4", "our SYN is acknowledged";
    /// A newer SYN ends TIME-WAIT.
    NewerSyn, "newer-syn", "RFC 9293 3.10.7.4", "a SYN came that is newer than the connection: it opens anew";
    /// The peer has sent its SYN again.
    SynRepeated, "syn-repeated", "RFC 9293 3.10.7.4", "the peer's SYN came again: it has not had ours";
    /// A SYN in the window of a connection that waits for the acknowledgment of its own.
    SynInWindow, "syn-in-window", "RFC 9293 3.10.7.4", "a SYN came in the window: waiting for a peer again";

    /// There is data that was not sent before.
    NewData, "new-data", "RFC 9293 3.10.2", "there is new data, and room for it";
    /// What was held back by Nagle's algorithm may go.
    NagleReleased, "nagle-released", "RFC 9293 3.7.4", "a small segment has waited for company, and need not any more";
    /// New data, as much as proportional rate reduction lets out while losses are repaired.
    Prr, "prr", "RFC 6937 3", "losses are being repaired: new data in proportion to what arrives";
    /// New data after a timeout, to learn whether it was spurious.
    ForwardRto, "f-rto", "RFC 5682 3.1", "new data after a timeout: its acknowledgment tells whether anything was lost";
    /// The peer's window is closed or too small, and is asked for.
    WindowProbe, "window-probe", "RFC 9293 3.8.6.1", "the peer's window has been too small for long: it is asked for";
    /// The peer has been silent for too long after the last segment.
    TailLossProbe, "tail-loss-probe", "RFC 8985 7.3", "nothing has come for two round trips after the last segment: one more asks";
    /// Everything is sent, and the user has closed.
    Fin, "fin", "RFC 9293 3.10.4", "the user has nothing more to send: a FIN goes out";
    /// The peer was idle for the time that the user set.
    KeepAlive, "keep-alive", "RFC 9293 3.8.4", "the peer has been silent: is it still there?";

    /// Two full-sized segments have come.
    AckSecond, "ack-second", "RFC 9293 3.8.6.3", "two full-sized segments are acknowledged at once";
    /// An acknowledgment has waited for as long as it may.
    AckDelayed, "ack-delayed", "RFC 9293 3.8.6.3", "an acknowledgment has waited long enough for company";
    /// A segment came out of order, or filled a gap.
    AckOutOfOrder, "ack-out-of-order", "RFC 5681 4.2", "a segment came out of order or into a gap: the sender is told at once";
    /// A segment brought nothing new, or something beyond the window.
    AckUnacceptable, "ack-unacceptable", "RFC 9293 3.10.7.4", "a segment came that is not new or not in the window: where we stand is said again";
    /// A segment that anybody could have sent is answered with where we stand.
    Challenge, "challenge", "RFC 5961 3 to 5", "a segment came that may be forged: the peer is asked to show that it is not";
    /// The peer's SYN or FIN came.
    AckControl, "ack-control", "RFC 9293 3.10.7", "the peer's SYN or FIN is acknowledged at once";
    /// A router has marked a packet.
    AckMark, "ack-mark", "RFC 3168 6.1.3", "a packet came marked: the sender is told";
    /// The user has read, so that there is room again.
    WindowUpdate, "window-update", "RFC 9293 3.8.6.2.2", "the user has read: there is room again";
    /// A segment came for which there is no connection, or that acknowledges what was never sent.
    ResetUnknown, "reset-unknown", "RFC 9293 3.5.2", "a segment came that belongs to no connection of ours";

    /// A segment that was sent later has arrived, long enough ago.
    Rack, "rack", "RFC 8985 6.2", "what was sent later has arrived, and the reordering window has passed";
    /// Three acknowledgments say the same.
    DuplicateAcks, "duplicate-acks", "RFC 5681 3.2", "the third duplicate acknowledgment";
    /// An acknowledgment covers a part of what was under way at the loss.
    PartialAck, "partial-ack", "RFC 6582 3.2", "an acknowledgment ends where the next loss begins";
    /// The retransmission timer went off.
    Rto, "rto", "RFC 6298 5.4", "nothing was acknowledged for the whole retransmission timeout";
    /// The peer has thrown away what it had told of.
    Reneged, "reneged", "RFC 2018 8", "the peer does not acknowledge what it said it had: it has thrown it away";
    /// What was under way when the peer's window was closed found no room.
    WindowReopened, "window-reopened", "RFC 9293 3.8.6.1", "the peer's window is open again: what found it closed was dropped";
    /// The path takes smaller packets than was thought.
    PathMtu, "path-mtu", "RFC 1191 6.4", "a router says that the path takes smaller packets";

    /// The connection begins.
    InitialWindow, "initial-window", "RFC 6928 2", "the connection is established: the initial window";
    /// The SYN had to be sent again.
    SynWasLost, "syn-was-lost", "RFC 5681 3.1", "the SYN had to be sent again: data begins with one segment";
    /// Below ssthresh: as much more as arrives.
    SlowStart, "slow-start", "RFC 5681 3.1", "slow start: as much more as was acknowledged";
    /// The first slow start, which ends when round trips grow longer.
    HyStart, "hystart", "RFC 9406 4.2", "slow start, which ends when round trips grow longer";
    /// Above ssthresh: a segment more each round trip.
    CongestionAvoidance, "congestion-avoidance", "RFC 5681 3.1", "congestion avoidance: a segment more each round trip";
    /// CUBIC's function of the time since the last loss.
    Cubic, "cubic", "RFC 9438 4.2", "congestion avoidance: a cubic function of the time since the last loss";
    /// BBR's model.
    Model, "model", "draft-cardwell-iccrg-bbr-congestion-control-00 4.2.3", "the bandwidth and the round trip that were measured";
    /// A loss was found by acknowledgments.
    Loss, "loss", "RFC 5681 3.2", "data was lost: the window shrinks once for all that was under way";
    /// The retransmission timer went off.
    Timeout, "timeout", "RFC 5681 3.1", "the retransmission timer went off: sending begins anew with one segment";
    /// A tail loss probe has repaired a loss.
    ProbeRepaired, "probe-repaired", "RFC 8985 7.4.2", "the tail loss probe has replaced what was lost, which speaks for congestion";
    /// Routers have marked packets.
    Mark, "mark", "RFC 3168 6.1.2", "routers have marked packets: the window shrinks as for a loss";
    /// All that was under way at the loss is acknowledged.
    Recovered, "recovered", "RFC 6675 5", "everything that was under way when the loss was found is acknowledged";
    /// All that was sent again came twice.
    DuplicateSack, "d-sack", "RFC 2883 5", "all that was sent again came twice: nothing was lost";
    /// What is acknowledged is the original.
    Eifel, "eifel", "RFC 3522 3.2", "the timestamp that comes back is the original's: nothing was lost";
    /// After the timeout the original data is acknowledged.
    TimeoutSpurious, "timeout-spurious", "RFC 5682 3.1", "what was not sent again is acknowledged after the timeout: nothing was lost";
    /// The window was not used for as long as it is kept.
    NotValidated, "not-validated", "RFC 7661 4.4.3", "the window was not used for five minutes";
    /// Nothing was sent for longer than a retransmission timeout.
    IdleRestart, "idle-restart", "RFC 5681 4.1", "nothing was sent for longer than the retransmission timeout";

    /// The peer's FIN came.
    PeerFin, "peer-fin", "RFC 9293 3.10.7.4", "the peer has nothing more to send: its FIN came";
    /// Our FIN is acknowledged.
    FinAcknowledged, "fin-acknowledged", "RFC 9293 3.10.7.4", "our FIN is acknowledged";
    /// 2 MSL have passed.
    TimeWaitOver, "time-wait-over", "RFC 9293 3.10.8", "twice the longest life of a segment has passed";
    /// The user has closed before there was a connection.
    Close, "close", "RFC 9293 3.10.4", "the user has closed before there was a connection";
    /// The user has aborted.
    Abort, "abort", "RFC 9293 3.10.5", "the user has aborted";
    /// The peer's reset came.
    ResetReceived, "reset-received", "RFC 9293 3.10.7.4", "the peer's reset came";
    /// The peer's reset answers our SYN.
    Refused, "refused", "RFC 9293 3.10.7.3", "the peer refused the connection";
    /// A segment was sent again for as long as R2 allows.
    RetransmissionLimit, "retransmission-limit", "RFC 9293 3.8.3", "the peer has not answered for as long as R2 allows";
    /// The user's own limit has passed.
    UserTimeout, "user-timeout", "RFC 9293 3.9.1", "the peer has not answered for as long as the user allows";
    /// As many keep-alives as may be went unanswered.
    KeepAliveUnanswered, "keep-alive-unanswered", "RFC 9293 3.8.4", "the peer has not answered any keep-alive";
    /// The network says that there is no such host, protocol or port.
    Unreachable, "unreachable", "RFC 9293 3.9.2.2", "the network says that the peer can't be reached";
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    /// The package has them by their numbers and names.
    #[test]
    fn reasons_stand_at_their_numbers_and_names_are_unique() {
        assert!(Reason::ALL.iter().enumerate().all(|(number, reason)| *reason as usize == number));
        let names: BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.name()).collect();
        assert_eq!(names.len(), Reason::ALL.len());
        assert_eq!(size_of::<Option<Reason>>(), 1, "a segment under way has room for one byte");
    }

    #[test]
    fn every_reason_names_a_section() {
        for reason in Reason::ALL {
            let section = reason.section();
            let number = section.strip_prefix("RFC ").or_else(|| section.strip_prefix("draft-"));
            assert!(number.is_some_and(|number| number.contains(' ')), "{section}");
            assert!(!reason.text().is_empty() && !reason.text().ends_with('.'), "{}", reason.text());
        }
    }
}
