//! Files made by hand, word by word, of all that the formats allow and of what they do not.

use super::*;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

type Put = fn(u32) -> [u8; 4];
const ORDERS: [Put; 2] = [u32::to_le_bytes, u32::to_be_bytes];

fn words(put: Put, words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| put(*word)).collect()
}

/// Two 16-bit numbers as the word that they are together.
fn halves(put: Put, first: u16, second: u16) -> u32 {
    let is_little = put(1)[0] == 1;
    if is_little { u32::from(second) << 16 | u32::from(first) } else { u32::from(first) << 16 | u32::from(second) }
}

/// A block around its body.
fn block(put: Put, block_type: u32, body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    body.resize(body.len().next_multiple_of(4), 0);
    let length = put(body.len() as u32 + 12);
    [&put(block_type)[..], &length, &body, &length].concat()
}

fn option(put: Put, code: u16, value: &[u8]) -> Vec<u8> {
    let mut option = put(halves(put, code, value.len() as u16)).to_vec();
    option.extend(value);
    option.resize(option.len().next_multiple_of(4), 0);
    option
}

fn section(put: Put) -> Vec<u8> {
    block(put, 0x0a0d_0d0a, &words(put, &[0x1a2b_3c4d, halves(put, 1, 0), u32::MAX, u32::MAX]))
}

fn interface(put: Put, link: u16, snap_length: u32, options: &[u8]) -> Vec<u8> {
    block(put, 1, &[&words(put, &[halves(put, link, 0), snap_length])[..], options].concat())
}

fn enhanced(put: Put, interface: u32, ticks: u64, data: &[u8], original: u32, options: &[u8]) -> Vec<u8> {
    let mut body = words(put, &[interface, (ticks >> 32) as u32, ticks as u32, data.len() as u32, original]);
    body.extend(data);
    body.resize(body.len().next_multiple_of(4), 0);
    body.extend(options);
    block(put, 6, &body)
}

fn pcap(put: Put, magic: u32, version: (u16, u16), link: u32, records: &[u8]) -> Vec<u8> {
    let header = words(put, &[magic, halves(put, version.0, version.1), 0, 0, 1024, link]);
    [&header[..], records].concat()
}

fn packets(file: &[u8]) -> Vec<Packet<'_>> {
    let events: Vec<_> = read(file).collect();
    assert!(!events.iter().any(|event| matches!(event, Event::Problem(_))), "{events:?}");
    events.into_iter().filter_map(Event::packet).collect()
}

fn problems(file: &[u8]) -> Vec<Problem> {
    read(file).filter_map(|event| if let Event::Problem(problem) = event { Some(problem) } else { None }).collect()
}

/// pcap, 4 and 5: both byte orders, both resolutions; the upper half of the link type says other things.
#[test]
fn pcap_is_read_in_both_orders_and_resolutions() {
    for put in ORDERS {
        for (magic, tick) in [(0xa1b2_c3d4, 1000), (0xa1b2_3c4d, 1)] {
            let records = [&words(put, &[u32::MAX, 7, 3, 90])[..], b"abc", &words(put, &[1, 2, 0, 0])].concat();
            let file = pcap(put, magic, (2, 4), 0x5400_0065, &records);
            let found = packets(&file);
            let times = found.iter().map(|packet| packet.timestamp);
            assert!(times.eq([Some(i64::from(u32::MAX) * 1_000_000_000 + 7 * tick), Some(1_000_000_000 + 2 * tick)]));
            assert_eq!((found[0].data, found[0].original_length, found[0].offset), (&b"abc"[..], 90, 40));
            assert_eq!((found[1].data, found[1].original_length, found[1].offset), (&b""[..], 0, 59));
            assert_eq!((found[0].link, found[0].interface, found[0].comments().count()), (101, 0, 0));
        }
    }
}

/// Version 2.2 and older wrote the two lengths the other way round, and some programs did in 2.3.
#[test]
fn lengths_of_old_versions_are_swapped() {
    for (minor, lengths) in [(2, [60, 2]), (2, [2, 2]), (3, [60, 2]), (3, [2, 60]), (4, [2, 60])] {
        let file = pcap(u32::to_le_bytes, 0xa1b2_c3d4, (2, minor), 1, &{
            let mut record = words(u32::to_le_bytes, &[0, 0, lengths[0], lengths[1]]);
            record.extend(b"ab");
            record
        });
        assert_eq!(packets(&file)[0].data, b"ab", "{minor} {lengths:?}");
    }
}

/// What is close to pcap is refused by name, in either order, and so is what is compressed.
#[test]
fn other_files_are_refused_by_name() {
    let table: [(&[u8], &str, &str); 13] = [
        (&[0xa1, 0xb2, 0xcd, 0x34], "modified-pcap", "Kuznetzov"),
        (&[0x34, 0xcd, 0xb2, 0xa1], "modified-pcap", "Kuznetzov"),
        (&[0xcd, 0x34, 0xb2, 0xa1], "modified-pcap", "Mesquita"),
        (&[0xa1, 0x2b, 0x3c, 0x4d], "modified-pcap", "Navtel"),
        (&[0x1c, 0x00, 0x01, 0xac], "modified-pcap", "IXIA"),
        (b"snoop\0\0\0", "other-format", "snoop"),
        (b"GMBU", "other-format", "Network Monitor"),
        (&[0x1f, 0x8b, 8, 0], "compressed", "gzip"),
        (&[0x28, 0xb5, 0x2f, 0xfd], "compressed", "zstd"),
        (b"PK\x03\x04", "compressed", "ZIP"),
        (b"\r\n\r\n", "line-ends", "line ends"),
        (b"\n\r\n\r", "not-a-capture", "neither"),
        (b"abc", "not-a-capture", "neither"),
    ];
    for (file, code, name) in table {
        let found = problems(file);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].kind.code(), found[0].offset), (code, 0));
        assert!(found[0].to_string().contains(name), "{}", found[0]);
        assert_eq!(read(file).format(), None);
    }
    assert_eq!(problems(b""), [Problem { kind: Kind::Empty {}, offset: 0 }]);
}

/// pcapng, 4.1 to 4.4: sections of either order, whose interfaces are counted anew; simple and obsolete packets; blocks that
/// say nothing of packets.
#[test]
fn pcapng_is_read_with_all_its_blocks() {
    let [little, big] = ORDERS;
    let file = [
        section(big),
        block(big, 4, b"name resolution"),
        interface(big, 1, 4, &[option(big, 2, b"eth0"), option(big, 3, b"the first")].concat()),
        interface(big, 101, 0, &[option(big, 9, &[9]), option(big, 14, &[0, 0, 0, 0, 0, 0, 0, 5])].concat()),
        enhanced(
            big,
            1,
            7,
            b"abcde",
            60,
            &[option(big, 1, b"one"), option(big, 2, &[0; 4]), option(big, 1, b"two")].concat(),
        ),
        block(big, 3, &[&big(60)[..], b"abcdefgh"].concat()),
        block(big, 5, &[0; 16]),
        block(big, 2, &[&words(big, &[halves(big, 1, 9), 0, 3, 2, 2])[..], b"xy"].concat()),
        section(little),
        interface(little, 276, 0, &[]),
        enhanced(little, 0, 1 << 33, b"", 0, &[option(little, 0, &[]), option(little, 1, b"after the end")].concat()),
        block(little, 0xbad, b"abc"),
        block(little, 3, &[&little(3)[..], b"abc"].concat()),
    ]
    .concat();
    let found = packets(&file);
    let seen = found.iter().map(|packet| (packet.data, packet.original_length, packet.link, packet.interface));
    assert!(seen.eq([
        (&b"abcde"[..], 60, 101, 1),
        (&b"abcd"[..], 60, 1, 0),
        (&b"xy"[..], 2, 101, 1),
        (&b""[..], 0, 276, 2),
        (&b"abc"[..], 3, 276, 2)
    ]));
    let times: Vec<_> = found.iter().map(|packet| packet.timestamp).collect();
    assert_eq!(times, [Some(5_000_000_007), None, Some(5_000_000_003), Some((1 << 33) * 1000), None]);
    assert!(found[0].comments().eq([&b"one"[..], b"two"]));
    assert_eq!(found[3].comments().count(), 0, "an option with code 0 ends the list");
    let interfaces: Vec<_> =
        read(&file).filter_map(|event| if let Event::Interface(one) = event { Some(one) } else { None }).collect();
    assert_eq!((interfaces[0].name, interfaces[0].description), (&b"eth0"[..], &b"the first"[..]));
    let said = interfaces.iter().map(|one| (one.link, one.snap_length, one.resolution, one.time_offset));
    assert!(said.eq([(1, 4, 6, 0), (101, 0, 9, 5), (276, 0, 6, 0)]));
    for packet in &found {
        let at = packet.offset as usize;
        assert_eq!(&file[at..at + packet.data.len()], packet.data);
    }
}

/// What is wrong with one block leaves those after it readable; what makes the next block's place unknown ends the reading.
#[test]
fn what_is_wrong_is_named_and_what_can_be_read_is() {
    let put: Put = u32::to_le_bytes;
    let good = [section(put), interface(put, 1, 0, &[])].concat();
    let last = enhanced(put, 0, 1, b"last", 4, &[]);
    let at = good.len() as u64;
    let long = enhanced(put, 0, 1, b"abcd", 4, &[]);
    let claims_more = [&long[..20], &put(9)[..], &long[24..]].concat();
    let differs = [&long[..long.len() - 4], &put(40)[..]].concat();
    let other_order = block(put, 0x0a0d_0d0a, &words(put, &[0x1a2b_3c4e, 1, 0, 0]));
    let table: [(Vec<u8>, Kind, bool); 12] = [
        (enhanced(put, 1, 1, b"x", 1, &[]), Kind::UnknownInterface { number: 1, count: 1 }, true),
        (claims_more, Kind::PacketLength { claimed: 9, here: 4 }, true),
        (block(put, 6, &[0; 16]), Kind::BlockTooShort { block: 6, length: 28 }, true),
        (block(put, 1, &[0; 4]), Kind::BlockLength { claimed: 16 }, false),
        (block(put, 3, &[]), Kind::BlockTooShort { block: 3, length: 12 }, true),
        (words(put, &[6, 33, 0, 0]), Kind::BlockLength { claimed: 33 }, false),
        (words(put, &[6, 8, 0, 0]), Kind::BlockLength { claimed: 8 }, false),
        (words(put, &[6, 1 << 25, 0, 0]), Kind::TooLong { claimed: 1 << 25 }, false),
        (differs, Kind::LengthsDiffer { first: 36, last: 40 }, false),
        (other_order, Kind::ByteOrder {}, false),
        (block(put, 0x0a0d_0d0a, &words(put, &[0x1a2b_3c4d, 2, 0, 0])), Kind::Version { major: 2, minor: 0 }, false),
        (block(put, 0x0a0d_0d0a, &words(put, &[0x1a2b_3c4d, 1, 0])), Kind::BlockLength { claimed: 24 }, false),
    ];
    for (bad, kind, goes_on) in table {
        let file = [&good[..], &bad, &last].concat();
        assert_eq!(problems(&file), [Problem { kind, offset: at }]);
        let count = read(&file).filter_map(Event::packet).filter(|packet| packet.data == b"last").count();
        assert_eq!(count == 1, goes_on, "{kind:?}");
    }
    let file = pcap(put, 0xa1b2_c3d4, (3, 0), 1, &[]);
    assert_eq!(problems(&file), [Problem { kind: Kind::Version { major: 3, minor: 0 }, offset: 0 }]);
    let file = pcap(put, 0xa1b2_c3d4, (2, 4), 1, &words(put, &[0, 0, MAXIMUM_LENGTH + 1, 0]));
    assert_eq!(problems(&file), [Problem { kind: Kind::TooLong { claimed: MAXIMUM_LENGTH + 1 }, offset: 24 }]);
}

#[test]
fn interfaces_are_bounded() {
    let put: Put = u32::to_le_bytes;
    let half = [section(put), interface(put, 1, 0, &[]).repeat(MAXIMUM_INTERFACES as usize / 2)].concat();
    let file = [half.clone(), half.clone(), interface(put, 1, 0, &[])].concat();
    assert_eq!(problems(&file), [Problem { kind: Kind::TooManyInterfaces {}, offset: half.len() as u64 * 2 }]);
}

/// A file that is cut anywhere gives every packet that is whole, then one problem that says where; none where the cut is between
/// records.
#[test]
fn a_cut_file_gives_all_that_is_whole() {
    let put: Put = u32::to_le_bytes;
    let records = [&words(put, &[0, 0, 3, 3])[..], b"abc"].concat();
    let files = [
        (pcap(put, 0xa1b2_c3d4, (2, 4), 1, &records.repeat(3)), vec![24, 43, 62, 81]),
        (
            [section(put), interface(put, 1, 0, &[]), enhanced(put, 0, 0, b"abc", 3, &[]).repeat(2)].concat(),
            vec![28, 48, 84, 120],
        ),
    ];
    for (file, ends) in files {
        for cut in 4..=file.len() {
            let whole = ends.iter().filter(|end| **end <= cut).max().copied().unwrap_or(0);
            let at = problems(&file[..cut]);
            if whole == cut {
                assert_eq!(at, [], "cut at {cut}");
                continue;
            }
            assert_eq!((at.len(), at[0].offset, at[0].kind.code()), (1, whole as u64, "cut-short"), "cut at {cut}");
            let (needed, here) = at[0].kind.numbers();
            assert!(here as usize == cut - whole && needed > here, "cut at {cut}: {needed} {here}");
            let packets = read(&file[..cut]).filter_map(Event::packet).count();
            let first = if file[0] == 0x0a { 84 } else { 43 };
            assert_eq!(packets, ends.iter().filter(|end| **end >= first && **end <= cut).count());
        }
    }
}

/// Sections 4.1 to 4.3 of pcapng, word by word.
#[test]
fn what_is_written_is_a_section_an_interface_and_packets() -> Result<(), WriteError> {
    let mut writer = Writer::new(Format::Pcapng);
    let named = |name| Interface { link: 101, resolution: 6, name, ..Interface::default() };
    assert_eq!((writer.interface(&named(b"a"))?, writer.interface(&named(b"bc"))?), (0, 1));
    let data = [0x45, 1, 2, 3, 4];
    writer.packet(&Record {
        interface: 1,
        timestamp: Some(0x1_0000_0002 * 1000 + 999),
        original_length: 9,
        direction: Some(Direction::Outbound),
        comment: "lost",
        ..Record::of(&data)
    })?;
    let file = writer.take();
    let section = [
        0x0a, 0x0d, 0x0d, 0x0a, 44, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255,
        255, 4, 0, 7, 0, b'd', b'r', b'y', b'w', b'i', b'r', b'e', 0, 0, 0, 0, 0, 44, 0, 0, 0,
    ];
    let interface = [
        1, 0, 0, 0, 40, 0, 0, 0, 101, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, b'a', 0, 0, 0, 9, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
        0, 40, 0, 0, 0,
    ];
    let packet = [
        6, 0, 0, 0, 60, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 9, 0, 0, 0, 0x45, 1, 2, 3, 4, 0, 0, 0,
        1, 0, 4, 0, b'l', b'o', b's', b't', 2, 0, 4, 0, 2, 0, 0, 0, 0, 0, 0, 0, 60, 0, 0, 0,
    ];
    assert_eq!(file[..44], section);
    assert_eq!(file[44..84], interface);
    assert_eq!(file[124..], packet);
    Ok(())
}

/// What a format cannot say is refused, and the file stays as it was.
#[test]
fn what_cannot_be_written_is_refused() {
    let mut pcap = Writer::new(Format::Pcap);
    let mut pcapng = Writer::new(Format::Pcapng);
    let record = Record::of(&[1]);
    assert_eq!(pcap.packet(&record), Err(WriteError::Interface));
    assert_eq!(pcap.interface(&Interface { resolution: 3, ..Interface::default() }), Err(WriteError::Resolution));
    assert_eq!(pcapng.interface(&Interface { resolution: 0x8a, ..Interface::default() }), Err(WriteError::Resolution));
    assert_eq!(pcapng.interface(&Interface { name: &[0; 65_536], ..Interface::default() }), Err(WriteError::TooLong));
    assert_eq!((pcap.interface(&Interface::default()), pcapng.interface(&Interface::default())), (Ok(0), Ok(0)));
    assert_eq!(pcap.interface(&Interface::default()), Err(WriteError::OneInterface));
    let length = (pcap.written().len(), pcapng.written().len());
    assert_eq!(pcapng.packet(&Record { timestamp: Some(-1), ..record }), Err(WriteError::Time));
    assert_eq!(pcap.packet(&Record { timestamp: Some(1 << 62), ..record }), Err(WriteError::Time));
    let huge = vec![0; MAXIMUM_LENGTH as usize];
    assert_eq!(pcap.packet(&Record::of(&huge)), Err(WriteError::TooLong));
    assert_eq!(pcapng.packet(&Record::of(&huge)), Err(WriteError::TooLong));
    assert_eq!((pcap.written().len(), pcapng.written().len()), length);
}
