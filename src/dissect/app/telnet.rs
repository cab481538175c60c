//! TELNET, RFC 854: text, and commands after the byte 255.

use super::{Fields, Looks, Payload, find_in};

pub(super) fn looks(payload: Payload<'_>) -> Looks {
    // A command for an option: WILL, WON'T, DO or DON'T.
    Looks::sure(payload.byte(0) == u32::from(IAC) && matches!(payload.byte(1), 251..=254))
}

pub(super) fn fields(fields: &mut Fields<'_, '_>) -> Option<()> {
    for _ in 0..COMMANDS {
        let rest = fields.payload.from(fields.at);
        match rest {
            [IAC, 251..=254, _, ..] => fields.bytes("telnet.cmd Option", 3),
            [IAC, 250, ..] => {
                let end = find_in(rest, &[IAC, 240]).map_or(rest.len(), |at| at + 2);
                fields.bytes("telnet.subcmd Suboption", end);
            }
            [IAC, _, ..] => fields.bytes("telnet.cmd Command", 2),
            [] => return None,
            _ => {
                let end = rest.iter().position(|byte| *byte == IAC).filter(|at| *at > 0).unwrap_or(rest.len());
                fields.as_text("telnet.data Text", end);
            }
        }
    }
    Some(())
}

const IAC: u8 = 255;
/// So many commands and texts between them are read.
const COMMANDS: usize = 32;
