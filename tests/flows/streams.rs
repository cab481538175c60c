//! What was said, beside `tshark -z follow,tcp,raw`, stream by stream.

use crate::compare::{self, Frame};
use crate::tshark::{self, Row};
use crate::{made, verdicts};
use drywire::flow::{Content, Flows, Follow, Side, Verdict};
use drywire_test_support::samples;
use std::collections::BTreeMap;
use std::path::Path;

/// One side's turn: what it said, gaps in words.
type Turn = (bool, Vec<u8>);

/// What tshark says of each of these streams, as turns of the first node and the second.
fn theirs(path: &Path, streams: &[u32]) -> Option<Vec<Vec<Turn>>> {
    let wanted: Vec<String> = streams.iter().map(|stream| format!("follow,tcp,raw,{stream}")).collect();
    let arguments: Vec<&str> = wanted.iter().flat_map(|wanted| ["-z", wanted]).chain(["-q"]).collect();
    let text = tshark::run(path, &arguments)?;
    let mut said = BTreeMap::new();
    let (mut stream, mut in_head) = (0, true);
    for line in text.lines() {
        if let Some(number) = line.strip_prefix("Filter: tcp.stream eq ") {
            stream = number.parse().expect("a number");
            said.insert(stream, Vec::new());
            in_head = true;
        } else if line.starts_with("Node 1") {
            in_head = false;
        } else if line.starts_with('=') {
            in_head = true;
        } else if !in_head {
            let digits = line.trim();
            let byte = |at: usize| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).expect("hex");
            let bytes: Vec<u8> = (0..digits.len() / 2).map(byte).collect();
            add(said.entry(stream).or_default(), line.starts_with('\t'), &bytes);
        }
    }
    Some(streams.iter().map(|stream| said.remove(stream).expect("tshark followed it")).collect())
}

/// What we say: the same, with tshark's words for a gap, from the side of the one that said something first.
fn ours(follow: &Follow, first: Side, verdicts: &[Verdict]) -> Vec<Turn> {
    let mut turns = Vec::new();
    // What waits behind a gap that nobody acknowledged, tshark leaves out; the end of a packet that the capture cut too.
    for chunk in follow.chunks().take(follow.settled()) {
        let second = chunk.from != first;
        match chunk.content {
            Content::Data(data) => add(&mut turns, second, data),
            Content::Gap(_) if verdicts[chunk.packet as usize - 1].from == chunk.from => {}
            Content::Gap(length) => {
                add(&mut turns, second, format!("[{length} bytes missing in capture file]\0").as_bytes());
            }
        }
    }
    turns
}

fn add(turns: &mut Vec<Turn>, second: bool, bytes: &[u8]) {
    match turns.last_mut() {
        Some((last, said)) if *last == second => said.extend(bytes),
        _ => turns.push((second, bytes.to_vec())),
    }
}

/// Compares every stream of a file; how many there are and how many bytes and gaps they have.
fn compare(path: &Path, frames: &[Frame], rows: &[Row]) -> Option<[usize; 3]> {
    let (verdicts, _, flows) = compare::follow(frames, rows);
    let mut numbers = BTreeMap::new();
    for (row, verdict) in rows.iter().zip(&verdicts) {
        let stream = row.get("tcp.stream").and_then(|stream| stream.parse::<u32>().ok());
        if let (Some(stream), Some(number)) = (stream, verdict.conversation) {
            numbers.entry(stream).or_insert((number, verdict.from));
        }
    }
    let mut total = [0; 3];
    let streams: Vec<u32> = numbers.keys().copied().collect();
    let all = if streams.is_empty() { Vec::new() } else { theirs(path, &streams)? };
    for ((stream, (number, first)), theirs) in numbers.into_iter().zip(all) {
        let follow = flows.follow(number).expect("it is kept");
        let ours = ours(follow, first, &verdicts);
        assert_eq!(follow.left_out(), 0);
        total[0] += 1;
        total[1] += ours.iter().map(|(_, said)| said.len()).sum::<usize>();
        total[2] += gaps(&flows, number);
        let describe = |turns: &[Turn]| turns.iter().map(|(second, said)| (*second, said.len())).collect::<Vec<_>>();
        let place = ours.iter().zip(&theirs).position(|(one, other)| one != other);
        assert!(
            ours == theirs,
            "{}: stream {stream}: turn {place:?} differs: {:?}, not {:?}",
            path.display(),
            describe(&ours),
            describe(&theirs)
        );
    }
    Some(total)
}

fn gaps(flows: &Flows, number: u32) -> usize {
    let chunks = flows.follow(number).into_iter().flat_map(|follow| follow.chunks().take(follow.settled()));
    chunks.filter(|chunk| matches!(chunk.content, Content::Gap(_))).count()
}

#[test]
fn real_streams_equal_tshark() {
    let Some(files) = samples::files(samples::CAPTURES) else { return };
    let mut total = [0; 3];
    for file in files {
        let Some(rows) = tshark::rows(&file) else { return };
        let Some(found) = compare(&file, &verdicts::frames(&file), &rows) else { return };
        total.iter_mut().zip(found).for_each(|(total, found)| *total += found);
    }
    println!("{} streams, {} bytes, {} gaps", total[0], total[1], total[2]);
    assert!(total[0] > 20 && total[1] > 50_000, "{total:?}");
}

#[test]
fn simulated_streams_equal_tshark() {
    let seeds = made::seeds(60);
    let frames = made::transfers(seeds.clone());
    made::with_file(&frames, |path| {
        let frames: Vec<Frame> = frames.iter().map(|frame| Frame { linktype: 101, data: frame.data.clone() }).collect();
        let Some(rows) = tshark::rows(path) else { return };
        println!("seeds {seeds:?}");
        let Some([streams, bytes, gaps]) = compare(path, &frames, &rows) else { return };
        println!("{streams} streams, {bytes} bytes, {gaps} gaps");
        assert!(seeds.clone().count() == 1 || (bytes > 500_000 && gaps > 0), "{bytes} bytes, {gaps} gaps");
    });
}
