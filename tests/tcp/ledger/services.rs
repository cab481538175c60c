//! What the user is told and may choose: RFC 9293 3.9.1.8, 3.8.2, 3.10.7.4.

use crate::script::{Script, config, millis, peers, seconds};
use drywire::tcp::{Acknowledged, CloseReason, Config, CongestionControl, Event};
use drywire::time::Instant;

#[test]
fn must_47_what_happens_is_reported() {
    let mut script = Script::listen(config());
    script.answer("S 0 mss 1000");
    script.peer("A 1 ack 1");
    assert_eq!(script.events(), [Event::Connected, Event::Writable]);
    script.write(10);
    script.wait(seconds(3));
    assert!(matches!(script.events()[..], [Event::Retransmitting { times: 4 }]));
    script.peer("FA 1 ack 11");
    assert_eq!(script.events(), [Event::PeerClosed]);
    script.peer("R 2");
    assert_eq!(script.events(), [Event::Closed(CloseReason::ResetByPeer)]);
}

#[test]
fn shld_20_reports_that_nobody_takes_do_no_harm() {
    let mut script = Script::listen(config());
    script.answer("S 0 mss 1000");
    script.peer("A 1 ack 1");
    for n in 0..5000 {
        script.peer(&format!("AU {}+10 ack 1 up 9", 1 + 10 * n));
        assert_eq!(script.read(), peers(1 + 10 * n, 11 + 10 * n));
        script.wait(millis(50));
    }
    assert!(script.events().len() <= 4, "each is kept once");
}

#[test]
fn may_12_data_whose_acknowledgment_is_not_plausible_is_not_taken() {
    let mut script = Script::established(config());
    script.write(100);
    script.out();
    for ack in [101 + 1, 1 - 65_536, 1 - 100_000, 1 << 31, 101 + 1_000_000] {
        script.wait(seconds(6));
        script.answer(&format!("A 1+10 ack {ack}"));
        assert!(script.read().is_empty(), "{ack}");
    }
    script.peer("A 1+10 ack -65534");
    assert_eq!(script.read(), peers(1, 11), "the oldest that is plausible");
}

/// A controller that allows so much and no more, whatever happens.
#[derive(Clone, Debug)]
struct Constant(u32);

impl CongestionControl for Constant {
    fn window(&self) -> u32 {
        self.0
    }
    fn slow_start_threshold(&self) -> u32 {
        u32::MAX
    }
    fn acknowledged(&mut self, _: &Acknowledged) {}
    fn loss(&mut self, _: Instant, _: u32) {}
    fn timeout(&mut self, _: Instant, _: u32, _: bool) {}
    fn recovered(&mut self, _: Instant, _: u32) {}
    fn restart(&mut self, _: Instant) {}
    fn syn_was_lost(&mut self) {}
    fn set_smss(&mut self, _: u32) {}
}

#[test]
fn may_18_another_controller_can_be_put_in() {
    let mut script = Script::established(Config { controller: |smss, _| Box::new(Constant(3 * smss)), ..config() });
    script.write(20_000);
    assert_eq!(script.out().len(), 3);
    for n in 1..5 {
        assert_eq!(script.answer(&format!("A 1 ack {}", 1 + 3000 * n)).len(), 3);
    }
}
