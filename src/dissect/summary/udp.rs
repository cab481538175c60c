//! A datagram: ports and length.

use super::Line;
use super::cursor::{Cursor, Cut};
use super::ip::Ip;
use crate::wire::udp::{HEADER_LENGTH, PROTOCOL, field};

impl Line<'_> {
    pub(super) fn udp(&mut self, datagram: Cursor<'_>, length: u32, ip: Ip<'_>) -> Result<(), Cut> {
        self.protocol = "udp";
        let (Ok(source), Ok(destination)) =
            (datagram.number(field::SOURCE_PORT), datagram.number(field::DESTINATION_PORT))
        else {
            if ip.protocol == u32::from(PROTOCOL) {
                self.addresses(ip)?;
                self.text(": ");
            }
            return Err(Cut);
        };
        self.ports(ip, PROTOCOL, source, destination)?;
        let header = HEADER_LENGTH as u32;
        if length < header {
            self.number("truncated-udp ", length);
            return Ok(());
        }
        let claimed = datagram.number(field::LENGTH)?;
        if claimed < header {
            self.number("truncated-udplength ", claimed);
            return Ok(());
        }
        let (data, room) = (claimed - header, length - header);
        if data > room && !ip.fragmented {
            self.number("UDP, bad length ", data);
            self.number(" > ", room);
        } else {
            self.number("UDP, length ", data);
        }
        Ok(())
    }
}
