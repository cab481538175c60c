//! A connection's settings out of the numbers that JavaScript writes, which has their defaults from here.

use super::layout::{ControllerNumber, NUMBERS, Setting};
use crate::tcp::{Bbr, Config, Cubic, KeepAlive, NewReno, Secret, SourceRoute};
use crate::time::Duration;
use core::net::{Ipv4Addr, SocketAddrV4};

/// The settings in the numbers.
pub(crate) fn config(numbers: &[f64; NUMBERS]) -> Config {
    let count = |word: Setting| numbers[word.at()] as u32;
    let bytes = |word: Setting| count(word) as usize;
    let switch = |word: Setting| count(word) != 0;
    let span = |word: Setting| duration(numbers[word.at()]);
    let optional = |word: Setting| (!numbers[word.at()].is_nan()).then(|| span(word));
    let mut config = Config::new(secret(numbers));
    config.send_buffer = bytes(Setting::SendBuffer);
    config.send_buffer_limit = bytes(Setting::SendBufferLimit);
    config.receive_buffer_limit = bytes(Setting::ReceiveBufferLimit);
    config.receive_buffer = bytes(Setting::ReceiveBuffer);
    config.receive_pieces = bytes(Setting::ReceivePieces);
    config.mtu = count(Setting::Mtu) as u16;
    config.nagle = switch(Setting::Nagle);
    config.ack_delay = span(Setting::AckDelay);
    config.keep_alive = optional(Setting::KeepAliveIdle).map(|idle| KeepAlive {
        idle,
        interval: span(Setting::KeepAliveInterval),
        probes: count(Setting::KeepAliveProbes),
    });
    config.user_timeout = optional(Setting::UserTimeout);
    config.r1 = count(Setting::R1);
    config.r2 = span(Setting::R2);
    config.syn_r2 = span(Setting::SynR2);
    config.msl = span(Setting::Msl);
    config.min_rto = span(Setting::MinRto);
    config.max_rto = span(Setting::MaxRto);
    config.window_scale = switch(Setting::WindowScale);
    config.timestamps = switch(Setting::Timestamps);
    config.sack = switch(Setting::Sack);
    config.ecn = switch(Setting::Ecn);
    config.window_validation = switch(Setting::WindowValidation);
    config.initial_window = count(Setting::InitialWindow);
    config.challenge_acks = count(Setting::ChallengeAcks);
    config.ttl = count(Setting::Ttl) as u8;
    config.dscp = count(Setting::Dscp) as u8;
    config.trace = switch(Setting::Trace);
    config.controller = match count(Setting::Controller) {
        number if number == ControllerNumber::NewReno as u32 => NewReno::boxed,
        number if number == ControllerNumber::Bbr as u32 => Bbr::boxed,
        _ => Cubic::boxed,
    };
    config.source_route = source_route(numbers);
    config
}

/// An address and a port, the one after the other from `word` on.
pub(crate) fn end(numbers: &[f64; NUMBERS], word: Setting) -> SocketAddrV4 {
    let number = |at: usize| numbers.get(at).copied().unwrap_or_default() as u32;
    SocketAddrV4::new(Ipv4Addr::from_bits(number(word.at())), number(word.at() + 1) as u16)
}

/// Milliseconds as a duration, to the microsecond.
#[inline(never)]
pub(crate) fn duration(milliseconds: f64) -> Duration {
    Duration::from_micros(micros(milliseconds))
}

/// Milliseconds in microseconds, rounded.
pub(crate) fn micros(milliseconds: f64) -> u64 {
    (milliseconds * 1000.0 + 0.5) as u64
}

fn secret(numbers: &[f64; NUMBERS]) -> Secret {
    let words = [Setting::Secret0, Setting::Secret1, Setting::Secret2, Setting::Secret3];
    let mut bytes = [0; 16];
    let (places, _) = bytes.as_chunks_mut::<4>();
    for (place, word) in places.iter_mut().zip(words) {
        *place = (numbers[word.at()] as u32).to_le_bytes();
    }
    Secret::new(bytes)
}

fn source_route(numbers: &[f64; NUMBERS]) -> Option<SourceRoute> {
    let count = numbers[Setting::RouteCount.at()] as usize;
    let mut addresses = [Ipv4Addr::UNSPECIFIED; SourceRoute::MAXIMUM];
    for (address, number) in addresses.iter_mut().zip(numbers.get(Setting::Route.at()..)?) {
        *address = Ipv4Addr::from_bits(*number as u32);
    }
    SourceRoute::new(addresses.get(..count)?)
}

#[cfg(test)]
pub(crate) mod tests;
