//! Proportional rate reduction, RFC 6937: how much each acknowledgment lets out while losses are repaired, so that what is
//! under way shrinks evenly to the slow start threshold.

/// One recovery's account, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tcp) struct Prr {
    /// What was under way when the loss was found (RecoverFS).
    flight: u32,
    /// What has arrived since (prr_delivered).
    delivered: u32,
    /// What was sent since (prr_out).
    out: u32,
    /// What may be sent now (sndcnt).
    budget: u32,
}

impl Prr {
    /// A recovery begins with so much under way.
    pub(super) const fn new(flight: u32) -> Self {
        Prr { flight, delivered: 0, out: 0, budget: 0 }
    }

    /// What may be sent now.
    pub(in crate::tcp) const fn budget(&self) -> u32 {
        self.budget
    }

    /// So much was sent.
    pub(in crate::tcp) fn sent(&mut self, length: u32) {
        self.out = self.out.saturating_add(length);
        self.budget = self.budget.saturating_sub(length);
    }

    /// An acknowledgment says that `delivered` bytes more have arrived and leaves `pipe` under way (RFC 6937 3). Above the
    /// threshold, sending is in proportion to what arrives. Below it, what arrives is replaced (the conservative bound) and,
    /// where repairs come through, one segment added (the slow start bound).
    pub(super) fn acknowledged(&mut self, delivered: u32, pipe: u32, threshold: u32, smss: u32, comes_through: bool) {
        self.delivered = self.delivered.saturating_add(delivered);
        self.budget = if pipe > threshold {
            let share = u64::from(self.delivered) * u64::from(threshold);
            let due = share.div_ceil(u64::from(self.flight.max(1)));
            u32::try_from(due).unwrap_or(u32::MAX).saturating_sub(self.out)
        } else {
            let owed = self.delivered.saturating_sub(self.out);
            let bound = if comes_through { owed.max(delivered).saturating_add(smss) } else { owed };
            bound.min(threshold - pipe)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMSS: u32 = 1000;

    /// The first example of RFC 6937 4: 20 segments, the first lost, each acknowledgment tells of one more.
    #[test]
    fn rfc6937_4_one_loss_halves_evenly() {
        let mut prr = Prr::new(20 * SMSS);
        let mut pipe = 18 * SMSS;
        let mut sent = 0;
        for ack in 0..15 {
            prr.acknowledged(SMSS, pipe, 10 * SMSS, SMSS, false);
            let count = prr.budget() / SMSS;
            // A whole segment for every two that have arrived.
            (0..count).for_each(|_| prr.sent(SMSS));
            sent += count;
            assert_eq!(sent, u32::div_ceil(ack, 2), "after {ack}");
            pipe = pipe + count * SMSS - SMSS;
        }
        assert_eq!(pipe, 10 * SMSS);
    }

    /// The second example: 15 of 20 are lost. What is under way falls below the threshold at once.
    #[test]
    fn rfc6937_3_below_the_threshold_the_bounds_hold() {
        let table = [(false, 1), (true, 2)];
        for (comes_through, segments) in table {
            let mut prr = Prr::new(20 * SMSS);
            prr.acknowledged(SMSS, 4 * SMSS, 10 * SMSS, SMSS, comes_through);
            assert_eq!(prr.budget(), segments * SMSS);
        }
        let mut prr = Prr::new(20 * SMSS);
        prr.acknowledged(20 * SMSS, 9 * SMSS, 10 * SMSS, SMSS, true);
        assert_eq!(prr.budget(), SMSS, "never beyond the threshold");
    }
}
