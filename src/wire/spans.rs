//! The bits of a header named by its bytes, whatever its layer.

use super::error::Layer;
use super::fields::Spans;
use super::reader::split_within;
use super::{arp, cooked, ethernet, icmpv4, icmpv6, ipv4, ipv6, loopback, tcp, udp};

/// Names every bit of a header that was read, in wire order; of an IPv6 header the fixed part alone. `header` may be the first bytes
/// of a TCP header.
pub(crate) fn each_span(layer: Layer, header: &[u8], spans: &mut Spans<'_>) {
    let first = header.first().copied().unwrap_or_default();
    match layer {
        Layer::Ethernet | Layer::Vlan => {
            let tags = header.len().saturating_sub(ethernet::UNTAGGED_LENGTH) / ethernet::TAG_LENGTH;
            ethernet::each_span(tags, spans);
        }
        Layer::Null | Layer::Loop => {
            let header = header.first_chunk().map(|header| loopback::Header::from_bytes(header, layer));
            loopback::each_span(header.unwrap_or_default().byte_order, spans);
        }
        Layer::Sll => cooked::each_span_v1(spans),
        Layer::Sll2 => cooked::each_span_v2(spans),
        Layer::Arp => arp::each_span(arp::addresses(header).map(<[u8]>::len), spans),
        Layer::Ipv4 => {
            let (_, options) = split_within(header, ipv4::FIXED_LENGTH);
            ipv4::each_span(ipv4::Options::new(options), spans);
        }
        Layer::Ipv6 => ipv6::each_span(spans),
        Layer::Icmp => icmpv4::each_span(first, spans),
        Layer::Icmpv6 => icmpv6::each_span(first, spans),
        Layer::Udp => udp::each_span(spans),
        Layer::Tcp => {
            let (fixed, options) = split_within(header, tcp::FIXED_LENGTH);
            tcp::each_span(tcp::Options::new(options), fixed.len(), spans);
        }
    }
}
