//! What a reader of one format has found so far.

use super::bytes::Bytes;
use super::fault::{DumpError, Fault, Warning};
use super::{Format, Packet, Place};
use alloc::vec::Vec;

/// Packets, and what is to be said of them.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) packets: Vec<Packet>,
    pub(super) warnings: Vec<Warning>,
    /// Why packets were left out.
    pub(super) refused: Vec<DumpError>,
    /// The format, where the reader knows it better than who called it.
    pub(super) format: Option<Format>,
}

/// A fault and where it is.
pub(super) type Refusal = (Fault, Place);

impl Reading {
    /// Takes a packet. One without bytes is none.
    pub(super) fn packet(&mut self, packet: Packet) {
        if !packet.data.is_empty() {
            self.packets.push(packet);
        }
    }

    /// Takes a packet's bytes, or why there are none.
    pub(super) fn take(&mut self, read: Result<Bytes, Refusal>) {
        match read {
            Ok(bytes) => self.packet(bytes.packet()),
            Err(refusal) => self.refuse(refusal),
        }
    }

    pub(super) fn refuse(&mut self, (fault, place): Refusal) {
        self.refused.push(DumpError { fault, place });
    }

    pub(super) fn warn(&mut self, fault: Fault, place: Place) {
        self.warnings.push(Warning { fault, place, refused: false });
    }

    /// Warns once, however often it happens.
    pub(super) fn warn_once(&mut self, fault: Fault, place: Place) {
        let kind = core::mem::discriminant(&fault);
        if !self.warnings.iter().any(|warning| core::mem::discriminant(&warning.fault) == kind) {
            self.warn(fault, place);
        }
    }
}
