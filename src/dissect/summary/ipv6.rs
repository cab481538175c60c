//! IPv6 and its extension headers, RFC 8200.

use super::Line;
use super::bytes::{after, up_to};
use super::ip::Ip;
use crate::wire::ipv6::FIXED_LENGTH;
use crate::wire::ipv6::kind::{DESTINATION_OPTIONS, FRAGMENT, HOP_BY_HOP, ROUTING};

impl Line<'_> {
    pub(super) fn ipv6(&mut self, packet: &[u8], length: u32) {
        self.enter("ip6");
        self.take(packet, FIXED_LENGTH);
        self.text("IP6 ");
        let version = self.byte(packet, 0) >> 4;
        if version != 6 {
            self.number("version error: ", version);
            return self.text(" != 6");
        }
        let claimed = self.half(packet, 4);
        let (protocol, total) = (self.byte(packet, 6), claimed + FIXED_LENGTH as u32);
        if length < total {
            self.number("truncated-ip6 - ", total - length);
            self.text(" bytes missing!");
        }
        let packet = up_to(packet, total as usize);
        let ip = Ip { header: packet, six: true, protocol, fragmented: false };
        self.begin(ip);
        self.chain(after(packet, FIXED_LENGTH), claimed, ip);
    }

    /// Says the extension headers, and what stands after them. Each takes 8 bytes or more of what is there.
    fn chain(&mut self, mut rest: &[u8], mut length: u32, mut ip: Ip<'_>) {
        let mut next = ip.protocol;
        while !self.too_deep() {
            let kind = next as u8;
            let advance = match kind {
                HOP_BY_HOP | DESTINATION_OPTIONS => {
                    let (name, text) = if kind == HOP_BY_HOP { ("hbhopt", "HBH ") } else { ("dstopt", "DSTOPT ") };
                    self.enter(name);
                    let advance = self.byte(rest, 1) * 8 + 8;
                    self.take(rest, advance as usize);
                    self.text(text);
                    advance
                }
                ROUTING => {
                    self.byte(rest, 0);
                    self.enter("rt6");
                    self.routing(rest)
                }
                FRAGMENT => {
                    self.enter("frag6");
                    let offset = self.half(rest, 2) & !7;
                    self.number("frag (", offset);
                    self.number("|", length.wrapping_sub(8));
                    self.text(")");
                    if offset != 0 {
                        return;
                    }
                    self.text(" ");
                    if rest.len() <= 8 {
                        return;
                    }
                    ip.fragmented = true;
                    8
                }
                _ => return self.transport(rest, length, ip, next),
            };
            self.enter("ip6");
            next = self.byte(rest, 0);
            self.cut |= advance > length;
            length = length.wrapping_sub(advance);
            rest = after(rest, advance as usize);
        }
    }

    /// Says a routing header; its length.
    fn routing(&mut self, header: &[u8]) -> u32 {
        self.phrase("RT6| (len={1b}|, type={2b}", header);
        let kind = self.byte(header, 2);
        if kind == 0 {
            self.text(" [Deprecated]");
        }
        self.phrase(", segleft={3b}", header);
        // The older types have four reserved bytes here.
        self.take(header, if matches!(kind, 0 | 2) { 8 } else { 4 });
        self.text(") ");
        self.byte(header, 1) * 8 + 8
    }
}
