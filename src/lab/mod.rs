//! Scenarios: two hosts, what their users do, and a network that loses what it is told to; run to the end, and told.
//!
//! A run is a function of its [`Scenario`]: same scenario, same [`Run`], to the byte. It holds every packet with what became of
//! it, every state that either side passed through and why, and the figures that say how a sender saw its path.
//!
//! ```
//! use drywire::lab::{Preset, Ending};
//!
//! let run = Preset::FastRetransmit.scenario().run();
//! assert_eq!(run.ending, Ending::Quiet);
//! assert_eq!(run.right.received, run.left.written);
//! let again: Vec<_> = run.packets.iter().filter(|packet| packet.again).collect();
//! assert_eq!(again.len(), 1, "one segment was lost, and sent again");
//! ```

mod datagrams;
mod host;
mod path;
mod preset;
mod run;
mod scenario;
mod told;
mod user;

pub use path::{Delay, Outage, Path};
pub use preset::Preset;
pub use run::{Ending, PACKETS_AT_MOST, Run};
pub use scenario::{Controller, Protocol, Scenario, Side};
pub use told::{Decided, Moved, Noted, Samples, Sent, Told};
pub use user::{Action, Step};

#[cfg(test)]
mod tests;
