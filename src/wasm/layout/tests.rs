//! Writes `pkg/src/layout.ts`, and holds that it is as it would be written.

use super::*;
use crate::wasm::table::Columns;
use crate::wire::{Fill, Kind};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

extern crate std;

#[test]
fn both_sides_of_the_boundary_have_one_layout() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/src/layout.ts");
    let expected = typescript();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("layout.ts can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "pkg/src/layout.ts is not what src/wasm/layout.rs declares: run this test with UPDATE=1"
    );
}

#[test]
fn columns_stand_one_after_the_other() {
    let mut expected = 0;
    for (name, width, at) in Columns::ALL {
        assert_eq!(*at, expected, "{name}");
        expected += width * TABLE_ROWS;
    }
}

#[test]
fn the_record_has_room_for_every_row() {
    let widest = 1 + 2 * 9 + 1;
    assert!(
        widest <= 20,
        "the widest row that encode is given: an address timestamp of 9 entries would be {widest} words"
    );
    assert_eq!(WORDS, ROWS_AT + ROWS);
}

fn typescript() -> String {
    let mut text = String::from(
        "// Written by the test `both_sides_of_the_boundary_have_one_layout` from src/wasm/layout.rs. Do not edit:\n\
         // UPDATE=1 cargo test --features wasm-codec layout\n\
         import type { LayerName } from './types.js';\n",
    );
    text += &numbers("Size", "Sizes, in bytes, words or entries.", &sizes());
    text += &numbers("At", "Where blocks begin that are counted from elsewhere.", &places());
    let blocks: [(&str, &[&str], usize); 11] = [
        ("Head", Head::NAMES, Head::BASE),
        ("EthernetWord", EthernetWord::NAMES, EthernetWord::BASE),
        ("LoopbackWord", LoopbackWord::NAMES, LoopbackWord::BASE),
        ("CookedWord", CookedWord::NAMES, CookedWord::BASE),
        ("Ipv4Word", Ipv4Word::NAMES, Ipv4Word::BASE),
        ("Ipv6Word", Ipv6Word::NAMES, Ipv6Word::BASE),
        ("ArpWord", ArpWord::NAMES, ArpWord::BASE),
        ("TcpWord", TcpWord::NAMES, TcpWord::BASE),
        ("UdpWord", UdpWord::NAMES, UdpWord::BASE),
        ("IcmpWord", IcmpWord::NAMES, IcmpWord::BASE),
        ("ProblemWord", ProblemWord::NAMES, ProblemWord::BASE),
    ];
    for (name, words, base) in blocks {
        text += &numbers(name, "Words of the record.", &counted(words, base));
    }
    text += &numbers("LayerNumber", "What stands for a layer: one more than its place in `LAYERS`.", &layers());
    text += &numbers("Row", "What a row holds.", &counted(Row::NAMES, 0));
    text += &numbers("Fill", "What is to be computed.", &fills());
    let faults: Vec<_> = EncodeFault::ALL.iter().map(|(name, fault)| (name.to_string(), *fault as i64)).collect();
    text += &numbers("EncodeFault", "What `encode` gives instead of a length.", &faults);
    text + &tables()
}

fn sizes() -> Vec<(String, i64)> {
    let sizes = [
        ("RecordWords", WORDS),
        ("InputLength", INPUT_LENGTH),
        ("OutputLength", OUTPUT_LENGTH),
        ("PayloadAt", PAYLOAD_AT),
        ("Payload", PAYLOAD),
        ("Problems", PROBLEMS),
        ("ProblemWords", ProblemWord::END),
        ("RowsAt", ROWS_AT),
        ("Tags", ethernet::MAXIMUM_TAGS),
        ("TagWords", TAG_WORDS),
        ("Options", OptionList::MAXIMUM),
        ("TableRows", TABLE_ROWS),
        ("Extensions", crate::wire::ipv6::MAXIMUM_EXTENSIONS),
        ("ExtensionOptions", EXTENSION_OPTIONS),
        ("Computed", COMPUTED as usize),
    ];
    let mut sizes: Vec<_> = sizes.iter().map(|(name, size)| (name.to_string(), *size as i64)).collect();
    sizes.push((String::from("LinkAuto"), LINK_AUTO.into()));
    sizes
}

fn places() -> Vec<(String, i64)> {
    let places = [("Ipv4", IPV4), ("QuotedIpv4", QUOTED_IPV4), ("Problems", PROBLEMS_AT)];
    places.iter().map(|(name, place)| (name.to_string(), *place as i64)).collect()
}

fn layers() -> Vec<(String, i64)> {
    let none = (String::from("None"), layer_number(None).into());
    let named = |layer: &Layer| {
        assert_eq!(layer_of(layer_number(Some(*layer))), Some(*layer));
        (format!("{layer:?}"), layer_number(Some(*layer)).into())
    };
    [none].into_iter().chain(Layer::ALL.iter().map(named)).collect()
}

fn fills() -> Vec<(String, i64)> {
    let fills = [
        ("EtherType", Fill::ETHER_TYPE),
        ("NetworkHeaderLength", Fill::NETWORK_HEADER_LENGTH),
        ("TotalLength", Fill::TOTAL_LENGTH),
        ("Protocol", Fill::PROTOCOL),
        ("NetworkChecksum", Fill::NETWORK_CHECKSUM),
        ("TcpHeaderLength", Fill::TCP_HEADER_LENGTH),
        ("UdpLength", Fill::UDP_LENGTH),
        ("TransportChecksum", Fill::TRANSPORT_CHECKSUM),
        ("LengthsAndChecksums", Fill::LENGTHS_AND_CHECKSUMS),
    ];
    let number = |fill: Fill| {
        (0..16)
            .map(|bit| 1 << bit)
            .filter(|bit| fill.contains(Fill::from_bits(*bit)) && Fill::from_bits(*bit) != Fill::NONE)
            .sum::<u16>()
    };
    fills.iter().map(|(name, fill)| (name.to_string(), number(*fill).into())).collect()
}

fn counted(names: &[&str], base: usize) -> Vec<(String, i64)> {
    names.iter().enumerate().map(|(index, name)| (name.to_string(), (base + index) as i64)).collect()
}

fn numbers(name: &str, doc: &str, entries: &[(String, i64)]) -> String {
    let lines: String = entries.iter().map(|(name, number)| format!("  {name} = {number},\n")).collect();
    format!("\n/** {doc} */\nexport const enum {name} {{\n{lines}}}\n")
}

fn tables() -> String {
    let layers: Vec<_> = Layer::ALL.iter().map(|layer| format!("'{}'", layer.name())).collect();
    let kinds: String = Kind::TABLE.iter().map(|(code, text)| format!("  ['{code}', {text:?}],\n")).collect();
    let columns: String =
        Columns::ALL.iter().map(|(name, width, _)| format!("  ['{}', {width}],\n", camel_case(name))).collect();
    format!(
        "\n/** Layers by their number. */\nexport const LAYERS: readonly LayerName[] = [{}];\n\
         \n/** Kinds of problems by their number: code, and sentence with places for two numbers. */\n\
         export const PROBLEM_KINDS: readonly (readonly [code: string, sentence: string])[] = [\n{kinds}];\n\
         \n/** Columns of a table by their number: name, and bytes in an element. They stand one after the other. */\n\
         export const COLUMNS = [\n{columns}] as const;\n",
        layers.join(", ")
    )
}

fn camel_case(name: &str) -> String {
    let mut parts = name.split('_');
    let mut text = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let (first, rest) = part.split_at(1);
        text += &first.to_uppercase();
        text += rest;
    }
    text
}
