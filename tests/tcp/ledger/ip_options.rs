//! IP options, RFC 9293 3.9.2 and 3.9.2.1.

use crate::script::{Script, config, peers, seconds};
use core::net::Ipv4Addr;
use drywire::tcp::{Config, SourceRoute};
use drywire::wire::ipv4::Ipv4Option;

const A: Ipv4Addr = Ipv4Addr::new(10, 9, 0, 1);
const B: Ipv4Addr = Ipv4Addr::new(10, 9, 0, 2);

/// A source route option (131 loose, 137 strict) of which every router has been passed.
fn passed(kind: u8, routers: &[Ipv4Addr]) -> Vec<u8> {
    let length = 3 + 4 * routers.len() as u8;
    let mut option = vec![kind, length, length + 1];
    routers.iter().for_each(|router| option.extend(router.octets()));
    option.push(0);
    option
}

/// Where the last packet goes: its destination, and what its source route has yet to pass.
fn way(script: &Script) -> Vec<Ipv4Addr> {
    let (header, ..) = script.sent.last().unwrap().parsed();
    let rest = header.options.iter().find_map(|option| match option {
        Ipv4Option::LooseSourceRoute(route) => Some((route.pointer, route.addresses().collect::<Vec<_>>())),
        _ => None,
    });
    let mut way = vec![header.destination];
    if let Some((pointer, addresses)) = rest {
        assert_eq!(pointer, 4, "none has been passed");
        way.extend(addresses);
    }
    way
}

#[test]
fn must_50_ip_options_that_say_nothing_to_tcp_are_ignored() {
    let mut script = Script::established(config());
    // Router alert, an unknown one, a timestamp option, record route.
    for (n, options) in [
        vec![148, 4, 0, 0],
        vec![0x9e, 4, 1, 2],
        vec![68, 8, 5, 0, 0, 0, 0, 0],
        vec![7, 7, 4, 0, 0, 0, 0, 0],
        vec![1, 1, 1, 0],
    ]
    .into_iter()
    .enumerate()
    {
        script.ip_options = options;
        script.peer(&format!("A {}+1 ack 1", n + 1));
    }
    assert_eq!(script.read(), peers(1, 6));
}

#[test]
fn must_51_the_user_can_give_a_source_route() {
    let mut script = Script::connect(Config { source_route: SourceRoute::new(&[A, B]), ..config() });
    script.out();
    assert_eq!(way(&script), [A, B, *script.from.ip()]);
    script.answer("SA 0 ack 1");
    assert_eq!(way(&script), [A, B, *script.from.ip()]);
}

#[test]
fn must_52_it_counts_more_than_one_that_comes_with_a_packet() {
    let mut script = Script::connect(Config { source_route: SourceRoute::new(&[A]), ..config() });
    script.out();
    script.ip_options = passed(131, &[B]);
    script.answer("SA 0 ack 1");
    assert_eq!(way(&script), [A, *script.from.ip()]);
}

#[test]
fn must_53_answers_go_back_the_way_the_segment_came() {
    for kind in [131, 137] {
        let mut script = Script::listen(config());
        script.ip_options = passed(kind, &[A, B]);
        assert_eq!(script.answer("S 0"), ["SA 0 ack 1"]);
        assert_eq!(way(&script), [B, A, *script.from.ip()]);
        script.ip_options.clear();
        script.peer("A 1 ack 1");
        script.write(10);
        script.wait(seconds(1));
        assert_eq!(way(&script), [B, A, *script.from.ip()], "for all segments of the connection");
    }
}

#[test]
fn shld_24_a_later_route_replaces_an_earlier_one() {
    let mut script = Script::listen(config());
    script.ip_options = passed(131, &[A]);
    script.answer("S 0");
    assert_eq!(way(&script), [A, *script.from.ip()]);
    script.ip_options = passed(131, &[B]);
    script.peer("A 1 ack 1");
    script.write(10);
    script.out();
    assert_eq!(way(&script), [B, *script.from.ip()]);
}
