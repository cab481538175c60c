//! A packet as the oracle would put it.

use super::{Record, readable};
use drywire::wire::tcp::TcpOption;
use drywire::wire::{
    ChecksumStatus, Checksums, Kind, Layer, Link, Network, Packet, Problem, Transport, icmpv4, ipv4, tcp, udp,
};
use serde_json::{Map, Value, json};

/// A packet taken apart, and all that is known of it.
struct Read<'a> {
    packet: Packet<'a>,
    checksums: Checksums,
    problems: Vec<Problem>,
    /// How many bytes of the frame precede those that were read.
    before: usize,
}

/// What drywire says of a record's packet, in the oracle's words; nothing where it does not read such a link header, and the
/// oracle knows no IPv4 header to begin at.
#[must_use]
pub fn view(record: &Record) -> Option<Value> {
    let (data, link_type, before) = readable(record)?;
    let mut problems = Vec::new();
    let packet = Packet::parse_lax(data, link_type, |problem| problems.push(problem));
    let checksums = packet.verify(data, |problem| problems.push(problem));
    let read = Read { packet, checksums, problems, before };
    let mut object = Map::new();
    object.insert("cap_len".into(), json!(record.data.len()));
    object.insert("layers".into(), json!(read.layers()));
    match &read.packet.network {
        Network::Ipv4(header) => {
            object.insert("ip".into(), read.ipv4(header));
        }
        Network::Ipv6(_) => {
            object.insert("ip_version".into(), json!(6));
        }
        Network::None | Network::Arp(_) => {}
    }
    // The oracle has no more of IPv6 than the layers' names; `spans` compares what is in them.
    let transport = match read.packet.network {
        Network::Ipv6(_) => Transport::None,
        _ => read.packet.transport,
    };
    match &transport {
        Transport::None | Transport::Icmpv6(_) => {}
        Transport::Tcp(header) => {
            object.insert("tcp".into(), read.tcp(header));
        }
        Transport::Udp(header) => {
            object.insert("udp".into(), read.udp(header));
        }
        Transport::Icmp(header) => {
            object.insert("icmp".into(), icmp(header));
        }
    }
    Some(Value::Object(object))
}

impl Read<'_> {
    /// The layers by tshark's names; `_ws.short` where the bytes end inside a header.
    fn layers(&self) -> Vec<&'static str> {
        let mut layers = Vec::new();
        for (layer, _) in self.packet.headers() {
            layers.push(match layer {
                Layer::Ethernet => "eth",
                Layer::Null | Layer::Loop => "null",
                Layer::Sll | Layer::Sll2 => "sll",
                Layer::Ipv4 => "ip",
                other => other.name(),
            });
            if let (Layer::Ethernet, Link::Ethernet(header)) = (layer, &self.packet.link) {
                layers.extend(header.tags.iter().map(|_| "vlan"));
            }
        }
        let short = |problem: &Problem| {
            matches!(problem.kind, Kind::HeaderTruncated { .. } | Kind::HeaderLengthBeyondEnd { .. })
        };
        if self.problems.iter().any(short) {
            layers.push("_ws.short");
        }
        layers
    }

    fn offset(&self, wanted: Layer) -> Option<usize> {
        let mut headers = self.packet.headers();
        headers.find(|(layer, _)| *layer == wanted).map(|(_, range)| self.before + range.start)
    }

    fn ipv4(&self, header: &ipv4::Header<'_>) -> Value {
        let kinds: Vec<u8> = header.options.iter().map(|option| option.kind()).collect();
        json!({
            "offset": self.offset(Layer::Ipv4),
            "version": 4,
            "hdr_len": header.header_length,
            "tos": header.dscp << 2 | header.ecn,
            "len": header.total_length,
            "id": header.identification,
            "rb": u8::from(header.reserved_flag),
            "df": u8::from(header.dont_fragment),
            "mf": u8::from(header.more_fragments),
            "frag_offset_bytes": header.fragment_offset,
            "ttl": header.ttl,
            "proto": header.protocol,
            "checksum": header.checksum,
            "checksum_status": status(self.checksums.network),
            "src": header.source.to_string(),
            "dst": header.destination.to_string(),
            "options": kinds,
            "expert": self.expert(Layer::Ipv4),
        })
    }

    fn tcp(&self, header: &tcp::Header<'_>) -> Value {
        json!({
            "offset": self.offset(Layer::Tcp),
            "srcport": header.source_port,
            "dstport": header.destination_port,
            "seq": header.sequence_number.0,
            "ack": header.acknowledgment_number.0,
            "hdr_len": header.header_length,
            "flags": u16::from(header.reserved) << 9 | header.flags.bits(),
            "window": header.window,
            "checksum": header.checksum,
            "checksum_status": status(self.checksums.transport),
            "urgent_pointer": header.urgent_pointer,
            "options": header.options.iter().map(|option| tcp_option(&option)).collect::<Vec<_>>(),
            "payload_len": self.segment_length(header),
            "expert": self.expert(Layer::Tcp),
        })
    }

    /// tshark counts a segment's data from the lengths, so also what was not captured.
    fn segment_length(&self, header: &tcp::Header<'_>) -> usize {
        match &self.packet.network {
            Network::Ipv4(ip) if self.packet.cut_short => {
                let headers = usize::from(ip.header_length) + usize::from(header.header_length);
                usize::from(ip.total_length).saturating_sub(headers)
            }
            _ => self.packet.payload.len(),
        }
    }

    fn udp(&self, header: &udp::Header) -> Value {
        json!({
            "offset": self.offset(Layer::Udp),
            "srcport": header.source_port,
            "dstport": header.destination_port,
            "length": header.length,
            "checksum": header.checksum,
            "checksum_status": status(self.checksums.transport),
            "payload_len": self.packet.payload.len(),
            "expert": self.expert(Layer::Udp),
        })
    }

    /// The problems of a layer in the words of tshark's expert information, where it has words for them.
    fn expert(&self, layer: Layer) -> Vec<String> {
        let problems = self.problems.iter().filter(|problem| problem.layer == layer);
        problems.filter_map(|problem| expert(problem.kind)).collect()
    }
}

fn expert(kind: Kind) -> Option<String> {
    match kind {
        Kind::ChecksumWrong { expected, .. } | Kind::ChecksumOffloaded { expected, .. } => {
            Some(format!("Bad checksum [should be 0x{expected:04x}]"))
        }
        Kind::UdpLengthBeyondEnd { claimed, .. } => Some(format!("Bad length value {claimed} > IP payload length")),
        Kind::UdpLengthSmall { claimed, .. } => Some(format!("Bad length value {claimed} < 8")),
        Kind::TotalLengthSmall { .. } => Some("Bogus IP length".into()),
        _ => None,
    }
}

const fn status(status: ChecksumStatus) -> &'static str {
    match status {
        ChecksumStatus::Good => "good",
        ChecksumStatus::Bad => "bad",
        ChecksumStatus::Absent => "not_present",
        ChecksumStatus::Unverified => "unverified",
    }
}

fn icmp(header: &icmpv4::Header) -> Value {
    json!({ "type": header.message_type, "code": header.code })
}

fn tcp_option(option: &TcpOption<'_>) -> Value {
    let kind = option.kind();
    match option {
        TcpOption::EndOfList { .. } | TcpOption::NoOperation => json!({ "kind": kind }),
        TcpOption::MaximumSegmentSize(size) => json!({ "kind": kind, "len": 4, "mss": size }),
        TcpOption::WindowScale(shift) => json!({ "kind": kind, "len": 3, "wscale": shift }),
        TcpOption::SackPermitted => json!({ "kind": kind, "len": 2 }),
        TcpOption::Sack(blocks) => {
            let (left, right): (Vec<u32>, Vec<u32>) = blocks.iter().map(|(left, right)| (left.0, right.0)).unzip();
            json!({ "kind": kind, "len": 2 + 8 * left.len(), "ack_le": left, "ack_re": right })
        }
        TcpOption::Timestamps { value, echo_reply } => {
            json!({ "kind": kind, "len": 10, "tsval": value, "tsecr": echo_reply })
        }
        TcpOption::UserTimeout { .. } => json!({ "kind": kind, "len": 4 }),
        TcpOption::Md5Signature { .. } => json!({ "kind": kind, "len": 18 }),
        TcpOption::FastOpen { cookie: data } | TcpOption::Authentication { data } | TcpOption::Unknown { data, .. } => {
            json!({ "kind": kind, "len": data.len() + 2 })
        }
        // Its length is what it claims, if it claims one.
        TcpOption::Malformed { rest, .. } => match rest.first() {
            Some(length) => json!({ "kind": kind, "len": length }),
            None => json!({ "kind": kind }),
        },
    }
}
