//! The kernel's end: a socket, and the application on it.

use super::bytes::Sender;
use super::plan::{Ending, Plan, Progress};
use drywire::time::Instant;
use nix::errno::Errno;
use socket2::{Domain, SockAddr, Socket, Type};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddrV4};
use std::time::Duration;

pub(crate) struct Kernel {
    pub(crate) progress: Progress,
    socket: Option<Socket>,
    listens: bool,
    is_shut: bool,
    buffer: Vec<u8>,
}

impl Kernel {
    /// A socket that connects.
    pub(crate) fn connect(plan: Plan, local: SocketAddrV4, remote: SocketAddrV4) -> io::Result<Self> {
        let kernel = Kernel::new(plan, local, false)?;
        if let Some(socket) = &kernel.socket {
            match socket.connect(&SockAddr::from(remote)) {
                Err(error) if error.raw_os_error() == Some(Errno::EINPROGRESS as i32) => {}
                other => other?,
            }
        }
        Ok(kernel)
    }

    /// A socket that takes one connection.
    pub(crate) fn listen(plan: Plan, local: SocketAddrV4) -> io::Result<Self> {
        let kernel = Kernel::new(plan, local, true)?;
        if let Some(socket) = &kernel.socket {
            socket.listen(1)?;
        }
        Ok(kernel)
    }

    /// No socket at all: a port that nobody listens on.
    pub(crate) fn absent() -> Self {
        let progress = Progress::new(Sender::Kernel, Plan::default());
        Kernel { progress, socket: None, listens: false, is_shut: false, buffer: Vec::new() }
    }

    /// Whether there was never a socket.
    pub(crate) fn is_absent(&self) -> bool {
        self.socket.is_none() && self.progress.ending.is_none()
    }

    fn new(plan: Plan, local: SocketAddrV4, listens: bool) -> io::Result<Self> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.set_nonblocking(true)?;
        if let Some(size) = plan.receive_buffer {
            socket.set_recv_buffer_size(size)?;
        }
        socket.bind(&SockAddr::from(local))?;
        let progress = Progress::new(Sender::Kernel, plan);
        Ok(Kernel { progress, socket: Some(socket), listens, is_shut: false, buffer: vec![0; 65_536] })
    }

    /// Does what there is to do now.
    pub(crate) fn run(&mut self, now: Instant) {
        if self.progress.ending.is_some() {
            return;
        }
        let outcome = self.accept().and_then(|()| self.read(now)).and_then(|()| self.write());
        match outcome {
            Err(error) if error.kind() != ErrorKind::WouldBlock => self.end(ending(&error)),
            _ if self.progress.is_time_to_abort() => self.abort(),
            _ if self.is_shut && self.progress.peer_closed => self.end(Ending::Finished),
            _ => {}
        }
    }

    fn end(&mut self, ending: Ending) {
        self.progress.ending = Some(ending);
        self.socket = None;
    }

    fn accept(&mut self) -> io::Result<()> {
        if let (true, Some(listener)) = (self.listens, &self.socket) {
            let (socket, _) = listener.accept()?;
            socket.set_nonblocking(true)?;
            (self.socket, self.listens) = (Some(socket), false);
        }
        Ok(())
    }

    fn read(&mut self, now: Instant) -> io::Result<()> {
        while !self.progress.peer_closed && !self.progress.is_paused(now) {
            let Some(socket) = &mut self.socket else { return Ok(()) };
            match socket.read(&mut self.buffer) {
                Ok(0) => self.progress.peer_closed = true,
                Ok(count) => self.progress.receive(&self.buffer[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn write(&mut self) -> io::Result<()> {
        let Some(socket) = &mut self.socket else { return Ok(()) };
        while !self.progress.to_send().is_empty() {
            self.progress.sent += socket.write(self.progress.to_send())? as u64;
        }
        // Before the connection is there, this would end it.
        if self.progress.is_time_to_close() && !self.is_shut && socket.peer_addr().is_ok() {
            socket.shutdown(Shutdown::Write)?;
            self.is_shut = true;
        }
        Ok(())
    }

    /// Closes with a reset.
    fn abort(&mut self) {
        let lingers = self.socket.as_ref().map(|socket| socket.set_linger(Some(Duration::ZERO)));
        match lingers {
            Some(Err(error)) => self.end(Ending::Other(error.to_string())),
            _ => self.end(Ending::Aborted),
        }
    }
}

fn ending(error: &io::Error) -> Ending {
    match error.kind() {
        ErrorKind::ConnectionReset => Ending::Reset,
        ErrorKind::ConnectionRefused => Ending::Refused,
        _ => Ending::Other(error.to_string()),
    }
}
