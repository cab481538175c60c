//! TCP options, RFC 9293 3.1 and 3.2.

use crate::script::{Script, config, millis, peers};
use drywire::tcp::{Config, State};

/// The length of the first segment of much data, to a peer that opened with this SYN.
fn first_segment(syn: &str) -> usize {
    let mut script = Script::opened(Config { timestamps: false, ..config() }, syn);
    script.write(5000);
    script.out();
    script.sent[0].payload().len()
}

#[test]
fn must_4_must_64_the_mandatory_options_are_read_wherever_they_stand() {
    assert_eq!(first_segment("S 0 mss 1000"), 1000);
    assert_eq!(first_segment("S 0 opt 01 mss 1000"), 1000, "after a NOP, at an odd place");
    assert_eq!(first_segment("S 0 opt 010101 mss 1000"), 1000);
    assert_eq!(first_segment("S 0 mss 1000 opt 00"), 1000, "before the end of the list");
    assert_eq!(first_segment("S 0 opt 00 mss 1000"), 536, "nothing counts after the end of the list");
}

#[test]
fn must_5_options_may_come_with_any_segment() {
    let mut script = Script::established(config());
    script.peer("A 1+10 ack 1 opt 01010101");
    script.peer("PA 11+10 ack 1 mss 700");
    script.peer("FA 21 ack 1 opt fd04abcd");
    assert_eq!(script.read(), peers(1, 21));
    assert_eq!(script.connection.state(), State::CloseWait);
}

#[test]
fn must_6_must_68_options_that_nobody_knows_are_skipped_by_their_length() {
    assert_eq!(first_segment("S 0 opt fd04abcd mss 1000"), 1000);
    assert_eq!(first_segment("S 0 opt 4f0301 opt fe02 mss 1000"), 1000);
    let mut script = Script::connect(config());
    script.out();
    let options = script.sent[0].tcp().options.as_bytes().to_vec();
    let mut at = 0;
    while at < options.len() && options[at] != 0 {
        at += if options[at] == 1 { 1 } else { usize::from(options[at + 1].max(2)) };
    }
    assert!(at <= options.len(), "the lengths of our own lead to the end: {options:x?}");
}

#[test]
fn must_7_lengths_that_lie_do_no_harm() {
    for lie in ["0200", "0201", "02ff", "02", "0203aa", "03ff01", "0800", "05ff", "0502", "050300", "1300", "ff00"] {
        let mut script = Script::listen(config());
        assert_eq!(script.answer(&format!("S 0 opt {lie}")), ["SA 0 ack 1"], "{lie}");
        script.peer(&format!("A 1 ack 1 opt {lie}"));
        script.peer(&format!("PA 1+10 ack 1 opt {lie}"));
        assert_eq!(script.read(), peers(1, 11), "{lie}");
    }
}

#[test]
fn must_65_the_mss_option_goes_with_a_syn_alone() {
    let mut script = Script::connect(config());
    script.out();
    assert!(script.sent[0].known().maximum_segment_size.is_some());
    let mut later = |segment| {
        script.peer(segment);
        script.wait(millis(300));
        assert!(!script.sent.is_empty(), "after {segment}");
        assert!(script.sent.iter().all(|sent| sent.known().maximum_segment_size.is_none()), "after {segment}");
    };
    later("SA 0 ack 1 mss 1000");
    later("PA 1+10 ack 1");
    later("A 100+10 ack 1");
    later("FA 11 ack 1");
    script.connection.close();
    assert_eq!(script.out(), ["FA 1 ack 12"]);
    assert_eq!(script.sent[0].known().maximum_segment_size, None);
}

#[test]
fn must_69_options_are_padded_with_zeros() {
    let mut script = Script::connect(Config { timestamps: false, window_scale: false, ..config() });
    script.out();
    assert_eq!(script.sent[0].tcp().options.as_bytes(), [2, 4, 5, 180, 4, 2, 0, 0]);
}
