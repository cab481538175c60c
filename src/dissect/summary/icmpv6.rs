//! An ICMPv6 message, RFC 4443 and RFC 4861.

use super::cursor::{Cursor, Cut};
use super::{Line, Registry};

impl Line<'_> {
    pub(super) fn icmpv6(&mut self, message: Cursor<'_>, length: u32) -> Result<(), Cut> {
        self.protocol = "icmp6";
        if length == 0 {
            self.text("ICMP6, length 0 (invalid)");
            return Ok(());
        }
        let number = message.byte(0)?;
        self.text("ICMP6, ");
        match super::names::find(TYPES, number) {
            Some(name) => self.text(name),
            None => {
                self.number("unknown icmp6 type (", number);
                self.text(")");
            }
        }
        let code = message.byte(1)?;
        match number {
            1 => self.unreachable6(message, code)?,
            2 => self.number(", mtu ", message.word(4)?),
            3 => match code {
                0 => {
                    let destination = message.bytes(8 + 24, 16)?;
                    self.text(" for ");
                    self.ipv6_address(destination);
                }
                1 => self.text(" (reassembly)"),
                _ => {
                    self.number(", unknown code (", code);
                    self.text(")");
                }
            },
            4 => {
                message.bytes(8 + 24, 16)?;
                match PARAMETER.get(code as usize) {
                    Some(text) => {
                        let pointer = message.word(4)?;
                        self.text(text);
                        self.number(" - octet ", pointer);
                    }
                    None => self.number(", code-#", code),
                }
            }
            128 | 129 => {
                let (id, sequence) = (message.half(4)?, message.half(6)?);
                self.number(", id ", id);
                self.number(", seq ", sequence);
            }
            135 | 136 => {
                let target = message.bytes(8, 16)?;
                self.text(if number == 135 { ", who has " } else { ", tgt is " });
                self.ipv6_address(target);
            }
            137 => {
                let destination = message.bytes(24, 16)?;
                self.text(", ");
                self.ipv6_address(destination);
                let target = message.bytes(8, 16)?;
                self.text(" to ");
                self.ipv6_address(target);
            }
            _ => {}
        }
        self.number(", length ", length);
        Ok(())
    }

    fn unreachable6(&mut self, message: Cursor<'_>, code: u32) -> Result<(), Cut> {
        let destination = message.bytes(8 + 24, 16);
        match UNREACHABLE.get(code as usize) {
            Some(text) => self.text(text),
            None => {
                self.number(", unknown unreach code (", code);
                self.text(")");
                return Ok(());
            }
        }
        match code {
            4 => {
                let (protocol, port) = (message.byte(8 + 6)?, message.half(8 + 40 + 2)?);
                let destination = destination?;
                self.text(", ");
                self.ipv6_address(destination);
                match protocol {
                    6 => self.number(" tcp port ", port),
                    17 => self.number(" udp port ", port),
                    _ => {
                        self.number(" protocol ", protocol);
                        self.number(" port ", port);
                        self.text(" unreachable");
                    }
                }
            }
            _ => {
                let (source, destination) = (message.bytes(8 + 8, 16)?, destination?);
                self.text(" ");
                self.ipv6_address(destination);
                if code == 2 {
                    self.text(", source address ");
                    self.ipv6_address(source);
                }
            }
        }
        Ok(())
    }
}

const UNREACHABLE: &[&str] = &[
    ", unreachable route",
    ",  unreachable prohibited",
    ", beyond scope",
    ", unreachable address",
    ", unreachable port",
];

const PARAMETER: &[&str] = &[", erroneous", ", next header", ", option", ", incomplete header chain"];

const TYPES: Registry = &[
    (1, 1, "destination unreachable"),
    (2, 2, "packet too big"),
    (3, 3, "time exceeded in-transit"),
    (4, 4, "parameter problem"),
    (128, 128, "echo request"),
    (129, 129, "echo reply"),
    (130, 130, "multicast listener query"),
    (131, 131, "multicast listener report"),
    (132, 132, "multicast listener done"),
    (133, 133, "router solicitation"),
    (134, 134, "router advertisement"),
    (135, 135, "neighbor solicitation"),
    (136, 136, "neighbor advertisement"),
    (137, 137, "redirect"),
    (143, 143, "multicast listener report v2"),
];
