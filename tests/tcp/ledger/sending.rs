//! When to send, and with what: RFC 9293 3.7.4, 3.8.6.2.1, 3.9.1.9 and 3.9.2.

use crate::script::{Script, config, millis};
use drywire::tcp::Config;

#[test]
fn must_49_the_time_to_live_is_configurable() {
    for ttl in [1, 64, 255] {
        let mut script = Script::connect(Config { ttl, ..config() });
        script.out();
        assert_eq!(script.sent[0].parsed().0.ttl, ttl);
        script.answer("SA 0 ack 1");
        assert_eq!(script.sent[0].parsed().0.ttl, ttl);
    }
}

#[test]
fn must_48_shld_21_shld_22_shld_23_the_users_code_point_goes_into_every_packet_and_may_change() {
    let mut script = Script::connect(Config { dscp: 46, ..config() });
    script.out();
    assert_eq!(script.sent[0].parsed().0.dscp, 46);
    script.answer("SA 0 ack 1");
    script.write(3000);
    script.out();
    assert!(script.sent.iter().all(|sent| sent.parsed().0.dscp == 46), "it does not change by itself");
    script.connection.set_dscp(10);
    script.wait(millis(300));
    assert!(!script.sent.is_empty() && script.sent.iter().all(|sent| sent.parsed().0.dscp == 10));
}

#[test]
fn shld_7_a_small_segment_waits_while_data_is_under_way() {
    let mut script = Script::established(config());
    script.write(10);
    assert_eq!(script.out(), ["PA 1+10 ack 1"]);
    script.write(10);
    script.write(10);
    assert_eq!(script.wait(millis(100)), [""; 0]);
    assert_eq!(script.answer("A 1 ack 11"), ["PA 11+20 ack 1"]);
    script.write(1005);
    assert_eq!(script.out(), ["A 31+1000 ack 1"], "a full one does not wait");
}

#[test]
fn must_17_the_user_can_turn_nagles_algorithm_off() {
    let mut script = Script::established(Config { nagle: false, ..config() });
    script.write(10);
    assert_eq!(script.out(), ["PA 1+10 ack 1"]);
    script.write(10);
    assert_eq!(script.out(), ["PA 11+10 ack 1"]);
    let mut script = Script::established(config());
    script.write(10);
    script.out();
    script.write(10);
    script.connection.set_nagle(false);
    assert_eq!(script.out(), ["PA 11+10 ack 1"], "on an open connection too");
}

#[test]
fn must_38_a_silly_window_is_not_used() {
    let mut script = Script::established(Config { nagle: false, ..config() });
    script.peer("A 1 ack 1 win 300");
    script.write(5000);
    assert_eq!(script.out(), [""; 0], "300 bytes are neither a segment nor half of the largest window");
    assert_eq!(script.wait(millis(250)), ["A 1+300 ack 1"], "until the timer says that there is no more to come");
    assert_eq!(script.answer("A 1 ack 301 win 999"), [""; 0]);
    assert_eq!(script.answer("A 1 ack 301 win 1000"), ["A 301+1000 ack 1"]);
}

#[test]
fn must_38_half_of_the_largest_window_is_worthwhile() {
    let mut script = Script::listen(Config { nagle: false, ..config() });
    script.window = 800;
    script.answer("S 0 mss 1000");
    script.peer("A 1 ack 1");
    script.write(5000);
    assert_eq!(script.out(), ["A 1+800 ack 1"]);
    assert_eq!(script.answer("A 1 ack 801 win 399"), [""; 0]);
    assert_eq!(script.answer("A 1 ack 801 win 400"), ["A 801+400 ack 1"]);
}
