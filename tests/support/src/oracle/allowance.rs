//! Where tshark makes another choice than drywire: each by name, with its reason.

use super::{Difference, Record, readable};
use drywire::wire::tcp::TcpOption;
use drywire::wire::{Network, Packet, Transport};
use serde_json::{Value, json};

/// A kind of difference that is not a defect.
pub struct Allowance {
    /// A short name.
    pub name: &'static str,
    /// Why the two differ.
    pub reason: &'static str,
    /// Whether a difference is of this kind.
    pub(super) explains: fn(&Difference, &Record) -> bool,
}

/// tshark's own choices.
pub const TSHARK: &[Allowance] = &[
    Allowance {
        name: "link type not read",
        reason: "drywire reads no such link header (PPP and MPLS, say): the packet is read from its IPv4 header on",
        explains: |difference, record| {
            let (expected, found) = (list(&difference.expected), list(&difference.found));
            difference.field == "layers" && record.link_type().is_none() && expected.ends_with(found)
        },
    },
    Allowance {
        name: "ICMPv6 not named",
        reason: "the files' lists of layers leave out ICMPv6",
        explains: |difference, _| {
            let (expected, found) = (list(&difference.expected), list(&difference.found));
            difference.field == "layers" && found.strip_prefix(expected) == Some(&[json!("icmpv6")])
        },
    },
    Allowance {
        name: "RARP is ARP",
        reason: "RARP (EtherType 0x8035) is another protocol with ARP's format; tshark's arp dissector serves both",
        explains: |difference, record| {
            let arp = difference.field == "layers" && list(&difference.expected).last() == Some(&json!("arp"));
            arp && announces(record, 0x8035)
        },
    },
    Allowance {
        name: "zeros after the end of the option list",
        reason: "the list ends with its first End of Option List and the rest is padding (RFC 9293 3.2); tshark reads each \
                 zero that follows as one more",
        explains: |difference, record| {
            let (expected, found) = (list(&difference.expected), list(&difference.found));
            let ends = vec![json!({ "kind": 0 }); zeros_after_the_end(record)];
            difference.field == "tcp.options" && expected.strip_prefix(found).is_some_and(|rest| rest == ends)
        },
    },
    Allowance {
        name: "data of a UDP fragment",
        reason: "the data ends where UDP's length says (RFC 768); in a fragment tshark counts all that IP carries",
        explains: |difference, record| {
            let ip = &record.expected["ip"];
            let headers = ip["hdr_len"].as_u64().map(|length| length + 8);
            let carried = ip["len"].as_u64().zip(headers).and_then(|(length, headers)| length.checked_sub(headers));
            difference.field == "udp.payload_len" && ip["mf"] == 1 && difference.expected.as_u64() == carried
        },
    },
    Allowance {
        name: "nothing of a bogus header",
        reason: "tshark reads no field after a total length that is under the header's; drywire reads what is there",
        explains: |difference, record| {
            let bogus = record.expected["ip"]["expert"] == json!(["Bogus IP length"]);
            let unread = difference.field.starts_with("ip.") && difference.expected.is_null();
            let short = list(&difference.found).strip_prefix(list(&difference.expected));
            let said = difference.field == "layers" && short == Some(&[json!("_ws.short")]);
            bogus && (unread || said)
        },
    },
];

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn packet(record: &Record) -> Packet<'_> {
    readable(record).map_or_else(Packet::default, |(data, link_type, _)| Packet::parse_lax(data, link_type, |_| {}))
}

fn announces(record: &Record, ether_type: u16) -> bool {
    use drywire::wire::Link;
    let packet = packet(record);
    let announced = match &packet.link {
        Link::Ethernet(header) => header.ether_type,
        Link::Sll(header) => header.protocol,
        Link::Sll2(header) => header.protocol,
        Link::None | Link::Null(_) | Link::Loop(_) => return false,
    };
    announced == ether_type && packet.network == Network::None
}

/// How many bytes of padding stand after the end of a segment's option list, where all of them are 0.
fn zeros_after_the_end(record: &Record) -> usize {
    let Transport::Tcp(header) = packet(record).transport else { return 0 };
    match header.options.iter().last() {
        Some(TcpOption::EndOfList { padding }) if padding.iter().all(|byte| *byte == 0) => padding.len(),
        _ => 0,
    }
}
