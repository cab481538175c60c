//! Captures: every file in `../shared/captures` against pcap-parser and tshark, what is written read back, and any bytes at all.
//!
//! Properties try the same inputs each time; one that fails prints its seed and the smallest input that it found.
//! `PROPTEST_RNG_SEED=… cargo test --test capture` tries others, `PROPTEST_CASES=…` more.

use drywire::capture::{self, Direction, Event, Format, Interface, Packet, Reader, Record, Writer};
use drywire_test_support::capture::{check, check_parts, read as read_by_another};
use drywire_test_support::samples;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn config() -> ProptestConfig {
    let failures = FileFailurePersistence::SourceParallel("proptest-regressions");
    let config = ProptestConfig { failure_persistence: Some(Box::new(failures)), ..ProptestConfig::default() };
    println!("PROPTEST_RNG_SEED={}", config.rng_seed);
    config
}

/// The capture files beside the repository; none where they are not there.
fn captures() -> Vec<PathBuf> {
    samples::files(samples::CAPTURES).unwrap_or_default()
}

fn packets(file: &[u8]) -> Vec<Packet<'_>> {
    capture::read(file).filter_map(Event::packet).collect()
}

/// The oracle: pcap-parser's bytes, lengths, link types and times.
#[test]
fn every_packet_is_as_pcap_parser_reads_it() {
    for path in captures() {
        let file = fs::read(&path).unwrap();
        let expected = read_by_another(&file).unwrap();
        let found = packets(&file);
        assert_eq!(found.len(), expected.len(), "{}", path.display());
        for (packet, frame) in found.iter().zip(expected) {
            assert_eq!(packet.data, frame.data, "{}", path.display());
            assert_eq!((packet.original_length, u32::from(packet.link)), (frame.original_length, frame.linktype));
            assert_eq!(packet.timestamp, frame.timestamp, "{}", path.display());
        }
        let problems = capture::read(&file).filter(|event| matches!(event, Event::Problem(_))).count();
        assert_eq!(problems, 0, "{}", path.display());
    }
}

/// The oracle: tshark's `frame` fields, with the packets' comments.
#[test]
fn every_packet_is_as_tshark_reads_it() {
    for path in captures() {
        let Some(expected) = tshark(&path) else { return };
        assert_eq!(lines(&fs::read(&path).unwrap()), expected, "{}", path.display());
    }
}

/// The oracle: tshark, of files that we wrote, in both formats and resolutions.
#[test]
fn tshark_reads_what_was_written() {
    for (format, resolution) in [(Format::Pcap, 6), (Format::Pcap, 9), (Format::Pcapng, 6), (Format::Pcapng, 9)] {
        let mut writer = Writer::new(format);
        let interface = Interface { link: 101, resolution, name: b"wire", snap_length: 100, ..Interface::default() };
        let interface = writer.interface(&interface).unwrap();
        for index in 0..5 {
            let timestamp = Some(1_700_000_000_123_456_789 + index);
            let data = [0x45; 40];
            let comment = if index == 3 { "the third, as it is" } else { "" };
            let record = Record { interface, timestamp, original_length: 60, comment, ..Record::of(&data) };
            writer.packet(&record).unwrap();
        }
        let file = writer.take();
        let path = std::env::temp_dir().join(format!("drywire-capture-{}-{format:?}-{resolution}", std::process::id()));
        fs::write(&path, &file).unwrap();
        let expected = tshark(&path);
        fs::remove_file(&path).unwrap();
        let Some(expected) = expected else { return };
        assert_eq!(expected.len(), 5);
        assert_eq!(lines(&file), expected, "{format:?} {resolution}");
    }
}

/// What tshark says of each packet: time, length, captured length, interface, comments.
fn tshark(path: &Path) -> Option<Vec<String>> {
    let fields = ["frame.time_epoch", "frame.len", "frame.cap_len", "frame.interface_id", "frame.comment"];
    let mut command = Command::new("tshark");
    command.arg("-r").arg(path).args(["-T", "fields"]);
    fields.iter().for_each(|field| {
        command.args(["-e", field]);
    });
    let Ok(output) = command.output() else {
        println!("skipped: tshark is not installed (on Debian: apt-get install tshark)");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().lines().map(String::from).collect())
}

fn lines(file: &[u8]) -> Vec<String> {
    let is_pcap = file[0] != 0x0a;
    let line = |packet: Packet<'_>| {
        let mut line = String::new();
        if let Some(time) = packet.timestamp {
            write!(line, "{}.{:09}", time.div_euclid(1_000_000_000), time.rem_euclid(1_000_000_000)).unwrap();
        }
        let comments: Vec<_> = packet.comments().map(String::from_utf8_lossy).collect();
        let interface = if is_pcap { String::new() } else { packet.interface.to_string() };
        let (original, captured) = (packet.original_length, packet.data.len());
        write!(line, "\t{original}\t{captured}\t{interface}\t{}", comments.join(",")).unwrap();
        line
    };
    packets(file).into_iter().map(line).collect()
}

/// A file in chunks of any size is the file at once.
#[test]
fn chunks_at_every_boundary_give_the_same() {
    for path in captures() {
        let file = fs::read(&path).unwrap();
        for chunk in (1..=32).chain([100, 1000, 10_000, file.len()]) {
            check(&file, chunk);
        }
        let events: Vec<Event<'_>> = capture::read(&file).collect();
        for boundary in 0..file.len().min(3000) {
            check_parts([&file[..boundary], &file[boundary..]].into_iter(), &events);
        }
    }
}

/// A file that is cut anywhere gives the packets that are whole, and what is wrong with its end.
#[test]
fn captures_cut_at_every_byte_give_what_is_whole() {
    for path in captures() {
        let file = fs::read(&path).unwrap();
        let whole = packets(&file);
        let ends: Vec<usize> = whole.iter().map(|packet| packet.offset as usize + packet.data.len()).collect();
        for cut in (0..file.len()).step_by(1 + file.len() / 2000) {
            let found = packets(&file[..cut]);
            assert_eq!(found, whole[..found.len()], "{} cut at {cut}", path.display());
            let missed = ends.get(found.len()).is_none_or(|end| end + 64 > cut);
            assert!(missed, "{} cut at {cut}: a whole packet is missing", path.display());
        }
    }
}

/// Memory: a block that claims a length and never comes is not waited for in more memory than there are bytes.
#[test]
fn a_reader_holds_one_record_at_most() {
    let mut writer = Writer::new(Format::Pcapng);
    let interface = writer.interface(&Interface::default()).unwrap();
    let data = vec![7; 1_000_000];
    for _ in 0..20 {
        writer.packet(&Record { interface, timestamp: Some(1), ..Record::of(&data) }).unwrap();
    }
    let file = writer.take();
    let mut reader = Reader::new();
    let (mut most, mut count) = (0, 0);
    for chunk in file.chunks(4096) {
        reader.push(chunk);
        most = most.max(reader.held());
        while let Some(event) = reader.next() {
            count += usize::from(event.packet().is_some());
        }
    }
    assert_eq!((count, reader.end()), (20, None));
    assert!(most < 1_010_000, "{most}");
}

/// A packet to be written.
#[derive(Clone, Debug)]
struct Written {
    interface: usize,
    timestamp: Option<i64>,
    data: Vec<u8>,
    beyond: u32,
    direction: Option<Direction>,
    comment: String,
}

fn written(format: Format) -> impl Strategy<Value = Written> {
    let latest = if format == Format::Pcap { i64::from(u32::MAX) * 1_000_000_000 } else { i64::MAX };
    let time = prop_oneof![Just(None), (0..=latest).prop_map(Some)];
    let direction = prop_oneof![Just(None), Just(Some(Direction::Inbound)), Just(Some(Direction::Outbound))];
    let data = proptest::collection::vec(any::<u8>(), 0..60);
    (any::<usize>(), time, data, prop_oneof![Just(0_u32), 0..100_000_u32], direction, ".{0,12}").prop_map(
        |(interface, timestamp, data, beyond, direction, comment)| Written {
            interface,
            timestamp,
            data,
            beyond,
            direction,
            comment,
        },
    )
}

type Described = (u16, u8, String, String);

fn file() -> impl Strategy<Value = (Format, Vec<Described>, Vec<Written>)> {
    let described = || (any::<u16>(), 0..=9_u8, "[a-z]{0,9}", ".{0,9}");
    prop_oneof![Just(Format::Pcap), Just(Format::Pcapng)].prop_flat_map(move |format| {
        let interfaces = match format {
            Format::Pcap => {
                let resolution = prop_oneof![Just(6_u8), Just(9)];
                (any::<u16>(), resolution)
                    .prop_map(|(link, resolution)| vec![(link, resolution, String::new(), String::new())])
                    .boxed()
            }
            Format::Pcapng => proptest::collection::vec(described(), 1..4).boxed(),
        };
        (Just(format), interfaces, proptest::collection::vec(written(format), 0..12))
    })
}

/// What comes back of a packet: times are cut to the interface's ticks, and pcap has neither comment nor a time that is unknown.
fn expected(format: Format, packet: &Written, resolution: u8) -> (Option<i64>, Vec<u8>) {
    let tick = 10_i64.pow(u32::from(9 - resolution));
    let is_simple =
        packet.interface == 0 && packet.beyond == 0 && packet.comment.is_empty() && packet.direction.is_none();
    let timestamp = match (packet.timestamp, format) {
        (None, Format::Pcapng) if is_simple => None,
        (time, _) => Some(time.unwrap_or(0) / tick * tick),
    };
    let comment = if format == Format::Pcap { String::new() } else { packet.comment.clone() };
    (timestamp, comment.into_bytes())
}

proptest! {
    #![proptest_config(config())]

    /// What is written is read back: data, times, lengths, interfaces, comments.
    #[test]
    fn what_is_written_is_read_back((format, interfaces, mut written) in file()) {
        let mut writer = Writer::new(format);
        for (link, resolution, name, description) in &interfaces {
            let (name, description) = (name.as_bytes(), description.as_bytes());
            let interface = Interface { link: *link, resolution: *resolution, name, description, ..Interface::default() };
            writer.interface(&interface).unwrap();
        }
        let mut file = Vec::new();
        for packet in &mut written {
            packet.interface %= interfaces.len();
            let Written { interface, timestamp, data, beyond, direction, comment } = &*packet;
            let original_length = data.len() as u32 + beyond;
            let (interface, timestamp, direction) = (*interface as u32, *timestamp, *direction);
            writer.packet(&Record { interface, timestamp, data, original_length, direction, comment }).unwrap();
            file.extend(writer.take());
        }
        file.extend(writer.take());
        check(&file, 7);
        let said: Vec<_> = capture::read(&file)
            .filter_map(|event| if let Event::Interface(one) = event { Some(one) } else { None })
            .map(|one| (one.link, one.resolution, String::from_utf8_lossy(one.name).into_owned(), String::from_utf8_lossy(one.description).into_owned()))
            .collect();
        prop_assert_eq!(said, interfaces.clone());
        let found = packets(&file);
        prop_assert_eq!(found.len(), written.len());
        for (packet, written) in found.iter().zip(&written) {
            let (link, resolution, ..) = interfaces[written.interface];
            let (timestamp, comment) = expected(format, written, resolution);
            prop_assert_eq!(packet.data, &written.data[..]);
            prop_assert_eq!(packet.original_length, written.data.len() as u32 + written.beyond);
            prop_assert_eq!((packet.link, packet.interface as usize), (link, written.interface));
            prop_assert_eq!(packet.timestamp, timestamp);
            let comments: Vec<u8> = packet.comments().flatten().copied().collect();
            prop_assert_eq!(comments, comment);
        }
    }

    /// Any bytes, and captures with bytes changed, cut out and put in, keep to the rules.
    #[test]
    fn any_bytes_keep_to_the_rules(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        magic in 0..6_usize,
        chunk in 1..50_usize,
    ) {
        check(&bytes, chunk);
        let magics: [&[u8]; 6] = [
            &[0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0], &[0xa1, 0xb2, 0x3c, 0x4d, 0, 2, 0, 4],
            &[0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 28, 0, 0, 0],
            &[0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 28, 0x1a, 0x2b, 0x3c, 0x4d, 0, 1, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 28],
            &[0x0a, 0x0d, 0x0d, 0x0a], &[0x1f, 0x8b],
        ];
        check(&[magics[magic], &bytes].concat(), chunk);
    }

    /// The same of real captures that were damaged.
    #[test]
    fn damaged_captures_keep_to_the_rules(
        which in any::<prop::sample::Index>(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6),
        chunk in 1..5000_usize,
    ) {
        let captures = captures();
        prop_assume!(!captures.is_empty());
        let mut file = fs::read(which.get(&captures)).unwrap();
        for (place, byte, edit) in edits {
            let at = place.index(file.len().max(1)).min(file.len().saturating_sub(1));
            match edit {
                0 => file[at] = byte,
                1 => file.insert(at, byte),
                _ => file.truncate(at.max(1)),
            }
        }
        check(&file, chunk);
    }
}
