//! A trace as a capture file.

use super::{Fate, Trace, TracedPacket};
use crate::capture::{Direction, Format, Interface, Record, Writer};
use crate::sim::EndpointId;
use alloc::string::ToString;
use alloc::vec::Vec;

/// Where the capture is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Everywhere at once: each packet stands once, when it was sent and as it was sent. A comment says what was lost,
    /// duplicated or corrupted.
    Wire,
    /// At one endpoint, as a capture on that host would show it: what it sent, when it did, and what reached it, when and as
    /// it arrived.
    At(EndpointId),
}

impl Trace {
    /// The trace as a pcapng file of raw IP packets (link type 101) with times in microseconds.
    ///
    /// ```
    /// use drywire::sim::{Trace, View};
    /// let file = Trace::default().to_pcapng(View::Wire);
    /// assert_eq!(file[..4], [0x0a, 0x0d, 0x0d, 0x0a]);
    /// ```
    #[must_use]
    pub fn to_pcapng(&self, view: View) -> Vec<u8> {
        let mut writer = Writer::new(Format::Pcapng);
        match view {
            View::Wire => self.write_wire(&mut writer),
            View::At(endpoint) => self.write_endpoint(&mut writer, endpoint),
        }
        writer.take()
    }

    fn write_wire(&self, writer: &mut Writer) {
        let interface = interface(writer, "wire");
        for packet in &self.packets {
            let comment = packet.remarks();
            let micros = packet.sent_at.as_micros();
            add(writer, &Record { comment: &comment, ..packet.record(interface, micros, Direction::Outbound) });
        }
    }

    fn write_endpoint(&self, writer: &mut Writer, endpoint: EndpointId) {
        let interface = interface(writer, &self.address(endpoint).to_string());
        for seen in self.seen_by(endpoint) {
            match seen {
                Seen::Sent(packet) => {
                    let micros = packet.sent_at.as_micros();
                    add(writer, &packet.record(interface, micros, Direction::Outbound));
                }
                Seen::Received(packet, micros) => {
                    let data = packet.received();
                    add(writer, &Record { data: &data, ..packet.record(interface, micros, Direction::Inbound) });
                }
            }
        }
    }

    /// What passed an endpoint, in order.
    fn seen_by(&self, endpoint: EndpointId) -> impl Iterator<Item = Seen<'_>> {
        let mut seen = Vec::new();
        for packet in &self.packets {
            if packet.from == endpoint && !packet.is_copy {
                seen.push((packet.sent_order, Seen::Sent(packet)));
            }
            if let (true, Fate::Delivered { at }) = (packet.to == Some(endpoint), packet.fate) {
                seen.push((packet.delivered_order, Seen::Received(packet, at.as_micros())));
            }
        }
        seen.sort_by_key(|(order, _)| *order);
        seen.into_iter().map(|(_, seen)| seen)
    }
}

/// Adds an interface of raw IP packets, timed in microseconds; gives its number.
fn interface(writer: &mut Writer, name: &str) -> u32 {
    const LINKTYPE_RAW: u16 = 101;
    let interface = Interface { link: LINKTYPE_RAW, resolution: 6, name: name.as_bytes(), ..Interface::default() };
    writer.interface(&interface).unwrap_or_default()
}

/// Adds a packet. Times begin at 0, and packets and remarks are short: none is refused.
fn add(writer: &mut Writer, record: &Record<'_>) {
    let written = writer.packet(record);
    debug_assert_eq!(written, Ok(()), "a trace's packet can be written");
}

#[derive(Clone, Copy)]
enum Seen<'a> {
    Sent(&'a TracedPacket),
    Received(&'a TracedPacket, u64),
}

impl TracedPacket {
    fn record(&self, interface: u32, micros: u64, direction: Direction) -> Record<'_> {
        Record {
            interface,
            timestamp: Some(micros.saturating_mul(1000) as i64),
            data: &self.data,
            original_length: self.length as u32,
            direction: Some(direction),
            comment: "",
        }
    }

    /// The packet's bytes as they arrived.
    fn received(&self) -> Vec<u8> {
        let mut data = self.data.clone();
        self.flipped.iter().for_each(|bit| crate::sim::flip(&mut data, *bit));
        data
    }
}
