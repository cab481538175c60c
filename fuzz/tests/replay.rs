//! Every input that fuzzing left in the corpus, on stable Rust: each target takes its own and all others.

use drywire::tcp::State;
use drywire::wire::{Kind, LinkType, Packet, Problem};
use drywire_fuzz::TARGETS;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn the_corpus_keeps_the_rules() {
    let mut count = 0;
    for (name, inputs) in corpus() {
        println!("{name}: {} inputs", inputs.len());
        count += inputs.len();
        for (file, input) in inputs {
            // A panic is told with the file that it comes from.
            let _told = Told(&file);
            TARGETS.iter().for_each(|(_, target)| target(&input));
        }
    }
    println!("{count} inputs, by each of {} targets", TARGETS.len());
}

/// What the corpus is worth: it has inputs for every target, and meets all that can be wrong with a packet.
#[test]
fn the_corpus_meets_every_kind_of_problem() {
    let corpus = corpus();
    let empty: Vec<&str> =
        TARGETS.iter().map(|(name, _)| *name).filter(|name| corpus.get(*name).is_none_or(Vec::is_empty)).collect();
    assert!(empty.is_empty(), "no inputs for {empty:?}");
    let mut met = BTreeSet::new();
    for (_, input) in corpus.values().flatten() {
        let Some((choice, frame)) = input.split_first() else { continue };
        let link_type = LinkType::ALL[usize::from(*choice) % LinkType::ALL.len()];
        let mut meet = |problem: Problem| met.extend([problem.kind.code()]);
        let packet = Packet::parse_lax(frame, link_type, &mut meet);
        packet.verify(frame, meet);
    }
    // Over 16,384 tags take 64 KiB: a unit test has them.
    let missed: Vec<&str> = Kind::TABLE
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| !met.contains(code) && *code != "too-many-tags")
        .collect();
    assert!(missed.is_empty(), "never met: {missed:?}");
}

/// The same for TCP: a connection is brought to every state.
#[test]
fn the_corpus_meets_every_state() {
    let corpus = corpus();
    let met: BTreeSet<&str> =
        corpus["tcp_one"].iter().flat_map(|(_, input)| drywire_fuzz::states(input)).map(State::name).collect();
    assert_eq!(met.len(), 11, "only {met:?}");
}

/// What fuzzing stands on: an input that breaks a rule panics.
#[test]
#[should_panic(expected = "payload and trailer are what follows the headers")]
fn a_broken_rule_panics() {
    let packet = drywire::wire::Packet { payload: b"x", ..Default::default() };
    drywire_test_support::layout::check(&packet, b"y");
}

/// The inputs of each of the corpus's folders.
fn corpus() -> BTreeMap<String, Vec<(PathBuf, Vec<u8>)>> {
    let folders = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"));
    let name = |folder: &Path| folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let inputs =
        |folder: &Path| entries(folder).into_iter().map(|file| (file.clone(), fs::read(file).unwrap())).collect();
    folders.iter().map(|folder| (name(folder), inputs(folder))).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

struct Told<'a>(&'a Path);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the input is {}", self.0.display());
        }
    }
}
