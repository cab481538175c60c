//! BBR, draft-cardwell-iccrg-bbr-congestion-control: what its model makes of a path.

use crate::flows::{Shared, link, shared_with};
use drywire::sim::LinkConfig;
use drywire::tcp::{Bbr, Config, Info, MakeController};
use drywire::time::Duration;

const RATE: u64 = 100_000_000;
/// 20 ms.
const QUEUE: u64 = RATE / 8 / 50;

fn one(bottleneck: LinkConfig, buffer: usize) -> Shared {
    let controllers = [Bbr::boxed as MakeController];
    shared_with(1, &controllers, bottleneck, |config| Config { send_buffer: buffer, receive_buffer: buffer, ..config })
}

fn info(shared: &Shared) -> Info {
    shared.network.endpoint(shared.senders[0]).unwrap().connection.info()
}

/// 4.3.2.2: STARTUP ends when the bandwidth grows no more. A repair that is lost begins no new round trip, and a buffer that is
/// full of what waits for repairs is no lack of data: either kept STARTUP going, at three times the path's rate.
#[test]
fn startup_ends_though_losses_fill_the_buffer() {
    for loss in [0.0, 0.01, 0.03, 0.1] {
        let mut shared = one(LinkConfig { loss, ..link(RATE, QUEUE) }, 1 << 20);
        shared.network.run_for(Duration::from_millis(700)).unwrap();
        let rates: Vec<u64> = (0..10)
            .map(|_| {
                shared.network.run_for(Duration::from_millis(20)).unwrap();
                info(&shared).pacing_rate.unwrap()
            })
            .collect();
        println!("loss {loss}: {rates:?}");
        assert!(rates.iter().all(|rate| *rate < RATE / 8 * 3 / 2), "loss {loss}: {rates:?}");
    }
}

/// 4.5.9 of version 02: acknowledgments that come together each 40 ms do not leave the path idle, though that is twice the
/// round trip.
#[test]
fn acknowledgments_that_come_together_leave_no_gap() {
    let mut shared = one(link(RATE, 4 * QUEUE), 8 << 20);
    for receiver in shared.receivers.clone() {
        shared.network[receiver].slot = Duration::from_millis(40);
    }
    shared.network.run_for(Duration::from_secs(5)).unwrap();
    let used = shared.rates(Duration::from_secs(5))[0] / RATE as f64;
    println!("used {used:.3}; {:?}", info(&shared));
    assert!(used > 0.9, "{used}");
}
