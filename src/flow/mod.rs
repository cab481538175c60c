//! Conversations in a capture, watched from between the two sides: which there are and how far they have come, what each segment
//! is beside those before it, and what was said.
//!
//! [`Flows`] takes one packet after the other and gives a [`Verdict`] on each. Fragments of IP packets are put together first.
//!
//! ```
//! use drywire::flow::{Captured, FlowConfig, Findings, Flows};
//! use drywire::wire::LinkType;
//!
//! let syn = [
//!     0x45, 0, 0, 40, 0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, // IPv4
//!     0x9c, 0x40, 0, 80, 0, 0, 0, 7, 0, 0, 0, 0, 0x50, 2, 0xff, 0xff, 0, 0, 0, 0, // TCP
//! ];
//! let mut flows = Flows::new(FlowConfig::default());
//! let captured = |time| Captured { time, length: 40, data: &syn, link: LinkType::Raw };
//! assert!(flows.push(&captured(0)).findings.is_empty());
//! let again = flows.push(&captured(1_000_000_000));
//! assert_eq!(again.findings, Findings::RETRANSMISSION);
//! assert_eq!(flows.conversation(0).unwrap().sent[0].packets, 2);
//! ```

mod analysis;
mod connection;
mod conversation;
mod follow;
mod frame;
mod keys;
mod rows;
mod table;
mod under_way;
mod verdict;

pub use conversation::{Conversation, Endpoint, Rtt, Side, State, Traffic};
pub use follow::{Chunk, Content, Follow};
pub use frame::Captured;
pub use table::{FlowConfig, Flows, Streams};
pub use verdict::{Acknowledged, Duplicate, Findings, Verdict};
