//! ICMP messages, RFC 9293 3.9.2.2, with the checks of RFC 5927.

use crate::script::{Script, config};
use drywire::tcp::{CloseReason, Event, IcmpError, Received, State};
use drywire::wire::icmpv4::{self, message_type};
use drywire::wire::tcp::SeqNumber;
use drywire::wire::{Network, Packet, Transport, ipv4};

/// An ICMP packet about the last packet that the script has taken from the connection.
fn message(script: &Script, message_type: u8, code: u8, rest_of_header: u32) -> Vec<u8> {
    let quoted = &script.sent.last().unwrap().packet;
    let header = icmpv4::Header { message_type, code, rest_of_header, ..icmpv4::Header::default() };
    let network = ipv4::Header {
        protocol: icmpv4::PROTOCOL,
        source: [10, 9, 9, 9].into(),
        destination: *script.to.ip(),
        ..ipv4::Header::default()
    };
    let (network, transport) = (Network::Ipv4(network), Transport::Icmp(header));
    let packet = Packet { network, transport, payload: &quoted[..28], ..Packet::default() };
    let mut out = vec![0; 200];
    let length = packet.emit_filled(&mut out).unwrap();
    out.truncate(length);
    out
}

fn sending() -> Script {
    let mut script = Script::established(config());
    script.write(10);
    script.out();
    script
}

fn tell(script: &mut Script, message_type: u8, code: u8) {
    let packet = message(script, message_type, code, 0);
    assert_eq!(script.connection.handle_packet(script.now, &packet), Received::Taken);
}

#[test]
fn must_54_a_message_reaches_the_connection_that_it_is_about_and_no_other() {
    let mut script = sending();
    let packet = message(&script, message_type::DESTINATION_UNREACHABLE, 1, 0);
    let mut other = Script::established(config());
    other.connection = drywire::tcp::Connection::listen(config(), "10.0.0.1:49153".parse().unwrap());
    assert_eq!(other.connection.handle_packet(script.now, &packet), Received::NotOurs);
    tell(&mut script, message_type::DESTINATION_UNREACHABLE, 1);
    assert_eq!(script.events(), [Event::Unreachable { icmp_type: 3, code: 1 }]);
}

#[test]
fn must_56_shld_25_what_may_pass_is_reported_and_aborts_nothing() {
    let unreachable = [0, 1, 5].map(|code| (message_type::DESTINATION_UNREACHABLE, code));
    let others =
        [(message_type::TIME_EXCEEDED, 0), (message_type::TIME_EXCEEDED, 1), (message_type::PARAMETER_PROBLEM, 0)];
    for (icmp_type, code) in unreachable.into_iter().chain(others) {
        let mut opening = Script::connect(config());
        opening.out();
        for (mut script, state) in [(sending(), State::Established), (opening, State::SynSent)] {
            tell(&mut script, icmp_type, code);
            assert_eq!(script.events(), [Event::Unreachable { icmp_type, code }]);
            assert_eq!(script.connection.state(), state);
        }
    }
}

#[test]
fn shld_26_what_will_not_pass_ends_a_connection_that_is_being_opened() {
    for code in [2, 3] {
        let mut script = Script::connect(config());
        script.out();
        tell(&mut script, message_type::DESTINATION_UNREACHABLE, code);
        assert_eq!(script.connection.close_reason(), Some(CloseReason::Unreachable));
        // Anybody can send such a message: an established connection waits for its timers (RFC 5927 4.2).
        let mut script = sending();
        tell(&mut script, message_type::DESTINATION_UNREACHABLE, code);
        assert_eq!(script.connection.state(), State::Established);
    }
}

#[test]
fn shld_26_a_packet_too_large_is_sent_again_in_smaller_ones() {
    let mut script = Script::established(config());
    script.write(1000);
    assert_eq!(script.out(), ["PA 1+1000 ack 1"]);
    let packet = message(&script, message_type::DESTINATION_UNREACHABLE, 4, 640);
    script.connection.handle_packet(script.now, &packet);
    assert_eq!(script.out(), ["A 1+600 ack 1", "PA 601+400 ack 1"]);
}

#[test]
fn rfc1191_5_a_router_that_does_not_say_how_much_it_takes_is_asked_with_less_and_less() {
    let mut script = Script::opened(config(), "S 0 mss 1460");
    script.write(1460);
    script.out();
    for mtu in [1492, 1006, 508, 296, 68, 68] {
        let packet = message(&script, message_type::DESTINATION_UNREACHABLE, 4, 0);
        script.connection.handle_packet(script.now, &packet);
        assert_eq!(script.connection.info().mss, mtu - 40);
        script.out();
        script.wait(crate::script::millis(70_000).min(script.connection.info().rto));
    }
}

#[test]
fn must_55_source_quench_is_dropped_without_a_word() {
    let mut script = sending();
    let before = script.connection.info();
    tell(&mut script, 4, 0);
    assert_eq!((script.events(), script.out()), (vec![], vec![]));
    assert_eq!(script.connection.info(), before);
}

#[test]
fn rfc5927_4_1_a_number_that_is_not_under_way_is_not_believed() {
    let mut script = sending();
    for seq in [0, 11, 5000, 1 << 31] {
        let seq = SeqNumber(script.iss.wrapping_add(seq));
        script.connection.handle_icmp(script.now, &IcmpError { icmp_type: 3, code: 1, next_hop_mtu: 0, seq });
        assert_eq!(script.events(), []);
    }
}
