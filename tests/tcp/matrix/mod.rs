//! The fault matrix: buffers × loss × reordering × duplication × corruption × round-trip time × controllers × routers' marks,
//! one seed each. Every byte arrives, once and in order; both sides end in CLOSED; no timer is left; memory returns to its
//! start.
//!
//! `npm run matrix -- --seeds 1000000` runs more of it. A seed that fails leaves target/failures/matrix-SEED.pcapng, and a
//! ladder beside it.

mod case;
mod run;

use core::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How many seeds `npm test` runs.
const SEEDS: u64 = 1500;

/// The seeds of one run, as many threads take them from it.
struct Seeds {
    from: u64,
    end: u64,
    next: AtomicU64,
    stop: AtomicBool,
    keep_going: bool,
    /// The seeds that failed.
    failed: Mutex<Vec<u64>>,
    /// What routers' marks came to over all of them.
    marks: Mutex<run::Marks>,
}

#[test]
fn every_byte_arrives_whatever_the_network_does() {
    let seed = setting("DRYWIRE_SEED");
    let from = seed.or(setting("DRYWIRE_FROM")).unwrap_or(0);
    let count = seed.map_or(setting("DRYWIRE_SEEDS").unwrap_or(SEEDS), |_| 1);
    let seeds = Seeds {
        from,
        end: from + count,
        next: AtomicU64::new(from),
        stop: AtomicBool::new(false),
        keep_going: setting("DRYWIRE_KEEP_GOING").is_some(),
        failed: Mutex::default(),
        marks: Mutex::default(),
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| seeds.work())).collect();
        if setting("DRYWIRE_PROGRESS").is_some() {
            seeds.watch(|| workers.iter().all(std::thread::ScopedJoinHandle::is_finished));
        }
    });
    let marks = seeds.marks.into_inner().expect("no worker has panicked");
    let mut failed = seeds.failed.into_inner().expect("no worker has panicked");
    failed.sort_unstable();
    println!("matrix: {} seeds from {from}, {} failed", seeds.next.into_inner().min(seeds.end) - from, failed.len());
    println!("matrix: {} packets marked, windows reduced for it {} times", marks.packets, marks.reductions);
    assert!(failed.is_empty(), "seeds that failed: {failed:?}");
    let marked = marks.packets > 1000 && marks.reductions > 1000;
    assert!(count < SEEDS || marked, "RFC 3168: next to nothing was marked, {marks:?}");
}

impl Seeds {
    /// Runs one seed after the other.
    fn work(&self) {
        while !self.stop.load(Ordering::Relaxed) {
            let seed = self.next.fetch_add(1, Ordering::Relaxed);
            if seed >= self.end {
                return;
            }
            match run::run(seed) {
                Ok(marks) => self.marks.lock().expect("no worker has panicked").add(marks),
                Err((fault, files)) => {
                    println!(
                        "seed {seed} failed: {fault}\n  replay: {}\n  trace: {}.pcapng and .txt",
                        replay(seed),
                        files.display()
                    );
                    self.stop.fetch_or(!self.keep_going, Ordering::Relaxed);
                    self.failed.lock().expect("no worker has panicked").push(seed);
                }
            }
        }
    }

    /// Tells how far the workers are until they are done.
    fn watch(&self, done: impl Fn() -> bool) {
        let start = Instant::now();
        let mut told = start;
        while !done() {
            std::thread::sleep(Duration::from_millis(100));
            if told.elapsed() < Duration::from_secs(5) {
                continue;
            }
            told = Instant::now();
            let next = self.next.load(Ordering::Relaxed).min(self.end);
            let rate = (next - self.from) as f64 / start.elapsed().as_secs_f64();
            let left = (self.end - next) as f64 / rate.max(0.001);
            let failed = self.failed.lock().map_or(0, |failed| failed.len());
            let count = next - self.from;
            eprintln!(
                "matrix: {count} of {} seeds, {failed} failed, {rate:.0}/s, {:.0} min left; to go on from here: --from {}",
                self.end - self.from,
                (left / 60.0).ceil(),
                next.saturating_sub(64).max(self.from),
            );
        }
    }
}

/// The command that runs a seed again.
fn replay(seed: u64) -> String {
    format!("npm run matrix -- --seed {seed}")
}

/// A number that the command set.
fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name}={value} is not a number")))
}
