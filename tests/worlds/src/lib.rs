//! Small worlds, searched whole: two connections that are the crate's own, what is on its way between them, the calls that
//! their users have yet to make, and a few faults that the network has yet to commit. Every order of all of it is tried, by
//! the model checker `stateright`, and in every state that is reached four rules must hold:
//!
//! 1. each change of state is one of the diagram's (RFC 9293 3.3.2; read from the crate's own table);
//! 2. what is read is what was written, in order, from the first byte on; and a connection that says it has finished has
//!    delivered everything;
//! 3. there is a next step, unless both ends are CLOSED and nothing is under way;
//! 4. from there on, over a network that commits no more faults, both ends come to CLOSED.
//!
//! Time stands still while a packet is delivered; it passes when nothing is under way, or as a fault, to the next timer. Two
//! states are the same where all that the connections hold is the same, moments counted from now. With large buffers users
//! read at once; with small ones, when they like.

mod diagram;
mod model;
mod print;
mod report;
mod side;
mod world;

pub use model::{Bounds, Worlds};
pub use report::{Found, explore};
pub use side::{Call, Last};
pub use world::{Action, Faults, Opening, Setup, World};
