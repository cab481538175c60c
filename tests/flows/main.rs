//! Conversations against tshark's: what each segment is (`tcp.analysis`), which conversation it belongs to, and what was said
//! (`follow`). Over the captures of `../shared/captures`, and over captures made by the simulator.
//!
//! Where tshark or the folder is missing, the test says so and passes. Seeds are printed; `FLOW_SEED=n cargo test --test flows`
//! runs one alone.

mod compare;
mod made;
mod properties;
mod streams;
mod tshark;
mod verdicts;
