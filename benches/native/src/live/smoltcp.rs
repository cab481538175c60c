//! smoltcp's: an interface and a socket at each end. Sockets are made once and used again, as smoltcp means it.

use super::wire::Wire;
use super::{BUFFER, Ends, MTU, STEP};
use smoltcp::iface::{Config, Interface, SocketHandle, SocketSet, SocketStorage};
use smoltcp::phy::{Device, DeviceCapabilities, Medium, RxToken, TxToken};
use smoltcp::socket::tcp::{Socket, SocketBuffer, State};
use smoltcp::time::{Duration, Instant};
use smoltcp::wire::{HardwareAddress, IpAddress, IpCidr, Ipv4Address};

pub(super) const CLIENT: (IpAddress, u16) = (IpAddress::Ipv4(Ipv4Address::new(10, 0, 0, 1)), 49_152);
pub(super) const SERVER: (IpAddress, u16) = (IpAddress::Ipv4(Ipv4Address::new(10, 0, 0, 2)), 80);

/// TIME-WAIT's length, which smoltcp does not tell.
pub(super) const TIME_WAIT: Duration = Duration::from_secs(10);

pub(super) struct Smoltcp {
    now: Instant,
    client: End,
    server: End,
    to_server: Wire,
    to_client: Wire,
}

pub(super) struct End {
    pub(super) interface: Interface,
    pub(super) sockets: SocketSet<'static>,
    handle: SocketHandle,
}

impl Ends for Smoltcp {
    fn new() -> Self {
        let (mut to_server, mut to_client) = (Wire::new(), Wire::new());
        let client = End::new(CLIENT.0, &mut Port { out: &mut to_server, into: &mut to_client });
        let server = End::new(SERVER.0, &mut Port { out: &mut to_client, into: &mut to_server });
        Smoltcp { now: Instant::ZERO, client, server, to_server, to_client }
    }

    fn open(&mut self) {
        self.server.socket().listen(SERVER.1).expect("the server is closed");
        self.client.connect();
        while self.server.socket().state() != State::Established {
            self.exchange();
        }
    }

    fn write(&mut self, bytes: &[u8]) -> usize {
        self.client.socket().send_slice(bytes).expect("the client is open")
    }

    fn exchange(&mut self) {
        self.now += Duration::from_micros(STEP.as_micros());
        let Smoltcp { now, client, server, to_server, to_client } = self;
        client.interface.poll(*now, &mut Port { out: to_server, into: to_client }, &mut client.sockets);
        server.interface.poll(*now, &mut Port { out: to_client, into: to_server }, &mut server.sockets);
    }

    fn read(&mut self, out: &mut [u8]) -> usize {
        self.server.socket().recv_slice(out).unwrap_or_default()
    }

    fn close(&mut self) {
        self.client.socket().close();
        self.exchange();
        self.server.socket().close();
        while self.client.socket().state() != State::TimeWait || self.server.socket().state() != State::Closed {
            self.exchange();
        }
        self.now += TIME_WAIT;
        self.exchange();
        assert_eq!(self.client.socket().state(), State::Closed);
    }
}

impl End {
    pub(super) fn new(address: IpAddress, port: &mut Port<'_>) -> Self {
        let mut interface = Interface::new(Config::new(HardwareAddress::Ip), port, Instant::ZERO);
        interface
            .update_ip_addrs(|addresses| addresses.push(IpCidr::new(address, 24)).expect("the first address fits"));
        // Leaked: smoltcp's own vectors would be a feature, and the ends live as long as the program.
        let buffer = || SocketBuffer::new(vec![0; BUFFER].leak());
        let mut sockets = SocketSet::new(vec![SocketStorage::EMPTY].leak());
        let handle = sockets.add(Socket::new(buffer(), buffer()));
        End { interface, sockets, handle }
    }

    /// Sends a SYN to the server.
    pub(super) fn connect(&mut self) {
        let End { interface, sockets, handle } = self;
        let socket: &mut Socket<'_> = sockets.get_mut(*handle);
        socket.connect(interface.context(), SERVER, CLIENT.1).expect("the client is closed");
    }

    pub(super) fn socket(&mut self) -> &mut Socket<'static> {
        self.sockets.get_mut(self.handle)
    }
}

/// One end's side of the two wires.
pub(super) struct Port<'a> {
    pub(super) out: &'a mut Wire,
    pub(super) into: &'a mut Wire,
}

impl Device for Port<'_> {
    type RxToken<'a>
        = Arriving<'a>
    where
        Self: 'a;
    type TxToken<'a>
        = Leaving<'a>
    where
        Self: 'a;

    fn receive(&mut self, _: Instant) -> Option<(Arriving<'_>, Leaving<'_>)> {
        if !self.out.has_room() {
            return None;
        }
        Some((Arriving(self.into.receive()?), Leaving(self.out)))
    }

    fn transmit(&mut self, _: Instant) -> Option<Leaving<'_>> {
        self.out.has_room().then_some(Leaving(self.out))
    }

    fn capabilities(&self) -> DeviceCapabilities {
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ip;
        capabilities.max_transmission_unit = MTU;
        capabilities
    }
}

pub(super) struct Arriving<'a>(&'a [u8]);

impl RxToken for Arriving<'_> {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, read: F) -> R {
        read(self.0)
    }
}

pub(super) struct Leaving<'a>(&'a mut Wire);

impl TxToken for Leaving<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(self, length: usize, write: F) -> R {
        let result = write(&mut self.0.place()[..length]);
        self.0.send(length);
        result
    }
}
