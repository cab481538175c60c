//! Settings at their edges.

use super::super::config::{Config, KeepAlive};
use super::super::congestion::{Bbr, Cubic, NewReno};
use super::super::isn::Secret;
use crate::time::Duration;
use proptest::prelude::*;
use proptest::sample::select;

const HOUR: Duration = Duration::from_secs(3600);

/// Any settings, but with patience: what ends a connection is a segment or a call.
pub(super) fn configs() -> impl Strategy<Value = Config> {
    let sizes = || select(&[1usize, 7, 100, 1460, 5000, 70_001, 600_000]);
    let switches = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (any::<u64>(), sizes(), sizes(), select(&[1usize, 3, 64]), select(&[68u16, 100, 576, 1500, 9000]), switches)
        .prop_map(
            |(
                seed,
                send_buffer,
                receive_buffer,
                receive_pieces,
                mtu,
                (nagle, sack, timestamps, window_scale, alive),
            )| {
                let keep_alive = alive.then(|| KeepAlive { idle: HOUR, ..KeepAlive::default() });
                Config {
                    send_buffer,
                    receive_buffer,
                    send_buffer_limit: if seed % 5 < 2 { 300_000 } else { 0 },
                    receive_buffer_limit: if seed % 7 < 3 { 300_000 } else { 0 },
                    receive_pieces,
                    mtu,
                    nagle,
                    sack,
                    timestamps,
                    window_scale,
                    keep_alive,
                    window_validation: seed % 4 < 2,
                    ecn: seed % 2 == 0,
                    controller: [NewReno::boxed, Cubic::boxed, Bbr::boxed][seed as usize % 3],
                    r2: HOUR * 100,
                    syn_r2: HOUR * 100,
                    ..Config::new(Secret::from_seed(seed))
                }
            },
        )
}
