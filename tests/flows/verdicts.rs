//! What each segment is, beside what tshark says.

use crate::compare::{self, Frame, Report};
use crate::made;
use crate::tshark::FLAGS;
use drywire_test_support::{capture, samples};
use std::path::Path;

/// What is not compared, in how many packets of the captures.
const ALLOWED: [(&str, usize); 5] = [
    ("acknowledged by a number that does not count", 2),
    ("link type not read", 9),
    ("the first fragment of a packet, read alone", 2),
    ("the packet that ICMP quotes is not one of its conversation", 9),
    ("tshark stops where the capture cut the packet", 1),
];

pub(crate) fn frames(file: &Path) -> Vec<Frame> {
    let bytes = std::fs::read(file).expect("a capture");
    let frames = capture::read(&bytes).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    frames.into_iter().map(|frame| Frame { linktype: frame.linktype, data: frame.data }).collect()
}

fn print(report: &Report) {
    println!("{} packets; findings {:?}", report.packets, report.findings);
    report.allowed.iter().for_each(|(reason, count)| println!("not compared {count}: {reason}"));
    report.differences.iter().take(60).for_each(|difference| println!("{difference}"));
}

#[test]
fn real_captures_equal_tshark() {
    let Some(files) = samples::files(samples::CAPTURES) else { return };
    let mut total = Report::default();
    for file in files {
        let Some(mut report) = compare::file(&file, &frames(&file)) else { return };
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        report.differences.iter_mut().for_each(|text| *text = format!("{name}: {text}"));
        total.merge(report);
    }
    print(&total);
    assert!(total.differences.is_empty(), "{} differences, printed above", total.differences.len());
    let allowed: Vec<(&str, usize)> = total.allowed.into_iter().collect();
    assert_eq!(allowed, ALLOWED, "what is not compared is listed, and what is listed is met");
}

#[test]
fn simulated_captures_equal_tshark() {
    let seeds = made::seeds(60);
    let frames = made::transfers(seeds.clone());
    made::with_file(&frames, |path| {
        let frames: Vec<Frame> = frames.iter().map(|frame| Frame { linktype: 101, data: frame.data.clone() }).collect();
        let Some(report) = compare::file(path, &frames) else { return };
        println!("seeds {seeds:?}");
        print(&report);
        assert!(report.differences.is_empty(), "{} differences, printed above", report.differences.len());
        // What tshark's guide names is met, each of it often enough to tell.
        let missed: Vec<_> = FLAGS.iter().filter(|name| !report.findings.contains_key(*name)).collect();
        assert!(missed.is_empty() || seeds.clone().count() == 1, "never found: {missed:?}");
        let allowed: usize = report.allowed.values().sum();
        assert!(allowed * 200 <= report.packets, "{:?}", report.allowed);
    });
}
