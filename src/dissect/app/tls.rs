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
    let kind = payload.byte(0).unwrap_or_default();
    to.named(KINDS, "", kind.into());
    let hello = payload.byte(RECORD).filter(|_| kind == HANDSHAKE);
    if let Some(name) = hello.and_then(|hello| names::find(HANDSHAKES, hello.into())) {
        to.text(", ");
        to.text(name);
    }
    if let Some((at, length)) = server_name(payload) {
        to.text(" for ");
        say(to, payload.from(at).get(..length).unwrap_or_default());
    }
}

/// The length of a record's header in bytes.
const RECORD: usize = 5;
/// The record's type for handshakes.
const HANDSHAKE: u8 = 22;
/// So many records of one segment are read.
const RECORDS: usize = 16;

/// A known type, a version from SSL 3.0 to TLS 1.3, and a length that a record may have (RFC 8446 5.1, 5.2).
fn is_record(payload: Payload<'_>, at: usize) -> bool {
    let kind = payload.byte(at).is_some_and(|kind| names::find(KINDS, kind.into()).is_some());
    let version = payload.half(at + 1).is_some_and(|version| (0x0300..=0x0304).contains(&version));
    kind && version && payload.half(at + 3).is_some_and(|length| (1..=(1 << 14) + 2048).contains(&length))
}

pub(super) fn fields(fields: &mut Fields<'_, '_>) -> Option<()> {
    let name = server_name(fields.payload);
    for _ in 0..RECORDS {
        if !is_record(fields.payload, fields.at) {
            return None;
        }
        let (kind, length) = (fields.byte(0), fields.half(3)?);
        fields.header(fields!(&FIELDS), RECORD)?;
        let end = fields.at + length;
        let hello = fields.byte(0).filter(|_| kind == Some(HANDSHAKE));
        if hello.is_some_and(|hello| names::find(HANDSHAKES, hello.into()).is_some()) {
            fields.header(fields!(&HANDSHAKE_FIELDS), 4);
        }
        if let Some((at, length)) = name.filter(|(at, _)| (fields.at..end).contains(at)) {
            fields.bytes("tls.handshake Parameters", at - fields.at);
            let bytes = fields.payload.from(at).get(..length).unwrap_or_default();
            fields.text("tls.handshake.extensions_server_name Server name", length, bytes);
        }
        let names = match kind {
            Some(23) => "tls.app_data Application data",
            _ => "tls.record.opaque_data Rest of the record",
        };
        fields.bytes(names, end.saturating_sub(fields.at));
    }
    Some(())
}

/// Where the name stands that a ClientHello at the start asks for (RFC 6066 3), and its length.
fn server_name(payload: Payload<'_>) -> Option<(usize, usize)> {
    let half = |at: usize| payload.half(at).map(usize::from);
    if payload.byte(0) != Some(HANDSHAKE) || payload.byte(RECORD) != Some(1) {
        return None;
    }
    // After type and length (4), version (2) and random (32): session, cipher suites, compression methods.
    let mut at = RECORD + 38;
    at += 1 + usize::from(payload.byte(at)?);
    at += 2 + half(at)?;
    at += 1 + usize::from(payload.byte(at)?);
    at += 2;
    for _ in 0..EXTENSIONS {
        let (kind, length) = (half(at)?, half(at + 2)?);
        if kind == 0 {
            // The list's length, the kind of name, and the name's length.
            let name = half(at + 7)?;
            let whole = payload.byte(at + 6)? == 0 && name + 5 <= length && payload.from(at + 9).len() >= name;
            return whole.then_some((at + 9, name));
        }
        at += 4 + length;
    }
    None
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
