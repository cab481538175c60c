//! SNMP, RFC 3417: the version and, before version 3, the community; in BER.

use super::{Fields, Holds, Looks, NONE, Payload, Sheet, say};
use crate::dissect::names::Registry;

pub(super) fn looks(payload: Payload<'_>) -> Looks {
    Looks::possible(version(payload) > 0)
}

pub(super) fn line(payload: Payload<'_>, to: &mut Sheet<'_>) {
    to.text("version ");
    to.named(VERSIONS, "unknown", payload.byte(version(payload)));
    let at = community(payload);
    if at > 0 {
        to.text(", community ");
        say(to, payload.part(at, payload.byte(at - 1) as usize));
    }
}

/// Where the version stands, in a sequence whose first element is a number of one byte; 0 where that is not so.
fn version(payload: Payload<'_>) -> usize {
    let length = payload.byte(1);
    let at = 4 + if length < 0x80 { 0 } else { (length & 0x7f) as usize };
    let is = payload.byte(0) == 0x30 && at <= 8 && payload.has(at - 2, &[2, 1]) && payload.byte(at) != NONE;
    if is { at } else { 0 }
}

/// Where the community stands, after its length, which is at most 127 bytes; 0 where there is none.
fn community(payload: Payload<'_>) -> usize {
    let at = version(payload);
    let length = payload.byte(at + 2);
    let is = payload.byte(at) < 3 && payload.byte(at + 1) == 4 && length < 0x80;
    if is && payload.from(at + 3).len() >= length as usize { at + 3 } else { 0 }
}

/// The version is there: else it is another protocol.
pub(super) fn fields(fields: &mut Fields<'_, '_>) -> Option<()> {
    let at = version(fields.payload);
    fields.bytes("snmp.message Message and length", at);
    let number = fields.byte(0);
    fields.to.named(VERSIONS, "unknown", number);
    fields.row("snmp.version Version", 1, Holds::Number, number);
    let at = community(fields.payload);
    if at > 0 {
        fields.bytes("snmp.community_length Type and length", at - fields.at);
        fields.as_text("snmp.community Community", fields.payload.byte(at - 1) as usize);
        fields.rest("snmp.data PDU");
    }
    Some(())
}

const VERSIONS: Registry = "\
0 1
1 2c
2 2u
3 3";
