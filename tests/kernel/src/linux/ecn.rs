//! What both ends said of routers' marks (RFC 3168), as the packets between them show it.

use drywire::sim::{Pair, Trace};

const CWR: u8 = 0x80;
const ECE: u8 = 0x40;
const SYN: u8 = 0x02;

/// What one end has sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Said {
    /// ECE and CWR of its first SYN.
    syn: Option<u8>,
    /// Packets with data that may be marked, and others that may be.
    markable: u64,
    markable_without_data: u64,
    /// Segments that tell of a mark, and that tell of sending less; SYNs not counted.
    echoes: u64,
    answers: u64,
}

/// What either end has sent: ours, and the kernel's.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ecn {
    ours: Said,
    kernel: Said,
}

impl Ecn {
    pub(crate) fn of(trace: &Trace, pair: Pair) -> Self {
        let mut ecn = Ecn::default();
        for packet in trace.packets().iter().filter(|packet| !packet.is_copy) {
            let said = if packet.from == pair.left { &mut ecn.ours } else { &mut ecn.kernel };
            said.add(&packet.data, packet.length);
        }
        ecn
    }

    /// Whether both ends did what RFC 3168 says: asked and agreed, told of marks and of sending less. Or one did not take
    /// part, and so neither did anything.
    pub(crate) fn check(&self, takes_part: bool, we_ask: bool) -> Result<(), String> {
        let Ecn { ours, kernel } = self;
        let (asks, agrees) = if we_ask { (ours, kernel) } else { (kernel, ours) };
        let setup = match (takes_part, we_ask) {
            (true, _) => (Some(ECE | CWR), Some(ECE)),
            (false, true) => (Some(ECE | CWR), Some(0)),
            (false, false) => (Some(0), Some(0)),
        };
        let told = [ours, kernel].map(|said| [said.markable > 0, said.echoes > 0, said.answers > 0]);
        match () {
            () if (asks.syn, agrees.syn) != setup => Err(format!("RFC 3168 6.1.1, the SYNs' flags: {self:?}")),
            () if told != [[takes_part; 3]; 2] => Err(format!("RFC 3168 6.1, what was marked and told: {self:?}")),
            () if ours.markable_without_data > 0 => Err(format!("RFC 3168 6.1.4, marks without data: {self:?}")),
            () => Ok(()),
        }
    }
}

impl Said {
    fn add(&mut self, packet: &[u8], length: usize) {
        let byte = |at: usize| packet.get(at).copied().unwrap_or_default();
        let header = 4 * usize::from(byte(0) & 15);
        let flags = byte(header + 13);
        if flags & SYN != 0 {
            self.syn = self.syn.or(Some(flags & (ECE | CWR)));
            return;
        }
        let has_data = length > header + 4 * usize::from(byte(header + 12) >> 4);
        let markable = u64::from(byte(1) & 3 != 0);
        *(if has_data { &mut self.markable } else { &mut self.markable_without_data }) += markable;
        self.echoes += u64::from(flags & ECE != 0);
        self.answers += u64::from(flags & CWR != 0);
    }
}
