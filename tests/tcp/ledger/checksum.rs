//! Checksums, RFC 9293 3.1.

use crate::script::{Script, config, peers};
use drywire::tcp::Received;
use drywire::wire::{ChecksumStatus, LinkType, Packet};

#[test]
fn must_2_what_is_sent_has_its_checksum() {
    let mut script = Script::connect(config());
    script.out();
    script.answer("SA 0 ack 1 mss 1000");
    script.write(4001);
    script.out();
    assert!(script.sent.len() > 3);
    for sent in &script.sent {
        let checksums = Packet::parse(&sent.packet, LinkType::Raw).unwrap().verify(&sent.packet, |_| {});
        assert_eq!([checksums.network, checksums.transport], [ChecksumStatus::Good; 2]);
    }
}

#[test]
fn must_3_a_segment_with_any_bit_wrong_is_dropped_without_a_word() {
    let mut script = Script::established(config());
    let packet = script.packet("PA 1+10 ack 1");
    for bit in 0..packet.len() * 8 {
        let mut damaged = packet.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let received = script.connection.handle_packet(script.now, &damaged);
        assert_ne!(received, Received::Taken, "bit {bit}");
        assert_eq!(script.out(), [""; 0], "bit {bit}");
    }
    script.peer("PA 1+10 ack 1");
    assert_eq!(script.read(), peers(1, 11));
}
