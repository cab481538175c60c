//! An ARP packet: who asks for whom.

use super::bytes::after;
use super::{Line, Registry, names};
use crate::wire::arp::{FIXED_LENGTH, field};
use crate::wire::ipv4;

impl Line<'_> {
    pub(super) fn arp(&mut self, packet: &[u8], length: u32) {
        self.enter("arp");
        let hardware = self.field(packet, field::HARDWARE_LENGTH) as usize;
        let address = self.field(packet, field::PROTOCOL_LENGTH) as usize;
        let protocol = self.field(packet, field::PROTOCOL_TYPE);
        let sender = after(packet, FIXED_LENGTH);
        let target = after(sender, hardware + address);
        self.take(packet, FIXED_LENGTH + 2 * (hardware + address));
        self.text("ARP, ");
        if protocol != u32::from(ipv4::ETHER_TYPE) || address != 4 || hardware == 0 {
            let hardware_type = self.field(packet, field::HARDWARE_TYPE);
            self.named(HARDWARE, "Unknown Hardware (", hardware_type);
            self.number(" (len ", hardware as u32);
            self.text("), ");
            self.text(names::find(names::ETHER_TYPES, protocol).unwrap_or("Unknown Protocol"));
            self.number(" (len ", address as u32);
            self.text(")");
        } else {
            let operation = self.field(packet, field::OPERATION);
            self.named(OPERATIONS, "Unknown ", operation);
            self.operation(operation, [sender, target], hardware);
        }
        self.number(", length ", length);
    }

    /// Says the addresses of an operation: each side has a hardware address of so many bytes, and IPv4's.
    fn operation(&mut self, operation: u32, [sender, target]: [&[u8]; 2], hardware: usize) {
        let [sender_address, target_address] = [after(sender, hardware), after(target, hardware)];
        let [sender, target] = [self.take(sender, hardware), self.take(target, hardware)];
        match operation {
            1 => {
                self.phrase(" who-has {0a}", target_address);
                if target.iter().any(|byte| *byte != 0) {
                    self.hardware(" (", target);
                    self.text(")");
                }
                self.phrase(" tell {0a}", sender_address);
            }
            2 => {
                self.phrase(" {0a}", sender_address);
                self.hardware(" is-at ", sender);
            }
            3 | 8 => {
                self.hardware(" who-is ", target);
                self.hardware(" tell ", sender);
            }
            4 | 9 => {
                let (hardware, address) =
                    if operation == 4 { (target, target_address) } else { (sender, sender_address) };
                self.hardware(" ", hardware);
                self.phrase(" at {0a}", address);
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
