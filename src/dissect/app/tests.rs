use crate::dissect::{DissectedLayer, Value, dissect};
use crate::wire::LinkType;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A payload within a datagram or a segment, between two ports.
fn frame(udp: bool, ports: [u16; 2], payload: &[u8]) -> Vec<u8> {
    let transport = if udp { 8 } else { 20 };
    let total = (20 + transport + payload.len()) as u16;
    let mut frame = [0x45, 0, 0, 0, 0, 1, 0, 0, 64, if udp { 17 } else { 6 }, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2].to_vec();
    frame[2..4].copy_from_slice(&total.to_be_bytes());
    ports.iter().for_each(|port| frame.extend(port.to_be_bytes()));
    match udp {
        true => frame.extend([&(total - 20).to_be_bytes()[..], &[0, 0]].concat()),
        false => frame.extend([0, 0, 0, 1, 0, 0, 0, 2, 0x50, 0x18, 1, 0, 0, 0, 0, 0]),
    }
    frame.extend(payload);
    frame
}

fn layer(udp: bool, ports: [u16; 2], payload: &[u8]) -> DissectedLayer {
    let mut layers = dissect(&frame(udp, ports, payload), LinkType::Raw).layers;
    assert_eq!(layers.len(), 3, "IP, transport and what they carry");
    layers.pop().unwrap()
}

fn hello() -> Vec<u8> {
    let name = b"example.org";
    let mut extensions = [0xaa_u8, 0xaa, 0, 0].to_vec(); // one that nobody knows
    extensions.extend([0, 0, 0, name.len() as u8 + 5, 0, name.len() as u8 + 3, 0, 0, name.len() as u8]);
    extensions.extend(name);
    extensions.extend([0, 23, 0, 0]);
    let mut body = [3, 3].to_vec();
    body.extend([7; 32]);
    body.extend([0, 0, 2, 0x13, 1, 1, 0, 0, extensions.len() as u8]);
    body.extend(extensions);
    let mut hello = [22, 3, 1, 0, body.len() as u8 + 4, 1, 0, 0, body.len() as u8].to_vec();
    hello.extend(body);
    hello
}

fn dhcp() -> Vec<u8> {
    let mut message = [1, 1, 6, 0, 0xde, 0xad, 0xbe, 0xef].to_vec();
    message.resize(236, 0);
    message.extend([99, 130, 83, 99, 53, 1, 1, 0, 55, 2, 1, 3, 255, 0, 0]);
    message
}

const QUERY: &[u8] =
    b"\x12\x34\x01\x20\0\x01\0\0\0\0\0\x01\x03www\x07example\x03org\0\0\x1c\0\x01\0\0\x29\x04\xd0\0\0\0\0\0\0";
const NTP: &[u8; 48] = &[0x23; 48];
const SNMP: &[u8] = b"\x30\x1a\x02\x01\x01\x04\x06public\xa0\x0d\x02\x01\x01\x02\x01\0\x02\x01\0\x30\x02\x30\0";

/// A payload, the ports that it goes between, and what is said of it.
type Sample = (bool, [u16; 2], Vec<u8>, &'static str, &'static str);

fn samples() -> Vec<Sample> {
    let tcp = |port, payload: &[u8], name, text| (false, [49_152, port], payload.to_vec(), name, text);
    let udp = |port, payload: &[u8], name, text| (true, [49_152, port], payload.to_vec(), name, text);
    let mut over_tcp = [0, QUERY.len() as u8].to_vec();
    over_tcp.extend(QUERY);
    [
        tcp(80, b"GET /a?b=c HTTP/1.1\r\nHost: example.org\r\nX-A: b\r\n\r\nbody", "http", "GET /a?b=c HTTP/1.1"),
        tcp(9999, b"HTTP/1.1 404 Not Found\r\nServer: x\r\n\r\n", "http", "HTTP/1.1 404 Not Found"),
        tcp(80, &[1, 2, 3], "http", "3 bytes (by port 80)"),
        tcp(80, b"SSH-2.0-OpenSSH_9.2\r\n", "ssh", "SSH-2.0-OpenSSH_9.2"),
        tcp(22, &[0, 0, 5, 0xdc, 6, 20], "ssh", "packets, 6 bytes (by port 22)"),
        tcp(8444, &hello(), "tls", "Handshake, ClientHello for example.org"),
        tcp(443, &[9; 40], "tls", "within a record, 40 bytes (by port 443)"),
        tcp(25, b"220 mx.example.org ESMTP\r\n", "smtp", "220 mx.example.org ESMTP"),
        tcp(587, b"RCPT TO:<a@example.org>\r\n", "smtp", "RCPT TO:<a@example.org> (by port 587)"),
        tcp(21, b"220-welcome\r\n220 ready\r\n", "ftp", "220-welcome (by port 21)"),
        tcp(110, b"+OK ready\r\n", "pop", "+OK ready"),
        tcp(110, b"-ERR no\r\n", "pop", "-ERR no"),
        tcp(143, b"a1 LOGIN x y\r\n", "imap", "a1 LOGIN x y (by port 143)"),
        tcp(23, &[255, 253, 24, b'h', b'i', 255, 250, 24, 1, 255, 240], "telnet", "11 bytes"),
        udp(53, QUERY, "dns", "query www.example.org AAAA (by port 53)"),
        tcp(53, &over_tcp, "dns", "query www.example.org AAAA (by port 53)"),
        udp(67, &dhcp(), "dhcp", "Discover, id 0xdeadbeef"),
        udp(123, NTP, "ntp", "version 4, client (by port 123)"),
        udp(161, SNMP, "snmp", "version 2c, community public (by port 161)"),
        udp(9, b"anything", "payload", "8 bytes"),
        // What cannot be DNS is not, whatever the port.
        udp(53, b"ab", "payload", "2 bytes"),
    ]
    .to_vec()
}

#[test]
fn a_payload_is_named_by_its_bytes_or_by_its_port() {
    for (udp, ports, payload, name, text) in samples() {
        let found = layer(udp, ports, &payload);
        assert_eq!((found.name, found.text.as_str()), (name, text));
        let [from, to] = ports;
        assert_eq!(layer(udp, [to, from], &payload).name, name, "either way");
    }
}

/// Each field with its value, by its name.
fn fields(layer: &DissectedLayer) -> Vec<(&'static str, String)> {
    layer.fields.iter().map(|field| (field.name, field.text.to_string())).collect()
}

#[test]
fn first_lines_are_fields() {
    let http = layer(false, [1, 80], b"GET /a?b=c HTTP/1.1\r\nHost: example.org\r\nX-A: b\r\n\r\nbody");
    let expected = [
        ("http.request.method", "GET"),
        ("http.request.uri", "/a?b=c"),
        ("http.request.version", "HTTP/1.1"),
        ("http.host", "example.org"),
        ("http.request.line", "X-A: b"),
        ("http.end", ""),
        ("http.file_data", "626f6479"),
    ];
    assert_eq!(fields(&http), expected.map(|(name, text)| (name, text.to_string())));
    let status = layer(false, [80, 1], b"HTTP/1.1 404 Not Found\r\n");
    assert_eq!((status.fields[1].name, &status.fields[1].value), ("http.response.code", &Value::Number(404)));
    let reply = layer(false, [25, 1], b"250-mx\r\n250 SIZE 9\r\n");
    assert_eq!(
        fields(&reply),
        [("250", "mx"), ("250", "SIZE 9")]
            .iter()
            .flat_map(|(code, text)| {
                [("smtp.response.code", code.to_string()), ("smtp.rsp.parameter", text.to_string())]
            })
            .collect::<Vec<_>>()
    );
}

#[test]
fn headers_of_numbers_are_fields() {
    let has = |layer: &DissectedLayer, name: &str, text: &str| {
        let found = layer.fields.iter().find(|field| field.name == name).map(|field| field.text.as_str());
        assert_eq!(found, Some(text), "{name}");
    };
    let dns = layer(true, [1, 53], QUERY);
    has(&dns, "dns.id", "0x1234");
    has(&dns, "dns.flags.recdesired", "set");
    has(&dns, "dns.qry.name", "www.example.org");
    has(&dns, "dns.qry.type", "AAAA");
    has(&layer(false, [1, 443], &hello()), "tls.handshake.extensions_server_name", "example.org");
    let dhcp = layer(true, [68, 67], &dhcp());
    has(&dhcp, "dhcp.id", "0xdeadbeef");
    has(&dhcp, "dhcp.option.dhcp", "Discover");
    has(&layer(true, [1, 123], NTP), "ntp.flags.mode", "3");
    has(&layer(true, [1, 161], SNMP), "snmp.community", "public");
}

/// Every payload cut anywhere, and with any byte of it changed: layers and fields tile, whatever is there.
#[test]
fn nothing_is_lost_of_hostile_payloads() {
    for (udp, ports, payload, ..) in samples() {
        for end in 0..payload.len() {
            tiles(&frame(udp, ports, &payload[..end]));
            for byte in [0, 1, 0x30, 0x7f, 0x80, 0xc0, 0xff] {
                let mut changed = payload.clone();
                changed[end] = byte;
                tiles(&frame(udp, ports, &changed));
            }
        }
    }
    for (port, unit) in [(80, &b"A: b\r\n"[..]), (21, b"\n"), (23, &[255, 251, 1]), (443, &[23, 3, 3, 0, 1, 0])] {
        tiles(&frame(false, [1, port], &unit.repeat(5000)));
    }
    let mut long = dhcp();
    long.extend([0; 30_000]);
    tiles(&frame(true, [68, 67], &long));
}

fn tiles(frame: &[u8]) {
    let layers = dissect(frame, LinkType::Raw).layers;
    let mut end = 0;
    for layer in &layers {
        assert_eq!(layer.offset, end, "{} begins where the layer before ends", layer.name);
        end += layer.length;
        let mut bit = layer.offset * 8;
        for field in &layer.fields {
            let mask = field.bit_mask.unwrap_or(0);
            let width = field.length * 8;
            let (first, length) = match mask {
                0 => (0, width),
                _ => (width + mask.leading_zeros() - 32, mask.count_ones()),
            };
            assert_eq!(field.offset * 8 + first, bit, "{} begins where the field before ends", field.name);
            bit += length;
        }
        assert_eq!(bit, end * 8, "the fields of {} end where it does", layer.name);
        assert!(layer.fields.len() < 512, "{} fields", layer.fields.len());
    }
    assert_eq!(end as usize, frame.len());
}
