//! Two connections over a simulated network, and one against a peer scripted by hand.

mod hostile;
mod ledger;
mod matrix;
mod peer;
mod script;
mod states;
mod wrap;
