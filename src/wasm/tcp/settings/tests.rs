use super::*;
use alloc::format;

/// The numbers that stand for the settings of [`Config::new`], between addresses of 0.
pub(crate) fn defaults() -> [f64; NUMBERS] {
    let config = Config::new(Secret::new([0; 16]));
    let probing = KeepAlive::default();
    let milliseconds = |duration: Duration| duration.as_micros() as f64 / 1000.0;
    let mut numbers = [0.0; NUMBERS];
    for (word, number) in [
        (Setting::SendBuffer, config.send_buffer as f64),
        (Setting::SendBufferLimit, config.send_buffer_limit as f64),
        (Setting::ReceiveBufferLimit, config.receive_buffer_limit as f64),
        (Setting::ReceiveBuffer, config.receive_buffer as f64),
        (Setting::ReceivePieces, config.receive_pieces as f64),
        (Setting::Mtu, config.mtu.into()),
        (Setting::Nagle, f64::from(u8::from(config.nagle))),
        (Setting::AckDelay, milliseconds(config.ack_delay)),
        (Setting::KeepAliveIdle, config.keep_alive.map_or(f64::NAN, |probing| milliseconds(probing.idle))),
        (Setting::KeepAliveInterval, milliseconds(probing.interval)),
        (Setting::KeepAliveProbes, probing.probes.into()),
        (Setting::UserTimeout, config.user_timeout.map_or(f64::NAN, milliseconds)),
        (Setting::R1, config.r1.into()),
        (Setting::R2, milliseconds(config.r2)),
        (Setting::SynR2, milliseconds(config.syn_r2)),
        (Setting::Msl, milliseconds(config.msl)),
        (Setting::MinRto, milliseconds(config.min_rto)),
        (Setting::MaxRto, milliseconds(config.max_rto)),
        (Setting::WindowScale, f64::from(u8::from(config.window_scale))),
        (Setting::Timestamps, f64::from(u8::from(config.timestamps))),
        (Setting::Sack, f64::from(u8::from(config.sack))),
        (Setting::InitialWindow, config.initial_window.into()),
        (Setting::ChallengeAcks, config.challenge_acks.into()),
        (Setting::Ttl, config.ttl.into()),
        (Setting::Dscp, config.dscp.into()),
        (Setting::Controller, f64::from(ControllerNumber::Cubic as u8)),
    ] {
        numbers[word.at()] = number;
    }
    numbers
}

#[test]
fn the_defaults_that_javascript_has_are_the_crates() {
    let config = config(&defaults());
    assert_eq!(format!("{config:?}"), format!("{:?}", Config::new(Secret::new([0; 16]))));
}

#[test]
fn what_has_no_default_is_read() {
    let mut numbers = defaults();
    for (word, number) in [
        (Setting::Secret0, f64::from(0x0403_0201)),
        (Setting::Secret3, f64::from(0xfffe_fdfc_u32)),
        (Setting::KeepAliveIdle, 0.25),
        (Setting::UserTimeout, 1000.0),
        (Setting::RouteCount, 2.0),
        (Setting::Route, f64::from(0x0a00_0001)),
        (Setting::RemoteAddress, f64::from(0xc000_0201_u32)),
        (Setting::RemotePort, 80.0),
    ] {
        numbers[word.at()] = number;
    }
    numbers[Setting::Route.at() + 1] = f64::from(0x0a00_0002);
    let config = config(&numbers);
    let mut secret = [0; 16];
    secret[..4].copy_from_slice(&[1, 2, 3, 4]);
    secret[12..].copy_from_slice(&[0xfc, 0xfd, 0xfe, 0xff]);
    assert_eq!(config.secret, Secret::new(secret));
    assert_eq!(config.keep_alive.map(|probing| probing.idle), Some(Duration::from_micros(250)));
    assert_eq!(config.user_timeout, Some(Duration::from_secs(1)));
    let route = [Ipv4Addr::new(10, 0, 0, 1), Ipv4Addr::new(10, 0, 0, 2)];
    assert_eq!(config.source_route, SourceRoute::new(&route));
    assert_eq!(end(&numbers, Setting::RemoteAddress), "192.0.2.1:80".parse().unwrap());
}

/// A moment that was given out as milliseconds comes back as the same moment.
#[test]
fn every_microsecond_survives() {
    for base in [0u64, 1 << 20, 1_790_000_000_000_000, 1 << 51] {
        for moment in base..base + 5000 {
            assert_eq!(micros(moment as f64 / 1000.0), moment);
        }
    }
}

#[test]
fn no_number_makes_it_panic() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, f64::MAX] {
        let config = config(&[number; NUMBERS]);
        assert!(config.source_route.is_none_or(|route| route.routers().len() <= SourceRoute::MAXIMUM));
    }
}
