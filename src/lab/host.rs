//! A host with one connection, whose user follows a script; all that changes is written down.

use super::scenario::Side;
use super::told::{Decided, Moved, Noted, Samples, Told};
use super::user::{Action, Script};
use crate::sim::Endpoint;
use crate::tcp::{Change, Config, Connection, Decision, Event, Info, ReadError, Reason, State};
use crate::time::Instant;
use crate::wire::tcp::SeqNumber;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::net::SocketAddrV4;

/// The byte at a place of every stream: the reader at the other end knows it too.
const fn byte_at(place: u64) -> u8 {
    (place.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8
}

/// Bytes that are handed over, or read, at once.
const CHUNK: usize = 16_384;

/// A connection and its user.
pub(super) struct Host {
    config: Config,
    local: SocketAddrV4,
    remote: SocketAddrV4,
    script: Script,
    connection: Option<Connection>,
    /// Our initial sequence number, once a SYN was sent.
    iss: Option<SeqNumber>,
    /// Bytes that were handed over to the connection.
    handed: u64,
    closing: bool,
    paused: bool,
    pub(super) told: Told,
    buffer: Vec<u8>,
}

impl Host {
    pub(super) fn new(side: &Side, config: Config, local: SocketAddrV4, remote: SocketAddrV4) -> Self {
        Host {
            config,
            local,
            remote,
            script: Script::new(&side.steps),
            connection: None,
            iss: None,
            handed: 0,
            closing: false,
            paused: false,
            told: Told::default(),
            buffer: vec![0; CHUNK],
        }
    }

    /// Whether its connection has come and gone, or never was, and its user has nothing left to do.
    pub(super) fn is_done(&self) -> bool {
        self.script.next_at().is_none()
            && self.connection.as_ref().is_none_or(|connection| connection.close_reason().is_some())
    }

    /// Does what the user would do now, and writes down what has changed.
    fn run(&mut self, now: Instant) {
        while let Some(action) = self.script.next(now) {
            self.act(now, action);
        }
        self.look(now);
        self.read();
        self.write();
        if self.closing && self.handed == self.told.written {
            if let Some(connection) = &mut self.connection {
                connection.close();
            }
            self.closing = false;
        }
        self.look(now);
    }

    fn act(&mut self, now: Instant, action: Action) {
        match action {
            Action::Listen => self.connection = Some(Connection::listen(self.config, self.local)),
            Action::Connect => match Connection::connect(self.config, self.local, self.remote, now) {
                Ok(connection) => self.connection = Some(connection),
                Err(error) => self.note(now, error.to_string()),
            },
            Action::Write { bytes } => self.told.written = self.told.written.saturating_add(bytes),
            Action::Close => self.closing = true,
            Action::Abort => {
                if let Some(connection) = &mut self.connection {
                    connection.abort();
                }
            }
            Action::Pause => self.paused = true,
            Action::Resume => self.paused = false,
        }
        self.look(now);
    }

    fn read(&mut self) {
        let Some(connection) = self.connection.as_mut().filter(|_| !self.paused) else { return };
        loop {
            match connection.read(&mut self.buffer) {
                Ok(0) | Err(ReadError::WouldBlock | ReadError::Finished | ReadError::Closed(_)) => return,
                Ok(count) => {
                    let places = self.told.received..;
                    let read = self.buffer.iter().take(count);
                    self.told.wrong +=
                        read.zip(places).filter(|(byte, place)| **byte != byte_at(*place)).count() as u64;
                    self.told.received += count as u64;
                }
            }
        }
    }

    fn write(&mut self) {
        // A passive open that is written to becomes an active one (RFC 9293 3.10.2): a user who listens waits.
        let Some(connection) = self.connection.as_mut().filter(|connection| connection.state() != State::Listen) else {
            return;
        };
        while self.handed < self.told.written {
            let count = (self.told.written - self.handed).min(CHUNK as u64);
            let chunk = self.buffer.iter_mut().take(count as usize).zip(self.handed..);
            chunk.for_each(|(byte, place)| *byte = byte_at(place));
            match connection.write(self.buffer.get(..count as usize).unwrap_or_default()) {
                Ok(0) | Err(_) => return,
                Ok(taken) => self.handed += taken as u64,
            }
        }
    }

    /// Writes down decisions, events and figures.
    fn look(&mut self, now: Instant) {
        let Some(connection) = &mut self.connection else { return };
        let events: Vec<_> = core::iter::from_fn(|| connection.poll_event()).collect();
        let decisions: Vec<_> = core::iter::from_fn(|| connection.poll_decision()).collect();
        let info = connection.info();
        for decision in decisions {
            self.decided(milliseconds(now), decision);
        }
        for event in events {
            // They come with each piece of data; the packets say as much.
            if !matches!(event, Event::Readable | Event::Writable) {
                self.note(now, words(event));
            }
        }
        self.told.retransmits = info.counters.retransmits;
        self.told.samples.add(milliseconds(now), &info);
    }

    fn decided(&mut self, at: f64, Decision { change, reason, .. }: Decision) {
        let (why, section) = (reason.text(), reason.section());
        let what = match change {
            Change::Sent { seq, .. } => {
                // What is sent first is the SYN, but for resets of a host that waits.
                self.iss = self.iss.or((reason != Reason::ResetUnknown).then_some(seq));
                self.told.reasons.push(reason);
                return;
            }
            Change::State { from, to } => {
                let (from, to) = (from.name(), to.name());
                self.told.states.push(Moved { at, from, to, why, section });
                return;
            }
            Change::Window { .. } if grows(reason) => return,
            Change::Window { cwnd, ssthresh: u32::MAX } => format!("cwnd {cwnd}"),
            Change::Window { cwnd, ssthresh } => format!("cwnd {cwnd}, ssthresh {ssthresh}"),
            Change::Lost { seq, length } => {
                format!("lost: {length} from {}", seq.0.wrapping_sub(self.iss.unwrap_or(seq).0))
            }
        };
        self.told.decisions.push(Decided { at, what, why, section });
    }

    fn note(&mut self, now: Instant, what: String) {
        self.told.events.push(Noted { at: milliseconds(now), what });
    }
}

/// Whether the window changes with each acknowledgment.
const fn grows(reason: Reason) -> bool {
    matches!(reason, Reason::SlowStart | Reason::HyStart | Reason::CongestionAvoidance | Reason::Cubic | Reason::Model)
}

fn words(event: Event) -> String {
    match event {
        Event::Connected => "connected".into(),
        Event::Readable => "there is data to read".into(),
        Event::Writable => "there is room to write".into(),
        Event::Urgent { ahead } => format!("urgent data, {ahead} bytes ahead"),
        Event::PeerClosed => "the peer has closed its side".into(),
        Event::Retransmitting { times } => format!("a segment was sent again {times} times: the path may be gone"),
        Event::Unreachable { icmp_type, code } => format!("unreachable for now: ICMP type {icmp_type}, code {code}"),
        Event::Closed(reason) => format!("closed: {reason}"),
    }
}

/// A moment in milliseconds.
pub(super) fn milliseconds(at: Instant) -> f64 {
    at.as_micros() as f64 / 1000.0
}

impl Samples {
    /// Adds a row where a figure has changed. Of one moment the last one stands.
    fn add(&mut self, at: f64, info: &Info) {
        let duration = |duration: crate::time::Duration| duration.as_micros() as f64 / 1000.0;
        let ssthresh = (info.ssthresh != u32::MAX).then_some(f64::from(info.ssthresh));
        let columns = [&self.cwnd, &self.in_flight, &self.send_window, &self.rto];
        let row = [info.cwnd.into(), info.in_flight.into(), info.send_window.into(), duration(info.rto)];
        let maybe = [ssthresh, info.srtt.map(duration), info.pacing_rate.map(|rate| rate as f64)];
        let is_same = columns.iter().zip(&row).all(|(column, value)| column.last() == Some(value))
            && [&self.ssthresh, &self.srtt, &self.pacing]
                .iter()
                .zip(&maybe)
                .all(|(column, value)| column.last() == Some(value));
        if is_same {
            return;
        }
        let same_moment = self.at.last() == Some(&at);
        put(&mut self.at, at, same_moment);
        let columns = [&mut self.cwnd, &mut self.in_flight, &mut self.send_window, &mut self.rto];
        columns.into_iter().zip(row).for_each(|(column, value)| put(column, value, same_moment));
        let columns = [&mut self.ssthresh, &mut self.srtt, &mut self.pacing];
        columns.into_iter().zip(maybe).for_each(|(column, value)| put(column, value, same_moment));
    }
}

/// Appends a value, or puts it in the place of the last one.
fn put<T>(column: &mut Vec<T>, value: T, replace: bool) {
    if replace {
        column.pop();
    }
    column.push(value);
}

impl Endpoint for Host {
    fn receive(&mut self, now: Instant, packet: &[u8]) {
        if let Some(connection) = &mut self.connection {
            connection.handle_packet(now, packet);
        }
        self.run(now);
    }

    fn transmit(&mut self, now: Instant, packet: &mut Vec<u8>) -> bool {
        // A step of this moment comes before a packet of this moment: who listens from the start misses no SYN.
        if self.script.next_at().is_some_and(|at| at <= now) {
            self.run(now);
        }
        packet.resize(usize::from(u16::MAX), 0);
        let length = self.connection.as_mut().and_then(|connection| connection.poll_transmit(now, packet));
        packet.truncate(length.unwrap_or_default());
        self.look(now);
        length.is_some()
    }

    fn timeout(&self) -> Option<Instant> {
        let timer = self.connection.as_ref().and_then(Connection::poll_timeout);
        [timer, self.script.next_at()].into_iter().flatten().min()
    }

    fn advance(&mut self, now: Instant) {
        if let Some(connection) = &mut self.connection {
            connection.handle_timeout(now);
        }
        self.run(now);
    }
}
