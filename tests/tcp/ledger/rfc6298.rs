//! RFC 6298: the retransmission timer.

use crate::script::{Script, config, millis, seconds};
use drywire::tcp::Config;

/// An established connection whose handshake took so many milliseconds.
fn after_handshake(config: Config, milliseconds: u64) -> Script {
    let mut script = Script::listen(config);
    script.answer("S 0 mss 1000");
    script.wait(millis(milliseconds));
    script.peer("A 1 ack 1");
    script.events();
    script
}

#[test]
fn rfc6298_2_1_a_syn_waits_a_second() {
    let mut script = Script::connect(config());
    let since = script.now;
    script.wait(millis(1500));
    assert_eq!(script.times(since), [0, 1000]);
}

#[test]
fn rfc6298_2_2_the_handshake_is_the_first_measurement() {
    let script = after_handshake(config(), 100);
    let info = script.connection.info();
    assert_eq!((info.srtt, info.rttvar, info.rto), (Some(millis(100)), Some(millis(50)), millis(300)));
}

#[test]
fn rfc6298_2_4_a_minimum_of_a_second_is_possible() {
    let mut script = after_handshake(Config { min_rto: seconds(1), ..config() }, 10);
    script.write(10);
    let since = script.now;
    script.wait(millis(3100));
    assert_eq!(script.times(since), [0, 1000, 3000]);
}

#[test]
fn rfc6298_2_5_the_maximum_holds() {
    let mut script = after_handshake(Config { max_rto: seconds(60), r2: seconds(10_000), ..config() }, 10);
    script.write(10);
    let since = script.now;
    script.wait(seconds(1000));
    let times = script.times(since);
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] <= 60_000));
    assert!(times.len() > 15, "{times:?}");
}

#[test]
fn rfc6298_5_1_rfc6298_5_2_rfc6298_5_3_the_timer_runs_while_something_is_under_way() {
    let mut script = after_handshake(config(), 10);
    assert_eq!(script.connection.poll_timeout(), None, "nothing is under way");
    script.write(2000);
    script.out();
    let first = script.connection.poll_timeout();
    assert_eq!(first, Some(script.now + millis(200)));
    script.wait(millis(150));
    script.peer("A 1 ack 1001");
    script.out();
    let rto = script.connection.info().rto;
    assert_eq!(script.connection.poll_timeout(), Some(script.now + rto));
    script.peer("A 1 ack 2001");
    script.out();
    assert_eq!(script.connection.poll_timeout(), None, "all is acknowledged");
}

#[test]
fn rfc6298_5_4_rfc6298_5_5_rfc6298_5_6_the_oldest_segment_is_sent_again_and_the_timeout_doubled() {
    let mut script = after_handshake(config(), 10);
    script.write(3000);
    script.out();
    let since = script.now;
    assert_eq!(script.wait(millis(1500)), ["A 1+1000 ack 1"; 3]);
    assert_eq!(script.times(since), [200, 600, 1400]);
}

#[test]
fn rfc6298_5_7_data_is_patient_after_a_syn_was_lost() {
    let mut script = Script::connect(Config { timestamps: false, ..config() });
    script.wait(millis(1010));
    script.answer("SA 0 ack 1 mss 1000");
    assert_eq!(script.connection.info().rto, seconds(3));
}
