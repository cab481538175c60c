//! IPv4, and what any version of IP carries.

use super::cursor::{Cursor, Cut};
use super::flows::Ends;
use super::{Line, names};
use crate::wire::ipv4::{FIXED_LENGTH, field};
use crate::wire::{icmpv4, tcp, udp};

/// The header of the packet that a transport header stands in.
#[derive(Clone, Copy)]
pub(super) struct Ip<'a> {
    /// The IP header's bytes, from its start.
    pub(super) header: Cursor<'a>,
    /// Whether it is IPv6's.
    pub(super) six: bool,
    /// The protocol that the IP header itself names: addresses stand beside the ports where it is the transport's.
    pub(super) protocol: u32,
    /// Whether this is the first of several fragments.
    pub(super) fragmented: bool,
}

impl Line<'_> {
    pub(super) fn ipv4(&mut self, packet: Cursor<'_>, length: u32) -> Result<(), Cut> {
        if self.too_deep() {
            return Ok(());
        }
        self.protocol = "ip";
        let version = packet.number(field::VERSION)?;
        if version != 4 {
            match version {
                6 => self.text("wrong link-layer encapsulation"),
                _ => self.number("IP", version),
            }
            self.text(" (invalid)");
            return Ok(());
        }
        self.text("IP ");
        packet.number(field::DESTINATION)?;
        if length < FIXED_LENGTH as u32 {
            self.number("truncated-ip ", length);
            return Ok(());
        }
        let header_length = packet.number(field::IHL)?;
        if header_length < FIXED_LENGTH as u32 {
            self.number("bad-hlen ", header_length);
            return Ok(());
        }
        let total = packet.number(field::TOTAL_LENGTH)?;
        if length < total {
            self.number("truncated-ip - ", total - length);
            self.text(" bytes missing! ");
        }
        if total < header_length {
            self.number("bad-len ", total);
            return Ok(());
        }
        let packet = packet.up_to(total as usize);
        let protocol = packet.number(field::PROTOCOL)?;
        let fragmented = packet.number(field::MORE_FRAGMENTS)? == 1;
        let ip = Ip { header: packet, six: false, protocol, fragmented };
        if packet.number(field::FRAGMENT_OFFSET)? != 0 {
            self.addresses(ip)?;
            self.number(": ip-proto-", protocol);
            return Ok(());
        }
        if !has_ports(protocol) {
            self.addresses(ip)?;
            self.text(": ");
        }
        self.transport(packet.after(header_length as usize), total - header_length, ip, protocol)
    }

    /// Says what an IP packet carries: `length` bytes by its lengths, of which `payload` are there.
    pub(super) fn transport(&mut self, payload: Cursor<'_>, length: u32, ip: Ip<'_>, protocol: u32) -> Result<(), Cut> {
        match (u8::try_from(protocol).unwrap_or_default(), ip.six) {
            (tcp::PROTOCOL, _) => self.tcp(payload, length, ip),
            (udp::PROTOCOL, _) => self.udp(payload, length, ip),
            (icmpv4::PROTOCOL, false) => self.icmp(payload, length),
            (ICMPV6, true) => self.icmpv6(payload, length),
            (4, _) => self.ipv4(payload, length),
            (41, _) => self.ipv6(payload, length),
            (59, _) => {
                self.text("no next header");
                Ok(())
            }
            _ => {
                match names::find(names::PROTOCOLS, protocol) {
                    Some(name) => self.text(name),
                    None => self.number(" ip-proto-", protocol),
                }
                self.number(if protocol == 0 { " " } else { ", length " }, length);
                Ok(())
            }
        }
    }

    /// `source > destination`.
    pub(super) fn addresses(&mut self, ip: Ip<'_>) -> Result<(), Cut> {
        self.end(ip, Side::Source, None)?;
        self.text(" > ");
        self.end(ip, Side::Destination, None)
    }

    /// `source.port > destination.port: `, or the ports alone where an extension header stands between.
    pub(super) fn ports(&mut self, ip: Ip<'_>, protocol: u8, source: u32, destination: u32) -> Result<(), Cut> {
        if ip.protocol == u32::from(protocol) {
            self.end(ip, Side::Source, Some(source))?;
            self.text(" > ");
            self.end(ip, Side::Destination, Some(destination))?;
        } else {
            self.number("", source);
            self.number(" > ", destination);
        }
        self.text(": ");
        Ok(())
    }

    fn end(&mut self, ip: Ip<'_>, side: Side, port: Option<u32>) -> Result<(), Cut> {
        match ip.six {
            true => self.ipv6_address(ip.header.bytes(side.ipv6(), 16)?),
            false => {
                let address =
                    ip.header.number(if side == Side::Source { field::SOURCE } else { field::DESTINATION })?;
                self.to.ipv4(address);
            }
        }
        if let Some(port) = port {
            self.number(".", port);
        }
        Ok(())
    }
}

/// ICMPv6's number.
const ICMPV6: u8 = 58;

/// One end of a packet's way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Source,
    Destination,
}

impl Side {
    /// Where the address stands in IPv6's header.
    const fn ipv6(self) -> usize {
        match self {
            Side::Source => 8,
            Side::Destination => 24,
        }
    }
}

impl Ip<'_> {
    /// Both ends of a segment.
    pub(super) fn ends(self, source_port: u32, destination_port: u32) -> Result<Ends, Cut> {
        let address = |side: Side| {
            let mut address = [0; 16];
            let (at, length) = if self.six { (side.ipv6(), 16) } else { (side.ipv4(), 4) };
            let bytes = self.header.bytes(at, length)?;
            address.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
            Ok(address)
        };
        let (source, destination) = (address(Side::Source)?, address(Side::Destination)?);
        Ok(Ends { source, destination, source_port, destination_port })
    }
}

impl Side {
    /// Where the address stands in IPv4's header.
    const fn ipv4(self) -> usize {
        let field = match self {
            Side::Source => field::SOURCE,
            Side::Destination => field::DESTINATION,
        };
        (field.start / 8) as usize
    }
}

/// Whether tcpdump shows ports beside the addresses; SCTP and DCCP have them too, and are not read.
pub(super) const fn has_ports(protocol: u32) -> bool {
    matches!(protocol as u8, tcp::PROTOCOL | udp::PROTOCOL)
}
