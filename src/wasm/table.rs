//! Many packets as columns: one array for each field.

use super::layout::TABLE_ROWS;
use super::link_type;
use crate::wire::{ChecksumStatus, Checksums, Layer, Link, Network, Packet, Transport, arp, ipv4, tcp};

/// Declares the columns once: their arrays, one row of them, and what the package must know of them.
macro_rules! columns {
    ($($name:ident: $kind:ty),+ $(,)?) => {
        /// A column for each field, [`TABLE_ROWS`] long.
        pub(crate) struct Columns { $($name: [$kind; TABLE_ROWS]),+ }

        /// One packet's value in each column.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub(crate) struct Row { $(pub(crate) $name: $kind),+ }

        impl Columns {
            /// The columns' names, and how many bytes an element has.
            #[cfg(test)]
            pub(crate) const ALL: &'static [(&'static str, usize)] = &[$((stringify!($name), size_of::<$kind>())),+];

            /// Columns of zeros.
            pub(crate) const fn new() -> Self {
                Columns { $($name: [0; TABLE_ROWS]),+ }
            }

            /// Where a column is, by its place among them.
            pub(crate) fn pointer(&self, column: usize) -> usize {
                let pointers = [$(self.$name.as_ptr().expose_provenance()),+];
                pointers.get(column).copied().unwrap_or_default()
            }

            #[inline]
            fn put(&mut self, at: usize, row: &Row) {
                // One check serves all columns.
                if at < TABLE_ROWS {
                    $(self.$name[at] = row.$name;)+
                }
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

impl Columns {
    /// Reads the packets whose offsets and lengths are in `bounds` into the columns' first rows. Offsets count from `base`,
    /// which is where `input` begins. False for a link type that is not known.
    #[inline]
    pub(crate) fn read(&mut self, input: &[u8], bounds: &[u32], base: u32, link: u32, verify: bool) -> bool {
        let (bounds, _) = bounds.as_chunks::<2>();
        for (at, [offset, length]) in bounds.iter().enumerate() {
            let start = offset.wrapping_sub(base) as usize;
            let end = start.saturating_add(*length as usize).min(input.len());
            let frame = input.get(start..end).unwrap_or_default();
            let Some(mut row) = Row::read(frame, link, verify) else { return false };
            row.frame_offset = *offset;
            row.frame_length = *length;
            self.put(at, &row);
        }
        true
    }
}

impl Row {
    /// Reads a frame; nothing for a link type that is not known.
    #[inline]
    pub(crate) fn read(frame: &[u8], link: u32, verify: bool) -> Option<Self> {
        let mut problems = 0u32;
        let packet = Packet::parse_lax(frame, link_type(link, frame)?, |_| problems += 1);
        let checksums = if verify { packet.verify(frame, |_| problems += 1) } else { Checksums::default() };
        let after_headers = packet.payload.len() + packet.trailer.len();
        let mut row = Row {
            payload_offset: (frame.len() - after_headers) as u32,
            payload_length: packet.payload.len() as u32,
            problem_count: problems.min(255) as u8,
            ipv4_checksum_status: status(checksums.network),
            checksum_status: status(checksums.transport),
            ..Row::default()
        };
        row.set_link(&packet.link);
        row.set_network(&packet.network);
        row.set_transport(&packet.transport);
        Some(row)
    }

    #[inline]
    fn add_layer(&mut self, layer: Layer) {
        self.layers |= 1 << layer as u16;
    }

    #[inline]
    fn set_link(&mut self, link: &Link<'_>) {
        if let Some(layer) = link.layer() {
            self.add_layer(layer);
        }
        match link {
            Link::None | Link::Null(_) | Link::Loop(_) => {}
            Link::Ethernet(header) => {
                self.ether_type = header.ether_type;
                if let Some(tag) = header.tags.iter().next() {
                    self.add_layer(Layer::Vlan);
                    self.vlan_id = tag.id;
                }
            }
            Link::Sll(header) => self.ether_type = header.protocol,
            Link::Sll2(header) => self.ether_type = header.protocol,
        }
    }

    #[inline]
    fn set_network(&mut self, network: &Network<'_>) {
        if let Some(layer) = network.layer() {
            self.add_layer(layer);
        }
        match network {
            Network::None | Network::Ipv6 => {}
            Network::Ipv4(header) => self.set_ipv4(header),
            Network::Arp(header) => self.set_arp(header),
        }
    }

    #[inline]
    fn set_ipv4(&mut self, header: &ipv4::Header<'_>) {
        self.source = header.source.to_bits();
        self.destination = header.destination.to_bits();
        self.ipv4_header_length = header.header_length;
        self.dscp = header.dscp;
        self.ecn = header.ecn;
        self.total_length = header.total_length;
        self.identification = header.identification;
        self.ipv4_flags = u8::from(header.reserved_flag) << 2
            | u8::from(header.dont_fragment) << 1
            | u8::from(header.more_fragments);
        self.fragment_offset = header.fragment_offset;
        self.ttl = header.ttl;
        self.protocol = header.protocol;
        self.ipv4_checksum = header.checksum;
    }

    fn set_arp(&mut self, header: &arp::Header<'_>) {
        let number = |address: &[u8]| address.try_into().map(u32::from_be_bytes).unwrap_or_default();
        self.arp_operation = header.operation;
        self.source = number(header.sender_protocol);
        self.destination = number(header.target_protocol);
    }

    #[inline]
    fn set_transport(&mut self, transport: &Transport<'_>) {
        if let Some(layer) = transport.layer() {
            self.add_layer(layer);
        }
        match transport {
            Transport::None => {}
            Transport::Tcp(header) => self.set_tcp(header),
            Transport::Udp(header) => {
                self.source_port = header.source_port;
                self.destination_port = header.destination_port;
                self.udp_length = header.length;
                self.checksum = header.checksum;
            }
            Transport::Icmp(header) => {
                self.icmp_type = header.message_type;
                self.icmp_code = header.code;
                self.checksum = header.checksum;
            }
        }
    }

    #[inline]
    fn set_tcp(&mut self, header: &tcp::Header<'_>) {
        self.source_port = header.source_port;
        self.destination_port = header.destination_port;
        self.sequence_number = header.sequence_number.0;
        self.acknowledgment_number = header.acknowledgment_number.0;
        self.tcp_header_length = header.header_length;
        self.tcp_reserved = header.reserved << 1 | u8::from(header.flags.contains(tcp::Flags::AE));
        self.tcp_flags = header.flags.bits() as u8;
        self.window = header.window;
        self.urgent_pointer = header.urgent_pointer;
        self.checksum = header.checksum;
    }
}

fn status(status: ChecksumStatus) -> u8 {
    status as u8
}
