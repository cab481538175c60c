//! Every kind of segment in every state, in the order of RFC 9293 3.10.7: tables by hand, and a model of the RFC's rules
//! against which all combinations are run.

mod bring;
mod model;

mod generated;
mod synchronized;
mod unsynchronized;

use crate::script::Script;
use bring::bring;
use drywire::tcp::State;

/// A segment, the state that follows, and what is sent.
type Row<'a> = (&'a str, State, &'a [&'a str]);

/// Runs each row on a connection of its own that was brought into a state.
fn table(state: State, rows: &[Row<'_>]) {
    for (segment, next, reply) in rows {
        let mut script: Script = bring(state).script;
        assert_eq!(script.answer(segment), *reply, "{state}: {segment}");
        assert_eq!(script.connection.state(), *next, "{state}: {segment}");
    }
}
