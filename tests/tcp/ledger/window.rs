//! The windows, RFC 9293 3.1 and 3.8.6.

use crate::script::{Script, config, millis, peers, seconds};
use drywire::tcp::{CloseReason, Config, Event, State};

#[test]
fn must_1_rec_1_windows_are_unsigned_and_of_32_bits() {
    let mut script = Script::established(config());
    for window in [1, 0x7fff, 0x8000, 0xffff] {
        script.peer(&format!("A 1 ack 1 win {window}"));
        assert_eq!(script.connection.info().send_window, window);
    }
    let mut script = Script::opened(config(), "S 0 mss 1000 ws 14");
    script.peer("A 1 ack 1 win 65535");
    assert_eq!(script.connection.info().send_window, 0xffff << 14);
}

#[test]
fn shld_14_our_window_never_shrinks() {
    let mut script = Script::established(Config { receive_buffer: 4000, window_scale: false, ..config() });
    let mut edge = 1 + 4000;
    let mut next = 1;
    let mut buffer = [0; 1500];
    for step in 0..40 {
        if step % 3 != 0 && next + 700 <= edge {
            script.peer(&format!("A {next}+700 ack 1"));
            next += 700;
        }
        if step % 4 == 1 {
            let _ = script.connection.read(&mut buffer);
        }
        script.wait(millis(100));
        for sent in &script.sent {
            let header = sent.tcp();
            let acknowledged = header.acknowledgment_number.0.wrapping_sub(crate::script::IRS);
            let offered = acknowledged + u32::from(header.window);
            assert!(offered >= edge, "step {step}: the edge moved from {edge} to {offered}");
            edge = offered;
        }
    }
    assert!(edge > 8000, "and it moves on");
}

#[test]
fn must_34_shld_15_shld_16_a_window_that_shrinks_holds_new_data_back_and_not_old() {
    let mut script = Script::established(config());
    script.write(3000);
    assert_eq!(script.out().len(), 3);
    script.peer("A 1 ack 1 win 2000");
    script.write(1000);
    assert_eq!(script.out(), [""; 0], "new data would be beyond the window");
    assert_eq!(script.wait(millis(250)), ["A 1+1000 ack 1"], "old data is sent again");
    assert_eq!(script.answer("A 1 ack 1001 win 1000"), ["A 1001+1000 ack 1"]);
    // The peer has taken only what its window had room for, and opens it again.
    assert_eq!(script.answer("A 1 ack 2001 win 9000")[0], "A 2001+1000 ack 1");
    assert_eq!(script.connection.state(), State::Established);
}

#[test]
fn must_34_a_window_below_what_is_under_way_is_not_a_huge_one() {
    let mut script = Script::established(config());
    script.write(5000);
    script.out();
    script.write(50_000);
    script.peer("A 1 ack 1001 win 100");
    assert_eq!(script.out(), [""; 0]);
}

#[test]
fn shld_17_data_beyond_the_edge_of_a_shrunken_window_does_not_end_the_connection() {
    let mut script = Script::established(config());
    script.write(3000);
    script.out();
    script.peer("A 1 ack 1 win 0");
    for _ in 0..200 {
        script.wait(seconds(10));
        script.peer("A 1 ack 1 win 0");
    }
    assert_eq!(script.connection.state(), State::Established);
    assert_eq!(script.answer("A 1 ack 1 win 65535")[0], "A 1+1000 ack 1");
}

#[test]
fn must_35_must_36_shld_29_shld_30_a_closed_window_is_probed_after_the_timeout_and_ever_more_seldom() {
    let mut script = Script::established(config());
    script.peer("A 1 ack 1 win 0");
    script.write(5000);
    let since = script.now;
    let probes = script.wait(seconds(4));
    assert_eq!(probes[..3], ["A 1+1 ack 1", "A 1+1 ack 1", "A 1+1 ack 1"]);
    assert_eq!(script.times(since), [200, 600, 1400, 3000], "the timeout, then twice as long each time");
    script.peer("A 1 ack 1 win 0");
    assert_eq!(script.answer("A 1 ack 2 win 5000")[0], "A 2+1000 ack 1");
}

#[test]
fn must_36_a_fin_probes_too() {
    let mut script = Script::established(config());
    script.peer("A 1 ack 1 win 0");
    script.connection.close();
    assert_eq!(script.out(), [""; 0]);
    assert_eq!(script.wait(millis(250)), ["FA 1 ack 1"]);
    script.peer("A 1 ack 2 win 0");
    assert_eq!(script.connection.state(), State::FinWait2);
}

#[test]
fn must_37_a_window_may_stay_closed_for_as_long_as_probes_are_answered() {
    let mut script = Script::established(config());
    script.peer("A 1 ack 1 win 0");
    script.write(5000);
    let mut probes = 0;
    for _ in 0..3600 {
        for probe in script.wait(seconds(1)) {
            assert_eq!(probe, "A 1+1 ack 1");
            probes += 1;
            script.peer("A 1 ack 1 win 0");
        }
    }
    assert!((60..75).contains(&probes), "{probes} probes in an hour, one a minute in the end");
    assert_eq!(script.connection.state(), State::Established);
    let sent = script.answer("A 1 ack 1 win 5000");
    assert_eq!(sent[..2], ["A 1+1 ack 1", "A 2+1000 ack 1"], "the window opens without a byte taken");
}

#[test]
fn may_8_our_own_window_may_stay_closed() {
    let mut script = Script::established(Config { receive_buffer: 2000, ..config() });
    script.peer("A 1+1000 ack 1");
    assert_eq!(script.answer("A 1001+1000 ack 1"), ["A 1 ack 2001"]);
    assert_eq!(script.sent[0].tcp().window, 0);
    for _ in 0..100 {
        script.wait(seconds(60));
        assert_eq!(script.answer("A 2001+1 ack 1"), ["A 1 ack 2001"], "each probe is answered");
        assert_eq!(script.sent[0].tcp().window, 0);
    }
    assert_eq!(script.read(), peers(1, 2001));
    assert_eq!(script.out(), ["A 1 ack 2001"], "the user has read: the peer is told");
    assert_eq!(script.sent[0].tcp().window, 2000);
}

#[test]
fn must_66_resets_urgent_data_and_acknowledgments_count_though_our_window_is_closed() {
    let full = || {
        let mut script = Script::established(Config { receive_buffer: 2000, ..config() });
        script.peer("A 1+1000 ack 1");
        assert_eq!(script.answer("A 1001+1000 ack 1"), ["A 1 ack 2001"]);
        script.events();
        script
    };
    let mut script = full();
    script.peer("AU 2001+10 ack 1 up 10");
    assert_eq!(script.events(), [Event::Urgent { ahead: 2010 }]);
    script.write(100);
    assert_eq!(script.out(), ["PA 1+100 ack 2001"]);
    script.peer("A 2001+10 ack 101");
    assert_eq!(script.connection.info().unacknowledged, 0);
    let mut script = full();
    script.peer("R 2001");
    assert_eq!(script.connection.close_reason(), Some(CloseReason::ResetByPeer));
}

#[test]
fn rfc9293_3_10_7_4_a_segment_older_than_the_last_that_set_it_does_not_set_the_window() {
    let mut script = Script::established(config());
    script.peer("A 101 ack 1 win 5000");
    script.peer("A 51 ack 1 win 100");
    assert_eq!(script.connection.info().send_window, 5000);
    script.peer("A 101 ack 1 win 4000");
    assert_eq!(script.connection.info().send_window, 4000, "as old, and as far acknowledged");
}

#[test]
fn rfc9293_3_4_the_acknowledgment_of_a_peer_that_has_filled_the_window_counts() {
    let mut script = Script::opened(Config { receive_buffer: 3000, ..config() }, "S 0 mss 1000 sackok");
    script.write(500);
    script.out();
    script.peer("A 1001+1000 ack 1");
    script.peer("A 2001+1000 ack 1");
    script.peer("A 3001 ack 501");
    assert_eq!(script.connection.info().unacknowledged, 0, "its first segment was lost, ours was not");
}
