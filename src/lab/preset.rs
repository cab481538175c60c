//! Scenarios that show one thing each.

use super::path::{Delay, Path};
use super::scenario::{Scenario, Side};
use super::user::{Action, Step};
use crate::time::Duration;
use alloc::vec;

/// A scenario by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The three-way handshake, and nothing but it (RFC 9293 3.5).
    Handshake,
    /// Both sides open at once (RFC 9293 3.5, figure 7).
    SimultaneousOpen,
    /// One segment of a flow is lost, and is repaired without a timer (RFC 5681 3.2, RFC 6675).
    FastRetransmit,
    /// The last segment of a flow is lost: nothing after it tells (RFC 8985 7).
    TailLoss,
    /// A reader pauses, its window closes, and it is probed (RFC 9293 3.8.6.1).
    ZeroWindow,
    /// One side has nothing more to send, the other goes on (RFC 9293 3.6).
    HalfClose,
    /// The path turns slow for a while: a timer goes off though nothing was lost (RFC 5682).
    SpuriousTimeout,
    /// A queue marks packets before it is full, and the sender sends less without a loss (RFC 3168 6.1).
    CongestionMarks,
}

impl Preset {
    /// All of them.
    pub const ALL: [Preset; 8] = [
        Preset::Handshake,
        Preset::SimultaneousOpen,
        Preset::FastRetransmit,
        Preset::TailLoss,
        Preset::ZeroWindow,
        Preset::HalfClose,
        Preset::SpuriousTimeout,
        Preset::CongestionMarks,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Preset::Handshake => "handshake",
            Preset::SimultaneousOpen => "simultaneous-open",
            Preset::FastRetransmit => "fast-retransmit",
            Preset::TailLoss => "tail-loss",
            Preset::ZeroWindow => "zero-window",
            Preset::HalfClose => "half-close",
            Preset::SpuriousTimeout => "spurious-timeout",
            Preset::CongestionMarks => "congestion-marks",
        }
    }

    /// Its scenario, to run or to change.
    #[must_use]
    pub fn scenario(self) -> Scenario {
        match self {
            Preset::Handshake => Scenario { left: side(&[(0, Action::Connect)]), ..served(0) },
            Preset::SimultaneousOpen => Scenario {
                left: side(&[(0, Action::Connect), (100, Action::Close)]),
                right: side(&[(5, Action::Connect), (100, Action::Close)]),
                ..Scenario::default()
            },
            Preset::FastRetransmit => Scenario { drop_to_right: vec![8], ..served(40_000) },
            Preset::TailLoss => Scenario { drop_to_right: vec![8], ..served(10_000) },
            Preset::ZeroWindow => {
                let reader = [(0, Action::Listen), (20, Action::Pause), (1500, Action::Resume), (1600, Action::Close)];
                Scenario { right: Side { receive_buffer: 8000, ..side(&reader) }, ..served(30_000) }
            }
            Preset::HalfClose => Scenario {
                right: side(&[(0, Action::Listen), (300, Action::Write { bytes: 5000 }), (500, Action::Close)]),
                ..served(3000)
            },
            Preset::SpuriousTimeout => {
                let slow = Delay {
                    from: Duration::from_millis(60),
                    until: Duration::from_millis(70),
                    extra: Duration::from_millis(600),
                };
                Scenario { path: Path { slow: Some(slow), ..Path::default() }, ..served(60_000) }
            }
            Preset::CongestionMarks => {
                let path = Path { queue: 60_000, mark: Some(12_000), ..Path::default() };
                let Scenario { left, right, .. } = served(600_000);
                Scenario {
                    path,
                    left: Side { ecn: true, ..left },
                    right: Side { ecn: true, ..right },
                    ..served(600_000)
                }
            }
        }
    }
}

/// The left sends so many bytes to the right, then both close; with none to send, nobody closes.
fn served(bytes: u64) -> Scenario {
    let until = Duration::from_secs(30);
    if bytes == 0 {
        return Scenario { right: side(&[(0, Action::Listen)]), until: Duration::from_secs(1), ..Scenario::default() };
    }
    Scenario {
        left: side(&[(0, Action::Connect), (0, Action::Write { bytes }), (0, Action::Close)]),
        right: side(&[(0, Action::Listen), (1000, Action::Close)]),
        until,
        ..Scenario::default()
    }
}

fn side(steps: &[(u64, Action)]) -> Side {
    Side { steps: steps.iter().map(|(at, action)| Step::new(*at, *action)).collect(), ..Side::default() }
}
