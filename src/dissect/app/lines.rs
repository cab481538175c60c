//! Protocols of lines: SMTP (RFC 5321), FTP (RFC 959), POP3 (RFC 1939) and IMAP (RFC 9051).

use super::{Fields, Holds, Looks, Payload, Sheet, find_in, say};
use crate::wire::{Field, FieldList, Format, fields};

pub(super) fn looks_like_smtp(payload: Payload<'_>) -> Looks {
    Looks::sure(greets(payload, b"SMTP") || payload.begins(b"EHLO |HELO |MAIL FROM:"))
}

pub(super) fn looks_like_ftp(payload: Payload<'_>) -> Looks {
    Looks::sure(greets(payload, b"FTP"))
}

/// The fields of a request's line, and those of a response's.
pub(super) type Lines = [FieldList; 2];

pub(super) const SMTP: Lines = [
    fields!(&[Field::bytes("smtp.req.command Command"), Field::bytes("smtp.req.parameter Parameter")]),
    fields!(&[Field::code("smtp.response.code Response code"), Field::bytes("smtp.rsp.parameter Response")]),
];

pub(super) const FTP: Lines = [
    fields!(&[Field::bytes("ftp.request.command Command"), Field::bytes("ftp.request.arg Argument")]),
    fields!(&[Field::code("ftp.response.code Response code"), Field::bytes("ftp.response.arg Response")]),
];

pub(super) const POP3: Lines = [
    fields!(&[Field::bytes("pop.request.command Command"), Field::bytes("pop.request.parameter Parameter")]),
    fields!(&[Field::bytes("pop.response.indicator Indicator"), Field::bytes("pop.response.description Response")]),
];

pub(super) const IMAP: Lines = [fields!(&[Field::bytes("imap.line Line")]); 2];

/// So many lines are read; the rest is bytes.
const LINES: usize = 16;

/// Whether a server says that it is ready, and this word with it.
fn greets(payload: Payload<'_>, word: &[u8]) -> bool {
    payload.begins(b"220 ") && payload.line(0).is_some_and(|(line, _)| find_in(line, word).is_some())
}

/// The first line, or how many bytes there are.
pub(super) fn line(payload: Payload<'_>, to: &mut Sheet<'_>) {
    match payload.line(0) {
        Some((line, _)) => say(to, line),
        None => to.phrase("%n bytes", &[], payload.bytes.len() as u32, 0),
    }
}

/// Each line's words: a response begins with a digit, `+` or `-`.
pub(super) fn fields(fields: &mut Fields<'_, '_>, [request, response]: Lines) -> Option<()> {
    for _ in 0..LINES {
        let (line, length) = fields.payload.line(fields.at)?;
        let answers = line.first().is_some_and(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-'));
        words(fields, if answers { response } else { request }, (line, length));
    }
    Some(())
}

/// The words of a line, which takes the next `length` bytes, as these fields: the last one has all that is left. A number is a code
/// of three digits, which may end with `-`.
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(super) fn words(fields: &mut Fields<'_, '_>, mut names: FieldList, (mut line, mut length): (&[u8], usize)) {
    while let Some(field) = names.next() {
        let is_code = field.format == Format::Number;
        let separates = |byte: &u8| *byte == b' ' || is_code && *byte == b'-';
        let end = line.iter().position(separates).filter(|_| !names.is_empty()).unwrap_or(line.len());
        let (word, rest) = line.split_at_checked(end).unwrap_or_default();
        line = rest.get(1..).unwrap_or_default();
        let taken = if line.is_empty() { length } else { end + 1 };
        match code(word).filter(|_| is_code) {
            Some(code) => {
                fields.to.decimal(code);
                fields.row(field.names, taken, Holds::Number, code);
            }
            None => fields.text(field.names, taken, word),
        }
        length -= taken;
        if line.is_empty() {
            return;
        }
    }
}

/// Three digits as a number.
fn code(digits: &[u8]) -> Option<u32> {
    let whole = digits.len() == 3 && digits.iter().all(u8::is_ascii_digit);
    whole.then(|| digits.iter().fold(0, |code, digit| code * 10 + u32::from(digit - b'0')))
}
