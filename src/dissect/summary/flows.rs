//! The first sequence numbers of connections, for relative ones: a table of fixed size.

use core::mem::swap;

/// How many connections are remembered, in sets of `WAYS`.
pub(crate) const SETS: usize = 4096 / WAYS;
/// A connection is looked for in as many places.
const WAYS: usize = 8;

/// One end of a connection: its port, then its address. No IPv6 address in use is IPv4's with zeros behind it.
pub(super) type End = [u8; 18];

/// One connection's first sequence numbers, those of its lower end first.
#[derive(Clone, Copy)]
pub(crate) struct Flow {
    /// Both ends, the lower one first.
    ends: [End; 2],
    /// Whose it is; 0 for nobody's.
    owner: u32,
    first: [u32; 2],
}

/// The places in which a connection is looked for. Those seen last stand first.
pub(crate) type Set = [Flow; WAYS];

/// No connections.
pub(crate) const NONE: Set = [Flow { ends: [[0; 18]; 2], owner: 0, first: [0; 2] }; WAYS];

/// The connections that one summarizer remembers, in a table that it may share with others.
pub(crate) struct Flows<'a> {
    pub(crate) sets: &'a mut [Set],
    /// Whose connections; 0 where numbers are to stay as they are.
    pub(crate) owner: u32,
}

/// What to take from a segment's numbers.
#[derive(Clone, Copy, Default)]
pub(super) struct Base {
    pub(super) sequence: u32,
    pub(super) acknowledgment: u32,
    /// The same for the blocks of SACK, from a connection's first segment on.
    pub(super) sack: u32,
}

impl Flows<'_> {
    /// What to take from the numbers of a segment with ACK set, from the one end to the other. The first of a connection, and one
    /// with SYN, is as it is.
    pub(super) fn base(&mut self, [source, destination]: [End; 2], syn: bool, numbers: [u32; 2]) -> Base {
        let reversed = source > destination;
        let turn = |[a, b]: [u32; 2]| if reversed { [b, a] } else { [a, b] };
        let ends = [source.min(destination), source.max(destination)];
        let [sequence, acknowledgment] = numbers;
        let mut flow = Flow { ends, owner: self.owner, first: turn([sequence, acknowledgment.wrapping_sub(1)]) };
        let Some(set) = self.set(&ends).filter(|_| flow.owner != 0) else { return Base::default() };
        if to_front(set, &mut flow) && !syn {
            set[0].first = flow.first;
            let [sequence, acknowledgment] = turn(flow.first);
            return Base { sequence, acknowledgment, sack: acknowledgment };
        }
        Base { sack: acknowledgment.wrapping_sub(1), ..Base::default() }
    }

    /// Where a connection is looked for.
    fn set(&mut self, ends: &[End; 2]) -> Option<&mut Set> {
        let mix = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193); // FNV-1a
        let hash = ends.as_flattened().iter().fold(self.owner, mix);
        // Its lower bits are mixed less well.
        let set = ((hash ^ hash >> 16) as usize).checked_rem(self.sets.len())?;
        self.sets.get_mut(set)
    }
}

/// Puts a connection first, and those before its place one further. True where it was known: then `flow` is as it was; else the last
/// one had to go for it.
fn to_front(set: &mut Set, flow: &mut Flow) -> bool {
    let (ends, owner) = (flow.ends, flow.owner);
    set.iter_mut().any(|place| {
        swap(place, flow);
        flow.owner == owner && flow.ends == ends
    })
}
