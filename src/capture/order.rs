//! Numbers in the byte order of the machine that wrote the file.

/// A byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

impl Order {
    /// The other one.
    pub(super) const fn other(self) -> Order {
        match self {
            Order::Little => Order::Big,
            Order::Big => Order::Little,
        }
    }

    /// The 32-bit number at an offset; 0 past the end.
    #[cfg_attr(target_arch = "wasm32", inline(never))] // which has no byte swap: a dozen instructions each
    pub(super) fn u32(self, bytes: &[u8], at: usize) -> u32 {
        let bytes = bytes.get(at..).and_then(|rest| rest.first_chunk()).copied().unwrap_or_default();
        match self {
            Order::Little => u32::from_le_bytes(bytes),
            Order::Big => u32::from_be_bytes(bytes),
        }
    }

    /// The 32-bit numbers that these bytes begin with, as many as a packet's header has; zeros past the end.
    pub(super) fn words(self, bytes: &[u8]) -> [u32; 7] {
        core::array::from_fn(|index| self.u32(bytes, index * 4))
    }

    /// The two 16-bit numbers that stand where a 32-bit one was read.
    pub(super) const fn halves(self, word: u32) -> [u16; 2] {
        let [low, high] = [word as u16, (word >> 16) as u16];
        match self {
            Order::Little => [low, high],
            Order::Big => [high, low],
        }
    }

    /// The 64-bit number that these bytes begin with.
    pub(super) fn i64(self, bytes: &[u8]) -> i64 {
        let (first, second) = (i64::from(self.u32(bytes, 0)), i64::from(self.u32(bytes, 4)));
        match self {
            Order::Little => second << 32 | first,
            Order::Big => first << 32 | second,
        }
    }
}
