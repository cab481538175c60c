//! The first sequence numbers of connections, for relative ones: a table of fixed size.

use core::mem::swap;

/// How many connections are remembered, in sets of `WAYS`.
pub(crate) const SETS: usize = 4096 / WAYS;
/// A connection is looked for in as many places.
const WAYS: usize = 8;

/// One end of a connection: its address (IPv4's in the first four bytes) and its port.
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
        let ends = if reversed { [destination, source] } else { [source, destination] };
        let [sequence, acknowledgment] = numbers;
        let new = Flow { ends, owner: self.owner, first: turn([sequence, acknowledgment.wrapping_sub(1)]) };
        let Some(set) = self.set(&ends).filter(|_| new.owner != 0) else { return Base::default() };
        let known = to_front(set, new);
        match (known, set.first_mut()) {
            (Some(known), Some(front)) if !syn => {
                front.first = known.first;
                let [sequence, acknowledgment] = turn(known.first);
                Base { sequence, acknowledgment, sack: acknowledgment }
            }
            _ => Base { sack: acknowledgment.wrapping_sub(1), ..Base::default() },
        }
    }

    /// Where a connection is looked for.
    fn set(&mut self, ends: &[End; 2]) -> Option<&mut Set> {
        let mut hash = 0x811c_9dc5_u32 ^ self.owner;
        for byte in ends.as_flattened() {
            hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193); // FNV-1a
        }
        // Its lower bits are mixed less well.
        let set = ((hash ^ hash >> 16) as usize).checked_rem(self.sets.len())?;
        self.sets.get_mut(set)
    }
}

/// Puts a connection first, and those before its place one further: as it was known until now, or nothing where the last one
/// had to go for it.
fn to_front(set: &mut Set, mut flow: Flow) -> Option<Flow> {
    let (ends, owner) = (flow.ends, flow.owner);
    for place in set {
        swap(place, &mut flow);
        if flow.owner == owner && flow.ends == ends {
            return Some(flow);
        }
    }
    None
}
