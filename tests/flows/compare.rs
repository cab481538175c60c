//! One capture, packet by packet, beside tshark's rows.

use crate::tshark::{self, FLAGS, Row, nanoseconds};
use drywire::flow::{Captured, FlowConfig, Flows, Streams, Verdict};
use drywire::wire::LinkType;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A packet of a capture.
pub(crate) struct Frame {
    pub(crate) linktype: u32,
    pub(crate) data: Vec<u8>,
}

/// What a comparison found.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) packets: usize,
    pub(crate) findings: BTreeMap<&'static str, usize>,
    pub(crate) allowed: BTreeMap<&'static str, usize>,
    pub(crate) differences: Vec<String>,
}

impl Report {
    pub(crate) fn merge(&mut self, other: Report) {
        self.packets += other.packets;
        other.findings.into_iter().for_each(|(name, count)| *self.findings.entry(name).or_default() += count);
        other.allowed.into_iter().for_each(|(name, count)| *self.allowed.entry(name).or_default() += count);
        self.differences.extend(other.differences);
    }
}

/// Follows all frames, timed as tshark says; the verdicts and the table.
pub(crate) fn follow(frames: &[Frame], rows: &[Row]) -> (Vec<Verdict>, Vec<Option<u64>>, Flows) {
    let mut flows = Flows::new(FlowConfig { streams: Streams::All, ..FlowConfig::default() });
    assert_eq!(frames.len(), rows.len(), "as many packets as tshark has");
    let mut initial = Vec::new();
    let verdicts = frames.iter().zip(rows).map(|(frame, row)| {
        let captured = Captured {
            // A simple packet block has no time.
            time: row.get("frame.time_epoch").map_or(0, |text| nanoseconds(text)),
            length: row["frame.len"].parse().expect("a number"),
            data: &frame.data,
            link: LinkType::from_linktype(frame.linktype).unwrap_or(LinkType::Raw),
        };
        let known = LinkType::from_linktype(frame.linktype).is_some();
        let data = if known { captured.data } else { &[] };
        let verdict = flows.push(&Captured { data, ..captured });
        initial.push(verdict.conversation.and_then(|number| flows.conversation(number)?.initial_rtt));
        verdict
    });
    let verdicts = verdicts.collect();
    (verdicts, initial, flows)
}

/// Compares a file; nothing where there is no tshark.
pub(crate) fn file(path: &Path, frames: &[Frame]) -> Option<Report> {
    let rows = tshark::rows(path)?;
    let (verdicts, initial, _) = follow(frames, &rows);
    let mut report = Report { packets: rows.len(), ..Report::default() };
    let mut numbers = HashMap::new();
    for ((row, verdict), initial) in rows.iter().zip(&verdicts).zip(initial) {
        let mut differ = |what: String| {
            let number = &row["frame.number"];
            let info = row.get("_ws.col.Info").map_or("", String::as_str);
            report.differences.push(format!("frame {number}: {what}: {info}"));
        };
        if let Some(reason) = reason(row, verdict) {
            *report.allowed.entry(reason).or_default() += 1;
            continue;
        }
        let stream = ["tcp.stream", "udp.stream"].into_iter().find_map(|name| Some((name, row.get(name)?)));
        if let Some(stream) = stream {
            let number = *numbers.entry(stream).or_insert(verdict.conversation);
            if number != verdict.conversation || number.is_none() {
                differ(format!("{} is {:?}, not {number:?}", stream.0, verdict.conversation));
            }
        }
        if !row.contains_key("tcp.stream") {
            continue;
        }
        let (expected, found) = (expected(row), found(verdict));
        found.iter().for_each(|name| *report.findings.entry(name).or_default() += 1);
        // Which of several acknowledgments beyond a gap says that something is missing, tshark sees in another way at times.
        let but = |names: &[&'static str]| -> Vec<_> {
            names.iter().copied().filter(|name| *name != "ack_lost_segment").collect()
        };
        if expected != found && but(&expected) == but(&found) {
            *report.allowed.entry("ack_lost_segment of another acknowledgment").or_default() += 1;
        } else if expected != found {
            differ(format!("{found:?}, not {expected:?}"));
        }
        for (name, ours) in numbers_of(verdict) {
            let theirs = row.get(name).map(|text| number(name, text));
            let is_cut =
                row.get("_ws.col.Info").is_some_and(|info| info.contains("[Packet size limited during capture"));
            if is_cut && theirs.is_none() && ours.is_some() {
                *report.allowed.entry("tshark stops where the capture cut the packet").or_default() += 1;
            } else if name == "tcp.analysis.duplicate_ack_num" && theirs.is_some() && ours > theirs {
                *report.allowed.entry("duplicates counted anew after a probe").or_default() += 1;
            } else if theirs.is_none() && name.contains("ack") && ours.is_some() {
                // A SYN in the wrong place: tshark takes its acknowledgment number for one.
                *report.allowed.entry("acknowledged by a number that does not count").or_default() += 1;
            } else if theirs != ours {
                differ(format!("{name} is {ours:?}, not {theirs:?}"));
            }
        }
        let theirs = row.get("tcp.analysis.initial_rtt").map(|text| nanoseconds(text));
        if theirs.is_some() && theirs != initial {
            differ(format!("initial_rtt is {initial:?}, not {theirs:?}"));
        }
    }
    Some(report)
}

fn number(name: &str, text: &str) -> u64 {
    if name.ends_with("rtt") { nanoseconds(text) } else { text.parse().expect("a number") }
}

/// tshark shows no round trip of 0.
fn numbers_of(verdict: &Verdict) -> [(&'static str, Option<u64>); 5] {
    [
        ("tcp.analysis.duplicate_ack_num", verdict.duplicate.map(|duplicate| duplicate.count.into())),
        ("tcp.analysis.duplicate_ack_frame", verdict.duplicate.map(|duplicate| duplicate.of)),
        ("tcp.analysis.acks_frame", verdict.acknowledged.map(|acknowledged| acknowledged.packet)),
        ("tcp.analysis.ack_rtt", verdict.acknowledged.map(|acknowledged| acknowledged.rtt).filter(|rtt| *rtt > 0)),
        ("tcp.analysis.bytes_in_flight", verdict.bytes_in_flight.map(u64::from)),
    ]
}

/// tshark marks fast and spurious retransmissions as retransmissions too.
fn expected(row: &Row) -> Vec<&'static str> {
    let is_kind = row.contains_key("fast_retransmission") || row.contains_key("spurious_retransmission");
    FLAGS.into_iter().filter(|name| row.contains_key(name) && !(is_kind && *name == "retransmission")).collect()
}

fn found(verdict: &Verdict) -> Vec<&'static str> {
    let all = drywire::flow::Findings::ALL.into_iter();
    all.filter(|(finding, _)| verdict.findings.contains(*finding)).map(|(_, name)| name).collect()
}

/// Why a packet is not compared, if it isn't.
fn reason(row: &Row, verdict: &Verdict) -> Option<&'static str> {
    let protocols = row.get("frame.protocols").map_or("", String::as_str);
    let has = |name: &str| protocols.split(':').any(|protocol| protocol == name);
    if (has("icmp") || has("icmpv6")) && (has("tcp") || has("udp")) {
        return Some("the packet that ICMP quotes is not one of its conversation");
    }
    if verdict.conversation.is_none() && row.get("ip.flags.mf").is_some_and(|more| more == "1") {
        return Some("the first fragment of a packet, read alone");
    }
    if verdict.conversation.is_none() && has("mpls") {
        return Some("link type not read");
    }
    None
}
