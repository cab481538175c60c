//! The places of each option's fields: kind, length where there is one, and what the kind defines.

use super::{Place, bytes, number};
use drywire::wire::ipv4::{Ipv4Option, Route};
use drywire::wire::tcp::{SeqNumber, TcpOption};

/// RFC 791 3.1, RFC 2113 2.1.
pub(super) fn ipv4(option: &Ipv4Option<'_>, places: &mut Vec<Place>) {
    places.push(number("ip.opt.type", 8, option.kind()));
    match *option {
        Ipv4Option::NoOperation => {}
        Ipv4Option::EndOfList { padding } => some_bytes("ip.opt.padding", padding, places),
        Ipv4Option::Malformed { kind: _, rest } => some_bytes("ip.opt.malformed", rest, places),
        Ipv4Option::RecordRoute(route) | Ipv4Option::LooseSourceRoute(route) | Ipv4Option::StrictSourceRoute(route) => {
            ipv4_route(route, places);
        }
        Ipv4Option::Timestamp { pointer, overflow, flag, entries } => {
            let size = entries.iter().map(|(address, _)| if address.is_some() { 8 } else { 4 }).sum::<u32>();
            places.push(number("ip.opt.len", 8, 4 + size));
            places.push(number("ip.opt.ptr", 8, pointer));
            places.push(number("ip.opt.overflow", 4, overflow));
            places.push(number("ip.opt.flag", 4, flag));
            for (address, timestamp) in entries.iter() {
                places.extend(address.map(|address| number("ip.opt.time_stamp_addr", 32, address)));
                places.push(number("ip.opt.time_stamp", 32, timestamp));
            }
        }
        Ipv4Option::RouterAlert(value) => {
            places.push(number("ip.opt.len", 8, 4u8));
            places.push(number("ip.opt.ra", 16, value));
        }
        Ipv4Option::Unknown { kind: _, data } => {
            places.push(number("ip.opt.len", 8, data.len() as u32 + 2));
            some_bytes("ip.opt.data", data, places);
        }
    }
}

fn ipv4_route(route: Route<'_>, places: &mut Vec<Place>) {
    places.push(number("ip.opt.len", 8, 3 + 4 * route.addresses().len() as u32));
    places.push(number("ip.opt.ptr", 8, route.pointer));
    places.extend(route.addresses().map(|address| number("ip.rec_rt", 32, address)));
}

/// RFC 9293 3.2, RFC 7323, RFC 2018 3, RFC 5482 3, RFC 7413 4.1.1, RFC 2385 3, RFC 5925 2.2.
pub(super) fn tcp(option: &TcpOption<'_>, places: &mut Vec<Place>) {
    places.push(number("tcp.option_kind", 8, option.kind()));
    let length = |length: u32| number("tcp.option_len", 8, length);
    match *option {
        TcpOption::NoOperation => {}
        TcpOption::EndOfList { padding } => some_bytes("tcp.options.eol.padding", padding, places),
        TcpOption::Malformed { kind: _, rest } => some_bytes("tcp.options.malformed", rest, places),
        TcpOption::MaximumSegmentSize(size) => places.extend([length(4), number("tcp.options.mss_val", 16, size)]),
        TcpOption::WindowScale(shift) => places.extend([length(3), number("tcp.options.wscale.shift", 8, shift)]),
        TcpOption::SackPermitted => places.push(length(2)),
        TcpOption::Sack(blocks) => {
            places.push(length(2 + 8 * blocks.iter().len() as u32));
            for (SeqNumber(left), SeqNumber(right)) in blocks.iter() {
                places.extend([number("tcp.options.sack_le", 32, left), number("tcp.options.sack_re", 32, right)]);
            }
        }
        TcpOption::Timestamps { value, echo_reply } => places.extend([
            length(10),
            number("tcp.options.timestamp.tsval", 32, value),
            number("tcp.options.timestamp.tsecr", 32, echo_reply),
        ]),
        TcpOption::UserTimeout { minutes, value } => places.extend([
            length(4),
            number("tcp.options.user_to_granularity", 1, minutes),
            number("tcp.options.user_to_val", 15, value),
        ]),
        TcpOption::FastOpen { cookie } => tcp_data("tcp.options.tfo.cookie", cookie, places),
        TcpOption::Md5Signature { digest } => tcp_data("tcp.options.md5.digest", digest, places),
        TcpOption::Authentication { data } => tcp_data("tcp.options.ao.data", data, places),
        TcpOption::Unknown { kind: _, data } => tcp_data("tcp.options.unknown.payload", data, places),
    }
}

fn tcp_data(name: &'static str, data: &[u8], places: &mut Vec<Place>) {
    places.push(number("tcp.option_len", 8, data.len() as u32 + 2));
    some_bytes(name, data, places);
}

fn some_bytes(name: &'static str, value: &[u8], places: &mut Vec<Place>) {
    if !value.is_empty() {
        places.push(bytes(name, value));
    }
}
