//! The native benchmarks: `parse`, `verify` and `emit`, against a parser written by hand and three other crates;
//! `goodput-native` and `connections-native`, two ends of a connection in one process, against smoltcp's.
//!
//! `npm run bench -- parse verify emit`, or `cargo run --release -p drywire-bench -- parse`. `--quick` is for seeing that all
//! runs; `--mix FILE` and `--small FILE` write the packets as a capture instead, for the benchmarks in JavaScript.

mod agree;
mod contestants;
mod hand;
mod live;
mod loss;
mod mix;
mod report;
mod rounds;
mod sink;

use contestants::{Emitter, by_hand, drywire, etherparse, pnet, smoltcp};
use mix::Mix;
use rounds::{Contestant, Times, run};
use sink::Total;
use std::fs::File;
use std::io::BufWriter;
use std::process::ExitCode;

const SEED: u64 = 0x6472_7977_6972_6531;
const PACKETS: usize = 100_000;
const NAMES: [&str; 5] = ["parse", "verify", "emit", "goodput-native", "connections-native"];

/// What a capture of small packets has at most as payload, in bytes.
const SMALL: u32 = 64;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [option, file] = &arguments[..]
        && let Some(payload) = match option.as_str() {
            "--mix" => Some(u32::MAX),
            "--small" => Some(SMALL),
            _ => None,
        }
    {
        return write(file, payload);
    }
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let names: Vec<&str> = arguments.iter().map(String::as_str).filter(|name| *name != "--quick").collect();
    if let Some(unknown) = names.iter().find(|name| !NAMES.contains(name) && !loss::NAMES.contains(name)) {
        eprintln!("there is no benchmark {unknown}; there are {}, {}", NAMES.join(", "), loss::NAMES.join(", "));
        return ExitCode::from(2);
    }
    for name in loss::NAMES.into_iter().filter(|name| names.is_empty() || names.contains(name)) {
        loss::run(name, quick);
    }
    let chosen: Vec<&str> = NAMES.into_iter().filter(|name| names.is_empty() || names.contains(name)).collect();
    let (codec, live): (Vec<&str>, Vec<&str>) = chosen.into_iter().partition(|name| !name.ends_with("-native"));
    if let Err(difference) = run_codec(&codec, quick).and_then(|()| run_live(&live, quick)) {
        eprintln!("the contestants do not do the same work: {difference}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn run_codec(names: &[&str], quick: bool) -> Result<(), String> {
    if names.is_empty() {
        return Ok(());
    }
    let (packets, rounds) = if quick { (2_000, 3) } else { (PACKETS, 101) };
    let mix = Mix::new(packets, u32::MAX, SEED);
    agree::check(&mix)?;
    for name in names {
        let times = match *name {
            "parse" => parse(&mix, rounds),
            "verify" => verify(&mix, rounds),
            _ => emit(&mix, rounds),
        };
        report::print(name, &times);
    }
    Ok(())
}

fn run_live(names: &[&str], quick: bool) -> Result<(), String> {
    if names.is_empty() {
        return Ok(());
    }
    live::check()?;
    for name in names {
        match *name {
            "goodput-native" => report::print_goodput(name, &live::goodput(quick)),
            _ => report::print_connections(name, &live::connections(quick)),
        }
    }
    Ok(())
}

fn write(file: &str, payload: u32) -> ExitCode {
    let written =
        File::create(file).and_then(|file| Mix::new(PACKETS, payload, SEED).write_pcap(&mut BufWriter::new(file)));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{file}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A pass of a parser over some packets. Each has a sink of its own, so that none waits for the sum of the one before.
macro_rules! pass {
    ($mix:expr, $parse:path) => {
        |packets| {
            let mut total = 0u64;
            for packet in $mix.part(packets) {
                let mut sink = Total::default();
                let read = $parse(packet, &mut sink);
                total = total.wrapping_add(sink.0).wrapping_add(read.into());
            }
            total
        }
    };
}

fn parse(mix: &Mix, rounds: usize) -> Times {
    let contestants = vec![
        Contestant::new("drywire", pass!(mix, drywire::parse)),
        Contestant::new("drywire iter()", pass!(mix, drywire::parse_each)),
        Contestant::new("by hand", pass!(mix, by_hand::parse)),
        Contestant::new("etherparse", pass!(mix, etherparse::parse)),
        Contestant::new("smoltcp", pass!(mix, smoltcp::parse)),
        Contestant::new("pnet_packet", pass!(mix, pnet::parse)),
    ];
    run(contestants, mix, rounds)
}

fn verify(mix: &Mix, rounds: usize) -> Times {
    let contestants = vec![
        Contestant::new("drywire", pass!(mix, drywire::verify)),
        Contestant::new("by hand", pass!(mix, by_hand::verify)),
        Contestant::new("etherparse", pass!(mix, etherparse::verify)),
        Contestant::new("smoltcp", pass!(mix, smoltcp::verify)),
        Contestant::new("pnet_packet", pass!(mix, pnet::verify)),
    ];
    run(contestants, mix, rounds)
}

fn emit(mix: &Mix, rounds: usize) -> Times {
    let contestants = vec![
        emitter::<drywire::Packets<'_>>("drywire", mix),
        emitter::<by_hand::Packets<'_>>("by hand", mix),
        emitter::<etherparse::Packets<'_>>("etherparse", mix),
        emitter::<smoltcp::Packets<'_>>("smoltcp", mix),
        emitter::<pnet::Packets<'_>>("pnet_packet", mix),
    ];
    run(contestants, mix, rounds)
}

fn emitter<'a, E: Emitter<'a> + 'a>(name: &'static str, mix: &'a Mix) -> Contestant<'a> {
    let emitter = E::new(mix);
    let mut buffer = [0; 2048];
    Contestant::with_headers(name, move |packets| {
        let mut total = 0;
        emitter.emit(packets, &mut buffer, |packet| total += std::hint::black_box(packet).len() as u64);
        total
    })
}
