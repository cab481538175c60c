//! DESIGN 2: imports run one way, only `src/wasm` knows JavaScript, files stay small, and the lints are law everywhere.
//!
//! The checks read the sources as text. Each is also tried on a planted violation.

use std::path::{Path, PathBuf};

/// The rooms of the crate by floor: a room imports from floors below its own, and never from its own floor or above.
const FLOORS: [&[&str]; 8] = [
    &["time"],
    &["wire", "dump", "capture"],
    &["dissect", "reassembly"],
    &["flow", "tcp", "filter"],
    &["host"],
    &["sim"],
    &["lab"],
    &["wasm"],
];

/// The crates that speak to JavaScript, and the only room that may name them.
const JAVASCRIPT: [&str; 3] = ["wasm_bindgen", "js_sys", "serde_wasm_bindgen"];
const JAVASCRIPT_ROOM: &str = "wasm";

const LONGEST_FILE: usize = 500;

#[test]
fn imports_run_one_way() {
    let faults: Vec<String> =
        sources("src", &["rs"]).iter().flat_map(|file| import_faults(&path_in(file), &read(file))).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn only_the_bindings_know_javascript() {
    let faults: Vec<String> =
        sources("src", &["rs"]).iter().flat_map(|file| javascript_faults(&path_in(file), &read(file))).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn no_file_is_long() {
    let folders = [
        "src", "tests", "fuzz", "benches", "examples", "xtask", "scripts", "pkg/src", "pkg/test", "www/src", "www/test",
    ];
    let files = folders.iter().flat_map(|folder| sources(folder, &["rs", "ts", "tsx", "mjs", "js", "css"]));
    let long: Vec<String> = files.filter_map(|file| length_fault(&path_in(&file), &read(&file))).collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_package_is_under_the_lints() {
    let root = read(&root().join("Cargo.toml"));
    assert!(forbids_unsafe(&root), "the workspace forbids unsafe code");
    let manifests = sources(".", &["toml"]).into_iter().filter(|file| file.ends_with("Cargo.toml"));
    let free: Vec<String> = manifests.filter(|file| !obeys_lints(&read(file))).map(|file| path_in(&file)).collect();
    assert!(free.is_empty(), "without `[lints] workspace = true`: {free:?}");
}

#[test]
fn the_crate_needs_no_standard_library() {
    assert!(read(&root().join("src/lib.rs")).lines().any(|line| line == "#![no_std]"));
}

#[test]
fn a_planted_import_is_found() {
    let table = [
        ("wire/tcp/mod.rs", "use crate::dissect::Field;", 1),
        ("wire/mod.rs", "use crate::{dissect, wire::tcp};", 1),
        ("wire/mod.rs", "use crate::{\n    wire::{Packet, tcp},\n    sim::Clock,\n};", 1),
        ("wire/mod.rs", "fn f() { crate::host::open() }", 1),
        ("wire/udp.rs", "use super::super::flow::Key;", 1),
        ("wire/mod.rs", "use super::flow::Key;", 1),
        ("wire.rs", "pub(in crate::dump) use crate::capture::Frame;", 2),
        ("flow/mod.rs", "use crate::tcp::Connection;", 1),
        ("tcp/mod.rs", "use crate::flow::Key;", 1),
        ("attic/mod.rs", "", 1),
        ("tcp/mod.rs", "use crate::wire::tcp::Flags;", 0),
        ("wire/udp.rs", "use super::tcp::Header;", 0),
        ("wire/tcp/option.rs", "use super::super::udp;", 0),
        ("sim/mod.rs", "use crate::{wire, flow, tcp, host::Host};", 0),
        ("wire/mod.rs", "/// See crate::dissect.\n// use crate::sim;", 0),
        ("lib.rs", "pub use crate::sim::Network;", 0),
    ];
    for (path, text, expected) in table {
        let faults = import_faults(path, text);
        assert_eq!(faults.len(), expected, "{path}: {text}: {faults:?}");
    }
}

#[test]
fn other_planted_violations_are_found() {
    assert_eq!(javascript_faults("wire/mod.rs", "use js_sys::Array;").len(), 1);
    assert_eq!(javascript_faults("lib.rs", "use wasm_bindgen::prelude::*;").len(), 1);
    assert_eq!(javascript_faults("wasm/mod.rs", "use wasm_bindgen::prelude::*;").len(), 0);
    assert!(length_fault("a.rs", &"\n".repeat(501)).is_some());
    assert!(length_fault("a.rs", &"\n".repeat(500)).is_none());
    assert!(!forbids_unsafe("[workspace.lints.rust]\nunsafe_code = \"deny\""));
    assert!(!obeys_lints("[package]\nname = \"a\"\n[lints.rust]\nunsafe_code = \"allow\""));
}

fn import_faults(path: &str, text: &str) -> Vec<String> {
    let Some(room) = room(path) else { return Vec::new() };
    let Some(own) = floor(room) else {
        return vec![format!("{path}: the room {room} has no floor in this test's table")];
    };
    let code = code(text);
    let mut imports = after("crate::", &code);
    // As many `super`s as the module is deep lead to the crate's root.
    imports.extend(after(&"super::".repeat(depth(path)), &code).into_iter().filter(|name| floor(name).is_some()));
    let upward = imports.into_iter().filter(|name| name != room && floor(name).is_none_or(|floor| floor >= own));
    upward.map(|name| format!("{path}: {room} imports {name}")).collect()
}

fn javascript_faults(path: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let named =
        JAVASCRIPT.iter().filter(|name| room(path) != Some(JAVASCRIPT_ROOM) && words(&code).any(|word| word == **name));
    named.map(|name| format!("{path}: names {name}")).collect()
}

fn length_fault(path: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > LONGEST_FILE).then(|| format!("{path}: {lines} lines"))
}

fn forbids_unsafe(manifest: &str) -> bool {
    manifest.split("[workspace.lints.rust]").nth(1).is_some_and(|lints| lints.contains("unsafe_code = \"forbid\""))
}

fn obeys_lints(manifest: &str) -> bool {
    manifest.split("\n[lints]\n").nth(1).is_some_and(|lints| lints.starts_with("workspace = true"))
}

/// The room that a file below `src/` belongs to; nothing for the crate's root.
fn room(path: &str) -> Option<&str> {
    let first = path.split('/').next()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (name != "lib").then_some(name)
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// How many modules deep a file's module is: 1 for `wire/mod.rs`, 2 for `wire/udp.rs`.
fn depth(path: &str) -> usize {
    path.trim_end_matches("/mod.rs").split('/').count()
}

/// The text without comments.
fn code(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|character: char| !character.is_alphanumeric() && character != '_')
}

/// The names that follow a path's start, all of those in braces.
fn after(start: &str, code: &str) -> Vec<String> {
    let whole =
        |at: usize| !code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':');
    let starts = code.match_indices(start).filter(|(at, _)| whole(*at));
    starts.flat_map(|(at, _)| first_names(&code[at + start.len()..])).collect()
}

/// The first name of a path, or of each path in a group.
fn first_names(path: &str) -> Vec<String> {
    let path = path.trim_start();
    let Some(group) = path.strip_prefix('{') else { return words(path).next().map(String::from).into_iter().collect() };
    let mut level = 0;
    let mut names = vec![String::new()];
    for character in group.chars() {
        match character {
            '{' => level += 1,
            '}' if level == 0 => break,
            '}' => level -= 1,
            ',' if level == 0 => names.push(String::new()),
            _ if level == 0 => names.last_mut().into_iter().for_each(|name| name.push(character)),
            _ => {}
        }
    }
    names
        .iter()
        .filter_map(|name| words(name.trim()).next().map(String::from))
        .filter(|name| !name.is_empty())
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// A file's path from the root, and from `src/` where it is there.
fn path_in(file: &Path) -> String {
    let path = file.strip_prefix(root()).unwrap_or(file).to_string_lossy().replace('\\', "/");
    path.strip_prefix("src/").map_or(path.clone(), String::from)
}

/// All files with one of these endings below a folder, but for what is built or installed; none where there is no folder.
fn sources(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.filter_map(Result::ok) {
            let (path, name) = (entry.path(), entry.file_name());
            let skipped = ["target", "node_modules", "dist", ".git", "corpus", "artifacts", "coverage"]
                .iter()
                .any(|skip| name == *skip);
            if path.is_dir() && !skipped {
                folders.push(path);
            } else if path.extension().is_some_and(|found| endings.iter().any(|ending| found == *ending)) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
