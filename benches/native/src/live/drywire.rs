//! Our own connections. They have the options that smoltcp's have: window scaling and SACK, no timestamps.

use super::wire::Wire;
use super::{BUFFER, Ends, STEP};
use drywire::tcp::{Config, Connection, Secret, State};
use drywire::time::Instant;
use std::net::{Ipv4Addr, SocketAddrV4};

const CLIENT: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 1), 49_152);
const SERVER: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 2), 80);

pub(super) struct Drywire {
    now: Instant,
    client: Connection,
    server: Connection,
    to_server: Wire,
    to_client: Wire,
}

fn config(seed: u64) -> Config {
    Config { send_buffer: BUFFER, receive_buffer: BUFFER, timestamps: false, ..Config::new(Secret::from_seed(seed)) }
}

impl Ends for Drywire {
    fn new() -> Self {
        Drywire {
            now: Instant::ZERO,
            client: Connection::listen(config(1), CLIENT),
            server: Connection::listen(config(2), SERVER),
            to_server: Wire::new(),
            to_client: Wire::new(),
        }
    }

    fn open(&mut self) {
        self.server = Connection::listen(config(2), SERVER);
        self.client = Connection::connect(config(1), CLIENT, SERVER, self.now).expect("both are addresses of hosts");
        while self.server.state() != State::Established {
            self.exchange();
        }
    }

    fn write(&mut self, bytes: &[u8]) -> usize {
        self.client.write(bytes).expect("the client is open")
    }

    fn exchange(&mut self) {
        self.now += STEP;
        send(&mut self.client, self.now, &mut self.to_server);
        receive(&mut self.server, self.now, &mut self.to_server);
        send(&mut self.server, self.now, &mut self.to_client);
        receive(&mut self.client, self.now, &mut self.to_client);
    }

    fn read(&mut self, out: &mut [u8]) -> usize {
        self.server.read(out).unwrap_or_default()
    }

    fn close(&mut self) {
        self.client.close();
        self.exchange();
        self.server.close();
        while self.client.state() != State::TimeWait || self.server.state() != State::Closed {
            self.exchange();
        }
        self.now = self.client.poll_timeout().expect("TIME-WAIT has a timer");
        self.client.handle_timeout(self.now);
        assert_eq!(self.client.state(), State::Closed);
    }
}

fn send(from: &mut Connection, now: Instant, wire: &mut Wire) {
    if from.poll_timeout().is_some_and(|due| due <= now) {
        from.handle_timeout(now);
    }
    while wire.has_room() {
        let Some(length) = from.poll_transmit(now, wire.place()) else { return };
        wire.send(length);
    }
}

fn receive(to: &mut Connection, now: Instant, wire: &mut Wire) {
    while let Some(packet) = wire.receive() {
        to.handle_packet(now, packet);
    }
}
