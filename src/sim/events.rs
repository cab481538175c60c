//! What is going to happen, by time; of one time, what was scheduled first comes first.

use crate::time::Instant;
use alloc::collections::BinaryHeap;
use core::cmp::{Ordering, Reverse};

/// A queue with a stable order.
pub(super) struct Events<T> {
    heap: BinaryHeap<Reverse<Event<T>>>,
    scheduled: u64,
}

struct Event<T> {
    at: Instant,
    order: u64,
    what: T,
}

impl<T> Events<T> {
    pub(super) const fn new() -> Self {
        Events { heap: BinaryHeap::new(), scheduled: 0 }
    }

    pub(super) fn schedule(&mut self, at: Instant, what: T) {
        self.scheduled += 1;
        self.heap.push(Reverse(Event { at, order: self.scheduled, what }));
    }

    /// When something happens next.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.heap.peek().map(|Reverse(event)| event.at)
    }

    /// What happens at this moment or before it.
    pub(super) fn pop(&mut self, now: Instant) -> Option<T> {
        self.next_at().filter(|at| *at <= now)?;
        self.heap.pop().map(|Reverse(event)| event.what)
    }
}

impl<T> Event<T> {
    const fn key(&self) -> (Instant, u64) {
        (self.at, self.order)
    }
}

impl<T> PartialEq for Event<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<T> Eq for Event<T> {}

impl<T> PartialOrd for Event<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Event<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn events_of_one_time_keep_their_order() {
        let mut events = Events::new();
        let times = [5, 3, 5, 3, 3, 1, 5];
        times.iter().enumerate().for_each(|(index, at)| events.schedule(Instant::from_micros(*at), index));
        assert_eq!(events.next_at(), Some(Instant::from_micros(1)));
        assert_eq!(events.pop(Instant::ZERO), None);
        let order: Vec<_> = core::iter::from_fn(|| events.pop(Instant::from_micros(5))).collect();
        assert_eq!(order, [5, 1, 3, 4, 0, 2, 6]);
    }
}
