//! IPv4, and what any version of IP carries.

use super::bytes::{after, up_to};
use super::flows::End;
use super::{Line, names};
use crate::wire::ipv4::{FIXED_LENGTH, field};
use crate::wire::{icmpv4, tcp, udp};

/// The header of the packet that a transport header stands in.
#[derive(Clone, Copy)]
pub(super) struct Ip<'a> {
    /// The IP header's bytes, from its start: all of its fixed part.
    pub(super) header: &'a [u8],
    /// Whether it is IPv6's.
    pub(super) six: bool,
    /// The protocol that the IP header itself names: addresses stand beside the ports where it is the transport's.
    pub(super) protocol: u32,
    /// Whether this is the first of several fragments.
    pub(super) fragmented: bool,
}

impl Line<'_> {
    pub(super) fn ipv4(&mut self, packet: &[u8], length: u32) {
        if self.too_deep() {
            return;
        }
        self.enter("ip");
        let version = self.field(packet, field::VERSION);
        if version != 4 {
            match version {
                6 => self.text("wrong link-layer encapsulation"),
                _ => self.number("IP", version),
            }
            return self.text(" (invalid)");
        }
        self.text("IP ");
        self.field(packet, field::DESTINATION);
        if length < FIXED_LENGTH as u32 {
            return self.number("truncated-ip ", length);
        }
        let header_length = self.field(packet, field::IHL);
        if header_length < FIXED_LENGTH as u32 {
            return self.number("bad-hlen ", header_length);
        }
        let total = self.field(packet, field::TOTAL_LENGTH);
        if length < total {
            self.number("truncated-ip - ", total - length);
            self.text(" bytes missing! ");
        }
        if total < header_length {
            return self.number("bad-len ", total);
        }
        let packet = up_to(packet, total as usize);
        let protocol = self.field(packet, field::PROTOCOL);
        let fragmented = self.field(packet, field::MORE_FRAGMENTS) == 1;
        let ip = Ip { header: packet, six: false, protocol, fragmented };
        if self.field(packet, field::FRAGMENT_OFFSET) != 0 {
            self.addresses(ip);
            return self.number(": ip-proto-", protocol);
        }
        self.begin(ip);
        self.transport(after(packet, header_length as usize), total - header_length, ip, protocol);
    }

    /// Says what an IP packet carries: `length` bytes by its lengths, of which `payload` are there.
    pub(super) fn transport(&mut self, payload: &[u8], length: u32, ip: Ip<'_>, protocol: u32) {
        match (protocol as u8, ip.six) {
            (tcp::PROTOCOL, _) => self.tcp(payload, length, ip),
            (udp::PROTOCOL, _) => self.udp(payload, length, ip),
            (icmpv4::PROTOCOL, false) => self.icmp(payload, length),
            (ICMPV6, true) => self.icmpv6(payload, length),
            (4, _) => self.ipv4(payload, length),
            (41, _) => self.ipv6(payload, length),
            (59, _) => self.text("no next header"),
            _ => {
                self.named(names::PROTOCOLS, " ip-proto-", protocol);
                self.number(if protocol == 0 { " " } else { ", length " }, length);
            }
        }
    }

    /// The addresses, where tcpdump shows no ports beside them; SCTP and DCCP have ports too, and are not read.
    pub(super) fn begin(&mut self, ip: Ip<'_>) {
        if !matches!(ip.protocol as u8, tcp::PROTOCOL | udp::PROTOCOL) {
            self.addresses(ip);
            self.text(": ");
        }
    }

    /// `source > destination`.
    pub(super) fn addresses(&mut self, ip: Ip<'_>) {
        self.phrase(if ip.six { "{8A} > {24A}" } else { "{12a} > {16a}" }, ip.header);
    }

    /// `source.port > destination.port: `, or the ports alone where an extension header stands between. The ports are there.
    pub(super) fn ports(&mut self, ip: Ip<'_>, protocol: u8, transport: &[u8]) {
        if ip.protocol != u32::from(protocol) {
            return self.phrase("{0h} > {2h}: ", transport);
        }
        let (source, destination) = if ip.six { ("{8A}", " > {24A}") } else { ("{12a}", " > {16a}") };
        self.phrase(source, ip.header);
        self.phrase(".{0h}", transport);
        self.phrase(destination, ip.header);
        self.phrase(".{2h}: ", transport);
    }
}

/// ICMPv6's number.
const ICMPV6: u8 = 58;

impl Ip<'_> {
    /// Both ends of a segment.
    pub(super) fn ends(self, segment: &[u8]) -> [End; 2] {
        let (at, length) = if self.six { (8, 16) } else { (12, 4) };
        let addresses = after(self.header, at);
        [end(addresses, length, segment), end(after(addresses, length), length, after(segment, 2))]
    }
}

#[cfg_attr(target_arch = "wasm32", inline(never))]
fn end(address: &[u8], length: usize, port: &[u8]) -> End {
    let mut end = [0; 18];
    let (address, port) = (up_to(address, length), up_to(port, 2));
    end.iter_mut().zip(address.iter().chain(port)).for_each(|(to, from)| *to = *from);
    end
}
