//! What a field is compared with.

use super::FilterErrorKind as Error;
use super::fields::Kind;
use alloc::vec::Vec;
use core::net::{Ipv4Addr, Ipv6Addr};

/// A value, as its field has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// From the first to the last.
    Number(u32, u32),
    /// An address in bytes, and how many of its bits count.
    Network(Vec<u8>, u32),
    /// Bytes, or a text.
    Bytes(Vec<u8>),
}

impl Value {
    /// Reads a value for a field of a kind; `quoted` texts are never anything else.
    pub(super) fn parse(kind: Kind, text: &str, quoted: bool) -> Result<Value, Error> {
        match kind {
            Kind::Number | Kind::Flag if !quoted => range(text).ok_or(Error::ExpectedNumber),
            Kind::Number | Kind::Flag => Err(Error::ExpectedNumber),
            Kind::Ipv4 => network(text, 32, |text| Some(text.parse::<Ipv4Addr>().ok()?.octets().to_vec()))
                .ok_or(Error::ExpectedIpv4),
            Kind::Ipv6 => network(text, 128, |text| Some(text.parse::<Ipv6Addr>().ok()?.octets().to_vec()))
                .ok_or(Error::ExpectedIpv6),
            Kind::Text => Ok(Value::Bytes(text.as_bytes().to_vec())),
            Kind::Bytes | Kind::Protocol if quoted => Ok(Value::Bytes(text.as_bytes().to_vec())),
            Kind::Bytes | Kind::Protocol => bytes(text).map(Value::Bytes).ok_or(Error::ExpectedBytes),
        }
    }

    /// A value for a slice: bytes, of which a single one is two hexadecimal digits, or a number of as few bytes as it takes.
    pub(super) fn of_slice(text: &str, quoted: bool) -> Result<Value, Error> {
        match bytes(text).filter(|_| !quoted) {
            Some(bytes) => Ok(match bytes.as_slice() {
                [byte] => Value::Number((*byte).into(), (*byte).into()),
                _ => Value::Bytes(bytes),
            }),
            None if quoted => Value::parse(Kind::Bytes, text, true),
            None => range(text).ok_or(Error::ExpectedBytes),
        }
    }
}

/// A number, or the first and the last of several.
fn range(text: &str) -> Option<Value> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    Some(Value::Number(number(first)?, number(last)?))
}

/// A number as C has them: hexadecimal after `0x`, octal after `0`; or `True` and `False`.
fn number(text: &str) -> Option<u32> {
    match text {
        "True" | "TRUE" => return Some(1),
        "False" | "FALSE" => return Some(0),
        _ => {}
    }
    let digits = |text: &str, radix| {
        text.bytes().all(|byte| byte.is_ascii_alphanumeric()).then(|| u32::from_str_radix(text, radix).ok())?
    };
    match (text.strip_prefix("0x").or(text.strip_prefix("0X")), text.strip_prefix('0')) {
        (Some(text), _) => digits(text, 16),
        (_, Some(text)) if !text.is_empty() => digits(text, 8),
        _ => digits(text, 10),
    }
}

/// An address and how many of its bits count: all, unless it says.
fn network(text: &str, bits: u32, address: impl Fn(&str) -> Option<Vec<u8>>) -> Option<Value> {
    let (text, length) = match text.split_once('/') {
        Some((text, length)) => (text, length.parse().ok().filter(|length| *length <= bits)?),
        None => (text, bits),
    };
    Some(Value::Network(address(text)?, length))
}

/// Bytes of two hexadecimal digits each, with `:`, `-` or `.` between them.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = |pair: &str| match pair.as_bytes() {
        [_, _] if pair.bytes().all(|byte| byte.is_ascii_hexdigit()) => u8::from_str_radix(pair, 16).ok(),
        _ => None,
    };
    text.split([':', '-', '.']).map(digits).collect()
}
