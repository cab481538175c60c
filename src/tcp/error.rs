//! Why a user's call could not be done.

use super::event::CloseReason;
use core::fmt;

/// Why a connection could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// The remote or the local address is one that no single host has: unspecified, broadcast or multicast
    /// (RFC 9293 3.9.1.1).
    InvalidAddress,
    /// The remote or the local port is 0.
    InvalidPort,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            OpenError::InvalidAddress => "an address is not one host's: give unicast addresses",
            OpenError::InvalidPort => "a port is 0: give ones from 1 to 65535",
        })
    }
}

impl core::error::Error for OpenError {}

/// Why nothing could be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// There is no connection (RFC 9293 3.10.2, CLOSED).
    NotConnected,
    /// This side has been closed (RFC 9293 3.10.2, "connection closing").
    Closing,
    /// The connection has ended.
    Closed(CloseReason),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::NotConnected => f.write_str("there is no connection: it waits for a peer"),
            WriteError::Closing => f.write_str("this side has been closed"),
            WriteError::Closed(reason) => write!(f, "the connection has ended: {reason}"),
        }
    }
}

impl core::error::Error for WriteError {}

/// Why nothing could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing has come yet; there may be more later.
    WouldBlock,
    /// The peer has closed its side and everything has been read (RFC 9293 3.10.3).
    Finished,
    /// The connection has ended.
    Closed(CloseReason),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::WouldBlock => f.write_str("nothing to read yet"),
            ReadError::Finished => f.write_str("the peer has closed its side and everything has been read"),
            ReadError::Closed(reason) => write!(f, "the connection has ended: {reason}"),
        }
    }
}

impl core::error::Error for ReadError {}
