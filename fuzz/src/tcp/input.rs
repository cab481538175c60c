//! Bytes as decisions. Where there are no more, every decision is 0, and the course is over.

use drywire::tcp::{Bbr, Config, Cubic, KeepAlive, MakeController, NewReno, Secret};
use drywire::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

pub(super) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Input(bytes)
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    pub(super) fn word(&mut self) -> u16 {
        u16::from_be_bytes([self.byte(), self.byte()])
    }

    /// As many bytes as the next byte says, at most so many.
    pub(super) fn bytes(&mut self, most: usize) -> &'a [u8] {
        let count = usize::from(self.byte()).min(most).min(self.0.len());
        let (taken, rest) = self.0.split_at(count);
        self.0 = rest;
        taken
    }

    pub(super) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::from(self.byte()) % of.len()]
    }

    pub(super) fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// A number that is most often close to 0, else anywhere.
    pub(super) fn delta(&mut self) -> i32 {
        match self.byte() {
            0..160 => 0,
            160..200 => i32::from(self.byte() as i8),
            200..240 => i32::from(self.word() as i16),
            _ => i32::from(self.word() as i16) << 16 | i32::from(self.word()),
        }
    }

    /// Any settings, but with patience: what ends a connection is a segment or a call.
    pub(super) fn config(&mut self) -> Config {
        const SIZES: [usize; 6] = [5000, 1, 100, 1460, 70_001, 600_000];
        const MTUS: [u16; 5] = [1500, 68, 100, 576, 9000];
        const CONTROLLERS: [MakeController; 3] = [Cubic::boxed, NewReno::boxed, Bbr::boxed];
        let keep_alive = KeepAlive { idle: HOUR, probes: u32::MAX, ..KeepAlive::default() };
        let switches = self.byte();
        let on = |bit: u8| switches >> bit & 1 == 0;
        let limit = if on(6) { 0 } else { 200_000 };
        let (send_buffer, receive_buffer) = (self.pick(&SIZES), self.pick(&SIZES));
        let (receive_pieces, path) = (self.pick(&[64, 1, 3]), usize::from(self.byte()));
        Config {
            send_buffer_limit: limit,
            receive_buffer_limit: limit,
            ecn: !on(5),
            window_validation: !on(7),
            send_buffer,
            receive_buffer,
            receive_pieces,
            mtu: MTUS[path % MTUS.len()],
            controller: CONTROLLERS[path / MTUS.len() % CONTROLLERS.len()],
            nagle: on(0),
            sack: on(1),
            timestamps: on(2),
            window_scale: on(3),
            keep_alive: (!on(4)).then_some(keep_alive),
            r2: HOUR * 100,
            syn_r2: HOUR * 100,
            ..Config::new(Secret::from_seed(switches.into()))
        }
    }
}
