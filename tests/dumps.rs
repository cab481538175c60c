//! Pasted dumps: forty-one samples of what people have, and rules that any text keeps.
//!
//! `tests/dumps/expected.tsv` has the bytes of each sample, or none where it must be refused.

use drywire::dump::{self, Clock, DumpError, Fault, Format, Place, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// A sample: its name, its text, and its bytes.
struct Sample {
    name: String,
    text: String,
    bytes: Vec<u8>,
}

fn samples() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dumps");
    let table = fs::read_to_string(folder.join("expected.tsv")).unwrap();
    let rows = table.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    rows.map(|row| Sample {
        name: row[0].into(),
        text: fs::read_to_string(folder.join(row[0])).unwrap(),
        bytes: (0..row[1].len()).step_by(2).map(|at| u8::from_str_radix(&row[1][at..at + 2], 16).unwrap()).collect(),
    })
    .collect()
}

/// The format that each sample is recognised as.
fn format_of(name: &str) -> Format {
    match &name[..2] {
        "01" | "02" | "03" | "08" | "09" | "10" | "11" | "12" => Format::Hex,
        "04" | "05" => Format::Xxd,
        "06" => Format::XxdBits,
        "07" | "15" => Format::CArray,
        "13" => Format::Percent,
        "14" => Format::HexList,
        "16" => Format::GoSlice,
        "17" | "18" => Format::CString,
        "19" => Format::PythonBytes,
        "20" | "39" => Format::Tshark,
        "21" | "22" | "23" | "24" => Format::Tcpdump,
        "25" => Format::HexdumpC,
        "26" => Format::Hexdump,
        "27" | "28" | "29" => Format::Od,
        "30" => Format::Base64,
        "31" => Format::DataUrl,
        "32" | "33" => Format::NodeBuffer,
        "34" => Format::Uint8Array,
        "35" => Format::NodeJson,
        "36" => Format::TsharkJson,
        "37" => Format::Pdml,
        "38" => Format::Text2pcap,
        "40" => Format::Cisco,
        "41" => Format::Hexyl,
        _ => panic!("no format for {name}"),
    }
}

#[test]
fn each_sample_gives_its_bytes() {
    let mut wrong = Vec::new();
    for Sample { name, text, bytes } in samples() {
        match dump::parse(&text) {
            Ok(dump) if dump.packets.len() == 1 && dump.packets[0].data == bytes && dump.format == format_of(&name) => {
            }
            Err(error) if bytes.is_empty() => {
                assert!(matches!(error.fault, Fault::MoreNotPrinted { count: 28 }), "{name}: {error:?}");
            }
            other => wrong.push(format!("{name}: {other:x?}")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a text that has lost its end may give: an error, a warning, or the bytes up to there.
fn is_honest(read: &Result<dump::Dump, DumpError>, bytes: &[u8]) -> bool {
    let Ok(dump) = read else { return true };
    let alarmed = dump.warnings.iter().any(|warning| warning.fault != Fault::Swapped);
    alarmed || (dump.packets.len() == 1 && bytes.starts_with(&dump.packets[0].data))
}

/// Whether what is told of a text stands within it.
fn is_within(read: &Result<dump::Dump, DumpError>, text: &[u8]) -> bool {
    let within = |place: Place| place.start <= place.end && place.end as usize <= text.len();
    match read {
        Ok(dump) => dump.warnings.iter().all(|warning| within(warning.place)),
        Err(error) => within(error.place),
    }
}

#[test]
fn a_cut_anywhere_is_never_wrong_bytes_in_silence() {
    let mut wrong = Vec::new();
    for Sample { name, text, bytes } in samples() {
        // The long ones have little that is not the same again.
        let step = 1 + text.len() / 4000;
        for end in (0..text.len()).step_by(step) {
            let text = &text.as_bytes()[..end];
            let read = dump::parse(text);
            assert!(is_within(&read, text), "{name} cut at {end}: {read:x?}");
            if !is_honest(&read, &bytes) && !bytes.is_empty() {
                wrong.push(format!(
                    "{name} cut at {end}: …{:?}: {read:x?}",
                    String::from_utf8_lossy(&text[end.saturating_sub(30)..])
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them: {:#?}", wrong.len(), &wrong[..wrong.len().min(12)]);
}

#[test]
fn a_lost_line_is_never_wrong_bytes_in_silence() {
    let mut wrong = Vec::new();
    for Sample { name, text, bytes } in samples().into_iter().filter(|sample| !sample.bytes.is_empty()) {
        let lines: Vec<&str> = text.lines().collect();
        // What has no offsets and no lengths cannot tell that a line is gone.
        if lines.len() > 200 || matches!(&name[..2], "03" | "15" | "16" | "17") {
            continue;
        }
        // The addresses of Cisco's begin anywhere, so its first line is not missed.
        for lost in usize::from(name.starts_with("40"))..lines.len().saturating_sub(1) {
            let left: Vec<&str> =
                lines.iter().enumerate().filter(|(at, _)| *at != lost).map(|(_, line)| *line).collect();
            let read = dump::parse(left.join("\n"));
            if !is_honest(&read, &bytes) {
                wrong.push(format!("{name} without line {lost}: {read:x?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_terminals_and_mail_do_to_a_dump_changes_no_byte() {
    type Change = (&'static str, fn(&str) -> String);
    let changes: [Change; 6] = [
        ("CRLF", |text| text.replace('\n', "\r\n")),
        ("tabs for blanks at the start", |text| text.lines().map(|line| format!("\t{line}\n")).collect()),
        ("quoted", |text| text.lines().map(|line| format!("> {line}\n")).collect()),
        ("quoted twice", |text| text.lines().map(|line| format!("> > {line}\n")).collect()),
        ("prompts around it", |text| format!("user@host:~$ print it\n{}\nuser@host:~$ \n", text.trim_end())),
        ("blank lines around it", |text| format!("\n\n{text}\n\n")),
    ];
    let mut wrong = Vec::new();
    for Sample { name, text, bytes } in samples().into_iter().filter(|sample| !sample.bytes.is_empty()) {
        for (change, apply) in changes {
            let read = dump::parse(apply(&text));
            if !read.as_ref().is_ok_and(|dump| dump.packets.len() == 1 && dump.packets[0].data == bytes) {
                wrong.push(format!("{name}, {change}: {read:x?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_byte_stands_where_its_place_says() {
    for Sample { name, text, .. } in samples().into_iter().filter(|sample| !sample.bytes.is_empty()) {
        let packet = dump::parse(&text).unwrap().packets.remove(0);
        assert_eq!(packet.places.len(), packet.data.len(), "{name}");
        for (byte, place) in packet.data.iter().zip(&packet.places) {
            let written = text[place.start as usize..place.end as usize].to_lowercase();
            let digits = written.trim_start_matches("0x").trim_start_matches("\\x").trim_start_matches('%');
            let says = match &name[..2] {
                "06" => u8::from_str_radix(digits, 2).ok(),
                "34" | "35" => digits.parse().ok(),
                // Words and base64 share digits; escapes have tests of their own.
                "18" | "19" | "29" | "30" | "31" => continue,
                _ => u8::from_str_radix(digits, 16).ok(),
            };
            assert_eq!(says, Some(*byte), "{name}: {written}");
        }
    }
}

#[test]
fn times_and_links_are_read() {
    let at = |clock, seconds, nanoseconds| Some(Timestamp { clock, seconds, nanoseconds });
    let expected = BTreeMap::from([
        ("21", (at(Clock::TimeOfDay, 39_009, 891_237_000), None)),
        ("36", (at(Clock::Epoch, 1_545_562_209, 891_237_000), Some(1))),
        ("37", (at(Clock::Epoch, 1_545_562_209, 891_237_000), Some(1))),
        ("38", (at(Clock::Epoch, 1_557_860_697, 0), None)),
        ("04", (None, None)),
    ]);
    for Sample { name, text, .. } in samples() {
        if let Some((timestamp, link)) = expected.get(&name[..2]) {
            let packet = dump::parse(&text).unwrap().packets.remove(0);
            assert_eq!((&packet.timestamp, &packet.link), (timestamp, link), "{name}");
        }
    }
}

/// What a tool prints of bytes; nothing where the tool is not installed.
fn printed(command: &[&str], bytes: &[u8]) -> Option<Vec<u8>> {
    let (program, arguments) = command.split_first()?;
    let process = Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut process = process.ok()?;
    process.stdin.take()?.write_all(bytes).ok()?;
    Some(process.wait_with_output().ok()?.stdout)
}

/// Bytes of so many kinds: pseudo-random, text that looks like hex, the same line again and again, blanks, counting.
fn patterns(length: usize) -> [Vec<u8>; 6] {
    let mut state = length as u32 ^ 0x9e37_79b9;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    };
    [
        (0..length).map(|_| random()).collect(),
        (0..length).map(|_| b"abcdef0123456789 "[usize::from(random()) % 17]).collect(),
        vec![0x45; length],
        vec![b' '; length],
        (0..length).map(|at| at as u8).collect(),
        (0..length).map(|_| 100 + random() % 60).collect(),
    ]
}

#[test]
fn what_installed_tools_print_is_read_back() {
    let commands: [&[&str]; 33] = [
        &["xxd"],
        &["xxd", "-u"],
        &["xxd", "-g1"],
        &["xxd", "-g4"],
        &["xxd", "-g8"],
        &["xxd", "-c", "8"],
        &["xxd", "-c", "24", "-g3"],
        &["xxd", "-a"],
        &["xxd", "-e"],
        &["xxd", "-b"],
        &["xxd", "-p"],
        &["xxd", "-i"],
        &["xxd", "-d"],
        &["hexdump"],
        &["hexdump", "-C"],
        &["hexdump", "-v"],
        &["hexdump", "-x"],
        &["hexdump", "-o"],
        &["hexdump", "-d"],
        &["hexdump", "-b"],
        &["od"],
        &["od", "-b"],
        &["od", "-x"],
        &["od", "-d"],
        &["od", "-v", "-tx1"],
        &["od", "-Ad", "-tx1"],
        &["od", "-Ax", "-tx1z"],
        &["od", "-Ax", "-tx2"],
        &["od", "-tx4"],
        &["od", "-tx8"],
        &["od", "-tu1"],
        &["od", "-Ax"],
        &["base64"],
    ];
    let mut wrong = Vec::new();
    for command in commands {
        for length in [1, 2, 3, 15, 16, 17, 20, 40, 64, 79, 200] {
            for (kind, bytes) in patterns(length).iter().enumerate() {
                let Some(text) = printed(command, bytes) else { continue };
                let read = dump::parse(&text);
                let same = read.as_ref().is_ok_and(|dump| dump.packets.len() == 1 && dump.packets[0].data == *bytes);
                let alarmed = read
                    .as_ref()
                    .map_or(true, |dump| dump.warnings.iter().any(|warning| warning.fault != Fault::Swapped));
                // So few bytes may be of two formats, and words without text beside them in two orders, which is said. Of three
                // bytes xxd -e prints less than a word.
                let partial = command[1..] == ["-e"] && length < 4;
                let any_radix = read.as_ref().is_ok_and(|dump| {
                    dump.warnings.iter().any(|warning| matches!(warning.fault, Fault::RadixUnclear { .. }))
                });
                if !same && !any_radix && !(alarmed && (length <= 20 || command[1..] == ["-e"])) && !partial {
                    let text = String::from_utf8_lossy(&text).into_owned();
                    wrong.push(format!(
                        "{command:?} of {length} bytes of kind {kind}:\n{text}{:.400}",
                        format!("{read:x?}")
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them: {}", wrong.len(), wrong[..wrong.len().min(8)].join("\n"));
}

const WRITTEN: [Format; 16] = [
    Format::Hex,
    Format::Percent,
    Format::HexList,
    Format::CArray,
    Format::GoSlice,
    Format::CString,
    Format::PythonBytes,
    Format::Scapy,
    Format::Base64,
    Format::DataUrl,
    Format::NodeBuffer,
    Format::NodeJson,
    Format::Tcpdump,
    Format::Tshark,
    Format::Xxd,
    Format::HexdumpC,
];

/// Bytes of a packet's length, often such as a column of text shows.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![any::<u8>(), 0x20u8..0x7f, Just(b' '), prop::sample::select(b"abcdef0123".to_vec())];
    prop_oneof![prop::collection::vec(any::<u8>(), 1..200), prop::collection::vec(byte, 1..80)]
}

/// Pieces that dumps are made of, in any order.
fn text() -> impl Strategy<Value = Vec<u8>> {
    let pieces: [&[u8]; 40] = [
        b"0x0000:  ",
        b"00000000: ",
        b"00000010",
        b"0000 ",
        b"0000010",
        b"0000020 ",
        b"45 ",
        b"4500 ",
        b"45000040 ",
        b"\n",
        b"\n",
        b"\n*\n",
        b"  E..@",
        b"|E..|",
        b"<Buffer ",
        b">",
        b"... 28 more bytes",
        b"{",
        b"}",
        b"[",
        b"]",
        b"(",
        b")",
        b"0x45, ",
        b"69,",
        b"\"",
        b"'",
        b"b'",
        b"\\x45",
        b"\\105",
        b"\\",
        b"data:;base64,",
        b"RQAA",
        b"=",
        b"\"data\":",
        b"\"Buffer\"",
        b"\"frame_raw\": [\"45",
        b"<packet><proto name=\"geninfo\"><field name=\"caplen\" show=\"2\"/>",
        b"<field name=\"x\" pos=\"0\" size=\"2\" value=\"4500\"/></packet>",
        b"10:50:09.891237 IP\n",
    ];
    let piece = prop_oneof![
        8 => prop::sample::select(pieces.map(<[u8]>::to_vec).to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..4),
        1 => "[ -~]{0,6}".prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(bytes in bytes(), format in prop::sample::select(WRITTEN.to_vec())) {
        let text = dump::write(&bytes, format, Some(1)).unwrap();
        let forced = dump::parse_as(&text, format);
        prop_assert!(forced.as_ref().is_ok_and(|dump| dump.packets.len() == 1 && dump.packets[0].data == bytes), "{text}\n{forced:x?}");
        let doubted = |fault: &Fault| matches!(fault, Fault::Ambiguous { .. } | Fault::MaybeAWord);
        match dump::parse(&text) {
            Ok(dump) => {
                let same = dump.format == format && dump.packets.len() == 1 && dump.packets[0].data == bytes;
                prop_assert!(same || dump.warnings.iter().any(|warning| doubted(&warning.fault)), "{text}\n{dump:x?}");
            }
            Err(error) => prop_assert!(bytes.len() < 8, "{text}\n{error}"),
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in text(), format in prop::sample::select(Format::ALL.to_vec())) {
        for read in [dump::parse(&text), dump::parse_as(&text, format)] {
            prop_assert!(is_within(&read, &text), "{read:?}");
            let Ok(dump) = read else { continue };
            prop_assert!(!dump.packets.is_empty());
            let total: usize = dump.packets.iter().map(|packet| packet.data.len()).sum();
            prop_assert!(total <= text.len() * 17 + (1 << 16), "{total} bytes");
            for packet in &dump.packets {
                prop_assert!(!packet.data.is_empty() && packet.data.len() == packet.places.len());
                prop_assert!(packet.places.iter().all(|place| place.start < place.end && place.end as usize <= text.len()));
            }
        }
    }
}
