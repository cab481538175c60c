//! When two connections are the same: all that they show of themselves is, with moments counted from now.

use drywire::tcp::Connection;
use drywire::time::Instant;
use std::cell::RefCell;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hasher};

/// What has no influence on what a connection does: its settings, which are the same in one world, its counters, and
/// measurements of rates, which are for controllers that go by them.
const SKIPPED: [&str; 4] = [" config: Config {", " counters: Counters {", " rate: RateSampler {", " stamp: Stamp {"];

/// How a moment is shown.
const MOMENT: &str = "Instant(";

/// Moments further back than this are all the same: no setting waits so long (microseconds).
const LONG_AGO: i128 = 3_600_000_000;

/// A connection as a number.
pub(crate) fn print(connection: &Connection, now: Instant) -> u64 {
    thread_local!(static TEXT: RefCell<String> = const { RefCell::new(String::new()) });
    TEXT.with_borrow_mut(|text| {
        text.clear();
        let _ = write!(text, "{connection:?}");
        let mut hasher = DefaultHasher::new();
        relative(&without(text), now, &mut hasher);
        hasher.finish()
    })
}

/// The text without the values that are skipped.
fn without(text: &str) -> String {
    let mut left = text.to_owned();
    for name in SKIPPED {
        let mut text = std::mem::take(&mut left);
        while let Some((before, after)) = text.split_once(name) {
            left.push_str(before);
            text = after.split_at(end(after)).1.to_owned();
        }
        left.push_str(&text);
    }
    left
}

/// Where the brace that is open at the text's start is closed.
fn end(text: &str) -> usize {
    let mut depth = 1;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

fn relative(text: &str, now: Instant, hasher: &mut impl Hasher) {
    let mut parts = text.split(MOMENT);
    hasher.write(parts.next().unwrap_or_default().as_bytes());
    for part in parts {
        let (moment, rest) = part.split_once(')').unwrap_or((part, ""));
        let micros: i128 = moment.parse().unwrap_or_default();
        hasher.write_i128((micros - i128::from(now.as_micros())).max(-LONG_AGO));
        hasher.write(rest.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use drywire::tcp::{Config, Secret};

    fn opened(at: Instant) -> Connection {
        let ends = ["10.0.0.1:1", "10.0.0.2:2"].map(|end| end.parse().unwrap());
        Connection::connect(Config::new(Secret::from_seed(1)), ends[0], ends[1], at).unwrap()
    }

    #[test]
    fn a_connection_is_itself_and_no_other() {
        let mut connection = opened(Instant::ZERO);
        let before = print(&connection, Instant::ZERO);
        assert_eq!(before, print(&connection.clone(), Instant::ZERO));
        assert_ne!(before, print(&connection, Instant::from_millis(1)), "its moments are further away");
        connection.write(b"x").unwrap();
        assert_ne!(before, print(&connection, Instant::ZERO));
    }

    #[test]
    fn counters_do_not_count() {
        let mut connection = opened(Instant::ZERO);
        connection.poll_transmit(Instant::ZERO, &mut [0; 100]);
        let before = print(&connection, Instant::ZERO);
        connection.handle_packet(Instant::ZERO, &[0x45; 40]);
        assert_ne!(connection.info().counters, opened(Instant::ZERO).info().counters);
        assert_eq!(before, print(&connection, Instant::ZERO));
    }
}
