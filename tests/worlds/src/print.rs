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

/// How the place of a sending among all is shown: only which came first has an influence.
const ORDER: &str = " order: ";

/// A connection as a number.
pub(crate) fn print(connection: &Connection, now: Instant) -> u64 {
    thread_local!(static TEXT: RefCell<String> = const { RefCell::new(String::new()) });
    TEXT.with_borrow_mut(|text| {
        text.clear();
        let _ = write!(text, "{connection:?}");
        let mut printer = Printer { now, orders: orders(text), hasher: DefaultHasher::new() };
        let mut rest = text.as_str();
        for name in SKIPPED {
            if let Some((before, after)) = rest.split_once(name) {
                printer.take(before);
                rest = after.get(end(after)..).unwrap_or_default();
            }
        }
        printer.take(rest);
        printer.hasher.finish()
    })
}

/// All orders that a text shows, each once, the first first. A world is too small for them to wrap.
fn orders(text: &str) -> Vec<u64> {
    let mut orders: Vec<u64> = text.split(ORDER).skip(1).filter_map(number).map(|(number, _)| number).collect();
    orders.sort_unstable();
    orders.dedup();
    orders
}

/// The number that a text begins with, and what follows it.
fn number(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    Some((number.parse().ok()?, rest))
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

struct Printer {
    now: Instant,
    orders: Vec<u64>,
    hasher: DefaultHasher,
}

impl Printer {
    fn take(&mut self, text: &str) {
        let mut parts = text.split(MOMENT);
        self.take_orders(parts.next().unwrap_or_default());
        for part in parts {
            let (micros, rest) = number(part).unwrap_or((0, part));
            let relative = i128::from(micros) - i128::from(self.now.as_micros());
            self.hasher.write_i128(relative.max(-LONG_AGO));
            self.take_orders(rest);
        }
    }

    fn take_orders(&mut self, text: &str) {
        let mut parts = text.split(ORDER);
        self.hasher.write(parts.next().unwrap_or_default().as_bytes());
        for part in parts {
            let (order, rest) = number(part).unwrap_or((0, part));
            self.hasher.write_usize(self.orders.binary_search(&order).unwrap_or_default());
            self.hasher.write(rest.as_bytes());
        }
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
