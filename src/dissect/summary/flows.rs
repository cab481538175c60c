//! The first sequence numbers of connections, for relative ones: a table of fixed size.

/// How many connections are remembered.
pub(crate) const FLOWS: usize = 4096;
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
    /// When it was seen last.
    seen: u32,
    first: [u32; 2],
}

impl Flow {
    pub(crate) const NONE: Flow = Flow { ends: [[0; 18]; 2], owner: 0, seen: 0, first: [0; 2] };
}

/// The connections that one summarizer remembers, in a table that it may share with others.
pub(crate) struct Flows<'a> {
    pub(crate) flows: &'a mut [Flow],
    /// Whose connections: not 0.
    pub(crate) owner: u32,
    /// Counts the frames.
    pub(crate) now: u32,
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
        let ends = if reversed { [destination, source] } else { [source, destination] };
        let owner = self.owner;
        let now = self.now;
        let Some(flow) = self.place(&ends) else { return Base::default() };
        let known = flow.owner == owner && flow.ends == ends;
        flow.seen = now;
        let turn = |[a, b]: [u32; 2]| if reversed { [b, a] } else { [a, b] };
        if !known || syn {
            let [sequence, acknowledgment] = numbers;
            *flow = Flow { ends, owner, seen: now, first: turn([sequence, acknowledgment.wrapping_sub(1)]) };
        }
        let [sequence, acknowledgment] = turn(flow.first);
        match known && !syn {
            true => Base { sequence, acknowledgment, sack: acknowledgment },
            false => Base { sack: acknowledgment, ..Base::default() },
        }
    }

    /// The connection's place, or that of the one in its places that was not seen for longest.
    fn place(&mut self, ends: &[End; 2]) -> Option<&mut Flow> {
        let mut hash = 0x811c_9dc5_u32 ^ self.owner;
        for byte in ends.as_flattened() {
            hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193); // FNV-1a
        }
        // Its lower bits are mixed less well.
        let set = ((hash ^ hash >> 16) as usize).checked_rem(self.flows.len() / WAYS)?;
        let ways = self.flows.get_mut(set * WAYS..)?;
        let (mut best, mut oldest) = (0, 0);
        for (at, flow) in ways.iter().take(WAYS).enumerate() {
            if flow.owner == self.owner && flow.ends == *ends {
                best = at;
                break;
            }
            let age = if flow.owner == 0 { u32::MAX } else { self.now.wrapping_sub(flow.seen) };
            if age >= oldest {
                (best, oldest) = (at, age);
            }
        }
        ways.get_mut(best)
    }
}
