//! TLS, RFC 8446: records, and of a ClientHello the name of the server that it is for.

use super::{Fields, Looks, Payload, Sheet, say};
use crate::dissect::names::{self, Registry};
use crate::wire::{Field, fields};

pub(super) fn looks(payload: Payload<'_>) -> Looks {
    Looks::sure(is_record(payload, 0))
}

pub(super) fn line(payload: Payload<'_>, to: &mut Sheet<'_>) {
    if !is_record(payload, 0) {
        return to.phrase("within a record, %n bytes", &[], payload.bytes.len() as u32, 0);
    }
    let kind = payload.byte(0);
    to.named(KINDS, "", kind);
    if let Some(name) = names::find(HANDSHAKES, payload.byte(RECORD)).filter(|_| kind == HANDSHAKE) {
        to.text(", ");
        to.text(name);
    }
    let name = server_name(payload);
    if name > 0 {
        to.text(" for ");
        say(to, payload.part(name, payload.half(name - 2) as usize));
    }
}

/// The length of a record's header in bytes.
const RECORD: usize = 5;
/// The record's type for handshakes.
const HANDSHAKE: u32 = 22;
/// The longest that a record is, in bytes.
const LONGEST: u32 = (1 << 14) + 2048;
/// So many records of one segment are read.
const RECORDS: usize = 16;

/// A known type, a version from SSL 3.0 to TLS 1.3, and a length that a record may have (RFC 8446 5.1, 5.2).
fn is_record(payload: Payload<'_>, at: usize) -> bool {
    let kind = names::find(KINDS, payload.byte(at)).is_some();
    let version = matches!(payload.half(at + 1), 0x0300..=0x0304);
    kind && version && matches!(payload.half(at + 3), 1..=LONGEST)
}

pub(super) fn fields(fields: &mut Fields<'_, '_>) -> Option<()> {
    let payload = fields.payload;
    let name = server_name(payload);
    for _ in 0..RECORDS {
        if !is_record(payload, fields.at) {
            return None;
        }
        let kind = fields.byte(0);
        let end = fields.at + RECORD + payload.half(fields.at + 3) as usize;
        fields.header(fields!(&FIELDS), RECORD)?;
        if kind == HANDSHAKE && names::find(HANDSHAKES, fields.byte(0)).is_some() {
            fields.header(fields!(&HANDSHAKE_FIELDS), 4);
        }
        if (fields.at..end).contains(&name) {
            fields.bytes("tls.handshake Parameters", name - fields.at);
            fields.as_text("tls.handshake.extensions_server_name Server name", payload.half(name - 2) as usize);
        }
        let names = match kind {
            23 => "tls.app_data Application data",
            _ => "tls.record.opaque_data Rest of the record",
        };
        fields.bytes(names, end.saturating_sub(fields.at));
    }
    Some(())
}

/// Where the name stands that a ClientHello at the start asks for (RFC 6066 3), after its length; 0 where there is none.
fn server_name(payload: Payload<'_>) -> usize {
    if payload.byte(0) != HANDSHAKE || payload.byte(RECORD) != 1 {
        return 0;
    }
    // After type and length (4), version (2) and random (32): session, cipher suites, compression methods.
    let mut at = RECORD + 38;
    at += 1 + payload.byte(at) as usize;
    at += 2 + payload.half(at) as usize;
    at += 1 + payload.byte(at) as usize;
    at += 2;
    for _ in 0..EXTENSIONS {
        let length = payload.half(at + 2);
        if payload.half(at) == 0 {
            // The list's length, the kind of name, and the name's length.
            let name = payload.half(at + 7);
            let whole = payload.byte(at + 6) == 0 && name + 5 <= length && payload.from(at + 9).len() >= name as usize;
            return if whole { at + 9 } else { 0 };
        }
        at += 4 + length as usize;
    }
    0
}

/// So many extensions are looked at.
const EXTENSIONS: usize = 64;

const FIELDS: [Field; 3] = [
    Field::number("tls.record.content_type Content type", 0..8),
    Field::hex("tls.record.version Version", 8..24),
    Field::number("tls.record.length Length", 24..40),
];

const HANDSHAKE_FIELDS: [Field; 2] =
    [Field::number("tls.handshake.type Handshake type", 0..8), Field::number("tls.handshake.length Length", 8..32)];

const KINDS: Registry = "\
20 Change cipher spec
Alert
Handshake
Application data
Heartbeat";

const HANDSHAKES: Registry = "\
1 ClientHello
ServerHello
4 NewSessionTicket
11 Certificate
ServerKeyExchange
14 ServerHelloDone
16 ClientKeyExchange";
