//! How much may be under way: the small face that every congestion controller has.

mod aggregation;
mod bbr;
mod cubic;
mod hystart;
mod new_reno;
mod rate;

pub use bbr::Bbr;
pub use cubic::Cubic;
pub use new_reno::NewReno;
pub use rate::RateSample;
pub(super) use rate::{RateSampler, Stamp};

use super::trace::Reason;
use crate::time::{Duration, Instant};
use alloc::boxed::Box;
#[cfg(not(target_arch = "wasm32"))]
use core::fmt::Debug;
#[cfg(target_arch = "wasm32")]
use unshown::Debug;

/// What an acknowledgment says to a controller.
#[derive(Clone, Copy, Debug, Default)]
pub struct Acknowledged {
    /// When it came.
    pub now: Instant,
    /// How many bytes it acknowledged, cumulatively; none where it only tells of data out of order.
    pub bytes: u32,
    /// How many bytes are newly known to have arrived, in order or not.
    pub delivered: u32,
    /// How many bytes are newly held to be lost.
    pub lost: u32,
    /// How many bytes are held to be in the network now.
    pub in_flight: u32,
    /// How many bytes were under way before it came.
    pub flight: u32,
    /// Whether the sender was held back by the window and not by a lack of data (RFC 9293 3.8.2, RFC 7661 4).
    pub limited: bool,
    /// Whether lost data is being repaired, or a mark has been told of and not all that was under way then has arrived: a
    /// window does not grow meanwhile (RFC 3168 6.1.2).
    pub recovering: bool,
    /// The round-trip time that it measured.
    pub rtt: Option<Duration>,
    /// The rate of arrival that it measured.
    pub rate: Option<RateSample>,
    /// Whether a round trip has ended with it: what it acknowledges was sent after the last one ended.
    pub round: bool,
}

/// Decides how many bytes may be under way. A connection asks it for a window and tells it what happens; everything else
/// about a controller is its own. It can be cloned, so that a connection can.
pub trait CongestionControl: Debug + Send + Sync + CloneController {
    /// cwnd in bytes.
    fn window(&self) -> u32;

    /// ssthresh in bytes.
    fn slow_start_threshold(&self) -> u32;

    /// Something has arrived.
    fn acknowledged(&mut self, acknowledged: &Acknowledged);

    /// By which rule the window grows now: for the trace, which asks before each [`CongestionControl::acknowledged`].
    fn growth(&self) -> Reason {
        if self.window() < self.slow_start_threshold() { Reason::SlowStart } else { Reason::CongestionAvoidance }
    }

    /// Loss was found by acknowledgments, once for each window of data; so many bytes were under way.
    fn loss(&mut self, now: Instant, flight: u32);

    /// Routers have marked packets, told once for each window of data (RFC 3168 6.1.2): as for a loss, but that nothing is to
    /// be repaired.
    fn marked(&mut self, now: Instant, flight: u32) {
        self.loss(now, flight);
    }

    /// The retransmission timer went off; `again` where it is not the first time for the same data.
    fn timeout(&mut self, now: Instant, flight: u32, again: bool);

    /// The lost data is repaired.
    fn recovered(&mut self, now: Instant, flight: u32);

    /// The loss last told of, by acknowledgments or by the timer, was none (RFC 4015 3.2): as if it had not been told.
    fn undo(&mut self) {}

    /// Nothing was sent for longer than a retransmission timeout (RFC 5681 4.1).
    fn restart(&mut self, now: Instant);

    /// Sending begins anew after a pause, and the window is kept (RFC 7661 4.3); or, where it is `over`, the window was not used
    /// for as long as it is kept: half of it is left, the initial window at least, and ssthresh says where it was (RFC 7661
    /// 4.4.3). Asked only where [`Config::window_validation`](super::Config::window_validation) is on and the controller does
    /// not pace; one that does nothing keeps its window for ever.
    fn rate_limited(&mut self, over: bool) {
        let _ = over;
    }

    /// Told after [`CongestionControl::recovered`] where the loss found a window that was not validated: how much of what was
    /// used got through. What that leaves after a loss is the window now, one segment at least (RFC 7661 4.4.1).
    fn recovered_unvalidated(&mut self, flight: u32) {
        let _ = flight;
    }

    /// A SYN had to be repeated: begin with one segment (RFC 5681 3.1).
    fn syn_was_lost(&mut self);

    /// The sender's maximum segment size changed.
    fn set_smss(&mut self, smss: u32);

    /// Whether it leaves to proportional rate reduction how fast what is under way shrinks to ssthresh after a loss
    /// (RFC 6937); one that does not sets its window itself.
    fn reduces_in_proportion(&self) -> bool {
        true
    }

    /// How many bytes a second may be sent; nothing where the controller does not pace.
    fn pacing_rate(&self) -> Option<u64> {
        None
    }
}

/// What clones a controller behind its face. Every controller that is `Clone` has it.
pub trait CloneController {
    /// The same controller once more.
    fn boxed_clone(&self) -> Box<dyn CongestionControl>;
}

impl<C: CongestionControl + Clone + 'static> CloneController for C {
    fn boxed_clone(&self) -> Box<dyn CongestionControl> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn CongestionControl> {
    fn clone(&self) -> Self {
        (**self).boxed_clone()
    }
}

/// In WebAssembly a controller is not shown: with it would come the code that formats numbers, a tenth of the npm package's
/// module.
#[cfg(target_arch = "wasm32")]
mod unshown {
    /// Takes the place of `core::fmt::Debug`. Every type has it.
    pub trait Debug {}

    impl<C> Debug for C {}

    impl core::fmt::Debug for dyn super::CongestionControl {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("a controller")
        }
    }
}
