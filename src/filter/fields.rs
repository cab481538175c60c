//! The names that may stand in a filter, and what each holds.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Flag,
    Ipv4,
    Ipv6,
    /// Bytes, hardware addresses among them.
    Bytes,
    Text,
    /// A whole layer: its bytes are those from its start to the end of what the network's header carries.
    Protocol,
}

/// A name's rows and what they hold; nothing for one that is not known.
pub(super) fn find(name: &str) -> Option<([&'static str; 2], Kind)> {
    if let Some((_, kind, rows)) = COMBINED.iter().find(|(combined, ..)| *combined == name) {
        return Some((*rows, *kind));
    }
    if let Some((_, rows)) = PROTOCOLS.iter().find(|(protocol, _)| *protocol == name) {
        return Some((*rows, Kind::Protocol));
    }
    FIELDS.iter().find_map(|(kind, names)| {
        let field = names.iter().find(|field| **field == name)?;
        Some(([*field, *field], *kind))
    })
}

/// Names that stand for either of two fields, and what Wireshark calls the addresses of ARP where they are the usual ones.
const COMBINED: &[(&str, Kind, [&str; 2])] = &[
    ("ip.addr", Kind::Ipv4, ["ip.src", "ip.dst"]),
    ("ip.host", Kind::Ipv4, ["ip.src", "ip.dst"]),
    ("ipv6.addr", Kind::Ipv6, ["ipv6.src", "ipv6.dst"]),
    ("ipv6.host", Kind::Ipv6, ["ipv6.src", "ipv6.dst"]),
    ("tcp.port", Kind::Number, ["tcp.srcport", "tcp.dstport"]),
    ("udp.port", Kind::Number, ["udp.srcport", "udp.dstport"]),
    ("eth.addr", Kind::Bytes, ["eth.src", "eth.dst"]),
    ("arp.src.proto_ipv4", Kind::Ipv4, ["arp.src.proto", "arp.src.proto"]),
    ("arp.dst.proto_ipv4", Kind::Ipv4, ["arp.dst.proto", "arp.dst.proto"]),
    ("arp.src.hw_mac", Kind::Bytes, ["arp.src.hw", "arp.src.hw"]),
    ("arp.dst.hw_mac", Kind::Bytes, ["arp.dst.hw", "arp.dst.hw"]),
];

/// The name that layers have for each protocol.
const PROTOCOLS: &[(&str, [&str; 2])] = &[
    ("frame", ["frame", "frame"]),
    ("eth", ["ethernet", "ethernet"]),
    ("null", ["null", "loop"]),
    ("sll", ["sll", "sll2"]),
    ("ip", ["ipv4", "ipv4"]),
    ("ipv6", ["ipv6", "ipv6"]),
    ("arp", ["arp", "arp"]),
    ("icmp", ["icmp", "icmp"]),
    ("icmpv6", ["icmpv6", "icmpv6"]),
    ("tcp", ["tcp", "tcp"]),
    ("udp", ["udp", "udp"]),
    ("data", ["payload", "payload"]),
    ("http", ["http", "http"]),
    ("tls", ["tls", "tls"]),
    ("ssh", ["ssh", "ssh"]),
    ("dns", ["dns", "dns"]),
    ("dhcp", ["dhcp", "dhcp"]),
    ("ntp", ["ntp", "ntp"]),
    ("snmp", ["snmp", "snmp"]),
    ("smtp", ["smtp", "smtp"]),
    ("ftp", ["ftp", "ftp"]),
    ("pop", ["pop", "pop"]),
    ("imap", ["imap", "imap"]),
    ("telnet", ["telnet", "telnet"]),
];

/// The fields of a dissection, and those that are made for filters: `frame.len`, `frame.cap_len`, `tcp.flags`, `tcp.len`,
/// `tcp.payload` and `udp.payload`.
#[rustfmt::skip]
const FIELDS: &[(Kind, &[&str])] = &[
    (Kind::Number, &[
        "frame.len", "frame.cap_len", "tcp.flags", "tcp.len",
        "eth.type", "vlan.id", "vlan.priority", "vlan.etype", "null.family",
        "sll.pkttype", "sll.hatype", "sll.halen", "sll.etype", "sll.ifindex", "sll.reserved",
        "arp.hw.type", "arp.proto.type", "arp.hw.size", "arp.proto.size", "arp.opcode",
        "ip.version", "ip.hdr_len", "ip.dsfield.dscp", "ip.dsfield.ecn", "ip.len", "ip.id", "ip.frag_offset", "ip.ttl", "ip.proto",
        "ip.checksum", "ip.opt.type", "ip.opt.len", "ip.opt.ptr", "ip.opt.ra", "ip.opt.flag", "ip.opt.overflow", "ip.opt.time_stamp",
        "ipv6.version", "ipv6.tclass.dscp", "ipv6.tclass.ecn", "ipv6.flow", "ipv6.plen", "ipv6.nxt", "ipv6.hlim",
        "ipv6.hopopts.nxt", "ipv6.hopopts.len", "ipv6.dstopts.nxt", "ipv6.dstopts.len", "ipv6.opt.type", "ipv6.opt.length",
        "ipv6.opt.jumbo", "ipv6.opt.router_alert", "ipv6.routing.nxt", "ipv6.routing.len", "ipv6.routing.type", "ipv6.routing.segleft",
        "ipv6.fraghdr.nxt", "ipv6.fraghdr.offset", "ipv6.fraghdr.ident", "ipv6.fraghdr.reserved_octet", "ipv6.fraghdr.reserved_bits",
        "ah.next_header", "ah.length", "ah.reserved", "ah.spi", "ah.sequence",
        "icmp.type", "icmp.code", "icmp.checksum", "icmp.ident", "icmp.seq", "icmp.mtu", "icmp.pointer", "icmp.rest", "icmp.unused",
        "icmpv6.type", "icmpv6.code", "icmpv6.checksum", "icmpv6.echo.identifier", "icmpv6.echo.sequence_number", "icmpv6.mtu",
        "icmpv6.pointer", "icmpv6.reserved", "icmpv6.rest",
        "tcp.srcport", "tcp.dstport", "tcp.seq", "tcp.ack", "tcp.hdr_len", "tcp.flags.res", "tcp.window_size_value", "tcp.checksum",
        "tcp.urgent_pointer", "tcp.option_kind", "tcp.option_len", "tcp.options.mss_val", "tcp.options.wscale.shift",
        "tcp.options.sack_le", "tcp.options.sack_re", "tcp.options.timestamp.tsval", "tcp.options.timestamp.tsecr",
        "tcp.options.user_to_val",
        "udp.srcport", "udp.dstport", "udp.length", "udp.checksum",
        "http.response.code", "smtp.response.code", "ftp.response.code", "pop.response.indicator",
        "tls.record.content_type", "tls.record.version", "tls.record.length", "tls.handshake.type", "tls.handshake.length",
        "dns.length", "dns.id", "dns.flags.opcode", "dns.flags.rcode", "dns.count.queries", "dns.count.answers", "dns.count.auth_rr",
        "dns.count.add_rr", "dns.qry.type", "dns.qry.class",
        "dhcp.type", "dhcp.hw.type", "dhcp.hw.len", "dhcp.hops", "dhcp.id", "dhcp.secs", "dhcp.flags", "dhcp.option.type",
        "dhcp.option.length", "dhcp.option.dhcp",
        "ntp.flags.li", "ntp.flags.vn", "ntp.flags.mode", "ntp.stratum", "ntp.ppoll", "ntp.precision", "ntp.rootdelay",
        "ntp.rootdispersion", "ntp.refid", "snmp.version",
    ]),
    (Kind::Flag, &[
        "vlan.dei", "ip.flags.rb", "ip.flags.df", "ip.flags.mf", "ipv6.fraghdr.more",
        "tcp.flags.ae", "tcp.flags.cwr", "tcp.flags.ece", "tcp.flags.urg", "tcp.flags.ack", "tcp.flags.push", "tcp.flags.reset",
        "tcp.flags.syn", "tcp.flags.fin", "tcp.options.user_to_granularity",
        "dns.flags.response", "dns.flags.authoritative", "dns.flags.truncated", "dns.flags.recdesired", "dns.flags.recavail",
        "dns.flags.z", "dns.flags.authenticated", "dns.flags.checkdisable",
    ]),
    (Kind::Ipv4, &[
        "ip.src", "ip.dst", "ip.rec_rt", "ip.opt.time_stamp_addr", "arp.src.proto", "arp.dst.proto", "icmp.redir_gw",
        "dhcp.ip.client", "dhcp.ip.your", "dhcp.ip.server", "dhcp.ip.relay",
    ]),
    (Kind::Ipv6, &["ipv6.src", "ipv6.dst"]),
    (Kind::Bytes, &[
        "eth.src", "eth.dst", "sll.src.other", "arp.src.hw", "arp.dst.hw", "dhcp.hw.mac_addr", "tcp.payload", "udp.payload",
        "data.data", "frame.trailer", "ip.opt.data", "ip.opt.malformed", "ip.opt.padding", "ipv6.opt.padn", "ipv6.opt.unknown_data",
        "ipv6.opt.malformed", "ipv6.routing.unknown.data", "ah.icv", "tcp.options.ao.data", "tcp.options.eol.padding",
        "tcp.options.malformed", "tcp.options.md5.digest", "tcp.options.tfo.cookie", "tcp.options.unknown.payload",
        "http.file_data", "ssh.encrypted_packet", "telnet.cmd", "telnet.subcmd", "tls.handshake", "tls.app_data",
        "tls.record.opaque_data", "dns.resp", "dhcp.hw.addr_padding", "dhcp.server", "dhcp.file", "dhcp.cookie", "dhcp.vendor",
        "dhcp.option.value", "dhcp.option.padding", "ntp.reftime", "ntp.org", "ntp.rec", "ntp.xmt", "ntp.ext",
        "snmp.message", "snmp.community_length", "snmp.data",
    ]),
    (Kind::Text, &[
        "http.request.method", "http.request.uri", "http.request.version", "http.request.line", "http.response.version",
        "http.response.phrase", "http.response.line", "http.end", "http.host", "http.user_agent", "http.server", "http.content_type",
        "http.content_length_header", "http.location", "http.referer", "http.connection",
        "smtp.req.command", "smtp.req.parameter", "smtp.rsp.parameter", "ftp.request.command", "ftp.request.arg", "ftp.response.arg",
        "pop.request.command", "pop.request.parameter", "pop.response.description", "imap.line", "telnet.data", "ssh.protocol",
        "tls.handshake.extensions_server_name", "dns.qry.name", "snmp.community",
    ]),
];

/// Every name of a field, for tests.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().flat_map(|(_, names)| names.iter().copied())
}
