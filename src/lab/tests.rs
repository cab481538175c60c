//! Each preset shows what it is named for.

use super::{Action, Ending, Path, Preset, Protocol, Run, Scenario, Side, Step};
use crate::time::Duration;
use alloc::vec;
use alloc::vec::Vec;

fn states(told: &super::Told) -> Vec<&'static str> {
    told.states.iter().map(|moved| moved.to).collect()
}

fn run(preset: Preset) -> Run {
    preset.scenario().run()
}

#[test]
fn the_same_scenario_gives_the_same_run() {
    for preset in Preset::ALL {
        assert_eq!(run(preset), run(preset), "{preset:?}");
    }
}

#[test]
fn every_preset_delivers_what_was_written_and_every_transition_has_a_reason() {
    for preset in Preset::ALL {
        let run = run(preset);
        assert_eq!((run.left.wrong, run.right.wrong), (0, 0), "{preset:?}");
        assert_eq!((run.left.received, run.right.received), (run.right.written, run.left.written), "{preset:?}");
        for moved in run.left.states.iter().chain(&run.right.states) {
            assert!(moved.section.starts_with("RFC 9293 3.10."), "{preset:?}: {} to {}", moved.from, moved.to);
        }
        assert_ne!(run.ending, Ending::Stuck, "{preset:?}");
        assert_eq!(run.packets.len(), run.ladder.lines().filter(|line| line.contains("--")).count(), "{preset:?}");
    }
}

/// RFC 3168 6.1: marks are echoed, the window shrinks, the peer is told, and nothing is lost.
#[test]
fn marks_shrink_the_window_without_a_loss() {
    let run = run(Preset::CongestionMarks);
    let count = |from_left, flag: &str| {
        let has = |label: &str| label.split(' ').any(|word| word.split(',').any(|one| one == flag));
        run.packets.iter().filter(|packet| packet.from_left == from_left && has(&packet.label)).count()
    };
    assert_eq!((run.left.retransmits, run.packets.iter().filter(|packet| packet.lost.is_some()).count()), (0, 0));
    let (echoes, answers) = (count(false, "ECE"), count(true, "CWR"));
    assert!(echoes > answers && answers > 2, "{echoes} {answers} {:?}", run.packets.first());
    assert!(run.left.samples.cwnd.windows(2).any(|pair| pair[1] < pair[0]));
}

/// RFC 9293 3.5: SYN, SYN and ACK, ACK.
#[test]
fn a_handshake_is_three_segments() {
    let run = run(Preset::Handshake);
    assert_eq!(run.packets.len(), 3);
    assert_eq!(
        (states(&run.left), states(&run.right)),
        (vec!["SYN-SENT", "ESTABLISHED"], vec!["LISTEN", "SYN-RECEIVED", "ESTABLISHED"],)
    );
}

/// Who listens from the start misses nothing, be the path without any delay.
#[test]
fn a_path_without_delay_finds_a_listener() {
    let path = Path { rate: None, delay: Duration::ZERO, ..Path::default() };
    let run = Scenario { path, ..Preset::Handshake.scenario() }.run();
    assert_eq!(states(&run.right), ["LISTEN", "SYN-RECEIVED", "ESTABLISHED"]);
    assert_eq!((run.packets.len(), run.left.retransmits), (3, 0));
}

/// RFC 9293 3.5, figure 7.
#[test]
fn a_simultaneous_open_passes_through_syn_received_on_both_sides() {
    let run = run(Preset::SimultaneousOpen);
    for side in [&run.left, &run.right] {
        assert_eq!(states(side)[..3], ["SYN-SENT", "SYN-RECEIVED", "ESTABLISHED"]);
        assert_eq!(states(side).last(), Some(&"CLOSED"));
    }
}

/// RFC 5681 3.2: the loss is repaired long before a timer would.
#[test]
fn a_fast_retransmit_needs_no_timer() {
    let run = run(Preset::FastRetransmit);
    let lost = run.packets.iter().find(|packet| packet.lost.is_some()).unwrap();
    let again = run.packets.iter().find(|packet| packet.again).unwrap();
    assert_eq!((lost.number, run.left.retransmits), (8, 1));
    assert!(again.sent_at - lost.sent_at < 100.0, "{} ms later", again.sent_at - lost.sent_at);
}

/// The last segment of data is the one that is lost.
#[test]
fn a_tail_loss_is_repaired() {
    let run = run(Preset::TailLoss);
    let lost = run.packets.iter().position(|packet| packet.lost.is_some()).unwrap();
    let later = run.packets[lost + 1..].iter().find(|packet| packet.from_left && packet.payload > 0).unwrap();
    assert!(later.again, "no new data follows: {}", later.label);
    assert!(run.packets[..lost].iter().filter(|packet| packet.from_left).count() == 7, "it was the last");
}

/// RFC 9293 3.8.6.1.
#[test]
fn a_zero_window_is_probed_and_opens_again() {
    let run = run(Preset::ZeroWindow);
    assert!(run.left.samples.send_window.contains(&0.0));
    assert!(run.packets.iter().any(|packet| !packet.from_left && packet.label.contains("win=0")));
    assert_eq!(run.right.received, 30_000);
}

/// RFC 9293 3.6: a side that has closed still receives.
#[test]
fn a_half_closed_side_receives() {
    let run = run(Preset::HalfClose);
    assert_eq!(run.left.received, 5000);
    assert!(states(&run.left).contains(&"FIN-WAIT-2"));
    assert!(states(&run.right).contains(&"CLOSE-WAIT"));
}

/// RFC 5682: nothing was lost, and something was sent again.
#[test]
fn a_spurious_timeout_loses_nothing() {
    let run = run(Preset::SpuriousTimeout);
    assert!(run.packets.iter().all(|packet| packet.lost.is_none()));
    assert!(run.left.retransmits > 0);
}

/// What UDP promises: nothing. What was lost stays lost.
#[test]
fn datagrams_that_are_lost_stay_lost() {
    let writer = Side { steps: vec![Step::new(0, Action::Write { bytes: 147_200 })], ..Side::default() };
    let scenario = Scenario {
        protocol: Protocol::Udp,
        drop_to_right: vec![3, 50],
        left: writer,
        until: Duration::from_secs(5),
        ..Scenario::default()
    };
    let run = scenario.run();
    assert_eq!((run.packets.len(), run.ending), (100, Ending::Quiet));
    assert_eq!(run.right.received, 98 * 1472);
    assert_eq!((run.right.late, run.right.duplicates), (0, 0));

    let path = Path { reorder: 0.3, duplicate: 0.3, ..Path::default() };
    let worse = Scenario { path, drop_to_right: vec![], ..scenario }.run();
    assert!(worse.right.late > 0 && worse.right.duplicates > 0);
    assert!(worse.right.received > 147_200);
}

/// Nobody may fill memory by a scenario: what is asked for without end is cut.
#[test]
fn a_run_is_bounded() {
    let writer = Side { steps: vec![Step::new(0, Action::Write { bytes: u64::MAX })], ..Side::default() };
    let path = Path { rate: None, delay: Duration::ZERO, ..Path::default() };
    let scenario = Scenario { protocol: Protocol::Udp, path, left: writer, ..Scenario::default() };
    let run = scenario.run();
    assert!(run.packets.len() <= super::PACKETS_AT_MOST + 70_000, "{}", run.packets.len());
    assert!(matches!(run.ending, Ending::Packets | Ending::Stuck), "{:?}", run.ending);
}

/// What the presets are named for is what the trace gives as the cause.
#[test]
fn packets_and_losses_say_why() {
    // what is run, why a packet was sent, and where that stands
    let table = [
        (Preset::FastRetransmit, "RFC 8985 6.2"),
        (Preset::TailLoss, "RFC 8985 7.3"),
        (Preset::ZeroWindow, "RFC 9293 3.8.6.1"),
        (Preset::SimultaneousOpen, "RFC 9293 3.10.7.3"),
        (Preset::SpuriousTimeout, "RFC 6298 5.4"),
    ];
    for (preset, section) in table {
        let run = run(preset);
        assert!(run.packets.iter().all(|packet| packet.why.is_some()), "{preset:?}");
        assert!(run.packets.iter().any(|packet| packet.section == Some(section)), "{preset:?}: {section}");
    }
    let run = run(Preset::FastRetransmit);
    let decided: Vec<_> = run.left.decisions.iter().map(|one| (one.what.as_str(), one.section)).collect();
    assert!(decided.contains(&("lost: 1448 from 8689", "RFC 8985 6.2")), "{decided:?}");
    assert!(
        decided.iter().any(|(what, section)| what.contains("ssthresh") && *section == "RFC 5681 3.2"),
        "{decided:?}"
    );
}
