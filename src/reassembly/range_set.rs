//! Which parts of a line of numbers are there.

use alloc::vec::Vec;
use core::ops::Range;

/// A set of numbers as ranges that neither overlap nor touch, in ascending order, of at most so many.
///
/// ```
/// use drywire::reassembly::RangeSet;
/// let mut set = RangeSet::new(8);
/// assert!(set.insert(10..20) && set.insert(30..40) && set.insert(20..25));
/// assert_eq!(set.iter().collect::<Vec<_>>(), [10..25, 30..40]);
/// assert_eq!(set.gaps(0..35).collect::<Vec<_>>(), [0..10, 25..30]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RangeSet {
    ranges: Vec<Range<u64>>,
    limit: usize,
}

impl RangeSet {
    /// An empty set of at most `limit` ranges. It takes no memory until something is inserted.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        RangeSet { ranges: Vec::new(), limit }
    }

    /// Adds a range. False, and no change, where that would make more ranges than the limit.
    pub fn insert(&mut self, range: Range<u64>) -> bool {
        if range.is_empty() {
            return true;
        }
        let first = self.ranges.partition_point(|other| other.end < range.start);
        let last = self.ranges.partition_point(|other| other.start <= range.end);
        let Some(touched) = self.ranges.get(first..last) else { return false };
        match touched {
            [] if self.ranges.len() >= self.limit => return false,
            [] => self.ranges.insert(first, range),
            [low, ..] => {
                let high = touched.last().unwrap_or(low);
                let merged = low.start.min(range.start)..high.end.max(range.end);
                self.ranges.splice(first..last, [merged]);
            }
        }
        true
    }

    /// Takes away everything below `end`.
    pub fn remove_below(&mut self, end: u64) {
        let whole = self.ranges.partition_point(|range| range.end <= end);
        self.ranges.drain(..whole);
        if let Some(first) = self.ranges.first_mut() {
            first.start = first.start.max(end);
        }
        if self.ranges.is_empty() {
            self.ranges = Vec::new();
        }
    }

    /// The ranges, in ascending order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Range<u64>> + ExactSizeIterator + '_ {
        self.ranges.iter().cloned()
    }

    /// The lowest range.
    #[must_use]
    pub fn first(&self) -> Option<Range<u64>> {
        self.ranges.first().cloned()
    }

    /// The range that has `number`.
    #[must_use]
    pub fn containing(&self, number: u64) -> Option<Range<u64>> {
        let at = self.ranges.partition_point(|range| range.end <= number);
        self.ranges.get(at).filter(|range| range.contains(&number)).cloned()
    }

    /// The parts of `within` that are not in the set, in ascending order.
    pub fn gaps(&self, within: Range<u64>) -> impl Iterator<Item = Range<u64>> + '_ {
        let first = self.ranges.partition_point(|range| range.end <= within.start);
        let end = within.end;
        let covered = self.ranges.get(first..).unwrap_or_default().iter().take_while(move |range| range.start < end);
        let mut from = within.start;
        covered.cloned().chain(core::iter::once(end..end)).filter_map(move |range| {
            let gap = from..range.start.min(end);
            from = range.end;
            (!gap.is_empty()).then_some(gap)
        })
    }

    /// Whether there is nothing in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// How many numbers are in the set.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.ranges.iter().map(|range| range.end - range.start).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a plain set of numbers, over a few thousand seeded steps.
    #[test]
    fn equals_a_plain_set() {
        let mut seed = 7u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let mut set = RangeSet::new(1000);
        let mut plain = alloc::collections::BTreeSet::new();
        for step in 0..4000 {
            let start = random(200);
            let range = start..start + random(9);
            if random(8) == 0 {
                set.remove_below(range.start);
                plain.retain(|number| *number >= range.start);
            } else {
                assert!(set.insert(range.clone()));
                plain.extend(range.clone());
            }
            assert_eq!(set.count() as usize, plain.len(), "step {step}");
            assert!(set.iter().flatten().eq(plain.iter().copied()), "step {step}");
            let ranges: Vec<_> = set.iter().collect();
            assert!(ranges.windows(2).all(|pair| pair[0].end < pair[1].start), "step {step}: {ranges:?}");
            let gaps: Vec<u64> = set.gaps(range.clone()).flatten().collect();
            let expected: Vec<u64> = range.filter(|number| !plain.contains(number)).collect();
            assert_eq!(gaps, expected, "step {step}");
        }
    }

    #[test]
    fn the_limit_holds_and_merging_is_always_allowed() {
        let mut set = RangeSet::new(2);
        assert!(set.insert(0..1) && set.insert(10..11));
        assert!(!set.insert(5..6), "a third range");
        assert!(set.insert(1..10), "fills the gap");
        assert_eq!(set.first(), Some(0..11));
    }
}
