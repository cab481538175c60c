//! How fast two connections in one process move bytes: `cargo run --release --example goodput`.

use drywire::tcp::{Config, Connection, Secret};
use drywire::time::{Duration, Instant};

fn main() {
    let ends = ("10.0.0.1:49152".parse().unwrap(), "10.0.0.2:80".parse().unwrap());
    let config = |seed| Config {
        send_buffer: 1 << 20,
        receive_buffer: 1 << 20,
        initial_window: 10,
        ..Config::new(Secret::from_seed(seed))
    };
    let mut now = Instant::ZERO;
    let mut client = Connection::connect(config(1), ends.0, ends.1, now).unwrap();
    let mut server = Connection::listen(config(2), ends.1);
    let chunk = vec![7; 1 << 16];
    let mut out = vec![0; 1 << 16];
    let mut packet = vec![0; 2048];
    let total: u64 = std::env::args().nth(1).map_or(4 << 30, |mib| mib.parse::<u64>().unwrap() << 20);
    let mut received = 0u64;
    let start = std::time::Instant::now();
    while received < total {
        now += Duration::from_micros(100);
        let _ = client.write(&chunk);
        for _ in 0..64 {
            let Some(length) = client.poll_transmit(now, &mut packet) else { break };
            server.handle_packet(now, &packet[..length]);
        }
        while let Ok(count) = server.read(&mut out) {
            received += count as u64;
        }
        while let Some(length) = server.poll_transmit(now, &mut packet) {
            client.handle_packet(now, &packet[..length]);
        }
        if client.poll_timeout().is_some_and(|due| due <= now) {
            client.handle_timeout(now);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{:.2} GB/s, {:?}", received as f64 / seconds / 1e9, client.info());
}
