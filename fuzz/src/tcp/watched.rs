//! A connection that is watched from outside: what it sends is read, and what must always hold is checked after each step.

use drywire::tcp::{Config, Connection, State};
use drywire::time::Instant;
use drywire::wire::tcp::{Flags, SeqNumber};
use drywire::wire::{ChecksumStatus, LinkType, Network, Packet, Transport};

/// More packets than any settings can send without something coming in.
const MOST_PACKETS: usize = 100_000;

/// The byte at an offset of every stream.
pub(super) fn byte_at(offset: u64) -> u8 {
    (offset.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8
}

pub(super) struct Watched {
    pub(super) connection: Connection,
    config: Config,
    pub(super) written: u64,
    pub(super) read: u64,
    /// The number after the last that was sent.
    pub(super) nxt: SeqNumber,
    /// What the peer was told: the acknowledgment and the window's edge. A new connection begins with a SYN.
    pub(super) told: Option<(SeqNumber, SeqNumber)>,
    /// How far windows are shifted, where the peer agrees.
    shift: u8,
    /// The last timestamp sent.
    pub(super) timestamp: u32,
}

impl Watched {
    pub(super) fn new(connection: Connection, config: Config) -> Self {
        let nxt = SeqNumber(0);
        Watched { connection, config, written: 0, read: 0, nxt, told: None, shift: 0, timestamp: 0 }
    }

    pub(super) fn write(&mut self, count: usize) {
        let data: Vec<u8> = (0..count as u64).map(|n| byte_at(self.written + n)).collect();
        self.written += self.connection.write(&data).unwrap_or_default() as u64;
    }

    /// Reads, and where the peer's stream is known checks that it is that.
    pub(super) fn read(&mut self, most: usize, is_stream: bool) -> usize {
        let mut out = vec![0; most];
        let count = self.connection.read(&mut out).unwrap_or_default();
        for (n, byte) in out[..count].iter().enumerate() {
            assert!(
                !is_stream || *byte == byte_at(self.read + n as u64),
                "the byte at {} is wrong",
                self.read + n as u64
            );
        }
        self.read += count as u64;
        count
    }

    /// Takes all it has to send, then checks that everything holds.
    pub(super) fn settle(&mut self, now: Instant) -> Vec<Vec<u8>> {
        while self.connection.poll_event().is_some() {}
        let (mut packets, mut out) = (Vec::new(), vec![0; 65_535]);
        while let Some(length) = self.connection.poll_transmit(now, &mut out) {
            self.sends(&out[..length]);
            packets.push(out[..length].to_vec());
            assert!(packets.len() < MOST_PACKETS, "it does not stop sending: {:#?}", self.connection);
        }
        if let Err(rule) = self.connection.audit() {
            panic!("{rule}: {:#?}", self.connection);
        }
        if matches!(self.connection.state(), State::Closed | State::Listen) {
            self.told = None;
        }
        let timeout = self.connection.poll_timeout();
        assert!(timeout.is_none_or(|at| at > now), "a timer is due that was dealt with: {:#?}", self.connection);
        packets
    }

    /// What is sent is whole, right and not too long; acknowledgment and window never go back (RFC 9293 3.8.6, SHLD-14).
    fn sends(&mut self, bytes: &[u8]) {
        let packet = Packet::parse(bytes, LinkType::Raw).expect("what is sent is well formed");
        let checksums = packet.verify(bytes, |_| {});
        assert_eq!([checksums.network, checksums.transport], [ChecksumStatus::Good; 2]);
        let (Network::Ipv4(_), Transport::Tcp(header)) = (&packet.network, &packet.transport) else {
            panic!("not TCP: {bytes:02x?}");
        };
        assert!(bytes.len() <= usize::from(self.config.mtu.max(68)), "{} bytes", bytes.len());
        if header.flags.contains(Flags::RST) {
            return;
        }
        let known = header.options.known();
        self.timestamp = known.timestamps.map_or(self.timestamp, |(value, _)| value);
        let syn = header.flags.contains(Flags::SYN);
        if syn {
            // A connection that is opened anew counts anew.
            (self.nxt, self.told) = (header.sequence_number + 1, None);
            self.shift = known.window_scale.unwrap_or(0);
        }
        let end = header.sequence_number + packet.payload.len() as u32 + u32::from(header.flags.contains(Flags::FIN));
        if end.after(self.nxt) {
            self.nxt = end;
        }
        if header.flags.contains(Flags::ACK) {
            self.tells(header.acknowledgment_number, header.window, syn);
        }
    }

    /// What was offered is what is taken, as far as a window can say it, and its edge never goes back.
    fn tells(&mut self, ack: SeqNumber, window: u16, syn: bool) {
        let taken = self.connection.info().receive_window;
        let plain = taken.min(u16::MAX.into());
        let said = u32::from(window);
        assert!(said == plain || !syn && said == taken >> self.shift, "{window} is offered where {taken} are taken");
        let edge = ack + taken;
        if let Some((last_ack, last_edge)) = self.told {
            assert!(!ack.before(last_ack), "the acknowledgment went back from {last_ack:?} to {ack:?}");
            assert!(!edge.before(last_edge), "the window's edge went back from {last_edge:?} to {edge:?}");
        }
        self.told = Some((ack, edge));
    }
}
