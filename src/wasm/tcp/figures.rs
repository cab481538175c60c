//! What a connection says of itself as numbers: its figures, its events, and why a call could not be done.

use super::layout::{Deciding, DecisionNumber, Detail, EventNumber, Fault, Figure, NUMBERS};
use crate::tcp::{Change, CloseReason, Connection, Decision, Event, OpenError, ReadError, WriteError};
use crate::time::{Duration, Instant};

/// Writes a connection's figures.
pub(crate) fn info(connection: &Connection, numbers: &mut [f64; NUMBERS]) {
    let info = connection.info();
    let counters = &info.counters;
    let mut set = |word: Figure, number: f64| numbers[word.at()] = number;
    set(Figure::State, f64::from(info.state as u8));
    set(Figure::Srtt, optional(info.srtt));
    set(Figure::Rttvar, optional(info.rttvar));
    set(Figure::MinRtt, optional(info.min_rtt));
    set(Figure::Rto, milliseconds(info.rto));
    set(Figure::Cwnd, info.cwnd.into());
    set(Figure::Ssthresh, info.ssthresh.into());
    set(Figure::InFlight, info.in_flight.into());
    set(Figure::Sacked, info.sacked.into());
    set(Figure::Lost, info.lost.into());
    set(Figure::SendWindow, info.send_window.into());
    set(Figure::ReceiveWindow, info.receive_window.into());
    set(Figure::Mss, info.mss.into());
    set(Figure::Unacknowledged, info.unacknowledged as f64);
    set(Figure::Unread, info.unread as f64);
    set(Figure::Memory, info.memory as f64);
    set(Figure::SegmentsSent, counters.segments_sent as f64);
    set(Figure::SegmentsReceived, counters.segments_received as f64);
    set(Figure::BytesSent, counters.bytes_sent as f64);
    set(Figure::BytesAcknowledged, counters.bytes_acknowledged as f64);
    set(Figure::BytesReceived, counters.bytes_received as f64);
    set(Figure::Retransmits, counters.retransmits as f64);
    set(Figure::Timeouts, counters.timeouts as f64);
    set(Figure::Spurious, counters.spurious as f64);
    set(Figure::DuplicatesReceived, counters.duplicates_received as f64);
    set(Figure::MalformedReceived, counters.malformed_received as f64);
    set(Figure::Challenges, counters.challenges as f64);
    set(Figure::UrgentAhead, connection.urgent_ahead().map_or(f64::NAN, f64::from));
    set(Figure::CloseReason, connection.close_reason().map_or(f64::NAN, |reason| f64::from(reason as u8)));
    set(Figure::MissedDecisions, connection.missed_decisions() as f64);
    set(Figure::PacingRate, info.pacing_rate.map_or(f64::NAN, |rate| rate as f64));
    set(Figure::Marks, counters.marks as f64);
}

/// An event's number; what comes with it goes to the numbers.
pub(crate) fn event(event: Option<Event>, numbers: &mut [f64; NUMBERS]) -> EventNumber {
    let mut detail = |word: Detail, number: f64| numbers[word.at()] = number;
    let Some(event) = event else { return EventNumber::None };
    match event {
        Event::Connected => EventNumber::Connected,
        Event::Readable => EventNumber::Readable,
        Event::Writable => EventNumber::Writable,
        Event::Urgent { ahead } => {
            detail(Detail::First, ahead.into());
            EventNumber::Urgent
        }
        Event::PeerClosed => EventNumber::PeerClosed,
        Event::Retransmitting { times } => {
            detail(Detail::First, times.into());
            EventNumber::Retransmitting
        }
        Event::Unreachable { icmp_type, code } => {
            detail(Detail::First, icmp_type.into());
            detail(Detail::Second, code.into());
            EventNumber::Unreachable
        }
        Event::Closed(reason) => {
            detail(Detail::First, f64::from(reason as u8));
            EventNumber::Closed
        }
    }
}

/// A decision's number; what comes with it goes to the numbers.
pub(crate) fn decision(decision: Option<Decision>, numbers: &mut [f64; NUMBERS]) -> DecisionNumber {
    let Some(Decision { at, change, reason }) = decision else { return DecisionNumber::None };
    let (number, before, now) = match change {
        Change::Sent { seq, length } => (DecisionNumber::Sent, seq.0, length),
        Change::Lost { seq, length } => (DecisionNumber::Lost, seq.0, length),
        Change::Window { cwnd, ssthresh } => (DecisionNumber::Window, cwnd, ssthresh),
        Change::State { from, to } => (DecisionNumber::State, from as u32, to as u32),
    };
    let mut set = |word: Deciding, number: f64| numbers[word.at()] = number;
    set(Deciding::At, moment(Some(at)));
    set(Deciding::Reason, f64::from(reason as u8));
    set(Deciding::Before, before.into());
    set(Deciding::Now, now.into());
    number
}

/// A moment in milliseconds; NaN where there is none.
pub(crate) fn moment(moment: Option<Instant>) -> f64 {
    moment.map_or(f64::NAN, |moment| moment.as_micros() as f64 / 1000.0)
}

pub(crate) const fn open_fault(error: OpenError) -> i32 {
    match error {
        OpenError::InvalidAddress => Fault::InvalidAddress as i32,
        OpenError::InvalidPort => Fault::InvalidPort as i32,
    }
}

pub(crate) const fn read_fault(error: ReadError) -> i32 {
    match error {
        ReadError::WouldBlock => Fault::WouldBlock as i32,
        ReadError::Finished => Fault::Finished as i32,
        ReadError::Closed(reason) => closed(reason),
    }
}

pub(crate) const fn write_fault(error: WriteError) -> i32 {
    match error {
        WriteError::NotConnected => Fault::NotConnected as i32,
        WriteError::Closing => Fault::Closing as i32,
        WriteError::Closed(reason) => closed(reason),
    }
}

const fn closed(reason: CloseReason) -> i32 {
    Fault::Closed as i32 - reason as i32
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_micros() as f64 / 1000.0
}

fn optional(duration: Option<Duration>) -> f64 {
    duration.map_or(f64::NAN, milliseconds)
}
