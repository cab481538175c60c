//! IPv6's extension headers and their options, from RFC 8200 4 and RFC 4302 2.

use super::{Place, bytes, number};
use drywire::wire::ipv6::{Content, Extension, Fragment, Ipv6Option, Options};

pub(super) fn places(extension: &Extension<'_>, places: &mut Vec<Place>) {
    let (next, length) = (extension.next_header(), extension.as_bytes()[1]);
    let mut head = |next_name, length_name| {
        places.extend([number(next_name, 8, next), number(length_name, 8, length)]);
    };
    match extension.content() {
        Content::HopByHop(list) => {
            head("ipv6.hopopts.nxt", "ipv6.hopopts.len");
            options(list, places);
        }
        Content::DestinationOptions(list) => {
            head("ipv6.dstopts.nxt", "ipv6.dstopts.len");
            options(list, places);
        }
        Content::Routing { routing_type, segments_left, data } => {
            head("ipv6.routing.nxt", "ipv6.routing.len");
            places.push(number("ipv6.routing.type", 8, routing_type));
            places.push(number("ipv6.routing.segleft", 8, segments_left));
            if !data.is_empty() {
                places.push(bytes("ipv6.routing.unknown.data", data));
            }
        }
        Content::Fragment(Fragment { reserved, offset, reserved_bits, more_fragments, identification }) => {
            places.extend([
                number("ipv6.fraghdr.nxt", 8, next),
                number("ipv6.fraghdr.reserved_octet", 8, reserved),
                number("ipv6.fraghdr.offset", 13, offset),
                number("ipv6.fraghdr.reserved_bits", 2, reserved_bits),
                number("ipv6.fraghdr.more", 1, more_fragments),
                number("ipv6.fraghdr.ident", 32, identification),
            ]);
        }
        Content::Authentication { reserved, security_parameters_index, sequence_number, integrity_check } => {
            head("ah.next_header", "ah.length");
            places.push(number("ah.reserved", 16, reserved));
            places.push(number("ah.spi", 32, security_parameters_index));
            places.push(number("ah.sequence", 32, sequence_number));
            if !integrity_check.is_empty() {
                places.push(bytes("ah.icv", integrity_check));
            }
        }
    }
}

fn options(options: Options<'_>, places: &mut Vec<Place>) {
    for option in options.iter() {
        let kind = |kind: u8| number("ipv6.opt.type", 8, kind);
        let length = |length: usize| number("ipv6.opt.length", 8, length as u32);
        let (name, data) = match option {
            Ipv6Option::Pad1 => {
                places.push(kind(0));
                continue;
            }
            Ipv6Option::RouterAlert(value) => {
                places.extend([kind(5), length(2), number("ipv6.opt.router_alert", 16, value)]);
                continue;
            }
            Ipv6Option::JumboPayload(value) => {
                places.extend([kind(0xc2), length(4), number("ipv6.opt.jumbo", 32, value)]);
                continue;
            }
            Ipv6Option::PadN { data } => {
                places.extend([kind(1), length(data.len())]);
                ("ipv6.opt.padn", data)
            }
            Ipv6Option::Unknown { kind: unknown, data } => {
                places.extend([kind(unknown), length(data.len())]);
                ("ipv6.opt.unknown_data", data)
            }
            Ipv6Option::Malformed { kind: broken, rest } => {
                places.push(kind(broken));
                ("ipv6.opt.malformed", rest)
            }
        };
        if !data.is_empty() {
            places.push(bytes(name, data));
        }
    }
}
