use super::*;
use crate::time::{Duration, Instant};
use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::net::Ipv4Addr;
use core::num::NonZeroU64;

fn ms(millis: u64) -> Instant {
    Instant::from_millis(millis)
}

fn host(last: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 0, 0, last)
}

/// A packet of 100 bytes that bears a number.
fn packet(to: u8, number: u8) -> [u8; 100] {
    let mut packet = [0; 100];
    packet[0] = 0x45;
    packet[16..20].copy_from_slice(&host(to).octets());
    packet[20] = number;
    packet
}

fn delay(millis: u64) -> LinkConfig {
    LinkConfig { delay: Duration::from_millis(millis), ..LinkConfig::default() }
}

/// When each packet arrived, and its number.
fn received(script: &Script) -> Vec<(u64, u8)> {
    script.received().iter().map(|(at, packet)| (at.as_micros() / 1000, packet[20])).collect()
}

/// Two scripts, of which the left one sends.
fn pair(left: Script, to_right: LinkConfig) -> (Network<Script>, Pair) {
    Network::pair(1, (host(1), left), (host(2), Script::new()), to_right, LinkConfig::default())
}

/// An endpoint that wants to be called every `period`, and notes when it was.
#[derive(Clone, Debug)]
struct Clock {
    period: Duration,
    next: Instant,
    called: Vec<(Instant, usize)>,
    received: usize,
}

impl Clock {
    fn new(first: Instant, period: Duration) -> Self {
        Clock { period, next: first, called: Vec::new(), received: 0 }
    }
}

impl Endpoint for Clock {
    fn receive(&mut self, _now: Instant, _packet: &[u8]) {
        self.received += 1;
    }

    fn transmit(&mut self, _now: Instant, _packet: &mut Vec<u8>) -> bool {
        false
    }

    fn timeout(&self) -> Option<Instant> {
        Some(self.next)
    }

    fn advance(&mut self, now: Instant) {
        self.called.push((now, self.received));
        self.next += self.period;
    }
}

/// An endpoint that always has a packet to send, or that sends one for each that it gets.
struct Chatter {
    packet: [u8; 100],
    endless: bool,
    owed: usize,
}

impl Endpoint for Chatter {
    fn receive(&mut self, _now: Instant, _packet: &[u8]) {
        self.owed += 1;
    }

    fn transmit(&mut self, _now: Instant, packet: &mut Vec<u8>) -> bool {
        let sends = self.endless || self.owed > 0;
        self.owed = self.owed.saturating_sub(1);
        packet.extend(self.packet);
        sends
    }

    fn timeout(&self) -> Option<Instant> {
        None
    }

    fn advance(&mut self, _now: Instant) {}
}

#[test]
fn packets_go_to_their_destination() {
    const HOSTS: u8 = 5;
    let mut network = Network::new(0);
    let scripts = (0..HOSTS).map(|from| {
        let others = (0..HOSTS).filter(|to| *to != from);
        let script = others.fold(Script::new(), |script, to| script.send(ms(from.into()), packet(to, from)));
        network.add_endpoint(host(from), script)
    });
    let ids: Vec<_> = scripts.collect();
    for (index, left) in ids.iter().enumerate() {
        for right in &ids[..index] {
            network.connect(*left, *right, delay(10), delay(20));
        }
    }
    assert_eq!(network.run_until(|_| false, ms(1000)), Ok(Outcome::Idle));
    for (to, id) in (0..).zip(&ids) {
        let from = |to, from: u8| (u64::from(from) + if from > to { 10 } else { 20 }, from);
        let mut expected: Vec<_> = (0..HOSTS).filter(|from| *from != to).map(|number| from(to, number)).collect();
        expected.sort_by_key(|(at, _)| *at);
        let mut got = received(&network[*id]);
        got.sort_unstable();
        expected.sort_unstable();
        assert_eq!(got, expected, "{to}");
    }
}

#[test]
fn routes_may_share_a_link_and_its_queue() {
    let mut network = Network::new(0);
    let sender = |numbers: [u8; 2]| numbers.iter().fold(Script::new(), |script, n| script.send(ms(0), packet(9, *n)));
    let one = network.add_endpoint(host(1), sender([1, 2]));
    let two = network.add_endpoint(host(2), sender([3, 4]));
    let sink = network.add_endpoint(host(9), Script::new());
    let rate = NonZeroU64::new(100_000);
    let bottleneck = network.add_link(LinkConfig { rate, queue: 200, ..LinkConfig::default() });
    let near = network.add_link(delay(1));
    let far = network.add_link(delay(2));
    let last = network.add_link(delay(100));
    network.route(one, sink, &[near, bottleneck, last]);
    network.route(two, sink, &[far, bottleneck, last]);
    network.run_for(Duration::from_secs(1)).unwrap();
    // A packet takes 8 ms over the bottleneck: the fourth finds two in the queue.
    assert_eq!(received(&network[sink]), [(109, 1), (117, 2), (125, 3)]);
    assert_eq!(network.stats(bottleneck).unwrap().lost(Cause::Queue), 1);
    assert_eq!(network.stats(last).unwrap().delivered, 3);
}

#[test]
fn a_new_route_leaves_packets_under_way_alone() {
    let (mut network, ids) = pair(Script::new().send(ms(0), packet(2, 1)).send(ms(5), packet(2, 2)), delay(100));
    network.run_for(Duration::from_millis(1)).unwrap();
    let fast = network.add_link(delay(1));
    network.route(ids.left, ids.right, &[fast]);
    network.run_for(Duration::from_secs(1)).unwrap();
    assert_eq!(received(&network[ids.right]), [(6, 2), (100, 1)]);
    // Over no links at all, and to oneself.
    network.route(ids.left, ids.right, &[]);
    network.route(ids.left, ids.left, &[]);
    network[ids.left].push(ms(2000), packet(2, 3));
    network[ids.left].push(ms(2000), packet(1, 4));
    network.run_for(Duration::from_secs(1)).unwrap();
    assert_eq!(received(&network[ids.right])[2..], [(2000, 3)]);
    assert_eq!(received(&network[ids.left]), [(2000, 4)]);
}

#[test]
fn what_cannot_be_routed_is_counted() {
    let mut ipv6 = packet(2, 0);
    ipv6[0] = 0x65;
    let script = Script::new().send(ms(0), packet(3, 0)).send(ms(0), ipv6).send(ms(0), [0x45; 19]).send(ms(0), []);
    let (mut network, ids) = pair(script, delay(0));
    network.record(0);
    network.run_for(Duration::from_secs(1)).unwrap();
    let causes = network.trace().packets().iter().map(|packet| match packet.fate {
        Fate::Lost { cause, link: None, .. } => cause,
        fate => panic!("{fate:?}"),
    });
    let expected = [Cause::Unrouted, Cause::NotIpv4, Cause::NotIpv4, Cause::NotIpv4];
    assert!(causes.eq(expected));
    assert_eq!((network.unrouted(), network.stats(ids.to_right).unwrap().sent), (4, 0));
}

/// Ids of another network name nothing here.
#[test]
fn unknown_ids_do_nothing() {
    let (mut other, _) = pair(Script::new(), delay(0));
    let (link, endpoint) = (other.add_link(delay(0)), other.add_endpoint(host(9), Script::new()));
    let (mut network, ids) = pair(Script::new().send(ms(0), packet(2, 1)), delay(0));
    network.route(ids.left, endpoint, &[]);
    network.drop_when(link, |_| true);
    assert!(network.stats(link).is_none() && network.link(link).is_none());
    assert!(network.endpoint(endpoint).is_none() && network.endpoint_mut(endpoint).is_none());
    network.route(ids.left, ids.right, &[link]);
    network.run_for(Duration::from_secs(1)).unwrap();
    assert_eq!(network.unrouted(), 1);
}

#[test]
fn a_run_says_why_it_ended() {
    let run = |deadline, wanted| {
        let (mut network, ids) = pair(Script::new().send(ms(10), packet(2, 1)), delay(10));
        let condition = move |network: &mut Network<Script>| network[ids.right].received().len() >= wanted;
        let outcome = network.run_until(condition, ms(deadline));
        (outcome.unwrap(), network.now().as_micros() / 1000)
    };
    // (deadline, packets waited for, outcome, time afterwards)
    let table = [
        (100, 0, Outcome::Met, 0),
        (100, 1, Outcome::Met, 20),
        (20, 1, Outcome::Met, 20),
        (19, 1, Outcome::Deadline, 19),
        (0, 1, Outcome::Deadline, 0),
        (100, 2, Outcome::Idle, 20),
    ];
    for (deadline, wanted, outcome, time) in table {
        assert_eq!(run(deadline, wanted), (outcome, time), "{deadline} {wanted}");
    }
}

#[test]
fn time_never_goes_back() {
    let (mut network, _) = pair(Script::new().send(ms(10), packet(2, 1)), delay(10));
    network.run_for(Duration::from_millis(5)).unwrap();
    assert_eq!(network.run_until(|_| false, ms(1)), Ok(Outcome::Deadline));
    assert_eq!(network.now(), ms(5));
    let mut clock = Network::new(0);
    let late = clock.add_endpoint(host(1), Clock::new(ms(3), Duration::from_secs(60)));
    clock.run_for(Duration::from_millis(1)).unwrap();
    clock[late].next = ms(0);
    clock.step().unwrap();
    assert_eq!(clock[late].called, [(ms(1), 0)], "a timeout that is past comes now");
}

#[test]
fn a_condition_may_use_the_endpoints() {
    let (mut network, ids) = pair(Script::new(), delay(10));
    let mut sent = 0;
    let outcome = network.run_until(
        |network| {
            if network[ids.right].received().len() == sent {
                let now = network.now();
                network[ids.left].push(now, packet(2, sent as u8));
                sent += 1;
            }
            sent == 4
        },
        ms(1000),
    );
    assert_eq!((outcome, network.now()), (Ok(Outcome::Met), ms(30)));
    assert_eq!(received(&network[ids.right]), [(10, 0), (20, 1), (30, 2)]);
}

#[test]
fn an_endpoint_may_be_called_between_runs() {
    let (mut network, ids) = pair(Script::new(), delay(10));
    assert_eq!(network.step(), Ok(false));
    network.run_for(Duration::from_secs(1)).unwrap();
    network.endpoint_mut(ids.left).unwrap().push(ms(0), packet(2, 1));
    assert_eq!((network.step(), network.step()), (Ok(true), Ok(false)));
    assert_eq!(received(&network[ids.right]), [(1010, 1)]);
}

/// Of one time, packets come before timeouts, and endpoints in their order.
#[test]
fn things_of_one_time_have_an_order() {
    let mut network: Network<Box<dyn Endpoint>> = Network::new(0);
    let sender = network.add_endpoint(host(1), Box::new(Script::new().send(ms(0), packet(2, 1))));
    let clock = network.add_endpoint(host(2), Box::new(Clock::new(ms(10), Duration::from_secs(60))));
    network.connect(sender, clock, delay(10), delay(0));
    network.run_for(Duration::from_millis(5)).unwrap();
    assert_eq!(network.step(), Ok(true));
    assert_eq!((network.now(), network[clock].timeout()), (ms(10), Some(ms(10))), "the packet came first");
    // So does a packet that is sent when a timeout is past already.
    *network.endpoint_mut(sender).unwrap() = Box::new(Script::new().send(ms(0), packet(2, 2)));
    *network.endpoint_mut(clock).unwrap() = Box::new(Clock::new(ms(0), Duration::from_secs(60)));
    network.route(sender, clock, &[]);
    assert_eq!((network.step(), network[clock].timeout()), (Ok(true), Some(ms(0))));
    let mut clocks = Network::new(0);
    let ids = [1, 2, 3].map(|last| clocks.add_endpoint(host(last), Clock::new(ms(7), Duration::from_secs(60))));
    for called in 1..=3 {
        assert_eq!(clocks.step(), Ok(true));
        assert_eq!(ids.map(|id| clocks[id].called.len()), [1, 2, 3].map(|id| usize::from(id <= called)));
    }
}

#[test]
fn an_idle_hour_takes_as_many_steps_as_it_has_timeouts() {
    let mut network = Network::new(0);
    let minute = network.add_endpoint(host(1), Clock::new(ms(60_000), Duration::from_secs(60)));
    let second = network.add_endpoint(host(2), Clock::new(ms(1000), Duration::from_secs(1)));
    let mut steps = 0;
    let count = |_: &mut Network<_>| {
        steps += 1;
        false
    };
    assert_eq!(network.run_until(count, ms(3_600_000)), Ok(Outcome::Deadline));
    assert_eq!((network[minute].called.len(), network[second].called.len(), steps), (60, 3600, 3661));
    assert_eq!(network.now(), ms(3_600_000));
}

#[test]
fn an_endpoint_that_never_stops_sending_is_named() {
    let chatter = |endless, owed| Chatter { packet: packet(2, 0), endless, owed };
    for (endless, owed, sent) in [(false, 10, Some(10)), (false, 11, None), (true, 0, None)] {
        let left = (host(1), chatter(endless, owed));
        let (mut network, ids) = Network::pair(0, left, (host(2), chatter(false, 0)), delay(1), delay(1));
        network.set_limits(Limits { transmits: 10, ..Limits::default() });
        let stuck = Stuck::Transmit { endpoint: ids.left, at: ms(0) };
        match sent {
            Some(sent) => assert_eq!((network.step(), network.stats(ids.to_right).unwrap().sent), (Ok(true), sent)),
            None => assert_eq!((network.step(), network.trace().packets().len()), (Err(stuck), 0)),
        }
    }
    let left = (host(1), chatter(true, 0));
    let (mut network, ids) = Network::pair(0, left, (host(2), chatter(false, 0)), delay(1), delay(1));
    let stuck = Stuck::Transmit { endpoint: ids.left, at: ms(0) };
    assert_eq!(network.run_for(Duration::from_secs(1)), Err(stuck));
    assert_eq!(network.run_for(Duration::from_secs(1)), Err(stuck), "and again");
    assert_eq!(stuck.to_string(), "endpoint 0 does not stop sending at 0 µs");
}

#[test]
fn a_timeout_that_does_not_move_is_named() {
    let mut network = Network::new(0);
    network.add_endpoint(host(1), Clock::new(ms(0), Duration::from_secs(1)));
    let stuck = network.add_endpoint(host(2), Clock::new(ms(3500), Duration::ZERO));
    let error = Stuck::Timeout { endpoint: stuck, at: ms(3500) };
    assert_eq!(network.run_for(Duration::from_secs(60)), Err(error));
    assert_eq!(network[stuck].called.len(), 1000);
    assert_eq!(error.to_string(), "the timeout of endpoint 1 does not move on from 3500000 µs");
    // One that moves a little is no error.
    let mut slow = Network::new(0);
    let id = slow.add_endpoint(host(1), Clock::new(ms(0), Duration::from_micros(1)));
    slow.run_for(Duration::from_millis(20)).unwrap();
    assert_eq!(slow[id].called.len(), 20_001);
}

#[test]
fn packets_that_go_round_without_delay_are_an_error() {
    let chatter = |to, owed| Chatter { packet: packet(to, 0), endless: false, owed };
    let run = |delay: LinkConfig| {
        let (left, right) = ((host(1), chatter(2, 1)), (host(2), chatter(1, 0)));
        let (mut network, ids) = Network::pair(0, left, right, delay, LinkConfig::default());
        network.set_limits(Limits { events: 1000, ..Limits::default() });
        (network.run_for(Duration::from_secs(2)), network.stats(ids.to_right).unwrap().sent)
    };
    let error = Stuck::Moment { at: ms(0) };
    assert_eq!(run(delay(0)), (Err(error), 501));
    assert_eq!(run(delay(1)), (Ok(()), 2001));
    assert_eq!(error.to_string(), "packets go round without delay at 0 µs");
}

#[test]
fn a_link_may_change_during_a_run() {
    let script = (0..6).fold(Script::new(), |script, n| script.send(ms(10 * u64::from(n)), packet(2, n)));
    let (mut network, ids) = pair(script, delay(1));
    network.run_for(Duration::from_millis(15)).unwrap();
    network.link(ids.to_right).unwrap().loss = 1.0;
    network.run_for(Duration::from_millis(20)).unwrap();
    *network.link(ids.to_right).unwrap() = delay(5);
    network.drop_when(ids.to_right, |packet| packet[20] == 5);
    network.run_for(Duration::from_secs(1)).unwrap();
    assert_eq!(received(&network[ids.right]), [(1, 0), (11, 1), (45, 4)]);
    let stats = network.stats(ids.to_right).unwrap();
    assert_eq!((stats.lost(Cause::Random), stats.lost(Cause::Filtered), stats.under_way()), (2, 1, 0));
}

/// What a capture on a host shows: what it sent when it did, what it received when and as it did.
#[test]
fn the_view_of_an_endpoint_is_in_its_order() {
    let lossy = LinkConfig { drop: [2].into(), corruption: 1.0, ..delay(10) };
    let script = Script::new().send(ms(0), packet(2, 1)).send(ms(1), packet(2, 2));
    let right = Script::new().send(ms(10), packet(1, 3));
    let (mut network, ids) = Network::pair(1, (host(1), script), (host(2), right), lossy, delay(10));
    network.record(usize::MAX);
    network.run_for(Duration::from_secs(1)).unwrap();
    let corrupted = &network[ids.right].received()[0].1;
    assert_ne!(corrupted[..], packet(2, 1));
    let file = network.trace().to_pcapng(View::At(ids.right));
    let place = |bytes: &[u8]| file.windows(bytes.len()).position(|window| window == bytes);
    assert_eq!((place(&packet(2, 1)), place(&packet(2, 2))), (None, None), "neither came as it was sent");
    // Of one time, packets come before timeouts.
    assert!(place(corrupted) < place(&packet(1, 3)), "{:?}", (place(corrupted), place(&packet(1, 3))));
    assert_eq!(network.trace().packets()[0].data, packet(2, 1), "the trace has it as it was sent");
}

/// The order is that of the host: packets overtake each other, and a link's copies are not what it sent.
#[test]
fn the_view_of_an_endpoint_follows_its_clock() {
    let at = |at, to, number| Script::new().send(ms(at), packet(to, number));
    let duplicate = Some(Straggle { probability: 1.0, delay: Duration::from_millis(15) });
    let to_right = LinkConfig { duplicate, ..delay(10) };
    let (mut network, ids) = Network::pair(1, (host(1), at(0, 2, 1)), (host(2), at(20, 1, 2)), to_right, delay(10));
    network.record(21);
    network.run_for(Duration::from_secs(1)).unwrap();
    let numbers = |view| {
        let file = network.trace().to_pcapng(view);
        let packets = file.windows(21).filter(|bytes| bytes[0] == 0x45 && bytes[16..19] == [10, 0, 0]);
        packets.map(|bytes| bytes[20]).collect::<Vec<_>>()
    };
    assert_eq!(numbers(View::At(ids.left)), [1, 2]);
    assert_eq!(numbers(View::At(ids.right)), [1, 2, 1]);
    assert_eq!(numbers(View::Wire), [1, 1, 2]);
}

#[test]
fn a_trace_keeps_as_much_of_a_packet_as_asked() {
    let (mut network, ids) = pair(Script::new().send(ms(0), packet(2, 1)).send(ms(5), packet(2, 2)), delay(0));
    network.run_for(Duration::from_millis(1)).unwrap();
    network.record(21);
    network.run_for(Duration::from_millis(10)).unwrap();
    let [traced] = network.trace().packets() else { panic!("recording began after the first") };
    assert_eq!((&traced.data[..], traced.length), (&packet(2, 2)[..21], 100));
    assert_eq!((traced.from, traced.to, traced.sent_at), (ids.left, Some(ids.right), ms(5)));
    let file = network.trace().to_pcapng(View::Wire);
    assert!(file.windows(8).any(|lengths| lengths == [21, 0, 0, 0, 100, 0, 0, 0]));
}
