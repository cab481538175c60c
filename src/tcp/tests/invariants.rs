//! The rules themselves are those of [`Connection::audit`]; here is what is said where one does not hold.

use super::super::connection::Connection;
use super::super::negotiation;
use alloc::format;
use alloc::string::String;

/// Checks a connection that has been asked for all it has to send. The error says which rule does not hold.
pub(super) fn check(c: &Connection) -> Result<(), String> {
    c.audit().map_err(|rule| format!("{rule}: {c:#?}"))
}

/// The largest packet that may be sent.
pub(super) fn packet_limit(c: &Connection) -> usize {
    usize::from(c.path_mtu.min(negotiation::offered_mss(&c.config) + 40))
}
