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
            // Who asks may say whom it believes to ask.
            let target = after(self.bytes, FIXED_LENGTH + hardware + address);
            let asked = operation == 1 && up_to(target, hardware).iter().any(|byte| *byte != 0);
            let number = if asked { ASKED } else { operation };
            match names::find(OPERATIONS, number) {
                Some(phrase) => self.tell(phrase, self.bytes, hardware as u32, address as u32),
                None => self.say("Unknown (%n)", operation),
            }
        }
        self.say(", length %l", 0);
    }
}

/// What stands for a request that names a hardware address.
const ASKED: u32 = 0x1_0000;

/// What tcpdump says of each operation.
const OPERATIONS: Registry = "\
1 Request who-has %8++-P tell %8+P
Reply %8+P is-at %8H
Reverse Request who-is %8+-H tell %8H
Reverse Reply %8+-H at %8++-P
8 Inverse Request who-is %8+-H tell %8H
Inverse Reply %8H at %8+P
NACK Reply
65536 Request who-has %8++-P (%8+-H) tell %8+P";

const HARDWARE: Registry = "\
1 Ethernet
6 TokenRing
15 FrameRelay
32 InfiniBand";
