//! TCP, RFC 9293, without I/O: time comes in as an argument, packets go in and out as bytes, and randomness is a secret given
//! at the start. The same inputs give the same outputs to the byte.
//!
//! A [`Connection`] is driven by five calls: [`handle_packet`](Connection::handle_packet) and
//! [`handle_timeout`](Connection::handle_timeout) go in; [`poll_transmit`](Connection::poll_transmit),
//! [`poll_timeout`](Connection::poll_timeout) and [`poll_event`](Connection::poll_event) come out, each until it has nothing
//! more. The user's calls are those of RFC 9293 3.9.1.

mod ack_policy;
mod arrives;
mod audit;
mod calls;
mod challenge;
mod config;
mod congestion;
mod connection;
mod ecn;
mod error;
mod event;
mod icmp;
mod info;
mod isn;
mod negotiation;
mod output;
mod pacing;
mod packets;
mod receive_buffer;
mod recovery;
mod rtt;
mod segment;
mod send_buffer;
mod state;
mod tcb;
mod timeouts;
mod timers;
mod trace;
mod validation;
mod window;

pub use config::{Config, KeepAlive, MakeController, SourceRoute};
pub use congestion::{Acknowledged, Bbr, CloneController, CongestionControl, Cubic, NewReno, RateSample};
pub use connection::Connection;
pub use error::{OpenError, ReadError, WriteError};
pub use event::{CloseReason, Event};
pub use icmp::IcmpError;
pub use info::Info;
pub use isn::Secret;
pub use packets::{Received, reset_for};
pub use segment::Segment;
pub use state::State;
pub use trace::{Change, Decision, Reason};

#[cfg(test)]
mod tests;
