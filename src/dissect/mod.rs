//! One captured frame for people: its layers, their fields with the bytes and bits that each stands in, and the problems at
//! their fields.
//!
//! Names are those of Wireshark's display filters. Every byte of the frame belongs to exactly one layer, and every bit of
//! a layer to exactly one field.

mod app;
mod layers;
mod names;
mod phrase;
mod show;
pub(crate) mod summary;
mod text;

pub use summary::{Summarizer, summarize};

use crate::wire::{LinkType, Outline, Problem, name_and_label};
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use show::written;
#[allow(unused_imports)] // only the bindings show a frame in another way
pub(crate) use {
    layers::show,
    names::note,
    show::{Holds, Row, Rows, Sheet},
};

/// A frame taken apart for people.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Dissection {
    /// The link type that it was read as.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub link_type: LinkType,
    /// The layers, outermost first; the payload and the trailer are the last.
    pub layers: Vec<DissectedLayer>,
    /// What is wrong, in the order in which it is met.
    pub problems: Vec<Problem>,
}

/// A header, the payload or the trailer.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DissectedLayer {
    /// Its name: `"ipv4"`, `"payload"` …
    pub name: &'static str,
    /// Its name for people: `"IPv4"`.
    pub label: &'static str,
    /// Where it begins, in bytes from the start of the frame.
    pub offset: u32,
    /// Its length in bytes.
    pub length: u32,
    /// What it is, in one line.
    pub text: String,
    /// Its fields in wire order.
    pub fields: Vec<DissectedField>,
}

/// A field of a layer.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct DissectedField {
    /// Its name in Wireshark's display filters.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// Its value.
    pub value: Value,
    /// Its value for people, with unit or meaning.
    pub text: String,
    /// Where its first byte is, in bytes from the start of the frame.
    pub offset: u32,
    /// How many bytes it touches.
    pub length: u32,
    /// Which bits of those bytes, read as one big-endian number, are its own; nothing where all are.
    pub bit_mask: Option<u32>,
    /// Which of the frame's problems stand at it, by their index.
    pub problems: Vec<u32>,
}

/// A field's value.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
pub enum Value {
    /// A number; lengths and offsets in bytes.
    Number(u32),
    /// A bit that is set or not.
    Flag(bool),
    /// An address.
    Text(String),
    /// The field's bytes themselves.
    Bytes,
}

/// Takes a frame apart for people.
///
/// ```
/// use drywire::dissect::{Value, dissect};
/// use drywire::wire::LinkType;
/// let frame = [0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0x66, 0xcf, 10, 0, 0, 1, 10, 0, 0, 1, 0, 53, 0, 99, 0, 8, 0, 0];
/// let dissection = dissect(&frame, LinkType::Raw);
/// let udp = &dissection.layers[1];
/// assert_eq!((udp.name, udp.offset, udp.text.as_str()), ("udp", 20, "53 → 99, length 8"));
/// assert_eq!((udp.fields[0].name, &udp.fields[0].value), ("udp.srcport", &Value::Number(53)));
/// ```
#[must_use]
pub fn dissect(frame: &[u8], link_type: LinkType) -> Dissection {
    let mut problems = Vec::new();
    let outline = Outline::parse_lax(frame, link_type, |problem| problems.push(problem));
    let checksums = outline.verify(frame, |problem| problems.push(problem));
    let quoted = outline.quoted(frame);
    let mut built = Built { frame, layers: Vec::new() };
    let mut text = vec![0; TEXT];
    show(frame, &outline, checksums, quoted.as_ref(), &mut Sheet::new(&mut text, &mut built));
    let mut layers = built.layers;
    for (index, problem) in problems.iter().enumerate() {
        if let Some(field) = field_at(&mut layers, problem.offset) {
            field.problems.push(index as u32);
        }
    }
    Dissection { link_type, layers, problems }
}

/// The first field that has the byte at `offset`, or the last field of all where the problem is that bytes are missing.
fn field_at(layers: &mut [DissectedLayer], offset: u32) -> Option<&mut DissectedField> {
    let beyond = layers.iter().flat_map(|layer| &layer.fields).all(|field| field.offset + field.length <= offset);
    let mut fields = layers.iter_mut().flat_map(|layer| &mut layer.fields);
    match beyond {
        true => fields.last(),
        false => fields.find(|field| offset < field.offset + field.length),
    }
}

/// No row's text is longer, in bytes: the longest is ARP's, of four addresses of 255 bytes.
const TEXT: usize = 1 << 12;

/// A number's text with its note is shorter, a flag's and an address's.
const PLAIN: usize = 128;

/// The layers so far.
struct Built<'a> {
    frame: &'a [u8],
    layers: Vec<DissectedLayer>,
}

impl Rows for Built<'_> {
    fn row(&mut self, row: Row, text: &[u8]) -> bool {
        let text = match text {
            [] => written(PLAIN, |to| to.plain(&row, self.frame)),
            text => String::from_utf8_lossy(text).into_owned(),
        };
        let (name, label) = name_and_label(row.names);
        let Row { offset, length, bit_mask, holds, number, .. } = row;
        let value = match holds {
            Holds::Layer => {
                self.layers.push(DissectedLayer { name, label, offset, length, text, fields: Vec::new() });
                return false;
            }
            Holds::Number => Value::Number(number),
            Holds::Flag => Value::Flag(number == 1),
            Holds::Text | Holds::Address => Value::Text(text.to_string()),
            Holds::Bytes => Value::Bytes,
        };
        let bit_mask = Some(bit_mask).filter(|mask| *mask != 0);
        let field = DissectedField { name, label, value, text, offset, length, bit_mask, problems: Vec::new() };
        if let Some(layer) = self.layers.last_mut() {
            layer.fields.push(field);
        }
        false
    }
}

#[cfg(test)]
mod tests;
