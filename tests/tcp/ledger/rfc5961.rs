//! RFC 5961: segments that somebody guessed.

use crate::script::{Script, config, peers, seconds};
use drywire::tcp::{CloseReason, Config, State};

#[test]
fn rfc5961_3_2_a_reset_counts_only_at_the_very_next_number() {
    let edge = 1 + 65_535;
    for (segment, answer) in [
        ("R 0", 0),
        ("R -70000", 0),
        ("R 2", 1),
        ("R 65535", 1),
        (&format!("R {edge}"), 0),
        (&format!("RA {} ack 1", edge + 5), 0),
        ("RA 500 ack 1", 1),
        ("R 500+100", 1),
        ("R -20+100", 0),
        ("R -20+21", 0),
        ("R 0+1000", 0),
    ] {
        let mut script = Script::established(config());
        let sent = script.answer(segment);
        assert!(sent.iter().all(|brief| brief == "A 1 ack 1"), "{segment}: {sent:?}");
        assert_eq!(sent.len(), answer, "{segment}");
        assert_eq!(script.connection.state(), State::Established, "{segment}");
    }
    let mut script = Script::established(config());
    assert_eq!(script.answer("R 1"), [""; 0]);
    assert_eq!(script.connection.close_reason(), Some(CloseReason::ResetByPeer));
}

#[test]
fn rfc5961_3_2_a_peer_that_is_gone_ends_the_connection_after_the_challenge() {
    let mut script = Script::established(config());
    assert_eq!(script.answer("R 100"), ["A 1 ack 1"]);
    // The peer knows no such connection: it resets with the number that the challenge acknowledged.
    script.peer("R 1");
    assert_eq!(script.connection.state(), State::Closed);
}

#[test]
fn rfc5961_4_2_a_syn_is_challenged_wherever_it_stands() {
    for seq in ["0", "1", "2", "500", "65536", "70000", "-5", "-70000"] {
        for flags in ["S", "SA", "SF", "SP"] {
            let mut script = Script::established(config());
            assert_eq!(script.answer(&format!("{flags} {seq} ack 1")), ["A 1 ack 1"], "{flags} {seq}");
            assert_eq!(script.connection.state(), State::Established);
        }
    }
}

#[test]
fn rfc5961_4_2_nothing_of_what_comes_with_a_syn_is_taken() {
    for segment in ["SA 1+100 ack 1", "SA -20+100 ack 1", "SA 0+100 ack 1", "SFA -5+10 ack 1"] {
        let mut script = Script::established(config());
        assert_eq!(script.answer(segment), ["A 1 ack 1"], "{segment}");
        assert_eq!((script.read(), script.connection.state()), (vec![], State::Established), "{segment}");
    }
}

#[test]
fn rfc5961_5_2_acknowledgments_out_of_range_are_challenged_and_their_data_dropped() {
    for ack in [102, 200, 1 - 65_536, -1_000_000] {
        let mut script = Script::established(config());
        script.write(100);
        script.out();
        assert_eq!(script.answer(&format!("PA 1+10 ack {ack}")), ["A 101 ack 1"], "{ack}");
        assert!(script.read().is_empty());
    }
    for ack in [101, 1, 0, -1000, 1 - 65_535] {
        let mut script = Script::established(config());
        script.write(100);
        script.out();
        script.peer(&format!("PA 1+10 ack {ack}"));
        assert_eq!(script.read(), peers(1, 11), "{ack}");
    }
}

#[test]
fn rfc5961_7_challenges_are_few() {
    for segment in ["R 100", "S 0", "S 100", "S 70000", "A 1 ack 5000", "A 70000 ack 1", "SA 100 ack 1"] {
        let mut script = Script::established(Config { challenge_acks: 10, ..config() });
        let burst = |script: &mut Script| (0..100).map(|_| script.answer(segment).len()).sum::<usize>();
        assert_eq!(burst(&mut script), 10, "{segment}");
        script.wait(seconds(5));
        assert_eq!(burst(&mut script), 10, "{segment}");
        assert_eq!(script.connection.info().counters.challenges, 20);
    }
}
