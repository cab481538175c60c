//! A trace as a ladder diagram: two columns of times, and an arrow for each packet.

use super::label::{Path, Reader};
use super::{Fate, Trace, TracedPacket};
use crate::sim::EndpointId;
use crate::time::Instant;
use crate::wire::{LinkType, Packet};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The width of what is between the two bars. With them and two times of 12 digits a line is 100 columns wide.
const BODY: usize = 72;

/// How much of it an arrow takes besides its words: two dashes, two spaces, and six dashes with the head.
const FRAME: usize = 10;

impl Trace {
    /// A diagram of the packets between two endpoints, in the order in which they were sent, at most 100 columns wide.
    ///
    /// Times are in seconds: when a packet was sent stands on its sender's side, when it arrived on the other one, so that
    /// packets that overtook each other show by their times. The arrow of a lost packet breaks, and says why. Sequence and
    /// acknowledgment numbers count from the connection's SYNs, windows are scaled as these agreed. Where the endpoints have
    /// more than one connection, each packet names its ports.
    ///
    /// See [`Trace`] for an example.
    #[must_use]
    pub fn ladder(&self, left: EndpointId, right: EndpointId) -> String {
        let between = |packet: &&TracedPacket| {
            let (from, to) = (packet.from, packet.to);
            (from == left && (to == Some(right) || to.is_none()))
                || (from == right && (to == Some(left) || to.is_none()))
        };
        let packets: Vec<_> = self.packets.iter().filter(between).collect();
        let paths = paths(&packets, left);
        let mut reader = Reader::default();
        let mut lines = heading(self, left, right, &paths);
        for packet in packets {
            let mut words = Vec::new();
            if let Some(path) = path(packet).filter(|path| paths.len() > 1 && path.has_ports()) {
                words.push(format!("{}>{}", path.source.1, path.destination.1));
            }
            words.extend(notes(packet));
            words.extend(reader.words(packet));
            rung(&mut lines, packet, &words, packet.from == left);
        }
        lines
    }
}

/// The connections between the two, each as it looks from the left.
fn paths(packets: &[&TracedPacket], left: EndpointId) -> BTreeSet<Path> {
    let paths = packets.iter().filter_map(|packet| {
        let path = path(packet)?;
        Some(if packet.from == left { path } else { path.reversed() })
    });
    paths.collect()
}

fn path(packet: &TracedPacket) -> Option<Path> {
    Path::of(&Packet::parse_lax(&packet.data, LinkType::Raw, |_| {}))
}

fn heading(trace: &Trace, left: EndpointId, right: EndpointId, paths: &BTreeSet<Path>) -> String {
    let (mut left, mut right) = (trace.address(left).to_string(), trace.address(right).to_string());
    if let Some(path) = paths.first().filter(|path| paths.len() == 1 && path.has_ports()) {
        left += &format!(":{}", path.source.1);
        right += &format!(":{}", path.destination.1);
    }
    let indent = 13;
    let gap = (BODY + 2).saturating_sub(left.len());
    format!("{:indent$}{left}{right:>gap$}\n", "")
}

/// What became of the packet besides that it arrived or was lost.
fn notes(packet: &TracedPacket) -> impl Iterator<Item = String> {
    let copy = packet.is_copy.then(|| "DUPLICATE".to_string());
    copy.into_iter().chain(packet.flipped.iter().map(|bit| format!("BIT {bit} FLIPPED")))
}

/// One packet: the line with its arrow, and lines for the words that it has no room for.
fn rung(lines: &mut String, packet: &TracedPacket, words: &[String], rightwards: bool) {
    let (end, arrived) = match packet.fate {
        Fate::Delivered { at } => (String::new(), seconds(at)),
        Fate::Lost { cause, .. } => (format!("X  {cause}"), String::new()),
        Fate::UnderWay => ("   under way".to_string(), String::new()),
    };
    let mut texts = fill(words, BODY - end.len() - FRAME).into_iter();
    let text = texts.next().unwrap_or_default();
    let arrow = if rightwards { rightward(&text, &end) } else { leftward(&text, &end) };
    let sent = seconds(packet.sent_at);
    let (left, right) = if rightwards { (sent, arrived) } else { (arrived, sent) };
    *lines += format!("{left:>12} |{arrow}| {right}").trim_end();
    *lines += "\n";
    for text in texts {
        *lines += &format!("{:12} |      {text:<width$}|\n", "", width = BODY - 6);
    }
}

/// Lines of words: the first of at most `first` characters, the others as wide as the diagram.
fn fill(words: &[String], first: usize) -> Vec<String> {
    let mut lines = Vec::from([String::new()]);
    let mut room = first;
    for word in words {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + 1 + word.len() <= room => *line += &format!(" {word}"),
            _ => {
                room = BODY - 7;
                lines.push(word.clone());
            }
        }
    }
    lines
}

fn rightward(text: &str, end: &str) -> String {
    let shaft = format!("-- {text} ");
    match end {
        "" => format!("{shaft:-<width$}>", width = BODY - 1),
        _ => format!("{:<BODY$}", format!("{shaft:-<width$}{end}", width = break_at(text, end))),
    }
}

fn leftward(text: &str, end: &str) -> String {
    let shaft = format!("-- {text} ");
    match end {
        "" => format!("<{shaft:-<width$}", width = BODY - 1),
        _ => {
            let end = end.strip_prefix("X  ").map_or(end.into(), |cause| format!("{cause}  X"));
            format!("{:>BODY$}", format!("{end}{shaft:-<width$}", width = break_at(text, &end)))
        }
    }
}

/// How long a broken arrow is: two thirds of the way, or more where the words need it.
fn break_at(text: &str, end: &str) -> usize {
    (text.len() + FRAME).max(BODY * 2 / 3).min(BODY.saturating_sub(end.len()))
}

fn seconds(at: Instant) -> String {
    let micros = at.as_micros();
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

#[cfg(test)]
mod tests;
