//! IPv6 and its extension headers, RFC 8200.

use super::Line;
use super::ip::Ip;
use crate::wire::ipv6::FIXED_LENGTH;
use crate::wire::ipv6::kind::{DESTINATION_OPTIONS, FRAGMENT, HOP_BY_HOP, ROUTING};

impl Line<'_> {
    pub(super) fn ipv6(&mut self) {
        self.enter("ip6");
        self.need(FIXED_LENGTH);
        self.text("IP6 ");
        let version = self.byte(0) >> 4;
        if version != 6 {
            return self.say("version error: %n != 6", version);
        }
        let total = self.half(4) + FIXED_LENGTH as u32;
        if self.length < total {
            self.say("truncated-ip6 - %n bytes missing!", total - self.length);
        }
        self.end_at(total);
        let protocol = self.byte(6);
        self.ip = Ip { header: self.bytes, six: true, protocol, fragmented: false };
        self.begin();
        self.skip(FIXED_LENGTH);
        self.chain(protocol);
    }

    /// Says the extension headers, and what stands after them. Each takes 8 bytes or more of what is there.
    fn chain(&mut self, mut next: u32) {
        while !self.too_deep() {
            let kind = next as u8;
            let mut length = self.bytes.get(1).map_or(0, |units| u32::from(*units) * 8 + 8);
            match kind {
                HOP_BY_HOP | DESTINATION_OPTIONS => {
                    let (name, text) = if kind == HOP_BY_HOP { ("hbhopt", "HBH ") } else { ("dstopt", "DSTOPT ") };
                    self.enter(name);
                    self.need(length.max(2) as usize);
                    self.text(text);
                }
                ROUTING => {
                    self.byte(0);
                    self.enter("rt6");
                    self.routing();
                }
                FRAGMENT => {
                    self.enter("frag6");
                    let offset = self.half(2) & !7;
                    length = 8;
                    self.say("frag (%n", offset);
                    self.text("|");
                    self.say("%n)", self.length.wrapping_sub(length));
                    if offset != 0 {
                        return;
                    }
                    self.text(" ");
                    if self.bytes.len() <= 8 {
                        return;
                    }
                    self.ip.fragmented = true;
                }
                _ => return self.transport(next),
            }
            self.enter("ip6");
            next = self.byte(0);
            self.to.closed |= length > self.length;
            self.skip(length as usize);
        }
    }

    /// Says a routing header.
    fn routing(&mut self) {
        self.say("RT6| (len=%1b|, type=%2b", 0);
        let kind = self.byte(2);
        if kind == 0 {
            self.text(" [Deprecated]");
        }
        self.say(", segleft=%3b", 0);
        // The older types have four reserved bytes here.
        self.need(if matches!(kind, 0 | 2) { 8 } else { 4 });
        self.text(") ");
    }
}
