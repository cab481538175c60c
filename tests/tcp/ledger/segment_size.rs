//! How large segments are, RFC 9293 3.7.

use crate::script::{Script, config};
use core::net::Ipv4Addr;
use drywire::tcp::{Config, SourceRoute};

fn largest(script: &mut Script) -> usize {
    script.write(20_000);
    script.out();
    script.sent.iter().map(|sent| sent.payload().len()).max().unwrap()
}

#[test]
fn must_14_must_67_shld_5_may_3_the_offer_is_what_the_mtu_leaves_and_always_made() {
    for mtu in [68, 576, 1000, 1500, 9000, 65_535] {
        let mut client = Script::connect(Config { mtu, ..config() });
        client.out();
        assert_eq!(client.sent[0].known().maximum_segment_size, Some(mtu - 40));
        let mut server = Script::listen(Config { mtu, ..config() });
        server.answer("S 0");
        assert_eq!(server.sent[0].known().maximum_segment_size, Some(mtu - 40));
    }
}

#[test]
fn must_15_a_peer_that_says_nothing_takes_536_bytes() {
    assert_eq!(largest(&mut Script::opened(config(), "S 0")), 536);
}

#[test]
fn must_14_must_16_the_peers_mss_is_kept_to_options_counted() {
    assert_eq!(largest(&mut Script::opened(config(), "S 0 mss 1000")), 1000);
    assert_eq!(largest(&mut Script::opened(config(), "S 0 mss 1000 ts 5:0")), 988, "timestamps take 12 bytes");
    assert_eq!(largest(&mut Script::opened(config(), "S 0 mss 65535")), 1460, "our own path takes no more");
    assert_eq!(largest(&mut Script::opened(config(), "S 0 mss 9000 ts 5:0")), 1448);
}

#[test]
fn must_16_ip_options_are_counted() {
    let routers = [Ipv4Addr::new(10, 9, 9, 9), Ipv4Addr::new(10, 9, 9, 8)];
    let mut script = Script::connect(Config { source_route: SourceRoute::new(&routers), ..config() });
    script.out();
    script.answer("SA 0 ack 1 mss 1460");
    script.write(5000);
    script.out();
    let longest = script.sent.iter().map(|sent| sent.packet.len()).max();
    assert_eq!((longest, script.sent[0].payload().len()), (Some(1500), 1460 - 12));
}

#[test]
fn must_16_sack_blocks_are_counted() {
    for (mtu, syn) in [(1500, "S 0 mss 1460 sackok"), (1500, "S 0 mss 1460 sackok ts 5:0"), (68, "S 0 sackok ts 5:0")] {
        let mut script = Script::opened(Config { mtu, nagle: false, ..config() }, syn);
        let timestamps = if syn.contains("ts") { " ts 5:0" } else { "" };
        for piece in [10, 30, 50, 70, 90] {
            script.peer(&format!("A {piece}+5 ack 1{timestamps}"));
            script.write(2000);
            script.out();
            assert!(script.sent[0].known().sack.is_some(), "{mtu} {syn}");
            for sent in &script.sent {
                assert!(sent.packet.len() <= usize::from(mtu), "{} bytes where {mtu} fit: {syn}", sent.packet.len());
            }
        }
    }
}

#[test]
fn must_16_a_peer_whose_mss_is_absurd_is_not_believed() {
    for mss in [0, 1, 47] {
        assert_eq!(largest(&mut Script::opened(config(), &format!("S 0 mss {mss}"))), 48);
    }
}
