//! A datagram: ports and length.

use super::Line;
use super::ip::Ip;
use crate::wire::udp::{HEADER_LENGTH, PROTOCOL, field};

impl Line<'_> {
    pub(super) fn udp(&mut self, datagram: &[u8], length: u32, ip: Ip<'_>) {
        self.enter("udp");
        if datagram.len() < 4 {
            if ip.protocol == u32::from(PROTOCOL) {
                self.addresses(ip);
                self.text(": ");
            }
            self.cut = true;
            return;
        }
        self.ports(ip, PROTOCOL, datagram);
        let header = HEADER_LENGTH as u32;
        if length < header {
            return self.number("truncated-udp ", length);
        }
        let claimed = self.field(datagram, field::LENGTH);
        if claimed < header {
            return self.number("truncated-udplength ", claimed);
        }
        let (data, room) = (claimed - header, length - header);
        if data > room && !ip.fragmented {
            self.number("UDP, bad length ", data);
            self.number(" > ", room);
        } else {
            self.number("UDP, length ", data);
        }
    }
}
