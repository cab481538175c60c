//! HTTP/1, RFC 9112: the first line in its parts, header fields, and the body.

use super::lines::words;
use super::{Fields, Looks, Payload};
use crate::wire::{Field, FieldList, fields};

pub(super) fn looks(payload: Payload<'_>) -> Looks {
    Looks::sure(payload.begins(VERSION) || is_request(payload))
}

const VERSION: &[u8] = b"HTTP/1.";

/// So many header fields are read; the rest is body.
const HEADERS: usize = 48;

/// A method, a target, and a version at the line's end.
fn is_request(payload: Payload<'_>) -> bool {
    let (line, _) = payload.line(0).unwrap_or_default();
    let method = line.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let version = line.len().wrapping_sub(VERSION.len() + 2);
    (3..=16).contains(&method)
        && line.get(method) == Some(&b' ')
        && version > method
        && line.get(version..).is_some_and(|end| end.starts_with(b" HTTP/1."))
}

pub(super) fn fields(fields: &mut Fields<'_, '_>) -> Option<()> {
    const REQUEST: FieldList = fields!(&[
        Field::bytes("http.request.method Method"),
        Field::bytes("http.request.uri Target"),
        Field::bytes("http.request.version Version"),
    ]);
    const RESPONSE: FieldList = fields!(&[
        Field::bytes("http.response.version Version"),
        Field::code("http.response.code Status"),
        Field::bytes("http.response.phrase Reason"),
    ]);
    let line = fields.payload.line(0)?;
    let (first, other) = if fields.payload.begins(VERSION) {
        (RESPONSE, "http.response.line Header field")
    } else if is_request(fields.payload) {
        (REQUEST, "http.request.line Header field")
    } else {
        return None;
    };
    words(fields, first, line);
    headers(fields, other);
    fields.rest("http.file_data Body");
    Some(())
}

/// Header fields up to the empty line, which is one too.
fn headers(fields: &mut Fields<'_, '_>, other: &'static str) {
    for _ in 0..HEADERS {
        let Some((line, length)) = fields.payload.line(fields.at) else { return };
        if line.is_empty() {
            return fields.text("http.end End of header fields", length, line);
        }
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(0);
        let (name, value) = (line.get(..colon).unwrap_or_default(), line.get(colon + 1..).unwrap_or_default());
        match KNOWN.into_iter().find(|field| is_called(field, name)) {
            Some(field) => fields.text(field.names, length, trimmed(value)),
            None => fields.text(other, length, line),
        }
    }
}

/// A value without the blanks around it, RFC 9110 5.6.3.
fn trimmed(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

/// Header fields with a name of their own in display filters.
const KNOWN: FieldList = fields!(&[
    Field::bytes("http.host Host"),
    Field::bytes("http.user_agent User-Agent"),
    Field::bytes("http.server Server"),
    Field::bytes("http.content_type Content-Type"),
    Field::bytes("http.content_length_header Content-Length"),
    Field::bytes("http.location Location"),
    Field::bytes("http.referer Referer"),
    Field::bytes("http.connection Connection"),
]);

/// Whether a field has this label, in any case of its letters.
fn is_called(field: &Field, label: &[u8]) -> bool {
    let at = field.names.len().wrapping_sub(label.len());
    let parts = field.names.as_bytes().split_at_checked(at);
    parts.is_some_and(|(name, own)| name.last() == Some(&b' ') && own.eq_ignore_ascii_case(label))
}
