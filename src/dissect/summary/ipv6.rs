//! IPv6 and its extension headers, RFC 8200.

use super::Line;
use super::cursor::{Cursor, Cut};
use super::ip::{Ip, has_ports};

/// The length of the header in bytes.
const HEADER: u32 = 40;

impl Line<'_> {
    pub(super) fn ipv6(&mut self, packet: Cursor<'_>, length: u32) -> Result<(), Cut> {
        self.protocol = "ip6";
        packet.bytes(0, HEADER as usize)?;
        self.text("IP6 ");
        let version = packet.byte(0)? >> 4;
        if version != 6 {
            self.number("version error: ", version);
            self.text(" != 6");
            return Ok(());
        }
        let claimed = packet.half(4)?;
        let (protocol, total) = (packet.byte(6)?, claimed + HEADER);
        if length < total {
            self.number("truncated-ip6 - ", total - length);
            self.text(" bytes missing!");
        }
        let packet = packet.up_to(total as usize);
        let ip = Ip { header: packet, six: true, protocol, fragmented: false };
        if !has_ports(protocol) {
            self.addresses(ip)?;
            self.text(": ");
        }
        self.chain(packet.after(HEADER as usize), total - HEADER, ip)
    }

    /// Says the extension headers, and what stands after them. Each takes 8 bytes or more of what is there.
    fn chain(&mut self, mut rest: Cursor<'_>, mut length: u32, mut ip: Ip<'_>) -> Result<(), Cut> {
        let mut next = ip.protocol;
        loop {
            if self.too_deep() {
                return Ok(());
            }
            let advance = match next {
                HOP_BY_HOP | DESTINATION => {
                    self.protocol = if next == HOP_BY_HOP { "hbhopt" } else { "dstopt" };
                    let advance = rest.byte(1)? * 8 + 8;
                    rest.bytes(0, advance as usize)?;
                    self.text(if next == HOP_BY_HOP { "HBH " } else { "DSTOPT " });
                    advance
                }
                ROUTING => {
                    rest.byte(0)?;
                    self.protocol = "rt6";
                    self.routing(rest)?
                }
                FRAGMENT => {
                    self.protocol = "frag6";
                    let offset = rest.half(2)? & !7;
                    self.number("frag (", offset);
                    self.number("|", length.wrapping_sub(8));
                    self.text(")");
                    if offset != 0 {
                        return Ok(());
                    }
                    self.text(" ");
                    if rest.0.len() <= 8 {
                        return Ok(());
                    }
                    ip.fragmented = true;
                    8
                }
                _ => return self.transport(rest, length, ip, next),
            };
            self.protocol = "ip6";
            next = rest.byte(0)?;
            length = length.checked_sub(advance).ok_or(Cut)?;
            rest = rest.after(advance as usize);
        }
    }

    /// Says a routing header; its length.
    fn routing(&mut self, header: Cursor<'_>) -> Result<u32, Cut> {
        self.text("RT6");
        let length = header.byte(1)?;
        self.number(" (len=", length);
        let kind = header.byte(2)?;
        self.number(", type=", kind);
        if kind == 0 {
            self.text(" [Deprecated]");
        }
        self.number(", segleft=", header.byte(3)?);
        // The older types have four reserved bytes here.
        header.bytes(4, if matches!(kind, 0 | 2) { 4 } else { 0 })?;
        self.text(") ");
        Ok(length * 8 + 8)
    }

    /// An address as RFC 5952 writes it.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn ipv6_address(&mut self, address: &[u8]) {
        let cursor = Cursor(address);
        let group = |at: usize| cursor.half(at * 2).unwrap_or_default();
        let (start, length) = longest_zeros(&group);
        // One group of zero is written as it is.
        let (start, end) = if length > 1 { (start, start + length) } else { (8, 8) };
        let mapped = (start, end) == (0, 5) && group(5) == 0xffff;
        for at in 0..8 {
            if at == start {
                self.text("::");
            }
            if (start..end).contains(&at) {
                continue;
            }
            if at > 0 && at != end {
                self.text(":");
            }
            if mapped && at == 6 {
                return self.to.ipv4(cursor.word(12).unwrap_or_default());
            }
            self.to.hex_digits(group(at));
        }
    }
}

/// Where the longest run of groups of zero begins, and its length; the first of several.
fn longest_zeros(group: &dyn Fn(usize) -> u32) -> (usize, usize) {
    let mut longest = (8, 0);
    for start in 0..8 {
        let length = (start..8).take_while(|at| group(*at) == 0).count();
        if length > longest.1 {
            longest = (start, length);
        }
    }
    longest
}

const HOP_BY_HOP: u32 = 0;
const ROUTING: u32 = 43;
const FRAGMENT: u32 = 44;
const DESTINATION: u32 = 60;
