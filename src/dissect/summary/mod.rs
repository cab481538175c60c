//! A frame in one line, as tcpdump prints it without `-v`, names or link header (`tcpdump -nn -t`).
//!
//! Like tcpdump, a line follows what the headers claim as far as the bytes go, and says ` [|tcp]` where they end; it reads each
//! field by its place in `wire`. What it does not print is what tcpdump says of the payload of other protocols.

mod arp;
mod bytes;
mod flows;
mod icmp;
mod icmpv6;
mod ip;
mod ipv6;
mod tcp;
mod tcp_options;
mod udp;

pub(crate) use flows::{FLOWS, Flow, Flows};

use super::names::{self, Registry};
use super::show::Sheet;
use crate::wire::ethernet::Tag;
use crate::wire::{Link, LinkType, Packet};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use bytes::after;

/// Summarises a frame, its sequence numbers as they stand in it (`tcpdump -S`).
///
/// `length` is the frame's on the wire, in bytes: larger than `frame` where a capture cut it short.
///
/// ```
/// use drywire::dissect::summarize;
/// use drywire::wire::LinkType;
/// let frame = [0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0x66, 0xcf, 10, 0, 0, 1, 10, 0, 0, 1, 2, 53, 0, 99, 0, 8, 0, 0];
/// assert_eq!(summarize(&frame, LinkType::Raw, 28), "IP 10.0.0.1.565 > 10.0.0.1.99: UDP, length 0");
/// ```
#[must_use]
pub fn summarize(frame: &[u8], link_type: LinkType, length: usize) -> String {
    print(frame, link_type, length, None)
}

/// Summarises the frames of a capture in their order: sequence numbers count from each connection's first.
///
/// It remembers 4,096 connections. Past those it forgets the one that was not seen for longest among a few, whose next segment
/// then counts as its first.
pub struct Summarizer {
    flows: Vec<Flow>,
    frames: u32,
}

impl Summarizer {
    /// Remembers no connection yet.
    #[must_use]
    pub fn new() -> Self {
        Summarizer { flows: vec![Flow::NONE; FLOWS], frames: 0 }
    }

    /// Summarises the next frame; `length` is its length on the wire, in bytes.
    ///
    /// ```
    /// use drywire::dissect::Summarizer;
    /// use drywire::wire::LinkType;
    /// let mut summarizer = Summarizer::new();
    /// let segment = [
    ///     0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
    ///     0, 99, 0, 98, 0, 0, 9, 0, 0, 0, 8, 0, 0x50, 0x10, 0, 9, 0, 0, 0, 0, // TCP
    /// ];
    /// assert!(summarizer.line(&segment, LinkType::Raw, 40).contains("ack 2048"));
    /// assert!(summarizer.line(&segment, LinkType::Raw, 40).contains("ack 1"));
    /// ```
    pub fn line(&mut self, frame: &[u8], link_type: LinkType, length: usize) -> String {
        self.frames = self.frames.wrapping_add(1);
        let flows = Flows { flows: &mut self.flows, owner: 1, now: self.frames };
        print(frame, link_type, length, Some(flows))
    }
}

impl Default for Summarizer {
    fn default() -> Self {
        Summarizer::new()
    }
}

fn print(frame: &[u8], link_type: LinkType, length: usize, flows: Option<Flows<'_>>) -> String {
    let packet = Packet::parse_lax(frame, link_type, |_| {});
    let mut text = vec![0; TEXT];
    let mut rows = ();
    let end = show(frame, &packet.link, link_type, length, flows, Sheet::new(&mut text, &mut rows));
    text.truncate(end);
    String::from_utf8(text).unwrap_or_default()
}

/// A line is shorter: what a header says has fewer than 300 characters, and of no frame more than 32 are read.
pub(crate) const TEXT: usize = 1 << 14;

/// Shows a frame whose link header was read: its line is what was appended. With `flows`, sequence numbers are relative.
pub(crate) fn show<'a>(
    frame: &[u8],
    link: &Link<'_>,
    link_type: LinkType,
    length: usize,
    flows: Option<Flows<'a>>,
    to: Sheet<'a>,
) -> usize {
    let mut line = Line { to, protocol: "", headers: 0, cut: false, flows };
    line.link(frame, link, link_type, length.max(frame.len()) as u32);
    if line.cut {
        line.say_cut();
    }
    line.to.len()
}

/// The line so far, and whose header is being read.
struct Line<'a> {
    to: Sheet<'a>,
    protocol: &'static str,
    /// How many IP and extension headers were read.
    headers: usize,
    /// Whether the bytes ended before a field did: nothing more is said then.
    cut: bool,
    flows: Option<Flows<'a>>,
}

impl Line<'_> {
    fn link(&mut self, frame: &[u8], link: &Link<'_>, link_type: LinkType, length: u32) {
        let header_length = link.emitted_len();
        let rest = after(frame, header_length);
        let inner_length = length.saturating_sub(header_length as u32);
        let protocol = match link {
            Link::None if link_type == LinkType::Raw => return self.version(rest, inner_length),
            Link::None => {
                self.enter(names::find(LINKS, link_type as u32).unwrap_or_default());
                self.cut = true;
                return;
            }
            Link::Null(header) | Link::Loop(header) => return self.family(header.family, rest, length),
            Link::Ethernet(header) => header.ether_type,
            Link::Sll(header) => header.protocol,
            Link::Sll2(header) => {
                // tcpdump looks an interface's name up on the machine that it runs on.
                self.text("?     ");
                self.text(names::find(COOKED, header.packet_type.into()).unwrap_or("?  "));
                self.text(" ");
                header.protocol
            }
        };
        match protocol {
            crate::wire::ipv4::ETHER_TYPE => return self.ipv4(rest, inner_length),
            crate::wire::ipv6::ETHER_TYPE => return self.ipv6(rest, inner_length),
            crate::wire::arp::ETHER_TYPE | RARP => return self.arp(rest, inner_length),
            _ => {}
        }
        if let Link::Ethernet(_) = link {
            if Tag::is_protocol(protocol) {
                self.enter("vlan");
                self.take(rest, 4);
            }
            self.phrase("{6m} > {0m}, ", frame);
        }
        self.text("ethertype ");
        self.text(names::find(names::ETHER_TYPES, protocol.into()).unwrap_or("Unknown"));
        if !self.cut {
            self.to.text(" (");
            self.to.hex(protocol.into(), 4);
        }
        self.number("), length ", length);
    }

    fn family(&mut self, family: u32, rest: &[u8], length: u32) {
        let inner_length = length.saturating_sub(4);
        match family {
            2 => self.ipv4(rest, inner_length),
            24 | 28 | 30 => self.ipv6(rest, inner_length),
            _ => {
                self.text("AF ");
                self.text(names::find(names::FAMILIES, family).unwrap_or("Unknown"));
                self.number(" (", family);
                self.number("), length ", length);
            }
        }
    }

    /// A packet without a link header: its version says what it is.
    fn version(&mut self, packet: &[u8], length: u32) {
        self.enter("ip");
        match self.byte(packet, 0) >> 4 {
            4 => self.ipv4(packet, length),
            6 => self.ipv6(packet, length),
            version => self.number("unknown ip ", version),
        }
    }

    /// The header of this protocol begins.
    fn enter(&mut self, protocol: &'static str) {
        if !self.cut {
            self.protocol = protocol;
        }
    }

    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn text(&mut self, text: &str) {
        if !self.cut {
            self.to.text(text);
        }
    }

    /// A text and a number after it.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn number(&mut self, text: &str, number: u32) {
        if !self.cut {
            self.to.text(text);
            self.to.decimal(number);
        }
    }

    /// A text and a hardware address, or other bytes, after it.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn hardware(&mut self, text: &str, bytes: &[u8]) {
        if !self.cut {
            self.to.text(text);
            self.to.bytes(bytes, ":");
        }
    }

    /// A phrase of a header's bytes; the line is cut where they end before it does.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn phrase(&mut self, phrase: &str, bytes: &[u8]) {
        if !self.cut {
            self.cut = !self.to.phrase(phrase, bytes);
        }
    }

    /// A number's name, or `otherwise` and the number.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn named(&mut self, registry: Registry, otherwise: &str, number: u32) {
        match names::find(registry, number) {
            Some(name) => self.text(name),
            None => self.number(otherwise, number),
        }
    }

    /// Counts a header; true where there are no bytes for more, or, and then it is said, more than any network has within each other.
    fn too_deep(&mut self) -> bool {
        self.headers += 1;
        if self.headers == HEADERS {
            self.text("…");
        }
        self.cut || self.headers >= HEADERS
    }

    /// Says within which protocol's header the bytes ended.
    fn say_cut(&mut self) {
        self.cut = false;
        self.text(" [|");
        self.text(self.protocol);
        self.text("]");
    }
}

/// Packets can hold packets: what is said of one is bounded, and so is the stack.
const HEADERS: usize = 32;

/// RARP's EtherType, RFC 903; its packets are ARP's.
const RARP: u16 = 0x8035;

/// What tcpdump calls the link types, by their discriminants.
const LINKS: Registry = "0 ether\n1 ip\n2-3 null\n4 sll\n5 sll2";

/// Whom a cooked packet was for.
const COOKED: Registry = "0 In \n1 B  \n2 M  \n3 P  \n4 Out";

#[cfg(test)]
mod tests;
