//! When a packet was captured, as the line before its bytes says.

use super::reading::Reader;
use super::scan::{DIGIT, NAME, NO_NUMBER, SPACE, has, is};

/// What a timestamp counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clock {
    /// 1970-01-01 00:00 UTC.
    Epoch,
    /// 1970-01-01 00:00 of a zone that the text does not name.
    Local,
    /// Midnight, or the capture's first packet: the text gives no date.
    TimeOfDay,
}

/// A moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Timestamp {
    /// What it counts from.
    pub clock: Clock,
    /// Whole seconds.
    pub seconds: u64,
    /// Nanoseconds beyond them, under 1,000,000,000.
    pub nanoseconds: u32,
}

/// A date and a time of day, from year to second: what may stand before each number, how many digits it has, and its largest
/// value.
const PARTS: [(&[u8], usize, u32); 6] =
    [(b"", 4, 9999), (b"-/", 2, 12), (b"-/", 2, 31), (b"T t_", 2, 23), (b":", 2, 59), (b":", 2, 60)];

/// The place of the hour among them.
const HOUR: usize = 3;

/// The timestamp that a line begins with: `10:50:09.891237`, `2018-12-23 10:50:09.891237`, RFC 3339, or seconds since 1970, with
/// a fraction, so that no other number is taken for them. The direction that text2pcap reads may be before it.
#[inline(never)]
pub(super) fn at_start(line: &mut Reader) -> Option<Timestamp> {
    line.skip(SPACE);
    let _ = line.eat(b"I ") || line.eat(b"O ");
    let start = line.at;
    let first = match line.digits(10, 11) {
        2 => HOUR,
        4 => 0,
        9.. if line.number(start, 10) != NO_NUMBER => PARTS.len(),
        _ => return None,
    };
    let mut clock = Clock::Epoch;
    let mut seconds = line.number(start, 10).into();
    if first < PARTS.len() {
        line.at = start;
        let mut parts = [0; PARTS.len()];
        let mut index = first;
        while let Some(((before, count, most), part)) = PARTS.get(index).zip(parts.get_mut(index)) {
            if index > first && !has(before, line.next()) {
                return None;
            }
            *part = number(line, *count, *most);
            if *part == NO_NUMBER {
                return None;
            }
            index += 1;
        }
        let [year, month, day, hour, minute, second] = parts;
        clock = Clock::TimeOfDay;
        seconds = u64::from(hour * 3600 + minute * 60 + second);
        if first == 0 {
            clock = Clock::Local;
            seconds += u64::from(days(year, month, day)?) * 86_400;
        }
    }
    let end = line.at;
    let nanoseconds = fraction(line);
    let whole = line.at == end;
    if first == 0
        && let Some(ahead) = zone(line)
    {
        clock = Clock::Epoch;
        seconds = seconds.checked_add_signed(-i64::from(ahead))?;
    }
    // What goes on is some other number.
    let next = line.peek();
    let other = next == b'.' || next != b'_' && is(next, NAME) || first == PARTS.len() && whole;
    (!other).then_some(Timestamp { clock, seconds, nanoseconds })
}

/// A number of so many digits, and up to a value.
#[inline(never)]
fn number(line: &mut Reader, count: usize, most: u32) -> u32 {
    let start = line.at;
    let whole = line.digits(10, count) == count;
    let number = line.number(start, 10);
    if whole && number <= most { number } else { NO_NUMBER }
}

/// Seconds that a zone is ahead of UTC.
fn zone(line: &mut Reader) -> Option<i32> {
    let start = line.at;
    let sign = line.next();
    if matches!(sign, b'Z' | b'z') {
        return Some(0);
    }
    let hours = number(line, 2, 23);
    line.eat(b":");
    let minutes = number(line, 2, 59);
    if !matches!(sign, b'+' | b'-') || hours.max(minutes) == NO_NUMBER {
        line.at = start;
        return None;
    }
    let ahead = (hours * 3600 + minutes * 60) as i32;
    Some(if sign == b'-' { -ahead } else { ahead })
}

/// `.891237` in nanoseconds, 0 where there is none; digits beyond them are dropped.
fn fraction(line: &mut Reader) -> u32 {
    let start = line.at;
    let begins = matches!(line.next(), b'.' | b',');
    let count = line.digits(10, 9);
    if !begins || count == 0 {
        line.at = start;
        return 0;
    }
    let mut nanoseconds = line.number(start + 1, 10);
    for _ in count..9 {
        nanoseconds *= 10;
    }
    line.skip(DIGIT);
    nanoseconds
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; nothing for one that is none, or is before.
fn days(year: u32, month: u32, day: u32) -> Option<u32> {
    // Counted from March, so that the day that leap years have comes last; 400 years have as many days as any other 400.
    let month = (year + 400) * 12 + month.checked_sub(1)? - 2;
    let first = before_month(month);
    let exists = (1..=before_month(month + 1) - first).contains(&day);
    (first + day).checked_sub(719_469 + 146_097).filter(|_| exists)
}

/// Days before a month, which is counted from March of a year 0.
#[inline(never)]
const fn before_month(month: u32) -> u32 {
    let (year, month) = (month / 12, month % 12);
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(clock: Clock, seconds: u64, nanoseconds: u32) -> Option<Timestamp> {
        Some(Timestamp { clock, seconds, nanoseconds })
    }

    #[test]
    fn lines_give_their_time() {
        let (local, epoch, day) = (Clock::Local, Clock::Epoch, Clock::TimeOfDay);
        let table = [
            ("10:50:09.891237 IP 10.0.0.1.80", at(day, 39_009, 891_237_000)),
            ("\t23:59:60 leap", at(day, 86_400, 0)),
            ("2018-12-23 10:50:09.891237 IP", at(local, 1_545_562_209, 891_237_000)),
            ("2018-12-23T10:50:09.891237000Z", at(epoch, 1_545_562_209, 891_237_000)),
            ("2018-12-23T11:50:09+01:00 x", at(epoch, 1_545_562_209, 0)),
            ("1545562209.891237 IP", at(epoch, 1_545_562_209, 891_237_000)),
            ("1545562209.891237001999", at(epoch, 1_545_562_209, 891_237_001)),
            ("I 2019-05-14T19:04:57Z", at(epoch, 1_557_860_697, 0)),
            ("O 2000-02-29 00:00:00", at(local, 951_782_400, 0)),
            ("2019-02-29 00:00:00", None),
            ("1969-12-31 23:59:59", None),
            ("1970-01-01T00:00:00+00:01", None),
            ("2018-13-01 10:00:00", None),
            ("25:00:00 x", None),
            ("202.108.87.165.62146 > 223.132.53.222.22", None),
            ("1234567890.1.2.3", None),
            ("IP 10.0.0.1", None),
            ("", None),
        ];
        for (line, expected) in table {
            let mut reader = Reader::new(line.into());
            reader.rewind();
            assert_eq!(at_start(&mut reader), expected, "{line}");
        }
    }
}
