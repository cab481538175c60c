//! What is to be run.

use super::path::Path;
use super::user::Step;
use crate::tcp::{Bbr, Config, Cubic, MakeController, NewReno, Secret};
use crate::time::Duration;
use alloc::vec::Vec;

/// Two hosts, what their users do, and the path between them.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Scenario {
    /// Where all chance comes from.
    pub seed: u64,
    /// What the hosts speak.
    pub protocol: Protocol,
    /// The path.
    pub path: Path,
    /// Packets from left to right that are lost, by their number in that direction; the first is 1.
    pub drop_to_right: Vec<u64>,
    /// Packets from right to left that are lost.
    pub drop_to_left: Vec<u64>,
    /// The host at the left, 10.0.0.1.
    pub left: Side,
    /// The host at the right, 10.0.0.2.
    pub right: Side,
    /// The run ends here at the latest.
    #[cfg_attr(feature = "serde", serde(with = "super::path::milliseconds"))]
    pub until: Duration,
}

/// What the hosts speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
pub enum Protocol {
    /// A connection: every byte arrives, once and in order.
    #[default]
    Tcp,
    /// Datagrams: each arrives or does not.
    Udp,
}

/// What controls congestion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Controller {
    /// RFC 5681 and 6582.
    NewReno,
    /// RFC 9438 and 9406.
    #[default]
    Cubic,
    /// A model of the path: its bandwidth and its round trip, and sending at that pace.
    Bbr,
}

impl Controller {
    const fn maker(self) -> MakeController {
        match self {
            Controller::NewReno => NewReno::boxed,
            Controller::Cubic => Cubic::boxed,
            Controller::Bbr => Bbr::boxed,
        }
    }
}

/// A host and its user.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Side {
    /// What its user does.
    pub steps: Vec<Step>,
    /// What controls congestion.
    pub controller: Controller,
    /// How many bytes may wait to be sent or acknowledged.
    pub send_buffer: u32,
    /// How many bytes may wait to be read.
    pub receive_buffer: u32,
    /// Whether selective acknowledgment is offered (RFC 2018).
    pub sack: bool,
    /// Whether timestamps are offered (RFC 7323).
    pub timestamps: bool,
    /// Whether window scaling is offered (RFC 7323).
    pub window_scale: bool,
    /// Whether small segments wait while data is under way (RFC 9293 3.7.4).
    pub nagle: bool,
    /// Whether explicit congestion notification is offered, and agreed to where the peer offers it (RFC 3168).
    pub ecn: bool,
}

impl Default for Side {
    fn default() -> Self {
        Side {
            steps: Vec::new(),
            controller: Controller::default(),
            send_buffer: 256 * 1024,
            receive_buffer: 256 * 1024,
            sack: true,
            timestamps: true,
            window_scale: true,
            nagle: true,
            ecn: false,
        }
    }
}

/// Nobody does anything, for at most a minute.
impl Default for Scenario {
    fn default() -> Self {
        Scenario {
            seed: 1,
            protocol: Protocol::default(),
            path: Path::default(),
            drop_to_right: Vec::new(),
            drop_to_left: Vec::new(),
            left: Side::default(),
            right: Side::default(),
            until: Duration::from_secs(60),
        }
    }
}

impl Side {
    /// Memory that one side's buffers may take, whatever a scenario asks for.
    const BUFFER_AT_MOST: u32 = 16 * 1024 * 1024;

    /// The connection's settings.
    pub(super) fn config(&self, seed: u64, mtu: u16) -> Config {
        Config {
            send_buffer: self.send_buffer.min(Self::BUFFER_AT_MOST) as usize,
            receive_buffer: self.receive_buffer.min(Self::BUFFER_AT_MOST) as usize,
            mtu,
            sack: self.sack,
            timestamps: self.timestamps,
            window_scale: self.window_scale,
            nagle: self.nagle,
            ecn: self.ecn,
            // A lab's runs are short: two minutes of TIME-WAIT would be all that there is to see.
            msl: Duration::from_secs(1),
            controller: self.controller.maker(),
            trace: true,
            ..Config::new(Secret::from_seed(seed))
        }
    }
}
