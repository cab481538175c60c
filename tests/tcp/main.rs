//! Two connections over a simulated network.

mod matrix;
mod peer;
