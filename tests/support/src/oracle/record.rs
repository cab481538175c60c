//! Reading the oracle: one JSON object a line, and each packet's bytes in it or in a capture beside the file.

use crate::capture::{self, Frame};
use drywire::wire::LinkType;
use serde_json::Value;
use std::path::Path;

/// One packet and what the oracle says of it.
#[derive(Clone, Debug)]
pub struct Record {
    /// The number of the packet in its file, from 1.
    pub frame: u64,
    /// The LINKTYPE number of the packet's bytes.
    pub linktype: u32,
    /// The packet's bytes.
    pub data: Vec<u8>,
    /// The oracle's object.
    pub expected: Value,
}

impl Record {
    /// What the packet's bytes begin with; nothing where drywire does not read it.
    #[must_use]
    pub fn link_type(&self) -> Option<LinkType> {
        LinkType::from_linktype(self.linktype)
    }
}

/// The bytes to read, what they begin with, and how many bytes of the packet precede them: where the link type is not read, the
/// packet from its IPv4 header on. Nothing where the oracle knows of none either.
pub(super) fn readable(record: &Record) -> Option<(&[u8], LinkType, usize)> {
    if let Some(link_type) = record.link_type() {
        return Some((&record.data, link_type, 0));
    }
    let offset = usize::try_from(record.expected["ip"]["offset"].as_u64()?).ok()?;
    Some((record.data.get(offset..)?, LinkType::Raw, offset))
}

/// The LINKTYPE of a number in tshark's own counting (`frame.encap_type`), for the types that drywire reads.
const ENCAPSULATIONS: [(u64, u32); 6] = [(1, 1), (7, 101), (15, 0), (25, 113), (129, 228), (210, 276)];

/// Reads an oracle's file, `PATH`. Bytes come from each line's `data`, or else from a capture: `PATH` less its ending
/// `.tshark.jsonl` or `.jsonl`.
///
/// # Errors
/// A file cannot be read, a line is not a JSON object, a packet has no bytes, or the capture has another number of packets.
pub fn read(path: &Path) -> Result<Vec<Record>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let objects = objects(&text)?;
    if objects.iter().all(|(_, object)| object.get("data").is_some()) {
        return objects.into_iter().enumerate().map(|(index, (line, object))| inline(index, line, object)).collect();
    }
    let frames = beside(path)?;
    if frames.len() != objects.len() {
        return Err(format!("the capture has {} packets and the file {} lines", frames.len(), objects.len()));
    }
    objects
        .into_iter()
        .zip(frames)
        .enumerate()
        .map(|(index, ((line, object), frame))| captured(index, line, object, frame))
        .collect()
}

/// Each line's number and object; empty lines are left out.
fn objects(text: &str) -> Result<Vec<(usize, Value)>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let parsed = lines.map(|(index, line)| match serde_json::from_str::<Value>(line) {
        Ok(object) if object.is_object() => Ok((index + 1, object)),
        Ok(_) => Err(format!("line {}: not a JSON object", index + 1)),
        Err(error) => Err(format!("line {}: {error}", index + 1)),
    });
    parsed.collect()
}

fn inline(index: usize, line: usize, object: Value) -> Result<Record, String> {
    let text =
        object["data"].as_str().ok_or_else(|| format!("line {line}: `data` is not a string of hexadecimal digits"))?;
    let data = bytes(text).ok_or_else(|| format!("line {line}: `data` is not a string of hexadecimal digits"))?;
    let known =
        |encapsulation| ENCAPSULATIONS.iter().find(|(number, _)| *number == encapsulation).map(|(_, known)| *known);
    let linktype = match (object["linktype"].as_u64(), object["encap"].as_u64()) {
        (Some(linktype), _) => linktype as u32,
        (None, Some(encapsulation)) => known(encapsulation).unwrap_or(u32::MAX),
        (None, None) => return Err(format!("line {line}: there is neither `linktype` nor `encap`")),
    };
    Ok(Record { frame: number(index, &object), linktype, data, expected: object })
}

fn captured(index: usize, line: usize, object: Value, frame: Frame) -> Result<Record, String> {
    if object["cap_len"].as_u64().is_some_and(|length| length != frame.data.len() as u64) {
        return Err(format!(
            "line {line}: `cap_len` is {} and the capture has {} bytes",
            object["cap_len"],
            frame.data.len()
        ));
    }
    Ok(Record { frame: number(index, &object), linktype: frame.linktype, data: frame.data, expected: object })
}

fn number(index: usize, object: &Value) -> u64 {
    object["frame"].as_u64().unwrap_or(index as u64 + 1)
}

fn beside(path: &Path) -> Result<Vec<Frame>, String> {
    let text = path.to_string_lossy();
    let capture = text.strip_suffix(".tshark.jsonl").or_else(|| text.strip_suffix(".jsonl")).unwrap_or_default();
    let file = std::fs::read(capture).map_err(|error| {
        format!("the lines have no `data`, and there is no capture `{capture}` to take it from: {error}")
    })?;
    capture::read(&file).map_err(|error| format!("{capture}: {error}"))
}

/// Bytes from pairs of hexadecimal digits; spaces and colons between them do not count.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text
        .chars()
        .filter(|character| !character.is_whitespace() && *character != ':')
        .map(|digit| digit.to_digit(16))
        .collect::<Option<_>>()?;
    let (pairs, left) = digits.as_chunks::<2>();
    left.is_empty().then(|| pairs.iter().map(|[high, low]| (high << 4 | low) as u8).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: &str) -> Result<Record, String> {
        let mut objects = objects(text)?;
        let (line, object) = objects.remove(0);
        inline(0, line, object)
    }

    #[test]
    fn a_line_brings_its_bytes() {
        let read = record(r#"{"frame":7,"encap":129,"data":"45 00:0a"}"#).unwrap();
        assert_eq!((read.frame, read.linktype, &read.data[..]), (7, 228, &[0x45, 0, 10][..]));
        assert_eq!(record(r#"{"linktype":1,"data":""}"#).unwrap().linktype, 1);
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        for (line, expected) in [
            ("[1]", "line 1: not a JSON object"),
            (r#"{"linktype":1,"data":"4"}"#, "line 1: `data` is not a string of hexadecimal digits"),
            (r#"{"linktype":1,"data":"4x"}"#, "line 1: `data` is not a string of hexadecimal digits"),
            (r#"{"data":"45"}"#, "line 1: there is neither `linktype` nor `encap`"),
        ] {
            assert_eq!(record(line).unwrap_err(), expected);
        }
    }
}
