//! A dissection as words: for each layer and each field its numbers, and where its strings are in this memory.

use super::record::Record;
use crate::dissect::{self, DissectedField, DissectedLayer, Dissection, Value};
use alloc::vec::Vec;

/// The last dissection, and the words that describe it. They hold addresses of its strings, so they live together.
pub(crate) struct Described {
    dissection: Option<Dissection>,
    words: Vec<u32>,
}

impl Described {
    pub(crate) const fn new() -> Self {
        Described { dissection: None, words: Vec::new() }
    }

    pub(crate) fn words_pointer(&self) -> usize {
        self.words.as_ptr().expose_provenance()
    }

    /// Dissects a frame; its problems go to the record. False for a link type that is not known.
    pub(crate) fn dissect(&mut self, record: &mut Record, frame: &[u8], link: u32) -> bool {
        let Some(link_type) = super::link_type(link, frame) else { return false };
        let dissection = dissect::dissect(frame, link_type);
        record.clear();
        dissection.problems.iter().for_each(|problem| record.push_problem(*problem));
        self.words.clear();
        let mut words = Words(&mut self.words);
        words.push(link_type as u32);
        words.push(dissection.layers.len() as u32);
        dissection.layers.iter().for_each(|layer| words.layer(layer));
        self.dissection = Some(dissection);
        true
    }
}

struct Words<'a>(&'a mut Vec<u32>);

impl Words<'_> {
    fn push(&mut self, word: u32) {
        self.0.push(word);
    }

    fn string(&mut self, text: &str) {
        self.push(text.as_ptr().expose_provenance() as u32);
        self.push(text.len() as u32);
    }

    fn layer(&mut self, layer: &DissectedLayer) {
        let DissectedLayer { name, label, offset, length, text, fields } = layer;
        self.string(name);
        self.string(label);
        self.string(text);
        self.push(*offset);
        self.push(*length);
        self.push(fields.len() as u32);
        fields.iter().for_each(|field| self.field(field));
    }

    fn field(&mut self, field: &DissectedField) {
        let DissectedField { name, label, value, text, offset, length, bit_mask, problems } = field;
        self.string(name);
        self.string(label);
        self.string(text);
        self.push(*offset);
        self.push(*length);
        // No field has no bits, so 0 says that all are its own.
        self.push(bit_mask.unwrap_or_default());
        self.value(value);
        self.push(problems.len() as u32);
        problems.iter().for_each(|problem| self.push(*problem));
    }

    /// What kind of value it is, and two words of it.
    fn value(&mut self, value: &Value) {
        let (kind, first, second) = match value {
            Value::Number(number) => (0, *number, 0),
            Value::Flag(set) => (1, u32::from(*set), 0),
            Value::Text(text) => (2, text.as_ptr().expose_provenance() as u32, text.len() as u32),
            Value::Bytes => (3, 0, 0),
        };
        [kind, first, second].into_iter().for_each(|word| self.push(word));
    }
}
