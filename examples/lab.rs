//! Prints a scenario of the lab as a ladder: `cargo run --example lab -- fast-retransmit`.

use drywire::lab::Preset;

fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    let Some(preset) = Preset::ALL.into_iter().find(|preset| preset.name() == name) else {
        let names = Preset::ALL.map(Preset::name).join(", ");
        eprintln!("lab: name one of {names}");
        std::process::exit(2);
    };
    let run = preset.scenario().run();
    print!("{}", run.ladder);
    for (side, told) in [("left", &run.left), ("right", &run.right)] {
        for moved in &told.states {
            println!(
                "{side:>5} {:>10.3} ms  {} to {}: {} ({})",
                moved.at, moved.from, moved.to, moved.why, moved.section
            );
        }
    }
    println!("ended at {} ms: {:?}", run.ended_at, run.ending);
}
