//! Field by field: the bits that each stands in, and its value.

use super::pdml::Field;
use super::rule::{RULES, trimmed};
use crate::capture::Frame;
use drywire::dissect::{DissectedField, Value, dissect};
use drywire::wire::LinkType;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A field of which the two say different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The packet's number in its file, from 1.
    pub frame: usize,
    /// The layer that drywire has it in.
    pub layer: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Drywire's first bit and how many there are, from the start of the frame, and its value.
    pub ours: (usize, usize, String),
    /// tshark's: all fields of the name that were not met before.
    pub theirs: Vec<(usize, usize, String)>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { frame, layer, name, ours, theirs } = self;
        write!(f, "frame {frame}: {layer}: {name}: drywire has bits, length and value {ours:?}, tshark {theirs:?}")
    }
}

/// What came of comparing a capture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Packets that were compared.
    pub packets: usize,
    /// Packets whose link type drywire does not read.
    pub skipped: usize,
    /// Fields that were compared: those of drywire's whose name tshark has in the same packet.
    pub fields: usize,
    /// Names of drywire's that tshark has in no packet that has them.
    pub unknown: BTreeSet<&'static str>,
    /// How often each rule explained a difference, by its name.
    pub explained: BTreeMap<&'static str, usize>,
    /// What nothing explains.
    pub differences: Vec<Difference>,
}

impl Report {
    pub(super) fn add(&mut self, number: usize, frame: &Frame, theirs: &[Field]) {
        let Some(link_type) = LinkType::from_linktype(frame.linktype) else {
            self.skipped += 1;
            return;
        };
        self.packets += 1;
        let mut by_name: BTreeMap<&str, Vec<&Field>> = BTreeMap::new();
        theirs.iter().for_each(|field| by_name.entry(&field.name).or_default().push(field));
        for layer in dissect(&frame.data, link_type).layers {
            for field in layer.fields {
                let Some(named) = by_name.get_mut(field.name) else {
                    self.unknown.insert(field.name);
                    continue;
                };
                self.fields += 1;
                self.field(number, layer.name, &field, named);
            }
        }
    }

    /// Looks for a field of tshark's in the same bits, with the same value; each counts once.
    fn field(&mut self, frame: usize, layer: &'static str, field: &DissectedField, named: &mut Vec<&Field>) {
        let (start, count) = bits(field);
        let same = |theirs: &&Field| theirs.bits == (start, count) && same_value(field, &theirs.show);
        if let Some(at) = named.iter().position(same) {
            named.remove(at);
            return;
        }
        let theirs = named.iter().map(|field| (field.bits.0, field.bits.1, field.show.clone())).collect();
        let name = field.name;
        let difference = Difference { frame, layer, name, ours: (start, count, text(field)), theirs };
        match RULES.iter().find(|rule| (rule.explains)(&difference)) {
            Some(rule) => *self.explained.entry(rule.name).or_default() += 1,
            None => self.differences.push(difference),
        }
    }

    /// Adds another report's counts and differences to this one's.
    pub fn merge(&mut self, other: Report) {
        let Report { packets, skipped, fields, unknown, explained, differences } = other;
        self.packets += packets;
        self.skipped += skipped;
        self.fields += fields;
        self.unknown.extend(unknown);
        explained.into_iter().for_each(|(name, count)| *self.explained.entry(name).or_default() += count);
        self.differences.extend(differences);
    }
}

/// A field's first bit, counted from the start of the frame, and how many it has.
fn bits(field: &DissectedField) -> (usize, usize) {
    let (offset, length) = (field.offset as usize * 8, field.length as usize * 8);
    match field.bit_mask {
        None => (offset, length),
        Some(mask) => (offset + length - (32 - mask.leading_zeros()) as usize, mask.count_ones() as usize),
    }
}

/// Whether a value is what tshark shows: a number in either base, a flag as 0 or 1, an address as text. Bytes are their place.
fn same_value(field: &DissectedField, show: &str) -> bool {
    match &field.value {
        Value::Number(number) => number_in(show) == Some(*number),
        Value::Flag(set) => number_in(show) == Some(u32::from(*set)),
        // A long text is cut.
        Value::Text(text) => match text.strip_suffix('…') {
            Some(beginning) => show.starts_with(beginning),
            None => trimmed(show).eq_ignore_ascii_case(text),
        },
        _ => true,
    }
}

fn number_in(show: &str) -> Option<u32> {
    match (show, show.strip_prefix("0x")) {
        ("True", _) => Some(1),
        ("False", _) => Some(0),
        (_, Some(digits)) => u32::from_str_radix(digits, 16).ok(),
        (_, None) => show.parse().ok(),
    }
}

fn text(field: &DissectedField) -> String {
    match &field.value {
        Value::Number(number) => number.to_string(),
        Value::Flag(set) => u32::from(*set).to_string(),
        Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}
