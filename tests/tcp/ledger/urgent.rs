//! Urgent data, RFC 9293 3.8.5 and RFC 6093.

use crate::script::{Script, config, peers};
use drywire::tcp::{Config, Event};

#[test]
fn must_30_must_62_the_pointer_is_to_the_first_byte_that_is_not_urgent() {
    let mut script = Script::established(config());
    assert_eq!(script.connection.write_urgent(b"alarm"), Ok(5));
    assert_eq!(script.out(), ["PAU 1+5 ack 1 up 5"]);
    script.peer("A 1 ack 6");
    script.write(3);
    assert_eq!(script.out(), ["PA 6+3 ack 1"], "what follows is not urgent");
    script.peer("AU 1+5 ack 6 up 5");
    assert_eq!(script.connection.urgent_ahead(), Some(5));
}

#[test]
fn must_62_a_segment_beyond_the_urgent_data_is_not_urgent_though_that_is_under_way() {
    let mut script = Script::established(Config { nagle: false, ..config() });
    assert_eq!(script.connection.write_urgent(b"alarm"), Ok(5));
    assert_eq!(script.out(), ["PAU 1+5 ack 1 up 5"]);
    script.write(3);
    assert_eq!(script.out(), ["PA 6+3 ack 1"]);
}

#[test]
fn must_31_urgent_data_may_be_of_any_length() {
    let mut script = Script::established(Config { send_buffer: 1 << 20, initial_window: 10, ..config() });
    assert_eq!(script.connection.write_urgent(&[7; 200_000]), Ok(200_000));
    let (mut acknowledged, mut pointers) = (1, Vec::new());
    while acknowledged < 200_001 {
        for _ in script.out() {}
        for sent in &script.sent {
            let header = sent.tcp();
            acknowledged =
                acknowledged.max(header.sequence_number.0.wrapping_sub(script.iss) + sent.payload().len() as u32);
            pointers.push(header.urgent_pointer);
        }
        script.peer(&format!("A 1 ack {acknowledged}"));
    }
    assert_eq!(pointers.len(), 200);
    assert!(pointers[..100].iter().all(|pointer| *pointer == u16::MAX), "as far as a pointer reaches");
    assert_eq!(pointers[150..155], [50_000, 49_000, 48_000, 47_000, 46_000]);

    let mut script = Script::established(config());
    let mut next = 1;
    for _ in 0..150 {
        script.peer(&format!("AU {next}+1000 ack 1 up 65535"));
        next += 1000;
        script.read();
        script.out();
    }
    assert_eq!(script.connection.urgent_ahead(), Some(64_535), "announced piece by piece");
}

#[test]
fn must_32_must_33_the_user_hears_of_it_at_once_and_can_ask_how_much_is_left() {
    let mut script = Script::established(config());
    script.peer("AU 1 ack 1 up 50");
    assert_eq!(script.events(), [Event::Urgent { ahead: 50 }], "before the data is there");
    script.peer("AU 1+20 ack 1 up 50");
    assert_eq!(script.events(), [Event::Readable], "nothing new of it");
    script.peer("AU 21+10 ack 1 up 60");
    assert_eq!(script.events(), [Event::Readable, Event::Urgent { ahead: 80 }], "it reaches further");
    assert_eq!(script.read(), peers(1, 31));
    assert_eq!(script.connection.urgent_ahead(), Some(50));
    script.peer("A 31+60 ack 1");
    assert_eq!(script.read(), peers(31, 91), "it stands in the stream as any other");
    assert_eq!(script.connection.urgent_ahead(), None);
}

#[test]
fn must_33_the_peers_fin_is_not_counted() {
    let mut script = Script::established(config());
    script.peer("FAU 1+10 ack 1 up 10");
    assert_eq!(script.connection.urgent_ahead(), Some(10));
    assert_eq!(script.connection.read(&mut [0; 9]), Ok(9));
    assert_eq!(script.connection.urgent_ahead(), Some(1));
}

#[test]
fn shld_13_nothing_is_urgent_unless_the_user_says_so() {
    let mut script = Script::established(config());
    script.write(5000);
    assert!(script.out().iter().all(|brief| !brief.contains('U')));
}
