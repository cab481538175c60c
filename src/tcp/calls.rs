//! The user's calls, RFC 9293 3.9.1 and 3.10.1 to 3.10.6. STATUS is [`Connection::info`].

use super::config::Config;
use super::connection::Connection;
use super::error::{OpenError, ReadError, WriteError};
use super::event::CloseReason;
use super::output::Reset;
use super::state::State;
use super::trace::Reason;
use crate::time::Instant;
use core::net::{Ipv4Addr, SocketAddrV4};

impl Connection {
    /// Opens a connection actively (RFC 9293 3.10.1): a SYN is the next thing to transmit. The local address is one of the
    /// caller's own, chosen before (MUST-44).
    ///
    /// # Errors
    /// An address is not one host's, or a port is 0 (MUST-46).
    pub fn connect(config: Config, local: SocketAddrV4, remote: SocketAddrV4, now: Instant) -> Result<Self, OpenError> {
        if !is_one_host(*remote.ip()) || !is_one_host(*local.ip()) {
            return Err(OpenError::InvalidAddress);
        }
        if remote.port() == 0 || local.port() == 0 {
            return Err(OpenError::InvalidPort);
        }
        let mut connection = Connection::new(config, local);
        connection.trace.at(now);
        connection.begin(remote, now);
        connection.enter(State::SynSent, Reason::Open);
        Ok(connection)
    }

    /// Opens a connection passively (RFC 9293 3.10.1): it waits for a SYN to its local address and port, from anywhere.
    #[must_use]
    pub fn listen(config: Config, local: SocketAddrV4) -> Self {
        let mut connection = Connection { passive: true, ..Connection::new(config, local) };
        connection.enter(State::Listen, Reason::PassiveOpen);
        connection
    }

    /// Gives the connection its peer and its initial sequence number.
    pub(super) fn begin(&mut self, remote: SocketAddrV4, now: Instant) {
        let iss = self.config.secret.initial_sequence(now, self.local, remote);
        self.remote = Some(remote);
        (self.snd.iss, self.snd.una, self.snd.nxt) = (iss, iss, iss);
        self.send_buffer.begin(iss + 1);
        self.timestamp_offset = self.config.secret.timestamp_offset(self.local, remote);
        (self.last_heard, self.last_sent, self.waiting_since) = (now, now, Some(now));
    }

    /// Queues data to be sent (RFC 9293 3.10.2, SEND); gives how many bytes there was room for. What is queued before the
    /// connection is established is sent then. All data is pushed: the last segment of what is queued has PSH (MUST-61).
    ///
    /// # Errors
    /// There is no connection, this side has been closed, or the connection has ended.
    pub fn write(&mut self, data: &[u8]) -> Result<usize, WriteError> {
        match self.state {
            State::Closed => Err(self.close_reason.map_or(WriteError::NotConnected, WriteError::Closed)),
            State::Listen => Err(WriteError::NotConnected),
            state if self.closing || !state.may_send() => Err(WriteError::Closing),
            _ => Ok(self.send_buffer.write(data)),
        }
    }

    /// Queues data and marks the end of it as urgent (RFC 9293 3.8.5). New applications should not (SHLD-13).
    ///
    /// # Errors
    /// As [`Connection::write`].
    pub fn write_urgent(&mut self, data: &[u8]) -> Result<usize, WriteError> {
        let count = self.write(data)?;
        if count > 0 {
            self.snd.up = Some(self.send_buffer.end());
        }
        Ok(count)
    }

    /// Reads data (RFC 9293 3.10.3, RECEIVE); gives how many bytes there were. What has come before the connection ended can
    /// still be read, unless it was reset or aborted.
    ///
    /// # Errors
    /// Nothing to read yet, nothing more to come, or the connection has ended.
    pub fn read(&mut self, out: &mut [u8]) -> Result<usize, ReadError> {
        let count = self.incoming.read(out);
        if count > 0 {
            self.has_been_read();
            return Ok(count);
        }
        if self.incoming.ready() > 0 {
            return Ok(0);
        }
        match (self.state, self.close_reason) {
            (State::CloseWait | State::Closing | State::LastAck | State::TimeWait, _) => Err(ReadError::Finished),
            (_, Some(CloseReason::Finished)) => Err(ReadError::Finished),
            (_, Some(reason)) => Err(ReadError::Closed(reason)),
            _ => Err(ReadError::WouldBlock),
        }
    }

    /// Closes our side (RFC 9293 3.10.4): what is queued is sent, then a FIN. The peer may go on sending and can still be read.
    /// A connection that waits for its peer ends at once; one whose SYN is under way does so if nothing is queued, and is
    /// otherwise closed after what is queued has been sent.
    pub fn close(&mut self) {
        match self.state {
            State::Closed => {}
            State::Listen => self.end(CloseReason::Finished, Reason::Close),
            State::SynSent if self.send_buffer.len() == 0 => self.end(CloseReason::Aborted, Reason::Close),
            _ => self.closing = true,
        }
    }

    /// Aborts the connection (RFC 9293 3.10.5): everything queued is dropped, and the peer gets a reset where it may know of
    /// the connection.
    pub fn abort(&mut self) {
        if self.state == State::Closed {
            return;
        }
        let tell = matches!(
            self.state,
            State::SynReceived | State::Established | State::FinWait1 | State::FinWait2 | State::CloseWait
        );
        if tell {
            self.reset = Some(Reset { seq: self.snd.nxt, ack: None, why: Reason::Abort });
        }
        self.incoming.consume(usize::MAX);
        self.end(CloseReason::Aborted, Reason::Abort);
    }

    /// Changes the differentiated services code point of what is sent from now on (SHLD-21), 6 bits.
    pub fn set_dscp(&mut self, dscp: u8) {
        self.config.dscp = dscp & 0x3f;
    }

    /// Turns Nagle's algorithm on or off (MUST-17).
    pub fn set_nagle(&mut self, nagle: bool) {
        self.config.nagle = nagle;
    }

    /// Changes R2, how long a segment is retransmitted before the connection is given up (MUST-21).
    pub fn set_r2(&mut self, r2: crate::time::Duration) {
        self.config.r2 = r2;
    }

    /// How many bytes from the first unread one there are to the last urgent one; nothing where none is urgent (MUST-33).
    #[must_use]
    pub fn urgent_ahead(&self) -> Option<u32> {
        let up = self.rcv.up?;
        // RCV.NXT counts the peer's FIN once it is taken; the stream does not.
        let fin = self.peer_fin.is_some_and(|fin| self.rcv.nxt == fin + 1);
        let first_unread = self.rcv.nxt.0.wrapping_sub(self.incoming.ready() as u32 + u32::from(fin));
        let ahead = up.0.wrapping_sub(first_unread);
        (ahead as i32 > 0).then_some(ahead)
    }
}

/// Whether an address can be one host's: not unspecified, broadcast or multicast (MUST-46, MUST-57, MUST-63).
pub(super) const fn is_one_host(address: Ipv4Addr) -> bool {
    !address.is_unspecified() && !address.is_broadcast() && !address.is_multicast()
}
