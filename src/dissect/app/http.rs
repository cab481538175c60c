//! HTTP/1, RFC 9112: the first line in its parts, header fields, and the body.

use super::lines::{number, show_line};
use super::{Fields, Holds, Looks, Payload, Protocol};
use crate::wire::name_and_label;

pub(super) const HTTP: Protocol = Protocol {
    names: "http HTTP",
    ports: [&[80, 8080, 8000, 3128], &[]],
    looks: |payload| Looks::sure(payload.has(0, VERSION) || request(payload).is_some()),
    line: show_line,
    fields,
};

const VERSION: &[u8] = b"HTTP/1.";

/// So many header fields are read; the rest is body.
const HEADERS: usize = 48;

/// Where a request's target begins, and where its version does.
fn request(payload: Payload<'_>) -> Option<(usize, usize)> {
    let (line, _) = payload.line(0)?;
    let target = line.iter().position(|byte| *byte == b' ')? + 1;
    let method = line.get(..target - 1).filter(|method| (3..=16).contains(&method.len()))?;
    let version = line.len().checked_sub(VERSION.len() + 1)?;
    let whole = method.iter().all(u8::is_ascii_uppercase) && line.get(version..)?.starts_with(VERSION);
    (whole && version > target && line.get(version - 1) == Some(&b' ')).then_some((target, version))
}

fn fields(fields: &mut Fields<'_>) {
    let Some((line, length)) = fields.payload.line(0) else { return };
    let is_request = if let Some((target, version)) = request(fields.payload) {
        let part = |from: usize, to: usize| line.get(from..to).unwrap_or_default();
        fields.text("http.request.method Method", target, part(0, target - 1));
        fields.text("http.request.uri Target", version - target, part(target, version - 1));
        fields.text("http.request.version Version", length - version, part(version, line.len()));
        true
    } else if line.starts_with(VERSION) && line.len() >= 12 {
        let part = |from: usize, to: usize| line.get(from..to).unwrap_or_default();
        fields.text("http.response.version Version", 9, part(0, 8));
        let phrase = line.len() > 13;
        let code = number(part(9, 12)).unwrap_or_default();
        fields.to.decimal(code);
        fields.row("http.response.code Status", if phrase { 4 } else { length - 9 }, Holds::Number(code));
        if phrase {
            fields.text("http.response.phrase Reason", length - 13, part(13, line.len()));
        }
        false
    } else {
        return;
    };
    headers(fields, if is_request { "http.request.line Header field" } else { "http.response.line Header field" });
    fields.rest("http.file_data Body");
}

/// Header fields up to the empty line, which is one too.
fn headers(fields: &mut Fields<'_>, other: &'static str) {
    for _ in 0..HEADERS {
        let Some((line, length)) = fields.payload.line(fields.at) else { return };
        if line.is_empty() {
            return fields.text("http.end End of header fields", length, line);
        }
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(0);
        let (name, value) = (line.get(..colon).unwrap_or_default(), line.get(colon + 1..).unwrap_or_default());
        let is_known = |names: &&&'static str| name.eq_ignore_ascii_case(name_and_label(names).1.as_bytes());
        match NAMES.iter().find(is_known) {
            Some(names) => fields.text(names, length, value.trim_ascii()),
            None => fields.text(other, length, line),
        }
    }
}

/// Header fields with a name of their own in display filters.
const NAMES: &[&str] = &[
    "http.host Host",
    "http.user_agent User-Agent",
    "http.server Server",
    "http.content_type Content-Type",
    "http.content_length_header Content-Length",
    "http.location Location",
    "http.referer Referer",
    "http.connection Connection",
];
