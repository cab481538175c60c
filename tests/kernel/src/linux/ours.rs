//! Our end: a connection, and the application on it.

use super::bytes::Sender;
use super::plan::{Ending, Plan, Progress};
use drywire::tcp::{CloseReason, Connection, Event, ReadError};
use drywire::time::Instant;

pub(crate) struct Ours {
    pub(crate) connection: Connection,
    pub(crate) progress: Progress,
    /// Whether our window was ever closed, and the kernel's.
    pub(crate) closed_window: bool,
    pub(crate) saw_closed_window: bool,
    buffer: Vec<u8>,
}

impl Ours {
    pub(crate) fn new(connection: Connection, plan: Plan) -> Self {
        let progress = Progress::new(Sender::Ours, plan);
        Ours { connection, progress, closed_window: false, saw_closed_window: false, buffer: vec![0; 65_536] }
    }

    /// Does what an application does when it is woken up.
    pub(crate) fn run(&mut self, now: Instant) {
        while let Some(event) = self.connection.poll_event() {
            if let Event::Closed(reason) = event {
                self.progress.ending = Some(ending(reason));
            }
        }
        if !self.connection.state().is_synchronized() {
            return;
        }
        let info = self.connection.info();
        self.closed_window |= info.receive_window == 0;
        self.saw_closed_window |= info.send_window == 0;
        if !self.progress.is_paused(now) {
            self.read();
        }
        if self.progress.is_time_to_abort() {
            return self.connection.abort();
        }
        while let Ok(count @ 1..) = self.connection.write(self.progress.to_send()) {
            self.progress.sent += count as u64;
        }
        if self.progress.is_time_to_close() {
            self.connection.close();
        }
    }

    fn read(&mut self) {
        loop {
            match self.connection.read(&mut self.buffer) {
                Ok(0) | Err(ReadError::WouldBlock | ReadError::Closed(_)) => return,
                Ok(count) => self.progress.receive(&self.buffer[..count]),
                Err(ReadError::Finished) => {
                    self.progress.peer_closed = true;
                    return;
                }
            }
        }
    }
}

fn ending(reason: CloseReason) -> Ending {
    match reason {
        CloseReason::Finished => Ending::Finished,
        CloseReason::Refused => Ending::Refused,
        CloseReason::ResetByPeer => Ending::Reset,
        CloseReason::Aborted => Ending::Aborted,
        CloseReason::TimedOut | CloseReason::Unreachable => Ending::Other(reason.to_string()),
    }
}
