//! What stands at the ends of the link, and the applications on it.

use drywire::sim::Endpoint;
use drywire::tcp::Connection;
use drywire::time::Instant;
use drywire_kernel_tests::bytes::Sender as Stream;
use drywire_kernel_tests::namespace::World;
use socket2::{Domain, SockAddr, Socket, Type};
use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddrV4};
use std::time::Duration;

/// How much an application writes and reads at once.
const CHUNK: usize = 65_536;

/// Both senders send the same bytes.
const STREAM: Stream = Stream::Kernel;

/// A host, as the link sees it.
pub(crate) enum Host<'a> {
    Ours(Box<Ours>),
    Kernel(Device<'a>),
}

/// A TUN device, with a kernel behind it.
pub(crate) struct Device<'a> {
    pub(crate) world: &'a World,
    /// What has come from the kernel and not yet gone onto the link.
    pub(crate) from_kernel: VecDeque<Vec<u8>>,
    pub(crate) began: std::time::Instant,
    /// By how much each packet came to the kernel later than the link has it.
    pub(crate) late: Vec<Duration>,
}

impl<'a> Device<'a> {
    pub(crate) const fn new(world: &'a World, began: std::time::Instant) -> Self {
        Device { world, from_kernel: VecDeque::new(), began, late: Vec::new() }
    }
}

/// A connection of ours with an application that sends and closes.
pub(crate) struct Ours {
    pub(crate) connection: Connection,
    sent: u64,
    bytes: u64,
}

impl Ours {
    pub(crate) const fn new(connection: Connection, bytes: u64) -> Self {
        Ours { connection, sent: 0, bytes }
    }

    fn run(&mut self) {
        while self.connection.poll_event().is_some() {}
        while self.sent < self.bytes {
            match self.connection.write(piece(self.sent, self.bytes)) {
                Ok(count @ 1..) => self.sent += count as u64,
                _ => return,
            }
        }
        self.connection.close();
    }
}

/// What is to be sent next of so many bytes.
fn piece(sent: u64, bytes: u64) -> &'static [u8] {
    let some = STREAM.bytes_at(sent);
    &some[..some.len().min(CHUNK).min((bytes - sent) as usize)]
}

impl Endpoint for Host<'_> {
    fn receive(&mut self, now: Instant, packet: &[u8]) {
        match self {
            Host::Ours(ours) => {
                ours.connection.handle_packet(now, packet);
                ours.run();
            }
            Host::Kernel(device) => {
                device.world.give(packet);
                device.late.push(device.began.elapsed().saturating_sub(Duration::from_micros(now.as_micros())));
            }
        }
    }

    fn transmit(&mut self, now: Instant, packet: &mut Vec<u8>) -> bool {
        match self {
            Host::Ours(ours) => {
                packet.resize(1500, 0);
                let length = ours.connection.poll_transmit(now, packet);
                packet.truncate(length.unwrap_or_default());
                length.is_some()
            }
            Host::Kernel(device) => {
                let next = device.from_kernel.pop_front();
                packet.extend(next.iter().flatten());
                next.is_some()
            }
        }
    }

    fn timeout(&self) -> Option<Instant> {
        match self {
            Host::Ours(ours) => ours.connection.poll_timeout(),
            Host::Kernel(_) => None,
        }
    }

    fn advance(&mut self, now: Instant) {
        if let Host::Ours(ours) = self {
            ours.connection.handle_timeout(now);
            ours.run();
        }
    }
}

/// The kernel's sending socket, with an application that sends and closes.
pub(crate) struct Sender {
    socket: Socket,
    sent: u64,
    bytes: u64,
    is_shut: bool,
}

impl Sender {
    /// Connects, with this congestion controller.
    pub(crate) fn connect(local: SocketAddrV4, to: SocketAddrV4, controller: &str, bytes: u64) -> io::Result<Self> {
        let socket = socket(local)?;
        let no_controller = |why| io::Error::other(format!("this kernel has no {controller}: {why}"));
        socket.set_tcp_congestion(controller.as_bytes()).map_err(no_controller)?;
        match socket.connect(&SockAddr::from(to)) {
            // A connection that does not wait is never there at once.
            Err(error) if error.kind() != ErrorKind::WouldBlock && error.raw_os_error() != Some(EINPROGRESS) => {
                Err(error)
            }
            _ => Ok(Sender { socket, sent: 0, bytes, is_shut: false }),
        }
    }

    /// Writes what the socket takes, and closes after the last byte.
    pub(crate) fn run(&mut self) -> io::Result<()> {
        while self.sent < self.bytes {
            match self.socket.write(piece(self.sent, self.bytes)) {
                Ok(count) => self.sent += count as u64,
                Err(error) => return unless_waiting(error),
            }
        }
        if !self.is_shut {
            self.socket.shutdown(Shutdown::Write)?;
            self.is_shut = true;
        }
        Ok(())
    }
}

/// Linux's number, the same on every machine it runs on but MIPS, Alpha and SPARC.
const EINPROGRESS: i32 = 115;

/// The kernel's receiving socket, with an application that reads at once whatever comes.
pub(crate) struct Receiver {
    socket: Socket,
    listens: bool,
    pub(crate) received: u64,
    buffer: Vec<u8>,
}

impl Receiver {
    pub(crate) fn listen(local: SocketAddrV4) -> io::Result<Self> {
        let socket = socket(local)?;
        socket.listen(1)?;
        Ok(Receiver { socket, listens: true, received: 0, buffer: vec![0; CHUNK] })
    }

    /// Reads all there is, and sees that it is right.
    pub(crate) fn run(&mut self) -> io::Result<()> {
        if self.listens {
            match self.socket.accept() {
                Ok((socket, _)) => (self.socket, self.listens) = (prepared(socket)?, false),
                Err(error) => return unless_waiting(error),
            }
        }
        loop {
            match self.socket.read(&mut self.buffer) {
                Ok(0) => return Ok(()),
                Ok(count) => {
                    if let Some(at) = STREAM.first_wrong(self.received, &self.buffer[..count]) {
                        return Err(io::Error::other(format!("byte {at} is wrong")));
                    }
                    self.received += count as u64;
                }
                Err(error) => return unless_waiting(error),
            }
        }
    }
}

fn socket(local: SocketAddrV4) -> io::Result<Socket> {
    let socket = prepared(Socket::new(Domain::IPV4, Type::STREAM, None)?)?;
    socket.bind(&SockAddr::from(local))?;
    Ok(socket)
}

/// One that never waits, and of which nothing is left once it is dropped.
fn prepared(socket: Socket) -> io::Result<Socket> {
    socket.set_nonblocking(true)?;
    socket.set_linger(Some(Duration::ZERO))?;
    Ok(socket)
}

fn unless_waiting(error: io::Error) -> io::Result<()> {
    if error.kind() == ErrorKind::WouldBlock { Ok(()) } else { Err(error) }
}
