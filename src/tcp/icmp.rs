//! What the network says of our packets, RFC 9293 3.9.2.2, with the checks of RFC 5927.

use super::connection::Connection;
use super::event::CloseReason;
use super::state::State;
use super::trace::Reason;
use crate::time::Instant;
use crate::wire::icmpv4::message_type;
use crate::wire::tcp::SeqNumber;

/// An ICMP error about a segment of this connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IcmpError {
    /// The message's type.
    pub icmp_type: u8,
    /// The message's code.
    pub code: u8,
    /// The next hop's MTU in bytes, where the message gives it (RFC 1191 4).
    pub next_hop_mtu: u16,
    /// The sequence number of the segment that it quotes.
    pub seq: SeqNumber,
}

/// The smallest MTU that a router's word is taken for: every link takes so much (RFC 791 3.2).
const SMALLEST_MTU: u16 = 68;

/// What paths are likely to take, for routers that do not say (RFC 1191 7).
const PLATEAUS: [u16; 9] = [32_000, 17_914, 8166, 4352, 2002, 1492, 1006, 508, 296];

impl Connection {
    /// Takes an ICMP error that quotes a segment between our address and port and the peer's. One that quotes a sequence
    /// number which is not under way is not believed (RFC 5927 4.1).
    pub fn handle_icmp(&mut self, now: Instant, error: &IcmpError) {
        self.trace.at(now);
        let under_way = error.seq.in_window(self.snd.una, self.snd.flight());
        if !under_way || matches!(self.state, State::Closed | State::Listen | State::TimeWait) {
            return;
        }
        match (error.icmp_type, error.code) {
            (message_type::DESTINATION_UNREACHABLE, 4) => self.path_takes_less(now, error.next_hop_mtu),
            // Hard errors abort what is not yet synchronized; an established connection waits for its timers (SHLD-26 as
            // RFC 5927 4.2 tempers it, since anybody can send such a message).
            (message_type::DESTINATION_UNREACHABLE, 2 | 3) if !self.state.is_synchronized() => {
                if self.state == State::SynReceived && self.passive {
                    return self.listen_again(Reason::Unreachable);
                }
                self.end(CloseReason::Unreachable, Reason::Unreachable);
            }
            (
                message_type::DESTINATION_UNREACHABLE | message_type::TIME_EXCEEDED | message_type::PARAMETER_PROBLEM,
                code,
            ) => self.events.unreachable = Some((error.icmp_type, code)),
            _ => {}
        }
    }

    /// RFC 1191: the path's MTU is smaller than was thought. What was too large is sent again in smaller pieces.
    fn path_takes_less(&mut self, _: Instant, mtu: u16) {
        let mtu = match mtu {
            0 => PLATEAUS.into_iter().find(|plateau| *plateau < self.path_mtu).unwrap_or(SMALLEST_MTU),
            mtu => mtu.max(SMALLEST_MTU),
        };
        if mtu >= self.path_mtu {
            return;
        }
        self.path_mtu = mtu;
        let smss = self.smss();
        self.controller.set_smss(smss);
        self.note_window(Reason::PathMtu);
        if self.state.is_synchronized() {
            self.scoreboard.mark_longer_lost(smss, &mut self.trace);
            self.repair_now = true;
        }
    }
}
