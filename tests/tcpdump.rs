//! The line that `summarize` makes of a frame, against tcpdump's own over every capture in `../shared/captures`.
//!
//! Where they differ, a rule says why, and the table counts how often. Where tcpdump or the captures are missing there is nothing
//! to compare with: the test says so, and passes.

use drywire::dissect::{Summarizer, summarize};
use drywire::wire::LinkType;
use drywire_test_support::capture::{self, Frame};
use drywire_test_support::samples;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Why a line is not tcpdump's, by name, and how often. Each is met exactly so often, and nothing else is.
const RULES: [(&str, usize); 5] = [
    ("an interface's name is of the machine that tcpdump runs on", 4),
    ("tcpdump prints the payload", 256),
    ("tcpdump prints what another protocol says", 18),
    ("tcpdump dumps bytes that it does not read", 4),
    ("tcpdump before 4.99.5 has no letter for AE", 3),
];

#[test]
fn lines_are_those_of_tcpdump() {
    compare(&["-nn", "-t", "-r"], |frames| {
        let mut summarizer = Summarizer::new();
        frames
            .iter()
            .map(|frame| summarizer.line(&frame.data, link_type(frame), frame.original_length as usize))
            .collect()
    });
}

#[test]
fn lines_with_absolute_numbers_are_those_of_tcpdump() {
    compare(&["-nn", "-t", "-S", "-r"], |frames| {
        frames.iter().map(|frame| summarize(&frame.data, link_type(frame), frame.original_length as usize)).collect()
    });
}

/// What tcpdump says of a frame that a capture cut short, wherever it did: each frame of a few captures, at every length.
#[test]
fn lines_of_cut_frames_are_those_of_tcpdump() {
    let Some(files) = samples::files(samples::CAPTURES) else { return };
    let mut differences = 0;
    for file in files.iter().filter(|file| CUT.iter().any(|(name, ..)| file.ends_with(name))) {
        let (_, first, count) = CUT.iter().find(|(name, ..)| file.ends_with(name)).unwrap();
        let frames = capture::read(&std::fs::read(file).unwrap()).unwrap();
        let frames: Vec<Frame> = frames[*first..][..*count].iter().flat_map(cuts).collect();
        let cut = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cut-{}", std::process::id()));
        std::fs::write(&cut, pcap(&frames)).unwrap();
        let theirs = tcpdump(&["-nn", "-t", "-S", "-r"], &cut);
        std::fs::remove_file(&cut).unwrap();
        let Some(theirs) = theirs else { return };
        assert_eq!(frames.len(), theirs.len(), "a line for each frame of {}", file.display());
        for (frame, theirs) in frames.iter().zip(theirs) {
            let ours = summarize(&frame.data, link_type(frame), frame.original_length as usize);
            // The payload is tcpdump's own matter, and how it is cut.
            let same = theirs == ours || matches!(rule(&ours, &theirs), Verdict::Rule(_));
            if !same {
                differences += 1;
                println!("{}, {} bytes:\n  ours   {ours}\n  theirs {theirs}", file.display(), frame.data.len());
            }
        }
    }
    assert_eq!(differences, 0, "printed above");
}

/// Captures whose frames are cut, with the first frame and how many.
const CUT: [(&str, usize, usize); 7] = [
    ("td-ssh.pcap", 0, 3),
    ("own-own-zero-window.pcap", 0, 12),
    ("td-dhcp-rfc4388.pcap", 1, 7),
    ("zk-tcp__option-sack.pcap", 0, 4),
    ("zk-ipv6-http-atomic-frag.pcap", 0, 38),
    ("zk-ipv4__fragmented-1.pcap", 0, 3),
    ("zk-vlan-qinqinq.pcap", 0, 3),
];

/// A frame at every length but 0, which tcpdump refuses.
fn cuts(frame: &Frame) -> Vec<Frame> {
    let cut = |end: usize| Frame { data: frame.data[..end].to_vec(), ..frame.clone() };
    (1..=frame.data.len().min(160)).map(cut).collect()
}

fn pcap(frames: &[Frame]) -> Vec<u8> {
    let words = |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    let mut file = words(&[0xa1b2_c3d4, 0x0004_0002, 0, 0, 262_144, frames[0].linktype]);
    for frame in frames {
        file.extend(words(&[0, 0, frame.data.len() as u32, frame.original_length]));
        file.extend(&frame.data);
    }
    file
}

fn compare(arguments: &[&str], ours: impl Fn(&[Frame]) -> Vec<String>) {
    let Some(files) = samples::files(samples::CAPTURES) else { return };
    let (mut equal, mut used, mut differences) = (0, BTreeMap::new(), Vec::new());
    for file in files {
        let Some(theirs) = tcpdump(arguments, &file) else { return };
        let mut frames = capture::read(&std::fs::read(&file).unwrap()).unwrap();
        // tcpdump stops at an interface of another link type.
        frames.truncate(theirs.len());
        if frames.iter().any(|frame| LinkType::from_linktype(frame.linktype).is_none()) {
            continue;
        }
        for (index, (ours, theirs)) in ours(&frames).iter().zip(&theirs).enumerate() {
            match rule(ours, theirs) {
                Verdict::Equal => equal += 1,
                Verdict::Rule(name) => *used.entry(name).or_insert(0) += 1,
                Verdict::Different => differences.push(format!(
                    "{} frame {}:\n  ours   {ours}\n  theirs {theirs}",
                    file.file_name().unwrap_or_default().to_string_lossy(),
                    index + 1
                )),
            }
        }
    }
    println!("{equal} lines equal");
    used.iter().for_each(|(rule, count)| println!("{count} differ: {rule}"));
    differences.iter().for_each(|difference| println!("{difference}"));
    assert!(differences.is_empty(), "{} differences, printed above", differences.len());
    assert!(equal > 290, "there are captures");
    let used: Vec<(&str, usize)> = RULES.map(|(name, _)| (name, used.get(name).copied().unwrap_or(0))).to_vec();
    assert_eq!(used, RULES);
}

enum Verdict {
    Equal,
    Rule(&'static str),
    Different,
}

fn rule(ours: &str, theirs: &str) -> Verdict {
    let [interface, payload, protocol, dump, letter] = RULES.map(|(name, _)| name);
    if ours == theirs {
        return Verdict::Equal;
    }
    let without_letter = ours.replacen("e], seq", "], seq", 1);
    if without_letter != ours && theirs.starts_with(&without_letter) {
        return Verdict::Rule(letter);
    }
    let without_name = |line: &str| line.get(6..).unwrap_or_default().to_string();
    if ours.starts_with("?     ") && without_name(ours) == without_name(theirs) {
        return Verdict::Rule(interface);
    }
    let (ours_head, theirs_head) = (ours.find(": ").unwrap_or(ours.len()), theirs.find(": ").unwrap_or(theirs.len()));
    let same_head = ours[..ours_head] == theirs[..theirs_head];
    if theirs.starts_with(ours) && ours.contains(": Flags [") || same_head && ours[ours_head..].starts_with(": UDP, ") {
        return Verdict::Rule(payload);
    }
    if ours.contains(", ethertype ") && theirs.starts_with(ours) {
        return Verdict::Rule(dump);
    }
    if same_head && ours[ours_head..].contains(", length ") && !ours.contains("Flags [") && !ours.contains("ICMP") {
        return Verdict::Rule(protocol);
    }
    Verdict::Different
}

fn link_type(frame: &Frame) -> LinkType {
    LinkType::from_linktype(frame.linktype).unwrap_or(LinkType::Raw)
}

/// A capture's lines, those that tcpdump broke joined again; nothing where it is not installed.
fn tcpdump(arguments: &[&str], file: &Path) -> Option<Vec<String>> {
    let Ok(output) = Command::new("tcpdump").args(arguments).arg(file).output() else {
        println!("skipped: tcpdump is not installed (`apt-get install tcpdump`)");
        return None;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match lines.last_mut().filter(|_| line.starts_with('\t')) {
            Some(last) => last.push_str(line),
            None => lines.push(line.to_string()),
        }
    }
    Some(lines)
}
