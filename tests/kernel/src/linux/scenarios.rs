//! What is tried: who opens, what each end does, what the links do, and what the kernel's options are.

use super::namespace::MTU;
use super::plan::{Ending, Plan};
use drywire::sim::{LinkConfig, Straggle};
use drywire::time::Duration;
use std::num::NonZeroU64;

/// Who opens the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// We connect; the kernel listens.
    Client,
    /// The kernel connects; we listen.
    Server,
    /// We connect; nobody listens.
    RefusedClient,
    /// The kernel connects; nobody listens.
    NoServer,
}

/// One connection to be tried.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) ours: Plan,
    pub(crate) kernel: Plan,
    pub(crate) link: LinkConfig,
    /// How our end and the kernel's end.
    pub(crate) endings: (Ending, Ending),
    /// Whether we take part in explicit congestion notification, and whether the kernel is to as well.
    pub(crate) ecn: Option<bool>,
    options: Options,
}

/// The kernel's options.
#[derive(Clone, Copy, Debug)]
struct Options {
    sack: bool,
    timestamps: bool,
    window_scaling: bool,
}

const MEGABYTE: u64 = 1_000_000;

const ALL_ON: Options = Options { sack: true, timestamps: true, window_scaling: true };

const FINISHED: (Ending, Ending) = (Ending::Finished, Ending::Finished);

const ROLES: [(Role, &str); 2] = [(Role::Client, "we connect"), (Role::Server, "we listen")];

impl Scenario {
    /// The kernel's options by their names under net.ipv4.
    pub(crate) fn kernel_options(&self) -> [(&'static str, u32); 4] {
        let Options { sack, timestamps, window_scaling } = self.options;
        [
            // 2, which is usual, agrees and does not ask.
            ("tcp_ecn", self.ecn.map_or(2, u32::from)),
            ("tcp_sack", sack.into()),
            ("tcp_timestamps", timestamps.into()),
            ("tcp_window_scaling", window_scaling.into()),
        ]
    }
}

/// The scenarios: those that are tried every time, or all there are.
pub(crate) fn all(long: bool) -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    for (role, name) in ROLES {
        transfers(&mut scenarios, role, name, long);
        half_closes(&mut scenarios, role, name);
        resets(&mut scenarios, role, name);
        zero_windows(&mut scenarios, role, name);
    }
    refusals(&mut scenarios);
    marks(&mut scenarios);
    options(&mut scenarios, long);
    scenarios
}

/// Both ways at once, over links of every kind.
fn transfers(scenarios: &mut Vec<Scenario>, role: Role, who: &str, long: bool) {
    let size = 10 * MEGABYTE;
    let mut links = vec![
        ("loss 0", link(0.0)),
        ("loss 1%", link(0.01)),
        ("loss 5%", link(0.05)),
        ("reordering", LinkConfig { reorder: straggle(0.05), ..link(0.0) }),
        ("duplication", LinkConfig { duplicate: straggle(0.05), ..link(0.0) }),
        ("corruption", LinkConfig { corruption: 0.01, ..link(0.0) }),
        ("all of it", rough(0.01)),
        ("bottleneck", bottleneck()),
    ];
    if long {
        links.push(("all of it, loss 5%", rough(0.05)));
        links.push(("far away, loss 1%", LinkConfig { delay: Duration::from_millis(20), ..link(0.01) }));
    }
    for (name, link) in links {
        let plan = Plan { send: size, ..Plan::default() };
        scenarios.push(Scenario { link, ..scenario(format!("10 MB each way, {name}, {who}"), role, plan, plan) });
    }
}

/// One end closes; the other sends only then.
fn half_closes(scenarios: &mut Vec<Scenario>, role: Role, who: &str) {
    let first = Plan { send: 100_000, ..Plan::default() };
    let second = Plan { send: MEGABYTE, after_peer: true, ..Plan::default() };
    for (name, ours, kernel) in [("half close by us", first, second), ("half close by the kernel", second, first)] {
        let link = rough(0.01);
        scenarios.push(Scenario { link, ..scenario(format!("{name}, {who}"), role, ours, kernel) });
    }
}

/// One end aborts while both send.
fn resets(scenarios: &mut Vec<Scenario>, role: Role, who: &str) {
    let sends = Plan { send: 10 * MEGABYTE, ..Plan::default() };
    let aborts = Plan { abort_after: Some(200_000), ..sends };
    for (how, link) in [("loss 0", link(0.0)), ("all of it", rough(0.05))] {
        for (name, ours, kernel, endings) in [
            ("reset by us", aborts, sends, (Ending::Aborted, Ending::Reset)),
            ("reset by the kernel", sends, aborts, (Ending::Reset, Ending::Aborted)),
        ] {
            let usual = scenario(format!("{name}, {how}, {who}"), role, ours, kernel);
            scenarios.push(Scenario { link: link.clone(), endings, ..usual });
        }
    }
}

/// One end stops reading for a while.
fn zero_windows(scenarios: &mut Vec<Scenario>, role: Role, who: &str) {
    let sends = Plan { send: MEGABYTE, ..Plan::default() };
    let pause = Some((50_000, Duration::from_millis(1200)));
    let pauses = Plan { send: 1000, pause, receive_buffer: Some(16_384), ..Plan::default() };
    for (name, ours, kernel) in [("zero window of ours", pauses, sends), ("zero window of the kernel's", sends, pauses)]
    {
        for (how, link) in [("loss 0", link(0.0)), ("all of it", rough(0.01))] {
            scenarios.push(Scenario { link, ..scenario(format!("{name}, {how}, {who}"), role, ours, kernel) });
        }
    }
}

/// Nobody listens.
fn refusals(scenarios: &mut Vec<Scenario>) {
    let plan = Plan { send: 1000, ..Plan::default() };
    for (name, role) in [("refused by the kernel", Role::RefusedClient), ("refused by us", Role::NoServer)] {
        let endings = (Ending::Refused, Ending::Refused);
        scenarios.push(Scenario { endings, ..scenario(name.to_string(), role, plan, plan) });
    }
}

/// Explicit congestion notification (RFC 3168) over a queue that marks, with losses and without; and a kernel that declines.
fn marks(scenarios: &mut Vec<Scenario>) {
    for (role, who) in ROLES {
        for (how, loss, takes_part) in
            [("no loss", 0.0, true), ("loss 0.5%", 0.005, true), ("declined by the kernel", 0.0, false)]
        {
            let plan = Plan { send: 5 * MEGABYTE, ..Plan::default() };
            let link = LinkConfig { mark: 30_000, loss, queue: 200_000, ..bottleneck() };
            let usual = scenario(format!("marks, {how}, {who}"), role, plan, plan);
            scenarios.push(Scenario { link, ecn: Some(takes_part), ..usual });
        }
    }
}

/// Every choice of the kernel's options. Without SACK and window scaling the kernel's own sending may take several times as
/// long: it counts packets that came twice as reordered, until it waits for more duplicate acknowledgments (up to
/// net.ipv4.tcp_max_reordering, 300) than 64 KiB of segments can give rise to, and then repairs every loss by a timeout.
fn options(scenarios: &mut Vec<Scenario>, long: bool) {
    let send = if long { 10 * MEGABYTE } else { 2 * MEGABYTE };
    for choice in 0..8 {
        let [sack, timestamps, window_scaling] = [1, 2, 4].map(|bit| choice & bit != 0);
        let onoff = |on: bool| if on { "on" } else { "off" };
        let choice = format!("sack {} ts {} ws {}", onoff(sack), onoff(timestamps), onoff(window_scaling));
        for (role, who) in ROLES {
            let plan = Plan { send, ..Plan::default() };
            let usual = scenario(format!("{choice}, {who}"), role, plan, plan);
            let options = Options { sack, timestamps, window_scaling };
            scenarios.push(Scenario { link: rough(0.01), options, ..usual });
        }
    }
}

fn scenario(name: String, role: Role, ours: Plan, kernel: Plan) -> Scenario {
    Scenario { name, role, ours, kernel, link: link(0.0), endings: FINISHED, ecn: None, options: ALL_ON }
}

/// A link that loses packets and does nothing else.
fn link(loss: f64) -> LinkConfig {
    LinkConfig { delay: Duration::from_millis(1), mtu: MTU.into(), loss, ..LinkConfig::default() }
}

/// A link that does everything that it shouldn't.
fn rough(loss: f64) -> LinkConfig {
    LinkConfig {
        jitter: Duration::from_micros(500),
        reorder: straggle(0.01),
        duplicate: straggle(0.01),
        corruption: 0.005,
        ..link(loss)
    }
}

/// A link with a rate and a short queue, which is what loses packets.
fn bottleneck() -> LinkConfig {
    LinkConfig { rate: NonZeroU64::new(100_000_000), queue: 64_000, ..link(0.0) }
}

fn straggle(probability: f64) -> Option<Straggle> {
    Some(Straggle { probability, delay: Duration::from_millis(2) })
}
