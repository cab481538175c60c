//! A file's times as nanoseconds.

/// Nanoseconds in a second.
pub(super) const SECOND: u64 = 1_000_000_000;
/// The most seconds that 64 bits hold in nanoseconds.
const MOST_SECONDS: u64 = i64::MAX as u64 / SECOND;
/// The most binary places of a second that are looked at: ten times the fraction still fits.
const MOST_PLACES: u32 = 60;

/// How an interface counts time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// As `if_tsresol` has it.
    resolution: u8,
    /// Nanoseconds to be added. Nothing where that is more than 64 bits hold.
    offset: Option<i64>,
}

impl Clock {
    /// By `if_tsresol` and `if_tsoffset` of pcapng, section 4.2.
    pub(super) fn new(resolution: u8, offset: i64) -> Clock {
        let fits = offset.unsigned_abs() <= MOST_SECONDS;
        Clock { resolution, offset: fits.then_some(offset.wrapping_mul(SECOND as i64)) }
    }

    /// Nanoseconds since 1970; nothing where they are more than 64 bits hold.
    #[inline]
    pub(super) fn nanoseconds(&self, ticks: u64) -> Option<i64> {
        let exponent = u32::from(self.resolution & 0x7f);
        let (mut count, mut fraction, mut places, mut missing) = (ticks, 0, 0, 9);
        if self.resolution & 0x80 != 0 {
            places = exponent.min(MOST_PLACES);
            fraction = ticks.checked_shr(exponent - places).unwrap_or(0);
            count = fraction >> places;
        } else {
            missing -= exponent.min(9);
            (9..exponent).for_each(|_| count /= 10);
        }
        // One decimal place after the other: no product is longer than 64 bits.
        for _ in 0..missing {
            if count > i64::MAX as u64 / 10 {
                return None;
            }
            fraction = (fraction & ((1 << places) - 1)) * 10;
            count = count * 10 + (fraction >> places);
        }
        i64::try_from(count).ok()?.checked_add(self.offset?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// pcapng 4.2, `if_tsresol` and `if_tsoffset`: both bases, finer and coarser than nanoseconds.
    #[test]
    fn ticks_are_counted_as_the_interface_says() {
        let table = [
            (6, 0, 1_000_001, Some(1_000_001_000)),
            (0, 0, 2, Some(2_000_000_000)),
            (9, 0, 7, Some(7)),
            (12, 0, 1_999, Some(1)),
            (29, 0, u64::MAX, Some(0)),
            (127, 0, u64::MAX, Some(0)),
            (0x80, 0, 3, Some(3_000_000_000)),
            (0x80 | 10, 0, 1024 + 512, Some(1_500_000_000)),
            (0x80 | 32, 0, (5 << 32) | 1 << 31, Some(5_500_000_000)),
            (0x80 | 63, 0, 1 << 62, Some(500_000_000)),
            (0x80 | 64, 0, 1 << 63, Some(500_000_000)),
            (0x80 | 127, 0, u64::MAX, Some(0)),
            (9, -1, 5, Some(-999_999_995)),
            (6, 3, 0, Some(3_000_000_000)),
            (9, 0, u64::MAX, None),
            (6, 0, u64::MAX, None),
            (9, i64::MAX, 0, None),
        ];
        for (resolution, offset, ticks, expected) in table {
            assert_eq!(Clock::new(resolution, offset).nanoseconds(ticks), expected, "{resolution} {offset} {ticks}");
        }
    }
}
