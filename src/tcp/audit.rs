//! What must hold of a connection at every moment, whatever came and whatever its user has called.

use super::connection::Connection;
use super::state::State;
use super::timers::Timer;

impl Connection {
    /// Checks what must always hold: SND.UNA <= SND.NXT (RFC 9293 3.4), what is under way is listed without a gap, buffers and
    /// memory are within their bounds, the window that was offered has room, and what waits has a timer. For tests, fuzzers
    /// and simulations: a connection for which this fails has a defect. Its time grows with what is under way.
    ///
    /// To be called once [`Connection::poll_transmit`] has nothing more.
    ///
    /// # Errors
    /// The rule that does not hold.
    ///
    /// ```
    /// use drywire::tcp::{Config, Connection, Secret};
    /// let mut connection = Connection::listen(Config::new(Secret::from_seed(1)), "10.0.0.1:80".parse().unwrap());
    /// assert_eq!(connection.audit(), Ok(()));
    /// ```
    pub fn audit(&self) -> Result<(), &'static str> {
        let c = self;
        let closed = c.state == State::Closed;
        let rules = [
            (!c.snd.nxt.before(c.snd.una), "RFC 9293 3.4: SND.UNA <= SND.NXT"),
            (closed || c.scoreboard.is_consistent(c.snd.una, c.snd.nxt), "what is under way is listed"),
            (c.send_buffer.len() <= send_buffer(c), "the send buffer is bounded"),
            (closed || c.scoreboard.pipe() <= c.snd.flight(), "pipe is a part of the flight"),
            (window_has_room(c), "the window that was offered has room in the buffer"),
            (memory_is_bounded(c), "memory is bounded by the buffers"),
            (!c.acks.is_due(), "an acknowledgment that is due is sent"),
            (timers_run(c), "what waits has a timer"),
        ];
        rules.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, rule)| Err(rule))
    }
}

/// The most that may wait to be sent or acknowledged.
fn send_buffer(c: &Connection) -> usize {
    c.config.send_buffer.max(c.config.send_buffer_limit)
}

/// What was offered and has not come, and what has come and was not read, fit in the receive buffer.
fn window_has_room(c: &Connection) -> bool {
    let ready = c.incoming.ready();
    let size = c.receive_buffer.size();
    let within = size == c.config.receive_buffer || size <= c.config.receive_buffer_limit;
    within && (ready + c.rcv.wnd() as usize <= size || c.rcv.wnd() == 0 && ready <= size)
}

/// Blocks of bytes may be taken whole, and each byte under way may be a segment of its own.
fn memory_is_bounded(c: &Connection) -> bool {
    const SLACK: usize = 64 * 1024;
    let buffers = 2 * (send_buffer(c) + c.receive_buffer.size());
    let segments = 2 * size_of::<super::recovery::Sent>() * (c.snd.flight() as usize + 16);
    let closed = c.state == State::Closed;
    c.info().memory <= buffers + SLACK + if closed { 0 } else { segments }
}

/// Nothing waits for ever: neither data nor FIN nor SYN nor acknowledgment nor TIME-WAIT.
fn timers_run(c: &Connection) -> bool {
    let runs = |timer| c.timers.runs(timer);
    let waits = c.unsent() > 0 || c.fin_is_due() || !c.scoreboard.is_empty();
    let acknowledged = !c.acks.may_wait() || runs(Timer::DelayedAck);
    acknowledged
        && match c.state {
            State::Closed | State::Listen => c.timers.next().is_none(),
            State::SynSent | State::SynReceived => runs(Timer::Retransmit),
            State::TimeWait => runs(Timer::TimeWait),
            _ => !waits || [Timer::Retransmit, Timer::Persist, Timer::Pace].into_iter().any(runs),
        }
}
