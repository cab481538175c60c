//! An ARP packet: who asks for whom.

use super::cursor::{Cursor, Cut};
use super::{Line, Registry, names};
use crate::wire::arp::{FIXED_LENGTH, field};
use crate::wire::ipv4;

impl Line<'_> {
    pub(super) fn arp(&mut self, packet: Cursor<'_>, length: u32) -> Result<(), Cut> {
        self.protocol = "arp";
        let operation = packet.number(field::OPERATION)?;
        let protocol = packet.number(field::PROTOCOL_TYPE)?;
        let hardware = packet.number(field::HARDWARE_LENGTH)? as usize;
        let address = packet.number(field::PROTOCOL_LENGTH)? as usize;
        let mut rest = packet.after(FIXED_LENGTH);
        let mut next = |length: usize| {
            let bytes = rest.bytes(0, length);
            rest = rest.after(length);
            bytes
        };
        let sender = (next(hardware)?, Cursor(next(address)?));
        let target = (next(hardware)?, Cursor(next(address)?));
        self.text("ARP, ");
        if protocol != u32::from(ipv4::ETHER_TYPE) || address != 4 || hardware == 0 {
            self.named(HARDWARE, "Unknown Hardware (", packet.number(field::HARDWARE_TYPE)?);
            self.number(" (len ", hardware as u32);
            self.text("), ");
            self.text(names::find(names::ETHER_TYPES, protocol).unwrap_or("Unknown Protocol"));
            self.number(" (len ", address as u32);
            self.text(")");
        } else {
            self.named(OPERATIONS, "Unknown ", operation);
            self.operation(operation, sender, target)?;
        }
        self.number(", length ", length);
        Ok(())
    }

    fn operation(&mut self, operation: u32, sender: Side<'_>, target: Side<'_>) -> Result<(), Cut> {
        match operation {
            1 => {
                self.text(" who-has ");
                self.to.ipv4(target.1.word(0)?);
                if target.0.iter().any(|byte| *byte != 0) {
                    self.text(" (");
                    self.to.bytes(target.0, ":");
                    self.text(")");
                }
                self.text(" tell ");
                self.to.ipv4(sender.1.word(0)?);
            }
            2 => {
                self.text(" ");
                self.to.ipv4(sender.1.word(0)?);
                self.text(" is-at ");
                self.to.bytes(sender.0, ":");
            }
            3 | 8 => {
                self.text(" who-is ");
                self.to.bytes(target.0, ":");
                self.text(" tell ");
                self.to.bytes(sender.0, ":");
            }
            4 | 9 => {
                let (hardware, address) = if operation == 4 { target } else { sender };
                self.text(" ");
                self.to.bytes(hardware, ":");
                self.text(" at ");
                self.to.ipv4(address.word(0)?);
            }
            _ => {}
        }
        Ok(())
    }
}

/// A hardware address and a protocol address.
type Side<'a> = (&'a [u8], Cursor<'a>);

const OPERATIONS: Registry = &[
    (1, 1, "Request"),
    (2, 2, "Reply"),
    (3, 3, "Reverse Request"),
    (4, 4, "Reverse Reply"),
    (8, 8, "Inverse Request"),
    (9, 9, "Inverse Reply"),
    (10, 10, "NACK Reply"),
];

const HARDWARE: Registry = &[(1, 1, "Ethernet"), (6, 6, "TokenRing"), (15, 15, "FrameRelay"), (32, 32, "InfiniBand")];
