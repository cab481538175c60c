//! A filter asked of a frame: it listens to the dissection, row by row, and notes the answers.

use super::fields::Kind;
use super::value::Value;
use super::{Compare, Filter, Step, Test};
use crate::dissect::{Holds, Row, Rows};
use crate::wire::ipv4::field::{IHL, TOTAL_LENGTH};
use crate::wire::tcp::field::DATA_OFFSET;
use crate::wire::{Layer, Outline, Span, ipv6, name_and_label};

/// Of a longer text, so many bytes are compared.
pub(super) const TEXT: usize = 1024;

/// The answers so far.
pub(super) struct Evaluation<'a> {
    filter: &'a Filter,
    frame: &'a [u8],
    /// Where what the network's header carries ends.
    end: usize,
    /// The data's length of a segment, by its headers.
    segment: u32,
    /// A bit for each test: whether a field met it, and whether one did not.
    met: u64,
    missed: u64,
    /// Whether a test needs texts.
    texts: bool,
}

impl<'a> Evaluation<'a> {
    pub(super) fn new(filter: &'a Filter, frame: &'a [u8], outline: &Outline, length: usize) -> Self {
        let end = frame.len() - outline.trailer;
        let texts = filter.tests.iter().any(|test| test.kind == Kind::Text);
        let segment = segment_length(outline, frame);
        let (met, missed) = (0, 0);
        let mut evaluation = Evaluation { filter, frame, end, segment, met, missed, texts };
        evaluation.number("frame.len", length.max(frame.len()) as u32);
        evaluation.number("frame.cap_len", frame.len() as u32);
        evaluation.row(row("frame", 0, frame.len(), Holds::Layer), &[]);
        evaluation
    }

    pub(super) fn result(&self) -> bool {
        // As many answers wait at most as there are tests.
        let mut waiting: u64 = 0;
        for step in &self.filter.program {
            let last = waiting & 1;
            waiting = match step {
                Step::Test(test) => waiting << 1 | u64::from(self.answer(*test)),
                Step::Not => waiting ^ 1,
                Step::And => waiting >> 1 & !u64::from(last == 0),
                Step::Or => waiting >> 1 | last,
            };
        }
        waiting & 1 == 1
    }

    fn answer(&self, test: u8) -> bool {
        let (met, missed) = (self.met >> test & 1 == 1, self.missed >> test & 1 == 1);
        match self.filter.tests.get(usize::from(test)).map(|test| test.compare) {
            Some(Compare::AllDiffer) => missed && !met,
            Some(Compare::AnyDiffers) => missed,
            Some(Compare::AllEqual) => met && !missed,
            _ => met,
        }
    }

    fn number(&mut self, name: &'static str, number: u32) {
        self.row(Row { number, ..row(name, 0, 0, Holds::Number) }, &[]);
    }

    /// What is asked of a segment or a datagram besides its fields.
    fn transport(&mut self, name: &'static str, offset: usize) {
        let header = self.frame.get(offset..self.end).unwrap_or_default();
        let (name, length) = match (name, header) {
            ("tcp", [_, _, _, _, _, _, _, _, _, _, _, _, high, low, ..]) => {
                self.number("tcp.flags", u32::from(high & 15) << 8 | u32::from(*low));
                self.number("tcp.len", self.segment);
                ("tcp.payload", Span::of(DATA_OFFSET).number(header).unwrap_or(0) as usize)
            }
            ("udp", _) => ("udp.payload", crate::wire::udp::HEADER_LENGTH),
            _ => return,
        };
        let data = header.len().saturating_sub(length);
        if data > 0 {
            self.row(row(name, offset + length, data, Holds::Bytes), &[]);
        }
    }
}

/// The length of a segment's data, as its headers have it.
fn segment_length(outline: &Outline, frame: &[u8]) -> u32 {
    let (network, transport) = (outline.network_of(frame), outline.transport_of(frame));
    let header = Span::of(DATA_OFFSET).number(transport).unwrap_or(0);
    let total = Span::of(TOTAL_LENGTH).number(network).unwrap_or(0);
    match (outline.network.layer, outline.transport.layer) {
        (Some(Layer::Ipv4), Some(Layer::Tcp)) if total > 0 => {
            total.saturating_sub(Span::of(IHL).number(network).unwrap_or(0) + header)
        }
        (Some(Layer::Ipv6), Some(Layer::Tcp)) => {
            let total = ipv6::Bytes::of(network).and_then(ipv6::Bytes::total_length).unwrap_or(0);
            total.saturating_sub(network.len() + header as usize) as u32
        }
        _ => outline.payload_of(frame).len() as u32,
    }
}

fn row(name: &'static str, offset: usize, length: usize, holds: Holds) -> Row {
    Row::new(name, offset as u32, length as u32, holds)
}

impl Rows for Evaluation<'_> {
    fn wants_texts(&self) -> bool {
        self.texts
    }

    fn row(&mut self, row: Row, text: &[u8]) -> bool {
        let (name, _) = name_and_label(row.names);
        let (offset, length) = (row.offset as usize, row.length as usize);
        let is_layer = row.holds == Holds::Layer;
        let end = if is_layer { self.end.max(offset + length) } else { offset + length };
        let raw = self.frame.get(offset..end).unwrap_or_default();
        for (index, test) in self.filter.tests.iter().enumerate() {
            if (test.kind == Kind::Protocol) == is_layer && test.names.contains(&name) {
                let bit = 1 << (index & 63);
                match test.met_by(&row, raw, text) {
                    Some(true) => self.met |= bit,
                    Some(false) => self.missed |= bit,
                    None => {}
                }
            }
        }
        if is_layer && matches!(name, "tcp" | "udp") {
            self.transport(name, offset);
        }
        false
    }
}

impl Test {
    /// Whether a field meets the test; nothing where it has not so many bytes as the slice wants.
    fn met_by(&self, row: &Row, raw: &[u8], text: &[u8]) -> Option<bool> {
        if self.slice.is_none() && self.compare == Compare::Exists {
            return Some(true);
        }
        let bytes = if self.kind == Kind::Text { text } else { raw };
        let (number, bytes) = match (self.slice, row.holds) {
            (Some(slice), _) => {
                let length = slice.length.unwrap_or(bytes.len().saturating_sub(slice.first));
                let bytes = bytes.get(slice.first..)?.get(..length).filter(|bytes| !bytes.is_empty())?;
                (small(bytes), bytes)
            }
            (None, Holds::Number | Holds::Flag) => (Some(row.number), bytes),
            _ => (None, bytes),
        };
        Some(match self.compare {
            Compare::Exists => true,
            compare => self.values.iter().any(|value| compares(compare, number, bytes, value)),
        })
    }
}

/// Up to four bytes as a number.
fn small(bytes: &[u8]) -> Option<u32> {
    (bytes.len() <= 4).then(|| bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn compares(compare: Compare, number: Option<u32>, bytes: &[u8], value: &Value) -> bool {
    use core::cmp::Ordering::{Equal, Greater, Less};
    let order = match (value, number) {
        (Value::Number(first, last), Some(number)) => match compare {
            Compare::Bits => return number & first != 0,
            _ if number < *first => Less,
            _ if number > *last => Greater,
            _ => Equal,
        },
        (Value::Number(..), None) => return false,
        (Value::Network(address, bits), _) => masked(bytes, address, *bits),
        (Value::Bytes(value), _) if compare == Compare::Contains => {
            // As many comparisons as there are bytes: texts to look for are short.
            return bytes.len() >= value.len()
                && (0..=bytes.len() - value.len())
                    .any(|at| bytes.get(at..).is_some_and(|rest| rest.starts_with(value)));
        }
        (Value::Bytes(value), _) => bytes.cmp(value),
    };
    match compare {
        Compare::Less => order == Less,
        Compare::LessOrEqual => order != Greater,
        Compare::Greater => order == Greater,
        Compare::GreaterOrEqual => order != Less,
        _ => order == Equal,
    }
}

/// The order of an address and another, of whose bits so many count.
fn masked(bytes: &[u8], address: &[u8], bits: u32) -> core::cmp::Ordering {
    let mask = |(index, byte): (usize, &u8)| {
        let kept = bits.saturating_sub(index as u32 * 8).min(8);
        byte & !(0xff_u32 >> kept) as u8
    };
    let order = bytes.iter().enumerate().map(mask).cmp(address.iter().enumerate().map(mask));
    if bytes.len() == address.len() { order } else { bytes.len().cmp(&address.len()) }
}
