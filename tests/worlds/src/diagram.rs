//! The diagram of states (RFC 9293 3.3.2), as the table in the crate's own documentation has it.

use drywire::tcp::State;
use std::sync::OnceLock;

const SOURCE: &str = include_str!("../../../src/tcp/state.rs");

/// The states in the order of the RFC's list.
const STATES: [State; 11] = [
    State::Closed,
    State::Listen,
    State::SynSent,
    State::SynReceived,
    State::Established,
    State::FinWait1,
    State::FinWait2,
    State::CloseWait,
    State::Closing,
    State::LastAck,
    State::TimeWait,
];

/// What makes a connection change its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// A segment has arrived.
    Segment,
    /// Time has passed.
    Time,
    /// The user has called, or what that call asked for is sent.
    User,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: State,
    cause: Cause,
    to: State,
}

/// Whether the diagram leads from one state to another for this cause. A segment may take several steps at once: it may
/// acknowledge our FIN and carry the peer's.
pub(crate) fn leads(from: State, cause: Cause, to: State) -> bool {
    let steps = if cause == Cause::Segment { 3 } else { 1 };
    from == to || path(from, cause, to, steps)
}

fn path(from: State, cause: Cause, to: State, steps: usize) -> bool {
    steps > 0
        && edges()
            .iter()
            .filter(|edge| edge.from == from && edge.cause == cause)
            .any(|edge| edge.to == to || path(edge.to, cause, to, steps - 1))
}

fn edges() -> &'static [Edge] {
    static EDGES: OnceLock<Vec<Edge>> = OnceLock::new();
    EDGES.get_or_init(|| SOURCE.lines().filter_map(row).flatten().collect())
}

/// The edges of one row: one for each state that it begins in, and each cause.
fn row(line: &str) -> Option<Vec<Edge>> {
    let cells: Vec<&str> = line.strip_prefix("/// |")?.split('|').map(str::trim).collect();
    let [from, on, _, to, ""] = cells[..] else { return None };
    let to = STATES.into_iter().find(|state| state.name() == to)?;
    let is_from = |state: &State| from == "any" || from.split(", ").any(|name| name == state.name());
    let froms = STATES.into_iter().filter(is_from);
    Some(froms.flat_map(|from| on.split(", ").map(move |on| Edge { from, cause: cause(on), to })).collect())
}

fn cause(on: &str) -> Cause {
    match on {
        "2 MSL passed" | "time-out" | "time-out after a passive OPEN" => Cause::Time,
        "passive OPEN" | "active OPEN" | "SEND" | "CLOSE" | "ABORT" => Cause::User,
        _ => Cause::Segment,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc9293_3_3_2_the_table_is_read() {
        assert!(edges().len() > 40, "{:#?}", edges());
        assert!(leads(State::Established, Cause::Segment, State::CloseWait));
        assert!(leads(State::FinWait1, Cause::Segment, State::TimeWait), "by way of FIN-WAIT-2");
        assert!(leads(State::TimeWait, Cause::Time, State::Closed));
        assert!(!leads(State::Established, Cause::Time, State::CloseWait));
        assert!(!leads(State::CloseWait, Cause::Segment, State::Established));
        assert!(!leads(State::Established, Cause::Segment, State::Listen));
    }
}
