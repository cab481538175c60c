//! When a packet was captured, as the line before its bytes says.

use super::scan::{NAME, Scan, decimal, is};

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

const DAY: u32 = 86_400;

/// The timestamp that a line begins with: `10:50:09.891237`, `2018-12-23 10:50:09.891237`, RFC 3339, or seconds since 1970.
/// The direction that text2pcap reads may be before it.
#[inline(never)]
pub(super) fn at_start(line: &[u8]) -> Option<Timestamp> {
    let mut scan = Scan::new(line);
    scan.skip_blanks();
    let _ = scan.eat(b"I ") || scan.eat(b"O ");
    let start = scan;
    let timestamp = date_and_time(&mut scan).or_else(|| {
        scan = start;
        let (seconds, nanoseconds) = clock_face(&mut scan)?;
        Some(Timestamp { clock: Clock::TimeOfDay, seconds: seconds.into(), nanoseconds })
    });
    let timestamp = timestamp.or_else(|| {
        scan = start;
        epoch(&mut scan)
    })?;
    // What goes on is some other number.
    let next = scan.peek();
    (next != b'.' && (next == b'_' || !is(next, NAME))).then_some(timestamp)
}

/// A date with a time of day; in the zone that it names, or none.
fn date_and_time(scan: &mut Scan<'_>) -> Option<Timestamp> {
    let year = number(scan, 4)?;
    let month = part(scan, b"-/", 2)?;
    let day = part(scan, b"-/", 2)?;
    let days = days(year, month, day)?;
    one_of(scan, b"T t_")?;
    let (of_day, nanoseconds) = clock_face(scan)?;
    let zone = zone(scan);
    let clock = if zone.is_some() { Clock::Epoch } else { Clock::Local };
    let seconds = u64::from(days) * u64::from(DAY) + u64::from(of_day);
    let seconds = seconds.checked_add_signed(-i64::from(zone.unwrap_or(0)))?;
    Some(Timestamp { clock, seconds, nanoseconds })
}

/// Seconds since 1970 with a fraction, so that no other number is taken for them.
fn epoch(scan: &mut Scan<'_>) -> Option<Timestamp> {
    let digits = scan.digits(10, 11);
    let seconds = super::reading::number(digits, 10).filter(|_| digits.len() >= 9)?;
    Some(Timestamp { clock: Clock::Epoch, seconds: seconds.into(), nanoseconds: fraction(scan)? })
}

/// Seconds since midnight, and nanoseconds.
fn clock_face(scan: &mut Scan<'_>) -> Option<(u32, u32)> {
    let hour = number(scan, 2).filter(|hour| *hour < 24)?;
    let minute = part(scan, b":", 2).filter(|minute| *minute < 60)?;
    let second = part(scan, b":", 2).filter(|second| *second < 61)?;
    Some((hour * 3600 + minute * 60 + second, fraction(scan).unwrap_or(0)))
}

/// Seconds that a zone is ahead of UTC.
fn zone(scan: &mut Scan<'_>) -> Option<i32> {
    let start = *scan;
    match one_of(scan, b"Zz+-")? {
        sign @ (b'+' | b'-') => {
            let hours = number(scan, 2);
            scan.eat(b":");
            let Some((hours, minutes)) = hours.zip(number(scan, 2)) else {
                *scan = start;
                return None;
            };
            let seconds = (hours * 3600 + minutes * 60).cast_signed();
            Some(if sign == b'-' { -seconds } else { seconds })
        }
        _ => Some(0),
    }
}

/// `.891237` in nanoseconds; digits beyond them are dropped.
fn fraction(scan: &mut Scan<'_>) -> Option<u32> {
    let start = *scan;
    one_of(scan, b".,");
    let digits = scan.digits(10, 18);
    if digits.is_empty() || scan.at - digits.len() == start.at {
        *scan = start;
        return None;
    }
    let nine = digits.get(..9).unwrap_or(digits);
    Some((nine.len()..9).fold(decimal(nine), |number, _| number * 10))
}

fn one_of(scan: &mut Scan<'_>, bytes: &[u8]) -> Option<u8> {
    let next = scan.peek();
    bytes.contains(&next).then(|| scan.next())
}

/// A number of so many digits.
fn number(scan: &mut Scan<'_>, count: usize) -> Option<u32> {
    let digits = scan.digits(10, count);
    (digits.len() == count).then(|| decimal(digits))
}

/// The same behind a character.
fn part(scan: &mut Scan<'_>, before: &[u8], count: usize) -> Option<u32> {
    one_of(scan, before)?;
    number(scan, count)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; nothing for one that is none, or is before.
fn days(year: u32, month: u32, day: u32) -> Option<u32> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    // Long and short months alternate, with a jump after July.
    let length = match month {
        2 => 28 + u32::from(leap),
        1..=12 => 30 + ((month + month / 8) & 1),
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    // The months before in a year of thirty days a month, and what they have more or less.
    let longer = (month + month / 9) / 2;
    let february = if month > 2 { 2 - u32::from(leap) } else { 0 };
    let in_year = (month - 1) * 30 + longer - february + day - 1;
    let past = year.checked_sub(1)?;
    (past * 365 + past / 4 - past / 100 + past / 400 + in_year).checked_sub(719_162)
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
            assert_eq!(at_start(line.as_bytes()), expected, "{line}");
        }
    }
}
