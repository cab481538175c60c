//! SSH, RFC 4253: the version that each side begins with; what follows is packets that soon are encrypted.

use super::{Fields, Looks, Payload, Sheet, lines};

pub(super) fn looks(payload: Payload<'_>) -> Looks {
    Looks::sure(has_version(payload))
}

fn has_version(payload: Payload<'_>) -> bool {
    payload.begins(b"SSH-")
}

pub(super) fn line(payload: Payload<'_>, to: &mut Sheet<'_>) {
    match has_version(payload) {
        true => lines::line(payload, to),
        false => to.phrase("packets, %n bytes", &[], payload.bytes.len() as u32, 0),
    }
}

pub(super) fn fields(fields: &mut Fields<'_, '_>) -> Option<()> {
    match fields.payload.line(0).filter(|_| has_version(fields.payload)) {
        Some((line, length)) => fields.text("ssh.protocol Version", length, line),
        None => fields.rest("ssh.encrypted_packet Packets"),
    }
    Some(())
}
