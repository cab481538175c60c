//! SNMP, RFC 3417: the version and, before version 3, the community; in BER.

use super::{Fields, Holds, Looks, Payload, Sheet, say};
use crate::dissect::names::Registry;

pub(super) fn looks(payload: Payload<'_>) -> Looks {
    Looks::possible(version(payload).is_some())
}

pub(super) fn line(payload: Payload<'_>, to: &mut Sheet<'_>) {
    if let Some((_, version)) = version(payload) {
        to.text("version ");
        to.named(VERSIONS, "unknown", version.into());
    }
    if let Some((at, length)) = community(payload) {
        to.text(", community ");
        say(to, payload.from(at).get(..length).unwrap_or_default());
    }
}

/// Where the version stands, and what it is: a sequence whose first element is a number of one byte.
fn version(payload: Payload<'_>) -> Option<(usize, u8)> {
    let length = payload.byte(1).filter(|_| payload.byte(0) == Some(0x30))?;
    let at = 2 + if length < 0x80 { 0 } else { usize::from(length & 0x7f) };
    (at <= 6 && payload.has(at, &[2, 1])).then_some((at + 2, payload.byte(at + 2)?))
}

/// Where the community stands, and its length: at most 127 bytes.
fn community(payload: Payload<'_>) -> Option<(usize, usize)> {
    let (at, version) = version(payload)?;
    let length = payload.byte(at + 2).filter(|length| *length < 0x80 && version < 3)?;
    (payload.byte(at + 1)? == 4 && payload.from(at + 3).len() >= length.into()).then_some((at + 3, length.into()))
}

pub(super) fn fields(fields: &mut Fields<'_, '_>) -> Option<()> {
    let (at, number) = version(fields.payload)?;
    fields.bytes("snmp.message Message and length", at);
    fields.to.named(VERSIONS, "unknown", number.into());
    fields.row("snmp.version Version", 1, Holds::Number, number.into());
    let (at, length) = community(fields.payload)?;
    fields.bytes("snmp.community_length Type and length", at - fields.at);
    let community = fields.payload.from(at).get(..length).unwrap_or_default();
    fields.text("snmp.community Community", length, community);
    fields.rest("snmp.data PDU");
    Some(())
}

const VERSIONS: Registry = "\
0 1
1 2c
2 2u
3 3";
