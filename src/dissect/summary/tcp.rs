//! A segment: flags, numbers, window, options, length.

use super::Line;
use super::flows::Base;
use crate::wire::tcp::{FIXED_LENGTH, Flags, PROTOCOL, field};

impl Line<'_> {
    pub(super) fn tcp(&mut self) {
        self.enter("tcp");
        if self.bytes.len() < 4 {
            self.addresses();
            self.text(":");
            self.to.closed = true;
            return;
        }
        self.ports(PROTOCOL);
        // Nothing is said of a header whose fixed part is not there.
        self.need(FIXED_LENGTH);
        let (header_length, segment_length) = (self.field(field::DATA_OFFSET), self.length);
        self.length = segment_length.wrapping_sub(header_length);
        if header_length < FIXED_LENGTH as u32 {
            return self.say(" tcp %l [bad hdr length %n - too short, < 20]", header_length);
        }
        let flags = Flags::from_bits(self.field(field::FLAGS) as u16);
        self.flags(flags);
        let [sequence, acknowledgment] = [self.field(field::SEQUENCE), self.field(field::ACKNOWLEDGMENT)];
        let base = match flags.contains(Flags::ACK) && !self.to.closed {
            true => {
                let ends = self.ip.ends(self.bytes);
                self.flows.base(ends, flags.contains(Flags::SYN), [sequence, acknowledgment])
            }
            false => Base::default(),
        };
        if header_length > segment_length {
            return self.tell(" [bad hdr length %n - too long, > %l]", &[], header_length, segment_length);
        }
        let sequence = sequence.wrapping_sub(base.sequence);
        if self.length > 0 || flags.intersects(Flags::SYN | Flags::FIN | Flags::RST) {
            self.say(", seq %n", sequence);
        }
        if self.length > 0 {
            self.say(":%n", sequence.wrapping_add(self.length));
        }
        if flags.contains(Flags::ACK) {
            self.say(", ack %n", acknowledgment.wrapping_sub(base.acknowledgment));
        }
        self.say(", win %14h", 0);
        if flags.contains(Flags::URG) {
            self.say(", urg %18h", 0);
        }
        let options = header_length as usize - FIXED_LENGTH;
        if options > 0 {
            self.text(", options [");
            self.advance(FIXED_LENGTH);
            if !self.options(options, base.sack) {
                return;
            }
            self.text("]");
        }
        self.say(", length %l", 0);
    }

    fn flags(&mut self, flags: Flags) {
        self.text("Flags [");
        for (at, letter) in LETTERS.iter().enumerate() {
            if flags.bits() >> at & 1 == 1 {
                self.to.byte(*letter);
            }
        }
        self.text(if flags.bits() == 0 { "none]" } else { "]" });
    }
}

/// A letter for each flag, from the lowest bit on; that of AE is newer than most tcpdumps.
const LETTERS: &[u8; 9] = b"FSRP.UEWe";
