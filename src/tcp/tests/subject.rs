//! A connection that is watched.

use super::super::config::Config;
use super::super::connection::Connection;
use super::super::error::ReadError;
use super::super::state::State;
use super::invariants::{check, packet_limit};
use crate::time::Instant;
use crate::wire::tcp::{Flags, SeqNumber};
use crate::wire::{ChecksumStatus, LinkType, Network, Packet, Transport};
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::net::SocketAddrV4;

/// More packets than any of the settings can send without something coming in.
const MOST_PACKETS: usize = 100_000;

/// The byte at an offset of every stream.
pub(super) fn byte_at(offset: u64) -> u8 {
    (offset.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8
}

pub(super) struct Subject {
    pub(super) connection: Connection,
    pub(super) written: u64,
    pub(super) read: u64,
    /// The initial sequence number of the peer, and the right edge that it was told last.
    told: Option<(SeqNumber, SeqNumber)>,
}

impl Subject {
    pub(super) fn connect(config: Config, local: SocketAddrV4, remote: SocketAddrV4) -> Self {
        let connection = Connection::connect(config, local, remote, Instant::from_millis(1)).expect("good addresses");
        Subject { connection, written: 0, read: 0, told: None }
    }

    pub(super) fn listen(config: Config, local: SocketAddrV4) -> Self {
        Subject { connection: Connection::listen(config, local), written: 0, read: 0, told: None }
    }

    pub(super) fn write(&mut self, count: usize) {
        let data: Vec<u8> = (0..count as u64).map(|n| byte_at(self.written + n)).collect();
        self.written += self.connection.write(&data).unwrap_or_default() as u64;
    }

    /// Reads, and checks that it is what belongs there.
    pub(super) fn read(&mut self, most: usize, is_stream: bool) -> Result<usize, String> {
        let mut out = vec![0; most];
        match self.connection.read(&mut out) {
            Ok(count) => {
                let wrong = (0..count).find(|n| is_stream && out[*n] != byte_at(self.read + *n as u64));
                if let Some(n) = wrong {
                    return Err(format!("the byte at {} is not what was written", self.read + n as u64));
                }
                self.read += count as u64;
                Ok(count)
            }
            Err(ReadError::WouldBlock | ReadError::Finished | ReadError::Closed(_)) => Ok(0),
        }
    }

    /// Lets it send all it has, then checks that everything holds.
    pub(super) fn settle(&mut self, now: Instant) -> Result<Vec<Vec<u8>>, String> {
        while self.connection.poll_event().is_some() {}
        let mut packets = Vec::new();
        let mut out = vec![0; 65_535];
        while let Some(length) = self.connection.poll_transmit(now, &mut out) {
            self.check_packet(&out[..length])?;
            packets.push(out[..length].to_vec());
            if packets.len() > MOST_PACKETS {
                return Err(format!("it does not stop sending: {:#?}", self.connection));
            }
        }
        check(&self.connection)?;
        self.check_edge()?;
        Ok(packets)
    }

    /// The right edge never moves left (SHLD-14), as long as it is the same peer's.
    fn check_edge(&mut self) -> Result<(), String> {
        let c = &self.connection;
        if matches!(c.state, State::Closed | State::Listen | State::SynSent) {
            self.told = None;
            return Ok(());
        }
        let told = self.told.replace((c.rcv.irs, c.rcv.edge));
        match told {
            Some((irs, edge)) if irs == c.rcv.irs && c.rcv.edge.before(edge) => {
                Err(format!("the window's edge moved from {edge:?} to {:?}: {c:#?}", c.rcv.edge))
            }
            _ => Ok(()),
        }
    }

    /// What is sent is whole, not too long, and offers no more than will be taken (RFC 7323 2.4).
    fn check_packet(&self, bytes: &[u8]) -> Result<(), String> {
        let c = &self.connection;
        let packet = Packet::parse(bytes, LinkType::Raw).map_err(|error| format!("{error}: {bytes:02x?}"))?;
        let checksums = packet.verify(bytes, |_| {});
        let (Network::Ipv4(_), Transport::Tcp(header)) = (&packet.network, &packet.transport) else {
            return Err(format!("not TCP: {bytes:02x?}"));
        };
        if [checksums.network, checksums.transport] != [ChecksumStatus::Good; 2] {
            return Err(format!("a wrong checksum: {bytes:02x?}"));
        }
        if bytes.len() > packet_limit(c) {
            return Err(format!("{} bytes where {} fit: {c:#?}", bytes.len(), packet_limit(c)));
        }
        let scaled = !header.flags.intersects(Flags::SYN);
        let shift = if scaled { c.negotiated.own_shift() } else { 0 };
        let edge = header.acknowledgment_number + (u32::from(header.window) << shift);
        let offers = header.flags.intersects(Flags::ACK) && !header.flags.intersects(Flags::RST);
        if offers && edge.after(c.rcv.edge) {
            return Err(format!("{edge:?} is offered where {:?} is taken: {c:#?}", c.rcv.edge));
        }
        Ok(())
    }
}
