//! One end of a world: a connection, what its user has done and has yet to do, and what the rules say of it.

use crate::diagram::{Cause, leads};
use crate::print::print;
use drywire::tcp::{CloseReason, Connection, State};
use drywire::time::Instant;
use drywire::wire::checksum::Sum;

/// What a user does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Call {
    /// Writes a byte, which is a segment of its own.
    Write,
    /// Closes its side (RFC 9293 3.10.4).
    Close,
    /// Aborts the connection (RFC 9293 3.10.5).
    Abort,
}

/// How a user leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Last {
    /// It closes its side.
    Close,
    /// It aborts the connection.
    Abort,
}

/// One end.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(crate) connection: Connection,
    /// How many bytes its user has yet to write.
    pub(crate) unwritten: u8,
    /// How its user leaves, while it has not.
    pub(crate) last: Option<Last>,
    pub(crate) written: u8,
    pub(crate) read: u8,
    /// What was made of all this, as [`Side::settle`] last found it.
    pub(crate) print: u64,
}

/// A packet, as it is on its way.
pub(crate) type Packet = std::sync::Arc<[u8]>;

impl Side {
    pub(crate) fn new(connection: Connection, unwritten: u8, last: Last) -> Self {
        Side { connection, unwritten, last: Some(last), written: 0, read: 0, print: 0 }
    }

    pub(crate) fn state(&self) -> State {
        self.connection.state()
    }

    /// What the user does next; nothing once it has left. While there is no peer to write to, it may only leave.
    pub(crate) fn next_call(&self) -> Option<Call> {
        Some(match self.last? {
            _ if self.unwritten > 0 && self.state() != State::Listen => Call::Write,
            Last::Close => Call::Close,
            Last::Abort => Call::Abort,
        })
    }

    /// The user does what it does next.
    pub(crate) fn call(&mut self) -> Result<(), String> {
        let Some(call) = self.next_call() else { return Ok(()) };
        self.under(Cause::User, |side| match call {
            Call::Write => {
                side.unwritten -= 1;
                let next = side.written + 1;
                match side.connection.write(&[next]) {
                    Ok(1) => side.written = next,
                    Ok(_) => return Err("there is no room for a byte".into()),
                    // There is nobody to write to any more.
                    Err(_) => side.unwritten = 0,
                }
                Ok(())
            }
            Call::Close => {
                side.last = None;
                side.connection.close();
                Ok(())
            }
            Call::Abort => {
                side.last = None;
                side.connection.abort();
                Ok(())
            }
        })
    }

    pub(crate) fn arrives(&mut self, now: Instant, packet: &[u8]) -> Result<(), String> {
        self.under(Cause::Segment, |side| {
            side.connection.handle_packet(now, packet);
            Ok(())
        })
    }

    pub(crate) fn advance(&mut self, now: Instant) -> Result<(), String> {
        self.under(Cause::Time, |side| {
            side.connection.handle_timeout(now);
            Ok(())
        })
    }

    /// Whether there is something to read.
    pub(crate) fn has_unread(&self) -> bool {
        self.connection.info().unread > 0
    }

    /// The user reads what there is: it must be what was written, in order.
    pub(crate) fn read(&mut self, other_wrote: u8) -> Result<(), String> {
        let mut byte = [0];
        while let Ok(1) = self.connection.read(&mut byte) {
            self.read += 1;
            if byte[0] != self.read || self.read > other_wrote {
                return Err(format!("byte {} of the stream is {}", self.read, byte[0]));
            }
        }
        Ok(())
    }

    /// Sends what is to be sent.
    pub(crate) fn settle(&mut self, now: Instant) -> Result<Vec<Packet>, String> {
        while self.connection.poll_event().is_some() {}
        let (mut packets, mut out) = (Vec::new(), [0; 1500]);
        self.under(Cause::User, |side| {
            while let Some(length) = side.connection.poll_transmit(now, &mut out) {
                packets.push(on_the_wire(&mut out[..length]));
                if packets.len() > 100 {
                    return Err("it does not stop sending".into());
                }
            }
            Ok(())
        })?;
        self.print = print(&self.connection, now);
        Ok(packets)
    }

    /// A connection that says it has finished has delivered everything.
    pub(crate) fn check_end(&self, other: &Side) -> Result<(), String> {
        let delivered = usize::from(other.read) + other.connection.info().unread;
        if self.connection.close_reason() == Some(CloseReason::Finished) && delivered < self.written.into() {
            return Err(format!("it has finished, and {delivered} of its {} bytes came", self.written));
        }
        Ok(())
    }

    /// Does something, and holds the change of state against the diagram.
    fn under(&mut self, cause: Cause, act: impl FnOnce(&mut Self) -> Result<(), String>) -> Result<(), String> {
        let before = self.state();
        act(self)?;
        let after = self.state();
        match leads(before, cause, after) {
            true => Ok(()),
            false => Err(format!("from {before} to {after} by {cause:?}")),
        }
    }
}

/// The packet without the number that IPv4 gives it, which tells packets apart that are the same to TCP.
fn on_the_wire(packet: &mut [u8]) -> Packet {
    packet[4..6].fill(0);
    packet[10..12].fill(0);
    let checksum = Sum::new().bytes(&packet[..20]).checksum();
    packet[10..12].copy_from_slice(&checksum.to_be_bytes());
    (&*packet).into()
}
