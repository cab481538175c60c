//! Running a network: what happens next, until when, and what keeps it from hanging.

use super::{Endpoint, EndpointId, Network};
use crate::time::{Duration, Instant};
use core::fmt;

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The condition was met.
    Met,
    /// The deadline has come.
    Deadline,
    /// Nothing is under way and no endpoint waits for any time: nothing will ever happen.
    Idle,
}

/// How much may happen in one moment before a run ends as [`Stuck`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Packets that an endpoint may send each time it is asked. 65,536 by default.
    pub transmits: u32,
    /// Times that an endpoint's timeout may come. 1,000 by default.
    pub timeouts: u32,
    /// Arrivals and timeouts, of all endpoints. 10 million by default: over links without delay, everything happens in one
    /// moment.
    pub events: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { transmits: 65_536, timeouts: 1000, events: 10_000_000 }
    }
}

/// Time does not go on: something happens again and again in one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stuck {
    /// An endpoint always has one more packet to send.
    Transmit {
        /// Which one.
        endpoint: EndpointId,
        /// When.
        at: Instant,
    },
    /// An endpoint's timeout stays where it is, or before it, however often it is told that this time has come.
    Timeout {
        /// Which one.
        endpoint: EndpointId,
        /// When.
        at: Instant,
    },
    /// Packets go round and round without delay.
    Moment {
        /// When.
        at: Instant,
    },
}

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stuck::Transmit { endpoint, at } => {
                write!(f, "endpoint {} does not stop sending at {} µs", endpoint.index(), at.as_micros())
            }
            Stuck::Timeout { endpoint, at } => {
                write!(f, "the timeout of endpoint {} does not move on from {} µs", endpoint.index(), at.as_micros())
            }
            Stuck::Moment { at } => write!(f, "packets go round without delay at {} µs", at.as_micros()),
        }
    }
}

impl core::error::Error for Stuck {}

impl<E: Endpoint> Network<E> {
    /// Sets how much may happen in one moment.
    pub const fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Lets the next thing happen: one packet leaves a link, or one endpoint's timeout comes; then that endpoint sends. Of one
    /// time, packets come before timeouts. False where nothing will ever happen.
    ///
    /// # Errors
    /// Time does not go on.
    pub fn step(&mut self) -> Result<bool, Stuck> {
        self.ask_touched()?;
        let Some(next) = self.next_at() else { return Ok(false) };
        self.happen(next)?;
        Ok(true)
    }

    /// Runs until a condition is met, a time has come or nothing will ever happen. The condition is asked at the start and after
    /// each step; it may use the endpoints. What happens at the deadline itself still happens. Time stands at the deadline
    /// afterwards where that ended the run, otherwise where the last thing happened.
    ///
    /// # Errors
    /// Time does not go on.
    pub fn run_until(
        &mut self,
        mut condition: impl FnMut(&mut Self) -> bool,
        deadline: Instant,
    ) -> Result<Outcome, Stuck> {
        loop {
            self.ask_touched()?;
            if condition(self) {
                return Ok(Outcome::Met);
            }
            self.ask_touched()?;
            match self.next_at() {
                None => return Ok(Outcome::Idle),
                Some(next) if next > deadline => {
                    self.move_to(deadline);
                    return Ok(Outcome::Deadline);
                }
                Some(next) => self.happen(next)?,
            }
        }
    }

    /// Runs for a time, to its end.
    ///
    /// # Errors
    /// Time does not go on.
    ///
    /// ```
    /// use drywire::sim::{Network, Script};
    /// use drywire::time::{Duration, Instant};
    /// let mut network = Network::<Script>::new(0);
    /// network.run_for(Duration::from_secs(3600)).unwrap();
    /// assert_eq!(network.now(), Instant::from_millis(3_600_000));
    /// ```
    pub fn run_for(&mut self, duration: Duration) -> Result<(), Stuck> {
        let end = self.now + duration;
        self.run_until(|_| false, end)?;
        self.move_to(end);
        Ok(())
    }

    /// When something happens next.
    fn next_at(&self) -> Option<Instant> {
        let timeout = self.timeouts.first().map(|(at, _)| *at);
        let next = [self.events.next_at(), timeout].into_iter().flatten().min()?;
        Some(next.max(self.now))
    }

    /// Time never goes back.
    fn move_to(&mut self, at: Instant) {
        if at > self.now {
            (self.now, self.happened) = (at, 0);
        }
    }

    fn happen(&mut self, at: Instant) -> Result<(), Stuck> {
        self.move_to(at);
        self.happened += 1;
        if self.happened > self.limits.events {
            return Err(Stuck::Moment { at });
        }
        match self.events.pop(at) {
            Some(flight) => self.arrive(flight),
            None => self.call()?,
        }
        self.ask_touched()
    }

    /// The first endpoint's timeout has come.
    fn call(&mut self) -> Result<(), Stuck> {
        let Some(&(_, id)) = self.timeouts.first() else { return Ok(()) };
        let Some(node) = self.nodes.get_mut(id.index()) else { return Ok(()) };
        let count = if node.called.0 == self.now { node.called.1 + 1 } else { 1 };
        if count > self.limits.timeouts {
            return Err(Stuck::Timeout { endpoint: id, at: self.now });
        }
        node.called = (self.now, count);
        node.endpoint.advance(self.now);
        self.touch(id);
        Ok(())
    }

    /// Asks the endpoints that something has happened to for packets and timeouts. One that is stuck stays touched, so that
    /// the next run says so too.
    fn ask_touched(&mut self) -> Result<(), Stuck> {
        while let Some(&id) = self.touched.front() {
            self.ask(id)?;
            self.touched.pop_front();
        }
        Ok(())
    }

    fn ask(&mut self, id: EndpointId) -> Result<(), Stuck> {
        for _ in 0..=self.limits.transmits {
            let mut packet = self.buffer();
            let Some(node) = self.nodes.get_mut(id.index()) else { return Ok(()) };
            if !node.endpoint.transmit(self.now, &mut packet) {
                node.is_touched = false;
                self.recycle(packet);
                self.keep_timeout(id);
                return Ok(());
            }
            self.send(id, packet);
        }
        Err(Stuck::Transmit { endpoint: id, at: self.now })
    }

    fn keep_timeout(&mut self, id: EndpointId) {
        let Some(node) = self.nodes.get_mut(id.index()) else { return };
        let timeout = node.endpoint.timeout();
        if timeout == node.timeout {
            return;
        }
        if let Some(old) = core::mem::replace(&mut node.timeout, timeout) {
            self.timeouts.remove(&(old, id));
        }
        if let Some(new) = timeout {
            self.timeouts.insert((new, id));
        }
    }
}
