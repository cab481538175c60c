//! Searching, and telling what was found.

use crate::model::Worlds;
use stateright::{Checker, HasDiscoveries, Model};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// What a search came to.
#[derive(Debug)]
pub struct Found {
    /// How many different states were reached.
    pub states: usize,
    /// How many steps were taken between them.
    pub steps: usize,
    /// The longest way to a state.
    pub depth: usize,
    /// How long it took.
    pub time: Duration,
    /// Each rule that is broken, and the way there.
    pub broken: Vec<String>,
}

/// Searches worlds to their end, or to the first rule that is broken. `tell` hears of states and steps every few seconds.
#[must_use]
pub fn explore(worlds: Worlds, shortest: bool, tell: impl FnMut(usize, usize)) -> Found {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let builder = worlds.checker().threads(threads).finish_when(HasDiscoveries::AnyFailures);
    match shortest {
        true => watch(&builder.spawn_bfs(), tell),
        false => watch(&builder.spawn_dfs(), tell),
    }
}

fn watch(checker: &impl Checker<Worlds>, mut tell: impl FnMut(usize, usize)) -> Found {
    let start = Instant::now();
    let mut told = start;
    while !checker.is_done() {
        std::thread::sleep(Duration::from_millis(20));
        if told.elapsed() > Duration::from_secs(5) {
            tell(checker.unique_state_count(), checker.state_count());
            told = Instant::now();
        }
    }
    let broken = checker.discoveries().into_iter().map(|(rule, path)| {
        let mut text = format!("not every world {rule}:\n");
        for (world, action) in path.into_vec() {
            let action = action.map_or(String::new(), |action| format!("{action:?}"));
            let _ = writeln!(text, "  {world}  {action}");
            if let Some(broken) = world.broken() {
                let _ = writeln!(text, "  {broken}");
            }
        }
        text
    });
    Found {
        states: checker.unique_state_count(),
        steps: checker.state_count(),
        depth: checker.max_depth(),
        time: start.elapsed(),
        broken: broken.collect(),
    }
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Found { states, steps, depth, time, broken } = self;
        broken.iter().try_for_each(|broken| writeln!(f, "{broken}"))?;
        let rate = *steps as f64 / time.as_secs_f64().max(0.001);
        write!(
            f,
            "{states} states, {steps} steps, at most {depth} deep, in {:.1} s ({rate:.0} steps/s)",
            time.as_secs_f64()
        )?;
        write!(f, "; {} rules broken", broken.len())
    }
}
