//! What holds of a connection at every moment, whatever comes and whatever its user calls.

mod invariants;
mod memory;
mod one;
mod settings;
mod subject;
mod two;
