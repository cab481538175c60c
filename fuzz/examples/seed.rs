//! `cargo run -p drywire-fuzz --example seed -- CAPTURE …`: seeds the corpus with the smallest frame of each shape.
//!
//! A shape is what the frame is made of: its headers, its options' kinds, and what is wrong with it.

use drywire::wire::{Link, LinkType, Network, Packet, Transport};
use drywire_test_support::capture;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Frames over this length are cut: what follows is data.
const LONGEST: usize = 400;

fn main() -> Result<(), Box<dyn Error>> {
    let mut frames: BTreeMap<String, (LinkType, Vec<u8>)> = BTreeMap::new();
    let mut lists: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
    for path in std::env::args().skip(1) {
        for mut frame in capture::read(&fs::read(&path)?).map_err(|error| format!("{path}: {error}"))? {
            let Some(link_type) = LinkType::from_linktype(frame.linktype) else { continue };
            frame.data.truncate(LONGEST);
            let packet = Packet::parse_lax(&frame.data, link_type, |_| {});
            for (kinds, list) in option_lists(&packet) {
                lists.entry(kinds).or_insert(list);
            }
            let shape = shape(&frame.data, link_type);
            let smallest = frames.entry(shape).or_insert_with(|| (link_type, frame.data.clone()));
            if frame.data.len() < smallest.1.len() {
                *smallest = (link_type, frame.data);
            }
        }
    }
    write("captures", frames.values().map(|(link_type, frame)| drywire_fuzz::input(*link_type, frame)))?;
    write("options", lists.into_values())?;
    println!("{} shapes of frames", frames.len());
    Ok(())
}

fn shape(frame: &[u8], link_type: LinkType) -> String {
    let mut codes = Vec::new();
    let packet = Packet::parse_lax(frame, link_type, |problem| codes.push(problem.kind.code()));
    let checksums = packet.verify(frame, |problem| codes.push(problem.kind.code()));
    let tags = if let Link::Ethernet(header) = &packet.link { header.tags.iter().len() } else { 0 };
    let kinds: Vec<Vec<u8>> = option_lists(&packet).into_iter().map(|(kinds, _)| kinds).collect();
    let extensions: Vec<u8> = match &packet.network {
        Network::Ipv6(header) => header.extensions().map(|extension| extension.kind()).collect(),
        _ => Vec::new(),
    };
    let layers: Vec<_> = packet.headers().map(|(layer, _)| layer).collect();
    let details = match &packet.transport {
        Transport::Tcp(header) => format!("{}", header.flags),
        Transport::Icmp(header) => format!("{}", header.message_type),
        Transport::Icmpv6(header) => format!("{}", header.message_type),
        Transport::Udp(_) | Transport::None => String::new(),
    };
    format!(
        "{layers:?} {extensions:?} {tags} {kinds:?} {details} {codes:?} {checksums:?} {}",
        packet.trailer.is_empty()
    )
}

/// The kinds and the bytes of each option list of a packet.
fn option_lists(packet: &Packet<'_>) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut lists = Vec::new();
    if let Network::Ipv4(header) = &packet.network {
        lists.push((header.options.iter().map(|option| option.kind()).collect(), header.options.as_bytes().to_vec()));
    }
    if let Transport::Tcp(header) = &packet.transport {
        lists.push((header.options.iter().map(|option| option.kind()).collect(), header.options.as_bytes().to_vec()));
    }
    lists.retain(|(_, list)| !list.is_empty());
    lists
}

fn write(name: &str, inputs: impl Iterator<Item = Vec<u8>>) -> std::io::Result<()> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    fs::create_dir_all(&folder)?;
    for (index, input) in inputs.enumerate() {
        fs::write(folder.join(format!("seed-{index:03}")), input)?;
    }
    Ok(())
}
