//! Many packets as columns: one array for each field.

use super::layout::{Head, TABLE_ROWS};
use super::record::Record;
use super::{Parsed, link_type};
use crate::wire::{Layer, Part, arp, ethernet, icmpv4, ipv4, ipv6, tcp, udp};

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
            let mut parsed = Parsed::default();
            parsed.read(record, frame, link_type, verify);
            let Parsed { outline, checksums } = &parsed;
            self.frame_offset[row] = *offset;
            self.frame_length[row] = *length;
            self.payload_offset[row] = outline.payload_at() as u32;
            self.payload_length[row] = outline.payload_of(frame).len() as u32;
            self.problem_count[row] = record.get(Head::ProblemCount.at()).min(255) as u8;
            self.ipv4_checksum_status[row] = checksums.network as u8;
            self.checksum_status[row] = checksums.transport as u8;
            let layers = [outline.link.layer, outline.network.layer, outline.transport.layer];
            self.layers[row] = layers.into_iter().flatten().fold(0, |bits, layer| bits | bit(layer));
            self.set_link(row, outline.link, frame);
            self.set_network(row, outline.network.layer, outline.network_of(frame));
            self.set_transport(row, outline.transport.layer, outline.transport_of(frame));
        }
        true
    }

    #[inline]
    fn set_link(&mut self, row: usize, Part { layer, length }: Part, frame: &[u8]) {
        let header = frame.get(..length).unwrap_or_default();
        let ether_type = match layer {
            Some(Layer::Ethernet) => {
                let (tags, _) = header.get(12..).unwrap_or_default().as_chunks();
                if let Some(tag) = tags.first() {
                    self.layers[row] |= bit(Layer::Vlan);
                    self.vlan_id[row] = ethernet::field::ID.get::<4>(tag) as u16;
                }
                header.last_chunk()
            }
            Some(Layer::Sll) => header.last_chunk(),
            Some(Layer::Sll2) => header.first_chunk(),
            _ => None,
        };
        if let Some(ether_type) = ether_type {
            self.ether_type[row] = u16::from_be_bytes(*ether_type);
        }
    }

    #[inline]
    fn set_network(&mut self, row: usize, layer: Option<Layer>, header: &[u8]) {
        match (layer, header.first_chunk()) {
            (Some(Layer::Ipv4), Some(fixed)) => self.set_ipv4(row, fixed),
            (Some(Layer::Ipv6), _) => self.set_ipv6(row, header),
            (Some(Layer::Arp), _) => self.set_arp(row, header),
            _ => {}
        }
    }

    #[inline]
    fn set_ipv4(&mut self, row: usize, header: &[u8; ipv4::FIXED_LENGTH]) {
        use ipv4::field::{
            CHECKSUM, DESTINATION, DSCP, ECN, FLAGS, FRAGMENT_OFFSET, IDENTIFICATION, IHL, PROTOCOL, SOURCE,
            TOTAL_LENGTH, TTL,
        };
        self.source[row] = SOURCE.get(header);
        self.destination[row] = DESTINATION.get(header);
        self.ipv4_header_length[row] = IHL.get(header) as u8 * 4;
        self.dscp[row] = DSCP.get(header) as u8;
        self.ecn[row] = ECN.get(header) as u8;
        self.total_length[row] = TOTAL_LENGTH.get(header) as u16;
        self.identification[row] = IDENTIFICATION.get(header) as u16;
        self.ipv4_flags[row] = FLAGS.get(header) as u8;
        self.fragment_offset[row] = FRAGMENT_OFFSET.get(header) as u16 * 8;
        self.ttl[row] = TTL.get(header) as u8;
        self.protocol[row] = PROTOCOL.get(header) as u8;
        self.ipv4_checksum[row] = CHECKSUM.get(header) as u16;
    }

    /// What IPv6 has of IPv4's; its addresses have no room.
    #[cold]
    fn set_ipv6(&mut self, row: usize, header: &[u8]) {
        use ipv6::field::{DSCP, ECN, HOP_LIMIT};
        let (Some(fixed), Some(header)) = (header.first_chunk::<{ ipv6::FIXED_LENGTH }>(), ipv6::Bytes::of(header))
        else {
            return;
        };
        self.dscp[row] = DSCP.get(fixed) as u8;
        self.ecn[row] = ECN.get(fixed) as u8;
        self.total_length[row] = header.total_length().map_or(0, |length| length.min(0xffff) as u16);
        self.fragment_offset[row] = header.extensions().fragment().unwrap_or_default().offset;
        self.ttl[row] = HOP_LIMIT.get(fixed) as u8;
        self.protocol[row] = header.extensions().last_next_header();
    }

    fn set_arp(&mut self, row: usize, packet: &[u8]) {
        let Some(fixed) = packet.first_chunk::<{ arp::FIXED_LENGTH }>() else { return };
        let number = |address: &[u8]| address.try_into().map(u32::from_be_bytes).unwrap_or_default();
        let [_, sender, _, target] = arp::addresses(packet);
        self.arp_operation[row] = arp::field::OPERATION.get(fixed) as u16;
        self.source[row] = number(sender);
        self.destination[row] = number(target);
    }

    #[inline]
    fn set_transport(&mut self, row: usize, layer: Option<Layer>, header: &[u8]) {
        match (layer, header.first_chunk()) {
            (Some(Layer::Tcp), _) => {
                if let Some(fixed) = header.first_chunk() {
                    self.set_tcp(row, fixed);
                }
            }
            (Some(Layer::Udp), Some(header)) => {
                use udp::field::{CHECKSUM, DESTINATION_PORT, LENGTH, SOURCE_PORT};
                self.source_port[row] = SOURCE_PORT.get(header) as u16;
                self.destination_port[row] = DESTINATION_PORT.get(header) as u16;
                self.udp_length[row] = LENGTH.get(header) as u16;
                self.checksum[row] = CHECKSUM.get::<8>(header) as u16;
            }
            (Some(_), Some(header)) => {
                use icmpv4::field::{CHECKSUM, CODE, TYPE};
                self.icmp_type[row] = TYPE.get(header) as u8;
                self.icmp_code[row] = CODE.get(header) as u8;
                self.checksum[row] = CHECKSUM.get(header) as u16;
            }
            _ => {}
        }
    }

    #[inline]
    fn set_tcp(&mut self, row: usize, header: &[u8; tcp::FIXED_LENGTH]) {
        use tcp::field::{
            ACKNOWLEDGMENT, AE, CHECKSUM, DATA_OFFSET, DESTINATION_PORT, FLAGS, RESERVED, SEQUENCE, SOURCE_PORT,
            URGENT_POINTER, WINDOW,
        };
        self.source_port[row] = SOURCE_PORT.get(header) as u16;
        self.destination_port[row] = DESTINATION_PORT.get(header) as u16;
        self.sequence_number[row] = SEQUENCE.get(header);
        self.acknowledgment_number[row] = ACKNOWLEDGMENT.get(header);
        self.tcp_header_length[row] = DATA_OFFSET.get(header) as u8 * 4;
        self.tcp_reserved[row] = (RESERVED.get(header) << 1 | AE.get(header)) as u8;
        self.tcp_flags[row] = FLAGS.get(header) as u8;
        self.window[row] = WINDOW.get(header) as u16;
        self.urgent_pointer[row] = URGENT_POINTER.get(header) as u16;
        self.checksum[row] = CHECKSUM.get(header) as u16;
    }
}

/// A layer's bit in the column of layers.
const fn bit(layer: Layer) -> u16 {
    1 << layer as u16
}
