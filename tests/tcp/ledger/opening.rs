//! Opening connections, RFC 9293 3.5, 3.9.1.1 and 3.9.2.3.

use crate::script::{Script, config, millis};
use core::net::SocketAddrV4;
use drywire::tcp::{CloseReason, Connection, Event, OpenError, Received, State, reset_for};
use drywire::time::Instant;

fn address(text: &str) -> SocketAddrV4 {
    text.parse().unwrap()
}

#[test]
fn must_10_both_sides_may_open_at_once() {
    for last in ["SA 0 ack 1", "A 1 ack 1", "PA 1+10 ack 1"] {
        let mut script = Script::connect(config());
        assert_eq!(script.out(), ["S 0"]);
        assert_eq!(script.answer("S 0 mss 1000"), ["SA 0 ack 1"]);
        assert_eq!(script.connection.state(), State::SynReceived);
        script.peer(last);
        assert_eq!(script.connection.state(), State::Established, "{last}");
        assert_eq!(script.events()[0], Event::Connected);
        script.write(10);
        script.wait(millis(50));
        assert!(script.sent.iter().any(|sent| sent.payload().len() == 10));
    }
}

#[test]
fn must_11_a_reset_in_syn_received_goes_back_to_where_the_open_began() {
    let mut passive = Script::listen(config());
    assert_eq!(passive.answer("S 0"), ["SA 0 ack 1"]);
    assert_eq!(passive.answer("R 1"), [""; 0]);
    assert_eq!((passive.connection.state(), passive.connection.remote()), (State::Listen, None));
    assert_eq!(passive.answer("S 0"), ["SA 0 ack 1"], "and it can be opened again");

    let mut active = Script::connect(config());
    active.out();
    active.answer("S 0");
    assert_eq!(active.answer("R 1"), [""; 0]);
    assert_eq!(active.connection.close_reason(), Some(CloseReason::Refused));
}

/// What the user has written or closed was for the peer that is lost: waiting for another would never end, or would say that
/// all is well.
#[test]
fn must_11_a_user_who_has_written_or_closed_is_told_of_a_reset_in_syn_received() {
    for closes in [true, false] {
        let mut script = Script::listen(config());
        script.answer("S 0");
        match closes {
            true => script.connection.close(),
            false => script.write(1),
        }
        script.answer("R 1");
        assert_eq!(script.connection.state(), State::Closed);
        assert_eq!(script.events(), [Event::Closed(CloseReason::ResetByPeer)]);
    }
}

#[test]
fn must_41_must_42_a_port_can_be_listened_on_while_it_opens_another_connection() {
    let mut opening = Script::connect(config());
    opening.out();
    let mut listening = Script::listen(config());
    assert_eq!(opening.connection.local(), listening.connection.local());
    listening.from = address("10.0.0.3:4000");
    let syn = listening.packet("S 0");
    assert_eq!(opening.connection.handle_packet(opening.now, &syn), Received::NotOurs);
    assert_eq!(listening.answer("S 0"), ["SA 0 ack 1"]);
    assert_eq!((opening.connection.state(), opening.out()), (State::SynSent, vec![]));
    assert_eq!(opening.answer("SA 0 ack 1"), ["A 1 ack 1"]);
}

#[test]
fn must_43_must_44_must_45_the_local_address_is_the_callers_and_stays() {
    // An OPEN has a local address; who has none must ask the IP layer for one first.
    for local in ["0.0.0.0:1000", "255.255.255.255:1000", "224.0.0.1:1000"] {
        let open = Connection::connect(config(), address(local), address("10.0.0.2:80"), Instant::ZERO);
        assert_eq!(open.err(), Some(OpenError::InvalidAddress), "{local}");
    }
    let mut script = Script::connect(config());
    script.out();
    script.answer("SA 0 ack 1");
    script.write(3000);
    script.wait(millis(5000));
    assert!(script.sent.len() > 3);
    for sent in &script.sent {
        assert_eq!((sent.parsed().0.source, sent.tcp().source_port), (*script.to.ip(), script.to.port()));
    }
}

#[test]
fn must_46_an_open_to_what_is_not_one_host_is_refused() {
    for remote in ["0.0.0.0:80", "255.255.255.255:80", "224.0.0.1:80", "239.255.255.255:80"] {
        let open = Connection::connect(config(), address("10.0.0.1:1000"), address(remote), Instant::ZERO);
        assert_eq!(open.err(), Some(OpenError::InvalidAddress), "{remote}");
    }
    let open = Connection::connect(config(), address("10.0.0.1:1000"), address("10.0.0.2:0"), Instant::ZERO);
    assert_eq!(open.err(), Some(OpenError::InvalidPort));
}

#[test]
fn must_57_a_segment_to_broadcast_or_multicast_is_dropped_without_a_word() {
    for to in ["255.255.255.255", "224.0.0.1", "239.1.2.3"] {
        for segment in ["S 0", "A 1 ack 1", "PA 1+10 ack 1", "FA 1 ack 1", "R 1"] {
            let local = SocketAddrV4::new(to.parse().unwrap(), 49152);
            let mut script = Script::listen(config());
            script.to = local;
            let packet = script.packet(segment);
            let mut listening = Connection::listen(config(), local);
            for connection in [&mut script.connection, &mut listening] {
                assert_eq!(connection.handle_packet(Instant::ZERO, &packet), Received::NotOurs);
                assert_eq!(connection.poll_transmit(Instant::ZERO, &mut [0; 1500]), None);
                assert_eq!(connection.state(), State::Listen);
            }
            assert_eq!(reset_for(&packet, &mut [0; 100]), None);
        }
    }
}

#[test]
fn must_63_a_syn_from_what_is_not_one_host_is_dropped() {
    for from in ["0.0.0.0:80", "255.255.255.255:80", "224.0.0.1:80"] {
        let mut script = Script::listen(config());
        script.from = address(from);
        let packet = script.packet("S 0");
        assert_eq!(script.connection.handle_packet(script.now, &packet), Received::NotOurs, "{from}");
        assert_eq!((script.out(), script.connection.state()), (vec![], State::Listen));
        assert_eq!(reset_for(&packet, &mut [0; 100]), None);
    }
}
