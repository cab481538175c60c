//! A file's times as nanoseconds.

/// Nanoseconds in a second.
pub(super) const SECOND: u64 = 1_000_000_000;

/// How an interface counts time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    scale: Scale,
    /// Nanoseconds to be added. Nothing where that is more than 64 bits hold.
    offset: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scale {
    /// Nanoseconds in a tick.
    Coarse(u64),
    /// Ticks in a nanosecond; 0 where that is more than ticks can count.
    Fine(u64),
    /// Ticks in a second: 2 to the power of this.
    Binary(u32),
}

impl Clock {
    /// By `if_tsresol` and `if_tsoffset` of pcapng, section 4.2.
    pub(super) fn new(resolution: u8, offset: i64) -> Clock {
        let exponent = u32::from(resolution & 0x7f);
        let scale = match (resolution & 0x80 != 0, exponent) {
            (true, _) => Scale::Binary(exponent),
            (false, 0..=9) => Scale::Coarse(power(9 - exponent)),
            (false, _) => Scale::Fine(power(exponent - 9)),
        };
        Clock { scale, offset: offset.checked_mul(SECOND as i64) }
    }

    /// Nanoseconds since 1970; nothing where they are more than 64 bits hold.
    #[inline]
    pub(super) fn nanoseconds(&self, ticks: u64) -> Option<i64> {
        let count = match self.scale {
            Scale::Coarse(nanoseconds) => ticks.checked_mul(nanoseconds)?,
            Scale::Fine(each) => ticks.checked_div(each).unwrap_or(0),
            Scale::Binary(exponent) => binary(ticks, exponent)?,
        };
        i64::try_from(count).ok()?.checked_add(self.offset?)
    }
}

/// Ticks of which a second has 2 to the power of `exponent`, at most 127.
fn binary(ticks: u64, exponent: u32) -> Option<u64> {
    let seconds = ticks.checked_shr(exponent).unwrap_or(0);
    let fraction = match seconds.checked_shl(exponent) {
        Some(whole) => ticks - whole,
        None => ticks,
    };
    let nanoseconds = (u128::from(fraction) * u128::from(SECOND)) >> exponent;
    seconds.checked_mul(SECOND)?.checked_add(nanoseconds as u64)
}

/// A power of ten; 0 where it does not fit.
fn power(exponent: u32) -> u64 {
    10_u64.checked_pow(exponent).unwrap_or(0)
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
