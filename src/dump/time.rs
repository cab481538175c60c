//! When a packet was captured, as the line before its bytes says.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n};
use nom::character::complete::one_of;
use nom::combinator::{map_opt, opt, value, verify};
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

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

type Read<'a, T> = IResult<&'a [u8], T, ()>;

const DAY: u64 = 86_400;

/// The timestamp that a line begins with: `10:50:09.891237`, `2018-12-23 10:50:09.891237`, RFC 3339, or seconds since 1970.
/// The direction that text2pcap reads may be before it.
pub(super) fn at_start(line: &[u8]) -> Option<Timestamp> {
    let mut grammar = preceded(opt((one_of("IO"), tag(&b" "[..]))), alt((date_and_time, time_of_day, epoch)));
    let (rest, timestamp) = grammar.parse(line.trim_ascii_start()).ok()?;
    rest.first().is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'.').then_some(timestamp)
}

/// A date with a time of day; in the zone that it names, or none.
fn date_and_time(input: &[u8]) -> Read<'_, Timestamp> {
    let (input, days) = terminated(date, one_of("T t_")).parse(input)?;
    let (input, (of_day, nanoseconds)) = clock_face(input)?;
    let (input, zone) = opt(zone).parse(input)?;
    let clock = if zone.is_some() { Clock::Epoch } else { Clock::Local };
    let Some(seconds) = (days * DAY + of_day).checked_add_signed(-zone.unwrap_or(0)) else {
        return Err(nom::Err::Error(()));
    };
    Ok((input, Timestamp { clock, seconds, nanoseconds }))
}

fn time_of_day(input: &[u8]) -> Read<'_, Timestamp> {
    let (input, (seconds, nanoseconds)) = clock_face(input)?;
    Ok((input, Timestamp { clock: Clock::TimeOfDay, seconds, nanoseconds }))
}

/// Seconds since 1970 with a fraction, so that no other number is taken for them.
fn epoch(input: &[u8]) -> Read<'_, Timestamp> {
    let (input, (seconds, nanoseconds)) = (number(9, 11), fraction).parse(input)?;
    Ok((input, Timestamp { clock: Clock::Epoch, seconds, nanoseconds }))
}

/// Days since 1970 of a date from then on.
fn date(input: &[u8]) -> Read<'_, u64> {
    let part = |digits| preceded(one_of("-/"), number(digits, digits));
    map_opt((number(4, 4), part(2), part(2)), |(year, month, day)| days(year, month, day)).parse(input)
}

/// Seconds since midnight, and nanoseconds.
fn clock_face(input: &[u8]) -> Read<'_, (u64, u32)> {
    let below = |limit| verify(number(2, 2), move |number| *number < limit);
    let colon = || tag(&b":"[..]);
    let (input, (hour, _, minute, _, second)) = (below(24), colon(), below(60), colon(), below(61)).parse(input)?;
    let (input, nanoseconds) = opt(fraction).parse(input)?;
    Ok((input, (hour * 3600 + minute * 60 + second, nanoseconds.unwrap_or(0))))
}

/// Seconds that a zone is ahead of UTC.
fn zone(input: &[u8]) -> Read<'_, i64> {
    let ahead = (one_of("+-"), number(2, 2), opt(tag(&b":"[..])), number(2, 2));
    let ahead = ahead.map(|(sign, hours, _, minutes)| {
        let seconds = (hours * 3600 + minutes * 60).cast_signed();
        if sign == '-' { -seconds } else { seconds }
    });
    alt((value(0, one_of("Zz")), ahead)).parse(input)
}

/// `.891237` in nanoseconds; digits beyond them are dropped.
fn fraction(input: &[u8]) -> Read<'_, u32> {
    let (input, digits) =
        preceded(one_of(".,"), take_while_m_n(1, 18, |byte: u8| byte.is_ascii_digit())).parse(input)?;
    let digits = digits.iter().chain([b'0'; 9].iter()).take(9);
    Ok((input, digits.fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))))
}

fn number<'a>(least: usize, most: usize) -> impl Parser<&'a [u8], Output = u64, Error = ()> {
    take_while_m_n(least, most, |byte: u8| byte.is_ascii_digit())
        .map(|digits: &[u8]| digits.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; nothing for one that is none, or is before.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before = usize::try_from(month.checked_sub(1)?).ok()?;
    let length = *lengths.get(before)?;
    let in_year = lengths.iter().take(before).sum::<u64>() + day.checked_sub(1).filter(|day| *day < length)?;
    let past = year.checked_sub(1)?;
    let to_year = past * 365 + past / 4 - past / 100 + past / 400;
    (to_year + in_year).checked_sub(719_162)
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
