//! SSH, RFC 4253: the version that each side begins with; what follows is packets that soon are encrypted.

use super::lines::show_line;
use super::{Looks, Protocol};

pub(super) const SSH: Protocol = Protocol {
    names: "ssh SSH",
    ports: [&[22], &[]],
    looks: |payload| Looks::sure(payload.begins(b"SSH-")),
    line: |payload, to| match payload.begins(b"SSH-") {
        true => show_line(payload, to),
        false => {
            to.text("packets, ");
            to.decimal(payload.bytes.len() as u32);
            to.text(" bytes");
        }
    },
    fields: |fields| match fields.payload.line(0) {
        Some((line, length)) if line.starts_with(b"SSH-") => fields.text("ssh.protocol Version", length, line),
        _ => fields.rest("ssh.encrypted_packet Packets"),
    },
};
