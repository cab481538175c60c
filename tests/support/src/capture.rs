//! Capture files, read by a crate that is not ours: pcap and pcapng, of either byte order; and what ours keeps to, whatever it is
//! given.

use drywire::capture::{self, Event, MAXIMUM_LENGTH, Reader};
use pcap_parser::traits::PcapNGPacketBlock;
use pcap_parser::{Block, LegacyPcapSlice, PcapBlockOwned, PcapNGSlice, parse_pcap_header};
use std::fmt::Display;

/// One frame of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The LINKTYPE number of the interface that it was seen on.
    pub linktype: u32,
    /// Its length on the wire in bytes.
    pub original_length: u32,
    /// The bytes that were captured.
    pub data: Vec<u8>,
    /// Nanoseconds since 1970; nothing for a simple packet block.
    pub timestamp: Option<i64>,
}

/// What an interface of a pcapng section gives to its frames.
struct Interface {
    linktype: u32,
    /// The most bytes captured of a frame; 0 where there is no limit.
    snapshot_length: u32,
    /// Ticks in a second, and seconds to be added.
    resolution: u64,
    time_offset: i64,
}

/// Reads all frames of a file.
///
/// # Errors
/// The file is neither pcap nor pcapng, or a block of it is broken; the text says which.
pub fn read(file: &[u8]) -> Result<Vec<Frame>, String> {
    match parse_pcap_header(file) {
        // The upper 16 bits say other things, such as the length of the frame check sequence.
        Ok((_, header)) => {
            legacy(file, header.network.0 as u32 & 0xffff, if header.is_nanosecond_precision() { 1 } else { 1000 })
        }
        Err(_) => pcapng(file),
    }
}

fn legacy(file: &[u8], linktype: u32, tick: i64) -> Result<Vec<Frame>, String> {
    let mut frames = Vec::new();
    for (index, block) in LegacyPcapSlice::from_slice(file).map_err(|_| "not a pcap file")?.enumerate() {
        if let PcapBlockOwned::Legacy(block) = block.map_err(|_| broken(index))? {
            let timestamp = Some(i64::from(block.ts_sec) * 1_000_000_000 + i64::from(block.ts_usec) * tick);
            frames.push(Frame { linktype, original_length: block.origlen, data: block.data.to_vec(), timestamp });
        }
    }
    Ok(frames)
}

fn pcapng(file: &[u8]) -> Result<Vec<Frame>, String> {
    let mut frames = Vec::new();
    let mut interfaces: Vec<Interface> = Vec::new();
    for (index, block) in PcapNGSlice::from_slice(file).map_err(|_| "neither pcap nor pcapng")?.enumerate() {
        let PcapBlockOwned::NG(block) = block.map_err(|_| broken(index))? else { continue };
        match block {
            // Interfaces are counted anew in each section.
            Block::SectionHeader(_) => interfaces.clear(),
            Block::InterfaceDescription(block) => {
                let (linktype, snapshot_length) = (block.linktype.0 as u32, block.snaplen);
                let resolution = block.ts_resolution().ok_or_else(|| broken(index))?;
                interfaces.push(Interface { linktype, snapshot_length, resolution, time_offset: block.ts_offset() });
            }
            Block::EnhancedPacket(block) => {
                let interface = interfaces.get(block.if_id as usize).ok_or_else(|| broken(index))?;
                let ticks = u128::from(block.ts_high) << 32 | u128::from(block.ts_low);
                let nanoseconds = ticks * 1_000_000_000 / u128::from(interface.resolution);
                let timestamp = nanoseconds as i64 + interface.time_offset * 1_000_000_000;
                frames
                    .push(Frame { timestamp: Some(timestamp), ..frame(interface, block.origlen, block.packet_data()) });
            }
            Block::SimplePacket(block) => {
                let interface = interfaces.first().ok_or_else(|| broken(index))?;
                // The block has no captured length of its own: it is the snapshot length's, where there is one.
                let limit = if interface.snapshot_length == 0 { u32::MAX } else { interface.snapshot_length };
                let data = block.packet_data();
                frames.push(frame(interface, block.origlen, &data[..data.len().min(limit as usize)]));
            }
            _ => {}
        }
    }
    Ok(frames)
}

fn frame(interface: &Interface, original_length: u32, data: &[u8]) -> Frame {
    Frame { linktype: interface.linktype, original_length, data: data.to_vec(), timestamp: None }
}

fn broken(index: impl Display) -> String {
    format!("block {index} of the capture cannot be read")
}

/// What holds for any file: packets are where they say, one after the other, of interfaces that were met; no event is made of
/// nothing; and the file in chunks is the same as the file at once.
///
/// # Panics
/// Something does not hold.
pub fn check(file: &[u8], chunk: usize) {
    let events: Vec<Event<'_>> = capture::read(file).collect();
    let (mut next, mut interfaces) = (0, 0);
    for event in &events {
        match event {
            Event::Interface(_) => interfaces += 1,
            Event::Packet(packet) => {
                let at = usize::try_from(packet.offset).unwrap();
                assert!(at >= next, "packets follow one another");
                next = at + packet.data.len();
                assert_eq!(&file[at..next], packet.data, "a packet is where it says");
                assert!(packet.interface < interfaces, "its interface was met");
                assert!(packet.comments().count() <= file.len() / 4);
            }
            Event::Problem(problem) => {
                assert!(problem.offset <= file.len() as u64 && !problem.to_string().contains('{'), "{problem}");
            }
        }
    }
    assert!(events.len() <= file.len() / 12 + 2, "{} events of {} bytes", events.len(), file.len());
    check_parts(file.chunks(chunk.max(1)), &events);
}

/// The parts of a file, pushed one by one, give these events; what is held meanwhile is one record and a part at most.
///
/// # Panics
/// They do not.
pub fn check_parts<'a>(parts: impl Iterator<Item = &'a [u8]>, events: &[Event<'_>]) {
    let mut reader = Reader::new();
    let mut count = 0;
    for part in parts {
        reader.push(part);
        assert!(reader.held() <= MAXIMUM_LENGTH as usize + 16 + part.len(), "it holds {}", reader.held());
        while let Some(event) = reader.next() {
            assert_eq!(Some(&event), events.get(count), "event {count}");
            count += 1;
        }
    }
    let last = reader.end().map(Event::Problem);
    assert_eq!(events.get(count..), Some(last.as_slice()), "the end");
}
