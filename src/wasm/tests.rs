//! The record natively: what is written to it is read back from it to the same bytes.

use super::from_record;
use super::layout::{ArpWord, EncodeFault, Head, LINK_AUTO, PAYLOAD_AT, PROBLEMS, ROWS, ROWS_AT};
use super::record::Record;
use super::{decode, layout};
use crate::wire::{Fill, Layer, ethernet};
use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;
use proptest::test_runner::TestCaseError;

/// A frame of every kind of header: 10.0.0.1 to 10.0.0.2, TCP with MSS, SACK-permitted, timestamps, NOP and window scale.
const SYN: [u8; 74] = [
    2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0, 60, 0x1c, 0x46, 0x40, 0, 64, 6, 0x0a, 0x74, 10, 0, 0, 1, 10,
    0, 0, 2, 4, 0xd2, 0, 80, 0, 0, 0, 1, 0, 0, 0, 0, 0xa0, 2, 0xff, 0xff, 0x2e, 0xb1, 0, 0, 2, 4, 5, 0xb4, 4, 2, 8, 10,
    0, 0, 0, 42, 0, 0, 0, 0, 1, 3, 3, 7,
];

const LINKS: [u32; 7] = [LINK_AUTO, 0, 1, 101, 108, 113, 276];

/// Reads a frame into a record and writes what the record says; both without the trailer, which the package appends.
fn written(frame: &[u8], link: u32, fill: Fill) -> Result<(Vec<u8>, Vec<u8>), EncodeFault> {
    let mut record = Box::new(Record::new());
    assert!(decode(&mut record, frame, link, true));
    record.set(Head::CutShort.at(), 0);
    record.set(Head::Fill.at(), bits(fill));
    if record.layer(Head::Network) == Some(Layer::Arp) {
        for (from, to) in [
            (ArpWord::HardwareLength, ArpWord::SenderHardwareLength),
            (ArpWord::ProtocolLength, ArpWord::SenderProtocolLength),
            (ArpWord::HardwareLength, ArpWord::TargetHardwareLength),
            (ArpWord::ProtocolLength, ArpWord::TargetProtocolLength),
        ] {
            let length = record.get(from.at());
            record.set(to.at(), length);
        }
    }
    let payload_at = record.get(Head::PayloadOffset.at()) as usize;
    let payload_length = record.get(Head::PayloadLength.at()) as usize;
    // Rows point into the frame; the payload has its own place.
    let mut input = vec![0; PAYLOAD_AT + payload_length];
    input[..frame.len()].copy_from_slice(frame);
    input[PAYLOAD_AT..].copy_from_slice(&frame[payload_at..payload_at + payload_length]);
    let mut output = vec![0; frame.len() + 100];
    let length = from_record::emit(&mut record, &input, payload_length, &mut output)?;
    output.truncate(length);
    Ok((output, frame[..payload_at + payload_length].to_vec()))
}

fn bits(fill: Fill) -> u32 {
    let is_in = |bit: &u16| Fill::from_bits(*bit) != Fill::NONE && fill.contains(Fill::from_bits(*bit));
    (0..16).map(|bit| 1 << bit).filter(is_in).map(u32::from).sum()
}

proptest! {
    /// DESIGN section 3: whatever parses is written back to the same bytes, also by way of the record.
    #[test]
    fn any_frame_is_written_back_to_its_bytes(
        mut frame in proptest::collection::vec(any::<u8>(), 0..200),
        whole in any::<bool>(),
        damage in proptest::collection::vec((0usize..74, any::<u8>()), 0..6),
        link in select(&LINKS[..]),
    ) {
        if whole {
            frame = [&SYN[..], &frame].concat();
            damage.iter().for_each(|(at, byte)| frame[*at] = *byte);
        }
        let (output, expected) = written(&frame, link, Fill::NONE)
            .map_err(|fault| TestCaseError::fail(alloc::format!("{fault:?}")))?;
        prop_assert_eq!(output, expected);
    }

    /// Every problem of a frame has room in the record, and every row has.
    #[test]
    fn the_record_has_room_for_what_any_frame_has(
        options in proptest::collection::vec(select(&[0u8, 1, 2, 3, 4, 5, 7, 8, 68, 131, 148, 255][..]), 0..400),
        ihl in 5u8..16,
        offset in 5u8..16,
        protocol in select(&[1u8, 6, 17][..]),
    ) {
        let mut frame = vec![0x40 | ihl, 0, 0xff, 0xff, 0, 0, 0, 0, 64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
        frame.extend(&options);
        frame.resize(frame.len().max(20 + usize::from(ihl - 5) * 4 + 60), 2);
        let transport = usize::from(ihl) * 4;
        frame[transport + 12] = offset << 4;
        let mut record = Box::new(Record::new());
        prop_assert!(decode(&mut record, &frame, 101, true));
        prop_assert!(record.get(Head::ProblemCount.at()) as usize <= PROBLEMS);
        prop_assert!((record.rows_end() as usize) < ROWS_AT + ROWS);
    }
}

#[test]
fn as_many_tags_as_are_read_have_room() {
    let mut frame = vec![0; 12];
    (0..ethernet::MAXIMUM_TAGS + 5).for_each(|_| frame.extend([0x81, 0, 0, 1]));
    let mut record = Box::new(Record::new());
    assert!(decode(&mut record, &frame, 1, true));
    assert_eq!(record.get(Head::TagCount.at()) as usize, ethernet::MAXIMUM_TAGS);
    assert_eq!(record.get(record.rows_end() as usize - 1), 1, "the last tag's identifier");
    assert!((record.rows_end() as usize) < layout::WORDS);
}

#[test]
fn what_is_to_be_computed_is() {
    let mut frame = SYN;
    // Total length, and both checksums.
    [16, 17, 24, 25, 50, 51].iter().for_each(|at| frame[*at] = 0);
    let (output, _) = written(&frame, 1, Fill::LENGTHS_AND_CHECKSUMS).expect("the packet can be written");
    assert_eq!(output, SYN);
}
