//! Writes `pkg/src/tcp-layout.ts`, and holds that it is as it would be written.

use super::*;
use crate::tcp::{Reason, SourceRoute};
use crate::wasm::tcp::settings::tests::defaults;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

extern crate std;

#[test]
fn both_sides_of_the_boundary_have_one_layout() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/src/tcp-layout.ts");
    let expected = typescript();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("tcp-layout.ts can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "pkg/src/tcp-layout.ts is not what src/wasm/tcp/layout.rs declares: run this test with UPDATE=1"
    );
}

/// Reasons cross as numbers: JavaScript has their names, sections and texts from here.
#[test]
fn both_sides_of_the_boundary_have_the_same_reasons() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/src/tcp-reasons.ts");
    let expected = reasons();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("tcp-reasons.ts can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "pkg/src/tcp-reasons.ts is not what src/tcp/trace/reason.rs declares: run this test with UPDATE=1"
    );
}

fn reasons() -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "\\'"));
    let row = |reason: &Reason| {
        let [name, section, text] = [reason.name(), reason.section(), reason.text()].map(quoted);
        format!("  [{name}, {section}, {text}],\n")
    };
    let rows: String = Reason::ALL.iter().map(row).collect();
    format!(
        "// Written by the test `both_sides_of_the_boundary_have_the_same_reasons` from src/tcp/trace/reason.rs. Do not edit:\n\
         // UPDATE=1 cargo test --features wasm tcp::layout\n\n\
         /** Why a connection does something, by number: the reason's name, its section and the cause in words. */\n\
         export const REASONS = [\n{rows}] as const;\n"
    )
}

#[test]
fn there_is_room_for_all_numbers() {
    assert!(Setting::Route.at() + SourceRoute::MAXIMUM <= NUMBERS && Figure::END <= NUMBERS);
}

fn typescript() -> String {
    let mut text = String::from(
        "// Written by the test `both_sides_of_the_boundary_have_one_layout` from src/wasm/tcp/layout.rs. Do not edit:\n\
         // UPDATE=1 cargo test --features wasm tcp::layout\n",
    );
    let sizes = [("Area", AREA), ("Batch", BATCH), ("Numbers", NUMBERS), ("Routers", SourceRoute::MAXIMUM)];
    text += &numbers("Size", "Sizes, in bytes or entries.", sizes.map(|(name, size)| (name, size as i64)));
    text += &numbers("Setting", "Numbers of a connection's settings.", counted(Setting::NAMES));
    text += &numbers("ControllerNumber", "What controls congestion.", counted(&["Cubic", "NewReno", "Bbr"]));
    text += &numbers("Figure", "Numbers of what a connection knows of itself.", counted(Figure::NAMES));
    text += &numbers("Detail", "Numbers that come with an event.", counted(Detail::NAMES));
    text += &numbers("Deciding", "Numbers that come with a decision.", counted(Deciding::NAMES));
    text += &numbers("EventNumber", "What an event's number stands for.", counted(&EVENTS));
    text += &numbers("DecisionNumber", "What a decision's number stands for.", counted(&DECISIONS));
    text += &numbers(
        "Fault",
        "What a call gives instead of a handle or a number of bytes.",
        FAULTS.map(|(name, fault)| (name, fault as i64)),
    );
    let defaults = defaults();
    let defaults: Vec<String> =
        defaults.get(..Setting::END).unwrap_or_default().iter().map(|n| format!("{n}")).collect();
    text + &format!(
        "\n/** The settings that hold where the caller sets none, by their number. */\n\
         export const DEFAULTS: readonly number[] = [\n  {},\n];\n",
        defaults.join(", ")
    )
}

const EVENTS: [&str; 9] =
    ["None", "Connected", "Readable", "Writable", "Urgent", "PeerClosed", "Retransmitting", "Unreachable", "Closed"];

const DECISIONS: [&str; 5] = ["None", "Sent", "Lost", "Window", "State"];

const FAULTS: [(&str, Fault); 7] = [
    ("WouldBlock", Fault::WouldBlock),
    ("Finished", Fault::Finished),
    ("Closing", Fault::Closing),
    ("NotConnected", Fault::NotConnected),
    ("InvalidAddress", Fault::InvalidAddress),
    ("InvalidPort", Fault::InvalidPort),
    ("Closed", Fault::Closed),
];

fn counted(names: &[&'static str]) -> impl Iterator<Item = (&'static str, i64)> {
    names.iter().copied().zip(0..)
}

fn numbers(name: &str, doc: &str, entries: impl IntoIterator<Item = (&'static str, i64)>) -> String {
    let lines: String = entries.into_iter().map(|(name, number)| format!("  {name} = {number},\n")).collect();
    format!("\n/** {doc} */\nexport const enum {name} {{\n{lines}}}\n")
}
