//! Capture files, read by a crate that is not ours: pcap and pcapng, of either byte order.

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
}

/// What an interface of a pcapng section gives to its frames.
struct Interface {
    linktype: u32,
    /// The most bytes captured of a frame; 0 where there is no limit.
    snapshot_length: u32,
}

/// Reads all frames of a file.
///
/// # Errors
/// The file is neither pcap nor pcapng, or a block of it is broken; the text says which.
pub fn read(file: &[u8]) -> Result<Vec<Frame>, String> {
    match parse_pcap_header(file) {
        // The upper 16 bits say other things, such as the length of the frame check sequence.
        Ok((_, header)) => legacy(file, header.network.0 as u32 & 0xffff),
        Err(_) => pcapng(file),
    }
}

fn legacy(file: &[u8], linktype: u32) -> Result<Vec<Frame>, String> {
    let mut frames = Vec::new();
    for (index, block) in LegacyPcapSlice::from_slice(file).map_err(|_| "not a pcap file")?.enumerate() {
        if let PcapBlockOwned::Legacy(block) = block.map_err(|_| broken(index))? {
            frames.push(Frame { linktype, original_length: block.origlen, data: block.data.to_vec() });
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
                interfaces.push(Interface { linktype, snapshot_length });
            }
            Block::EnhancedPacket(block) => {
                let interface = interfaces.get(block.if_id as usize).ok_or_else(|| broken(index))?;
                frames.push(frame(interface, block.origlen, block.packet_data()));
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
    Frame { linktype: interface.linktype, original_length, data: data.to_vec() }
}

fn broken(index: impl Display) -> String {
    format!("block {index} of the capture cannot be read")
}
