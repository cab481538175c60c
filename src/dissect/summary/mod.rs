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

pub(crate) use flows::{Flows, NONE, SETS, Set};

use super::names::{self, Registry};
use super::show::Sheet;
use crate::wire::cooked::{self, V1_LENGTH, V2_LENGTH};
use crate::wire::link::after_tags;
use crate::wire::{self, LinkType};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use ip::Ip;

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
    print(frame, link_type, length, Flows { sets: &mut [], owner: 0 })
}

/// Summarises the frames of a capture in their order: sequence numbers count from each connection's first.
///
/// It remembers 4,096 connections. Past those it forgets the one that was not seen for longest among a few, whose next segment
/// then counts as its first.
pub struct Summarizer {
    sets: Vec<Set>,
}

impl Summarizer {
    /// Remembers no connection yet.
    #[must_use]
    pub fn new() -> Self {
        Summarizer { sets: vec![NONE; SETS] }
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
        let flows = Flows { sets: &mut self.sets, owner: 1 };
        print(frame, link_type, length, flows)
    }
}

impl Default for Summarizer {
    fn default() -> Self {
        Summarizer::new()
    }
}

fn print(frame: &[u8], link_type: LinkType, length: usize, flows: Flows<'_>) -> String {
    let mut text = vec![0; TEXT];
    let mut rows = ();
    let end = show(frame, link_type, length, flows, Sheet::new(&mut text, &mut rows));
    text.truncate(end);
    // Who keeps the lines of a capture shall not keep the room for the longest with each.
    text.shrink_to_fit();
    String::from_utf8(text).unwrap_or_default()
}

/// A line is shorter: what a header says has fewer than 300 characters, and of no frame more than 32 are read.
pub(crate) const TEXT: usize = 1 << 14;

/// Writes the line of a frame; how long it is. Sequence numbers are relative to those that the owner of
/// `flows` has seen.
pub(crate) fn show<'a>(frame: &'a [u8], link_type: LinkType, length: usize, flows: Flows<'a>, to: Sheet<'a>) -> usize {
    let length = length.max(frame.len()) as u32;
    let ip = Ip::default();
    let mut line = Line { to, protocol: "", bytes: frame, length, ip, headers: 0, flows };
    line.link(link_type);
    if line.to.closed {
        line.say_cut();
    }
    line.to.len()
}

/// The line so far, and what is being read.
struct Line<'a> {
    /// It is closed once the bytes ended before a field did: nothing more is said then.
    to: Sheet<'a>,
    /// Whose header is being read.
    protocol: &'static str,
    /// Its bytes, and those of what follows it.
    bytes: &'a [u8],
    /// How many they are by what the headers before it claim.
    length: u32,
    /// The IP header that it stands in.
    ip: Ip<'a>,
    /// How many IP and extension headers were read.
    headers: usize,
    flows: Flows<'a>,
}

impl Line<'_> {
    fn link(&mut self, link_type: LinkType) {
        self.protocol = names::find(LINKS, link_type as u32).unwrap_or_default();
        let (protocol, header_length) = match link_type {
            LinkType::Ethernet => {
                let at = after_tags(self.bytes);
                if at > 12 {
                    self.protocol = "vlan";
                }
                (self.half(at), at + 2)
            }
            LinkType::Sll => (self.half(V1_LENGTH - 2), V1_LENGTH),
            LinkType::Sll2 => {
                self.need(V2_LENGTH);
                // tcpdump looks an interface's name up on the machine that it runs on.
                self.text("?     ");
                let packet_type = self.field(cooked::field::v2::PACKET_TYPE);
                self.named(COOKED, "?   ", packet_type);
                (self.half(0), V2_LENGTH)
            }
            LinkType::Null | LinkType::Loop => {
                let family = self.word(0);
                // In the byte order of the host that captured it: a family is a small number.
                let family = if link_type == LinkType::Null { family.min(family.swap_bytes()) } else { family };
                match family {
                    2 => (IPV4, 4),
                    24 | 28 | 30 => (IPV6, 4),
                    _ => {
                        self.text("AF ");
                        self.named(names::FAMILIES, "Unknown", family);
                        return self.say(" (%n), length %l", family);
                    }
                }
            }
            LinkType::Raw => match self.byte(0) >> 4 {
                4 => (IPV4, 0),
                6 => (IPV6, 0),
                version => return self.say("unknown ip %n", version),
            },
        };
        let show = match protocol {
            IPV4 => Line::ipv4,
            IPV6 => Line::ipv6,
            ARP | RARP => Line::arp,
            _ => {
                let mut types = names::ETHER_TYPES;
                if link_type == LinkType::Ethernet {
                    types = names::TYPES_OR_LENGTHS;
                    self.say("%6m > %0m, ", 0);
                }
                self.text("ethertype ");
                self.named(types, "Unknown", protocol);
                return self.say(" (%x), length %l", protocol);
            }
        };
        self.skip(header_length);
        show(self);
    }

    /// The header of this protocol begins.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn enter(&mut self, protocol: &'static str) {
        if !self.to.closed {
            self.protocol = protocol;
        }
    }

    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn text(&mut self, text: &str) {
        self.to.text(text);
    }

    /// A phrase of the header's bytes, of a number, and of the length that is claimed.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn say(&mut self, phrase: &str, number: u32) {
        self.tell(phrase, self.bytes, number, self.length);
    }

    /// A phrase of any bytes and numbers.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn tell(&mut self, phrase: &str, bytes: &[u8], first: u32, second: u32) {
        self.to.phrase(phrase, bytes, first, second);
    }

    /// The phrase that stands for a number, or another.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn named(&mut self, registry: Registry, otherwise: &str, number: u32) {
        self.say(names::find(registry, number).unwrap_or(otherwise), number);
    }

    /// A text and bytes after it, in hexadecimal with a text between them.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn hexadecimal(&mut self, text: &str, bytes: &[u8], between: &str) {
        self.text(text);
        self.to.bytes(bytes, between);
    }

    /// Counts a header; true where there are no bytes for more, or, and then it is said, more than any network has within each other.
    fn too_deep(&mut self) -> bool {
        self.headers += 1;
        if self.headers == HEADERS {
            self.text("…");
        }
        self.to.closed || self.headers >= HEADERS
    }

    /// Says within which protocol's header the bytes ended.
    fn say_cut(&mut self) {
        self.to.closed = false;
        self.text(" [|");
        self.text(self.protocol);
        self.text("]");
    }
}

/// Packets can hold packets: what is said of one is bounded, and so is the stack.
const HEADERS: usize = 32;

const IPV4: u32 = wire::ipv4::ETHER_TYPE as u32;
const IPV6: u32 = wire::ipv6::ETHER_TYPE as u32;
const ARP: u32 = wire::arp::ETHER_TYPE as u32;
/// RARP's EtherType, RFC 903; its packets are ARP's.
const RARP: u32 = 0x8035;

/// What tcpdump calls the link types, by their discriminants.
const LINKS: Registry = "0 ether\n1 ip\n2-3 null\n4 sll\n5 sll2";

/// Whom a cooked packet was for.
const COOKED: Registry = "0 In  \n1 B   \n2 M   \n3 P   \n4 Out ";

#[cfg(test)]
mod tests;
