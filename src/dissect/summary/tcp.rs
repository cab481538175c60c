//! A segment: flags, numbers, window, options, length.

use super::Line;
use super::bytes::after;
use super::flows::Base;
use super::ip::Ip;
use crate::wire::tcp::{FIXED_LENGTH, Flags, PROTOCOL, field};

impl Line<'_> {
    pub(super) fn tcp(&mut self, segment: &[u8], length: u32, ip: Ip<'_>) {
        self.enter("tcp");
        if segment.len() < 4 {
            self.addresses(ip);
            self.text(":");
            self.cut = true;
            return;
        }
        self.ports(ip, PROTOCOL, segment);
        // The last field first: nothing is said of a header whose fixed part is not there.
        let urgent = self.field(segment, field::URGENT_POINTER);
        let header_length = self.field(segment, field::DATA_OFFSET);
        if header_length < FIXED_LENGTH as u32 {
            self.number(" tcp ", length.wrapping_sub(header_length));
            self.number(" [bad hdr length ", header_length);
            return self.text(" - too short, < 20]");
        }
        let flags = Flags::from_bits(self.field(segment, field::FLAGS) as u16);
        self.flags(flags);
        let [sequence, acknowledgment] =
            [self.field(segment, field::SEQUENCE), self.field(segment, field::ACKNOWLEDGMENT)];
        let base = match &mut self.flows {
            Some(flows) if flags.contains(Flags::ACK) && !self.cut => {
                flows.base(ip.ends(segment), flags.contains(Flags::SYN), [sequence, acknowledgment])
            }
            _ => Base::default(),
        };
        if header_length > length {
            self.number(" [bad hdr length ", header_length);
            self.number(" - too long, > ", length);
            return self.text("]");
        }
        let length = length - header_length;
        let counts = Flags::SYN.bits() | Flags::FIN.bits() | Flags::RST.bits();
        if length > 0 || flags.bits() & counts != 0 {
            let sequence = sequence.wrapping_sub(base.sequence);
            self.number(", seq ", sequence);
            if length > 0 {
                self.number(":", sequence.wrapping_add(length));
            }
        }
        if flags.contains(Flags::ACK) {
            self.number(", ack ", acknowledgment.wrapping_sub(base.acknowledgment));
        }
        self.phrase(", win {14h}", segment);
        if flags.contains(Flags::URG) {
            self.number(", urg ", urgent);
        }
        let options = header_length as usize - FIXED_LENGTH;
        if options > 0 {
            self.text(", options [");
            if !self.options(after(segment, FIXED_LENGTH), options, base.sack) {
                return;
            }
            self.text("]");
        }
        self.number(", length ", length);
    }

    fn flags(&mut self, flags: Flags) {
        self.text("Flags [");
        for (at, (flag, _)) in Flags::NAMES.iter().enumerate() {
            if flags.contains(*flag) {
                self.text(LETTERS.get(at..=at).unwrap_or_default());
            }
        }
        self.text(if flags.bits() == 0 { "none]" } else { "]" });
    }
}

/// A letter for each flag, in the order of [`Flags::NAMES`]; that of AE is newer than most tcpdumps.
const LETTERS: &str = "FSRP.UEWe";
