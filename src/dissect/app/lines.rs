//! Protocols of lines: SMTP (RFC 5321), FTP (RFC 959), POP3 (RFC 1939) and IMAP (RFC 9051).

use super::{Fields, Holds, Looks, Payload, Protocol, Show, find_in, say};

pub(super) const SMTP: Protocol = Protocol {
    names: "smtp SMTP",
    ports: [&[25, 465, 587], &[]],
    looks: |payload| {
        let greets = payload.has(0, b"220 ") && find_in(first(payload), b"SMTP").is_some();
        Looks::sure(greets || payload.has(0, b"EHLO ") || payload.has(0, b"HELO ") || payload.has(0, b"MAIL FROM:"))
    },
    line: show_line,
    fields: |fields| lines(fields, &SMTP_FIELDS),
};

pub(super) const FTP: Protocol = Protocol {
    names: "ftp FTP",
    ports: [&[21], &[]],
    looks: |payload| Looks::sure(payload.has(0, b"220 ") && find_in(first(payload), b"FTP").is_some()),
    line: show_line,
    fields: |fields| lines(fields, &FTP_FIELDS),
};

pub(super) const POP3: Protocol = Protocol {
    names: "pop POP3",
    ports: [&[110], &[]],
    looks: |payload| Looks::sure(payload.has(0, b"+OK ") || payload.has(0, b"-ERR ")),
    line: show_line,
    fields: |fields| lines(fields, &POP3_FIELDS),
};

pub(super) const IMAP: Protocol = Protocol {
    names: "imap IMAP",
    ports: [&[143], &[]],
    looks: |payload| Looks::sure(payload.has(0, b"* OK") || payload.has(0, b"* PREAUTH")),
    line: show_line,
    fields: |fields| {
        for _ in 0..LINES {
            let Some((line, length)) = fields.payload.line(fields.at) else { return };
            fields.text("imap.line Line", length, line);
        }
    },
};

/// A request's command and what follows it, a response's code and what follows it: names and labels.
type Names = [&'static str; 4];

const SMTP_FIELDS: Names = [
    "smtp.req.command Command",
    "smtp.req.parameter Parameter",
    "smtp.response.code Response code",
    "smtp.rsp.parameter Response",
];
const FTP_FIELDS: Names = [
    "ftp.request.command Command",
    "ftp.request.arg Argument",
    "ftp.response.code Response code",
    "ftp.response.arg Response",
];
const POP3_FIELDS: Names = [
    "pop.request.command Command",
    "pop.request.parameter Parameter",
    "pop.response.indicator Indicator",
    "pop.response.description Response",
];

/// So many lines are read; the rest is bytes.
const LINES: usize = 16;

fn first(payload: Payload<'_>) -> &[u8] {
    payload.line(0).map_or(&[], |(line, _)| line)
}

/// The first line, or how many bytes there are.
pub(super) fn show_line(payload: Payload<'_>, to: &mut dyn Show) {
    match payload.line(0) {
        Some((line, _)) => say(to, line),
        None => {
            to.decimal(payload.bytes.len() as u32);
            to.text(" bytes");
        }
    }
}

fn lines(fields: &mut Fields<'_>, names: &Names) {
    for _ in 0..LINES {
        let Some((line, length)) = fields.payload.line(fields.at) else { return };
        let word = line.iter().position(|byte| matches!(byte, b' ' | b'-')).unwrap_or(line.len());
        let answers = line.first().is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-'));
        // POP3's -ERR begins with what separates the others.
        let word = if line.first() == Some(&b'-') { line.len().min(4) } else { word };
        let [request, parameter, response, description] = *names;
        let (head, tail) = if answers { (response, description) } else { (request, parameter) };
        let separated = word + usize::from(word < line.len());
        let (first, rest) = (line.get(..word).unwrap_or(line), line.get(separated..).unwrap_or_default());
        let taken = if rest.is_empty() { length } else { separated };
        match number(first) {
            Some(code) if answers => {
                fields.to.decimal(code);
                fields.row(head, taken, Holds::Number(code));
            }
            _ => fields.text(head, taken, first),
        }
        if !rest.is_empty() {
            fields.text(tail, length - taken, rest);
        }
    }
}

/// Three digits as a number.
pub(super) fn number(digits: &[u8]) -> Option<u32> {
    let value = |digit: &u8| digit.is_ascii_digit().then(|| u32::from(digit - b'0'));
    match digits {
        [a, b, c] => Some(value(a)? * 100 + value(b)? * 10 + value(c)?),
        _ => None,
    }
}
