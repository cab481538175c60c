//! A datagram: ports and length.

use super::Line;
use crate::wire::udp::{HEADER_LENGTH, PROTOCOL, field};

impl Line<'_> {
    pub(super) fn udp(&mut self) {
        self.enter("udp");
        if self.bytes.len() < 4 {
            if self.ip.protocol == u32::from(PROTOCOL) {
                self.addresses();
                self.text(": ");
            }
            self.to.closed = true;
            return;
        }
        self.ports(PROTOCOL);
        let header = HEADER_LENGTH as u32;
        if self.length < header {
            return self.say("truncated-udp %l", 0);
        }
        let claimed = self.field(field::LENGTH);
        if claimed < header {
            return self.say("truncated-udplength %n", claimed);
        }
        self.length -= header;
        let data = claimed - header;
        let fits = data <= self.length || self.ip.fragmented;
        self.say(if fits { "UDP, length %n" } else { "UDP, bad length %n > %l" }, data);
    }
}
