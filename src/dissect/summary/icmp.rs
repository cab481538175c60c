//! An ICMP message: what it says, and of whom.

use super::cursor::{Cursor, Cut};
use super::{Line, Registry};
use crate::wire::icmpv4::{HEADER_LENGTH, field, message_type};
use crate::wire::{ipv4, tcp, udp};

impl Line<'_> {
    pub(super) fn icmp(&mut self, message: Cursor<'_>, length: u32) -> Result<(), Cut> {
        self.protocol = "icmp";
        let number = message.number(field::TYPE)?;
        let code = message.number(field::CODE)?;
        // What follows depends on all of it being there: until then nothing is said.
        let kind = number as u8;
        match kind {
            message_type::ECHO_REQUEST | message_type::ECHO_REPLY => {
                let (id, sequence) = (message.number(field::IDENTIFIER)?, message.number(field::SEQUENCE)?);
                self.text(if kind == message_type::ECHO_REPLY { "ICMP echo reply" } else { "ICMP echo request" });
                self.number(", id ", id);
                self.number(", seq ", sequence);
            }
            message_type::DESTINATION_UNREACHABLE => self.unreachable(message, code)?,
            message_type::REDIRECT => self.redirect(message, code)?,
            message_type::TIME_EXCEEDED => {
                message.after(HEADER_LENGTH).number(ipv4::field::DESTINATION)?;
                match code {
                    0 => self.text("ICMP time exceeded in-transit"),
                    1 => self.text("ICMP ip reassembly time exceeded"),
                    _ => self.number("ICMP time exceeded-#", code),
                }
            }
            message_type::PARAMETER_PROBLEM if code != 0 => self.number("ICMP parameter problem - code ", code),
            message_type::PARAMETER_PROBLEM => {
                let pointer = message.number(field::POINTER)?;
                self.number("ICMP parameter problem - octet ", pointer);
            }
            13 => {
                let (id, sequence) = (message.number(field::IDENTIFIER)?, message.number(field::SEQUENCE)?);
                self.number("ICMP time stamp query id ", id);
                self.number(" seq ", sequence);
            }
            _ => {
                self.text("ICMP ");
                self.named(TYPES, "type-#", number);
            }
        }
        self.number(", length ", length);
        Ok(())
    }

    fn unreachable(&mut self, message: Cursor<'_>, code: u32) -> Result<(), Cut> {
        let quoted = message.after(HEADER_LENGTH);
        let destination = quoted.number(ipv4::field::DESTINATION)?;
        let protocol = quoted.number(ipv4::field::PROTOCOL)?;
        let (before, after) = UNREACHABLE.get(code as usize).copied().unwrap_or(("", " unreachable - #"));
        match code {
            3 => {
                let transport = quoted.after(quoted.number(ipv4::field::IHL)? as usize);
                let port = transport.number(udp::field::DESTINATION_PORT)?;
                self.about(before, destination);
                match u8::try_from(protocol).unwrap_or_default() {
                    tcp::PROTOCOL => self.text(" tcp port "),
                    udp::PROTOCOL => self.text(" udp port "),
                    _ => {
                        self.number(" protocol ", protocol);
                        self.text(" port ");
                    }
                }
                self.number("", port);
                self.text(after);
            }
            2 => {
                self.about(before, destination);
                self.number(" protocol ", protocol);
                self.text(after);
            }
            _ => {
                self.about(before, destination);
                self.text(after);
                let mtu = message.number(field::MTU)?;
                if code == 4 && mtu != 0 {
                    self.number(" (mtu ", mtu);
                    self.text(")");
                } else if code as usize >= UNREACHABLE.len() {
                    self.number("", code);
                }
            }
        }
        Ok(())
    }

    fn redirect(&mut self, message: Cursor<'_>, code: u32) -> Result<(), Cut> {
        let destination = message.after(HEADER_LENGTH).number(ipv4::field::DESTINATION)?;
        let gateway = message.number(field::GATEWAY)?;
        match code {
            0 | 1 => self.about("redirect ", destination),
            2 | 3 => self.about("redirect-tos ", destination),
            _ => {
                self.number("ICMP redirect-#", code);
                self.text(" ");
                self.to.ipv4(destination);
            }
        }
        self.text(match code {
            0 | 2 => " to net ",
            1 | 3 => " to host ",
            _ => " to ",
        });
        self.to.ipv4(gateway);
        Ok(())
    }

    /// `ICMP`, a text, and an address.
    fn about(&mut self, text: &str, address: u32) {
        self.text("ICMP ");
        self.text(text);
        self.to.ipv4(address);
    }
}

/// What stands before and after the address of what cannot be reached, by code (RFC 792, 1122 and 1812).
const UNREACHABLE: &[(&str, &str)] = &[
    ("net ", " unreachable"),
    ("host ", " unreachable"),
    ("", " unreachable"),
    ("", " unreachable"),
    ("", " unreachable - need to frag"),
    ("", " unreachable - source route failed"),
    ("net ", " unreachable - unknown"),
    ("host ", " unreachable - unknown"),
    ("", " unreachable - source host isolated"),
    ("net ", " unreachable - admin prohibited"),
    ("host ", " unreachable - admin prohibited"),
    ("net ", " unreachable - tos prohibited"),
    ("host ", " unreachable - tos prohibited"),
    ("host ", " unreachable - admin prohibited filter"),
    ("host ", " unreachable - host precedence violation"),
    ("host ", " unreachable - precedence cutoff"),
];

const TYPES: Registry = &[
    (4, 4, "source quench"),
    (9, 9, "router advertisement"),
    (10, 10, "router solicitation"),
    (14, 14, "time stamp reply"),
    (15, 15, "information request"),
    (16, 16, "information reply"),
    (17, 17, "address mask request"),
];
