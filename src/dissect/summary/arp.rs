//! An ARP packet: who asks for whom.

use super::bytes::{after, up_to};
use super::{Line, Registry, names};
use crate::wire::arp::{FIXED_LENGTH, field};
use crate::wire::ipv4;

impl Line<'_> {
    pub(super) fn arp(&mut self) {
        self.enter("arp");
        let hardware = self.field(field::HARDWARE_LENGTH) as usize;
        let address = self.field(field::PROTOCOL_LENGTH) as usize;
        let protocol = self.field(field::PROTOCOL_TYPE);
        self.need(FIXED_LENGTH + 2 * (hardware + address));
        self.text("ARP, ");
        if protocol != u32::from(ipv4::ETHER_TYPE) || address != 4 || hardware == 0 {
            let hardware_type = self.field(field::HARDWARE_TYPE);
            self.named(HARDWARE, "Unknown Hardware (%n)", hardware_type);
            self.say(" (len %4b), ", 0);
            self.named(names::ETHER_TYPES, "Unknown Protocol (%x)", protocol);
            self.say(" (len %5b)", 0);
        } else {
            let operation = self.field(field::OPERATION);
            self.named(OPERATIONS, "Unknown (%n)", operation);
            self.operation(operation, hardware);
        }
        self.say(", length %l", 0);
    }

    /// Says the addresses of an operation: each side has a hardware address of so many bytes, and IPv4's.
    fn operation(&mut self, operation: u32, hardware: usize) {
        let side = |bytes| {
            let (hardware, rest) = (up_to(bytes, hardware), after(bytes, hardware));
            (hardware, up_to(rest, 4), after(rest, 4))
        };
        let (sender, sender_address, rest) = side(after(self.bytes, FIXED_LENGTH));
        let (target, target_address, _) = side(rest);
        match operation {
            1 => {
                self.tell(" who-has %0a", target_address, 0, 0);
                if target.iter().any(|byte| *byte != 0) {
                    self.hexadecimal(" (", target, ":");
                    self.text(")");
                }
                self.tell(" tell %0a", sender_address, 0, 0);
            }
            2 => {
                self.tell(" %0a", sender_address, 0, 0);
                self.hexadecimal(" is-at ", sender, ":");
            }
            3 | 8 => {
                self.hexadecimal(" who-is ", target, ":");
                self.hexadecimal(" tell ", sender, ":");
            }
            4 | 9 => {
                let (hardware, address) =
                    if operation == 4 { (target, target_address) } else { (sender, sender_address) };
                self.hexadecimal(" ", hardware, ":");
                self.tell(" at %0a", address, 0, 0);
            }
            _ => {}
        }
    }
}

const OPERATIONS: Registry = "\
1 Request
2 Reply
3 Reverse Request
4 Reverse Reply
8 Inverse Request
9 Inverse Reply
10 NACK Reply";

const HARDWARE: Registry = "\
1 Ethernet
6 TokenRing
15 FrameRelay
32 InfiniBand";
