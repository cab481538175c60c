//! A script whose segments have times, and whose round trip takes 20 ms.

use crate::script::{Script, millis};
use drywire::tcp::Config;
use drywire::time::{Duration, Instant};

pub(crate) const RTT: Duration = millis(20);

/// A script and the moment that its times are counted from.
pub(crate) struct Timed {
    pub(crate) script: Script,
    pub(crate) since: Instant,
}

impl Timed {
    /// A connection with SACK, an MSS of 1,000 and a round trip of 20 ms measured.
    pub(crate) fn opened(config: Config) -> Self {
        Self::offered(config, "sackok")
    }

    /// The same, and the peer's SYN offers this besides its MSS.
    pub(crate) fn offered(config: Config, options: &str) -> Self {
        let mut script = Script::connect(config);
        script.out();
        let echo = script.sent[0].known().timestamps.map_or(0, |(value, _)| value);
        script.wait(RTT);
        let options = options.replace("TS", &format!("ts 1:{echo}"));
        script.answer(format!("SA 0 ack 1 mss 1000 {options}").trim_end());
        let since = script.now;
        Timed { script, since }
    }

    /// Time passes until so many microseconds after the start; what is sent meanwhile, with its time.
    pub(crate) fn until(&mut self, micros: u64) -> Vec<(u64, String)> {
        let time = (self.since + Duration::from_micros(micros)).since(self.script.now);
        let briefs = self.script.wait(time);
        let times = self.script.sent.iter().map(|sent| sent.at.since(self.since).as_micros());
        times.zip(briefs).collect()
    }

    /// The peer's segment comes at this time: what is sent before it.
    pub(crate) fn at(&mut self, micros: u64, segment: &str) -> Vec<(u64, String)> {
        let before = self.until(micros);
        self.script.peer(segment);
        before
    }

    /// The user writes.
    pub(crate) fn write(&mut self, count: usize) {
        self.script.write(count);
    }

    /// What the connection's timestamp is after so many milliseconds.
    pub(crate) fn timestamp(&self, sent: usize) -> u32 {
        self.script.sent[sent].known().timestamps.expect("a timestamp").0
    }
}

/// Segments with their times, as they are expected.
pub(crate) fn expect(found: &[(u64, String)], expected: &[(u64, &str)]) {
    let found: Vec<_> = found.iter().map(|(at, brief)| (*at, brief.as_str())).collect();
    assert_eq!(found, expected);
}
