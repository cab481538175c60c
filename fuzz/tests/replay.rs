//! Every input that fuzzing left in the corpus, on stable Rust: each target takes its own and those of all others.

use drywire_fuzz::TARGETS;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn the_corpus_keeps_the_rules() {
    let mut inputs = 0;
    for (name, _) in TARGETS {
        let files = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name));
        assert!(!files.is_empty(), "the corpus of {name} is empty");
        println!("{name}: {} inputs", files.len());
        for file in files {
            let input = fs::read(&file).unwrap();
            // A panic is told with the file that it comes from.
            let _told = Told(&file);
            TARGETS.iter().for_each(|(_, target)| target(&input));
            inputs += 1;
        }
    }
    println!("{inputs} inputs, by each of {} targets", TARGETS.len());
}

/// What fuzzing stands on: an input that breaks a rule panics.
#[test]
#[should_panic(expected = "payload and trailer are what follows the headers")]
fn a_broken_rule_panics() {
    let packet = drywire::wire::Packet { payload: b"x", ..Default::default() };
    drywire_test_support::layout::check(&packet, b"y");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

struct Told<'a>(&'a Path);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the input is {}", self.0.display());
        }
    }
}
