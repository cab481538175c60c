use super::*;
use alloc::format;
use alloc::vec::Vec;
use core::num::NonZeroU64;

fn at(micros: u64) -> Instant {
    Instant::from_micros(micros)
}

fn micros(micros: u64) -> Duration {
    Duration::from_micros(micros)
}

fn link(config: LinkConfig) -> Link {
    Link::new(config, Random::new(1))
}

/// When a packet arrives, or why it does not.
fn arrival(passage: Passage) -> Result<u64, Cause> {
    match passage {
        Passage::Lost(cause) => Err(cause),
        Passage::Arrives { at, .. } => Ok(at.as_micros()),
    }
}

/// Offers packets of 100 bytes, one each microsecond.
fn offer(link: &mut Link, count: u64) -> Vec<Passage> {
    (0..count).map(|now| link.offer(at(now), &[0; 100])).collect()
}

#[test]
fn a_perfect_link_takes_no_time() {
    let mut link = link(LinkConfig::default());
    for now in [0, 0, 7, 1_000_000] {
        assert_eq!(
            link.offer(at(now), &[0; 65_535]),
            Passage::Arrives { at: at(now), copy: None, flipped: None, marked: false }
        );
    }
    assert_eq!((link.stats().sent, link.stats().sent_bytes, link.stats().queue_peak), (4, 4 * 65_535, 0));
}

#[test]
fn rate_delay_and_queue_give_exact_times() {
    let mut link = link(LinkConfig {
        rate: NonZeroU64::new(8_000_000),
        delay: micros(10_000),
        queue: 3000,
        mtu: 1500,
        ..LinkConfig::default()
    });
    // (offered at, bytes, arrives at or lost for); a byte takes 1 µs
    let table = [
        (0, 1500, Ok(11_500)),
        (0, 1501, Err(Cause::Mtu)),
        (10, 1500, Ok(13_000)),
        (20, 1500, Ok(14_500)),
        (30, 1, Err(Cause::Queue)),
        (1499, 1, Err(Cause::Queue)),
        (1500, 1500, Ok(16_000)),
        (1501, 1, Err(Cause::Queue)),
        (3000, 40, Ok(16_040)),
        (20_000, 40, Ok(30_040)),
    ];
    for (now, length, expected) in table {
        assert_eq!(arrival(link.offer(at(now), &[0; 1501][..length])), expected, "{length} bytes at {now}");
    }
    let stats = link.stats();
    assert_eq!((stats.sent, stats.lost_total(), stats.queue_peak), (10, 4, 3000));
    assert_eq!((stats.lost(Cause::Mtu), stats.lost(Cause::Queue)), (1, 3));
}

/// A loss moves no other packet in time: what is lost on the wire was sent.
#[test]
fn what_is_lost_on_the_wire_has_used_the_transmitter() {
    let config = LinkConfig { rate: NonZeroU64::new(8_000_000), ..LinkConfig::default() };
    let mut whole = link(config.clone());
    let mut lossy = link(LinkConfig { drop: [1, 2].into(), ..config });
    let arrivals = |link: &mut Link| offer(link, 4).into_iter().map(arrival).collect::<Vec<_>>();
    assert_eq!(arrivals(&mut whole), [Ok(100), Ok(200), Ok(300), Ok(400)]);
    assert_eq!(arrivals(&mut lossy), [Err(Cause::Listed), Err(Cause::Listed), Ok(300), Ok(400)]);
}

/// How many of 10,000 packets each impairment hits under seed 1, and how many it should on average.
#[test]
fn chances_hit_as_often_as_they_should() {
    let straggle = |probability| Some(Straggle { probability, delay: micros(1) });
    type Count = fn(&LinkStats) -> u64;
    let random: Count = |stats| stats.lost(Cause::Random);
    let burst: Count = |stats| stats.lost(Cause::Burst);
    let plain = LinkConfig::default;
    let mixed = GilbertElliott { to_bad: 0.01, to_good: 0.09, loss_good: 0.01, loss_bad: 0.51 };
    // (what, link, count, hits, expected on average, allowed deviation)
    let table: [(&str, LinkConfig, Count, u64, u64, u64); 9] = [
        ("no loss", plain(), random, 0, 0, 0),
        ("loss 0.001", LinkConfig { loss: 0.001, ..plain() }, random, 9, 10, 13),
        ("loss 0.3", LinkConfig { loss: 0.3, ..plain() }, random, 3047, 3000, 184),
        ("loss 1", LinkConfig { loss: 1.0, ..plain() }, random, 10_000, 10_000, 0),
        ("bursts", LinkConfig { bursts: Some(GilbertElliott::bursts(0.1, 5.0)), ..plain() }, burst, 1093, 1000, 360),
        ("mixed", LinkConfig { bursts: Some(mixed), ..plain() }, burst, 690, 600, 260),
        ("reorder", LinkConfig { reorder: straggle(0.1), ..plain() }, |stats| stats.reordered, 976, 1000, 120),
        ("duplicate", LinkConfig { duplicate: straggle(0.1), ..plain() }, |stats| stats.duplicated, 1008, 1000, 120),
        ("corruption", LinkConfig { corruption: 0.1, ..plain() }, |stats| stats.corrupted, 1011, 1000, 120),
    ];
    let mut seen = Vec::new();
    for (what, config, count, hits, average, deviation) in table {
        let mut link = link(config);
        offer(&mut link, 10_000);
        let counted = count(link.stats());
        assert!(counted.abs_diff(average) <= deviation, "{what}: {counted}");
        seen.push((what, hits, counted));
    }
    assert!(seen.iter().all(|(_, hits, counted)| hits == counted), "{seen:?}");
}

#[test]
fn bursts_are_as_long_as_asked() {
    let mut link = link(LinkConfig { bursts: Some(GilbertElliott::bursts(0.2, 4.0)), ..LinkConfig::default() });
    let lost: Vec<_> = offer(&mut link, 100_000).into_iter().map(|passage| arrival(passage).is_err()).collect();
    let runs = lost.windows(2).filter(|pair| *pair == [false, true]).count() as f64;
    let length = link.stats().lost_total() as f64 / runs;
    assert!((3.8..4.2).contains(&length), "{length}");
}

/// Each impairment has its own stream: the packets that one hits do not depend on the others.
#[test]
fn impairments_do_not_shift_each_other() {
    let lossy = LinkConfig { loss: 0.05, ..LinkConfig::default() };
    let everything = LinkConfig {
        rate: NonZeroU64::new(10_000_000),
        queue: 2000,
        jitter: micros(50),
        bursts: Some(GilbertElliott::bursts(0.05, 3.0)),
        drop: [3, 5, 8].into(),
        reorder: Some(Straggle { probability: 0.1, delay: micros(30) }),
        duplicate: Some(Straggle { probability: 0.1, delay: micros(30) }),
        corruption: 0.1,
        ..lossy.clone()
    };
    let (lossy, everything) = (offer(&mut link(lossy), 5000), offer(&mut link(everything), 5000));
    let random = Passage::Lost(Cause::Random);
    for (number, (alone, among)) in lossy.into_iter().zip(everything).enumerate() {
        match among {
            Passage::Lost(Cause::Random) | Passage::Arrives { .. } => {
                assert_eq!(alone == random, among == random, "packet {number}");
            }
            Passage::Lost(_) => {}
        }
    }
}

#[test]
fn jitter_spreads_and_keeps_the_order() {
    let config = LinkConfig { delay: micros(1000), jitter: micros(500), ..LinkConfig::default() };
    // Far apart: nothing but the jitter.
    let mut far = link(config.clone());
    let delays = (0..10_000).map(|number| arrival(far.offer(at(number * 1000), &[0; 40])).unwrap() - number * 1000);
    let delays: Vec<_> = delays.collect();
    assert_eq!((delays.iter().min(), delays.iter().max()), (Some(&1000), Some(&1500)));
    let average = delays.iter().sum::<u64>() / 10_000;
    assert!((1240..1260).contains(&average), "{average}");
    // Close together: a packet that would overtake waits for the one before it.
    let arrivals: Vec<_> = offer(&mut link(config), 1000).into_iter().map(|packet| arrival(packet).unwrap()).collect();
    assert!(arrivals.is_sorted());
}

#[test]
fn a_packet_held_back_is_overtaken_by_those_within_its_delay() {
    let reorder = Some(Straggle { probability: 0.2, delay: micros(3) });
    let mut link = link(LinkConfig { delay: micros(100), reorder, ..LinkConfig::default() });
    let passages = offer(&mut link, 1000);
    let mut held = 0;
    for (now, passage) in (0..).zip(passages) {
        let late = arrival(passage).unwrap() - now - 100;
        assert!(late == 0 || late == 3, "{late}");
        held += late / 3;
    }
    assert_eq!(held, link.stats().reordered);
}

#[test]
fn a_copy_comes_after_its_original() {
    let duplicate = |delay| Some(Straggle { probability: 1.0, delay });
    for delay in [0, 1, 5000] {
        let mut link = link(LinkConfig { duplicate: duplicate(micros(delay)), ..LinkConfig::default() });
        let copy = Some(at(9 + delay));
        assert_eq!(link.offer(at(9), &[0; 40]), Passage::Arrives { at: at(9), copy, flipped: None, marked: false });
        assert_eq!((link.stats().sent, link.stats().duplicated, link.stats().under_way()), (1, 1, 2));
    }
}

#[test]
fn every_bit_can_flip() {
    let mut link = link(LinkConfig { corruption: 1.0, ..LinkConfig::default() });
    let mut hits = [0; 32];
    for _ in 0..3200 {
        let Passage::Arrives { flipped: Some(bit), .. } = link.offer(at(0), &[0; 4]) else { panic!() };
        hits[bit] += 1;
    }
    assert!(hits.iter().all(|count| (60..140).contains(count)), "{hits:?}");
    let Passage::Arrives { flipped: None, .. } = link.offer(at(0), &[]) else { panic!("there is no bit to flip") };
}

/// An outage is from its start to just before its end, and meets the packet's last bit.
#[test]
fn an_outage_cuts_what_is_sent_during_it() {
    let outages = [at(1000)..at(2000), at(5000)..at(5001)].into();
    let mut link = link(LinkConfig { rate: NonZeroU64::new(8_000_000), outages, ..LinkConfig::default() });
    // (offered at, arrives at or lost for); a packet takes 100 µs
    let table = [
        (0, Ok(100)),
        (899, Ok(999)),
        (900, Err(Cause::Outage)),
        (1899, Err(Cause::Outage)),
        (1900, Ok(2099)),
        (4900, Err(Cause::Outage)),
        (4901, Ok(5100)),
    ];
    for (now, expected) in table {
        assert_eq!(arrival(link.offer(at(now), &[0; 100])), expected, "{now}");
    }
    assert_eq!(link.stats().lost(Cause::Outage), 3);
}

#[test]
fn listed_packets_are_numbered_from_one_and_all_count() {
    let mut link = link(LinkConfig { drop: [1, 3, 4].into(), mtu: 100, ..LinkConfig::default() });
    let lengths = [40, 101, 40, 40, 40];
    let passages = lengths.map(|length| arrival(link.offer(at(0), &[0; 101][..length])));
    assert_eq!(passages, [Err(Cause::Listed), Err(Cause::Mtu), Err(Cause::Listed), Err(Cause::Listed), Ok(0)]);
}

#[test]
fn a_filter_sees_every_packet_once() {
    let mut link = link(LinkConfig { mtu: 3, drop: [1].into(), ..LinkConfig::default() });
    let mut seen = 0;
    link.filter = Some(Box::new(move |packet| {
        seen += 1;
        packet == [7] || seen == 5
    }));
    let packets: [&[u8]; 6] = [&[1], &[7], &[1, 2, 3, 4], &[7, 7], &[2], &[3]];
    let passages = packets.map(|packet| arrival(link.offer(at(0), packet)));
    let filtered = Err(Cause::Filtered);
    assert_eq!(passages, [Err(Cause::Listed), filtered, Err(Cause::Mtu), Ok(0), filtered, Ok(0)]);
}

#[test]
fn every_cause_has_its_own_count_and_name() {
    let mut stats = LinkStats::default();
    for (count, cause) in (1..).zip(Cause::ALL) {
        (0..count).for_each(|_| stats.lose(cause));
    }
    let counts: Vec<_> = Cause::ALL.iter().map(|cause| stats.lost(*cause)).collect();
    assert_eq!(counts, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(stats.lost_total(), 45);
    let names: alloc::collections::BTreeSet<_> = Cause::ALL.iter().map(|cause| format!("{cause}")).collect();
    assert_eq!(names.len(), Cause::ALL.len());
}
