//! DNS, RFC 1035 4.1: the header, and the first question. Over TCP a length stands before it.

use super::{Fields, Holds, Looks, NONE, Payload, Sheet};
use crate::dissect::names::Registry;
use crate::wire::{Field, fields};

/// Over TCP, the length of a message's length in bytes.
pub(super) const LENGTH: usize = 2;

/// What a message that begins at `start` looks like.
pub(super) fn looks(payload: Payload<'_>, start: usize) -> Looks {
    // Few questions, and no more records than could be there.
    let few = |count: usize, most: usize| payload.half(start + 4 + 2 * count) as usize <= most;
    Looks::possible(few(0, 4) && (0..4).all(|count| few(count, payload.bytes.len() / 5)))
}

pub(super) fn line(payload: Payload<'_>, start: usize, to: &mut Sheet<'_>) {
    to.text(if payload.byte(start + 2) >= 0x80 { "response" } else { "query" });
    if payload.half(start + 4) != 0 {
        to.text(" ");
        let kind = payload.half(name(payload, start + HEADER, to));
        if kind != NONE {
            to.text(" ");
            to.named(KINDS, "%n", kind);
        }
    }
}

/// The header's length in bytes.
const HEADER: usize = 12;

pub(super) fn fields(fields: &mut Fields<'_, '_>, start: usize) -> Option<()> {
    fields.header(fields!(&[Field::number("dns.length Length", 0..16)]), start)?;
    let questions = fields.payload.half(start + 4);
    fields.header(fields!(&FIELDS), HEADER)?;
    if questions == 0 {
        return Some(());
    }
    let from = fields.at;
    let end = name(fields.payload, from, fields.to);
    if end > fields.payload.bytes.len() {
        return None;
    }
    fields.row("dns.qry.name Question", end - from, Holds::Text, 0);
    let kind = fields.payload.half(end);
    if kind == NONE {
        return None;
    }
    fields.to.named(KINDS, "%n", kind);
    fields.row("dns.qry.type Type", 2, Holds::Number, kind);
    fields.header(fields!(&[Field::hex("dns.qry.class Class", 0..16)]), 2)?;
    fields.rest("dns.resp Records");
    Some(())
}

/// Says the name at an offset, which no question has reason to compress; where it ends. After the payload's end where its
/// labels do not fit.
fn name(payload: Payload<'_>, mut at: usize, to: &mut Sheet<'_>) -> usize {
    // RFC 1035 2.3.4: a name has 255 bytes at most, and so 127 labels.
    let start = at;
    for label in 0..128 {
        let length = payload.byte(at) as usize;
        if length == 0 {
            if label == 0 {
                to.text("<Root>");
            }
            return at + 1;
        }
        if length >= 64 || at - start >= 255 || at + length >= payload.bytes.len() {
            break;
        }
        if label > 0 {
            to.text(".");
        }
        super::say(to, payload.part(at + 1, length));
        at += 1 + length;
    }
    usize::MAX
}

const KINDS: Registry = "\
1 A
NS
5 CNAME
SOA
12 PTR
15 MX
TXT
28 AAAA
33 SRV
65 HTTPS
255 ANY";

const FIELDS: [Field; 15] = [
    Field::hex("dns.id Identification", 0..16),
    Field::flag("dns.flags.response Response", 16),
    Field::number("dns.flags.opcode Operation", 17..21),
    Field::flag("dns.flags.authoritative Authoritative", 21),
    Field::flag("dns.flags.truncated Truncated", 22),
    Field::flag("dns.flags.recdesired Recursion desired", 23),
    Field::flag("dns.flags.recavail Recursion available", 24),
    Field::flag("dns.flags.z Reserved", 25),
    Field::flag("dns.flags.authenticated Authenticated", 26),
    Field::flag("dns.flags.checkdisable Checking disabled", 27),
    Field::number("dns.flags.rcode Reply code", 28..32),
    Field::number("dns.count.queries Questions", 32..48),
    Field::number("dns.count.answers Answers", 48..64),
    Field::number("dns.count.auth_rr Authority records", 64..80),
    Field::number("dns.count.add_rr Additional records", 80..96),
];
