//! Recovery and congestion control against a peer scripted by hand: one mechanism a file, each test named after its RFC's
//! section, segments expected to the microsecond. Script and notation are those of `tests/tcp`.

mod bbr;
mod buffers;
mod ecn;
mod fairness;
mod flows;
mod liars;
mod lost_acks;
mod pacing;
mod rack;
mod script_with_time;
mod spurious;
mod tail_probe;
mod timeout;
mod trace;
mod trace_property;
mod trace_states;
mod validation;

#[path = "../tcp/script.rs"]
#[allow(dead_code, reason = "tests/tcp uses the rest")]
mod script;
