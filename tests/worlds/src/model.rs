//! Worlds as the model checker sees them.

use crate::side::Last;
use crate::world::{Action, Faults, Opening, Setup, World};
use stateright::{Model, Property};
use std::collections::HashSet;
use std::sync::Mutex;

/// How large worlds are.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many bytes either user writes at most, each a segment of its own.
    pub segments: u8,
    /// What the network may do.
    pub faults: Faults,
    /// The receive buffers in bytes, which users then read when they like; 0 for large ones, which are read at once.
    pub window: u8,
    /// Whether SACK is offered (RFC 2018).
    pub sack: bool,
    /// Whether timestamps are offered (RFC 7323).
    pub timestamps: bool,
}

/// All worlds of one size: each way to open, each way to leave.
#[derive(Debug)]
pub struct Worlds {
    setups: Vec<Setup>,
    /// The worlds that are known to come to a good end of themselves.
    good: [Mutex<HashSet<u64>>; SHARDS],
}

const SHARDS: usize = 64;

/// No world takes as many steps to its end.
const LONGEST: usize = 2000;

impl Worlds {
    /// The worlds of these bounds.
    #[must_use]
    pub fn new(bounds: &Bounds) -> Self {
        let Bounds { segments, faults, window, sack, timestamps } = *bounds;
        let lasts = [Last::Close, Last::Abort];
        let ways = [Opening::ActivePassive, Opening::Simultaneous]
            .into_iter()
            .flat_map(|opening| lasts.map(|left| (opening, left)))
            .flat_map(|(opening, left)| lasts.map(|right| (opening, [left, right])));
        let setups = ways
            .map(|(opening, last)| Setup { opening, segments: [segments; 2], last, faults, window, sack, timestamps })
            .collect();
        Worlds { setups, good: std::array::from_fn(|_| Mutex::default()) }
    }

    /// Only those worlds of which this holds.
    #[must_use]
    pub fn only(mut self, which: impl Fn(&Setup) -> bool) -> Self {
        self.setups.retain(which);
        self
    }

    fn is_good(&self, print: u64) -> bool {
        self.good[print as usize % SHARDS].lock().is_ok_and(|good| good.contains(&print))
    }

    /// Whether a world comes to its end over a network that commits no more faults. What it comes by is remembered.
    fn ends(&self, world: &World) -> bool {
        let mut way = Vec::new();
        let mut world = world.clone();
        while !self.is_good(world.print()) && !world.is_over() {
            way.push(world.print());
            let Some(action) = world.natural_action().filter(|_| way.len() < LONGEST) else { return false };
            world = world.after(action);
        }
        way.push(world.print());
        for print in way {
            if let Ok(mut good) = self.good[print as usize % SHARDS].lock() {
                good.insert(print);
            }
        }
        true
    }
}

/// What must hold of every world.
pub(crate) const KEEPS_RULES: &str = "keeps the rules";
/// See [`KEEPS_RULES`].
pub(crate) const GOES_ON: &str = "has a next step or is over";
/// See [`KEEPS_RULES`].
pub(crate) const ENDS: &str = "comes to its end over a network without more faults";

impl Model for Worlds {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        self.setups.iter().map(|setup| World::new(*setup)).collect()
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        if world.broken().is_none() {
            world.actions(actions);
        }
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        Some(world.after(action))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(KEEPS_RULES, |_, world: &World| world.broken().is_none()),
            Property::always(GOES_ON, |_, world: &World| world.natural_action().is_some() || world.is_over()),
            Property::always(ENDS, |worlds: &Worlds, world: &World| world.broken().is_some() || worlds.ends(world)),
        ]
    }
}
