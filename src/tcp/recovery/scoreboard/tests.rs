//! The scoreboard by itself.

use super::super::rack::{Found, Rack};
use super::*;
use crate::time::Duration;
use alloc::vec;
use alloc::vec::Vec;

/// Ten segments of 100 from number 1000 on, sent 10 ms apart.
fn ten() -> Scoreboard {
    let mut board = Scoreboard::default();
    for n in 0..10 {
        board.push(Sent::new(
            SeqNumber(1000 + 100 * n),
            100,
            Instant::from_millis(10 * u64::from(n)),
            Stamp::default(),
        ));
    }
    board
}

fn at(millis: u64) -> Evidence {
    Evidence { now: Instant::from_millis(millis), ..Evidence::default() }
}

fn sack(board: &mut Scoreboard, blocks: &[(u32, u32)]) -> Delivered {
    let mut delivered = Delivered::default();
    for (left, right) in blocks {
        board.sack((SeqNumber(*left), SeqNumber(*right)), &at(200), &mut delivered);
    }
    delivered
}

fn lost(board: &Scoreboard) -> Vec<u32> {
    board.sent.iter().filter(|sent| sent.lost.is_some()).map(|sent| sent.start.0).collect()
}

/// What RACK makes of what has arrived: `sure` is whether it waits for reordering.
fn mark(board: &mut Scoreboard, delivered: &Delivered, sure: bool, now: u64) -> Found {
    let mut rack = Rack::default();
    rack.delivered(delivered);
    rack.set_window(sure, Duration::from_millis(40), Duration::from_millis(40));
    board.mark_lost_by_time(&rack, Instant::from_millis(now), &mut Tracer::default())
}

#[test]
fn rfc8985_6_2_lost_is_what_was_sent_before_what_has_arrived() {
    // blocks, what is lost
    type Case = (&'static [(u32, u32)], &'static [u32]);
    let table: [Case; 4] = [
        (&[(1100, 1200)], &[1000]),
        (&[(1200, 1300)], &[1000, 1100]),
        (&[(1100, 1200), (1400, 1500)], &[1000, 1200, 1300]),
        (&[(1000, 1100)], &[]),
    ];
    for (blocks, expected) in table {
        let mut board = ten();
        let delivered = sack(&mut board, blocks);
        assert_eq!(mark(&mut board, &delivered, true, 200).bytes > 0, !expected.is_empty());
        assert_eq!(lost(&board), expected, "{blocks:?}");
    }
}

#[test]
fn rfc8985_6_2_reordering_has_a_quarter_of_the_round_trip() {
    let mut board = ten();
    // Sent at 20 ms, arrived at 200: 180 ms of round trip. The first was sent at 0, the second at 10; 10 ms for reordering.
    let delivered = sack(&mut board, &[(1200, 1300)]);
    let found = mark(&mut board, &delivered, false, 189);
    assert_eq!((found.bytes, found.wait_until), (0, Some(Instant::from_millis(200))));
    let found = mark(&mut board, &delivered, false, 190);
    assert_eq!((found.bytes, lost(&board)), (100, vec![1000]));
    mark(&mut board, &delivered, false, 200);
    assert_eq!(lost(&board), [1000, 1100]);
}

#[test]
fn rfc8985_6_2_a_repair_is_lost_if_what_was_sent_after_it_arrives() {
    let mut board = ten();
    let delivered = sack(&mut board, &[(1100, 1400)]);
    mark(&mut board, &delivered, true, 200);
    board.resent(SeqNumber(1000), 100, Instant::from_millis(200), Stamp::default());
    // Sent before the repair: says nothing of it.
    let delivered = sack(&mut board, &[(1400, 2000)]);
    assert_eq!(mark(&mut board, &delivered, true, 300).bytes, 0);
    board.push(Sent::new(SeqNumber(2000), 100, Instant::from_millis(210), Stamp::default()));
    let mut delivered = Delivered::default();
    board.sack((SeqNumber(2000), SeqNumber(2100)), &at(390), &mut delivered);
    let found = mark(&mut board, &delivered, true, 390);
    assert_eq!((found.bytes, found.repair, lost(&board)), (100, true, vec![1000]));
    assert_eq!(board.next_lost().map(|sent| sent.start), Some(SeqNumber(1000)));
}

#[test]
fn rfc6675_4_pipe_counts_what_is_in_the_network() {
    let mut board = ten();
    assert_eq!(board.pipe(), 1000);
    sack(&mut board, &[(1100, 1500)]);
    assert_eq!((board.pipe(), board.sacked()), (600, 400));
    board.mark_first_lost(Reason::DuplicateAcks, &mut Tracer::default());
    assert_eq!((board.pipe(), board.lost()), (500, 100));
    let repair = board.next_lost().unwrap();
    board.resent(repair.start, repair.length, Instant::from_millis(300), Stamp::default());
    assert_eq!((board.pipe(), board.next_lost().is_none()), (600, true));
    let delivered = board.acknowledge(SeqNumber(1500), &at(400));
    assert_eq!((delivered.cumulative, board.pipe(), board.sacked(), board.lost()), (500, 500, 0, 0));
}

#[test]
fn rfc2018_4_a_block_outside_the_flight_says_nothing() {
    let mut board = ten();
    let delivered = sack(&mut board, &[(0, 500), (900, 1100), (1900, 2100), (1500, 1400), (1200, 1200)]);
    assert_eq!((delivered.sacked, board.pipe()), (0, 1000));
    sack(&mut board, &[(1150, 1250)]);
    assert_eq!(board.sacked(), 0, "only whole segments count");
}

#[test]
fn rfc6298_3_karn_measures_only_what_was_sent_once() {
    let mut board = ten();
    let delivered = board.acknowledge(SeqNumber(1100), &at(100));
    assert_eq!(delivered.rtt, Some(Duration::from_millis(100)));
    board.mark_first_lost(Reason::DuplicateAcks, &mut Tracer::default());
    board.resent(SeqNumber(1100), 100, Instant::from_millis(150), Stamp::default());
    let delivered = board.acknowledge(SeqNumber(1300), &at(200));
    assert_eq!((delivered.rtt, delivered.repeated), (None, Some(Instant::from_millis(150))));
}

#[test]
fn rfc2018_8_reneging_makes_everything_lost() {
    let mut board = ten();
    sack(&mut board, &[(1100, 1500)]);
    board.acknowledge(SeqNumber(1100), &at(200));
    assert_eq!(board.first().map(|sent| sent.sacked), Some(true), "the peer holds it and does not acknowledge it");
    board.mark_all_lost(Reason::Rto, &mut Tracer::default());
    assert_eq!((board.sacked(), board.lost(), board.pipe()), (0, 900, 0));
}

#[test]
fn a_segment_too_long_for_the_path_is_split() {
    let mut board = ten();
    board.mark_first_lost(Reason::DuplicateAcks, &mut Tracer::default());
    board.resent(SeqNumber(1000), 40, Instant::from_millis(150), Stamp::default());
    assert_eq!((board.sent.len(), board.next_lost().map(|sent| (sent.start.0, sent.length))), (11, Some((1040, 60))));
    assert_eq!(board.pipe(), 940);
    assert_eq!(board.acknowledge(SeqNumber(2000), &at(200)).cumulative, 1000);
    assert!(board.is_empty() && board.pipe() == 0 && board.lost() == 0);
}

#[test]
fn a_partial_acknowledgment_trims() {
    let mut board = ten();
    let delivered = board.acknowledge(SeqNumber(1050), &at(100));
    assert_eq!((delivered.cumulative, board.pipe()), (50, 950));
    assert_eq!(board.first().map(|sent| (sent.start.0, sent.length)), Some((1050, 50)));
}
