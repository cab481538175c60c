//! Many packets as columns: one array for each field.

use super::layout::{Head, TABLE_ROWS};
use super::record::Record;
use super::{Parsed, link_type};
use crate::wire::{Layer, Link, Network, Transport, arp, ipv4, ipv6, tcp};

/// Declares the columns once: their arrays, and what the package must know of them.
macro_rules! columns {
    ($($name:ident: $kind:ty),+ $(,)?) => {
        /// A column for each field, [`TABLE_ROWS`] long. A row holds zeros before a packet is read into it: what the packet
        /// lacks stays zero.
        #[repr(C)]
        pub(crate) struct Columns { $(pub(crate) $name: [$kind; TABLE_ROWS]),+ }

        impl Columns {
            /// The columns' names, how many bytes an element has, and where they are.
            #[cfg(test)]
            pub(crate) const ALL: &'static [(&'static str, usize, usize)] =
                &[$((stringify!($name), size_of::<$kind>(), core::mem::offset_of!(Columns, $name))),+];

            /// Columns of zeros.
            pub(crate) const fn new() -> Self {
                Columns { $($name: [0; TABLE_ROWS]),+ }
            }
        }
    };
}

columns! {
    layers: u16,
    frame_offset: u32,
    frame_length: u32,
    payload_offset: u32,
    payload_length: u32,
    problem_count: u8,
    ether_type: u16,
    vlan_id: u16,
    arp_operation: u16,
    source: u32,
    destination: u32,
    ipv4_header_length: u8,
    dscp: u8,
    ecn: u8,
    total_length: u16,
    identification: u16,
    ipv4_flags: u8,
    fragment_offset: u16,
    ttl: u8,
    protocol: u8,
    ipv4_checksum: u16,
    ipv4_checksum_status: u8,
    source_port: u16,
    destination_port: u16,
    checksum: u16,
    checksum_status: u8,
    sequence_number: u32,
    acknowledgment_number: u32,
    tcp_header_length: u8,
    tcp_reserved: u8,
    tcp_flags: u8,
    window: u16,
    urgent_pointer: u16,
    udp_length: u16,
    icmp_type: u8,
    icmp_code: u8,
}

/// Where packets are: offset and length of each, the offsets counted from `base`, where the input begins.
#[derive(Clone, Copy)]
pub(crate) struct Bounds<'a> {
    pub(crate) pairs: &'a [u32],
    pub(crate) base: u32,
}

impl Columns {
    /// Reads packets into the columns' first rows. False for a link type that is not known.
    pub(crate) fn read(
        &mut self,
        record: &mut Record,
        input: &[u8],
        bounds: Bounds<'_>,
        link: u32,
        verify: bool,
    ) -> bool {
        let Bounds { pairs, base } = bounds;
        let (pairs, _) = pairs.as_chunks::<2>();
        for (row, [offset, length]) in pairs.iter().enumerate().take(TABLE_ROWS) {
            let start = offset.wrapping_sub(base) as usize;
            let end = start.saturating_add(*length as usize).min(input.len());
            let frame = input.get(start..end).unwrap_or_default();
            let Some(link_type) = link_type(link, frame) else { return false };
            record.clear();
            let mut parsed = Parsed::new(frame);
            parsed.read(record, link_type, verify);
            let Parsed { packet, checksums } = &parsed;
            self.frame_offset[row] = *offset;
            self.frame_length[row] = *length;
            self.payload_offset[row] = (frame.len() - packet.payload.len() - packet.trailer.len()) as u32;
            self.payload_length[row] = packet.payload.len() as u32;
            self.problem_count[row] = record.get(Head::ProblemCount.at()).min(255) as u8;
            self.ipv4_checksum_status[row] = checksums.network as u8;
            self.checksum_status[row] = checksums.transport as u8;
            let layers = [packet.link.layer(), packet.network.layer(), packet.transport.layer()];
            self.layers[row] = layers.into_iter().flatten().fold(0, |bits, layer| bits | bit(layer));
            self.set_link(row, &packet.link);
            self.set_network(row, &packet.network);
            self.set_transport(row, &packet.transport);
        }
        true
    }

    #[inline]
    fn set_link(&mut self, row: usize, link: &Link<'_>) {
        match link {
            Link::None | Link::Null(_) | Link::Loop(_) => {}
            Link::Ethernet(header) => {
                self.ether_type[row] = header.ether_type;
                if let Some(tag) = header.tags.iter().next() {
                    self.layers[row] |= bit(Layer::Vlan);
                    self.vlan_id[row] = tag.id;
                }
            }
            Link::Sll(header) => self.ether_type[row] = header.protocol,
            Link::Sll2(header) => self.ether_type[row] = header.protocol,
        }
    }

    #[inline]
    fn set_network(&mut self, row: usize, network: &Network<'_>) {
        match network {
            Network::None => {}
            Network::Ipv6(header) => self.set_ipv6(row, header),
            Network::Ipv4(header) => self.set_ipv4(row, header),
            Network::Arp(header) => self.set_arp(row, header),
        }
    }

    #[inline]
    fn set_ipv4(&mut self, row: usize, header: &ipv4::Header<'_>) {
        self.source[row] = header.source.to_bits();
        self.destination[row] = header.destination.to_bits();
        self.ipv4_header_length[row] = header.header_length;
        self.dscp[row] = header.dscp;
        self.ecn[row] = header.ecn;
        self.total_length[row] = header.total_length;
        self.identification[row] = header.identification;
        self.ipv4_flags[row] =
            u8::from(header.reserved_flag) << 2 | u8::from(header.dont_fragment) << 1 | u8::from(header.more_fragments);
        self.fragment_offset[row] = header.fragment_offset;
        self.ttl[row] = header.ttl;
        self.protocol[row] = header.protocol;
        self.ipv4_checksum[row] = header.checksum;
    }

    /// What IPv6 has of IPv4's; its addresses have no room.
    #[cold]
    fn set_ipv6(&mut self, row: usize, header: &ipv6::Header<'_>) {
        self.dscp[row] = header.dscp;
        self.ecn[row] = header.ecn;
        self.total_length[row] = header.total_length().map_or(0, |length| length.min(0xffff) as u16);
        self.fragment_offset[row] = header.fragment().unwrap_or_default().offset;
        self.ttl[row] = header.hop_limit;
        self.protocol[row] = header.protocol();
    }

    fn set_arp(&mut self, row: usize, header: &arp::Header<'_>) {
        let number = |address: &[u8]| address.try_into().map(u32::from_be_bytes).unwrap_or_default();
        self.arp_operation[row] = header.operation;
        self.source[row] = number(header.sender_protocol);
        self.destination[row] = number(header.target_protocol);
    }

    #[inline]
    fn set_transport(&mut self, row: usize, transport: &Transport<'_>) {
        match transport {
            Transport::None => {}
            Transport::Tcp(header) => self.set_tcp(row, header),
            Transport::Udp(header) => {
                self.source_port[row] = header.source_port;
                self.destination_port[row] = header.destination_port;
                self.udp_length[row] = header.length;
                self.checksum[row] = header.checksum;
            }
            Transport::Icmp(header) => {
                self.icmp_type[row] = header.message_type;
                self.icmp_code[row] = header.code;
                self.checksum[row] = header.checksum;
            }
            Transport::Icmpv6(header) => {
                self.icmp_type[row] = header.message_type;
                self.icmp_code[row] = header.code;
                self.checksum[row] = header.checksum;
            }
        }
    }

    #[inline]
    fn set_tcp(&mut self, row: usize, header: &tcp::Header<'_>) {
        self.source_port[row] = header.source_port;
        self.destination_port[row] = header.destination_port;
        self.sequence_number[row] = header.sequence_number.0;
        self.acknowledgment_number[row] = header.acknowledgment_number.0;
        self.tcp_header_length[row] = header.header_length;
        self.tcp_reserved[row] = header.reserved << 1 | u8::from(header.flags.contains(tcp::Flags::AE));
        self.tcp_flags[row] = header.flags.bits() as u8;
        self.window[row] = header.window;
        self.urgent_pointer[row] = header.urgent_pointer;
        self.checksum[row] = header.checksum;
    }
}

/// A layer's bit in the column of layers.
const fn bit(layer: Layer) -> u16 {
    1 << layer as u16
}
