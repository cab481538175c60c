//! Sequence numbers, RFC 9293 3.4: 32 bits that wrap, so there is no order, only *before* and *after* within half the space.

use core::fmt;
use core::ops::{Add, AddAssign, Sub};

/// A sequence number. It has no `Ord`: ask [`before`](SeqNumber::before), [`after`](SeqNumber::after) or
/// [`in_window`](SeqNumber::in_window).
///
/// ```
/// use drywire::wire::tcp::SeqNumber;
/// let last = SeqNumber(u32::MAX);
/// assert!(last.before(last + 1));
/// assert_eq!(last + 2 - last, 2);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SeqNumber(pub u32);

impl SeqNumber {
    /// Whether this number comes before `other`: the way forward to it is shorter than half the space.
    #[must_use]
    pub const fn before(self, other: SeqNumber) -> bool {
        (self.0.wrapping_sub(other.0) as i32) < 0
    }

    /// Whether this number comes after `other`.
    #[must_use]
    pub const fn after(self, other: SeqNumber) -> bool {
        other.before(self)
    }

    /// Whether this number is one of the `size` numbers from `first` on (RFC 9293 3.4, the window test).
    #[must_use]
    pub const fn in_window(self, first: SeqNumber, size: u32) -> bool {
        self.0.wrapping_sub(first.0) < size
    }
}

impl Add<u32> for SeqNumber {
    type Output = SeqNumber;

    fn add(self, count: u32) -> SeqNumber {
        SeqNumber(self.0.wrapping_add(count))
    }
}

impl AddAssign<u32> for SeqNumber {
    fn add_assign(&mut self, count: u32) {
        *self = *self + count;
    }
}

/// How far it is forward from `other` to this number.
impl Sub for SeqNumber {
    type Output = u32;

    fn sub(self, other: SeqNumber) -> u32 {
        self.0.wrapping_sub(other.0)
    }
}

impl fmt::Display for SeqNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc9293_3_4_comparison_is_modulo_two_to_the_32() {
        // (a, b, a before b, a after b)
        let table = [
            (0, 0, false, false),
            (0, 1, true, false),
            (u32::MAX, 0, true, false),
            (0, u32::MAX, false, true),
            (0, 0x7fff_ffff, true, false),
            (0x7fff_ffff, 0, false, true),
            (0xffff_fff0, 0x10, true, false),
        ];
        for (a, b, before, after) in table {
            assert_eq!(SeqNumber(a).before(SeqNumber(b)), before, "{a} before {b}");
            assert_eq!(SeqNumber(a).after(SeqNumber(b)), after, "{a} after {b}");
        }
    }

    #[test]
    fn rfc9293_3_4_a_window_has_a_first_and_a_last_number() {
        // (number, first, size, in window)
        let table = [
            (10, 10, 1, true),
            (11, 10, 1, false),
            (10, 10, 0, false),
            (9, 10, 5, false),
            (2, u32::MAX, 4, true),
            (3, u32::MAX, 4, false),
        ];
        for (number, first, size, inside) in table {
            assert_eq!(SeqNumber(number).in_window(SeqNumber(first), size), inside, "{number} in {first}+{size}");
        }
    }
}
