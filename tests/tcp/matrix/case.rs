//! What a seed runs: one cell of the matrix.

use core::num::NonZeroU64;
use drywire::sim::{GilbertElliott, LinkConfig, Random, Straggle};
use drywire::tcp::{Bbr, Config, Cubic, MakeController, NewReno, Secret};
use drywire::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

/// The share of packets lost at random.
const LOSS: [f64; 7] = [0.0, 0.0, 0.001, 0.01, 0.05, 0.1, 0.3];
/// Round-trip times in milliseconds.
const RTT: [u64; 6] = [0, 1, 10, 50, 200, 600];
/// Receive buffers in bytes.
const RECEIVE: [usize; 7] = [1, 500, 2000, 8192, 65_535, 262_144, 1 << 20];
/// Send buffers in bytes.
const SEND: [usize; 4] = [1, 1000, 65_536, 1 << 20];
/// The share of packets in which a bit is flipped.
const CORRUPTION: [f64; 3] = [0.0, 0.0, 0.02];
/// How many bytes may wait before a router marks what it may (RFC 3168 5).
const MARK: [u64; 3] = [u64::MAX, 0, 10_000];
/// What controls congestion at the first end; at the second it is any of them.
const CONTROLLERS: [MakeController; 3] = [NewReno::boxed, Cubic::boxed, Bbr::boxed];

/// Two transfers at once, the ends that make them and the network between them.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// The settings of either end, and how many bytes it sends.
    pub(super) ends: [(Config, u64); 2],
    /// How long either end's application leaves what has come unread.
    pub(super) pauses: [Duration; 2],
    pub(super) link: LinkConfig,
    /// Which of each dimension's values was taken.
    pub(super) cell: [usize; 10],
}

impl Case {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let random = &mut random;
        let of = |random: &mut Random, count: usize| random.below(count as u64) as usize;
        let [loss, rtt, receive, send, corrupt] =
            [LOSS.len(), RTT.len(), RECEIVE.len(), SEND.len(), CORRUPTION.len()].map(|count| of(random, count));
        let [reorder, duplicate] = [random.chance(0.3), random.chance(0.3)];
        let mtu = [68, 576, 1500, 9000][of(random, 4)];
        let base = Config { mtu, send_buffer: SEND[send], receive_buffer: RECEIVE[receive], ..patient() };
        let configs = [seed, !seed].map(|secret| settings(random, secret, base));
        let most = most(&base, LOSS[loss]);
        let rate = NonZeroU64::new([0, 1_000_000, 100_000_000][of(random, 3)]);
        let straggle = |delay| Straggle { probability: 0.05, delay: Duration::from_millis(delay) };
        let mut link = LinkConfig {
            delay: Duration::from_millis(RTT[rtt] / 2),
            rate,
            mtu: mtu.into(),
            loss: LOSS[loss],
            bursts: random.chance(0.2).then(|| GilbertElliott::bursts(0.02, 3.0)),
            duplicate: duplicate.then(|| straggle(3)),
            corruption: CORRUPTION[corrupt],
            reorder: reorder.then(|| straggle(RTT[rtt] + 1)),
            ..LinkConfig::default()
        };
        let mut ends = configs.map(|config| (config, random.below(most)));
        let pauses =
            [0, 1].map(|_| if random.chance(0.2) { Duration::from_millis(random.below(700)) } else { Duration::ZERO });
        // Drawn last: what a seed ran before there was a choice, it still runs.
        let controllers = [0, 1].map(|_| of(random, CONTROLLERS.len()));
        ends.iter_mut().zip(controllers).for_each(|((config, _), which)| config.controller = CONTROLLERS[which]);
        let ecn = [0, 1].map(|_| random.chance(0.7));
        ends.iter_mut().zip(ecn).for_each(|((config, _), ecn)| config.ecn = ecn);
        let mark = of(random, MARK.len());
        ends.iter_mut().for_each(|(config, _)| {
            let limit = |random: &mut Random| if random.chance(0.3) { 600_000 } else { 0 };
            (config.send_buffer_limit, config.receive_buffer_limit) = (limit(random), limit(random));
            config.window_validation = random.chance(0.5);
        });
        link.mark = MARK[mark];
        let [reorder, duplicate] = [reorder, duplicate].map(usize::from);
        let ecn = usize::from(ecn[0]) + 2 * usize::from(ecn[1]);
        let cell = [loss, rtt, receive, send, corrupt, reorder, duplicate, controllers[0], ecn, mark];
        Case { ends, pauses, link, cell }
    }
}

/// An end whose patience no case exhausts: what ends a connection is that it is finished.
fn patient() -> Config {
    Config { r2: HOUR, syn_r2: HOUR, msl: Duration::from_secs(5), ..Config::new(Secret::from_seed(0)) }
}

/// What each end chooses for itself.
fn settings(random: &mut Random, secret: u64, base: Config) -> Config {
    Config {
        secret: Secret::from_seed(secret),
        receive_pieces: [1, 8, 512][random.below(3) as usize],
        nagle: random.chance(0.5),
        window_scale: random.chance(0.8),
        timestamps: random.chance(0.8),
        sack: random.chance(0.8),
        ..base
    }
}

/// How many bytes an end sends at most: what goes byte by byte takes its time.
fn most(config: &Config, loss: f64) -> u64 {
    match config {
        Config { receive_buffer: ..10, .. } => 200,
        Config { send_buffer: ..1000, .. } | Config { mtu: ..100, .. } => 3000,
        Config { receive_buffer: ..3000, .. } => 20_000,
        _ if loss > 0.2 => 20_000,
        _ => 200_000,
    }
}

/// The seeds of one run meet each value of each dimension together with each value of every other.
#[test]
fn a_thousand_seeds_leave_no_pair_of_values_out() {
    let [loss, rtt, receive, send] = [LOSS.len(), RTT.len(), RECEIVE.len(), SEND.len()];
    let sizes = [loss, rtt, receive, send, CORRUPTION.len(), 2, 2, CONTROLLERS.len(), 4, MARK.len()];
    let cells: Vec<_> = (0..super::SEEDS).map(|seed| Case::new(seed).cell).collect();
    for one in 0..sizes.len() {
        for other in one + 1..sizes.len() {
            for (a, b) in (0..sizes[one]).flat_map(|a| (0..sizes[other]).map(move |b| (a, b))) {
                let met = cells.iter().any(|cell| (cell[one], cell[other]) == (a, b));
                assert!(met, "dimensions {one} and {other}: no seed has the values {a} and {b}");
            }
        }
    }
}
