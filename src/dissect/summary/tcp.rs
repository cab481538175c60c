//! A segment: flags, numbers, window, options, length.

use super::Line;
use super::cursor::{Cursor, Cut};
use super::flows::Base;
use super::ip::Ip;
use crate::wire::tcp::{FIXED_LENGTH, Flags, PROTOCOL, field};

impl Line<'_> {
    pub(super) fn tcp(&mut self, segment: Cursor<'_>, length: u32, ip: Ip<'_>) -> Result<(), Cut> {
        self.protocol = "tcp";
        let (Ok(source), Ok(destination)) =
            (segment.number(field::SOURCE_PORT), segment.number(field::DESTINATION_PORT))
        else {
            self.addresses(ip)?;
            self.text(":");
            return Err(Cut);
        };
        self.ports(ip, PROTOCOL, source, destination)?;
        let urgent = segment.number(field::URGENT_POINTER)?;
        let header_length = segment.number(field::DATA_OFFSET)?;
        if header_length < FIXED_LENGTH as u32 {
            self.number(" tcp ", length.wrapping_sub(header_length));
            self.number(" [bad hdr length ", header_length);
            self.text(" - too short, < 20]");
            return Ok(());
        }
        let flags = Flags::from_bits(segment.number(field::FLAGS)? as u16);
        self.flags(flags);
        let sequence = segment.number(field::SEQUENCE)?;
        let acknowledgment = segment.number(field::ACKNOWLEDGMENT)?;
        let base = match &mut self.flows {
            Some(flows) if flags.contains(Flags::ACK) => {
                flows.base(&ip.ends(source, destination)?, flags.contains(Flags::SYN), sequence, acknowledgment)
            }
            _ => Base::default(),
        };
        if header_length > length {
            self.number(" [bad hdr length ", header_length);
            self.number(" - too long, > ", length);
            self.text("]");
            return Ok(());
        }
        let length = length - header_length;
        let counts = [Flags::SYN, Flags::FIN, Flags::RST].iter().any(|flag| flags.contains(*flag));
        if length > 0 || counts {
            let sequence = sequence.wrapping_sub(base.sequence);
            self.number(", seq ", sequence);
            if length > 0 {
                self.number(":", sequence.wrapping_add(length));
            }
        }
        if flags.contains(Flags::ACK) {
            self.number(", ack ", acknowledgment.wrapping_sub(base.acknowledgment));
        }
        self.number(", win ", segment.number(field::WINDOW)?);
        if flags.contains(Flags::URG) {
            self.number(", urg ", urgent);
        }
        let options = header_length as usize - FIXED_LENGTH;
        if options > 0 {
            self.text(", options [");
            if !self.options(segment.after(FIXED_LENGTH), options, base.sack)? {
                return Ok(());
            }
            self.text("]");
        }
        self.number(", length ", length);
        Ok(())
    }

    fn flags(&mut self, flags: Flags) {
        self.text("Flags [");
        let letters = Flags::NAMES.iter().zip(LETTERS).filter(|((flag, _), _)| flags.contains(*flag));
        letters.for_each(|(_, letter)| self.to.ascii(*letter));
        if flags.bits() == 0 {
            self.text("none");
        }
        self.text("]");
    }
}

/// A letter for each flag, in the order of [`Flags::NAMES`]; that of AE is newer than most tcpdumps.
const LETTERS: &[u8; 9] = b"FSRP.UEWe";
