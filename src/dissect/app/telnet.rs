//! TELNET, RFC 854: text, and commands after the byte 255.

use super::lines::show_line;
use super::{Looks, Protocol, find_in};

pub(super) const TELNET: Protocol = Protocol {
    names: "telnet TELNET",
    ports: [&[23], &[]],
    // A command for an option: WILL, WON'T, DO or DON'T.
    looks: |payload| Looks::sure(payload.byte(0) == Some(IAC) && matches!(payload.byte(1), Some(251..=254))),
    line: show_line,
    fields: |fields| {
        for _ in 0..COMMANDS {
            let rest = fields.payload.from(fields.at);
            match rest {
                [IAC, 251..=254, _, ..] => fields.bytes("telnet.cmd Option", 3),
                [IAC, 250, ..] => {
                    let end = find_in(rest, &[IAC, 240]).map_or(rest.len(), |at| at + 2);
                    fields.bytes("telnet.subcmd Suboption", end);
                }
                [IAC, _, ..] => fields.bytes("telnet.cmd Command", 2),
                [] => return,
                _ => {
                    let end = rest.iter().position(|byte| *byte == IAC).filter(|at| *at > 0).unwrap_or(rest.len());
                    fields.text("telnet.data Text", end, rest.get(..end).unwrap_or_default());
                }
            }
        }
    },
};

const IAC: u8 = 255;
/// So many commands and texts between them are read.
const COMMANDS: usize = 32;
