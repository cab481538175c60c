//! The connection: what it consists of, and its public surface.

use super::ack_policy::AckPolicy;
use super::challenge::ChallengeLimit;
use super::config::{Config, SourceRoute};
use super::congestion::{CongestionControl, RateSampler};
use super::ecn::Ecn;
use super::event::{CloseReason, Event, Events};
use super::info::Counters;
use super::negotiation::{self, Negotiated};
use super::output::Reset;
use super::pacing::Pacer;
use super::receive_buffer::ReceiveBuffer;
use super::recovery::{Phase, Repair, Scoreboard};
use super::rtt::RttEstimator;
use super::send_buffer::SendBuffer;
use super::state::State;
use super::tcb::{ReceiveSequence, SendSequence};
use super::timers::{Timer, TimerTable};
use super::trace::{Reason, Tracer};
use super::validation::Validation;
use super::window::SackHistory;
use crate::reassembly::Stream;
use crate::time::Instant;
use crate::wire::tcp::SeqNumber;
use alloc::boxed::Box;
use core::net::SocketAddrV4;

/// One end of a TCP connection, or one that waits for its peer.
///
/// ```
/// use drywire::tcp::{Config, Connection, Event, Secret, State};
/// use drywire::time::Instant;
/// let (local, remote) = ("10.0.0.1:49152".parse().unwrap(), "10.0.0.2:80".parse().unwrap());
/// let mut now = Instant::ZERO;
/// let mut client = Connection::connect(Config::new(Secret::from_seed(1)), local, remote, now).unwrap();
/// let mut server = Connection::listen(Config::new(Secret::from_seed(2)), remote);
///
/// let mut packet = [0; 1500];
/// for _ in 0..3 {
///     while let Some(length) = client.poll_transmit(now, &mut packet) {
///         server.handle_packet(now, &packet[..length]);
///     }
///     while let Some(length) = server.poll_transmit(now, &mut packet) {
///         client.handle_packet(now, &packet[..length]);
///     }
/// }
/// assert_eq!(client.poll_event(), Some(Event::Connected));
/// assert_eq!(server.state(), State::Established);
/// ```
///
/// A clone goes on from where the original stands, with the same outputs for the same inputs.
#[derive(Clone, Debug)]
pub struct Connection {
    pub(super) config: Config,
    pub(super) local: SocketAddrV4,
    pub(super) remote: Option<SocketAddrV4>,
    pub(super) state: State,
    /// Whether the connection was opened passively, so that a refused peer leaves it listening (MUST-11).
    pub(super) passive: bool,
    pub(super) snd: SendSequence,
    pub(super) rcv: ReceiveSequence,
    pub(super) negotiated: Negotiated,
    pub(super) timestamp_offset: u32,
    /// The largest packet that the path takes, as far as is known.
    pub(super) path_mtu: u16,
    pub(super) send_buffer: SendBuffer,
    pub(super) receive_buffer: ReceiveBuffer,
    pub(super) incoming: Stream,
    /// The user has closed: a FIN follows the data.
    pub(super) closing: bool,
    /// The number of our FIN, once it was sent.
    pub(super) fin: Option<SeqNumber>,
    /// The number of the peer's FIN, once one has come in the window, be it out of order.
    pub(super) peer_fin: Option<SeqNumber>,
    pub(super) scoreboard: Scoreboard,
    pub(super) phase: Phase,
    pub(super) repair: Repair,
    /// SND.NXT at the last loss (RFC 6582 3.2, recover).
    pub(super) recover: Option<SeqNumber>,
    pub(super) duplicate_acks: u32,
    /// One segment may be repaired whatever the window says (RFC 6675 5, step 4.3).
    pub(super) repair_now: bool,
    pub(super) rtt: RttEstimator,
    pub(super) controller: Box<dyn CongestionControl>,
    pub(super) rate: RateSampler,
    pub(super) pacer: Pacer,
    pub(super) ecn: Ecn,
    pub(super) validation: Validation,
    /// Whether the congestion window, and not a lack of data, held the sender back last.
    pub(super) limited: bool,
    pub(super) timers: TimerTable,
    pub(super) acks: AckPolicy,
    pub(super) sacks: SackHistory,
    pub(super) reset: Option<Reset>,
    /// Where the reset goes, where that is not the peer.
    pub(super) reset_to: Option<SocketAddrV4>,
    /// The way back that the peer's segments showed (RFC 9293 3.9.2.1).
    pub(super) returned_route: Option<SourceRoute>,
    pub(super) events: Events,
    pub(super) close_reason: Option<CloseReason>,
    pub(super) challenge: ChallengeLimit,
    /// When something last came from the peer.
    pub(super) last_heard: Instant,
    /// When something was last sent that the peer must acknowledge.
    pub(super) last_sent: Instant,
    /// Since when the oldest unacknowledged data has waited.
    pub(super) waiting_since: Option<Instant>,
    /// Nagle's algorithm has held back what is sent next.
    pub(super) nagle_holds: bool,
    /// How often the oldest segment has been sent again.
    pub(super) retransmissions: u32,
    /// How often the peer's window was probed since it last said something.
    pub(super) probes: u32,
    /// A probe of the peer's window is due.
    pub(super) probe_due: bool,
    /// A probe of an idle peer is due, and how many it did not answer.
    pub(super) keep_alive_due: bool,
    pub(super) keep_alives: u32,
    pub(super) counters: Counters,
    pub(super) trace: Tracer,
    /// Why the segment is sent that was sent last.
    pub(super) sending: Reason,
}

impl Connection {
    /// A connection in CLOSED with nothing in it.
    pub(super) fn new(config: Config, local: SocketAddrV4) -> Self {
        let smss = u32::from(negotiation::DEFAULT_MSS);
        Connection {
            config,
            local,
            remote: None,
            state: State::Closed,
            passive: false,
            snd: SendSequence::default(),
            rcv: ReceiveSequence::default(),
            negotiated: Negotiated::default(),
            timestamp_offset: 0,
            path_mtu: config.mtu.max(68),
            send_buffer: SendBuffer::new(config.send_buffer),
            receive_buffer: ReceiveBuffer::new(&config),
            incoming: Stream::new(config.receive_pieces),
            closing: false,
            fin: None,
            peer_fin: None,
            scoreboard: Scoreboard::default(),
            phase: Phase::default(),
            repair: Repair::default(),
            recover: None,
            duplicate_acks: 0,
            repair_now: false,
            rtt: RttEstimator::new(config.min_rto, config.max_rto),
            controller: (config.controller)(smss, smss),
            rate: RateSampler::default(),
            pacer: Pacer::default(),
            ecn: Ecn::default(),
            validation: Validation::default(),
            limited: false,
            timers: TimerTable::default(),
            acks: AckPolicy::default(),
            sacks: SackHistory::default(),
            reset: None,
            reset_to: None,
            returned_route: None,
            events: Events::default(),
            close_reason: None,
            challenge: ChallengeLimit::default(),
            last_heard: Instant::ZERO,
            last_sent: Instant::ZERO,
            waiting_since: None,
            nagle_holds: false,
            retransmissions: 0,
            probes: 0,
            probe_due: false,
            keep_alive_due: false,
            keep_alives: 0,
            counters: Counters::default(),
            trace: Tracer::new(config.trace),
            sending: Reason::NewData,
        }
    }

    /// The state (RFC 9293 3.3.2).
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// Our own address and port.
    #[must_use]
    pub const fn local(&self) -> SocketAddrV4 {
        self.local
    }

    /// The peer's address and port; nothing while we wait for one.
    #[must_use]
    pub const fn remote(&self) -> Option<SocketAddrV4> {
        self.remote
    }

    /// Why the connection has ended; nothing while it has not.
    #[must_use]
    pub const fn close_reason(&self) -> Option<CloseReason> {
        self.close_reason
    }

    /// When to call [`Connection::handle_timeout`] next; nothing while no timer runs. The answer may change with every other
    /// call, so ask after [`Connection::poll_transmit`] has said that there is nothing more.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.timers.next()
    }

    /// What the user may want to act on next. The answer may change with [`Connection::handle_packet`],
    /// [`Connection::handle_segment`], [`Connection::handle_icmp`], [`Connection::handle_timeout`] and
    /// [`Connection::abort`].
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.next()
    }

    /// Ends the connection: nothing is kept but what the user has yet to read, nothing is sent but a reset that is due.
    pub(super) fn end(&mut self, reason: CloseReason, why: Reason) {
        self.enter(State::Closed, why);
        self.timers.stop_all();
        self.send_buffer.clear();
        self.scoreboard = Scoreboard::default();
        self.incoming.forget_ahead();
        self.acks = AckPolicy::default();
        (self.probe_due, self.keep_alive_due, self.waiting_since) = (false, false, None);
        self.close_reason = Some(reason);
        self.events.closed = Some(reason);
    }

    /// Whether a peer that is lost before the connection is established leaves it listening (MUST-11): not where the user
    /// has already written or closed, since that was for this peer.
    pub(super) fn may_listen_again(&self) -> bool {
        self.passive && self.state == State::SynReceived && !self.closing && self.send_buffer.len() == 0
    }

    /// Goes back to waiting for a peer, as a passive open began (RFC 9293 3.5, figure 10 and 3.10.7.4).
    pub(super) fn listen_again(&mut self, why: Reason) {
        self.enter(State::Listen, why);
        let (state, counters, trace) = (self.state, self.counters, core::mem::take(&mut self.trace));
        *self = Connection { state, passive: true, counters, trace, ..Connection::new(self.config, self.local) };
    }

    /// Enters TIME-WAIT for 2 MSL (RFC 9293 3.6.1, MUST-13); all other timers are turned off.
    pub(super) fn enter_time_wait(&mut self, now: Instant, why: Reason) {
        self.enter(State::TimeWait, why);
        self.timers.stop_all();
        self.waiting_since = None;
        self.timers.set(Timer::TimeWait, now + self.config.msl * 2);
    }

    /// The largest segment that is sent, data and TCP options together, in bytes.
    pub(super) fn segment_limit(&self) -> u16 {
        negotiation::segment_limit(&self.negotiated, self.path_mtu, self.ip_options_length())
    }

    /// SMSS: the data that fits a full-sized segment, in bytes.
    pub(super) fn smss(&self) -> u32 {
        let options = if self.negotiated.timestamps.is_some() { 12 } else { 0 };
        u32::from(self.segment_limit()).saturating_sub(options).max(1)
    }

    /// IW in bytes (RFC 6928 2).
    pub(super) fn initial_window(&self) -> u32 {
        let smss = self.smss();
        (self.config.initial_window * smss).min((2 * smss).max(14_600))
    }

    /// Sets the congestion controller up for a connection whose SYNs have been exchanged (RFC 6928 2).
    pub(super) fn begin_congestion_control(&mut self) {
        self.controller = (self.config.controller)(self.smss(), self.initial_window());
        self.note_window(Reason::InitialWindow);
        if self.retransmissions > 0 {
            self.rtt.syn_was_lost();
            self.controller.syn_was_lost();
            self.note_window(Reason::SynWasLost);
        }
    }

    /// TSval: milliseconds, from a place that nobody outside knows (RFC 7323 5.4).
    pub(super) fn timestamp(&self, now: Instant) -> u32 {
        ((now.as_micros() / 1000) as u32).wrapping_add(self.timestamp_offset)
    }

    /// Whether everything we sent, our FIN included, is acknowledged.
    pub(super) fn fin_is_acknowledged(&self) -> bool {
        self.fin.is_some_and(|fin| self.snd.una.after(fin))
    }

    /// Data that has not been sent yet, in bytes.
    pub(super) fn unsent(&self) -> u32 {
        let end = self.send_buffer.end();
        if self.fin.is_some() || end.before(self.snd.nxt) { 0 } else { end - self.snd.nxt }
    }

    /// Whether a FIN is to be sent and has not been.
    pub(super) const fn fin_is_due(&self) -> bool {
        self.closing && self.fin.is_none()
    }
}
