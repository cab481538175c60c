//! The first sequence numbers of connections, for relative ones: a table of fixed size.

/// How many connections are remembered.
pub(crate) const FLOWS: usize = 4096;
/// A connection is looked for in as many places.
const WAYS: usize = 8;

/// Both ends of a connection: addresses (IPv4's in the first four bytes) and ports, the lower end first.
type Key = ([u8; 16], [u8; 16], u32);

/// One connection's first sequence numbers, those of its lower end first.
#[derive(Clone, Copy)]
pub(crate) struct Flow {
    key: Key,
    /// Whose it is; 0 for nobody's.
    owner: u32,
    /// When it was seen last.
    seen: u32,
    first: (u32, u32),
}

impl Flow {
    pub(crate) const NONE: Flow = Flow { key: ([0; 16], [0; 16], 0), owner: 0, seen: 0, first: (0, 0) };
}

/// The connections that one summarizer remembers, in a table that it may share with others.
pub(crate) struct Flows<'a> {
    pub(crate) flows: &'a mut [Flow],
    /// Whose connections: not 0.
    pub(crate) owner: u32,
    /// Counts the frames.
    pub(crate) now: u32,
}

/// Where a segment comes from and goes to.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    pub(super) source: [u8; 16],
    pub(super) destination: [u8; 16],
    pub(super) source_port: u32,
    pub(super) destination_port: u32,
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
    /// What to take from the numbers of a segment with ACK set. The first of a connection, and one with SYN, is as it is.
    pub(super) fn base(&mut self, ends: &Ends, syn: bool, sequence: u32, acknowledgment: u32) -> Base {
        let Ends { source, destination, source_port, destination_port } = *ends;
        let reversed = (source_port, source) > (destination_port, destination);
        let key = match reversed {
            true => (destination, source, destination_port << 16 | source_port),
            false => (source, destination, source_port << 16 | destination_port),
        };
        let (owner, now) = (self.owner, self.now);
        let Some(flow) = self.place(&key) else { return Base::default() };
        let known = flow.owner == owner && flow.key == key;
        flow.seen = now;
        if !known || syn {
            let firsts = (sequence, acknowledgment.wrapping_sub(1));
            *flow = Flow { key, owner, seen: now, first: if reversed { (firsts.1, firsts.0) } else { firsts } };
        }
        let (sequence, acknowledgment) = if reversed { (flow.first.1, flow.first.0) } else { flow.first };
        match known && !syn {
            true => Base { sequence, acknowledgment, sack: acknowledgment },
            false => Base { sack: acknowledgment, ..Base::default() },
        }
    }

    /// The connection's place, or that of the one in its places that was not seen for longest.
    fn place(&mut self, key: &Key) -> Option<&mut Flow> {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let numbers = (key.2 as u64) << 32 | u64::from(self.owner);
        for byte in key.0.iter().chain(&key.1).chain(&numbers.to_le_bytes()) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3); // FNV-1a
        }
        let sets = self.flows.len() / WAYS;
        let set = ((hash >> 32) as usize).checked_rem(sets)?;
        let (owner, now) = (self.owner, self.now);
        let age = |flow: &Flow| match flow.owner {
            _ if flow.owner == owner && flow.key == *key => 0,
            0 => u64::MAX,
            _ => u64::from(now.wrapping_sub(flow.seen)) + 1,
        };
        let ways = self.flows.get_mut(set * WAYS..)?.get_mut(..WAYS)?;
        let at = ways.iter().position(|flow| age(flow) == 0);
        let oldest = || ways.iter().enumerate().max_by_key(|(_, flow)| age(flow)).map(|(at, _)| at);
        let at = at.or_else(oldest)?;
        ways.get_mut(at)
    }
}
