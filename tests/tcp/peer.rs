//! An application at one end: it writes a known stream, reads and checks the peer's, and closes.

use drywire::sim::Endpoint;
use drywire::tcp::{CloseReason, Connection, Event, ReadError};
use drywire::time::{Duration, Instant};

/// The byte that stands at an offset of every stream that is sent.
pub(crate) fn byte_at(offset: u64) -> u8 {
    (offset.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8
}

/// One end of a transfer.
#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) connection: Connection,
    pub(crate) to_send: u64,
    pub(crate) sent: u64,
    pub(crate) received: u64,
    pub(crate) wrong: Option<u64>,
    pub(crate) finished: bool,
    pub(crate) events: Vec<(Instant, Event)>,
    pub(crate) closed: Option<(Instant, CloseReason)>,
    /// How long what has come is left unread, and until when it is.
    pause: Duration,
    reads_at: Instant,
    buffer: Vec<u8>,
}

impl Peer {
    pub(crate) fn new(connection: Connection, to_send: u64) -> Self {
        Peer {
            connection,
            to_send,
            sent: 0,
            received: 0,
            wrong: None,
            finished: false,
            events: Vec::new(),
            closed: None,
            pause: Duration::ZERO,
            reads_at: Instant::ZERO,
            buffer: vec![0; 65_536],
        }
    }

    /// The same, but one that leaves what has come unread for a time, so that its window closes.
    pub(crate) fn pausing(self, pause: Duration) -> Self {
        Peer { pause, ..self }
    }

    /// Does what an application does when it is woken up.
    fn run(&mut self, now: Instant) {
        while let Some(event) = self.connection.poll_event() {
            if let Event::Closed(reason) = event {
                self.closed = Some((now, reason));
            }
            if self.events.len() < 10_000 {
                self.events.push((now, event));
            }
        }
        if now >= self.reads_at {
            self.drain();
            self.reads_at = now + self.pause;
        }
        while self.sent < self.to_send {
            let count = (self.to_send - self.sent).min(16_384) as usize;
            let chunk: Vec<u8> = (0..count as u64).map(|n| byte_at(self.sent + n)).collect();
            match self.connection.write(&chunk) {
                Ok(0) | Err(_) => break,
                Ok(written) => self.sent += written as u64,
            }
        }
        if self.sent == self.to_send && self.connection.state().is_synchronized() {
            self.connection.close();
        }
    }

    /// Reads all that has come.
    pub(crate) fn drain(&mut self) {
        loop {
            match self.connection.read(&mut self.buffer) {
                Ok(0) | Err(ReadError::WouldBlock | ReadError::Closed(_)) => return,
                Err(ReadError::Finished) => {
                    self.finished = true;
                    return;
                }
                Ok(count) => {
                    for (n, byte) in self.buffer[..count].iter().enumerate() {
                        let offset = self.received + n as u64;
                        if *byte != byte_at(offset) && self.wrong.is_none() {
                            self.wrong = Some(offset);
                        }
                    }
                    self.received += count as u64;
                }
            }
        }
    }
}

impl Endpoint for Peer {
    fn receive(&mut self, now: Instant, packet: &[u8]) {
        self.connection.handle_packet(now, packet);
        self.run(now);
    }

    fn transmit(&mut self, now: Instant, packet: &mut Vec<u8>) -> bool {
        if self.sent == 0 {
            self.run(now);
        }
        packet.resize(65_535, 0);
        let length = self.connection.poll_transmit(now, packet);
        packet.truncate(length.unwrap_or_default());
        length.is_some()
    }

    fn timeout(&self) -> Option<Instant> {
        let unread = !self.pause.is_zero() && self.connection.info().unread > 0;
        [self.connection.poll_timeout(), unread.then_some(self.reads_at)].into_iter().flatten().min()
    }

    fn advance(&mut self, now: Instant) {
        self.connection.handle_timeout(now);
        self.run(now);
    }
}
