//! IPv4, and what any version of IP carries.

use super::bytes::{after, up_to};
use super::flows::End;
use super::{Line, names};
use crate::wire::ipv4::{FIXED_LENGTH, field};
use crate::wire::{icmpv4, icmpv6, tcp, udp};

/// The IP header that a transport header stands in.
#[derive(Clone, Copy, Default)]
pub(super) struct Ip<'a> {
    /// Its bytes, from its start: all of its fixed part.
    pub(super) header: &'a [u8],
    /// Whether it is IPv6's.
    pub(super) six: bool,
    /// The protocol that it names itself: addresses stand beside the ports where it is the transport's.
    pub(super) protocol: u32,
    /// Whether this is the first of several fragments.
    pub(super) fragmented: bool,
}

impl Line<'_> {
    pub(super) fn ipv4(&mut self) {
        if self.too_deep() {
            return;
        }
        self.enter("ip");
        match self.field(field::VERSION) {
            4 => {}
            6 => return self.text("wrong link-layer encapsulation (invalid)"),
            version => return self.say("IP%n (invalid)", version),
        }
        self.text("IP ");
        self.need(FIXED_LENGTH);
        if self.length < FIXED_LENGTH as u32 {
            return self.say("truncated-ip %l", 0);
        }
        let header_length = self.field(field::IHL);
        if header_length < FIXED_LENGTH as u32 {
            return self.say("bad-hlen %n", header_length);
        }
        let total = self.field(field::TOTAL_LENGTH);
        if self.length < total {
            self.say("truncated-ip - %n bytes missing! ", total - self.length);
        }
        if total < header_length {
            return self.say("bad-len %n", total);
        }
        self.end_at(total);
        let protocol = self.field(field::PROTOCOL);
        let fragmented = self.field(field::MORE_FRAGMENTS) == 1;
        self.ip = Ip { header: self.bytes, six: false, protocol, fragmented };
        if self.field(field::FRAGMENT_OFFSET) != 0 {
            self.addresses();
            return self.say(": ip-proto-%n", protocol);
        }
        self.begin();
        self.skip(header_length as usize);
        self.transport(protocol);
    }

    /// Says what an IP packet carries.
    pub(super) fn transport(&mut self, protocol: u32) {
        match (protocol as u8, self.ip.six) {
            (tcp::PROTOCOL, _) => self.tcp(),
            (udp::PROTOCOL, _) => self.udp(),
            (icmpv4::PROTOCOL, false) => self.icmp(),
            (icmpv6::PROTOCOL, true) => self.icmpv6(),
            (4, _) => self.ipv4(),
            (41, _) => self.ipv6(),
            (59, _) => self.text("no next header"),
            _ => {
                self.named(names::PROTOCOLS, " ip-proto-%n", protocol);
                self.say(if protocol == 0 { " %l" } else { ", length %l" }, 0);
            }
        }
    }

    /// The addresses, where tcpdump shows no ports beside them; SCTP and DCCP have ports too, and are not read.
    pub(super) fn begin(&mut self) {
        if !matches!(self.ip.protocol as u8, tcp::PROTOCOL | udp::PROTOCOL) {
            self.addresses();
            self.text(": ");
        }
    }

    /// `source > destination`.
    pub(super) fn addresses(&mut self) {
        self.tell(if self.ip.six { "%8A > %24A" } else { "%12a > %16a" }, self.ip.header, 0, 0);
    }

    /// `source.port > destination.port: `, or the ports alone where an extension header stands between. The ports are there.
    pub(super) fn ports(&mut self, protocol: u8) {
        let phrase = match self.ip {
            Ip { protocol: first, .. } if first != u32::from(protocol) => "%n > %l: ",
            Ip { six: true, .. } => "%8A.%n > %24A.%l: ",
            Ip { six: false, .. } => "%12a.%n > %16a.%l: ",
        };
        let [source, destination] = [self.half(0), self.half(2)];
        self.tell(phrase, self.ip.header, source, destination);
    }
}

impl Ip<'_> {
    /// Both ends of a segment.
    pub(super) fn ends(self, segment: &[u8]) -> [End; 2] {
        let (at, length) = if self.six { (8, 16) } else { (12, 4) };
        [end(after(self.header, at), length, segment), end(after(self.header, at + length), length, after(segment, 2))]
    }
}

/// The end with the address of so many bytes and the port that stand first in these bytes.
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn end(address: &[u8], length: usize, port: &[u8]) -> End {
    let mut end = [0; 18];
    let bytes = up_to(port, 2).iter().chain(up_to(address, length));
    for (to, byte) in end.iter_mut().zip(bytes) {
        *to = *byte;
    }
    end
}
