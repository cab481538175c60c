//! The PUSH flag, RFC 9293 3.9.1.2 and 3.9.1.3.

use crate::script::{Script, config};
use drywire::tcp::Config;

#[test]
fn must_60_what_is_written_is_not_held_back() {
    let mut script = Script::established(config());
    script.write(10);
    assert_eq!(script.out(), ["PA 1+10 ack 1"]);
}

#[test]
fn must_61_the_last_segment_of_what_is_queued_is_pushed() {
    let mut script = Script::established(Config { nagle: false, ..config() });
    script.write(2500);
    assert_eq!(script.out(), ["A 1+1000 ack 1", "A 1001+1000 ack 1", "PA 2001+500 ack 1"]);
}

#[test]
fn shld_27_shld_28_may_16_small_writes_become_full_segments_with_one_push() {
    let mut script = Script::established(config());
    script.write(10);
    assert_eq!(script.out(), ["PA 1+10 ack 1"]);
    (0..5).for_each(|_| script.write(399));
    assert_eq!(script.out(), ["A 11+1000 ack 1"]);
    assert_eq!(script.answer("A 1 ack 1011"), ["PA 1011+995 ack 1"]);
}
