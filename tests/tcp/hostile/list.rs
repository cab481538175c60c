//! What issue 3 lists as bad input, each by its name.

use crate::script::{Script, config, peers, seconds};
use drywire::tcp::{Config, Received, State};

/// Overlapping and contradictory data: the first copy is kept.
#[test]
fn what_contradicts_itself_is_read_as_it_came_first() {
    let mut script = Script::established(config());
    script.peer("A 11+10 ack 1");
    script.peer("A 5+20 ack 1 fill 65");
    script.peer("A 1+30 ack 1 fill 66");
    let mut expected = vec![66; 4];
    expected.extend([65; 6]);
    expected.extend(peers(11, 21));
    expected.extend([65; 4]);
    expected.extend([66; 6]);
    assert_eq!(script.read(), expected);
}

/// Floods of tiny segments out of order. `tests/memory.rs` measures what they take.
#[test]
fn a_flood_of_tiny_pieces_takes_no_more_memory_than_the_buffer_and_stalls_nothing() {
    let config = Config { receive_buffer: 65_535, receive_pieces: 100, ..config() };
    let mut script = Script::opened(config, "S 0 mss 1000 sackok");
    for n in 0..30_000 {
        script.peer(&format!("A {}+1 ack 1", 3 + 2 * n));
        script.out();
    }
    assert!(script.connection.info().memory < 100_000, "{}", script.connection.info().memory);
    for n in 0..60 {
        script.peer(&format!("A {}+1000 ack 1", 1 + 1000 * n));
        assert_eq!(script.read(), peers(1 + 1000 * n, 1 + 1000 * (n + 1)), "the stream goes on");
        script.out();
    }
}

/// Windows of 1.
#[test]
fn a_window_of_one_byte_is_slow_and_no_more() {
    let mut script = Script::established(config());
    script.peer("A 1 ack 1 win 1");
    script.write(20);
    for n in 1..21 {
        let sent = script.wait(seconds(70));
        let expected = if n == 20 { format!("PA {n}+1 ack 1") } else { format!("A {n}+1 ack 1") };
        assert_eq!(sent[0], expected);
        script.peer(&format!("A 1 ack {} win 1", n + 1));
    }
    assert_eq!(script.connection.info().unacknowledged, 0);
}

/// What RFC 5961 protects from: resets, SYNs, data and acknowledgments that are guessed.
#[test]
fn a_stream_goes_on_between_segments_that_are_guessed() {
    let mut script = Script::established(config());
    for n in 0..50 {
        let next = 1 + 100 * n;
        for guess in [
            format!("R {}", next + 1),
            format!("R {}", next - 1),
            format!("RA {} ack 1", next + 5000),
            format!("S {}", next + 7),
            format!("SA {next} ack 1"),
            format!("FA {next} ack 99999"),
            format!("PA {next}+100 ack 99999 fill 0"),
            format!("PA {next}+100 ack -99999 fill 0"),
            format!("A {} ack 1", next + 1_000_000),
            format!("PA {}+100 ack 1 fill 0", next - 100_000),
        ] {
            script.peer(&guess);
        }
        script.peer(&format!("A {next}+100 ack 1"));
        script.out();
        assert_eq!(script.read(), peers(next, next + 100));
    }
    assert_eq!(script.connection.state(), State::Established);
}

/// Acknowledgments of what was never sent.
#[test]
fn acknowledgments_ahead_of_what_was_sent_gain_nothing() {
    let mut script = Script::established(config());
    script.write(50_000);
    let before = script.out().len();
    for n in 0..100 {
        script.peer(&format!("A 1 ack {}", 20_000 + 1000 * n));
    }
    let info = script.connection.info();
    assert_eq!((info.unacknowledged, info.in_flight), (50_000, 1000 * before as u32));
}

/// Wrong checksums.
#[test]
fn any_flipped_bit_is_as_if_nothing_had_come() {
    let mut script = Script::established(config());
    for text in ["PA 1+10 ack 1", "R 1", "FA 1 ack 1", "A 1 ack 1 win 0"] {
        let packet = script.packet(text);
        for bit in 0..packet.len() * 8 {
            let mut packet = packet.clone();
            packet[bit / 8] ^= 0x80 >> (bit % 8);
            assert_ne!(script.connection.handle_packet(script.now, &packet), Received::Taken, "{text}, bit {bit}");
        }
        assert_eq!(script.out(), [""; 0], "{text}");
    }
    let info = script.connection.info();
    assert_eq!((info.state, info.unread, info.send_window), (State::Established, 0, 65_535));
    script.peer("PA 1+10 ack 1");
    assert_eq!(script.read(), peers(1, 11));
}

/// Lengths of 0 and 1, lengths beyond the header, wrong lengths of each kind, nonsense after the end.
const LIES: [&str; 14] = [
    "0200", "0201", "02ff", "0204", "020305", "0300", "0303ff", "0304ffff", "0400", "0500", "050aff", "0503aa",
    "0803ff", "0001ff02",
];

/// Lying options.
#[test]
fn options_that_lie_neither_keep_a_connection_from_opening_nor_its_data_from_coming() {
    for lie in LIES {
        let mut script = Script::opened(config(), &format!("S 0 opt {lie}"));
        script.peer(&format!("PA 1+10 ack 1 opt {lie}"));
        assert_eq!(script.read(), peers(1, 11), "{lie}");
        script.write(100);
        progress(&mut script, 11);
        assert_eq!(script.connection.info().unacknowledged, 0, "{lie}");
    }
}

/// Acknowledges what is sent, until there is no more.
fn progress(script: &mut Script, seq: i64) {
    let mut done = 0;
    while script.connection.info().unacknowledged > 0 {
        script.out();
        done += script.sent.iter().map(|sent| sent.payload().len()).sum::<usize>();
        script.peer(&format!("A {seq} ack {}", 1 + done));
    }
}

/// Windows of 0.
#[test]
fn a_window_that_stays_closed_is_probed_and_no_more() {
    let mut script = Script::established(config());
    script.peer("A 1 ack 1 win 0");
    script.write(10_000);
    let mut probes = 0;
    for _ in 0..60 {
        script.wait(seconds(60));
        assert!(script.sent.iter().all(|sent| sent.payload().len() <= 1));
        probes += script.sent.len();
        script.peer("A 1 ack 1 win 0");
    }
    assert!((55..=80).contains(&probes), "{probes} probes in an hour");
    assert!(script.connection.info().memory < 20_000);
    script.peer("A 1 ack 1 win 65535");
    progress(&mut script, 1);
    assert_eq!(script.connection.info().counters.bytes_acknowledged, 10_000);
}

/// MSS of 0 and 1.
#[test]
fn an_mss_of_0_or_1_is_not_believed() {
    for mss in [0, 1] {
        let mut script = Script::opened(Config { nagle: false, ..config() }, &format!("S 0 mss {mss}"));
        script.write(480);
        script.out();
        let lengths: Vec<usize> = script.sent.iter().map(|sent| sent.payload().len()).collect();
        assert_eq!(lengths, [48; 10]);
        script.peer("A 1 ack 481");
        assert_eq!(script.connection.info().unacknowledged, 0);
    }
}

/// Optimistic acknowledgments, and many for one segment: what they gain is counted in bytes (RFC 3465 2).
#[test]
fn acknowledgments_in_pieces_gain_no_more_than_whole_ones() {
    let window = |pieces: usize| {
        let mut script = Script::established(config());
        script.write(10_000);
        script.out();
        for piece in 1..=pieces {
            script.peer(&format!("A 1 ack {}", 1 + 1000 * piece / pieces));
        }
        script.connection.info().cwnd
    };
    assert!(window(1000) <= window(1), "{} and {}", window(1000), window(1));
}

/// Optimistic acknowledgments.
#[test]
fn acknowledgments_that_come_before_the_data_stay_within_the_window() {
    let mut script = Script::established(config());
    for round in 0..200 {
        script.write(20_000);
        while script.connection.info().unacknowledged > 0 {
            script.out();
            let info = script.connection.info();
            assert!(
                info.in_flight <= info.send_window && info.in_flight <= info.cwnd + 1000,
                "round {round}: {info:?}"
            );
            let sent = script.sent.iter().map(|sent| sent.payload().len()).sum::<usize>();
            let done = info.counters.bytes_acknowledged as usize;
            script.peer(&format!("A 1 ack {}", 1 + done + sent));
        }
    }
    assert_eq!((script.connection.state(), script.connection.audit()), (State::Established, Ok(())));
}

/// SACK blocks outside the flight, empty, backwards and as long as half of all numbers.
#[test]
fn sack_blocks_that_are_not_under_way_say_nothing() {
    let mut script = Script::opened(config(), "S 0 mss 1000 sackok");
    script.write(5000);
    assert_eq!(script.out().len(), 5);
    let blocks = [
        "4294962296-4294966296",
        "4294966296-1",
        "5001-6001",
        "6001-9001",
        "3001-2001",
        "2001-2001",
        "2001-99999",
        "4294867297-5001",
        "1001-2147484649",
        "5001-2147488649",
    ];
    for block in blocks {
        script.peer(&format!("A 1 ack 1 sack {block}"));
        assert_eq!(script.out(), [""; 0], "{block}");
        let info = script.connection.info();
        assert_eq!((info.sacked, info.lost, info.in_flight), (0, 0, 5000), "{block}");
        assert_eq!(script.connection.audit(), Ok(()), "{block}");
    }
    script.peer("A 1 ack 5001");
    assert_eq!(script.connection.info().unacknowledged, 0);
}
